//! The host side: how the core reaches the simulator.

use certiroc_card_simulator::card::Card;
use certiroc_card_simulator::profile::Profile;
use certiroc_card_simulator::reader::Reader;
use certiroc_card_simulator::usb::Settings;
use certiroc_core::card::apdu::{Apdu, Link, LinkError};
use certiroc_core::card::ccid::Pipe;
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
pub struct Direct {
    pub card: Card,
    atr: Vec<u8>,
}

impl Direct {
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
