//! Cards and readers.

use std::collections::BTreeMap;
use std::rc::Rc;

use certiroc_core::suitability::Stated;
use certiroc_pki::trust::{Mute, RevocationStatus};
use certiroc_smartcard::reading::{self, Reading};

use crate::browser::reader::Reader;
use crate::browser::smart_card;
use crate::browser::usb::{Device, UsbSlot};

/// The card that is shown, and the readers.
#[derive(Clone, Default)]
pub struct Cards {
    /// The card that was read last.
    pub shown: Option<CardShown>,
    /// The readers that are known, and what came of them.
    pub readers: Readers,
}

/// The readers that are known, and what came of them.
#[derive(Clone, Default)]
pub struct Readers {
    /// The USB devices that were granted.
    pub devices: Vec<Device>,
    /// The slots of the one that was looked at last.
    pub slots: Vec<UsbSlot>,
    /// The system's readers, once they were asked for.
    pub system: Option<Vec<smart_card::SystemReader>>,
    /// How far a reading is; nothing where none is under way.
    pub stage: Option<reading::ReadingStage>,
    /// How the last one failed.
    pub failure: Option<reading::CardError>,
}

/// A card whose public data are on the page.
#[derive(Clone, PartialEq)]
pub struct CardShown {
    /// The data.
    pub reading: Rc<Reading>,
    /// Where they come from.
    pub source: CardSource,
    /// What the user says that a card of these is, by its place among them, where it cannot say so itself.
    pub stated: BTreeMap<usize, Stated>,
    /// What revocation lists say of its certificates, by their SHA-256.
    pub verdicts: Vec<([u8; 32], Result<RevocationStatus, Mute>)>,
}

impl CardShown {
    /// What lies where its certificates do.
    pub fn ders(&self) -> impl Iterator<Item = Vec<u8>> {
        self.reading.certificates.iter().map(|held| held.der.clone())
    }
}

/// Where the data of a card come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardSource {
    /// The card itself, in a reader.
    Reader,
    /// Files of certificates.
    Files,
    /// Nowhere.
    Demonstration,
}

/// What a page may ask for of cards and readers.
pub enum CardAction {
    /// The system's readers listed.
    ListReaders,
    /// A USB reader chosen by the user, and its card read.
    ChooseDevice,
    /// The card in this USB device read; its slots shown, where it has several.
    Look(Device),
    /// The card in this reader read.
    Read(Reader),
    /// The user's word what the card in this place is.
    State(usize, Option<Stated>),
    /// Its data off the page.
    Remove,
}
