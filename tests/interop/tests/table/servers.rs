//! TLS servers that demand a certificate, nginx and Java, and the clients that show them ours.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use certiroc_core::package::{Container, FileRole, NamedAuthority, TrustKind, trust_store};
use certiroc_interop::igc::{Issuing, KEY, Maker, Profile};
use certiroc_interop::pki::PKI;
use certiroc_interop::{CURL, JDKS, Jdk, PATIENCE, compile_java, nginx, rng};
use certiroc_pki::key::ExportPassword;
use certiroc_pki::pkcs12;
use tempfile::TempDir;
use time::OffsetDateTime;

use super::recipes::{self, Proxy};
use super::samples::{Delivered, PASSWORD, SAMPLES, Sample, leaf};

/// A server that runs on 127.0.0.1.
pub struct Server {
    /// Its name.
    pub label: &'static str,
    /// Where it listens.
    pub port: u16,
    child: Child,
    /// Java's server ends with it.
    _input: Option<ChildStdin>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server's own certificate and files.
static SITE: LazyLock<Sample> = LazyLock::new(|| {
    let [issuing, root] = PKI.authorities(Issuing::Test);
    let mut site = leaf(Profile::ServSsl, 0xB0);
    // The second is the recipes'.
    site.names = &["localhost", "amc.example"];
    Sample {
        certificates: [PKI.issue(&site), issuing, root],
        alias: "site",
    }
});

/// The root, as PEM and as Java's trust store, and the compiled program of Java.
static COMMON: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    compile_java("Tls.java", folder.path());
    let [_, _, root] = &SITE.certificates;
    let password = ExportPassword::parse(PASSWORD).unwrap();
    let authority = NamedAuthority {
        alias: "igc-sante",
        der: root,
    };
    for kind in [
        TrustKind::Pem,
        TrustKind::Pkcs12(pkcs12::Pkcs12Profile::Compatible),
    ] {
        let now = OffsetDateTime::now_utc();
        for file in trust_store(kind, &[authority], "root", Some(&password), now, &mut rng()).unwrap() {
            fs::write(folder.path().join(file.output.name), file.bytes).unwrap();
        }
    }
    fs::write(folder.path().join("password"), PASSWORD).unwrap();
    folder
});

/// The path of a file of [`COMMON`].
pub fn common(name: &str) -> String {
    COMMON.path().join(name).to_str().unwrap().to_owned()
}

/// Java's trust store, as `Tls` takes it.
fn trusted() -> String {
    format!("PKCS12:{}:{}", common("root.p12"), common("password"))
}

fn java_store(files: &Delivered) -> String {
    let kind = if files.container == Container::Jks {
        "JKS"
    } else {
        "PKCS12"
    };
    format!("{kind}:{}:{}", files.path(FileRole::Store), files.password())
}

/// A port that is free, below those that Linux hands out (`ip_local_port_range`): no other program is given it before
/// the server listens.
pub fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let first = std::process::id().wrapping_mul(37);
    loop {
        let turn = first.wrapping_add(NEXT.fetch_add(1, Relaxed));
        let port = 20_000 + u16::try_from(turn % 10_000).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

impl Server {
    /// Starts a program that will listen on `port`, with what it says in the file `log`.
    pub fn start(label: &'static str, command: &mut Command, port: u16, log: &str) -> Self {
        let file = fs::File::create(log).unwrap();
        let child = command
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .spawn()
            .unwrap_or_else(|error| panic!("cannot run {label}: {error}"));
        let mut server = Self {
            label,
            port,
            child,
            _input: None,
        };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let said = || format!("{label}: {}", fs::read_to_string(log).unwrap());
            assert!(server.child.try_wait().unwrap().is_none(), "{}", said());
            assert!(start.elapsed() < PATIENCE, "{}", said());
            thread::sleep(Duration::from_millis(20));
        }
        server
    }

    /// What a server without TLS answers.
    pub fn plain(&self) -> String {
        let address = format!("http://127.0.0.1:{}/", self.port);
        let options = [
            "-q",
            "--silent",
            "--show-error",
            "--noproxy",
            "*",
            "--max-time",
            "600",
        ];
        let answer = CURL.run([options.as_slice(), &[&address]].concat());
        assert!(answer.success, "{}: {}", self.label, answer.text);
        String::from_utf8(answer.stdout).unwrap().trim_end().to_owned()
    }

    /// nginx, in a folder of its own, with our PEM files; it takes the password of the key from a file.
    pub fn nginx() -> (Self, Delivered) {
        let files = Delivered::new(Container::Pem, &SITE);
        let folder = files.beside("");
        let port = free_port();
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {folder}{name};\n"))
            .concat();
        let configuration = format!(
            "daemon off;\nmaster_process off;\npid {folder}pid;\nerror_log stderr;\n\
             events {{ worker_connections 32; }}\n\
             http {{\naccess_log off;\n{temporary}\
             server {{\nlisten 127.0.0.1:{port} ssl;\n\
             ssl_certificate {chain};\nssl_certificate_key {key};\nssl_password_file {password};\n\
             ssl_client_certificate {root};\nssl_verify_client on;\nssl_verify_depth 3;\n\
             location / {{ return 200 \"$ssl_client_verify $ssl_client_serial\\n\"; }}\n}}\n}}\n",
            chain = files.path(FileRole::FullChain),
            key = files.path(FileRole::Key),
            password = files.password(),
            root = common("root.pem"),
        );
        fs::write(files.beside("nginx.conf"), configuration).unwrap();
        let mut command = Command::new(nginx());
        command
            .args(["-p", &folder, "-c", &files.beside("nginx.conf")])
            .stdin(Stdio::null());
        let server = Self::start("nginx", &mut command, port, &files.beside("log"));
        (server, files)
    }

    /// Java, with our PKCS #12 and our trust store.
    pub fn java(jdk: &Jdk) -> (Self, Delivered) {
        let files = Delivered::new(Container::Pkcs12(pkcs12::Pkcs12Profile::Compatible), &SITE);
        let classes = common("");
        let mut child = Command::new(jdk.launcher())
            .args(["-cp", &classes, "Tls", "server", &java_store(&files), &trusted()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let server = Self {
            label: "Java",
            port: line.trim().parse().expect("a port"),
            _input: child.stdin.take(),
            child,
        };
        (server, files)
    }
}

/// A program that shows our certificate.
pub enum Client {
    Curl,
    Proxy(Proxy),
    Java(Jdk),
}

/// Every container that a client may show.
pub const SHOWN: [(Container, &str); 5] = [
    (Container::Pem, "PEM"),
    (
        Container::Pkcs12(pkcs12::Pkcs12Profile::Compatible),
        "PKCS #12, compatible",
    ),
    (
        Container::Pkcs12(pkcs12::Pkcs12Profile::Modern),
        "PKCS #12, modern",
    ),
    (
        Container::Pkcs12(pkcs12::Pkcs12Profile::Platform),
        "PKCS #12, as the platform",
    ),
    (Container::Jks, "JKS"),
];

impl Client {
    /// All of them, in the order of the table.
    pub fn all() -> Vec<Self> {
        let java = JDKS.iter().cloned().map(Self::Java);
        let proxies = Proxy::ALL.map(Self::Proxy);
        std::iter::once(Self::Curl).chain(proxies).chain(java).collect()
    }

    /// The head of its line.
    pub fn label(&self) -> String {
        match self {
            Self::Curl => "curl".into(),
            Self::Proxy(proxy) => proxy.label().into(),
            Self::Java(jdk) => format!("Java {}", jdk.label),
        }
    }

    /// For each of [`SHOWN`]: whether the server took the certificate; `None` where the client does not take such
    /// files. A client that takes the files is let in.
    pub fn shown_to(&self, server: &Server) -> [Option<bool>; 5] {
        let sample = &SAMPLES[0];
        let expected = format!("SUCCESS {}", serial(sample));
        let files = SHOWN.map(|(container, _)| Delivered::new(container, sample));
        match self {
            Self::Curl => files.each_ref().map(|files| {
                if files.container == Container::Jks {
                    return None;
                }
                let answer = recipes::curl(server, files.container, sample);
                assert_eq!(answer.as_deref(), Ok(expected.as_str()), "{:?}", files.container);
                Some(true)
            }),
            Self::Proxy(proxy) => {
                let answer = proxy.ask(server, sample, true);
                assert_eq!(answer, expected, "{proxy:?} {}", server.label);
                // A server that nobody trusts gets no request: its answer would be the same.
                let answer = proxy.ask(server, sample, false);
                assert!(
                    !answer.contains("SUCCESS"),
                    "{proxy:?} {}: {answer}",
                    server.label
                );
                assert!(
                    answer.contains("Error") || answer.contains("Bad Gateway") || answer.contains("503"),
                    "{answer}"
                );
                SHOWN.map(|(container, _)| (container == Container::Pem).then_some(true))
            }
            Self::Java(jdk) => {
                let stores = files.iter().filter(|files| files.container != Container::Pem);
                let stores: Vec<_> = stores.map(java_store).collect();
                let (port, classes, trusted) = (server.port.to_string(), common(""), trusted());
                let fixed = ["-cp", &classes, "Tls", "client", &port, &trusted].map(str::to_owned);
                let answer = jdk.java(fixed.iter().chain(&stores));
                assert!(answer.success, "{}", answer.text);
                let text = String::from_utf8(answer.stdout).unwrap();
                let mut lines = text.lines();
                SHOWN.map(|(container, _)| {
                    if container == Container::Pem {
                        return None;
                    }
                    let line = lines.next().expect("a line for each store");
                    if line.starts_with("refused: ") {
                        return Some(false);
                    }
                    assert_eq!(line, expected, "{} {container:?} {}", self.label(), server.label);
                    Some(true)
                })
            }
        }
    }
}

/// The serial number of a sample's certificate, as servers write it.
fn serial(sample: &Sample) -> String {
    let certificate = certiroc_pki::x509::Certificate::from_der(&sample.certificates[0]).unwrap();
    certificate
        .serial_number
        .iter()
        .fold(String::new(), |mut text, byte| {
            use std::fmt::Write as _;
            write!(text, "{byte:02X}").unwrap();
            text
        })
}

impl Server {
    /// What the server answers to curl with these options, or what curl says.
    fn curl(&self, options: &[&str]) -> Result<String, String> {
        let root = common("root.pem");
        let (resolve, address) = (
            format!("localhost:{}:127.0.0.1", self.port),
            format!("https://localhost:{}/", self.port),
        );
        let fixed = [
            "-q",
            "--silent",
            "--show-error",
            "--noproxy",
            "*",
            "--max-time",
            "30",
            "--cacert",
            &root,
            "--resolve",
            &resolve,
        ];
        let answer = CURL.run([fixed.as_slice(), options, &[&address]].concat());
        if answer.success {
            Ok(String::from_utf8(answer.stdout).unwrap().trim_end().to_owned())
        } else {
            Err(answer.text)
        }
    }
}

/// A server lets nobody in without a certificate, nor with one of another authority.
pub fn nobody_else_is_let_in(server: &Server) {
    let refused = |options: &[&str]| match server.curl(options) {
        // nginx says so in HTTP, Java in TLS.
        Ok(page) => page.contains("400"),
        Err(cause) => cause.contains("alert"),
    };
    assert!(refused(&[]), "{}: {:?}", server.label, server.curl(&[]));
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (key, certificate) = (path("key.pem"), path("cert.pem"));
    let mut file = fs::File::create(&key).unwrap();
    let block = pem::Pem::new("PRIVATE KEY", KEY.pkcs8_der());
    file.write_all(pem::encode(&block).as_bytes()).unwrap();
    let answer = certiroc_interop::OPENSSL.run([
        "req",
        "-x509",
        "-new",
        "-key",
        &key,
        "-subj",
        "/CN=Client_ROC_WebServices_AMC",
        "-days",
        "30",
        "-out",
        &certificate,
    ]);
    assert!(answer.success, "{}", answer.text);
    let options = ["--cert", certificate.as_str(), "--key", &key];
    assert!(refused(&options), "{}: {:?}", server.label, server.curl(&options));
}
