//! What a file is, judging by its bytes, and what it holds: each thing in a row of its own, so that a bad one does not
//! hide the others.
//!
//! A file may hold private keys, so reading it is the vault's work. A [`Report`] is what may leave the vault; the keys
//! stay beside it.

mod containers;
mod foreign;
mod mail;
mod read;
mod revocation;
mod shape;
mod text;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub use foreign::Foreign;
pub use read::{FILE_LIMIT, Member, read, read_members};
pub use revocation::{begins_as_crl, crl_entry, crl_len, crl_reader};
pub use text::utf8;

use crate::crl;
use crate::csr::Csr;
use crate::key::{KeyError, KeyId, PrivateKey};
use crate::pkcs12::Part;
use crate::trust::{Mute, RevocationStatus};
use crate::x509::Certificate;

/// What the caller knows when a file is read.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The passwords to try.
    pub passwords: &'a [&'a str],
    /// Certificates that revocation lists may mention, and those of authorities that may have signed the lists.
    pub certificates: &'a [Certificate],
    /// Serial numbers to look for in revocation lists (the content of the INTEGER).
    pub serial_numbers: &'a [Vec<u8>],
    /// The current time.
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
    /// Remarks about the file as a whole.
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
    /// A store that Windows exports (`.sst`).
    Sst,
    /// A mail, with what is attached to it.
    Mail,
    /// A ZIP archive.
    Archive,
    /// Not recognised.
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
        /// Whether it was protected by a password.
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
    /// Whether that is weak, as [`Algorithm::weak`](crate::x509::Algorithm::weak) says.
    pub weak_signature: bool,
    /// Whether it only lists what changed since a full list.
    pub delta: bool,
    /// Whether its entries may concern other authorities' certificates.
    pub indirect: bool,
    /// Whose key made the signature, as the SHA-256 of the certificate; `None` if it was none of those known.
    pub signed_by: Option<[u8; 32]>,
    /// The serial numbers that were asked for.
    pub sought: Vec<Vec<u8>>,
    /// The entries of the serial numbers that were asked for, and of the certificates known.
    pub found: Vec<crl::CrlEntry>,
    /// What it says about each known certificate from its issuer: the SHA-256 of the certificate, and the answer.
    pub verdicts: Vec<([u8; 32], Result<RevocationStatus, Mute>)>,
}

impl CrlSummary {
    /// The entry of a certificate in a list that is not relied on, although the authority of the certificate signed it:
    /// no proof of a revocation, and yet a reason to ask.
    pub fn named_all_the_same(&self, certificate: &Certificate) -> Option<&crl::CrlEntry> {
        let mut verdicts = self.verdicts.iter();
        let (_, verdict) = verdicts.find(|(sha256, _)| *sha256 == certificate.sha256())?;
        let Err(Mute::Unusable(unusable)) = verdict else {
            return None;
        };
        let is_said = self.signed_by.is_some() && !self.indirect && unusable.is_of_what_is_signed();
        self.found
            .iter()
            .find(|entry| is_said && entry.is_for(certificate) && !entry.is_release())
    }
}

/// A remark about a file as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remark {
    /// It has no MAC: nobody can tell whether it was altered, and some programs report a « wrong password ».
    NoMac,
    /// No given password verifies its MAC: it has another password, or was altered.
    MacUnverified,
    /// The algorithm of its MAC, given as a dotted object identifier, is not supported.
    MacUnsupported(String),
    /// Its MAC asks for this many rounds, which is too many, or none at all.
    MacRounds(u32),
    /// Its MAC asks for a key of this many bytes: with too few anybody can forge it.
    MacKeyLength(usize),
    /// Its MAC is damaged.
    MacDamaged,
    /// It opened only with the way in which some programs encode accents in a password: others will refuse it.
    UnusualEncoding,
    /// A part of it is encrypted with an algorithm of the last century, as the platform encrypts its keys.
    WeakEncryption,
    /// It contains a private key in the clear.
    KeyInClear,
    /// So many bytes follow what was read.
    TrailingBytes(u64),
    /// A text was changed on its way: quoted, escaped, its dashes replaced.
    Altered,
    /// The letters of a name are not in the encoding that is announced: they were guessed.
    NameEncoding,
    /// It holds more things than this: the rest are not reported.
    TooMany(u32),
}

/// Why something cannot be read: one cause, one variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// Nothing: white space, or a container without content.
    Empty,
    /// More bytes than this.
    TooLarge(u64),
    /// A web page.
    Html,
    /// A ZIP archive: perhaps a dossier.
    Archive,
    /// An archive without anything for us.
    NothingInside,
    /// An archive, or a file in it, that is cut or altered.
    MemberDamaged,
    /// A file of an archive that is under a password.
    MemberEncrypted,
    /// A file of an archive that is compressed in a way that is not supported.
    MemberCompression,
    /// A thing of another kind, which is known.
    Foreign(Foreign),
    /// Not recognised.
    Unrecognized,
    /// A PEM block that is damaged, or cut short.
    Pem,
    /// PEM of something else: its label.
    PemLabel(String),
    /// A key encrypted as old versions of OpenSSL did (`Proc-Type: 4,ENCRYPTED`).
    OldPemEncryption,
    /// Damaged at this byte.
    Damaged(u64),
    /// Well-formed, but not what it should be: what the parser says, for experts.
    Malformed(String),
    /// A request of a version that does not exist: this number in place of 0.
    RequestVersion(u8),
    /// None of the passwords opens it, or none was given.
    Password,
    /// A password opens the store, and none given opens this key in it: it has another.
    KeyPassword,
    /// An algorithm, given as a dotted object identifier, is not supported.
    Unsupported(String),
    /// It asks for this many rounds, which is too many, or none at all.
    Rounds(u32),
    /// A private key that cannot be used.
    Key(KeyError),
    /// A private key that may be anybody's: the file has a MAC, and no given password verifies it.
    KeyUnverified,
    /// A public key alone.
    PublicKey,
    /// A JCEKS key store.
    Jceks,
    /// A PKCS #12 file protected by a signature in place of a password.
    PublicKeyIntegrity,
    /// Something else: the object identifier of its type, dotted.
    Other(String),
}
