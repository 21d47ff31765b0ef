//! From the crates to the one file: compiled, bound, packed.

pub mod authorities;
#[path = "../../../crates/core/src/authority.rs"]
#[allow(dead_code, reason = "the page uses the parts that the build does not")]
mod authority;
pub mod build;
mod csp;
pub mod pack;
pub mod release;
pub mod trunk;
