//! Archives packed by other tools, or made to do harm.

use certiroc_core::dossier::{ARCHIVE_LIMIT, Dossier, DossierError, MEMBER_LIMIT};
use proptest::prelude::*;
use zip::CompressionMethod::{Deflated, Stored};

use crate::fixtures::{NOTICE, NOW, REQUESTS, dossier, pack, unpack};

type Members = Vec<(String, Vec<u8>)>;

fn members() -> Members {
    unpack(&dossier().write(NOTICE, NOW).unwrap())
}

fn read(members: &Members) -> Result<Dossier, DossierError> {
    Dossier::read(&pack(members, Deflated)).map(|opened| opened.dossier)
}

/// The members with `dossier.json` changed.
fn with_json(change: impl FnOnce(String) -> String) -> Members {
    let mut members = members();
    let json = &mut members
        .iter_mut()
        .find(|member| member.0 == "dossier.json")
        .unwrap()
        .1;
    *json = change(String::from_utf8(core::mem::take(json)).unwrap()).into_bytes();
    members
}

/// `dossier.json` with one text for another, which it has.
fn replaced(from: &str, to: &str) -> Members {
    with_json(|json| {
        assert!(json.contains(from), "{from}");
        json.replace(from, to)
    })
}

#[track_caller]
fn assert_invalid(members: &Members) {
    match read(members) {
        Err(DossierError::Invalid { member, detail }) => {
            assert_eq!((member.as_str(), detail.is_empty()), ("dossier.json", false));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn packed_again_by_another_tool() {
    for method in [Stored, Deflated] {
        for folder in ["", "certiroc-hcl/", "Téléchargements (1)/", "certiroc-hcl\\"] {
            let mut members = members();
            members.reverse();
            for member in &mut members {
                member.0.insert_str(0, folder);
            }
            if folder.ends_with('/') {
                members.insert(0, (folder.into(), Vec::new()));
            }
            let opened = Dossier::read(&pack(&members, method)).unwrap();
            assert_eq!((opened.dossier, opened.ignored), (dossier(), vec![]), "{folder}");
        }
    }
}

#[test]
fn foreign_members_are_listed_and_ignored() {
    let mut members = members();
    members.retain(|member| member.0 != "LISEZMOI.txt");
    let foreign = [
        "notes.txt",
        "../../etc/passwd",
        "__MACOSX/._dossier.json",
        "autre/dossier.json",
    ];
    members.extend(foreign.map(|name| (name.to_owned(), b"x".to_vec())));
    let opened = Dossier::read(&pack(&members, Stored)).unwrap();
    assert_eq!(opened.dossier, dossier());
    assert_eq!(opened.ignored, foreign);
}

#[test]
fn a_changed_notice_does_not_matter() {
    let mut members = members();
    members[0].1.extend(b"Cl\xE9 USB dans le coffre");
    assert_eq!(read(&members), Ok(dossier()));
}

#[test]
fn a_newer_format_is_told_before_all_else() {
    let newer = with_json(|_| r#"{"format": 5, "orders": "otherwise"}"#.into());
    assert_eq!(
        read(&newer),
        Err(DossierError::NewerFormat {
            found: 5,
            supported: 4
        })
    );
    for format in [
        "0",
        "-1",
        "1.5",
        "1e400",
        "\"1\"",
        "null",
        "99999999999999999999999",
    ] {
        assert_invalid(&replaced("\"format\": 4", &format!("\"format\": {format}")));
    }
}

#[test]
fn each_member_missing() {
    let all = members();
    for (index, (name, _)) in all.iter().enumerate() {
        let mut members = all.clone();
        members.remove(index);
        match name.as_str() {
            "LISEZMOI.txt" => assert_eq!(read(&members), Ok(dossier())),
            _ => assert_eq!(
                read(&members),
                Err(DossierError::Missing { member: name.clone() })
            ),
        }
    }
    assert_eq!(
        read(&vec![("word/document.xml".into(), vec![])]),
        Err(DossierError::NoDossier)
    );
    let twice = ["a/dossier.json", "b/dossier.json", "c/d/dossier.json"].map(|name| (name.into(), vec![]));
    assert_eq!(read(&twice.to_vec()), Err(DossierError::Several));
}

#[test]
fn a_member_that_is_not_the_one_saved() {
    // Intact for the CRC, not for the SHA-256.
    for index in 2..6 {
        let mut members = members();
        members[index].1.push(b'\n');
        let name = members[index].0.clone();
        assert_eq!(read(&members), Err(DossierError::Damaged { member: name }));
    }
}

#[test]
fn a_key_with_the_request_of_another() {
    let dossier = dossier();
    let [first, second] = dossier
        .orders
        .each_ref()
        .map(|order| order.requests[0].key_id.to_string());
    let members = replaced(
        &format!("\"key-id\": \"{first}\""),
        &format!("\"key-id\": \"{second}\""),
    );
    match read(&members) {
        Err(DossierError::Invalid { member, .. }) => assert!(member.starts_with("csr/"), "{member}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn members_of_the_wrong_kind() {
    // The key's place names the CSR and the reverse: both hashes are right.
    let swapped = with_json(|json| {
        json.replace("\"key\": {", "\"x\": {")
            .replace("\"csr\": {", "\"key\": {")
            .replace("\"x\": {", "\"csr\": {")
    });
    match read(&swapped) {
        Err(DossierError::Invalid { member, .. }) => assert!(member.starts_with("csr/"), "{member}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn json_that_is_not_ours() {
    let deep = "[".repeat(100_000);
    for json in [
        "",
        "{}",
        "null",
        "[]",
        "{\"format\": 4}",
        &deep,
        "\u{FEFF}{\"format\": 4}",
    ] {
        assert_invalid(&with_json(|_| json.to_owned()));
    }
    for (from, to) in [
        ("\"format\": 4", "\"format\": 4, \"format\": 2"),
        ("\"format\": 4", "\"format\": 4, \"colour\": \"red\""),
        ("\"org-sign\"", "\"org-auth-cli\""),
        ("\"org-sign\"", "\"org-conf\""),
        ("2048", "1024"),
        ("2048", "1e999"),
        ("\"production\"", "\"other\""),
        ("2026-11-23T14:05:07.25Z", "23/11/2026"),
        ("2026-11-23T14:05:07.25Z", "0000-01-01T00:00:00+23:59"),
        ("2026-11-23T14:05:07.25Z", "9999-12-31T23:59:59-23:59"),
        ("\"created\"", "\"destroyed\""),
    ] {
        assert_invalid(&replaced(from, to));
    }
}

#[test]
fn one_member_named_twice() {
    let dossier = dossier();
    let [first, second] = dossier
        .orders
        .each_ref()
        .map(|order| order.requests[0].key_id.short());
    let from = format!("cles/org-sign-{second}.key.pem");
    let members = replaced(&from, &format!("cles/org-auth-cli-{first}.key.pem"));
    assert!(matches!(read(&members), Err(DossierError::Invalid { .. })));
    let members = replaced(&from, "dossier.json");
    assert!(matches!(read(&members), Err(DossierError::Invalid { .. })));
}

#[test]
fn bombs() {
    let limit = MEMBER_LIMIT;
    for name in ["dossier.json", "LISEZMOI.txt"] {
        let mut members = members();
        members.iter_mut().find(|member| member.0 == name).unwrap().1 = vec![b' '; limit + 1];
        let archive = pack(&members, Deflated);
        assert!(archive.len() < 64 << 10);
        assert_eq!(Dossier::read(&archive), Err(DossierError::TooLarge { limit }));
    }
    assert_eq!(
        Dossier::read(&vec![0; ARCHIVE_LIMIT + 1]),
        Err(DossierError::TooLarge { limit: ARCHIVE_LIMIT })
    );

    let mut members = members();
    members.extend((members.len()..1001).map(|index| (format!("{index}.txt"), Vec::new())));
    assert_eq!(read(&members), Err(DossierError::TooManyMembers { limit: 1000 }));
    members.pop();
    assert_eq!(read(&members), Ok(dossier()));
}

/// Members each within their limit, which together unpack to more than an archive may hold.
#[test]
fn a_bomb_in_parts() {
    let mut dossier = dossier();
    dossier.orders[0].requests = vec![REQUESTS[0].clone(); 5];
    let mut members = unpack(&dossier.write(NOTICE, NOW).unwrap());
    let hash = |content: &[u8]| {
        let digest = ring::digest::digest(&ring::digest::SHA256, content);
        digest
            .as_ref()
            .iter()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    };
    let mut json = String::from_utf8(members[1].1.clone()).unwrap();
    let key = members[2].1.clone();
    // Text before the PEM block is allowed (RFC 7468, section 2).
    let padded = [vec![b'\n'; MEMBER_LIMIT - key.len()], key.clone()].concat();
    json = json.replace(&hash(&key), &hash(&padded));
    for member in members.iter_mut().filter(|member| member.1 == key) {
        member.1.clone_from(&padded);
    }
    members[1].1 = json.into_bytes();
    assert_eq!(
        read(&members),
        Err(DossierError::TooLarge { limit: ARCHIVE_LIMIT })
    );
}

#[test]
fn not_a_zip() {
    for bytes in [
        &b""[..],
        b"%PDF-1.7",
        b"-----BEGIN CERTIFICATE REQUEST-----",
        b"PK",
    ] {
        assert_eq!(Dossier::read(bytes), Err(DossierError::NotAZip));
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..2000),
        json in "[{}\\[\\]:,\"0-9a-z-]{0,200}",
    ) {
        prop_assert!(Dossier::read(&bytes).is_err());
        prop_assert!(read(&with_json(|_| json)).is_err());
    }
}
