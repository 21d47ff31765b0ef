//! Is it what was ordered, may it be trusted, is it revoked?

use certiroc_core::appraisal::{Broken, Revocations, appraise, chain, missing_authorities, path};
use certiroc_core::conformity::ConformityCode;
use certiroc_core::dossier::Dossier;
use certiroc_core::establishment::Environment;
use certiroc_core::order::{Issued, Request, Revocation};
use certiroc_core::product::Product;
use certiroc_pki::crl::CrlEntry;
use certiroc_pki::intake::CrlSummary;
use certiroc_pki::trust::{RevocationStatus, Rule};
use certiroc_pki::x509::Certificate;
use certiroc_test_support::{igc_sante, nfkc};
use time::{Duration, OffsetDateTime};

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
    let none = Revocations::default();
    for leaf in LEAVES {
        let Some(whole) = real_path(leaf) else { return };
        let [leaf, intermediate, root] = &whole;
        // In any order, and twice.
        let authorities = [root, intermediate, root];
        assert_eq!(
            path(leaf, authorities, &none, leaf.not_before),
            Ok(whole.to_vec())
        );
        let late = leaf.not_after + Duration::SECOND;
        assert_eq!(
            path(leaf, authorities, &none, late),
            broken(leaf, Rule::Expired(leaf.not_after))
        );
        // Without them nothing holds, and it is said who is missing.
        let at = leaf.not_before;
        assert_eq!(path(leaf, [], &none, at), broken(leaf, Rule::IssuerUnknown));
        assert_eq!(path(leaf, [root], &none, at), broken(leaf, Rule::IssuerUnknown));
        assert_eq!(
            path(leaf, [intermediate], &none, at),
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
    let verdict = path(&made.leaf, [authority], &Revocations::default(), at).unwrap_err();
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
    let appraisal = appraise(&dossier, product, issued, &[], &Revocations::default(), AT, nfkc);
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
        let found = appraise(
            &dossier,
            product,
            issued,
            &at_hand,
            &Revocations::default(),
            AT,
            nfkc,
        );
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

/// What a list says of the certificate with this SHA-256.
fn list(this_update: OffsetDateTime, sha256: [u8; 32], status: RevocationStatus) -> CrlSummary {
    CrlSummary {
        issuer: String::new(),
        this_update,
        next_update: Some(this_update + Duration::WEEK),
        entries: 1,
        signature_algorithm: String::new(),
        weak_signature: false,
        delta: false,
        indirect: false,
        signed_by: None,
        sought: Vec::new(),
        found: Vec::new(),
        verdicts: vec![(sha256, Ok(status))],
    }
}

/// On hold it is not trusted either, until a newer list releases it; a revocation is for good.
#[test]
fn what_a_revoked_authority_issued_is_not_trusted() {
    let Some(whole) = real_path(LEAVES[0]) else { return };
    let [leaf, intermediate, root] = &whole;
    let at = leaf.not_before;
    let since = at - Duration::DAY;
    let entry = |reason| {
        RevocationStatus::Revoked(CrlEntry {
            serial_number: intermediate.serial_number.clone(),
            revoked: since,
            reason: Some(reason),
        })
    };
    let told = |revocations: &Revocations| path(leaf, [root, intermediate], revocations, at);
    let revoked = |reason| {
        broken(
            intermediate,
            Rule::Revoked {
                since,
                reason: Some(reason),
            },
        )
    };
    let mut revocations = Revocations::default();
    let of_authority = intermediate.sha256();
    revocations.learn(&list(at, of_authority, RevocationStatus::NotRevoked));
    revocations.learn(&list(at, [7; 32], entry(1)));
    assert_eq!(told(&revocations), Ok(whole.to_vec()));
    revocations.learn(&list(at, of_authority, entry(6)));
    assert_eq!(told(&revocations), revoked(6));
    revocations.learn(&list(
        at + Duration::HOUR,
        of_authority,
        RevocationStatus::NotRevoked,
    ));
    assert_eq!(told(&revocations), Ok(whole.to_vec()));
    // An older list knows less.
    revocations.learn(&list(at, of_authority, entry(6)));
    assert_eq!(told(&revocations), Ok(whole.to_vec()));
    revocations.learn(&list(at, of_authority, entry(1)));
    assert_eq!(told(&revocations), revoked(1));
    for later in [entry(6), RevocationStatus::NotRevoked] {
        revocations.learn(&list(at + Duration::DAY, of_authority, later));
        assert_eq!(told(&revocations), revoked(1));
    }
    // In the dossier too. The certificate's own revocation is told beside its path.
    let mut dossier = Dossier::new(AT);
    dossier.adopt(Product::OrgAuthCli, seal(&MADE.key), leaf.clone(), AT, "");
    let (product, issued) = dossier.issued().next().unwrap();
    let at_hand = [root.clone(), intermediate.clone()];
    assert_eq!(
        appraise(&dossier, product, issued, &at_hand, &revocations, at, nfkc).path,
        revoked(1)
    );
    let mut own = Revocations::default();
    own.learn(&list(at, leaf.sha256(), entry(1)));
    assert_eq!(
        appraise(&dossier, product, issued, &at_hand, &own, at, nfkc).path,
        Ok(whole.to_vec())
    );
}

/// More certificates of the issuer's name and key identifier than signatures are checked do not hide the one that is known.
#[test]
fn authorities_of_igc_sante_are_tried_before_their_namesakes() {
    let Some(whole) = real_path(LEAVES[0]) else { return };
    let [leaf, intermediate, root] = &whole;
    // The same but for the key.
    let key = intermediate.public_key_info();
    let place = intermediate
        .der()
        .windows(key.len())
        .position(|window| window == key);
    let modulus = place.unwrap() + key.len() / 2;
    let namesakes: Vec<_> = (0..150)
        .map(|number| {
            let mut der = intermediate.der().to_vec();
            der[modulus] ^= number;
            der[modulus + 1] ^= 1;
            Certificate::from_der(&der).unwrap()
        })
        .collect();
    assert!(namesakes[149].subject.matches(&leaf.issuer));
    assert_eq!(
        namesakes[149].subject_key_identifier(),
        leaf.authority_key_identifier()
    );
    let authorities = namesakes.iter().chain([intermediate, root]);
    assert_eq!(
        path(leaf, authorities, &Revocations::default(), leaf.not_before),
        Ok(whole.to_vec())
    );
    // Without it the search is not endless, and says so.
    let authorities = namesakes.iter().chain([root]);
    assert_eq!(
        path(leaf, authorities, &Revocations::default(), leaf.not_before),
        broken(leaf, Rule::TooComplex)
    );
}
