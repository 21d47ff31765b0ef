//! CertiROC's page and its vault worker.

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the page. Called once by the boot script, on the page's own thread.
#[wasm_bindgen]
pub fn page() {}

/// Starts the vault. Called once in each worker that the page makes.
#[wasm_bindgen]
pub fn vault() {}
