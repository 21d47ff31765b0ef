//! Certificate signing requests (PKCS #10, RFC 2986): built and read.

mod build;
mod read;

pub use build::{BuildError, build};
pub use read::{Csr, CsrError};
