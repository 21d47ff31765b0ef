//! The reader: the device side of USB CCID 1.1, packet by packet.

use std::collections::VecDeque;

use crate::card::Card;
use crate::usb::{Level, Settings};

/// A reader with its card.
#[derive(Clone, Debug)]
pub struct Reader {
    settings: Settings,
    card: Card,
    /// What of a message has come so far.
    partial: Vec<u8>,
    /// The packets that wait to be fetched. An empty one ends a transfer.
    packets: VecDeque<Vec<u8>>,
    powered: bool,
    parameters_set: bool,
    /// What of an answer's data is still to be asked for, at extended APDU level.
    rest: Vec<u8>,
    /// What was sent before, for the answers that are stale.
    seen: bool,
}

const POWER_ON: u8 = 0x62;
const POWER_OFF: u8 = 0x63;
const SLOT_STATUS: u8 = 0x65;
const BLOCK: u8 = 0x6f;
const GET_PARAMETERS: u8 = 0x6c;
const RESET_PARAMETERS: u8 = 0x6d;
const SET_PARAMETERS: u8 = 0x61;
const ABORT: u8 = 0x72;

const ICC_MUTE: u8 = 0xfe;
const PROTOCOL: u8 = 0xf6;
const SLOT_BUSY: u8 = 0xe0;
const NOT_SUPPORTED: u8 = 0;
/// The offset of bSlot, which does not exist.
const BAD_SLOT: u8 = 5;
/// The offset of dwLength, which is wrong.
const BAD_LENGTH: u8 = 1;

/// A message of the host, taken apart.
#[derive(Clone, Copy)]
struct Message {
    kind: u8,
    slot: u8,
    sequence: u8,
    specific: [u8; 3],
}

impl Reader {
    /// A reader with a card in the slot that the settings name.
    pub fn new(settings: Settings, card: Card) -> Self {
        Self {
            settings,
            card,
            partial: Vec::new(),
            packets: VecDeque::new(),
            powered: false,
            parameters_set: false,
            rest: Vec::new(),
            seen: false,
        }
    }

    /// The card.
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// The card, to be taken out or put in.
    pub fn card_mut(&mut self) -> &mut Card {
        &mut self.card
    }

    /// What kind of reader it is.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Takes what a bulk-out transfer carries: a message, a part of one, or nothing.
    pub fn bulk_out(&mut self, bytes: &[u8]) {
        self.partial.extend_from_slice(bytes);
        while let Some((header, rest)) = self.partial.split_first_chunk::<10>() {
            let &[kind, l0, l1, l2, l3, slot, sequence, ref specific @ ..] = header;
            let specific = *specific;
            let len = u32::from_le_bytes([l0, l1, l2, l3]);
            if len > self.settings.max_message() {
                self.partial.clear();
                return;
            }
            let Some(data) = usize::try_from(len).ok().and_then(|len| rest.get(..len)) else {
                return;
            };
            let data = data.to_vec();
            self.partial.drain(..10 + data.len());
            let message = Message {
                kind,
                slot,
                sequence,
                specific,
            };
            self.take(message, &data);
        }
    }

    /// What a bulk-in transfer of at most `len` bytes brings; nothing where it would wait for ever.
    pub fn bulk_in(&mut self, len: usize) -> Option<Vec<u8>> {
        let size = usize::from(self.settings.packet);
        let mut bytes = Vec::new();
        for (index, packet) in self.packets.iter().enumerate() {
            if bytes.len() + packet.len() > len {
                break;
            }
            bytes.extend_from_slice(packet);
            if packet.len() < size || bytes.len() == len {
                self.packets.drain(..=index);
                return Some(bytes);
            }
        }
        None
    }

    fn take(&mut self, message: Message, data: &[u8]) {
        if self.settings.stale && self.seen {
            let before = Message {
                sequence: message.sequence.wrapping_sub(1),
                ..message
            };
            self.status(before, 0, 0);
        }
        self.seen = true;
        if message.slot >= self.settings.slots {
            return self.status(message, 1, BAD_SLOT);
        }
        if self.settings.busy && message.kind != SLOT_STATUS {
            return self.status(message, 1, SLOT_BUSY);
        }
        match message.kind {
            POWER_ON => self.power_on(message),
            POWER_OFF => {
                self.powered = false;
                self.card.reset();
                self.status(message, 0, 0);
            }
            SLOT_STATUS | ABORT => self.status(message, 0, 0),
            GET_PARAMETERS | RESET_PARAMETERS | SET_PARAMETERS => {
                if self.present(message) {
                    self.parameters_set |=
                        message.kind == SET_PARAMETERS && message.specific[0] == 0 && data.len() == 5;
                    // T=0: FI and DI, TCCKS, guard time, waiting integer, clock stop.
                    self.answer(0x82, message, [0, 0, 0], &[0x11, 0, 0, 10, 0]);
                } else {
                    self.status(message, 1, ICC_MUTE);
                }
            }
            BLOCK => self.block(message, data),
            // Escape, Secure and whatever else: nothing here should ever send it.
            _ => self.status(message, 1, NOT_SUPPORTED),
        }
    }

    /// Whether there is a card in the slot of the message.
    fn present(&self, message: Message) -> bool {
        message.slot == self.settings.slot && self.card.is_present()
    }

    fn power_on(&mut self, message: Message) {
        let [power, ..] = message.specific;
        let right = if self.settings.automatic_voltage {
            power == 0
        } else {
            power == 3
        };
        if !self.present(message) || !right {
            return self.failed_block(message, ICC_MUTE);
        }
        match self.card.power_on() {
            Ok(atr) => {
                self.powered = true;
                self.parameters_set = self.settings.automatic_parameters;
                self.answer(0x80, message, [0, 0, 0], &atr);
            }
            Err(_) => self.failed_block(message, ICC_MUTE),
        }
    }

    fn block(&mut self, message: Message, data: &[u8]) {
        let [_, level, level_high] = message.specific;
        if self.settings.level == Level::Extended && (level, level_high) == (0x10, 0) && data.is_empty() {
            return self.send_rest(message, false);
        }
        if !self.present(message) || !self.powered {
            return self.failed_block(message, ICC_MUTE);
        }
        match self.settings.level {
            Level::Character => return self.failed_block(message, NOT_SUPPORTED),
            Level::Tpdu if !self.parameters_set => return self.failed_block(message, PROTOCOL),
            // The header of five bytes, then either nothing or the data that P3 counts.
            Level::Tpdu
                if data.len() != 5 && data.get(4).is_none_or(|p3| data.len() != 5 + usize::from(*p3)) =>
            {
                return self.failed_block(message, BAD_LENGTH);
            }
            _ => {}
        }
        for _ in 0..self.settings.extensions {
            // Ten times the usual wait.
            self.answer(0x80, message, [0x80, 10, 0], &[]);
        }
        if let Ok(answer) = self.card.transmit(data) {
            self.rest = answer;
            self.send_rest(message, true);
        } else {
            self.powered = false;
            self.failed_block(message, ICC_MUTE);
        }
    }

    /// Sends what there is of an answer, or its next part.
    fn send_rest(&mut self, message: Message, first: bool) {
        let most = match self.settings.chained {
            Some(most) if self.settings.level == Level::Extended => most.max(1),
            _ => usize::MAX,
        };
        let later = self.rest.split_off(most.min(self.rest.len()));
        let now = std::mem::replace(&mut self.rest, later);
        // bChainParameter: whole, begins, ends, continues.
        let chain = match (first, self.rest.is_empty()) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        };
        self.answer(0x80, message, [0, 0, chain], &now);
    }

    /// An answer without data that says whether a card is there; `command` is 1 where the command failed.
    fn status(&mut self, message: Message, command: u8, error: u8) {
        self.answer(0x81, message, [command << 6, error, 0], &[]);
    }

    fn failed_block(&mut self, message: Message, error: u8) {
        self.answer(0x80, message, [1 << 6, error, 0], &[]);
    }

    fn answer(&mut self, kind: u8, message: Message, [status, error, last]: [u8; 3], data: &[u8]) {
        let card = match (self.present(message), self.powered) {
            (true, true) => 0,
            (true, false) => 1,
            (false, _) => 2,
        };
        let len = u32::try_from(data.len()).unwrap_or_default().to_le_bytes();
        let head = [message.slot, message.sequence, status | card, error, last];
        let bytes = [&[kind], len.as_slice(), &head, data].concat();
        let size = usize::from(self.settings.packet.max(1));
        self.packets.extend(bytes.chunks(size).map(<[u8]>::to_vec));
        if self.settings.empty_packets && bytes.len().is_multiple_of(size) {
            self.packets.push_back(Vec::new());
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::Reader;
    use crate::card::Card;
    use crate::profile::Profile;
    use crate::usb::Settings;

    fn reader(settings: Settings) -> Reader {
        let card = Card::new(&Profile::default(), datetime!(2026-11-25 8:00 UTC));
        Reader::new(settings, card)
    }

    fn ask(reader: &mut Reader, kind: u8, specific: [u8; 3], data: &[u8]) -> Vec<u8> {
        let len = u32::try_from(data.len()).unwrap().to_le_bytes();
        reader.bulk_out(&[&[kind], len.as_slice(), &[0, 7], &specific, data].concat());
        reader.bulk_in(512).unwrap()
    }

    #[test]
    fn a_card_gets_power_and_answers() {
        let mut reader = reader(Settings::default());
        let answer = ask(&mut reader, 0x62, [0; 3], &[]);
        // As QEMU's reader answered a browser.
        assert_eq!(answer[..14], *b"\x80\x11\0\0\0\0\x07\0\0\0\x3b\xac\0\x40");
        let answer = ask(&mut reader, 0x6f, [0; 3], b"\x00\xa4\x09\x04\x04\x3f\x00\x2f\x00");
        assert_eq!(answer[10..], *b"\x61\x0d");
        // A command with data and a length wanted is none of T=0.
        let answer = ask(
            &mut reader,
            0x6f,
            [0; 3],
            b"\x00\xa4\x09\x04\x04\x3f\x00\x2f\x00\x00",
        );
        assert_eq!(answer[7..9], [0x40, 1]);
        assert_eq!(reader.card().log().len(), 1);
    }

    #[test]
    fn a_transfer_that_has_no_end_is_not_given() {
        let mut open = reader(Settings {
            packet: 16,
            empty_packets: false,
            ..Settings::default()
        });
        // 10 bytes and 6 more: one full packet.
        let block = b"\x00\xa4\x00\x0c\x02\x3f\x00";
        ask(&mut open, 0x62, [0; 3], &[]);
        let mut message = vec![0x6f, 7, 0, 0, 0, 0, 1, 0, 0, 0];
        message.extend(block);
        open.bulk_out(&message[..5]);
        assert_eq!(open.bulk_in(64), None);
        open.bulk_out(&message[5..]);
        assert_eq!(open.bulk_in(64).unwrap()[10..], *b"\x90\x00");
    }
}
