//! USB CCID: what is sent, byte for byte, and what the answers are taken to mean.

mod cards;
mod descriptor;
mod properties;
mod readers;
mod transfers;

use std::collections::VecDeque;

use certiroc_smartcard::apdu::{Apdu, Instruction, LinkError};
use certiroc_smartcard::ccid::descriptor::Interface;
use certiroc_smartcard::ccid::{CcidLink, Pipe, Reader};
use pollster::block_on;

use certiroc_test_support::readers::{assert_allowed, interface};

const CPS3: &str = "3BAC00402A001225006480000310009000";
const CPS4: &str = "3B9B188001001225006480040100009044";
/// QEMU's reader: TPDU level, all that can be automatic.
const QEMU: u32 = 0x0001_04fe;
const TPDU: u32 = 0x0001_0000;
const SHORT_APDU: u32 = 0x0002_04fe;
const EXTENDED_APDU: u32 = 0x0004_04fe;

/// The slot's status and power, of a CPS3 card: how most conversations begin.
const CONNECTED: &str = "
    > 65 00000000 00 00 000000
    < 81 00000000 00 00 01 00 00
    > 62 00000000 00 01 000000
    < 80 11000000 00 01 00 00 00 3BAC00402A001225006480000310009000";

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|digit| u8::try_from(digit.to_digit(16).unwrap()).unwrap())
        .collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// A conversation, transfer by transfer: `>` to the reader, `<` from it.
#[derive(Debug)]
struct Trace {
    transfers: VecDeque<(char, Vec<u8>)>,
    /// How long each transfer from the reader was asked to be, and the patience with it.
    asked: Vec<(usize, u8)>,
}

impl Trace {
    fn new(texts: &[&str]) -> Self {
        let lines = texts.iter().flat_map(|text| text.lines()).map(str::trim);
        let transfers = lines.filter(|line| !line.is_empty()).map(|line| {
            let (direction, bytes) = line.split_at(1);
            (direction.chars().next().unwrap(), hex(bytes))
        });
        Self {
            transfers: transfers.collect(),
            asked: Vec::new(),
        }
    }
}

impl Pipe for Trace {
    async fn send(&mut self, bytes: &[u8]) -> Result<(), LinkError> {
        if bytes.get(5) == Some(&0) {
            assert_allowed(bytes);
        }
        let expected = self.transfers.pop_front();
        assert_eq!(expected, Some(('>', bytes.to_vec())), "sent {bytes:02X?}");
        Ok(())
    }

    async fn receive(&mut self, len: usize, patience: u8) -> Result<Vec<u8>, LinkError> {
        self.asked.push((len, patience));
        let Some(('<', bytes)) = self.transfers.pop_front_if(|(direction, _)| *direction == '<') else {
            return Err(LinkError::Reader("nothing comes".into()));
        };
        Ok(bytes)
    }
}

fn select(expected: Option<u16>) -> Apdu {
    Apdu::new(0, Instruction::Select, [0x08, 0], &[0x2f, 0x00], expected).unwrap()
}

fn read_binary() -> Apdu {
    Apdu::new(0, Instruction::ReadBinary, [0, 0], &[], Some(256)).unwrap()
}

/// Connects to slot 0. Asserts that the trace is gone through to its end.
fn connect(interface: &Interface, texts: &[&str]) -> Result<Vec<u8>, LinkError> {
    use certiroc_smartcard::apdu::Link;
    let mut trace = Trace::new(texts);
    let connected = block_on(CcidLink::connect(&mut trace, interface, 0)).map(|link| link.atr().to_vec());
    assert!(trace.transfers.is_empty(), "not reached: {trace:02X?}");
    connected
}

/// Connects to a reader with these features that holds a CPS3 card, and sends a command. Asserts that the trace after
/// [`CONNECTED`] is gone through to its end.
fn transmit(features: u32, command: &Apdu, text: &str) -> Result<Vec<u8>, LinkError> {
    use certiroc_smartcard::apdu::Link;
    let mut trace = Trace::new(&[CONNECTED, text]);
    let response = block_on(async {
        let mut link = CcidLink::connect(&mut trace, &interface(features, 64), 0).await?;
        link.transmit(command).await
    });
    assert!(trace.transfers.is_empty(), "not reached: {trace:02X?}");
    response
}

/// A reader whose first command is yet to come.
fn reader(trace: &mut Trace, features: u32, packet_size: u16) -> Reader<&mut Trace> {
    Reader::new(trace, &interface(features, packet_size), 0).unwrap()
}
