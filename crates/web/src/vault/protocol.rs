//! What the page asks of the vault, and what it is told. Postcard carries it.

use certiroc_core::intake::Received;
use certiroc_core::package::{Delivery, Output, Role, TrustKind};
use certiroc_core::product::Product;
use certiroc_core::subject::Subject;
use certiroc_pki::key::{KeyId, KeySize, SealedKey};
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
    /// Read the files that come with the job.
    Read {
        /// The passwords to try.
        passwords: Vec<Secret>,
        /// Certificates that revocation lists may speak of, and those of authorities: DER.
        certificates: Vec<Vec<u8>>,
        /// Serial numbers to look for in revocation lists.
        serial_numbers: Vec<Vec<u8>>,
    },
    /// Take the key of this id out of the file that comes with the job, and seal it.
    Adopt {
        /// What opens the file.
        passwords: Vec<Secret>,
        /// Which key.
        key_id: KeyId,
        /// The dossier's passphrase.
        passphrase: Secret,
        /// The dossier's first key, which the passphrase must open; none while there is no key.
        check: Option<SealedKey>,
    },
    /// Make the files for a target.
    Pack {
        /// Where the key is.
        key: PackedKey,
        /// What to make.
        what: Box<Packing>,
        /// What protects it.
        password: Secret,
    },
    /// Seal the key of this id, in the file that comes with the job, under another password: a key alone.
    SealKey {
        /// Which key.
        key_id: KeyId,
        /// What opens the file.
        passwords: Vec<Secret>,
        /// What shall open the new one.
        password: Secret,
        /// What the name of the file begins with.
        stem: String,
    },
    /// Make a trust store.
    TrustStore {
        /// What to make.
        what: TrustPacking,
        /// What protects it.
        password: Secret,
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

/// What is made for a target.
#[derive(Serialize, Deserialize)]
pub struct Packing {
    /// Where it goes, and in which form.
    pub delivery: Delivery,
    /// The certificate, DER.
    pub leaf: Vec<u8>,
    /// Those of its authorities, the issuer first.
    pub chain: Vec<Vec<u8>>,
    /// The alias of the key.
    pub alias: String,
    /// What the names of the files begin with.
    pub stem: String,
}

/// A trust store to be made.
#[derive(Serialize, Deserialize)]
pub struct TrustPacking {
    /// In which form.
    pub kind: TrustKind,
    /// Each certificate's alias and DER.
    pub authorities: Vec<(String, Vec<u8>)>,
    /// What the names of the files begin with.
    pub stem: String,
}

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedFile {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What it is for.
    pub role: Role,
    /// Its content: a private key is in it only under a password.
    pub bytes: Vec<u8>,
}

impl PackedFile {
    /// What a recipe is told of it.
    pub fn output(&self) -> Output {
        Output {
            role: self.role,
            name: self.name.clone(),
            media_type: "",
        }
    }
}

/// The key that is packed.
#[derive(Serialize, Deserialize)]
pub enum PackedKey {
    /// One of the dossier's, and the dossier's passphrase.
    Sealed(SealedKey, Secret),
    /// The one of this id in the file that comes with the job, and what opens it.
    InFile(KeyId, Vec<Secret>),
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
    /// Reading files.
    Reading,
    /// Making the files for a target, and opening them again.
    Packing,
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
    /// [`Job::Read`] is done, in the order of the files.
    Read(Vec<Result<Received, Failure>>),
    /// [`Job::Adopt`] is done.
    Adopted(SealedKey),
    /// [`Job::Pack`] or [`Job::TrustStore`] is done.
    Packed(Vec<PackedFile>),
    /// [`Job::Reseal`] is done, in the order of the keys.
    Resealed(Vec<SealedKey>),
    /// The job failed.
    Failed(Failure),
}
