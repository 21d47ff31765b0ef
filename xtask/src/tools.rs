//! Tools that are built or fetched for this project alone, in its cache, each in one version.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::layout::Layout;
use crate::process::{cargo, command, read, run, run_quietly, which};
use crate::say::{say, step};

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

/// Says where a browser was found, or fails.
pub fn found(browser: Option<PathBuf>, name: &str) -> Result<PathBuf> {
    let path = browser.with_context(|| format!("{name} is not there"))?;
    say(&format!("{name}: {}", path.display()));
    Ok(path)
}
