//! Writes files, and reads them back before handing them over.

use std::collections::HashSet;

use rand_core::CryptoRng;
use time::OffsetDateTime;

use super::protect::{open_key, protect_key, sha1, utf16};
use super::{EntryKind, Jks, MAGIC, WHITENER, text};
use crate::key::{ExportPassword, PrivateKey};

const VERSION: u32 = 2;
/// The type of each certificate.
const X509: &str = "X.509";

/// An entry to be written.
#[derive(Clone, Copy)]
pub struct NewEntry<'a> {
    /// The alias. Java ignores its case, so it is written in lower case.
    pub alias: &'a str,
    /// What it stands for.
    pub kind: NewKind<'a>,
}

/// What an alias stands for.
#[derive(Clone, Copy)]
pub enum NewKind<'a> {
    /// A private key with its chain.
    Key {
        /// The key, which is protected with the file's password, as Java expects.
        key: &'a PrivateKey,
        /// The DER of each certificate, the key's first, then its issuer's.
        chain: &'a [&'a [u8]],
    },
    /// The DER of a trusted certificate.
    TrustedCertificate(&'a [u8]),
}

/// Why no file is written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JksWriteError {
    /// An alias is empty.
    #[error("an empty alias")]
    EmptyAlias,
    /// An alias takes more than 65,535 bytes.
    #[error("an alias too long")]
    LongAlias,
    /// Two entries with one alias.
    #[error("the alias {alias} twice")]
    DuplicateAlias {
        /// The second, in lower case.
        alias: String,
    },
    /// When read back, the file is not what was to be written.
    #[error("the file written does not read the same")]
    NotAsWritten,
}

/// Writes a file of these entries, in their order, each as of this instant.
///
/// # Errors
/// Why nothing is written.
pub fn write(
    entries: &[NewEntry<'_>],
    created: OffsetDateTime,
    password: &ExportPassword,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, JksWriteError> {
    let password = password.as_str();
    let milliseconds = i64::try_from(created.unix_timestamp_nanos() / 1_000_000).unwrap_or_default();
    let mut file = Vec::new();
    file.extend(MAGIC.to_be_bytes());
    file.extend(VERSION.to_be_bytes());
    file.extend(len(entries.len())?);
    let mut known = HashSet::new();
    for entry in entries {
        let alias = entry.alias.to_lowercase();
        if alias.is_empty() {
            return Err(JksWriteError::EmptyAlias);
        }
        let name = text::encode(&alias).ok_or(JksWriteError::LongAlias)?;
        let tag: u32 = match entry.kind {
            NewKind::Key { .. } => 1,
            NewKind::TrustedCertificate(_) => 2,
        };
        file.extend(tag.to_be_bytes());
        file.extend(name);
        file.extend(milliseconds.to_be_bytes());
        match entry.kind {
            NewKind::Key { key, chain } => {
                let protected = protect_key(key.pkcs8_der(), password, rng);
                file.extend(len(protected.len())?);
                file.extend(protected);
                file.extend(len(chain.len())?);
                for certificate in chain {
                    add_certificate(&mut file, certificate)?;
                }
            }
            NewKind::TrustedCertificate(certificate) => add_certificate(&mut file, certificate)?,
        }
        if let Some(alias) = known.replace(alias) {
            return Err(JksWriteError::DuplicateAlias { alias });
        }
    }
    let digest = sha1(&utf16(password), &[WHITENER, &file]);
    file.extend(digest.as_ref());
    if reads_as(&file, entries, password) {
        Ok(file)
    } else {
        Err(JksWriteError::NotAsWritten)
    }
}

/// A number of bytes or of things. One that does not fit would not read back the same.
fn len(len: usize) -> Result<[u8; 4], JksWriteError> {
    u32::try_from(len)
        .map(u32::to_be_bytes)
        .map_err(|_| JksWriteError::NotAsWritten)
}

fn add_certificate(file: &mut Vec<u8>, der: &[u8]) -> Result<(), JksWriteError> {
    file.extend(text::encode(X509).ok_or(JksWriteError::NotAsWritten)?);
    file.extend(len(der.len())?);
    file.extend(der);
    Ok(())
}

/// Whether a file is intact under this password and holds these entries, in their order.
fn reads_as(file: &[u8], expected: &[NewEntry<'_>], password: &str) -> bool {
    let Ok(jks) = Jks::from_bytes(file) else {
        return false;
    };
    jks.is_intact(password)
        && jks.entries.len() == expected.len()
        && jks.entries.iter().zip(expected).all(|(entry, expected)| {
            entry.alias == expected.alias.to_lowercase()
                && match (&entry.kind, expected.kind) {
                    (EntryKind::Key { protected, chain }, NewKind::Key { key, chain: written }) => {
                        chain == written
                            && open_key(protected, password)
                                .is_ok_and(|der| der.as_slice() == key.pkcs8_der())
                    }
                    (EntryKind::TrustedCertificate(der), NewKind::TrustedCertificate(written)) => {
                        der == written
                    }
                    _ => false,
                }
        })
}
