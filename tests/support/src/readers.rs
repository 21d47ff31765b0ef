//! A reader that answers whatever it is told to, however wrong, and what must hold in any conversation with it. The
//! property tests and tests/fuzz supply the answers.

use certiroc_smartcard::apdu::{Apdu, Instruction, Link, LinkError};
use certiroc_smartcard::ccid::descriptor::{Class, Endpoint, Interface, ReaderDescriptor};
use certiroc_smartcard::ccid::{CcidLink, Pipe};

/// The most transfers that a conversation may take: 1024 for a command, and an answer has 258 parts at most.
const MAX_TRANSFERS: usize = 1024 * 300;

/// `dwFeatures` of the readers of the field, level by level: with all that is automatic, and with nothing.
pub const FEATURES: [u32; 6] = [
    0x0001_04fe,
    0x0001_0000,
    0x0001_00a2,
    0x0002_04fe,
    0x0004_04fe,
    0x0004_0000,
];

/// An interface with two slots, made as QEMU's reader is.
pub fn interface(features: u32, packet_size: u16) -> Interface {
    let endpoint = |number| Endpoint { number, packet_size };
    Interface {
        configuration: 1,
        number: 0,
        alternate: 0,
        class: Class::SmartCard,
        bulk_in: endpoint(2),
        bulk_out: endpoint(3),
        interrupt_in: Some(endpoint(1)),
        reader: ReaderDescriptor {
            release: 0x0110,
            max_slot_index: 1,
            voltage_support: 7,
            protocols: 1,
            default_clock: 4000,
            max_data_rate: 115_200,
            features,
            max_message_length: 65554,
            max_busy_slots: 1,
        },
    }
}

/// Asserts that this may be sent to a reader: a whole message of those that neither ask for a code nor are the vendor's
/// own, for slot 0, and for the card an instruction that reads; or the empty packet that ends a message.
pub fn assert_allowed(sent: &[u8]) {
    let Some((header, data)) = sent.split_at_checked(10) else {
        assert!(sent.is_empty(), "{sent:02X?}");
        return;
    };
    let len = u32::try_from(data.len()).expect("a length");
    assert_eq!(header[1..5], len.to_le_bytes());
    assert_eq!(header[5], 0, "the slot");
    match (header[0], data) {
        (0x62 | 0x63 | 0x65 | 0x6c, []) | (0x61, [_, _, _, _, _]) => {}
        // The next part of an answer.
        (0x6f, []) => assert_eq!(header[7..], [0, 0x10, 0]),
        (0x6f, [class, instruction, _, _, ..]) => {
            assert!(*class < 4, "{data:02X?}");
            let mut allowed = Instruction::ALL.iter();
            assert!(
                allowed.any(|allowed| allowed.byte() == *instruction),
                "{data:02X?}"
            );
        }
        _ => panic!("{sent:02X?}"),
    }
}

/// A reader whose transfers are `script`: a byte for the length, then as many bytes, again and again.
struct Scripted<'a> {
    script: &'a [u8],
    rest: &'a [u8],
    /// Whether it begins again at the end; otherwise nothing comes any more.
    endless: bool,
    transfers: usize,
}

impl Pipe for Scripted<'_> {
    async fn send(&mut self, bytes: &[u8]) -> Result<(), LinkError> {
        assert_allowed(bytes);
        Ok(())
    }

    async fn receive(&mut self, len: usize, patience: u8) -> Result<Vec<u8>, LinkError> {
        assert!(len > 0 && patience > 0);
        self.transfers += 1;
        assert!(self.transfers <= MAX_TRANSFERS, "no end");
        if self.rest.is_empty() && self.endless {
            self.rest = self.script;
        }
        let (&[wanted], rest) = self.rest.split_first_chunk().ok_or(LinkError::ReaderRemoved)?;
        // One more than is asked for is tried as well.
        let taken = usize::from(wanted).min(rest.len()).min(len + 1);
        let (bytes, rest) = rest.split_at(taken);
        self.rest = rest;
        Ok(bytes.to_vec())
    }
}

/// What came of a conversation.
#[derive(Debug, PartialEq, Eq)]
pub struct Heard {
    /// The answer to reset.
    pub atr: Vec<u8>,
    /// What the card answered to SELECT, then to READ BINARY.
    pub responses: Vec<Result<Vec<u8>, LinkError>>,
}

/// Reads a bit of a card in such a reader, and asserts that the reader got nothing that it must not, that the end came,
/// and that what is said to be an answer can be one.
///
/// The first byte of `script` chooses the reader; the rest is what it answers.
pub async fn converse(script: &[u8]) -> Result<Heard, LinkError> {
    let Some((&choice, script)) = script.split_first() else {
        return Err(LinkError::ReaderRemoved);
    };
    let features = FEATURES[usize::from(choice) % FEATURES.len()];
    let pipe = Scripted {
        script,
        rest: script,
        endless: choice & 0x80 != 0,
        transfers: 0,
    };
    let mut link = CcidLink::connect(pipe, &interface(features, 64), 0).await?;
    let atr = link.atr().to_vec();
    assert!((2..=33).contains(&atr.len()));
    let select = Apdu::new(0, Instruction::Select, [8, 0], &[0x2f, 0], Some(256)).expect("short");
    let read = Apdu::new(0, Instruction::ReadBinary, [0, 0], &[], Some(256)).expect("short");
    let mut responses = Vec::new();
    for command in [select, read] {
        let response = link.transmit(&command).await;
        if let Ok(response) = &response {
            assert!((2..=258).contains(&response.len()));
        } else {
            // No more is sent to a card that failed.
            assert_eq!(link.transmit(&command).await, response);
        }
        responses.push(response);
    }
    link.close().await;
    Ok(Heard { atr, responses })
}
