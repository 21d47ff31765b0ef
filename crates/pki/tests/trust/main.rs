//! Paths and revocation lists: real ones of IGC-Santé, a public suite of hostile ones, and rustls-webpki as a second
//! opinion.

mod limbo;
mod revocation_lists;
mod second_opinion;
