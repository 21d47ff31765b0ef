//! The card that files describe.

use certiroc_core::cpx::in_files;
use certiroc_core::intake::{Received, read};
use certiroc_pki::intake::Known;
use certiroc_smartcard::reading::Reading;

use super::reading;
use certiroc_test_support::cpx::{AT, Made, NUMBER, printable};

fn received(file: &[u8]) -> Received {
    let known = Known {
        passwords: &[],
        certificates: &[],
        serial_numbers: &[],
        at: AT,
    };
    read(file, &known).0
}

/// A card as `certiroc-card` wrote it.
fn written() -> Reading {
    Reading {
        atr: b"\x3b\xac\x00\x40\x2a\x00\x12\x25\x00\x64\x80\x00\x03\x10\x00\x90\x00".to_vec(),
        label: Some("CPS3v3-2600301752".to_owned()),
        ..reading(vec![
            Made::establishment().held("Certificat d'Authentification CPS"),
        ])
    }
}

#[test]
fn the_chip_counts_whatever_lies_beside_its_file() {
    let card = written();
    let file = received(card.to_text().as_bytes());
    let nothing = received(b"bonjour");
    assert_eq!(in_files(std::slice::from_ref(&file)), Some(card.clone()));
    assert_eq!(in_files(&[nothing.clone(), file, nothing]), Some(card));
}

#[test]
fn of_two_cards_no_chip_counts() {
    let card = written();
    let other = Made::establishment().with(NUMBER, printable("8025000001/2600301753"));
    let files = [received(card.to_text().as_bytes()), received(&other.held("").der)];
    let found = in_files(&files).unwrap();
    assert_eq!((found.atr, found.label), (Vec::new(), None));
    assert_eq!(found.certificates.len(), 2);
}

#[test]
fn files_of_no_card_tell_of_none() {
    assert_eq!(in_files(&[]), None);
    assert_eq!(in_files(&[received(b"bonjour")]), None);
}
