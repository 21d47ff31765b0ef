//! The dossier's archive: what goes in comes out, and nothing else ever does.

mod attacks;
mod course;
mod damage;
mod filing;
mod fixtures;
mod foreign;
mod forgeries;
mod journal;
mod limits;
mod merge;
mod passphrase;
mod people;
mod round_trip;
mod sealing;
mod weights;
