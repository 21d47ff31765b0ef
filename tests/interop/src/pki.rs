//! A PKI like IGC-Santé's, made by OpenSSL from a configuration that is written for each certificate.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};

use certiroc_pki::csr::{self, Csr};
use tempfile::TempDir;
use time::OffsetDateTime;

use crate::OPENSSL;
use crate::igc::{self, AUTHORITY_FROM, AUTHORITY_TO, CRL_FROM, CRL_TO, Issuing, KEY, Leaf, LeafKey, Maker};

/// The authorities, in a folder that goes with them.
pub struct Pki {
    folder: TempDir,
    /// OpenSSL's data base takes one writer.
    one_at_a_time: Mutex<()>,
}

/// One for each program of tests.
pub static PKI: LazyLock<Pki> = LazyLock::new(Pki::new);

/// What every configuration begins with. `preserve`: the subject's order is the request's.
const CONFIGURATION: &str = "
[req]
prompt = no
utf8 = yes
string_mask = utf8only
distinguished_name = name

[ca]
default_ca = authority

[authority]
dir = .
database = $dir/index
new_certs_dir = $dir
serial = $dir/serial
crlnumber = $dir/crlnumber
unique_subject = no
preserve = yes
policy = any
default_md = sha256
x509_extensions = extensions
crl_extensions = list
string_mask = utf8only

[list]
authorityKeyIdentifier = keyid

[any]
countryName = optional
stateOrProvinceName = optional
localityName = optional
organizationName = optional
organizationalUnitName = optional
commonName = optional

[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
certificatePolicies = 2.5.29.32.0

[issuing]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
certificatePolicies = 2.5.29.32.0
";

/// As OpenSSL takes it.
fn stamp(at: OffsetDateTime) -> String {
    format!(
        "{:04}{:02}{:02}{:02}{:02}{:02}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// A section of a name, as `-subj` takes it.
fn one_line(name: &[(&str, String)]) -> String {
    name.iter().fold(String::new(), |mut line, (attribute, value)| {
        write!(line, "/{attribute}={value}").unwrap();
        line
    })
}

fn folder_of(issuing: Issuing) -> &'static str {
    match issuing {
        Issuing::Test => "test",
        Issuing::Production => "production",
        Issuing::Persons => "persons",
    }
}

impl Pki {
    fn new() -> Self {
        let pki = Self {
            folder: tempfile::tempdir().unwrap(),
            one_at_a_time: Mutex::new(()),
        };
        for issuing in Issuing::ALL {
            let (own, root) = (
                folder_of(issuing).to_owned(),
                format!("{}-root", folder_of(issuing)),
            );
            for (folder, name, extensions, signed_by) in [
                (&root, issuing.root(), "root", None),
                (&own, issuing.issuing(), "issuing", Some(&root)),
            ] {
                pki.data_base(folder);
                pki.openssl(folder, "genrsa -out key.pem 2048", &[]);
                let subject = one_line(&name);
                pki.openssl(
                    folder,
                    "req -config cnf -new -utf8 -key key.pem -out csr.pem -subj",
                    &[&subject],
                );
                let request = pki.path(folder, "csr.pem");
                let out = pki.path(folder, "ca.pem");
                let (from, to) = (stamp(AUTHORITY_FROM), stamp(AUTHORITY_TO));
                let dates = [
                    "-startdate",
                    &from,
                    "-enddate",
                    &to,
                    "-in",
                    &request,
                    "-out",
                    &out,
                ];
                let command = format!("ca -config cnf -batch -notext -utf8 -extensions {extensions}");
                let (signer, own) = match signed_by {
                    None => (folder, "-selfsign -keyfile key.pem"),
                    Some(root) => (root, "-cert ca.pem -keyfile key.pem"),
                };
                pki.openssl(signer, &format!("{command} {own}"), &dates);
            }
        }
        pki
    }

    fn path(&self, folder: &str, name: &str) -> String {
        self.folder
            .path()
            .join(folder)
            .join(name)
            .to_str()
            .unwrap()
            .to_owned()
    }

    fn data_base(&self, folder: &str) {
        fs::create_dir(self.folder.path().join(folder)).unwrap();
        for (name, content) in [("index", ""), ("crlnumber", "01\n"), ("serial", "01\n")] {
            fs::write(self.path(folder, name), content).unwrap();
        }
        self.configure(folder, "");
    }

    fn configure(&self, folder: &str, extensions: &str) {
        let dir = self.folder.path().join(folder);
        let text = CONFIGURATION.replace("dir = .", &format!("dir = {}", dir.display()));
        let text = format!("{text}\n[name]\n\n[extensions]\n{extensions}");
        fs::write(dir.join("cnf"), text).unwrap();
    }

    /// Runs OpenSSL. Words of `command` that name a file of the folder are put in full.
    fn openssl(&self, folder: &str, command: &str, more: &[&str]) {
        let files = ["cnf", "key.pem", "csr.pem", "ca.pem", "list.pem"];
        let words = command.split(' ').map(|word| {
            if files.contains(&word) {
                self.path(folder, word)
            } else {
                word.to_owned()
            }
        });
        let answer = OPENSSL.run(words.chain(more.iter().map(|word| (*word).to_owned())));
        assert!(answer.success, "{command} {more:?}: {}", answer.text);
    }

    /// The path of the PEM certificate of an issuing authority and of its root.
    pub fn files(&self, issuing: Issuing) -> [PathBuf; 2] {
        let own = folder_of(issuing);
        [
            self.path(own, "ca.pem").into(),
            self.path(&format!("{own}-root"), "ca.pem").into(),
        ]
    }

    fn extensions(leaf: &Leaf) -> String {
        let mut text = String::from(
            "basicConstraints = CA:FALSE\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n",
        );
        let (certificate, list) = leaf.issuing.addresses();
        let ocsp = igc::OCSP;
        writeln!(text, "keyUsage = critical, {}", leaf.key_usage.join(", ")).unwrap();
        writeln!(
            text,
            "authorityInfoAccess = OCSP;URI:{ocsp}, caIssuers;URI:{certificate}"
        )
        .unwrap();
        writeln!(text, "crlDistributionPoints = URI:{list}").unwrap();
        if !leaf.purposes.is_empty() {
            writeln!(text, "extendedKeyUsage = {}", leaf.purposes.join(", ")).unwrap();
        }
        if let Some(policy) = leaf.policy {
            writeln!(text, "certificatePolicies = {policy}").unwrap();
        }
        if let Some(category) = leaf.category {
            writeln!(
                text,
                "1.2.250.1.71.1.2.5 = ASN1:FORMAT:HEX,OCTETSTRING:{category:02X}"
            )
            .unwrap();
        }
        if !leaf.names.is_empty() {
            writeln!(text, "subjectAltName = DNS:{}", leaf.names.join(", DNS:")).unwrap();
        }
        if let Some(to) = leaf.key_to {
            text.push_str("2.5.29.16 = ASN1:SEQUENCE:period\n[period]\n");
            writeln!(text, "from = IMPLICIT:0,GENTIME:{}", stamp(leaf.from)).unwrap();
            writeln!(text, "to = IMPLICIT:1,GENTIME:{}", stamp(to)).unwrap();
        }
        text
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02X}").unwrap();
        text
    })
}

fn der(path: &str, kind: &str) -> Vec<u8> {
    let answer = OPENSSL.run([kind, "-in", path, "-outform", "DER"]);
    assert!(answer.success, "{}", answer.text);
    answer.stdout
}

impl Maker for Pki {
    fn authorities(&self, issuing: Issuing) -> [Vec<u8>; 2] {
        self.files(issuing)
            .map(|path| der(path.to_str().unwrap(), "x509"))
    }

    fn issue(&self, leaf: &Leaf) -> Vec<u8> {
        let _alone = self.one_at_a_time.lock();
        let folder = folder_of(leaf.issuing);
        let serial = hexadecimal(&leaf.serial);
        let certificate = self.path(folder, &format!("{serial}.pem"));
        if fs::exists(&certificate).unwrap() {
            return der(&certificate, "x509");
        }
        fs::write(self.path(folder, "serial"), format!("{serial}\n")).unwrap();
        self.configure(folder, &Self::extensions(leaf));
        let request = self.path(folder, "leaf.csr");
        match leaf.key {
            LeafKey::Ours => {
                let csr = csr::build(&KEY, &igc::draft().subject(igc::SERVICE).attributes()).unwrap();
                fs::write(&request, Csr::from_der(&csr).unwrap().to_pem()).unwrap();
            }
            LeafKey::Short | LeafKey::Curve => {
                let kind: &[&str] = if leaf.key == LeafKey::Short {
                    &["-newkey", "rsa:1024"]
                } else {
                    &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
                };
                let key = self.path(folder, "leaf.key");
                let files = ["-keyout", &key, "-out", &request, "-subj", "/CN=x"];
                self.openssl(folder, "req -config cnf -new -nodes", &[kind, &files].concat());
            }
        }
        let (from, to, subject) = (stamp(leaf.from), stamp(leaf.to), one_line(&leaf.subject));
        let hash = if leaf.sha_384 { "sha384" } else { "sha256" };
        let options = [
            ["-startdate", &from, "-enddate", &to],
            ["-in", &request, "-out", &certificate],
            ["-md", hash, "-subj", &subject],
        ];
        self.openssl(
            folder,
            "ca -config cnf -batch -notext -utf8 -cert ca.pem -keyfile key.pem",
            &options.concat(),
        );
        der(&certificate, "x509")
    }

    fn list(&self, issuing: Issuing, revoked: &[&Leaf]) -> Vec<u8> {
        let _alone = self.one_at_a_time.lock();
        let folder = folder_of(issuing);
        let command = "ca -config cnf -cert ca.pem -keyfile key.pem";
        for leaf in revoked {
            let serial = hexadecimal(&leaf.serial);
            let certificate = self.path(folder, &format!("{serial}.pem"));
            self.openssl(
                folder,
                command,
                &["-crl_reason", "keyCompromise", "-revoke", &certificate],
            );
        }
        let list = self.path(folder, "list.pem");
        let (from, to) = (stamp(CRL_FROM), stamp(CRL_TO));
        let dates = [
            "-crl_lastupdate",
            &from,
            "-crl_nextupdate",
            &to,
            "-gencrl",
            "-out",
            &list,
        ];
        self.openssl(folder, command, &dates);
        der(&list, "crl")
    }
}
