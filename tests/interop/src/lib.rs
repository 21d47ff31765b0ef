//! What the tests share: the files that the page would write, and a way to run the tools that read them.

pub mod pki;
pub mod reader;

use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

pub use certiroc_test_support::{igc, rng};

use certiroc_core::subject::Subject;
use certiroc_pki::csr::{self, Csr};
use certiroc_pki::key::{Kdf, KeySize, Passphrase, PrivateKey, ROUNDS, SealedKey};
use tempfile::TempDir;

/// A subject name with what tools stumble over: accents, an apostrophe, parentheses.
pub fn subject() -> Subject {
    Subject {
        state: "Côte-d'Or (21)".into(),
        organization: "HÔPITAL L'ÉTÉ À BEAUNE".into(),
        organizational_unit: "1210780581".into(),
        common_name: "Client_ROC_WebServices_AMC".into(),
    }
}

/// A key, its passphrase and its request, in the files that a hospital hands to its tools.
pub struct Sample {
    folder: TempDir,
    /// The key in clear.
    pub key: PrivateKey,
    /// What opens `key.pem` and `key.der`.
    pub passphrase: Passphrase,
}

/// One sample for each size, and a second for the size by default; their passphrases are a generated one
/// and one that holds every character allowed.
pub static SAMPLES: LazyLock<[Sample; 4]> = LazyLock::new(|| {
    let characters: String = (' '..='~').collect();
    let every_character = Passphrase::parse(&format!("x{characters}x")).unwrap();
    let generated = Passphrase::generate(&mut rng());
    [
        Sample::new(KeySize::Rsa2048, generated.clone()),
        Sample::new(KeySize::Rsa2048, every_character.clone()),
        Sample::new(KeySize::Rsa3072, every_character),
        Sample::new(KeySize::Rsa4096, generated),
    ]
});

impl Sample {
    fn new(size: KeySize, passphrase: Passphrase) -> Self {
        let key = PrivateKey::generate(size, &mut rng()).unwrap();
        let kdf = Kdf::new(&mut rng(), ROUNDS);
        let sealed = SealedKey::seal(&key, &kdf, &kdf.derive(&passphrase), &mut rng());
        let csr = Csr::from_der(&csr::build(&key, &subject().attributes()).unwrap()).unwrap();
        let sample = Self {
            folder: tempfile::tempdir().unwrap(),
            key,
            passphrase,
        };
        sample.write("key.pem", sealed.to_pem());
        sample.write("key.der", sealed.as_der());
        sample.write("csr.pem", csr.to_pem());
        sample.write("csr.der", csr.der());
        // A CSR whose signature's last bit is wrong, for the tools to refuse.
        let mut forged = csr.der().to_vec();
        *forged.last_mut().unwrap() ^= 1;
        sample.write("forged.pem", Csr::from_der(&forged).unwrap().to_pem());
        sample.write("passphrase", sample.passphrase.as_str());
        sample.write("wrong", "not the passphrase");
        sample
    }

    /// The path of one of the sample's files: `key.pem`, `key.der` (sealed), `csr.pem`, `csr.der`,
    /// `forged.pem`, `passphrase`, `wrong`; or of a file to be written there.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What an option of OpenSSL takes as the source of a passphrase: no shell and no argument sees it.
    pub fn passphrase_source(&self, name: &str) -> String {
        format!("file:{}", self.path(name).display())
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }
}

/// What a tool answered.
#[derive(Debug)]
pub struct Answer {
    /// Whether its exit status was 0.
    pub success: bool,
    /// The exit code, unless a signal ended it.
    pub code: Option<i32>,
    /// Its standard output, as bytes.
    pub stdout: Vec<u8>,
    /// Both outputs, as text.
    pub text: String,
}

/// A tool that the tests need.
pub struct Tool {
    program: &'static str,
    package: &'static str,
}

/// OpenSSL.
pub const OPENSSL: Tool = Tool {
    program: "openssl",
    package: "openssl",
};
/// GnuTLS.
pub const CERTTOOL: Tool = Tool {
    program: "certtool",
    package: "gnutls-bin",
};
/// NSS (Firefox's) and its PKCS #12 files.
pub const PK12UTIL: Tool = Tool {
    program: "pk12util",
    package: "libnss3-tools",
};
/// NSS's data bases.
pub const CERTUTIL: Tool = Tool {
    program: "certutil",
    package: "libnss3-tools",
};
/// curl, with OpenSSL.
pub const CURL: Tool = Tool {
    program: "curl",
    package: "curl",
};
/// Java, with the compiler: programs are run from their source.
pub const JAVA: Tool = Tool {
    program: "java",
    package: "default-jdk-headless",
};
/// Java's tool for keys and certificates.
pub const KEYTOOL: Tool = Tool {
    program: "keytool",
    package: "default-jdk-headless",
};

impl Tool {
    /// A tool, and the Debian package that has it.
    pub const fn new(program: &'static str, package: &'static str) -> Self {
        Self { program, package }
    }

    /// Runs the tool.
    ///
    /// # Panics
    /// When it cannot be run, or does not end within [`PATIENCE`]: a test that was not made is a test that failed.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Answer {
        self.run_with_input(arguments, b"")
    }

    /// Runs the tool with `input` on its standard input.
    ///
    /// # Panics
    /// As [`Tool::run`].
    pub fn run_with_input<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        input: &[u8],
    ) -> Answer {
        let from = format!("the Debian package {} has it", self.package);
        answer(Command::new(self.program).args(arguments), &from, input)
    }
}

/// How long a tool, a server or a reader is waited for. Only a clock can tell that it will not answer, so it tells late:
/// a machine with other work on its cores is no fault of theirs.
pub const PATIENCE: Duration = Duration::from_mins(10);

fn answer(command: &mut Command, from: &str, input: &[u8]) -> Answer {
    let mut child = command
        // Messages in English, file names and output in UTF-8.
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("cannot run {}: {error}; {from}", command.get_program().display()));
    // A tool that needs no input may have closed it.
    let _ = child.stdin.take().unwrap().write_all(input);
    let read = |mut pipe: Box<dyn Read + Send>| {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            pipe.read_to_end(&mut bytes).map(|_| bytes)
        })
    };
    let stdout = read(Box::new(child.stdout.take().unwrap()));
    let stderr = read(Box::new(child.stderr.take().unwrap()));
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("{command:?} has not ended after {PATIENCE:?}");
        }
        thread::sleep(Duration::from_millis(2));
    };
    let stdout = stdout.join().unwrap().unwrap();
    let text = [stdout.as_slice(), &stderr.join().unwrap().unwrap()].concat();
    Answer {
        success: status.success(),
        code: status.code(),
        stdout,
        text: String::from_utf8_lossy(&text).into_owned(),
    }
}

/// What `cargo xtask test interop` says where it found.
fn told(variable: &str) -> String {
    std::env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} is not set: `cargo xtask test interop` sets it"))
}

/// One Java of those that the files are tried with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jdk {
    /// Its version, as `11.0.9` or `17`.
    pub label: String,
    home: PathBuf,
}

/// Every Java, the oldest first.
pub static JDKS: LazyLock<Vec<Jdk>> = LazyLock::new(|| {
    let jdk = |line: &str| {
        let (label, home) = line.split_once('=').expect("CERTIROC_JDKS: label=folder");
        Jdk {
            label: label.to_owned(),
            home: home.into(),
        }
    };
    told("CERTIROC_JDKS").lines().map(jdk).collect()
});

impl Jdk {
    /// Runs its keytool.
    ///
    /// # Panics
    /// As [`Tool::run`].
    pub fn keytool<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Answer {
        self.run("keytool", arguments)
    }

    /// Runs a Java program, compiled beforehand ([`compile_java`]).
    ///
    /// # Panics
    /// As [`Tool::run`].
    pub fn java<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Answer {
        self.run("java", arguments)
    }

    /// Its launcher.
    pub fn launcher(&self) -> PathBuf {
        self.home.join("bin/java")
    }

    fn run<A: AsRef<OsStr>>(&self, program: &str, arguments: impl IntoIterator<Item = A>) -> Answer {
        let mut command = Command::new(self.home.join("bin").join(program));
        answer(
            command.args(arguments),
            "`cargo xtask test interop` brings it",
            b"",
        )
    }
}

/// Compiles a Java program of this crate for the oldest of [`JDKS`], into `folder`.
///
/// # Panics
/// When it does not compile.
pub fn compile_java(name: &str, folder: &Path) {
    const JAVAC: Tool = Tool {
        program: "javac",
        package: "default-jdk-headless",
    };
    let source = java_program(name);
    let answer = JAVAC.run([
        OsStr::new("--release"),
        "11".as_ref(),
        "-d".as_ref(),
        folder.as_ref(),
        source.as_ref(),
    ]);
    assert!(answer.success, "{}", answer.text);
}

/// Runs a Python program of this crate, with the package `cryptography`.
///
/// # Panics
/// As [`Tool::run`].
pub fn python<A: AsRef<OsStr>>(name: &str, arguments: impl IntoIterator<Item = A>) -> Answer {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("python").join(name);
    let mut command = Command::new(told("CERTIROC_PYTHON"));
    let command = command.arg("-X").arg("utf8").arg(program).args(arguments);
    answer(command, "`cargo xtask test interop` brings it", b"")
}

/// The path of nginx.
///
/// # Panics
/// When xtask did not say it.
pub fn nginx() -> PathBuf {
    told("CERTIROC_NGINX").into()
}

/// The path of Apache, whose modules are where Debian puts them.
///
/// # Panics
/// When xtask did not say it.
pub fn apache() -> PathBuf {
    told("CERTIROC_APACHE").into()
}

/// The path of `HAProxy`.
///
/// # Panics
/// When xtask did not say it.
pub fn haproxy() -> PathBuf {
    told("CERTIROC_HAPROXY").into()
}

/// A Java program of this crate.
pub fn java_program(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("java").join(name)
}
