//! The page's side: one worker a job, ended with it.

use zeroize::Zeroizing;

use super::protocol::{Failure, Job, Reply, Stage};
use crate::browser::worker::{Message, Worker};

/// A job under way. Dropping it ends the worker, which cancels the job.
pub struct Running {
    worker: Worker,
    job: Option<Zeroizing<Vec<u8>>>,
    files: Vec<web_sys::File>,
}

impl Running {
    /// Starts a vault for `job`, with the files that it reads; `heard` gets each of its messages.
    ///
    /// # Errors
    /// The browser's words, when it makes no worker.
    pub fn start(
        job: &Job,
        files: Vec<web_sys::File>,
        heard: impl Fn(Message) + Clone + 'static,
    ) -> Result<Self, Failure> {
        let job = encoded(job).map_err(|e| Failure::Internal(e.to_string()))?;
        let worker = Worker::start(heard).map_err(|e| Failure::Internal(crate::browser::describe(&e)))?;
        Ok(Self {
            worker,
            job: Some(job),
            files,
        })
    }

    /// Reads a message of the worker; the job goes to it once it is ready.
    pub fn hear(&mut self, message: Message) -> Reply {
        match message {
            Message::Ready => match self.job.take().map(|job| self.worker.post(&job, &self.files)) {
                Some(Err(error)) => internal(crate::browser::describe(&error)),
                Some(Ok(())) | None => Reply::Progress(Stage::Starting),
            },
            Message::Bytes(bytes) => {
                postcard::from_bytes(&bytes).unwrap_or_else(|error| internal(error.to_string()))
            }
            Message::Broken(words) => internal(words),
        }
    }
}

/// The bytes of a job, which may hold passwords: in a buffer that does not grow, which would leave copies behind.
fn encoded(job: &Job) -> postcard::Result<Zeroizing<Vec<u8>>> {
    let size = postcard::serialize_with_flavor(job, postcard::ser_flavors::Size::default())?;
    Ok(Zeroizing::new(postcard::to_extend(
        job,
        Vec::with_capacity(size),
    )?))
}

fn internal(words: String) -> Reply {
    Reply::Failed(Failure::Internal(words))
}
