//! Distinguished names (RFC 5280, section 4.1.2.4), whatever their attributes and string types.

use core::fmt::{self, Write};

use x509_parser::asn1_rs::{Class, Tag, ToDer};
use x509_parser::x509::{AttributeTypeAndValue, RelativeDistinguishedName, X509Name};

use super::algorithm::lookup;
use super::attribute::{AttributeType, Escaped};
use super::visible::visible;

/// A distinguished name. Written as in RFC 4514, last attribute first, with marks for what [is hidden](visible).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its attributes, in the order of the encoding.
    pub attributes: Vec<NameAttribute>,
    /// The same number for names that match, and nearly always another for names that do not: authorities are looked for
    /// among thousands.
    hash: u64,
}

/// One attribute of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameAttribute {
    /// The object identifier of its type, dotted.
    pub oid: String,
    /// The short name of its type, if it has a common one.
    pub short_name: Option<&'static str>,
    /// Its text; for [`StringType::Other`], `#` and the hexadecimal DER, as in RFC 4514, section 2.4.
    pub value: String,
    /// How the text is encoded.
    pub string_type: StringType,
    /// The number of its relative distinguished name, from 0. Nearly always each attribute has its own; a name may join
    /// several in one.
    pub rdn: usize,
}

/// The ASN.1 type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StringType {
    /// `UTF8String`
    Utf8,
    /// `PrintableString`
    Printable,
    /// `TeletexString`, read as Latin-1, which is how everybody writes it.
    Teletex,
    /// `BMPString`
    Bmp,
    /// `IA5String`
    Ia5,
    /// `NumericString`
    Numeric,
    /// `UniversalString`
    Universal,
    /// A string type of this tag whose bytes it does not allow: read as UTF-8, or else as Windows-1252, as which they
    /// make sense.
    Misencoded {
        /// The number of the tag.
        tag: u32,
    },
    /// Not a string, or a type that nobody writes.
    Other {
        /// The number of its tag.
        tag: u32,
    },
}

impl NameAttribute {
    /// The short name of its type, or else the object identifier.
    pub fn type_name(&self) -> &str {
        self.short_name.unwrap_or(&self.oid)
    }
}

/// As in RFC 4514, section 2.3, such as `O=L'ÉTÉ`, with marks for what [is hidden](visible).
impl fmt::Display for NameAttribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=", self.type_name())?;
        match self.string_type {
            StringType::Other { .. } => f.write_str(&self.value),
            // The mark of a character is no part of the value: its sign is not escaped.
            _ => f.write_str(&Escaped(&visible(&self.value)).to_string().replace("⟨U\\+", "⟨U+")),
        }
    }
}

/// The name of the type in ASN.1.
impl fmt::Display for StringType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF8String",
            Self::Printable => "PrintableString",
            Self::Teletex => "TeletexString",
            Self::Bmp => "BMPString",
            Self::Ia5 => "IA5String",
            Self::Numeric => "NumericString",
            Self::Universal => "UniversalString",
            Self::Misencoded { tag } => match u8::try_from(*tag).ok().and_then(string_of) {
                Some(announced) => return write!(f, "Latin-1 (≠ {announced})"),
                None => "Latin-1",
            },
            Self::Other { tag } => return write!(f, "tag {tag}"),
        })
    }
}

/// The short names of RFC 4514, section 3 and of common use.
const SHORT_NAMES: [(&str, &str); 14] = [
    ("2.5.4.6", AttributeType::Country.short_name()),
    ("2.5.4.8", AttributeType::State.short_name()),
    ("2.5.4.10", AttributeType::Organization.short_name()),
    ("2.5.4.11", AttributeType::OrganizationalUnit.short_name()),
    ("2.5.4.3", AttributeType::CommonName.short_name()),
    ("2.5.4.4", "SN"),
    ("2.5.4.5", "serialNumber"),
    ("2.5.4.7", "L"),
    ("2.5.4.9", "STREET"),
    ("2.5.4.12", "title"),
    ("2.5.4.42", "GN"),
    ("2.5.4.65", "pseudonym"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("1.2.840.113549.1.9.1", "emailAddress"),
];

impl Name {
    pub(crate) fn read(name: &X509Name<'_>) -> Self {
        let rdns = name.iter().enumerate();
        Self::of(rdns.flat_map(|(rdn, set)| Self::read_rdn(set, rdn)).collect())
    }

    /// The attributes of the relative distinguished name of this number.
    pub(super) fn read_rdn(set: &RelativeDistinguishedName<'_>, rdn: usize) -> Vec<NameAttribute> {
        set.iter()
            .map(|attribute| read_attribute(attribute, rdn))
            .collect()
    }

    /// This name with one relative distinguished name more, of these attributes.
    pub(super) fn child(&self, attributes: &[NameAttribute]) -> Self {
        let rdn = self.attributes.last().map_or(0, |last| last.rdn + 1);
        let added = attributes
            .iter()
            .cloned()
            .map(|attribute| NameAttribute { rdn, ..attribute });
        Self::of(self.attributes.iter().cloned().chain(added).collect())
    }

    fn of(attributes: Vec<NameAttribute>) -> Self {
        let mut name = Self { attributes, hash: 0 };
        // FNV-1a, of which nothing but speed is asked.
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let mut add = |text: &str| {
            for byte in text.bytes().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        };
        for rdn in name.rdns() {
            add("");
            for (oid, value) in in_order(rdn) {
                add(&oid);
                add(&value);
            }
        }
        name.hash = hash;
        name
    }

    /// Whether the bytes of a value are not of the encoding that its type announces.
    pub fn is_misencoded(&self) -> bool {
        let mut types = self.attributes.iter().map(|attribute| attribute.string_type);
        types.any(|string_type| matches!(string_type, StringType::Misencoded { .. }))
    }

    /// Whether there is no attribute.
    pub fn is_empty(&self) -> bool {
        self.attributes.is_empty()
    }

    /// The relative distinguished names, in the order of the encoding.
    fn rdns(&self) -> impl DoubleEndedIterator<Item = &[NameAttribute]> {
        self.attributes.chunk_by(|a, b| a.rdn == b.rdn)
    }

    /// Whether both are the same name by RFC 5280, section 7.1, which ignores case, string types and the number of
    /// spaces. (Unicode is not normalised: two ways to compose one letter differ.)
    pub fn matches(&self, other: &Self) -> bool {
        self.hash == other.hash && self.rdns().count() == other.rdns().count() && self.is_within(other)
    }

    /// Whether it begins with all of `base`, and so lies in the subtree of a name constraint (RFC 5280, section
    /// 4.2.1.10).
    pub fn is_within(&self, base: &Self) -> bool {
        let mut rdns = self.rdns();
        base.rdns()
            .all(|expected| rdns.next().is_some_and(|rdn| same_rdn(rdn, expected)))
    }

    /// The values of every attribute of this type, dotted.
    pub fn values_of(&self, oid: &str) -> impl Iterator<Item = &str> {
        self.attributes
            .iter()
            .filter(move |attribute| attribute.oid == oid)
            .map(|attribute| attribute.value.as_str())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = |rdn: &[NameAttribute]| rdn.iter().map(ToString::to_string).collect::<Vec<_>>().join("+");
        f.write_str(&self.rdns().rev().map(texts).collect::<Vec<_>>().join(","))
    }
}

/// An RDN is a set: the order of its attributes does not matter. (They are sorted: a hostile one has thousands.)
fn same_rdn(rdn: &[NameAttribute], other: &[NameAttribute]) -> bool {
    rdn == other || rdn.len() == other.len() && in_order(rdn) == in_order(other)
}

/// Types and values as they are compared.
fn in_order(rdn: &[NameAttribute]) -> Vec<(String, String)> {
    let pair = |attribute: &NameAttribute| (attribute.oid.clone(), prepared(&attribute.value));
    let mut pairs: Vec<_> = rdn.iter().map(pair).collect();
    pairs.sort_unstable();
    pairs
}

/// The form in which texts are compared: lower case, single spaces, none at the ends.
fn prepared(text: &str) -> String {
    text.to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn read_attribute(attribute: &AttributeTypeAndValue<'_>, rdn: usize) -> NameAttribute {
    let oid = attribute.attr_type().to_id_string();
    let value = attribute.attr_value();
    let tag = value.tag();
    let text = match value.class() {
        Class::Universal => read_text(tag, value.data),
        _ => None,
    };
    let (string_type, value) = text.unwrap_or_else(|| {
        (
            StringType::Other { tag: tag.0 },
            format!("#{}", hexadecimal(&value.to_der_vec().unwrap_or_default())),
        )
    });
    NameAttribute {
        short_name: lookup(&SHORT_NAMES, &oid),
        oid,
        value,
        string_type,
        rdn,
    }
}

/// The string type of a tag, where its bytes are at fault more often than the type.
fn string_of(tag: u8) -> Option<StringType> {
    Some(match tag {
        12 => StringType::Utf8,
        18 => StringType::Numeric,
        19 => StringType::Printable,
        22 => StringType::Ia5,
        _ => return None,
    })
}

/// The text of a value of a string type; `None` for any other type.
fn read_text(tag: Tag, bytes: &[u8]) -> Option<(StringType, String)> {
    match tag {
        Tag::TeletexString => Some((
            StringType::Teletex,
            bytes.iter().copied().map(char::from).collect(),
        )),
        Tag::BmpString => Some((StringType::Bmp, utf16(bytes)?)),
        Tag::UniversalString => Some((StringType::Universal, utf32(bytes)?)),
        _ => {
            let announced = string_of(u8::try_from(tag.0).ok()?)?;
            let utf8 = str::from_utf8(bytes).ok();
            match utf8.filter(|text| announced == StringType::Utf8 || text.is_ascii()) {
                Some(text) => Some((announced, text.to_owned())),
                None => Some((StringType::Misencoded { tag: tag.0 }, guessed(bytes))),
            }
        }
    }
}

fn utf16(bytes: &[u8]) -> Option<String> {
    let (units, []) = bytes.as_chunks() else {
        return None;
    };
    String::from_utf16(&units.iter().copied().map(u16::from_be_bytes).collect::<Vec<_>>()).ok()
}

fn utf32(bytes: &[u8]) -> Option<String> {
    let (units, []) = bytes.as_chunks() else {
        return None;
    };
    let units = units.iter().copied().map(u32::from_be_bytes);
    units.map(char::from_u32).collect()
}

/// Windows-1252 where it differs from Latin-1: 0x80 to 0x9f. The five bytes that stand for nothing there are the
/// control characters of Latin-1.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text that bytes of an unknown encoding make: UTF-8 if they are it, Windows-1252 otherwise.
pub(crate) fn guessed(bytes: &[u8]) -> String {
    let windows = |byte: &u8| match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        other => char::from(*other),
    };
    str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(windows).collect(), str::to_owned)
}

/// Lower-case hexadecimal.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes that [`hexadecimal`] wrote, in either case; `None` for anything else.
pub fn from_hexadecimal(text: &str) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
        return None;
    };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = |[high, low]: &[u8; 2]| u8::try_from(digit(*high)? << 4 | digit(*low)?).ok();
    pairs.iter().map(byte).collect()
}
