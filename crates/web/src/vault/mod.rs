//! The vault: the worker in which private keys are made, opened and sealed, and nowhere else.
//!
//! The page has [`client::run`] do a [`protocol::Job`] and gets public data and sealed files back. A worker does one
//! job and is ended, so that the copies which `ring` and the browser keep end with it.

pub mod client;
mod packing;
mod reading;
pub mod worker;

pub use certiroc_vault_protocol as protocol;
