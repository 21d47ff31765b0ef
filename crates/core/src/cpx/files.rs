//! The card that files describe.

use super::Says;
use crate::intake::Received;
use certiroc_pki::intake::Entry;
use certiroc_smartcard::reading::{Held, Reading};

/// The card that files tell of: as `certiroc-card` wrote it, or the certificates of cards among what was found in them.
///
/// The chip's data count where one file alone is of a card, whatever lies beside it: of several it is not known whose
/// they are.
pub fn in_files<'a>(files: impl IntoIterator<Item = &'a Received>) -> Option<Reading> {
    let files: Vec<_> = files.into_iter().collect();
    let held: Vec<Vec<Held>> = files.iter().copied().map(held).collect();
    let mut of_cards = files
        .iter()
        .copied()
        .zip(&held)
        .filter(|(_, held)| !held.is_empty());
    if let (Some((Received { card: Some(card), .. }, _)), None) = (of_cards.next(), of_cards.next()) {
        return Some((**card).clone());
    }
    let certificates = held.concat();
    (!certificates.is_empty()).then(|| Reading {
        certificates,
        ..Reading::default()
    })
}

/// The certificates of cards in a file.
fn held(received: &Received) -> Vec<Held> {
    let rows = received.report.rows.iter();
    rows.filter_map(|row| match &row.entry {
        Entry::Certificate(certificate) if Says::read(certificate, "").is_of_a_card() => Some(Held {
            label: row.name.clone().unwrap_or_default(),
            der: certificate.der().to_vec(),
        }),
        _ => None,
    })
    .collect()
}
