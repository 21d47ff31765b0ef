//! How an open dossier changes, and how it stands to one that was read from a file.

use time::OffsetDateTime;

use super::{Dossier, Entry, Event};
use crate::key::SealedKey;
use crate::order::Request;

impl Dossier {
    /// Adds a line to the journal.
    pub fn record(&mut self, now: OffsetDateTime, event: Event) {
        self.journal.push(Entry { at: now, event });
    }

    /// Every sealed key, in the order of the products and of their requests.
    pub fn sealed_keys(&self) -> Vec<SealedKey> {
        self.requests()
            .map(|request| request.sealed_key.clone())
            .collect()
    }

    /// Puts other seals in the place of those that [`Self::sealed_keys`] gave, in the same order.
    pub fn reseal(&mut self, keys: &[SealedKey]) {
        let requests = self.orders.iter_mut().flat_map(|order| &mut order.requests);
        for (request, key) in requests.zip(keys) {
            request.sealed_key = key.clone();
        }
    }

    /// Whether `file` is this dossier at some moment of its life: begun at the same time, and each key that
    /// it has in common with this one under the very same seal.
    pub fn is_life_of(&self, file: &Self) -> bool {
        let mut common = self
            .requests()
            .flat_map(|ours| file.requests().map(move |theirs| (ours, theirs)))
            .filter(|(ours, theirs)| ours.key_id == theirs.key_id);
        self.created_at == file.created_at
            && common.all(|(ours, theirs)| ours.sealed_key == theirs.sealed_key)
    }

    /// Whether `file` holds all that this dossier holds, the journal aside.
    pub fn is_same_state(&self, file: &Self) -> bool {
        self.establishment == file.establishment && self.orders == file.orders
    }

    pub(super) fn requests(&self) -> impl Iterator<Item = &Request> {
        self.orders.iter().flat_map(|order| &order.requests)
    }
}
