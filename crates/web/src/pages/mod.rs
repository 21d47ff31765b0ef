//! The pages, one file each.

pub mod about;
pub mod dossier;
pub mod establishment;
pub mod home;
pub mod requests;
pub mod verification;
