//! What the tests share: the files that the page would write, and a way to run the tools that read them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use certiroc_core::csr::{self, Csr};
use certiroc_core::key::{Kdf, KeySize, Passphrase, PrivateKey, ROUNDS, SealedKey};
use certiroc_core::subject::Subject;
use rand_core::CryptoRng;
use tempfile::TempDir;

/// The system's randomness.
pub fn rng() -> impl CryptoRng {
    rand_core::UnwrapErr(getrandom::SysRng)
}

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
        let csr = Csr::from_der(&csr::build(&key, &subject()).unwrap()).unwrap();
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
    /// When it cannot be run: a test that was not made is a test that failed.
    pub fn run<A: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Answer {
        self.run_with_input(arguments, b"")
    }

    /// Runs the tool with `input` on its standard input.
    ///
    /// # Panics
    /// When it cannot be run.
    pub fn run_with_input<A: AsRef<std::ffi::OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        input: &[u8],
    ) -> Answer {
        let mut child = Command::new(self.program)
            .args(arguments)
            // Messages in English, file names and output in UTF-8.
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| {
                panic!(
                    "cannot run {}: {error}; the Debian package {} has it",
                    self.program, self.package
                )
            });
        // A tool that needs no input may have closed it.
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        let text = [output.stdout.as_slice(), &output.stderr].concat();
        Answer {
            success: output.status.success(),
            stdout: output.stdout,
            text: String::from_utf8_lossy(&text).into_owned(),
        }
    }
}

/// A Java program of this crate.
pub fn java_program(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("java").join(name)
}
