//! `cargo xtask dist`: the file that is published.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::machine::layout::Layout;
use crate::machine::process::{command, read};
use crate::machine::say::grouped;
use crate::machine::setup::{Need, set_up};
use crate::machine::toolchain::Toolchain;
use crate::machine::tools;
use crate::page::release::{FILE, page, sum, write};
use crate::page::{authorities, build, pack};
use crate::verbs::reproducible;

/// What [`dist`] is asked for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folder of the authorities' certificates to embed.
    pub authorities: Option<PathBuf>,
    /// Whether to build in two clean clones and compare.
    pub check_reproducible: bool,
    /// Whether to build `certiroc-card` for this machine as well.
    pub card: bool,
}

/// Writes `dist/certiroc.html` and `dist/SHA256SUMS`, and `dist/certiroc-card` where it is asked for, and prints what
/// they were made with.
pub fn dist(layout: &Layout, options: &Options) -> Result<()> {
    set_up(layout, &[Need::Wasm, Need::Node, Need::WasmOpt])?;
    if options.card {
        set_up(layout, &[Need::Pcsc])?;
    }
    let toolchain = Toolchain::find()?;
    let authorities = match &options.authorities {
        Some(folder) => authorities::embed(folder)?,
        None => authorities::NONE.to_owned(),
    };
    let page = if options.check_reproducible {
        reproducible::page_of_two_clones(layout, &toolchain, &authorities)?
    } else {
        page(layout, &toolchain, &authorities)?
    };
    let folder = layout.root.join("dist");
    write(&folder, &page)?;
    if options.card {
        add(&folder, &build::card(layout, &toolchain)?)?;
    }
    println!("{}", made_with(layout, &toolchain)?);
    println!("{}", folder.join(FILE).display());
    println!(
        "size   {} bytes, {} with gzip -9",
        grouped(page.len()),
        grouped(pack::gzip(page.as_bytes())?.len())
    );
    println!("SHA-256 {}", sum(&page));
    Ok(())
}

/// Puts a program beside the page, and its sum beside the page's.
fn add(folder: &Path, program: &Path) -> Result<()> {
    let name = program.file_name().context("no name")?.to_string_lossy();
    fs::copy(program, folder.join(&*name)).context("copying the program")?;
    let sum = sum(fs::read(program)?);
    let sums = folder.join("SHA256SUMS");
    fs::write(&sums, format!("{}{sum}  {name}\n", fs::read_to_string(&sums)?))?;
    println!("{}", folder.join(&*name).display());
    Ok(())
}

/// The compilers and tools, for the record of a release.
fn made_with(layout: &Layout, toolchain: &Toolchain) -> Result<String> {
    let commit = read(
        command("git")
            .args(["describe", "--always", "--dirty", "--abbrev=40"])
            .current_dir(&layout.root),
    )?;
    let node = read(command("node").arg("--version"))?;
    Ok(format!(
        "commit           {}\n{}wasm-bindgen     {}\nwasm-opt         binaryen {} on node {}",
        commit.trim(),
        toolchain.versions()?,
        tools::WASM_BINDGEN.version,
        tools::BINARYEN,
        node.trim(),
    ))
}
