//! Where the certificates are (ISO/IEC 7816-15, PKCS #15): from EF.DIR to the application, from EF.ODF to the
//! certificate directories, from those to each certificate. Paths are followed, never assumed, except those that the
//! standards fix.

use super::iso7816::MASTER_FILE;
use super::tlv::{elements, find};
use certiroc_pki::der;

const APPLICATION_TEMPLATE: u32 = 0x61;
const APPLICATION_IDENTIFIER: u32 = 0x4f;
const APPLICATION_PATH: u32 = 0x51;
/// `DDO`, which says where EF.ODF and EF.TokenInfo are, if not in their default places.
const DISCRETIONARY: u32 = 0x73;
const SEQUENCE: u32 = der::SEQUENCE as u32;
const OCTET_STRING: u32 = der::OCTET_STRING as u32;
const INTEGER: u32 = der::INTEGER as u32;
const UTF8_STRING: u32 = 0x0c;
const CONTEXT_0: u32 = der::CONTEXT_0 as u32;
const CONTEXT_0_PRIMITIVE: u32 = der::CONTEXT_0_PRIMITIVE as u32;
/// `typeAttributes`
const CONTEXT_1: u32 = 0xa1;
/// `certificates`, `trustedCertificates` and `usefulCertificates` of EF.ODF.
const CERTIFICATE_DIRECTORIES: [u32; 3] = [0xa4, 0xa5, 0xa6];

/// EF.ODF and EF.TokenInfo, in the application.
const ODF: [u8; 2] = [0x50, 0x31];
const TOKEN_INFO: [u8; 2] = [0x50, 0x32];

/// How the application identifiers of the CPS family begin: they end in `10` by contact, in `20` without.
const FAMILY: [u8; 12] = [
    0xe8, 0x28, 0xbd, 0x08, 0x0f, 0x80, 0x25, 0x00, 0x00, 0x01, 0xff, 0x00,
];
const LAST_BYTES: [u8; 2] = [0x10, 0x20];
/// The application that PKCS #15 itself defines (section 5.4): `PKCS-15` after RSA's number.
const PKCS15: [u8; 12] = *b"\xa0\x00\x00\x00\x63PKCS-15";

/// How many applications are looked into, and how many directories of certificates. A card has one of each.
const MAX_APPLICATIONS: usize = 4;
const MAX_DIRECTORIES: usize = 8;
/// How many certificates a card may list. Cards of the family have three.
pub const MAX_CERTIFICATES: usize = 64;
/// The longest path that is followed, in bytes: two for each identifier.
const MAX_PATH: usize = 16;
/// The longest label that is kept, in characters (`pkcs15-ub-label`).
const MAX_LABEL: usize = 255;

/// An application that holds certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its identifier.
    pub aid: Vec<u8>,
    /// Its path, the master file's identifier first, if it is known.
    pub path: Option<Vec<u8>>,
    /// EF.ODF.
    pub odf: ObjectPlace,
    /// EF.TokenInfo.
    pub token_info: ObjectPlace,
}

impl Application {
    /// Those of the CPS family, for a card that does not list them.
    pub fn unlisted() -> Vec<Self> {
        let identifiers = LAST_BYTES.map(|last| [FAMILY.as_slice(), &[last]].concat());
        identifiers.map(|aid| Self::new(aid, None)).into()
    }

    fn new(aid: Vec<u8>, path: Option<Vec<u8>>) -> Self {
        Self {
            aid,
            path,
            odf: ObjectPlace::whole(&ODF),
            token_info: ObjectPlace::whole(&TOKEN_INFO),
        }
    }

    /// Reads a template of EF.DIR.
    fn read(template: &[u8]) -> Option<Self> {
        let aid = find(template, APPLICATION_IDENTIFIER)?;
        let path = find(template, APPLICATION_PATH).filter(|path| is_path(path));
        let path = path.map(|path| match path.strip_prefix(&MASTER_FILE) {
            Some(_) => path.to_vec(),
            None => [&MASTER_FILE, path].concat(),
        });
        let mut application = Self::new(aid.to_vec(), path);
        let elsewhere = find(template, DISCRETIONARY).unwrap_or_default();
        if let Some(odf) = find(elsewhere, SEQUENCE).and_then(ObjectPlace::read) {
            application.odf = odf;
        }
        if let Some(token_info) = find(elsewhere, CONTEXT_0).and_then(ObjectPlace::read) {
            application.token_info = token_info;
        }
        Some(application)
    }

    /// A path that a file of the application names, the master file's identifier first; from the application if its own
    /// path is not known.
    pub fn resolve(&self, path: &[u8]) -> Vec<u8> {
        match &self.path {
            Some(application) if !path.starts_with(&MASTER_FILE) => [application, path].concat(),
            _ => path.to_vec(),
        }
    }
}

/// The applications that EF.DIR lists and that may have certificates: those of the CPS family, then PKCS #15's own.
pub fn applications(dir: &[u8]) -> Vec<Application> {
    let templates = elements(dir).filter(|element| element.tag == APPLICATION_TEMPLATE);
    let all: Vec<_> = templates
        .filter_map(|template| Application::read(template.value))
        .collect();
    let named = |prefix: &'static [u8]| all.iter().filter(move |it| it.aid.starts_with(prefix));
    let chosen = named(&FAMILY).chain(named(&PKCS15));
    chosen.take(MAX_APPLICATIONS).cloned().collect()
}

/// A file, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectPlace {
    /// The path of the file: the master file's identifier first, or from the application.
    pub path: Vec<u8>,
    /// Where it begins there, and how long it is, in bytes; the whole file if that is not stated.
    pub part: Option<(usize, usize)>,
}

impl ObjectPlace {
    fn whole(path: &[u8]) -> Self {
        Self {
            path: path.to_vec(),
            part: None,
        }
    }

    /// Its part of the file's bytes: all of them, if it would run past their end.
    pub fn of<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        let part = self
            .part
            .and_then(|(offset, len)| bytes.get(offset..)?.get(..len));
        part.unwrap_or(bytes)
    }

    /// A `Path`: `OCTET STRING`, and optionally `INTEGER` and `[0]`.
    fn read(path: &[u8]) -> Option<Self> {
        let name = find(path, OCTET_STRING).filter(|name| is_path(name))?;
        let offset = find(path, INTEGER).and_then(number);
        let len = find(path, CONTEXT_0_PRIMITIVE).and_then(number);
        Some(Self {
            path: name.to_vec(),
            part: offset.zip(len),
        })
    }
}

fn is_path(path: &[u8]) -> bool {
    !path.is_empty() && path.len().is_multiple_of(2) && path.len() <= MAX_PATH
}

/// A number of at most two bytes: a file has no more than 32 KiB.
fn number(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [low] => Some(usize::from(*low)),
        [high, low] | [0, high, low] => Some(usize::from(u16::from_be_bytes([*high, *low]))),
        _ => None,
    }
}

/// Where something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectValue {
    /// In a file.
    At(ObjectPlace),
    /// In the directory itself.
    Direct(Vec<u8>),
}

/// The directories of certificates that EF.ODF names, each once.
pub fn certificate_directories(odf: &[u8]) -> Vec<ObjectValue> {
    let chosen = elements(odf).filter(|element| CERTIFICATE_DIRECTORIES.contains(&element.tag));
    let values = chosen.filter_map(|chosen| {
        elements(chosen.value).find_map(|element| match element.tag {
            SEQUENCE => ObjectPlace::read(element.value).map(ObjectValue::At),
            CONTEXT_0 => Some(ObjectValue::Direct(element.value.to_vec())),
            _ => None,
        })
    });
    let mut directories = Vec::new();
    for value in values.take(MAX_DIRECTORIES) {
        if !directories.contains(&value) {
            directories.push(value);
        }
    }
    directories
}

/// What EF.TokenInfo says about the card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenInfo {
    /// `serialNumber`
    pub serial: Option<Vec<u8>>,
    /// `label`
    pub label: Option<String>,
}

/// Reads EF.TokenInfo, as far as it goes.
pub fn token_info(file: &[u8]) -> TokenInfo {
    let content = find(file, SEQUENCE).unwrap_or_default();
    TokenInfo {
        serial: find(content, OCTET_STRING).map(<[u8]>::to_vec),
        label: find(content, CONTEXT_0_PRIMITIVE).map(text),
    }
}

/// A certificate that a directory lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its label; empty if it has none.
    pub label: String,
    /// `iD`, which its key has as well; empty if it has none.
    pub id: Vec<u8>,
    /// Where it is, or the certificate itself; `None` if that cannot be read.
    pub value: Option<ObjectValue>,
}

/// The X.509 certificates in a directory. If there are more than [`MAX_CERTIFICATES`], one more shows that there are.
pub fn certificates(directory: &[u8]) -> Vec<Listed> {
    // Certificates of other types are tagged.
    let entries = elements(directory).filter(|element| element.tag == SEQUENCE);
    let listed = entries.map(|entry| listed(entry.value));
    listed.take(MAX_CERTIFICATES + 1).collect()
}

fn listed(entry: &[u8]) -> Listed {
    let mut common = elements(entry).filter(|element| element.tag == SEQUENCE);
    let mut next = || common.next().map(|element| element.value).unwrap_or_default();
    let (object, certificate) = (next(), next());
    let specific = find(entry, CONTEXT_1).and_then(|specific| find(specific, SEQUENCE));
    let value = elements(specific.unwrap_or_default()).find_map(|element| match element.tag {
        SEQUENCE => ObjectPlace::read(element.value).map(ObjectValue::At),
        CONTEXT_0 => Some(ObjectValue::Direct(direct(element.value))),
        _ => None,
    });
    Listed {
        label: find(object, UTF8_STRING).map(text).unwrap_or_default(),
        id: find(certificate, OCTET_STRING).unwrap_or_default().to_vec(),
        value,
    }
}

/// A certificate under the tag `[0]`, which surrounds its own tag or, as in the standard's module, replaces it.
fn direct(content: &[u8]) -> Vec<u8> {
    match elements(content).count() {
        0 | 1 => content.to_vec(),
        _ => der::sequence(&[content]),
    }
}

fn text(bytes: &[u8]) -> String {
    one_line(&String::from_utf8_lossy(bytes))
}

/// A card's text, made safe for people and files: at most one line, which neither controls a terminal, nor changes the
/// direction of writing, nor looks like PEM.
pub fn one_line(text: &str) -> String {
    let shown = text.chars().map(|letter| match letter {
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
        _ if letter.is_control() || letter.is_whitespace() => ' ',
        _ => letter,
    });
    let shown = shown.collect::<String>().replace("-----", "–");
    shown
        .trim()
        .chars()
        .take(MAX_LABEL)
        .collect::<String>()
        .trim()
        .to_owned()
}
