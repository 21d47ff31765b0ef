//! What a card lets the page propose. Nothing is done without the user.

use time::{Date, UtcOffset};

use super::{Assessment, Condition, Evidence, State, Verdict};
use crate::procedure::{Case, Choice, Person, Question, Role, Status, Task};

/// Something that the page may propose to the user, who decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// Answer a question, or change its answer.
    Answer {
        /// The question.
        question: Question,
        /// The answer.
        choice: Choice,
        /// Why.
        because: Because,
    },
    /// Record a task as done.
    Done {
        /// The task.
        task: Task,
        /// Why.
        because: Because,
    },
    /// Name the holder in the dossier, for his part.
    Name {
        /// The part.
        role: Role,
        /// The holder. His address is not on the card.
        person: Person,
    },
}

/// Why something is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// The card meets what it is asked, as far as a card can tell.
    Meets,
    /// The card that was shown does not meet this.
    Fails(Condition),
    /// The card is of the dossier's own structure.
    OwnStructure,
    /// The card was ordered on the first day and its certificates begin on the second, or later the same day: it has
    /// arrived.
    Arrived {
        /// The day on which the order was sent.
        sent: Date,
        /// The day on which the certificates begin, in UTC.
        since: Date,
    },
}

/// What the card lets the page propose.
///
/// That a card is held answers the question after it. That it was ordered and has arrived ends the task that orders it:
/// only where the task waits for an answer, the certificates begin on the day of the sending or later, and the task
/// asks for nothing but the card. So nothing ends [`Task::ContractAndCard`] where the contract is missing, nor
/// [`Task::UpdateRepresentative`], whose answer is also about a contract.
///
/// A card that fails answers « no » only where it is genuine and cannot come to serve: it is of the wrong kind, of a
/// service, at its end, or revoked for good. The holder may have another one, which the user knows.
///
/// The holder of a card that is forged, or of a test card where real certificates are asked for, is nobody to name.
pub fn proposals(assessment: &Assessment, case: &Case) -> Vec<Proposal> {
    let of_card = match assessment.verdict() {
        // The card of another structure may be right: it is not for the page to say.
        Verdict::Meets if !assessment.fails(Condition::Structure) => held(assessment, case),
        Verdict::Fails => failed(assessment, case),
        Verdict::Meets | Verdict::Open => Vec::new(),
    };
    let may_be_genuine = ![Condition::Signature, Condition::Coherence, Condition::Environment]
        .iter()
        .any(|condition| assessment.fails(*condition));
    let name = assessment
        .holder
        .clone()
        .filter(|_| may_be_genuine)
        .map(|name| Proposal::Name {
            role: assessment.part,
            person: Person {
                name,
                mail: String::new(),
            },
        });
    of_card.into_iter().chain(name).collect()
}

/// The question whether this part's holder has a card, and its answers: that he has, that he has not.
const fn question(part: Role) -> (Question, Choice, Choice) {
    match part {
        Role::LegalRepresentative => (Question::DirectorCard, Choice::Yes, Choice::No),
        Role::Mandataire => (
            Question::Mandataire,
            Choice::ToDesignateWithCard,
            Choice::ToDesignateWithoutCard,
        ),
        Role::TechnicalAdministrator | Role::SoftwareVendor => {
            (Question::AdministratorCard, Choice::Yes, Choice::No)
        }
    }
}

/// The task that orders this part's card.
const fn order(part: Role) -> Task {
    match part {
        Role::LegalRepresentative => Task::ContractAndCard,
        Role::Mandataire => Task::MandataireCard,
        Role::TechnicalAdministrator | Role::SoftwareVendor => Task::AdministratorCard,
    }
}

fn held(assessment: &Assessment, case: &Case) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let part = assessment.part;
    let is_own = assessment.state(Condition::Structure) == Some(&State::Met);
    if part == Role::TechnicalAdministrator && is_own && is_open(case, Question::Administrator) {
        proposals.push(Proposal::Answer {
            question: Question::Administrator,
            choice: Choice::Employee,
            because: Because::OwnStructure,
        });
    }
    let (question, has_card, has_none) = question(part);
    let task = order(part);
    let status = case.status(task);
    if matches!(status, Status::Done(_)) {
        return proposals;
    }
    let arrived = match status {
        Status::Waiting(sent) => Some((sent, assessment.since.to_offset(UtcOffset::UTC).date())),
        _ => None,
    };
    let is_card_alone =
        task != Task::ContractAndCard || case.answers.get(Question::Contract) == Some(Choice::Yes);
    match arrived {
        Some((sent, since)) if since >= sent && is_card_alone => proposals.push(Proposal::Done {
            task,
            because: Because::Arrived { sent, since },
        }),
        // A card changes nothing about who has a mandate already, or whether there shall be one.
        _ if case.answers.get(question) == Some(has_none)
            || is_open(case, question) && question != Question::Mandataire =>
        {
            proposals.push(Proposal::Answer {
                question,
                choice: has_card,
                because: Because::Meets,
            });
        }
        _ => {}
    }
    proposals
}

fn failed(assessment: &Assessment, case: &Case) -> Vec<Proposal> {
    let is_final = |state: &State| match state {
        State::NotMet(Evidence::Revoked(entry)) => !entry.is_hold(),
        State::NotMet(evidence) => matches!(
            evidence,
            Evidence::Kind(_)
                | Evidence::StatedCpe
                | Evidence::Responsibility(_)
                | Evidence::ServiceCard(_)
                | Evidence::Expired(_)
        ),
        State::Met | State::Unknown(_) => false,
    };
    let is_genuine = assessment.state(Condition::Signature) == Some(&State::Met)
        && !assessment.fails(Condition::Coherence)
        // A test card says nothing of a real one.
        && !assessment.fails(Condition::Environment);
    let (question, _, has_none) = question(assessment.part);
    let mut points = assessment.points.iter();
    let failed = points.find(|point| is_final(&point.state));
    let is_asked = is_open(case, question) && question != Question::Mandataire;
    let answer = failed.filter(|_| is_genuine && is_asked);
    let proposal = answer.map(|point| Proposal::Answer {
        question,
        choice: has_none,
        because: Because::Fails(point.condition),
    });
    proposal.into_iter().collect()
}

/// Whether a question applies and has no answer.
fn is_open(case: &Case, question: Question) -> bool {
    case.answers.get(question).is_none() && case.answers.questions().any(|asked| asked == question)
}
