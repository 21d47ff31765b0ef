//! The summary printed after a card was read.

use certiroc_pki::x509::{Certificate, Name};
use certiroc_smartcard::atr::{self, Generation, Recognised};
use certiroc_smartcard::pkcs15::one_line;
use certiroc_smartcard::reading::{Held, Reading};
use time::OffsetDateTime;

use crate::i18n::{self, text};

/// A few rows: the card, its generation, the chip, each certificate.
pub fn summary(reading: &Reading) -> String {
    let label = reading.label.as_deref().map(one_line);
    let mut rows = vec![
        i18n::card(label.unwrap_or_else(i18n::unlabelled)),
        i18n::generation(generation(&reading.atr)),
    ];
    if let Some(serial) = &reading.serial {
        let digits = serial.iter().map(|byte| format!("{byte:02X}"));
        rows.push(i18n::serial(digits.collect::<Vec<_>>().join(" ")));
    }
    for held in &reading.certificates {
        rows.extend(certificate(held));
    }
    let lost = reading.unreadable.iter();
    rows.extend(lost.map(|label| i18n::certificate_lost(one_line(label))));
    rows.push(i18n::commands(reading.commands));
    rows.join("\n")
}

fn generation(bytes: &[u8]) -> String {
    match atr::recognise(bytes) {
        Recognised::Cps(Generation::Cps2ter) => i18n::generation_cps2ter(),
        Recognised::Cps(Generation::Cps3) => i18n::generation_cps3(),
        Recognised::Cps(Generation::Cps3Contactless) => i18n::generation_cps3_contactless(),
        Recognised::Cps(Generation::Cps4) => i18n::generation_cps4(),
        Recognised::Cps(Generation::Cps4Candidate) => i18n::generation_cps4_candidate(),
        Recognised::UnknownCps => i18n::generation_unknown_cps(),
        Recognised::Vitale | Recognised::Unknown | Recognised::Malformed => i18n::generation_unknown(),
    }
}

fn certificate(held: &Held) -> Vec<String> {
    let mut rows = vec![i18n::certificate(one_line(&held.label))];
    let facts = match Certificate::from_der(&held.der) {
        Ok(read) => vec![
            i18n::certificate_holder(holder(&read.subject)),
            i18n::certificate_issuer(one_line(&last(&read.issuer, COMMON_NAME))),
            text!(certificate_validity {
                from: day(read.not_before),
                to: day(read.not_after)
            }),
        ],
        Err(_) => vec![i18n::certificate_unreadable()],
    };
    rows.extend(facts.iter().map(|fact| format!("  {fact}")));
    rows
}

const COMMON_NAME: &str = "2.5.4.3";
/// Given name, family name, pseudonym, national identifier, title, structure.
const HOLDER: [&str; 6] = [
    "2.5.4.42",
    "2.5.4.4",
    "2.5.4.65",
    COMMON_NAME,
    "2.5.4.12",
    "2.5.4.10",
];

/// What tells the holder apart, on one row.
fn holder(name: &Name) -> String {
    let values = HOLDER.map(|oid| one_line(&last(name, oid)));
    let told: Vec<String> = values.into_iter().filter(|value| !value.is_empty()).collect();
    told.join(", ")
}

/// The last value of this type; nothing where there is none.
fn last(name: &Name, oid: &str) -> String {
    name.values_of(oid).last().unwrap_or_default().to_owned()
}

/// As 2026-11-25, in UTC.
fn day(at: OffsetDateTime) -> String {
    at.date().to_string()
}
