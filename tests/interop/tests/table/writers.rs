//! The programs whose files CertiROC opens.

use std::fs;
use std::path::Path;

use certiroc_core::package::{Container, FileRole};
use certiroc_interop::igc::KEY;
use certiroc_interop::{Answer, CERTTOOL, CERTUTIL, JDKS, Jdk, OPENSSL, PK12UTIL, python};
use certiroc_pki::jks::{EntryKind, Jks, open_key};
use certiroc_pki::pkcs12::{Integrity, Pfx, PfxValue, Pkcs12Profile};

use super::readers::{Found, ours_reads};
use super::samples::{Delivered, PASSWORD, Sample};

/// A program with options of its own.
pub enum Writer {
    OpenSsl(&'static [&'static str]),
    /// keytool, with the type of the store.
    Java(Jdk, &'static str),
    Nss(&'static [&'static str]),
    GnuTls(&'static [&'static str]),
    /// The profile that `store.py` knows.
    Python(&'static str),
}

/// What names 3DES to NSS.
const NSS_3DES: &str = "PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC";

impl Writer {
    /// All of them, in the order of the table.
    pub fn all() -> Vec<Self> {
        let mut all = vec![
            Self::OpenSsl(&[]),
            Self::OpenSsl(&["-legacy"]),
            Self::OpenSsl(&["-certpbe", "NONE", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1"]),
        ];
        for jdk in JDKS.iter() {
            all.extend(["PKCS12", "JKS"].map(|kind| Self::Java(jdk.clone(), kind)));
        }
        all.extend([
            Self::Nss(&[]),
            Self::Nss(&["-c", NSS_3DES, "-C", NSS_3DES]),
            Self::GnuTls(&[]),
            Self::GnuTls(&["--pkcs-cipher", "3des-pkcs12"]),
            Self::Python("default"),
            Self::Python("3des"),
            Self::Python("aes"),
        ]);
        all
    }

    /// The program, and how it is asked.
    pub fn label(&self) -> (String, String) {
        let (program, how) = match self {
            Self::OpenSsl(options) => ("OpenSSL 3".into(), options.join(" ")),
            Self::Java(jdk, kind) => (format!("Java {}", jdk.label), format!("-storetype {kind}")),
            Self::Nss(options) => (
                "NSS".into(),
                options.join(" ").replace(NSS_3DES, "'… 3KEY Triple DES-CBC'"),
            ),
            Self::GnuTls(options) => ("GnuTLS".into(), options.join(" ")),
            Self::Python("default") => ("Python".into(), String::new()),
            Self::Python("3des") => ("Python".into(), "PBESv1SHA1And3KeyTripleDESCBC, SHA-1".into()),
            Self::Python(_) => ("Python".into(), "PBESv2SHA256AndAES256CBC, SHA-256".into()),
        };
        let how = if how.is_empty() { "by default".into() } else { how };
        (program, how)
    }

    /// Whether CertiROC finds in the program's file all that the sample is, by its alias.
    ///
    /// # Panics
    /// When the program does not write it, or when something else is in it.
    pub fn is_read(&self, sample: &Sample) -> bool {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let blocks: Vec<_> = sample
            .certificates
            .iter()
            .map(|der| pem::encode(&pem::Pem::new("CERTIFICATE", der.as_slice())))
            .collect();
        let key = pem::encode(&pem::Pem::new("PRIVATE KEY", KEY.pkcs8_der()));
        for (name, content) in [
            ("key.pem", key.as_str()),
            ("leaf.pem", &blocks[0]),
            ("chain.pem", &blocks[1..].concat()),
            ("all.pem", &blocks.concat()),
            ("password", PASSWORD),
        ] {
            fs::write(path(name), content).unwrap();
        }
        let answer = self.write(folder.path(), sample);
        let (program, how) = self.label();
        assert!(answer.success, "{program} {how}: {}", answer.text);
        let bytes = fs::read(path("out")).unwrap();
        if matches!(self, Self::Java(_, "JKS")) {
            return reads_jks(&bytes, sample);
        }
        let Ok(found) = ours_reads(&bytes) else {
            return false;
        };
        assert!(found == Found::whole(sample, Container::Jks), "{program} {how}");
        let opened = Pfx::from_bytes(&bytes).unwrap().open(&[PASSWORD]);
        assert_eq!(opened.integrity, Integrity::Verified, "{program} {how}");
        let key = opened
            .items
            .iter()
            .find(|item| matches!(item.value, Ok(PfxValue::Key(_))));
        let alias = match self {
            // GnuTLS 3.7 takes each byte of UTF-8 for a character.
            Self::GnuTls(_) => sample.alias.bytes().map(char::from).collect(),
            _ => sample.alias.to_owned(),
        };
        let named = key.and_then(|key| key.friendly_name.clone());
        assert_eq!(named, Some(alias), "{program} {how}");
        true
    }

    fn write(&self, folder: &Path, sample: &Sample) -> Answer {
        let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
        let (key, leaf, chain, all) = (
            path("key.pem"),
            path("leaf.pem"),
            path("chain.pem"),
            path("all.pem"),
        );
        let (password, out, alias) = (path("password"), path("out"), sample.alias);
        let delivered = || Delivered::new(Container::Pkcs12(Pkcs12Profile::Compatible), sample);
        match self {
            Self::OpenSsl(options) => {
                let source = format!("file:{password}");
                let words = [
                    "pkcs12",
                    "-export",
                    "-inkey",
                    &key,
                    "-in",
                    &leaf,
                    "-certfile",
                    &chain,
                    "-name",
                    alias,
                    "-passout",
                    &source,
                    "-out",
                    &out,
                ];
                OPENSSL.run([&words, *options].concat())
            }
            Self::Java(jdk, kind) => {
                let ours = delivered();
                let (store, its_password) = (ours.path(FileRole::Store), ours.password());
                let words = [
                    "-importkeystore",
                    "-noprompt",
                    "-srckeystore",
                    &store,
                    "-srcstoretype",
                    "PKCS12",
                    "-srcstorepass:file",
                    &its_password,
                    "-destkeystore",
                    &out,
                    "-deststoretype",
                    kind,
                    "-deststorepass:file",
                    &password,
                ];
                jdk.keytool(words)
            }
            Self::Nss(options) => {
                let ours = delivered();
                let data_base = format!("sql:{}", folder.display());
                for (tool, words) in [
                    (&CERTUTIL, vec!["-N", "-d", &data_base, "--empty-password"]),
                    (
                        &PK12UTIL,
                        vec![
                            "-i",
                            &ours.path(FileRole::Store),
                            "-d",
                            &data_base,
                            "-w",
                            &password,
                        ],
                    ),
                ] {
                    let answer = tool.run(words);
                    assert!(answer.success, "{}", answer.text);
                }
                let words = ["-o", &out, "-n", alias, "-d", &data_base, "-w", &password];
                PK12UTIL.run([&words, *options].concat())
            }
            Self::GnuTls(options) => {
                let words = [
                    "--to-p12",
                    "--outder",
                    "--load-privkey",
                    &key,
                    "--load-certificate",
                    &all,
                    "--p12-name",
                    alias,
                    "--password",
                    PASSWORD,
                    "--outfile",
                    &out,
                ];
                CERTTOOL.run([&words, *options].concat())
            }
            Self::Python(profile) => {
                python("store.py", ["write", profile, &key, &all, alias, &out, &password])
            }
        }
    }
}

fn reads_jks(bytes: &[u8], sample: &Sample) -> bool {
    let Ok(store) = Jks::from_bytes(bytes) else {
        return false;
    };
    assert!(store.is_intact(PASSWORD));
    let [entry] = store.entries.as_slice() else {
        panic!("{} entries", store.entries.len())
    };
    assert_eq!(entry.alias, sample.alias);
    let EntryKind::Key { protected, chain } = &entry.kind else {
        panic!("no key")
    };
    assert_eq!(chain, &sample.certificates);
    open_key(protected, PASSWORD).is_ok_and(|pkcs8| super::readers::is_ours(&pkcs8))
}
