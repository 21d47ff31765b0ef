use certiroc_smartcard::pkcs15::{
    MAX_CERTIFICATES, ObjectValue, applications, certificate_directories, certificates, token_info,
};
use proptest::prelude::*;

use certiroc_test_support::cards::{AID, SERIAL, entry, path, tlv};

const PKCS15: &[u8] = b"\xa0\x00\x00\x00\x63PKCS-15";

fn template(aid: &[u8], rest: &[&[u8]]) -> Vec<u8> {
    tlv(0x61, &[&tlv(0x4f, &[aid]), &rest.concat()])
}

/// The path that is named, and the part of the file.
fn at(value: &ObjectValue) -> (&[u8], Option<(usize, usize)>) {
    match value {
        ObjectValue::At(place) => (&place.path, place.part),
        ObjectValue::Direct(bytes) => panic!("{bytes:02x?}"),
    }
}

#[test]
fn the_familys_applications_come_first() {
    let dir = [
        template(PKCS15, &[&tlv(0x51, &[b"\x3f\x00\x50\x15"])]),
        template(b"\xa0\x00\x00\x00\x04\x10\x10", &[]),
        template(AID, &[&tlv(0x51, &[b"\x00\x01"])]),
        // Paths that are none.
        template(AID, &[&tlv(0x51, &[b"\x3f\x00\x00"])]),
        template(AID, &[&tlv(0x51, &[&[0x3f; 18]])]),
        tlv(0x61, &[&tlv(0x50, &[b"nobody"])]),
        vec![0; 20],
        template(AID, &[]),
    ]
    .concat();
    let found = applications(&dir);
    let outline: Vec<_> = found
        .iter()
        .map(|it| (it.aid.as_slice(), it.path.as_deref()))
        .collect();
    let whole = Some(b"\x3f\x00\x00\x01".as_slice());
    assert_eq!(outline, [(AID, whole), (AID, None), (AID, None), (AID, None)]);
    assert_eq!(found[0].resolve(b"\x50\x31"), b"\x3f\x00\x00\x01\x50\x31");
    assert_eq!(found[0].resolve(b"\x3f\x00\x50\x31"), b"\x3f\x00\x50\x31");
    assert_eq!(found[1].resolve(b"\x50\x31"), b"\x50\x31");
    let only = applications(&dir[..template(PKCS15, &[&tlv(0x51, &[b"\x3f\x00\x50\x15"])]).len()]);
    assert_eq!(only[0].aid, PKCS15);
    assert_eq!(
        (&only[0].odf.path[..], &only[0].token_info.path[..]),
        (&[0x50, 0x31][..], &[0x50, 0x32][..])
    );
}

#[test]
fn a_template_may_say_where_the_directories_lie() {
    let elsewhere = tlv(
        0x73,
        &[
            &tlv(6, &[&[0x2a, 3]]),
            &path(&[0x3f00, 0x5015, 0x4946]),
            &tlv(0xa0, &[&tlv(4, &[&[0x50, 0x42]])]),
        ],
    );
    let found = applications(&template(
        PKCS15,
        &[&tlv(0x51, &[b"\x3f\x00\x50\x15"]), &elsewhere],
    ));
    assert_eq!(found[0].odf.path, b"\x3f\x00\x50\x15\x49\x46");
    assert_eq!(found[0].token_info.path, b"\x50\x42");
}

#[test]
fn directories_of_certificates_are_followed_once_each() {
    let odf = [
        tlv(0xa0, &[&path(&[0x4400])]),
        tlv(0xa4, &[&path(&[0x3f00, 1, 0x4404])]),
        vec![0, 0, 0xff],
        tlv(0xa5, &[&path(&[0x3f00, 1, 0x4404])]),
        tlv(0xa6, &[&path(&[0x4405])]),
        tlv(0xa4, &[&tlv(0xa0, &[&entry("direct", &path(&[0x4500]))])]),
        tlv(0xa4, &[&tlv(0x30, &[&tlv(4, &[b"\x01"])])]),
        tlv(0xa8, &[&path(&[0x4406])]),
        tlv(0xa4, &[&path(&[0x4407])])[..5].to_vec(),
    ]
    .concat();
    let found = certificate_directories(&odf);
    assert_eq!(found.len(), 3);
    assert_eq!(at(&found[0]).0, b"\x3f\x00\x00\x01\x44\x04");
    assert_eq!(at(&found[1]).0, b"\x44\x05");
    let ObjectValue::Direct(directory) = &found[2] else {
        panic!("{found:?}")
    };
    assert_eq!(certificates(directory)[0].label, "direct");
}

#[test]
fn entries_of_certificates() {
    let part = tlv(
        0x30,
        &[
            &tlv(4, &[b"\x45\x01"]),
            &tlv(2, &[&[1, 0]]),
            &tlv(0x80, &[&[2, 0]]),
        ],
    );
    let half = tlv(0x30, &[&tlv(4, &[b"\x45\x01"]), &tlv(2, &[&[1, 0]])]);
    let parts = [tlv(0x30, &[&[2, 1, 1]]), tlv(0x30, &[]), tlv(3, &[&[0, 1]])].concat();
    let directory = [
        entry("Certificat d'Authentification CPS", &path(&[0x3f00, 1, 0x4500])),
        entry("part", &part),
        entry("half", &half),
        entry("own tag", &tlv(0xa0, &[&tlv(0x30, &[&parts])])),
        entry("instead", &tlv(0xa0, &[&parts])),
        entry("a\r\nb\u{202e}c\u{2028}-----BEGIN", &path(&[0x4502])),
        // Of another type, and of none that says where.
        tlv(0xa1, &[b"\x30\x00"]),
        tlv(0x30, &[]),
        vec![0xff; 9],
    ]
    .concat();
    let found = certificates(&directory);
    let labels: Vec<_> = found.iter().map(|listed| listed.label.as_str()).collect();
    let expected = [
        "Certificat d'Authentification CPS",
        "part",
        "half",
        "own tag",
        "instead",
        "a  b c –BEGIN",
        "",
    ];
    assert_eq!(labels, expected);
    assert_eq!(found[0].id, [4, 5, 6]);
    let value = |index: usize| found[index].value.as_ref().unwrap();
    assert_eq!(at(value(1)), (&[0x45, 1][..], Some((0x100, 0x200))));
    assert_eq!(at(value(2)).1, None);
    assert_eq!(value(3), &ObjectValue::Direct(tlv(0x30, &[&parts])));
    assert_eq!(value(3), value(4));
    assert_eq!(found[6].value, None);
    let many = entry("x", &path(&[0x4500])).repeat(500);
    assert_eq!(certificates(&many).len(), MAX_CERTIFICATES + 1);
}

#[test]
fn the_token_says_its_label() {
    let file = tlv(
        0x30,
        &[
            &tlv(2, &[&[0]]),
            &tlv(4, &[SERIAL]),
            &tlv(0x80, &[b"CPS3v3-2900995235 "]),
            &tlv(3, &[&[0, 1]]),
        ],
    );
    let found = token_info(&file);
    assert_eq!(found.label.as_deref(), Some("CPS3v3-2900995235"));
    assert_eq!(found.serial.as_deref(), Some(SERIAL));
    assert_eq!(token_info(&file[..20]), token_info(&[]));
}

proptest! {
    #[test]
    fn any_file_says_something_bounded(bytes in proptest::collection::vec(
        // Tags and lengths more often than others.
        prop_oneof![any::<u8>(), proptest::sample::select(b"\x30\x04\xa0\xa1\xa4\x61\x4f\x51\x73\x0c\x02\x05".to_vec())],
        0..300,
    )) {
        prop_assert!(applications(&bytes).len() <= 4);
        prop_assert!(certificate_directories(&bytes).len() <= 8);
        for listed in certificates(&bytes) {
            prop_assert!(listed.label.len() <= bytes.len() * 3);
            prop_assert!(listed.label.chars().all(|letter| !letter.is_control()));
        }
        let _ = token_info(&bytes);
    }
}
