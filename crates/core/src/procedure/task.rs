//! What makes a task of the procedure. The tasks themselves, a row each, stand in `fiche.rs`.

use serde::{Deserialize, Serialize};

use super::question::Question;

/// The parts of the procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// « Vérification des prérequis ».
    Prerequisites,
    /// « Demande d'habilitation à la commande de certificats ».
    Authorisation,
    /// « Génération et installation des certificats logiciels ».
    Generation,
    /// The three years after.
    Life,
}

impl Step {
    /// Every part, in its order.
    pub const ALL: [Self; 4] = [
        Self::Prerequisites,
        Self::Authorisation,
        Self::Generation,
        Self::Life,
    ];
}

/// Who does a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// « Représentant légal »: the director.
    LegalRepresentative,
    /// « Mandataire », whom the legal representative has designated.
    Mandataire,
    /// « Administrateur technique ».
    TechnicalAdministrator,
    /// « Éditeur », when it is the technical administrator.
    SoftwareVendor,
}

impl Role {
    /// Every role, in the order in which the procedure needs them.
    pub const ALL: [Self; 4] = [
        Self::LegalRepresentative,
        Self::Mandataire,
        Self::TechnicalAdministrator,
        Self::SoftwareVendor,
    ];

    /// The word for it in addresses of the page.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::LegalRepresentative => "representant-legal",
            Self::Mandataire => "mandataire",
            Self::TechnicalAdministrator => "administrateur-technique",
            Self::SoftwareVendor => "editeur",
        }
    }
}

/// What shows that a task is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The answers to these questions.
    Answers(&'static [Question]),
    /// The dossier: the establishment's description has no error.
    Establishment,
    /// The dossier: each order has a request with the present name, whose key is saved.
    Requests,
    /// The dossier: each order has its certificate. Somebody's word counts as well.
    Certificates,
    /// Something was sent, and the ANS has answered.
    Reply,
    /// Somebody has done it, and says so.
    Statement,
}

/// A task of the procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(usize)]
pub enum Task {
    /// Make sure that the ANS knows the establishment and its legal representative.
    CheckIdentification,
    /// Decide whether the EJ or an EG signs the contract.
    ChooseContractLevel,
    /// Describe the establishment in the dossier.
    DescribeEstablishment,
    /// Sign the contract, or order the legal representative's card, or both together.
    ContractAndCard,
    /// Tell the ANS of a new legal representative.
    UpdateRepresentative,
    /// Order a CPx card for the future mandataire.
    MandataireCard,
    /// Designate the mandataire.
    DesignateMandataire,
    /// Choose the technical administrator.
    ChooseAdministrator,
    /// Order a CPx card for the technical administrator.
    AdministratorCard,
    /// Look on the platform whether the administrator is authorised already.
    CheckAuthorisation,
    /// Declare the technical administrators: form 413.
    Authorise,
    /// Have a workstation with a card reader, and access to the platform.
    PrepareWorkstation,
    /// Ask the software vendor which format it needs.
    AskFormat,
    /// Make the keys and requests.
    MakeRequests,
    /// Order both certificates on the platform.
    OrderCertificates,
    /// Add the intermediate authority's certificate.
    AddIntermediate,
    /// Install both certificates, and the authorities of the AMC.
    Install,
    /// Add or remove a technical administrator.
    ChangeAdministrators,
    /// Add a mandataire, or end a mandate.
    ChangeMandataires,
    /// A card is lost, stolen or faulty.
    OpposeCard,
    /// A card's confidential code is lost.
    ReissueCode,
    /// A holder's data have changed.
    UpdateHolder,
    /// A certificate bears errors, or is lost or stolen.
    Revoke,
    /// The certificates come to their end.
    Renew,
}

/// A place in CertiROC where a task is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where this question is asked.
    Question(Question),
    /// The description of the establishment.
    Establishment,
    /// The people who play a role.
    People,
    /// Cards and readers.
    Reader,
    /// Keys and requests.
    Requests,
    /// Certificates that came back.
    Certificates,
    /// The annexes of the procedure.
    Annexes,
}
