//! The dossier's archive: what goes in comes out, and nothing else ever does.

mod course;
mod damage;
mod filing;
mod fixtures;
mod foreign;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "../support/made.rs"]
mod made;
mod round_trip;
