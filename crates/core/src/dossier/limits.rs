//! How much a dossier takes: more than a hospital ever has, and so little that comparing, showing and checking it all
//! keeps no page busy.

use super::Dossier;

/// The most lines of a journal.
pub const JOURNAL_LIMIT: usize = 10_000;
/// The most characters that say who did something.
pub const BY_LIMIT: usize = 200;
/// The most people whom a dossier names.
pub const PEOPLE_LIMIT: usize = 1000;
/// The most certificates that came back, of all keys.
pub const CERTIFICATE_LIMIT: usize = 100;
/// The most authorities.
pub const AUTHORITY_LIMIT: usize = 900;

/// Whether it has no more than its part of what a dossier takes: one in `parts`.
///
/// # Errors
/// What there is too much of, in English, for support.
pub(super) fn check(dossier: &Dossier, parts: usize) -> Result<(), &'static str> {
    let is_beyond = |count: usize, limit: usize| count > limit / parts;
    let mut journal = dossier.journal.iter();
    let certificates = dossier.requests().map(|request| request.issued.len()).sum();
    if is_beyond(certificates, CERTIFICATE_LIMIT) {
        Err("too many certificates")
    } else if is_beyond(dossier.authorities.len(), AUTHORITY_LIMIT) {
        Err("too many authorities")
    } else if is_beyond(dossier.journal.len(), JOURNAL_LIMIT) {
        Err("too many lines in the journal")
    } else if journal.any(|line| line.by.chars().count() > BY_LIMIT) {
        Err("too long a name in the journal")
    } else if is_beyond(dossier.named().len(), PEOPLE_LIMIT) {
        Err("too many people")
    } else {
        Ok(())
    }
}
