//! JKS.

use certiroc_pki::jks::{EntryKind, Jks, JksWriteError, KeyLocked, NewEntry, NewKind, open_key, write};
use certiroc_pki::key::ExportPassword;
use proptest::prelude::*;
use time::macros::datetime;

use certiroc_test_support::identity::PKI;
use certiroc_test_support::rng;

const NOW: time::OffsetDateTime = datetime!(2026-11-25 10:20:30.456 UTC);

fn written(entries: &[NewEntry<'_>], secret: &str) -> Result<Vec<u8>, JksWriteError> {
    write(entries, NOW, &ExportPassword::parse(secret).unwrap(), &mut rng())
}

fn trusted(alias: &str) -> NewEntry<'_> {
    NewEntry {
        alias,
        kind: NewKind::TrustedCertificate(&PKI.root),
    }
}

/// Writes a key with its chain and a trusted certificate, and asserts that they come back.
fn assert_comes_back(alias: &str, secret: &str) {
    let [intermediate, root] = PKI.chain();
    let chain = [PKI.leaf.as_slice(), intermediate, root];
    let key = NewEntry {
        alias,
        kind: NewKind::Key {
            key: &PKI.key,
            chain: &chain,
        },
    };
    let other = format!("{alias}2");
    let jks = Jks::from_bytes(&written(&[key, trusted(&other)], secret).unwrap()).unwrap();
    assert!(jks.is_intact(secret));
    assert!(!jks.is_intact(&format!("{secret}x")));
    let [first, second] = jks.entries.as_slice() else {
        panic!("{} entries", jks.entries.len());
    };
    assert_eq!(first.alias, alias.to_lowercase());
    assert_eq!(second.alias, other.to_lowercase());
    assert!(matches!(&second.kind, EntryKind::TrustedCertificate(der) if *der == PKI.root));
    let EntryKind::Key {
        protected,
        chain: read,
    } = &first.kind
    else {
        panic!("no key");
    };
    assert_eq!(*read, chain);
    assert_eq!(
        open_key(protected, secret).unwrap().as_slice(),
        PKI.key.pkcs8_der()
    );
    assert_eq!(
        open_key(protected, &format!("{secret}x")),
        Err(KeyLocked::Password)
    );
}

#[test]
fn a_key_and_what_is_trusted_come_back() {
    for alias in ["roc-org-sign", "Clé d'Été €", "\u{1f511} clé", "nul\0nul"] {
        assert_comes_back(alias, "changeit");
    }
}

#[test]
fn the_layout_is_java_s() {
    let file = written(&[trusted("ACI é")], "changeit").unwrap();
    let head = [
        &[0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0, 0, 0, 1][..],
        &[0, 0, 0, 2, 0, 6, b'a', b'c', b'i', b' ', 0xc3, 0xa9],
        &1_795_602_030_456_i64.to_be_bytes(),
        &[0, 5, b'X', b'.', b'5', b'0', b'9'],
        &u32::try_from(PKI.root.len()).unwrap().to_be_bytes(),
        &PKI.root,
    ]
    .concat();
    assert!(file.starts_with(&head));
    assert_eq!(file.len(), head.len() + 20);
}

#[test]
fn what_java_would_lose_is_refused() {
    assert_eq!(
        written(&[trusted("")], "changeit"),
        Err(JksWriteError::EmptyAlias)
    );
    assert_eq!(
        written(&[trusted(&"é".repeat(32_768))], "changeit"),
        Err(JksWriteError::LongAlias)
    );
    assert_eq!(
        written(&[trusted("Été"), trusted("été")], "changeit"),
        Err(JksWriteError::DuplicateAlias {
            alias: "été".into()
        })
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_password_and_alias_come_back(secret in "[!-~][ -~]{4,126}[!-~]", alias in ".{1,40}") {
        assert_comes_back(&alias, &secret);
    }
}
