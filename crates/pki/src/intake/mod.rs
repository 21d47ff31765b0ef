//! What a file is, judging by its bytes, and what it holds: each thing in a row of its own, so that a bad one hides no
//! other.
//!
//! A file may hold private keys: reading it is the vault's work. A [`Report`] is what may leave the vault; the keys
//! stay beside it.

mod read;
mod revocation;
mod shape;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub use read::{FILE_LIMIT, read, utf8};
pub use revocation::{begins_as_crl, crl_entry, crl_reader};

use crate::crl;
use crate::csr::Csr;
use crate::key::{KeyError, KeyId, PrivateKey};
use crate::pkcs12::Part;
use crate::trust::{Mute, Status};
use crate::x509::Certificate;

/// What is known when a file is read.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The passwords to try.
    pub passwords: &'a [&'a str],
    /// Certificates that revocation lists may speak of, and those of authorities that may have signed them.
    pub certificates: &'a [Certificate],
    /// Serial numbers to look for in revocation lists (the content of the INTEGER).
    pub serial_numbers: &'a [Vec<u8>],
    /// The present.
    pub at: OffsetDateTime,
}

/// What was found in a file: what may leave the vault, and what must not.
#[derive(Debug)]
pub struct Taken {
    /// What may leave it.
    pub report: Report,
    /// The private keys of the rows [`Entry::Key`], in their order.
    pub keys: Vec<PrivateKey>,
}

/// What was found in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What the file is.
    pub format: Format,
    /// What it holds, in its order.
    pub rows: Vec<Row>,
    /// What is to be said of the file as a whole.
    pub remarks: Vec<Remark>,
    /// How a PKCS #12 file is built; empty for others.
    pub layout: Vec<Part>,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    /// One thing in DER or BER.
    Der,
    /// Any number of things in PEM (RFC 7468).
    Pem,
    /// PKCS #7 (RFC 5652).
    Pkcs7,
    /// PKCS #12 (RFC 7292).
    Pkcs12,
    /// Java's own key store.
    Jks,
    /// Nothing that is known.
    Unknown,
}

impl Report {
    /// The certificates in it.
    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        self.rows.iter().filter_map(|row| match &row.entry {
            Entry::Certificate(certificate) => Some(&**certificate),
            _ => None,
        })
    }
}

/// One thing in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The name it goes by there: a friendly name, an alias.
    pub name: Option<String>,
    /// What it is.
    pub entry: Entry,
}

/// What a thing is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// A certificate.
    Certificate(Box<Certificate>),
    /// A request.
    Request(Box<Csr>),
    /// A revocation list.
    Crl(Box<CrlSummary>),
    /// A private key. It is in [`Taken::keys`].
    Key {
        /// Its id.
        key_id: KeyId,
        /// The length of its modulus.
        bits: u32,
        /// Whether it was under a password.
        protected: bool,
    },
    /// What cannot be read.
    Problem(Problem),
}

/// A revocation list without its entries, and what it says of the certificates known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrlSummary {
    /// Who issued it, as in RFC 4514.
    pub issuer: String,
    /// When.
    pub this_update: OffsetDateTime,
    /// When the next one is due at the latest.
    pub next_update: Option<OffsetDateTime>,
    /// How many certificates it lists.
    pub entries: u64,
    /// The algorithm of its signature.
    pub signature_algorithm: String,
    /// Whether it only tells what changed since a full list.
    pub delta: bool,
    /// Whether its entries may be those of other authorities.
    pub indirect: bool,
    /// Whose key made the signature: the SHA-256 of the certificate; `None` where none at hand did.
    pub signed_by: Option<[u8; 32]>,
    /// The serial numbers that were asked for.
    pub sought: Vec<Vec<u8>>,
    /// The entries of the serial numbers that were asked for, and of the certificates known.
    pub found: Vec<crl::Entry>,
    /// What it says of each certificate known of its issuer: the SHA-256 of the certificate, and the answer.
    pub verdicts: Vec<([u8; 32], Result<Status, Mute>)>,
}

/// What is to be said of a file as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remark {
    /// It has no MAC: nobody can tell whether it is as it was written, and some programs call it « wrong password ».
    NoMac,
    /// No password given verifies its MAC: another password, or an altered file.
    MacUnverified,
    /// The algorithm of its MAC, dotted, is not supported.
    MacUnsupported(String),
    /// Its MAC asks for so many rounds, which is too many, or none.
    MacRounds(u32),
    /// It opened only with what some programs make of accents in a password: others will refuse it.
    UnusualEncoding,
    /// A part of it is under an algorithm of the last century, as the platform writes its keys.
    WeakEncryption,
    /// A private key lies in it in clear.
    KeyInClear,
    /// It holds more than so many things: those after them are not told.
    TooMany(u32),
}

/// Why something cannot be read: one cause, one variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// Nothing: white space, or a container without content.
    Empty,
    /// More than so many bytes.
    TooLarge(u64),
    /// A web page.
    Html,
    /// A ZIP archive: perhaps a dossier.
    Archive,
    /// Nothing that is known.
    Unrecognized,
    /// A PEM block that is damaged, or cut.
    Pem,
    /// PEM of something else: its label.
    PemLabel(String),
    /// A key under the encryption of old OpenSSL (`Proc-Type: 4,ENCRYPTED`).
    OldPemEncryption,
    /// Damaged at this byte.
    Damaged(u64),
    /// Well-formed, and not what it should be: what the parser says, for the experts.
    Malformed(String),
    /// None of the passwords opens it; none was given, perhaps.
    Password,
    /// An algorithm, dotted, is not supported.
    Unsupported(String),
    /// It asks for so many rounds, which is too many, or none.
    Rounds(u32),
    /// A private key that cannot be used.
    Key(KeyError),
    /// A public key alone.
    PublicKey,
    /// A JCEKS key store.
    Jceks,
    /// A PKCS #12 file under a signature in place of a password.
    PublicKeyIntegrity,
    /// Something else: the object identifier of its type, dotted.
    Other(String),
}
