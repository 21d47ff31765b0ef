//! What a difference from the seal means.

use super::Dossier;
use super::item::{Difference, Item, Value};
use crate::product::Product;
use certiroc_pki::key::KeyId;

/// How much a difference from the seal weighs.
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

/// Weighs what differs between the sealed state and the present one: the gravest first, and with a key what belongs to it.
/// `of_platform` are the keys that proved themselves without a request.
pub(super) fn weigh(
    differences: Vec<Difference>,
    sealed: &Dossier,
    present: &Dossier,
    of_platform: &[KeyId],
) -> Vec<Change> {
    let is_key = |difference: &Difference| matches!(difference.item, Item::Key(..));
    let (keys, others): (Vec<_>, Vec<_>) = differences.into_iter().partition(is_key);
    let mut weighed: Vec<Change> = Vec::new();
    for difference in keys.into_iter().chain(others) {
        let weight = weight(&difference, sealed, present, of_platform);
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
    let mut changes = Vec::new();
    for weight in [Weight::Alarm, Weight::Asked, Weight::Minor] {
        changes.extend(weighed.iter().filter(|change| change.weight == weight).cloned());
    }
    changes
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

/// Whether the order has that key.
pub(super) fn has_key(dossier: &Dossier, product: Product, key_id: KeyId) -> bool {
    let mut requests = dossier.order(product).requests.iter();
    requests.any(|request| request.key_id == key_id)
}

fn weight(difference: &Difference, sealed: &Dossier, present: &Dossier, of_platform: &[KeyId]) -> Weight {
    let is_new = difference.old.is_none();
    // What nobody can open is no longer used; and what the platform made proves itself by opening, but not what it is for.
    let is_asked = |product, key_id| {
        let requests = &present.order(product).requests;
        let mut lost = requests.iter().filter(|request| request.passphrase_lost);
        lost.any(|request| request.key_id == key_id) || of_platform.contains(&key_id)
    };
    let of_asked = match (difference.item, &difference.new) {
        (Item::Key(of, id) | Item::Csr(of, id) | Item::Certificate(of, id, _), _) => {
            is_new && is_asked(of, id)
        }
        // Which of the hospital's own keys counts is for the user to say.
        (Item::CurrentKey(of), Some(Value::KeyId(id))) => is_asked(of, *id) || has_key(sealed, of, *id),
        _ => false,
    };
    match difference.item {
        _ if of_asked => Weight::Asked,
        Item::Certificate(product, key_id, _) if is_new && has_key(sealed, product, key_id) => Weight::Asked,
        item if item.is_proof() => Weight::Alarm,
        Item::KeySize(_) | Item::Answer(_) | Item::Mark(..) | Item::RemindAfter | Item::Journal => {
            Weight::Minor
        }
        _ => Weight::Asked,
    }
}
