//! The jobs, and what comes of each.

use certiroc_core::dossier::{Proof, SealKeys};
use certiroc_core::intake::Received;
use certiroc_core::package::{Delivery, FileRole, OutputFile, TrustKind};
use certiroc_core::product::Product;
use certiroc_core::subject::Subject;
use certiroc_pki::csr::Csr;
use certiroc_pki::key::{KeyId, KeySize, SealedKey};
use serde::{Deserialize, Serialize};

use crate::{Job, JobFailure, Secret};

/// Ties each job to what comes of it, and makes [`AnyJob`] of all.
macro_rules! jobs {
    ($($job:ident => $done:ty,)*) => {
        /// Any job, as a vault gets it.
        #[derive(Serialize, Deserialize)]
        pub enum AnyJob {
            $(#[doc = concat!("[`", stringify!($job), "`].")] $job($job),)*
        }
        $(
            impl Job for $job {
                type Done = $done;
            }
            impl From<$job> for AnyJob {
                fn from(job: $job) -> Self {
                    Self::$job(job)
                }
            }
        )*
    };
}

jobs! {
    MakeRequests => Vec<Made>,
    ReadFiles => Vec<Result<Received, JobFailure>>,
    Adopt => SealedKey,
    Pack => Vec<PackedFile>,
    SealKey => PackedFile,
    MakeTrustStore => Vec<PackedFile>,
    Reseal => Vec<SealedKey>,
    CheckPassphrase => Vec<(KeyId, Proof)>,
    OpenSeal => OpenedSeal,
    Sign => Vec<u8>,
}

/// Make keys and requests, all or nothing, in the order of the items.
#[derive(Serialize, Deserialize)]
pub struct MakeRequests {
    /// The requests.
    pub items: Vec<Item>,
    /// The dossier's passphrase.
    pub passphrase: Secret,
    /// The dossier's first key, which the passphrase must open; none while there is no key.
    pub check: Option<SealedKey>,
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

/// The key that a request is made with.
#[derive(Clone, Serialize, Deserialize)]
pub enum KeySource {
    /// A new one.
    New(KeySize),
    /// One of the dossier's.
    Sealed(SealedKey),
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
    /// The request.
    pub csr: Csr,
}

/// Read the files that come with the job, in their order.
#[derive(Serialize, Deserialize)]
pub struct ReadFiles {
    /// The passwords to try.
    pub passwords: Vec<Secret>,
    /// Certificates that revocation lists may speak of, and those of authorities: DER.
    pub certificates: Vec<Vec<u8>>,
    /// Serial numbers to look for in revocation lists.
    pub serial_numbers: Vec<Vec<u8>>,
}

/// Take the key of this id out of the file that comes with the job, and seal it.
#[derive(Serialize, Deserialize)]
pub struct Adopt {
    /// What opens the file.
    pub passwords: Vec<Secret>,
    /// Which key.
    pub key_id: KeyId,
    /// The dossier's passphrase.
    pub passphrase: Secret,
    /// The dossier's first key, which the passphrase must open; none while there is no key.
    pub check: Option<SealedKey>,
}

/// Make the files for a target.
#[derive(Serialize, Deserialize)]
pub struct Pack {
    /// Where the key is.
    pub key: PackedKey,
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
    /// What protects the key.
    pub password: Secret,
    /// Whether the target takes no password of the length that the form calls for.
    pub short_password: bool,
}

/// The key that is packed.
#[derive(Serialize, Deserialize)]
pub enum PackedKey {
    /// One of the dossier's, and the dossier's passphrase.
    Sealed(SealedKey, Secret),
    /// The one of this id in the file that comes with the job, and what opens it.
    InFile(KeyId, Vec<Secret>),
}

/// Seal the key of this id, in the file that comes with the job, under another password: a key alone.
#[derive(Serialize, Deserialize)]
pub struct SealKey {
    /// Which key.
    pub key_id: KeyId,
    /// What opens the file.
    pub passwords: Vec<Secret>,
    /// What shall open the new one.
    pub password: Secret,
    /// What the name of the file begins with.
    pub stem: String,
}

/// Make a trust store.
#[derive(Serialize, Deserialize)]
pub struct MakeTrustStore {
    /// In which form.
    pub kind: TrustKind,
    /// Each certificate's alias and DER.
    pub authorities: Vec<(String, Vec<u8>)>,
    /// What the names of the files begin with.
    pub stem: String,
    /// What protects it.
    pub password: Secret,
}

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedFile {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What it is for.
    pub role: FileRole,
    /// Its content: a private key is in it only under a password.
    pub bytes: Vec<u8>,
}

impl PackedFile {
    /// What a recipe is told of it.
    pub fn output(&self) -> OutputFile {
        OutputFile {
            role: self.role,
            name: self.name.clone(),
            media_type: "",
        }
    }
}

/// Seal keys again under another passphrase, all or nothing, in their order.
#[derive(Serialize, Deserialize)]
pub struct Reseal {
    /// The keys.
    pub keys: Vec<SealedKey>,
    /// What opens them.
    pub old: Secret,
    /// What shall open them.
    pub new: Secret,
}

/// Try a passphrase on keys: what comes of it says of each, in their order, what it proved. One that opens none is
/// [`JobFailure::WrongPassphrase`].
#[derive(Serialize, Deserialize)]
pub struct CheckPassphrase {
    /// The keys, with the ids that the dossier gives them.
    pub keys: Vec<(KeyId, SealedKey)>,
    /// The passphrase.
    pub passphrase: Secret,
}

/// Try the dossier's passphrase on its keys, and open its seal key with it, which stays open as long as this vault does, to
/// [`Sign`]. Where none of them sealed anything, or the passphrase opens keys and not that one, one is made.
#[derive(Serialize, Deserialize)]
pub struct OpenSeal {
    /// The keys, with the ids that the dossier gives them.
    pub keys: Vec<(KeyId, SealedKey)>,
    /// The keys that may be the seal key.
    pub seal_keys: SealKeys,
    /// The passphrase.
    pub passphrase: Secret,
}

/// What the passphrase opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedSeal {
    /// What it proved of each key.
    pub proofs: Vec<(KeyId, Proof)>,
    /// The seal key that is open, sealed.
    pub seal_key: SealedKey,
    /// Its DER `SubjectPublicKeyInfo`.
    pub public_key_info: Vec<u8>,
}

/// Sign a statement with the seal key that this vault has open.
#[derive(Serialize, Deserialize)]
pub struct Sign {
    /// The bytes.
    pub statement: Vec<u8>,
}
