//! What carries bytes to a reader and back.

use crate::apdu::LinkError;

/// The two bulk endpoints of a claimed interface.
#[allow(
    async_fn_in_trait,
    reason = "the page and the native program both have one thread"
)]
pub trait Pipe {
    /// Writes to bulk-out, in one transfer. Without bytes this sends an empty packet, which ends a message that filled
    /// its last one.
    ///
    /// # Errors
    /// [`LinkError::ReaderRemoved`], or [`LinkError::Reader`] with what the system says.
    async fn send(&mut self, bytes: &[u8]) -> Result<(), LinkError>;

    /// Reads from bulk-in, in one transfer of at most `len` bytes, a multiple of the packet's size. Fewer may come, or
    /// none if the reader sends an empty packet.
    ///
    /// `patience` says how many times the usual wait may pass, at least 1. The pipe has the clock, and chooses the
    /// usual wait. It must give up at some point: a reader may announce more than it sends.
    ///
    /// # Errors
    /// [`LinkError::ReaderRemoved`], or [`LinkError::Reader`] with what the system says, or that nothing came.
    async fn receive(&mut self, len: usize, patience: u8) -> Result<Vec<u8>, LinkError>;
}

impl<P: Pipe> Pipe for &mut P {
    async fn send(&mut self, bytes: &[u8]) -> Result<(), LinkError> {
        (**self).send(bytes).await
    }

    async fn receive(&mut self, len: usize, patience: u8) -> Result<Vec<u8>, LinkError> {
        (**self).receive(len, patience).await
    }
}
