//! What each difference from the seal weighs, and what becomes of it.

use std::sync::Arc;

use certiroc_core::dossier::{Dossier, Event, Item, Sealing, Weight};
use certiroc_core::establishment::Field;
use certiroc_core::order::{Issued, Request, Revocation};
use certiroc_core::product::Product;

use crate::fixtures::{NOW, REQUESTS, certificate};
use crate::sealing::{
    KEYS, accept, change, nothing_is_pinned, restore, seal, verify, weights, with_seal_key,
};

/// A dossier whose SIGN key has its certificate, sealed here.
fn with_certificate() -> (Arc<Dossier>, Sealing, Item) {
    let mut present = with_seal_key();
    let issued = Issued {
        certificate: REQUESTS[2].issued[0].certificate.clone(),
        received_at: NOW,
        revocation: Revocation::Unknown,
    };
    let fingerprint = issued.certificate.sha256();
    let key_id = REQUESTS[1].key_id;
    let dossier = Arc::make_mut(&mut present);
    dossier.order_mut(Product::OrgSign).requests[0]
        .issued
        .push(issued);
    let mut sealing = Sealing::begun(Arc::clone(&present));
    verify(&mut sealing, &present);
    seal(&mut sealing);
    (
        present,
        sealing,
        Item::Certificate(Product::OrgSign, key_id, fingerprint),
    )
}

/// What came in from a file: it is in no act.
fn came_in(sealing: &mut Sealing, before: &Arc<Dossier>, change: impl FnOnce(&mut Dossier)) -> Arc<Dossier> {
    let mut present = (**before).clone();
    change(&mut present);
    let present = Arc::new(present);
    let seals = sealing.seals().to_vec();
    let count = seals.len();
    sealing.meet(before, &present, seals, false, &nothing_is_pinned);
    assert_eq!(
        (sealing.seals().len(), sealing.alarm()),
        (count, None),
        "the same seal says nothing new"
    );
    present
}

#[test]
fn a_certificate_that_vanished_is_an_alarm_and_so_is_one_of_no_sealed_key() {
    let (before, mut sealing, item) = with_certificate();
    let (product, key_id) = (Product::OrgSign, REQUESTS[1].key_id);
    let gone = came_in(&mut sealing, &before, |dossier| dossier.put(item, None));
    assert_eq!(weights(&sealing), [(Weight::Alarm, item)]);
    assert!(gone.order(product).requests[0].issued.is_empty());
    // Of a key that is not sealed.
    let (before, mut sealing, _) = with_certificate();
    let certificate = certificate(&KEYS.attacker);
    let foreign = Item::Certificate(product, KEYS.attacker.id(), certificate.sha256());
    came_in(&mut sealing, &before, |dossier| {
        dossier.order_mut(product).requests.insert(
            0,
            Request {
                key_id: KEYS.attacker.id(),
                sealed_key: KEYS.attackers.clone(),
                csr: None,
                issued: vec![Issued {
                    certificate,
                    received_at: NOW,
                    revocation: Revocation::Unknown,
                }],
                ..REQUESTS[1].clone()
            },
        );
    });
    assert!(weights(&sealing).contains(&(Weight::Alarm, foreign)));
    // And of one that is sealed it is asked about until it is accepted itself.
    let before = with_seal_key();
    let mut sealing = Sealing::begun(Arc::clone(&before));
    verify(&mut sealing, &before);
    seal(&mut sealing);
    let name = Item::Establishment(Field::Name);
    came_in(&mut sealing, &before, |dossier| {
        let issued = REQUESTS[2].issued[0].clone();
        dossier
            .order_mut(product)
            .request_mut(key_id)
            .unwrap()
            .issued
            .push(issued);
        dossier.establishment.name = "Ailleurs".into();
    });
    accept(&mut sealing, name);
    assert_eq!(weights(&sealing), [(Weight::Asked, item)]);
}

#[test]
fn without_a_seal_a_certificate_is_asked_about() {
    let (present, _, item) = with_certificate();
    let mut sealing = Sealing::read(Arc::clone(&present), Vec::new(), None);
    verify(&mut sealing, &present);
    assert!(weights(&sealing).contains(&(Weight::Asked, item)));
}

#[test]
fn a_new_passphrase_is_this_pages_act_while_something_else_waits() {
    let (before, mut sealing, _) = with_certificate();
    let mut present = came_in(&mut sealing, &before, |dossier| {
        dossier.establishment.name = "Ailleurs".into();
    });
    let dossier = Arc::make_mut(&mut present);
    // Any other sealed form stands for the new one.
    let new = [
        REQUESTS[1].sealed_key.clone(),
        REQUESTS[0].sealed_key.clone(),
        KEYS.attackers.clone(),
    ];
    assert!(dossier.reseal(&dossier.sealed_keys(), &new));
    sealing.count(&present);
    assert_eq!(
        weights(&sealing),
        [(Weight::Asked, Item::Establishment(Field::Name))]
    );
}

#[test]
fn a_key_that_is_not_as_it_was_sealed_is_lost_as_it_was_sealed() {
    let (before, mut sealing, _) = with_certificate();
    let mut present = came_in(&mut sealing, &before, |dossier| {
        dossier.order_mut(Product::OrgSign).requests[0].sealed_key = KEYS.attackers.clone();
    });
    Arc::make_mut(&mut present).lose_passphrase(NOW, "");
    sealing.count(&present);
    seal(&mut sealing);
    let [sealed] = &sealing.last().unwrap().state().order(Product::OrgSign).requests[..] else {
        panic!()
    };
    assert!(sealed.passphrase_lost);
    assert_eq!(sealed.sealed_key, REQUESTS[1].sealed_key);
}

#[test]
fn a_journal_is_put_back_as_it_was_sealed() {
    let (before, mut sealing, _) = with_certificate();
    let mut present = came_in(&mut sealing, &before, |dossier| {
        dossier.record(NOW, "Mallory", Event::Created);
    });
    assert_eq!(weights(&sealing), [(Weight::Minor, Item::Journal)]);
    restore(&mut sealing, Item::Journal, &mut present);
    assert_eq!((&present.journal, sealing.changes()), (&before.journal, &[][..]));
}

#[test]
fn what_came_in_since_a_change_was_read_is_neither_accepted_nor_restored() {
    let (before, mut sealing, _) = with_certificate();
    let name = Item::Establishment(Field::Name);
    let first = came_in(&mut sealing, &before, |dossier| {
        dossier.establishment.name = "Ailleurs".into();
    });
    let read = change(&sealing, name);
    let mut present = came_in(&mut sealing, &first, |dossier| {
        dossier.establishment.name = "Chez l’attaquant".into();
    });
    sealing.accept(core::slice::from_ref(&read));
    sealing.restore(&read, &mut present);
    assert_eq!(weights(&sealing), [(Weight::Asked, name)]);
    assert_eq!(present.establishment.name, "Chez l’attaquant");
    // As it is read now, it is.
    restore(&mut sealing, name, &mut present);
    assert_eq!((&*present, sealing.changes()), (&*before, &[][..]));
}
