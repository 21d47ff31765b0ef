//! How much a dossier takes, and that what it takes can be saved.

use std::sync::{Arc, LazyLock};

use certiroc_core::dossier::{
    AUTHORITY_LIMIT, BY_LIMIT, CERTIFICATE_LIMIT, Dossier, DossierError, DossierWriteError, Event,
    JOURNAL_LIMIT, JournalEntry, PEOPLE_LIMIT,
};
use certiroc_core::intake;
use certiroc_core::order::{Issued, Request, Revocation};
use certiroc_core::product::Product;
use certiroc_pki::csr::Csr;
use certiroc_pki::intake::Known;
use certiroc_test_support::made::{self, Authority, MADE};
use time::Duration;
use zip::CompressionMethod;

use crate::fixtures::{self, NOTICE, NOW, dossier, pack, unpack};
use crate::sealing::{open, saved};

/// Who signed the certificates that came back.
static ISSUER: LazyLock<Authority> = LazyLock::new(|| Authority::new("AC"));

/// With that many lines, which are of that many people.
fn with_lines(count: usize, people: usize) -> Dossier {
    let mut dossier = dossier();
    let journal = Arc::make_mut(&mut dossier.journal);
    journal.truncate(1);
    journal.extend((1..count).map(|place| JournalEntry {
        at: NOW + Duration::seconds(i64::try_from(place).unwrap()),
        by: format!("N{}", place % people),
        event: Event::PassphraseChanged,
    }));
    dossier
}

/// Reads what somebody wrote, as small as it can be.
fn read_compact(dossier: &Dossier) -> Result<Dossier, DossierError> {
    let mut members = unpack(&fixtures::dossier().write(NOTICE, NOW).unwrap());
    let (_, document) = members
        .iter_mut()
        .find(|(name, _)| name == "dossier.json")
        .unwrap();
    let mut json: serde_json::Value = serde_json::from_slice(document).unwrap();
    json["journal"] = serde_json::to_value(&*dossier.journal).unwrap();
    *document = serde_json::to_vec(&json).unwrap();
    Dossier::read(&pack(&members, CompressionMethod::Stored)).map(|opened| opened.dossier)
}

fn assert_refused(dossier: &Dossier) {
    let is_refused = |error: &DossierError| matches!(error, DossierError::Invalid { .. });
    assert!(is_refused(&read_compact(dossier).unwrap_err()));
    let Err(DossierWriteError::Unreadable(error)) = dossier.write(NOTICE, NOW) else {
        panic!("it was written");
    };
    assert!(is_refused(&error));
}

#[test]
fn a_journal_that_can_be_read_can_be_written() {
    let most = with_lines(JOURNAL_LIMIT, PEOPLE_LIMIT);
    let read = read_compact(&most).unwrap();
    assert_eq!(read.journal, most.journal);
    let again = Dossier::read(&read.write(NOTICE, NOW).unwrap()).unwrap();
    assert_eq!(again.dossier, read);
    assert_refused(&with_lines(JOURNAL_LIMIT + 1, 1));
    // As many as fit a member.
    assert!(read_compact(&with_lines(40_000, 1)).is_err());
}

#[test]
fn a_dossier_names_so_many_people_and_no_more() {
    assert_eq!(
        with_lines(PEOPLE_LIMIT + 1, PEOPLE_LIMIT).named().len(),
        PEOPLE_LIMIT
    );
    assert!(read_compact(&with_lines(PEOPLE_LIMIT + 1, PEOPLE_LIMIT)).is_ok());
    assert_refused(&with_lines(PEOPLE_LIMIT + 2, PEOPLE_LIMIT + 1));
}

#[test]
fn who_did_it_is_said_in_so_many_characters_and_never_in_more() {
    let mut dossier = dossier();
    dossier.record(NOW, &"é".repeat(BY_LIMIT + 1), Event::PassphraseChanged);
    assert_eq!(dossier.journal.last().unwrap().by, "é".repeat(BY_LIMIT));
    assert!(read_compact(&dossier).is_ok());
    Arc::make_mut(&mut dossier.journal)
        .last_mut()
        .unwrap()
        .by
        .push('é');
    assert_refused(&dossier);
    // Nor where one of many is erased.
    let many = "a,".repeat(BY_LIMIT / 2 - 1) + "b";
    Arc::make_mut(&mut dossier.journal).last_mut().unwrap().by = many;
    dossier.erase("B", NOW, "");
    assert!(read_compact(&dossier).is_ok());
}

#[test]
fn what_comes_in_leaves_room_for_what_is_done_next() {
    let (present, sealing) = open(&saved());
    assert!(present.fits(sealing.seals(), 2));
    let [half, more] = [0, 1].map(|more| with_lines(JOURNAL_LIMIT / 2 + more, 10));
    assert!(half.fits(&[], 2) && !more.fits(&[], 2) && more.fits(&[], 1));
    // Nor is any file more than half as large as one may be.
    let mut large = dossier();
    for (size, does_fit) in [(1_900_000, true), (2_200_000, false)] {
        large.establishment.name = "x".repeat(size);
        assert_eq!((large.fits(&[], 2), large.fits(&[], 1)), (does_fit, true));
    }
    // Nor are there more than half as many files as there may be.
    for (authorities, does_fit) in [(440, true), (AUTHORITY_LIMIT / 2, false)] {
        let dossier = with_certificates(CERTIFICATE_LIMIT / 2, authorities);
        assert_eq!(
            (dossier.fits(&[], 2), dossier.fits(&[], 1)),
            (does_fit, true),
            "{authorities}"
        );
    }
}

/// A request with so many certificates that came back, and so many authorities that bear the name of who signed them.
fn with_certificates(certificates: usize, authorities: usize) -> Dossier {
    let mut dossier = Dossier::new(NOW);
    let issued = |serial| Issued {
        certificate: ISSUER.issue(&MADE.key, "Client", serial),
        received_at: NOW,
        revocation: Revocation::default(),
    };
    dossier.order_mut(Product::OrgSign).add(Request {
        key_id: MADE.key.id(),
        made_at: NOW,
        sealed_key: made::seal(&MADE.key),
        passphrase_lost: false,
        csr: Csr::from_der(&MADE.request).ok(),
        issued: (1..).take(certificates).map(issued).collect(),
    });
    let authority = |serial| MADE.authority.issue(&MADE.key, "AC", serial);
    dossier.authorities = (1..).take(authorities).map(authority).collect();
    dossier
}

fn is_refused(dossier: &Dossier) -> bool {
    let written = dossier.write(NOTICE, NOW);
    matches!(
        written,
        Err(DossierWriteError::Unreadable(DossierError::Invalid { .. }))
    )
}

#[test]
fn a_dossier_takes_so_many_certificates_and_authorities() {
    for (certificates, authorities, does_fit) in [
        (CERTIFICATE_LIMIT, 3, true),
        (CERTIFICATE_LIMIT + 1, 0, false),
        (0, AUTHORITY_LIMIT, true),
        (0, AUTHORITY_LIMIT + 1, false),
        (CERTIFICATE_LIMIT, AUTHORITY_LIMIT - CERTIFICATE_LIMIT, true),
    ] {
        let dossier = with_certificates(certificates, authorities);
        assert_eq!(!is_refused(&dossier), does_fit, "{certificates} {authorities}");
    }
}

#[test]
fn one_certificate_or_authority_too_many_is_not_taken_in() {
    let mut dossier = with_certificates(CERTIFICATE_LIMIT, AUTHORITY_LIMIT);
    let before = dossier.clone();
    assert!(!dossier.add_authority(MADE.authority.issue(&MADE.key, "AC", 9999)));
    let known = Known {
        passwords: &[],
        certificates: &[],
        serial_numbers: &[],
        at: NOW,
    };
    let file = ISSUER.issue(&MADE.key, "Client", 9999);
    let received = intake::read(file.der(), &known).0;
    assert_eq!(dossier.take_in(&[received], NOW, ""), []);
    assert_eq!(dossier, before);
}

/// Two pages with long journals of their own: what the merge takes grows with both, not with their product.
#[test]
fn two_long_journals_are_merged() {
    let base = dossier();
    let journal = |by: &str, odd: i64| {
        let mut dossier = base.clone();
        let lines = (0..5_000).map(|place| JournalEntry {
            at: NOW + Duration::seconds(2 * place + odd),
            by: by.into(),
            event: Event::PassphraseChanged,
        });
        Arc::make_mut(&mut dossier.journal).extend(lines);
        dossier
    };
    let merged = journal("Un", 0)
        .merge(&journal("Deux", 1), Some(&base))
        .unwrap()
        .dossier;
    assert_eq!(merged.journal.len(), base.journal.len() + 10_000);
    assert!(merged.journal.is_sorted_by_key(|line| line.at));
}
