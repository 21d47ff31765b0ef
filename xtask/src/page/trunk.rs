//! Trunk, for those who use it: it compiles the page, and its output goes through the same packer.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::machine::layout::Layout;
use crate::machine::process;
use crate::machine::process::{cargo, command, run_quietly};
use crate::machine::say::say;
use crate::machine::setup::{Need, set_up};
use crate::machine::toolchain::{TARGET, Toolchain};
use crate::machine::tools;
use crate::page::build::WasmProgram;
use crate::page::{authorities, pack};

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
    // wasm-bindgen drops the debug information.
    let mut script = format!("#!/bin/sh\ncase \" $* \" in *{TARGET}*)\nexport CARGO_PROFILE_DEV_DEBUG=0\n");
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
    let program = WasmProgram {
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

/// Builds the page with Trunk, offline. Returns the only file that there then is.
pub fn page(layout: &Layout) -> Result<PathBuf> {
    run(layout, &["build".into(), "--offline".into()])?;
    let folder = layout.root.join(OUTPUT);
    let page = the_one(&folder, "html")?;
    let files = fs::read_dir(&folder)?.count();
    if files != 1 {
        bail!("{} holds {files} files instead of one", folder.display());
    }
    Ok(page)
}
