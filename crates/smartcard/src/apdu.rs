//! Commands to a card (ISO/IEC 7816-4), and the link that carries them.

use core::fmt;

/// A command that may leave for a card: it reads, asks for no confidential code and writes nothing.
///
/// Whatever carries commands takes this type alone, so that [`Instruction`] is the list of all that a card is ever
/// asked to do.
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
    /// class byte that may differ from 0; `expected` the most bytes wanted in answer, 1 to 256, where any are.
    ///
    /// # Errors
    /// Where `data` has more than 255 bytes.
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

    /// The same command that wants so many bytes in answer: what a card that answered `6Cxx` asks for. A command
    /// without data must want some already.
    #[must_use]
    pub fn expecting(&self, expected: u16) -> Self {
        let (header, body) = self.0.split_at(4);
        let data = match body {
            // The one byte is what was expected.
            [] | [_] => &[],
            [len, ..] => &body[..=usize::from(*len)],
        };
        Self([header, data, &expected.min(256).to_be_bytes()[1..]].concat())
    }

    /// The same command without the number of bytes wanted in answer: what T=0 sends where there are data (ISO/IEC
    /// 7816-3, section 12.2.5).
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
/// An implementation sends what it is given and nothing else, but for GET RESPONSE where a protocol needs it.
#[allow(
    async_fn_in_trait,
    reason = "the page and the native program both have one thread"
)]
pub trait Link {
    /// The answer to reset, as the card gave it; nothing where it is not known.
    fn atr(&self) -> &[u8];

    /// Sends a command. Returns the answer: its data, then the two status bytes.
    async fn transmit(&mut self, command: &Apdu) -> Result<Vec<u8>, LinkError>;
}

/// Why a card could not be spoken to: each has its own message and its own way out.
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
    /// Another program has the card or the reader.
    #[error("another program uses the reader")]
    Busy,
    /// The browser does not let the page speak to readers of this class.
    #[error("the browser protects this class of device: {0}")]
    Protected(String),
    /// The driver of the system has the reader for itself, so that a browser cannot open it.
    #[error("the system's driver holds the reader: {0}")]
    Driver(String),
    /// The user closed the choice of a reader, or said no.
    #[error("cancelled")]
    Cancelled,
    /// The system, or a policy, refused.
    #[error("refused: {0}")]
    Refused(String),
    /// The system's card service is not there.
    #[error("no card service")]
    NoService,
    /// A device that describes no CCID interface: no card reader.
    #[error("not a card reader")]
    NotAReader,
    /// The reader exchanges characters, not commands: it cannot be used.
    #[error("the reader exchanges single characters")]
    CharacterLevel,
    /// The reader, or what speaks to it, does not do what it should: what, for the experts.
    #[error("the reader: {0}")]
    Reader(String),
    /// The card does not do what it should: what, for the experts.
    #[error("the card: {0}")]
    Card(String),
}
