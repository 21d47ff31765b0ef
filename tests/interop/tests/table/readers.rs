//! The programs that open what CertiROC makes.

use std::fs;
use std::sync::LazyLock;

use certiroc_core::package::{Container, FileRole};
use certiroc_interop::igc::KEY;
use certiroc_interop::{Answer, CERTTOOL, CERTUTIL, JDKS, Jdk, OPENSSL, PK12UTIL, compile_java, python};
use certiroc_pki::key::PrivateKey;
use certiroc_pki::pkcs12::{Pfx, PfxValue};
use certiroc_pki::x509::Certificate;
use tempfile::TempDir;

use super::samples::{Delivered, PASSWORD, Sample};

/// What a program found in the files, or what it said when it refused them.
pub type Read = Result<Found, String>;

/// The certificates, and whether the key is ours.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The DER of each, sorted.
    pub certificates: Vec<Vec<u8>>,
    /// The key is there, and is [`KEY`].
    pub key: bool,
}

impl Found {
    /// Everything that the container holds of a sample.
    pub fn whole(sample: &Sample, container: Container) -> Self {
        Self::sorted(sample.certificates.to_vec(), container.has_key())
    }

    fn sorted(mut certificates: Vec<Vec<u8>>, key: bool) -> Self {
        certificates.sort();
        Self { certificates, key }
    }
}

/// A program that opens files.
pub enum Reader {
    OpenSsl,
    Java(Jdk),
    Nss,
    GnuTls,
    Python,
}

impl Reader {
    /// All of them, in the order of the table.
    pub fn all() -> Vec<Self> {
        let mut all = vec![Self::OpenSsl];
        all.extend(JDKS.iter().cloned().map(Self::Java));
        all.extend([Self::Nss, Self::GnuTls, Self::Python]);
        all
    }

    /// The head of its column.
    pub fn label(&self) -> String {
        match self {
            Self::OpenSsl => "OpenSSL 3".into(),
            Self::Java(jdk) => format!("Java {}", jdk.label),
            Self::Nss => "NSS".into(),
            Self::GnuTls => "GnuTLS".into(),
            Self::Python => "Python".into(),
        }
    }

    /// Opens the files; `None` where the program does not know the container.
    pub fn read(&self, files: &Delivered) -> Option<Read> {
        match (self, files.container) {
            (Self::OpenSsl, container) => openssl(files, container),
            (Self::Java(jdk), container) => java(jdk, files, container),
            (Self::Nss, Container::Pkcs12(_)) => Some(nss(files)),
            (Self::Nss, _) => None,
            (Self::GnuTls, container) => gnutls(files, container),
            (Self::Python, container) => python_reads(files, container),
        }
    }
}

/// The certificates of a text with PEM blocks, and what else it holds.
fn certificates(text: &[u8]) -> Vec<Vec<u8>> {
    let blocks = pem::parse_many(text).unwrap().into_iter();
    blocks
        .filter(|block| block.tag() == "CERTIFICATE")
        .map(pem::Pem::into_contents)
        .collect()
}

/// Whether the text holds our key, in clear.
fn our_key(text: &[u8]) -> bool {
    let blocks = pem::parse_many(text).unwrap();
    blocks
        .iter()
        .find(|block| block.tag() == "PRIVATE KEY")
        .is_some_and(|block| is_ours(block.contents()))
}

/// Whether it is our key, PKCS #8.
pub fn is_ours(pkcs8: &[u8]) -> bool {
    PrivateKey::from_pkcs8_der(pkcs8.to_vec().into()).is_ok_and(|key| key == *KEY)
}

/// Three PEM files: the key, its certificate, the authorities.
fn pem_files(
    files: &Delivered,
    key: impl Fn(&str) -> Result<bool, String>,
    chain: impl Fn(&str) -> Result<Vec<Vec<u8>>, String>,
) -> Read {
    let key = key(&files.path(FileRole::Key))?;
    let leaf = chain(&files.path(FileRole::Leaf))?;
    let authorities = chain(&files.path(FileRole::Chain))?;
    Ok(Found::sorted([leaf, authorities].concat(), key))
}

fn succeeded(answer: Answer) -> Result<Vec<u8>, String> {
    if answer.success {
        Ok(answer.stdout)
    } else {
        Err(answer.text)
    }
}

fn openssl(files: &Delivered, container: Container) -> Option<Read> {
    let password = format!("file:{}", files.password());
    let run = |words: &[&str]| succeeded(OPENSSL.run(words));
    Some(match container {
        Container::Pkcs12(_) => {
            let store = files.path(FileRole::Store);
            run(&["pkcs12", "-in", &store, "-passin", &password, "-nodes"])
                .map(|text| Found::sorted(certificates(&text), our_key(&text)))
        }
        Container::Pkcs7 => run(&["pkcs7", "-print_certs", "-in", &files.path(FileRole::Bundle)])
            .map(|text| Found::sorted(certificates(&text), false)),
        Container::Pem => pem_files(
            files,
            |key| run(&["pkey", "-in", key, "-passin", &password]).map(|text| our_key(&text)),
            |chain| run(&["storeutl", "-certs", chain]).map(|text| certificates(&text)),
        ),
        Container::Jks | Container::Der => return None,
    })
}

/// `ListStore`, compiled for the oldest Java.
static CLASSES: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    compile_java("ListStore.java", folder.path());
    folder
});

/// keytool lists the chain, and a program signs with the key.
fn java(jdk: &Jdk, files: &Delivered, container: Container) -> Option<Read> {
    let kind = match container {
        Container::Pkcs12(_) => "PKCS12",
        Container::Jks => "JKS",
        Container::Pkcs7 => {
            let answer = jdk.keytool(["-printcert", "-rfc", "-file", &files.path(FileRole::Bundle)]);
            return Some(succeeded(answer).map(|text| Found::sorted(certificates(&text), false)));
        }
        Container::Pem | Container::Der => return None,
    };
    let (store, password) = (files.path(FileRole::Store), files.password());
    let listed = jdk.keytool([
        "-list",
        "-rfc",
        "-keystore",
        &store,
        "-storetype",
        kind,
        "-storepass:file",
        &password,
    ]);
    let classes = CLASSES.path().to_str().unwrap();
    let opened = jdk.java(["-cp", classes, "ListStore", &format!("{kind}:{store}:{password}")]);
    assert!(opened.success, "{}", opened.text);
    let text = String::from_utf8(opened.stdout).unwrap();
    Some(match text.strip_prefix("refused: ") {
        Some(cause) => {
            assert!(!listed.success, "{}", listed.text);
            Err(cause.to_owned())
        }
        None => succeeded(listed).map(|listed| {
            let lines: Vec<_> = text.lines().collect();
            Found::sorted(
                certificates(&listed),
                lines.len() == 1 && lines[0].ends_with(" pair"),
            )
        }),
    })
}

/// pk12util brings key and certificates into a data base, and writes all of it again.
fn nss(files: &Delivered) -> Read {
    let data_base = tempfile::tempdir().unwrap();
    let data_base = format!("sql:{}", data_base.path().display());
    let answer = CERTUTIL.run(["-N", "-d", &data_base, "--empty-password"]);
    assert!(answer.success, "{}", answer.text);
    let (store, password) = (files.path(FileRole::Store), files.password());
    succeeded(PK12UTIL.run(["-i", &store, "-d", &data_base, "-w", &password]))?;
    let listed = succeeded(CERTUTIL.run(["-L", "-d", &data_base]))?;
    let listed = String::from_utf8(listed).unwrap();
    // The key's certificate has "u" among its trust attributes.
    let name = listed
        .lines()
        .find_map(|line| line.strip_suffix("u,u,u"))
        .ok_or("no certificate with a key")?
        .trim_end();
    let again = files.beside("nss.p12");
    succeeded(PK12UTIL.run(["-o", &again, "-n", name, "-d", &data_base, "-w", &password]))?;
    ours_reads(&fs::read(again).unwrap())
}

/// Our own reader, of what another program wrote.
pub fn ours_reads(bytes: &[u8]) -> Read {
    let opened = Pfx::from_bytes(bytes)
        .map_err(|error| error.to_string())?
        .open(&[PASSWORD]);
    let mut found = Vec::new();
    let mut key = false;
    for item in opened.items {
        match item.value {
            Ok(PfxValue::Certificate(der)) => {
                Certificate::from_der(&der).map_err(|error| error.to_string())?;
                found.push(der);
            }
            Ok(PfxValue::Key(pkcs8)) => key = is_ours(&pkcs8),
            Ok(_) => {}
            Err(locked) => return Err(format!("{locked:?}")),
        }
    }
    Ok(Found::sorted(found, key))
}

fn gnutls(files: &Delivered, container: Container) -> Option<Read> {
    let run = |words: &[&str]| succeeded(CERTTOOL.run(words));
    // GnuTLS's own id of the public key.
    let id = format!("sha256:{}", KEY.id());
    let key = |path: &str| {
        run(&["--key-info", "--infile", path, "--password", PASSWORD])
            .map(|text| String::from_utf8_lossy(&text).contains(&id))
    };
    Some(match container {
        Container::Pkcs12(_) => (|| {
            let store = files.path(FileRole::Store);
            let text = run(&[
                "--p12-info",
                "--inder",
                "--infile",
                &store,
                "--password",
                PASSWORD,
            ])?;
            let blocks = pem::parse_many(&text).unwrap();
            let sealed = blocks.iter().find(|block| block.tag().ends_with("PRIVATE KEY"));
            let sealed = sealed.ok_or("no key")?;
            let path = files.beside("gnutls.key");
            fs::write(&path, pem::encode(sealed)).unwrap();
            Ok(Found::sorted(certificates(&text), key(&path)?))
        })(),
        Container::Pkcs7 => run(&["--p7-info", "--infile", &files.path(FileRole::Bundle)])
            .map(|text| Found::sorted(certificates(&text), false)),
        Container::Pem => pem_files(files, key, |chain| {
            run(&["--certificate-info", "--infile", chain]).map(|text| certificates(&text))
        }),
        Container::Jks | Container::Der => return None,
    })
}

fn python_reads(files: &Delivered, container: Container) -> Option<Read> {
    let run = |words: &[&str]| {
        let lines = succeeded(python("store.py", [&["read"], words].concat()))?;
        let text = String::from_utf8(lines).unwrap();
        let mut found = (Vec::new(), false);
        for line in text.lines() {
            match line.split_once(' ').unwrap() {
                ("certificate", der) => found.0.push(bytes(der)),
                ("key", pkcs8) => found.1 = is_ours(&bytes(pkcs8)),
                other => panic!("{other:?}"),
            }
        }
        Ok(found)
    };
    let password = files.password();
    Some(match container {
        Container::Pkcs12(_) => run(&["pkcs12", &files.path(FileRole::Store), &password])
            .map(|(certificates, key)| Found::sorted(certificates, key)),
        Container::Pkcs7 => run(&["pkcs7", &files.path(FileRole::Bundle)])
            .map(|(certificates, key)| Found::sorted(certificates, key)),
        Container::Pem => pem_files(
            files,
            |key| run(&["pem", key, &password]).map(|found| found.1),
            |chain| run(&["pem", chain]).map(|found| found.0),
        ),
        Container::Jks | Container::Der => return None,
    })
}

fn bytes(hexadecimal: &str) -> Vec<u8> {
    let digits = hexadecimal.as_bytes().chunks_exact(2);
    digits
        .map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap())
        .collect()
}
