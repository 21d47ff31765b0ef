//! USB CCID 1.1 without I/O: what to send to a reader, and what its answers mean.
//!
//! [`descriptor`] finds the reader's interface in what USB says of the device, [`message`] is what goes to a reader
//! and comes back, [`CcidReader`] gives a card power and passes commands on over a [`Pipe`], and [`CcidLink`] is that as a
//! [`Link`](super::apdu::Link).
//!
//! Short APDU, extended APDU and TPDU levels are spoken, the last with T=0 alone: every CPx card has it. What a T=0
//! card answers to the letter (`61xx`, `6Cxx`) comes back as it is at every level, since some readers of the APDU
//! levels pass it through as well: whoever uses the [`Link`](super::apdu::Link) gets the rest, in one place for all.

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
