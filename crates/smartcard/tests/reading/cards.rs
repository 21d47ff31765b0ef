use std::fs;

use certiroc_pki::x509::Certificate;
use certiroc_smartcard::apdu::LinkError;
use certiroc_smartcard::atr::Recognised;
use certiroc_smartcard::iso7816::MAX_FILE;
use certiroc_smartcard::reading::{CardError, Reading, ReadingStage, read};

use certiroc_test_support::cards::{
    AID, CDF, CPS4, Card, DIR, End, File, ODF, OTHER, SERIAL, SN_ICC, TOKEN_INFO, VITALE, certificate, entry,
    inside, path, tlv,
};
use certiroc_test_support::data;

/// Lengths around those of slices, and of a real certificate.
fn contents() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("Certificat d'Authentification CPS", certificate(1800, 7)),
        // With its header, two slices.
        ("Certificat de Signature CPS", certificate(2 * 0xe7 - 4, 0)),
        ("Certificat Technique CPS", certificate(3, 0xff)),
    ]
}

fn assert_whole(reading: &Reading, contents: &[(&str, Vec<u8>)]) {
    let found = reading.certificates.iter();
    let found: Vec<_> = found
        .map(|held| (held.label.as_str(), held.der.clone()))
        .collect();
    assert_eq!(found, contents);
    assert_eq!(reading.serial.as_deref(), Some(SERIAL));
    assert_eq!(reading.label.as_deref(), Some("CPS3v3-2900995235"));
    assert!(reading.unreadable.is_empty());
}

#[test]
fn a_card_is_read_whatever_it_takes_and_however_it_answers() {
    let contents = contents();
    for forms in [
        [0x00, 0x02, 0x04, 0x08, 0x09].as_slice(),
        &[0x09],
        &[0x08],
        &[0x00],
        &[0x04, 0x08],
        &[0x00, 0x04, 0x09],
        &[0x04, 0x09],
        &[0x00, 0x02, 0x04],
    ] {
        for takes_whole in [true, false] {
            // From where one is alone, nothing leads out of a directory.
            if forms == [0x09] && !takes_whole {
                continue;
            }
            for answers in [[0x00, 0x04, 0x0c].as_slice(), &[0x0c], &[0x04], &[0x00]] {
                for end in [End::Short, End::Warning, End::Length] {
                    for is_fetched in [true, false] {
                        for slice in [0xe7, 0x80, 0x100, 45] {
                            let mut card = Card::new(&contents);
                            card.forms = forms.to_vec();
                            card.answers = answers.to_vec();
                            (card.takes_whole, card.end, card.is_fetched, card.slice) =
                                (takes_whole, end, is_fetched, slice);
                            let reading = card.read().unwrap_or_else(|error| {
                                panic!(
                                    "{forms:?} {takes_whole} {answers:?} {end:?} {slice}: {error:?} {:02X?}",
                                    card.log
                                )
                            });
                            assert_whole(&reading, &contents);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn few_commands_read_a_card_that_takes_the_first_form() {
    let mut card = Card::new(&contents());
    let reading = card.read().unwrap();
    // One to select and one or two to read each of EF.DIR, ODF, CDF, TokenInfo, SN.ICC, with a right length asked for where
    // the file is short, and one more to see the end of the three that are read whole; the application; and the
    // certificates: 8 slices, 2, 1.
    assert_eq!(reading.commands, 5 * 3 + 3 + 2 + (1 + 8) + (1 + 2) + (1 + 2));
}

#[test]
fn stages_are_told_as_they_are_reached() {
    let mut stages = Vec::new();
    let mut card = Card::new(&contents()[..2]);
    pollster::block_on(read(&mut card, |stage| stages.push(stage))).unwrap();
    assert_eq!(
        stages,
        [
            ReadingStage::Finding,
            ReadingStage::Certificate(1),
            ReadingStage::Certificate(2)
        ]
    );
}

#[test]
fn what_is_optional_may_be_missing() {
    let contents = contents();
    let mut card = Card::new(&contents);
    card.files.remove(&vec![SN_ICC]);
    card.files.remove(&inside(TOKEN_INFO));
    let reading = card.read().unwrap();
    assert_eq!(
        (reading.serial, reading.label, reading.certificates.len()),
        (None, None, 3)
    );
    // Another issuer's number, and a template without one.
    for content in [
        tlv(0x5a, &[b"\x49\x70\x12\x34\x56\x78"]),
        tlv(0x5b, &[SERIAL]),
        vec![0; 12],
    ] {
        let mut card = Card::new(&contents);
        card.put(vec![SN_ICC], content);
        assert_eq!(card.read().unwrap().serial, None);
    }
}

#[test]
fn one_certificate_that_is_not_given_loses_no_other() {
    let mut card = Card::new(&contents());
    card.files.insert(inside(0x4500), File::Protected);
    card.put(inside(0x4501), b"\x30\x82\x07\x00cut".to_vec());
    let reading = card.read().unwrap();
    assert_eq!(
        reading.unreadable,
        ["Certificat d'Authentification CPS", "Certificat de Signature CPS"]
    );
    assert_eq!(reading.certificates.len(), 1);
    // Of several, the listing has one that leads nowhere.
    let mut card = Card::new(&contents());
    let lost = [entry("lost", &path(&[0x4999])), entry("nowhere", &[])];
    let found = entry("found", &path(&[0x4502]));
    card.put(inside(CDF), [lost.concat(), found].concat());
    let reading = card.read().unwrap();
    assert_eq!(reading.unreadable, ["lost", "nowhere"]);
    assert_eq!(reading.certificates[0].label, "found");
}

#[test]
fn directories_and_certificates_lie_where_they_are_said_to() {
    let (first, second) = (certificate(300, 1), certificate(400, 2));
    let mut card = Card::new(&[]);
    // One file for both, each a part of it.
    card.put(
        inside(0x4600),
        [first.clone(), vec![0; 12], second.clone()].concat(),
    );
    let part = |offset: usize, len: usize| {
        let number = |number: usize| u16::try_from(number).unwrap().to_be_bytes();
        let file = tlv(4, &[b"\x46\x00"]);
        tlv(
            0x30,
            &[&file, &tlv(2, &[&number(offset)]), &tlv(0x80, &[&number(len)])],
        )
    };
    let direct = certificate(80, 3);
    card.put(
        inside(CDF),
        [
            entry("first", &part(0, first.len())),
            entry("second", &part(first.len() + 12, second.len())),
            entry("direct", &tlv(0xa0, &[&direct])),
        ]
        .concat(),
    );
    let reading = card.read().unwrap();
    let found: Vec<_> = reading.certificates.iter().map(|held| held.der.clone()).collect();
    assert_eq!(found, [first.clone(), second, direct]);
    // The listing in EF.ODF itself.
    card.put(
        inside(ODF),
        tlv(0xa4, &[&tlv(0xa0, &[&entry("listed", &path(&[0x4600]))])]),
    );
    card.log.clear();
    assert_eq!(card.read().unwrap().certificates[0].der, first);
}

#[test]
fn a_directory_of_records_is_read() {
    let mut card = Card::new(&contents());
    let Some(File::Transparent(template)) = card.files.remove(&vec![DIR]) else {
        panic!()
    };
    let other = tlv(0x61, &[&tlv(0x4f, &[b"\xa0\x00\x00\x00\x04"])]);
    card.files.insert(vec![DIR], File::Records(vec![other, template]));
    assert_whole(&card.read().unwrap(), &contents());
}

#[test]
fn a_card_without_a_directory_is_entered_by_its_identifier() {
    for last in [0x10, 0x20] {
        let mut card = Card::new(&contents());
        card.files.remove(&vec![DIR]);
        *card.application.0.last_mut().unwrap() = last;
        let reading = card.read().unwrap();
        assert_whole(&reading, &contents());
    }
}

#[test]
fn files_are_found_in_an_application_whose_path_is_not_known() {
    let mut card = Card::new(&contents());
    card.files.remove(&vec![DIR]);
    (card.forms, card.takes_whole) = (vec![0x04, 0x09], false);
    assert_whole(&card.read().unwrap(), &contents());
}

#[test]
fn the_applet_of_a_cps4_is_selected_as_the_cryptolib_does() {
    let mut card = Card::new(&contents());
    card.atr = CPS4.to_vec();
    card.applet = Some(0);
    assert_whole(&card.read().unwrap(), &contents());
    assert!(
        card.log
            .iter()
            .any(|(command, _)| command.starts_with(&[1, 0xa4, 4]))
    );
    // No other card is asked to.
    card.atr = OTHER.to_vec();
    (card.applet, card.log) = (Some(0), Vec::new());
    assert_eq!(card.read(), Err(CardError::NotCps(Recognised::Unknown)));
    assert!(card.log.iter().all(|(command, _)| command[0] == 0));
}

#[test]
fn each_card_that_is_not_read_has_its_reason() {
    let mut card = Card::new(&contents());
    card.atr = VITALE.to_vec();
    assert_eq!(card.read(), Err(CardError::NotCps(Recognised::Vitale)));
    assert!(card.log.is_empty());
    for (atr, expected) in [
        (OTHER, CardError::NotCps(Recognised::Unknown)),
        (&[], CardError::NotCps(Recognised::Malformed)),
        (CPS4, CardError::NoCertificates),
    ] {
        let mut card = Card::new(&contents());
        card.atr = atr.to_vec();
        card.files.clear();
        card.application.0.clear();
        assert_eq!(card.read(), Err(expected), "{atr:02X?}");
    }
    // A directory of certificates that lists none, or lists what is not given.
    assert_eq!(Card::new(&[]).read(), Err(CardError::NoCertificates));
    let mut card = Card::new(&contents()[..1]);
    card.files.insert(inside(0x4500), File::Protected);
    assert_eq!(card.read(), Err(CardError::NoCertificates));
    // An unknown card that has the application is read.
    let mut card = Card::new(&contents());
    card.atr = OTHER.to_vec();
    assert_whole(&card.read().unwrap(), &contents());
    for after in [0, 1, 20] {
        let mut card = Card::new(&contents());
        card.removed_after = after;
        assert_eq!(card.read(), Err(CardError::Link(LinkError::CardRemoved)));
        assert_eq!(card.log.len(), after);
    }
}

#[test]
fn more_than_any_card_has_is_refused() {
    let is_refused = |card: &mut Card| matches!(card.read(), Err(CardError::Link(LinkError::Card(_))));
    let mut card = Card::new(&contents());
    card.put(inside(CDF), entry("x", &path(&[0x4502])).repeat(65));
    assert!(is_refused(&mut card));
    card.put(inside(CDF), entry("x", &path(&[0x4502])).repeat(64));
    card.log.clear();
    assert_eq!(card.read().unwrap().certificates.len(), 64);
    // Too many bytes in fewer commands, then too many commands for fewer bytes.
    let mut card = Card::new(&[]);
    card.put(inside(CDF), entry("x", &path(&[0x4502])).repeat(40));
    card.put(inside(0x4502), certificate(8 * 1024, 9));
    assert!(is_refused(&mut card));
    assert!(card.log.len() < 1600);
    let mut card = Card::new(&[]);
    card.put(inside(CDF), entry("x", &path(&[0x4502])).repeat(40));
    card.put(inside(0x4502), certificate(2000, 9));
    (card.slice, card.end) = (32, End::Short);
    assert!(is_refused(&mut card));
    assert_eq!(card.log.len(), 2048);
    // A file without an end gives as much as an offset reaches, and is cut there.
    let mut card = Card::new(&contents());
    card.put(inside(0x4500), certificate(40_000, 9));
    let reading = card.read().unwrap();
    assert_eq!(reading.unreadable, ["Certificat d'Authentification CPS"]);
    let offsets = card.log.iter().filter(|(command, _)| command[1] == 0xb0);
    let last = offsets
        .map(|(command, _)| u16::from_be_bytes([command[2], command[3]]))
        .max();
    assert!(last.is_some_and(|last| usize::from(last) < MAX_FILE));
}

#[test]
fn an_identifier_from_a_card_may_be_of_any_length() {
    for len in [12, 16, 255, 300] {
        let aid = [&AID[..12], &vec![0x10; len - 12]].concat();
        let mut card = Card::new(&contents());
        let whole = tlv(0x51, &[b"\x3f\x00\x00\x01"]);
        card.put(vec![DIR], tlv(0x61, &[&tlv(0x4f, &[&aid]), &whole]));
        let _ = card.read();
    }
}

#[test]
fn real_certificates_come_whole() {
    let Some(folder) = data("igc-sante/card-test") else {
        return;
    };
    let files = fs::read_dir(folder).unwrap();
    let mut contents: Vec<_> = files
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .map(|der| ("Certificat d'Authentification CPS", der))
        .collect();
    contents.sort();
    assert!(contents.len() >= 3);
    let mut card = Card::new(&contents);
    let reading = card.read().unwrap();
    assert_whole(&reading, &contents);
    let again = Reading::from_text(reading.to_text().as_bytes()).unwrap();
    assert_eq!(again.certificates, reading.certificates);
    for held in &again.certificates {
        assert!(Certificate::from_der(&held.der).is_ok());
    }
}
