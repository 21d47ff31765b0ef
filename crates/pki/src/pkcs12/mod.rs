//! PKCS #12 files (RFC 7292): read, whichever program wrote them (what is in the clear without a password, the rest
//! with it), and written, in the few ways that hospitals' programs can read.

mod algorithm;
mod kdf;
mod layout;
mod open;
mod password;
mod read;
mod write;

use zeroize::Zeroizing;

pub use algorithm::{Cipher, Digest, Encryption, Scheme};
pub use layout::{Part, PartKind};
pub use open::{Integrity, Locked, OpenedPfx, PfxItem, PfxValue};
pub(crate) use open::{MAX_WORK, open_key};
pub use write::{Identity, Pkcs12Profile, Pkcs12WriteError, Trusted, write, write_trust_store};

use crate::ber::BerError;

/// A PKCS #12 file, parsed, with nothing in it decrypted.
#[derive(Clone)]
pub struct Pfx {
    /// How the password protects its integrity; `None` if it does not.
    pub mac: Option<Mac>,
    /// The safe contents, in the order of the file.
    pub contents: Vec<SafeContents>,
    /// The bytes that the MAC covers.
    authenticated_safe: Vec<u8>,
}

/// How the integrity of a file is protected (RFC 7292, section 4; RFC 9579).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mac {
    /// With which algorithm.
    pub scheme: MacScheme,
    /// The code itself.
    value: Vec<u8>,
}

/// The algorithm of a MAC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MacScheme {
    /// HMAC with a key from PKCS #12's own key derivation, both using this hash.
    Pkcs12 {
        /// The hash.
        digest: Digest,
        /// The salt.
        salt: Vec<u8>,
        /// The iteration count.
        rounds: u32,
    },
    /// PBMAC1 (RFC 8018, section 7.1) with PBKDF2.
    Pbmac1 {
        /// The hash of PBKDF2's HMAC.
        prf: Digest,
        /// The salt.
        salt: Vec<u8>,
        /// The iteration count.
        rounds: u32,
        /// The length of the key, in bytes.
        key_len: usize,
        /// The hash of the MAC's HMAC.
        digest: Digest,
    },
    /// PBMAC1 whose parameters ask for a key of this many bytes, which is too few or too many.
    KeyLength(usize),
    /// One that is not supported: its object identifier, dotted.
    Unsupported(String),
    /// Damaged: it is no `MacData`, or its algorithm lacks a parameter that it must have.
    Damaged,
}

/// One part of a file.
#[derive(Clone)]
pub enum SafeContents {
    /// In the clear.
    Clear(Vec<Bag>),
    /// Encrypted with a password.
    Encrypted(Encryption),
    /// Encrypted with a public key, or of a type that nobody writes: the object identifier of its type, dotted.
    Unsupported(String),
    /// Damaged.
    Damaged,
}

/// One thing in a file.
#[derive(Clone)]
pub struct Bag {
    /// What it is.
    pub kind: BagKind,
    /// The name it goes by, which Java calls its alias.
    pub friendly_name: Option<String>,
    /// What links a key to its certificate.
    pub local_key_id: Option<Vec<u8>>,
    /// The object identifiers of its other attributes, dotted.
    pub other_attributes: Vec<String>,
}

/// What a bag holds (RFC 7292, section 4.2).
#[derive(Clone)]
pub enum BagKind {
    /// `certBag` of an X.509 certificate: its DER, not read any further.
    Certificate(Vec<u8>),
    /// `crlBag` of an X.509 revocation list: its DER, not read any further.
    Crl(Vec<u8>),
    /// `keyBag`: a private key in the clear, PKCS #8.
    Key(Zeroizing<Vec<u8>>),
    /// `pkcs8ShroudedKeyBag`: a private key encrypted with a password.
    ShroudedKey(Encryption),
    /// `safeContentsBag`
    Nested(Vec<Bag>),
    /// Another type: its object identifier, dotted.
    Other(String),
    /// Damaged.
    Damaged,
}

/// Why bytes are not a [`Pfx`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PfxError {
    /// More than 16 MiB.
    #[error("too large")]
    TooLarge,
    /// Not BER.
    #[error(transparent)]
    Ber(#[from] BerError),
    /// Well-formed, but not a PKCS #12 file.
    #[error("not a PFX: {detail}")]
    Malformed {
        /// What the parser says, for the experts.
        detail: String,
    },
    /// Protected by a signature in place of a password: the object identifier of its type, dotted.
    #[error("integrity by {oid}")]
    PublicKeyIntegrity {
        /// The type.
        oid: String,
    },
}
