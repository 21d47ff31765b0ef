//! The core's USB CCID against the simulator's: power, commands and failures, whatever the reader is like.

mod support;

use certiroc_card_simulator::profile::{Faults, Generation, Profile};
use certiroc_card_simulator::usb::{Level, Settings};
use certiroc_smartcard::apdu::{Apdu, Instruction, Link, LinkError};
use pollster::block_on;
use support::{Wire, connect, readers};

#[test]
fn every_reader_carries_commands_to_every_card() {
    for settings in readers() {
        for generation in Generation::ALL {
            let profile = Profile {
                generation,
                ..Profile::default()
            };
            let mut wire = Wire::new(settings.clone(), &profile);
            let mut link =
                connect(&mut wire).unwrap_or_else(|error| panic!("{settings:?} {generation:?}: {error}"));
            assert_eq!(link.atr(), generation.make().atr);
            let select = Apdu::new(0, Instruction::Select, [0, 0], &[0x3f, 0], Some(256)).unwrap();
            let answer = block_on(link.transmit(&select)).unwrap();
            let expected: &[u8] = match generation.make() {
                make if make.application.is_none() => &[0x6e, 0],
                // Either the data, or where they are fetched.
                make if make.fetched || settings.level == Level::Tpdu => &[0x61, 9],
                _ => &[0x90, 0],
            };
            assert!(
                answer.ends_with(expected),
                "{settings:?} {generation:?}: {answer:02x?}"
            );
            block_on(link.close());
        }
    }
}

#[test]
fn each_failure_is_told_by_its_name() {
    let settings = Settings::default;
    let mute = Faults {
        mute: true,
        ..Faults::default()
    };
    let cases: [(Settings, Faults, LinkError); 3] = [
        (
            Settings {
                level: Level::Character,
                ..settings()
            },
            Faults::default(),
            LinkError::CharacterLevel,
        ),
        (settings(), mute, LinkError::Mute),
        (
            Settings {
                busy: true,
                ..settings()
            },
            Faults::default(),
            LinkError::Busy,
        ),
    ];
    for (settings, faults, expected) in cases {
        let mut wire = Wire::new(
            settings,
            &Profile {
                faults,
                ..Profile::default()
            },
        );
        assert_eq!(connect(&mut wire).err(), Some(expected));
    }
    let mut wire = Wire::new(settings(), &Profile::default());
    wire.0.card_mut().put(false);
    assert_eq!(connect(&mut wire).err(), Some(LinkError::NoCard));
}

#[test]
fn a_card_that_is_taken_out_is_missed() {
    for settings in readers() {
        let faults = Faults {
            removed_after: Some(1),
            ..Faults::default()
        };
        let mut wire = Wire::new(
            settings,
            &Profile {
                faults,
                ..Profile::default()
            },
        );
        let mut link = connect(&mut wire).unwrap();
        let select = Apdu::new(0, Instruction::Select, [0, 0x0c], &[0x3f, 0], None).unwrap();
        assert_eq!(block_on(link.transmit(&select)).unwrap(), [0x90, 0]);
        assert_eq!(block_on(link.transmit(&select)), Err(LinkError::CardRemoved));
    }
}
