//! What can go wrong. Each failure has its own message, its own advice and its own exit code.

use certiroc_smartcard::apdu::LinkError;
use certiroc_smartcard::atr::Recognised;
use certiroc_smartcard::reading::ReadError;

/// Why there is no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// An argument that is not among the options: which.
    Usage(String),
    /// The system's card service is not there.
    NoService,
    /// No reader is plugged in.
    NoReader,
    /// No reader has that name: those that there are.
    UnknownReader(Vec<String>),
    /// More than one reader comes into question: which.
    SeveralReaders(Vec<String>),
    /// No card: in which readers.
    NoCard(Vec<String>),
    /// The card does not answer.
    Mute,
    /// Another program has the card for itself.
    Busy,
    /// The card of an insured person.
    Vitale,
    /// A card of another family.
    UnknownCard,
    /// A card of the family without certificates.
    NoCertificates,
    /// The card was taken out.
    CardRemoved,
    /// The reader was unplugged.
    ReaderRemoved,
    /// The system does not let this user speak to the reader: what it says.
    Refused(String),
    /// The reader or its driver: what it says.
    Reader(String),
    /// The card: what it does.
    Card(String),
    /// The file is there already: its name.
    FileExists(String),
    /// The file cannot be written: its name, and what the system says.
    File(String, String),
}

impl Failure {
    /// The exit code, as `--help` lists them.
    pub const fn code(&self) -> u8 {
        match self {
            Self::File(..) => 1,
            Self::Usage(_) => 2,
            Self::NoService => 3,
            Self::NoReader | Self::UnknownReader(_) => 4,
            Self::SeveralReaders(_) => 5,
            Self::NoCard(_) => 6,
            Self::Mute => 7,
            Self::Busy => 8,
            Self::Vitale => 9,
            Self::UnknownCard => 10,
            Self::NoCertificates => 11,
            Self::CardRemoved | Self::ReaderRemoved => 12,
            Self::FileExists(_) => 13,
            Self::Refused(_) => 14,
            Self::Reader(_) => 15,
            Self::Card(_) => 16,
        }
    }

    /// From what the link to a card in this reader says.
    pub fn of_link(error: LinkError, reader: &str) -> Self {
        match error {
            LinkError::NoCard => Self::NoCard(vec![reader.to_owned()]),
            LinkError::Mute => Self::Mute,
            LinkError::CardRemoved => Self::CardRemoved,
            LinkError::ReaderRemoved => Self::ReaderRemoved,
            LinkError::Busy => Self::Busy,
            LinkError::Refused(words) => Self::Refused(words),
            LinkError::NoService => Self::NoService,
            LinkError::Reader(words) => Self::Reader(words),
            LinkError::Card(words) => Self::Card(words),
            // What only a browser, or a reader without a driver, says.
            LinkError::Protected(_)
            | LinkError::Driver(_)
            | LinkError::Cancelled
            | LinkError::NotAReader
            | LinkError::CharacterLevel => Self::Reader(error.to_string()),
        }
    }

    /// From why the card in this reader could not be read.
    pub fn of_reading(error: ReadError, reader: &str) -> Self {
        match error {
            ReadError::Link(error) => Self::of_link(error, reader),
            ReadError::NotCps(Recognised::Vitale) => Self::Vitale,
            ReadError::NotCps(_) => Self::UnknownCard,
            ReadError::NoCertificates => Self::NoCertificates,
        }
    }
}
