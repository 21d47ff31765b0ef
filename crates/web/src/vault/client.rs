//! The page's side: a worker for each job, which ends with it; but the one that holds the seal key stays.

use wasm_bindgen::JsValue;
use web_sys::File;

use super::protocol::{AnyJob, JobFailure, Stage, Told};
use crate::browser::describe;
use crate::browser::worker::{Worker, WorkerMessage};

/// A vault that runs. Dropping it ends it, and whatever it holds.
pub struct Vault {
    worker: Worker,
    /// Once it is ready: whether it can read files itself.
    ready: Option<bool>,
}

impl Vault {
    /// Starts one.
    ///
    /// # Errors
    /// [`JobFailure::Internal`] with the browser's words, where it makes no worker.
    pub fn start() -> Result<Self, JobFailure> {
        Ok(Self {
            worker: Worker::start().map_err(browser)?,
            ready: None,
        })
    }

    /// Has it do `job` with the files that it reads; `progress` gets its stages as they begin. What comes of it is in the
    /// message that is returned, for [`outcome`](super::protocol::outcome) of that job. One job at a time.
    ///
    /// # Errors
    /// Why the job failed; [`JobFailure::Internal`] with the browser's words, where the worker stops.
    pub async fn ask(
        &mut self,
        job: AnyJob,
        files: &[File],
        progress: &dyn Fn(Stage),
    ) -> Result<Vec<u8>, JobFailure> {
        let bytes = job.to_bytes()?;
        // Its passwords end with it.
        drop(job);
        if let Some(reads_files) = self.ready {
            self.worker
                .post(&bytes, files, reads_files)
                .await
                .map_err(browser)?;
        }
        loop {
            match self.worker.hear().await {
                WorkerMessage::Ready { reads_files } => {
                    self.ready = Some(reads_files);
                    self.worker
                        .post(&bytes, files, reads_files)
                        .await
                        .map_err(browser)?;
                }
                WorkerMessage::Bytes(message) => match Told::from_bytes(&message)? {
                    Told::Progress(stage) => progress(stage),
                    Told::Done => return Ok(message),
                    Told::Failed(failure) => return Err(failure),
                },
                WorkerMessage::Broken(words) => return Err(JobFailure::Internal(words)),
            }
        }
    }
}

/// Has a new vault do a job, as [`Vault::ask`] says, and gives it back with what came of that.
///
/// # Errors
/// As [`Vault::start`] and [`Vault::ask`].
pub async fn run(
    job: AnyJob,
    files: &[File],
    progress: &dyn Fn(Stage),
) -> Result<(Vault, Vec<u8>), JobFailure> {
    let mut vault = Vault::start()?;
    let message = vault.ask(job, files, progress).await?;
    Ok((vault, message))
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn browser(error: JsValue) -> JobFailure {
    JobFailure::Internal(describe(&error))
}
