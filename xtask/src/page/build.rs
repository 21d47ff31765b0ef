//! From a crate to the two files that the packer takes: the WASM and its JavaScript glue.

use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::machine::layout::Layout;
use crate::machine::process::{run, run_quietly};
use crate::machine::say::step;
use crate::machine::toolchain::{TARGET, Toolchain};

/// The crates that are compiled for WASM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WasmCrate {
    /// crates/web: the page.
    Page,
    /// tests/bench/program: what the bench needs beside the page.
    Bench,
}

impl WasmCrate {
    /// The package.
    const fn package(self) -> &'static str {
        match self {
            Self::Page => "certiroc-web",
            Self::Bench => "certiroc-bench-program",
        }
    }

    /// What it is, for the user.
    const fn what(self) -> &'static str {
        match self {
            Self::Page => "the page",
            Self::Bench => "what the bench needs beside the page",
        }
    }
}

/// How the page is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build.
    Serve,
    /// What is published.
    Release,
}

impl Profile {
    const fn name(self) -> &'static str {
        match self {
            Self::Serve => "serve",
            Self::Release => "release",
        }
    }
}

/// The program that reads a card over PC/SC.
pub const CARD: &str = "certiroc-card";

/// Compiles [`CARD`] for this machine with `cargo`, in cargo's profile `dev` or `release`. Returns its path.
pub fn card(layout: &Layout, mut cargo: Command, profile: &str) -> Result<PathBuf> {
    step(&format!("compiling {CARD} (profile {profile})"), || {
        run(cargo
            .args(["build", "--locked", "--package", CARD, "--profile", profile])
            .current_dir(&layout.root))
    })?;
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(layout.target.join(folder).join(format!("{CARD}{EXE_SUFFIX}")))
}

/// What wasm-bindgen makes of a compiled crate.
#[derive(Clone, Debug)]
pub struct WasmProgram {
    /// A classic script that declares `wasm_bindgen`.
    pub glue: String,
    /// The WASM module that goes with it.
    pub wasm: Vec<u8>,
}

/// Compiles a crate and runs wasm-bindgen on it.
pub fn build(
    layout: &Layout,
    toolchain: &Toolchain,
    source: WasmCrate,
    profile: Profile,
) -> Result<WasmProgram> {
    step(
        &format!(
            "compiling {} for WASM (profile {})",
            source.what(),
            profile.name()
        ),
        || {
            // The folders to rename are those that exist when the compiler starts: have cargo unpack
            // the crates' sources first.
            run_quietly(toolchain.cargo(layout)?.args(["fetch", "--locked"]))?;
            let mut cargo = toolchain.cargo(layout)?;
            run(cargo
                .args(["build", "--locked", "--package", source.package(), "--lib"])
                .args(["--target", TARGET, "--profile", profile.name()]))
        },
    )?;
    let compiled = layout
        .target
        .join(TARGET)
        .join(profile.name())
        .join(source.package().replace('-', "_"))
        .with_extension("wasm");
    step("running wasm-bindgen", || {
        // This target refuses crates that bring JavaScript modules of their own.
        let mut bindgen = Bindgen::new();
        bindgen
            .input_path(&compiled)
            .no_modules(true)?
            .typescript(false)
            .remove_name_section(true)
            .remove_producers_section(true);
        let mut output = bindgen
            .generate_output()
            .context("wasm-bindgen refused the compiled file")?;
        Ok(WasmProgram {
            glue: output.js().to_owned(),
            wasm: output.wasm_mut().emit_wasm(),
        })
    })
}
