//! What must hold for every parser, whatever the bytes: no panic, no endless work, and whatever is read can be
//! written and read again. One function for each target; `src/bin` hands each to libFuzzer.

#![allow(clippy::missing_panics_doc, reason = "a panic is what is looked for")]

mod seeds;
mod two_pages;

use std::alloc::System;
use std::sync::Arc;

use cap::Cap;
use certiroc_core::cpx;
use certiroc_core::dossier::{Dossier, Sealing};
use certiroc_core::establishment::{ContractLevel, Draft, Environment, IdentifierKind};
use certiroc_core::procedure::{Case, Role};
use certiroc_core::suitability::{assess, proposals};
use certiroc_pki::crl::CrlReader;
use certiroc_pki::csr::Csr;
use certiroc_pki::intake::{self, Entry, Format, Known};
use certiroc_pki::jks::{EntryKind, Jks, open_key};
use certiroc_pki::key::{Passphrase, PrivateKey, SealedKey};
use certiroc_pki::pkcs7::SignedData;
use certiroc_pki::pkcs12::{Integrity, Pfx};
use certiroc_pki::trust::{PathQuestion, validate};
use certiroc_pki::x509::Certificate;
use certiroc_smartcard::atr::{Atr, Recognised, recognise};
use certiroc_smartcard::ccid::descriptor::interfaces;
use certiroc_smartcard::pkcs15;
use certiroc_smartcard::reading::{Held, Reading};
use certiroc_test_support::{cards, readers};
use time::OffsetDateTime;

pub use seeds::seeds;
pub use two_pages::merge;

/// Counts what the program holds, and refuses what is above the limit of the moment.
#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

/// Memory that any file may take, whatever its size, in bytes.
pub const OF_ANY_FILE: usize = 256 << 10;
/// The same for an archive, of which a few bytes unpack to as much as a member may hold, and for a card whose few answers come
/// again and again.
pub const OF_ANY_ARCHIVE: usize = 16 << 20;
/// The same for an archive whose files are read: what is unpacked, and what is made of that on the way.
pub const OF_ANY_MEMBERS: usize = 128 << 20;
/// Memory that a file may take more for each of its bytes.
const OF_A_BYTE: usize = 64;

/// Gives a target its input. One that takes more memory than a small multiple of the input ends the program,
/// which is how libFuzzer learns of it.
pub fn bounded(target: fn(&[u8]), of_any: usize, bytes: &[u8]) {
    let limit = of_any + OF_A_BYTE * bytes.len();
    MEMORY
        .set_limit(MEMORY.allocated() + limit)
        .expect("a limit above what is held");
    target(bytes);
    MEMORY.set_limit(usize::MAX).expect("no limit");
}

/// An archive that opens can be saved with its seals, and is then the same dossier; what was sealed can be shown beside it.
pub fn dossier(bytes: &[u8]) {
    let Ok(opened) = Dossier::read(bytes) else { return };
    // Refused where the archive would be larger than any that is read.
    let saved = opened
        .dossier
        .write_sealed(&opened.seals, "", OffsetDateTime::UNIX_EPOCH);
    if let Ok(saved) = saved {
        let again = Dossier::read(&saved).expect("what was written is read");
        assert_eq!(again.dossier, opened.dossier);
        assert_eq!(again.seals, opened.seals);
    }
    let present = Arc::new(opened.dossier);
    let mut sealing = Sealing::read(Arc::clone(&present), opened.seals, None);
    sealing.verify(&present, Vec::new(), &[], &|_| false);
    assert!(sealing.seals().is_empty(), "nobody signs with an empty key");
}

/// A request that is read is the same when it is read from its DER.
pub fn csr(bytes: &[u8]) {
    let Ok(csr) = Csr::from_pem_or_der(bytes) else {
        return;
    };
    let again = Csr::from_der(csr.der()).expect("its own DER is read");
    assert_eq!(again.key_id, csr.key_id);
}

/// What the sealed key of the seeds is under.
const PASSPHRASE: &str = "a passphrase of the seeds";

/// A sealed key that is read is the same when it is read from its PEM text, and is opened where that takes few
/// rounds; one in clear is checked whole.
pub fn key(bytes: &[u8]) {
    let from_der = SealedKey::from_der(bytes.to_vec()).ok();
    let from_pem = str::from_utf8(bytes)
        .ok()
        .and_then(|text| SealedKey::from_pem(text).ok());
    for key in from_der.into_iter().chain(from_pem) {
        if key.kdf().rounds() < 100 {
            let passphrase = Passphrase::parse(PASSPHRASE).expect("a passphrase");
            let _ = key.open(&key.kdf().derive(&passphrase));
        }
        assert_eq!(SealedKey::from_pem(&key.to_pem()), Ok(key));
    }
    let _ = PrivateKey::from_pkcs8_der(bytes.to_vec().into());
}

/// A certificate that is read is the same when it is read from its DER, and any certificates make a question
/// that is answered; a card that bears them is described. The input is one or several, end to end.
pub fn certificate(bytes: &[u8]) {
    let mut rest = bytes;
    let mut certificates = Vec::new();
    while let [0x30, 0x82, high, low, ..] = rest {
        let len = 4 + usize::from(u16::from_be_bytes([*high, *low]));
        let Some((der, after)) = rest.split_at_checked(len) else {
            break;
        };
        certificates.extend(Certificate::from_der(der));
        rest = after;
    }
    let known: Vec<_> = certificates.iter().collect();
    for certificate in &certificates {
        assert_eq!(Certificate::from_der(certificate.der()).as_ref(), Ok(certificate));
        let path = validate(&PathQuestion::new(
            certificate,
            &known,
            &known,
            certificate.not_before,
        ));
        // A trusted certificate is its own path.
        assert!(path.is_err() || path.is_ok_and(|path| path == [certificate]));
        on_a_card(certificate);
    }
}

/// A certificate is a card's or it is not, and every card is held against every part.
fn on_a_card(certificate: &Certificate) {
    let held = Held {
        label: String::new(),
        der: certificate.der().to_vec(),
    };
    let reading = Reading {
        certificates: vec![held],
        ..Reading::default()
    };
    let description = cpx::describe(&reading, &[], &[]);
    assert_eq!(description.cards.len() + description.others.len(), 1);
    for card in &description.cards {
        for part in Role::ALL {
            let assessment = assess(card, part, None, &Draft::default(), certificate.not_after);
            let _ = (assessment.verdict(), proposals(&assessment, &Case::default()));
        }
    }
}

/// A list is read alike in one piece and in many.
pub fn crl(bytes: &[u8]) {
    let read = |piece: usize| {
        let mut reader = CrlReader::new([vec![1]]);
        for piece in bytes.chunks(piece) {
            reader.push(piece).ok()?;
        }
        let crl = reader.finish().ok()?;
        Some((crl.entries, crl.found, crl.extensions))
    };
    assert_eq!(read(13), read(bytes.len().max(1)));
}

/// What a PKCS #12 file holds comes out under its password, or says why not; without one, no key that is
/// under one does.
pub fn pkcs12(bytes: &[u8]) {
    let Ok(pfx) = Pfx::from_bytes(bytes) else { return };
    let locked = pfx.open(&[]);
    assert_ne!(locked.integrity, Integrity::Verified);
    // Rounds are what costs, not what is looked for.
    if pfx.rounds() < 10_000 {
        let opened = pfx.open(&["", "é"]);
        assert!(opened.items.len() >= locked.items.len());
    }
}

/// What comes out of PKCS #7 is DER.
pub fn pkcs7(bytes: &[u8]) {
    if let Ok(found) = SignedData::from_bytes(bytes) {
        for der in found.certificates.iter().chain(&found.crls) {
            assert_eq!(der.first(), Some(&0x30));
        }
    }
}

/// A Java key store is read to its last byte.
pub fn jks(bytes: &[u8]) {
    let Ok(store) = Jks::from_bytes(bytes) else { return };
    let _ = store.is_intact("é");
    for entry in &store.entries {
        if let EntryKind::Key { protected, .. } = &entry.kind {
            let _ = open_key(protected, "é");
        }
    }
}

/// Any file is something, and each row holds what it says it does.
pub fn intake(bytes: &[u8]) {
    let read = |passwords: &[&str]| {
        let known = Known {
            passwords,
            certificates: &[],
            serial_numbers: &[],
            at: OffsetDateTime::UNIX_EPOCH,
        };
        intake::read(bytes, &known)
    };
    let closed = read(&[]);
    // Rounds are what costs, not what is looked for.
    let rounds = closed.report.layout.iter().map(|part| u64::from(part.rounds));
    let is_cheap =
        matches!(closed.report.format, Format::Pkcs12 | Format::Jks) && rounds.sum::<u64>() < 10_000;
    let opened = is_cheap.then(|| read(&["", "changeit"]));
    for taken in [Some(closed), opened].into_iter().flatten() {
        let mut keys = taken.keys.iter();
        assert!(!taken.report.rows.is_empty());
        for row in &taken.report.rows {
            match &row.entry {
                Entry::Certificate(_) | Entry::Request(_) | Entry::Crl(_) | Entry::Problem(_) => {}
                Entry::Key { key_id, .. } => assert_eq!(keys.next().map(PrivateKey::id), Some(*key_id)),
            }
        }
        assert!(keys.next().is_none());
        // A list in DER is never taken for anything else. Other things may follow it.
        if intake::begins_as_crl(bytes) {
            assert_eq!(taken.report.format, Format::Der);
            assert!(intake::crl_len(bytes).is_some());
        }
    }
}

/// The files of any archive are something, or nothing, and their keys stay beside the report.
pub fn members(bytes: &[u8]) {
    let known = Known {
        passwords: &[],
        certificates: &[],
        serial_numbers: &[],
        at: OffsetDateTime::UNIX_EPOCH,
    };
    let (received, keys) = certiroc_core::intake::read(bytes, &known);
    let rows = &received.report.rows;
    assert!((1..=1010).contains(&rows.len()));
    let count = rows.iter().filter(|row| matches!(row.entry, Entry::Key { .. }));
    assert_eq!(count.count(), keys.len());
}

/// A configuration descriptor has interfaces whose packets hold bytes, or none.
pub fn ccid_descriptor(bytes: &[u8]) {
    for found in interfaces(bytes).into_iter().flatten() {
        assert!(found.bulk_in.packet_size > 0 && found.bulk_out.packet_size > 0);
        assert!(found.reader.voltages().count() <= 3);
    }
}

/// A conversation with a reader comes to an end, and sends nothing that it must not. The first byte chooses the reader,
/// then come its transfers, each after a byte with its length.
pub fn ccid(bytes: &[u8]) {
    if let Ok(heard) = pollster::block_on(readers::converse(bytes)) {
        assert_eq!(heard.responses.len(), 2);
        assert!(heard.atr.len() > 1);
    }
}

/// An answer to reset that is one has historical bytes and protocols; only one that is intact is recognised.
pub fn atr(bytes: &[u8]) {
    let is_intact = Atr::parse(bytes).is_some_and(|atr| {
        assert!(atr.historical.len() <= 15 && !atr.protocols.is_empty());
        atr.intact
    });
    assert_eq!(recognise(bytes) == Recognised::Malformed, !is_intact);
}

/// A file of a card lists no more than there may be. The first byte chooses the file.
pub fn pkcs15(bytes: &[u8]) {
    let Some((file, bytes)) = bytes.split_first() else {
        return;
    };
    match file % 4 {
        0 => {
            for application in pkcs15::applications(bytes) {
                assert!(
                    application
                        .path
                        .is_none_or(|path| path.starts_with(&[0x3f, 0x00]))
                );
            }
        }
        1 => assert!(pkcs15::certificate_directories(bytes).len() <= 8),
        2 => assert!(pkcs15::certificates(bytes).len() <= pkcs15::MAX_CERTIFICATES + 1),
        _ => drop(pkcs15::token_info(bytes)),
    }
}

/// A card is read to an end, is asked for nothing but what reads, and gives no more than there may be. What was read of it
/// is written and read again.
pub fn card(bytes: &[u8]) {
    if let Ok(reading) = cards::read_hostile(bytes) {
        card_file(reading.to_text().as_bytes());
    }
}

/// A file that tells of a card tells the same when it is written again.
pub fn card_file(bytes: &[u8]) {
    if let Some(reading) = Reading::from_text(bytes) {
        let again = Reading::from_text(reading.to_text().as_bytes());
        assert_eq!(again, Some(reading));
    }
}

/// What a form can hold is checked; what has no error has a name to ask for.
pub fn establishment(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut fields = text.split('\n');
    let mut field = || fields.next().unwrap_or_default().to_owned();
    let (name, department, identifier) = (field(), field(), field());
    for identifier_kind in IdentifierKind::ALL {
        for environment in Environment::ALL {
            let draft = Draft {
                name: name.clone(),
                department: department.clone(),
                identifier_kind: Some(identifier_kind),
                identifier: identifier.clone(),
                environment,
                contract_level: Some(ContractLevel::Ej),
            };
            if let Ok(establishment) = draft.establishment() {
                assert_eq!(establishment.subject("x"), draft.subject("x"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use certiroc_pki::intake::{Problem, Row};

    use super::*;

    /// Of each target: its name, itself, whether its reader takes these bytes.
    type Target = (&'static str, fn(&[u8]), fn(&[u8]) -> bool);

    #[test]
    fn every_target_takes_its_seeds() {
        let targets: [Target; 18] = [
            ("dossier", dossier, |seed| Dossier::read(seed).is_ok()),
            ("merge", merge, |seed| seed.len() > 1),
            ("csr", csr, |seed| Csr::from_pem_or_der(seed).is_ok()),
            ("certificate", certificate, |seed| {
                let first = 4 + usize::from(u16::from_be_bytes([seed[2], seed[3]]));
                Certificate::from_der(&seed[..first]).is_ok() && Certificate::from_der(&seed[first..]).is_ok()
            }),
            ("crl", crl, |seed| {
                let mut reader = CrlReader::new([vec![1]]);
                reader.push(seed).is_ok() && reader.finish().is_ok_and(|crl| crl.found.len() == 1)
            }),
            ("pkcs12", pkcs12, |seed| {
                Pfx::from_bytes(seed).is_ok_and(|pfx| pfx.open(&[""]).integrity == Integrity::Verified)
            }),
            ("pkcs7", pkcs7, |seed| SignedData::from_bytes(seed).is_ok()),
            ("jks", jks, |seed| {
                Jks::from_bytes(seed).is_ok_and(|store| store.is_intact("changeit"))
            }),
            ("atr", atr, |seed| {
                matches!(recognise(seed), Recognised::Cps(_) | Recognised::Vitale)
            }),
            ("pkcs15", pkcs15, |seed| match seed[0] {
                0 => !pkcs15::applications(&seed[1..]).is_empty(),
                1 => pkcs15::certificate_directories(&seed[1..]).len() == 1,
                2 => pkcs15::certificates(&seed[1..]).len() == 2,
                _ => pkcs15::token_info(&seed[1..]).label.is_some(),
            }),
            ("card", card, |seed| {
                cards::read_hostile(seed).is_ok_and(|reading| reading.certificates.len() == 2)
            }),
            ("card_file", card_file, |seed| Reading::from_text(seed).is_some()),
            ("ccid_descriptor", ccid_descriptor, |seed| {
                interfaces(seed).is_ok_and(|found| found.len() == 1)
            }),
            ("ccid", ccid, |seed| {
                let heard = pollster::block_on(readers::converse(seed));
                heard.is_ok_and(|heard| heard.responses.iter().all(Result::is_ok))
            }),
            ("key", key, |seed| {
                let sealed = SealedKey::from_der(seed.to_vec())
                    .ok()
                    .or_else(|| SealedKey::from_pem(str::from_utf8(seed).ok()?).ok());
                let passphrase = Passphrase::parse(PASSPHRASE).unwrap();
                let open = |key: SealedKey| key.open(&key.kdf().derive(&passphrase)).is_ok();
                sealed.map_or_else(|| PrivateKey::from_pkcs8_der(seed.to_vec().into()).is_ok(), open)
            }),
            ("intake", intake, |seed| {
                let known = Known {
                    passwords: &[],
                    certificates: &[],
                    serial_numbers: &[],
                    at: OffsetDateTime::UNIX_EPOCH,
                };
                let read = |entry: &Entry| match entry {
                    Entry::Problem(problem) => matches!(problem, Problem::Password | Problem::Archive),
                    _ => true,
                };
                let rows = intake::read(seed, &known).report.rows;
                rows.iter().all(|row| read(&row.entry))
            }),
            ("members", members, |seed| {
                let known = Known {
                    passwords: &[],
                    certificates: &[],
                    serial_numbers: &[],
                    at: OffsetDateTime::UNIX_EPOCH,
                };
                let report = certiroc_core::intake::read(seed, &known).0.report;
                // A dossier is to come alone.
                let is_dossier = |row: &Row| row.entry == Entry::Problem(Problem::Archive);
                report.format == Format::Archive || report.rows.iter().any(is_dossier)
            }),
            ("establishment", establishment, |seed| {
                str::from_utf8(seed).is_ok()
            }),
        ];
        let seeds = seeds();
        for (name, run, reads) in targets {
            let own: Vec<_> = seeds.iter().filter(|(target, ..)| *target == name).collect();
            assert!(!own.is_empty(), "{name}");
            for (_, number, seed) in own {
                assert!(reads(seed), "{name} {number}");
                bounded(
                    run,
                    match name {
                        "dossier" | "merge" => OF_ANY_ARCHIVE,
                        "members" => OF_ANY_MEMBERS,
                        _ => OF_ANY_FILE,
                    },
                    seed,
                );
            }
        }
        let known = |name| targets.iter().any(|(target, ..)| *target == name);
        assert!(seeds.iter().all(|(name, ..)| known(*name)));
    }
}
