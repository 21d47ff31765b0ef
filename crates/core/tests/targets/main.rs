//! Deliveries to each target.

mod recipe;

use std::sync::LazyLock;

use certiroc_core::authority::Environment;
use certiroc_core::package::{
    Container, Delivery, FileNaming, FileRole, NamedAuthority, PackageError, PackageRequest, Refused, Target,
    TrustKind, TrustStoreError, Written, default_alias, make, recipe, trust_store,
};
use certiroc_core::product::Product;
use certiroc_pki::jks::{EntryKind, Jks, open_key};
use certiroc_pki::key::{ExportPassword, KeySize, PassphraseError, PrivateKey, SealedKey};
use certiroc_pki::pkcs7::SignedData;
use certiroc_pki::pkcs12::{Integrity, Pfx, PfxValue, Pkcs12Profile, Pkcs12WriteError};
use certiroc_pki::x509::Certificate;
use time::OffsetDateTime;
use time::macros::datetime;

use certiroc_test_support::identity::PKI;
use certiroc_test_support::rng;

const NOW: OffsetDateTime = datetime!(2026-11-25 10:20:30 UTC);
const STEM: &str = "org-sign_1690781810_2026-11-25";
const SECRET: &str = "secret of export";
const SHA1: [u8; 20] = [0xa5; 20];
const CONTAINERS: [Container; 7] = [
    Container::Pkcs12(Pkcs12Profile::Compatible),
    Container::Pkcs12(Pkcs12Profile::Modern),
    Container::Pkcs12(Pkcs12Profile::Platform),
    Container::Pem,
    Container::Pkcs7,
    Container::Jks,
    Container::Der,
];

static PASSWORD: LazyLock<ExportPassword> = LazyLock::new(|| ExportPassword::parse(SECRET).unwrap());
static CHAIN: LazyLock<[&[u8]; 2]> = LazyLock::new(|| PKI.chain());

fn request(delivery: Delivery) -> PackageRequest<'static> {
    PackageRequest {
        delivery,
        secret: Some((&PKI.key, &PASSWORD)),
        leaf: &PKI.leaf,
        chain: &*CHAIN,
        alias: "roc-org-sign",
        stem: STEM,
    }
}

fn made(request: &PackageRequest<'_>) -> Result<Vec<Written>, PackageError> {
    make(request, NOW, &mut rng())
}

#[test]
fn forms_that_are_guessed_fast_take_no_short_password_unless_the_target_imposes_it() {
    let short = "treize signes";
    for container in CONTAINERS {
        let is_old = matches!(
            container,
            Container::Jks | Container::Pkcs12(Pkcs12Profile::Compatible | Pkcs12Profile::Platform)
        );
        assert_eq!(container.is_guessed_fast(), is_old, "{container:?}");
        let expected = is_old.then_some(PassphraseError::TooShort { found: 13 });
        assert_eq!(
            container.check_password(short, &[], false).err(),
            expected,
            "{container:?}"
        );
        assert_eq!(
            container.check_password("aaaaaaaaaaaaaa", &[], false).is_ok(),
            !is_old
        );
        assert!(container.check_password(short, &[], true).is_ok());
        assert!(container.check_password("fourteen chars", &[], false).is_ok());
        // No target takes less than keytool.
        assert_eq!(
            container.check_password("cinq5", &[], true).err(),
            Some(PassphraseError::TooShort { found: 5 })
        );
    }
}

fn vendor(container: Container) -> Delivery {
    Delivery::new(Target::Vendor, container).unwrap()
}

fn naming() -> FileNaming {
    let chain = PKI.chain().map(|der| Certificate::from_der(der).unwrap());
    FileNaming::new(STEM, &chain).unwrap()
}

/// What a container holds: the certificates in their order and the key, opened by our readers.
fn assert_holds_everything(container: Container, files: &[Written]) {
    let bytes = |role| {
        let mut found = files.iter().filter(|file| file.output.role == role);
        let file = found
            .next()
            .unwrap_or_else(|| panic!("{container:?}: no {role:?}"));
        assert!(found.next().is_none() || role == FileRole::Authority);
        file.bytes.as_slice()
    };
    let pem = |role| {
        let blocks = pem::parse_many(bytes(role)).unwrap();
        assert!(blocks.iter().all(|block| block.tag() == "CERTIFICATE"));
        blocks
            .into_iter()
            .map(pem::Pem::into_contents)
            .collect::<Vec<_>>()
    };
    let whole = [&PKI.leaf, &PKI.intermediate, &PKI.root];
    match container {
        Container::Pkcs12(_) => {
            let opened = Pfx::from_bytes(bytes(FileRole::Store)).unwrap().open(&[SECRET]);
            assert_eq!(opened.integrity, Integrity::Verified);
            let mut certificates = Vec::new();
            let mut keys = Vec::new();
            for item in opened.items {
                match item.value.unwrap() {
                    PfxValue::Certificate(der) => certificates.push(der),
                    PfxValue::Key(der) => keys.push(der),
                    _ => panic!("something else"),
                }
            }
            assert!(certificates.iter().eq(whole));
            assert_eq!(keys.len(), 1);
            assert_eq!(keys[0].as_slice(), PKI.key.pkcs8_der());
        }
        Container::Jks => {
            let jks = Jks::from_bytes(bytes(FileRole::Store)).unwrap();
            assert!(jks.is_intact(SECRET));
            let [entry] = jks.entries.as_slice() else {
                panic!("{} entries", jks.entries.len());
            };
            let EntryKind::Key { protected, chain } = &entry.kind else {
                panic!("no key");
            };
            assert!(chain.iter().eq(whole));
            assert_eq!(
                open_key(protected, SECRET).unwrap().as_slice(),
                PKI.key.pkcs8_der()
            );
        }
        Container::Pem => {
            let sealed = SealedKey::from_pem(core::str::from_utf8(bytes(FileRole::Key)).unwrap()).unwrap();
            let kek = sealed.kdf().derive_for_export(&PASSWORD);
            assert_eq!(sealed.open(&kek).unwrap(), PKI.key);
            assert!(pem(FileRole::Leaf).iter().eq(whole[..1].iter().copied()));
            assert!(pem(FileRole::Chain).iter().eq(whole[1..].iter().copied()));
            assert!(pem(FileRole::FullChain).iter().eq(whole[..2].iter().copied()));
        }
        Container::Pkcs7 => {
            let block = pem::parse(bytes(FileRole::Bundle)).unwrap();
            let read = SignedData::from_bytes(block.contents()).unwrap();
            assert!(read.certificates.iter().eq(whole));
        }
        Container::Der => assert!(files.iter().map(|file| &file.bytes).eq(whole)),
    }
}

#[test]
fn each_target_takes_what_is_made_for_it() {
    for container in CONTAINERS {
        let files = made(&request(vendor(container))).unwrap();
        let outputs: Vec<_> = files.iter().map(|file| file.output.clone()).collect();
        assert_eq!(outputs, naming().outputs(container));
        assert_holds_everything(container, &files);
    }
}

#[test]
fn no_target_gets_what_it_refuses() {
    for target in Target::ALL {
        let taken = target.containers();
        for container in CONTAINERS {
            let delivery = Delivery::new(target, container);
            assert_eq!(delivery.is_ok(), taken.contains(&container));
            let pair = serde_json::to_string(&(target, container)).unwrap();
            assert_eq!(
                serde_json::from_str::<Delivery>(&pair).ok(),
                delivery.ok(),
                "{pair}"
            );
        }
        assert_eq!(Delivery::new(target, taken[0]), Ok(target.preferred()));
        assert!(taken.iter().all(|container| CONTAINERS.contains(container)));
    }
    // What each refuses, from the facts.
    let modern = Container::Pkcs12(Pkcs12Profile::Modern);
    for target in [
        Target::Java8Old,
        Target::Java11,
        Target::WindowsOld,
        Target::DotNet,
        Target::MacOs,
        Target::Platform,
    ] {
        assert_eq!(
            Delivery::new(target, modern),
            Err(Refused {
                target,
                container: modern
            })
        );
    }
    // No key leaves in a form that its target reads only after it lies there in clear, but where there is no other.
    for target in [Target::Apache, Target::Nginx, Target::HaProxy] {
        assert_eq!(target.containers(), [Container::Pem]);
    }
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let delivery = Target::Java17.preferred();
    let chain = *CHAIN;
    let turned = [chain[1], chain[0]];
    assert_eq!(
        made(&PackageRequest {
            chain: &turned,
            ..request(delivery)
        }),
        Err(PackageError::ChainOrder { index: 0 })
    );
    let missing = [chain[1]];
    assert_eq!(
        made(&PackageRequest {
            chain: &missing,
            ..request(delivery)
        }),
        Err(PackageError::ChainOrder { index: 0 })
    );
    let other = PrivateKey::generate(KeySize::Rsa2048, &mut rng()).unwrap();
    assert_eq!(
        made(&PackageRequest {
            secret: Some((&other, &PASSWORD)),
            ..request(delivery)
        }),
        Err(PackageError::KeyMismatch)
    );
    assert_eq!(
        made(&PackageRequest {
            secret: None,
            ..request(delivery)
        }),
        Err(PackageError::NoSecret)
    );
    let html = b"<!DOCTYPE html>".as_slice();
    let wrong = [chain[0], html];
    assert!(matches!(
        made(&PackageRequest {
            chain: &wrong,
            ..request(delivery)
        }),
        Err(PackageError::Certificate { index: 2, .. })
    ));
    assert_eq!(
        made(&PackageRequest {
            alias: "clé \u{1f511}",
            ..request(delivery)
        }),
        Err(PackageError::Pkcs12(Pkcs12WriteError::AliasCharacter {
            character: '\u{1f511}'
        }))
    );
    for stem in ["", "a b", "../a", "-rf", "é", "a;b", "a/b"] {
        let delivery = vendor(Container::Der);
        assert!(
            matches!(
                made(&PackageRequest {
                    stem,
                    ..request(delivery)
                }),
                Err(PackageError::Naming(_))
            ),
            "{stem}"
        );
    }
}

#[test]
fn certificates_leave_without_the_key() {
    for container in [Container::Pkcs7, Container::Der] {
        let files = made(&PackageRequest {
            secret: None,
            ..request(vendor(container))
        })
        .unwrap();
        assert_holds_everything(container, &files);
    }
    // Without a chain there is no file of it, nor is one named.
    let files = made(&PackageRequest {
        chain: &[],
        ..request(vendor(Container::Pem))
    })
    .unwrap();
    let roles: Vec<_> = files.iter().map(|file| file.output.role).collect();
    assert_eq!(roles, [FileRole::Key, FileRole::Leaf, FileRole::FullChain]);
    for target in [Target::Apache, Target::OpenSsl] {
        let steps = recipe(
            target.preferred(),
            &FileNaming::new(STEM, &[]).unwrap(),
            "",
            &SHA1,
            &[],
        );
        let mut lines = steps.iter().flat_map(|step| &step.lines);
        assert!(!lines.any(|line| line.contains("chain.pem") && !line.contains(".fullchain.pem")));
    }
}

#[test]
fn an_alias_says_which_certificate_it_is() {
    let aliases = [Environment::Production, Environment::Test]
        .map(|environment| Product::ALL.map(|product| default_alias(product, environment)));
    assert_eq!(
        aliases.concat(),
        [
            "roc-org-auth-cli",
            "roc-org-sign",
            "roc-org-auth-cli-test",
            "roc-org-sign-test"
        ]
    );
}

fn trusted(kind: TrustKind) -> Result<Vec<Written>, TrustStoreError> {
    let authorities = [("ACI d'essai", &PKI.intermediate), ("ACR d'essai", &PKI.root)];
    let authorities = authorities.map(|(alias, der)| NamedAuthority { alias, der });
    trust_store(kind, &authorities, "igc-osi", Some(&PASSWORD), NOW, &mut rng())
}

#[test]
fn trust_stores_hold_the_authorities() {
    let expected = [&PKI.intermediate, &PKI.root];
    let file = |kind| trusted(kind).unwrap().remove(0).bytes;
    let blocks = pem::parse_many(file(TrustKind::Pem)).unwrap();
    assert!(blocks.iter().map(pem::Pem::contents).eq(expected));
    for profile in Pkcs12Profile::ALL {
        let opened = Pfx::from_bytes(&file(TrustKind::Pkcs12(profile)))
            .unwrap()
            .open(&[SECRET]);
        assert_eq!(opened.integrity, Integrity::Verified);
        let names: Vec<_> = opened
            .items
            .iter()
            .map(|item| item.friendly_name.as_deref())
            .collect();
        assert_eq!(names, [Some("ACI d'essai"), Some("ACR d'essai")]);
    }
    let jks = Jks::from_bytes(&file(TrustKind::Jks)).unwrap();
    let aliases: Vec<_> = jks.entries.iter().map(|entry| entry.alias.as_str()).collect();
    assert_eq!(aliases, ["aci d'essai", "acr d'essai"]);
    let ders = trusted(TrustKind::Der).unwrap();
    assert!(ders.iter().map(|file| &file.bytes).eq(expected));
    let roles: Vec<_> = ders.iter().map(|file| file.output.role).collect();
    assert_eq!(roles, [FileRole::TrustedIntermediate, FileRole::TrustedRoot]);

    let empty = trust_store(TrustKind::Pem, &[], "igc-osi", None, NOW, &mut rng());
    assert_eq!(empty, Err(TrustStoreError::Empty));
    let one = [NamedAuthority {
        alias: "acr",
        der: &PKI.root,
    }];
    for kind in [TrustKind::Jks, TrustKind::Pkcs12(Pkcs12Profile::Modern)] {
        assert!(kind.has_password());
        assert_eq!(
            trust_store(kind, &one, "igc-osi", None, NOW, &mut rng()),
            Err(TrustStoreError::NoPassword)
        );
    }
}
