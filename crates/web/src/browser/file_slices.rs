//! In a worker: reads a file slice by slice, so that it is not in memory as a whole where the browser allows that.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, File, FileReaderSync};

/// How much is read at once, in bytes: each reading has a price, whatever its length.
const SLICE: u32 = 1024 * 1024;
/// How much is handed over at once, in bytes. An engine runs the fast code of a function only when it is called
/// again: one that gets a slice in pieces is fast long before the slice ends. The first slice is one piece: more is
/// not wanted where only the beginning is.
const PIECE: u32 = 64 * 1024;

/// A file, as the page gives it to a worker.
pub enum GivenFile {
    /// To be read there.
    Handle(File),
    /// Read already: see [`are_readable`].
    Bytes(Uint8Array),
}

impl GivenFile {
    /// What the page posted; `None` if it is neither.
    pub fn from_js(posted: JsValue) -> Option<Self> {
        match posted.dyn_into() {
            Ok(file) => Some(Self::Handle(file)),
            Err(posted) => posted.dyn_into().ok().map(Self::Bytes),
        }
    }

    /// How many bytes it has.
    pub fn size(&self) -> f64 {
        match self {
            Self::Handle(file) => file.size(),
            Self::Bytes(bytes) => f64::from(bytes.length()),
        }
    }

    /// The bytes from `start` to `end`, or to its end.
    fn slice(&self, reader: &FileReaderSync, start: f64, end: f64) -> Result<Uint8Array, JsValue> {
        match self {
            Self::Handle(file) => {
                let slice = file.slice_with_f64_and_f64(start, end)?;
                Ok(Uint8Array::new(&reader.read_as_array_buffer(&slice)?.into()))
            }
            // Exact: an array is shorter than 2^32.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            Self::Bytes(bytes) => Ok(bytes.subarray(start as u32, end as u32)),
        }
    }
}

/// Whether this worker can read files at all. `WebKit` lets none of a page that was opened from disk read any blob, its own
/// included.
pub fn are_readable() -> bool {
    let blob = Blob::new_with_str_sequence(&Array::of1(&"x".into()));
    let read = |blob: Blob| FileReaderSync::new()?.read_as_array_buffer(&blob);
    blob.and_then(read).is_ok()
}

/// Calls `take` with each piece of the file in turn, for as long as it says to go on.
///
/// # Errors
/// What the browser throws where the file is gone, or has changed since it was chosen.
pub fn each_slice(file: &GivenFile, mut take: impl FnMut(&[u8]) -> bool) -> Result<(), JsValue> {
    let reader = FileReaderSync::new()?;
    let (mut at, mut len, mut buffer) = (0.0, PIECE, Vec::new());
    while at < file.size() {
        let end = at + f64::from(len);
        let bytes = file.slice(&reader, at, end)?;
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
