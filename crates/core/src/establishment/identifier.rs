//! The identifiers of a structure: FINESS, SIRET, and the structure id made of them.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::ContractLevel;

/// Which number identifies the establishment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentifierKind {
    /// FINESS number of the legal entity (« entité juridique », EJ).
    FinessEj,
    /// FINESS number of a geographic establishment (« entité géographique », EG).
    FinessEg,
    /// SIRET number.
    Siret,
}

impl IdentifierKind {
    /// Every kind, in the order of the form.
    pub const ALL: [Self; 3] = [Self::FinessEj, Self::FinessEg, Self::Siret];

    /// The word for it in files and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FinessEj => "finess-ej",
            Self::FinessEg => "finess-eg",
            Self::Siret => "siret",
        }
    }

    /// The level at which the contract must be signed to agree with the number, if it tells.
    pub const fn level(self) -> Option<ContractLevel> {
        match self {
            Self::FinessEj => Some(ContractLevel::Ej),
            Self::FinessEg => Some(ContractLevel::Eg),
            Self::Siret => None,
        }
    }
}

/// The national structure identifier (idNat_Struct) of the `OU` attribute.
///
/// Its [`Display`](fmt::Display) is the type digit of the nomenclature `TRE_G07`, then the number: `1`
/// and the nine characters of a FINESS (EJ and EG alike: the value does not tell them apart), `3` and the
/// fourteen digits of a SIRET.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StructureId {
    kind: IdentifierKind,
    number: String,
}

impl StructureId {
    /// `number` is normalized and was found free of errors.
    pub(super) fn new(kind: IdentifierKind, number: String) -> Self {
        Self { kind, number }
    }

    /// Which number it is.
    pub fn kind(&self) -> IdentifierKind {
        self.kind
    }

    /// The number itself: no spaces, capital letters.
    pub fn number(&self) -> &str {
        &self.number
    }
}

impl fmt::Display for StructureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = match self.kind {
            IdentifierKind::FinessEj | IdentifierKind::FinessEg => '1',
            IdentifierKind::Siret => '3',
        };
        write!(f, "{digit}{}", self.number)
    }
}

/// What was typed without the white space and the invisible marks that copying brings along, in
/// capital letters.
pub(super) fn normalize(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// What a normalized FINESS number looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FinessShape {
    /// Nine digits.
    Digits,
    /// `2A` or `2B` and seven digits: Corsica.
    Corsica,
    /// A digit, a letter and seven digits, such as `0B0221636`: the numbers of the test environment.
    Test,
    /// Nine digits and capital letters in any other arrangement: only in the test environment.
    Alphanumeric,
    /// Anything else.
    None,
}

impl FinessShape {
    pub(super) fn of(number: &str) -> Self {
        let [first, second, rest @ ..] = number.as_bytes() else {
            return Self::None;
        };
        if rest.len() != 7
            || !number
                .bytes()
                .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        {
            return Self::None;
        }
        let first_is_digit = first.is_ascii_digit();
        match (first, second, rest.iter().all(u8::is_ascii_digit)) {
            (_, b'0'..=b'9', true) if first_is_digit => Self::Digits,
            (b'2', b'A' | b'B', true) => Self::Corsica,
            // O and I are rather a mistyped 0 and 1.
            (_, b'O' | b'I', _) => Self::Alphanumeric,
            (_, b'A'..=b'Z', true) if first_is_digit => Self::Test,
            _ => Self::Alphanumeric,
        }
    }
}

/// The same FINESS number with the right key: Luhn over the first eight characters, with the
/// letters of Corsica read as A = 1 and B = 2 (that reading is doubtful: it has no official source).
///
/// `None` if the number is not nine characters of that kind.
pub(super) fn with_finess_key(number: &str) -> Option<String> {
    let digits = number
        .bytes()
        .map(|b| match b {
            b'0'..=b'9' => Some(b - b'0'),
            b'A' | b'B' => Some(b - b'A' + 1),
            _ => None,
        })
        .collect::<Option<Vec<u8>>>()?;
    let [body @ .., _] = digits.as_slice() else {
        return None;
    };
    // The key stands at the right end, so the digit before it is the first one doubled.
    let key = (10 - luhn_sum(body.iter().rev().copied(), true) % 10) % 10;
    Some(format!("{}{key}", number.get(..8)?))
}

/// Whether fourteen digits bear the right keys: Luhn over the SIREN (the first nine) and over the
/// whole. The establishments of La Poste (SIREN 356000000) may instead have a sum of digits that is
/// a multiple of five.
///
/// `None` if the number is not fourteen digits.
pub(super) fn siret_key_is_right(number: &str) -> Option<bool> {
    if number.len() != 14 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits: Vec<u8> = number.bytes().map(|b| b - b'0').collect();
    let luhn = |digits: &[u8]| luhn_sum(digits.iter().rev().copied(), false).is_multiple_of(10);
    let la_poste = number.starts_with(LA_POSTE)
        && digits
            .iter()
            .copied()
            .map(u32::from)
            .sum::<u32>()
            .is_multiple_of(5);
    Some(digits.get(..9).is_some_and(luhn) && (luhn(&digits) || la_poste))
}

/// Whether a SIRET belongs to the test environment: its SIREN is nothing but zeros, as in
/// `00000000077081`.
pub(super) fn siret_is_test(number: &str) -> bool {
    number.starts_with("000000000")
}

/// The SIREN of La Poste.
const LA_POSTE: &str = "356000000";

/// The Luhn sum (ISO/IEC 7812-1, annex B) of digits given from the right.
fn luhn_sum(from_the_right: impl Iterator<Item = u8>, double_first: bool) -> u32 {
    from_the_right
        .enumerate()
        .map(|(index, digit)| {
            let doubled = u32::from(digit)
                * if index.is_multiple_of(2) == double_first {
                    2
                } else {
                    1
                };
            doubled / 10 + doubled % 10
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_known_numbers() {
        // AP-HP, Hospices civils de Lyon, CHU of La Réunion, CH of Mayotte; CH of Ajaccio and of Bastia.
        for number in [
            "750712184",
            "690781810",
            "970408589",
            "980500003",
            "2A0000014",
            "2B0000020",
        ] {
            assert_eq!(with_finess_key(number).as_deref(), Some(number), "{number}");
        }
        for number in [
            "18751275100020",
            "35600000000048",
            "35600000049837",
            "00000000077081",
        ] {
            assert_eq!(siret_key_is_right(number), Some(true), "{number}");
        }
        for number in ["18751275100021", "35600000049838", "18751275200020"] {
            assert_eq!(siret_key_is_right(number), Some(false), "{number}");
        }
        for number in [
            "",
            "1875127510002",
            "187512751000200",
            "1875127510002A",
            "１8751275100020",
        ] {
            assert_eq!(siret_key_is_right(number), None, "{number}");
        }
    }

    #[test]
    fn a_wrong_siren_is_not_saved_by_a_right_siret_key() {
        let numbers = (0..10).map(|key| format!("1875127500002{key}"));
        assert!(
            numbers
                .into_iter()
                .all(|number| siret_key_is_right(&number) == Some(false))
        );
    }

    #[test]
    fn shapes() {
        for (number, shape) in [
            ("690781810", FinessShape::Digits),
            ("2A0000014", FinessShape::Corsica),
            ("2C0000014", FinessShape::Test),
            ("0B0221636", FinessShape::Test),
            ("1B0073160", FinessShape::Test),
            ("69078181O", FinessShape::Alphanumeric),
            ("A90781810", FinessShape::Alphanumeric),
            ("7O0712184", FinessShape::Alphanumeric),
            ("69078181", FinessShape::None),
            ("6907818100", FinessShape::None),
            ("69078181é", FinessShape::None),
            ("", FinessShape::None),
        ] {
            assert_eq!(FinessShape::of(number), shape, "{number}");
        }
    }

    #[test]
    fn copied_spaces_are_ignored() {
        assert_eq!(
            normalize(" 2a\u{A0}0\u{202F}00\u{2009}0\t014\u{200B}"),
            "2A0000014"
        );
    }
}
