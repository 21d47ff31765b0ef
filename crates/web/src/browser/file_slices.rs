//! In a worker: a file read slice by slice, so that it never lies in memory whole.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::{File, FileReaderSync};

/// How much is read at once, in bytes.
const SLICE: f64 = 1024.0 * 1024.0;

/// Calls `take` with each slice of the file in turn, for as long as it says to go on.
///
/// # Errors
/// What the browser throws where the file is gone, or has changed since it was chosen.
pub fn each_slice(file: &File, mut take: impl FnMut(&[u8]) -> bool) -> Result<(), JsValue> {
    let reader = FileReaderSync::new()?;
    let (mut at, mut buffer) = (0.0, Vec::new());
    while at < file.size() {
        let slice = file.slice_with_f64_and_f64(at, at + SLICE)?;
        let bytes = Uint8Array::new(&reader.read_as_array_buffer(&slice)?.into());
        buffer.resize(bytes.length() as usize, 0);
        bytes.copy_to(&mut buffer);
        if buffer.is_empty() || !take(&buffer) {
            break;
        }
        at += SLICE;
    }
    zeroize::Zeroize::zeroize(&mut buffer);
    Ok(())
}
