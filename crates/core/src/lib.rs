#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

pub mod appraisal;
pub mod clock_doubt;
pub mod compare;
pub mod conformity;
pub mod cpx;
pub mod csv;
pub mod dossier;
pub mod establishment;
pub mod finding;
pub mod intake;
pub mod next_step;
pub mod order;
pub mod package;
pub mod procedure;
pub mod product;
pub mod reminder;
pub mod safekeeping;
pub mod shell;
pub mod spelling;
pub mod status_check;
pub mod subject;
pub mod suitability;
mod unzip;
mod utc;

pub use certiroc_authorities as authority;
