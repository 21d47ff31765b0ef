//! The browser's APIs, each bound in exactly one file.

pub mod clipboard;
pub mod clock;
pub mod file;
pub mod file_slices;
pub mod file_system;
pub mod location;
pub mod page;
pub mod pointer;
pub mod preferences;
pub mod random;
pub mod snapshot;
pub mod web_crypto;
pub mod worker;

use wasm_bindgen::{JsCast, JsValue};

/// The window. Only the page's thread may ask for it.
fn window() -> web_sys::Window {
    web_sys::window().expect("the page's thread has a window")
}

/// The document. Only the page's thread may ask for it.
fn document() -> web_sys::Document {
    window()
        .document()
        .expect("a window that runs a page has a document")
}

/// What an exception says: `Name: message` for an `Error` or `DOMException`, else its text.
pub fn describe(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Object>().map_or_else(
        || error.as_string().unwrap_or_else(|| format!("{error:?}")),
        |object| String::from(object.to_string()),
    )
}
