//! The tasks of the procedure, one table row each.

use serde::{Deserialize, Serialize};

use super::question::{Answers, Choice, Question};
use super::reference::{Address, Document};

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

/// What the procedure says of a task.
#[derive(Clone, Copy, Debug)]
pub struct Fiche {
    /// The task.
    pub task: Task,
    /// The word for it in addresses of the page.
    pub slug: &'static str,
    /// The part of the procedure that it is of.
    pub step: Step,
    /// Who may do it, in general; see [`Task::roles`].
    roles: &'static [Role],
    /// What is filled in, read or sent, in general; see [`Task::documents`].
    documents: &'static [Document],
    /// Where to write, call or go.
    pub addresses: &'static [Address],
    /// The tasks that come first, where they apply.
    pub needs: &'static [Task],
    /// What shows that it is done.
    pub proof: Proof,
}

const DIRECTION: &[Role] = &[Role::LegalRepresentative, Role::Mandataire];
/// What the mandataire cannot do yet, or what makes one.
const DIRECTOR: &[Role] = &[Role::LegalRepresentative];
const ADMINISTRATOR: &[Role] = &[Role::TechnicalAdministrator];

/// One row a task, in the order of [`Task`].
pub const FICHES: [Fiche; 24] = [
    Fiche {
        task: Task::CheckIdentification,
        slug: "identification",
        step: Step::Prerequisites,
        roles: DIRECTION,
        documents: &[],
        addresses: &[Address::CertificatesDesk, Address::Telephone],
        needs: &[],
        proof: Proof::Statement,
    },
    Fiche {
        task: Task::ChooseContractLevel,
        slug: "niveau",
        step: Step::Prerequisites,
        roles: DIRECTOR,
        documents: &[],
        addresses: &[],
        needs: &[],
        proof: Proof::Answers(&[Question::ContractLevel]),
    },
    Fiche {
        task: Task::DescribeEstablishment,
        slug: "etablissement",
        step: Step::Prerequisites,
        roles: &[
            Role::LegalRepresentative,
            Role::Mandataire,
            Role::TechnicalAdministrator,
        ],
        documents: &[],
        addresses: &[],
        needs: &[Task::ChooseContractLevel],
        proof: Proof::Establishment,
    },
    Fiche {
        task: Task::ContractAndCard,
        slug: "contrat",
        step: Step::Prerequisites,
        roles: DIRECTOR,
        documents: &[Document::Contract, Document::Form101],
        addresses: &[Address::Orders],
        needs: &[Task::CheckIdentification, Task::ChooseContractLevel],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::UpdateRepresentative,
        slug: "nouveau-representant",
        step: Step::Prerequisites,
        roles: DIRECTOR,
        documents: &[Document::Form101, Document::Contract],
        addresses: &[Address::Orders, Address::CardsDesk],
        needs: &[Task::CheckIdentification],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::MandataireCard,
        slug: "carte-mandataire",
        step: Step::Prerequisites,
        roles: DIRECTOR,
        documents: &[Document::Form301],
        addresses: &[Address::CardOrders, Address::Tom],
        // The contract is the one under which the ANS delivers cards.
        needs: &[Task::ContractAndCard, Task::UpdateRepresentative],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::DesignateMandataire,
        slug: "mandataire",
        step: Step::Prerequisites,
        roles: DIRECTOR,
        documents: &[Document::Form502],
        addresses: &[Address::CardOrders],
        needs: &[
            Task::ContractAndCard,
            Task::UpdateRepresentative,
            Task::MandataireCard,
        ],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::ChooseAdministrator,
        slug: "administrateur",
        step: Step::Prerequisites,
        roles: DIRECTION,
        documents: &[],
        addresses: &[],
        needs: &[],
        proof: Proof::Answers(&[Question::Administrator, Question::AdministratorCard]),
    },
    Fiche {
        task: Task::AdministratorCard,
        slug: "carte-administrateur",
        step: Step::Prerequisites,
        roles: DIRECTION,
        documents: &[Document::Form301],
        addresses: &[Address::CardOrders, Address::Tom],
        needs: &[
            Task::ContractAndCard,
            Task::UpdateRepresentative,
            Task::ChooseAdministrator,
        ],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::CheckAuthorisation,
        slug: "droits",
        step: Step::Authorisation,
        roles: ADMINISTRATOR,
        documents: &[],
        addresses: &[Address::Platform],
        needs: &[Task::AdministratorCard],
        proof: Proof::Statement,
    },
    Fiche {
        task: Task::Authorise,
        slug: "habilitation",
        step: Step::Authorisation,
        roles: DIRECTION,
        documents: &[Document::Form413],
        addresses: &[Address::Orders, Address::CertificatesDesk],
        needs: &[
            Task::DescribeEstablishment,
            Task::ContractAndCard,
            Task::UpdateRepresentative,
            Task::ChooseAdministrator,
            Task::AdministratorCard,
            Task::CheckAuthorisation,
        ],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::PrepareWorkstation,
        slug: "poste",
        step: Step::Generation,
        roles: ADMINISTRATOR,
        documents: &[Document::PlatformGuide],
        addresses: &[Address::Platform],
        needs: &[],
        proof: Proof::Statement,
    },
    Fiche {
        task: Task::AskFormat,
        slug: "format",
        step: Step::Generation,
        roles: ADMINISTRATOR,
        documents: &[],
        addresses: &[Address::VendorsDesk],
        needs: &[],
        proof: Proof::Statement,
    },
    Fiche {
        task: Task::MakeRequests,
        slug: "demandes",
        step: Step::Generation,
        roles: ADMINISTRATOR,
        documents: &[Document::CsrProcedure],
        addresses: &[],
        needs: &[Task::DescribeEstablishment],
        proof: Proof::Requests,
    },
    Fiche {
        task: Task::OrderCertificates,
        slug: "commande",
        step: Step::Generation,
        roles: ADMINISTRATOR,
        documents: &[Document::PlatformGuide],
        addresses: &[Address::Order, Address::CertificatesDesk],
        needs: &[
            Task::Authorise,
            Task::PrepareWorkstation,
            Task::AskFormat,
            Task::MakeRequests,
        ],
        proof: Proof::Certificates,
    },
    Fiche {
        task: Task::AddIntermediate,
        slug: "intermediaire",
        step: Step::Generation,
        roles: ADMINISTRATOR,
        documents: &[],
        addresses: &[Address::IntermediateCertificate],
        needs: &[Task::OrderCertificates],
        proof: Proof::Statement,
    },
    Fiche {
        task: Task::Install,
        slug: "installation",
        step: Step::Generation,
        roles: ADMINISTRATOR,
        documents: &[],
        addresses: &[Address::VendorsDesk],
        needs: &[Task::OrderCertificates, Task::AddIntermediate],
        proof: Proof::Statement,
    },
    Fiche {
        task: Task::ChangeAdministrators,
        slug: "habilitations",
        step: Step::Life,
        roles: DIRECTION,
        documents: &[],
        addresses: &[Address::CertificatesDesk, Address::Telephone],
        needs: &[],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::ChangeMandataires,
        slug: "mandats",
        step: Step::Life,
        roles: DIRECTOR,
        documents: &[Document::Form502],
        addresses: &[Address::CardOrders],
        needs: &[],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::OpposeCard,
        slug: "opposition",
        step: Step::Life,
        roles: DIRECTION,
        documents: &[],
        addresses: &[Address::CertificatesDesk, Address::Telephone],
        needs: &[],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::ReissueCode,
        slug: "code",
        step: Step::Life,
        roles: DIRECTION,
        documents: &[],
        addresses: &[Address::CertificatesDesk, Address::Telephone],
        needs: &[],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::UpdateHolder,
        slug: "porteur",
        step: Step::Life,
        roles: DIRECTION,
        documents: &[],
        addresses: &[Address::CertificatesDesk, Address::Telephone],
        needs: &[],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::Revoke,
        slug: "revocation",
        step: Step::Life,
        roles: &[
            Role::LegalRepresentative,
            Role::Mandataire,
            Role::TechnicalAdministrator,
        ],
        documents: &[Document::PlatformGuide],
        addresses: &[Address::Platform, Address::CertificatesDesk],
        needs: &[],
        proof: Proof::Statement,
    },
    Fiche {
        task: Task::Renew,
        slug: "renouvellement",
        step: Step::Life,
        roles: ADMINISTRATOR,
        documents: &[],
        addresses: &[Address::Order, Address::CertificatesDesk],
        needs: &[],
        proof: Proof::Statement,
    },
];

// A task's number is its row's.
const _: () = {
    let mut row = 0;
    while row < FICHES.len() {
        assert!(FICHES[row].task as usize == row);
        row += 1;
    }
};

impl Task {
    /// Every task, in the order of the procedure.
    pub const ALL: [Self; FICHES.len()] = {
        let mut all = [Self::CheckIdentification; FICHES.len()];
        let mut row = 0;
        while row < all.len() {
            all[row] = FICHES[row].task;
            row += 1;
        }
        all
    };

    /// The word for it in addresses of the page.
    pub const fn slug(self) -> &'static str {
        self.fiche().slug
    }

    /// What the procedure says of it.
    pub const fn fiche(self) -> &'static Fiche {
        &FICHES[self as usize]
    }

    /// Whether a hospital with these answers has it to do; `Err` is the question that decides. A task of
    /// [`Step::Life`] has its occasion, not an answer: it applies once it was begun.
    pub(super) fn applies(self, answers: &Answers, begun: bool) -> Result<bool, Question> {
        let is = |question, choice| Ok(answers.decided(question)? == choice);
        match self {
            Self::ChooseContractLevel => is(Question::Contract, Choice::No),
            Self::ContractAndCard => Ok(is(Question::Contract, Choice::No)?
                || (Question::DirectorCard.applies(answers)? && is(Question::DirectorCard, Choice::No)?)),
            Self::UpdateRepresentative => {
                Ok(is(Question::Contract, Choice::Yes)? && is(Question::NewRepresentative, Choice::Yes)?)
            }
            Self::MandataireCard => is(Question::Mandataire, Choice::ToDesignateWithoutCard),
            Self::DesignateMandataire => Ok(matches!(
                answers.decided(Question::Mandataire)?,
                Choice::ToDesignateWithCard | Choice::ToDesignateWithoutCard
            )),
            Self::AdministratorCard => is(Question::AdministratorCard, Choice::No),
            Self::CheckAuthorisation => is(Question::Authorised, Choice::Unknown),
            Self::Authorise => Ok(!is(Question::Authorised, Choice::Yes)?),
            Self::MakeRequests | Self::AddIntermediate => is(Question::KeyOrigin, Choice::OwnCsr),
            _ if self.fiche().step == Step::Life => Ok(begun),
            _ => Ok(true),
        }
    }

    /// Who does it in a hospital with these answers: a mandataire only where there is one, the vendor
    /// where it is the technical administrator.
    pub fn roles(self, answers: &Answers) -> Vec<Role> {
        let vendor = answers.get(Question::Administrator) == Some(Choice::Vendor);
        let alone = answers.get(Question::Mandataire) == Some(Choice::NoMandataire);
        self.fiche()
            .roles
            .iter()
            .filter(|role| !(alone && **role == Role::Mandataire))
            .map(|role| match role {
                Role::TechnicalAdministrator if vendor => Role::SoftwareVendor,
                role => *role,
            })
            .collect()
    }

    /// What is filled in, read or sent in a hospital with these answers: the contract only where there is
    /// none, form 101 only where the card is missing.
    pub fn documents(self, answers: &Answers) -> Vec<Document> {
        let has = |question| answers.get(question) == Some(Choice::Yes);
        let needed = |document: &Document| match (self, document) {
            (Self::ContractAndCard, Document::Contract) => !has(Question::Contract),
            (Self::ContractAndCard, Document::Form101) => !has(Question::DirectorCard),
            _ => true,
        };
        self.fiche().documents.iter().copied().filter(needed).collect()
    }
}
