//! Cards and readers: every layer from the reader's bytes up, against readers and cards that keep the standards, and
//! against such that do not.

mod ccid;
#[path = "../support/ccid.rs"]
mod hostile;
