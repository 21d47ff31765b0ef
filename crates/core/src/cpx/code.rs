//! The codes in IGC-Santé's extensions, each from one of the ANS's lists (« Terminologies de référence », TRE).

use pkcs8::der::{AnyRef, Decode, Tag, Tagged};

use certiroc_pki::x509::{Certificate, hexadecimal};

/// What kind of card it is (`TRE_G02-TypeProduit`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 00: CPS, a health professional's.
    Cps,
    /// 01: CPF, that of a professional in training.
    Cpf,
    /// 02: CDE or CPE, that of an establishment's director or of its staff. The code is one for both.
    Establishment,
    /// 03: CDA or CPA, that of the director or of the staff of an authorised structure, outside care.
    Authorised,
    /// Any other, as [`Kind::code`] gives it.
    Other(String),
}

/// Which family of products it is of (`TRE_G01-CategorieProduit`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Category {
    /// 00: a card.
    Card,
    /// 80: a test card, whose holder and structure may be fictitious.
    TestCard,
    /// Any other, as [`Category::code`] gives it: 03 and 83 are software certificates, 02 and 82 security modules.
    Other(String),
}

/// What the holder answers for in his structure (`TRE_G04`). No certificate that was seen bears it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Responsibility {
    /// 00: for nothing.
    None,
    /// 01: « responsable de la structure ».
    Head,
    /// 02: « adjoint ».
    Deputy,
    /// Any other, as [`Responsibility::code`] gives it.
    Other(String),
}

const KIND: &str = "1.2.250.1.71.1.2.2";
const NUMBER: &str = "1.2.250.1.71.1.2.3";
const CATEGORY: &str = "1.2.250.1.71.1.2.5";
const PROFESSION: &str = "1.2.250.1.71.1.2.7";
const RESPONSIBILITY: &str = "1.2.250.1.71.1.2.12";

impl Kind {
    /// Its code in the list.
    pub fn code(&self) -> &str {
        match self {
            Self::Cps => "00",
            Self::Cpf => "01",
            Self::Establishment => "02",
            Self::Authorised => "03",
            Self::Other(code) => code,
        }
    }

    pub(super) fn read(certificate: &Certificate) -> Option<Self> {
        let code = Code::read(certificate, KIND)?;
        Some(match code.number(DECIMAL) {
            Some(0) => Self::Cps,
            Some(1) => Self::Cpf,
            Some(2) => Self::Establishment,
            Some(3) => Self::Authorised,
            _ => Self::Other(code.text(DECIMAL)),
        })
    }
}

impl Category {
    /// Its code in the list.
    pub fn code(&self) -> &str {
        match self {
            Self::Card => "00",
            Self::TestCard => "80",
            Self::Other(code) => code,
        }
    }

    pub(super) fn read(certificate: &Certificate) -> Option<Self> {
        let code = Code::read(certificate, CATEGORY)?;
        Some(match code.number(HEXADECIMAL) {
            Some(0) => Self::Card,
            Some(0x80) => Self::TestCard,
            _ => Self::Other(code.text(HEXADECIMAL)),
        })
    }
}

impl Responsibility {
    /// Its code in the list.
    pub fn code(&self) -> &str {
        match self {
            Self::None => "00",
            Self::Head => "01",
            Self::Deputy => "02",
            Self::Other(code) => code,
        }
    }

    pub(super) fn read(certificate: &Certificate) -> Option<Self> {
        let code = Code::read(certificate, RESPONSIBILITY)?;
        Some(match code.number(DECIMAL) {
            Some(0) => Self::None,
            Some(1) => Self::Head,
            Some(2) => Self::Deputy,
            _ => Self::Other(code.text(DECIMAL)),
        })
    }
}

/// The code of the profession (`TRE_G15`), such as `60`.
pub(super) fn profession(certificate: &Certificate) -> Option<String> {
    Some(Code::read(certificate, PROFESSION)?.text(DECIMAL))
}

/// The number of the card, such as `8025000001/2600301752`.
pub(super) fn number(certificate: &Certificate) -> Option<String> {
    Some(Code::read(certificate, NUMBER)?.text(DECIMAL))
}

/// The base in which a list writes the numbers that extensions bear: 60 is a nurse, and 80 a byte 0x80.
type Base = u32;
const DECIMAL: Base = 10;
const HEXADECIMAL: Base = 16;

/// A code, as an extension bears it. Three encodings were seen: INTEGER, an OCTET STRING of one byte, and
/// `PrintableString`; none is tied to a list here.
enum Code {
    Number(u32),
    Text(String),
    /// The DER of anything else.
    Raw(Vec<u8>),
}

impl Code {
    /// The first extension of this type.
    fn read(certificate: &Certificate, oid: &str) -> Option<Self> {
        let mut extensions = certificate.extensions.iter();
        let value = &extensions.find(|extension| extension.oid == oid)?.value;
        Some(Self::decode(value).unwrap_or_else(|| Self::Raw(value.clone())))
    }

    fn decode(der: &[u8]) -> Option<Self> {
        let any = AnyRef::from_der(der).ok()?;
        match (any.tag(), any.value()) {
            (Tag::Integer, _) => u32::from_der(der).ok().map(Self::Number),
            (Tag::OctetString, [byte]) => Some(Self::Number((*byte).into())),
            (Tag::PrintableString | Tag::Utf8String | Tag::Ia5String | Tag::NumericString, text) => {
                Some(Self::Text(str::from_utf8(text).ok()?.trim().to_owned()))
            }
            _ => None,
        }
    }

    fn number(&self, base: Base) -> Option<u32> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => u32::from_str_radix(text, base).ok(),
            Self::Raw(_) => None,
        }
    }

    /// As the list writes it: two digits; `#` and the hexadecimal DER of what is no code.
    fn text(&self, base: Base) -> String {
        match self {
            Self::Number(number) if base == HEXADECIMAL => format!("{number:02X}"),
            Self::Number(number) => format!("{number:02}"),
            Self::Text(text) => text.clone(),
            Self::Raw(der) => format!("#{}", hexadecimal(der)),
        }
    }
}
