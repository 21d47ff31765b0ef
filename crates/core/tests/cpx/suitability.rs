//! Cards compared with what the procedure requires of each role.

use certiroc_core::cpx::{Agreement, Card, CardKind, Disagreement, Responsibility, Verification};
use certiroc_core::establishment::{Draft, Environment, IdentifierKind};
use certiroc_core::suitability::{
    Assessment, BEYOND, CardEvidence, DAYS_TO_ORDER, Replacement, Requirement, State, Stated, Verdict, Why,
    assess, tasks,
};
use certiroc_pki::crl::CrlEntry;

use certiroc_core::procedure::reference::Document;
use certiroc_core::procedure::{Answers, Role, Task};
use certiroc_pki::trust::{Mute, RevocationStatus};
use time::Duration;

use super::{authority, card, draft};
use certiroc_test_support::cpx::{
    AT, CATEGORY, FROM, GIVEN_NAME, KIND, Made, RESPONSIBILITY, TO, UNIT, integer,
};

fn assessed(made: &Made, part: Role) -> Assessment {
    assess(&card(made), part, None, &draft(), AT)
}

fn state(made: &Made, part: Role, condition: Requirement) -> State {
    assessed(made, part).state(condition).unwrap().clone()
}

#[test]
fn what_the_kind_is_worth_to_each_part() {
    use Role::{LegalRepresentative, Mandataire, SoftwareVendor, TechnicalAdministrator};
    let responsible = |level| Made::cps().with(RESPONSIBILITY, integer(level));
    let cards = [
        Made::cps(),
        Made::cpf(),
        Made::establishment(),
        Made::service(),
        Made::authorised(),
        responsible(1),
    ];
    for made in &cards {
        for part in [Mandataire, TechnicalAdministrator, SoftwareVendor] {
            assert_eq!(state(made, part, Requirement::Kind), State::Met, "{made:?}");
        }
    }
    let unknown = Made::cps().with(KIND, integer(7));
    let silent = Made::cps().without(KIND);
    for part in Role::ALL {
        for made in [&unknown, &silent] {
            assert_eq!(
                state(made, part, Requirement::Kind),
                State::Unknown(Why::KindUnknown)
            );
        }
    }
    for (made, expected) in [
        (Made::cps(), State::Unknown(Why::ResponsibilityUnknown)),
        (responsible(1), State::Met),
        (
            responsible(0),
            State::NotMet(CardEvidence::Responsibility(Responsibility::None)),
        ),
        (
            responsible(2),
            State::NotMet(CardEvidence::Responsibility(Responsibility::Deputy)),
        ),
        (responsible(9), State::Unknown(Why::ResponsibilityUnknown)),
        (Made::cpf(), State::NotMet(CardEvidence::Kind(CardKind::Cpf))),
        (
            Made::cpf().with(RESPONSIBILITY, integer(1)),
            State::NotMet(CardEvidence::Kind(CardKind::Cpf)),
        ),
        (
            Made::authorised(),
            State::NotMet(CardEvidence::Kind(CardKind::Authorised)),
        ),
        (Made::establishment(), State::Unknown(Why::CdeOrCpe)),
        (Made::establishment().with(RESPONSIBILITY, integer(1)), State::Met),
    ] {
        assert_eq!(
            state(&made, LegalRepresentative, Requirement::Kind),
            expected,
            "{made:?}"
        );
    }
}

#[test]
fn cde_or_cpe_is_for_the_user_to_say() {
    let said =
        |made: &Made, stated| assess(&card(made), Role::LegalRepresentative, Some(stated), &draft(), AT);
    let cde = said(&Made::establishment(), Stated::Cde);
    assert_eq!(cde.state(Requirement::Kind), Some(&State::Met));
    assert_eq!(cde.verdict(), Verdict::Meets, "{cde:?}");
    let cpe = said(&Made::establishment(), Stated::Cpe);
    assert_eq!(
        cpe.state(Requirement::Kind),
        Some(&State::NotMet(CardEvidence::StatedCpe))
    );
    assert_eq!(cpe.verdict(), Verdict::Fails);
    // It is said of a « carte d'établissement » alone.
    for stated in [Stated::Cde, Stated::Cpe] {
        let cps = said(&Made::cps(), stated);
        assert_eq!(
            cps.state(Requirement::Kind),
            Some(&State::Unknown(Why::ResponsibilityUnknown))
        );
        assert_eq!(cps.verdict(), Verdict::Open);
    }
    let untold = assessed(&Made::establishment(), Role::LegalRepresentative);
    assert_eq!(untold.verdict(), Verdict::Open);
}

#[test]
fn only_administrators_need_a_nominative_card() {
    let pseudonym = Some("EMPLOYE000000018".to_owned());
    for part in [Role::TechnicalAdministrator, Role::SoftwareVendor] {
        assert_eq!(
            state(&Made::service(), part, Requirement::Nominative),
            State::NotMet(CardEvidence::ServiceCard(pseudonym.clone()))
        );
        assert_eq!(assessed(&Made::service(), part).verdict(), Verdict::Fails);
        assert_eq!(assessed(&Made::service(), part).holder, None);
        assert_eq!(
            state(&Made::establishment(), part, Requirement::Nominative),
            State::Met
        );
        let mut half = Made::cps();
        half.subject[1].retain(|(held, _)| *held != GIVEN_NAME);
        assert_eq!(
            state(&half, part, Requirement::Nominative),
            State::Unknown(Why::NamingUnclear)
        );
        assert_eq!(assessed(&half, part).verdict(), Verdict::Open);
    }
    for part in [Role::LegalRepresentative, Role::Mandataire] {
        assert_eq!(
            assessed(&Made::service(), part).state(Requirement::Nominative),
            None
        );
    }
    assert_eq!(
        assessed(&Made::service(), Role::Mandataire).verdict(),
        Verdict::Meets
    );
}

#[test]
fn test_cards_are_for_test_certificates() {
    let part = Role::TechnicalAdministrator;
    let mut test = card(&Made::establishment().with(CATEGORY, vec![4, 1, 0x80]));
    test.certificates[0].signature = Verification::Verified(authority("ACI-ST-PP-TEST"));
    let real = card(&Made::establishment());
    let mut untold = card(&Made::establishment().without(CATEGORY));
    untold.certificates[0].signature = Verification::Unverifiable;
    let dossier = |environment| Draft {
        environment,
        ..draft()
    };
    for (card, environment, expected) in [
        (&real, Environment::Production, State::Met),
        (&test, Environment::Test, State::Met),
        (
            &test,
            Environment::Production,
            State::NotMet(CardEvidence::TestCard),
        ),
        (&real, Environment::Test, State::Unknown(Why::RealCard)),
        (
            &untold,
            Environment::Production,
            State::Unknown(Why::EnvironmentUnknown),
        ),
    ] {
        let assessment = assess(card, part, None, &dossier(environment), AT);
        assert_eq!(assessment.state(Requirement::Environment), Some(&expected));
    }
}

#[test]
fn dates_and_the_time_to_order() {
    let part = Role::TechnicalAdministrator;
    let card = card(&Made::establishment());
    let at = |at| {
        let assessment = assess(&card, part, None, &draft(), at);
        let state = |condition| assessment.state(condition).cloned();
        (
            state(Requirement::Dates).unwrap(),
            state(Requirement::Lasts),
            assessment.verdict(),
        )
    };
    let delay = Duration::days(DAYS_TO_ORDER);
    let soon = || Some(State::NotMet(CardEvidence::EndsSoon(TO)));
    assert_eq!(at(FROM), (State::Met, Some(State::Met), Verdict::Meets));
    assert_eq!(
        at(FROM - Duration::SECOND),
        (
            State::NotMet(CardEvidence::NotYetValid(FROM)),
            None,
            Verdict::Fails
        )
    );
    assert_eq!(at(TO - delay), (State::Met, Some(State::Met), Verdict::Meets));
    // A warning: it can be used now.
    assert_eq!(
        at(TO - delay + Duration::SECOND),
        (State::Met, soon(), Verdict::Meets)
    );
    assert_eq!(at(TO), (State::Met, soon(), Verdict::Meets));
    assert_eq!(
        at(TO + Duration::SECOND),
        (State::NotMet(CardEvidence::Expired(TO)), None, Verdict::Fails)
    );
}

#[test]
fn signature_coherence_and_lists() {
    let part = Role::Mandataire;
    let changed = |change: fn(&mut Card)| {
        let mut card = card(&Made::establishment());
        change(&mut card);
        assess(&card, part, None, &draft(), AT)
    };
    let known = authority("ACI-ST-PP");
    for (assessment, condition, expected, verdict) in [
        (
            changed(|card| {
                let mut second = card.certificates[0].clone();
                second.signature = Verification::Wrong(authority("ACI-ST-PP"));
                // One of two is enough, wherever it stands.
                card.certificates.insert(0, second);
            }),
            Requirement::Signature,
            State::NotMet(CardEvidence::SignatureWrong(known)),
            Verdict::Fails,
        ),
        (
            changed(|card| {
                card.certificates[0].signature = Verification::AuthorityRevoked(authority("ACI-ST-PP"), AT);
            }),
            Requirement::Signature,
            State::NotMet(CardEvidence::AuthorityRevoked(known)),
            Verdict::Fails,
        ),
        (
            changed(|card| {
                card.certificates[0].signature = Verification::NoAuthority(Some(authority("ACI-ST-PP")));
            }),
            Requirement::Signature,
            State::Unknown(Why::NoAuthority(Some(known))),
            Verdict::Open,
        ),
        (
            changed(|card| card.certificates[0].signature = Verification::Unverifiable),
            Requirement::Signature,
            State::Unknown(Why::SignatureUnverifiable),
            Verdict::Open,
        ),
        (
            changed(|card| card.agreement = Agreement::Different),
            Requirement::Coherence,
            State::NotMet(CardEvidence::OtherChip),
            Verdict::Fails,
        ),
        (
            changed(|card| card.findings = vec![Disagreement::Holders]),
            Requirement::Coherence,
            State::NotMet(CardEvidence::Disagreement(Disagreement::Holders)),
            Verdict::Fails,
        ),
        (
            changed(|card| card.agreement = Agreement::Same),
            Requirement::Coherence,
            State::Met,
            Verdict::Meets,
        ),
        (
            changed(|_| {}),
            Requirement::Coherence,
            State::Unknown(Why::ChipUnknown),
            Verdict::Meets,
        ),
        (
            changed(|card| card.certificates[0].revocation = Some(Ok(RevocationStatus::NotRevoked))),
            Requirement::Revocation,
            State::Met,
            Verdict::Meets,
        ),
        (
            changed(|card| card.certificates[0].revocation = Some(Err(Mute::NoAuthority))),
            Requirement::Revocation,
            State::Unknown(Why::NoList),
            Verdict::Meets,
        ),
        (
            changed(|card| {
                let entry = CrlEntry {
                    serial_number: vec![1],
                    revoked: FROM,
                    reason: None,
                };
                card.certificates[0].revocation = Some(Ok(RevocationStatus::Revoked(entry)));
            }),
            Requirement::Revocation,
            State::NotMet(CardEvidence::Revoked(CrlEntry {
                serial_number: vec![1],
                revoked: FROM,
                reason: None,
            })),
            Verdict::Fails,
        ),
    ] {
        assert_eq!(assessment.state(condition), Some(&expected));
        assert_eq!(assessment.verdict(), verdict, "{assessment:?}");
    }
}

#[test]
fn the_structure_is_the_dossiers() {
    let part = Role::TechnicalAdministrator;
    let own = card(&Made::establishment());
    let state = |card: &Card, draft: &Draft| {
        let assessment = assess(card, part, None, draft, AT);
        assert_eq!(assessment.verdict(), Verdict::Meets, "a warning at most");
        assessment.state(Requirement::Structure).unwrap().clone()
    };
    assert_eq!(state(&own, &draft()), State::Met);
    // The number does not tell EJ from EG.
    let eg = Draft {
        identifier_kind: Some(IdentifierKind::FinessEg),
        ..draft()
    };
    assert_eq!(state(&own, &eg), State::Met);
    let other = card(&Made::establishment().named(UNIT, "1690781810"));
    let numbers = ("1690781810".to_owned(), "1210780581".to_owned());
    assert_eq!(
        state(&other, &draft()),
        State::NotMet(CardEvidence::OtherStructure {
            card: numbers.0,
            dossier: numbers.1
        })
    );
    let siret = card(&Made::establishment().named(UNIT, "318751275100020"));
    assert!(matches!(
        state(&siret, &draft()),
        State::Unknown(Why::OtherNumbering { .. })
    ));
    for made in [Made::cps(), Made::establishment().named(UNIT, "Masseur")] {
        assert_eq!(
            state(&card(&made), &draft()),
            State::Unknown(Why::NoStructureOnCard)
        );
    }
    assert_eq!(
        state(&own, &Draft::default()),
        State::Unknown(Why::NoStructureInDossier)
    );
    // A vendor's people are the vendor's.
    let vendor = assess(&other, Role::SoftwareVendor, None, &draft(), AT);
    assert_eq!(vendor.state(Requirement::Structure), None);
    assert_eq!(vendor.verdict(), Verdict::Meets);
}

#[test]
fn the_form_for_another_card() {
    use Role::{LegalRepresentative, Mandataire, SoftwareVendor, TechnicalAdministrator};
    let end = TO - Duration::days(30);
    let form = |made: &Made, part, stated, at| {
        let replacement = assess(&card(made), part, stated, &draft(), at).replacement;
        replacement.map(|Replacement { document, task }| (document, task))
    };
    let (director, mandataire, administrator) = (
        Some((Document::Form101, Task::ContractAndCard)),
        Some((Document::Form301, Task::MandataireCard)),
        Some((Document::Form301, Task::AdministratorCard)),
    );
    let late = FROM - Duration::DAY;
    for (made, part, stated, at, expected) in [
        (
            Made::establishment(),
            LegalRepresentative,
            Some(Stated::Cde),
            AT,
            None,
        ),
        (
            Made::establishment(),
            LegalRepresentative,
            Some(Stated::Cde),
            end,
            director,
        ),
        (
            Made::establishment(),
            LegalRepresentative,
            Some(Stated::Cpe),
            AT,
            director,
        ),
        (Made::cpf(), LegalRepresentative, None, AT, director),
        (Made::establishment(), Mandataire, None, end, mandataire),
        (
            Made::establishment(),
            TechnicalAdministrator,
            None,
            TO + Duration::DAY,
            administrator,
        ),
        (Made::service(), SoftwareVendor, None, AT, administrator),
        // A health professional's does not come by these forms.
        (Made::cps(), TechnicalAdministrator, None, end, None),
        (Made::cpf(), Mandataire, None, end, None),
        (
            Made::establishment().with(CATEGORY, vec![4, 1, 0x80]),
            Mandataire,
            None,
            AT,
            mandataire,
        ),
        // It will be valid.
        (Made::establishment(), Mandataire, None, late, None),
    ] {
        assert_eq!(form(&made, part, stated, at), expected, "{made:?} {part:?}");
    }
    // The task has the form.
    for part in Role::ALL {
        let assessment = assess(
            &card(&Made::service()),
            part,
            Some(Stated::Cpe),
            &draft(),
            TO + Duration::DAY,
        );
        let Replacement { document, task } = assessment.replacement.unwrap();
        assert!(
            task.documents(&Answers::default()).contains(&document),
            "{part:?}"
        );
        assert!(tasks(part).contains(&task), "{part:?}");
    }
}

#[test]
fn what_no_card_tells_is_no_condition() {
    // « active » is never found: opposition is among what no card tells.
    assert_eq!(BEYOND.len(), 6);
    for part in Role::ALL {
        let assessment = assessed(&Made::establishment(), part);
        assert!(
            assessment
                .points
                .is_sorted_by_key(|point| point.condition as usize)
        );
        assert_eq!(assessment.holder.as_deref(), Some("CHARLES DUPONT"));
    }
}
