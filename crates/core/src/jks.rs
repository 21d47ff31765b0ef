//! Java's own key stores: JKS, read (the format of `sun.security.provider.JavaKeyStore`).
//!
//! Java protects a key with a stream of SHA-1 and tells a changed file by a SHA-1 with the password before it.
//! Both are weak; whoever finds a JKS file had better pack it anew.

use pkcs8::der::asn1::{AnyRef, OctetStringRef};
use pkcs8::der::{self, Decode};
use pkcs8::spki::AlgorithmIdentifierRef;
use ring::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY, SHA1_OUTPUT_LEN};
use zeroize::Zeroizing;

/// The largest file read, in bytes. Java's own trust store takes 200,000.
const MAX_LEN: usize = 16 * 1024 * 1024;
const MAGIC: u32 = 0xfeed_feed;
/// JCEKS, whose keys are under MD5 and triple DES.
const MAGIC_JCEKS: u32 = 0xcece_cece;
/// What the digest of a file has between the password and the content.
const WHITENER: &[u8] = b"Mighty Aphrodite";
/// The algorithm that protects keys, in Sun's arc.
const KEY_PROTECTOR: &str = "1.3.6.1.4.1.42.2.17.1.1";

/// A key store, parsed; no key in it is decrypted.
#[derive(Clone)]
pub struct Jks {
    /// What it holds, in the order of the file.
    pub entries: Vec<Entry>,
    content: Vec<u8>,
    digest: Vec<u8>,
}

/// One alias of a key store.
#[derive(Clone)]
pub struct Entry {
    /// The alias.
    pub alias: String,
    /// What goes by it.
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
    /// A certificate that is trusted: its DER, not read any further.
    TrustedCertificate(Vec<u8>),
}

/// Why bytes are no [`Jks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JksError {
    /// More than 16 MiB.
    #[error("too large")]
    TooLarge,
    /// It does not begin as a key store does.
    #[error("not a JKS key store")]
    NotJks,
    /// JCEKS, which is not read.
    #[error("a JCEKS key store")]
    Jceks,
    /// Damaged, or cut.
    #[error("damaged at byte {offset}")]
    Damaged {
        /// Where, in bytes from the beginning.
        offset: usize,
    },
}

/// Why a key stays closed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyLocked {
    /// Another password, or a damaged key.
    #[error("wrong password")]
    Password,
    /// Under another algorithm than Java's.
    #[error("algorithm {oid} is not supported")]
    Unsupported {
        /// Its object identifier, dotted.
        oid: String,
    },
    /// No `EncryptedPrivateKeyInfo`.
    #[error("damaged")]
    Damaged,
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

    /// `DataOutput.writeUTF`: two bytes of length, then UTF-8 but for NUL and the characters beyond the first plane.
    fn text(&mut self) -> Result<String, JksError> {
        let len = match self.take(2)? {
            [high, low] => usize::from(u16::from_be_bytes([*high, *low])),
            _ => 0,
        };
        Ok(String::from_utf8_lossy(self.take(len)?).into_owned())
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
    /// Why it is none.
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
            entries.push(Entry { alias, kind });
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

    /// Whether the file is as it was written under this password.
    pub fn is_intact(&self, password: &str) -> bool {
        let mut context = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
        context.update(&utf16(password));
        context.update(WHITENER);
        context.update(&self.content);
        context.finish().as_ref() == self.digest
    }
}

/// A password as Java takes it: UTF-16, the high byte first.
fn utf16(password: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(password.encode_utf16().flat_map(u16::to_be_bytes).collect())
}

/// Opens a key of an entry: PKCS #8.
///
/// # Errors
/// Why it stays closed.
pub fn open_key(protected: &[u8], password: &str) -> Result<Zeroizing<Vec<u8>>, KeyLocked> {
    let parts = AnyRef::from_der(protected).and_then(|info| {
        info.sequence(|info| {
            let algorithm = AlgorithmIdentifierRef::decode(info)?;
            Ok::<_, der::Error>((algorithm, <&OctetStringRef>::decode(info)?.as_bytes()))
        })
    });
    let (algorithm, data) = parts.map_err(|_| KeyLocked::Damaged)?;
    let oid = algorithm.oid.to_string();
    if oid != KEY_PROTECTOR {
        return Err(KeyLocked::Unsupported { oid });
    }
    let (salt, rest) = data.split_at_checked(SHA1_OUTPUT_LEN).ok_or(KeyLocked::Damaged)?;
    let len = rest
        .len()
        .checked_sub(SHA1_OUTPUT_LEN)
        .ok_or(KeyLocked::Damaged)?;
    let (masked, check) = rest.split_at(len);
    let password = utf16(password);
    let sha1 = |tail: &[u8]| {
        let mut context = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
        context.update(&password);
        context.update(tail);
        context.finish()
    };
    let mut key = Zeroizing::new(Vec::with_capacity(len));
    let mut mask = sha1(salt);
    for block in masked.chunks(SHA1_OUTPUT_LEN) {
        key.extend(block.iter().zip(mask.as_ref()).map(|(byte, mask)| byte ^ mask));
        mask = sha1(mask.as_ref());
    }
    if sha1(&key).as_ref() == check {
        Ok(key)
    } else {
        Err(KeyLocked::Password)
    }
}
