//! Reads a request made by any tool, or says what the user dropped instead.

use pkcs8::der::asn1::{AnyRef, ObjectIdentifier};
use pkcs8::der::{self, Decode, Encode, Reader, SliceReader, Tag, TagNumber, Tagged};
use ring::digest;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::x509::{SubjectPublicKeyInfo, X509Name};

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
    /// A request of a version that does not exist (RFC 2986, section 4.1): this number stands there, not 0.
    #[error("version {0}")]
    Version(u8),
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
        let signed = Signed::read(bytes).map_err(|error| instead(bytes, error))?;
        let info = Info::read(signed.content).map_err(|error| instead(bytes, error))?;
        if info.version != 0 {
            return Err(CsrError::Version(info.version));
        }
        let (_, subject) = X509Name::from_der(&info.subject).map_err(malformed)?;
        let (_, key) = SubjectPublicKeyInfo::from_der(&info.public_key).map_err(malformed)?;
        Ok(Self {
            subject: Name::read(&subject),
            key_id: KeyId::of(&info.public_key),
            public_key: PublicKey::read(&key),
            signature_algorithm: Algorithm::of_signature(&signed.algorithm),
            signature: signed.verify(&info.public_key),
            attributes: info.attributes,
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

/// `CertificationRequestInfo`, its parts in DER.
struct Info {
    version: u8,
    subject: Vec<u8>,
    /// `SubjectPublicKeyInfo`.
    public_key: Vec<u8>,
    /// The object identifiers of the attributes, dotted.
    attributes: Vec<String>,
}

impl Info {
    /// Reads it strictly. The attributes, which are to be there even where there are none, may be missing: some tools
    /// leave them out, and OpenSSL does not mind.
    fn read(content: &[u8]) -> der::Result<Self> {
        AnyRef::from_der(content)?.sequence(|info| {
            let version = u8::decode(info)?;
            let [subject, public_key] = [AnyRef::decode(info)?, AnyRef::decode(info)?];
            Ok(Self {
                version,
                subject: subject.to_der()?,
                public_key: public_key.to_der()?,
                attributes: if info.is_finished() {
                    Vec::new()
                } else {
                    read_attributes(AnyRef::decode(info)?)?
                },
            })
        })
    }
}

/// The object identifiers of `[0] IMPLICIT SET OF Attribute`.
fn read_attributes(set: AnyRef<'_>) -> der::Result<Vec<String>> {
    let expected = Tag::ContextSpecific {
        constructed: true,
        number: TagNumber(0),
    };
    if set.tag() != expected {
        return Err(set.tag().unexpected_error(Some(expected)).into());
    }
    let mut reader = SliceReader::new(set.value())?;
    let mut oids = Vec::new();
    while !reader.is_finished() {
        oids.push(AnyRef::decode(&mut reader)?.sequence(|attribute| {
            let oid: ObjectIdentifier = attribute.decode()?;
            AnyRef::decode(attribute)?;
            Ok::<_, der::Error>(oid.to_string())
        })?);
    }
    Ok(oids)
}

/// What the bytes are instead of a request, or what the parser says of them.
fn instead(bytes: &[u8], error: der::Error) -> CsrError {
    what_else(bytes).unwrap_or_else(|| malformed(error))
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
