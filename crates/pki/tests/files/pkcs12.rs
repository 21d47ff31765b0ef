//! PKCS #12.

use certiroc_pki::key::ExportPassword;
use certiroc_pki::pkcs12::{
    BagKind, Cipher, Digest, Identity, Integrity, MacScheme, Pfx, PfxValue, Pkcs12Profile, Pkcs12WriteError,
    SafeContents, Scheme, Trusted, write, write_trust_store,
};
use pkcs8::der::asn1::AnyRef;
use pkcs8::der::{Decode, Reader, SliceReader, Tag, Tagged};
use proptest::prelude::*;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use certiroc_test_support::identity::PKI;
use certiroc_test_support::rng;

fn password(text: &str) -> ExportPassword {
    ExportPassword::parse(text).unwrap()
}

fn written(alias: &str, profile: Pkcs12Profile, secret: &str) -> Result<Vec<u8>, Pkcs12WriteError> {
    let identity = Identity {
        key: &PKI.key,
        leaf: &PKI.leaf,
        chain: &PKI.chain(),
        alias,
    };
    write(&identity, profile, &password(secret), &mut rng())
}

/// The hash of the leaf that joins it to its key.
fn key_id() -> Vec<u8> {
    digest(&SHA1_FOR_LEGACY_USE_ONLY, &PKI.leaf).as_ref().to_vec()
}

/// Asserts that a file holds leaf, ACI, ACR and the key.
fn assert_complete(file: &[u8], secret: &str, name: Option<&str>) {
    let opened = Pfx::from_bytes(file).unwrap().open(&[secret]);
    assert_eq!(opened.integrity, Integrity::Verified);
    assert!(!opened.unusual_encoding);
    let names: Vec<_> = opened
        .items
        .iter()
        .map(|item| item.friendly_name.as_deref())
        .collect();
    assert_eq!(names, [name, None, None, name]);
    let ids: Vec<_> = opened
        .items
        .iter()
        .map(|item| item.local_key_id.clone())
        .collect();
    assert_eq!(ids, [Some(key_id()), None, None, Some(key_id())]);
    let mut values = opened.items.into_iter().map(|item| item.value.unwrap());
    for expected in [&PKI.leaf, &PKI.intermediate, &PKI.root] {
        assert!(matches!(values.next(), Some(PfxValue::Certificate(der)) if der == *expected));
    }
    assert!(matches!(values.next(), Some(PfxValue::Key(der)) if *der == PKI.key.pkcs8_der()));
}

/// Every value in DER, those in OCTET STRINGs of plain data included, but for what a certificate holds: the tag,
/// and the content.
fn walk<'a>(der: &'a [u8], certificate: &[&[u8]], found: &mut Vec<(Tag, &'a [u8])>) {
    let mut reader = SliceReader::new(der).unwrap();
    while !reader.is_finished() {
        let value = AnyRef::decode(&mut reader).unwrap();
        found.push((value.tag(), value.value()));
        let is_plain = || {
            value.tag() == Tag::OctetString
                && !certificate.contains(&value.value())
                && AnyRef::from_der(value.value()).is_ok_and(is_sequence)
        };
        if value.tag().is_constructed() || is_plain() {
            walk(value.value(), certificate, found);
        }
    }
}

fn is_sequence(value: AnyRef<'_>) -> bool {
    value.tag() == Tag::Sequence
}

#[test]
fn every_profile_is_read_again() {
    for profile in Pkcs12Profile::ALL {
        let name = (profile != Pkcs12Profile::Platform).then_some("clé d'été €");
        let file = written("clé d'été €", profile, "secret").unwrap();
        assert_complete(&file, "secret", name);
        let wrong = Pfx::from_bytes(&file).unwrap().open(&["Secret"]);
        assert_eq!(wrong.integrity, Integrity::Unverified);
        assert!(wrong.items.iter().any(|item| item.value.is_err()));
    }
    // Each byte of these is a letter of its own in Windows-1252.
    for alias in ["†", "中国"] {
        let file = written(alias, Pkcs12Profile::Compatible, "secret").unwrap();
        assert_complete(&file, "secret", Some(alias));
    }
}

#[test]
fn the_algorithms_are_those_of_the_profile() {
    for (profile, digest, rounds, salt_len) in [
        (Pkcs12Profile::Compatible, Digest::Sha1, 2048, 8),
        (Pkcs12Profile::Platform, Digest::Sha1, 2048, 8),
        (Pkcs12Profile::Modern, Digest::Sha256, 100_000, 16),
    ] {
        let pfx = Pfx::from_bytes(&written("roc", profile, "secret").unwrap()).unwrap();
        let Some(MacScheme::Pkcs12 {
            digest: found,
            salt,
            rounds: times,
        }) = pfx.mac.map(|mac| mac.scheme)
        else {
            panic!("{profile:?}: another MAC");
        };
        assert_eq!((found, salt.len(), times), (digest, salt_len, rounds));

        let assert_scheme = |scheme: &Scheme| match (profile, scheme) {
            (
                Pkcs12Profile::Modern,
                Scheme::Pbes2 {
                    prf: Digest::Sha256,
                    salt,
                    rounds: 100_000,
                    cipher: Cipher::Aes256,
                    ..
                },
            ) => assert_eq!(salt.len(), 16),
            (
                Pkcs12Profile::Compatible | Pkcs12Profile::Platform,
                Scheme::Pkcs12 {
                    cipher: Cipher::TripleDes,
                    salt,
                    rounds: 2048,
                },
            ) => assert_eq!(salt.len(), 8),
            _ => panic!("{profile:?}: {scheme:?}"),
        };
        let [certificates, SafeContents::Clear(key)] = pfx.contents.as_slice() else {
            panic!("{profile:?}: another layout");
        };
        match (profile, certificates) {
            (Pkcs12Profile::Platform, SafeContents::Clear(bags)) => {
                assert!(bags.iter().all(|bag| matches!(bag.kind, BagKind::Certificate(_))));
                assert_eq!(bags.len(), 3);
            }
            (_, SafeContents::Encrypted(encryption)) => assert_scheme(&encryption.scheme),
            _ => panic!("{profile:?}: another layout"),
        }
        assert_eq!(key.len(), 1);
        assert_eq!(key[0].local_key_id, Some(key_id()));
        match &key[0].kind {
            BagKind::ShroudedKey(encryption) => assert_scheme(&encryption.scheme),
            _ => panic!("{profile:?}: no shrouded key"),
        }
    }
}

#[test]
fn the_encoding_is_der() {
    const SHA_1: &[u8] = &[0x2b, 14, 3, 2, 26];
    const SHA_256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
    const HMAC_SHA_256: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 2, 9];
    let null_after = |oid: &[u8]| [&[6, oid.len().try_into().unwrap()], oid, &[5, 0]].concat();
    for (profile, algorithms) in [
        (Pkcs12Profile::Compatible, vec![SHA_1]),
        (Pkcs12Profile::Platform, vec![SHA_1]),
        (Pkcs12Profile::Modern, vec![SHA_256, HMAC_SHA_256]),
    ] {
        let file = written("roc", profile, "secret").unwrap();
        let has = |needle: &[u8]| file.windows(needle.len()).any(|window| window == needle);
        for algorithm in algorithms {
            assert!(has(&null_after(algorithm)), "{profile:?}");
        }
        // The reader of the `der` crate takes no indefinite length, and no length longer than needed.
        let mut values = Vec::new();
        walk(&file, &[&PKI.leaf, &PKI.intermediate, &PKI.root], &mut values);
        let sets: Vec<_> = values
            .iter()
            .filter(|(tag, _)| *tag == Tag::Set)
            .map(|(_, content)| {
                let mut members = Vec::new();
                let mut reader = SliceReader::new(content).unwrap();
                while !reader.is_finished() {
                    members.push(reader.tlv_bytes().unwrap());
                }
                members
            })
            .collect();
        assert!(sets.iter().all(|members| members.is_sorted()));
        // Those of leaf and key, or of the key alone where the certificates are encrypted: the attributes, then the
        // values of each.
        let expected = match profile {
            Pkcs12Profile::Platform => vec![1, 1, 1, 1],
            Pkcs12Profile::Compatible | Pkcs12Profile::Modern => vec![2, 1, 1],
        };
        assert_eq!(
            sets.iter().map(Vec::len).collect::<Vec<_>>(),
            expected,
            "{profile:?}"
        );
    }
}

/// The seed was made by OpenSSL as the platform makes its files, but for the rounds, of which it has one.
#[test]
fn a_file_of_the_platform_has_the_same_values() {
    let theirs = include_bytes!("../../../../tests/fuzz/seeds/platform.p12");
    let identity = Identity {
        key: &PKI.key,
        leaf: &PKI.leaf,
        chain: &[],
        alias: "",
    };
    let ours = write(
        &identity,
        Pkcs12Profile::Platform,
        &password("secret"),
        &mut rng(),
    )
    .unwrap();
    let shape = |file: &[u8]| {
        let Ok(PfxValue::Certificate(certificate)) =
            Pfx::from_bytes(file).unwrap().open(&[]).items.remove(0).value
        else {
            panic!("no certificate in clear");
        };
        let mut values = Vec::new();
        walk(file, &[&certificate], &mut values);
        values.retain(|(tag, content)| *tag != Tag::Integer || *content == [3]);
        let names = |tag| matches!(tag, Tag::ObjectIdentifier | Tag::Integer | Tag::Null);
        let shape = values.into_iter();
        shape
            .map(|(tag, content)| (tag, names(tag).then(|| content.to_vec())))
            .collect::<Vec<_>>()
    };
    assert_eq!(shape(&ours), shape(theirs));
}

#[test]
fn trust_stores_hold_what_java_takes_for_trusted() {
    for profile in Pkcs12Profile::ALL {
        let entries = [("aci", &PKI.intermediate), ("Racine é", &PKI.root)];
        let entries = entries.map(|(alias, der)| Trusted { alias, der });
        let file = write_trust_store(&entries, profile, &password("changeit"), &mut rng()).unwrap();
        let pfx = Pfx::from_bytes(&file).unwrap();
        if let [SafeContents::Clear(bags)] = pfx.contents.as_slice() {
            assert_eq!(profile, Pkcs12Profile::Platform);
            for bag in bags {
                assert_eq!(bag.other_attributes, ["2.16.840.1.113894.746875.1.1"]);
            }
        }
        let opened = pfx.open(&["changeit"]);
        assert_eq!(opened.integrity, Integrity::Verified);
        assert_eq!(opened.items.len(), 2);
        for (item, entry) in opened.items.into_iter().zip(entries) {
            assert_eq!(item.friendly_name.as_deref(), Some(entry.alias));
            assert_eq!(item.local_key_id, None);
            assert!(matches!(item.value, Ok(PfxValue::Certificate(der)) if der == entry.der));
        }
    }
    let twice = ["Racine", "racine"].map(|alias| Trusted {
        alias,
        der: &PKI.root,
    });
    assert_eq!(
        write_trust_store(&twice, Pkcs12Profile::Modern, &password("changeit"), &mut rng()),
        Err(Pkcs12WriteError::DuplicateAlias {
            alias: "racine".into()
        })
    );
}

#[test]
fn an_alias_that_no_file_can_hold_is_refused() {
    assert_eq!(
        written("", Pkcs12Profile::Compatible, "secret"),
        Err(Pkcs12WriteError::EmptyAlias)
    );
    for character in ['\u{1f511}', '\0', '\n'] {
        let alias = format!("roc{character}");
        assert_eq!(
            written(&alias, Pkcs12Profile::Compatible, "secret"),
            Err(Pkcs12WriteError::AliasCharacter { character })
        );
        // No name is written.
        assert!(written(&alias, Pkcs12Profile::Platform, "secret").is_ok());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_password_and_alias_come_back(
        // At least 6 characters, none at an end a space.
        secret in "[!-~][ -~]{4,126}[!-~]",
        alias in r"[^\p{Cc}\x{10000}-\x{10ffff}]{1,40}",
        profile in prop_oneof![Just(Pkcs12Profile::Compatible), Just(Pkcs12Profile::Platform)],
    ) {
        let name = (profile == Pkcs12Profile::Compatible).then_some(alias.as_str());
        assert_complete(&written(&alias, profile, &secret).unwrap(), &secret, name);
    }
}

proptest! {
    // Its rounds are many.
    #![proptest_config(ProptestConfig::with_cases(2))]

    #[test]
    fn and_in_the_modern_profile(secret in "[!-~][ -~]{4,126}[!-~]", alias in "[a-zéèœ€ ]{1,40}") {
        assert_complete(&written(&alias, Pkcs12Profile::Modern, &secret).unwrap(), &secret, Some(&alias));
    }
}
