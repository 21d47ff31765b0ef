//! Two states of one dossier made one.

use std::collections::BTreeSet;
use std::sync::Arc;

use certiroc_core::dossier::{Difference, Dossier, Event, Item, MergeError, Value, differences};
use certiroc_core::establishment::{ContractLevel, Field, IdentifierKind};
use certiroc_core::order::{Issued, Revocation};
use certiroc_core::procedure::{Choice, Mark, Person, Question, Role, Task};
use certiroc_core::product::Product;
use certiroc_pki::key::{Kdf, KeySize, Passphrase, PrivateKey, SealedKey};
use proptest::prelude::*;
use rand_core::UnwrapErr;
use time::Duration;
use time::macros::date;

use crate::attacks::forged_csr;
use crate::fixtures::{NOTICE, NOW, REQUESTS, certificate, dossier};
use crate::sealing::{KEYS, open, saved};

/// The fixtures' dossier with something of every kind in it.
fn full() -> Dossier {
    let mut dossier = dossier();
    dossier.establishment.identifier_kind = Some(IdentifierKind::FinessEj);
    dossier.establishment.identifier = "690781810".into();
    dossier.establishment.contract_level = Some(ContractLevel::Ej);
    let request = REQUESTS[2].clone();
    let authority = request.issued[0].certificate.clone();
    dossier.order_mut(Product::OrgSign).add(request);
    dossier.order_mut(Product::OrgSign).requests[1].issued[0].revocation = Revocation::Stated { at: NOW };
    dossier.authorities.push(authority);
    dossier.answer(Question::Contract, Choice::Yes);
    dossier.mark(Task::Authorise, Mark::Sent, Some(date!(2026 - 11 - 24)));
    let person = Person {
        name: "Camille Martin".into(),
        mail: "camille.martin@chu.example".into(),
    };
    dossier.course.people.insert(Role::LegalRepresentative, person);
    dossier
}

#[test]
fn a_dossier_is_built_again_of_its_items() {
    let full = full();
    let mut built = Dossier::new(NOW);
    for difference in differences(&built.items(), &full.items()) {
        built.put(difference.item, difference.new);
    }
    assert!(built.is_same_state(&full));
    // And taken apart.
    for difference in differences(&full.items(), &Dossier::new(NOW).items()) {
        built.put(difference.item, difference.new);
    }
    assert!(built.is_same_state(&Dossier::new(NOW)));
}

/// A name is typed without a line in the journal, which therefore does not tell whose change is the later.
#[test]
fn what_stands_in_no_journal_is_lost_on_neither_side() {
    let acted = |from: &Dossier| {
        let mut dossier = from.clone();
        dossier.record(
            NOW,
            "",
            Event::SavedAsStated {
                key_ids: dossier.key_ids(),
            },
        );
        dossier
    };
    let renamed = |from: &Dossier, name: &str| {
        let mut dossier = from.clone();
        dossier.establishment.name = name.into();
        dossier
    };
    let start = dossier();
    let first = acted(&start);
    let (ours, theirs) = (renamed(&first, "Ici"), acted(&renamed(&first, "Ailleurs")));
    // Theirs goes on from what this page had last seen in a file, not from what was typed here since.
    assert_eq!(ours.ancestor(&theirs, &[&first]), Some(&first));
    // What was typed there, and acted on here since: who came first, nothing tells.
    assert_eq!(
        acted(&ours).ancestor(&renamed(&first, "Ailleurs"), &[&first]),
        None
    );
    assert_eq!(ours.ancestor(&renamed(&first, "Ailleurs"), &[&first]), None);
    // A state that was seen is what it is, and so is one from before it; one that went on from ours comes from ours.
    assert_eq!(acted(&ours).ancestor(&first, &[&first]), Some(&first));
    assert_eq!(ours.ancestor(&start, &[&first]), Some(&start));
    assert_eq!(ours.ancestor(&acted(&ours), &[]), Some(&ours));
    assert_eq!(
        ours.ancestor(&renamed(&start, "Ailleurs"), &[]),
        Some(&renamed(&start, "Ailleurs"))
    );
}

#[test]
fn each_side_s_change_counts_and_both_stay_in_the_journal() {
    let base = dossier();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.establishment.name = "CHU de Lyon".into();
    ours.record(NOW + Duration::MINUTE, "Camille", Event::PassphraseChanged);
    theirs.order_mut(Product::OrgSign).add(REQUESTS[2].clone());
    let key_id = REQUESTS[2].key_id;
    let product = Product::OrgSign;
    theirs.record(NOW, "Dominique", Event::KeyReceived { product, key_id });
    for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
        let merged = one.merge(other, Some(&base)).unwrap();
        assert_eq!(merged.conflicts, []);
        assert_eq!(merged.dossier.establishment.name, "CHU de Lyon");
        let sign = merged.dossier.order(product);
        assert_eq!(sign.current().unwrap().key_id, key_id);
        assert_eq!(sign.requests.len(), 2);
        let lines = merged.dossier.journal.len();
        assert_eq!(lines, base.journal.len() + 2);
        assert_eq!(merged.dossier.journal[lines - 1].by, "Camille");
    }
}

#[test]
fn what_both_changed_is_the_user_s_to_choose() {
    let base = dossier();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.establishment.name = "CHU de Lyon".into();
    theirs.establishment.name = "Hôpital de Lyon".into();
    let mut merged = ours.merge(&theirs, Some(&base)).unwrap();
    assert_eq!(merged.dossier, ours);
    let [conflict] = merged.conflicts.as_slice() else {
        panic!("{:?}", merged.conflicts)
    };
    assert_eq!(conflict.item, Item::Establishment(Field::Name));
    merged.dossier.put(conflict.item, conflict.new.clone());
    assert_eq!(merged.dossier.establishment, theirs.establishment);
}

#[test]
fn of_two_new_keys_the_user_says_which_is_the_current_one() {
    let mut base = dossier();
    base.order_mut(Product::OrgSign).requests.clear();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.order_mut(Product::OrgSign).add(REQUESTS[1].clone());
    theirs.order_mut(Product::OrgSign).add(REQUESTS[2].clone());
    let mut merged = ours.merge(&theirs, Some(&base)).unwrap();
    let current = |dossier: &Dossier| dossier.order(Product::OrgSign).current().unwrap().key_id;
    assert_eq!(merged.dossier.order(Product::OrgSign).requests.len(), 2);
    assert_eq!(current(&merged.dossier), REQUESTS[1].key_id);
    let item = Item::CurrentKey(Product::OrgSign);
    let places: Vec<_> = merged.conflicts.iter().map(|conflict| conflict.item).collect();
    assert_eq!(places, [item]);
    merged.dossier.put(item, Some(Value::KeyId(REQUESTS[2].key_id)));
    assert_eq!(current(&merged.dossier), REQUESTS[2].key_id);
}

#[test]
fn keys_requests_and_certificates_never_vanish() {
    let full = full();
    let mut emptied = full.clone();
    for order in &mut emptied.orders {
        order.requests.clear();
    }
    for (one, other) in [(&full, &emptied), (&emptied, &full)] {
        for base in [Some(&full), Some(&emptied), None] {
            let merged = one.merge(other, base).unwrap();
            assert_eq!(merged.dossier.orders, full.orders);
            assert_eq!(merged.conflicts, []);
        }
    }
}

#[test]
fn a_name_that_one_side_forgot_is_forgotten() {
    let base = dossier();
    let mut forgetful = base.clone();
    for line in Arc::make_mut(&mut forgetful.journal) {
        line.by.clear();
    }
    for (one, other) in [(&base, &forgetful), (&forgetful, &base)] {
        let merged = one.merge(other, Some(&base)).unwrap().dossier;
        assert_eq!(merged.journal, forgetful.journal);
    }
}

#[test]
fn whom_one_side_erased_does_not_come_back() {
    let mut base = dossier();
    let event = Event::PassphraseChanged;
    base.record(NOW, "Alix Petit, Camille Martin", event.clone());
    let (mut erased, mut ours) = (base.clone(), base.clone());
    erased.erase("Camille Martin", NOW, "Alix Petit");
    ours.record(NOW, "Dominique", event);
    for (one, other) in [(&ours, &erased), (&erased, &ours)] {
        let merged = one.merge(other, Some(&base)).unwrap().dossier;
        assert_eq!(merged.named(), ["Alix Petit", "Dominique"]);
    }
}

#[test]
fn a_passphrase_that_one_side_lost_is_lost() {
    let base = dossier();
    let (mut lost, mut ours) = (base.clone(), base.clone());
    lost.lose_passphrase(NOW, "");
    ours.establishment.name = "CHU de Lyon".into();
    for (one, other) in [(&ours, &lost), (&lost, &ours)] {
        let merged = one.merge(other, Some(&base)).unwrap();
        assert_eq!((merged.conflicts, merged.dossier.sealed_keys()), (vec![], vec![]));
    }
    // A key that was made meanwhile is under it, and nobody could tell.
    ours.order_mut(Product::OrgSign).add(REQUESTS[2].clone());
    assert_eq!(ours.merge(&lost, Some(&base)), Err(MergeError::TwoPassphrases));
}

#[test]
fn two_dossiers_are_not_made_one() {
    let ours = dossier();
    let mut theirs = dossier();
    theirs.created_at += Duration::SECOND;
    assert_eq!(ours.merge(&theirs, None), Err(MergeError::OtherDossier));
}

#[test]
fn two_first_keys_are_under_two_passphrases() {
    let mut base = dossier();
    for order in &mut base.orders {
        order.requests.clear();
    }
    let with = |product, index: usize| {
        let mut dossier = base.clone();
        dossier.order_mut(product).add(REQUESTS[index].clone());
        dossier
    };
    let [ours, theirs] = [with(Product::OrgAuthCli, 0), with(Product::OrgSign, 1)];
    assert_eq!(ours.merge(&theirs, Some(&base)), Err(MergeError::TwoPassphrases));
    assert_eq!(ours.merge(&theirs, None), Err(MergeError::TwoPassphrases));
    assert_eq!(ours.merge(&base, Some(&base)).unwrap().dossier, ours);
}

#[test]
fn a_refused_authority_does_not_rise_again() {
    let full = full();
    let authority = full.authorities[0].clone();
    let mut refused = full.clone();
    refused.refuse_authority(&authority);
    for (one, other) in [(&full, &refused), (&refused, &full)] {
        for base in [Some(&full), None] {
            let merged = one.merge(other, base).unwrap().dossier;
            assert_eq!(merged.authorities, []);
        }
    }
    // Unless the user takes it back.
    let mut again = refused.clone();
    assert!(again.add_authority(authority.clone()));
    let merged = again.merge(&refused, Some(&refused)).unwrap().dossier;
    assert_eq!(merged.authorities, [authority]);
}

#[test]
fn keys_under_two_passphrases_are_not_made_one() {
    let base = dossier();
    let resealed = |passphrase: &str| {
        let mut rng = UnwrapErr(getrandom::SysRng);
        let keys = base.sealed_keys().into_iter().map(|sealed| {
            let old = sealed
                .kdf()
                .derive(&Passphrase::parse("motdepasse-de-test").unwrap());
            let kdf = Kdf::new(&mut rng, 1);
            let kek = kdf.derive(&Passphrase::parse(passphrase).unwrap());
            SealedKey::seal(&sealed.open(&old).unwrap(), &kdf, &kek, &mut rng)
        });
        let keys: Vec<_> = keys.collect();
        let mut resealed = base.clone();
        assert!(resealed.reseal(&base.sealed_keys(), &keys));
        resealed
    };
    let (one, other) = (resealed("une-autre-phrase"), resealed("encore-une-phrase"));
    let mut with_key = base.clone();
    with_key.order_mut(Product::OrgSign).add(REQUESTS[2].clone());
    let mut noted = base.clone();
    noted.establishment.name = "CHU de Lyon".into();
    assert_eq!(one.merge(&other, Some(&base)), Err(MergeError::TwoPassphrases));
    assert_eq!(one.merge(&with_key, Some(&base)), Err(MergeError::TwoPassphrases));
    assert_eq!(with_key.merge(&one, Some(&base)), Err(MergeError::TwoPassphrases));
    for merged in [one.merge(&noted, Some(&base)), noted.merge(&one, Some(&base))] {
        let merged = merged.unwrap().dossier;
        assert_eq!(merged.sealed_keys(), one.sealed_keys());
        assert_eq!(merged.establishment.name, "CHU de Lyon");
    }
}

/// Somebody with the dossier open: what he sees, and what he last read or wrote.
#[derive(Clone)]
struct Editor {
    present: Dossier,
    base: Dossier,
    /// Read in order to write.
    seen: Option<Dossier>,
}

#[derive(Clone, Copy, Debug)]
enum Move {
    /// Types something.
    Type(u8),
    /// Gets the key of this number.
    Key(usize),
    /// Reads the file, in order to write it.
    Read,
    /// Writes it, merged with what was read.
    Write,
}

impl Editor {
    fn act(&mut self, this: usize, action: Move, file: &mut Dossier) {
        match action {
            Move::Type(letter) => self.present.establishment.name = format!("{this}{letter}"),
            Move::Key(number) => {
                let request = REQUESTS[number].clone();
                let (product, key_id) = (Product::ALL[this], request.key_id);
                self.present.order_mut(product).add(request);
                self.present
                    .record(NOW, "", Event::RequestMade { product, key_id });
            }
            Move::Read => self.seen = Some(file.clone()),
            Move::Write => {
                if let Some(seen) = self.seen.take() {
                    self.present = self.present.merge(&seen, Some(&self.base)).unwrap().dossier;
                    *file = self.present.clone();
                    self.base = file.clone();
                }
            }
        }
    }
}

fn moves() -> impl Strategy<Value = Vec<(usize, Move)>> {
    let action = prop_oneof![
        any::<u8>().prop_map(Move::Type),
        (1..REQUESTS.len()).prop_map(Move::Key),
        Just(Move::Read),
        Just(Move::Write),
    ];
    prop::collection::vec((0..2_usize, action), 0..40)
}

fn key_ids(dossier: &Dossier) -> BTreeSet<(Product, certiroc_pki::key::KeyId)> {
    let orders = dossier.orders.iter();
    orders
        .flat_map(|order| {
            order
                .requests
                .iter()
                .map(|request| (order.product, request.key_id))
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the order of their reads and writes, what either got is in the file once both have saved again.
    #[test]
    fn two_editors_lose_nothing(moves in moves()) {
        // Its first key is there: both editors know its passphrase.
        let mut start = dossier();
        start.order_mut(Product::OrgSign).requests.clear();
        let editor = Editor { present: start.clone(), base: start.clone(), seen: None };
        let mut editors = [editor.clone(), editor];
        let mut file = start;
        let mut got = key_ids(&file);
        for (this, action) in moves {
            editors[this].act(this, action, &mut file);
            got.extend(key_ids(&editors[this].present));
            // Nobody's keys vanish from under him.
            prop_assert!(key_ids(&editors[this].present).is_superset(&key_ids(&editors[this].base)));
        }
        for this in [0, 1, 0] {
            editors[this].act(this, Move::Read, &mut file);
            editors[this].act(this, Move::Write, &mut file);
        }
        prop_assert_eq!(key_ids(&file), got.clone());
        prop_assert_eq!(key_ids(&editors[0].present), got);
        let requests = file.orders.iter().flat_map(|order| &order.requests);
        let whole = requests.into_iter().all(|request| request.csr.is_some() || !request.issued.is_empty());
        prop_assert!(whole);
    }
}

/// A certificate that came in on one side while the other made the next key.
#[test]
fn a_certificate_joins_its_key_wherever_that_stands_now() {
    let base = dossier();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.order_mut(Product::OrgAuthCli).add(REQUESTS[2].clone());
    let mut rng = UnwrapErr(getrandom::SysRng);
    let stranger = PrivateKey::generate(KeySize::Rsa2048, &mut rng).unwrap();
    let key_id = REQUESTS[0].key_id;
    let issued = Issued {
        certificate: certificate(&stranger),
        received_at: NOW,
        revocation: Revocation::default(),
    };
    theirs
        .order_mut(Product::OrgAuthCli)
        .request_mut(key_id)
        .unwrap()
        .receive(issued.clone());
    let merged = ours.merge(&theirs, Some(&base)).unwrap();
    assert_eq!(merged.conflicts, []);
    let order = merged.dossier.order(Product::OrgAuthCli);
    assert_eq!(order.requests[0].issued, [issued]);
    assert_eq!(order.current().unwrap().key_id, REQUESTS[2].key_id);
}

#[test]
fn without_a_common_state_a_key_that_one_side_has_comes_in() {
    let ours = dossier();
    let mut theirs = ours.clone();
    theirs.order_mut(Product::OrgSign).add(REQUESTS[2].clone());
    let merged = ours.merge(&theirs, None).unwrap().dossier;
    assert_eq!(merged.key_ids(), theirs.key_ids());
}

#[test]
fn who_was_erased_from_the_first_line_is_erased() {
    let mut ours = dossier();
    Arc::make_mut(&mut ours.journal)[0].by = "Camille".into();
    let mut theirs = ours.clone();
    Arc::make_mut(&mut theirs.journal)[0].by.clear();
    let merged = ours.merge(&theirs, None).unwrap().dossier;
    assert_eq!(merged.journal, theirs.journal);
}

#[test]
fn a_conflict_that_waits_is_asked_about_until_it_is_decided() {
    let item = Item::Establishment(Field::Name);
    let text = |name: &str| Some(Value::Text(name.into()));
    let conflict = |old: &str, new: &str| Difference {
        item,
        old: text(old),
        new: text(new),
    };
    let mut present = dossier();
    present.establishment.name = "Ici".into();
    // Another state came in meanwhile, in which it is as here, or the same as in the first.
    let waiting = [conflict("Avant", "Chez elle"), conflict("Ici", "Chez elle")];
    assert_eq!(present.undecided(waiting.clone()), [conflict("Ici", "Chez elle")]);
    // A third one stands beside it.
    let three = waiting.into_iter().chain([conflict("Ici", "Chez lui")]);
    let expected = [conflict("Ici", "Chez elle"), conflict("Ici", "Chez lui")];
    assert_eq!(present.undecided(three), expected);
    present.put(item, text("Chez elle"));
    assert_eq!(present.undecided(expected), [conflict("Chez elle", "Chez lui")]);
}

#[test]
fn another_copy_of_a_key_comes_in_unasked_only_where_the_good_one_is_kept_beside_it() {
    let (product, key_id) = (Product::OrgSign, REQUESTS[1].key_id);
    let spoil = |dossier: &mut Dossier| {
        let request = dossier.order_mut(product).request_mut(key_id).unwrap();
        request.sealed_key = KEYS.attackers.clone();
        request.csr = Some(forged_csr());
    };
    let items = [Item::Key(product, key_id), Item::Csr(product, key_id)];
    let files = [dossier().write(NOTICE, NOW).unwrap(), saved()];
    for (file, is_kept) in files.into_iter().zip([false, true]) {
        let (ours, sealing) = open(&file);
        let mut theirs = (*ours).clone();
        spoil(&mut theirs);
        theirs.establishment.name = "CHU de Lyon".into();
        let merged = sealing.merge(&ours, &theirs, Some(&ours)).unwrap();
        assert_eq!(merged.dossier.establishment.name, "CHU de Lyon");
        let conflicts: Vec<_> = merged.conflicts.iter().map(|conflict| conflict.item).collect();
        if is_kept {
            assert_eq!((conflicts, &merged.dossier), (vec![], &theirs));
        } else {
            assert_eq!(conflicts, items);
            assert_eq!(merged.dossier.orders, ours.orders);
        }
    }
    // That its passphrase was lost is said of the same key.
    let (ours, sealing) = open(&dossier().write(NOTICE, NOW).unwrap());
    let mut lost = (*ours).clone();
    lost.lose_passphrase(NOW, "");
    assert_eq!(sealing.merge(&ours, &lost, Some(&ours)).unwrap().conflicts, []);
}
