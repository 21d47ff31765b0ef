//! A private key in the clear, which only the vault holds.

use pkcs8::{PrivateKeyInfoRef, der::Decode};
use rand_core::CryptoRng;
use ring::signature::RsaKeyPair;
use rsa::pkcs1::{self, DecodeRsaPrivateKey, RsaPrivateKeyRef};
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{KeyId, KeySize, bit_length};

/// The largest PKCS #8 read, in bytes: RSA 4096 takes 2,400, and attributes may follow.
const MAX_LEN: usize = 8 * 1024;

/// An RSA key pair of one of the sizes of [`KeySize`], whose numbers belong together and with which ring can sign.
///
/// Kept as the DER of a PKCS #8 `PrivateKeyInfo`, version 1, without attributes (RFC 5958): the same numbers give the
/// same bytes, whichever tool wrote them first. Wiped from memory when dropped, never serialised, never printed.
#[derive(PartialEq, Eq)]
pub struct PrivateKey {
    pkcs8: Zeroizing<Vec<u8>>,
    public_key_info: Vec<u8>,
    size: KeySize,
}

/// Why there is no usable key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum KeyError {
    /// The bytes are not a PKCS #8 `PrivateKeyInfo` in DER.
    #[error("not a PKCS#8 private key")]
    NotPkcs8,
    /// A key for an algorithm other than rsaEncryption.
    #[error("not an RSA key: algorithm {oid}")]
    NotRsa {
        /// The algorithm's object identifier, dotted.
        oid: String,
    },
    /// An RSA key whose size is none of [`KeySize::ALL`].
    #[error("an RSA key of {bits} bits")]
    Size {
        /// The length of its modulus.
        bits: u32,
    },
    /// The numbers are not a two-prime RSA key pair with a public exponent of 65537 or a little more: the key is
    /// damaged, or was made wrongly.
    #[error("the numbers of the RSA key do not belong together")]
    Inconsistent,
    /// The generator gave up.
    #[error("no key could be generated")]
    Generation,
}

impl PrivateKey {
    /// Generates a key pair with the public exponent 65537, in pure Rust: for where WebCrypto is absent.
    ///
    /// A fraction of a second natively, several in WASM for the large sizes; the time varies widely.
    ///
    /// # Errors
    /// [`KeyError::Generation`], which no working `rng` has been seen to cause.
    pub fn generate(size: KeySize, rng: &mut impl CryptoRng) -> Result<Self, KeyError> {
        let bits = usize::try_from(size.bits()).map_err(|_| KeyError::Generation)?;
        let key = rsa::PrivateKey::new(rng, bits).map_err(|_| KeyError::Generation)?;
        Self::checked(&key, size)
    }

    /// Checks a key made elsewhere.
    ///
    /// # Errors
    /// What is wrong with it. CRT values and attributes are not checked: the former are computed anew, the latter left
    /// out.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the caller's copy in clear ends here, wiped"
    )]
    pub fn from_pkcs8_der(der: Zeroizing<Vec<u8>>) -> Result<Self, KeyError> {
        if der.len() > MAX_LEN {
            return Err(KeyError::NotPkcs8);
        }
        let info = PrivateKeyInfoRef::from_der(&der).map_err(|_| KeyError::NotPkcs8)?;
        if info.algorithm.oid != pkcs1::ALGORITHM_OID {
            return Err(KeyError::NotRsa {
                oid: info.algorithm.oid.to_string(),
            });
        }
        Self::from_pkcs1_der(info.private_key.as_bytes())
    }

    /// Checks a key made elsewhere, in the form of PKCS #1: an `RSAPrivateKey` (RFC 8017, appendix A.1.2).
    ///
    /// # Errors
    /// What is wrong with it, as [`Self::from_pkcs8_der`] says.
    pub fn from_pkcs1_der(der: &[u8]) -> Result<Self, KeyError> {
        if der.len() > MAX_LEN {
            return Err(KeyError::NotPkcs8);
        }
        let numbers = RsaPrivateKeyRef::from_der(der).map_err(|_| KeyError::Inconsistent)?;
        // Before any arithmetic, whose cost grows with the size.
        let bits = bit_length(numbers.modulus.as_bytes());
        let size = KeySize::try_from(bits).map_err(|_| KeyError::Size { bits })?;
        let key = rsa::PrivateKey::from_pkcs1_der(der).map_err(|_| KeyError::Inconsistent)?;
        Self::checked(&key, size)
    }

    /// The one way in: `rsa` has checked the numbers, and ring must accept them too.
    fn checked(key: &rsa::PrivateKey, size: KeySize) -> Result<Self, KeyError> {
        let pkcs8 = key.to_pkcs8_der().map_err(|_| KeyError::Inconsistent)?;
        RsaKeyPair::from_pkcs8(pkcs8.as_bytes()).map_err(|_| KeyError::Inconsistent)?;
        let public_key_info = key
            .as_ref()
            .to_public_key_der()
            .map_err(|_| KeyError::Inconsistent)?;
        Ok(Self {
            pkcs8: pkcs8.to_bytes(),
            public_key_info: public_key_info.into_vec(),
            size,
        })
    }

    /// The DER of the PKCS #8 `PrivateKeyInfo`, in the clear: it must not leave the vault.
    pub fn pkcs8_der(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The DER of the `SubjectPublicKeyInfo` (RFC 5280, section 4.1).
    pub fn public_key_info(&self) -> &[u8] {
        &self.public_key_info
    }

    /// The key pair's id.
    pub fn id(&self) -> KeyId {
        KeyId::of(&self.public_key_info)
    }

    /// The size of the modulus.
    pub fn size(&self) -> KeySize {
        self.size
    }
}

impl core::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("PrivateKey")
            .field("id", &self.id())
            .finish_non_exhaustive()
    }
}
