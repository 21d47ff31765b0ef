//! What the user must hear.

use certiroc_core::dossier;

use crate::browser::file::ReadError;

/// What the user must hear of the last action.
#[derive(Clone, PartialEq)]
pub enum Notice {
    /// A file could not be read at all.
    Unreadable(ReadError),
    /// An archive could not be opened. What is on the page stays.
    OpenFailed(String, dossier::DossierError),
    /// A dossier was opened from the file of this name; members that are not its own were left out.
    Opened(String, Vec<String>),
    /// The file given back is the dossier that is open: its keys are safe.
    Verified(String),
    /// The file given back is the dossier that is open, before its last keys were made.
    EarlierState(String),
    /// What somebody else changed in the file of this name came in.
    Joined(String),
    /// The file of this name is a state of the dossier whose passphrase was changed apart from this one.
    NotJoined(String),
    /// The browser could not open or write a file, in its words.
    FileFailed(String),
    /// Writing again to the opened file was not allowed: downloads instead.
    WriteRefused(String),
    /// The archive could not be made.
    SealFailed(String),
    /// The passphrase was changed.
    PassphraseChanged,
    /// It was not: another key came in meanwhile.
    PassphraseKept,
}
