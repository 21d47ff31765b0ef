//! The core's whole reading of a card against the simulator's: straight, and through every reader.

mod support;

use certiroc_card_simulator::card::{Card, Exchange};
use certiroc_card_simulator::files;
use certiroc_card_simulator::profile::{Faults, Generation, Kind, Profile};
use certiroc_smartcard::apdu::{Instruction, LinkError};
use certiroc_smartcard::reading::{CardError, Reading, read};
use pollster::block_on;
use support::{Direct, Wire, connect, readers};

/// Every kind in every generation that has certificates.
fn cards() -> impl Iterator<Item = Profile> {
    Generation::FAMILY.into_iter().flat_map(|generation| {
        Kind::ALL.into_iter().map(move |kind| Profile {
            generation,
            kind,
            ..Profile::default()
        })
    })
}

/// What was read is what is on the card.
fn agrees(reading: &Reading, card: &Card) {
    let profile = card.profile();
    assert_eq!(reading.atr, profile.generation.make().atr);
    // Without its tag and its length.
    assert_eq!(reading.serial.as_deref(), Some(&files::serial(profile)[2..]));
    assert_eq!(reading.label, Some(files::label(profile)));
    let read = reading.certificates.iter().map(|held| (&held.label, &held.der));
    assert!(
        read.eq(card.certificates().iter().map(|held| (&held.label, &held.der))),
        "{profile:?}"
    );
}

/// Nothing left for the card but what reads, and nothing was asked of what is behind the confidential code.
fn only_reads(log: &[Exchange]) {
    for exchange in log {
        let instruction = exchange.command[1];
        assert!(
            Instruction::ALL
                .iter()
                .any(|allowed| allowed.byte() == instruction),
            "{exchange:02x?}"
        );
        assert!(!exchange.answer.ends_with(&[0x69, 0x82]), "{exchange:02x?}");
    }
}

#[test]
fn every_kind_of_every_generation_is_read() {
    for profile in cards() {
        let mut link = Direct::new(&profile);
        let reading =
            block_on(read(&mut link, |_| {})).unwrap_or_else(|error| panic!("{profile:?}: {error}"));
        agrees(&reading, &link.card);
        only_reads(link.card.log());
        // What is counted is what the card got.
        assert_eq!(usize::try_from(reading.commands).unwrap(), link.card.log().len());
    }
}

#[test]
fn every_reader_gives_the_same() {
    for settings in readers() {
        for generation in Generation::FAMILY {
            let profile = Profile {
                generation,
                kind: Kind::Cpe,
                ..Profile::default()
            };
            let mut wire = Wire::new(settings.clone(), &profile);
            let mut link = connect(&mut wire).unwrap();
            let reading = block_on(read(&mut link, |_| {}))
                .unwrap_or_else(|error| panic!("{settings:?} {generation:?}: {error}"));
            block_on(link.close());
            agrees(&reading, wire.0.card());
            only_reads(wire.0.card().log());
        }
    }
}

#[test]
fn cards_that_are_odd_are_read_all_the_same() {
    let faults = [
        Faults {
            records: true,
            ..Faults::default()
        },
        Faults {
            wrong_sizes: true,
            ..Faults::default()
        },
        Faults {
            refused: vec![0x09],
            ..Faults::default()
        },
        Faults {
            refused: vec![0x08, 0x09],
            ..Faults::default()
        },
        Faults {
            refused: vec![0x04],
            ..Faults::default()
        },
    ];
    for faults in faults {
        for generation in Generation::FAMILY {
            let profile = Profile {
                generation,
                faults: faults.clone(),
                ..Profile::default()
            };
            let mut link = Direct::new(&profile);
            let reading =
                block_on(read(&mut link, |_| {})).unwrap_or_else(|error| panic!("{profile:?}: {error}"));
            agrees(&reading, &link.card);
            only_reads(link.card.log());
        }
    }
    let applet = Faults {
        applet: true,
        ..Faults::default()
    };
    let profile = Profile {
        generation: Generation::Cps4,
        faults: applet,
        ..Profile::default()
    };
    let mut link = Direct::new(&profile);
    let reading = block_on(read(&mut link, |_| {})).expect("the files behind the applet");
    agrees(&reading, &link.card);
}

#[test]
fn a_card_that_cannot_be_read_is_told_apart() {
    let of = |profile: &Profile| block_on(read(&mut Direct::new(profile), |_| {}));
    for generation in [Generation::Vitale, Generation::Other] {
        let error = of(&Profile {
            generation,
            ..Profile::default()
        })
        .unwrap_err();
        assert!(matches!(error, CardError::NotCps(_)), "{error:?}");
    }
    for generation in Generation::FAMILY {
        let faults = Faults {
            without_certificates: true,
            ..Faults::default()
        };
        let error = of(&Profile {
            generation,
            faults,
            ..Profile::default()
        })
        .unwrap_err();
        assert!(matches!(error, CardError::NoCertificates), "{error:?}");
    }
}

#[test]
fn wherever_it_is_taken_out_the_reading_says_so() {
    let mut whole = Direct::new(&Profile::default());
    block_on(read(&mut whole, |_| {})).unwrap();
    for after in 0..whole.card.log().len() {
        let faults = Faults {
            removed_after: Some(after),
            ..Faults::default()
        };
        let mut link = Direct::new(&Profile {
            faults,
            ..Profile::default()
        });
        let error = block_on(read(&mut link, |_| {})).unwrap_err();
        assert!(
            matches!(error, CardError::Link(LinkError::CardRemoved)),
            "{after}: {error:?}"
        );
    }
}
