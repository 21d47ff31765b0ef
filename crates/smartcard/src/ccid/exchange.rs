//! One command to a reader and its answer, over transfers that may be cut anywhere (CCID 1.1, section 3).

use super::descriptor::Interface;
use super::message::{Command, HEADER, Outcome, ReaderAnswer};
use super::pipe::Pipe;
use crate::apdu::LinkError;

/// How many transfers are accepted for the answer to one command, empty ones included.
const MAX_TRANSFERS: u16 = 1024;
/// How many messages: those that an earlier command left behind, and those that ask for more time.
const MAX_MESSAGES: u8 = 64;
/// The longest message, in bytes: the most that the standard allows for `dwMaxCCIDMessageLength`.
const LONGEST: u32 = 65_544 + 10;
/// The least that is assumed for `dwMaxCCIDMessageLength`, since some readers declare less than they send: enough for
/// the answer to a short command.
const SHORTEST: u32 = 271;

fn reader_error(what: impl Into<String>) -> LinkError {
    LinkError::Reader(what.into())
}

/// A slot of a reader, used over a pipe.
pub(super) struct Exchanger<P> {
    pub(super) pipe: P,
    slot: u8,
    /// `bSeq` of the next command.
    sequence: u8,
    packet_in: usize,
    packet_out: usize,
    /// The most bytes in a message, the header included.
    max_message: u32,
}

impl<P: Pipe> Exchanger<P> {
    pub(super) fn new(pipe: P, interface: &Interface, slot: u8) -> Self {
        Self {
            pipe,
            slot,
            sequence: 0,
            // Public fields: no packet of 0 bytes, whoever made them.
            packet_in: usize::from(interface.bulk_in.packet_size.max(1)),
            packet_out: usize::from(interface.bulk_out.packet_size.max(1)),
            max_message: interface.reader.max_message_length.clamp(SHORTEST, LONGEST),
        }
    }

    /// Sends a command and waits for its answer, done or failed. Anything left over from earlier commands is discarded.
    pub(super) async fn exchange(&mut self, command: &Command) -> Result<ReaderAnswer, LinkError> {
        let sequence = self.sequence;
        // A command that is given up midway has used its number.
        self.sequence = sequence.wrapping_add(1);
        let bytes = command.to_bytes(self.slot, sequence);
        self.pipe.send(&bytes).await?;
        // A packet that is not full ends a message (USB 2.0, section 5.8.3).
        if bytes.len().is_multiple_of(self.packet_out) {
            self.pipe.send(&[]).await?;
        }
        let mut transfers = MAX_TRANSFERS;
        let mut patience = 1;
        for _ in 0..MAX_MESSAGES {
            let message = self.message(patience, &mut transfers).await?;
            let answer =
                ReaderAnswer::from_bytes(&message).ok_or_else(|| reader_error("malformed message"))?;
            if !answer.is_for(command, self.slot, sequence) {
                continue;
            }
            match answer.outcome {
                Outcome::TimeExtension(times) => patience = times.max(1),
                Outcome::Done | Outcome::Failed(_) => return Ok(answer),
            }
        }
        Err(reader_error("too many messages"))
    }

    /// A whole message, by the length in its header. Empty transfers, which end a message that filled its last packet,
    /// are skipped; anything after the message in its last transfer is dropped.
    async fn message(&mut self, patience: u8, transfers: &mut u16) -> Result<Vec<u8>, LinkError> {
        let mut message = Vec::new();
        loop {
            let len = match ReaderAnswer::len_of(&message) {
                None => HEADER,
                Some(len) if len <= u64::from(self.max_message) => usize::try_from(len).unwrap_or(usize::MAX),
                Some(len) => return Err(reader_error(format!("a message of {len} bytes"))),
            };
            if message.len() >= len {
                message.truncate(len);
                return Ok(message);
            }
            *transfers = transfers
                .checked_sub(1)
                .ok_or_else(|| reader_error("too many transfers"))?;
            // First just enough for a header, then as much as the header says, so that a reader which forgets the empty
            // packet does not block. Whole packets, since a reader may fill one.
            let wanted = (len - message.len()).next_multiple_of(self.packet_in);
            let bytes = self.pipe.receive(wanted, patience).await?;
            if bytes.len() > wanted {
                return Err(reader_error("more bytes than asked for"));
            }
            message.extend(bytes);
        }
    }
}
