//! The algorithms of keys and signatures, by name.

use core::fmt;

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
    pub(crate) fn of(oid: String) -> Self {
        Self {
            name: lookup(&ALGORITHMS, &oid),
            oid,
        }
    }
}

/// The name, or else the object identifier.
impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name.unwrap_or(&self.oid))
    }
}

/// Names of RFC 8017, RFC 5480, RFC 5758, RFC 8410.
const ALGORITHMS: [(&str, &str); 15] = [
    ("1.2.840.113549.1.1.1", "rsaEncryption"),
    ("1.2.840.113549.1.1.4", "md5WithRSAEncryption"),
    ("1.2.840.113549.1.1.5", "sha1WithRSAEncryption"),
    ("1.2.840.113549.1.1.10", "id-RSASSA-PSS"),
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
