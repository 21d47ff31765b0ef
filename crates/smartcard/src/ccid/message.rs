//! The messages exchanged with a reader (CCID 1.1, section 6).

use super::descriptor::Voltage;
use crate::apdu::Apdu;

/// The length of the header in both directions, in bytes.
pub const HEADER: usize = 10;

/// A command to a reader (section 6.1): all that are ever sent.
///
/// There is neither Secure, which asks for a confidential code, nor Escape, whose meaning is up to the vendor; and only
/// an [`Apdu`] goes to a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Give the card power; `None` lets the reader choose the voltage.
    IccPowerOn(Option<Voltage>),
    /// Cut it.
    IccPowerOff,
    /// Is there a card?
    GetSlotStatus,
    /// Which protocol does the reader use with the card?
    GetParameters,
    /// Use these parameters with the card.
    SetParameters(T0Parameters),
    /// Give the card this command.
    XfrBlock(Apdu),
    /// Return the next part of an answer that has several (extended APDU level).
    XfrBlockNext,
}

/// The parameters of T=0 (section 6.1.7, `abProtocolDataStructure`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct T0Parameters {
    /// Fi and Di, as TA1 writes them (ISO/IEC 7816-3, section 8.3).
    pub findex_dindex: u8,
    /// Whether the card uses the inverse convention.
    pub inverse: bool,
    /// Extra guard time, as TC1 writes it.
    pub guard_time: u8,
    /// The waiting integer WI, as TC2 writes it.
    pub waiting_integer: u8,
}

impl Command {
    /// The message, as it goes to the reader.
    pub fn to_bytes(&self, slot: u8, sequence: u8) -> Vec<u8> {
        let mut data: &[u8] = &[];
        let parameters;
        let (kind, specific) = match self {
            Self::IccPowerOn(voltage) => {
                let select = match voltage {
                    None => 0,
                    Some(Voltage::V5) => 1,
                    Some(Voltage::V3) => 2,
                    Some(Voltage::V1_8) => 3,
                };
                (0x62, [select, 0, 0])
            }
            Self::IccPowerOff => (0x63, [0; 3]),
            Self::GetSlotStatus => (0x65, [0; 3]),
            Self::GetParameters => (0x6c, [0; 3]),
            Self::SetParameters(t0) => {
                // Byte 4 says that the clock must not be stopped.
                parameters = [
                    t0.findex_dindex,
                    u8::from(t0.inverse) << 1,
                    t0.guard_time,
                    t0.waiting_integer,
                    0,
                ];
                data = &parameters;
                (0x61, [0; 3])
            }
            Self::XfrBlock(apdu) => {
                data = apdu.bytes();
                (0x6f, [0; 3])
            }
            // wLevelParameter 0010: no data, the answer's next part is expected.
            Self::XfrBlockNext => (0x6f, [0, 0x10, 0]),
        };
        // A short command has at most 261 bytes.
        let len = u32::try_from(data.len()).unwrap_or(u32::MAX);
        let mut bytes = Vec::with_capacity(HEADER + data.len());
        bytes.push(kind);
        bytes.extend(len.to_le_bytes());
        bytes.extend([slot, sequence]);
        bytes.extend(specific);
        bytes.extend(data);
        bytes
    }

    /// The type of message that answers it.
    pub const fn answered_by(&self) -> u8 {
        match self {
            Self::IccPowerOn(_) | Self::XfrBlock(_) | Self::XfrBlockNext => ReaderAnswer::DATA_BLOCK,
            Self::IccPowerOff | Self::GetSlotStatus => ReaderAnswer::SLOT_STATUS,
            Self::GetParameters | Self::SetParameters(_) => ReaderAnswer::PARAMETERS,
        }
    }
}

/// A message from a reader (section 6.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReaderAnswer {
    /// `bMessageType`.
    pub kind: u8,
    /// `bSlot`.
    pub slot: u8,
    /// `bSeq`: that of the command.
    pub sequence: u8,
    /// Whether there is a card (`bStatus`).
    pub card: CardState,
    /// What became of the command (`bStatus`, `bError`).
    pub outcome: Outcome,
    /// The header's last byte: `bChainParameter`, `bClockStatus` or `bProtocolNum`, depending on the type.
    pub specific: u8,
    /// What follows the header.
    pub data: Vec<u8>,
}

/// What a reader says of its slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardState {
    /// A card that has power.
    Active,
    /// A card that has none.
    Inactive,
    /// No card.
    Absent,
}

/// What became of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It failed: `bError` (section 6.2.6).
    Failed(u8),
    /// The card needs this many times its usual time: another answer comes without another command.
    TimeExtension(u8),
}

impl ReaderAnswer {
    /// `RDR_to_PC_DataBlock`.
    pub const DATA_BLOCK: u8 = 0x80;
    /// `RDR_to_PC_SlotStatus`.
    pub const SLOT_STATUS: u8 = 0x81;
    /// `RDR_to_PC_Parameters`.
    pub const PARAMETERS: u8 = 0x82;

    /// How many bytes the message has, by its header; `None` if the header is not whole.
    pub fn len_of(bytes: &[u8]) -> Option<u64> {
        let (header, _) = bytes.split_first_chunk::<HEADER>()?;
        let [_, a, b, c, d, ..] = *header;
        Some(u64::from(u32::from_le_bytes([a, b, c, d])) + HEADER as u64)
    }

    /// Reads a message; `None` if there are not as many bytes as its header says, or `bStatus` has a value that the
    /// standard reserves.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if Self::len_of(bytes)? != bytes.len() as u64 {
            return None;
        }
        let (header, data) = bytes.split_first_chunk::<HEADER>()?;
        let [kind, _, _, _, _, slot, sequence, status, error, specific] = *header;
        let card = match status & 3 {
            0 => CardState::Active,
            1 => CardState::Inactive,
            2 => CardState::Absent,
            _ => return None,
        };
        let outcome = match status >> 6 {
            0 => Outcome::Done,
            1 => Outcome::Failed(error),
            2 => Outcome::TimeExtension(error),
            _ => return None,
        };
        Some(Self {
            kind,
            slot,
            sequence,
            card,
            outcome,
            specific,
            data: data.to_vec(),
        })
    }

    /// Whether it answers this command: any other message is left over from an earlier one.
    ///
    /// A reader may report a failure as its slot's status, whatever it was asked.
    pub fn is_for(&self, command: &Command, slot: u8, sequence: u8) -> bool {
        let is_failure = self.kind == Self::SLOT_STATUS && matches!(self.outcome, Outcome::Failed(_));
        (self.slot, self.sequence) == (slot, sequence) && (self.kind == command.answered_by() || is_failure)
    }
}

/// The standard's name for a value of `bError` (table 6.2-2), with the value; for experts.
pub fn error_name(error: u8) -> String {
    const NAMES: [(u8, &str); 15] = [
        (0xff, "CMD_ABORTED"),
        (0xfe, "ICC_MUTE"),
        (0xfd, "XFR_PARITY_ERROR"),
        (0xfc, "XFR_OVERRUN"),
        (0xfb, "HW_ERROR"),
        (0xf8, "BAD_ATR_TS"),
        (0xf7, "BAD_ATR_TCK"),
        (0xf6, "ICC_PROTOCOL_NOT_SUPPORTED"),
        (0xf5, "ICC_CLASS_NOT_SUPPORTED"),
        (0xf4, "PROCEDURE_BYTE_CONFLICT"),
        (0xf3, "DEACTIVATED_PROTOCOL"),
        (0xf2, "BUSY_WITH_AUTO_SEQUENCE"),
        (0xf0, "PIN_TIMEOUT"),
        (0xef, "PIN_CANCELLED"),
        (0xe0, "CMD_SLOT_BUSY"),
    ];
    let known = NAMES.iter().find(|(value, _)| *value == error);
    let name = match (known, error) {
        (Some((_, name)), _) => name,
        (None, 0) => "command not supported",
        (None, 1..=0x7f) => "bad parameter",
        _ => "vendor's own or unknown",
    };
    format!("{name} ({error:02X})")
}
