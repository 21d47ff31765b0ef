//! What CertiROC knows and does, with no browser in it.
//!
//! Every module takes `now`, randomness and bytes as arguments, returns data and never prose, and
//! uses only the modules listed for it in `docs/architecture.md`.

#![deny(missing_docs)]

pub mod appraisal;
pub mod authority;
mod ber;
pub mod card;
pub mod conformity;
pub mod crl;
pub mod csr;
mod der;
pub mod dossier;
pub mod establishment;
pub mod finding;
pub mod intake;
pub mod jks;
pub mod key;
pub mod next_step;
pub mod order;
pub mod package;
mod pem;
pub mod pkcs12;
pub mod pkcs7;
pub mod procedure;
pub mod product;
pub mod reminder;
pub mod safekeeping;
pub mod subject;
pub mod trust;
mod utc;
pub mod x509;
