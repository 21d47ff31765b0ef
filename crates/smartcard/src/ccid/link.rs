//! A card in a USB reader, as a [`Link`].

use super::descriptor::Interface;
use super::message::CardState;
use super::pipe::Pipe;
use super::reader::CcidReader;
use crate::apdu::{Apdu, Link, LinkError};

/// A card that has power, in a USB reader.
///
/// On any error the card's power is cut, and from then on the link returns that error. Dropping the link leaves the
/// card as it is: [`CcidLink::close`] ends properly.
pub struct CcidLink<P> {
    reader: CcidReader<P>,
    atr: Vec<u8>,
    failed: Option<LinkError>,
}

impl<P: Pipe> CcidLink<P> {
    /// Powers the card in a slot; the first slot is 0. A caller that needs the pipe after an error can lend it:
    /// `&mut pipe` is a pipe too.
    ///
    /// # Errors
    /// [`LinkError::CharacterLevel`] before anything is sent, [`LinkError::NoCard`], [`LinkError::Mute`],
    /// [`LinkError::Busy`], or what else [`CcidReader`] says.
    pub async fn connect(pipe: P, interface: &Interface, slot: u8) -> Result<Self, LinkError> {
        let mut reader = CcidReader::new(pipe, interface, slot)?;
        // The first exchange also drains anything that another program left in the pipe.
        if reader.slot_status().await? == CardState::Absent {
            return Err(LinkError::NoCard);
        }
        let powered = reader.power_on().await;
        match powered {
            Ok(atr) => Ok(Self {
                reader,
                atr,
                failed: None,
            }),
            Err(error) => Err(give_up(&mut reader, error).await),
        }
    }

    /// Cuts the card's power, if it still has any, and returns the pipe. It cannot fail: there is nothing more to say
    /// to a reader that does not answer.
    pub async fn close(mut self) -> P {
        if self.failed.is_none() {
            let _ = self.reader.power_off().await;
        }
        self.reader.into_pipe()
    }
}

impl<P: Pipe> Link for CcidLink<P> {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    async fn transmit(&mut self, command: &Apdu) -> Result<Vec<u8>, LinkError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        match self.reader.transmit(command).await {
            Ok(response) => Ok(response),
            Err(error) => {
                let error = give_up(&mut self.reader, error).await;
                self.failed = Some(error.clone());
                Err(error)
            }
        }
    }
}

/// Cuts the card's power after an error, if the reader still listens. Returns the error.
async fn give_up<P: Pipe>(reader: &mut CcidReader<P>, error: LinkError) -> LinkError {
    if error != LinkError::ReaderRemoved {
        let _ = reader.power_off().await;
    }
    error
}
