//! The pages, one file each.

pub mod about;
pub mod annexes;
pub mod certificates;
pub mod course;
pub mod delivery;
pub mod dossier;
pub mod establishment;
pub mod form;
pub mod home;
pub mod people;
pub mod question;
pub mod reader;
pub mod report;
pub mod requests;
pub mod revocation;
pub mod sheet;
pub mod task;
pub mod verification;
