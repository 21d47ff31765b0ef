//! Copying text: the asynchronous clipboard where there is one, a selection elsewhere.
//!
//! `navigator.clipboard` is absent on plain http, where `document.execCommand` still works.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = document, js_name = execCommand, catch)]
    fn exec_command(command: &str) -> Result<bool, JsValue>;
    #[wasm_bindgen(js_namespace = navigator, js_name = clipboard, thread_local_v2)]
    static CLIPBOARD: Option<web_sys::Clipboard>;
}

/// Copies the text of the element `id`, which is selected on the way, and says whether it worked.
///
/// When it did not, the selection stays, so that the user can copy it from the keyboard.
pub async fn copy(id: &str, text: &str) -> bool {
    if let Some(clipboard) = CLIPBOARD.with(Clone::clone)
        && JsFuture::from(clipboard.write_text(text)).await.is_ok()
    {
        return true;
    }
    super::page::select_text(id);
    exec_command("copy").unwrap_or(false)
}
