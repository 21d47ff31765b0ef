//! Any text is checked without a panic, and the keys catch what they should.

use certiroc_core::establishment::{
    ContractLevel, DEPARTMENTS, Draft, Environment, EstablishmentCode, Field, IdentifierKind,
};
use certiroc_core::finding::Severity;
use proptest::prelude::*;
use proptest::sample::select;

/// Numbers that are right, nearly right, or anything.
fn identifiers() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{9}",
        "2[ABab][0-9]{7}",
        "[0-9][A-Z][0-9]{7}",
        "[0-9A-Za-z]{9}",
        "[0-9 ]{14,20}",
        any::<String>()
    ]
}

fn drafts() -> impl Strategy<Value = Draft> {
    let departments =
        prop_oneof![3 => select(&DEPARTMENTS[..]).prop_map(|d| d.code.to_owned()), 1 => any::<String>()];
    let names = prop_oneof!["\\PC{0,70}", any::<String>()];
    (
        names,
        departments,
        proptest::option::of(select(&IdentifierKind::ALL[..])),
        identifiers(),
        select(&Environment::ALL[..]),
        proptest::option::of(select(&ContractLevel::ALL[..])),
    )
        .prop_map(
            |(name, department, identifier_kind, identifier, environment, contract_level)| Draft {
                name,
                department,
                identifier_kind,
                identifier,
                environment,
                contract_level,
            },
        )
}

fn production(kind: IdentifierKind, identifier: String) -> Draft {
    Draft {
        name: "Hôpital".into(),
        department: "988".into(),
        identifier_kind: Some(kind),
        identifier,
        environment: Environment::Production,
        contract_level: Some(ContractLevel::Ej),
    }
}

fn codes(draft: &Draft) -> Vec<EstablishmentCode> {
    draft.findings().iter().map(|finding| finding.code).collect()
}

/// The last digit that makes the Luhn sum of the whole a multiple of ten, computed the plain way.
fn with_luhn_key(body: &str) -> String {
    let is_right = |number: &String| {
        let digits = number.chars().rev().filter_map(|c| c.to_digit(10)).enumerate();
        let sum: u32 = digits
            .map(|(i, d)| {
                if i % 2 == 0 {
                    d
                } else {
                    [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][d as usize]
                }
            })
            .sum();
        sum.is_multiple_of(10)
    };
    (0..10)
        .map(|key| format!("{body}{key}"))
        .find(is_right)
        .expect("one of ten keys is right")
}

proptest! {
    #[test]
    fn every_draft_is_judged(draft in drafts(), service_name in any::<String>()) {
        let findings = draft.findings();
        let fields: Vec<Field> = findings.iter().map(|finding| finding.code.field()).collect();
        prop_assert!(fields.is_sorted(), "{fields:?}");
        let blocked = findings.iter().any(|finding| finding.code.severity() == Severity::Error);
        match draft.establishment() {
            Ok(establishment) => {
                prop_assert!(!blocked);
                prop_assert_eq!(establishment.subject(&service_name), draft.subject(&service_name));
                prop_assert!((1..=64).contains(&establishment.name().chars().count()));
                let id = establishment.identifier().to_string();
                prop_assert!([10, 15].contains(&id.len()), "{}", id);
                prop_assert!(id.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()));
            }
            Err(same) => {
                prop_assert!(blocked);
                prop_assert_eq!(same, findings);
            }
        }
    }

    #[test]
    fn a_draft_survives_json(draft in drafts()) {
        let json = serde_json::to_string(&draft).unwrap();
        prop_assert_eq!(serde_json::from_str::<Draft>(&json).unwrap(), draft);
    }

    #[test]
    fn a_finess_key_catches_every_wrong_digit(body in "[0-9]{2}0[0-9]{5}", place in 0..9usize, digit in b'0'..=b'9') {
        let right = with_luhn_key(&body);
        prop_assert_eq!(codes(&production(IdentifierKind::FinessEj, right.clone())), []);
        let mut wrong = right.clone().into_bytes();
        wrong[place] = digit;
        let wrong = String::from_utf8(wrong).unwrap();
        if wrong != right {
            let draft = production(IdentifierKind::FinessEj, wrong);
            prop_assert!(codes(&draft).contains(&EstablishmentCode::FinessKey));
            let corrected = &draft.findings()[0].expected;
            prop_assert_eq!(corrected, &with_luhn_key(&corrected[..8]));
        }
    }

    #[test]
    fn corsica_is_doubted_never_blocked(number in "2[ABab]0[0-9]{6}") {
        let draft = production(IdentifierKind::FinessEj, number);
        prop_assert!(draft.establishment().is_ok());
        prop_assert!(codes(&draft).iter().all(|code| *code == EstablishmentCode::FinessKeyDoubtful));
    }

    #[test]
    fn a_test_number_is_refused_in_production_only(number in "[013-9][A-HJ-NP-Z][0-9]{7}") {
        let draft = production(IdentifierKind::FinessEj, number);
        prop_assert_eq!(codes(&draft), [EstablishmentCode::TestIdentifier]);
        prop_assert_eq!(codes(&Draft { environment: Environment::Test, ..draft }), []);
    }

    #[test]
    fn a_siret_needs_both_keys(siren in "[1-9][0-9]{7}", nic in "[0-9]{4}", place in 0..14usize, digit in b'0'..=b'9') {
        let right = with_luhn_key(&format!("{}{nic}", with_luhn_key(&siren)));
        prop_assert_eq!(codes(&production(IdentifierKind::Siret, right.clone())), []);
        let mut wrong = right.clone().into_bytes();
        wrong[place] = digit;
        let wrong = String::from_utf8(wrong).unwrap();
        if wrong != right {
            prop_assert_eq!(codes(&production(IdentifierKind::Siret, wrong)), [EstablishmentCode::SiretKey]);
        }
    }

    #[test]
    fn la_poste_may_sum_to_a_multiple_of_five(nic in 0..100_000u32) {
        let number = format!("356000000{nic:05}");
        let sum: u32 = number.chars().filter_map(|c| c.to_digit(10)).sum();
        let is_right = sum.is_multiple_of(5) || number == with_luhn_key(&number[..13]);
        prop_assert_eq!(codes(&production(IdentifierKind::Siret, number)).is_empty(), is_right);
    }
}
