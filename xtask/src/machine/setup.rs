//! What each verb needs on the machine, and how it gets there.
//!
//! On Debian, as root, missing packages are installed. Elsewhere the exact commands are printed and
//! nothing is changed, except that `rustup target add` is used where rustup is: it touches only the
//! user's own Rust.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::machine::layout::Layout;
use crate::machine::process::{command, read, run_quietly, succeeds_within, which};
use crate::machine::say::{say, step};
use crate::machine::toolchain::{TARGET, clang, debian_rust_is_there, llvm_ar, own_rust_has_target};
use crate::machine::tools;

/// Something that a verb cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A Rust that compiles for WASM, and clang for the C code of ring.
    Wasm,
    /// Node and npm.
    Node,
    /// wasm-opt, from npm.
    WasmOpt,
    /// Chromium.
    Chromium,
    /// Its driver, for the tests that run inside WASM.
    ChromeDriver,
    /// Firefox.
    Firefox,
    /// `WebKitGTK` with its driver and a screen for it; what npm's Chromium 109 is linked with.
    Engines,
    /// OpenSSL, GnuTLS and Java: what the files must be readable with.
    Interop,
    /// What else the files must be readable with: NSS, nginx, Apache, `HAProxy`, curl, Python, and one Java of
    /// each age.
    Peers,
    /// What `certiroc-card` is linked with, wherever the whole workspace is compiled.
    Pcsc,
    /// A reader of PC/SC without hardware, and `OpenSC` as the witness of what is on a card.
    Cards,
    /// A C++ compiler, for libFuzzer.
    Cxx,
    /// The runner of wasm-bindgen's tests.
    WasmTestRunner,
    /// cargo-deny.
    CargoDeny,
    /// Trunk and the wasm-bindgen command that it calls.
    Trunk,
    /// An emulated machine that runs on this one's files, and the screen of its browser.
    Rig,
}

/// A program and the Debian package that brings it.
struct Program {
    present: fn() -> bool,
    package: &'static str,
    /// What to look for elsewhere.
    what: &'static str,
}

macro_rules! program {
    ($package:literal, $what:literal, $present:expr) => {
        Program {
            present: || $present,
            package: $package,
            what: $what,
        }
    };
}

impl Need {
    /// The programs that this needs, beside Rust.
    fn programs(self) -> Vec<Program> {
        match self {
            Self::Wasm => vec![
                program!(
                    "clang",
                    "clang, of LLVM 11 or newer, with the WebAssembly target",
                    clang().is_some()
                ),
                program!("llvm", "llvm-ar, of LLVM 11 or newer", llvm_ar().is_some()),
            ],
            Self::Node | Self::WasmOpt => vec![
                program!("nodejs", "Node 20.15 or newer", which("node").is_some()),
                program!("npm", "npm", which("npm").is_some()),
            ],
            Self::Chromium => vec![program!("chromium", "Chromium", tools::chromium().is_some())],
            Self::ChromeDriver => {
                vec![program!(
                    "chromium-driver",
                    "chromedriver of that Chromium",
                    which("chromedriver").is_some()
                )]
            }
            Self::Firefox => vec![program!("firefox-esr", "Firefox", tools::firefox().is_some())],
            Self::Engines => vec![
                program!(
                    "webkit2gtk-driver",
                    "WebKitWebDriver and MiniBrowser of WebKitGTK; `WEBKIT_DRIVER` and `MINI_BROWSER` may name them",
                    tools::webkit_driver().is_some() && tools::mini_browser().is_some()
                ),
                program!("xvfb", "Xvfb", which("Xvfb").is_some()),
                program!("libnss3", "the library of NSS", tools::nss_library()),
            ],
            Self::Interop => vec![
                program!("openssl", "OpenSSL 3", which("openssl").is_some()),
                program!("gnutls-bin", "certtool of GnuTLS", which("certtool").is_some()),
                program!(
                    "default-jdk-headless",
                    "a Java development kit, 11 or newer",
                    which("javac").is_some() && which("keytool").is_some()
                ),
            ],
            Self::Peers => vec![
                program!(
                    "libnss3-tools",
                    "pk12util and certutil of NSS",
                    which("pk12util").is_some() && which("certutil").is_some()
                ),
                program!("nginx-light", "nginx", tools::nginx().is_some()),
                program!(
                    "apache2-bin",
                    "Apache, as /usr/sbin/apache2, with its modules in /usr/lib/apache2/modules",
                    tools::apache().is_some()
                ),
                program!("haproxy", "HAProxy", tools::haproxy().is_some()),
                program!(
                    "ca-certificates",
                    "authorities in /etc/ssl/certs/ca-certificates.crt",
                    tools::system_authorities()
                ),
                program!("curl", "curl", which("curl").is_some()),
                program!(
                    "python3-venv",
                    "Python 3.9 or newer, with venv and pip",
                    tools::python_has_venv()
                ),
            ],
            Self::Pcsc => vec![
                program!("pkg-config", "pkg-config", tools::pkg_config()),
                program!(
                    "libpcsclite-dev",
                    "pcsc-lite with its headers, so that `pkg-config --exists libpcsclite` succeeds",
                    tools::pcsc()
                ),
            ],
            Self::Cards => vec![
                program!("pcscd", "pcscd of pcsc-lite", tools::pcscd().is_some()),
                program!(
                    "vsmartcard-vpcd",
                    "vpcd of vsmartcard, installed where pcscd looks for drivers of serial readers",
                    tools::virtual_reader()
                ),
                program!(
                    "opensc",
                    "opensc-tool and pkcs15-tool of OpenSC",
                    which("opensc-tool").is_some() && which("pkcs15-tool").is_some()
                ),
            ],
            Self::Cxx => vec![program!("g++", "a C++ compiler", which("c++").is_some())],
            Self::Rig => vec![
                program!("qemu-system-x86", "QEMU", which("qemu-system-x86_64").is_some()),
                program!("xvfb", "Xvfb", which("Xvfb").is_some()),
                program!(
                    "busybox-static",
                    "Busybox without shared libraries",
                    tools::static_busybox()
                ),
            ],
            Self::WasmTestRunner | Self::CargoDeny | Self::Trunk => Vec::new(),
        }
    }
}

/// The packages of the Rust that builds the standard library from source.
const DEBIAN_RUST: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld"];

/// How long rustup may take to bring the target where Debian's packages can do without it.
const RUSTUP_LIMIT: Duration = Duration::from_secs(30);

/// The same where there is no other way.
const RUSTUP_ONLY_LIMIT: Duration = Duration::from_mins(10);

/// Whether npm has Chromium 109 for this kind of machine.
pub const HAS_CHROMIUM_109: bool = cfg!(all(target_os = "linux", target_arch = "x86_64"));

/// Makes sure that everything in `needs` is there. Fails, with the commands to type, where something
/// is missing that may not be installed here.
pub fn set_up(layout: &Layout, needs: &[Need]) -> Result<()> {
    let system = System::find();
    if needs.contains(&Need::Rig) && (system == System::Other || !cfg!(target_arch = "x86_64")) {
        bail!("the rig needs Debian on x86-64: its guest runs Debian's kernel on the files of this machine");
    }
    if needs.contains(&Need::Engines) && !HAS_CHROMIUM_109 {
        bail!("the suite engines runs on Linux on x86-64: npm has Chromium 109 for no other machine");
    }
    let missing: Vec<Program> = needs
        .iter()
        .flat_map(|need| need.programs())
        .filter(|program| !(program.present)())
        .collect();
    let mut packages: Vec<&str> = missing.iter().map(|program| program.package).collect();
    let rust_missing = needs.contains(&Need::Wasm) && !rust_is_there(system)?;
    if rust_missing && system != System::Other {
        packages.extend(DEBIAN_RUST);
    }
    packages.sort_unstable();
    packages.dedup();
    match system {
        System::DebianAsRoot => install(&packages)?,
        System::Debian if !packages.is_empty() => {
            bail!(
                "some packages are missing and only root may install them. Type:\n\n  sudo apt-get update\n  sudo apt-get install --no-install-recommends {}\n",
                packages.join(" ")
            )
        }
        System::Other if rust_missing || !missing.is_empty() => {
            let mut text = String::from("some programs are missing. Install:\n");
            if rust_missing {
                write!(text, "\n  rustup target add {TARGET}")?;
            }
            for program in missing {
                write!(text, "\n  {}", program.what)?;
            }
            bail!("{text}\n\nand see that they are on PATH.");
        }
        System::Debian | System::Other => {}
    }
    for need in needs {
        match need {
            Need::WasmOpt => tools::install_wasm_opt(layout)?,
            Need::WasmTestRunner => tools::WASM_BINDGEN.install(layout)?,
            Need::CargoDeny => tools::CARGO_DENY.install(layout)?,
            Need::Peers => tools::install_peers(layout)?,
            Need::Trunk => {
                tools::WASM_BINDGEN.install(layout)?;
                tools::TRUNK.install(layout)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether some Rust here compiles for WASM, after having asked rustup for it if need be.
fn rust_is_there(system: System) -> Result<bool> {
    if own_rust_has_target()? || debian_rust_is_there() {
        return Ok(true);
    }
    if which("rustup").is_none() {
        return Ok(false);
    }
    let limit = if system == System::DebianAsRoot {
        RUSTUP_LIMIT
    } else {
        RUSTUP_ONLY_LIMIT
    };
    step(&format!("rustup target add {TARGET}"), || {
        succeeds_within(command("rustup").args(["target", "add", TARGET]), limit)
    })
    .inspect(|added| {
        if !added {
            say("rustup could not bring the target");
        }
    })
}

fn install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let apt = || -> Command {
        let mut apt = command("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    step("updating the list of Debian packages", || {
        run_quietly(apt().args(["-q", "update"]))
    })?;
    step(
        &format!("installing Debian packages: {}", packages.join(" ")),
        || {
            run_quietly(
                apt()
                    .args(["-q", "-y", "--no-install-recommends", "install"])
                    .args(packages),
            )
        },
    )
}

/// What may be done on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum System {
    DebianAsRoot,
    Debian,
    Other,
}

impl System {
    fn find() -> Self {
        let release = fs::read_to_string(Path::new("/etc/os-release")).unwrap_or_default();
        if !release.lines().any(|line| line == "ID=debian") {
            Self::Other
        } else if read(command("id").arg("-u")).is_ok_and(|user| user.trim() == "0") {
            Self::DebianAsRoot
        } else {
            Self::Debian
        }
    }
}
