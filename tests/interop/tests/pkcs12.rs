//! PKCS #12, PKCS #7 and JKS files of other programs, opened by ours.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use certiroc_interop::{KEYTOOL, OPENSSL};
use certiroc_pki::jks::{self, EntryKind, Jks, KeyLocked};
use certiroc_pki::pkcs7::SignedData;
use certiroc_pki::pkcs12::{Integrity, Locked, OpenedPfx, Pfx, PfxValue};
use certiroc_pki::x509::Certificate;
use tempfile::TempDir;

const ALIAS: &str = "clé d'été €";

/// An authority, a certificate and its key, made by OpenSSL.
struct Pki {
    folder: TempDir,
    key: Vec<u8>,
    leaf: Vec<u8>,
    authority: Vec<u8>,
}

static PKI: LazyLock<Pki> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let run = |command: &str| {
        let arguments = command.split(' ').map(|word| match word.strip_prefix('@') {
            Some(name) => path(name),
            None => word.to_owned(),
        });
        let answer = OPENSSL.run(arguments);
        assert!(answer.success, "{command}: {}", answer.text);
    };
    run("req -x509 -newkey rsa:2048 -nodes -keyout @ca.key -out @ca.pem -subj /CN=AC -days 30");
    run("req -new -newkey rsa:2048 -nodes -keyout @leaf.key -out @leaf.csr -subj /CN=Client");
    run("x509 -req -in @leaf.csr -CA @ca.pem -CAkey @ca.key -CAcreateserial -out @leaf.pem -days 30");
    run("pkcs8 -topk8 -nocrypt -in @leaf.key -outform DER -out @leaf.p8");
    run("x509 -in @leaf.pem -outform DER -out @leaf.cer");
    run("x509 -in @ca.pem -outform DER -out @ca.cer");
    let read = |name: &str| fs::read(path(name)).unwrap();
    Pki {
        key: read("leaf.p8"),
        leaf: read("leaf.cer"),
        authority: read("ca.cer"),
        folder,
    }
});

impl Pki {
    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// The bytes of a file that OpenSSL exports with these options.
    fn exported(&self, name: &str, password: &str, options: &[&str]) -> Vec<u8> {
        let (file, pass) = (self.path(name), self.path(&format!("{name}.password")));
        // A line of its own: OpenSSL takes no empty file.
        fs::write(&pass, format!("{password}\n")).unwrap();
        let fixed = ["pkcs12", "-export", "-inkey"].map(str::to_owned);
        let paths = [
            self.path("leaf.key"),
            "-in".into(),
            self.path("leaf.pem"),
            "-certfile".into(),
            self.path("ca.pem"),
            "-name".into(),
            ALIAS.into(),
            "-passout".into(),
            format!("file:{pass}"),
            "-out".into(),
            file.clone(),
        ];
        let options = options.iter().map(|option| (*option).to_owned());
        let answer = OPENSSL.run(fixed.into_iter().chain(paths).chain(options));
        assert!(answer.success, "{options:?}: {}", answer.text, options = name);
        fs::read(Path::new(&file)).unwrap()
    }
}

fn certificates(opened: &OpenedPfx) -> Vec<&[u8]> {
    let values = opened.items.iter().filter_map(|item| match &item.value {
        Ok(PfxValue::Certificate(der)) => Some(der.as_slice()),
        _ => None,
    });
    values.collect()
}

fn key(opened: &OpenedPfx) -> Option<&[u8]> {
    opened.items.iter().find_map(|item| match &item.value {
        Ok(PfxValue::Key(der)) => Some(der.as_slice()),
        _ => None,
    })
}

/// Everything came out: the key, the certificate that it belongs to, the authority.
fn assert_whole(opened: &OpenedPfx, what: &str) {
    let pki = &*PKI;
    assert_eq!(
        certificates(opened),
        [pki.leaf.as_slice(), &pki.authority],
        "{what}"
    );
    assert_eq!(key(opened), Some(pki.key.as_slice()), "{what}");
    let ids: Vec<_> = opened
        .items
        .iter()
        .filter_map(|item| item.local_key_id.as_ref())
        .collect();
    assert!(ids.len() == 2 && ids[0] == ids[1], "{what}");
    Certificate::from_der(certificates(opened)[0]).unwrap();
}

#[test]
fn every_algorithm_of_openssl_opens() {
    let cases: [&[&str]; 15] = [
        &[],
        &[
            "-keypbe",
            "AES-256-CBC",
            "-certpbe",
            "AES-256-CBC",
            "-macalg",
            "sha256",
        ],
        &[
            "-keypbe",
            "AES-192-CBC",
            "-certpbe",
            "AES-128-CBC",
            "-macalg",
            "sha512",
        ],
        &[
            "-keypbe",
            "DES-EDE3-CBC",
            "-certpbe",
            "RC2-CBC",
            "-macalg",
            "sha384",
            "-provider",
            "legacy",
            "-provider",
            "default",
        ],
        &[
            "-keypbe",
            "PBE-SHA1-3DES",
            "-certpbe",
            "PBE-SHA1-3DES",
            "-macalg",
            "sha1",
        ],
        &[
            "-keypbe",
            "PBE-SHA1-2DES",
            "-certpbe",
            "PBE-SHA1-2DES",
            "-macalg",
            "sha1",
        ],
        &[
            "-keypbe",
            "PBE-SHA1-RC2-128",
            "-certpbe",
            "PBE-SHA1-RC2-40",
            "-legacy",
        ],
        &["-legacy"],
        &["-descert", "-legacy"],
        &["-certpbe", "NONE", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1"],
        &["-certpbe", "NONE", "-keypbe", "NONE"],
        &["-nomac"],
        &["-iter", "1"],
        &["-iter", "100000", "-maciter"],
        &["-nomaciter", "-noiter"],
    ];
    for (number, options) in cases.iter().enumerate() {
        for (kind, password) in ["Mot de passe 1", "été à Noël €", ""].into_iter().enumerate() {
            let what = format!("{options:?} {password:?}");
            let bytes = PKI.exported(&format!("{number}-{kind}.p12"), password, options);
            let pfx = Pfx::from_bytes(&bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
            let opened = pfx.open(&["wrong", password]);
            assert_whole(&opened, &what);
            assert!(!opened.unusual_encoding, "{what}");
            let expected = if options.contains(&"-nomac") {
                Integrity::Absent
            } else {
                Integrity::Verified
            };
            assert_eq!(opened.integrity, expected, "{what}");
            let name = opened.items.iter().find_map(|item| item.friendly_name.as_deref());
            assert_eq!(name, Some(ALIAS), "{what}");
        }
    }
}

/// The layout of the national platform's files: certificates in clear, the key not.
#[test]
fn what_is_in_clear_shows_without_a_password() {
    let options = ["-certpbe", "NONE", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1"];
    let pfx = Pfx::from_bytes(&PKI.exported("clear.p12", "secret", &options)).unwrap();
    for passwords in [&[][..], &["wrong"]] {
        let opened = pfx.open(passwords);
        assert_eq!(certificates(&opened), [PKI.leaf.as_slice(), &PKI.authority]);
        assert_eq!(opened.integrity, Integrity::Unverified);
        let locked: Vec<_> = opened
            .items
            .iter()
            .filter_map(|item| item.value.as_ref().err())
            .collect();
        assert_eq!(locked, [&Locked::Password]);
    }
}

#[test]
fn an_altered_file_opens_and_is_told() {
    let options = ["-certpbe", "NONE", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1"];
    let mut bytes = PKI.exported("altered.p12", "secret", &options);
    let at = bytes.windows(6).position(|window| window == b"Client").unwrap();
    bytes[at] = b'K';
    let opened = Pfx::from_bytes(&bytes).unwrap().open(&["secret"]);
    assert_eq!(opened.integrity, Integrity::Unverified);
    assert_eq!(key(&opened), Some(PKI.key.as_slice()));
}

#[test]
fn what_keytool_writes_opens() {
    for (number, options) in [&[][..], &["-J-Dkeystore.pkcs12.legacy"]].into_iter().enumerate() {
        let file = PKI.path(&format!("java-{number}.p12"));
        let fixed = [
            "-genkeypair",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-alias",
            "mon alias",
            "-dname",
            "CN=Java",
            "-storetype",
            "PKCS12",
            "-storepass",
            "changeit",
            "-keystore",
            &file,
        ];
        let answer = KEYTOOL.run(fixed.iter().chain(options));
        assert!(answer.success, "{}", answer.text);
        let opened = Pfx::from_bytes(&fs::read(&file).unwrap())
            .unwrap()
            .open(&["changeit"]);
        assert_eq!(opened.integrity, Integrity::Verified);
        assert!(key(&opened).is_some());
        let leaf = Certificate::from_der(certificates(&opened)[0]).unwrap();
        assert_eq!(leaf.subject.to_string(), "CN=Java");
        assert_eq!(opened.items[0].friendly_name.as_deref(), Some("mon alias"));
    }
}

/// Java can be told to use hashes that are not supported: they are named, and are no wrong password.
#[test]
fn what_is_not_supported_is_named() {
    let file = PKI.path("sha224.p12");
    let words = [
        "-genkeypair",
        "-keyalg",
        "RSA",
        "-alias",
        "a",
        "-dname",
        "CN=Java",
        "-storetype",
        "PKCS12",
        "-storepass",
        "changeit",
        "-keystore",
        &file,
        "-J-Dkeystore.pkcs12.keyProtectionAlgorithm=PBEWithHmacSHA224AndAES_256",
        "-J-Dkeystore.pkcs12.macAlgorithm=HmacPBESHA224",
    ];
    let answer = KEYTOOL.run(words);
    assert!(answer.success, "{}", answer.text);
    let opened = Pfx::from_bytes(&fs::read(&file).unwrap())
        .unwrap()
        .open(&["changeit"]);
    let sha_224 = "2.16.840.1.101.3.4.2.4";
    assert_eq!(opened.integrity, Integrity::Unsupported(sha_224.into()));
    let hmac_sha_224 = Locked::Unsupported("1.2.840.113549.2.8".into());
    let causes: Vec<_> = opened
        .items
        .iter()
        .filter_map(|item| item.value.as_ref().err())
        .collect();
    assert_eq!(causes, [&hmac_sha_224]);
    assert_eq!(certificates(&opened).len(), 1);
}

#[test]
fn a_java_key_store_opens() {
    let file = PKI.path("store.jks");
    let store = ["-storetype", "JKS", "-storepass", "changeit", "-keystore", &file];
    let java_key = [
        "-genkeypair",
        "-keyalg",
        "RSA",
        "-alias",
        "java",
        "-dname",
        "CN=Java",
        "-keypass",
        "autre mot",
    ];
    let authority = [
        "-importcert",
        "-noprompt",
        "-alias",
        "ac",
        "-file",
        &PKI.path("ca.cer"),
    ];
    for options in [&java_key[..], &authority] {
        let answer = KEYTOOL.run(options.iter().chain(&store));
        assert!(answer.success, "{}", answer.text);
    }
    let bytes = fs::read(&file).unwrap();
    let opened = Jks::from_bytes(&bytes).unwrap();
    assert!(opened.is_intact("changeit") && !opened.is_intact("changeit "));
    assert_eq!(opened.entries.len(), 2);
    for entry in &opened.entries {
        match &entry.kind {
            EntryKind::Key { protected, chain } => {
                assert_eq!((entry.alias.as_str(), chain.len()), ("java", 1));
                assert_eq!(
                    Certificate::from_der(&chain[0]).unwrap().subject.to_string(),
                    "CN=Java"
                );
                assert_eq!(jks::open_key(protected, "changeit"), Err(KeyLocked::Password));
                let key = jks::open_key(protected, "autre mot").unwrap();
                fs::write(PKI.path("java.p8"), &key).unwrap();
                let answer = OPENSSL.run([
                    "pkey",
                    "-check",
                    "-noout",
                    "-inform",
                    "DER",
                    "-in",
                    &PKI.path("java.p8"),
                ]);
                assert!(
                    answer.success && answer.text.contains("Key is valid"),
                    "{}",
                    answer.text
                );
            }
            EntryKind::TrustedCertificate(der) => {
                assert_eq!((entry.alias.as_str(), der), ("ac", &PKI.authority));
            }
        }
    }
    for len in 0..bytes.len() {
        assert!(Jks::from_bytes(&bytes[..len]).is_err());
    }
}

#[test]
fn a_chain_in_pkcs_7_opens() {
    let file = PKI.path("chain.p7b");
    let inputs = [PKI.path("leaf.pem"), PKI.path("ca.pem")];
    let arguments = [
        "crl2pkcs7",
        "-nocrl",
        "-outform",
        "DER",
        "-certfile",
        &inputs[0],
        "-certfile",
        &inputs[1],
    ];
    let answer = OPENSSL.run(arguments.iter().chain(&["-out", file.as_str()]));
    assert!(answer.success, "{}", answer.text);
    let chain = SignedData::from_bytes(&fs::read(file).unwrap()).unwrap();
    assert_eq!(chain.certificates, [PKI.leaf.clone(), PKI.authority.clone()]);
    assert_eq!(chain.crls, Vec::<Vec<u8>>::new());
}
