//! Certificates and revocation lists in PKCS #7 (RFC 5652, section 5.1), the form in which chains arrive and are
//! handed over.

use pkcs8::der::asn1::{AnyRef, ContextSpecific, ObjectIdentifier};
use pkcs8::der::{self, Decode, Encode, Reader, SliceReader, Tag, TagNumber, Tagged};

use crate::ber::{self, BerError};
use crate::der::{CONTEXT_0, oid, sequence, set_of, tlv, unsigned};
use crate::pem;

/// The largest file read, in bytes. The national chain takes 15,000.
const MAX_LEN: usize = 4 * 1024 * 1024;
/// The most certificates, and the most lists, of a file. The national chain has 8.
const MAX_MEMBERS: usize = 4096;
/// The PEM label of OpenSSL, GnuTLS and Java. Java does not read that of RFC 7468, `CMS`.
const PEM_LABEL: &str = "PKCS7";
const DATA: &str = "1.2.840.113549.1.7.1";
const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";

/// What a `SignedData` carries beside its content and signatures, which are not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedData {
    /// The DER of each X.509 certificate, not read any further.
    pub certificates: Vec<Vec<u8>>,
    /// The DER of each X.509 revocation list, likewise.
    pub crls: Vec<Vec<u8>>,
}

/// Why bytes are not a [`SignedData`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Pkcs7Error {
    /// More than 4 MiB.
    #[error("too large")]
    TooLarge,
    /// Not BER.
    #[error(transparent)]
    Ber(#[from] BerError),
    /// PKCS #7 of another type: its object identifier, dotted.
    #[error("content type {oid}")]
    ContentType {
        /// The type.
        oid: String,
    },
    /// Well-formed, but not PKCS #7.
    #[error("not a ContentInfo: {detail}")]
    Malformed {
        /// What the parser says, for the experts.
        detail: String,
    },
}

impl SignedData {
    /// Reads a file in DER or BER.
    ///
    /// # Errors
    /// Why it is not such a file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Pkcs7Error> {
        if bytes.len() > MAX_LEN {
            return Err(Pkcs7Error::TooLarge);
        }
        let der = ber::to_der(bytes)?;
        let malformed = |error: der::Error| Pkcs7Error::Malformed {
            detail: error.to_string(),
        };
        let (oid, content) = AnyRef::from_der(&der)
            .and_then(|info| {
                info.sequence(|info| {
                    let oid: ObjectIdentifier = info.decode()?;
                    let content = ContextSpecific::<AnyRef<'_>>::decode_explicit(info, TagNumber(0))?;
                    Ok::<_, der::Error>((oid.to_string(), content))
                })
            })
            .map_err(malformed)?;
        match content {
            Some(content) if oid == SIGNED_DATA => content.value.sequence(signed_data).map_err(malformed),
            _ => Err(Pkcs7Error::ContentType { oid }),
        }
    }
}

/// Why nothing is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Pkcs7WriteError {
    /// When read back, the file does not hold the certificates: one is not a SEQUENCE, or they are too large.
    #[error("the file written does not read the same")]
    NotAsWritten,
}

/// Writes certificates alone: an unsigned `SignedData` of version 1 (RFC 5652, section 5.1).
///
/// `certificates` is a SET OF, which DER would sort by its bytes. They stay in the order given, so that programs which
/// read a chain from the file (Java's `CertificateFactory`, OpenSSL's `-print_certs`) get it with the leaf first.
/// OpenSSL does not sort them either, and the RFC requires only BER. All lengths are definite, as in DER.
///
/// # Errors
/// [`Pkcs7WriteError::NotAsWritten`]
pub fn write(certificates: &[&[u8]]) -> Result<Vec<u8>, Pkcs7WriteError> {
    let none = set_of(Vec::new());
    let signed_data = sequence(&[
        &unsigned(1),
        &none,
        &sequence(&[&oid(DATA)]),
        &tlv(CONTEXT_0, certificates),
        &none,
    ]);
    let file = sequence(&[&oid(SIGNED_DATA), &tlv(CONTEXT_0, &[&signed_data])]);
    match SignedData::from_bytes(&file) {
        Ok(read) if read.certificates == certificates && read.crls.is_empty() => Ok(file),
        _ => Err(Pkcs7WriteError::NotAsWritten),
    }
}

/// The PEM form of what [`write()`] wrote, lines ending with LF.
pub fn to_pem(file: &[u8]) -> String {
    pem::encode(PEM_LABEL, file)
}

fn signed_data(data: &mut SliceReader<'_>) -> der::Result<SignedData> {
    // version, digestAlgorithms, encapContentInfo
    for _ in 0..3 {
        AnyRef::decode(data)?;
    }
    let mut found = SignedData::default();
    while !data.is_finished() {
        let field = AnyRef::decode(data)?;
        let list = match field.tag() {
            Tag::ContextSpecific {
                number: TagNumber(0), ..
            } => &mut found.certificates,
            Tag::ContextSpecific {
                number: TagNumber(1), ..
            } => &mut found.crls,
            // signerInfos
            _ => break,
        };
        let mut members = SliceReader::new(field.value())?;
        while !members.is_finished() {
            if list.len() == MAX_MEMBERS {
                return Err(field.tag().length_error().into());
            }
            let member = AnyRef::decode(&mut members)?;
            // Anything with another tag is an attribute certificate, or of another format.
            if member.tag() == Tag::Sequence {
                list.push(member.to_der()?);
            }
        }
    }
    Ok(found)
}
