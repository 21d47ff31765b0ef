//! Commands to a card (ISO/IEC 7816-4), and the link that carries them.

use core::fmt;

/// A command that may be sent to a card: it reads, asks for no confidential code and writes nothing.
///
/// Whatever carries commands accepts only this type, so that [`Instruction`] lists all that a card is ever asked to do.
#[derive(Clone, PartialEq, Eq)]
pub struct Apdu(Vec<u8>);

/// An instruction that a card may be given (ISO/IEC 7816-4, section 5.4.2): none that verifies, computes or writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Instruction {
    /// SELECT.
    Select = 0xa4,
    /// READ BINARY, with an offset in P1 and P2.
    ReadBinary = 0xb0,
    /// READ RECORD.
    ReadRecord = 0xb2,
    /// GET RESPONSE.
    GetResponse = 0xc0,
    /// GET DATA.
    GetData = 0xca,
}

impl Instruction {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Select,
        Self::ReadBinary,
        Self::ReadRecord,
        Self::GetResponse,
        Self::GetData,
    ];

    /// The byte that stands for it.
    pub const fn byte(self) -> u8 {
        self as u8
    }
}

/// Data longer than a short command holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} bytes of data, and a short command holds 255")]
pub struct TooLong(pub usize);

impl Apdu {
    /// A short command (ISO/IEC 7816-4, section 5.1): `channel` is a logical channel, 0 to 3, the only part of the
    /// class byte that may differ from 0; `expected` is the most bytes wanted in answer, 1 to 256, if any are wanted.
    ///
    /// # Errors
    /// If `data` has more than 255 bytes.
    pub fn new(
        channel: u8,
        instruction: Instruction,
        [p1, p2]: [u8; 2],
        data: &[u8],
        expected: Option<u16>,
    ) -> Result<Self, TooLong> {
        let mut bytes = vec![channel & 3, instruction.byte(), p1, p2];
        if !data.is_empty() {
            bytes.push(u8::try_from(data.len()).map_err(|_| TooLong(data.len()))?);
            bytes.extend_from_slice(data);
        }
        // 256 is written 0.
        bytes.extend(expected.map(|expected| expected.min(256).to_be_bytes()[1]));
        Ok(Self(bytes))
    }

    /// The bytes, as they go to the card.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The same command, asking for this many bytes in answer, as a card that answers `6Cxx` demands. A command without
    /// data must ask for some already.
    #[must_use]
    pub fn expecting(&self, expected: u16) -> Self {
        let (header, body) = self.0.split_at(4);
        let data = match body {
            // The one byte is the number expected so far.
            [] | [_] => &[],
            [len, ..] => &body[..=usize::from(*len)],
        };
        Self([header, data, &expected.min(256).to_be_bytes()[1..]].concat())
    }

    /// The same command without the number of bytes wanted in answer, as T=0 sends it if it has data (ISO/IEC 7816-3,
    /// section 12.2.5).
    #[must_use]
    pub fn without_expected(&self) -> Self {
        match self.0.get(4) {
            Some(&len) if self.0.len() > 5 => Self(self.0[..5 + usize::from(len)].to_vec()),
            _ => self.clone(),
        }
    }
}

impl fmt::Debug for Apdu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Apdu({})", certiroc_pki::x509::hexadecimal(&self.0))
    }
}

/// What carries commands to a card that has power.
///
/// An implementation sends what it is given and nothing else, except GET RESPONSE where a protocol needs it.
#[allow(
    async_fn_in_trait,
    reason = "the page and the native program both have one thread"
)]
pub trait Link {
    /// The answer to reset, as the card gave it; empty if it is not known.
    fn atr(&self) -> &[u8];

    /// Sends a command. Returns the answer: its data, then the two status bytes.
    async fn transmit(&mut self, command: &Apdu) -> Result<Vec<u8>, LinkError>;
}

/// Why communication with a card failed: each cause has its own message and its own remedy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// No card in the reader.
    #[error("no card in the reader")]
    NoCard,
    /// A card that does not answer: upside down, dirty, or broken.
    #[error("the card does not answer")]
    Mute,
    /// The card was taken out.
    #[error("the card was removed")]
    CardRemoved,
    /// The reader was unplugged.
    #[error("the reader was unplugged")]
    ReaderRemoved,
    /// Another program is using the card or the reader.
    #[error("another program uses the reader")]
    Busy,
    /// The browser does not let pages use readers of this class.
    #[error("the browser protects this class of device: {0}")]
    Protected(String),
    /// The system's driver keeps the reader to itself, so that a browser cannot open it.
    #[error("the system's driver holds the reader: {0}")]
    Driver(String),
    /// The user dismissed the choice of a reader, or refused.
    #[error("cancelled")]
    Cancelled,
    /// The system, or a policy, refused.
    #[error("refused: {0}")]
    Refused(String),
    /// The system's card service is not running.
    #[error("no card service")]
    NoService,
    /// A device that describes no CCID interface, and so is not a card reader.
    #[error("not a card reader")]
    NotAReader,
    /// The reader exchanges characters, not commands: it cannot be used.
    #[error("the reader exchanges single characters")]
    CharacterLevel,
    /// The reader, or the software that drives it, misbehaves: how, for experts.
    #[error("the reader: {0}")]
    Reader(String),
    /// The card misbehaves: how, for experts.
    #[error("the card: {0}")]
    Card(String),
}
