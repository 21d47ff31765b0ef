//! What CertiROC knows and does, with no browser in it.
//!
//! Every module takes `now`, randomness and bytes as arguments, returns data and never prose, and
//! uses only the modules listed for it in `docs/architecture.md`.

#![deny(missing_docs)]

pub mod authority;
pub mod product;
pub mod subject;
