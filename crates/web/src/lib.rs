//! CertiROC's page and its vault worker.
//!
//! One WASM module serves both: the boot script calls [`page`] on the page's own thread, and
//! [`vault`] in each worker that the page starts.

// A text that no code uses is found by this: `i18n` has one function a message.
#![deny(dead_code)]

mod app;
mod browser;
mod components;
mod frame;
mod i18n;
mod pages;
mod route;
mod state;
mod vault;
#[cfg(all(test, target_arch = "wasm32"))]
mod wasm_tests;

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the page. Called once by the boot script, on the page's own thread.
#[wasm_bindgen]
pub fn page() {
    std::panic::set_hook(Box::new(|panic| {
        browser::snapshot::show_panic(&panic.to_string());
    }));
    if let Some(root) = browser::page::application_root() {
        yew::Renderer::<app::App>::with_root(root).render();
    }
}

/// Starts the vault. Called once in each worker that the page makes. Returns whether that worker can read files.
#[wasm_bindgen]
pub fn vault() -> bool {
    std::panic::set_hook(Box::new(|panic| vault::worker::say_panic(panic.to_string())));
    vault::worker::listen()
}
