//! From the crates to the one file: compiled, bound, packed.

pub mod authorities;
pub mod build;
mod csp;
mod order;
pub mod pack;
pub mod release;
pub mod trunk;
