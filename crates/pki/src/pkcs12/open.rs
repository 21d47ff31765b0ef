//! Opens what a password protects.

use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::Decode;
use pkcs8::der::asn1::AnyRef;
use ring::hmac;
use zeroize::Zeroizing;

use super::algorithm::{Encryption, Scheme, bounded};
use super::kdf::{self, Purpose};
use super::password::Password;
use super::{Bag, BagKind, Mac, MacScheme, Pfx, SafeContents, read};
use crate::ber;
use crate::key::MAX_ROUNDS;

/// The most rounds run for one file, for all passwords and parts together.
pub(crate) const MAX_WORK: u64 = 4 * MAX_ROUNDS as u64;

/// What a file holds, as far as the passwords open it.
pub struct OpenedPfx {
    /// Whether the file is unaltered.
    pub integrity: Integrity,
    /// What it contains, in the order of the file.
    pub items: Vec<PfxItem>,
    /// Whether something opened only with the way in which some programs (OpenSSL before 1.1, Java before 9) encode
    /// accents, which others refuse.
    pub unusual_encoding: bool,
}

/// Whether a file is unaltered since it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Integrity {
    /// A password verifies its MAC.
    Verified,
    /// It has no MAC: nobody can tell.
    Absent,
    /// No given password verifies its MAC: it has another password, or was altered.
    Unverified,
    /// The algorithm of its MAC, given as a dotted object identifier, is not supported.
    Unsupported(String),
    /// Its MAC asks for this many rounds, which is too many, or none at all.
    Rounds(u32),
    /// Its MAC asks for a key of this many bytes, which is too few or too many.
    KeyLength(usize),
    /// Its MAC is damaged.
    Damaged,
}

impl Integrity {
    /// Whether keys may be taken from the file: nobody could have changed it unseen, or it never claimed to tell.
    pub fn vouches(&self) -> bool {
        matches!(self, Self::Verified | Self::Absent)
    }
}

/// One thing in a file.
pub struct PfxItem {
    /// The name it goes by.
    pub friendly_name: Option<String>,
    /// What links a key to its certificate.
    pub local_key_id: Option<Vec<u8>>,
    /// Whether a password protected it.
    pub protected: bool,
    /// What it is, or why it stays closed. Something closed may turn out to be several things.
    pub value: Result<PfxValue, Locked>,
}

/// What was found.
pub enum PfxValue {
    /// The DER of an X.509 certificate, not read any further.
    Certificate(Vec<u8>),
    /// The DER of an X.509 revocation list, not read any further.
    Crl(Vec<u8>),
    /// A private key, PKCS #8.
    Key(Zeroizing<Vec<u8>>),
    /// Something else: the object identifier of its type, dotted.
    Other(String),
}

/// Why something stays closed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Locked {
    /// None of the passwords opens it.
    #[error("no password opens it")]
    Password,
    /// An algorithm, given as a dotted object identifier, is not supported.
    #[error("the algorithm {0} is not supported")]
    Unsupported(String),
    /// It asks for this many rounds, which is too many, or none at all.
    #[error("{0} rounds")]
    Rounds(u32),
    /// It is damaged.
    #[error("damaged")]
    Damaged,
}

impl Pfx {
    /// How many rounds one password costs, over all the parts that can be seen without it.
    pub fn rounds(&self) -> u64 {
        let mac = self.mac.as_ref().map_or(0, |mac| mac.scheme.rounds());
        let contents = self.contents.iter().map(|contents| match contents {
            SafeContents::Clear(bags) => bags.iter().map(Bag::rounds).sum(),
            SafeContents::Encrypted(encryption) => encryption.scheme.rounds().into(),
            SafeContents::Unsupported(_) | SafeContents::Damaged => 0,
        });
        u64::from(mac) + contents.sum::<u64>()
    }

    /// Opens everything with whichever of the passwords fits; without any, returns what is in the clear. The time it
    /// takes grows with the rounds, which are bounded.
    pub fn open(&self, passwords: &[&str]) -> OpenedPfx {
        self.open_within(passwords, &mut { MAX_WORK })
    }

    /// Like [`Self::open`], within this many rounds.
    pub(crate) fn open_within(&self, passwords: &[&str], work: &mut u64) -> OpenedPfx {
        let mut opening = Opening::new(passwords, work);
        let integrity = match &self.mac {
            None => Integrity::Absent,
            Some(mac) => opening.verify(mac, &self.authenticated_safe),
        };
        for contents in &self.contents {
            match contents {
                SafeContents::Clear(bags) => opening.add_all(bags, false),
                SafeContents::Encrypted(encryption) => match opening.decrypt(encryption, read::bags) {
                    Ok(bags) => opening.add_all(&bags, true),
                    Err(locked) => opening.add_locked(locked),
                },
                SafeContents::Unsupported(oid) => opening.add_locked(Locked::Unsupported(oid.clone())),
                SafeContents::Damaged => opening.add_locked(Locked::Damaged),
            }
        }
        OpenedPfx {
            integrity,
            items: opening.items,
            unusual_encoding: opening.unusual,
        }
    }
}

impl Bag {
    fn rounds(&self) -> u64 {
        match &self.kind {
            BagKind::ShroudedKey(encryption) => encryption.scheme.rounds().into(),
            BagKind::Nested(bags) => bags.iter().map(Self::rounds).sum(),
            _ => 0,
        }
    }
}

impl MacScheme {
    /// The iteration count; 0 where it is not known.
    pub fn rounds(&self) -> u32 {
        match self {
            Self::Pkcs12 { rounds, .. } | Self::Pbmac1 { rounds, .. } => *rounds,
            Self::KeyLength(_) | Self::Unsupported(_) | Self::Damaged => 0,
        }
    }
}

/// A private key that a password opened.
pub(crate) struct OpenedKey {
    /// The key, PKCS #8.
    pub(crate) pkcs8: Zeroizing<Vec<u8>>,
    /// As [`OpenedPfx::unusual_encoding`].
    pub(crate) unusual_encoding: bool,
}

/// Opens an `EncryptedPrivateKeyInfo` (RFC 5958, section 3) in DER, under any of the schemes that PKCS #12 files use,
/// within `work` rounds, from which it takes those that it runs.
///
/// # Errors
/// Why it stays closed.
pub(crate) fn open_key(der: &[u8], passwords: &[&str], work: &mut u64) -> Result<OpenedKey, Locked> {
    let encryption = AnyRef::from_der(der).and_then(read::encrypted_key);
    let encryption = encryption.map_err(|_| Locked::Damaged)?;
    let mut opening = Opening::new(passwords, work);
    let pkcs8 = opening.decrypt(&encryption, private_key)?;
    Ok(OpenedKey {
        pkcs8,
        unusual_encoding: opening.unusual,
    })
}

struct Opening<'a> {
    /// First the one that verified the MAC.
    passwords: Vec<Password>,
    /// The rounds that are left.
    work: &'a mut u64,
    items: Vec<PfxItem>,
    unusual: bool,
}

impl<'a> Opening<'a> {
    fn new(passwords: &[&str], work: &'a mut u64) -> Self {
        Self {
            passwords: passwords.iter().copied().flat_map(Password::variants).collect(),
            work,
            items: Vec::new(),
            unusual: false,
        }
    }

    fn verify(&mut self, mac: &Mac, content: &[u8]) -> Integrity {
        let rounds = match &mac.scheme {
            MacScheme::Pkcs12 { rounds, .. } | MacScheme::Pbmac1 { rounds, .. } => *rounds,
            MacScheme::KeyLength(len) => return Integrity::KeyLength(*len),
            MacScheme::Unsupported(oid) => return Integrity::Unsupported(oid.clone()),
            MacScheme::Damaged => return Integrity::Damaged,
        };
        for index in 0..self.passwords.len() {
            if self.spend(rounds).is_none() {
                return Integrity::Rounds(rounds);
            }
            if mac.verify(&self.passwords[index], content) {
                self.unusual |= self.passwords[index].unusual;
                self.passwords.swap(0, index);
                return Integrity::Verified;
            }
        }
        Integrity::Unverified
    }

    /// `None` if the rounds are out of bounds, or more than are left.
    fn spend(&mut self, rounds: u32) -> Option<()> {
        *self.work = self.work.checked_sub(bounded(rounds)?.get().into())?;
        Some(())
    }

    /// What `read` makes of the plain text under the first password that makes sense of it.
    fn decrypt<T>(
        &mut self,
        encryption: &Encryption,
        read: impl Fn(&[u8]) -> Option<T>,
    ) -> Result<T, Locked> {
        if let Scheme::Unsupported(oid) = &encryption.scheme {
            return Err(Locked::Unsupported(oid.clone()));
        }
        let rounds = encryption.scheme.rounds();
        for index in 0..self.passwords.len() {
            self.spend(rounds).ok_or(Locked::Rounds(rounds))?;
            let password = &self.passwords[index];
            if let Some(read) = encryption.decrypt(password).and_then(|plain| read(&plain)) {
                self.unusual |= password.unusual;
                return Ok(read);
            }
        }
        Err(Locked::Password)
    }

    fn add_locked(&mut self, locked: Locked) {
        self.items.push(PfxItem {
            friendly_name: None,
            local_key_id: None,
            protected: true,
            value: Err(locked),
        });
    }

    fn add_all(&mut self, bags: &[Bag], encrypted: bool) {
        for bag in bags {
            let value = match &bag.kind {
                BagKind::Nested(bags) => {
                    self.add_all(bags, encrypted);
                    continue;
                }
                BagKind::Certificate(der) => Ok(PfxValue::Certificate(der.clone())),
                BagKind::Crl(der) => Ok(PfxValue::Crl(der.clone())),
                BagKind::Key(der) => Ok(PfxValue::Key(der.clone())),
                BagKind::Other(oid) => Ok(PfxValue::Other(oid.clone())),
                BagKind::Damaged => Err(Locked::Damaged),
                BagKind::ShroudedKey(encryption) => self.decrypt(encryption, private_key).map(PfxValue::Key),
            };
            self.items.push(PfxItem {
                friendly_name: bag.friendly_name.clone(),
                local_key_id: bag.local_key_id.clone(),
                protected: encrypted || matches!(bag.kind, BagKind::ShroudedKey(_)),
                value,
            });
        }
    }
}

/// The DER of a `PrivateKeyInfo`; `None` if it is something else.
fn private_key(plain: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let der = Zeroizing::new(ber::to_der(plain).ok()?);
    PrivateKeyInfoRef::from_der(&der).ok()?;
    Some(der)
}

impl Mac {
    fn verify(&self, password: &Password, content: &[u8]) -> bool {
        self.scheme
            .key(password)
            .is_some_and(|key| hmac::verify(&key, content, &self.value).is_ok())
    }
}

impl MacScheme {
    /// The key of its HMAC; `None` if the rounds are out of bounds, or the scheme is refused.
    pub(super) fn key(&self, password: &Password) -> Option<hmac::Key> {
        let (key, digest) = match self {
            Self::Pkcs12 { digest, salt, rounds } => {
                let algorithm = digest.algorithm();
                let rounds = bounded(*rounds)?.get();
                let len = algorithm.output_len();
                (
                    kdf::derive(algorithm, Purpose::Mac, &password.bmp, salt, rounds, len),
                    digest,
                )
            }
            Self::Pbmac1 {
                prf,
                salt,
                rounds,
                key_len,
                digest,
            } => (
                prf.derive(&password.bytes, salt, bounded(*rounds)?, *key_len),
                digest,
            ),
            Self::KeyLength(_) | Self::Unsupported(_) | Self::Damaged => return None,
        };
        Some(hmac::Key::new(digest.hmac(), &key))
    }
}
