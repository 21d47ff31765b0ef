//! What the page asks of the vault, and what it is told. Postcard carries it.

use certiroc_core::key::{KeyId, KeySize, SealedKey};
use certiroc_core::product::Product;
use certiroc_core::subject::Subject;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

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

/// The key that a request is made with.
#[derive(Clone, Serialize, Deserialize)]
pub enum KeySource {
    /// A new one.
    New(KeySize),
    /// One of the dossier's.
    Sealed(SealedKey),
}

/// One request to make.
#[derive(Clone, Serialize, Deserialize)]
pub struct Item {
    /// What it is for.
    pub product: Product,
    /// The name to ask for.
    pub subject: Subject,
    /// The key to make it with.
    pub key: KeySource,
}

/// What a vault is started for.
#[derive(Serialize, Deserialize)]
pub enum Job {
    /// Make keys and requests, all or nothing.
    Make {
        /// The requests.
        items: Vec<Item>,
        /// The dossier's passphrase.
        passphrase: Secret,
        /// The dossier's first key, which the passphrase must open; none while there is no key.
        check: Option<SealedKey>,
    },
    /// Seal keys again under another passphrase, all or nothing.
    Reseal {
        /// The keys.
        keys: Vec<SealedKey>,
        /// What opens them.
        old: Secret,
        /// What shall open them.
        new: Secret,
    },
}

/// What the vault is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Starting up.
    Starting,
    /// Trying the passphrase on the first key.
    CheckingPassphrase,
    /// Making a key.
    GeneratingKey(Product, KeySize),
    /// Sealing a key.
    SealingKey(Product),
    /// Making and signing a request.
    SigningRequest(Product),
    /// Sealing the `n`th key of all under the new passphrase.
    ResealingKey(usize, usize),
}

/// A request that was made. The key is sealed already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// What it is for.
    pub product: Product,
    /// Its key.
    pub key_id: KeyId,
    /// The key, sealed.
    pub sealed_key: SealedKey,
    /// The request, in DER.
    pub csr: Vec<u8>,
}

/// Why a job failed. Nothing of the dossier has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// The passphrase does not open the dossier's first key.
    WrongPassphrase,
    /// The passphrase is not one that this tool accepts.
    UnacceptablePassphrase,
    /// Something that should not happen, in technical words.
    Internal(String),
}

/// What the vault says.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// It goes on.
    Progress(Stage),
    /// [`Job::Make`] is done, in the order of the items.
    Made(Vec<Made>),
    /// [`Job::Reseal`] is done, in the order of the keys.
    Resealed(Vec<SealedKey>),
    /// The job failed.
    Failed(Failure),
}
