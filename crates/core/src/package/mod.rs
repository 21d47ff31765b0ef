//! What a certificate is delivered as: the files that its target takes, and what to do with them there.
//!
//! The user chooses a [`Target`]; a [`Delivery`] is a target with a container that it accepts, so no file is made that
//! the target would refuse. [`make`] produces the files, [`recipe`] the commands.

mod files;
mod make;
mod recipe;
mod target;
mod trust_store;

pub use files::{Naming, NamingError, Output, Role, Written, default_alias};
pub use make::{PackageError, Request, make, seal_key};
pub use recipe::{Step, StepKind, recipe};
pub use target::{Container, Delivery, Refused, Target};
pub use trust_store::{Authority, TrustKind, TrustStoreError, trust_store};
