//! Whom a card names: its holder and the holder's structure, from the subject of a certificate.
//!
//! The holder's name is in a single RDN of several attributes, `GN + CN + SN`, so attributes are looked up by type,
//! wherever they are.

use certiroc_pki::x509::Name;

const COMMON_NAME: &str = "2.5.4.3";
const SURNAME: &str = "2.5.4.4";
const STATE: &str = "2.5.4.8";
const ORGANIZATION: &str = "2.5.4.10";
const UNIT: &str = "2.5.4.11";
const TITLE: &str = "2.5.4.12";
const GIVEN_NAME: &str = "2.5.4.42";
const PSEUDONYM: &str = "2.5.4.65";

/// The holder, as written. Anything may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// `GN`
    pub given_name: Option<String>,
    /// `SN`
    pub surname: Option<String>,
    /// `title`: the profession of a CPS, the quality of other holders, such as « Personnel santé ou social ».
    pub title: Option<String>,
    /// `pseudonym`, of a service card.
    pub pseudonym: Option<String>,
    /// `CN`: the national identifier.
    pub national_id: Option<NationalId>,
}

/// Whether a card names a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// It bears a given name and a surname.
    Nominative,
    /// It bears a pseudonym, or no name at all: a service card, which people may share.
    Service,
    /// It bears half a name, or a name and a pseudonym.
    Unclear,
}

/// A person's identifier (`idNat_PS` of the ANS).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NationalId {
    /// As written, the digit of its type first.
    pub text: String,
    /// What it is.
    pub sort: NationalIdSort,
}

/// What a person's identifier is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NationalIdSort {
    /// `8` and the eleven digits of RPPS, the register of health professionals.
    Rpps,
    /// `0` and the nine characters of ADELI, the register before.
    Adeli,
    /// `3`, the nine characters of a FINESS, `/` and an identifier that the establishment gave.
    Internal,
    /// Another type.
    Other,
}

/// The structure that a holder works for. A CPS bears none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    /// `O`: its name.
    pub name: Option<String>,
    /// `ST`: its department, such as `Paris (75)`.
    pub state: Option<String>,
    /// `OU`, as written: the idNat_Struct; on cards of the old PKI perhaps something else.
    pub unit: Option<String>,
    /// What the number in [`Structure::unit`] is, and the number.
    pub id: Option<(StructureIdSort, String)>,
}

/// What identifies a structure (`TRE_G07`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StructureIdSort {
    /// `1` and the nine characters of a FINESS. It may be that of the legal entity (EJ) or of an establishment (EG).
    Finess,
    /// `3` and the fourteen digits of a SIRET.
    Siret,
}

/// The values of every attribute of this type, one after the other: some people have several given names.
fn text(name: &Name, oid: &str) -> Option<String> {
    let values: Vec<_> = name.values_of(oid).map(str::trim).collect();
    Some(values.join(" ")).filter(|text| !text.is_empty())
}

impl Holder {
    pub(super) fn read(subject: &Name) -> Self {
        Self {
            given_name: text(subject, GIVEN_NAME),
            surname: text(subject, SURNAME),
            title: text(subject, TITLE),
            pseudonym: text(subject, PSEUDONYM),
            national_id: text(subject, COMMON_NAME).map(NationalId::new),
        }
    }

    /// Given name and surname, where both are there.
    pub fn name(&self) -> Option<String> {
        Some(format!(
            "{} {}",
            self.given_name.as_ref()?,
            self.surname.as_ref()?
        ))
    }

    /// Whether the card names a person.
    pub const fn naming(&self) -> Naming {
        match (&self.given_name, &self.surname, &self.pseudonym) {
            (Some(_), Some(_), None) => Naming::Nominative,
            (None, None, _) => Naming::Service,
            _ => Naming::Unclear,
        }
    }
}

impl NationalId {
    fn new(text: String) -> Self {
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let sort = match (text.as_bytes(), text.split_once('/')) {
            ([b'8', ..], None) if text.len() == 12 && is_digits(&text) => NationalIdSort::Rpps,
            ([b'0', ..], None) if is_number(&text, 10) => NationalIdSort::Adeli,
            ([b'3', ..], Some((structure, internal))) if is_number(structure, 10) && !internal.is_empty() => {
                NationalIdSort::Internal
            }
            _ => NationalIdSort::Other,
        };
        Self { text, sort }
    }
}

/// So many digits and capital letters: those of tests and of Corsica have letters.
fn is_number(text: &str, len: usize) -> bool {
    let is_part = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    text.len() == len && text.bytes().all(is_part)
}

impl Structure {
    /// `None` where the subject names no structure.
    pub(super) fn read(subject: &Name) -> Option<Self> {
        let (name, unit) = (text(subject, ORGANIZATION), text(subject, UNIT));
        (name.is_some() || unit.is_some()).then(|| Self {
            id: unit.as_deref().and_then(structure_id),
            state: text(subject, STATE),
            name,
            unit,
        })
    }
}

fn structure_id(unit: &str) -> Option<(StructureIdSort, String)> {
    let (sort, number, len) = if let Some(number) = unit.strip_prefix('1') {
        (StructureIdSort::Finess, number, 9)
    } else {
        (StructureIdSort::Siret, unit.strip_prefix('3')?, 14)
    };
    is_number(number, len).then(|| (sort, number.to_owned()))
}
