//! What of the dossier is in a file.

use std::rc::Rc;
use std::sync::Arc;

use certiroc_core::dossier::{Difference, Dossier};
use certiroc_core::safekeeping::Safekeeping;
use time::OffsetDateTime;

use crate::browser::file_system::FileHandle;

/// What is known of the file that the dossier is in.
#[derive(Clone, Default)]
pub struct Saving {
    /// What of the dossier is in a file.
    pub safekeeping: Safekeeping,
    /// Where it saves itself, if the browser can and the user said where.
    pub storage: Option<Storage>,
    /// The state that was last read from a file or written to one: what is in a file later comes from it.
    pub base: Option<Arc<Dossier>>,
    /// Whether it is being written there.
    pub writing: bool,
    /// Why it could not be written there the last time: told until it can be.
    pub failure: Option<SaveFailure>,
    /// What somebody else changed in the file while it was changed here. Nothing is written until the user has chosen.
    pub conflicts: Vec<Difference>,
    /// When it was last known to be in a file.
    pub saved_at: Option<OffsetDateTime>,
    /// A download that the user has not confirmed yet.
    pub download: Option<Held>,
}

/// The file that the dossier saves itself in.
#[derive(Clone)]
pub struct Storage {
    /// The file.
    pub handle: FileHandle,
    /// What was last read or written there; nothing while it was only chosen.
    pub known: Option<Rc<Vec<u8>>>,
}

/// Why the dossier is not in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveFailure {
    /// The browser or the disk refused, in the browser's words.
    Refused(String),
    /// The file is no dossier any more.
    Unreadable,
    /// The file is another dossier now.
    OtherDossier,
    /// Somebody else changed the passphrase while keys were made here, or the reverse.
    TwoPassphrases,
}

/// Whose change counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What was changed on this page.
    Ours,
    /// What was found in the file.
    Theirs,
}

/// A state of the dossier that is in a file, or may be: what that proves once it is known.
#[derive(Clone)]
pub struct Held {
    /// Its number.
    pub revision: u64,
    /// The state.
    pub dossier: Arc<Dossier>,
}
