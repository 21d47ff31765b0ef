#![doc = include_str!("../README.md")]
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
