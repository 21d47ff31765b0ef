//! What the tests and measures of the page are given: a made-up card, packages, browsers.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::machine::layout::Layout;
use crate::machine::process::{cargo, command, run_quietly};
use crate::machine::say::step;
use crate::machine::tools;

/// Builds the made-up card of `tests/card`. Returns its program.
pub fn card_simulator(layout: &Layout) -> Result<PathBuf> {
    step("compiling the made-up card", || {
        run_quietly(
            cargo()
                .args(["build", "--locked", "--package", "certiroc-card-simulator"])
                .current_dir(&layout.root),
        )
    })?;
    let name = format!("card-simulator{}", std::env::consts::EXE_SUFFIX);
    Ok(layout.target.join("debug").join(name))
}

/// Brings the packages of `name`, a folder of the repository, unless those of its lock file are there; no browser is
/// downloaded. Returns its path.
pub fn node_packages(layout: &Layout, name: &str) -> Result<PathBuf> {
    let folder = layout.root.join(name);
    // Two suites share a folder.
    let _alone = layout.alone("node-packages")?;
    let wanted = fs::read(folder.join("package-lock.json"))?;
    let there = folder.join("node_modules/.of-this-lock-file");
    if fs::read(&there).is_ok_and(|lock| lock == wanted) {
        return Ok(folder);
    }
    step(&format!("fetching the packages of {name}"), || {
        run_quietly(
            command("npm")
                .arg("ci")
                .env("PUPPETEER_SKIP_DOWNLOAD", "1")
                .current_dir(&folder),
        )
    })?;
    fs::write(there, wanted)?;
    Ok(folder)
}

/// What the scripts in `tests/browser` and `tests/bench` are told: the built page and the two browsers.
pub fn node_environment(page: &Path) -> Result<[(&'static str, OsString); 3]> {
    Ok([
        ("CERTIROC_HTML", page.into()),
        ("CHROMIUM", tools::found(tools::chromium(), "Chromium")?.into()),
        ("FIREFOX", tools::found(tools::firefox(), "Firefox")?.into()),
    ])
}
