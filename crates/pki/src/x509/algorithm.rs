//! The algorithms of keys and signatures, by name.

use core::fmt;

use pkcs8::der::asn1::ContextSpecific;
use pkcs8::der::{self, SliceReader, TagNumber};
use pkcs8::spki::AlgorithmIdentifierRef;
use x509_parser::public_key::PublicKey as Key;
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::key::bit_length;

/// An algorithm's object identifier and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Algorithm {
    /// The object identifier, dotted.
    pub oid: String,
    /// The name that the RFCs give it, if it is a common one.
    pub name: Option<&'static str>,
    /// Whether it signs with a hash of which others can make a second text of the same value: MD2, MD4, MD5, SHA-1.
    pub weak: bool,
}

/// What is known about a public key, without the key itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// Its algorithm.
    pub algorithm: Algorithm,
    /// The length of the RSA modulus or of the elliptic curve's field, in bits, where it is known.
    pub bits: Option<u32>,
}

impl PublicKey {
    pub(crate) fn read(info: &SubjectPublicKeyInfo<'_>) -> Self {
        let curve = || info.algorithm.parameters.as_ref()?.as_oid().ok();
        Self {
            algorithm: Algorithm::of(info.algorithm.algorithm.to_id_string()),
            bits: match info.parsed() {
                // x509-parser's own count is one byte short for a modulus without its leading zero.
                Ok(Key::RSA(key)) => Some(bit_length(key.modulus)),
                Ok(Key::EC(_)) => curve().and_then(|oid| lookup(&CURVES, &oid.to_id_string())),
                _ => None,
            },
        }
    }
}

impl Algorithm {
    /// The algorithm of a dotted object identifier.
    pub fn of(oid: String) -> Self {
        Self {
            name: lookup(&ALGORITHMS, &oid),
            weak: WEAK.contains(&oid.as_str()),
            oid,
        }
    }

    /// The algorithm of a signature, whose parameters may name the hash.
    pub(crate) fn of_signature(identifier: &AlgorithmIdentifierRef<'_>) -> Self {
        let mut algorithm = Self::of(identifier.oid.to_string());
        if algorithm.oid == RSASSA_PSS {
            let parameters = identifier.parameters.map_or(&[][..], |any| any.value());
            algorithm.weak = pss_hash(parameters)
                .is_ok_and(|hash| hash.is_none_or(|hash| WEAK_HASHES.contains(&hash.as_str())));
        }
        algorithm
    }
}

/// The name, or else the object identifier.
impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name.unwrap_or(&self.oid))
    }
}

const RSASSA_PSS: &str = "1.2.840.113549.1.1.10";

/// The object identifier of the hash in the parameters of RSASSA-PSS (RFC 4055, section 3.1); `None` where they name
/// none, which means SHA-1.
fn pss_hash(parameters: &[u8]) -> der::Result<Option<String>> {
    if parameters.is_empty() {
        return Ok(None);
    }
    let mut reader = SliceReader::new(parameters)?;
    let hash = ContextSpecific::<AlgorithmIdentifierRef<'_>>::decode_explicit(&mut reader, TagNumber(0))?;
    Ok(hash.map(|hash| hash.value.oid.to_string()))
}

/// Signatures with MD2, MD4, MD5 and SHA-1: PKCS #1 (RFC 8017), OIW, DSA, ECDSA.
const WEAK: [&str; 9] = [
    "1.2.840.113549.1.1.2",
    "1.2.840.113549.1.1.3",
    "1.2.840.113549.1.1.4",
    "1.2.840.113549.1.1.5",
    "1.3.14.3.2.3",
    "1.3.14.3.2.27",
    "1.3.14.3.2.29",
    "1.2.840.10040.4.3",
    "1.2.840.10045.4.1",
];

/// MD5 and SHA-1.
const WEAK_HASHES: [&str; 2] = ["1.2.840.113549.2.5", "1.3.14.3.2.26"];

/// Names of RFC 8017, RFC 5480, RFC 5758, RFC 8410; of the old encryptions of RFC 8018, and that of RFC 7914.
const ALGORITHMS: [(&str, &str); 21] = [
    ("1.2.840.113549.1.1.1", "rsaEncryption"),
    ("1.2.840.113549.1.1.4", "md5WithRSAEncryption"),
    ("1.2.840.113549.1.1.5", "sha1WithRSAEncryption"),
    (RSASSA_PSS, "id-RSASSA-PSS"),
    ("1.2.840.113549.1.1.11", "sha256WithRSAEncryption"),
    ("1.2.840.113549.1.1.12", "sha384WithRSAEncryption"),
    ("1.2.840.113549.1.1.13", "sha512WithRSAEncryption"),
    ("1.2.840.10040.4.1", "id-dsa"),
    ("1.2.840.10045.2.1", "id-ecPublicKey"),
    ("1.2.840.10045.4.1", "ecdsa-with-SHA1"),
    ("1.2.840.10045.4.3.2", "ecdsa-with-SHA256"),
    ("1.2.840.10045.4.3.3", "ecdsa-with-SHA384"),
    ("1.2.840.10045.4.3.4", "ecdsa-with-SHA512"),
    ("1.3.101.112", "id-Ed25519"),
    ("1.3.101.113", "id-Ed448"),
    ("1.2.840.113549.1.5.1", "pbeWithMD2AndDES-CBC"),
    ("1.2.840.113549.1.5.3", "pbeWithMD5AndDES-CBC"),
    ("1.2.840.113549.1.5.6", "pbeWithMD5AndRC2-CBC"),
    ("1.2.840.113549.1.5.10", "pbeWithSHA1AndDES-CBC"),
    ("1.2.840.113549.1.5.11", "pbeWithSHA1AndRC2-CBC"),
    ("1.3.6.1.4.1.11591.4.11", "scrypt"),
];

/// The sizes of the curves of RFC 5480, in bits.
const CURVES: [(&str, u32); 4] = [
    ("1.2.840.10045.3.1.1", 192),
    ("1.2.840.10045.3.1.7", 256),
    ("1.3.132.0.34", 384),
    ("1.3.132.0.35", 521),
];

/// The entry of a table for a dotted object identifier.
pub(super) fn lookup<T: Copy>(table: &[(&str, T)], oid: &str) -> Option<T> {
    table
        .iter()
        .find(|(known, _)| *known == oid)
        .map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use pkcs8::der::Decode;

    use super::*;

    /// Whether the algorithm with these bytes is weak.
    fn is_weak(der: &[u8]) -> bool {
        Algorithm::of_signature(&AlgorithmIdentifierRef::from_der(der).unwrap()).weak
    }

    #[test]
    fn a_weak_hash_makes_a_weak_signature() {
        for last in 2..=5 {
            assert!(is_weak(
                &[
                    b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01".as_slice(),
                    &[last, 5, 0]
                ]
                .concat()
            ));
        }
        for last in [1, 11, 12, 13, 14] {
            assert!(!is_weak(
                &[
                    b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01".as_slice(),
                    &[last, 5, 0]
                ]
                .concat()
            ));
        }
        // ecdsa-with-SHA1 and ecdsa-with-SHA256.
        assert!(is_weak(b"\x30\x09\x06\x07\x2a\x86\x48\xce\x3d\x04\x01"));
        assert!(!is_weak(b"\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02"));
    }

    #[test]
    fn the_hash_of_pss_is_in_its_parameters() {
        const PSS: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a";
        let pss = |parameters: &[u8]| {
            let len = u8::try_from(PSS.len() + parameters.len()).unwrap();
            is_weak(&[&[0x30, len], PSS, parameters].concat())
        };
        // Named, or by default: SHA-1. Only the length of the salt is given in the third.
        assert!(pss(b"\x30\x0b\xa0\x09\x30\x07\x06\x05\x2b\x0e\x03\x02\x1a"));
        assert!(pss(b"\x30\x00") && pss(b""));
        assert!(pss(b"\x30\x05\xa2\x03\x02\x01\x14"));
        // SHA-256, and what names none.
        assert!(!pss(
            b"\x30\x0f\xa0\x0d\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01"
        ));
        assert!(!pss(b"\x30\x04\xa0\x02\x05\x00"));
    }
}
