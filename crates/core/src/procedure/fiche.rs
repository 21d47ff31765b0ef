//! The tasks of the procedure, one row each.

use super::question::{Answers, Choice, Condition, Question};
use super::reference::{Address, CPS_SPACE, Document, Practice, REVOCATION_CHAPTER, Recipient};
use super::task::{Place, Proof, Role, Step, Task};

/// A document that a task may need.
#[derive(Clone, Copy, Debug)]
struct Paper {
    document: Document,
    /// The answer that spares it.
    unless: Option<(Question, Choice)>,
}

impl Paper {
    const fn always(document: Document) -> Self {
        Self {
            document,
            unless: None,
        }
    }

    const fn unless(document: Document, question: Question, choice: Choice) -> Self {
        Self {
            document,
            unless: Some((question, choice)),
        }
    }
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
    papers: &'static [Paper],
    /// Where to write, call or go.
    pub addresses: &'static [Address],
    /// Where practice has moved on since the document.
    pub practices: &'static [Practice],
    /// Where in other documents, or on other sites, it is to be found.
    pub landmarks: &'static [&'static str],
    /// Whom it writes to; `None` where nothing is sent. For lost cards, codes and holders' data the document gives no
    /// address: the customer service that it names for all information stands there.
    pub recipient: Option<Recipient>,
    /// Where in CertiROC it is done, or a part of it.
    pub places: &'static [Place],
    /// When a hospital has it to do: with one of these answers; always, where there is none. A task of [`Step::Life`]
    /// has its occasion instead: it applies once it was begun.
    needed_if: &'static [Condition],
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
        papers: &[],
        addresses: &[Address::CertificatesDesk, Address::Telephone],
        practices: &[],
        landmarks: &[],
        recipient: Some(Recipient::Mail(Address::CertificatesDesk)),
        places: &[],
        needed_if: &[],
        needs: &[],
        proof: Proof::Statement,
    },
    Fiche {
        task: Task::ChooseContractLevel,
        slug: "niveau",
        step: Step::Prerequisites,
        roles: DIRECTOR,
        papers: &[],
        addresses: &[],
        practices: &[Practice::Entity],
        landmarks: &[],
        recipient: None,
        places: &[Place::Question(Question::ContractLevel), Place::Annexes],
        needed_if: &[Condition::new(Question::Contract, &[Choice::No])],
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
        papers: &[],
        addresses: &[],
        practices: &[],
        landmarks: &[],
        recipient: None,
        places: &[Place::Establishment],
        needed_if: &[],
        needs: &[Task::ChooseContractLevel],
        proof: Proof::Establishment,
    },
    Fiche {
        task: Task::ContractAndCard,
        slug: "contrat",
        step: Step::Prerequisites,
        roles: DIRECTOR,
        papers: &[
            Paper::unless(Document::Contract, Question::Contract, Choice::Yes),
            Paper::unless(Document::Form101, Question::DirectorCard, Choice::Yes),
        ],
        addresses: &[Address::Orders],
        practices: &[],
        landmarks: &[],
        recipient: Some(Recipient::OnForm(Address::CardsDesk)),
        places: &[Place::Reader],
        needed_if: &[
            Condition::new(Question::Contract, &[Choice::No]),
            Condition::new(Question::DirectorCard, &[Choice::No]),
        ],
        needs: &[Task::CheckIdentification, Task::ChooseContractLevel],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::UpdateRepresentative,
        slug: "nouveau-representant",
        step: Step::Prerequisites,
        roles: DIRECTOR,
        papers: &[
            Paper::always(Document::Form101),
            Paper::always(Document::Contract),
        ],
        addresses: &[Address::Orders, Address::CardsDesk],
        practices: &[],
        landmarks: &[],
        recipient: Some(Recipient::Mail(Address::CardsDesk)),
        places: &[Place::Reader],
        needed_if: &[Condition::new(Question::NewRepresentative, &[Choice::Yes])],
        needs: &[Task::CheckIdentification],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::MandataireCard,
        slug: "carte-mandataire",
        step: Step::Prerequisites,
        roles: DIRECTOR,
        papers: &[Paper::always(Document::Form301)],
        addresses: &[Address::CardOrders, Address::Tom],
        // The contract is the one under which the ANS delivers cards.
        practices: &[],
        landmarks: &[],
        recipient: Some(Recipient::OnForm(Address::CardsDesk)),
        places: &[Place::Reader],
        needed_if: &[Condition::new(
            Question::Mandataire,
            &[Choice::ToDesignateWithoutCard],
        )],
        needs: &[Task::ContractAndCard, Task::UpdateRepresentative],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::DesignateMandataire,
        slug: "mandataire",
        step: Step::Prerequisites,
        roles: DIRECTOR,
        papers: &[Paper::always(Document::Form502)],
        addresses: &[Address::CardOrders],
        practices: &[],
        landmarks: &[],
        recipient: Some(Recipient::OnForm(Address::CardsDesk)),
        places: &[Place::People],
        needed_if: &[Condition::new(
            Question::Mandataire,
            &[Choice::ToDesignateWithCard, Choice::ToDesignateWithoutCard],
        )],
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
        papers: &[],
        addresses: &[],
        practices: &[Practice::Decree, Practice::Portal],
        landmarks: &[],
        recipient: None,
        places: &[
            Place::Question(Question::Administrator),
            Place::Question(Question::AdministratorCard),
            Place::Reader,
            Place::People,
        ],
        needed_if: &[],
        needs: &[],
        proof: Proof::Answers(&[Question::Administrator, Question::AdministratorCard]),
    },
    Fiche {
        task: Task::AdministratorCard,
        slug: "carte-administrateur",
        step: Step::Prerequisites,
        roles: DIRECTION,
        papers: &[Paper::always(Document::Form301)],
        addresses: &[Address::CardOrders, Address::Tom],
        practices: &[],
        landmarks: &[],
        recipient: Some(Recipient::OnForm(Address::CardsDesk)),
        places: &[Place::Reader],
        needed_if: &[Condition::new(Question::AdministratorCard, &[Choice::No])],
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
        papers: &[],
        addresses: &[Address::Platform],
        practices: &[],
        landmarks: &[],
        recipient: None,
        places: &[Place::Question(Question::Authorised)],
        needed_if: &[Condition::new(Question::Authorised, &[Choice::Unknown])],
        needs: &[Task::AdministratorCard],
        proof: Proof::Statement,
    },
    Fiche {
        task: Task::Authorise,
        slug: "habilitation",
        step: Step::Authorisation,
        roles: DIRECTION,
        papers: &[Paper::always(Document::Form413)],
        addresses: &[Address::Orders, Address::CertificatesDesk],
        practices: &[Practice::Portal],
        landmarks: &[],
        recipient: Some(Recipient::Mail(Address::CertificatesDesk)),
        places: &[],
        needed_if: &[Condition::new(
            Question::Authorised,
            &[Choice::No, Choice::Unknown],
        )],
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
        papers: &[Paper::always(Document::PlatformGuide)],
        addresses: &[Address::Platform],
        practices: &[],
        landmarks: &[],
        recipient: None,
        places: &[Place::Reader],
        needed_if: &[],
        needs: &[],
        proof: Proof::Statement,
    },
    Fiche {
        task: Task::AskFormat,
        slug: "format",
        step: Step::Generation,
        roles: ADMINISTRATOR,
        papers: &[],
        addresses: &[Address::VendorsDesk],
        practices: &[],
        landmarks: &[],
        recipient: Some(Recipient::Vendor),
        places: &[],
        needed_if: &[],
        needs: &[],
        proof: Proof::Statement,
    },
    Fiche {
        task: Task::MakeRequests,
        slug: "demandes",
        step: Step::Generation,
        roles: ADMINISTRATOR,
        papers: &[Paper::always(Document::CsrProcedure)],
        addresses: &[],
        practices: &[],
        landmarks: &[],
        recipient: None,
        places: &[Place::Requests],
        needed_if: &[Condition::new(Question::KeyOrigin, &[Choice::OwnCsr])],
        needs: &[Task::DescribeEstablishment],
        proof: Proof::Requests,
    },
    Fiche {
        task: Task::OrderCertificates,
        slug: "commande",
        step: Step::Generation,
        roles: ADMINISTRATOR,
        papers: &[Paper::always(Document::PlatformGuide)],
        addresses: &[Address::Order, Address::CertificatesDesk],
        practices: &[],
        landmarks: &[],
        recipient: None,
        places: &[Place::Requests],
        needed_if: &[],
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
        papers: &[],
        addresses: &[Address::IntermediateCertificate],
        practices: &[],
        landmarks: &[],
        recipient: None,
        places: &[Place::Certificates],
        needed_if: &[Condition::new(Question::KeyOrigin, &[Choice::OwnCsr])],
        needs: &[Task::OrderCertificates],
        proof: Proof::Statement,
    },
    Fiche {
        task: Task::Install,
        slug: "installation",
        step: Step::Generation,
        roles: ADMINISTRATOR,
        papers: &[],
        addresses: &[Address::VendorsDesk],
        practices: &[Practice::Decree],
        landmarks: &[],
        recipient: None,
        places: &[Place::Certificates, Place::Annexes],
        needed_if: &[],
        needs: &[Task::OrderCertificates, Task::AddIntermediate],
        proof: Proof::Statement,
    },
    Fiche {
        task: Task::ChangeAdministrators,
        slug: "habilitations",
        step: Step::Life,
        roles: DIRECTION,
        papers: &[],
        addresses: &[Address::CertificatesDesk, Address::Telephone],
        practices: &[Practice::Portal],
        landmarks: &[CPS_SPACE],
        recipient: Some(Recipient::Mail(Address::CertificatesDesk)),
        places: &[Place::People],
        needed_if: &[],
        needs: &[],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::ChangeMandataires,
        slug: "mandats",
        step: Step::Life,
        roles: DIRECTOR,
        papers: &[Paper::always(Document::Form502)],
        addresses: &[Address::CardOrders],
        practices: &[],
        landmarks: &[],
        recipient: Some(Recipient::OnForm(Address::CardsDesk)),
        places: &[Place::People],
        needed_if: &[],
        needs: &[],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::OpposeCard,
        slug: "opposition",
        step: Step::Life,
        roles: DIRECTION,
        papers: &[],
        addresses: &[Address::CertificatesDesk, Address::Telephone],
        practices: &[],
        landmarks: &[],
        recipient: Some(Recipient::Mail(Address::CertificatesDesk)),
        places: &[],
        needed_if: &[],
        needs: &[],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::ReissueCode,
        slug: "code",
        step: Step::Life,
        roles: DIRECTION,
        papers: &[],
        addresses: &[Address::CertificatesDesk, Address::Telephone],
        practices: &[],
        landmarks: &[],
        recipient: Some(Recipient::Mail(Address::CertificatesDesk)),
        places: &[],
        needed_if: &[],
        needs: &[],
        proof: Proof::Reply,
    },
    Fiche {
        task: Task::UpdateHolder,
        slug: "porteur",
        step: Step::Life,
        roles: DIRECTION,
        papers: &[],
        addresses: &[Address::CertificatesDesk, Address::Telephone],
        practices: &[],
        landmarks: &[],
        recipient: Some(Recipient::Mail(Address::CertificatesDesk)),
        places: &[],
        needed_if: &[],
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
        papers: &[Paper::always(Document::PlatformGuide)],
        addresses: &[Address::Platform, Address::CertificatesDesk],
        practices: &[],
        landmarks: &[REVOCATION_CHAPTER],
        recipient: None,
        places: &[Place::Certificates],
        needed_if: &[],
        needs: &[],
        proof: Proof::Statement,
    },
    Fiche {
        task: Task::Renew,
        slug: "renouvellement",
        step: Step::Life,
        roles: ADMINISTRATOR,
        papers: &[],
        addresses: &[Address::Order, Address::CertificatesDesk],
        practices: &[Practice::SixtyDays],
        landmarks: &[],
        recipient: None,
        places: &[Place::Certificates, Place::Requests],
        needed_if: &[],
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

    /// Whether a hospital with these answers has it to do; `Err` is the question that decides and has no answer.
    pub(super) fn applies(self, answers: &Answers, begun: bool) -> Result<bool, Question> {
        let fiche = self.fiche();
        match fiche.step {
            Step::Life => Ok(begun),
            _ => Condition::any(fiche.needed_if, answers),
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
        let papers = self.fiche().papers.iter();
        papers
            .filter(|paper| {
                paper
                    .unless
                    .is_none_or(|(question, choice)| answers.get(question) != Some(choice))
            })
            .map(|paper| paper.document)
            .collect()
    }
}
