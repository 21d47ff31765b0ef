//! Cards: what the application does with the data of one.

use std::rc::Rc;

use certiroc_core::card::cpx::Says;
use certiroc_core::card::reading::{Held, Reading};
use certiroc_core::intake::{Entry, Report};
use certiroc_core::x509::Certificate;

use super::App;
use crate::state::{CardAction, CardShown, CardSource};

impl App {
    /// What a page asks for.
    pub(super) fn act_on_card(&mut self, action: CardAction) {
        match action {
            CardAction::Show(reading, source) => {
                self.state().card = Some(CardShown {
                    reading: Rc::new(reading),
                    source,
                    stated: None,
                    verdicts: Vec::new(),
                });
            }
            CardAction::State(stated) => {
                if let Some(card) = &mut self.state().card {
                    card.stated = stated;
                }
            }
            CardAction::Remove => {
                // What was given last may hold its certificates too.
                let state = self.state();
                state.card = None;
                state.given = Vec::new();
                state.filed = Vec::new();
            }
        }
    }

    /// Shows the card whose data are in files that were read, and learns what revocation lists say of it.
    pub(super) fn take_card(&mut self, reports: &[Report]) {
        if let Some(reading) = reading(reports) {
            self.act_on_card(CardAction::Show(reading, CardSource::Files));
        }
        let Some(card) = &mut self.state().card else {
            return;
        };
        let lists = entries(reports).filter_map(|(_, entry)| match entry {
            Entry::Crl(crl) => Some(crl),
            _ => None,
        });
        card.verdicts
            .extend(lists.flat_map(|list| list.verdicts.iter().cloned()));
    }
}

/// The card that the files tell of: as `certiroc-card` wrote it, or the certificates of cards among those found.
fn reading(reports: &[Report]) -> Option<Reading> {
    if let Some(card) = reports.iter().find_map(|report| report.card.as_deref()) {
        return Some(card.clone());
    }
    let held = entries(reports).filter_map(|(name, entry)| match entry {
        Entry::Certificate(der)
            if Certificate::from_der(der).is_ok_and(|it| Says::read(&it, "").is_of_a_card()) =>
        {
            Some(Held {
                label: name.cloned().unwrap_or_default(),
                der: der.clone(),
            })
        }
        _ => None,
    });
    let certificates: Vec<_> = held.collect();
    (!certificates.is_empty()).then(|| Reading {
        certificates,
        ..Reading::default()
    })
}

fn entries(reports: &[Report]) -> impl Iterator<Item = (Option<&String>, &Entry)> {
    let rows = reports.iter().flat_map(|report| &report.rows);
    rows.map(|row| (row.name.as_ref(), &row.entry))
}
