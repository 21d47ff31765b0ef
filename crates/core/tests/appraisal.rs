//! Is it what was ordered, may it be trusted, is it revoked?

use certiroc_core::appraisal::{Broken, appraise, chain, missing_authorities, path};
use certiroc_core::conformity::ConformityCode;
use certiroc_core::dossier::Dossier;
use certiroc_core::establishment::Environment;
use certiroc_core::order::{Issued, Request, Revocation};
use certiroc_core::product::Product;
use certiroc_pki::trust::Rule;
use certiroc_pki::x509::Certificate;
use certiroc_test_support::igc_sante;
use time::Duration;

use certiroc_test_support::made::{AT, Authority, MADE, seal};

const LEAVES: [&str; 2] = [
    "ee-test/org-auth_cli-2025-finess-EMA.pem",
    "ee-test/org-sign-2025-finess-EMA.pem",
];

/// The leaf, its authority, the root.
fn real_path(leaf: &str) -> Option<[Certificate; 3]> {
    Some([
        igc_sante(leaf)?,
        igc_sante("ca-test/ACI-EL-ORG-TEST.pem")?,
        igc_sante("ca-test/ACR-EL-TEST.pem")?,
    ])
}

fn broken(certificate: &Certificate, rule: Rule) -> Result<Vec<Certificate>, Broken> {
    Err(Broken {
        certificate: Box::new(certificate.clone()),
        rule,
    })
}

#[test]
fn a_path_to_a_root_of_igc_sante_holds_while_it_lasts() {
    for leaf in LEAVES {
        let Some(whole) = real_path(leaf) else { return };
        let [leaf, intermediate, root] = &whole;
        // In any order, and twice.
        let authorities = [root, intermediate, root];
        assert_eq!(path(leaf, authorities, leaf.not_before), Ok(whole.to_vec()));
        let late = leaf.not_after + Duration::SECOND;
        assert_eq!(
            path(leaf, authorities, late),
            broken(leaf, Rule::Expired(leaf.not_after))
        );
        // Without them nothing holds, and it is said who is missing.
        let at = leaf.not_before;
        assert_eq!(path(leaf, [], at), broken(leaf, Rule::IssuerUnknown));
        assert_eq!(path(leaf, [root], at), broken(leaf, Rule::IssuerUnknown));
        assert_eq!(
            path(leaf, [intermediate], at),
            broken(intermediate, Rule::IssuerUnknown)
        );
        let missing = |at_hand: &[Certificate]| {
            let missing = missing_authorities(leaf, at_hand);
            missing
                .iter()
                .map(|authority| authority.file_stem)
                .collect::<Vec<_>>()
        };
        assert_eq!(missing(&[]), ["ACR-EL-TEST", "ACI-EL-ORG-TEST"]);
        assert_eq!(missing(std::slice::from_ref(intermediate)), ["ACR-EL-TEST"]);
        assert_eq!(missing(&whole), [""; 0]);
    }
}

/// Whoever calls himself as IGC-Santé does is not trusted for it, wherever his certificate lies.
#[test]
fn other_roots_are_not_trusted() {
    let made = &*MADE;
    let authority = &made.authority.certificate;
    let at = made.leaf.not_before;
    let verdict = path(&made.leaf, [authority], at).unwrap_err();
    assert_eq!(
        (verdict.certificate, verdict.rule),
        (Box::new(authority.clone()), Rule::IssuerUnknown)
    );
    assert!(missing_authorities(&made.leaf, &[]).is_empty());

    let stranger = Authority::new("TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS");
    let forged = stranger.issue(&made.key, "Client_ROC_Annuaire_AMC", 1);
    let mut dossier = Dossier::new(AT);
    dossier.add_authority(stranger.certificate.clone());
    dossier.adopt(Product::OrgAuthCli, seal(&made.key), forged, AT, "");
    let (product, issued) = dossier.issued().next().unwrap();
    let appraisal = appraise(&dossier, product, issued, &[], AT);
    assert!(appraisal.path.is_err());
}

#[test]
fn each_certificate_is_appraised_for_its_order() {
    let [Some(auth_cli), Some(sign)] = LEAVES.map(real_path) else {
        return;
    };
    let [auth_cli, intermediate, root] = auth_cli;
    let [sign, ..] = sign;
    let mut dossier = Dossier::new(AT);
    dossier.establishment.environment = Environment::Test;
    // The key is not theirs: nothing looks at it here.
    for (product, certificate) in Product::ALL.into_iter().zip([&auth_cli, &sign]) {
        dossier.order_mut(product).add(Request {
            key_id: certificate.key_id,
            made_at: AT,
            sealed_key: seal(&MADE.key),
            passphrase_lost: false,
            csr: None,
            issued: vec![Issued {
                certificate: certificate.clone(),
                received_at: AT,
                revocation: Revocation::Stated { at: AT },
            }],
        });
    }
    let products: Vec<_> = dossier.issued().map(|(product, _)| product).collect();
    assert_eq!(products, Product::ALL);
    dossier.add_authority(root.clone());
    // One authority lies in the dossier, the other is at hand.
    let at_hand = [intermediate.clone()];
    for (product, issued) in dossier.issued() {
        let found = appraise(&dossier, product, issued, &at_hand, AT);
        assert_eq!(
            found.path,
            Ok(vec![
                issued.certificate.clone(),
                intermediate.clone(),
                root.clone()
            ])
        );
        assert_eq!(found.revocation, Revocation::Stated { at: AT });
        let codes: Vec<_> = found.findings.iter().map(|finding| finding.code).collect();
        assert!(
            !codes
                .iter()
                .any(|code| matches!(code, ConformityCode::Swapped(_) | ConformityCode::WrongKind(_))),
            "{codes:?}"
        );
    }
}

#[test]
fn a_chain_goes_from_the_leaf_up() {
    let Some([leaf, intermediate, root]) = real_path(LEAVES[0]) else {
        return;
    };
    let others = igc_sante("ca-test/ACI-EL-PP-TEST.pem").unwrap();
    let authorities = [&root, &others, &leaf, &intermediate];
    assert_eq!(chain(&leaf, authorities), [intermediate.clone(), root.clone()]);
    assert_eq!(chain(&leaf, [&root]), []);
    assert_eq!(chain(&leaf, [&intermediate]), std::slice::from_ref(&intermediate));
    assert_eq!(chain(&intermediate, authorities), std::slice::from_ref(&root));
    assert_eq!(chain(&root, authorities), []);
}

/// Two authorities that certified each other, and one that certified itself anew under the same name.
#[test]
fn a_chain_ends_where_it_would_begin_again() {
    let [a, b] = ["A", "B"].map(Authority::new);
    let (a_by_b, b_by_a) = (b.certify(&a, "A"), a.certify(&b, "B"));
    let leaf = a.issue(&MADE.key, "x", 1);
    assert_eq!(chain(&leaf, [&a_by_b, &b_by_a]), [a_by_b.clone(), b_by_a.clone()]);
    // It is not above itself.
    assert_eq!(chain(&a_by_b, [&a_by_b, &b_by_a]), [b_by_a]);

    let renewed = Authority::new("A");
    let renewed_by_a = a.certify(&renewed, "A");
    let leaf = renewed.issue(&MADE.key, "x", 1);
    let authorities = [&a.certificate, &renewed_by_a];
    assert_eq!(
        chain(&leaf, authorities),
        [renewed_by_a.clone(), a.certificate.clone()]
    );
}
