//! `cargo xtask dist`: the file that is published.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::authorities::{self, hex};
use crate::build::{self, Profile, Program, Source, build};
use crate::layout::Layout;
use crate::process::{command, read, run_quietly};
use crate::say::{grouped, say, step};
use crate::setup::{Need, set_up};
use crate::toolchain::Toolchain;
use crate::{pack, reproducible, tools};

/// The name of the published file.
pub const FILE: &str = "certiroc.html";

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
        add(
            &folder,
            &build::card(layout, toolchain.native_cargo(layout)?, "release")?,
        )?;
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

/// Builds the page as it is published and returns its text.
pub fn page(layout: &Layout, toolchain: &Toolchain, authorities: &str) -> Result<String> {
    let program = smaller(layout, build(layout, toolchain, Source::Page, Profile::Release)?)?;
    step("packing the page", || {
        pack::pack(layout, &program, authorities, pack::Effort::Full)
    })
}

/// Builds the page as it is published, without authorities, for tests and measures. Returns the
/// file's path.
pub fn scratch_page(layout: &Layout) -> Result<PathBuf> {
    let folder = layout.scratch();
    write(&folder, &page(layout, &Toolchain::find()?, authorities::NONE)?)?;
    Ok(folder.join(FILE))
}

/// Compiles what the bench needs beside the page, as the page is. Returns the folder of `glue.js` and `bench.wasm`.
pub fn bench_program(layout: &Layout) -> Result<PathBuf> {
    let program = build(layout, &Toolchain::find()?, Source::Bench, Profile::Release)?;
    let program = smaller(layout, program)?;
    let folder = layout.scratch();
    fs::write(folder.join("glue.js"), program.glue)?;
    fs::write(folder.join("bench.wasm"), program.wasm)?;
    Ok(folder)
}

/// Writes the page and its sum, in the format of `sha256sum`.
fn write(folder: &Path, page: &str) -> Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join(FILE), page)?;
    fs::write(folder.join("SHA256SUMS"), format!("{}  {FILE}\n", sum(page)))?;
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

/// SHA-256 in hexadecimal.
pub fn sum(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes))
}

/// The WASM features that the compiler uses. wasm-opt refuses any other, so the oldest browsers that
/// `boot.ftl` names cannot change unnoticed.
const FEATURES: [&str; 8] = [
    "bulk-memory",
    "bulk-memory-opt",
    "call-indirect-overlong",
    "multivalue",
    "mutable-globals",
    "nontrapping-float-to-int",
    "reference-types",
    "sign-ext",
];

/// What `-Oz` does for a smaller file and what makes one that LZMA packs less well: it cuts the data at
/// each run of zeros, puts a function with one caller into it, away from those it is like, and keeps in a local what
/// would be computed twice in the same bytes.
const PACKED_WORSE: [&str; 3] = [
    "--skip-pass=memory-packing",
    "--skip-pass=local-cse",
    "--one-caller-inline-max-function-size=0",
];

/// Runs wasm-opt.
fn smaller(layout: &Layout, program: Program) -> Result<Program> {
    let folder = layout.scratch();
    fs::create_dir_all(&folder)?;
    let (from, to) = (folder.join("before.wasm"), folder.join("after.wasm"));
    fs::write(&from, &program.wasm)?;
    let wasm = step("running wasm-opt", || {
        let mut command = command("node");
        command
            .arg(tools::wasm_opt(layout))
            .args(["-Oz", "--mvp-features"])
            .args(PACKED_WORSE);
        command.args(FEATURES.map(|feature| format!("--enable-{feature}")));
        command.args(["--strip-debug", "--strip-producers", "--strip-target-features"]);
        run_quietly(command.arg(&from).arg("-o").arg(&to))?;
        Ok(fs::read(&to)?)
    })?;
    if wasm.len() > program.wasm.len() {
        bail!("wasm-opt made the file larger");
    }
    say(&format!(
        "WASM: {} bytes, {} before wasm-opt",
        grouped(wasm.len()),
        grouped(program.wasm.len())
    ));
    Ok(Program {
        glue: program.glue,
        wasm,
    })
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
