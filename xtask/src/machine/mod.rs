//! This machine: where things are, what is installed, how other programs are run, and what is said meanwhile.

pub mod layout;
pub mod process;
pub mod say;
pub mod setup;
pub mod toolchain;
pub mod tools;
