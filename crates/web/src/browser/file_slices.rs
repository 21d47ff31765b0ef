//! In a worker: reads a file slice by slice, so that it is never in memory as a whole.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::{File, FileReaderSync};

/// How much is read at once, in bytes: each reading has a price, whatever its length.
const SLICE: u32 = 1024 * 1024;
/// How much is handed over at once, in bytes. An engine runs the fast code of a function only when it is called
/// again: one that gets a slice in pieces is fast long before the slice ends. The first slice is one piece: more is
/// not wanted where only the beginning is.
const PIECE: u32 = 64 * 1024;

/// Calls `take` with each piece of the file in turn, for as long as it says to go on.
///
/// # Errors
/// What the browser throws where the file is gone, or has changed since it was chosen.
pub fn each_slice(file: &File, mut take: impl FnMut(&[u8]) -> bool) -> Result<(), JsValue> {
    let reader = FileReaderSync::new()?;
    let (mut at, mut len, mut buffer) = (0.0, PIECE, Vec::new());
    while at < file.size() {
        let end = at + f64::from(len);
        let slice = file.slice_with_f64_and_f64(at, end)?;
        let bytes = Uint8Array::new(&reader.read_as_array_buffer(&slice)?.into());
        buffer.resize(bytes.length() as usize, 0);
        bytes.copy_to(&mut buffer);
        if buffer.is_empty() || !buffer.chunks(PIECE as usize).all(&mut take) {
            break;
        }
        at = end;
        len = SLICE;
    }
    zeroize::Zeroize::zeroize(&mut buffer);
    Ok(())
}
