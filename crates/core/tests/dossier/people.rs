//! The people in a dossier: who is named, and what is left once somebody was erased.

use certiroc_core::dossier::{Dossier, Event};
use certiroc_core::procedure::{Choice, Person, Question, Role};

use crate::fixtures::{NOTICE, NOW, dossier, unpack};

fn person(name: &str, mail: &str) -> Person {
    Person {
        name: name.into(),
        mail: mail.into(),
    }
}

/// Camille Martin has made both requests, and is a mandataire beside somebody else.
fn peopled() -> Dossier {
    let mut dossier = dossier();
    let people = &mut dossier.course.people;
    people.insert(
        Role::LegalRepresentative,
        person("Dominique Durand", "direction@hopital.example"),
    );
    people.insert(
        Role::Mandataire,
        person(
            "camille Martin, Alix Petit",
            "camille@hopital.example, alix@hopital.example",
        ),
    );
    people.insert(Role::SoftwareVendor, person("", "support@editeur.example"));
    let event = Event::Answered {
        question: Question::Contract,
        choice: Choice::Yes,
    };
    dossier.record(NOW, "Alix Petit, Camille Martin", event);
    dossier
}

fn written(dossier: &Dossier) -> String {
    let members = unpack(&dossier.write(NOTICE, NOW).unwrap());
    String::from_utf8(members[1].1.clone()).unwrap().to_lowercase()
}

#[test]
fn everybody_is_told_once() {
    assert_eq!(
        peopled().named(),
        [
            "Dominique Durand",
            "camille Martin",
            "Alix Petit",
            "support@editeur.example"
        ]
    );
}

#[test]
fn who_is_erased_is_nowhere_and_the_acts_stay() {
    let before = peopled();
    let mut dossier = before.clone();
    dossier.erase("Camille Martin", NOW, " CAMILLE MARTIN");
    let json = written(&dossier);
    assert!(!json.contains("martin") && !json.contains("camille"), "{json}");
    // Whose the addresses are is not known.
    assert_eq!(dossier.course.people[&Role::Mandataire], person("Alix Petit", ""));
    assert_eq!(dossier.journal.len(), before.journal.len() + 1);
    for (entry, was) in dossier.journal.iter().zip(&*before.journal) {
        assert_eq!((entry.at, &entry.event), (was.at, &was.event));
    }
    let by: Vec<_> = dossier.journal.iter().map(|entry| entry.by.as_str()).collect();
    assert_eq!(by, ["", "", "", "Alix Petit", ""]);
    assert_eq!(dossier.journal.last().unwrap().event, Event::PersonErased);
    assert_eq!(dossier.orders, before.orders);
}

#[test]
fn the_last_of_a_role_takes_it_along() {
    let mut dossier = peopled();
    for (name, role) in [
        ("Dominique Durand", Role::LegalRepresentative),
        ("support@editeur.example", Role::SoftwareVendor),
    ] {
        dossier.erase(name, NOW, "Alix Petit");
        assert_eq!(dossier.course.people.get(&role), None);
        assert_eq!(dossier.journal.last().unwrap().by, "Alix Petit");
    }
    let json = written(&dossier);
    assert!(
        !json.contains("@editeur") && !json.contains("direction@"),
        "{json}"
    );
    assert!(json.contains("camille@hopital.example"));
}

/// Somebody may stand in the journal alone: a file from before still names him.
#[test]
fn a_file_that_still_names_who_was_erased_is_another_state() {
    let before = dossier();
    let mut after = before.clone();
    after.erase("Camille Martin", NOW, "");
    assert_eq!(after.course, before.course);
    assert!(!after.is_same_state(&before) && after.is_life_of(&before));
}
