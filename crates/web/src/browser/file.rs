//! Reading a file that the user gave, and handing one over as a download.

use gloo_file::{Blob, ObjectUrl, futures::read_as_bytes};
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;

/// The largest file that the page reads: a dossier may take 16 MiB, and the reader says so itself.
const LIMIT: u64 = 17 * 1024 * 1024;

/// How long a download's address must live: Firefox reads it after the click has returned.
const DOWNLOAD_ADDRESS_MS: u32 = 60_000;

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is larger than anything that the page takes.
    TooLarge {
        /// Its size in bytes.
        size: u64,
    },
    /// The browser could not read it (removed, locked, a folder).
    Unreadable,
}

/// A file's name and content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The file itself.
    pub file: web_sys::File,
    /// The name, without a path.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Reads a file whole.
pub async fn read(file: web_sys::File) -> Result<Content, ReadError> {
    let given = file.clone();
    let file = gloo_file::File::from(file);
    if file.size() > LIMIT {
        return Err(ReadError::TooLarge { size: file.size() });
    }
    let bytes = read_as_bytes(&file).await.map_err(|_| ReadError::Unreadable)?;
    Ok(Content {
        file: given,
        name: file.name(),
        bytes,
    })
}

/// The first bytes of a file: enough to tell an archive. Nothing where it cannot be read.
pub async fn beginning(file: &web_sys::File) -> Vec<u8> {
    match file.slice_with_i32_and_i32(0, 4) {
        Ok(slice) => read_as_bytes(&Blob::from(slice)).await.unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}

/// A file of a text that somebody pasted.
pub fn from_text(name: &str, text: &str) -> Option<web_sys::File> {
    web_sys::File::new_with_str_sequence(&js_sys::Array::of1(&text.into()), name).ok()
}

/// Offers `bytes` to the user as a download called `name`.
pub fn download(name: &str, media_type: &str, bytes: &[u8]) {
    let address = ObjectUrl::from(Blob::new_with_options(bytes, Some(media_type)));
    let Ok(anchor) = super::document().create_element("a") else {
        return;
    };
    let Ok(anchor) = anchor.dyn_into::<web_sys::HtmlAnchorElement>() else {
        return;
    };
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    Timeout::new(DOWNLOAD_ADDRESS_MS, move || drop(address)).forget();
}
