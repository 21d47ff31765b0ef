//! Certificate signing requests (PKCS #10, RFC 2986): built, read, compared with what is ordered.

mod build;
mod name;
mod read;

pub use build::{BuildError, build};
pub use name::{NameAttribute, StringType};
pub use read::{Algorithm, Csr, PublicKey, ReadError, Signature};
