//! What to do with the files on their target: commands and lines of configuration, with the real names.
//!
//! No password appears on a command line, where every process on the machine could see it: commands ask for it, or read
//! it from a file.
//!
//! The names of files are made of letters, digits and three signs ([`FileNaming`]), and so stand in lines as they are; any
//! other text is made a word by [`shell`].

mod java;
mod windows;

use java::{CONFIGURATION, GROUP, PropertyFile};
use windows::ACCOUNT;

use super::files::is_plain;
use super::{Container, Delivery, FileNaming, FileRole, OutputFile, Target};
use crate::shell;

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipeStep {
    /// What it is for.
    pub kind: StepKind,
    /// The lines: commands, or what is to be written in a configuration.
    pub lines: Vec<String>,
}

/// What a step is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// Commands for root, in the folder of the files: put them where the program finds them.
    Copy,
    /// A command: let the program's account read them. Its group is to stand for [`StepKind::stand_in`].
    Group,
    /// A command that asks for the password and leaves the key in clear, for its owner alone.
    Decrypt,
    /// A command that takes one line, the password, and leaves it in a file for its owner alone.
    PasswordFile,
    /// Commands for a POSIX shell: take the file into the user's store.
    Import,
    /// Commands for a Windows console opened as administrator: take the file into the machine's store.
    ImportAsAdministrator,
    /// Commands for `PowerShell` that do the same.
    ImportPowerShell,
    /// Lines of the program's configuration.
    Configure,
    /// The same, where the other side's host name is to stand for [`StepKind::stand_in`].
    ConfigureHost,
    /// A command that takes one line, the password, and leaves it with Java's other options in a file, for root and its
    /// group.
    JavaFile,
    /// A line of the environment in which Java starts: it names that file.
    JavaOptions,
    /// A command, where the folder of the program's configuration is to stand for [`StepKind::stand_in`]: it adds that
    /// file's lines to what the program reads for itself.
    JavaProperties,
    /// Lines of C#. `password` is read from the configuration.
    Code,
    /// Commands: use it. The other side's host name is to stand for [`StepKind::stand_in`].
    Run,
    /// Commands: is it right?
    Check,
    /// Commands for `PowerShell`: is it right?
    CheckPowerShell,
    /// The same for a Windows console, in the folder of the files.
    CheckWindows,
    /// Commands for `PowerShell` opened as administrator: let the program's account read the key. That account is to stand
    /// for [`StepKind::stand_in`].
    KeyReader,
    /// Commands or lines of configuration, as in the steps before: where the authorities of the other side go.
    TrustOtherSide,
    /// Commands for a Windows console opened as administrator: the same for each program of the machine.
    TrustAsAdministrator,
    /// Lines of C#: the same for this program alone.
    TrustCode,
    /// As [`StepKind::JavaFile`], into the same file, with the password of the trust store.
    TrustJavaFile,
}

impl StepKind {
    /// The word in the lines that stands for one which only the user knows: the step says which.
    pub const fn stand_in(self) -> Option<&'static str> {
        match self {
            Self::Group => Some(GROUP),
            Self::ConfigureHost | Self::Run => Some(HOST),
            Self::KeyReader => Some(ACCOUNT),
            Self::JavaProperties => Some(CONFIGURATION),
            _ => None,
        }
    }
}

/// What stands for the other side's host name.
const HOST: &str = "amc.example";

/// The authorities that Debian trusts, where no trust store was made: Apache and nginx verify nothing unasked, and
/// `HAProxy` before 2.2 has no name for these.
const SYSTEM_AUTHORITIES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// What is done with the files of a delivery.
///
/// `sha1` is that of the certificate, by which Windows finds it. `trust` is what [`trust_store`](super::trust_store) made,
/// or nothing.
pub fn recipe(
    delivery: Delivery,
    naming: &FileNaming,
    alias: &str,
    sha1: &[u8; 20],
    trust: &[OutputFile],
) -> Vec<RecipeStep> {
    let writer = Writer {
        container: delivery.container(),
        outputs: naming.outputs(delivery.container()),
        stem: naming.stem(),
        alias: alias_in_java(delivery.container(), alias),
        thumbprint: sha1.map(|byte| format!("{byte:02X}")).concat(),
        trust: trust.iter().filter(|output| is_plain(&output.name)).collect(),
        folder: match delivery.target() {
            Target::Apache => "/etc/apache2/roc",
            Target::Nginx => "/etc/nginx/roc",
            Target::HaProxy => "/etc/haproxy/roc",
            _ => "/etc/roc",
        },
    };
    match delivery.target() {
        // What Java takes its options from came with 9.
        Target::Java8Old | Target::Java8 => writer.java(PropertyFile::Properties),
        Target::Java11 | Target::Java17 | Target::Java21 => writer.java(PropertyFile::Options),
        Target::WindowsOld | Target::Windows => writer.windows(),
        Target::DotNet => writer.dot_net(),
        Target::Apache => writer.apache(),
        Target::Nginx => writer.nginx(),
        Target::HaProxy => writer.haproxy(),
        Target::OpenSsl => writer.openssl(),
        Target::MacOs => writer.macos(),
        // The rest of it is known to whoever asked.
        _ => vec![step(StepKind::Check, writer.checks(""))],
    }
}

/// The alias by which Java shows the key: `1` where the file names none.
fn alias_in_java(container: Container, alias: &str) -> String {
    match container {
        Container::Pkcs12(certiroc_pki::pkcs12::Pkcs12Profile::Platform) => "1".into(),
        _ => alias.to_lowercase(),
    }
}

fn step<L: Into<String>>(kind: StepKind, lines: impl IntoIterator<Item = L>) -> RecipeStep {
    RecipeStep {
        kind,
        lines: lines.into_iter().map(Into::into).collect(),
    }
}

/// A command that takes one line without showing it, and leaves what `filter` makes of it for its owner alone.
fn password_file(filter: &str, file: &str) -> RecipeStep {
    step(
        StepKind::PasswordFile,
        [format!(
            "(umask 077; stty -echo; head -n 1{filter} > {file}; stty echo)"
        )],
    )
}

struct Writer<'a> {
    container: Container,
    outputs: Vec<OutputFile>,
    stem: &'a str,
    alias: String,
    /// The certificate's SHA-1 as Windows writes it.
    thumbprint: String,
    trust: Vec<&'a OutputFile>,
    /// Where the files go on a server.
    folder: &'static str,
}

impl Writer<'_> {
    /// The name of the file of a role: empty where there is none.
    fn name(&self, role: FileRole) -> &str {
        let found = self.outputs.iter().find(|output| output.role == role);
        found.map_or("", |output| &output.name)
    }

    fn has_chain(&self) -> bool {
        self.outputs.iter().any(|output| output.role == FileRole::Chain)
    }

    /// Where it goes on a server.
    fn path(&self, role: FileRole) -> String {
        format!("{}/{}", self.folder, self.name(role))
    }

    /// Where a file made on the server goes.
    fn made(&self, suffix: &str) -> String {
        format!("{}/{}.{suffix}", self.folder, self.stem)
    }

    fn trust_path(&self) -> Option<String> {
        let trust = self.trust.iter().find(|output| output.role == FileRole::Trust)?;
        Some(format!("{}/{}", self.folder, trust.name))
    }

    /// The trust store, or else the system's.
    fn authorities(&self) -> String {
        self.trust_path().unwrap_or_else(|| SYSTEM_AUTHORITIES.into())
    }

    /// Files of these roles, and the trust store, to the server's folder, for a program that starts as root.
    fn copy(&self, roles: &[FileRole]) -> RecipeStep {
        let Self { folder, .. } = self;
        let mut lines = vec![format!("install -d -m 0750 {folder}")];
        let files = self.outputs.iter().filter(|output| roles.contains(&output.role));
        let names: Vec<_> = files
            .chain(self.trust.iter().copied())
            .map(|output| output.name.as_str())
            .collect();
        if !names.is_empty() {
            lines.push(format!("install -m 0640 {} {folder}/", names.join(" ")));
        }
        step(StepKind::Copy, lines)
    }

    fn trust_by(
        &self,
        kind: StepKind,
        line: impl Fn(FileRole, &str) -> Option<String>,
    ) -> Option<RecipeStep> {
        let lines = self
            .trust
            .iter()
            .filter_map(|output| line(output.role, &output.name));
        let lines: Vec<_> = lines.collect();
        (!lines.is_empty()).then(|| step(kind, lines))
    }

    fn apache(&self) -> Vec<RecipeStep> {
        let (crt, key) = (self.name(FileRole::Leaf), self.name(FileRole::Key));
        let made = self.made("proxy.pem");
        let chain: &[FileRole] = if self.has_chain() {
            &[FileRole::FullChain]
        } else {
            &[]
        };
        let mut steps = vec![
            self.copy(chain),
            // The file of key and certificate, which Apache takes in clear and OpenSSL before 3 in the old form.
            step(
                StepKind::Decrypt,
                [format!(
                    "(umask 077; {{ cat {crt}; openssl pkey -traditional -in {key}; }} > {made})"
                )],
            ),
        ];
        let mut lines = vec![
            "SSLProxyEngine on".into(),
            format!("SSLProxyMachineCertificateFile {made}"),
        ];
        // What is in this file is trusted too, a root of ours for the other side: so the one without a root.
        for role in chain {
            let path = self.path(*role);
            lines.push(format!("SSLProxyMachineCertificateChainFile {path}"));
        }
        steps.push(step(StepKind::Configure, lines));
        steps.push(step(
            StepKind::TrustOtherSide,
            [
                format!("SSLProxyCACertificateFile {}", self.authorities()),
                "SSLProxyVerify require".into(),
                // A root, its authority and the server's certificate are too long a path for Apache's 1.
                "SSLProxyVerifyDepth 3".into(),
            ],
        ));
        steps.push(step(
            StepKind::Check,
            ["apachectl configtest".into()].into_iter().chain(self.checks("")),
        ));
        steps
    }

    fn nginx(&self) -> Vec<RecipeStep> {
        let password = self.made("password");
        vec![
            self.copy(&[FileRole::Key, FileRole::FullChain]),
            password_file("", &password),
            step(
                StepKind::Configure,
                [
                    format!("proxy_ssl_certificate {};", self.path(FileRole::FullChain)),
                    format!("proxy_ssl_certificate_key {};", self.path(FileRole::Key)),
                    format!("proxy_ssl_password_file {password};"),
                    "proxy_ssl_server_name on;".into(),
                ],
            ),
            step(
                StepKind::TrustOtherSide,
                [
                    format!("proxy_ssl_trusted_certificate {};", self.authorities()),
                    "proxy_ssl_verify on;".into(),
                    "proxy_ssl_verify_depth 3;".into(),
                ],
            ),
            step(
                StepKind::Check,
                ["nginx -t".into()].into_iter().chain(self.checks("")),
            ),
        ]
    }

    fn haproxy(&self) -> Vec<RecipeStep> {
        let (chain, key) = (self.name(FileRole::FullChain), self.name(FileRole::Key));
        let made = self.made("haproxy.pem");
        let authorities = self.authorities();
        vec![
            self.copy(&[]),
            step(
                StepKind::Decrypt,
                [format!(
                    "(umask 077; {{ cat {chain}; openssl pkey -in {key}; }} > {made})"
                )],
            ),
            step(
                StepKind::ConfigureHost,
                [format!(
                    "server amc {HOST}:443 ssl crt {made} ca-file {authorities} verify required sni str({HOST})"
                )],
            ),
            step(
                StepKind::Check,
                ["haproxy -c -f /etc/haproxy/haproxy.cfg".into()]
                    .into_iter()
                    .chain(self.checks("")),
            ),
        ]
    }

    fn openssl(&self) -> Vec<RecipeStep> {
        let trust = self.trust.iter().find(|output| output.role == FileRole::Trust);
        let trust = trust.map_or_else(String::new, |output| format!(" --cacert {}", output.name));
        let mut steps = vec![step(StepKind::Check, self.checks(""))];
        let identity = if let Container::Pem = self.container {
            let (chain, key) = (self.name(FileRole::FullChain), self.name(FileRole::Key));
            format!("--cert {chain} --key {key}")
        } else {
            // curl asks for the password of a PEM key, and takes that of PKCS #12 for empty.
            let file = format!("{}.curlrc", self.stem);
            steps.push(password_file(
                r#" | sed 's/[\\"]/\\&/g; s/.*/pass = "&"/'"#,
                &file,
            ));
            format!("-K {file} --cert-type P12 --cert {}", self.name(FileRole::Store))
        };
        steps.push(step(
            StepKind::Run,
            [format!("curl {identity}{trust} https://{HOST}/")],
        ));
        // For the programs that cannot ask for a password.
        if let Container::Pem = self.container {
            let key = self.name(FileRole::Key);
            let made = format!("{}.key", self.stem);
            steps.push(step(
                StepKind::Decrypt,
                [format!("(umask 077; openssl pkey -in {key} -out {made})")],
            ));
        }
        steps
    }

    fn macos(&self) -> Vec<RecipeStep> {
        let name = self.name(FileRole::Store);
        let mut steps = vec![
            step(
                StepKind::Import,
                [format!(
                    "security import {name} -f pkcs12 -x -k ~/Library/Keychains/login.keychain-db"
                )],
            ),
            step(StepKind::Check, ["security find-identity"]),
        ];
        let keychain = "/Library/Keychains/System.keychain";
        steps.extend(self.trust_by(StepKind::TrustOtherSide, |role, name| match role {
            FileRole::TrustedRoot => Some(format!(
                "sudo security add-trusted-cert -d -r trustRoot -p ssl -k {keychain} {name}"
            )),
            FileRole::TrustedIntermediate => {
                Some(format!("sudo security add-certificates -k {keychain} {name}"))
            }
            _ => None,
        }));
        steps
    }

    /// Commands that show what is in the files, in this folder; each asks for the password where there is one.
    fn checks(&self, folder: &str) -> Vec<String> {
        let name = |role| format!("{folder}{}", self.name(role));
        match self.container {
            Container::Pkcs12(_) => {
                let store = name(FileRole::Store);
                vec![
                    self.keytool(&store, shell::posix(&self.alias)),
                    format!("openssl pkcs12 -in {store} -info -noout"),
                ]
            }
            Container::Jks => vec![self.keytool(&name(FileRole::Store), shell::posix(&self.alias))],
            Container::Pem => {
                let (leaf, key) = (name(FileRole::Leaf), name(FileRole::Key));
                let mut lines = vec![format!("openssl x509 -in {leaf} -noout -subject -issuer -dates")];
                if self.has_chain() {
                    lines.push(format!("openssl verify -CAfile {} {leaf}", name(FileRole::Chain)));
                }
                // The same public key twice.
                lines.push(format!("openssl x509 -in {leaf} -noout -pubkey"));
                lines.push(format!("openssl pkey -in {key} -pubout"));
                lines
            }
            Container::Pkcs7 => vec![format!(
                "openssl pkcs7 -in {} -print_certs -noout",
                name(FileRole::Bundle)
            )],
            Container::Der => self
                .outputs
                .iter()
                .map(|output| {
                    format!(
                        "openssl x509 -inform DER -in {folder}{} -noout -subject -issuer -dates",
                        output.name
                    )
                })
                .collect(),
        }
    }
}
