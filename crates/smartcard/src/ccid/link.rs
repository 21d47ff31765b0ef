//! A card in a USB reader, as a [`Link`].

use super::descriptor::Interface;
use super::message::CardState;
use super::pipe::Pipe;
use super::reader::CcidReader;
use crate::apdu::{Apdu, Link, LinkError};

/// A card that has power, in a USB reader.
///
/// On any error the power is taken away, and the link says that error from then on. One that is dropped leaves the card
/// as it is: [`CcidLink::close`] ends well.
pub struct CcidLink<P> {
    reader: CcidReader<P>,
    atr: Vec<u8>,
    failed: Option<LinkError>,
}

impl<P: Pipe> CcidLink<P> {
    /// Gives the card in a slot power; the first slot is 0. Who needs the pipe after an error lends it: `&mut pipe` is
    /// a pipe too.
    ///
    /// # Errors
    /// [`LinkError::CharacterLevel`] before anything is sent, [`LinkError::NoCard`], [`LinkError::Mute`],
    /// [`LinkError::Busy`], or what else [`CcidReader`] says.
    pub async fn connect(pipe: P, interface: &Interface, slot: u8) -> Result<Self, LinkError> {
        let mut reader = CcidReader::new(pipe, interface, slot)?;
        // The first exchange also drains what another program left in the pipe.
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

    /// Takes the card's power away where it still has some, and gives the pipe back. It cannot fail: a reader that
    /// does not answer has nothing more to be told.
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

/// Takes the card's power away after an error, as far as the reader still listens. Returns the error.
async fn give_up<P: Pipe>(reader: &mut CcidReader<P>, error: LinkError) -> LinkError {
    if error != LinkError::ReaderRemoved {
        let _ = reader.power_off().await;
    }
    error
}
