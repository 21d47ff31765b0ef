//! The card that files tell of.

use super::Says;
use crate::card::reading::{Held, Reading};
use crate::intake::{Entry, Report};
use crate::x509::Certificate;

/// The card that files tell of: as `certiroc-card` wrote it, or the certificates of cards among what was found in them.
///
/// The chip's data count where one file alone is of a card, whatever lies beside it: of several it is not known whose
/// they are.
pub fn in_files(reports: &[Report]) -> Option<Reading> {
    let held: Vec<Vec<Held>> = reports.iter().map(held).collect();
    let mut of_cards = reports.iter().zip(&held).filter(|(_, held)| !held.is_empty());
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
    let of_a_card = |der: &[u8]| {
        Certificate::from_der(der).is_ok_and(|certificate| Says::read(&certificate, "").is_of_a_card())
    };
    let rows = report.rows.iter();
    rows.filter_map(|row| match &row.entry {
        Entry::Certificate(der) if of_a_card(der) => Some(Held {
            label: row.name.clone().unwrap_or_default(),
            der: der.clone(),
        }),
        _ => None,
    })
    .collect()
}
