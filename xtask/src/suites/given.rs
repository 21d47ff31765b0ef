//! What the tests and measures of the page are given: a made-up card, packages, browsers.

use std::env::consts::EXE_SUFFIX;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::machine::layout::Layout;
use crate::machine::process::{command, run_quietly, workspace};
use crate::machine::say::step;
use crate::machine::tools;

/// Builds the made-up card of `tests/card`. Returns its program.
pub fn card_simulator(layout: &Layout) -> Result<PathBuf> {
    program(layout, "card-simulator")
}

/// Builds a program in debug. Returns its path.
pub fn program(layout: &Layout, name: &str) -> Result<PathBuf> {
    step(&format!("compiling {name}"), || {
        run_quietly(workspace(layout, "build").args(["--bin", name]))
    })?;
    Ok(layout.target.join("debug").join(format!("{name}{EXE_SUFFIX}")))
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

/// What the two other engines are started with: `WebKitGTK` of the machine; Chromium 109 is a package.
pub fn engine_environment() -> Result<[(&'static str, OsString); 2]> {
    Ok([
        (
            "WEBKIT_DRIVER",
            tools::found(tools::webkit_driver(), "WebKitWebDriver")?.into(),
        ),
        (
            "MINI_BROWSER",
            tools::found(tools::mini_browser(), "MiniBrowser")?.into(),
        ),
    ])
}
