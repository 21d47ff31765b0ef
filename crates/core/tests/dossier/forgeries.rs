//! Whose seal it is: keys and seals that somebody put in the place of the dossier's.

use std::sync::{Arc, LazyLock};

use certiroc_core::dossier::{
    Alarm, Dossier, DossierId, Hold, Item, Seal, SealKey, Sealing, Unsigned, Weight,
};
use certiroc_core::product::Product;
use certiroc_pki::key::{Kdf, KeySize, Passphrase, PrivateKey, SealedKey};
use rand_core::UnwrapErr;
use time::Duration;

use crate::attacks::{assert_restores, forged_seal, reopened};
use crate::fixtures::{NOTICE, NOW, REQUESTS};
use crate::sealing::{
    KEYS, changed, id, nothing_is_pinned, open, proven, saved, seal, sign, swap_request, verify, weights,
    with_seal_key,
};

/// A second seal key under the dossier's passphrase.
static SECOND: LazyLock<(PrivateKey, SealedKey)> = LazyLock::new(|| {
    let mut rng = UnwrapErr(getrandom::SysRng);
    let key = PrivateKey::generate(KeySize::Rsa2048, &mut rng).unwrap();
    let kdf = Kdf::new(&mut rng, 2);
    let kek = kdf.derive(&Passphrase::parse("motdepasse-de-test").unwrap());
    let sealed = SealedKey::seal(&key, &kdf, &kek, &mut rng);
    (key, sealed)
});

/// The key, where the passphrase opens it.
fn opened(sealed: &SealedKey) -> Option<PrivateKey> {
    let passphrase = Passphrase::parse("motdepasse-de-test").unwrap();
    sealed.open(&sealed.kdf().derive(&passphrase)).ok()
}

/// The seal key that the vault finds, of those that the passphrase opens.
fn found(sealing: &Sealing, present: &Dossier) -> Option<PrivateKey> {
    let candidates = sealing.seal_keys(present);
    let mut opened: Vec<_> = candidates.keys.iter().filter_map(opened).collect();
    let public_keys: Vec<_> = opened.iter().map(PrivateKey::public_key_info).collect();
    let place = candidates.find(&public_keys)?;
    Some(opened.swap_remove(place))
}

/// A state with the second seal key, sealed by it, later than the first.
fn sealed_by_the_second() -> (Arc<Dossier>, Sealing) {
    let mut state = (*with_seal_key()).clone();
    state.order_mut(Product::OrgSign).add(REQUESTS[2].clone());
    state.seal_key = Some(SealKey {
        sealed: SECOND.1.clone(),
        public_key_info: SECOND.0.public_key_info().to_vec(),
    });
    let state = Arc::new(state);
    let unsigned = Unsigned::new(Arc::clone(&state), NOTICE, &[], id(), NOW + Duration::DAY).unwrap();
    let signature = SECOND.0.sign(unsigned.bytes()).unwrap();
    let sealing = Sealing::read(Arc::clone(&state), vec![unsigned.signed(signature)], None);
    (state, sealing)
}

/// The seals of the first seal key, with a number higher than those of the second.
fn numbered_seals() -> Vec<Seal> {
    let (mut present, mut sealing) = open(&saved());
    verify(&mut sealing, &present);
    for days in 11..15 {
        Arc::make_mut(&mut present).course.remind_after = days;
        sealing.count(&present);
        seal(&mut sealing);
    }
    assert_eq!(sealing.last().unwrap().number(), 5);
    sealing.seals().to_vec()
}

#[test]
fn the_seals_of_an_earlier_seal_key_answer_for_nothing_however_high_their_number() {
    let (present, sealing) = sealed_by_the_second();
    for is_first in [true, false] {
        let mut seals = [sealing.seals(), &numbered_seals()].concat();
        if is_first {
            seals.reverse();
        }
        let file = present.write_sealed(&seals, NOTICE, NOW).unwrap();
        let (present, mut sealing) = open(&file);
        let key = found(&sealing, &present).unwrap();
        assert_eq!(key.id(), SECOND.0.id());
        sealing.verify(
            &present,
            key.public_key_info().to_vec(),
            &proven(&present),
            &nothing_is_pinned,
        );
        assert_eq!((weights(&sealing), sealing.hold()), (vec![], None));
        // Somebody put it there, which is said.
        assert_eq!(sealing.alarm(), Some(Alarm::Broken));
    }
}

#[test]
fn who_seals_with_a_later_day_makes_no_seal_key_of_another() {
    // His own seal, over a state that names the first seal key, of a day to come.
    let (present, sealing) = sealed_by_the_second();
    let (theirs, _) = open(&saved());
    let forged = forged_seal(&theirs, &[], DossierId::new([9; 16]));
    let mut named = (*theirs).clone();
    named.seal_key.as_mut().unwrap().public_key_info = KEYS.attacker.public_key_info().to_vec();
    let late = Unsigned::new(Arc::new(named), NOTICE, &[], id(), NOW + Duration::WEEK).unwrap();
    let signature = KEYS.attacker.sign(late.bytes()).unwrap();
    let seals = [sealing.seals(), &[forged, late.signed(signature)]].concat();
    let (present, sealing) = reopened(&present, &Sealing::read(Arc::clone(&present), seals, None));
    assert_eq!(sealing.seals().len(), 3);
    assert_eq!(found(&sealing, &present).unwrap().id(), SECOND.0.id());
}

#[test]
fn a_seal_key_that_somebody_put_there_is_passed_over() {
    for sealed in [
        KEYS.attackers.clone(),
        SECOND.1.clone(),
        REQUESTS[1].sealed_key.clone(),
    ] {
        let file = changed(&saved(), |dossier| {
            dossier.seal_key.as_mut().unwrap().sealed = sealed;
        });
        let (present, mut sealing) = open(&file);
        assert_eq!(found(&sealing, &present).unwrap().id(), KEYS.seal.id());
        verify(&mut sealing, &present);
        assert_eq!(weights(&sealing), [(Weight::Alarm, Item::SealKey)]);
        assert_restores(present, sealing);
    }
}

#[test]
fn the_seal_key_that_was_open_is_it_before_it_has_sealed_anything() {
    let present = with_seal_key();
    let mut sealing = Sealing::begun(Arc::clone(&present));
    verify(&mut sealing, &present);
    // The seal could not be signed.
    sealing.close();
    assert_eq!(found(&sealing, &present).unwrap().id(), KEYS.seal.id());
}

#[test]
fn a_key_of_the_hospitals_is_no_seal_key_whatever_the_file_says_of_it() {
    let [auth_cli, sign] = Product::ALL;
    for is_lost in [true, false] {
        // Without its seals, and with the key of a request as its seal key: said to be lost, or taken out.
        let mut theirs = Dossier::read(&saved()).unwrap().dossier;
        let sealed = theirs.order(sign).requests[0].sealed_key.clone();
        let key = opened(&sealed).unwrap();
        theirs.seal_key = Some(SealKey {
            sealed,
            public_key_info: key.public_key_info().to_vec(),
        });
        if is_lost {
            theirs.order_mut(sign).requests[0].passphrase_lost = true;
        } else {
            theirs.order_mut(sign).requests.clear();
        }
        assert_eq!(theirs.order(auth_cli).requests.len(), 1);
        let (present, sealing) = open(&theirs.write(NOTICE, NOW).unwrap());
        let candidates = sealing.seal_keys(&present);
        assert_eq!(candidates.keys.len(), 1);
        assert_eq!(candidates.find(&[key.public_key_info()]), None);
    }
    // The dossier's own is given up with its seals: nothing tells it from another.
    let (present, sealing) = open(&with_seal_key().write(NOTICE, NOW).unwrap());
    assert!(found(&sealing, &present).is_none());
}

#[test]
fn a_seal_over_two_remembers_both_however_old_they_are() {
    // Each of a page of its own, and the first with a long history.
    let history = |days: core::ops::Range<u32>| {
        let (mut present, mut sealing) = open(&saved());
        verify(&mut sealing, &present);
        let mut seals = Vec::new();
        for days in days {
            Arc::make_mut(&mut present).course.remind_after = days;
            sealing.count(&present);
            seal(&mut sealing);
            seals.extend(sealing.seals().iter().cloned());
        }
        (present, seals)
    };
    let (present, long) = history(11..81);
    let (_, short) = history(101..104);
    let parents = [&long[69..], &short[2..]].concat();
    let unsigned = Unsigned::new(present, NOTICE, &parents, id(), NOW).unwrap();
    let over = sign(unsigned);
    for seal in long[50..].iter().chain(&short) {
        assert!(over.comes_from(seal));
    }
    let next = Unsigned::new(
        Arc::clone(over.state()),
        NOTICE,
        core::slice::from_ref(&over),
        id(),
        NOW,
    )
    .unwrap();
    let next = sign(next);
    assert!(next.comes_from(&over) && parents.iter().all(|seal| next.comes_from(seal)));
}

#[test]
fn a_seal_by_another_key_is_no_seal() {
    let file = saved();
    let mut opened = Dossier::read(&file).unwrap();
    swap_request(&mut opened.dossier);
    opened.dossier.seal_key = Some(SealKey {
        sealed: KEYS.attackers.clone(),
        public_key_info: KEYS.attacker.public_key_info().to_vec(),
    });
    let state = Arc::new(opened.dossier);
    let unsigned = Unsigned::new(Arc::clone(&state), NOTICE, &opened.seals, id(), NOW).unwrap();
    let signature = KEYS.attacker.sign(unsigned.bytes()).unwrap();
    let forged = unsigned.signed(signature);
    assert!(forged.is_signed_by(KEYS.attacker.public_key_info()));
    let (present, mut sealing) = open(&state.write_sealed(&[forged], NOTICE, NOW).unwrap());
    verify(&mut sealing, &present);
    assert_eq!(sealing.hold(), Some(Hold::Alarm));
    assert!(sealing.seals().is_empty());
}

#[test]
fn a_seal_key_proves_itself_where_the_passphrase_opened_it() {
    // The vault made it, and it has sealed nothing yet.
    let file = with_seal_key().write(NOTICE, NOW).unwrap();
    for (public_key_info, is_alarm) in [
        (KEYS.seal.public_key_info(), false),
        (KEYS.attacker.public_key_info(), true),
    ] {
        let file = changed(&file, |dossier| {
            dossier.seal_key.as_mut().unwrap().public_key_info = public_key_info.to_vec();
        });
        let (present, mut sealing) = open(&file);
        verify(&mut sealing, &present);
        let alarm = (Weight::Alarm, Item::SealKey);
        assert_eq!(weights(&sealing).contains(&alarm), is_alarm);
    }
}
