//! Who asks for the certificates: the establishment, its identifier, its subject name.
//!
//! A [`Draft`] is what was typed, right or wrong; [`Draft::findings`] says what is wrong with it and
//! [`Draft::establishment`] makes an [`Establishment`] of it once nothing is.

mod check;
mod code;
mod department;
mod identifier;

use serde::{Deserialize, Serialize};

pub use certiroc_authorities::Environment;
pub use code::{EstablishmentCode, Field, NAME_CUT, NAME_LIMIT};
pub use department::{DEPARTMENTS, Department};
pub use identifier::{IdentifierKind, StructureId};

use crate::finding::{Finding, Severity};
use crate::spelling::put_right;
use crate::subject::Subject;

/// What the user typed, kept as typed: it is saved in the dossier even while it has errors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Draft {
    /// Name of the establishment (« raison sociale »), the future `O`.
    pub name: String,
    /// Code of a [`Department`], or nothing.
    pub department: String,
    /// Which number [`Draft::identifier`] is.
    pub identifier_kind: Option<IdentifierKind>,
    /// FINESS or SIRET; white space in it means nothing, and letters may be small.
    pub identifier: String,
    /// Which of the two IGC-Santé the certificates are asked from.
    pub environment: Environment,
    /// Who signed the contract with the ANS.
    pub contract_level: Option<ContractLevel>,
}

/// Who signed the contract with the ANS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContractLevel {
    /// The legal entity (« entité juridique »).
    Ej,
    /// A geographic establishment (« entité géographique »).
    Eg,
}

impl ContractLevel {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Ej, Self::Eg];

    /// The word for it in files and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ej => "ej",
            Self::Eg => "eg",
        }
    }

    /// The abbreviation in use: `EJ` or `EG`.
    pub const fn abbreviation(self) -> &'static str {
        match self {
            Self::Ej => "EJ",
            Self::Eg => "EG",
        }
    }
}

/// An establishment in which no error was found. It is made by [`Draft::establishment`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Establishment {
    name: String,
    department: Department,
    identifier: StructureId,
    environment: Environment,
    contract_level: ContractLevel,
}

impl Establishment {
    /// The name, put right: 1 to [`NAME_LIMIT`] characters, none of them hidden.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is.
    pub fn department(&self) -> Department {
        self.department
    }

    /// Its national structure identifier.
    pub fn identifier(&self) -> &StructureId {
        &self.identifier
    }

    /// Which of the two IGC-Santé the certificates are asked from.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// Who signed the contract with the ANS.
    pub fn contract_level(&self) -> ContractLevel {
        self.contract_level
    }

    /// The subject name to ask for; `service_name` is put right.
    pub fn subject(&self, service_name: &str) -> Subject {
        Subject {
            state: self.department.to_string(),
            organization: self.name.clone(),
            organizational_unit: self.identifier.to_string(),
            common_name: put_right(service_name),
        }
    }
}

impl Draft {
    /// The establishment, when nothing is wrong.
    ///
    /// # Errors
    /// Every finding, warnings included, when at least one of them is an error.
    pub fn establishment(&self) -> Result<Establishment, Vec<Finding<EstablishmentCode>>> {
        let findings = self.findings();
        let blocked = findings
            .iter()
            .any(|finding| finding.code.severity() == Severity::Error);
        match (self.known_department(), self.structure_id(), self.contract_level) {
            (Some(department), Some(identifier), Some(contract_level)) if !blocked => Ok(Establishment {
                name: self.asked_name(),
                department: *department,
                identifier,
                environment: self.environment,
                contract_level,
            }),
            _ => Err(findings),
        }
    }

    /// The subject name as far as it is known; what is missing or wrong is empty, except the name,
    /// given as typed, and put right.
    pub fn subject(&self, service_name: &str) -> Subject {
        Subject {
            state: self
                .known_department()
                .map(ToString::to_string)
                .unwrap_or_default(),
            organization: self.asked_name(),
            organizational_unit: self.structure_id().map(|id| id.to_string()).unwrap_or_default(),
            common_name: put_right(service_name),
        }
    }

    /// The name as it is asked for: what was typed, [put right](put_right).
    pub fn asked_name(&self) -> String {
        put_right(&self.name)
    }

    fn known_department(&self) -> Option<&'static Department> {
        Department::from_code(&self.department)
    }
}
