//! Whatever gives the page access to a card: one type, so that the page contains the reading code only
//! once.

use certiroc_smartcard::apdu::{Apdu, Link, LinkError};
use certiroc_smartcard::backend::Backend;
use certiroc_smartcard::ccid::CcidLink;
use certiroc_smartcard::demonstration::{Demonstration, DemonstrationLink};

use super::{smart_card, usb};

/// A reader with a card in it, perhaps.
#[derive(Clone)]
pub enum Reader {
    /// One of the system's.
    System(smart_card::SystemReader),
    /// A slot of one on USB.
    Usb(usb::UsbSlot),
    /// No reader: the demonstration.
    Demonstration(Demonstration),
}

/// The card in it, connected.
pub enum Connection {
    /// By the system.
    System(smart_card::Connected),
    /// Over USB.
    Usb(CcidLink<usb::Bulk>),
    /// The demonstration's.
    Demonstration(DemonstrationLink),
}

impl Backend for Reader {
    type Link = Connection;

    async fn connect(&self) -> Result<Connection, LinkError> {
        Ok(match self {
            Self::System(reader) => Connection::System(reader.connect().await?),
            Self::Usb(slot) => Connection::Usb(slot.connect().await?),
            Self::Demonstration(card) => Connection::Demonstration(card.connect().await?),
        })
    }

    async fn release(&self, link: Option<Connection>) {
        match (self, link) {
            (Self::System(reader), Some(Connection::System(link))) => reader.release(Some(link)).await,
            (Self::Usb(slot), Some(Connection::Usb(link))) => slot.release(Some(link)).await,
            (Self::Usb(slot), _) => slot.release(None).await,
            // There is nothing to give back.
            (Self::System(_) | Self::Demonstration(_), _) => {}
        }
    }
}

impl Link for Connection {
    fn atr(&self) -> &[u8] {
        match self {
            Self::System(link) => link.atr(),
            Self::Usb(link) => link.atr(),
            Self::Demonstration(link) => link.atr(),
        }
    }

    async fn transmit(&mut self, command: &Apdu) -> Result<Vec<u8>, LinkError> {
        match self {
            Self::System(link) => link.transmit(command).await,
            Self::Usb(link) => link.transmit(command).await,
            Self::Demonstration(link) => link.transmit(command).await,
        }
    }
}
