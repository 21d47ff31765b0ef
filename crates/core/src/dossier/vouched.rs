//! The states that a seal key answers for, as they are found from what is sealed and what was done.

use std::sync::Arc;

use super::item::{Difference, Item, Value, differences, value_of};
use super::weight::has_key;
use super::{Dossier, Seal, merge};
use crate::order::Request;
use crate::product::Product;
use certiroc_pki::key::{KeyId, SealedKey};
use certiroc_pki::x509::{Certificate, Signature};

/// The certificates that came in and are pinned, of keys that are sealed.
pub(super) fn unasked(
    sealed: &Dossier,
    present: &Dossier,
    is_pinned: &dyn Fn(&Certificate) -> bool,
) -> Vec<Difference> {
    let mut differences = differences(&sealed.items(), &present.items());
    differences.retain(|difference| match (difference.item, &difference.new) {
        (Item::Certificate(product, key_id, _), Some(Value::Certificate(certificate, _))) => {
            difference.old.is_none() && has_key(sealed, product, key_id) && is_pinned(certificate)
        }
        _ => false,
    });
    differences
}

/// A sealed state with another seal of the same key, where `last` is the last seal of that state. What the other sealed
/// counts too, unless it is older or parted from this one before anybody remembers: then something may have been taken
/// away since, and it counts only for what never vanishes.
pub(super) fn with_seal(state: &Dossier, seal: &Seal, last: Option<&Seal>) -> Dossier {
    let base = last.filter(|last| seal.comes_from(last));
    let base = base.map(|last| Arc::clone(last.state()));
    if is_late(seal, last)
        && let Ok(merged) = state.merge(seal.state(), base.as_deref())
    {
        return merged.dossier;
    }
    let known = state.items();
    let mut joined = state.clone();
    let lasting = seal.state().items().into_iter();
    let lasting = lasting.filter(|(item, _)| item.is_permanent() && value_of(&known, *item).is_none());
    joined.put_all(lasting.map(|(item, value)| (item, Some(value))));
    joined
}

/// Whether a seal is not older than the last, and parted from it within memory.
pub(super) fn is_late(seal: &Seal, last: Option<&Seal>) -> bool {
    last.is_none_or(|last| seal.number() >= last.number() && seal.shares_origin(last))
}

/// What proves itself in a dossier that has no seal: the keys that opened, with the requests that they signed, and the
/// seal key if it is the one that was opened.
pub(super) fn proves_itself(
    present: &Dossier,
    public_key_info: &[u8],
    proven: &[(KeyId, SealedKey)],
) -> Dossier {
    let mut state = Dossier::new(present.created_at);
    state.journal = Arc::default();
    let seal_key = present.seal_key.as_ref();
    state.seal_key = seal_key
        .filter(|key| key.public_key_info == public_key_info)
        .cloned();
    for order in &present.orders {
        for request in &order.requests {
            let is_signed = request
                .csr
                .as_ref()
                .is_some_and(|csr| csr.signature == Signature::Valid);
            if is_signed && proven.contains(&(request.key_id, request.sealed_key.clone())) {
                state.order_mut(order.product).add(Request {
                    issued: Vec::new(),
                    ..request.clone()
                });
            }
        }
    }
    state
}

/// The sealed state with what was done between two states.
pub(super) fn advance(sealed: &Dossier, before: &Dossier, after: &Dossier) -> Dossier {
    let mut state = sealed.clone();
    let known = sealed.items();
    let done = differences(&before.items(), &after.items()).into_iter();
    state.put_all(done.filter_map(|Difference { item, old, new }| {
        let new = match (new, old, value_of(&known, item)) {
            // Of a key that is not as it was sealed, this page only says that its passphrase was lost.
            (Some(Value::Key { passphrase_lost, .. }), Some(old), known) if known != Some(&old) => {
                match known {
                    Some(Value::Key {
                        sealed_key, made_at, ..
                    }) => Some(Value::Key {
                        sealed_key: sealed_key.clone(),
                        made_at: *made_at,
                        passphrase_lost,
                    }),
                    _ => return None,
                }
            }
            (new, ..) => new,
        };
        Some((item, new))
    }));
    state.journal = Arc::new(merge::advanced(&sealed.journal, &before.journal, &after.journal));
    state
}

/// Whether both have the same key of a product as the current one.
pub(super) fn has_same_current(one: &Dossier, other: &Dossier, product: Product) -> bool {
    let current = |dossier: &Dossier| dossier.order(product).current().map(|key| key.key_id);
    current(one) == current(other)
}
