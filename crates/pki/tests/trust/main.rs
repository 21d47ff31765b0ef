//! Paths and revocation lists: real ones of IGC-Santé, a public suite of hostile ones, rustls-webpki as a second opinion,
//! and what RFC 5280 says word by word.

mod budget;
mod building;
mod conforming;
mod limbo;
mod lists;
mod names;
mod policies;
mod policy_tree;
mod revocation_lists;
mod second_opinion;
mod signers;
mod written;
