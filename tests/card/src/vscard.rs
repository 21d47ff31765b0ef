//! The card in the reader of a QEMU: the protocol of `ccid-card-passthru`.
//!
//! A header of three numbers of four bytes, the higher first: type, reader, length. QEMU counts on the card's side to
//! begin, to name a reader, and to give the answer to reset.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;

use crate::card::Card;

const INIT: u32 = 1;
const ERROR: u32 = 2;
const READER_ADD: u32 = 3;
const ATR: u32 = 5;
const CARD_REMOVE: u32 = 6;
const APDU: u32 = 7;
const FLUSH: u32 = 8;
const FLUSH_COMPLETE: u32 = 9;
/// More than any command: a message that says it is longer is no message.
const MOST: u32 = 0x1_0000;

fn send(stream: &mut TcpStream, kind: u32, data: &[u8]) -> io::Result<()> {
    let len = u32::try_from(data.len()).map_err(io::Error::other)?;
    let header = [kind, 0, len].map(u32::to_be_bytes).concat();
    stream.write_all(&[header.as_slice(), data].concat())
}

/// Serves the card until QEMU ends the connection.
///
/// # Errors
/// Where the connection fails, or what comes is no message.
pub fn serve(card: &Mutex<Card>, stream: &mut TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    // Version 0.0.2, no capabilities.
    send(stream, INIT, b"VSCD\0\0\0\x02\0\0\0\0")?;
    let mut inserted = false;
    loop {
        let mut header = [0; 12];
        match stream.read_exact(&mut header) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            result => result?,
        }
        let [k1, k2, k3, k4, _, _, _, _, l1, l2, l3, l4] = header;
        let len = u32::from_be_bytes([l1, l2, l3, l4]);
        if len > MOST {
            return Err(io::Error::other("a message longer than any"));
        }
        let mut data = vec![0; usize::try_from(len).map_err(io::Error::other)?];
        stream.read_exact(&mut data)?;
        let mut card = card.lock().map_err(|_| io::Error::other("a test panicked"))?;
        match u32::from_be_bytes([k1, k2, k3, k4]) {
            INIT => send(stream, READER_ADD, b"simulator\0")?,
            // The reader is acknowledged: the card is put in, once.
            ERROR if !inserted => {
                inserted = true;
                if let Ok(atr) = card.power_on() {
                    send(stream, ATR, &atr)?;
                }
            }
            APDU => match card.transmit(&data) {
                Ok(answer) => send(stream, APDU, &answer)?,
                Err(_) => send(stream, CARD_REMOVE, &[])?,
            },
            FLUSH => send(stream, FLUSH_COMPLETE, &[])?,
            _ => {}
        }
    }
}
