//! What of the dossier is in a file.

use std::collections::BTreeSet;

use certiroc_core::safekeeping::Safekeeping;
use certiroc_pki::key::KeyId;
use time::OffsetDateTime;

use crate::browser::file_system::FileHandle;

/// What is known of the file that the dossier is in.
#[derive(Clone, Default)]
pub struct Saving {
    /// What of the dossier is in a file.
    pub safekeeping: Safekeeping,
    /// Where it saves itself, if the browser can and the user said where.
    pub storage: Option<FileHandle>,
    /// Whether it is being written there.
    pub writing: bool,
    /// When it was last known to be in a file.
    pub saved_at: Option<OffsetDateTime>,
    /// A download that the user has not confirmed yet.
    pub download: Option<Download>,
}

/// A dossier that was downloaded: what it will prove once it is known to be saved.
#[derive(Clone)]
pub struct Download {
    /// The state that it holds.
    pub revision: u64,
    /// The keys in it.
    pub keys: BTreeSet<KeyId>,
}
