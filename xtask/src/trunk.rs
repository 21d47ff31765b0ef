//! Trunk, for those who use it: it compiles the page, and its output goes through the same packer.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::build::Program;
use crate::layout::Layout;
use crate::process;
use crate::process::{cargo, command, run_quietly};
use crate::say::{say, step};
use crate::setup::{Need, set_up};
use crate::toolchain::{TARGET, Toolchain};
use crate::{authorities, pack, tools};

/// Where `Trunk.toml` has the page written.
const OUTPUT: &str = "target/trunk";

/// Runs Trunk with the tools and the compiler that the build uses.
pub fn run(layout: &Layout, arguments: &[OsString]) -> Result<()> {
    set_up(layout, &[Need::Wasm, Need::Trunk])?;
    let toolchain = Toolchain::find()?;
    run_quietly(toolchain.cargo(layout)?.args(["fetch", "--locked"]))?;
    let mut path = vec![cargo_for_trunk(layout, &toolchain)?, tools::programs(layout)];
    path.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    process::run(
        command(tools::TRUNK.path(layout))
            .args(arguments)
            .current_dir(&layout.root)
            .env("PATH", std::env::join_paths(path)?),
    )
}

/// A folder with a `cargo` for Trunk's PATH: it sets the compiler's environment for WASM alone, for
/// Trunk also calls the hook through cargo, which is compiled for this machine.
fn cargo_for_trunk(layout: &Layout, toolchain: &Toolchain) -> Result<PathBuf> {
    let folder = layout.scratch().join("cargo-for-trunk");
    fs::create_dir_all(&folder)?;
    let plain = cargo().get_program().to_owned();
    let special = toolchain
        .other_cargo()
        .map_or_else(|| plain.clone(), OsString::from);
    let mut script = format!("#!/bin/sh\ncase \" $* \" in *{TARGET}*)\n");
    for (name, value) in toolchain.variables(layout)? {
        writeln!(script, "export {}={}", name.display(), quoted(&value)?)?;
    }
    write!(
        script,
        "exec {} \"$@\";;\nesac\nexec {} \"$@\"\n",
        quoted(&special)?,
        quoted(&plain)?
    )?;
    let file = folder.join("cargo");
    fs::write(&file, script)?;
    #[cfg(unix)]
    fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    Ok(folder)
}

/// One word of the shell.
fn quoted(text: &OsStr) -> Result<String> {
    let text = text.to_str().context("not UTF-8")?;
    Ok(format!("'{}'", text.replace('\'', r"'\''")))
}

/// Trunk's `post_build` hook: replaces everything in Trunk's folder by the single page.
pub fn hook(layout: &Layout) -> Result<()> {
    let folder =
        std::env::var_os("TRUNK_STAGING_DIR").context("TRUNK_STAGING_DIR is not set: Trunk calls this")?;
    let folder = PathBuf::from(folder);
    let program = Program {
        glue: String::from_utf8(fs::read(the_one(&folder, "js")?)?)?,
        wasm: fs::read(the_one(&folder, "wasm")?)?,
    };
    let page = pack::pack(layout, &program, authorities::NONE, pack::Effort::Quick)?;
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.is_dir() {
            fs::remove_dir_all(path)?;
        } else {
            fs::remove_file(path)?;
        }
    }
    fs::write(folder.join("index.html"), page)?;
    say("packed Trunk's output into one page: reload it in the browser");
    Ok(())
}

fn the_one(folder: &Path, suffix: &str) -> Result<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == suffix) {
            files.push(path);
        }
    }
    match <[PathBuf; 1]>::try_from(files) {
        Ok([file]) => Ok(file),
        Err(files) => bail!("Trunk left {} .{suffix} files instead of one", files.len()),
    }
}

/// Builds with Trunk, and shows that what comes out is one page that starts from `file://`.
pub fn test(layout: &Layout) -> Result<()> {
    step("building the page with Trunk", || {
        run(layout, &["build".into(), "--offline".into()])
    })?;
    let folder = layout.root.join(OUTPUT);
    let files = fs::read_dir(&folder)?.count();
    if files != 1 {
        bail!("{} holds {files} files instead of one", folder.display());
    }
    let page = folder.join("index.html");
    step("opening Trunk's page in Chromium", || {
        let mut dom = String::new();
        for _ in 0..ATTEMPTS {
            dom = open(layout, &page)?;
            // boot.js sets this once the page's program runs.
            if dom.contains("data-boot=\"started\"") {
                return Ok(());
            }
        }
        bail!("the page did not start:\n{dom}")
    })?;
    println!("test trunk::builds_the_page_that_starts ... ok");
    Ok(())
}

/// Chromium's virtual time does not wait for the thread that compiles: on a busy machine it
/// may run out before the page has started.
const ATTEMPTS: usize = 5;

/// The document as Chromium leaves it after 20 virtual seconds.
fn open(layout: &Layout, page: &Path) -> Result<String> {
    let profile = layout.scratch().join("trunk-chromium");
    let dom = process::read(
        command(tools::chromium().context("Chromium is not there")?)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--virtual-time-budget=20000",
                "--dump-dom",
            ])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(format!("file://{}", page.display())),
    )?;
    fs::remove_dir_all(profile)?;
    Ok(dom)
}
