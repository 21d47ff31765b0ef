//! IGC-Santé's own certificates, unchanged.

use certiroc_core::authority::Authority;
use certiroc_pki::trust::{PathFailure, PathQuestion, Rule, validate};
use certiroc_pki::x509::{Certificate, ExtensionValue, KeyUsage, Signature};
use time::OffsetDateTime;
use time::macros::datetime;

use certiroc_test_support::{certificate, data, igc_sante_folder};

fn question<'a>(
    leaf: &'a Certificate,
    authorities: &'a [&'a Certificate],
    at: OffsetDateTime,
) -> PathQuestion<'a> {
    PathQuestion::new(leaf, authorities, authorities, at)
}

fn authorities(name: &str) -> Option<Vec<Certificate>> {
    Some(
        igc_sante_folder(name)?
            .into_iter()
            .map(|(_, found)| found)
            .collect(),
    )
}

#[test]
fn every_authority_is_pinned_and_holds() {
    for environment in ["ca-prod", "ca-test"] {
        let Some(named) = igc_sante_folder(environment) else {
            return;
        };
        let roots: Vec<_> = named
            .iter()
            .map(|(_, found)| found)
            .filter(|found| found.is_self_signed())
            .collect();
        for (stem, found) in &named {
            let pinned = Authority::by_sha256(&found.sha256()).unwrap();
            assert_eq!(pinned.file_stem, stem);
            assert_eq!(pinned.root, found.is_self_signed(), "{stem}");
            let path = validate(&question(found, &roots, datetime!(2026-11-24 0:00 UTC)));
            assert_eq!(path.unwrap().len(), if pinned.root { 1 } else { 2 }, "{stem}");
            let usage = found.key_usage().unwrap();
            assert!(
                usage.contains(KeyUsage::KEY_CERT_SIGN) && usage.contains(KeyUsage::CRL_SIGN),
                "{stem}"
            );
        }
    }
}

#[test]
fn every_certificate_leads_to_its_root_while_it_lasts() {
    for (leaves, roots) in [("ee-test", "ca-test"), ("ee-prod-expired", "ca-prod")] {
        let (Some(leaves), Some(roots)) = (igc_sante_folder(leaves), authorities(roots)) else {
            return;
        };
        let roots: Vec<_> = roots.iter().collect();
        for (name, leaf) in &leaves {
            // The authority in between is trusted as well, so the path ends there.
            for at in [leaf.not_before, leaf.not_after] {
                assert_eq!(validate(&question(leaf, &roots, at)).unwrap().len(), 2, "{name}");
            }
            let second = time::Duration::SECOND;
            let rule = |at| validate(&question(leaf, &roots, at)).map_err(|failure| failure.rule);
            assert_eq!(
                rule(leaf.not_before - second),
                Err(Rule::NotYetValid(leaf.not_before)),
                "{name}"
            );
            assert_eq!(
                rule(leaf.not_after + second),
                Err(Rule::Expired(leaf.not_after)),
                "{name}"
            );
        }
    }
}

#[test]
fn production_is_not_trusted_by_tests_nor_the_reverse() {
    for (leaves, roots) in [("ee-test", "ca-prod"), ("ee-prod-expired", "ca-test")] {
        let (Some(leaves), Some(roots)) = (igc_sante_folder(leaves), authorities(roots)) else {
            return;
        };
        let roots: Vec<_> = roots.iter().collect();
        for (name, leaf) in &leaves {
            let verdict = validate(&question(leaf, &roots, leaf.not_before));
            let failure = PathFailure {
                certificate: leaf,
                rule: Rule::IssuerUnknown,
            };
            assert_eq!(verdict, Err(failure), "{name}");
        }
    }
}

#[test]
fn what_tells_the_products_apart_is_read() {
    let Some(leaves) = igc_sante_folder("ee-test") else {
        return;
    };
    for (name, leaf) in &leaves {
        let usage = leaf.key_usage().unwrap();
        let purposes = leaf.extended_key_usage().unwrap();
        let (bits, purpose) = match name.split("-20").next().unwrap() {
            "org-auth_cli" => (0b001, "1.3.6.1.5.5.7.3.2"),
            "org-sign" => (0b011, "1.3.6.1.5.5.7.3.4"),
            "org-conf" => (0b100, "1.3.6.1.5.5.7.3.4"),
            "serv-ssl" => (0b101, "1.3.6.1.5.5.7.3.1"),
            other => panic!("{other}"),
        };
        assert_eq!((usage, purposes[0].as_str()), (KeyUsage(bits), purpose), "{name}");
        let has = |wanted: &dyn Fn(&ExtensionValue) -> bool| {
            leaf.extensions.iter().any(|extension| wanted(&extension.content))
        };
        assert!(
            has(&|content| *content == ExtensionValue::ProductCategory(0x83)),
            "{name}"
        );
        let period = has(&|content| matches!(content, ExtensionValue::PrivateKeyUsagePeriod { .. }));
        assert_eq!(period, name.starts_with("org-sign"), "{name}");
        assert_eq!(leaf.subject.values_of("2.5.4.3").count(), 1, "{name}");
        let unread =
            |content: &ExtensionValue| matches!(content, ExtensionValue::Unknown | ExtensionValue::Malformed);
        assert!(!has(&unread), "{name}: {:?}", leaf.extensions);
    }
    let (_, accented) = leaves.iter().find(|(name, _)| name.contains("accented")).unwrap();
    assert_eq!(
        accented.subject.to_string(),
        "CN=testsign.test.asipsante.fr,OU=300000000077081,O=MINISTERE DE TEST7708,ST=Côte-d'Or (21),C=FR"
    );
}

#[test]
fn a_changed_signature_is_seen() {
    let Some(cards) = data("igc-sante").map(|data| data.join("card-test")) else {
        return;
    };
    let authorities = authorities("ca-test").unwrap();
    let read = |name: &str| certificate(&cards.join(name));
    let (good, bad) = (read("cpe-auth-2017.cer"), read("cpe-auth-2017-bad-signature.cer"));
    let issuer = authorities
        .iter()
        .find(|authority| authority.subject == good.issuer)
        .unwrap();
    assert_eq!(good.signed_by(issuer), Signature::Valid);
    assert_eq!(bad.signed_by(issuer), Signature::Invalid);
    let authorities: Vec<_> = authorities.iter().collect();
    let verdict = validate(&question(&bad, &authorities, bad.not_before));
    assert_eq!(verdict.unwrap_err().rule, Rule::SignatureInvalid);
}
