//! How much of an open dossier is known to be in a file that the user has.
//!
//! A request is handed over only once its key is in a saved dossier: a key that exists only in a tab is
//! lost with it, and so is the certificate that comes back weeks later.

use std::collections::BTreeSet;

use certiroc_pki::key::KeyId;

/// Counts the changes of a dossier, and knows which are saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Safekeeping {
    revision: u64,
    saved: u64,
    kept: BTreeSet<KeyId>,
}

impl Safekeeping {
    /// For a dossier that was just read from a file, with the keys in it.
    pub fn of_file(keys: BTreeSet<KeyId>) -> Self {
        Self {
            revision: 0,
            saved: 0,
            kept: keys,
        }
    }

    /// Notes that the dossier has changed.
    pub fn changed(&mut self) {
        self.revision += 1;
    }

    /// The number of the present state, to be given back to [`Self::saved`].
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Notes that the state `revision`, with `keys` in it, is in a file.
    ///
    /// Writes may end in another order than they began: an older one never hides a newer.
    pub fn saved(&mut self, revision: u64, keys: impl IntoIterator<Item = KeyId>) {
        self.saved = self.saved.max(revision);
        self.kept.extend(keys);
    }

    /// Whether something has changed since the last save.
    pub fn is_unsaved(&self) -> bool {
        self.saved < self.revision
    }

    /// Whether a key is in a file that the user holds.
    pub fn holds(&self, key: &KeyId) -> bool {
        self.kept.contains(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> KeyId {
        format!("{byte:02x}")
            .repeat(32)
            .parse()
            .expect("64 hexadecimal digits")
    }

    #[test]
    fn a_new_dossier_has_nothing_to_save() {
        assert!(!Safekeeping::default().is_unsaved());
    }

    #[test]
    fn a_key_is_held_once_the_state_with_it_is_saved() {
        let mut safekeeping = Safekeeping::default();
        safekeeping.changed();
        assert!(safekeeping.is_unsaved() && !safekeeping.holds(&key(1)));
        safekeeping.saved(safekeeping.revision(), [key(1)]);
        assert!(!safekeeping.is_unsaved() && safekeeping.holds(&key(1)) && !safekeeping.holds(&key(2)));
    }

    #[test]
    fn a_change_during_a_write_stays_unsaved() {
        let mut safekeeping = Safekeeping::default();
        safekeeping.changed();
        let writing = safekeeping.revision();
        safekeeping.changed();
        safekeeping.saved(writing, [key(1)]);
        assert!(safekeeping.is_unsaved() && safekeeping.holds(&key(1)));
    }

    #[test]
    fn an_old_write_that_ends_late_hides_nothing() {
        let mut safekeeping = Safekeeping::default();
        safekeeping.changed();
        safekeeping.changed();
        safekeeping.saved(2, []);
        safekeeping.saved(1, [key(1)]);
        assert!(!safekeeping.is_unsaved() && safekeeping.holds(&key(1)));
    }
}
