//! From crates/web to the two files that the packer takes: the WASM and its JavaScript glue.

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::layout::Layout;
use crate::process::{run, run_quietly};
use crate::say::step;
use crate::toolchain::{TARGET, Toolchain};

/// The name of the compiled file, before `.wasm`.
const LIBRARY: &str = "certiroc_web";

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

/// What wasm-bindgen makes of a compiled crate.
#[derive(Clone, Debug)]
pub struct Program {
    /// A classic script that declares `wasm_bindgen`.
    pub glue: String,
    /// The WASM module that goes with it.
    pub wasm: Vec<u8>,
}

/// Compiles crates/web and runs wasm-bindgen on it.
pub fn build(layout: &Layout, toolchain: &Toolchain, profile: Profile) -> Result<Program> {
    step(
        &format!("compiling the page for WASM (profile {})", profile.name()),
        || {
            // The folders to rename are those that exist when the compiler starts: have cargo unpack
            // the crates' sources first.
            run_quietly(toolchain.cargo(layout)?.args(["fetch", "--locked"]))?;
            let mut cargo = toolchain.cargo(layout)?;
            run(cargo
                .args(["build", "--locked", "--package", "certiroc-web", "--lib"])
                .args(["--target", TARGET, "--profile", profile.name()]))
        },
    )?;
    let compiled = layout
        .target
        .join(TARGET)
        .join(profile.name())
        .join(LIBRARY)
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
        Ok(Program {
            glue: output.js().to_owned(),
            wasm: output.wasm_mut().emit_wasm(),
        })
    })
}
