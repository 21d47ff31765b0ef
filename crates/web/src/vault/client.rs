//! The page's side: one worker for each job, which ends with it.

use wasm_bindgen::JsValue;
use web_sys::File;

use super::protocol::{AnyJob, Failure, Stage, Told};
use crate::browser::describe;
use crate::browser::worker::{Message, Worker};

/// Has a vault do `job` with the files that it reads; `progress` gets its stages as they begin. What comes of it is in
/// the message that is returned, for [`outcome`](super::protocol::outcome) of that job. Dropping the future ends the
/// worker, which cancels the job.
///
/// # Errors
/// Why the job failed; [`Failure::Internal`] with the browser's words, where it makes no worker or that one stops.
pub async fn run(job: AnyJob, files: &[File], progress: &dyn Fn(Stage)) -> Result<Vec<u8>, Failure> {
    let mut bytes = Some(job.to_bytes()?);
    // Its passwords end with it.
    drop(job);
    let mut worker = Worker::start().map_err(browser)?;
    loop {
        match worker.hear().await {
            Message::Ready => {
                if let Some(bytes) = bytes.take() {
                    worker.post(&bytes, files).map_err(browser)?;
                }
            }
            Message::Bytes(message) => match Told::from_bytes(&message)? {
                Told::Progress(stage) => progress(stage),
                Told::Done => return Ok(message),
                Told::Failed(failure) => return Err(failure),
            },
            Message::Broken(words) => return Err(Failure::Internal(words)),
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn browser(error: JsValue) -> Failure {
    Failure::Internal(describe(&error))
}
