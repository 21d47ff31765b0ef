//! How an open dossier changes, and how it compares with one that was read from a file.

use std::sync::Arc;

use time::{Date, OffsetDateTime};

use super::{BY_LIMIT, Dossier, Event, JournalEntry, differences};
use crate::establishment::ContractLevel;
use crate::order::Request;
use crate::procedure::{Answers, Choice, Mark, Question, Record, Task};
use certiroc_pki::key::{KeyId, SealedKey};

impl Dossier {
    /// Adds a line to the journal: `by` is who did it, or nothing. Its first [`BY_LIMIT`] characters are kept.
    pub fn record(&mut self, now: OffsetDateTime, by: &str, event: Event) {
        let by = by.trim().chars().take(BY_LIMIT).collect();
        Arc::make_mut(&mut self.journal).push(JournalEntry { at: now, by, event });
    }

    /// The answers, with the contract's level as the establishment has it.
    pub fn answers(&self) -> Answers {
        let mut answers = self.course.answers.clone();
        match self.establishment.contract_level {
            Some(ContractLevel::Ej) => answers.set(Question::ContractLevel, Choice::Ej),
            Some(ContractLevel::Eg) => answers.set(Question::ContractLevel, Choice::Eg),
            None => answers.forget(Question::ContractLevel),
        }
        answers
    }

    /// Answers a question of the procedure. An answer that the question does not take changes nothing.
    pub fn answer(&mut self, question: Question, choice: Choice) {
        match (question, choice) {
            (Question::ContractLevel, Choice::Ej) => {
                self.establishment.contract_level = Some(ContractLevel::Ej);
            }
            (Question::ContractLevel, Choice::Eg) => {
                self.establishment.contract_level = Some(ContractLevel::Eg);
            }
            _ => self.course.answers.set(question, choice),
        }
    }

    /// Sets a mark of a task, or takes it away.
    pub fn mark(&mut self, task: Task, mark: Mark, day: Option<Date>) {
        let records = &mut self.course.records;
        records.entry(task).or_default().set(mark, day);
        records.retain(|_, record| *record != Record::default());
    }

    /// Every key that the dossier's passphrase opens, in the order of the products and of their requests; the seal key
    /// last.
    pub fn sealed_keys(&self) -> Vec<SealedKey> {
        let seal_key = self.seal_key.iter().map(|key| key.sealed.clone());
        let keys = self.keys_in_use().into_iter().map(|(_, sealed)| sealed);
        keys.chain(seal_key).collect()
    }

    /// Those of them that requests were made with, by the ids that the dossier gives them.
    pub fn keys_in_use(&self) -> Vec<(KeyId, SealedKey)> {
        let requests = self.requests().filter(|request| !request.passphrase_lost);
        requests
            .map(|request| (request.key_id, request.sealed_key.clone()))
            .collect()
    }

    /// Puts other seals in the place of `old`, which is what [`Self::sealed_keys`] gave, in the same order. Where another
    /// key came in meanwhile nothing changes, since one passphrase is to open all: whether it did.
    pub fn reseal(&mut self, old: &[SealedKey], new: &[SealedKey]) -> bool {
        if self.sealed_keys() != old || old.len() != new.len() {
            return false;
        }
        let requests = self.orders.iter_mut().flat_map(|order| &mut order.requests);
        let requests = requests.filter(|request| !request.passphrase_lost);
        let sealed = requests.map(|request| &mut request.sealed_key);
        let seal_key = self.seal_key.iter_mut().map(|key| &mut key.sealed);
        for (sealed, key) in sealed.chain(seal_key).zip(new) {
            *sealed = key.clone();
        }
        true
    }

    /// Whether it has every key of `other`, sealed as there.
    pub fn has_keys_of(&self, other: &Self) -> bool {
        let keys: Vec<_> = self.requests().map(|key| (key.key_id, &key.sealed_key)).collect();
        other
            .requests()
            .all(|key| keys.contains(&(key.key_id, &key.sealed_key)))
    }

    /// Notes that nobody knows the passphrase any more. Its keys stay, with what came back for them: the paper may be
    /// found again. Those that come after have another passphrase, and another seal key.
    pub fn lose_passphrase(&mut self, now: OffsetDateTime, by: &str) {
        for request in self.orders.iter_mut().flat_map(|order| &mut order.requests) {
            request.passphrase_lost = true;
        }
        self.seal_key = None;
        self.record(now, by, Event::PassphraseLost);
    }

    /// Whether `file` is this dossier at some moment of its life: one that was begun at the same time.
    pub fn is_life_of(&self, file: &Self) -> bool {
        self.created_at == file.created_at
    }

    /// The state that this one and `other` come from, where that can be told: `other` if it is one of the `earlier` states
    /// of this one, else what the journals show to be common. What is typed stands in no journal: an earlier state is
    /// believed before this one, and where the same journal has grown on neither side of it, nothing is told.
    pub fn ancestor<'a>(&'a self, other: &'a Self, earlier: &[&'a Self]) -> Option<&'a Self> {
        let comes_from = |later: &Self, earlier: &Self| {
            later.journal.len() > earlier.journal.len() && later.journal.starts_with(&earlier.journal)
        };
        if earlier.iter().any(|state| state.is_same_state(other)) {
            return Some(other);
        }
        let found = earlier.iter().copied().find(|state| comes_from(other, state));
        if found.is_some() || earlier.iter().any(|state| state.journal == other.journal) {
            return found;
        }
        if comes_from(self, other) {
            Some(other)
        } else {
            comes_from(other, self).then_some(self)
        }
    }

    /// Whether `file` holds all that this dossier holds, the journal aside, and no person who was erased since.
    pub fn is_same_state(&self, file: &Self) -> bool {
        self.erasures() == file.erasures() && differences(&self.items(), &file.items()).is_empty()
    }

    pub(super) fn requests(&self) -> impl Iterator<Item = &Request> {
        self.orders.iter().flat_map(|order| &order.requests)
    }
}
