//! The page as it is published: compiled, made smaller, packed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use sha2::{Digest, Sha256};

use crate::machine::layout::Layout;
use crate::machine::process::{command, name, run_quietly};
use crate::machine::say::{grouped, say, step};
use crate::machine::toolchain::Toolchain;
use crate::machine::tools;
use crate::page::authorities::{self, hex};
use crate::page::build::{Profile, WasmCrate, WasmProgram, build};
use crate::page::{order, pack};

/// The name of the published file.
pub const FILE: &str = "certiroc.html";

/// Builds the page as it is published and returns its text.
pub fn page(layout: &Layout, toolchain: &Toolchain, authorities: &str) -> Result<String> {
    let program = smaller(
        layout,
        build(layout, toolchain, WasmCrate::Page, Profile::Release)?,
    )?;
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
    let program = build(layout, &Toolchain::find()?, WasmCrate::Bench, Profile::Release)?;
    let program = smaller(layout, program)?;
    let folder = layout.scratch();
    replace(&folder.join("glue.js"), program.glue)?;
    replace(&folder.join("bench.wasm"), program.wasm)?;
    Ok(folder)
}

/// Writes the page and its sum, in the format of `sha256sum`.
pub fn write(folder: &Path, page: &str) -> Result<()> {
    fs::create_dir_all(folder)?;
    replace(&folder.join(FILE), page)?;
    replace(&folder.join("SHA256SUMS"), format!("{}  {FILE}\n", sum(page)))
}

/// Writes a file at once: another verb may be reading the one that is there.
fn replace(file: &Path, contents: impl AsRef<[u8]>) -> Result<()> {
    let whole = file.with_added_extension(std::process::id().to_string());
    fs::write(&whole, contents)?;
    fs::rename(whole, file)?;
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
/// each run of zeros, puts a function with one caller into it, away from those it is like, keeps in a local what
/// would be computed twice in the same bytes, and makes one function of two that are alike but for a few numbers.
const PACKED_WORSE: [&str; 4] = [
    "--skip-pass=memory-packing",
    "--skip-pass=local-cse",
    "--skip-pass=merge-similar-functions",
    "--one-caller-inline-max-function-size=0",
];

/// A constant that is added to an address may become the offset of a load or store, where the sum does not wrap
/// around. It does not if nothing is read or written in the first KiB: rustc puts the stack there, which grows down,
/// and the data behind it.
const NOTHING_LIES_LOW: &str = "--low-memory-unused";

/// Runs wasm-opt, and puts what it made in the order that packs best.
fn smaller(layout: &Layout, program: WasmProgram) -> Result<WasmProgram> {
    let wasm = optimised(layout, &program.wasm)?;
    let wasm = step("ordering the functions", || order::like_after_like(&wasm))?;
    if wasm.len() > program.wasm.len() {
        bail!("wasm-opt made the file larger");
    }
    say(&format!(
        "WASM: {} bytes, {} before wasm-opt",
        grouped(wasm.len()),
        grouped(program.wasm.len())
    ));
    Ok(WasmProgram {
        glue: program.glue,
        wasm,
    })
}

/// What wasm-opt makes of a program. It stays under the sum of what went in: in CI three verbs make the same page.
fn optimised(layout: &Layout, program: &[u8]) -> Result<Vec<u8>> {
    let mut command = command("node");
    command
        .arg(tools::wasm_opt(layout))
        .args(["-Oz", "--mvp-features"])
        .args(PACKED_WORSE)
        .arg(NOTHING_LIES_LOW);
    command.args(FEATURES.map(|feature| format!("--enable-{feature}")));
    command.args(["--strip-debug", "--strip-producers", "--strip-target-features"]);
    // Two verbs may make a page at the same time.
    let _alone = layout.alone("wasm-opt")?;
    let went_in = sum([program, name(&command).as_bytes()].concat());
    let folder = layout.scratch();
    let came_out = folder.join(went_in).with_extension("wasm");
    if !came_out.is_file() {
        let (from, to) = (folder.join("before.wasm"), folder.join("after.wasm"));
        fs::write(&from, program)?;
        step("running wasm-opt", || {
            run_quietly(command.arg(&from).arg("-o").arg(&to))
        })?;
        fs::rename(to, &came_out)?;
    }
    Ok(fs::read(came_out)?)
}
