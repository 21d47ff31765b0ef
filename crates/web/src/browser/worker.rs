//! Workers made from the page's own text: there is no other file to load one from.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use gloo_events::EventListener;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, MessageEvent, Url};

use super::file_slices::GivenFile;

/// A worker that runs `vault()`, ended when this is dropped.
pub struct Worker {
    inner: web_sys::Worker,
    inbox: Rc<RefCell<Inbox>>,
    _listeners: [EventListener; 3],
}

/// What a worker says.
pub enum WorkerMessage {
    /// It takes jobs now.
    Ready {
        /// It can read files itself.
        reads_files: bool,
    },
    /// Bytes that its Rust side posted.
    Bytes(Vec<u8>),
    /// It could not start, or stopped, in the browser's words.
    Broken(String),
}

/// What a worker has said and nobody has heard yet.
#[derive(Default)]
struct Inbox {
    messages: VecDeque<WorkerMessage>,
    /// Who waits for the next.
    waiting: Option<Waker>,
}

impl Inbox {
    fn take(&mut self, message: WorkerMessage) {
        self.messages.push_back(message);
        if let Some(waker) = self.waiting.take() {
            waker.wake();
        }
    }
}

impl Worker {
    /// Starts a worker.
    pub fn start() -> Result<Self, JsValue> {
        let inbox = Rc::new(RefCell::new(Inbox::default()));
        let heard = {
            let inbox = Rc::clone(&inbox);
            move |message| inbox.borrow_mut().take(message)
        };
        let parts = Array::of2(&inert_text("glue").into(), &inert_text("worker").into());
        let kind = BlobPropertyBag::new();
        kind.set_type("text/javascript");
        let address =
            Url::create_object_url_with_blob(&Blob::new_with_str_sequence_and_options(&parts, &kind)?)?;
        let worker = web_sys::Worker::new(&address)?;

        let module = Object::new();
        Reflect::set(&module, &"module".into(), &wasm_bindgen::module())?;
        worker.post_message(&module)?;

        let on_message = {
            let heard = heard.clone();
            EventListener::new(&worker, "message", move |event| {
                // The script is loaded once the worker speaks; before, its address must live.
                let _ = Url::revoke_object_url(&address);
                let Some(event) = event.dyn_ref::<MessageEvent>() else {
                    return;
                };
                let data = event.data();
                heard(if let Some(bytes) = data.dyn_ref::<Uint8Array>() {
                    WorkerMessage::Bytes(bytes.to_vec())
                } else if let Some(reads_files) = reads_files(&data) {
                    WorkerMessage::Ready { reads_files }
                } else {
                    let failure = Reflect::get(&data, &"failed".into()).unwrap_or(data);
                    WorkerMessage::Broken(super::describe(&failure))
                });
            })
        };
        let broken = move |event: &web_sys::Event| {
            let words = event
                .dyn_ref::<web_sys::ErrorEvent>()
                .map(web_sys::ErrorEvent::message);
            heard(WorkerMessage::Broken(words.unwrap_or_else(|| event.type_())));
        };
        let on_error = EventListener::new(&worker, "error", broken.clone());
        let on_message_error = EventListener::new(&worker, "messageerror", broken);
        Ok(Self {
            inner: worker,
            inbox,
            _listeners: [on_message, on_error, on_message_error],
        })
    }

    /// What it says next.
    pub async fn hear(&mut self) -> WorkerMessage {
        poll_fn(|cx| {
            let mut inbox = self.inbox.borrow_mut();
            let next = inbox.messages.pop_front();
            next.map_or_else(
                || {
                    inbox.waiting = Some(cx.waker().clone());
                    Poll::Pending
                },
                Poll::Ready,
            )
        })
        .await
    }

    /// Sends bytes, and files to be read there. The copy of the bytes outside this program's memory is moved, not
    /// left behind. Of a file nothing is read here where the worker `reads_files`; elsewhere its bytes are moved too.
    pub async fn post(
        &self,
        bytes: &[u8],
        files: &[web_sys::File],
        reads_files: bool,
    ) -> Result<(), JsValue> {
        let bytes = Uint8Array::from(bytes);
        let (message, moved) = (Array::of1(&bytes), Array::of1(&bytes.buffer()));
        for file in files {
            let read = if reads_files {
                None
            } else {
                JsFuture::from(file.array_buffer()).await.ok()
            };
            // What cannot be read here either is sent as it is: the worker says so.
            match read {
                None => message.push(file),
                Some(buffer) => {
                    moved.push(&buffer);
                    message.push(&Uint8Array::new(&buffer))
                }
            };
        }
        self.inner.post_message_with_transfer(&message, &moved)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.inner.terminate();
    }
}

/// How many workers are of use at once: no more than the machine has cores, where the browser tells.
pub fn useful_at_once() -> usize {
    let cores = super::window().navigator().hardware_concurrency();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let cores = cores as usize;
    cores.max(1)
}

fn inert_text(id: &str) -> String {
    super::document()
        .get_element_by_id(id)
        .and_then(|script| script.text_content())
        .unwrap_or_default()
}

/// What a worker says of files once it is ready.
fn reads_files(data: &JsValue) -> Option<bool> {
    Reflect::get(data, &"readsFiles".into()).ok()?.as_bool()
}

/// In a worker: calls `taken` with the bytes and files of each message, for as long as the worker lives.
pub fn on_message(taken: impl Fn(Vec<u8>, Vec<GivenFile>) + 'static) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    EventListener::new(&scope, "message", move |event| {
        let Some(Ok(message)) = event
            .dyn_ref::<MessageEvent>()
            .map(|event| event.data().dyn_into::<Array>())
        else {
            return;
        };
        if let Ok(bytes) = message.get(0).dyn_into::<Uint8Array>() {
            let files = message.iter().skip(1).filter_map(GivenFile::from_js);
            let taken_bytes = bytes.to_vec();
            bytes.fill(0, 0, bytes.length());
            taken(taken_bytes, files.collect());
        }
    })
    .forget();
}

/// In a worker: sends bytes to the page.
pub fn post_to_page(bytes: &[u8]) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let bytes = Uint8Array::from(bytes);
    // Transferring a buffer that was just made cannot fail.
    let _ = scope.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()));
}
