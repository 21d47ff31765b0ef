//! The ANS procedure for the two certificates of ROC, as typed tasks.
//!
//! It follows « Procédure d'obtention des certificats logiciels », V3.0.0 of 14/12/2022. From the
//! [`Answers`] to its [`Question`]s, what the dossier shows ([`Evidence`]) and what was recorded
//! ([`Records`]), [`Case::status`] says where each [`Task`] stands and [`Case::next`] what to do now.
//! There is no prose here: words are the page's; what the document prescribes to the letter stands in
//! [`reference`].

mod calendar;
mod case;
pub(crate) mod day;
mod fiche;
mod question;
mod record;
pub mod reference;
mod remedy;
mod task;

pub use case::{Blocker, Case, Effect, Evidence, Next, TaskStatus};
pub use day::parse_day;
pub use fiche::{FICHES, Fiche};
pub use question::{Answers, Choice, LevelAdvice, Question};
pub use record::{Course, Mark, People, Person, REMIND_AFTER, Record, Records};
pub use reference::Recipient;
pub use task::{Place, Proof, Role, Step, Task};
