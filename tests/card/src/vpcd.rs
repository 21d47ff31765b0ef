//! The card in the virtual reader of PC/SC: what `vsmartcard-vpcd` expects at its port.
//!
//! Each message is its length, two bytes of which the first is the higher, and as many bytes. One byte alone is for
//! the reader (0 off, 1 on, 2 reset, 4 the answer to reset is wanted); any other message is a command.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Mutex;

use crate::card::Card;

/// The address at which vpcd listens unless told otherwise.
pub const ADDRESS: &str = "127.0.0.1:35963";

/// Serves the card until vpcd ends the connection or the card is taken out, which ends it too.
///
/// # Errors
/// Where the connection fails.
pub fn serve(card: &Mutex<Card>, stream: &mut TcpStream) -> io::Result<()> {
    loop {
        let mut len = [0; 2];
        match stream.read_exact(&mut len) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            result => result?,
        }
        let mut message = vec![0; usize::from(u16::from_be_bytes(len))];
        stream.read_exact(&mut message)?;
        let mut card = card.lock().map_err(|_| io::Error::other("a test panicked"))?;
        let answer = match message.as_slice() {
            [0..=2] => {
                card.reset();
                continue;
            }
            // Asked for whenever the service looks whether the card is still there: it is not reset by that.
            [4] => card.atr().unwrap_or_default(),
            command => match card.transmit(command) {
                Ok(answer) => answer,
                Err(_) if card.is_present() => Vec::new(),
                // Whoever else holds the connection must not keep it open.
                Err(_) => return stream.shutdown(Shutdown::Both),
            },
        };
        drop(card);
        let len = u16::try_from(answer.len()).map_err(io::Error::other)?;
        stream.write_all(&[len.to_be_bytes().as_slice(), &answer].concat())?;
    }
}
