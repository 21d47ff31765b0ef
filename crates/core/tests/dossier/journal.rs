//! The journal between two states: what was done, what was reread, and whom somebody erased.

use std::sync::Arc;

use certiroc_core::dossier::{Dossier, Event, Item, JournalEntry, Sealing, Weight};
use time::Duration;

use crate::fixtures::{NOTICE, NOW, dossier};
use crate::sealing::{changed, id, nothing_is_pinned, open, saved, seal, sign, verify, weights};

fn act(present: &mut Arc<Dossier>, sealing: &mut Sealing, days: u32) {
    let dossier = Arc::make_mut(present);
    dossier.course.remind_after = days;
    let at = NOW + Duration::hours(i64::from(days));
    dossier.record(at, "Camille Martin", Event::PassphraseChanged);
    sealing.count(present);
}

#[test]
fn a_journal_that_was_reread_is_not_sealed_with_the_next_act() {
    let blank: fn(&mut Vec<JournalEntry>) = |journal| {
        for line in journal {
            line.by.clear();
        }
    };
    let double: fn(&mut Vec<JournalEntry>) = |journal| {
        let mut copy = journal.last().unwrap().clone();
        copy.by = "Dr X".into();
        journal.push(copy);
    };
    for change in [blank, double] {
        let file = changed(&saved(), |dossier| change(Arc::make_mut(&mut dossier.journal)));
        for is_verified in [true, false] {
            let (mut present, mut sealing) = open(&file);
            if is_verified {
                verify(&mut sealing, &present);
            }
            act(&mut present, &mut sealing, 11);
            if !is_verified {
                verify(&mut sealing, &present);
            }
            assert_eq!(weights(&sealing), [(Weight::Minor, Item::Journal)]);
            seal(&mut sealing);
            let sealed = &sealing.last().unwrap().state().journal;
            let (last, before) = sealed.split_last().unwrap();
            assert_eq!(before, &**dossier().journal);
            assert_eq!(last, present.journal.last().unwrap());
        }
    }
}

#[test]
fn whom_the_user_erases_is_erased_from_what_is_sealed() {
    // In the file somebody else had taken the name out of all lines but one, where he set another beside it.
    let file = changed(&saved(), |dossier| {
        let journal = Arc::make_mut(&mut dossier.journal);
        for line in &mut *journal {
            line.by.clear();
        }
        journal[1].by = "Alix Petit,Camille Martin".into();
    });
    let (mut present, mut sealing) = open(&file);
    verify(&mut sealing, &present);
    Arc::make_mut(&mut present).erase("Camille Martin", NOW, "");
    assert_eq!(present.journal[1].by, "Alix Petit");
    sealing.count(&present);
    seal(&mut sealing);
    let sealed = sealing.last().unwrap().state();
    assert_eq!(sealed.named(), Vec::<String>::new());
    assert_eq!(sealed.journal.len(), present.journal.len());
}

#[test]
fn what_a_colleague_sealed_of_this_page_s_acts_is_not_there_twice() {
    // Before the passphrase is typed here.
    let (mut present, mut sealing) = open(&saved());
    act(&mut present, &mut sealing, 11);
    let file = present.write_sealed(sealing.seals(), NOTICE, NOW).unwrap();
    let (theirs, mut their_sealing) = open(&file);
    verify(&mut their_sealing, &theirs);
    let read = their_sealing.changes().to_vec();
    their_sealing.accept(&read);
    let unsigned = their_sealing.unsigned(NOTICE, id(), NOW).unwrap().unwrap();
    let seals = vec![sign(unsigned)];
    let before = Arc::clone(&present);
    sealing.meet(&before, &present, seals, false, &nothing_is_pinned);
    act(&mut present, &mut sealing, 12);
    verify(&mut sealing, &present);
    assert_eq!(weights(&sealing), []);
    let sealed = sign(sealing.unsigned(NOTICE, id(), NOW).unwrap().unwrap());
    assert_eq!(sealed.state().journal, present.journal);
}

#[test]
fn the_lines_of_both_stand_in_the_order_of_their_times() {
    let base = dossier();
    let with = |hours: &[i64]| {
        let mut dossier = base.clone();
        for hours in hours {
            dossier.record(NOW + Duration::hours(*hours), "", Event::PassphraseChanged);
        }
        dossier
    };
    let merged = with(&[1, 4, 6])
        .merge(&with(&[2, 4, 5, 7]), Some(&base))
        .unwrap()
        .dossier;
    assert_eq!(merged.journal, with(&[1, 2, 4, 5, 6, 7]).journal);
}
