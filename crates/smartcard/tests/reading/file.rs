use certiroc_pki::x509::Certificate;
use certiroc_smartcard::reading::{Held, Reading};
use pem::parse_many;
use proptest::prelude::*;

use certiroc_test_support::cards::{CPS3, Card, SERIAL, certificate};

fn made() -> Reading {
    let held = |label: &str, der| Held {
        label: label.to_owned(),
        der,
    };
    Reading {
        atr: CPS3.to_vec(),
        serial: Some(SERIAL.to_vec()),
        label: Some("CPS3v3-2900995235".to_owned()),
        certificates: vec![
            held("Certificat d'Authentification CPS", certificate(20, 1)),
            held("", certificate(0, 0)),
        ],
        unreadable: vec!["Certificat de Signature CPS".to_owned()],
        commands: 0,
    }
}

const TEXT: &str = "\
CertiROC card 1
ATR: 3B AC 00 40 2A 00 12 25 00 64 80 00 03 10 00 90 00
EF.SN.ICC: 5A 0A 80 25 00 00 01 29 00 99 52 35
EF.TokenInfo: CPS3v3-2900995235
Unreadable: Certificat de Signature CPS

Certificate: Certificat d'Authentification CPS
-----BEGIN CERTIFICATE-----
MBQBAQEBAQEBAQEBAQEBAQEBAQEBAQ==
-----END CERTIFICATE-----

Certificate:
-----BEGIN CERTIFICATE-----
MAA=
-----END CERTIFICATE-----
";

#[test]
fn the_file_is_what_it_is_said_to_be() {
    assert_eq!(made().to_text(), TEXT);
    assert_eq!(Reading::from_text(TEXT.as_bytes()), Some(made()));
}

#[test]
fn editors_and_systems_may_have_touched_it() {
    for text in [
        TEXT.replace('\n', "\r\n"),
        format!("\u{feff}{TEXT}"),
        TEXT.replace('\n', " \n"),
        TEXT.replace("3B AC 00", "3b  ac\t00"),
        TEXT.replace("\nATR", "\nA line of somebody else's.\n\nATR"),
        format!("{TEXT}\n\n"),
        TEXT.trim_end().to_owned(),
    ] {
        assert_eq!(Reading::from_text(text.as_bytes()), Some(made()), "{text}");
    }
}

#[test]
fn what_is_damaged_is_not_read() {
    let twice = |line: &str| {
        let at = TEXT.find(line).unwrap();
        let end = at + TEXT[at..].find('\n').unwrap() + 1;
        format!("{}{}{}", &TEXT[..end], &TEXT[at..end], &TEXT[end..])
    };
    for text in [
        String::new(),
        "CertiROC card 10".to_owned(),
        TEXT.replace("card 1", "card 2"),
        format!("\n{TEXT}"),
        TEXT.replace("3B AC", "3B A"),
        TEXT.replace("3B AC", "3B +C"),
        TEXT.replace("3B AC", "3BAC"),
        TEXT.replace("3B AC", &"3B ".repeat(33)),
        TEXT.replace("5A 0A", "5A 0B"),
        TEXT.replace("5A 0A", "5B 0A"),
        TEXT.replace("MBQB", "M*QB"),
        TEXT.replacen("-----END CERTIFICATE-----", "", 1),
        TEXT.replace("END CERTIFICATE", "END X509 CRL"),
        TEXT.replace("BEGIN CERTIFICATE", "BEGIN PRIVATE KEY")
            .replace("END CERTIFICATE", "END PRIVATE KEY"),
        format!("{TEXT}Certificate: and none\n"),
        format!("{TEXT}{}", "\nUnreadable: x".repeat(62)),
        format!("{TEXT}{}", " \n".repeat(300_000)),
        twice("ATR:"),
        twice("EF.SN.ICC:"),
        twice("EF.TokenInfo:"),
        twice("Certificate:"),
    ] {
        assert_eq!(Reading::from_text(text.as_bytes()), None, "{text}");
    }
    assert_eq!(Reading::from_text(b"CertiROC card 1\n\xff"), None);
}

#[test]
fn a_label_of_a_card_cannot_break_the_file() {
    let labels = [
        "x\n-----BEGIN PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----",
        "---------------END CERTIFICATE-----",
        "--\u{0}--\u{1}-BEGIN CERTIFICATE--\u{7f}---",
        "a\u{2028}ATR: 00\u{85}b",
        "\u{feff}\u{202e}",
    ];
    let certificates: Vec<_> = labels.iter().map(|label| (*label, certificate(9, 4))).collect();
    let mut card = Card::new(&certificates);
    let reading = card.read().unwrap();
    let text = reading.to_text();
    let again = Reading::from_text(text.as_bytes()).unwrap();
    assert_eq!(
        again,
        Reading {
            commands: 0,
            ..reading
        }
    );
    // Every other program finds as many blocks.
    assert_eq!(parse_many(&text).unwrap().len(), labels.len());
    assert_eq!(text.matches("-----BEGIN").count(), labels.len());
    assert!(Certificate::all_from_pem(text.as_bytes()).is_empty());
}

fn reading() -> impl Strategy<Value = Reading> {
    let bytes = |max| proptest::collection::vec(any::<u8>(), 0..max);
    let label = || prop_oneof![any::<String>(), "[-\\n\\r B]{0,20}", "\\PC{250,260}"];
    let held = (label(), bytes(300)).prop_map(|(label, der)| Held { label, der });
    (
        bytes(34),
        proptest::option::of(bytes(40)),
        proptest::option::of(label()),
        proptest::collection::vec(held, 0..5),
        proptest::collection::vec(label(), 0..3),
    )
        .prop_map(|(atr, serial, label, certificates, unreadable)| Reading {
            atr,
            serial,
            label,
            certificates,
            unreadable,
            commands: 0,
        })
}

proptest! {
    #[test]
    fn what_is_written_is_read(reading in reading()) {
        let text = reading.to_text();
        let again = Reading::from_text(text.as_bytes()).unwrap();
        prop_assert_eq!(&again.atr, &reading.atr);
        prop_assert_eq!(&again.serial, &reading.serial);
        prop_assert_eq!(again.label.is_some(), reading.label.is_some());
        prop_assert_eq!(again.unreadable.len(), reading.unreadable.len());
        let der = |reading: &Reading| reading.certificates.iter().map(|held| held.der.clone()).collect::<Vec<_>>();
        prop_assert_eq!(der(&again), der(&reading));
        // Labels are as people are shown them, and stay so.
        prop_assert_eq!(again.to_text(), text);
    }

    #[test]
    fn any_change_is_read_or_refused(at in 0..TEXT.len(), with in any::<Vec<u8>>()) {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.splice(at..(at + with.len()).min(TEXT.len()), with);
        if let Some(reading) = Reading::from_text(&bytes) {
            let text = reading.to_text();
            prop_assert_eq!(Reading::from_text(text.as_bytes()), Some(reading));
        }
    }
}
