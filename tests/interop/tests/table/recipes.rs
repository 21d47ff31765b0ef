//! The recipes of the programs that are clients: their own lines, run as they are but for the folder of the files and
//! the other side's address.

use std::fmt::Write;
use std::fs;
use std::process::{Command, Stdio};

use certiroc_core::package::{
    Container, Delivery, FileNaming, FileRole, OutputFile, RecipeStep, StepKind, Target, recipe,
};
use certiroc_interop::{Tool, apache, haproxy, nginx};
use certiroc_pki::x509::Certificate;

use super::samples::{Delivered, PASSWORD, Sample};
use super::servers::{Server, common, free_port};

const SHELL: Tool = Tool::new("sh", "dash");

/// A recipe and its files.
pub struct Prepared {
    files: Delivered,
    steps: Vec<RecipeStep>,
    /// Where the recipe has the files put.
    folder: &'static str,
}

impl Prepared {
    /// For a sample, that trusts the test authority or, without a trust store, whom the system trusts.
    fn new(target: Target, container: Container, sample: &Sample, with_trust: bool) -> Self {
        let files = Delivered::new(container, sample);
        fs::copy(common("root.pem"), files.beside("root.pem")).unwrap();
        let trust = OutputFile {
            role: FileRole::Trust,
            name: "root.pem".into(),
            media_type: "application/x-pem-file",
        };
        let trust = if with_trust { vec![trust] } else { Vec::new() };
        let chain = sample.certificates[1..]
            .iter()
            .map(|der| Certificate::from_der(der).unwrap());
        let naming = FileNaming::new("roc", &chain.collect::<Vec<_>>()).unwrap();
        let delivery = Delivery::new(target, container).unwrap();
        Self {
            files,
            steps: recipe(
                delivery,
                &naming,
                sample.alias,
                &Certificate::from_der(&sample.certificates[0]).unwrap().sha1(),
                &trust,
            ),
            folder: match target {
                Target::Apache => "/etc/apache2/roc",
                Target::Nginx => "/etc/nginx/roc",
                Target::HaProxy => "/etc/haproxy/roc",
                _ => "/etc/roc",
            },
        }
    }

    /// The lines of these kinds, with the folder beside the files.
    fn lines(&self, kinds: &[StepKind]) -> Vec<String> {
        let steps = self.steps.iter().filter(|step| kinds.contains(&step.kind));
        let lines = steps.flat_map(|step| &step.lines);
        let folder = self.files.beside("server");
        lines.map(|line| line.replace(self.folder, &folder)).collect()
    }

    /// Runs a command among the files, with the password as what is typed.
    fn run(&self, command: &str) -> certiroc_interop::Answer {
        let command = format!("cd {} && {command}", self.files.beside(""));
        SHELL.run_with_input(["-c", &command], format!("{PASSWORD}\n").as_bytes())
    }

    /// Runs what comes before the configuration.
    fn put_in_place(&self) {
        for line in self.lines(&[StepKind::Copy, StepKind::Decrypt]) {
            // Where a terminal would be asked, a file answers.
            let line = line.replace("openssl pkey", "openssl pkey -passin file:password");
            let answer = self.run(&line);
            assert!(answer.success, "{line}: {}", answer.text);
        }
        for line in self.lines(&[StepKind::PasswordFile]) {
            // Without a terminal, `stty` fails and what is typed comes all the same.
            self.run(&line);
        }
    }
}

/// What the server answers to the recipe's curl, or what curl says.
pub fn curl(server: &Server, container: Container, sample: &Sample) -> Result<String, String> {
    let prepared = Prepared::new(Target::OpenSsl, container, sample, true);
    let mut defaults = format!(
        "silent\nshow-error\nnoproxy = \"*\"\nmax-time = 30\nconnect-to = \"amc.example:443:127.0.0.1:{}\"\n",
        server.port
    );
    if container == Container::Pem {
        // curl asks the terminal for it.
        writeln!(defaults, "pass = \"{PASSWORD}\"").unwrap();
    }
    fs::write(prepared.files.beside(".curlrc"), defaults).unwrap();
    for line in prepared.lines(&[StepKind::PasswordFile]) {
        prepared.run(&line);
    }
    let [line] = prepared.lines(&[StepKind::Run]).try_into().expect("a command");
    let answer = prepared.run(&format!("CURL_HOME=. {line}"));
    if answer.success {
        Ok(String::from_utf8(answer.stdout).unwrap().trim_end().to_owned())
    } else {
        Err(answer.text)
    }
}

/// A server that passes requests on to another, to which it shows our certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::enum_variant_names, reason = "HAProxy is called so")]
pub enum Proxy {
    Apache,
    Nginx,
    HaProxy,
}

impl Proxy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Apache, Self::Nginx, Self::HaProxy];

    /// Its name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Apache => "Apache",
            Self::Nginx => "nginx",
            Self::HaProxy => "HAProxy",
        }
    }

    /// What comes back through it from a server.
    pub fn ask(self, server: &Server, sample: &Sample, with_trust: bool) -> String {
        let target = match self {
            Self::Apache => Target::Apache,
            Self::Nginx => Target::Nginx,
            Self::HaProxy => Target::HaProxy,
        };
        let prepared = Prepared::new(target, Container::Pem, sample, with_trust);
        prepared.put_in_place();
        let port = free_port();
        let lines = prepared.lines(&[
            StepKind::Configure,
            StepKind::ConfigureHost,
            StepKind::TrustOtherSide,
        ]);
        let configuration =
            self.configuration(&prepared.files.beside(""), port, server.port, &lines.join("\n"));
        let file = prepared.files.beside("configuration");
        fs::write(&file, &configuration).unwrap();
        let mut command = match self {
            Self::Apache => Command::new(apache()),
            Self::Nginx => Command::new(nginx()),
            Self::HaProxy => Command::new(haproxy()),
        };
        match self {
            Self::Apache => command.args(["-X", "-f", &file]),
            Self::Nginx => command.args(["-p", &prepared.files.beside(""), "-c", &file]),
            Self::HaProxy => command.args(["-db", "-f", &file]),
        };
        command.stdin(Stdio::null());
        let proxy = Server::start(self.label(), &mut command, port, &prepared.files.beside("log"));
        proxy.plain()
    }

    /// A configuration around the recipe's lines: the proxy listens on `port`, the other side on `other`.
    fn configuration(self, folder: &str, port: u16, other: u16, lines: &str) -> String {
        match self {
            Self::Apache => {
                let modules = ["mpm_event", "authz_core", "ssl", "proxy", "proxy_http"]
                    .map(|name| format!("LoadModule {name}_module modules/mod_{name}.so\n"))
                    .concat();
                format!(
                    "ServerRoot /usr/lib/apache2\nServerName localhost\nListen 127.0.0.1:{port}\n\
                     PidFile {folder}pid\nDefaultRuntimeDir {folder}\nErrorLog {folder}errors\n\
                     User www-data\nGroup www-data\n{modules}{lines}\n\
                     ProxyPass / https://localhost:{other}/\n"
                )
            }
            Self::Nginx => {
                let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
                    .map(|name| format!("{name}_temp_path {folder}{name};\n"))
                    .concat();
                format!(
                    "daemon off;\nmaster_process off;\npid {folder}pid;\nerror_log stderr;\n\
                     events {{ worker_connections 32; }}\nhttp {{\naccess_log off;\n{temporary}\
                     server {{\nlisten 127.0.0.1:{port};\nlocation / {{\n\
                     proxy_pass https://127.0.0.1:{other};\nproxy_ssl_name amc.example;\n{lines}\n}}\n}}\n}}\n"
                )
            }
            Self::HaProxy => {
                let line = lines.replace("amc.example:443", &format!("127.0.0.1:{other}"));
                format!(
                    "global\n    maxconn 16\ndefaults\n    mode http\n    timeout connect 10m\n    \
                     timeout client 10m\n    timeout server 10m\nfrontend here\n    bind 127.0.0.1:{port}\n    \
                     default_backend there\nbackend there\n    {line}\n"
                )
            }
        }
    }
}
