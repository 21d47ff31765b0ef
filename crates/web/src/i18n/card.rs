//! The words for cards and readers. One code, one message.

use certiroc_core::card::apdu::LinkError;
use certiroc_core::card::atr::Recognised;
use certiroc_core::card::backend::{Absence, Availability};
use certiroc_core::card::reading::{ReadError, Stage};

#[allow(clippy::wildcard_imports, reason = "every message, each a function")]
use super::*;

/// Whether a way to a card is there.
pub(crate) fn availability(availability: Availability) -> String {
    match availability {
        Availability::Ready => way_ready(),
        Availability::Unsaved => way_unsaved(),
        Availability::Absent(absence) => match absence {
            Absence::NoApi => absence_no_api(),
            Absence::NotIsolated => absence_not_isolated(),
            Absence::Insecure => absence_insecure(),
            Absence::Protected => absence_protected(),
        },
    }
}

/// How far a reading is.
pub(crate) fn card_stage(stage: Stage) -> String {
    match stage {
        Stage::Connecting => reader_stage_connecting(),
        Stage::Finding => reader_stage_finding(),
        Stage::Certificate(number) => reader_stage_certificate(number),
    }
}

/// Why a card was not read, and what to do.
pub(crate) fn read_error(error: &ReadError) -> String {
    match error {
        ReadError::Link(error) => link_error(error),
        ReadError::NotCps(Recognised::Vitale) => failure_vitale(),
        ReadError::NotCps(_) => failure_unknown_card(),
        ReadError::NoCertificates => failure_no_certificates(),
        ReadError::TooMuch => failure_too_much(),
    }
}

fn link_error(error: &LinkError) -> String {
    match error.clone() {
        LinkError::NoCard => failure_no_card(),
        LinkError::Mute => failure_mute(),
        LinkError::CardRemoved => failure_card_removed(),
        LinkError::ReaderRemoved => failure_reader_removed(),
        LinkError::Busy => failure_busy(),
        LinkError::Protected(words) => failure_protected(words),
        LinkError::Driver(words) => failure_driver(words),
        LinkError::Cancelled => failure_cancelled(),
        LinkError::Refused(words) => failure_refused(words),
        LinkError::CharacterLevel => failure_character(),
        LinkError::Reader(words) => failure_reader(words),
        LinkError::Card(words) => failure_card(words),
    }
}
