//! The findings about an establishment: for each code, its severity, its field and its evidence.

use crate::finding::Severity;

/// The length in characters at which issued IGC-Santé certificates cut the name.
pub const NAME_CUT: usize = 40;

/// The longest name in characters (ub-organization-name, RFC 5280, appendix A.1).
pub const NAME_LIMIT: usize = 64;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// [`Draft::name`](super::Draft::name)
    Name,
    /// [`Draft::department`](super::Draft::department)
    Department,
    /// [`Draft::identifier_kind`](super::Draft::identifier_kind)
    IdentifierKind,
    /// [`Draft::identifier`](super::Draft::identifier)
    Identifier,
    /// [`Draft::environment`](super::Draft::environment)
    Environment,
    /// [`Draft::contract_level`](super::Draft::contract_level)
    ContractLevel,
}

impl Field {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 6] = [
        Self::Name,
        Self::Department,
        Self::IdentifierKind,
        Self::Identifier,
        Self::Environment,
        Self::ContractLevel,
    ];
}

/// What was found. The comments say what [`found`](crate::finding::Finding::found) and [`expected`](crate::finding::Finding::expected) hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EstablishmentCode {
    /// No name.
    NameMissing,
    /// Certificates cut the name at [`NAME_CUT`] characters. Found: what they will hold.
    NameCut,
    /// More than [`NAME_LIMIT`] characters. Found: how many; expected: the limit.
    NameTooLong,
    /// A character in the name that shows nothing, or an accent apart from its letter. Found: the first one, as
    /// `U+200B`.
    NameHiddenCharacter,
    /// The name is asked for with other spaces, or its letters in one piece. Found: as typed; expected: as asked for.
    NamePutRight,
    /// A character in the name that may be taken for another: an apostrophe that is not the keyboard's, a letter of
    /// another script. Found: the name.
    NameUnusualCharacter,
    /// No département.
    DepartmentMissing,
    /// Not the code of a département. Found: the code.
    DepartmentUnknown,
    /// Not said which number it is.
    IdentifierKindMissing,
    /// No number.
    IdentifierMissing,
    /// Not nine characters, or characters that no FINESS number has. Found: the number.
    FinessFormat,
    /// Wrong key. Found: the number; expected: the number with the right key.
    FinessKey,
    /// Probably a wrong key: the rule for Corsica is not certain. As [`EstablishmentCode::FinessKey`].
    FinessKeyDoubtful,
    /// The third character is `0` in every known number. Found: that character; expected: `0`.
    FinessShapeDoubtful,
    /// A number of another département. Found: its first two characters; expected: those of the
    /// chosen one.
    FinessDepartment,
    /// Not fourteen digits. Found: the number.
    SiretFormat,
    /// Wrong key, of the SIREN or of the whole. Found: the number.
    SiretKey,
    /// A number of the test environment, in production. Found: the number.
    TestIdentifier,
    /// Not said who signed the contract.
    ContractLevelMissing,
    /// Contract signed by the EJ and FINESS of an EG, or the reverse. Found: the level of the
    /// contract; expected: that of the number (`EJ` or `EG`).
    ContractLevelDisagrees,
}

impl EstablishmentCode {
    /// Every code, in the order of the fields.
    pub const ALL: &[Self] = &[
        Self::NameMissing,
        Self::NameCut,
        Self::NameTooLong,
        Self::NameHiddenCharacter,
        Self::NamePutRight,
        Self::NameUnusualCharacter,
        Self::DepartmentMissing,
        Self::DepartmentUnknown,
        Self::IdentifierKindMissing,
        Self::IdentifierMissing,
        Self::FinessFormat,
        Self::FinessKey,
        Self::FinessKeyDoubtful,
        Self::FinessShapeDoubtful,
        Self::FinessDepartment,
        Self::SiretFormat,
        Self::SiretKey,
        Self::TestIdentifier,
        Self::ContractLevelMissing,
        Self::ContractLevelDisagrees,
    ];

    /// How much it weighs.
    pub const fn severity(self) -> Severity {
        match self {
            Self::NameCut
            | Self::NamePutRight
            | Self::NameUnusualCharacter
            | Self::FinessKeyDoubtful
            | Self::FinessShapeDoubtful
            | Self::FinessDepartment => Severity::Warning,
            Self::NameMissing
            | Self::NameTooLong
            | Self::NameHiddenCharacter
            | Self::DepartmentMissing
            | Self::DepartmentUnknown
            | Self::IdentifierKindMissing
            | Self::IdentifierMissing
            | Self::FinessFormat
            | Self::FinessKey
            | Self::SiretFormat
            | Self::SiretKey
            | Self::TestIdentifier
            | Self::ContractLevelMissing
            | Self::ContractLevelDisagrees => Severity::Error,
        }
    }

    /// Whether it is about characters that are there, and not about what may still be typed: told at once.
    pub const fn is_of_characters(self) -> bool {
        matches!(
            self,
            Self::NameHiddenCharacter | Self::NamePutRight | Self::NameUnusualCharacter
        )
    }

    /// The field beside which it is shown.
    pub const fn field(self) -> Field {
        match self {
            Self::NameMissing
            | Self::NameCut
            | Self::NameTooLong
            | Self::NameHiddenCharacter
            | Self::NamePutRight
            | Self::NameUnusualCharacter => Field::Name,
            Self::DepartmentMissing | Self::DepartmentUnknown => Field::Department,
            Self::IdentifierKindMissing => Field::IdentifierKind,
            Self::IdentifierMissing
            | Self::FinessFormat
            | Self::FinessKey
            | Self::FinessKeyDoubtful
            | Self::FinessShapeDoubtful
            | Self::FinessDepartment
            | Self::SiretFormat
            | Self::SiretKey
            | Self::TestIdentifier => Field::Identifier,
            Self::ContractLevelMissing | Self::ContractLevelDisagrees => Field::ContractLevel,
        }
    }
}
