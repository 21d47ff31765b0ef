//! Recognises an ASN.1 structure by its first elements.

use pkcs8::der::asn1::AnyRef;
use pkcs8::der::{Decode, Reader, SliceReader, Tag, Tagged};

/// A structure that files hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Certificate,
    Request,
    Crl,
    /// `ContentInfo`: PKCS #7.
    ContentInfo,
    /// PKCS #12.
    Pfx,
    /// `PrivateKeyInfo`: PKCS #8 in the clear.
    Pkcs8,
    /// `EncryptedPrivateKeyInfo`.
    EncryptedPkcs8,
    /// `RSAPrivateKey`
    Pkcs1,
    /// `ECPrivateKey` (RFC 5915).
    Sec1,
    /// `SubjectPublicKeyInfo`, or `RSAPublicKey` (RFC 8017, appendix A.1.1).
    PublicKey,
}

impl Shape {
    /// What `der`, one element in DER, is; `None` for anything else.
    pub(super) fn of(der: &[u8]) -> Option<Self> {
        use Tag::{BitString, Integer, ObjectIdentifier, OctetString, Sequence};
        let outer = members(AnyRef::from_der(der).ok()?)?;
        let tags: Vec<Tag> = outer.iter().map(Tagged::tag).collect();
        match tags.as_slice() {
            [ObjectIdentifier, ..] => Some(Self::ContentInfo),
            [Integer, Sequence, OctetString, ..] => Some(Self::Pkcs8),
            [Integer, Sequence] | [Integer, Sequence, Sequence] => Some(Self::Pfx),
            [Integer, Integer] | [Sequence, BitString] => Some(Self::PublicKey),
            [Integer, Integer, ..] => Some(Self::Pkcs1),
            [Integer, OctetString, ..] => Some(Self::Sec1),
            [Sequence, OctetString] => Some(Self::EncryptedPkcs8),
            [Sequence, Sequence, BitString] => Self::signed(*outer.first()?),
            _ => None,
        }
    }

    /// What is signed: certificate, request or list.
    fn signed(content: AnyRef<'_>) -> Option<Self> {
        use Tag::{GeneralizedTime, Integer, Sequence, UtcTime};
        let tags: Vec<Tag> = members(content)?.iter().map(Tagged::tag).collect();
        match tags.as_slice() {
            [Tag::ContextSpecific { .. }, ..] | [Integer, Sequence, Sequence, Sequence, ..] => {
                Some(Self::Certificate)
            }
            [Sequence, Sequence, UtcTime | GeneralizedTime, ..]
            | [Integer, Sequence, Sequence, UtcTime | GeneralizedTime, ..] => Some(Self::Crl),
            [Integer, Sequence, Sequence, ..] => Some(Self::Request),
            _ => None,
        }
    }
}

/// The first members of a SEQUENCE, which are enough. (A hostile one has millions.)
fn members(sequence: AnyRef<'_>) -> Option<Vec<AnyRef<'_>>> {
    if sequence.tag() != Tag::Sequence {
        return None;
    }
    let mut reader = SliceReader::new(sequence.value()).ok()?;
    let mut members = Vec::new();
    while !reader.is_finished() && members.len() < 5 {
        members.push(AnyRef::decode(&mut reader).ok()?);
    }
    Some(members)
}
