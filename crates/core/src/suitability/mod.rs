//! Whether a card meets the procedure's requirements, as far as a card can tell.
//!
//! [`assess`] holds a [`Card`](super::cpx::Card) against the sentence of the procedure that is about its holder's part, one [`Point`] a
//! condition, each with its evidence. What no card tells stands in [`BEYOND`]: « active » is never found here.

mod check;
mod proposal;

use time::OffsetDateTime;

pub use check::assess;
pub use proposal::{Because, Proposal, proposals};

use super::cpx::{CardKind, Disagreement, Responsibility};
use crate::authority::Authority;
use crate::establishment::Environment;
use crate::finding::Severity;
use crate::procedure::reference::{Document, Source};
use crate::procedure::{Role, Task};
use crate::reminder;
use certiroc_pki::crl;

/// A card whose certificate ends within so many days may end before the order can be made. The procedure gives no
/// delay for any of its steps; this is the one with which the renewal of certificates begins, which « leaves time for
/// cards and signatures ».
pub const DAYS_TO_ORDER: i64 = reminder::DAYS_BEFORE[0];

/// What no card tells, whatever was read: to be shown beside every assessment.
pub const BEYOND: [Beyond; 6] = [
    Beyond::Possession,
    Beyond::Opposition,
    Beyond::Representative,
    Beyond::Mandate,
    Beyond::Authorisation,
    Beyond::Code,
];

/// Something that no card tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// Whether the card is genuine, and in its holder's hands: public certificates can be copied.
    Possession,
    /// Whether the card was put in opposition: only the ANS, and its revocation lists, say so.
    Opposition,
    /// Whether the holder is the legal representative, and the ANS knows it.
    Representative,
    /// Whether the holder has a mandate.
    Mandate,
    /// Whether the holder is authorised to order certificates.
    Authorisation,
    /// Whether the holder knows the confidential code, and the card is not blocked.
    Code,
}

/// What the user says of a « carte d'établissement », whose code is one for both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated {
    /// A CDE: its holder directs the establishment.
    Cde,
    /// A CPE: he is of its staff.
    Cpe,
}

/// A card, held against what the procedure asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The part that its holder is to play.
    pub part: Role,
    /// The conditions that the procedure sets to this part, in the order of [`Requirement`].
    pub points: Vec<Point>,
    /// The form that brings another card, where one is needed and the procedure names its form.
    pub replacement: Option<Replacement>,
    /// The holder's given name and surname, where the card is nominative.
    pub holder: Option<String>,
    /// The first instant at which the card can be used.
    pub since: OffsetDateTime,
}

/// A condition, and whether the card meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The condition.
    pub condition: Requirement,
    /// Whether it is met.
    pub state: State,
}

/// What is asked of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// A kind of card that the procedure names.
    Kind,
    /// It names a person: asked of technical administrators only.
    Nominative,
    /// It is real; or, where the dossier asks for test certificates, a test card.
    Environment,
    /// Its certificates are one card's and one holder's, and the chip's own.
    Coherence,
    /// Authorities of IGC-Santé signed its certificates.
    Signature,
    /// It is within its dates.
    Dates,
    /// It is so for the days to come in which the order can be made: [`DAYS_TO_ORDER`].
    Lasts,
    /// No list names its certificates.
    Revocation,
    /// It is a card of the dossier's structure: not asked of a software vendor.
    Structure,
}

impl Requirement {
    /// How much it weighs where it is not met.
    pub const fn severity(self) -> Severity {
        match self {
            // It can be used now. The procedure does not ask for the structure in so many words, and an EJ and its EG
            // have different numbers.
            Self::Lasts | Self::Structure => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// Whether a condition is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is.
    Met,
    /// It is not: what shows it.
    NotMet(CardEvidence),
    /// It cannot be told: why.
    Unknown(Why),
}

/// What shows that a condition is not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardEvidence {
    /// The kind of card is none that the procedure names for this part.
    Kind(CardKind),
    /// The user says that it is a CPE.
    StatedCpe,
    /// A CPS that says that its holder is not « responsable ».
    Responsibility(Responsibility),
    /// A service card: its pseudonym, where it has one.
    ServiceCard(Option<String>),
    /// A test card, and the dossier asks for real certificates.
    TestCard,
    /// The chip has another number than the certificates.
    OtherChip,
    /// The certificates do not agree.
    Disagreement(Disagreement),
    /// This authority did not sign the certificate that names it: the certificate is damaged, or forged.
    SignatureWrong(&'static Authority),
    /// This authority signed the certificate, and is revoked.
    AuthorityRevoked(&'static Authority),
    /// Valid only from this instant.
    NotYetValid(OffsetDateTime),
    /// Valid no more since this instant.
    Expired(OffsetDateTime),
    /// It ends at this instant, perhaps before the order can be made.
    EndsSoon(OffsetDateTime),
    /// A list names one of its certificates.
    Revoked(crl::CrlEntry),
    /// Another structure's, by the idNat_Struct of the card and of the dossier.
    OtherStructure {
        /// The card's.
        card: String,
        /// The dossier's.
        dossier: String,
    },
}

/// Why it cannot be told whether a condition is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The card does not tell its kind, or one that is in no list.
    KindUnknown,
    /// A « carte d'établissement »: ask the user whether it is a CDE or a CPE.
    CdeOrCpe,
    /// A CPS that does not tell whether its holder is « responsable ».
    ResponsibilityUnknown,
    /// It bears half a name, or a name and a pseudonym.
    NamingUnclear,
    /// The card does not tell whether it is real or for tests.
    EnvironmentUnknown,
    /// A real card, and the dossier asks for test certificates.
    RealCard,
    /// The chip's number is not known: a certificate's file does not have it.
    ChipUnknown,
    /// The certificate of the authority is not at hand; which one, where it is one that is known.
    NoAuthority(Option<&'static Authority>),
    /// The algorithm of the signature is not one that we can check.
    SignatureUnverifiable,
    /// No list was looked at, or none that says anything of each certificate.
    NoList,
    /// The card names no structure, as a CPS, or not by an idNat_Struct.
    NoStructureOnCard,
    /// The dossier does not have its identifier yet.
    NoStructureInDossier,
    /// One has a FINESS and the other a SIRET, by the idNat_Struct of the card and of the dossier.
    OtherNumbering {
        /// The card's.
        card: String,
        /// The dossier's.
        dossier: String,
    },
}

/// The form that brings another card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The form.
    pub document: Document,
    /// The task that says how it is sent.
    pub task: Task,
}

/// What an assessment comes to, as far as a card can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A condition is not met, and it is no mere warning.
    Fails,
    /// What tells the card apart is not known: its kind, its name, who signed it, its environment.
    Open,
    /// Every condition that the certificates can show is met.
    Meets,
}

impl Assessment {
    /// What it comes to.
    ///
    /// A list that was not looked at, a chip's number that a file does not have and the structure that a CPS does not
    /// name leave nothing open: they never are to be had from every card.
    pub fn verdict(&self) -> Verdict {
        let is_failure = |point: &Point| {
            matches!(point.state, State::NotMet(_)) && point.condition.severity() == Severity::Error
        };
        let is_open = |point: &Point| {
            let may_stay_open = matches!(
                point.condition,
                Requirement::Coherence | Requirement::Revocation | Requirement::Structure
            );
            matches!(point.state, State::Unknown(_)) && !may_stay_open
        };
        if self.points.iter().any(is_failure) {
            Verdict::Fails
        } else if self.points.iter().any(is_open) {
            Verdict::Open
        } else {
            Verdict::Meets
        }
    }

    /// Whether a condition is not met, be it a mere warning.
    pub fn has_reserve(&self) -> bool {
        let mut points = self.points.iter();
        points.any(|point| matches!(point.state, State::NotMet(_)))
    }

    /// Whether a condition is asked, and is not met.
    fn fails(&self, condition: Requirement) -> bool {
        matches!(self.state(condition), Some(State::NotMet(_)))
    }

    /// Whether a condition is met; `None` where it is not asked.
    pub fn state(&self, condition: Requirement) -> Option<&State> {
        let mut points = self.points.iter();
        Some(&points.find(|point| point.condition == condition)?.state)
    }
}

/// What the document asks of a card, to the letter, and where; see
/// [`DOCUMENT`](crate::procedure::reference::DOCUMENT).
pub const fn sentences(part: Role) -> &'static [(&'static str, Source)] {
    match part {
        Role::LegalRepresentative => &[
            ("Être équipé d'une carte CDE active", Source::Contract),
            ("carte CDE (ou CPS responsable)", Source::Contract),
        ],
        Role::Mandataire => &[(
            "si le désigné a déjà une carte CPx, il est uniquement nécessaire de faire une demande de désignation de mandataire (formulaire 502)",
            Source::Mandataire,
        )],
        Role::TechnicalAdministrator | Role::SoftwareVendor => &[
            (
                "s'assurer qu'il est (sont) porteur(s) d'une carte CPx nominative et active",
                Source::Contract,
            ),
            (
                "l'administrateur technique désigné doit disposer d'une carte CPx valide",
                Source::Administrator,
            ),
        ],
    }
}

/// The tasks of the procedure that are about the card of this part's holder.
pub const fn tasks(part: Role) -> &'static [Task] {
    match part {
        Role::LegalRepresentative => &[Task::ContractAndCard, Task::UpdateRepresentative],
        Role::Mandataire => &[Task::MandataireCard, Task::DesignateMandataire],
        Role::TechnicalAdministrator | Role::SoftwareVendor => {
            &[Task::ChooseAdministrator, Task::AdministratorCard]
        }
    }
}

/// Whether the dossier asks for test certificates.
const fn is_test(environment: Environment) -> bool {
    matches!(environment, Environment::Test)
}
