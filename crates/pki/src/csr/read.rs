//! Reads a request made by any tool, or says what the user dropped instead.

use pkcs8::der::asn1::AnyRef;
use pkcs8::der::{Decode, Reader, SliceReader, Tag, Tagged};
use ring::digest;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::key::KeyId;
use crate::pem;
use crate::x509::{Algorithm, Name, PublicKey, Signature, Signed};

/// The largest file read, in bytes. A request for RSA 4096 with extensions takes 2,000.
const MAX_LEN: usize = 64 * 1024;
const PEM_LABEL: &str = "CERTIFICATE REQUEST";
/// The label that old Microsoft and Netscape tools write (RFC 7468, section 7).
const OLD_PEM_LABEL: &str = "NEW CERTIFICATE REQUEST";

/// A certificate signing request, as read. Serialised as its DER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csr {
    der: Vec<u8>,
    /// The subject name.
    pub subject: Name,
    /// The id of the key pair: the same as the private key's.
    pub key_id: KeyId,
    /// The public key.
    pub public_key: PublicKey,
    /// The algorithm of the signature.
    pub signature_algorithm: Algorithm,
    /// Whether the signature verifies with the public key: proof of possession of the private key.
    pub signature: Signature,
    /// The object identifiers of the attributes (RFC 2986, section 4), dotted; such as
    /// `1.2.840.113549.1.9.14`, the request for extensions.
    pub attributes: Vec<String>,
}

/// Why a file is not a [`Csr`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CsrError {
    /// Nothing but white space.
    #[error("empty")]
    Empty,
    /// More than 64 KiB.
    #[error("too large")]
    TooLarge,
    /// A web page.
    #[error("HTML")]
    Html,
    /// A private key, in the clear or encrypted, or a PKCS #12 file that holds one. It should not travel.
    #[error("a private key")]
    PrivateKey,
    /// A certificate.
    #[error("a certificate")]
    Certificate,
    /// PEM of something else.
    #[error("PEM of {label}")]
    OtherPem {
        /// The label of the first block.
        label: String,
    },
    /// A damaged PEM block.
    #[error("damaged PEM")]
    Pem,
    /// Neither PEM nor DER.
    #[error("neither PEM nor DER")]
    Unrecognized,
    /// DER that is not a well-formed request.
    #[error("not a CertificationRequest: {detail}")]
    Der {
        /// What the parser says, for the experts.
        detail: String,
    },
    /// Bytes follow the request.
    #[error("bytes follow the request")]
    TrailingData,
}

impl Serialize for Csr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.der.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Csr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_der(&Vec::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl Csr {
    /// Reads a file in whichever form it comes. A PEM file may hold other text around the request.
    ///
    /// # Errors
    /// What the file is instead, as far as can be told.
    pub fn from_pem_or_der(bytes: &[u8]) -> Result<Self, CsrError> {
        if bytes.len() > MAX_LEN {
            return Err(CsrError::TooLarge);
        }
        let text = bytes
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(bytes)
            .trim_ascii_start();
        if text.is_empty() {
            return Err(CsrError::Empty);
        }
        if contains(text, b"-----begin ") {
            return Self::from_pem(text);
        }
        match text.first() {
            // The SEQUENCE that every structure of interest begins with.
            Some(0x30) => Self::from_der(bytes),
            Some(b'<') if contains(text, b"<html") => Err(CsrError::Html),
            _ => Err(CsrError::Unrecognized),
        }
    }

    fn from_pem(text: &[u8]) -> Result<Self, CsrError> {
        // Checked first, in damaged files too: a key beside the request must not be passed on with it.
        if contains(text, b"private key-----") {
            return Err(CsrError::PrivateKey);
        }
        let blocks = pem::decode(text).ok_or(CsrError::Pem)?;
        let request = blocks
            .iter()
            .find(|block| matches!(block.label.as_str(), PEM_LABEL | OLD_PEM_LABEL));
        match (request, blocks.first().map(|block| block.label.as_str())) {
            (Some(request), _) => Self::from_der(&request.der),
            (None, Some("CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE")) => {
                Err(CsrError::Certificate)
            }
            (None, Some(label)) => Err(CsrError::OtherPem {
                label: label.to_owned(),
            }),
            (None, None) => Err(CsrError::Pem),
        }
    }

    /// Reads a DER `CertificationRequest` (RFC 2986), to the last byte.
    ///
    /// # Errors
    /// What the bytes are instead, as far as can be told.
    pub fn from_der(bytes: &[u8]) -> Result<Self, CsrError> {
        match bytes.len() {
            0 => return Err(CsrError::Empty),
            1..=MAX_LEN => {}
            _ => return Err(CsrError::TooLarge),
        }
        let signed = read_signed(bytes)?;
        let (_, request) = X509CertificationRequest::from_der(bytes).map_err(malformed)?;
        let info = &request.certification_request_info;
        Ok(Self {
            subject: Name::read(&info.subject),
            key_id: KeyId::of(info.subject_pki.raw),
            public_key: PublicKey::read(&info.subject_pki),
            signature_algorithm: Algorithm::of_signature(&signed.algorithm),
            signature: signed.verify(info.subject_pki.raw),
            attributes: info
                .attributes()
                .iter()
                .map(|attribute| attribute.oid.to_id_string())
                .collect(),
            der: bytes.to_vec(),
        })
    }

    /// The DER, as read.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The PEM form (RFC 7468), lines ending with LF.
    pub fn to_pem(&self) -> String {
        pem::encode(PEM_LABEL, &self.der)
    }

    /// Whether the signature was checked and is the public key's.
    pub fn signature_valid(&self) -> bool {
        self.signature == Signature::Valid
    }

    /// The SHA-256 of the DER.
    pub fn sha256(&self) -> [u8; digest::SHA256_OUTPUT_LEN] {
        let mut hash = [0; digest::SHA256_OUTPUT_LEN];
        hash.copy_from_slice(digest::digest(&digest::SHA256, &self.der).as_ref());
        hash
    }
}

/// Checks strictly what surrounds the request, and the version, which x509-parser skips.
fn read_signed(bytes: &[u8]) -> Result<Signed<'_>, CsrError> {
    let version = |signed: &Signed<'_>| {
        AnyRef::from_der(signed.content)?.sequence(|info| {
            if u8::decode(info)? != 0 {
                return Err(info.error(Tag::Integer.value_error()));
            }
            // The subject name, the public key, the attributes.
            (0..3).try_for_each(|_| AnyRef::decode(info).map(drop))
        })
    };
    match Signed::read(bytes).and_then(|signed| version(&signed).map(|()| signed)) {
        Ok(signed) => Ok(signed),
        Err(error) => Err(what_else(bytes).unwrap_or_else(|| malformed(error))),
    }
}

/// Whether `text` contains `pattern`, which is in lower case, in whatever case.
fn contains(text: &[u8], pattern: &[u8]) -> bool {
    text.windows(pattern.len())
        .any(|window| window.eq_ignore_ascii_case(pattern))
}

fn malformed(error: impl core::fmt::Display) -> CsrError {
    CsrError::Der {
        detail: error.to_string(),
    }
}

/// Says which DER structure is there in place of a request.
fn what_else(bytes: &[u8]) -> Option<CsrError> {
    let mut reader = SliceReader::new(bytes).ok()?;
    let outer = AnyRef::decode(&mut reader).ok()?;
    if !reader.is_finished() {
        return Some(CsrError::TrailingData);
    }
    let mut inner = SliceReader::new(outer.value()).ok()?;
    let first = AnyRef::decode(&mut inner).ok()?;
    let second = Tag::peek(&inner).ok();
    match (first.tag(), first.value(), second) {
        // The small version that begins PKCS #8, PKCS #1, RFC 5915 and PKCS #12; EncryptedPrivateKeyInfo.
        (Tag::Integer, [0..=3], _) | (Tag::Sequence, _, Some(Tag::OctetString)) => Some(CsrError::PrivateKey),
        _ => X509Certificate::from_der(bytes)
            .is_ok()
            .then_some(CsrError::Certificate),
    }
}
