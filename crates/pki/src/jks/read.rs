//! The structure of a file.

use ring::digest::SHA1_OUTPUT_LEN;

use super::protect::{sha1, utf16};
use super::{MAGIC, WHITENER, text};

/// The largest file read, in bytes. Java's own trust store takes 200,000.
const MAX_LEN: usize = 16 * 1024 * 1024;
/// JCEKS, whose keys are encrypted with MD5 and triple DES.
const MAGIC_JCEKS: u32 = 0xcece_cece;

/// A key store, parsed; no key in it is decrypted.
#[derive(Clone)]
pub struct Jks {
    /// What it holds, in the order of the file.
    pub entries: Vec<JksEntry>,
    content: Vec<u8>,
    digest: Vec<u8>,
}

/// One alias of a key store.
#[derive(Clone)]
pub struct JksEntry {
    /// The alias.
    pub alias: String,
    /// What it stands for.
    pub kind: EntryKind,
}

/// What an alias stands for.
#[derive(Clone)]
pub enum EntryKind {
    /// A private key with its chain, the key's certificate first.
    Key {
        /// `EncryptedPrivateKeyInfo`.
        protected: Vec<u8>,
        /// The DER of each certificate, not read any further.
        chain: Vec<Vec<u8>>,
    },
    /// The DER of a trusted certificate, not read any further.
    TrustedCertificate(Vec<u8>),
}

/// Why bytes are not a [`Jks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JksError {
    /// More than 16 MiB.
    #[error("too large")]
    TooLarge,
    /// It does not begin like a key store.
    #[error("not a JKS key store")]
    NotJks,
    /// JCEKS, which is not read.
    #[error("a JCEKS key store")]
    Jceks,
    /// Damaged, or cut short.
    #[error("damaged at byte {offset}")]
    Damaged {
        /// Where, in bytes from the beginning.
        offset: usize,
    },
}

struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Fields<'a> {
    fn take(&mut self, len: usize) -> Result<&'a [u8], JksError> {
        let end = self.at.checked_add(len);
        let taken = end.and_then(|end| self.bytes.get(self.at..end));
        let taken = taken.ok_or(JksError::Damaged { offset: self.at })?;
        self.at += len;
        Ok(taken)
    }

    fn u32(&mut self) -> Result<u32, JksError> {
        let bytes = self.take(4)?;
        Ok(bytes
            .iter()
            .fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }

    fn len(&mut self) -> Result<usize, JksError> {
        let offset = self.at;
        usize::try_from(self.u32()?).map_err(|_| JksError::Damaged { offset })
    }

    /// What `DataOutput.writeUTF` writes.
    fn text(&mut self) -> Result<String, JksError> {
        let len = match self.take(2)? {
            [high, low] => usize::from(u16::from_be_bytes([*high, *low])),
            _ => 0,
        };
        Ok(text::decode(self.take(len)?))
    }

    fn certificate(&mut self, version: u32) -> Result<Vec<u8>, JksError> {
        if version == 2 {
            // "X.509"
            self.text()?;
        }
        let len = self.len()?;
        Ok(self.take(len)?.to_vec())
    }
}

impl Jks {
    /// Reads a file.
    ///
    /// # Errors
    /// Why it is not a key store.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, JksError> {
        if bytes.len() > MAX_LEN {
            return Err(JksError::TooLarge);
        }
        let mut fields = Fields { bytes, at: 0 };
        match fields.u32() {
            Ok(MAGIC) => {}
            Ok(MAGIC_JCEKS) => return Err(JksError::Jceks),
            _ => return Err(JksError::NotJks),
        }
        let version = fields.u32()?;
        if !matches!(version, 1 | 2) {
            return Err(JksError::NotJks);
        }
        let count = fields.u32()?;
        let mut entries = Vec::new();
        for _ in 0..count {
            let offset = fields.at;
            let tag = fields.u32()?;
            let alias = fields.text()?;
            // The date of creation, in milliseconds.
            fields.take(8)?;
            let kind = match tag {
                1 => {
                    let len = fields.len()?;
                    let protected = fields.take(len)?.to_vec();
                    let certificates = fields.u32()?;
                    let chain = (0..certificates)
                        .map(|_| fields.certificate(version))
                        .collect::<Result<_, _>>()?;
                    EntryKind::Key { protected, chain }
                }
                2 => EntryKind::TrustedCertificate(fields.certificate(version)?),
                _ => return Err(JksError::Damaged { offset }),
            };
            entries.push(JksEntry { alias, kind });
        }
        let content = bytes[..fields.at].to_vec();
        let digest = fields.take(SHA1_OUTPUT_LEN)?.to_vec();
        if fields.at < bytes.len() {
            return Err(JksError::Damaged { offset: fields.at });
        }
        Ok(Self {
            entries,
            content,
            digest,
        })
    }

    /// Whether the file is unaltered since it was written under this password.
    pub fn is_intact(&self, password: &str) -> bool {
        sha1(&utf16(password), &[WHITENER, &self.content]).as_ref() == self.digest
    }
}
