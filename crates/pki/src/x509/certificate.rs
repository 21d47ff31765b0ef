//! Certificates (RFC 5280, section 4.1) as read: what they say, right or wrong.

use core::fmt;

use ring::digest;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::OffsetDateTime;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::integer::{same_number, signed_hexadecimal};
use super::{
    Algorithm, Extension, ExtensionValue, GeneralName, KeyUsage, Name, PublicKey, Signature, Signed,
};
use crate::key::KeyId;
use crate::pem;

/// The largest certificate read, in bytes. Those of IGC-Santé take 2,000.
const MAX_LEN: usize = 64 * 1024;
/// The PEM label (RFC 7468, section 5).
const PEM_LABEL: &str = "CERTIFICATE";

/// A certificate, as read. Whether it may be trusted is for [`trust`](crate::trust) to say. Serialised as its DER.
#[derive(Clone)]
pub struct Certificate {
    der: Vec<u8>,
    sha256: [u8; digest::SHA256_OUTPUT_LEN],
    public_key_info: Vec<u8>,
    /// 1, 2 or 3; 0 if the number is not that of any version.
    pub version: u32,
    /// The content of the INTEGER: two's complement, most significant byte first.
    pub serial_number: Vec<u8>,
    /// The algorithm of the signature.
    pub signature_algorithm: Algorithm,
    /// Whether the signed part names the same algorithm, parameters included.
    pub algorithms_agree: bool,
    /// Who signed it.
    pub issuer: Name,
    /// The first instant of its validity.
    pub not_before: OffsetDateTime,
    /// The last instant of its validity.
    pub not_after: OffsetDateTime,
    /// Whose it is.
    pub subject: Name,
    /// The id of the key pair: the same as the request's and the private key's.
    pub key_id: KeyId,
    /// The public key.
    pub public_key: PublicKey,
    /// The extensions, in the order of the encoding.
    pub extensions: Vec<Extension>,
}

/// Why bytes are not a [`Certificate`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// More than 64 KiB.
    #[error("too large")]
    TooLarge,
    /// Not one certificate in PEM.
    #[error("not one CERTIFICATE in PEM")]
    Pem,
    /// The DER is not a well-formed certificate, or bytes follow it.
    #[error("not a Certificate: {detail}")]
    Der {
        /// What the parser says, for the experts.
        detail: String,
    },
}

impl Serialize for Certificate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.der.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Certificate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_der(&Vec::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl Certificate {
    /// Reads the DER, to the last byte.
    ///
    /// # Errors
    /// What is wrong with it. A certificate that breaks the rules of RFC 5280 is read all the same.
    pub fn from_der(bytes: &[u8]) -> Result<Self, CertificateError> {
        if bytes.len() > MAX_LEN {
            return Err(CertificateError::TooLarge);
        }
        let signed = Signed::read(bytes).map_err(malformed)?;
        let (_, certificate) = X509Certificate::from_der(bytes).map_err(malformed)?;
        let validity = certificate.validity();
        let key = certificate.public_key();
        Ok(Self {
            public_key_info: key.raw.to_vec(),
            version: certificate.version().0.saturating_add(1),
            serial_number: certificate.raw_serial().to_vec(),
            signature_algorithm: Algorithm::of_signature(&signed.algorithm),
            algorithms_agree: certificate.tbs_certificate.signature == certificate.signature_algorithm,
            issuer: Name::read(certificate.issuer()),
            not_before: validity.not_before.to_datetime(),
            not_after: validity.not_after.to_datetime(),
            subject: Name::read(certificate.subject()),
            key_id: KeyId::of(key.raw),
            public_key: PublicKey::read(key),
            extensions: certificate.extensions().iter().map(Extension::read).collect(),
            sha256: sha256(bytes),
            der: bytes.to_vec(),
        })
    }

    /// Reads one certificate in PEM (RFC 7468).
    ///
    /// # Errors
    /// [`CertificateError::Pem`], or what is wrong with the DER.
    pub fn from_pem(text: &[u8]) -> Result<Self, CertificateError> {
        match pem::decode(text).as_deref() {
            Some([block]) if block.label == PEM_LABEL => Self::from_der(&block.der),
            _ => Err(CertificateError::Pem),
        }
    }

    /// Every PEM certificate in a text; anything else is skipped.
    pub fn all_from_pem(text: &[u8]) -> Vec<Self> {
        let blocks = pem::decode(text).unwrap_or_default().into_iter();
        let certificates = blocks.filter(|block| block.label == PEM_LABEL);
        certificates
            .filter_map(|block| Self::from_der(&block.der).ok())
            .collect()
    }

    /// The PEM form, lines ending with LF.
    pub fn to_pem(&self) -> String {
        pem::encode(PEM_LABEL, &self.der)
    }

    /// The serial number as the platform and OpenSSL write it: upper-case hexadecimal, two digits a byte, after `-` where
    /// it is negative.
    pub fn serial(&self) -> String {
        signed_hexadecimal(&self.serial_number)
    }

    /// Whether its serial number is this one (the content of the INTEGER), the sign included.
    pub fn has_serial(&self, serial_number: &[u8]) -> bool {
        same_number(&self.serial_number, serial_number)
    }

    /// The DER, as read.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The DER of its `SubjectPublicKeyInfo`.
    pub fn public_key_info(&self) -> &[u8] {
        &self.public_key_info
    }

    /// The SHA-256 of the DER.
    pub const fn sha256(&self) -> [u8; digest::SHA256_OUTPUT_LEN] {
        self.sha256
    }

    /// The SHA-256 of the DER as people compare it: pairs of upper-case hexadecimal digits.
    pub fn sha256_text(&self) -> String {
        let pairs: Vec<_> = self.sha256().iter().map(|byte| format!("{byte:02X}")).collect();
        pairs.join(":")
    }

    /// The SHA-1 of the DER, which Windows calls the thumbprint.
    pub fn sha1(&self) -> [u8; digest::SHA1_OUTPUT_LEN] {
        let mut hash = [0; digest::SHA1_OUTPUT_LEN];
        hash.copy_from_slice(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, &self.der).as_ref());
        hash
    }

    /// Whether `authority`'s key made the signature. Names, dates and rights are not checked.
    pub fn signed_by(&self, authority: &Self) -> Signature {
        match Signed::read(&self.der) {
            Ok(signed) => signed.verify(&authority.public_key_info),
            Err(_) => Signature::Unverifiable,
        }
    }

    /// Whether issuer and subject are the same name (RFC 5280, section 3.2).
    pub fn is_self_issued(&self) -> bool {
        self.issuer.matches(&self.subject)
    }

    /// Whether its own key made the signature.
    pub fn is_self_signed(&self) -> bool {
        self.is_self_issued() && self.signed_by(self) == Signature::Valid
    }

    /// What `find` returns for the first extension for which it returns something.
    fn content<'a, T>(&'a self, find: impl Fn(&'a ExtensionValue) -> Option<T>) -> Option<T> {
        self.extensions
            .iter()
            .find_map(|extension| find(&extension.content))
    }

    /// `keyUsage`, if present.
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.content(|content| match content {
            ExtensionValue::KeyUsage(usage) => Some(*usage),
            _ => None,
        })
    }

    /// The purposes in `extKeyUsage`, as dotted object identifiers, if present.
    pub fn extended_key_usage(&self) -> Option<&[String]> {
        self.content(|content| match content {
            ExtensionValue::ExtendedKeyUsage(purposes) => Some(purposes.as_slice()),
            _ => None,
        })
    }

    /// Whether `basicConstraints` makes it an authority, and how many may follow it: `None` if it is not one, `Some(None)`
    /// if there is no limit.
    pub fn authority(&self) -> Option<Option<u32>> {
        self.content(|content| match content {
            ExtensionValue::BasicConstraints {
                ca: true,
                path_length,
            } => Some(*path_length),
            _ => None,
        })
    }

    /// `subjectAltName`; empty if absent.
    pub fn alternative_names(&self) -> &[GeneralName] {
        self.content(|content| match content {
            ExtensionValue::SubjectAltName(names) => Some(names.as_slice()),
            _ => None,
        })
        .unwrap_or_default()
    }

    /// The key identifier in `subjectKeyIdentifier`, if present.
    pub fn subject_key_identifier(&self) -> Option<&[u8]> {
        self.content(|content| match content {
            ExtensionValue::SubjectKeyIdentifier(key) => Some(key.as_slice()),
            _ => None,
        })
    }

    /// The key identifier in `authorityKeyIdentifier`, if present.
    pub fn authority_key_identifier(&self) -> Option<&[u8]> {
        self.content(|content| match content {
            ExtensionValue::AuthorityKeyIdentifier { key, .. } => key.as_deref(),
            _ => None,
        })
    }
}

/// The names alone: the rest says little to a reader.
impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({} by {})", self.subject, self.issuer)
    }
}

/// A certificate is its DER, and whoever looks for one among ten thousand compares hashes.
impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.sha256 == other.sha256
    }
}

impl Eq for Certificate {}

fn sha256(der: &[u8]) -> [u8; digest::SHA256_OUTPUT_LEN] {
    let mut hash = [0; digest::SHA256_OUTPUT_LEN];
    hash.copy_from_slice(digest::digest(&digest::SHA256, der).as_ref());
    hash
}

fn malformed(error: impl fmt::Display) -> CertificateError {
    CertificateError::Der {
        detail: error.to_string(),
    }
}
