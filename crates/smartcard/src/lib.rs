//! What a smart card says without a confidential code, from the reader's bytes to its certificates.
//!
//! Layer on layer, each without the ones above it: [`ccid`] speaks to a reader (USB CCID 1.1), [`apdu`] and
//! [`iso7816`] to a card (ISO/IEC 7816-3 and 7816-4), [`pkcs15`] finds the certificates (ISO/IEC 7816-15), [`reading`]
//! reads all of them. [`backend`] is what carries commands, and whether it is there; [`demonstration`] a card that is
//! none. There is no I/O here. No byte from a card or a reader is trusted, no length least of all.

#![deny(missing_docs)]

pub mod apdu;
pub mod atr;
pub mod backend;
pub mod ccid;
pub mod demonstration;
pub mod exception;
pub mod iso7816;
pub mod pkcs15;
pub mod reading;
mod tlv;
