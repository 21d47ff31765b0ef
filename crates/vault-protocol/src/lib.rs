//! What the page and its vault worker say to each other.
//!
//! The page sends one [`Job`] and hears [`Told`]: its stages, then what came of it, whose type the job names. Whoever
//! else talks to a vault, such as the bench, does so with these types: the bytes (postcard) are nobody's business.

#![deny(missing_docs)]

mod jobs;

use certiroc_core::product::Product;
use certiroc_pki::key::KeySize;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

pub use jobs::{
    Adopt, AnyJob, CheckPassphrase, Item, KeySource, Made, MakeRequests, MakeTrustStore, OpenSeal,
    OpenedSeal, Pack, PackedFile, PackedKey, ReadFiles, Reseal, SealKey, Sign,
};

/// What a vault is started for.
pub trait Job: Into<AnyJob> {
    /// What comes of it.
    type Done: Serialize + DeserializeOwned;
}

/// What a vault says of its job.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// A stage begins.
    Progress(Stage),
    /// The job is done: [`outcome`] reads from the message what came of it. Nothing follows.
    Done,
    /// The job failed. Nothing follows.
    Failed(JobFailure),
}

impl Told {
    /// The message that says so.
    ///
    /// # Errors
    /// [`JobFailure::Internal`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, JobFailure> {
        postcard::to_stdvec(self).map_err(internal)
    }

    /// What a message says.
    ///
    /// # Errors
    /// [`JobFailure::Internal`], where it says nothing of the kind.
    pub fn from_bytes(message: &[u8]) -> Result<Self, JobFailure> {
        postcard::take_from_bytes(message)
            .map(|(told, _)| told)
            .map_err(internal)
    }
}

/// The message that tells what came of a `J`.
///
/// # Errors
/// [`JobFailure::Internal`].
pub fn done<J: Job>(done: &J::Done) -> Result<Vec<u8>, JobFailure> {
    postcard::to_extend(done, Told::Done.to_bytes()?).map_err(internal)
}

/// What came of the `J` that was asked for, from the message that says [`Told::Done`].
///
/// # Errors
/// [`JobFailure::Internal`], where it is of another job.
pub fn outcome<J: Job>(message: &[u8]) -> Result<J::Done, JobFailure> {
    let (_, outcome) = postcard::take_from_bytes::<Told>(message).map_err(internal)?;
    postcard::from_bytes(outcome).map_err(internal)
}

impl AnyJob {
    /// Its bytes, which may hold passwords: in a buffer that does not grow, which would leave copies behind.
    ///
    /// # Errors
    /// [`JobFailure::Internal`].
    pub fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, JobFailure> {
        let size = postcard::serialize_with_flavor(self, postcard::ser_flavors::Size::default());
        let bytes = Vec::with_capacity(size.map_err(internal)?);
        Ok(Zeroizing::new(
            postcard::to_extend(self, bytes).map_err(internal)?,
        ))
    }

    /// The job of the bytes.
    ///
    /// # Errors
    /// [`JobFailure::Internal`], where they are no job's.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, JobFailure> {
        postcard::from_bytes(bytes).map_err(internal)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn internal(error: postcard::Error) -> JobFailure {
    JobFailure::Internal(error.to_string())
}

/// A passphrase on its way to the vault.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Secret(String);

impl Secret {
    /// Takes the typed text.
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The typed text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the vault is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Starting up.
    Starting,
    /// Trying the passphrase.
    CheckingPassphrase,
    /// Making the key that seals the dossier.
    MakingSealKey,
    /// Making a key.
    GeneratingKey(Product, KeySize),
    /// Sealing a key.
    SealingKey(Product),
    /// Making and signing a request.
    SigningRequest(Product),
    /// Reading files.
    Reading,
    /// Making the files for a target, and opening them again.
    Packing,
    /// Sealing the `n`th key of all under the new passphrase.
    ResealingKey(usize, usize),
}

/// Why a job failed. Nothing of the dossier has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum JobFailure {
    /// The passphrase does not open the dossier's first key.
    WrongPassphrase,
    /// The passphrase is not one that this tool accepts.
    UnacceptablePassphrase,
    /// The password does not open the key in the file, or the file has changed since.
    KeyNotThere,
    /// A file could not be read: it is gone, or has changed since it was chosen.
    FileGone,
    /// No file was made, in technical words.
    Package(String),
    /// The alias is empty, or has a character that the file cannot hold.
    Alias,
    /// The password is not one that every target takes.
    UnacceptablePassword,
    /// The keys ask for more work than any that were sealed here.
    TooMuchWork,
    /// Something that should not happen, in technical words.
    Internal(String),
}
