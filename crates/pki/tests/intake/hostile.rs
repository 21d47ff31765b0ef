//! Whatever the bytes: no panic, no key in the report, little memory.

use std::sync::LazyLock;

use certiroc_pki::intake::{Remark, Report, read};
use certiroc_pki::pkcs7;
use certiroc_pki::pkcs12::Pkcs12Profile;
use certiroc_pki::x509::hexadecimal;
use proptest::prelude::*;

use crate::known;
use certiroc_test_support::made::{MADE, PASSWORD, pem, pfx, pkcs1, pkcs12, tlv};

/// One file of each kind, with keys in clear and under a password.
static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let made = &*MADE;
    let pkcs8 = made.key.pkcs8_der();
    let (pkcs1, _) = pkcs1(&made.key);
    vec![
        made.leaf.der().to_vec(),
        made.request.clone(),
        made.authority.list([1, 2]),
        pkcs8.to_vec(),
        made.sealed.as_der().to_vec(),
        pkcs7::write(&[made.leaf.der()]).unwrap(),
        pkcs12(Pkcs12Profile::Platform),
        pkcs12(Pkcs12Profile::Compatible),
        include_bytes!("../../../../tests/fuzz/seeds/store.jks").to_vec(),
        [
            pem("PRIVATE KEY", pkcs8),
            made.leaf.to_pem(),
            pem("RSA PRIVATE KEY", &pkcs1),
            pem("X509 CRL", &made.authority.list([1])),
        ]
        .concat()
        .into_bytes(),
        pkcs1,
    ]
});

/// What the report is as it leaves the vault, and as it is printed.
fn leaving(report: &Report) -> [Vec<u8>; 2] {
    [
        serde_json::to_vec(report).unwrap(),
        format!("{report:?}").into_bytes(),
    ]
}

/// The forms in which a number may stand in a text: as a list of bytes (both of the above write one), in hexadecimal,
/// in base64.
fn forms(number: &[u8]) -> Vec<Vec<u8>> {
    let list = |separator: &str| {
        number
            .iter()
            .map(u8::to_string)
            .collect::<Vec<_>>()
            .join(separator)
    };
    let digits = number.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let hexadecimal: String = digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect();
    let base64 = pem("X", number).lines().nth(1).unwrap_or_default().to_owned();
    [list(","), list(", "), hexadecimal, base64]
        .map(String::into_bytes)
        .into()
}

/// No part of a private key leaves: sixteen bytes of its exponent say as much as all.
fn assert_no_key(report: &Report) {
    let (_, secret) = pkcs1(&MADE.key);
    let middle = &secret[100..116];
    for text in leaving(report) {
        for form in forms(middle) {
            let found = text.windows(form.len()).any(|window| window == form);
            assert!(!found, "{}", String::from_utf8_lossy(&text));
        }
    }
}

/// The search finds what it looks for where it is.
#[test]
fn a_key_in_a_report_would_be_seen() {
    let (_, secret) = pkcs1(&MADE.key);
    let mut report = read(&FILES[0], &known(&[])).report;
    report.rows[0].name = Some(hexadecimal(&secret));
    assert!(std::panic::catch_unwind(|| assert_no_key(&report)).is_err());
}

#[test]
fn no_report_holds_a_key() {
    for file in FILES.iter() {
        for passwords in [&[][..], &[PASSWORD, "motdepasse-de-test", "changeit"]] {
            assert_no_key(&read(file, &known(passwords)).report);
        }
    }
}

/// A file of as many things as it can hold makes no report that is much longer than itself.
#[test]
fn a_report_has_an_end() {
    let empty = b"\x30\x00".repeat(300_000);
    let nested = {
        const SAFE_CONTENTS: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01\x06";
        let contents = tlv(0xa0, &[&tlv(0x30, &[&empty])]);
        tlv(0x30, &[&tlv(6, &[SAFE_CONTENTS]), &contents])
    };
    let chain: Vec<_> = empty[..4000].chunks(2).collect();
    let entry = [b"\0\0\0\x02\0\0".as_slice(), &[0; 8], b"\0\0", &[0; 4]].concat();
    let store = [
        b"\xfe\xed\xfe\xed\0\0\0\x02".as_slice(),
        &50_000_u32.to_be_bytes(),
        &entry.repeat(50_000),
        &[0; 20],
    ];
    let many: [(&str, Vec<u8>); 4] = [
        ("blocks", b"-----BEGIN ".repeat(100_000)),
        ("labels", b"-----BEGIN X-----\n-----END X-----\n".repeat(50_000)),
        ("certificates", pkcs7::write(&chain).unwrap()),
        ("entries", store.concat()),
    ];
    for (what, file) in many {
        let report = read(&file, &known(&[])).report;
        assert_eq!(report.rows.len(), 1000, "{what}");
        assert_eq!(report.remarks, [Remark::TooMany(1000)], "{what}");
    }
    // More than anybody packs: the part is given up.
    let parts = [pfx(&tlv(0x30, &[&empty])), pfx(&tlv(0x30, &[&nested]))];
    for file in parts {
        let report = read(&file, &known(&[])).report;
        assert_eq!(report.rows.len(), 1, "{:?}", &report.rows[..2]);
        assert!(report.layout.len() <= 2);
    }
    assert!(pkcs7::write(&empty.chunks(2).collect::<Vec<_>>()).is_err());
}

proptest! {
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = read(&bytes, &known(&["", "é"]));
    }

    #[test]
    fn any_text(text in "(-----(BEGIN|END) [A-Z0-9 ]{0,12}-----\r?\n?|[A-Za-z0-9+/=\n]{0,80}|<html|\\PC{0,9}){0,12}") {
        let _ = read(text.as_bytes(), &known(&[""]));
    }

    /// One to four bytes of a good file are others, or a part is left out or stands there twice.
    #[test]
    fn any_change(
        file in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in proptest::option::of((any::<prop::sample::Index>(), any::<prop::sample::Index>())),
        twice: bool,
    ) {
        let mut bytes = file.get(&FILES).clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some((from, to)) = cut {
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let (from, to) = (from.min(to), from.max(to));
            let part = bytes[from..to].to_vec();
            let replaced = if twice { [part.clone(), part].concat() } else { Vec::new() };
            bytes.splice(from..to, replaced);
        }
        let taken = read(&bytes, &known(&["changeit"]));
        assert_no_key(&taken.report);
    }
}
