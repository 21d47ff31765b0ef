//! Who answers for what an open dossier holds.
//!
//! What was read from a file is believed as far as a seal proves it, once the passphrase has opened the seal key. What is
//! done on this page is this page's own. The difference between the two states before and after an act is the act; what
//! merely came from a file stands in neither. So the state that will be sealed next is the sealed one with the acts, and
//! with the differences that were accepted, and with nothing else.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::item::{Difference, Item, Value, differences};
use super::{Dossier, DossierId, DossierWriteError, Seal, Unsigned, merge};
use crate::order::Request;
use crate::product::Product;
use certiroc_pki::key::{KeyId, SealedKey};
use certiroc_pki::x509::Certificate;

/// What is known of who answers for an open dossier.
#[derive(Clone, Debug)]
pub struct Sealing {
    seals: Vec<Seal>,
    /// The state in which the dossier was begun here; none where it was read from a file.
    begun: Option<Arc<Dossier>>,
    /// What this page did before the dossier was verified: states before and after.
    acts: Vec<(Arc<Dossier>, Arc<Dossier>)>,
    /// The state up to which this page's acts are counted.
    counted: Arc<Dossier>,
    vouched: Option<Vouched>,
    changes: Vec<Change>,
    /// What is wrong with the seals.
    alarm: Option<Alarm>,
    /// The keys that the passphrase did not prove, under the ids that the dossier gives them.
    closed: Vec<(KeyId, SealedKey)>,
}

/// A dossier whose seal key was opened.
#[derive(Clone, Debug)]
struct Vouched {
    /// The state that is sealed or will be.
    state: Arc<Dossier>,
    public_key_info: Vec<u8>,
}

/// How far a dossier is to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// It has no key: nothing rests on it.
    NoKey,
    /// Nobody typed the passphrase yet.
    Unverified,
    /// The passphrase opened the seal key.
    Verified,
}

/// What holds back whatever rests on the dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// It was not verified.
    Unverified,
    /// A key, a request or a certificate is not what was sealed.
    Alarm,
    /// So many things are to be accepted or restored.
    Asked(usize),
}

/// What is wrong with the seals of a file, or with its keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// The dossier had a seal, and the file has none.
    Gone,
    /// A seal is damaged, or the key that the passphrase opened did not make it.
    Broken,
    /// The passphrase does not open every key, or one that it opens is not the key of its request.
    Closed,
}

/// What a difference from the seal means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A key, a request or what came of one: nobody changes it without the passphrase. It is not accepted.
    Alarm,
    /// What commands, messages or trust stores rest on.
    Asked,
    /// What else there is.
    Minor,
}

/// A difference from the seal that is neither this page's act nor accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `old` is sealed, `new` present.
    pub difference: Difference,
    /// What it means.
    pub weight: Weight,
    /// What belongs to it and goes with it: the request and the certificates of a key.
    pub parts: Vec<Difference>,
}

/// What the passphrase said of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proof {
    /// It opens, and is the key of its request.
    Proven,
    /// It opens, and is another key.
    OtherKey,
    /// It does not open.
    Closed,
}

impl Sealing {
    /// Of a dossier that is begun here.
    pub fn begun(state: Arc<Dossier>) -> Self {
        Self {
            begun: Some(Arc::clone(&state)),
            ..Self::read(state, Vec::new(), None)
        }
    }

    /// Of a dossier that was read from a file, with its seals.
    pub fn read(state: Arc<Dossier>, seals: Vec<Seal>, alarm: Option<Alarm>) -> Self {
        let mut sealing = Self {
            seals,
            begun: None,
            acts: Vec::new(),
            counted: state,
            vouched: None,
            changes: Vec::new(),
            alarm,
            closed: Vec::new(),
        };
        sealing.compare(&nobody);
        sealing
    }

    /// The seals that the next file has.
    pub fn seals(&self) -> &[Seal] {
        &self.seals
    }

    /// The seal with the highest number.
    pub fn last(&self) -> Option<&Seal> {
        self.seals.iter().max_by_key(|seal| seal.number())
    }

    /// What is wrong with the keys or the seals.
    pub fn alarm(&self) -> Option<Alarm> {
        let is_closed = |key: &Request| {
            let mut closed = self.closed.iter();
            closed.any(|(key_id, sealed)| *key_id == key.key_id && *sealed == key.sealed_key)
        };
        let mut keys = self.counted.requests();
        if keys.any(|key| !key.passphrase_lost && is_closed(key)) {
            Some(Alarm::Closed)
        } else {
            self.alarm
        }
    }

    /// The user has read what is wrong with the seals; what is wrong with the keys stays wrong.
    pub const fn dismiss_alarm(&mut self) {
        self.alarm = None;
    }

    /// The differences from the seal, the gravest first. Where the dossier was not verified, those from the last seal, as
    /// it says itself.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// How far the dossier is to be believed.
    pub fn trust(&self) -> Trust {
        if self.vouched.is_some() {
            Trust::Verified
        } else if self.counted.seal_key.is_none() && self.counted.requests().next().is_none() {
            Trust::NoKey
        } else {
            Trust::Unverified
        }
    }

    /// What holds back requests, files and commands.
    pub fn hold(&self) -> Option<Hold> {
        match self.trust() {
            Trust::NoKey => None,
            Trust::Unverified => Some(Hold::Unverified),
            Trust::Verified => {
                let of = |weight| self.changes.iter().filter(move |change| change.weight == weight);
                let asked = of(Weight::Asked).count();
                if self.alarm() == Some(Alarm::Closed) || of(Weight::Alarm).next().is_some() {
                    Some(Hold::Alarm)
                } else {
                    (asked > 0).then_some(Hold::Asked(asked))
                }
            }
        }
    }

    /// Counts what was done on this page up to `present`.
    pub fn count(&mut self, present: &Arc<Dossier>) {
        if Arc::ptr_eq(&self.counted, present) {
            return;
        }
        let before = core::mem::replace(&mut self.counted, Arc::clone(present));
        match &mut self.vouched {
            None => match self.acts.last_mut() {
                Some((_, after)) if Arc::ptr_eq(after, &before) => *after = Arc::clone(present),
                _ => self.acts.push((before, Arc::clone(present))),
            },
            Some(vouched) if self.changes.is_empty() => vouched.state = Arc::clone(present),
            Some(vouched) => {
                vouched.state = Arc::new(advance(&vouched.state, &before, present));
                self.compare(&nobody);
            }
        }
    }

    /// Another state of the dossier came in from a file, with its seals: `present` is now what this page's state and that
    /// one were merged to.
    pub fn meet(
        &mut self,
        before: &Arc<Dossier>,
        present: &Arc<Dossier>,
        seals: Vec<Seal>,
        is_broken: bool,
        is_pinned: &dyn Fn(&Certificate) -> bool,
    ) {
        self.count(before);
        if is_broken {
            self.alarm = Some(Alarm::Broken);
        } else if seals.is_empty() && !self.seals.is_empty() {
            self.alarm = Some(Alarm::Gone);
        }
        for seal in seals {
            if self.seals.contains(&seal) || self.seals.iter().any(|ours| ours.comes_from(&seal)) {
                continue;
            }
            let last = self.last();
            let is_older = last.is_some_and(|ours| seal.number() < ours.number());
            let base = last.filter(|ours| seal.comes_from(ours));
            let base = base.map(|ours| Arc::clone(ours.state()));
            if let Some(vouched) = &mut self.vouched {
                if !seal.is_signed_by(&vouched.public_key_info) {
                    self.alarm = Some(Alarm::Broken);
                    continue;
                }
                // Whatever was sealed once was true once.
                if is_older {
                    continue;
                }
                if let Ok(merged) = vouched.state.merge(seal.state(), base.as_deref()) {
                    vouched.state = Arc::new(merged.dossier);
                }
            }
            self.seals.retain(|ours| !seal.comes_from(ours));
            self.seals.push(seal);
        }
        self.counted = Arc::clone(present);
        self.compare(is_pinned);
    }

    /// The passphrase was typed: it opened the seal key with this DER `SubjectPublicKeyInfo`, and said that of each key of
    /// `present`, in their order. What was done here meanwhile is this page's own.
    pub fn verify(
        &mut self,
        present: &Arc<Dossier>,
        public_key_info: Vec<u8>,
        proofs: &[(KeyId, Proof)],
        is_pinned: &dyn Fn(&Certificate) -> bool,
    ) {
        self.count(present);
        let made = self.seals.len();
        self.seals.retain(|seal| seal.is_signed_by(&public_key_info));
        if self.seals.len() < made {
            self.alarm = Some(Alarm::Broken);
        }
        // What the seals differ in is as the last has it.
        let last = (0..self.seals.len()).max_by_key(|place| self.seals[*place].number());
        if let Some(last) = last {
            self.seals.swap(0, last);
        }
        let is_proven = |key_id: KeyId| proofs.contains(&(key_id, Proof::Proven));
        let mut sealed = self.seals.iter().map(|seal| Arc::clone(seal.state()));
        let state = if let Some(first) = sealed.next() {
            sealed.fold(first, |one, other| match one.merge(&other, None) {
                Ok(merged) => Arc::new(merged.dossier),
                Err(_) => one,
            })
        } else if let Some(begun) = &self.begun {
            Arc::clone(begun)
        } else {
            Arc::new(proven(present, &public_key_info, &is_proven))
        };
        let acts = self.acts.drain(..);
        let state = acts.fold(state, |state, (before, after)| {
            Arc::new(advance(&state, &before, &after))
        });
        self.closed = present.keys_in_use();
        self.closed.retain(|(key_id, _)| !is_proven(*key_id));
        self.vouched = Some(Vouched {
            state,
            public_key_info,
        });
        self.compare(is_pinned);
    }

    /// Takes over the present state of a thing, unless it is an alarm.
    pub fn accept(&mut self, item: Item) {
        self.take_over(self.parts(item));
    }

    /// Takes over the present state of everything that is [`Weight::Minor`].
    pub fn accept_minor(&mut self) {
        self.take_over(self.of(Weight::Minor));
    }

    /// Puts a thing into `present` as it was sealed, unless it is an alarm, or a key, which would vanish. What was done here
    /// up to then counts.
    pub fn restore(&mut self, item: Item, present: &mut Arc<Dossier>) {
        self.count(present);
        if !matches!(item, Item::Key(..)) {
            self.put_back(self.parts(item), present);
        }
    }

    /// Puts all into `present` that is an alarm, as it was sealed: one without the other would be no dossier.
    pub fn restore_alarms(&mut self, present: &mut Arc<Dossier>) {
        self.count(present);
        self.put_back(self.of(Weight::Alarm), present);
    }

    fn of(&self, weight: Weight) -> Vec<Difference> {
        let changes = self.changes.iter().filter(|change| change.weight == weight);
        changes.map(|change| change.difference.clone()).collect()
    }

    /// A thing that is asked about, with what belongs to it.
    fn parts(&self, item: Item) -> Vec<Difference> {
        let mut changes = self.changes.iter();
        let change = changes.find(|change| change.difference.item == item && change.weight != Weight::Alarm);
        let Some(change) = change else {
            return Vec::new();
        };
        let parts = change.parts.iter().chain([&change.difference]).cloned();
        let mut parts: Vec<_> = parts.collect();
        parts.rotate_right(1);
        parts
    }

    fn take_over(&mut self, differences: Vec<Difference>) {
        let Some(vouched) = &mut self.vouched else { return };
        let state = Arc::make_mut(&mut vouched.state);
        for difference in differences {
            match difference.item {
                Item::Journal => state.journal = Arc::clone(&self.counted.journal),
                item => state.put(item, difference.new),
            }
        }
        self.compare(&nobody);
    }

    fn put_back(&mut self, differences: Vec<Difference>, present: &mut Arc<Dossier>) {
        let Some(vouched) = &self.vouched else { return };
        let restored = Arc::make_mut(present);
        for Difference { item, old, .. } in &differences {
            match item {
                Item::Journal => restored.journal = Arc::clone(&vouched.state.journal),
                item => restored.put(*item, old.clone()),
            }
        }
        // Once all keys are there.
        for Difference { item, old, .. } in differences {
            if matches!(item, Item::CurrentKey(_)) {
                restored.put(item, old);
            }
        }
        self.counted = Arc::clone(present);
        self.compare(&nobody);
    }

    /// The next seal, to be signed; none where the passphrase was not typed, or nothing is new.
    ///
    /// # Errors
    /// As [`Dossier::write`].
    pub fn unsigned(
        &self,
        notice: &str,
        id: DossierId,
        now: OffsetDateTime,
    ) -> Result<Option<Unsigned>, DossierWriteError> {
        let Some(vouched) = &self.vouched else {
            return Ok(None);
        };
        let is_sealed = |seal: &Seal| *seal.state() == vouched.state;
        if matches!(self.seals.as_slice(), [seal] if is_sealed(seal)) {
            return Ok(None);
        }
        let state = Arc::clone(&vouched.state);
        Unsigned::new(state, notice, &self.seals, id, now).map(Some)
    }

    /// Takes the seal that was signed: it comes after all others.
    pub fn sealed(&mut self, seal: Seal) {
        self.seals = vec![seal];
    }

    /// Nobody can open the seal key any more: the next seal is the first of another.
    pub fn lose(&mut self) {
        self.seals.clear();
        self.compare(&nobody);
    }

    /// Ends what the passphrase began: it must be typed again.
    pub fn close(&mut self) {
        self.vouched = None;
        self.compare(&nobody);
    }

    /// Finds what differs from the seal. A certificate whose key is sealed and which `is_pinned` says to come from the
    /// authorities that the page trusts is taken over unasked.
    fn compare(&mut self, is_pinned: &dyn Fn(&Certificate) -> bool) {
        self.changes.clear();
        if let Some(vouched) = &mut self.vouched {
            for certificate in unasked(&vouched.state, &self.counted, is_pinned) {
                Arc::make_mut(&mut vouched.state).put(certificate.item, certificate.new);
            }
        }
        let state = match (&self.vouched, self.last()) {
            (Some(vouched), _) => &vouched.state,
            (None, Some(seal)) => seal.state(),
            (None, None) => return,
        };
        let mut differences = differences(&state.items(), &self.counted.items());
        if state.journal != self.counted.journal {
            differences.push(Difference {
                item: Item::Journal,
                old: Some(Value::Lines(state.journal.len())),
                new: Some(Value::Lines(self.counted.journal.len())),
            });
        }
        let is_key = |difference: &Difference| matches!(difference.item, Item::Key(..));
        let (keys, others): (Vec<_>, Vec<_>) = differences.into_iter().partition(is_key);
        let mut weighed: Vec<Change> = Vec::new();
        for difference in keys.into_iter().chain(others) {
            let weight = weight(&difference, state, &self.counted);
            let whole = weighed
                .iter_mut()
                .find(|change| change.weight == weight && belongs(&difference, change.difference.item));
            match whole {
                Some(whole) if weight == Weight::Asked => whole.parts.push(difference),
                _ => weighed.push(Change {
                    difference,
                    weight,
                    parts: Vec::new(),
                }),
            }
        }
        for weight in [Weight::Alarm, Weight::Asked, Weight::Minor] {
            let changes = weighed.iter().filter(|change| change.weight == weight);
            self.changes.extend(changes.cloned());
        }
        if let Some(vouched) = self.vouched.as_mut().filter(|_| self.changes.is_empty()) {
            // The same things may stand in another order.
            vouched.state = Arc::clone(&self.counted);
        }
    }
}

/// Whether a thing goes with another: with a key, what was made with it, and that it is the current one.
fn belongs(part: &Difference, whole: Item) -> bool {
    let Item::Key(product, key_id) = whole else {
        return false;
    };
    match (part.item, &part.new) {
        (Item::Csr(of, id) | Item::Certificate(of, id, _) | Item::Revocation(of, id, _), _) => {
            (of, id) == (product, key_id)
        }
        (Item::CurrentKey(of), Some(Value::KeyId(id))) => (of, *id) == (product, key_id),
        _ => false,
    }
}

/// No certificate is pinned.
const fn nobody(_: &Certificate) -> bool {
    false
}

/// The certificates that came in and are pinned, of keys that are sealed.
fn unasked(sealed: &Dossier, present: &Dossier, is_pinned: &dyn Fn(&Certificate) -> bool) -> Vec<Difference> {
    let mut differences = differences(&sealed.items(), &present.items());
    differences.retain(|difference| match (difference.item, &difference.new) {
        (Item::Certificate(product, key_id, _), Some(Value::Certificate(certificate, _))) => {
            difference.old.is_none() && has_key(sealed, product, key_id) && is_pinned(certificate)
        }
        _ => false,
    });
    differences
}

fn has_key(dossier: &Dossier, product: Product, key_id: KeyId) -> bool {
    let mut requests = dossier.order(product).requests.iter();
    requests.any(|request| request.key_id == key_id)
}

fn weight(difference: &Difference, sealed: &Dossier, present: &Dossier) -> Weight {
    let is_new = difference.old.is_none();
    let is_lost = |product, key_id| {
        let requests = &present.order(product).requests;
        let mut lost = requests.iter().filter(|request| request.passphrase_lost);
        lost.any(|request| request.key_id == key_id)
    };
    // What nobody can open is no longer used.
    let of_lost = match (difference.item, &difference.new) {
        (
            Item::Key(product, key_id) | Item::Csr(product, key_id) | Item::Certificate(product, key_id, _),
            _,
        ) => is_lost(product, key_id),
        (Item::CurrentKey(product), Some(Value::KeyId(key_id))) => is_lost(product, *key_id),
        _ => false,
    };
    match difference.item {
        _ if is_new && of_lost => Weight::Asked,
        Item::Certificate(product, key_id, _) if is_new && has_key(sealed, product, key_id) => Weight::Asked,
        Item::SealKey | Item::Key(..) | Item::Csr(..) | Item::CurrentKey(_) | Item::Certificate(..) => {
            Weight::Alarm
        }
        Item::KeySize(_) | Item::Answer(_) | Item::Mark(..) | Item::RemindAfter | Item::Journal => {
            Weight::Minor
        }
        Item::Establishment(_)
        | Item::ServiceName(_)
        | Item::Revocation(..)
        | Item::Authority(_)
        | Item::Compared(_)
        | Item::Refused(_)
        | Item::Person(_) => Weight::Asked,
    }
}

/// What proves itself in a dossier that has no seal: the keys that opened, with their requests, and the seal key if it is
/// the one that was opened.
fn proven(present: &Dossier, public_key_info: &[u8], is_proven: &dyn Fn(KeyId) -> bool) -> Dossier {
    let mut state = Dossier::new(present.created_at);
    state.journal = Arc::default();
    for (item, value) in present.items() {
        let proves_itself = match (item, &value) {
            (Item::Key(_, key_id) | Item::Csr(_, key_id), _) => is_proven(key_id),
            (Item::CurrentKey(_), Value::KeyId(key_id)) => is_proven(*key_id),
            (Item::SealKey, Value::SealKey(key)) => key.public_key_info == public_key_info,
            _ => false,
        };
        if proves_itself {
            state.put(item, Some(value));
        }
    }
    state
}

/// The sealed state with what was done between two states.
fn advance(sealed: &Dossier, before: &Dossier, after: &Dossier) -> Dossier {
    let mut state = sealed.clone();
    for difference in differences(&before.items(), &after.items()) {
        state.put(difference.item, difference.new);
    }
    let [known, read] = [&sealed.journal, &before.journal].map(|journal| merge::places(journal, 0));
    let lines = after.journal.iter();
    let own = lines.filter(|line| {
        let key = line.key();
        known.contains_key(&key) || !read.contains_key(&key)
    });
    let own: Vec<_> = own.cloned().collect();
    state.journal = Arc::new(merge::journal(&sealed.journal, &own));
    state
}
