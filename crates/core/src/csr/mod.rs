//! Certificate signing requests (PKCS #10, RFC 2986): built, read, compared with what is ordered.

mod build;
mod compare;
mod read;

pub use build::{BuildError, build};
pub use compare::{Code, Comparison, Finding, compare};
pub use read::{Csr, ReadError};
