//! The card that files tell of.

use super::Says;
use crate::card::reading::{Held, Reading};
use crate::intake::{Entry, Report};

/// The card that files tell of: as `certiroc-card` wrote it, or the certificates of cards among what was found in them.
///
/// The chip's data count where one file alone is of a card, whatever lies beside it: of several it is not known whose
/// they are.
pub fn in_files<'a>(reports: impl IntoIterator<Item = &'a Report>) -> Option<Reading> {
    let reports: Vec<_> = reports.into_iter().collect();
    let held: Vec<Vec<Held>> = reports.iter().copied().map(held).collect();
    let mut of_cards = reports
        .iter()
        .copied()
        .zip(&held)
        .filter(|(_, held)| !held.is_empty());
    if let (Some((Report { card: Some(card), .. }, _)), None) = (of_cards.next(), of_cards.next()) {
        return Some((**card).clone());
    }
    let certificates = held.concat();
    (!certificates.is_empty()).then(|| Reading {
        certificates,
        ..Reading::default()
    })
}

/// The certificates of cards in a file.
fn held(report: &Report) -> Vec<Held> {
    let rows = report.rows.iter();
    rows.filter_map(|row| match &row.entry {
        Entry::Certificate(certificate) if Says::read(certificate, "").is_of_a_card() => Some(Held {
            label: row.name.clone().unwrap_or_default(),
            der: certificate.der().to_vec(),
        }),
        _ => None,
    })
    .collect()
}
