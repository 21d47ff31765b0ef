//! USB CCID 1.1 without I/O: what to send to a reader, and what its answers mean.
//!
//! [`descriptor`] finds the reader's interface in USB's description of the device, [`message`] is what goes to a reader
//! and comes back, [`CcidReader`] powers a card and passes commands on over a [`Pipe`], and [`CcidLink`] makes it a
//! [`Link`](super::apdu::Link).
//!
//! Short APDU, extended APDU and TPDU levels are supported, the last with T=0 only, which every CPx card has. A T=0
//! card's own answers (`61xx`, `6Cxx`) come back unchanged at every level, since some readers of the APDU levels pass
//! them through as well: whoever uses the [`Link`](super::apdu::Link) fetches the rest, in one place for all.

pub mod descriptor;
mod exchange;
pub mod link;
pub mod message;
mod parameters;
mod pipe;
pub mod reader;

pub use link::CcidLink;
pub use pipe::Pipe;
pub use reader::CcidReader;
