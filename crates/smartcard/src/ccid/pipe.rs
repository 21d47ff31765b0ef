//! What carries bytes to a reader and back.

use crate::apdu::LinkError;

/// The two bulk endpoints of an interface that is claimed.
#[allow(
    async_fn_in_trait,
    reason = "the page and the native program both have one thread"
)]
pub trait Pipe {
    /// Writes to bulk-out, in one transfer. Without bytes, that is an empty packet, which ends a message that filled
    /// its last one.
    ///
    /// # Errors
    /// [`LinkError::ReaderRemoved`], or [`LinkError::Reader`] with what the system says.
    async fn send(&mut self, bytes: &[u8]) -> Result<(), LinkError>;

    /// Reads from bulk-in, in one transfer of at most `len` bytes, a multiple of the packet's size. Fewer may come, and
    /// none where the reader sends a packet without bytes.
    ///
    /// `patience` says how many times the usual wait may pass, 1 at least. The pipe has the clock, and chooses the usual
    /// wait. It must give up at some time: a reader may say that more comes than does.
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
