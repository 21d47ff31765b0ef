//! The words of the vault, from JSON and to JSON as serde writes the types of the protocol.

use certiroc_vault_protocol::{AnyJob, Job, JobFailure, Told, outcome};
use serde_json::{Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

/// A job for a vault, and how its answers are read.
#[wasm_bindgen]
pub struct Conversation(AnyJob);

#[wasm_bindgen]
impl Conversation {
    /// The job that the JSON of an [`AnyJob`] describes.
    ///
    /// # Errors
    /// Where it describes none, in words.
    #[wasm_bindgen(constructor)]
    pub fn new(job: &str) -> Result<Self, String> {
        serde_json::from_str(job)
            .map(Self)
            .map_err(|error| error.to_string())
    }

    /// The message that starts the vault on it.
    ///
    /// # Errors
    /// In words.
    pub fn job(&self) -> Result<Vec<u8>, String> {
        let bytes = self.0.to_bytes().map_err(in_words)?;
        Ok(bytes.to_vec())
    }

    /// What a message of the vault says: the JSON of a [`Told`], or `Done` with what came of the job.
    ///
    /// # Errors
    /// Where it says nothing about such a job, in words.
    pub fn told(&self, message: &[u8]) -> Result<String, String> {
        let told = match &self.0 {
            AnyJob::MakeRequests(job) => told_of(job, message),
            AnyJob::ReadFiles(job) => told_of(job, message),
            AnyJob::Adopt(job) => told_of(job, message),
            AnyJob::Pack(job) => told_of(job, message),
            AnyJob::SealKey(job) => told_of(job, message),
            AnyJob::MakeTrustStore(job) => told_of(job, message),
            AnyJob::Reseal(job) => told_of(job, message),
            AnyJob::CheckPassphrase(job) => told_of(job, message),
            AnyJob::OpenSeal(job) => told_of(job, message),
            AnyJob::Sign(job) => told_of(job, message),
        };
        told.map(|told| told.to_string()).map_err(in_words)
    }
}

fn told_of<J: Job>(_: &J, message: &[u8]) -> Result<Value, JobFailure> {
    Ok(match Told::from_bytes(message)? {
        Told::Done => json!({ "Done": outcome::<J>(message)? }),
        told => json!(told),
    })
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn in_words(failure: JobFailure) -> String {
    format!("{failure:?}")
}
