//! Two states of one dossier made one, three ways: from the state that both come from.
//!
//! No clock decides. Where one side changed a thing its change counts; where both changed it, the user chooses. Keys,
//! requests, certificates and lines of the journal never vanish.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::item::{Difference, Item, Items, Value, differences, value_of};
use super::people::{forget, gone, keep_common};
use super::{Dossier, JournalEntry};
use crate::product::Product;

/// Two states made one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The result; where both changed the same thing it has ours.
    pub dossier: Dossier,
    /// What both changed: `old` is ours, `new` theirs.
    pub conflicts: Vec<Difference>,
}

/// Why two states cannot be made one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// They are of two dossiers.
    #[error("two dossiers")]
    OtherDossier,
    /// One has all its keys under a new passphrase, and the other has keys that were sealed since: no passphrase would
    /// open all.
    #[error("keys under two passphrases")]
    TwoPassphrases,
}

/// What to merge from where the state that both come from is not known: what both agree on.
fn common(ours: &Items, theirs: &Items) -> Items {
    let agreed = ours
        .iter()
        .filter(|(item, value)| value_of(theirs, *item) == Some(value));
    agreed.cloned().collect()
}

impl Dossier {
    /// Makes one of this state and `theirs`, which both come from `base`; without it, whatever differs is a conflict,
    /// unless only one of the two has it.
    ///
    /// # Errors
    /// Why there cannot be one.
    pub fn merge(&self, theirs: &Self, base: Option<&Self>) -> Result<Merged, MergeError> {
        if !self.is_life_of(theirs) {
            return Err(MergeError::OtherDossier);
        }
        let (ours_items, their_items) = (self.items(), theirs.items());
        let base_items = base.map_or_else(|| common(&ours_items, &their_items), Self::items);
        if has_two_passphrases(&base_items, &ours_items, &their_items)
            || has_two_passphrases(&base_items, &their_items, &ours_items)
        {
            return Err(MergeError::TwoPassphrases);
        }
        let mut merged = Merged {
            dossier: self.clone(),
            conflicts: Vec::new(),
        };
        for difference in differences(&ours_items, &their_items) {
            let Difference { item, old, new } = &difference;
            let (base, old, new) = (value_of(&base_items, *item), old.as_ref(), new.as_ref());
            let is_there = |value: Option<&Value>| value.is_some() || !item.is_permanent();
            if !is_there(old) || (old == base && is_there(new)) {
                merged.dossier.put(*item, new.cloned());
            } else if is_there(new) && new != base {
                merged.conflicts.push(difference);
            }
        }
        // A key that came in stands last meanwhile.
        for product in Product::ALL {
            let item = Item::CurrentKey(product);
            let (ours, theirs) = (value_of(&ours_items, item), value_of(&their_items, item));
            let ours_counts = ours.is_some() && (ours != value_of(&base_items, item) || theirs.is_none());
            let current = if ours_counts { ours } else { theirs };
            merged.dossier.put(item, current.cloned());
        }
        let Dossier {
            authorities, refused, ..
        } = &mut merged.dossier;
        authorities.retain(|authority| !refused.contains(&authority.sha256()));
        merged.dossier.journal = Arc::new(journal(&self.journal, &theirs.journal));
        Ok(merged)
    }
}

/// Whether `one` sealed anew what was there, while `other` has keys that were not, or sealed them anew as well.
fn has_two_passphrases(base: &Items, one: &Items, other: &Items) -> bool {
    let keys = |items: &Items| {
        let keys = items.iter();
        let keys = keys.filter(|(item, _)| matches!(item, Item::SealKey | Item::Key(..)));
        keys.cloned().collect::<Items>()
    };
    let resealed = |(item, value): &(Item, Value)| value_of(one, *item).is_some_and(|now| now != value);
    let differs = |(item, value): &(Item, Value)| {
        value_of(base, *item) != Some(value) && value_of(one, *item) != Some(value)
    };
    let base_keys = keys(base);
    // Where there was no key, each first one had a passphrase of its own.
    let both_first = base_keys.is_empty() && !keys(one).is_empty();
    (both_first || base_keys.iter().any(resealed)) && keys(other).iter().any(differs)
}

/// The lines of both journals, in the order of their times; a line that both have, once. Whom one of them erased from
/// it is erased.
fn journal(ours: &[JournalEntry], theirs: &[JournalEntry]) -> Vec<JournalEntry> {
    join(ours.to_vec(), theirs, 0)
}

/// A sealed journal with what was done to another between two states of it: the people who were erased, and the lines
/// that were added. What came into that other before is neither.
pub(super) fn advanced(
    sealed: &[JournalEntry],
    before: &[JournalEntry],
    after: &[JournalEntry],
) -> Vec<JournalEntry> {
    let mut erased = Vec::new();
    for (was, is) in before.iter().zip(after) {
        for name in gone(&was.by, &is.by) {
            if !erased.contains(&name) {
                erased.push(name);
            }
        }
    }
    let mut lines = sealed.to_vec();
    for line in &mut lines {
        for name in &erased {
            forget(&mut line.by, name);
        }
    }
    join(lines, after, before.len())
}

/// The lines with those of `others` from `new` on, in the order of their times: of those before, it has what it has.
fn join(mut lines: Vec<JournalEntry>, others: &[JournalEntry], new: usize) -> Vec<JournalEntry> {
    let shared = lines.iter().zip(others).take_while(|(a, b)| a == b).count();
    // Where the lines that are left to be matched stand, by what makes two the same: the last place first.
    let mut left = BTreeMap::<_, Vec<usize>>::new();
    for (place, line) in lines.iter().enumerate().skip(shared).rev() {
        left.entry(line.key()).or_default().push(place);
    }
    let mut added = Vec::new();
    for (place, line) in others.iter().enumerate().skip(shared) {
        match left.get_mut(&line.key()).and_then(Vec::pop) {
            _ if place < new => {}
            Some(known) => keep_common(&mut lines[known].by, &line.by),
            None => added.push(line.clone()),
        }
    }
    let mut added = added.into_iter().peekable();
    let mut joined = Vec::new();
    for (place, line) in lines.into_iter().enumerate() {
        while place >= shared
            && let Some(earlier) = added.next_if(|added| added.at < line.at)
        {
            joined.push(earlier);
        }
        joined.push(line);
    }
    joined.extend(added);
    joined
}
