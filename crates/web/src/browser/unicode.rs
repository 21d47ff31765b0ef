//! Unicode's tables, which every browser has.

use js_sys::JsString;

/// Normalization form KC.
pub fn nfkc(text: &str) -> String {
    JsString::from(text).normalize("NFKC").into()
}
