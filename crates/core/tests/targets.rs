//! Deliveries to each target.

use std::sync::LazyLock;

use certiroc_core::authority::Environment;
use certiroc_core::package::{
    Container, Delivery, FileNaming, FileRole, NamedAuthority, OutputFile, PackageError, PackageRequest,
    Refused, StepKind, Target, TrustKind, TrustStoreError, Written, default_alias, make, recipe, trust_store,
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
        assert_eq!(container.check_password("aaaaaaaaaaaaaa", &[], false).is_ok(), !is_old);
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

/// The recipe's lines of one kind.
fn lines(delivery: Delivery, alias: &str, kind: StepKind) -> Vec<String> {
    let trust = trusted(TrustKind::of(delivery)).unwrap();
    let trust: Vec<_> = trust.into_iter().map(|file| file.output).collect();
    recipe(delivery, &naming(), alias, &SHA1, &trust)
        .into_iter()
        .filter(|step| step.kind == kind)
        .flat_map(|step| step.lines)
        .collect()
}

fn trusted(kind: TrustKind) -> Result<Vec<Written>, TrustStoreError> {
    let authorities = [("ACI d'essai", &PKI.intermediate), ("ACR d'essai", &PKI.root)];
    let authorities = authorities.map(|(alias, der)| NamedAuthority { alias, der });
    trust_store(kind, &authorities, "igc-osi", Some(&PASSWORD), NOW, &mut rng())
}

#[test]
fn each_recipe_names_the_files_that_are_made() {
    for target in Target::ALL {
        for container in target.containers() {
            let delivery = Delivery::new(target, *container).unwrap();
            let outputs = naming().outputs(*container);
            for with_trust in [false, true] {
                let trust = if with_trust {
                    trusted(TrustKind::of(delivery)).unwrap()
                } else {
                    Vec::new()
                };
                let trust: Vec<_> = trust.into_iter().map(|file| file.output).collect();
                let steps = recipe(delivery, &naming(), "roc-org-sign", &SHA1, &trust);
                let text: Vec<_> = steps.iter().flat_map(|step| &step.lines).collect();
                // Every word that is a file of ours, or made of ours on the server.
                let named: Vec<_> = text
                    .iter()
                    .flat_map(|line| line.split([' ', '/', '\\', '=', '"', '\'', ';', ')']))
                    .filter(|word| word.starts_with("org-sign_") || word.starts_with("igc-osi"))
                    .collect();
                for name in &named {
                    let known = outputs.iter().chain(&trust).any(|output| output.name == *name);
                    let made = [
                        "proxy.pem",
                        "haproxy.pem",
                        "password",
                        "curlrc",
                        "key",
                        "options",
                        "properties",
                    ];
                    let made = made.iter().any(|suffix| format!("{STEM}.{suffix}") == *name);
                    assert!(known || made, "{target:?}, {container:?}: {name}");
                }
                assert!(!named.is_empty());
                let is_vendor = matches!(target, Target::Vendor | Target::Platform);
                for output in trust.iter().filter(|_| !is_vendor) {
                    assert!(
                        named.contains(&output.name.as_str()),
                        "{target:?}: {}",
                        output.name
                    );
                }
                // No variable, which might be unset; `PowerShell` has those that it was given there, and its own.
                for line in steps
                    .iter()
                    .filter(|step| step.kind != StepKind::KeyReader)
                    .flat_map(|step| &step.lines)
                {
                    assert!(!line.contains('$'), "{line}");
                }
                // The password is nowhere written in a line that is run, nor left to be written into one.
                assert!(text.iter().all(|line| !line.ends_with('=')));
                let verified = match target {
                    Target::Apache => Some("SSLProxyVerify require"),
                    Target::Nginx => Some("proxy_ssl_verify on;"),
                    Target::HaProxy => Some(" verify required "),
                    _ => None,
                };
                assert!(verified.is_none_or(|verify| text.iter().any(|line| line.contains(verify))));
                let system = text
                    .iter()
                    .any(|line| line.contains("/etc/ssl/certs/ca-certificates.crt"));
                assert_eq!(system, verified.is_some() && !with_trust, "{target:?}");
                // What stands for a word of the hospital's is in the steps that say so, and in no other.
                for step in &steps {
                    for kind in [
                        StepKind::Group,
                        StepKind::Run,
                        StepKind::KeyReader,
                        StepKind::JavaProperties,
                    ] {
                        let word = kind.stand_in().unwrap();
                        let there = step.lines.iter().any(|line| line.contains(word));
                        assert_eq!(there, step.kind.stand_in() == Some(word), "{target:?}: {step:?}");
                    }
                }
                // Nothing is asked of the user that has no place to be written in.
                assert!(steps.iter().all(|step| !step.lines.is_empty()));
            }
        }
    }
}

#[test]
fn recipes_are_to_the_letter() {
    let delivery = Target::Java17.preferred();
    assert_eq!(
        lines(delivery, "Clé d'été", StepKind::Check),
        [
            r"keytool -list -v -keystore /etc/roc/org-sign_1690781810_2026-11-25.p12 -storetype PKCS12 -alias 'clé d'\''été'",
            "openssl pkcs12 -in /etc/roc/org-sign_1690781810_2026-11-25.p12 -info -noout",
        ]
    );
    assert_eq!(
        lines(delivery, "clé d'été", StepKind::CheckWindows),
        [
            r#"keytool -list -v -keystore org-sign_1690781810_2026-11-25.p12 -storetype PKCS12 -alias "clé d'été""#
        ]
    );
    // What a console has no word for is left out, and every entry shown.
    assert_eq!(
        lines(delivery, "a\"&calc", StepKind::CheckWindows),
        ["keytool -list -v -keystore org-sign_1690781810_2026-11-25.p12 -storetype PKCS12"]
    );
    assert_eq!(
        lines(delivery, "roc-org-sign", StepKind::TrustJavaFile),
        [
            r#"(umask 027; printf '%s\n' '"-Djavax.net.ssl.trustStore=/etc/roc/igc-osi.p12"' '"-Djavax.net.ssl.trustStoreType=PKCS12"' >> /etc/roc/org-sign_1690781810_2026-11-25.options; stty -echo; head -n 1 | sed 's/[\\"]/\\&/g; s/.*/"-Djavax.net.ssl.trustStorePassword=&"/' >> /etc/roc/org-sign_1690781810_2026-11-25.options; stty echo)"#
        ]
    );
    assert_eq!(
        lines(delivery, "roc-org-sign", StepKind::JavaOptions),
        ["JDK_JAVA_OPTIONS=@/etc/roc/org-sign_1690781810_2026-11-25.options"]
    );
    assert_eq!(
        lines(
            Target::Java8.preferred(),
            "roc-org-sign",
            StepKind::JavaProperties
        ),
        [
            "cat /etc/roc/org-sign_1690781810_2026-11-25.properties >> /opt/application/conf/catalina.properties"
        ]
    );
    let platform = Delivery::new(Target::Java17, Container::Pkcs12(Pkcs12Profile::Platform)).unwrap();
    assert!(lines(platform, "roc-org-sign", StepKind::Check)[0].ends_with(" -alias 1"));
    assert_eq!(
        lines(Target::OpenSsl.preferred(), "", StepKind::Decrypt),
        [
            "(umask 077; openssl pkey -in org-sign_1690781810_2026-11-25.key.pem -out org-sign_1690781810_2026-11-25.key)"
        ]
    );
    assert_eq!(
        lines(Target::Apache.preferred(), "", StepKind::Configure),
        [
            "SSLProxyEngine on",
            "SSLProxyMachineCertificateFile /etc/apache2/roc/org-sign_1690781810_2026-11-25.proxy.pem",
            "SSLProxyMachineCertificateChainFile /etc/apache2/roc/org-sign_1690781810_2026-11-25.fullchain.pem",
        ]
    );
    assert_eq!(
        lines(Target::Apache.preferred(), "", StepKind::TrustOtherSide),
        [
            "SSLProxyCACertificateFile /etc/apache2/roc/igc-osi.pem",
            "SSLProxyVerify require",
            "SSLProxyVerifyDepth 3",
        ]
    );
    assert_eq!(
        lines(Target::Nginx.preferred(), "", StepKind::Configure),
        [
            "proxy_ssl_certificate /etc/nginx/roc/org-sign_1690781810_2026-11-25.fullchain.pem;",
            "proxy_ssl_certificate_key /etc/nginx/roc/org-sign_1690781810_2026-11-25.key.pem;",
            "proxy_ssl_password_file /etc/nginx/roc/org-sign_1690781810_2026-11-25.password;",
            "proxy_ssl_server_name on;",
        ]
    );
    let store = Delivery::new(Target::OpenSsl, Container::Pkcs12(Pkcs12Profile::Modern)).unwrap();
    assert_eq!(
        lines(store, "", StepKind::PasswordFile),
        [
            r#"(umask 077; stty -echo; head -n 1 | sed 's/[\\"]/\\&/g; s/.*/pass = "&"/' > org-sign_1690781810_2026-11-25.curlrc; stty echo)"#
        ]
    );
    assert_eq!(
        lines(store, "", StepKind::Run),
        [
            "curl -K org-sign_1690781810_2026-11-25.curlrc --cert-type P12 --cert org-sign_1690781810_2026-11-25.p12 --cacert igc-osi.pem https://amc.example/"
        ]
    );
    assert_eq!(
        lines(Target::Windows.preferred(), "", StepKind::ImportAsAdministrator),
        [
            r#"certutil -csp "Microsoft Software Key Storage Provider" -importPFX My org-sign_1690781810_2026-11-25.p12 NoExport,NoRoot"#
        ]
    );
    let thumbprint = "A5".repeat(20);
    let reader = lines(Target::WindowsOld.preferred(), "", StepKind::KeyReader);
    assert_eq!(
        reader[0],
        format!(r"$certificate = Get-Item 'Cert:\LocalMachine\My\{thumbprint}'")
    );
    assert!(reader[3].ends_with(r"icacls $_.FullName /grant 'IIS AppPool\ROC:R' }"));
    assert_eq!(
        lines(Target::DotNet.preferred(), "", StepKind::TrustCode)[4..6],
        [
            r#"    chain.ChainPolicy.ExtraStore.Add(new X509Certificate2("igc-osi-1.cer"));"#,
            r#"    chain.ChainPolicy.CustomTrustStore.Add(new X509Certificate2("igc-osi-2.cer"));"#,
        ]
    );
    assert_eq!(
        lines(Target::Windows.preferred(), "", StepKind::TrustAsAdministrator),
        [
            "certutil -addstore CA igc-osi-1.cer",
            "certutil -addstore Root igc-osi-2.cer",
        ]
    );
}

#[test]
fn a_name_that_is_none_enters_no_line() {
    let hostile = [
        "a;reboot",
        "a\"&calc",
        "$(reboot).cer",
        "-rf",
        "a b.cer",
        "..",
        "a'.pem",
    ];
    for target in Target::ALL {
        for name in hostile {
            let roles = [
                FileRole::Trust,
                FileRole::TrustedRoot,
                FileRole::TrustedIntermediate,
            ];
            let trust = roles.map(|role| OutputFile {
                role,
                name: name.into(),
                media_type: "",
            });
            let steps = |trust: &[OutputFile]| recipe(target.preferred(), &naming(), "roc", &SHA1, trust);
            assert_eq!(steps(&trust), steps(&[]), "{target:?}: {name}");
        }
    }
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
