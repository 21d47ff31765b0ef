//! What the boot script keeps for the panic screen, outside the WASM memory.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = certiroc, js_name = keep)]
    fn keep_bytes(bytes: Option<js_sys::Uint8Array>, file_name: &str);
    #[wasm_bindgen(js_namespace = certiroc)]
    fn panic(message: &str);
}

/// Hands over the sealed dossier, which the panic screen offers to save.
pub fn keep(bytes: &[u8], file_name: &str) {
    keep_bytes(Some(bytes.into()), file_name);
}

/// Nothing is left to save: the panic screen offers nothing.
pub fn forget() {
    keep_bytes(None, "");
}

/// Shows the panic screen with a technical message.
pub fn show_panic(message: &str) {
    panic(message);
}
