//! What comes in from files finds its place.

use certiroc_core::authority::Authority as Known;
use certiroc_core::dossier::{Dossier, Event, Filed};
use certiroc_core::intake::{self, Received};
use certiroc_core::order::{Issued, Joined, Request, Revocation, join};
use certiroc_core::product::Product;
use certiroc_pki::crl;
use certiroc_pki::csr::Csr;
use certiroc_pki::key::{KeySize, PrivateKey};
use certiroc_pki::x509::Certificate;
use time::OffsetDateTime;
use time::macros::datetime;

use certiroc_test_support::made::{AT, Authority, MADE, NEXT_UPDATE, REVOKED_AT, THIS_UPDATE, pem, seal};
use certiroc_test_support::rng;

const BY: &str = " Camille Martin ";
const AUTH_CLI: Product = Product::OrgAuthCli;

/// What is read in a file by who holds this dossier, and these certificates.
fn received(file: &[u8], certificates: &[Certificate], at: OffsetDateTime) -> Received {
    let known = certiroc_pki::intake::Known {
        passwords: &[],
        certificates,
        serial_numbers: &[],
        at,
    };
    intake::read(file, &known).0
}

fn certificate(certificate: &Certificate) -> Received {
    received(certificate.der(), &[], AT)
}

/// What a list of these serial numbers says of the dossier's certificate.
fn list(serials: impl IntoIterator<Item = u64>, this_update: OffsetDateTime) -> Received {
    let der = MADE.authority.list_at(serials, this_update);
    let certificates = [MADE.leaf.clone(), MADE.authority.certificate.clone()];
    received(&der, &certificates, this_update)
}

fn request(key: &PrivateKey) -> Request {
    Request {
        key_id: key.id(),
        made_at: AT,
        sealed_key: seal(key),
        passphrase_lost: false,
        csr: Csr::from_der(&MADE.request).ok(),
        issued: Vec::new(),
    }
}

/// A dossier that has asked for an AUTH_CLI with the key of [`MADE`].
fn asking() -> Dossier {
    let mut dossier = Dossier::new(AT);
    dossier.order_mut(AUTH_CLI).add(request(&MADE.key));
    dossier
}

/// One whose certificate came back.
fn answered() -> Dossier {
    let mut dossier = asking();
    assert_eq!(dossier.take_in(&[certificate(&MADE.leaf)], AT, BY).len(), 1);
    dossier
}

fn revocation(dossier: &Dossier) -> &Revocation {
    &dossier.order(AUTH_CLI).issued().next().unwrap().1.revocation
}

/// The lines of the journal behind the first.
fn events(dossier: &Dossier) -> Vec<&Event> {
    let lines = dossier.journal.iter().skip(1);
    lines
        .inspect(|line| assert_eq!(line.by, "Camille Martin"))
        .map(|line| &line.event)
        .collect()
}

fn reopened(dossier: &Dossier) -> Dossier {
    Dossier::read(&dossier.write("", AT).unwrap()).unwrap().dossier
}

#[test]
fn a_certificate_joins_its_order_by_its_key() {
    let mut dossier = asking();
    let key_id = MADE.key.id();
    let filed = dossier.take_in(&[certificate(&MADE.leaf)], AT, BY);
    let certificate_filed = |others| Filed::Certificate {
        product: AUTH_CLI,
        key_id,
        others,
    };
    assert_eq!(filed, [certificate_filed(false)]);
    let issued = Issued {
        certificate: MADE.leaf.clone(),
        received_at: AT,
        revocation: Revocation::Unknown,
    };
    assert_eq!(dossier.order(AUTH_CLI).current().unwrap().issued, [issued]);
    let received = |serial: &str| Event::CertificateReceived {
        product: AUTH_CLI,
        key_id,
        serial: serial.to_owned(),
    };
    assert_eq!(events(&dossier), [&received("01")]);
    assert_eq!(reopened(&dossier), dossier);

    // The same again is nothing new. Another stands beside it: what is known of the one is not said of the other, and
    // neither is lost.
    assert_eq!(dossier.take_in(&[certificate(&MADE.leaf)], AT, BY), []);
    dossier.state_revoked(&MADE.leaf.sha256(), true, AT, BY);
    let other = MADE.authority.issue(&MADE.key, "Client_ROC_Annuaire_AMC", 0xab01);
    let filed = dossier.take_in(&[certificate(&other)], AT, BY);
    assert_eq!(filed, [certificate_filed(true)]);
    assert_eq!(events(&dossier).last(), Some(&&received("AB01")));
    let revoked: Vec<_> = dossier
        .issued()
        .map(|(_, issued)| (&issued.certificate, issued.revocation.is_revoked()))
        .collect();
    assert_eq!(revoked.len(), 2);
    assert!(revoked.contains(&(&MADE.leaf, true)) && revoked.contains(&(&other, false)));
    // The one that is not revoked is the one in use.
    let order = dossier.order(AUTH_CLI);
    assert_eq!(order.in_use(AT).map(|issued| &issued.certificate), Some(&other));
    assert_eq!(reopened(&dossier), dossier);
}

#[test]
fn an_earlier_key_and_an_unknown_one() {
    let mut dossier = asking();
    let [second, stranger] = [(); 2].map(|()| PrivateKey::generate(KeySize::Rsa2048, &mut rng()).unwrap());
    dossier.order_mut(AUTH_CLI).add(request(&second));
    let (first, second) = (MADE.key.id(), second.id());
    assert_eq!(join(first, &dossier.orders), Joined::Earlier(AUTH_CLI, first));
    assert_eq!(join(second, &dossier.orders), Joined::Current(AUTH_CLI));
    assert_eq!(join(stranger.id(), &dossier.orders), Joined::Unknown);
    assert_eq!(Joined::Unknown.product(), None);

    let filed = dossier.take_in(&[certificate(&MADE.leaf)], AT, BY);
    assert!(matches!(filed.as_slice(), [Filed::Certificate { key_id, .. }] if *key_id == first));
    assert_eq!(dossier.order(AUTH_CLI).current().unwrap().issued, []);

    let before = dossier.clone();
    let unknown = MADE.authority.issue(&stranger, "x", 3);
    assert_eq!(dossier.take_in(&[certificate(&unknown)], AT, BY), []);
    assert_eq!(dossier, before);
}

#[test]
fn authorities_that_are_not_igc_santes_are_not_kept() {
    let mut dossier = asking();
    let filed = dossier.take_in(&[certificate(&MADE.authority.certificate)], AT, BY);
    assert_eq!((filed, dossier.authorities.len()), (vec![], 0));
    // By hand they are, once.
    assert!(dossier.add_authority(MADE.authority.certificate.clone()));
    assert!(!dossier.add_authority(MADE.authority.certificate.clone()));
    assert_eq!(reopened(&dossier), dossier);
}

/// `CERTIROC_TEST_DATA` has the real ones; without it this says nothing.
#[test]
fn those_of_igc_sante_are() {
    let Some(folder) = certiroc_test_support::data("igc-sante/ca-test") else {
        return;
    };
    let file =
        ["ACI-EL-ORG-TEST.pem", "ACR-EL-TEST.pem"].map(|name| std::fs::read(folder.join(name)).unwrap());
    let mut dossier = asking();
    let reports = [received(&file.concat(), &[], AT)];
    let filed = dossier.take_in(&reports, AT, BY);
    let stems: Vec<_> = filed
        .iter()
        .map(|filed| match filed {
            Filed::Authority(Known { file_stem, .. }) => *file_stem,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(stems, ["ACI-EL-ORG-TEST", "ACR-EL-TEST"]);
    assert_eq!(dossier.take_in(&reports, AT, BY), []);
    assert_eq!(dossier.authorities.len(), 2);
    assert_eq!(reopened(&dossier), dossier);
}

#[test]
fn a_dossier_without_a_key_takes_in_nothing() {
    let mut dossier = Dossier::new(AT);
    let before = dossier.clone();
    let reports = [certificate(&MADE.leaf), list([1], THIS_UPDATE)];
    assert_eq!(dossier.take_in(&reports, AT, BY), []);
    assert_eq!(dossier, before);
}

#[test]
fn what_a_list_says_is_noted_and_a_revocation_is_final() {
    let mut dossier = answered();
    let key_id = MADE.key.id();
    let filed = |revoked| Filed::Revocation {
        product: AUTH_CLI,
        key_id,
        revoked,
    };
    let not_listed = Revocation::NotListed {
        this_update: THIS_UPDATE,
        next_update: NEXT_UPDATE,
    };
    assert_eq!(dossier.take_in(&[list([7], THIS_UPDATE)], AT, BY), [filed(false)]);
    assert_eq!(revocation(&dossier), &not_listed);
    assert_eq!(reopened(&dossier), dossier);
    // An older list tells nothing.
    let older = datetime!(2026-10-20 0:00 UTC);
    assert_eq!(dossier.take_in(&[list([7], older)], AT, BY), []);
    assert_eq!(revocation(&dossier), &not_listed);
    assert_eq!(events(&dossier).len(), 1);

    let listed = Revocation::Listed {
        since: REVOKED_AT,
        reason: Some(1),
    };
    let newer = datetime!(2026-11-03 0:00 UTC);
    assert_eq!(dossier.take_in(&[list([1], newer)], AT, BY), [filed(true)]);
    assert_eq!(revocation(&dossier), &listed);
    let revoked = Event::Revoked {
        product: AUTH_CLI,
        key_id,
    };
    assert_eq!(events(&dossier).last(), Some(&&revoked));
    assert_eq!(reopened(&dossier), dossier);

    let newest = datetime!(2026-11-05 0:00 UTC);
    assert_eq!(dossier.take_in(&[list([], newest)], AT, BY), []);
    assert_eq!(revocation(&dossier), &listed);
    // The user's word adds nothing to it.
    let before = dossier.clone();
    dossier.state_revoked(&MADE.leaf.sha256(), true, AT, BY);
    dossier.state_revoked(&MADE.leaf.sha256(), false, AT, BY);
    assert_eq!(dossier, before);
}

/// The list of a namesake changes nothing, nor does one too old that does not name the certificate. One too old that
/// does tells a revocation, which is final.
#[test]
fn a_list_that_may_not_be_relied_on_is_not_noted() {
    let mut dossier = answered();
    let before = dossier.clone();
    let namesake = Authority::new(certiroc_test_support::made::AUTHORITY_NAME);
    let text = format!(
        "{}{}",
        namesake.certificate.to_pem(),
        pem("X509 CRL", &namesake.list([1]))
    );
    let certificates = [MADE.leaf.clone()];
    let forged = received(text.as_bytes(), &certificates, AT);
    let certificates = [MADE.leaf.clone(), MADE.authority.certificate.clone()];
    let late = datetime!(2027-01-01 0:00 UTC);
    let stale = |serial| received(&MADE.authority.list([serial]), &certificates, late);
    assert_eq!(dossier.take_in(&[forged, stale(7)], AT, BY), []);
    assert_eq!(dossier, before);
    let revoked = Filed::Revocation {
        product: AUTH_CLI,
        key_id: MADE.key.id(),
        revoked: true,
    };
    assert_eq!(dossier.take_in(&[stale(1)], AT, BY), [revoked]);
}

#[test]
fn the_users_word_is_noted_once_and_can_be_taken_back() {
    let mut dossier = answered();
    let key_id = MADE.key.id();
    let sha256 = MADE.leaf.sha256();
    dossier.state_revoked(&sha256, true, AT, BY);
    assert_eq!(revocation(&dossier), &Revocation::Stated { at: AT });
    let revoked = Event::Revoked {
        product: AUTH_CLI,
        key_id,
    };
    assert_eq!(events(&dossier).last(), Some(&&revoked));
    let before = dossier.clone();
    dossier.state_revoked(&sha256, true, NEXT_UPDATE, BY);
    // Of no certificate nothing is noted.
    dossier.state_revoked(&[0; 32], true, AT, BY);
    assert_eq!(dossier, before);
    let mut taken_back = dossier.clone();
    taken_back.state_revoked(&sha256, false, AT, BY);
    assert_eq!(revocation(&taken_back), &Revocation::Unknown);
    let not_revoked = Event::NotRevoked {
        product: AUTH_CLI,
        key_id,
    };
    assert_eq!(events(&taken_back).last(), Some(&&not_revoked));
    assert_eq!(reopened(&taken_back), taken_back);
    // A clean list does not undo it; one that names the certificate says since when, and is no second event.
    dossier.take_in(&[list([], THIS_UPDATE)], AT, BY);
    assert_eq!(dossier, before);
    dossier.take_in(&[list([1], THIS_UPDATE)], AT, BY);
    assert!(matches!(revocation(&dossier), Revocation::Listed { .. }));
    assert_eq!(events(&dossier).len(), 2);
    assert_eq!(reopened(&dossier), dossier);
}

#[test]
fn a_key_of_the_platform_comes_in_with_its_certificate() {
    let mut dossier = Dossier::new(AT);
    let key_id = MADE.key.id();
    dossier.adopt(Product::OrgSign, seal(&MADE.key), MADE.leaf.clone(), AT, BY);
    let request = dossier.order(Product::OrgSign).current().unwrap();
    assert_eq!(
        (request.key_id, request.made_at, &request.csr),
        (key_id, AT, &None)
    );
    assert_eq!(request.issued[0].certificate, MADE.leaf);
    let product = Product::OrgSign;
    let expected = [
        Event::KeyReceived { product, key_id },
        Event::CertificateReceived {
            product,
            key_id,
            serial: "01".into(),
        },
    ];
    assert!(events(&dossier).into_iter().eq(&expected));
    assert_eq!(join(key_id, &dossier.orders), Joined::Current(Product::OrgSign));
    assert_eq!(reopened(&dossier), dossier);
}

/// The key of a request that comes in again with its certificate does not lose the CSR.
#[test]
fn what_a_request_has_stays() {
    let mut dossier = asking();
    dossier.adopt(AUTH_CLI, seal(&MADE.key), MADE.leaf.clone(), AT, BY);
    let order = dossier.order_mut(AUTH_CLI);
    assert_eq!(
        (order.requests.len(), &order.requests[0].csr),
        (1, &Csr::from_der(&MADE.request).ok())
    );
    order.add(request(&MADE.key));
    assert_eq!(order.requests.len(), 1);
    assert_eq!(order.issued().next().unwrap().1.certificate, MADE.leaf);
    assert_eq!(
        order.request_mut(MADE.key.id()).map(|request| request.key_id),
        Some(MADE.key.id())
    );
}

#[test]
fn what_a_list_teaches() {
    let (old, new) = (THIS_UPDATE, NEXT_UPDATE);
    let entry = crl::CrlEntry {
        serial_number: vec![1],
        revoked: REVOKED_AT,
        reason: None,
    };
    let not_listed = |this_update| Revocation::NotListed {
        this_update,
        next_update: NEXT_UPDATE,
    };
    let listed = Revocation::Listed {
        since: REVOKED_AT,
        reason: None,
    };
    let stated = Revocation::Stated { at: AT };
    let hold = crl::CrlEntry {
        reason: Some(6),
        ..entry.clone()
    };
    let on_hold = Revocation::Listed {
        since: REVOKED_AT,
        reason: Some(6),
    };
    let cases = [
        // A hold ends: the newer list knows, and nothing final becomes one.
        (not_listed(new), old, Some(&hold), not_listed(new)),
        (not_listed(old), new, Some(&hold), on_hold.clone()),
        (listed.clone(), new, Some(&hold), listed.clone()),
        (on_hold.clone(), new, Some(&entry), listed.clone()),
        (on_hold, new, None, not_listed(new)),
        (Revocation::Unknown, old, None, not_listed(old)),
        (not_listed(old), new, None, not_listed(new)),
        (not_listed(new), old, None, not_listed(new)),
        (listed.clone(), new, None, listed.clone()),
        (stated.clone(), new, None, stated.clone()),
        (Revocation::Unknown, old, Some(&entry), listed.clone()),
        // An older list that names it tells the worse.
        (not_listed(new), old, Some(&entry), listed.clone()),
        (stated, old, Some(&entry), listed),
    ];
    for (known, this_update, found, expected) in cases {
        let mut revocation = known.clone();
        revocation.learn(this_update, NEXT_UPDATE, found);
        assert_eq!(revocation, expected, "{known:?} {this_update} {found:?}");
        let revoked = matches!(expected, Revocation::Listed { .. } | Revocation::Stated { .. });
        assert_eq!(expected.is_revoked(), revoked);
    }
}
