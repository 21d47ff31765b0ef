//! Cards and readers: every layer from the reader's bytes up, against readers and cards that keep the standards, and
//! against such that do not; what a card says, and whether that is what the procedure asks for.

mod backend;
mod ccid;
mod cpx;
#[path = "../support/ccid.rs"]
mod hostile;
#[path = "../support/card.rs"]
mod made;
mod reading;
