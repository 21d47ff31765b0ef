//! PKCS #12 files with a MAC by PBMAC1 (RFC 9579), which OpenSSL 3.0 does not write yet: a Python program puts
//! it in the place of OpenSSL's, with Python's own HMAC and PBKDF2.

use std::fs;
use std::path::Path;

use certiroc_interop::{OPENSSL, python};
use certiroc_pki::pkcs12::{Integrity, Locked, OpenedPfx, Pfx, PfxValue};

/// A file that OpenSSL exported, its MAC replaced as `options` say.
fn file(folder: &Path, password: &str, options: &[&str]) -> Pfx {
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    if !folder.join("openssl.p12").exists() {
        fs::write(path("password"), format!("{password}\n")).unwrap();
        let source = format!("file:{}", path("password"));
        for command in [
            vec![
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=Client",
                "-keyout",
                "@key",
                "-out",
                "@pem",
            ],
            vec![
                "pkcs12",
                "-export",
                "-inkey",
                "@key",
                "-in",
                "@pem",
                "-passout",
                &source,
                "-out",
                "@openssl.p12",
            ],
        ] {
            let arguments = command.iter().map(|word| match word.strip_prefix('@') {
                Some(name) => path(name),
                None => (*word).to_owned(),
            });
            let answer = OPENSSL.run(arguments);
            assert!(answer.success, "{}", answer.text);
        }
    }
    let paths = [path("openssl.p12"), path("pbmac1.p12"), path("password")];
    let answer = python(
        "pbmac1.py",
        paths.iter().map(String::as_str).chain(options.iter().copied()),
    );
    assert!(answer.success, "{options:?}: {}", answer.text);
    Pfx::from_bytes(&fs::read(path("pbmac1.p12")).unwrap()).unwrap()
}

/// The certificate and the key came out.
fn is_whole(opened: &OpenedPfx) -> bool {
    let certificate = |value: &Result<PfxValue, Locked>| matches!(value, Ok(PfxValue::Certificate(_)));
    let key = |value: &Result<PfxValue, Locked>| matches!(value, Ok(PfxValue::Key(_)));
    opened.items.len() == 2
        && opened.items.iter().any(|item| certificate(&item.value))
        && opened.items.iter().any(|item| key(&item.value))
}

#[test]
fn every_hash_opens_with_its_password_only() {
    for password in ["Mot de passe 1", "été à Noël €"] {
        let folder = tempfile::tempdir().unwrap();
        for prf in ["sha1", "sha256", "sha384", "sha512"] {
            for digest in ["sha256", "sha512"] {
                let pfx = file(folder.path(), password, &[prf, digest, "2048"]);
                let opened = pfx.open(&["wrong", password]);
                assert_eq!(opened.integrity, Integrity::Verified, "{prf} {digest}");
                assert!(is_whole(&opened), "{prf} {digest}");
                assert_eq!(pfx.open(&["wrong"]).integrity, Integrity::Unverified);
            }
        }
    }
}

/// The three that RFC 9579, appendices A.4 to A.6, has refused; and what would have the reader work for hours.
/// What the file holds is encrypted apart, and comes out.
#[test]
fn each_flaw_has_its_cause() {
    let cases = [
        ("rounds", Integrity::Unverified),
        ("salt", Integrity::Unverified),
        ("length", Integrity::Damaged),
        ("short", Integrity::KeyLength(19)),
        ("long", Integrity::KeyLength(65_535)),
        ("many", Integrity::Rounds(4_000_000_000)),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (flaw, integrity) in cases {
        let pfx = file(folder.path(), "changeit", &["sha256", "sha256", "2048", flaw]);
        let opened = pfx.open(&["changeit"]);
        assert_eq!(opened.integrity, integrity, "{flaw}");
        assert!(is_whole(&opened), "{flaw}");
    }
}
