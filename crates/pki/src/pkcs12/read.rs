//! The structure of a file (RFC 7292, sections 4 and 5).

use pkcs8::der::asn1::{AnyRef, ContextSpecific, ObjectIdentifier, OctetStringRef};
use pkcs8::der::{self, Decode, Reader, SliceReader, Tag, TagNumber, Tagged};
use pkcs8::spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

use super::algorithm::{Digest, Encryption, Pbkdf2, Scheme, parameters_of};
use super::{Bag, BagKind, Mac, MacScheme, Pfx, PfxError, SafeContents};
use crate::ber;
use crate::x509::guessed;

/// The largest file read, in bytes. A key with its chain takes 10,000; a Java trust store 200,000.
const MAX_LEN: usize = 16 * 1024 * 1024;

/// The most parts that a file may have. OpenSSL and Java write two.
const MAX_PARTS: usize = 64;
/// The most bags in one part, nested ones included. An empty one is two bytes in the file, and much more in memory.
const MAX_BAGS: usize = 4096;

pub(super) const DATA: &str = "1.2.840.113549.1.7.1";
pub(super) const ENCRYPTED_DATA: &str = "1.2.840.113549.1.7.6";
const PBMAC1: &str = "1.2.840.113549.1.5.14";
const KEY_BAG: &str = "1.2.840.113549.1.12.10.1.1";
pub(super) const SHROUDED_KEY_BAG: &str = "1.2.840.113549.1.12.10.1.2";
pub(super) const CERT_BAG: &str = "1.2.840.113549.1.12.10.1.3";
const CRL_BAG: &str = "1.2.840.113549.1.12.10.1.4";
const SAFE_CONTENTS_BAG: &str = "1.2.840.113549.1.12.10.1.6";
pub(super) const X509_CERTIFICATE: &str = "1.2.840.113549.1.9.22.1";
const X509_CRL: &str = "1.2.840.113549.1.9.23.1";
pub(super) const FRIENDLY_NAME: &str = "1.2.840.113549.1.9.20";
pub(super) const LOCAL_KEY_ID: &str = "1.2.840.113549.1.9.21";

impl Pfx {
    /// Reads a file. A damaged part of it is kept as such, and does not hide the rest.
    ///
    /// # Errors
    /// Why it is not a PKCS #12 file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PfxError> {
        if bytes.len() > MAX_LEN {
            return Err(PfxError::TooLarge);
        }
        let der = ber::to_der(bytes)?;
        let (content_type, authenticated_safe, mac) = outer(&der).map_err(malformed)?;
        if content_type != DATA {
            return Err(PfxError::PublicKeyIntegrity { oid: content_type });
        }
        let parts = ber::to_der(&authenticated_safe)?;
        let contents = elements(&parts, MAX_PARTS)
            .map_err(malformed)?
            .into_iter()
            .map(safe_contents)
            .collect();
        Ok(Self {
            mac,
            contents,
            authenticated_safe,
        })
    }
}

fn malformed(error: der::Error) -> PfxError {
    PfxError::Malformed {
        detail: error.to_string(),
    }
}

/// The type of the authenticated safe, its bytes (as the MAC takes them), the MAC.
fn outer(bytes: &[u8]) -> der::Result<(String, Vec<u8>, Option<Mac>)> {
    AnyRef::from_der(bytes)?.sequence(|pfx| {
        let version = AnyRef::decode(pfx)?;
        if version.tag() != Tag::Integer {
            return Err(version.tag().unexpected_error(Some(Tag::Integer)).into());
        }
        let (oid, content) = AnyRef::decode(pfx)?.sequence(content_info)?;
        let authenticated_safe = match oid.as_str() {
            DATA => content.decode_as::<&OctetStringRef>()?.as_bytes().to_vec(),
            _ => Vec::new(),
        };
        let mac = if pfx.is_finished() {
            None
        } else {
            Some(AnyRef::decode(pfx)?.sequence(mac).unwrap_or(DAMAGED_MAC))
        };
        Ok((oid, authenticated_safe, mac))
    })
}

/// `SEQUENCE { OBJECT IDENTIFIER, [0] EXPLICIT ANY }`
fn content_info<'a>(info: &mut SliceReader<'a>) -> der::Result<(String, AnyRef<'a>)> {
    let oid: ObjectIdentifier = info.decode()?;
    let oid = oid.to_string();
    let content = ContextSpecific::<AnyRef<'_>>::decode_explicit(info, TagNumber(0))?;
    let content = content.ok_or_else(|| {
        Tag::ContextSpecific {
            constructed: true,
            number: TagNumber(0),
        }
        .value_error()
    })?;
    Ok((oid, content.value))
}

/// What stands for a MAC that cannot be read.
const DAMAGED_MAC: Mac = Mac {
    scheme: MacScheme::Damaged,
    value: Vec::new(),
};

fn mac(data: &mut SliceReader<'_>) -> der::Result<Mac> {
    let (algorithm, value) = AnyRef::decode(data)?.sequence(|info| {
        let algorithm = AlgorithmIdentifierRef::decode(info)?;
        Ok::<_, der::Error>((algorithm, <&OctetStringRef>::decode(info)?.as_bytes().to_vec()))
    })?;
    let salt = <&OctetStringRef>::decode(data)?.as_bytes().to_vec();
    // iterations INTEGER DEFAULT 1
    let rounds = Option::<u32>::decode(data)?.unwrap_or(1);
    let oid = algorithm.oid.to_string();
    let scheme = if oid == PBMAC1 {
        pbmac1(algorithm)?
    } else {
        match Digest::by_oid(&oid) {
            Some(digest) => MacScheme::Pkcs12 { digest, salt, rounds },
            None => MacScheme::Unsupported(oid),
        }
    };
    Ok(Mac { scheme, value })
}

/// The lengths that a file may give for the key of HMAC, in bytes: at least those that RFC 9579 asks for, without which
/// a MAC can be guessed; at most that of the longest hash, since each block of the key costs all the rounds again.
const MAC_KEY_LEN: core::ops::RangeInclusive<usize> = 20..=64;

/// RFC 9579, section 5: the MAC's own salt and iterations are not used. The length of the key must be given.
fn pbmac1(algorithm: AlgorithmIdentifierRef<'_>) -> der::Result<MacScheme> {
    let (kdf, mac) = parameters_of(&algorithm)?.sequence(|parameters| {
        Ok::<_, der::Error>((
            AlgorithmIdentifierRef::decode(parameters)?,
            AlgorithmIdentifierRef::decode(parameters)?,
        ))
    })?;
    let mac = mac.oid.to_string();
    let Some(digest) = Digest::by_hmac_oid(&mac) else {
        return Ok(MacScheme::Unsupported(mac));
    };
    Ok(match Pbkdf2::read(kdf)? {
        Err(oid) => MacScheme::Unsupported(oid),
        Ok(kdf) => match kdf.key_len {
            None => MacScheme::Damaged,
            Some(len) if !MAC_KEY_LEN.contains(&len) => MacScheme::KeyLength(len),
            Some(key_len) => MacScheme::Pbmac1 {
                prf: kdf.prf,
                salt: kdf.salt,
                rounds: kdf.rounds,
                key_len,
                digest,
            },
        },
    })
}

/// The elements of a SEQUENCE OF, of which there may be at most this many.
fn elements(der: &[u8], limit: usize) -> der::Result<Vec<AnyRef<'_>>> {
    AnyRef::from_der(der)?.sequence(|list| {
        let mut elements = Vec::new();
        while !list.is_finished() {
            if elements.len() == limit {
                return Err(Tag::Sequence.length_error().into());
            }
            elements.push(AnyRef::decode(list)?);
        }
        Ok(elements)
    })
}

fn safe_contents(info: AnyRef<'_>) -> SafeContents {
    let contents = info
        .sequence(content_info)
        .and_then(|(oid, content)| match oid.as_str() {
            DATA => {
                let bytes = content.decode_as::<&OctetStringRef>()?.as_bytes();
                Ok(bags(bytes).map_or(SafeContents::Damaged, SafeContents::Clear))
            }
            ENCRYPTED_DATA => content.sequence(|data| {
                u8::decode(data)?;
                AnyRef::decode(data)?
                    .sequence(encrypted_content)
                    .map(SafeContents::Encrypted)
            }),
            _ => Ok(SafeContents::Unsupported(oid)),
        });
    contents.unwrap_or(SafeContents::Damaged)
}

/// `EncryptedContentInfo` (RFC 5652, section 6.1).
fn encrypted_content(info: &mut SliceReader<'_>) -> der::Result<Encryption> {
    info.decode::<ObjectIdentifier>()?;
    let scheme = Scheme::read(AlgorithmIdentifierRef::decode(info)?)?;
    let content = AnyRef::decode(info)?;
    let data = match content.tag() {
        Tag::ContextSpecific {
            constructed: true, ..
        } => ber::join_pieces(content.value()).map_err(|_| content.tag().value_error())?,
        Tag::ContextSpecific {
            constructed: false, ..
        } => content.value().to_vec(),
        other => return Err(other.unexpected_error(None).into()),
    };
    Ok(Encryption { scheme, data })
}

/// The bags of `SafeContents`, in BER; `None` if it is something else, or there are too many.
pub(super) fn bags(bytes: &[u8]) -> Option<Vec<Bag>> {
    let der = Zeroizing::new(ber::to_der(bytes).ok()?);
    let elements = elements(&der, MAX_BAGS).ok()?;
    let mut nested = MAX_BAGS - elements.len();
    Some(
        elements
            .into_iter()
            .map(|element| bag(element, &mut nested))
            .collect(),
    )
}

/// A bag, which may hold this many others in all.
fn bag(element: AnyRef<'_>, nested: &mut usize) -> Bag {
    element
        .sequence(|safe_bag| read_bag(safe_bag, nested))
        .unwrap_or(Bag {
            kind: BagKind::Damaged,
            friendly_name: None,
            local_key_id: None,
            other_attributes: Vec::new(),
        })
}

fn read_bag(safe_bag: &mut SliceReader<'_>, nested: &mut usize) -> der::Result<Bag> {
    let (oid, value) = content_info(safe_bag)?;
    let mut bag = Bag {
        kind: kind(oid, value, nested).unwrap_or(BagKind::Damaged),
        friendly_name: None,
        local_key_id: None,
        other_attributes: Vec::new(),
    };
    if !safe_bag.is_finished() {
        let set = AnyRef::decode(safe_bag)?;
        let mut attributes = SliceReader::new(set.value())?;
        while !attributes.is_finished() {
            AnyRef::decode(&mut attributes)?.sequence(|attribute| read_attribute(attribute, &mut bag))?;
        }
    }
    Ok(bag)
}

fn read_attribute(attribute: &mut SliceReader<'_>, bag: &mut Bag) -> der::Result<()> {
    let oid: ObjectIdentifier = attribute.decode()?;
    let oid = oid.to_string();
    let values = AnyRef::decode(attribute)?;
    let first = match values.value() {
        [] => None,
        values => Some(AnyRef::decode(&mut SliceReader::new(values)?)?),
    };
    match (oid.as_str(), first) {
        (FRIENDLY_NAME, Some(name)) => {
            bag.friendly_name = Some(friendly_name(name));
        }
        (LOCAL_KEY_ID, Some(id)) => bag.local_key_id = Some(id.value().to_vec()),
        _ => bag.other_attributes.push(oid),
    }
    Ok(())
}

/// A name, which is a `BMPString`: some programs write another type, or text of one byte a character in it. The latter is
/// seen by its odd length alone: of any two bytes, a name that was written as it should be may be made.
fn friendly_name(name: AnyRef<'_>) -> String {
    let text = match name.value().as_chunks() {
        (units, []) if name.tag() == Tag::BmpString => {
            let units: Vec<_> = units.iter().copied().map(u16::from_be_bytes).collect();
            String::from_utf16_lossy(&units)
        }
        _ => guessed(name.value()),
    };
    // Windows ends some with a NUL.
    text.trim_end_matches('\0').to_owned()
}

/// `EncryptedPrivateKeyInfo` (RFC 5958, section 3).
pub(super) fn encrypted_key(value: AnyRef<'_>) -> der::Result<Encryption> {
    value.sequence(|info| {
        Ok(Encryption {
            scheme: Scheme::read(AlgorithmIdentifierRef::decode(info)?)?,
            data: <&OctetStringRef>::decode(info)?.as_bytes().to_vec(),
        })
    })
}

fn kind(oid: String, value: AnyRef<'_>, nested: &mut usize) -> der::Result<BagKind> {
    // CertBag and CRLBag are alike.
    let typed = |expected: &str, kind: fn(Vec<u8>) -> BagKind| {
        let (oid, content) = value.sequence(content_info)?;
        Ok::<_, der::Error>(if oid == expected {
            kind(content.decode_as::<&OctetStringRef>()?.as_bytes().to_vec())
        } else {
            BagKind::Other(oid)
        })
    };
    match oid.as_str() {
        CERT_BAG => typed(X509_CERTIFICATE, BagKind::Certificate),
        CRL_BAG => typed(X509_CRL, BagKind::Crl),
        KEY_BAG => Ok(BagKind::Key(Zeroizing::new(der::Encode::to_der(&value)?))),
        SHROUDED_KEY_BAG => encrypted_key(value).map(BagKind::ShroudedKey),
        SAFE_CONTENTS_BAG => {
            let mut contents = SliceReader::new(value.value())?;
            let mut bags = Vec::new();
            while !contents.is_finished() {
                *nested = nested.checked_sub(1).ok_or_else(|| value.tag().length_error())?;
                bags.push(bag(AnyRef::decode(&mut contents)?, nested));
            }
            Ok(BagKind::Nested(bags))
        }
        _ => Ok(BagKind::Other(oid)),
    }
}
