//! What the certificates of cards say, and whether it meets the procedure's requirements.

mod describe;
mod files;
mod hostile;
mod proposals;
mod real;
mod says;
mod suitability;

use certiroc_core::authority::Authority;
use certiroc_core::cpx::{Card, Verification, describe};
use certiroc_core::establishment::{ContractLevel, Draft, Environment, IdentifierKind};
use certiroc_smartcard::reading::{Held, Reading};

use certiroc_test_support::cpx::Made;

fn reading(certificates: Vec<Held>) -> Reading {
    Reading {
        certificates,
        ..Reading::default()
    }
}

/// The one card of a certificate, as if the production authority for persons had signed it: its key is not ours.
fn card(made: &Made) -> Card {
    let mut description = describe(&reading(vec![made.held("")]), &[], &[]);
    assert_eq!(description.cards.len(), 1, "{description:?}");
    let mut card = description.cards.remove(0);
    for held in &mut card.certificates {
        held.signature = Verification::Verified(authority("ACI-ST-PP"));
    }
    card
}

fn authority(stem: &str) -> &'static Authority {
    let all = certiroc_core::authority::AUTHORITIES;
    let known = all.iter().find(|known| known.file_stem == stem).unwrap();
    Authority::by_sha256(&known.sha256).unwrap()
}

/// The hospital of [`Made::establishment`].
fn draft() -> Draft {
    Draft {
        name: "HÔPITAL L'ÉTÉ À BEAUNE".into(),
        department: "21".into(),
        identifier_kind: Some(IdentifierKind::FinessEj),
        identifier: "210780581".into(),
        environment: Environment::Production,
        contract_level: Some(ContractLevel::Ej),
    }
}
