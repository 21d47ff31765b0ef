//! Certificates and lists from the field, given to the dossier that they are for: `CERTIROC_TEST_DATA` has them;
//! without it, these tests say nothing.

use std::collections::BTreeMap;

use certiroc_core::appraisal::{Appraisal, Revocations, appraise};
use certiroc_core::clock_doubt::clock_doubt;
use certiroc_core::conformity::ConformityCode;
use certiroc_core::dossier::{Dossier, Filed};
use certiroc_core::establishment::{Draft, EstablishmentCode};
use certiroc_core::finding::{Finding, Severity};
use certiroc_core::intake::{self, Received};
use certiroc_core::order::Revocation;
use certiroc_core::procedure::Task;
use certiroc_core::product::Product::{self, OrgAuthCli, OrgSign};
use certiroc_core::reminder::deadlines;
use certiroc_pki::intake::{Entry, Known, Remark};
use certiroc_pki::trust::{Mute, RevocationStatus, Unusable};
use certiroc_pki::x509::{AttributeType, Certificate, spelled};
use certiroc_test_support::{data, nfkc};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

/// When the files were made.
const AT: OffsetDateTime = datetime!(2026-12-01 12:00 UTC);

fn bytes(name: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(data("cases/for-dossier")?.join(name)).unwrap())
}

/// The dossier, and what was filed of files that were given together, once and then again.
fn given(names: &[&str]) -> Option<(Dossier, Vec<Filed>, Vec<Received>)> {
    let mut dossier = Dossier::read(&bytes("dossier.zip")?).unwrap().dossier;
    let mut certificates: Vec<Certificate> = Vec::new();
    let mut received = Vec::new();
    for name in names {
        let known = Known {
            passwords: &[],
            certificates: &certificates,
            serial_numbers: &[],
            at: AT,
        };
        let (file, _) = intake::read(&bytes(name)?, &known);
        certificates.extend(file.report.certificates().cloned());
        received.push(file);
    }
    let filed = dossier.take_in(&received, AT, "");
    assert_eq!(dossier.take_in(&received, AT, ""), [], "{names:?}");
    Some((dossier, filed, received))
}

/// What the certificates of one file are worth.
fn appraised(name: &str) -> Option<Vec<(Product, Appraisal)>> {
    let (dossier, ..) = given(&[name])?;
    let appraised = dossier.issued().map(|(product, issued)| {
        let none = Revocations::default();
        (product, appraise(&dossier, product, issued, &[], &none, AT, nfkc))
    });
    Some(appraised.collect())
}

/// What is found of the only certificate of a file, but for its issuer, which is nobody's.
fn found(name: &str) -> Option<Vec<Finding<ConformityCode>>> {
    let appraised = appraised(name)?;
    let [(OrgAuthCli, appraisal)] = appraised.as_slice() else {
        panic!("{name}: {appraised:?}");
    };
    let of_the_name = |finding: &&Finding<ConformityCode>| finding.code != ConformityCode::Issuer;
    Some(appraisal.findings.iter().filter(of_the_name).cloned().collect())
}

#[test]
fn a_certificate_finds_its_order_whatever_its_name_is_made_of() {
    for (name, expected) in [
        ("d00-cert.cer", [].as_slice()),
        ("c04-bmp.cer", &[]),
        ("c09-order-reversed.cer", &[]),
        ("c07-swapped-profile.cer", &[ConformityCode::Swapped(OrgSign)]),
        (
            "c23-expired.cer",
            &[ConformityCode::Expired(datetime!(2025-11-25 8:00 UTC))],
        ),
    ] {
        let Some(found) = found(name) else { return };
        let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, expected, "{name}");
    }
    let both = appraised("c22-both-and-chain-no-newline.pem").unwrap();
    let products: Vec<_> = both.iter().map(|(product, _)| *product).collect();
    assert_eq!(products, Product::ALL);
}

/// The bytes are not of the encoding announced, which is told of the file; the letters are the ordered ones.
#[test]
fn letters_in_another_encoding_are_the_ordered_ones() {
    let name = "c14-latin1-in-utf8.cer";
    let Some(found) = found(name) else { return };
    assert_eq!(found, []);
    let (_, _, received) = given(&[name]).unwrap();
    let report = &received[0].report;
    assert_eq!(report.remarks, [Remark::NameEncoding]);
    let subject = report.certificates().next().unwrap().subject.to_string();
    assert!(
        subject.contains("O=Hospices de l'Île-d'Été-sur-Saône"),
        "{subject}"
    );
}

/// Each name is put right with a word about it, or refused, before a key is made.
#[test]
fn names_with_what_cannot_be_seen() {
    let Some(path) = data("cases/names.json") else {
        return;
    };
    let names: BTreeMap<String, String> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(names.len(), 5);
    for (what, name) in names {
        let is_refused = ["zero-width space", "direction override"].contains(&what.as_str());
        let draft = Draft {
            name,
            ..Draft::default()
        };
        let codes: Vec<_> = draft.findings().iter().map(|finding| finding.code).collect();
        let expected = if is_refused {
            EstablishmentCode::NameHiddenCharacter
        } else {
            EstablishmentCode::NamePutRight
        };
        assert_eq!(codes[0], expected, "{what}");
        assert_eq!(
            expected.severity() == Severity::Error,
            is_refused,
            "a key is made of no refused name"
        );
        if !is_refused {
            assert_eq!(draft.asked_name(), "Hôpital d'Été", "{what}");
        }
    }
}

/// By RFC 5280, section 7.1, it is the same name: a remark, and nothing to be done.
#[test]
fn a_name_that_is_the_same_for_certificates_is_no_error() {
    let attr = AttributeType::Organization;
    for (name, shown) in [
        (
            "c11b-trailing-space.cer",
            "Hospices de l'Île-d'Été-sur-Saône⟨U+0020⟩",
        ),
        (
            "c12-nfd.cer",
            "Hospices de l'I\u{302}⟨U+0302⟩le-d'E\u{301}⟨U+0301⟩te\u{301}⟨U+0301⟩-sur-Sao\u{302}⟨U+0302⟩ne",
        ),
        ("c25-case-only.cer", "HOSPICES DE L'ÎLE-D'ÉTÉ-SUR-SAÔNE"),
    ] {
        let Some(found) = found(name) else { return };
        let [finding] = found.as_slice() else {
            panic!("{name}: {found:?}");
        };
        assert_eq!(
            finding.code,
            ConformityCode::AttributeEquivalent { attr },
            "{name}"
        );
        assert_eq!(finding.code.severity(), Severity::Information);
        assert_eq!(finding.code.remedy().task(), None);
        assert_eq!(spelled(&finding.found), shown);
    }
}

#[test]
fn a_difference_that_cannot_be_seen_is_made_visible() {
    let Some(curly) = found("c13-curly-apostrophe.cer") else {
        return;
    };
    let [curly] = curly.as_slice() else {
        panic!("{curly:?}")
    };
    let attr = AttributeType::Organization;
    assert_eq!(curly.code, ConformityCode::AttributePunctuation { attr });
    assert_eq!(
        (curly.code.severity(), curly.code.remedy().task()),
        (Severity::Warning, None)
    );
    assert_eq!(
        spelled(&curly.found),
        "Hospices de l’⟨U+2019⟩Île-d’⟨U+2019⟩Été-sur-Saône"
    );
    assert_eq!(spelled(&curly.expected), "Hospices de l'Île-d'Été-sur-Saône");

    // Services compare the common name to the byte.
    let space = found("c13b-nbsp-cn.cer").unwrap();
    let [space] = space.as_slice() else {
        panic!("{space:?}")
    };
    let attr = AttributeType::CommonName;
    assert_eq!(space.code, ConformityCode::AttributeDiffers { attr });
    assert_eq!(space.code.severity(), Severity::Error);
    assert_eq!(spelled(&space.found), "Client⟨U+00A0⟩ROC_Annuaire_AMC");
}

#[test]
fn a_certificate_that_is_not_valid_yet_is_remembered() {
    let Some((dossier, ..)) = given(&["c15-future.cer"]) else {
        return;
    };
    let begins = datetime!(2026-12-15 8:00 UTC);
    let order = dossier.order(OrgAuthCli);
    assert!(order.in_use(AT).is_none());
    let issued = order.to_remember(AT).unwrap();
    assert_eq!(issued.certificate.not_before, begins);
    let days = deadlines(OrgAuthCli, &issued.certificate).count();
    assert_eq!(days, 5);
    // When it is valid it is the one in use; when it has ended there is nothing to remember.
    assert_eq!(order.in_use(begins), order.to_remember(begins));
    let late = issued.certificate.not_after + Duration::SECOND;
    assert!(order.to_remember(late).is_none());
    let codes: Vec<_> = found("c15-future.cer").unwrap();
    assert_eq!(codes[0].code, ConformityCode::NotYetValid(begins));

    // It takes the place of the one that it renews.
    let (renewed, ..) = given(&["d00-cert.cer", "c15-future.cer"]).unwrap();
    assert_eq!(renewed.issued().count(), 2);
    let (expired, ..) = given(&["c23-expired.cer"]).unwrap();
    assert!(expired.order(OrgAuthCli).to_remember(AT).is_none());
}

#[test]
fn what_a_list_says_of_a_certificate() {
    let listed = Revocation::Listed {
        since: datetime!(2026-11-27 8:00 UTC),
        reason: Some(1),
    };
    for (list, expected) in [
        ("d04-unknown-critical.crl", Revocation::Unknown),
        ("d05-unknown-critical-notlisted.crl", Revocation::Unknown),
        ("d08-v1-no-next.crl", Revocation::Unknown),
        ("d15-other-key.crl", Revocation::Unknown),
        ("d19-expired-listed.crl", listed),
    ] {
        let Some((dossier, ..)) = given(&["d00-cert.cer", "chain.pem", list]) else {
            return;
        };
        let (_, issued) = dossier.issued().next().unwrap();
        let is_as_expected = match (&issued.revocation, &expected) {
            (Revocation::Listed { .. }, Revocation::Listed { .. }) => true,
            (found, expected) => found == expected,
        };
        assert!(is_as_expected, "{list}: {:?}", issued.revocation);
    }
}

/// A list that is not relied on proves nothing; what the authority signed in it is told all the same.
#[test]
fn a_list_that_is_not_relied_on_and_names_the_certificate_is_told() {
    for (list, is_named) in [
        ("d04-unknown-critical.crl", true),
        ("d05-unknown-critical-notlisted.crl", false),
        ("d08-v1-no-next.crl", true),
        // Anybody may write such a list.
        ("d15-other-key.crl", false),
        // Relied on, since a revocation is final.
        ("d19-expired-listed.crl", false),
    ] {
        let Some((dossier, _, received)) = given(&["d00-cert.cer", "chain.pem", list]) else {
            return;
        };
        let (_, issued) = dossier.issued().next().unwrap();
        let rows = received.iter().flat_map(|received| &received.report.rows);
        let mut lists = rows.filter_map(|row| match &row.entry {
            Entry::Crl(crl) => Some(crl),
            _ => None,
        });
        let crl = lists.next().unwrap();
        let named = crl.named_all_the_same(&issued.certificate);
        assert_eq!(named.is_some(), is_named, "{list}: {:?}", crl.verdicts);
        let (_, verdict) = &crl.verdicts[0];
        match list {
            "d15-other-key.crl" => assert_eq!(*verdict, Err(Mute::Unusable(Unusable::SignatureInvalid))),
            "d19-expired-listed.crl" => assert!(matches!(verdict, Ok(RevocationStatus::Revoked(_)))),
            _ => assert!(verdict.is_err(), "{list}"),
        }
    }
}

#[test]
fn a_bad_signature_is_never_trusted() {
    let Some(appraised) = appraised("e19-bad-signature-with-chain.pem") else {
        return;
    };
    assert!(appraised.iter().all(|(_, appraisal)| appraisal.path.is_err()));
    assert!(!appraised.is_empty());
}

/// Revoking is final: it mends nothing that merely differs in how it is written, and is the last thing to do.
#[test]
fn no_remark_on_how_a_name_is_written_leads_to_revocation() {
    for attr in [AttributeType::State, AttributeType::Organization] {
        for code in [
            ConformityCode::AttributeEquivalent { attr },
            ConformityCode::AttributePunctuation { attr },
        ] {
            assert_ne!(code.remedy().task(), Some(Task::Revoke));
            assert!(!code.takes_letter());
        }
    }
}

#[test]
fn a_clock_that_is_behind_what_is_past_is_doubted() {
    let Some((dossier, ..)) = given(&["d00-cert.cer"]) else {
        return;
    };
    assert_eq!(clock_doubt(&dossier, AT), None);
    // Clocks of two machines may be apart.
    assert_eq!(clock_doubt(&dossier, AT - Duration::minutes(59)), None);
    assert_eq!(clock_doubt(&dossier, AT - Duration::minutes(61)), Some(AT));
    // A dossier that is begun cannot tell; the program was there already.
    let old = datetime!(2001-01-01 0:00 UTC);
    assert!(clock_doubt(&Dossier::new(old), old).is_some_and(|past| past > old));
    assert_eq!(clock_doubt(&Dossier::new(AT), AT), None);
    assert_eq!(
        clock_doubt(&Dossier::new(AT), datetime!(9999-01-01 0:00 UTC)),
        None
    );
}
