//! Path validation in WASM by itself.
//!
//! The page validates on its own thread and trusts only the authorities of IGC-Santé, so what it does there cannot
//! be timed apart, nor with certificates made for the bench. This is the same code, compiled as the page is.

use certiroc_pki::trust::{PathQuestion, validate};
use certiroc_pki::x509::Certificate;
use time::OffsetDateTime;
use wasm_bindgen::prelude::wasm_bindgen;

/// Reads the three certificates in DER, and says whether a path leads from `leaf` by `authority` to `root`, which is
/// trusted, at the instant `at` (seconds since 1970).
#[wasm_bindgen]
pub fn holds(leaf: &[u8], authority: &[u8], root: &[u8], at: i32) -> bool {
    let read = |der| Certificate::from_der(der).ok();
    let (Some(certificate), Some(authority), Some(root)) = (read(leaf), read(authority), read(root)) else {
        return false;
    };
    let Ok(at) = OffsetDateTime::from_unix_timestamp(at.into()) else {
        return false;
    };
    let (intermediates, anchors) = ([&authority], [&root]);
    let question = PathQuestion::new(&certificate, &intermediates, &anchors, at);
    validate(&question).is_ok_and(|path| path.len() == 3)
}
