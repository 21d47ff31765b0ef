//! A card in one of the system's readers, as a [`Link`].

use std::ffi::CStr;
use std::thread;
use std::time::Duration;

use certiroc_smartcard::apdu::{Apdu, Link, LinkError};
use pcsc::{Card, Context, Disposition, Error, Protocol, Protocols, ShareMode, Transaction};

/// A card that this program shares with others. Dropped, it stays as it is: it keeps its power and is not reset.
pub struct Shared {
    /// Always there until the drop.
    card: Option<Card>,
}

impl Shared {
    /// Connects to the card in a reader, in whatever protocol the reader and the card agree on.
    ///
    /// # Errors
    /// [`LinkError::NoCard`], [`LinkError::Mute`], [`LinkError::Busy`] where another program has the card for itself.
    pub fn connect(context: &Context, reader: &CStr) -> Result<Self, LinkError> {
        let card = context
            .connect(reader, ShareMode::Shared, Protocols::ANY)
            .map_err(link_error)?;
        Ok(Self { card: Some(card) })
    }

    /// Begins a transaction: until the link is dropped, no other program speaks to the card. Waits where one has begun
    /// its own.
    ///
    /// # Errors
    /// Where the card is no longer there.
    pub fn link(&mut self) -> Result<PcscLink<'_>, LinkError> {
        let card = self.card.as_mut().ok_or(LinkError::CardRemoved)?;
        let transaction = card.transaction().map_err(link_error)?;
        let status = transaction.status2_owned().map_err(link_error)?;
        Ok(PcscLink {
            transaction,
            atr: status.atr().to_vec(),
            t0: status.protocol2() == Some(Protocol::T0),
        })
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // Where this fails, nothing is left to be done: the card is gone, or the service.
        if let Some(card) = self.card.take() {
            let _ = card.disconnect(Disposition::LeaveCard);
        }
    }
}

/// A card while no other program may speak to it.
pub struct PcscLink<'a> {
    transaction: Transaction<'a>,
    atr: Vec<u8>,
    t0: bool,
}

impl Link for PcscLink<'_> {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    /// With T=0, a command that has data goes without the number of bytes wanted: PC/SC passes on what it is given, and
    /// some drivers refuse both in one. The answer is then `61xx`, as ISO/IEC 7816-3 says.
    async fn transmit(&mut self, command: &Apdu) -> Result<Vec<u8>, LinkError> {
        let command = if self.t0 {
            command.without_expected()
        } else {
            command.clone()
        };
        // The answer to a short command: 256 bytes, and the status.
        let mut answer = [0; 258];
        let answer = self
            .transaction
            .transmit(command.bytes(), &mut answer)
            .map_err(link_error)?;
        if answer.len() < 2 {
            self.still_there()?;
        }
        Ok(answer.to_vec())
    }
}

/// How often, and how far apart, the service is asked whether a card is still there: it looks a few times a second.
const LOOKS: (u32, Duration) = (10, Duration::from_millis(100));

impl PcscLink<'_> {
    /// Says that the card was taken out, if it was: some drivers answer a command to a card that is gone with nothing.
    fn still_there(&self) -> Result<(), LinkError> {
        let (times, pause) = LOOKS;
        for _ in 0..times {
            self.transaction.status2_owned().map_err(link_error)?;
            thread::sleep(pause);
        }
        Ok(())
    }
}

/// What an error of PC/SC means for who reads a card.
pub fn link_error(error: Error) -> LinkError {
    match error {
        Error::NoSmartcard => LinkError::NoCard,
        Error::UnresponsiveCard | Error::UnpoweredCard | Error::InvalidAtr => LinkError::Mute,
        Error::RemovedCard => LinkError::CardRemoved,
        Error::UnknownReader | Error::ReaderUnavailable => LinkError::ReaderRemoved,
        // A card that another program resets in the middle answers from its beginning again.
        Error::SharingViolation | Error::ResetCard | Error::ServerTooBusy => LinkError::Busy,
        Error::ProtoMismatch | Error::UnsupportedCard | Error::CardUnsupported => {
            LinkError::Card(error.to_string())
        }
        Error::NoAccess => LinkError::Refused(error.to_string()),
        _ => LinkError::Reader(error.to_string()),
    }
}
