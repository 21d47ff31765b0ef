//! What a seal proves, and what is done with a dossier that somebody changed without the passphrase.

use std::sync::{Arc, LazyLock};

use certiroc_core::dossier::{
    Alarm, Change, Dossier, DossierId, Event, Hold, Item, Seal, SealKey, Sealing, Trust, Unsigned, Value,
    Weight,
};
use certiroc_core::establishment::Field;
use certiroc_core::order::{Issued, Request, Revocation};
use certiroc_core::procedure::{Choice, Person, Question, Role};
use certiroc_core::product::Product;
use certiroc_pki::csr::{self, Csr};
use certiroc_pki::key::{Kdf, KeyId, KeySize, Passphrase, PrivateKey, SealedKey};
use certiroc_pki::x509::Certificate;
use rand_core::UnwrapErr;
use time::Duration;
use zip::CompressionMethod;

use crate::fixtures::{NOTICE, NOW, REQUESTS, certificate, dossier, pack, unpack};

pub struct Keys {
    pub seal: PrivateKey,
    pub sealed: SealedKey,
    pub attacker: PrivateKey,
    pub attackers: SealedKey,
}

pub static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let mut rng = UnwrapErr(getrandom::SysRng);
    let kdf = Kdf::new(&mut rng, 2);
    let mut made = |passphrase| {
        let key = PrivateKey::generate(KeySize::Rsa2048, &mut rng).unwrap();
        let kek = kdf.derive(&Passphrase::parse(passphrase).unwrap());
        let sealed = SealedKey::seal(&key, &kdf, &kek, &mut rng);
        (key, sealed)
    };
    let (seal, sealed) = made("motdepasse-de-test");
    let (attacker, attackers) = made("another passphrase");
    Keys {
        seal,
        sealed,
        attacker,
        attackers,
    }
});

pub fn id() -> DossierId {
    DossierId::new([7; 16])
}

pub fn nothing_is_pinned(_: &Certificate) -> bool {
    false
}

/// The dossier with its seal key.
pub fn with_seal_key() -> Arc<Dossier> {
    let mut dossier = dossier();
    dossier.seal_key = Some(SealKey {
        sealed: KEYS.sealed.clone(),
        public_key_info: KEYS.seal.public_key_info().to_vec(),
    });
    Arc::new(dossier)
}

pub fn sign(unsigned: Unsigned) -> Seal {
    let signature = KEYS.seal.sign(unsigned.bytes()).unwrap();
    unsigned.signed(signature)
}

/// The keys that the passphrase opens, under their ids.
pub fn proven(dossier: &Dossier) -> Vec<(KeyId, SealedKey)> {
    let mut keys = dossier.keys_in_use();
    keys.retain(|(key_id, sealed)| *key_id != KEYS.attacker.id() && *sealed != KEYS.attackers);
    keys
}

/// Types the passphrase.
pub fn verify(sealing: &mut Sealing, present: &Arc<Dossier>) {
    let public = KEYS.seal.public_key_info().to_vec();
    sealing.verify(present, public, &proven(present), &nothing_is_pinned);
}

/// Seals what is to be sealed.
pub fn seal(sealing: &mut Sealing) {
    if let Some(unsigned) = sealing.unsigned(NOTICE, id(), NOW).unwrap() {
        sealing.sealed(sign(unsigned));
    }
}

/// A dossier that was made and sealed here, as a file.
pub fn saved() -> Vec<u8> {
    let present = with_seal_key();
    let mut sealing = Sealing::begun(Arc::clone(&present));
    verify(&mut sealing, &present);
    seal(&mut sealing);
    present.write_sealed(sealing.seals(), NOTICE, NOW).unwrap()
}

/// Opens a file, as another page does.
pub fn open(file: &[u8]) -> (Arc<Dossier>, Sealing) {
    let opened = Dossier::read(file).unwrap();
    assert_eq!(opened.ignored, Vec::<String>::new());
    let present = Arc::new(opened.dossier);
    let alarm = opened.has_broken_seal.then_some(Alarm::Broken);
    let sealing = Sealing::read(Arc::clone(&present), opened.seals, alarm);
    (present, sealing)
}

/// What somebody makes of the file with CertiROC, or any other program, but without the passphrase.
pub fn changed(file: &[u8], change: impl FnOnce(&mut Dossier)) -> Vec<u8> {
    let mut opened = Dossier::read(file).unwrap();
    change(&mut opened.dossier);
    opened.dossier.write_sealed(&opened.seals, NOTICE, NOW).unwrap()
}

/// Puts the attacker's request in the place of the hospital's.
pub fn swap_request(dossier: &mut Dossier) {
    let subject = [];
    let csr = Csr::from_der(&csr::build(&KEYS.attacker, &subject).unwrap()).unwrap();
    *dossier.order_mut(Product::OrgSign).requests.last_mut().unwrap() = Request {
        key_id: KEYS.attacker.id(),
        made_at: NOW,
        sealed_key: KEYS.attackers.clone(),
        passphrase_lost: false,
        csr: Some(csr),
        issued: Vec::new(),
    };
}

pub fn weights(sealing: &Sealing) -> Vec<(Weight, Item)> {
    let changes = sealing.changes().iter();
    changes
        .map(|change| (change.weight, change.difference.item))
        .collect()
}

/// The change of this thing, as a user reads it.
pub fn change(sealing: &Sealing, item: Item) -> Change {
    let mut changes = sealing.changes().iter();
    changes
        .find(|change| change.difference.item == item)
        .unwrap()
        .clone()
}

pub fn accept(sealing: &mut Sealing, item: Item) {
    let read = change(sealing, item);
    sealing.accept(&[read]);
}

pub fn restore(sealing: &mut Sealing, item: Item, present: &mut Arc<Dossier>) {
    let read = change(sealing, item);
    sealing.restore(&read, present);
}

#[test]
fn what_was_sealed_opens_and_holds_nothing_back() {
    let (present, mut sealing) = open(&saved());
    assert_eq!(sealing.trust(), Trust::Unverified);
    assert_eq!(sealing.hold(), Some(Hold::Unverified));
    assert_eq!(sealing.last().unwrap().number(), 1);
    verify(&mut sealing, &present);
    assert_eq!(
        (sealing.trust(), sealing.hold(), sealing.alarm()),
        (Trust::Verified, None, None)
    );
    assert_eq!(sealing.changes(), []);
    // Nothing is new: the seal stays.
    assert_eq!(sealing.unsigned(NOTICE, id(), NOW).unwrap(), None);
}

#[test]
fn a_dossier_without_keys_rests_on_nothing() {
    let present = Arc::new(Dossier::new(NOW));
    let sealing = Sealing::read(present, Vec::new(), None);
    assert_eq!((sealing.trust(), sealing.hold()), (Trust::NoKey, None));
}

#[test]
fn the_same_file_has_no_second_copy_of_anything() {
    let file = saved();
    let names: Vec<_> = unpack(&file).into_iter().map(|(name, _)| name).collect();
    assert!(names.contains(&"sceau.json".to_owned()) && names.contains(&"cles/sceau.key.pem".to_owned()));
    assert!(!names.iter().any(|name| name.starts_with("scelle")), "{names:?}");
    let aside = changed(&file, |dossier| dossier.answer(Question::Contract, Choice::Yes));
    let names: Vec<_> = unpack(&aside).into_iter().map(|(name, _)| name).collect();
    let aside: Vec<_> = names.iter().filter(|name| name.starts_with("scelle/")).collect();
    assert_eq!(aside, ["scelle/dossier.json"]);
}

#[test]
fn a_request_that_was_replaced_is_an_alarm_and_can_only_be_restored() {
    let (mut present, mut sealing) = open(&changed(&saved(), swap_request));
    verify(&mut sealing, &present);
    assert_eq!(sealing.hold(), Some(Hold::Alarm));
    assert_eq!(sealing.alarm(), Some(Alarm::Closed));
    let changes = weights(&sealing);
    assert!(changes.iter().all(|(weight, _)| *weight == Weight::Alarm));
    let key = Item::Key(Product::OrgSign, KEYS.attacker.id());
    assert!(changes.contains(&(Weight::Alarm, key)), "{changes:?}");
    for (_, item) in &changes {
        accept(&mut sealing, *item);
    }
    assert_eq!(weights(&sealing), changes);
    restore(&mut sealing, key, &mut present);
    assert_eq!(weights(&sealing), changes);
    sealing.restore_alarms(&mut present);
    assert_eq!((weights(&sealing), sealing.alarm()), (vec![], None));
    assert_eq!(sealing.hold(), None);
    assert_eq!(present.order(Product::OrgSign).requests, [REQUESTS[1].clone()]);
    verify(&mut sealing, &present);
    assert_eq!(sealing.unsigned(NOTICE, id(), NOW).unwrap(), None);
}

#[test]
fn a_seal_that_does_not_go_with_the_files_is_broken() {
    let file = saved();
    for name in ["sceau.json", "sceau.sig", "cles/sceau.key.pem"] {
        let mut members = unpack(&file);
        if name == "cles/sceau.key.pem" {
            // The notice is not in dossier.json: its reader may have added to it.
            members[0].1.push(b' ');
        } else {
            members.retain(|(member, _)| member != name);
        }
        let opened = Dossier::read(&pack(&members, CompressionMethod::Stored)).unwrap();
        assert!(opened.seals.is_empty(), "{name}");
        assert!(opened.has_broken_seal, "{name}");
    }
    let mut members = unpack(&file);
    let (_, signature) = members.iter_mut().find(|(name, _)| name == "sceau.sig").unwrap();
    signature[0] ^= 1;
    let (present, mut sealing) = open(&pack(&members, CompressionMethod::Stored));
    verify(&mut sealing, &present);
    assert_eq!(sealing.alarm(), Some(Alarm::Broken));
    assert!(sealing.hold().is_some());
}

#[test]
fn what_commands_rest_on_is_asked_and_the_rest_is_minor() {
    let authority = certificate(&KEYS.attacker);
    let file = changed(&saved(), |dossier| {
        dossier.establishment.name = "Hôpital de l’attaquant".into();
        dossier.add_authority(authority.clone());
        dossier.compare_authority(&authority);
        let mail = "attaquant@example.org".into();
        let name = String::new();
        dossier
            .course
            .people
            .insert(Role::SoftwareVendor, Person { name, mail });
        dossier.answer(Question::Contract, Choice::Yes);
        dossier.record(NOW, "Mallory", Event::PassphraseChanged);
    });
    let (mut present, mut sealing) = open(&file);
    assert_eq!(sealing.changes().len(), 6);
    verify(&mut sealing, &present);
    let fingerprint = authority.sha256();
    let asked = [
        Item::Establishment(Field::Name),
        Item::Authority(fingerprint),
        Item::Compared(fingerprint),
        Item::Mail(Role::SoftwareVendor),
    ];
    let minor = [Item::Answer(Question::Contract), Item::Journal];
    let expected = asked.map(|item| (Weight::Asked, item)).into_iter();
    let expected: Vec<_> = expected.chain(minor.map(|item| (Weight::Minor, item))).collect();
    assert_eq!(weights(&sealing), expected);
    assert_eq!(sealing.hold(), Some(Hold::Asked(4)));

    // What is restored is as it was, what is accepted is sealed.
    restore(&mut sealing, asked[0], &mut present);
    restore(&mut sealing, asked[1], &mut present);
    restore(&mut sealing, asked[2], &mut present);
    assert_eq!(present.establishment, dossier().establishment);
    assert_eq!(present.compared_authorities().count(), 0);
    accept(&mut sealing, asked[3]);
    assert_eq!(sealing.hold(), None);
    // The others wait, and what is sealed meanwhile is without them.
    let unsigned = sealing.unsigned(NOTICE, id(), NOW).unwrap().unwrap();
    let first = sign(unsigned);
    assert_eq!(first.number(), 2);
    assert_eq!(first.state().course.answers, dossier().course.answers);
    assert_eq!(first.state().course.people, present.course.people);
    assert_eq!(first.state().journal, dossier().journal);
    accept(&mut sealing, minor[0]);
    accept(&mut sealing, minor[1]);
    assert_eq!(sealing.changes(), []);
    seal(&mut sealing);
    assert_eq!(*sealing.last().unwrap().state(), present);
}

#[test]
fn what_is_done_here_is_sealed_and_what_was_reread_is_not() {
    let file = changed(&saved(), |dossier| {
        dossier.establishment.department = "75".into();
        dossier.record(NOW, "Mallory", Event::PassphraseChanged);
    });
    let (mut present, mut sealing) = open(&file);
    // Before the passphrase is typed, and after.
    let act = |present: &mut Arc<Dossier>, sealing: &mut Sealing, name: &str| {
        let dossier = Arc::make_mut(present);
        dossier.establishment.name = name.into();
        dossier.record(NOW + Duration::HOUR, name, Event::PassphraseChanged);
        sealing.count(present);
    };
    act(&mut present, &mut sealing, "CHU un");
    act(&mut present, &mut sealing, "CHU deux");
    verify(&mut sealing, &present);
    act(&mut present, &mut sealing, "CHU trois");
    let department = Item::Establishment(Field::Department);
    assert_eq!(
        weights(&sealing),
        [(Weight::Asked, department), (Weight::Minor, Item::Journal)]
    );
    seal(&mut sealing);
    let state = sealing.last().unwrap().state();
    assert_eq!(state.establishment.name, "CHU trois");
    assert_eq!(state.establishment.department, "69");
    let by: Vec<_> = state.journal.iter().map(|line| line.by.as_str()).collect();
    assert_eq!(&by[by.len() - 3..], ["CHU un", "CHU deux", "CHU trois"]);
    assert!(!by.contains(&"Mallory"));
    // Both stand in the file.
    let (opened, mut again) = open(&present.write_sealed(sealing.seals(), NOTICE, NOW).unwrap());
    assert_eq!(opened, present);
    verify(&mut again, &opened);
    assert_eq!(weights(&again), weights(&sealing));
}

#[test]
fn a_certificate_of_a_sealed_key_is_taken_unasked_where_it_is_pinned() {
    let key_id = REQUESTS[1].key_id;
    // Any certificate stands for it: a dossier is told whose key it is.
    let mut came = certificate(&KEYS.attacker);
    came.key_id = key_id;
    let with_certificate = |dossier: &mut Dossier| {
        let request = dossier.order_mut(Product::OrgSign).request_mut(key_id).unwrap();
        request.receive(Issued {
            certificate: came.clone(),
            received_at: NOW,
            revocation: Revocation::default(),
        });
    };
    let before = Arc::new(Dossier::read(&saved()).unwrap().dossier);
    for is_pinned in [true, false] {
        let (present, mut sealing) = open(&saved());
        verify(&mut sealing, &present);
        let mut theirs = (*before).clone();
        with_certificate(&mut theirs);
        let theirs = Arc::new(theirs);
        let seals = sealing.seals().to_vec();
        sealing.meet(&present, &theirs, seals, false, &|_| is_pinned);
        let item = Item::Certificate(Product::OrgSign, key_id, came.sha256());
        let expected: &[_] = if is_pinned { &[] } else { &[(Weight::Asked, item)] };
        assert_eq!(weights(&sealing), expected);
    }
}

#[test]
fn a_dossier_without_a_seal_proves_its_keys_and_nothing_else() {
    let old = Arc::new(dossier());
    let file = old.write(NOTICE, NOW).unwrap();
    let (opened, mut sealing) = open(&file);
    assert_eq!((sealing.trust(), sealing.changes()), (Trust::Unverified, &[][..]));
    // The vault made the seal key.
    let mut present = opened;
    Arc::make_mut(&mut present).seal_key = with_seal_key().seal_key.clone();
    verify(&mut sealing, &present);
    let asked = [Field::Name, Field::Department].map(|field| (Weight::Asked, Item::Establishment(field)));
    let expected: Vec<_> = asked
        .into_iter()
        .chain([(Weight::Minor, Item::Journal)])
        .collect();
    assert_eq!(weights(&sealing), expected);
    for (_, item) in expected {
        accept(&mut sealing, item);
    }
    seal(&mut sealing);
    assert_eq!(*sealing.last().unwrap().state(), present);
    assert_eq!(sealing.hold(), None);

    // The same, with a request of the attacker's in it.
    let (opened, mut sealing) = open(&changed(&file, swap_request));
    let mut present = opened;
    Arc::make_mut(&mut present).seal_key = with_seal_key().seal_key.clone();
    verify(&mut sealing, &present);
    assert_eq!(sealing.hold(), Some(Hold::Alarm));
    sealing.restore_alarms(&mut present);
    assert!(present.order(Product::OrgSign).requests.is_empty());
}

#[test]
fn which_of_several_proven_keys_is_the_current_one_is_asked_where_no_seal_says_it() {
    let product = Product::OrgSign;
    let csr = csr::build(&KEYS.seal, &[]).unwrap();
    let third = Request {
        key_id: KEYS.seal.id(),
        sealed_key: KEYS.sealed.clone(),
        csr: Some(Csr::from_der(&csr).unwrap()),
        ..REQUESTS[1].clone()
    };
    let mut old = dossier();
    old.order_mut(product).requests = vec![third.clone(), REQUESTS[0].clone(), REQUESTS[1].clone()];
    let verified = || {
        let (mut present, mut sealing) = open(&old.write(NOTICE, NOW).unwrap());
        Arc::make_mut(&mut present).seal_key = with_seal_key().seal_key.clone();
        verify(&mut sealing, &present);
        (present, sealing)
    };
    let item = Item::CurrentKey(product);
    let question = |sealing: &Sealing| {
        let mut changes = sealing.changes().iter();
        let change = changes.find(|change| change.difference.item == item)?;
        assert_eq!(change.weight, Weight::Asked);
        Some([change.difference.old.clone(), change.difference.new.clone()])
    };
    let [third, first, second] = [&third, &REQUESTS[0], &REQUESTS[1]].map(|request| request.key_id);
    let expected = |old, new| Some([old, new].map(|key_id| Some(Value::KeyId(key_id))));
    // Each in turn, until one is accepted.
    let (mut present, mut sealing) = verified();
    for (old, new) in [(first, second), (third, first), (second, third)] {
        assert_eq!(question(&sealing), expected(old, new));
        restore(&mut sealing, item, &mut present);
    }
    assert_eq!(question(&sealing), expected(first, second));
    accept(&mut sealing, item);
    assert_eq!(question(&sealing), None);
    seal(&mut sealing);
    let sealed = sealing.last().unwrap().state();
    assert_eq!(sealed.order(product).current().unwrap().key_id, second);
    // Sealed before that, it is still asked on the next page.
    let (present, mut sealing) = verified();
    seal(&mut sealing);
    let (present, mut sealing) = open(&present.write_sealed(sealing.seals(), NOTICE, NOW).unwrap());
    verify(&mut sealing, &present);
    assert_eq!(question(&sealing), expected(first, second));
    // Who makes another key here says which it is.
    let (mut present, mut sealing) = verified();
    Arc::make_mut(&mut present)
        .order_mut(product)
        .add(REQUESTS[2].clone());
    sealing.count(&present);
    assert_eq!(question(&sealing), None);
}

#[test]
fn a_comparison_that_no_seal_covers_was_not_made() {
    let authority = certificate(&KEYS.attacker);
    let mut keyless = Dossier::new(NOW);
    keyless.add_authority(authority.clone());
    keyless.compare_authority(&authority);
    assert_eq!(keyless.compared_authorities().count(), 1);
    let (present, sealing) = open(&keyless.write(NOTICE, NOW).unwrap());
    assert_eq!(sealing.trust(), Trust::NoKey);
    assert_eq!(present.authorities, [authority]);
    assert_eq!(present.compared_authorities().count(), 0);
}

#[test]
fn a_seal_that_went_away_is_an_alarm() {
    let file = saved();
    let (present, mut sealing) = open(&file);
    verify(&mut sealing, &present);
    let mut theirs = (*present).clone();
    swap_request(&mut theirs);
    let theirs = Dossier::read(&theirs.write(NOTICE, NOW).unwrap()).unwrap();
    let merged = present.merge(&theirs.dossier, Some(&present)).unwrap().dossier;
    sealing.meet(
        &present,
        &Arc::new(merged),
        theirs.seals,
        theirs.has_broken_seal,
        &nothing_is_pinned,
    );
    assert_eq!(sealing.alarm(), Some(Alarm::Gone));
    assert_eq!(sealing.hold(), Some(Hold::Alarm));
    sealing.dismiss_alarm();
    assert_eq!(sealing.alarm(), None);
    assert_eq!(sealing.hold(), Some(Hold::Alarm));
}

#[test]
fn what_a_colleague_sealed_is_believed() {
    let file = saved();
    let (ours, mut sealing) = open(&file);
    verify(&mut sealing, &ours);
    let (mut theirs, mut their_sealing) = open(&file);
    verify(&mut their_sealing, &theirs);
    Arc::make_mut(&mut theirs).establishment.name = "CHU de Lyon".into();
    their_sealing.count(&theirs);
    seal(&mut their_sealing);
    let seals = their_sealing.seals().to_vec();
    sealing.meet(&ours, &theirs, seals, false, &nothing_is_pinned);
    assert_eq!(weights(&sealing), []);
    assert_eq!(sealing.last().unwrap().number(), 2);
    assert_eq!(sealing.unsigned(NOTICE, id(), NOW).unwrap(), None);
}

#[test]
fn an_older_seal_brings_nothing_back() {
    let mut older = (*with_seal_key()).clone();
    older.add_authority(certificate(&KEYS.attacker));
    let old = Unsigned::new(Arc::new(older), NOTICE, &[], id(), NOW).unwrap();
    let (mut present, mut sealing) = open(&saved());
    verify(&mut sealing, &present);
    Arc::make_mut(&mut present).establishment.department = "75".into();
    sealing.count(&present);
    seal(&mut sealing);
    assert_eq!(sealing.last().unwrap().number(), 2);
    sealing.meet(&present, &present, vec![sign(old)], false, &nothing_is_pinned);
    assert_eq!((weights(&sealing), sealing.seals().len()), (vec![], 1));
    assert_eq!(sealing.unsigned(NOTICE, id(), NOW).unwrap(), None);
}

#[test]
fn two_seals_stay_until_one_is_made_over_both() {
    let file = saved();
    let sealed = |name: &str| {
        let (mut present, mut sealing) = open(&file);
        verify(&mut sealing, &present);
        Arc::make_mut(&mut present)
            .order_mut(Product::OrgSign)
            .service_name = name.into();
        sealing.count(&present);
        seal(&mut sealing);
        (present, sealing)
    };
    let [one, other] = ["Un", "Deux"].map(sealed);
    // A third page has not seen the passphrase.
    let file = one.0.write_sealed(one.1.seals(), NOTICE, NOW).unwrap();
    let (present, mut sealing) = open(&file);
    let seals = other.1.seals().to_vec();
    sealing.meet(&present, &present, seals, false, &nothing_is_pinned);
    assert_eq!(sealing.seals().len(), 2);
    let (present, mut sealing) = open(&present.write_sealed(sealing.seals(), NOTICE, NOW).unwrap());
    assert_eq!(sealing.seals().len(), 2);
    verify(&mut sealing, &present);
    let seals = sealing.seals().to_vec();
    seal(&mut sealing);
    let [last] = sealing.seals() else { panic!() };
    assert_eq!(last.number(), 3);
    assert!(seals.iter().all(|seal| last.comes_from(seal)));
}

#[test]
fn what_a_lost_passphrase_sealed_is_asked_and_not_an_alarm() {
    let mut lost = dossier();
    lost.lose_passphrase(NOW, "");
    let (mut present, mut sealing) = open(&lost.write(NOTICE, NOW).unwrap());
    let new = Arc::make_mut(&mut present);
    new.order_mut(Product::OrgSign).add(REQUESTS[2].clone());
    new.seal_key = with_seal_key().seal_key.clone();
    let public = KEYS.seal.public_key_info().to_vec();
    let proven = [(REQUESTS[2].key_id, REQUESTS[2].sealed_key.clone())];
    sealing.verify(&present, public, &proven, &nothing_is_pinned);
    let [auth, sign] = [&REQUESTS[0], &REQUESTS[1]].map(|request| request.key_id);
    let changes = weights(&sealing);
    let keys = [
        Item::Key(Product::OrgAuthCli, auth),
        Item::Key(Product::OrgSign, sign),
    ];
    for item in keys {
        assert!(changes.contains(&(Weight::Asked, item)), "{changes:?}");
    }
    // A request goes with its key: one without the other could not be saved.
    let mut requests = changes.iter();
    assert!(!requests.any(|(_, item)| matches!(item, Item::Csr(..))));
    assert!(
        changes.iter().all(|(weight, _)| *weight != Weight::Alarm),
        "{changes:?}"
    );
    // What is accepted makes no old key the current one.
    accept(&mut sealing, keys[0]);
    assert!(
        weights(&sealing)
            .iter()
            .all(|(_, item)| !matches!(item, Item::CurrentKey(_) | Item::Csr(..)))
    );
    // A key never vanishes for being asked about.
    restore(&mut sealing, keys[1], &mut present);
    assert_eq!(present.order(Product::OrgSign).requests.len(), 2);
    accept(&mut sealing, keys[1]);
    assert!(
        weights(&sealing)
            .iter()
            .all(|(_, item)| !matches!(item, Item::CurrentKey(_) | Item::Key(..)))
    );
    seal(&mut sealing);
    let opened = open(&present.write_sealed(sealing.seals(), NOTICE, NOW).unwrap());
    assert_eq!(opened.0, present);
}
