//! PKCS #12 and Java's key stores.

use certiroc_pki::intake::{Entry, Format, Problem, Remark, read};
use certiroc_pki::jks::{self, NewEntry, NewKind};
use certiroc_pki::key::ExportPassword;
use certiroc_pki::pkcs12::{PartKind, Pkcs12Profile};
use pkcs8::der::{AnyRef, Decode, Encode};

use crate::{assert_found, known};
use certiroc_test_support::made::{AT, MADE, PASSWORD, pem, pfx, pkcs12, tlv};
use certiroc_test_support::rng;

pub(crate) const LEAF: &str = "certificate Client_ROC_Annuaire_AMC";
pub(crate) const AUTHORITY: &str = "certificate AC d'essai";
pub(crate) const KEY: &str = "key 2048 protected";

/// The parts of a PFX: version, content, MAC.
pub(crate) fn parts(file: &[u8]) -> [Vec<u8>; 3] {
    AnyRef::from_der(file)
        .unwrap()
        .sequence(|parts| {
            let mut part = || AnyRef::decode(parts)?.to_der();
            Ok::<_, pkcs8::der::Error>([part()?, part()?, part()?])
        })
        .unwrap()
}

/// The same file without its MAC.
fn without_mac(file: &[u8]) -> Vec<u8> {
    let [version, content, _] = parts(file);
    tlv(0x30, &[&version, &content])
}

/// The same file with another count of rounds in its MAC.
fn with_rounds(file: &[u8], rounds: u32) -> Vec<u8> {
    let [version, content, mac] = parts(file);
    let rounds = rounds.to_der().unwrap();
    let mac = AnyRef::from_der(&mac)
        .unwrap()
        .sequence(|fields| {
            let (digest, salt) = (
                AnyRef::decode(fields)?.to_der()?,
                AnyRef::decode(fields)?.to_der()?,
            );
            AnyRef::decode(fields)?;
            Ok::<_, pkcs8::der::Error>(tlv(0x30, &[&digest, &salt, &rounds]))
        })
        .unwrap();
    tlv(0x30, &[&version, &content, &mac])
}

#[test]
fn every_profile_without_its_password_with_a_wrong_one_and_with_it() {
    use Remark::{MacUnverified, WeakEncryption};
    // What shows before: the certificates of the platform's files, nothing of the others'.
    let locked: &[&str] = &["Password", "Password"];
    let platform: &[&str] = &[LEAF, AUTHORITY, "Password"];
    for (profile, before, weak) in [
        (Pkcs12Profile::Compatible, locked, Some(WeakEncryption)),
        (Pkcs12Profile::Platform, platform, Some(WeakEncryption)),
        (Pkcs12Profile::Modern, locked, None),
    ] {
        let file = pkcs12(profile);
        let remarks = |first: Option<Remark>| first.into_iter().chain(weak.clone()).collect::<Vec<_>>();
        let check = |passwords: &[&str], rows: &[&str], remarks: &[Remark]| {
            let what = format!("{profile:?} {passwords:?}");
            assert_found(&what, &file, passwords, Format::Pkcs12, rows, remarks);
            let text = pem("PKCS12", &file);
            assert_found(&what, text.as_bytes(), passwords, Format::Pem, rows, remarks);
        };
        check(&[], before, &remarks(None));
        check(&["autre"], before, &remarks(Some(MacUnverified)));
        check(&[PASSWORD], &[LEAF, AUTHORITY, KEY], &remarks(None));
        check(&["", "autre", PASSWORD], &[LEAF, AUTHORITY, KEY], &remarks(None));
    }
}

#[test]
fn rows_bear_the_names_of_the_file_and_its_layout_is_told() {
    let taken = read(&pkcs12(Pkcs12Profile::Compatible), &known(&[PASSWORD]));
    let names: Vec<_> = taken.report.rows.iter().map(|row| row.name.as_deref()).collect();
    assert_eq!(names, [Some("roc"), None, Some("roc")]);
    let layout: Vec<_> = taken
        .report
        .layout
        .iter()
        .map(|part| (part.depth, part.kind, part.algorithm.as_str(), part.rounds))
        .collect();
    assert_eq!(
        layout,
        [
            (0, PartKind::Mac, "HMAC-SHA-1", 2048),
            (0, PartKind::Encrypted, "PBE SHA-1, 3DES-CBC", 2048),
            (0, PartKind::Clear, "", 0),
            (1, PartKind::ShroudedKey, "PBE SHA-1, 3DES-CBC", 2048),
        ]
    );
    let taken = read(&pkcs12(Pkcs12Profile::Modern), &known(&[]));
    let layout: Vec<_> = taken
        .report
        .layout
        .iter()
        .map(|part| part.algorithm.as_str())
        .collect();
    let pbes2 = "PBES2, PBKDF2 HMAC-SHA-256, AES-256-CBC";
    assert_eq!(layout, ["HMAC-SHA-256", pbes2, "", pbes2]);
    let taken = read(&pkcs12(Pkcs12Profile::Platform), &known(&[]));
    let layout: Vec<_> = taken
        .report
        .layout
        .iter()
        .map(|part| (part.depth, part.kind))
        .collect();
    assert_eq!(
        layout,
        [
            (0, PartKind::Mac),
            (0, PartKind::Clear),
            (1, PartKind::Certificate),
            (1, PartKind::Certificate),
            (0, PartKind::Clear),
            (1, PartKind::ShroudedKey),
        ]
    );
}

#[test]
fn a_file_without_mac_is_read_and_told() {
    let remarks = [Remark::NoMac, Remark::WeakEncryption];
    let file = without_mac(&pkcs12(Pkcs12Profile::Platform));
    assert_found(
        "opened",
        &file,
        &[PASSWORD],
        Format::Pkcs12,
        &[LEAF, AUTHORITY, KEY],
        &remarks,
    );
    assert_found(
        "closed",
        &file,
        &["autre"],
        Format::Pkcs12,
        &[LEAF, AUTHORITY, "Password"],
        &remarks,
    );
}

/// A key in clear makes no other one such.
#[test]
fn what_lies_in_clear_is_told_key_by_key() {
    let bag = |number: u8, content: &[u8]| {
        let oid = [b"\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01".as_slice(), &[number]].concat();
        tlv(0x30, &[&tlv(6, &[&oid]), &tlv(0xa0, &[content])])
    };
    let (clear, shrouded) = (bag(1, MADE.key.pkcs8_der()), bag(2, MADE.sealed.as_der()));
    let file = pfx(&tlv(0x30, &[&clear, &shrouded]));
    let remarks = [Remark::NoMac, Remark::KeyInClear];
    let rows = ["key 2048 in clear", KEY];
    assert_found(
        "both",
        &file,
        &["motdepasse-de-test"],
        Format::Pkcs12,
        &rows,
        &remarks,
    );
}

/// What would take hours is not begun.
#[test]
fn rounds_out_of_bounds_are_refused() {
    for rounds in [u32::MAX, 0] {
        let file = with_rounds(&pkcs12(Pkcs12Profile::Platform), rounds);
        let remarks = [Remark::MacRounds(rounds), Remark::WeakEncryption];
        // The key itself asks for few, and is not taken all the same.
        assert_found(
            "MAC",
            &file,
            &[PASSWORD],
            Format::Pkcs12,
            &[LEAF, AUTHORITY, "KeyUnverified"],
            &remarks,
        );
    }
    let key = encrypted_key(u32::MAX);
    assert_found(
        "key",
        &key,
        &[PASSWORD],
        Format::Der,
        &["Rounds(4294967295)"],
        &[],
    );
    assert_found("key", &key, &[], Format::Der, &["Password"], &[]);
}

/// An `EncryptedPrivateKeyInfo` that nobody made, under triple DES.
fn encrypted_key(rounds: u32) -> Vec<u8> {
    const TRIPLE_DES: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x03";
    let parameters = tlv(0x30, &[&tlv(4, &[&[1; 8]]), &rounds.to_der().unwrap()]);
    let algorithm = tlv(0x30, &[&tlv(6, &[TRIPLE_DES]), &parameters]);
    tlv(0x30, &[&algorithm, &tlv(4, &[&[7; 64]])])
}

pub(crate) fn store(password: &str) -> Vec<u8> {
    let made = &*MADE;
    let entries = [
        NewEntry {
            alias: "roc",
            kind: NewKind::Key {
                key: &made.key,
                chain: &[made.leaf.der(), made.authority.certificate.der()],
            },
        },
        NewEntry {
            alias: "ac",
            kind: NewKind::TrustedCertificate(made.authority.certificate.der()),
        },
    ];
    jks::write(
        &entries,
        AT,
        &ExportPassword::parse(password).unwrap(),
        &mut rng(),
    )
    .unwrap()
}

#[test]
fn a_key_store_of_java() {
    let file = store(PASSWORD);
    let closed = ["Password", LEAF, AUTHORITY, AUTHORITY];
    assert_found("no password", &file, &[], Format::Jks, &closed, &[]);
    assert_found(
        "wrong",
        &file,
        &["autre"],
        Format::Jks,
        &closed,
        &[Remark::MacUnverified],
    );
    let taken = assert_found(
        "right",
        &file,
        &["autre", PASSWORD],
        Format::Jks,
        &[KEY, LEAF, AUTHORITY, AUTHORITY],
        &[],
    );
    let names: Vec<_> = taken.report.rows.iter().map(|row| row.name.as_deref()).collect();
    assert_eq!(names, [Some("roc"), Some("roc"), Some("roc"), Some("ac")]);
}

/// `CERTIROC_TEST_DATA` has such a store; without it this says nothing.
#[test]
fn a_key_of_another_password_in_a_store_that_is_open() {
    let Some(path) = certiroc_test_support::data("cases/files/40-jks-other-key-password.jks") else {
        return;
    };
    let file = std::fs::read(path).unwrap();
    for (passwords, expected, remarks) in [
        (&[] as &[&str], Some(Problem::Password), [].as_slice()),
        (&["Faux-2026"], Some(Problem::Password), &[Remark::MacUnverified]),
        (&["Magasin-2026"], Some(Problem::KeyPassword), &[]),
        (&["Magasin-2026", "Faux-2026"], Some(Problem::KeyPassword), &[]),
        (&["Magasin-2026", "Autre-2026"], None, &[]),
    ] {
        let report = read(&file, &known(passwords)).report;
        let mut problems = report.rows.iter().filter_map(|row| match &row.entry {
            Entry::Problem(problem) => Some(problem.clone()),
            _ => None,
        });
        assert_eq!(problems.next(), expected, "{passwords:?}");
        assert_eq!(report.remarks, remarks, "{passwords:?}");
    }
}

/// One byte less is never a whole file, and nobody takes it for another kind.
#[test]
fn files_cut_anywhere() {
    let made = &*MADE;
    let whole: [(&str, Vec<u8>); 7] = [
        ("certificate", made.leaf.der().to_vec()),
        ("request", made.request.clone()),
        ("list", made.authority.list([1])),
        ("key", made.key.pkcs8_der().to_vec()),
        ("encrypted key", made.sealed.as_der().to_vec()),
        ("PKCS #12", pkcs12(Pkcs12Profile::Compatible)),
        ("JKS", store(PASSWORD)),
    ];
    for (what, file) in whole {
        for len in 1..file.len() {
            let taken = read(&file[..len], &known(&[]));
            let [row] = taken.report.rows.as_slice() else {
                panic!("{what} of {len}: {:?}", taken.report);
            };
            let told = match row.entry {
                Entry::Problem(Problem::Damaged(at)) => at <= u64::try_from(len).unwrap(),
                // Less than what tells a key store.
                Entry::Problem(Problem::Unrecognized) => what == "JKS" && len < 4,
                _ => false,
            };
            assert!(told, "{what} of {len}: {row:?}");
        }
    }
}
