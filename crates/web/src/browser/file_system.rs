//! The File System Access API: a file on disk that the page may write again.
//!
//! Chromium has it on `file://`, localhost and https; Firefox does not, and plain http does not.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;

use gloo_timers::future::TimeoutFuture;

use super::{file, set};

/// How often, and after how many milliseconds, a file that another page is writing is asked for again.
const BUSY_TRIES: u32 = 40;
const BUSY_MS: u32 = 250;

#[wasm_bindgen]
extern "C" {
    /// A `FileSystemFileHandle`.
    #[derive(Clone, Debug)]
    pub type FileHandle;

    #[wasm_bindgen(method, getter)]
    fn name(this: &FileHandle) -> String;
    #[wasm_bindgen(method, catch, js_name = getFile)]
    async fn get_file(this: &FileHandle) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = createWritable)]
    async fn create_writable(this: &FileHandle, options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = requestPermission)]
    async fn request_permission(this: &FileHandle, mode: &JsValue) -> Result<JsValue, JsValue>;

    type Writable;
    #[wasm_bindgen(method, catch)]
    async fn write(this: &Writable, data: &js_sys::Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn close(this: &Writable) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn abort(this: &Writable) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = window, js_name = showSaveFilePicker, catch)]
    async fn show_save_file_picker(options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = window, js_name = showOpenFilePicker, catch)]
    async fn show_open_file_picker(options: &JsValue) -> Result<JsValue, JsValue>;
}

/// Why a picker or a write gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The user closed the picker, or said no.
    Cancelled,
    /// The browser or the disk refused, in the browser's words.
    Failed(String),
}

impl From<JsValue> for Refusal {
    fn from(error: JsValue) -> Self {
        match super::name_of(&error).as_str() {
            "AbortError" => Self::Cancelled,
            _ => Self::Failed(super::describe(&error)),
        }
    }
}

/// Whether the page can write files itself.
pub fn is_available() -> bool {
    Reflect::get(&super::window(), &"showSaveFilePicker".into()).is_ok_and(|f| f.is_instance_of::<Function>())
}

/// Asks where to save, suggesting `name`. Must follow a click.
pub async fn pick_to_save(name: &str, description: &str) -> Result<FileHandle, Refusal> {
    let options = picker_options(description);
    set(&options, "suggestedName", &name.into());
    Ok(show_save_file_picker(&options).await?.unchecked_into())
}

/// Asks for a dossier to open, then for the right to write it again. Must follow a click.
///
/// Returns the file and, where the user granted it, the handle to write to.
pub async fn pick_to_open(description: &str) -> Result<(web_sys::File, Option<FileHandle>), Refusal> {
    let picked: Array = show_open_file_picker(&picker_options(description))
        .await?
        .unchecked_into();
    let handle: FileHandle = picked.get(0).unchecked_into();
    let file: web_sys::File = handle.get_file().await?.unchecked_into();
    let mode = Object::new();
    set(&mode, "mode", &"readwrite".into());
    let granted = handle
        .request_permission(&mode)
        .await
        .is_ok_and(|state| state == "granted");
    Ok((file, granted.then_some(handle)))
}

impl FileHandle {
    /// The file's name, without its folder, which the browser does not tell.
    pub fn file_name(&self) -> String {
        self.name()
    }

    /// Replaces the file's content, provided that it is `known`, what was last read or written; without that, that it
    /// is empty. The file is read before the write and after it, and no other page of this browser can write in
    /// between. The browser writes beside the file and swaps at the end, so that a failure leaves what was there.
    pub async fn replace(&self, known: Option<&[u8]>, bytes: &[u8]) -> Result<Replaced, Refusal> {
        let writable = self.writable_alone().await?;
        let written = async {
            let found = self.read().await?;
            if found != known.unwrap_or_default() {
                return Ok(Some(found));
            }
            writable.write(&bytes.into()).await?;
            Ok(None)
        };
        match written.await {
            Ok(None) => _ = writable.close().await?,
            outcome => {
                // Best effort: nothing was written, and that is what the user must hear.
                let _ = writable.abort().await;
                return outcome.map(|found| Replaced::No(found.unwrap_or_default()));
            }
        }
        let found = self.read().await?;
        Ok(if found == bytes {
            Replaced::Yes
        } else {
            Replaced::No(found)
        })
    }

    /// A writer that no other page of this browser has at the same time; an older browser makes none like that. One
    /// that another page has is asked for again.
    async fn writable_alone(&self) -> Result<Writable, Refusal> {
        let options = Object::new();
        set(&options, "mode", &"exclusive".into());
        let mut tries = 0;
        loop {
            let error = match self.create_writable(&options).await {
                Ok(writable) => return Ok(writable.unchecked_into()),
                Err(error) => error,
            };
            match super::name_of(&error).as_str() {
                "TypeError" if tries == 0 => set(&options, "mode", &JsValue::UNDEFINED),
                "NoModificationAllowedError" if tries < BUSY_TRIES => TimeoutFuture::new(BUSY_MS).await,
                _ => return Err(error.into()),
            }
            tries += 1;
        }
    }

    async fn read(&self) -> Result<Vec<u8>, Refusal> {
        let file: web_sys::File = self.get_file().await?.unchecked_into();
        let content = file::read(file).await;
        content
            .map(|content| content.bytes)
            .map_err(|error| Refusal::Failed(format!("{error:?}")))
    }
}

/// What came of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// It was written, and is there.
    Yes,
    /// Something else is there, which was left alone.
    No(Vec<u8>),
}

fn picker_options(description: &str) -> Object {
    let extensions = Object::new();
    set(&extensions, "application/zip", &Array::of1(&".zip".into()));
    let file_type = Object::new();
    set(&file_type, "description", &description.into());
    set(&file_type, "accept", &extensions);
    let options = Object::new();
    set(&options, "types", &Array::of1(&file_type));
    options
}
