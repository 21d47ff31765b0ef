//! The procedure has no dead end, says what the document says, and holds the only addresses.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use certiroc_core::procedure::reference::{
    AMC_FRAMEWORK, Address, AddressKind, Document, FORM_413_AUTH_CLI, FORM_413_BOX, FORM_413_SIGN,
    FORM_413_TYPES, FORM_413_USE, GUIDES, PROFILE, SERVICE_LABEL, STRUCTURE,
};
use certiroc_core::procedure::{
    Answers, Blocker, Case, Choice, Effect, Evidence, FICHES, LevelAdvice, Next, Proof, Question,
    REMIND_AFTER, Recipient, Record, Role, Step, Task, TaskStatus,
};
use ring::digest::{SHA256, digest};
use time::Date;
use time::macros::date;

const TODAY: Date = date!(2026 - 11 - 24);

fn answers(given: &[(Question, Choice)]) -> Answers {
    let mut answers = Answers::default();
    for (question, choice) in given {
        answers.set(*question, *choice);
    }
    answers
}

fn case(given: &[(Question, Choice)]) -> Case {
    Case {
        answers: answers(given),
        ..Case::default()
    }
}

fn record(case: &mut Case, task: Task) -> &mut Record {
    case.records.entry(task).or_default()
}

/// Does what `next` asks for, as a hospital would, and checks each state on the way.
fn follow(mut case: Case, seen: &mut BTreeSet<Task>) {
    for _ in 0..100 {
        check(&case);
        match case.next() {
            Next::Answer(question) => {
                for choice in question.choices() {
                    let mut case = case.clone();
                    case.answers.set(question, *choice);
                    follow(case, seen);
                }
                return;
            }
            Next::Do(task) => {
                seen.insert(task);
                match task.fiche().proof {
                    Proof::Establishment => case.evidence.establishment = true,
                    Proof::Requests => case.evidence.requests = true,
                    Proof::Reply => record(&mut case, task).sent = Some(TODAY),
                    Proof::Certificates | Proof::Statement => record(&mut case, task).done = Some(TODAY),
                    Proof::Answers(_) => panic!("{task:?} is done by answering"),
                }
            }
            Next::Await(task) => {
                assert_eq!(case.status(task), TaskStatus::Waiting(TODAY));
                record(&mut case, task).done = Some(TODAY);
            }
            Next::Finished => {
                for fiche in &FICHES {
                    let status = case.status(fiche.task);
                    assert!(
                        matches!(status, TaskStatus::Done(_) | TaskStatus::DoesNotApply),
                        "{:?} is {status:?} in {case:?}",
                        fiche.task
                    );
                }
                assert_ne!(case.status(Task::Install), TaskStatus::DoesNotApply);
                return;
            }
        }
    }
    panic!("no end: {case:?}");
}

/// Every blocked task names something that is really open.
fn check(case: &Case) {
    for fiche in &FICHES {
        let TaskStatus::Blocked(blockers) = case.status(fiche.task) else {
            continue;
        };
        assert!(!blockers.is_empty(), "{:?} in {case:?}", fiche.task);
        for blocker in blockers {
            match blocker {
                Blocker::Question(question) => {
                    assert_eq!(case.answers.get(question), None);
                    assert!(case.answers.next_question().is_some());
                }
                Blocker::Task(task) => {
                    assert!(!matches!(
                        case.status(task),
                        TaskStatus::Done(_) | TaskStatus::DoesNotApply
                    ));
                }
            }
        }
    }
}

#[test]
fn every_way_through_the_questions_ends_with_the_certificates_installed() {
    let mut seen = BTreeSet::new();
    follow(Case::default(), &mut seen);
    for fiche in &FICHES {
        let is_asked = matches!(fiche.proof, Proof::Answers(_));
        let comes_up = fiche.step != Step::Life && !is_asked;
        assert_eq!(seen.contains(&fiche.task), comes_up, "{:?}", fiche.task);
    }
}

/// Every combination of answers, missing ones and ones that do not apply included.
#[test]
fn no_combination_of_answers_is_a_dead_end() {
    let mut cases = vec![Case::default()];
    for question in Question::ALL {
        let more: Vec<Case> = cases
            .iter()
            .flat_map(|case| {
                question.choices().iter().map(|choice| {
                    let mut case = case.clone();
                    case.answers.set(question, *choice);
                    case
                })
            })
            .collect();
        cases.extend(more);
    }
    assert_eq!(cases.len(), 3_usize.pow(8) * 5 * 4);
    for case in &cases {
        check(case);
        assert_ne!(case.next(), Next::Finished);
    }
}

#[test]
fn an_answer_that_a_question_does_not_take_changes_nothing() {
    let mut answers = answers(&[(Question::Contract, Choice::Yes)]);
    answers.set(Question::Contract, Choice::Vendor);
    assert_eq!(answers.get(Question::Contract), Some(Choice::Yes));
}

#[test]
fn an_answer_comes_back_when_its_question_does() {
    let mut answers = answers(&[
        (Question::Contract, Choice::No),
        (Question::SeveralEg, Choice::Yes),
    ]);
    answers.set(Question::Contract, Choice::Yes);
    assert_eq!(answers.get(Question::SeveralEg), None);
    answers.set(Question::Contract, Choice::No);
    assert_eq!(answers.get(Question::SeveralEg), Some(Choice::Yes));
}

/// The annex, sentence by sentence.
#[test]
fn the_level_of_the_contract() {
    use Choice::{Eg, Ej, No, Yes};
    use Question::{Contract, ContractLevel, SeveralEg};
    for (given, advice) in [
        (
            vec![(Contract, Yes), (ContractLevel, Ej)],
            Some(LevelAdvice::SignedAtEj),
        ),
        (
            vec![(Contract, Yes), (ContractLevel, Eg)],
            Some(LevelAdvice::SignedAtEg),
        ),
        (
            vec![(Contract, No), (SeveralEg, Yes)],
            Some(LevelAdvice::SeveralEg),
        ),
        (vec![(Contract, No), (SeveralEg, No)], Some(LevelAdvice::SingleEg)),
        (vec![(Contract, No)], None),
        (vec![(Contract, Yes)], None),
        (vec![(ContractLevel, Ej)], None),
    ] {
        assert_eq!(answers(&given).level_advice(), advice, "{given:?}");
    }
}

/// « pas de contrat et/ou de carte CDE »: what is missing, in one sending; a new director sends both.
#[test]
fn contract_and_card() {
    use Choice::{No, Yes};
    use Question::{Contract, DirectorCard, NewRepresentative};
    let contract = Task::ContractAndCard;
    for (given, documents) in [
        (
            vec![(Contract, No), (DirectorCard, No)],
            vec![Document::Contract, Document::Form101],
        ),
        (
            vec![(Contract, No), (DirectorCard, Yes)],
            vec![Document::Contract],
        ),
        (
            vec![(Contract, Yes), (NewRepresentative, No), (DirectorCard, No)],
            vec![Document::Form101],
        ),
    ] {
        let case = case(&given);
        assert_ne!(case.status(contract), TaskStatus::DoesNotApply, "{given:?}");
        assert_eq!(contract.documents(&case.answers), documents, "{given:?}");
        assert_eq!(case.status(Task::UpdateRepresentative), TaskStatus::DoesNotApply);
    }
    let settled = case(&[(Contract, Yes), (NewRepresentative, No), (DirectorCard, Yes)]);
    assert_eq!(settled.status(contract), TaskStatus::DoesNotApply);

    let new = case(&[(Contract, Yes), (NewRepresentative, Yes), (DirectorCard, No)]);
    let update = Task::UpdateRepresentative;
    assert_eq!(new.status(contract), TaskStatus::DoesNotApply);
    assert_eq!(new.answers.get(DirectorCard), None);
    assert_eq!(
        update.documents(&new.answers),
        [Document::Form101, Document::Contract]
    );
    assert!(update.fiche().addresses.contains(&Address::CardsDesk));
}

#[test]
fn mandataires() {
    for (choice, card, designation) in [
        (Choice::NoMandataire, false, false),
        (Choice::Designated, false, false),
        (Choice::ToDesignateWithCard, false, true),
        (Choice::ToDesignateWithoutCard, true, true),
    ] {
        let case = case(&[(Question::Mandataire, choice)]);
        let applies = |task| case.status(task) != TaskStatus::DoesNotApply;
        assert_eq!(applies(Task::MandataireCard), card, "{choice:?}");
        assert_eq!(applies(Task::DesignateMandataire), designation, "{choice:?}");
        let has_mandataire = Task::Authorise.roles(&case.answers).contains(&Role::Mandataire);
        assert_eq!(has_mandataire, choice != Choice::NoMandataire, "{choice:?}");
    }
    let path = Document::Form502.path().expect("a form");
    assert_eq!(path.section, "Démarches");
}

#[test]
fn the_vendor_takes_the_administrator_s_place() {
    let answers = answers(&[(Question::Administrator, Choice::Vendor)]);
    assert_eq!(Task::OrderCertificates.roles(&answers), [Role::SoftwareVendor]);
    assert_eq!(
        Task::OrderCertificates.roles(&Answers::default()),
        [Role::TechnicalAdministrator]
    );
}

#[test]
fn an_authorised_administrator_needs_no_form() {
    for (choice, check, form) in [
        (Choice::Yes, false, false),
        (Choice::No, false, true),
        (Choice::Unknown, true, true),
    ] {
        let case = case(&[(Question::Authorised, choice)]);
        assert_eq!(
            case.status(Task::CheckAuthorisation) != TaskStatus::DoesNotApply,
            check
        );
        assert_eq!(case.status(Task::Authorise) != TaskStatus::DoesNotApply, form);
    }
}

/// What an answer says it would change is what it changes.
#[test]
fn effects() {
    let start = case(&[]);
    let contract = start.effect(Question::Contract, Choice::No);
    assert_eq!(
        contract.needed,
        [Task::ChooseContractLevel, Task::ContractAndCard]
    );
    assert_eq!(contract.spared, [Task::UpdateRepresentative]);
    let mut with = case(&[(Question::Contract, Choice::No)]);
    let vendor = with.effect(Question::Administrator, Choice::Vendor);
    assert_eq!((vendor.needed, vendor.spared), (vec![], vec![]));
    let card = with.effect(Question::AdministratorCard, Choice::No);
    assert_eq!(card.needed, [Task::AdministratorCard]);
    with.answers.set(Question::AdministratorCard, Choice::No);
    let card = with.effect(Question::AdministratorCard, Choice::Yes);
    assert_eq!(card.spared, [Task::AdministratorCard]);
    let same = with.effect(Question::AdministratorCard, Choice::No);
    assert_eq!(same, Effect::default());
}

/// The words in addresses lead back to what they name.
#[test]
fn slugs_are_distinct() {
    let questions: BTreeSet<_> = Question::ALL.map(Question::slug).into();
    assert_eq!(questions.len(), Question::ALL.len());
    let tasks: BTreeSet<_> = FICHES.each_ref().map(|fiche| fiche.slug).into();
    assert_eq!(tasks.len(), FICHES.len());
    let documents: BTreeSet<_> = Document::ALL.map(Document::slug).into();
    assert_eq!(documents.len(), Document::ALL.len());
    let roles: BTreeSet<_> = Role::ALL.map(Role::slug).into();
    assert_eq!(roles.len(), Role::ALL.len());
}

/// Whatever waits for an answer was sent to somebody.
#[test]
fn what_is_answered_was_sent() {
    for fiche in &FICHES {
        let task = fiche.task;
        assert!(
            fiche.proof != Proof::Reply || fiche.recipient.is_some(),
            "{task:?}"
        );
        if let Some(desk) = fiche.recipient.and_then(Recipient::desk) {
            assert_eq!(desk.kind(), AddressKind::Mail, "{task:?}");
        }
    }
}

#[test]
fn records_count() {
    let mut case = case(&[(Question::Authorised, Choice::No)]);
    assert!(matches!(case.status(Task::Authorise), TaskStatus::Blocked(_)));
    record(&mut case, Task::Authorise).begun = Some(TODAY);
    assert_eq!(case.status(Task::Authorise), TaskStatus::InProgress(TODAY));
    record(&mut case, Task::Authorise).sent = Some(TODAY);
    assert_eq!(case.status(Task::Authorise), TaskStatus::Waiting(TODAY));
    record(&mut case, Task::Authorise).done = Some(TODAY);
    assert_eq!(case.status(Task::Authorise), TaskStatus::Done(Some(TODAY)));
    case.answers.set(Question::Authorised, Choice::Yes);
    assert_eq!(case.status(Task::Authorise), TaskStatus::DoesNotApply);
    case.answers.set(Question::Authorised, Choice::No);
    assert_eq!(case.status(Task::Authorise), TaskStatus::Done(Some(TODAY)));
}

#[test]
fn a_reminder_is_proposed_after_working_days_without_an_answer() {
    let mut case = case(&[(Question::Authorised, Choice::No)]);
    let task = Task::Authorise;
    assert_eq!(case.remind_on(task, REMIND_AFTER), None);
    record(&mut case, task).sent = Some(TODAY);
    assert_eq!(case.remind_on(task, REMIND_AFTER), Some(date!(2026 - 12 - 08)));
    assert_eq!(case.remind_on(task, 1), Some(date!(2026 - 11 - 25)));
    record(&mut case, task).reminded = Some(date!(2026 - 12 - 24));
    assert_eq!(case.remind_on(task, 1), Some(date!(2026 - 12 - 28)));
    record(&mut case, task).done = Some(date!(2026 - 12 - 28));
    assert_eq!(case.remind_on(task, 1), None);
}

#[test]
fn what_the_dossier_does_not_show_is_not_done() {
    let mut case = Case::default();
    record(&mut case, Task::DescribeEstablishment).done = Some(TODAY);
    assert!(!matches!(
        case.status(Task::DescribeEstablishment),
        TaskStatus::Done(_)
    ));
    case.evidence = Evidence {
        establishment: true,
        ..Evidence::default()
    };
    assert_eq!(case.status(Task::DescribeEstablishment), TaskStatus::Done(None));
}

#[test]
fn life_has_its_occasions() {
    let mut case = Case::default();
    assert_eq!(case.status(Task::OpposeCard), TaskStatus::DoesNotApply);
    record(&mut case, Task::OpposeCard).begun = Some(TODAY);
    assert_eq!(case.status(Task::OpposeCard), TaskStatus::InProgress(TODAY));
}

#[test]
fn the_texts_of_form_413_have_not_changed() {
    for (text, pinned) in [
        (
            FORM_413_SIGN,
            "e8af7cfded093b333d660abf088d1060f4ea8cfb17d6a7432fb1f2740c143a66",
        ),
        (
            FORM_413_AUTH_CLI,
            "2900086151fb289f8d5359c58b52929f2a0a6012221ea975cd54411ab68e3883",
        ),
        (
            FORM_413_BOX,
            "6d9644b89a231454ce8703b2a71428635230f95042369e7e2be437b9f86ae0c8",
        ),
    ] {
        assert_eq!(
            format!("{:?}", digest(&SHA256, text.as_bytes())),
            format!("SHA256:{pinned}")
        );
    }
}

/// The scan as one line of words, its known slips mended.
fn seed() -> Option<String> {
    let folder = certiroc_test_support::data("seed")?;
    let files = fs::read_dir(folder).expect("the folder of the procedure");
    let text: String = files
        .map(|file| fs::read_to_string(file.expect("readable").path()).expect("UTF-8"))
        .collect();
    let text = text
        .replace(['*', '\\'], "")
        .replace("1^{er}", "1er")
        .replace("habilitier", "habiliter");
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn the_document_says_so() {
    let Some(seed) = seed() else {
        return;
    };
    let forms = Document::ALL.into_iter().filter_map(Document::path);
    let paths = forms.flat_map(|path| [path.section, path.product, path.rubric]);
    let quoted = [FORM_413_SIGN, FORM_413_AUTH_CLI, FORM_413_BOX, PROFILE, STRUCTURE];
    let landmarks = FICHES.iter().flat_map(|fiche| fiche.landmarks);
    let fields = FORM_413_USE
        .into_iter()
        .chain(GUIDES)
        .chain([FORM_413_TYPES, SERVICE_LABEL, AMC_FRAMEWORK])
        .chain(landmarks.copied());
    for text in quoted.into_iter().chain(paths).chain(fields) {
        assert!(seed.contains(text), "not in the document: {text}");
    }
    for address in Address::ALL {
        assert!(
            seed.contains(address.text()),
            "not in the document: {}",
            address.text()
        );
    }
    for document in Document::ALL {
        // A guide's name and its version stand apart in places.
        for part in document.title().trim_end_matches(')').split(" (ANS_") {
            assert!(
                seed.to_lowercase().contains(&part.to_lowercase()),
                "not in the document: {part}"
            );
        }
    }
}

/// The files that end up in the page.
fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the clone") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            sources(&path, into);
        } else if path
            .extension()
            .is_some_and(|e| ["rs", "ftl", "js", "html"].iter().any(|wanted| e == *wanted))
        {
            into.push(path);
        }
    }
}

#[test]
fn addresses_stand_in_one_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = vec![root.join("index.html")];
    sources(&root.join("crates/core/src"), &mut files);
    sources(&root.join("crates/web/src"), &mut files);
    assert!(files.len() > 50);
    let mut table = 0;
    for file in files {
        let text = fs::read_to_string(&file).expect("UTF-8");
        let found = text.matches("esante.gouv").count() + text.matches("mailto:").count();
        if file.ends_with("procedure/reference.rs") {
            table = found;
        } else {
            assert_eq!(found, 0, "{} holds an address", file.display());
        }
    }
    let kept = Address::ALL
        .iter()
        .filter(|address| address.kind() != AddressKind::Telephone);
    // And how the address of a mail begins.
    assert_eq!(table, kept.count() + 1);
}
