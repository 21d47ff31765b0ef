//! Hostile files of keys and certificates. Files of other programs are opened in tests/interop.

use certiroc_pki::jks::Jks;
use certiroc_pki::pkcs7::SignedData;
use certiroc_pki::pkcs12::{Integrity, Locked, Pfx, Value};
use proptest::prelude::*;

const PBES2: &[u8] = include_bytes!("../../../tests/fuzz/seeds/pbes2.p12");
const PLATFORM: &[u8] = include_bytes!("../../../tests/fuzz/seeds/platform.p12");
/// A key under 16,777,216 rounds.
const ROUNDS: &[u8] = include_bytes!("../../../tests/fuzz/seeds/rounds.p12");
const CHAIN: &[u8] = include_bytes!("../../../tests/fuzz/seeds/chain.p7b");
const JKS: &[u8] = include_bytes!("../../../tests/fuzz/seeds/store.jks");

#[test]
fn a_file_that_asks_for_too_many_rounds_is_refused_at_once() {
    let rounds = |bytes: &[u8]| {
        let opened = Pfx::from_bytes(bytes).unwrap().open(&["", "a", "b"]);
        let refused: Vec<_> = opened
            .items
            .into_iter()
            .filter_map(|item| item.value.err())
            .collect();
        refused
    };
    assert_eq!(rounds(ROUNDS), [Locked::Rounds(16_777_216)]);
    let at = ROUNDS
        .windows(6)
        .position(|window| window == [2, 4, 1, 0, 0, 0])
        .unwrap();
    for (first, expected) in [(0x7f, 0x7f00_0000), (0, 0)] {
        let mut changed = ROUNDS.to_vec();
        changed[at + 2] = first;
        if first == 0 {
            // The same INTEGER with a zero in four bytes is no DER, and no file with it is read as one round.
            assert_eq!(rounds(&changed), [Locked::Damaged]);
        } else {
            assert_eq!(rounds(&changed), [Locked::Rounds(expected)]);
        }
    }
}

/// One bad bag does not hide the others, nor a bad part the rest.
#[test]
fn what_is_damaged_does_not_hide_the_rest() {
    let whole = Pfx::from_bytes(PLATFORM).unwrap().open(&[""]);
    assert_eq!(whole.items.len(), 2);
    let mut shown = 0;
    for at in 0..PLATFORM.len() {
        let mut changed = PLATFORM.to_vec();
        changed[at] ^= 0x40;
        let Ok(pfx) = Pfx::from_bytes(&changed) else {
            continue;
        };
        let opened = pfx.open(&[""]);
        assert_ne!(opened.integrity, Integrity::Absent);
        let good = opened
            .items
            .iter()
            .any(|item| matches!(&item.value, Ok(Value::Certificate(_))));
        let bad = opened.items.iter().any(|item| item.value.is_err());
        shown += usize::from(good && bad);
    }
    assert!(shown > 100, "{shown}");
}

#[test]
fn every_cut_is_told() {
    for (name, file) in [("PBES2", PBES2), ("platform", PLATFORM)] {
        for len in 0..file.len() {
            assert!(Pfx::from_bytes(&file[..len]).is_err(), "{name} of {len} bytes");
        }
    }
    for len in 0..CHAIN.len() {
        assert!(
            SignedData::from_bytes(&CHAIN[..len]).is_err(),
            "chain of {len} bytes"
        );
    }
}

proptest! {
    #[test]
    fn no_change_makes_a_reader_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let changed = |file: &[u8]| {
            let mut changed = file.to_vec();
            for (index, value) in &changes {
                changed[index.index(file.len())] = *value;
            }
            changed
        };
        for file in [PBES2, PLATFORM] {
            if let Ok(pfx) = Pfx::from_bytes(&changed(file)) && pfx.rounds() < 100_000 {
                pfx.open(&["", "é"]);
            }
        }
        let _ = SignedData::from_bytes(&changed(CHAIN));
        if let Ok(store) = Jks::from_bytes(&changed(JKS)) {
            prop_assert_eq!(store.is_intact("changeit"), changed(JKS) == JKS);
        }
    }
}
