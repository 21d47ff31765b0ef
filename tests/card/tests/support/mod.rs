//! The host side: how the core reaches the simulator.

use certiroc_card_simulator::card::Card;
use certiroc_card_simulator::profile::Profile;
use certiroc_card_simulator::reader::Reader;
use certiroc_card_simulator::usb::{Level, Settings};
use certiroc_smartcard::apdu::{Apdu, Link, LinkError};
use certiroc_smartcard::ccid::{CcidLink, Pipe, descriptor};
use pollster::block_on;
use time::OffsetDateTime;
use time::macros::datetime;

pub const NOW: OffsetDateTime = datetime!(2026-11-25 8:00 UTC);

/// A reader's two bulk endpoints.
pub struct Wire(pub Reader);

impl Wire {
    pub fn new(settings: Settings, profile: &Profile) -> Self {
        Self(Reader::new(settings, Card::new(profile, NOW)))
    }
}

impl Pipe for Wire {
    async fn send(&mut self, bytes: &[u8]) -> Result<(), LinkError> {
        self.0.bulk_out(bytes);
        Ok(())
    }

    async fn receive(&mut self, len: usize, _patience: u8) -> Result<Vec<u8>, LinkError> {
        self.0
            .bulk_in(len)
            .ok_or_else(|| LinkError::Reader("nothing came".into()))
    }
}

/// A card without any reader.
#[allow(dead_code, reason = "one of the tests has no use for it")]
pub struct Direct {
    pub card: Card,
    atr: Vec<u8>,
}

impl Direct {
    #[allow(dead_code, reason = "see the type")]
    pub fn new(profile: &Profile) -> Self {
        let mut card = Card::new(profile, NOW);
        let atr = card.power_on().unwrap_or_default();
        Self { card, atr }
    }
}

impl Link for Direct {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    async fn transmit(&mut self, command: &Apdu) -> Result<Vec<u8>, LinkError> {
        self.card
            .transmit(command.bytes())
            .map_err(|_| LinkError::CardRemoved)
    }
}

/// The readers that must do: every level with everything that readers do beside.
pub fn readers() -> Vec<Settings> {
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

/// Gives the card in the reader power.
pub fn connect(wire: &mut Wire) -> Result<CcidLink<&mut Wire>, LinkError> {
    let configuration = wire.0.settings().configuration_descriptor();
    let slot = wire.0.settings().slot;
    let interfaces = descriptor::interfaces(&configuration).unwrap();
    assert_eq!(interfaces.len(), 1);
    block_on(CcidLink::connect(wire, &interfaces[0], slot))
}
