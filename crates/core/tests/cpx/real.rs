//! Certificates of real TEST cards, of fictitious persons, and the authorities that signed them.
//!
//! They are in `CERTIROC_TEST_DATA`; without it, nothing is tested here.

use std::fs;

use certiroc_core::authority::Authority;
use certiroc_core::conformity;
use certiroc_core::cpx::{
    CardKind, CardRemark, Category, HolderNaming, NationalIdSort, Says, StructureIdSort, Usage, Verification,
    describe,
};
use certiroc_core::establishment::{Draft, Environment, IdentifierKind};
use certiroc_core::procedure::Role;
use certiroc_core::suitability::{self, CardEvidence, Requirement, State, Verdict, Why, assess};
use certiroc_pki::crl::CrlEntry;
use certiroc_pki::trust::RevocationStatus;
use certiroc_pki::x509::Certificate;
use certiroc_smartcard::reading::{Held, Reading};
use time::macros::datetime;

use certiroc_test_support::data;

use super::reading;

fn held(name: &str) -> Option<Held> {
    let path = data("igc-sante/card-test")?.join(name);
    Some(Held {
        label: String::new(),
        der: fs::read(path).unwrap(),
    })
}

fn authorities(folder: &str) -> Option<Vec<Certificate>> {
    let files = fs::read_dir(data("igc-sante")?.join(folder)).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    let paths = paths.filter(|path| path.extension().is_some_and(|extension| extension == "cer"));
    Some(
        paths
            .map(|path| Certificate::from_der(&fs::read(path).unwrap()).unwrap())
            .collect(),
    )
}

const CPE: &str = "cpe-auth-2017.cer";
const DAMAGED: &str = "cpe-auth-2017-bad-signature.cer";
const CPS: &str = "cps-sign-2020-800262487.cer";

#[test]
fn what_a_cpe_says() {
    let Some(cpe) = held(CPE) else { return };
    let certificate = Certificate::from_der(&cpe.der).unwrap();
    let says = Says::read(&certificate, "");
    assert_eq!(says.kind, Some(CardKind::Establishment));
    assert_eq!(says.category, Some(Category::TestCard));
    assert_eq!(says.number.as_deref(), Some("8025000001/2600301752"));
    assert_eq!((&says.profession, &says.responsibility), (&None, &None));
    assert_eq!(says.usage, Usage::Authentication);
    assert_eq!(says.not_before, datetime!(2017-03-23 15:16:43 UTC));
    assert_eq!(says.not_after, datetime!(2020-03-23 15:16:43 UTC));
    // All three of one RDN.
    assert_eq!(says.holder.given_name.as_deref(), Some("CHARLES"));
    assert_eq!(says.holder.surname.as_deref(), Some("ADMINISTRATIF-CH057880002"));
    let id = says.holder.national_id.as_ref().unwrap();
    assert_eq!(
        (id.text.as_str(), id.sort),
        ("30B0057881/CPET0002", NationalIdSort::Internal)
    );
    assert_eq!(says.holder.title.as_deref(), Some("Personnel santé ou social"));
    assert_eq!(says.holder.naming(), HolderNaming::Nominative);
    let structure = says.structure.unwrap();
    assert_eq!(structure.name.as_deref(), Some("HOPITAL DES 3 DAMES"));
    assert_eq!(structure.state.as_deref(), Some("Paris (75)"));
    assert_eq!(structure.id, Some((StructureIdSort::Finess, "0B0057881".into())));
}

#[test]
fn what_a_nurses_cps_says() {
    let Some(cps) = held(CPS) else { return };
    let says = Says::read(&Certificate::from_der(&cps.der).unwrap(), "");
    assert_eq!(says.kind, Some(CardKind::Cps));
    assert_eq!(says.category, Some(Category::TestCard));
    assert_eq!(says.number.as_deref(), Some("8025000001/2800262487"));
    assert_eq!(says.profession.as_deref(), Some("60"));
    assert_eq!(says.usage, Usage::Signature);
    assert_eq!(says.holder.name().as_deref(), Some("GUY INFIRMCH7760"));
    assert_eq!(says.holder.title.as_deref(), Some("Infirmier"));
    let id = says.holder.national_id.unwrap();
    assert_eq!((id.text.as_str(), id.sort), ("00B6077602", NationalIdSort::Adeli));
    assert_eq!(says.structure, None);
}

#[test]
fn who_signed_is_told() {
    let (Some(authorities), Some(cpe), Some(damaged), Some(cps)) =
        (authorities("ca-test"), held(CPE), held(DAMAGED), held(CPS))
    else {
        return;
    };
    let verify = |held: &Held, authorities: &[Certificate]| {
        let description = describe(&reading(vec![held.clone()]), authorities, &[]);
        description.cards[0].certificates[0].signature.clone()
    };
    let stem = |known: &Authority| known.file_stem;
    let Verification::Verified(known) = verify(&cpe, &authorities) else {
        panic!("not verified");
    };
    assert_eq!(stem(known), "ACI-ST-PP-TEST");
    let Verification::Wrong(known) = verify(&damaged, &authorities) else {
        panic!("not seen to be damaged");
    };
    assert_eq!(stem(known), "ACI-ST-PP-TEST");
    for held in [&cpe, &damaged] {
        let Verification::NoAuthority(Some(known)) = verify(held, &[]) else {
            panic!("verified by nobody");
        };
        assert_eq!(stem(known), "ACI-ST-PP-TEST");
    }
    // No copy of ACI-FO-PP-TEST was found.
    assert_eq!(verify(&cps, &authorities), Verification::NoAuthority(None));

    // An authority in the same file serves as well.
    let issuer = authorities.iter().find(|authority| {
        Authority::by_sha256(&authority.sha256()).is_some_and(|known| stem(known) == "ACI-ST-PP-TEST")
    });
    let beside = Held {
        label: String::new(),
        der: issuer.unwrap().der().to_vec(),
    };
    let description = describe(&reading(vec![beside, cpe]), &[], &[]);
    let signature = &description.cards[0].certificates[0].signature;
    assert!(matches!(signature, Verification::Verified(_)), "{signature:?}");
    let of_the_authority = description.others[0].certificate.as_ref().unwrap();
    assert_eq!(
        conformity::CertificateKind::of(of_the_authority),
        conformity::CertificateKind::Authority
    );
}

/// What a list says of an authority, it says of the cards that the authority signed.
#[test]
fn a_card_of_a_revoked_authority_is_not_verified() {
    let (Some(authorities), Some(cpe)) = (authorities("ca-test"), held(CPE)) else {
        return;
    };
    let since = datetime!(2026-11-20 0:00 UTC);
    let entry = CrlEntry {
        serial_number: vec![1],
        revoked: since,
        reason: None,
    };
    let verify = |of: &str, status: &RevocationStatus| {
        let known = |authority: &&Certificate| {
            Authority::by_sha256(&authority.sha256()).is_some_and(|known| known.file_stem == of)
        };
        let authority = authorities.iter().find(known).unwrap();
        let verdicts = [(authority.sha256(), Ok(status.clone()))];
        let description = describe(&reading(vec![cpe.clone()]), &authorities, &verdicts);
        description.cards[0].certificates[0].signature.clone()
    };
    let revoked = RevocationStatus::Revoked(entry);
    let Verification::AuthorityRevoked(known, at) = verify("ACI-ST-PP-TEST", &revoked) else {
        panic!("not seen to be revoked");
    };
    assert_eq!((known.file_stem, at), ("ACI-ST-PP-TEST", since));
    for (of, status) in [
        ("ACI-ST-PP-TEST", RevocationStatus::NotRevoked),
        ("ACI-EL-PP-TEST", revoked),
    ] {
        let signature = verify(of, &status);
        assert!(matches!(signature, Verification::Verified(_)), "{signature:?}");
    }
}

#[test]
fn two_cards_in_one_file_are_two() {
    let (Some(cpe), Some(cps)) = (held(CPE), held(CPS)) else {
        return;
    };
    let description = describe(&reading(vec![cpe, cps]), &[], &[]);
    assert_eq!(description.cards.len(), 2);
    assert_eq!(
        description.remarks,
        [CardRemark::SeveralCards(2), CardRemark::SeveralHolders(2)]
    );
}

#[test]
fn other_certificates_are_of_no_card() {
    for folder in ["ca-prod", "ca-test", "ee-test"] {
        let Some(folder) = data("igc-sante").map(|data| data.join(folder)) else {
            return;
        };
        for file in fs::read_dir(folder).unwrap() {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            let der = pem::parse(&bytes).map_or(bytes, pem::Pem::into_contents);
            let label = String::new();
            let description = describe(&reading(vec![Held { label, der }]), &[], &[]);
            assert_eq!(description.remarks, [CardRemark::NotACard]);
            assert_eq!((description.cards.len(), description.others.len()), (0, 1));
        }
    }
}

/// In its time, for a dossier of its own structure; and now.
#[test]
fn a_test_cpe_is_held_against_the_procedure() {
    let (Some(authorities), Some(cpe)) = (authorities("ca-test"), held(CPE)) else {
        return;
    };
    let read = Reading {
        serial: Some(b"\x80\x25\x00\x00\x01\x26\x00\x30\x17\x5f".to_vec()),
        ..reading(vec![cpe])
    };
    let card = &describe(&read, &authorities, &[]).cards[0];
    let establishment = |environment| Draft {
        identifier_kind: Some(IdentifierKind::FinessEg),
        identifier: "0B0057881".into(),
        environment,
        ..Draft::default()
    };
    let then = datetime!(2018-01-01 0:00 UTC);
    let administrator = |environment, at| {
        assess(
            card,
            Role::TechnicalAdministrator,
            None,
            &establishment(environment),
            at,
        )
    };
    let right = administrator(Environment::Test, then);
    assert_eq!(right.verdict(), Verdict::Meets, "{right:?}");
    let open = |point: &suitability::Point| point.state != State::Met;
    let open: Vec<_> = right.points.iter().filter(|point| open(point)).cloned().collect();
    assert_eq!(
        open,
        [suitability::Point {
            condition: Requirement::Revocation,
            state: State::Unknown(Why::NoList)
        }]
    );
    let mistaken = administrator(Environment::Production, then);
    assert_eq!(
        mistaken.state(Requirement::Environment),
        Some(&State::NotMet(CardEvidence::TestCard))
    );
    let now = administrator(Environment::Test, certiroc_test_support::cpx::AT);
    assert_eq!(
        now.state(Requirement::Dates),
        Some(&State::NotMet(CardEvidence::Expired(card.says.not_after)))
    );
    assert_eq!(now.verdict(), Verdict::Fails);
}

/// What is quoted stands in the document.
#[test]
fn the_sentences_are_the_documents() {
    let Some(folder) = data("seed") else { return };
    let texts = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let text: String = texts.map(|path| fs::read_to_string(path).unwrap()).collect();
    let plain = |text: &str| {
        text.replace('’', "'")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let text = plain(&text);
    for part in Role::ALL {
        for (sentence, _) in suitability::sentences(part) {
            assert!(text.contains(&plain(sentence)), "{sentence}");
        }
    }
}
