//! How a file is built: its parts, their algorithms and rounds, as far as they can be seen without a password.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::algorithm::{Cipher, Digest, Scheme};
use super::{Bag, BagKind, MacScheme, Pfx, SafeContents};

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// How deeply it is nested: 0 for the parts of the file itself, 1 for what is in those, and so on.
    pub depth: u8,
    /// What it is.
    pub kind: PartKind,
    /// How it is protected, as the standards name it; empty if it is not.
    pub algorithm: String,
    /// The iteration count of that protection; 0 if it has none, or it is not known.
    pub rounds: u32,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PartKind {
    /// The MAC of the whole.
    Mac,
    /// Contents in the clear.
    Clear,
    /// Contents encrypted with a password.
    Encrypted,
    /// A certificate.
    Certificate,
    /// A revocation list.
    Crl,
    /// A private key in the clear.
    Key,
    /// A private key encrypted with a password.
    ShroudedKey,
    /// Contents within contents.
    Nested,
    /// Something else, or damaged.
    Other,
}

impl Pfx {
    /// The parts, in the order of the file, the MAC first.
    pub fn layout(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        if let Some(mac) = &self.mac {
            parts.push(part(
                0,
                PartKind::Mac,
                mac.scheme.to_string(),
                mac.scheme.rounds(),
            ));
        }
        for contents in &self.contents {
            match contents {
                SafeContents::Clear(bags) => {
                    parts.push(part(0, PartKind::Clear, String::new(), 0));
                    add_bags(bags, 1, &mut parts);
                }
                SafeContents::Encrypted(encryption) => {
                    let scheme = &encryption.scheme;
                    parts.push(part(0, PartKind::Encrypted, scheme.to_string(), scheme.rounds()));
                }
                SafeContents::Unsupported(oid) => parts.push(part(0, PartKind::Other, oid.clone(), 0)),
                SafeContents::Damaged => parts.push(part(0, PartKind::Other, String::new(), 0)),
            }
        }
        parts
    }

    /// Whether a part that can be seen without a password is encrypted with triple DES or RC2.
    pub fn has_weak_encryption(&self) -> bool {
        self.contents.iter().any(|contents| match contents {
            SafeContents::Clear(bags) => bags.iter().any(Bag::is_weak),
            SafeContents::Encrypted(encryption) => encryption.scheme.is_weak(),
            SafeContents::Unsupported(_) | SafeContents::Damaged => false,
        })
    }
}

impl Bag {
    fn is_weak(&self) -> bool {
        match &self.kind {
            BagKind::ShroudedKey(encryption) => encryption.scheme.is_weak(),
            BagKind::Nested(bags) => bags.iter().any(Self::is_weak),
            _ => false,
        }
    }
}

impl Scheme {
    fn is_weak(&self) -> bool {
        match self {
            Self::Pkcs12 { .. } => true,
            Self::Pbes2 { cipher, .. } => !matches!(cipher, Cipher::Aes128 | Cipher::Aes192 | Cipher::Aes256),
            Self::Unsupported(_) => false,
        }
    }
}

fn part(depth: u8, kind: PartKind, algorithm: String, rounds: u32) -> Part {
    Part {
        depth,
        kind,
        algorithm,
        rounds,
    }
}

fn add_bags(bags: &[Bag], depth: u8, parts: &mut Vec<Part>) {
    for bag in bags {
        let (kind, algorithm, rounds) = match &bag.kind {
            BagKind::Certificate(_) => (PartKind::Certificate, String::new(), 0),
            BagKind::Crl(_) => (PartKind::Crl, String::new(), 0),
            BagKind::Key(_) => (PartKind::Key, String::new(), 0),
            BagKind::ShroudedKey(encryption) => (
                PartKind::ShroudedKey,
                encryption.scheme.to_string(),
                encryption.scheme.rounds(),
            ),
            BagKind::Nested(_) => (PartKind::Nested, String::new(), 0),
            BagKind::Other(oid) => (PartKind::Other, oid.clone(), 0),
            BagKind::Damaged => (PartKind::Other, String::new(), 0),
        };
        parts.push(part(depth, kind, algorithm, rounds));
        if let BagKind::Nested(bags) = &bag.kind {
            // The reader refuses elements nested more than 40 deep.
            add_bags(bags, depth.saturating_add(1), parts);
        }
    }
}

/// As the standards write it: `PBES2, PBKDF2 HMAC-SHA-256, AES-256-CBC`.
impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pbes2 { prf, cipher, .. } => write!(f, "PBES2, PBKDF2 HMAC-{prf}, {cipher}-CBC"),
            Self::Pkcs12 { cipher, .. } => write!(f, "PBE SHA-1, {cipher}-CBC"),
            Self::Unsupported(oid) => f.write_str(oid),
        }
    }
}

/// As the standards write it: `HMAC-SHA-256`.
impl fmt::Display for MacScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pkcs12 { digest, .. } => write!(f, "HMAC-{digest}"),
            Self::Pbmac1 { prf, digest, .. } => write!(f, "PBMAC1, PBKDF2 HMAC-{prf}, HMAC-{digest}"),
            Self::KeyLength(_) => f.write_str("PBMAC1"),
            Self::Unsupported(oid) => f.write_str(oid),
            Self::Damaged => Ok(()),
        }
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        })
    }
}

impl fmt::Display for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Aes128 => "AES-128",
            Self::Aes192 => "AES-192",
            Self::Aes256 => "AES-256",
            Self::TripleDes => "3DES",
            Self::TripleDes2 => "3DES-2",
            Self::Rc2128 => "RC2-128",
            Self::Rc240 => "RC2-40",
        })
    }
}
