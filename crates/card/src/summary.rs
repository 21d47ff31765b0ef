//! What is shown of a card that was read.

use certiroc_pki::x509::{Certificate, Name};
use certiroc_smartcard::atr::{self, Generation, Recognised};
use certiroc_smartcard::pkcs15::one_line;
use certiroc_smartcard::reading::{Held, Reading};
use time::OffsetDateTime;

use crate::texts::{Texts, fill};

/// A few rows: the card, its generation, the chip, each certificate.
pub fn summary(reading: &Reading, texts: &Texts) -> String {
    let label = reading.label.as_deref().unwrap_or(texts.unlabelled);
    let mut rows = vec![
        fill(texts.card, &[&one_line(label)]),
        fill(texts.generation, &[generation(&reading.atr, texts)]),
    ];
    if let Some(serial) = &reading.serial {
        let digits = serial.iter().map(|byte| format!("{byte:02X}"));
        rows.push(fill(texts.serial, &[&digits.collect::<Vec<_>>().join(" ")]));
    }
    for held in &reading.certificates {
        rows.extend(certificate(held, texts));
    }
    let lost = reading.unreadable.iter();
    rows.extend(lost.map(|label| fill(texts.lost, &[&one_line(label)])));
    rows.push(fill(texts.commands, &[&reading.commands.to_string()]));
    rows.join("\n")
}

fn generation<'a>(bytes: &[u8], texts: &'a Texts) -> &'a str {
    match atr::recognise(bytes) {
        Recognised::Cps(Generation::Cps2ter) => texts.cps2ter,
        Recognised::Cps(Generation::Cps3) => texts.cps3,
        Recognised::Cps(Generation::Cps3Contactless) => texts.cps3_contactless,
        Recognised::Cps(Generation::Cps4) => texts.cps4,
        Recognised::Cps(Generation::Cps4Candidate) => texts.cps4_candidate,
        Recognised::UnknownCps => texts.unknown_cps,
        Recognised::Vitale | Recognised::Unknown | Recognised::Malformed => texts.unknown,
    }
}

fn certificate(held: &Held, texts: &Texts) -> Vec<String> {
    let mut rows = vec![fill(texts.certificate, &[&one_line(&held.label)])];
    match Certificate::from_der(&held.der) {
        Ok(read) => rows.extend([
            fill(texts.holder, &[&holder(&read.subject)]),
            fill(texts.issuer, &[&one_line(&last(&read.issuer, COMMON_NAME))]),
            fill(texts.validity, &[&day(read.not_before), &day(read.not_after)]),
        ]),
        Err(_) => rows.push(texts.unreadable.to_owned()),
    }
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
