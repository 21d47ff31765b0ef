//! The core's USB CCID against the simulator's: power, commands and failures, whatever the reader is like.

mod support;

use certiroc_card_simulator::profile::{Faults, Generation, Profile};
use certiroc_card_simulator::usb::{Level, Settings};
use certiroc_core::card::apdu::{Apdu, Instruction, Link, LinkError};
use certiroc_core::card::ccid::{CcidLink, descriptor};
use pollster::block_on;
use support::Wire;

/// The readers that must do: every level with everything that readers do beside.
fn readers() -> Vec<Settings> {
    let mut readers = Vec::new();
    for level in [Level::Tpdu, Level::Short, Level::Extended] {
        let plain = Settings {
            level,
            ..Settings::default()
        };
        readers.extend([
            plain.clone(),
            Settings {
                class: 0xff,
                packet: 8,
                ..plain.clone()
            },
            Settings {
                packet: 512,
                empty_packets: false,
                ..plain.clone()
            },
            Settings {
                extensions: 3,
                stale: true,
                ..plain.clone()
            },
            Settings {
                slots: 2,
                slot: 1,
                ..plain.clone()
            },
            Settings {
                automatic_voltage: false,
                automatic_parameters: false,
                ..plain.clone()
            },
            Settings {
                chained: Some(20),
                ..plain
            },
        ]);
    }
    readers
}

fn connect<'a>(wire: &'a mut Wire) -> Result<CcidLink<&'a mut Wire>, LinkError> {
    let configuration = wire.0.settings().configuration_descriptor();
    let slot = wire.0.settings().slot;
    let interfaces = descriptor::interfaces(&configuration).unwrap();
    assert_eq!(interfaces.len(), 1);
    block_on(CcidLink::connect(wire, &interfaces[0], slot))
}

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
