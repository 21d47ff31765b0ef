//! What whoever can write to the file tries, and what may look like it.

use std::sync::Arc;

use certiroc_core::dossier::{Alarm, Dossier, DossierId, Hold, Item, Seal, Sealing, Trust, Unsigned, Weight};
use certiroc_core::establishment::Field;
use certiroc_core::order::{Issued, Request, Revocation};
use certiroc_core::procedure::{Person, Role};
use certiroc_core::product::Product;
use certiroc_pki::csr::Csr;
use certiroc_pki::key::{KeyId, SealedKey};
use certiroc_pki::x509::Signature;
use time::Duration;
use zip::CompressionMethod;

use crate::fixtures::{NOTICE, NOW, REQUESTS, certificate, dossier, pack, unpack};
use crate::sealing::{
    KEYS, accept, changed, id, nothing_is_pinned, open, saved, seal, sign, verify, weights, with_seal_key,
};

/// The hospital's key with somebody else's name: the signature does not hold.
pub fn forged_csr() -> Csr {
    let mut der = REQUESTS[1].csr.as_ref().unwrap().der().to_vec();
    let place = der.windows(4).position(|bytes| bytes == b"Lyon").unwrap();
    der[place] = b'X';
    let csr = Csr::from_der(&der).unwrap();
    assert_eq!(
        (csr.key_id, csr.signature),
        (REQUESTS[1].key_id, Signature::Invalid)
    );
    csr
}

/// A seal by the attacker's key over any state, which says that it comes from others.
pub fn forged_seal(state: &Arc<Dossier>, before: &[Seal], id: DossierId) -> Seal {
    let unsigned = Unsigned::new(Arc::clone(state), NOTICE, before, id, NOW).unwrap();
    let signature = KEYS.attacker.sign(unsigned.bytes()).unwrap();
    unsigned.signed(signature)
}

/// Saves, and opens as another page does.
pub fn reopened(present: &Dossier, sealing: &Sealing) -> (Arc<Dossier>, Sealing) {
    open(&present.write_sealed(sealing.seals(), NOTICE, NOW).unwrap())
}

/// Restores what is an alarm; what is left is what was sealed.
pub fn assert_restores(mut present: Arc<Dossier>, mut sealing: Sealing) {
    assert_eq!(sealing.hold(), Some(Hold::Alarm));
    sealing.restore_alarms(&mut present);
    assert_eq!(sealing.hold(), None, "{:?}", sealing.changes());
    let (again, _) = reopened(&present, &sealing);
    assert_eq!(again, present);
}

#[test]
fn a_second_request_of_the_same_key_is_an_alarm() {
    let file = changed(&saved(), |dossier| {
        let mut twin = dossier.order(Product::OrgSign).current().unwrap().clone();
        twin.csr = Some(forged_csr());
        dossier.order_mut(Product::OrgSign).requests.push(twin);
    });
    let (present, mut sealing) = open(&file);
    assert_eq!(present.order(Product::OrgSign).requests.len(), 1);
    verify(&mut sealing, &present);
    let item = Item::Csr(Product::OrgSign, REQUESTS[1].key_id);
    assert_eq!(weights(&sealing), [(Weight::Alarm, item)]);
    assert_restores(present, sealing);
}

#[test]
fn a_second_copy_of_a_certificate_revokes_nothing_back() {
    let issued = Issued {
        certificate: REQUESTS[2].issued[0].certificate.clone(),
        received_at: NOW,
        revocation: Revocation::Stated { at: NOW },
    };
    let mut revoked = (*with_seal_key()).clone();
    let mut request = REQUESTS[2].clone();
    request.issued = vec![issued.clone()];
    revoked.order_mut(Product::OrgSign).add(request);
    let revoked = Arc::new(revoked);
    let mut sealing = Sealing::begun(Arc::clone(&revoked));
    verify(&mut sealing, &revoked);
    seal(&mut sealing);
    let file = revoked.write_sealed(sealing.seals(), NOTICE, NOW).unwrap();
    for is_first in [true, false] {
        let file = changed(&file, |dossier| {
            let all = &mut dossier
                .order_mut(Product::OrgSign)
                .requests
                .last_mut()
                .unwrap()
                .issued;
            let unknown = Issued {
                revocation: Revocation::Unknown,
                ..issued.clone()
            };
            all.insert(usize::from(!is_first), unknown);
        });
        let (present, mut sealing) = open(&file);
        verify(&mut sealing, &present);
        let is_revoked = present.issued().all(|(_, issued)| issued.revocation.is_revoked());
        // It counts as revoked, or is asked about.
        assert_eq!(is_revoked, sealing.changes().is_empty());
    }
}

#[test]
fn another_day_of_beginning_is_an_alarm() {
    let (present, mut sealing) = open(&changed(&saved(), |dossier| dossier.created_at -= Duration::DAY));
    verify(&mut sealing, &present);
    assert_eq!(weights(&sealing), [(Weight::Alarm, Item::CreatedAt)]);
    assert_restores(present, sealing);
}

#[test]
fn a_request_that_its_key_did_not_sign_does_not_prove_itself() {
    let mut old = dossier();
    old.order_mut(Product::OrgSign).requests[0].csr = Some(forged_csr());
    let (mut present, mut sealing) = open(&old.write(NOTICE, NOW).unwrap());
    Arc::make_mut(&mut present).seal_key = with_seal_key().seal_key.clone();
    verify(&mut sealing, &present);
    let (product, key_id) = (Product::OrgSign, REQUESTS[1].key_id);
    for item in [
        Item::Key(product, key_id),
        Item::Csr(product, key_id),
        Item::CurrentKey(product),
    ] {
        assert!(
            weights(&sealing).contains(&(Weight::Alarm, item)),
            "{:?}",
            sealing.changes()
        );
    }
    assert_eq!(sealing.hold(), Some(Hold::Alarm));
    sealing.restore_alarms(&mut present);
    assert_eq!(present.order(product).requests, []);
    seal(&mut sealing);
    let (again, sealing) = reopened(&present, &sealing);
    assert_eq!((again, sealing.alarm()), (present, None));
}

#[test]
fn a_key_proves_itself_alone_and_not_another_of_the_same_id() {
    let mut old = dossier();
    // The other order has the same key id, and a key that nobody can open.
    let request = Request {
        sealed_key: KEYS.attackers.clone(),
        csr: Some(forged_csr()),
        ..REQUESTS[1].clone()
    };
    old.order_mut(Product::OrgAuthCli).add(request);
    let (present, mut sealing) = open(&old.write(NOTICE, NOW).unwrap());
    verify(&mut sealing, &present);
    let item = Item::Key(Product::OrgAuthCli, REQUESTS[1].key_id);
    assert!(weights(&sealing).contains(&(Weight::Alarm, item)));
    assert_eq!(sealing.alarm(), Some(Alarm::Closed));
}

#[test]
fn a_key_of_the_platform_without_a_seal_is_asked_about_with_its_certificate() {
    let mut old = dossier();
    old.order_mut(Product::OrgSign).add(REQUESTS[2].clone());
    let (mut present, mut sealing) = open(&old.write(NOTICE, NOW).unwrap());
    Arc::make_mut(&mut present).seal_key = with_seal_key().seal_key.clone();
    verify(&mut sealing, &present);
    let item = Item::Key(Product::OrgSign, REQUESTS[2].key_id);
    assert!(
        weights(&sealing).contains(&(Weight::Asked, item)),
        "{:?}",
        sealing.changes()
    );
    // It goes with its certificate, and with being the current one.
    let key_id = REQUESTS[2].key_id;
    let of_key = |item: &Item| {
        matches!(
            item,
            Item::Key(..) | Item::Csr(..) | Item::CurrentKey(_) | Item::Certificate(..)
        )
    };
    let rows: Vec<_> = weights(&sealing)
        .into_iter()
        .filter(|(_, item)| of_key(item))
        .collect();
    assert_eq!(rows, [(Weight::Asked, item)]);
    let parts = &sealing
        .changes()
        .iter()
        .find(|change| change.difference.item == item)
        .unwrap()
        .parts;
    let fingerprint = REQUESTS[2].issued[0].certificate.sha256();
    let parts: Vec<_> = parts.iter().map(|part| part.item).collect();
    let expected = [
        Item::CurrentKey(Product::OrgSign),
        Item::Certificate(Product::OrgSign, key_id, fingerprint),
    ];
    assert_eq!(parts, expected);
    // What is sealed meanwhile can be read.
    seal(&mut sealing);
    assert_eq!(reopened(&present, &sealing).1.alarm(), None);
    accept(&mut sealing, item);
    seal(&mut sealing);
    let (again, sealing) = reopened(&present, &sealing);
    assert_eq!((&again, sealing.alarm()), (&present, None));
    let sealed = sealing.last().unwrap().state();
    assert_eq!(
        sealed.order(Product::OrgSign).current(),
        present.order(Product::OrgSign).current()
    );
}

#[test]
fn a_forged_seal_puts_no_genuine_one_away() {
    let forged = |sealing: &Sealing, present: &Arc<Dossier>| {
        let mut changed = (**present).clone();
        changed.establishment.name = "Ailleurs".into();
        let changed = Arc::new(changed);
        let seal = forged_seal(&changed, sealing.seals(), DossierId::new([9; 16]));
        (changed, seal)
    };
    // Beside it in the file, of what says to be another dossier.
    let (present, sealing) = open(&saved());
    let stranger = forged_seal(&present, &[], DossierId::new([9; 16]));
    let seals = [sealing.seals(), &[stranger]].concat();
    let (present, mut sealing) = open(&present.write_sealed(&seals, NOTICE, NOW).unwrap());
    verify(&mut sealing, &present);
    assert_eq!((sealing.seals().len(), sealing.alarm()), (1, Some(Alarm::Broken)));
    assert_eq!(sealing.changes(), []);
    // Given to the page, as coming from it: before the passphrase was typed.
    let (present, mut sealing) = open(&saved());
    let genuine = sealing.seals().to_vec();
    let (theirs, seal) = forged(&sealing, &present);
    sealing.meet(&present, &theirs, vec![seal.clone()], false, &nothing_is_pinned);
    assert!(sealing.seals().contains(&genuine[0]));
    verify(&mut sealing, &theirs);
    assert_eq!(sealing.seals(), genuine);
    assert_eq!(weights(&sealing).len(), 1);
    // And the forged one first: the genuine one still counts.
    let (theirs, mut sealing) = open(&theirs.write_sealed(&[seal], NOTICE, NOW).unwrap());
    sealing.meet(&theirs, &theirs, genuine.clone(), false, &nothing_is_pinned);
    verify(&mut sealing, &theirs);
    assert_eq!(sealing.seals(), genuine);
}

#[test]
fn a_seal_that_names_a_member_twice_is_broken() {
    let file = unpack(&saved());
    for more in [1, 40_000] {
        let mut members = file.clone();
        let (_, statement) = members.iter_mut().find(|(name, _)| name == "sceau.json").unwrap();
        let mut json: serde_json::Value = serde_json::from_slice(statement).unwrap();
        let named = json["members"].as_array_mut().unwrap();
        let first = named[0].clone();
        named.resize(named.len() + more, first);
        *statement = serde_json::to_vec(&json).unwrap();
        let opened = Dossier::read(&pack(&members, CompressionMethod::Stored)).unwrap();
        assert!(opened.has_broken_seal && opened.seals.is_empty());
    }
}

#[test]
fn an_old_seal_put_beside_the_last_brings_nothing_back() {
    let nobody = Person {
        name: "Mallory".into(),
        mail: "mallory@example.org".into(),
    };
    let with_person = |dossier: &mut Dossier| {
        let people = &mut dossier.course.people;
        people.insert(Role::LegalRepresentative, nobody.clone());
    };
    // More saves than a seal remembers, and few.
    for saves in [2, 70] {
        let (mut present, mut sealing) = open(&saved());
        verify(&mut sealing, &present);
        with_person(Arc::make_mut(&mut present));
        sealing.count(&present);
        seal(&mut sealing);
        let old = sealing.seals().to_vec();
        for save in 0..saves {
            let now = Arc::make_mut(&mut present);
            now.course.people.clear();
            now.course.remind_after = 10 + save;
            sealing.count(&present);
            seal(&mut sealing);
        }
        let mut theirs = (*present).clone();
        with_person(&mut theirs);
        let seals = [sealing.seals(), &old].concat();
        let (opened, mut sealing) = open(&theirs.write_sealed(&seals, NOTICE, NOW).unwrap());
        verify(&mut sealing, &opened);
        let asked = [Item::Person, Item::Mail].map(|item| (Weight::Asked, item(Role::LegalRepresentative)));
        assert_eq!(weights(&sealing), asked, "{saves}");
    }
}

#[test]
fn who_corrects_a_name_does_not_answer_for_the_address_beside_it() {
    let file = changed(&saved(), |dossier| {
        dossier.name(Role::Mandataire, |person| {
            person.name = "Dominiqe".into();
            person.mail = "mallory@example.org".into();
        });
    });
    let (mut present, mut sealing) = open(&file);
    verify(&mut sealing, &present);
    Arc::make_mut(&mut present).name(Role::Mandataire, |person| person.name = "Dominique".into());
    sealing.count(&present);
    assert_eq!(weights(&sealing), [(Weight::Asked, Item::Mail(Role::Mandataire))]);
}

#[test]
fn what_a_colleague_sealed_on_an_older_copy_is_believed_as_far_as_it_lasts() {
    let (mut theirs, mut their_sealing) = open(&saved());
    verify(&mut their_sealing, &theirs);
    let dossier = Arc::make_mut(&mut theirs);
    dossier.order_mut(Product::OrgSign).add(REQUESTS[2].clone());
    let person = Person {
        name: "Camille".into(),
        mail: String::new(),
    };
    dossier.course.people.insert(Role::Mandataire, person);
    their_sealing.count(&theirs);
    seal(&mut their_sealing);

    let (mut present, mut sealing) = open(&saved());
    verify(&mut sealing, &present);
    for days in [11, 12, 13] {
        Arc::make_mut(&mut present).course.remind_after = days;
        sealing.count(&present);
        seal(&mut sealing);
    }
    let before = Arc::clone(&present);
    let base = Dossier::read(&saved()).unwrap().dossier;
    let merged = present.merge(&theirs, Some(&base)).unwrap();
    let present = Arc::new(merged.dossier);
    let seals = their_sealing.seals().to_vec();
    sealing.meet(&before, &present, seals, false, &nothing_is_pinned);
    // The key lasts; that a person stands there may have been undone since.
    assert_eq!(
        weights(&sealing),
        [
            (Weight::Asked, Item::CurrentKey(Product::OrgSign)),
            (Weight::Asked, Item::Person(Role::Mandataire)),
        ]
    );
    assert_eq!(sealing.alarm(), None);
}

/// A colleague's file in which one key is rubbish, and the user chose it: he cannot see that.
#[test]
fn a_key_that_was_chosen_from_a_file_is_no_act_of_this_page() {
    let item = Item::Key(Product::OrgSign, REQUESTS[1].key_id);
    for is_verified in [true, false] {
        let (present, mut sealing) = open(&saved());
        if is_verified {
            verify(&mut sealing, &present);
        }
        let mut chosen = (*present).clone();
        chosen.order_mut(Product::OrgSign).requests[0].sealed_key = KEYS.attackers.clone();
        let chosen = Arc::new(chosen);
        sealing.choose(&present, &chosen, item);
        verify(&mut sealing, &chosen);
        assert_eq!(weights(&sealing), [(Weight::Alarm, item)]);
        seal(&mut sealing);
        assert_eq!(
            sealing.last().unwrap().state().orders,
            present.orders,
            "it was not sealed"
        );
    }
    // A name stands before him, old and new.
    let (present, mut sealing) = open(&saved());
    verify(&mut sealing, &present);
    let mut chosen = (*present).clone();
    chosen.order_mut(Product::OrgSign).service_name = "Autre".into();
    sealing.choose(&present, &Arc::new(chosen), Item::ServiceName(Product::OrgSign));
    assert_eq!(sealing.changes(), []);
}

#[test]
fn a_file_given_back_has_every_key_as_it_is_sealed_here() {
    let ours = dossier();
    let mut theirs = ours.clone();
    theirs.order_mut(Product::OrgSign).requests[0].sealed_key = KEYS.attackers.clone();
    assert!(ours.has_keys_of(&ours) && !theirs.has_keys_of(&ours));
    let mut more = ours.clone();
    more.order_mut(Product::OrgSign).add(REQUESTS[2].clone());
    assert!(more.has_keys_of(&ours) && !ours.has_keys_of(&more));
}

/// The new passphrase brings a new seal key.
fn verify_anew(sealing: &mut Sealing, present: &mut Arc<Dossier>) {
    let mut seal_key = with_seal_key().seal_key.clone().unwrap();
    seal_key.public_key_info = KEYS.attacker.public_key_info().to_vec();
    let public = seal_key.public_key_info.clone();
    Arc::make_mut(present).seal_key = Some(seal_key);
    let new: Vec<(KeyId, SealedKey)> = present.keys_in_use();
    sealing.verify(present, public, &new, &nothing_is_pinned);
}

fn lose(sealing: &mut Sealing, present: &mut Arc<Dossier>) {
    Arc::make_mut(present).lose_passphrase(NOW, "");
    sealing.lose();
    // Beside the lost ones.
    let mut request = REQUESTS[2].clone();
    request.csr = None;
    Arc::make_mut(present).order_mut(Product::OrgSign).add(request);
    sealing.count(present);
    verify_anew(sealing, present);
}

#[test]
fn a_passphrase_lost_where_it_had_been_typed_leaves_nothing_to_ask() {
    let (mut present, mut sealing) = open(&saved());
    verify(&mut sealing, &present);
    lose(&mut sealing, &mut present);
    assert_eq!(
        (sealing.hold(), sealing.alarm()),
        (None, None),
        "{:?}",
        sealing.changes()
    );
    let unsigned = sealing.unsigned(NOTICE, id(), NOW).unwrap().unwrap();
    let signature = KEYS.attacker.sign(unsigned.bytes()).unwrap();
    sealing.sealed(unsigned.signed(signature));
    let (again, mut sealing) = reopened(&present, &sealing);
    assert_eq!((&again, sealing.alarm()), (&present, None));
    let public = KEYS.attacker.public_key_info().to_vec();
    sealing.verify(&again, public, &again.keys_in_use(), &nothing_is_pinned);
    assert_eq!((sealing.hold(), sealing.alarm()), (None, None));
}

#[test]
fn a_passphrase_lost_before_it_was_typed_leaves_the_old_keys_to_be_asked_about() {
    // With a key of somebody else's among them.
    let file = changed(&saved(), |dossier| {
        let request = Request {
            key_id: KEYS.attacker.id(),
            sealed_key: KEYS.attackers.clone(),
            csr: None,
            issued: vec![Issued {
                certificate: certificate(&KEYS.attacker),
                received_at: NOW,
                revocation: Revocation::Unknown,
            }],
            ..REQUESTS[1].clone()
        };
        dossier.order_mut(Product::OrgAuthCli).add(request);
    });
    let (mut present, mut sealing) = open(&file);
    lose(&mut sealing, &mut present);
    let weighed = weights(&sealing);
    assert!(
        weighed.iter().all(|(weight, _)| *weight != Weight::Alarm),
        "{weighed:?}"
    );
    for (product, key_id) in [
        (Product::OrgAuthCli, REQUESTS[0].key_id),
        (Product::OrgAuthCli, KEYS.attacker.id()),
        (Product::OrgSign, REQUESTS[1].key_id),
    ] {
        assert!(
            weighed.contains(&(Weight::Asked, Item::Key(product, key_id))),
            "{weighed:?}"
        );
    }
    let unsigned = sealing.unsigned(NOTICE, id(), NOW).unwrap().unwrap();
    let signature = KEYS.attacker.sign(unsigned.bytes()).unwrap();
    sealing.sealed(unsigned.signed(signature));
    let (again, sealing) = reopened(&present, &sealing);
    assert_eq!((&again, sealing.alarm()), (&present, None));
}

#[test]
fn what_was_done_since_the_last_seal_is_this_pages_own_when_the_passphrase_is_typed_again() {
    let (mut present, mut sealing) = open(&saved());
    verify(&mut sealing, &present);
    let key = Arc::make_mut(&mut present).order_mut(Product::OrgSign);
    key.add(REQUESTS[2].clone());
    sealing.count(&present);
    // The seal could not be signed.
    sealing.close();
    assert_eq!(sealing.trust(), Trust::Unverified);
    verify(&mut sealing, &present);
    assert_eq!((sealing.trust(), sealing.hold()), (Trust::Verified, None));
    let sealed = sign(sealing.unsigned(NOTICE, id(), NOW).unwrap().unwrap());
    assert_eq!(**sealed.state(), *present);
}

#[test]
fn what_came_in_between_two_acts_is_neither() {
    let (mut present, mut sealing) = open(&saved());
    let act = |present: &mut Arc<Dossier>, sealing: &mut Sealing, days| {
        Arc::make_mut(present).course.remind_after = days;
        sealing.count(present);
    };
    act(&mut present, &mut sealing, 11);
    let before = Arc::clone(&present);
    Arc::make_mut(&mut present).establishment.name = "Ailleurs".into();
    let seals = sealing.seals().to_vec();
    sealing.meet(&before, &present, seals, false, &nothing_is_pinned);
    act(&mut present, &mut sealing, 12);
    verify(&mut sealing, &present);
    let name = Item::Establishment(Field::Name);
    assert_eq!(weights(&sealing), [(Weight::Asked, name)]);
}

#[test]
fn only_the_key_that_did_not_open_is_closed() {
    // Another order has the same key id, in a key that opens.
    let file = changed(&saved(), |dossier| {
        dossier.order_mut(Product::OrgSign).requests[0].sealed_key = KEYS.attackers.clone();
        dossier
            .order_mut(Product::OrgAuthCli)
            .requests
            .push(REQUESTS[1].clone());
    });
    let (mut present, mut sealing) = open(&file);
    verify(&mut sealing, &present);
    assert_eq!(sealing.alarm(), Some(Alarm::Closed));
    sealing.restore_alarms(&mut present);
    assert_eq!(sealing.alarm(), None);
}

#[test]
fn where_the_notice_alone_is_another_the_sealed_one_stays() {
    let (present, sealing) = open(&saved());
    let notice = |file: &[u8]| {
        unpack(file)
            .into_iter()
            .find(|(name, _)| name == "LISEZMOI.txt")
            .unwrap()
            .1
    };
    let written = |dossier: &Dossier| {
        let file = dossier
            .write_sealed(sealing.seals(), "Un autre jour.", NOW)
            .unwrap();
        let names = unpack(&file).into_iter().map(|(name, _)| name);
        let aside = names.filter(|name| name.starts_with("scelle/")).count();
        (notice(&file) == notice(&saved()), aside)
    };
    assert_eq!(written(&present), (true, 0));
    let mut other = (*present).clone();
    other.course.remind_after = 33;
    assert_eq!(written(&other), (false, 2));
    other.add_authority(certificate(&KEYS.attacker));
    assert_eq!(written(&other), (false, 2));
}

#[test]
fn a_later_seal_that_parted_long_ago_takes_nothing_away_and_adds_what_lasts() {
    let (present, mut sealing) = open(&saved());
    verify(&mut sealing, &present);
    // Of the same seal key, with a higher number, and from no seal that is remembered here.
    let mut stranger = (*with_seal_key()).clone();
    stranger.course.remind_after = 77;
    let first = sign(Unsigned::new(Arc::new(stranger.clone()), NOTICE, &[], id(), NOW).unwrap());
    stranger.add_authority(certificate(&KEYS.attacker));
    let later = sign(Unsigned::new(Arc::new(stranger), NOTICE, &[first], id(), NOW).unwrap());
    assert_eq!(later.number(), 2);
    sealing.meet(&present, &present, vec![later], false, &nothing_is_pinned);
    assert_eq!(sealing.changes(), []);
}

#[test]
fn another_seal_key_answers_for_nothing_of_the_first() {
    let (present, mut sealing) = open(&saved());
    verify(&mut sealing, &present);
    assert_eq!((sealing.seals().len(), sealing.alarm()), (1, None));
    let public = KEYS.attacker.public_key_info().to_vec();
    sealing.verify(&present, public, &present.keys_in_use(), &nothing_is_pinned);
    assert_eq!((sealing.seals().len(), sealing.alarm()), (0, Some(Alarm::Broken)));
}

#[test]
fn the_same_seal_read_twice_is_one() {
    let (present, mut sealing) = open(&saved());
    let seals = sealing.seals().to_vec();
    sealing.meet(&present, &present, seals.clone(), false, &nothing_is_pinned);
    assert_eq!(sealing.seals(), seals);
}
