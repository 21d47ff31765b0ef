//! What a card lets the page propose.

use certiroc_core::cpx::Verification;
use certiroc_core::procedure::{Answers, Case, Choice, Person, Question, Record, Role, Task};
use certiroc_core::suitability::{
    Assessment, Because, CardEvidence, Proposal, Requirement, State, Stated, assess, proposals,
};
use certiroc_pki::crl::CrlEntry;
use certiroc_pki::trust::RevocationStatus;
use proptest::prelude::*;
use time::macros::date;
use time::{Date, Duration};

use super::{authority, card, draft};
use certiroc_test_support::cpx::{AT, CATEGORY, FROM, Made, TO, UNIT};

const DAY: Date = FROM.date();

fn case(answers: &[(Question, Choice)], sent: Option<(Task, Date)>) -> Case {
    let mut case = Case::default();
    for (question, choice) in answers {
        case.answers.set(*question, *choice);
    }
    if let Some((task, day)) = sent {
        let record = Record {
            sent: Some(day),
            ..Record::default()
        };
        case.records.insert(task, record);
    }
    case
}

/// A CDE, or a CPE of the hospital.
fn right(part: Role) -> Assessment {
    assess(
        &card(&Made::establishment()),
        part,
        Some(Stated::Cde),
        &draft(),
        AT,
    )
}

/// What is proposed beside the holder's name.
fn of_card(assessment: &Assessment, case: &Case) -> Vec<Proposal> {
    let mut all = proposals(assessment, case);
    all.retain(|proposal| !matches!(proposal, Proposal::Name { .. }));
    all
}

fn answer(question: Question, choice: Choice, because: Because) -> Proposal {
    Proposal::Answer {
        question,
        choice,
        because,
    }
}

#[test]
fn a_card_answers_the_question_after_it() {
    use Question::{Administrator, AdministratorCard, Contract, DirectorCard, NewRepresentative};
    let yes = |question| answer(question, Choice::Yes, Because::Meets);
    let employee = answer(Administrator, Choice::Employee, Because::OwnStructure);
    let old = [(Contract, Choice::Yes), (NewRepresentative, Choice::No)];
    for (part, answers, expected) in [
        (Role::LegalRepresentative, &[][..], vec![]),
        (
            Role::LegalRepresentative,
            &[(Contract, Choice::No)],
            vec![yes(DirectorCard)],
        ),
        (Role::LegalRepresentative, &old, vec![yes(DirectorCard)]),
        // A new representative needs a new card in any case.
        (
            Role::LegalRepresentative,
            &[(Contract, Choice::Yes), (NewRepresentative, Choice::Yes)],
            vec![],
        ),
        (
            Role::TechnicalAdministrator,
            &[],
            vec![employee, yes(AdministratorCard)],
        ),
        (
            Role::TechnicalAdministrator,
            &[(Administrator, Choice::Employee)],
            vec![yes(AdministratorCard)],
        ),
        // Nobody thought of this card when he answered.
        (
            Role::TechnicalAdministrator,
            &[(Administrator, Choice::Employee), (AdministratorCard, Choice::No)],
            vec![yes(AdministratorCard)],
        ),
        (
            Role::TechnicalAdministrator,
            &[
                (Administrator, Choice::Employee),
                (AdministratorCard, Choice::Yes),
            ],
            vec![],
        ),
        // Who is vendor is not on the card.
        (Role::SoftwareVendor, &[], vec![yes(AdministratorCard)]),
        (Role::Mandataire, &[], vec![]),
        (
            Role::Mandataire,
            &[(Question::Mandataire, Choice::NoMandataire)],
            vec![],
        ),
        (
            Role::Mandataire,
            &[(Question::Mandataire, Choice::Designated)],
            vec![],
        ),
        (
            Role::Mandataire,
            &[(Question::Mandataire, Choice::ToDesignateWithoutCard)],
            vec![answer(
                Question::Mandataire,
                Choice::ToDesignateWithCard,
                Because::Meets,
            )],
        ),
    ] {
        assert_eq!(
            of_card(&right(part), &case(answers, None)),
            expected,
            "{part:?} {answers:?}"
        );
    }
}

#[test]
fn a_card_that_was_ordered_has_arrived() {
    use Question::{AdministratorCard, Contract, DirectorCard, NewRepresentative};
    let before = DAY.previous_day().unwrap();
    let after = DAY.next_day().unwrap();
    let administrator = [
        (Question::Administrator, Choice::Employee),
        (AdministratorCard, Choice::No),
    ];
    let mandataire = [(Question::Mandataire, Choice::ToDesignateWithoutCard)];
    let old = [
        (Contract, Choice::Yes),
        (NewRepresentative, Choice::No),
        (DirectorCard, Choice::No),
    ];
    let none = [(Contract, Choice::No), (DirectorCard, Choice::No)];
    let done = |task, sent| Proposal::Done {
        task,
        because: Because::Arrived { sent, since: DAY },
    };
    let held = |question, choice| answer(question, choice, Because::Meets);
    for (part, answers, task, sent, expected) in [
        (
            Role::TechnicalAdministrator,
            &administrator[..],
            Task::AdministratorCard,
            before,
            done(Task::AdministratorCard, before),
        ),
        (
            Role::TechnicalAdministrator,
            &administrator,
            Task::AdministratorCard,
            DAY,
            done(Task::AdministratorCard, DAY),
        ),
        // Not the one that was ordered: it was there already.
        (
            Role::TechnicalAdministrator,
            &administrator,
            Task::AdministratorCard,
            after,
            held(AdministratorCard, Choice::Yes),
        ),
        (
            Role::Mandataire,
            &mandataire,
            Task::MandataireCard,
            before,
            done(Task::MandataireCard, before),
        ),
        (
            Role::Mandataire,
            &mandataire,
            Task::MandataireCard,
            after,
            held(Question::Mandataire, Choice::ToDesignateWithCard),
        ),
        (
            Role::LegalRepresentative,
            &old,
            Task::ContractAndCard,
            before,
            done(Task::ContractAndCard, before),
        ),
        // The contract is part of the task, and no card shows it.
        (
            Role::LegalRepresentative,
            &none,
            Task::ContractAndCard,
            before,
            held(DirectorCard, Choice::Yes),
        ),
    ] {
        let case = case(answers, Some((task, sent)));
        assert_eq!(of_card(&right(part), &case), [expected], "{task:?} {sent}");
    }
    // What is done is not proposed again.
    let mut case = case(&administrator, Some((Task::AdministratorCard, before)));
    let record = case.records.get_mut(&Task::AdministratorCard).unwrap();
    record.done = Some(date!(2025 - 04 - 01));
    let proposed = of_card(&right(Role::TechnicalAdministrator), &case);
    assert_eq!(proposed, []);
}

#[test]
fn a_card_that_fails_answers_no_where_it_cannot_serve() {
    let part = Role::TechnicalAdministrator;
    let no = |condition| {
        vec![answer(
            Question::AdministratorCard,
            Choice::No,
            Because::Fails(condition),
        )]
    };
    let open = case(&[(Question::Administrator, Choice::Employee)], None);
    let at = |made: &Made, at| of_card(&assess(&card(made), part, None, &draft(), at), &open);
    assert_eq!(at(&Made::service(), AT), no(Requirement::Nominative));
    let late = TO + Duration::DAY;
    assert_eq!(at(&Made::establishment(), late), no(Requirement::Dates));
    // It will be valid.
    assert_eq!(at(&Made::establishment(), FROM - Duration::DAY), []);
    // A test card says nothing of a real one, even after its end.
    let test = Made::establishment().with(CATEGORY, vec![4, 1, 0x80]);
    assert_eq!(at(&test, late), []);
    // Nobody vouches for it.
    for signature in [
        Verification::Wrong(authority("ACI-ST-PP")),
        Verification::NoAuthority(None),
    ] {
        let mut card = card(&Made::establishment());
        card.certificates[0].signature = signature;
        let assessment = assess(&card, part, None, &draft(), late);
        assert_eq!(of_card(&assessment, &open), []);
    }
    let listed = |reason| {
        let mut card = card(&Made::establishment());
        card.certificates[0].revocation = Some(Ok(RevocationStatus::Revoked(CrlEntry {
            serial_number: vec![1],
            revoked: FROM,
            reason,
        })));
        of_card(&assess(&card, part, None, &draft(), AT), &open)
    };
    assert_eq!(listed(Some(1)), no(Requirement::Revocation));
    // A hold may end.
    assert_eq!(listed(Some(6)), []);

    let cpe = assess(
        &card(&Made::establishment()),
        Role::LegalRepresentative,
        Some(Stated::Cpe),
        &draft(),
        AT,
    );
    assert_eq!(
        of_card(&cpe, &case(&[(Question::Contract, Choice::No)], None)),
        [answer(
            Question::DirectorCard,
            Choice::No,
            Because::Fails(Requirement::Kind)
        )]
    );
}

#[test]
fn nothing_is_proposed_of_what_is_open_or_foreign() {
    let open = case(&[(Question::Contract, Choice::No)], None);
    let untold = assess(
        &card(&Made::establishment()),
        Role::LegalRepresentative,
        None,
        &draft(),
        AT,
    );
    assert_eq!(of_card(&untold, &open), []);
    let foreign = card(&Made::establishment().named(UNIT, "1690781810"));
    let assessment = assess(
        &foreign,
        Role::LegalRepresentative,
        Some(Stated::Cde),
        &draft(),
        AT,
    );
    assert_eq!(of_card(&assessment, &open), []);
    // Whose a health professional is, his card does not tell.
    let cps = assess(
        &card(&Made::cps()),
        Role::TechnicalAdministrator,
        None,
        &draft(),
        AT,
    );
    assert_eq!(
        of_card(&cps, &open),
        [answer(Question::AdministratorCard, Choice::Yes, Because::Meets)]
    );
    let mut unverified = card(&Made::establishment());
    unverified.certificates[0].signature = Verification::NoAuthority(None);
    let assessment = assess(
        &unverified,
        Role::LegalRepresentative,
        Some(Stated::Cde),
        &draft(),
        AT,
    );
    assert_eq!(of_card(&assessment, &open), []);
}

#[test]
fn the_holder_is_named_for_his_part() {
    for role in Role::ALL {
        let named = |name: &str| Proposal::Name {
            role,
            person: Person {
                name: name.into(),
                mail: String::new(),
            },
        };
        let proposed = proposals(&right(role), &Case::default());
        assert_eq!(proposed.last(), Some(&named("CHARLES DUPONT")));
    }
    let all = |assessment: &Assessment| proposals(assessment, &Case::default());
    let service = assess(&card(&Made::service()), Role::Mandataire, None, &draft(), AT);
    assert_eq!(all(&service), []);
    let mut forged = card(&Made::establishment());
    forged.certificates[0].signature = Verification::Wrong(authority("ACI-ST-PP"));
    let forged = assess(&forged, Role::Mandataire, None, &draft(), AT);
    assert!(matches!(
        forged.state(Requirement::Signature),
        Some(State::NotMet(CardEvidence::SignatureWrong(_)))
    ));
    assert_eq!(all(&forged), []);
    // A fictitious person.
    let test = card(&Made::establishment().with(CATEGORY, vec![4, 1, 0x80]));
    assert_eq!(all(&assess(&test, Role::Mandataire, None, &draft(), AT)), []);
}

proptest! {
    /// Whatever was answered, an answer that is proposed is one that the question takes and that changes something,
    /// and a task that is proposed as done waits.
    #[test]
    fn a_proposal_changes_something(
        picks in proptest::collection::vec(0_usize..5, Question::ALL.len()),
        part in 0_usize..4,
        sent in proptest::option::of(0_usize..3),
        late: bool,
    ) {
        use certiroc_core::procedure::TaskStatus as Stands;
        let mut answers = Vec::new();
        for (question, pick) in Question::ALL.into_iter().zip(picks) {
            answers.extend(question.choices().get(pick).map(|choice| (question, *choice)));
        }
        let tasks = [Task::ContractAndCard, Task::MandataireCard, Task::AdministratorCard];
        let case = case(&answers, sent.map(|task| (tasks[task], DAY)));
        let at = if late { TO + Duration::DAY } else { AT };
        let card = card(&Made::establishment());
        let assessment = assess(&card, Role::ALL[part], Some(Stated::Cde), &draft(), at);
        for proposal in proposals(&assessment, &case) {
            match proposal {
                Proposal::Answer { question, choice, .. } => {
                    prop_assert!(question.choices().contains(&choice));
                    let mut after: Answers = case.answers.clone();
                    after.set(question, choice);
                    prop_assert_ne!(after.get(question), case.answers.get(question));
                }
                Proposal::Done { task, .. } => {
                    prop_assert!(!late);
                    prop_assert!(matches!(case.status(task), Stands::Waiting(_)));
                }
                Proposal::Name { role, .. } => prop_assert_eq!(role, Role::ALL[part]),
            }
        }
    }
}
