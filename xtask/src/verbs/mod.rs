//! What is typed after `cargo xtask`, where it is more than a call into another room.

pub mod bench;
mod borders;
pub mod check;
pub mod dist;
pub mod fuzz;
mod reproducible;
pub mod serve;
mod watch;
