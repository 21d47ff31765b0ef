//! Certificate signing requests (PKCS #10, RFC 2986): built, read, compared with what is ordered.

mod algorithm;
mod build;
mod compare;
mod name;
mod read;

pub use algorithm::{Algorithm, PublicKey};
pub use build::{BuildError, build};
pub use compare::{Code, Comparison, Finding, Joined, compare};
pub use name::{NameAttribute, StringType};
pub use read::{Csr, ReadError, Signature};

/// What a table holds for a dotted object identifier.
fn lookup<T: Copy>(table: &[(&str, T)], oid: &str) -> Option<T> {
    table
        .iter()
        .find(|(known, _)| *known == oid)
        .map(|(_, value)| *value)
}
