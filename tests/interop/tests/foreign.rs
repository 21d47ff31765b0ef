//! PKCS #12 files that Windows, macOS, Firefox, Java and OpenSSL made, from the test folders of published crates.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use certiroc_pki::pkcs12::{Integrity, Locked, Pfx, PfxItem, PfxValue};
use certiroc_pki::x509::Certificate;
use serde_json::Value as Json;

/// The folders of the crates' test files, where cargo keeps their sources.
fn folders() -> Vec<PathBuf> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../foreign/Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1", "--manifest-path"])
        .arg(manifest)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Json = serde_json::from_slice(&output.stdout).unwrap();
    let folder = |(name, version, tests): (&str, &str, &str)| {
        let packages = metadata["packages"].as_array().unwrap().iter();
        let package = packages.filter(|package| package["name"] == name && package["version"] == version);
        let manifest = package
            .map(|package| package["manifest_path"].as_str().unwrap())
            .next()
            .unwrap();
        Path::new(manifest).parent().unwrap().join(tests)
    };
    [
        ("pkcs12", "0.1.0", "tests/examples"),
        ("p12-keystore", "0.4.1", "tests/assets"),
    ]
    .map(folder)
    .to_vec()
}

/// One letter a thing: Certificate, Key, Other, or `!` and why it stays closed.
fn content(items: &[PfxItem]) -> String {
    let letter = |item: &PfxItem| match &item.value {
        Ok(PfxValue::Certificate(der)) => {
            Certificate::from_der(der).unwrap();
            "C".to_owned()
        }
        Ok(PfxValue::Key(_)) => "K".to_owned(),
        Ok(PfxValue::Crl(_)) => "L".to_owned(),
        Ok(PfxValue::Other(_)) => "O".to_owned(),
        Err(locked) => format!("!{locked:?}"),
    };
    items.iter().map(letter).collect()
}

/// File, password, what is in it, the name of its key.
const FILES: [(&str, &str, &str, Option<&str>); 31] = [
    (
        "ValidCertificatePathTest1EE.p12",
        "password",
        "CK",
        Some("Valid Certificate Path Test1 EE"),
    ),
    (
        "ValidCertificatePathTest1EE_firefox.p12",
        "password",
        "KC",
        Some("Valid Certificate Path Test1 EE"),
    ),
    (
        "ValidCertificatePathTest1EE_macos.p12",
        "password",
        "CK",
        Some("Valid Certificate Path Test1 EE"),
    ),
    (
        "ValidCertificatePathTest1EE_windows_aes.p12.pfx",
        "password",
        "KC",
        Some("Valid Certificate Path Test1 EE"),
    ),
    (
        "ValidCertificatePathTest1EE_windows_tdes.p12.pfx",
        "password",
        "KC",
        Some("Valid Certificate Path Test1 EE"),
    ),
    ("clear_twocert.p12", "", "CCK", None),
    ("example.pfx", "", "CK", None),
    ("example2.pfx", "1234", "CK", None),
    ("example3.pfx", "1234", "CK", None),
    ("example4.pfx", "1234", "CK", None),
    ("example5.pfx", "1234", "CK", None),
    ("example6.pfx", "1234", "CK", None),
    ("example7.pfx", "1234", "CCK", None),
    ("example8.pfx", "1234", "CK", None),
    ("example9.pfx", "1234", "CK", None),
    ("example10.pfx", "1234", "CK", None),
    ("example11.pfx", "1234", "CK", None),
    ("example12.pfx", "1234", "CK", None),
    ("example13.pfx", "1234", "CK", None),
    ("example14.pfx", "1234", "CK", None),
    ("example15.pfx", "1234", "C", None),
    ("example16.pfx", "1234", "K", None),
    ("example17.pfx", "1234", "CK", None),
    (
        "pbes1-keystore.p12",
        "changeit",
        "KKCCCCC",
        Some("f4666049-ca30-487d-a745-32e11566f8ad"),
    ),
    ("pbes1-truststore.p12", "changeit", "C", None),
    (
        "pbes2-keystore-with-secret-keys.p12",
        "changeit",
        "KOOOOOOOOOOOOCCC",
        Some("just-some-expired-placeholder"),
    ),
    (
        "pbes2-keystore.p12",
        "changeit",
        "KKCCCCC",
        Some("c5fe523a-a4fc-4a89-98a8-e274ee21bbcd"),
    ),
    ("pbes2-truststore.p12", "changeit", "C", None),
    ("pfx-ed25519.pfx", "changeit", "CK", None),
    ("pfx-ed448.pfx", "changeit", "CK", None),
    (
        "unicode-subject-chain.p12",
        "fixture-password",
        "CCK",
        Some("identity"),
    ),
];

#[test]
fn every_file_opens_with_its_password_and_no_other() {
    let mut seen = BTreeSet::new();
    for folder in folders() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if !path
                .extension()
                .is_some_and(|extension| extension == "p12" || extension == "pfx")
            {
                continue;
            }
            let (_, password, expected, alias) = *FILES
                .iter()
                .find(|(file, ..)| *file == name)
                .unwrap_or_else(|| panic!("{name} is new"));
            let pfx = Pfx::from_bytes(&fs::read(&path).unwrap()).unwrap();
            let opened = pfx.open(&[password]);
            assert_eq!(content(&opened.items), expected, "{name}");
            let key = opened
                .items
                .iter()
                .find(|item| matches!(item.value, Ok(PfxValue::Key(_))));
            assert_eq!(key.and_then(|key| key.friendly_name.as_deref()), alias, "{name}");
            let integrity = match name.as_str() {
                "example5.pfx" => Integrity::Absent,
                // BLAKE2b, which nobody else writes.
                "example11.pfx" => Integrity::Unsupported("1.3.6.1.4.1.1722.12.2.1.16".into()),
                _ => Integrity::Verified,
            };
            assert_eq!(opened.integrity, integrity, "{name}");

            let wrong = pfx.open(&["not this one"]);
            assert_ne!(wrong.integrity, Integrity::Verified, "{name}");
            let closed = |item: &PfxItem| matches!(item.value, Err(Locked::Password));
            let clear = ["example7.pfx", "clear_twocert.p12"].contains(&name.as_str());
            assert_eq!(wrong.items.iter().any(closed), !clear, "{name}");
            seen.insert(name);
        }
    }
    assert_eq!(seen.len(), FILES.len());
}
