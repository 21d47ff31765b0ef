//! Where the certificates lie (ISO/IEC 7816-15, PKCS #15): from EF.DIR to the application, from EF.ODF to the
//! directories of certificates, from those to each certificate. Paths are followed, never known.

use super::tlv::{elements, find};

const APPLICATION_TEMPLATE: u32 = 0x61;
const APPLICATION_IDENTIFIER: u32 = 0x4f;
const PATH: u32 = 0x51;
const SEQUENCE: u32 = 0x30;
const OCTET_STRING: u32 = 0x04;
const INTEGER: u32 = 0x02;
const UTF8_STRING: u32 = 0x0c;
const CONTEXT_0: u32 = 0xa0;
const CONTEXT_0_PRIMITIVE: u32 = 0x80;
/// `typeAttributes`
const CONTEXT_1: u32 = 0xa1;
/// `certificates`, `trustedCertificates` and `usefulCertificates` of EF.ODF.
const CERTIFICATE_DIRECTORIES: [u32; 3] = [0xa4, 0xa5, 0xa6];

/// How the identifiers of the applications of the family begin: by contact they end with `10`, without it with `20`.
const FAMILY: [u8; 12] = [
    0xe8, 0x28, 0xbd, 0x08, 0x0f, 0x80, 0x25, 0x00, 0x00, 0x01, 0xff, 0x00,
];

/// How many certificates are looked for. A card has three.
pub const MAX_CERTIFICATES: usize = 32;
/// The longest path that is followed, in bytes: two an identifier.
const MAX_PATH: usize = 16;
/// The longest label that is kept, in characters (`pkcs15-ub-label`).
const MAX_LABEL: usize = 255;

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The path of the file, the master file's identifier first.
    pub path: Vec<u8>,
    /// Where it begins there, and how long it is; the whole file where that is not said.
    pub part: Option<(usize, usize)>,
}

impl Place {
    /// What of the file's bytes it is: all of them, where it would be past their end.
    pub fn of<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        let part = self
            .part
            .and_then(|(offset, len)| bytes.get(offset..)?.get(..len));
        part.unwrap_or(bytes)
    }

    /// A `Path`: `OCTET STRING`, and perhaps `INTEGER` and `[0]`.
    fn read(path: &[u8]) -> Option<Self> {
        let name = find(path, OCTET_STRING)?;
        let offset = find(path, INTEGER).and_then(number);
        let len = find(path, CONTEXT_0_PRIMITIVE).and_then(number);
        let is_path = !name.is_empty() && name.len() % 2 == 0 && name.len() <= MAX_PATH;
        is_path.then(|| Self {
            path: name.to_vec(),
            part: offset.zip(len),
        })
    }
}

fn number(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [low] => Some(usize::from(*low)),
        [high, low] | [0, high, low] => Some(usize::from(u16::from_be_bytes([*high, *low]))),
        _ => None,
    }
}

/// The path of the family's application, by EF.DIR; `None` where there is none.
pub fn application(dir: &[u8]) -> Option<Vec<u8>> {
    let templates = elements(dir).filter(|element| element.tag == APPLICATION_TEMPLATE);
    let mut of_family = templates.filter(|template| {
        find(template.value, APPLICATION_IDENTIFIER).is_some_and(|aid| aid.starts_with(&FAMILY))
    });
    let path = find(of_family.next()?.value, PATH)?;
    (path.len() % 2 == 0 && path.len() <= MAX_PATH).then(|| path.to_vec())
}

/// The directories of certificates, by EF.ODF.
pub fn certificate_directories(odf: &[u8]) -> Vec<Place> {
    let chosen = elements(odf).filter(|element| CERTIFICATE_DIRECTORIES.contains(&element.tag));
    let places = chosen.filter_map(|element| Place::read(find(element.value, SEQUENCE)?));
    places.take(MAX_CERTIFICATES).collect()
}

/// The label in EF.TokenInfo.
pub fn token_label(token_info: &[u8]) -> Option<String> {
    Some(text(find(find(token_info, SEQUENCE)?, CONTEXT_0_PRIMITIVE)?))
}

/// A certificate that a directory lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its label; empty where it has none.
    pub label: String,
    /// Where it lies, or itself.
    pub value: Value,
}

/// Where a certificate lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// In a file.
    At(Place),
    /// In the directory itself.
    Direct(Vec<u8>),
}

/// The X.509 certificates of a directory.
pub fn certificates(directory: &[u8]) -> Vec<Listed> {
    // Certificates of other types are tagged.
    let entries = elements(directory).filter(|element| element.tag == SEQUENCE);
    entries
        .filter_map(|entry| listed(entry.value))
        .take(MAX_CERTIFICATES)
        .collect()
}

fn listed(entry: &[u8]) -> Option<Listed> {
    let common = find(entry, SEQUENCE).unwrap_or_default();
    let attributes = find(find(entry, CONTEXT_1)?, SEQUENCE)?;
    let value = elements(attributes).find_map(|element| match element.tag {
        SEQUENCE => Place::read(element.value).map(Value::At),
        CONTEXT_0 => Some(Value::Direct(element.value.to_vec())),
        _ => None,
    });
    Some(Listed {
        label: find(common, UTF8_STRING).map(text).unwrap_or_default(),
        value: value?,
    })
}

/// Text for people: what controls a terminal, or breaks a line, is left out.
fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let kept = text.chars().filter(|letter| !letter.is_control());
    kept.take(MAX_LABEL).collect::<String>().trim().to_owned()
}
