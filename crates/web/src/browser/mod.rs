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
pub mod reader;
pub mod smart_card;
pub mod snapshot;
pub mod unicode;
pub mod usb;
pub mod web_crypto;
pub mod worker;
pub mod workstation;

use js_sys::{Object, Reflect};
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
    error.dyn_ref::<Object>().map_or_else(
        || error.as_string().unwrap_or_else(|| format!("{error:?}")),
        |object| String::from(object.to_string()),
    )
}

/// The name of an exception, such as `AbortError`; empty for what has none.
fn name_of(error: &JsValue) -> String {
    let name = Reflect::get(error, &"name".into()).ok();
    name.and_then(|name| name.as_string()).unwrap_or_default()
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a property of a plain object of ours cannot fail.
    let _ = Reflect::set(object, &key.into(), value);
}
