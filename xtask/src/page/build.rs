//! From a crate to the two files that the packer takes: the WASM and its JavaScript glue.

use std::collections::HashSet;
use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
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

/// Compiles [`CARD`] for this machine, as it is published. Returns its path.
pub fn card(layout: &Layout, toolchain: &Toolchain) -> Result<PathBuf> {
    step(&format!("compiling {CARD}"), || {
        run(toolchain
            .native_cargo(layout)?
            .args(["build", "--locked", "--package", CARD, "--release"])
            .current_dir(&layout.root))
    })?;
    Ok(layout.target.join("release").join(format!("{CARD}{EXE_SUFFIX}")))
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
        let mut glue = output.js().to_owned();
        let wasm = output.wasm_mut();
        let imports = wasm.imports.iter_mut().map(|import| &mut import.name);
        take_out_hashes(&mut glue, imports.collect())?;
        Ok(WasmProgram {
            glue,
            wasm: wasm.emit_wasm(),
        })
    })
}

/// Takes out of the names that the WASM imports from its glue the hashes by which wasm-bindgen tells crates
/// apart, on both sides: random digits do not pack.
fn take_out_hashes(glue: &mut String, imports: Vec<&mut String>) -> Result<()> {
    let mut taken: HashSet<String> = imports.iter().map(|name| (*name).clone()).collect();
    for name in imports {
        let Some(plain) = without_hash(name) else {
            continue;
        };
        let mut short = plain.to_owned();
        let mut number = 1;
        while !taken.insert(short.clone()) {
            number += 1;
            short = format!("{plain}_{number}");
        }
        if glue.matches(name.as_str()).count() != 1 {
            bail!("the glue does not define {name}, or names it elsewhere too");
        }
        *glue = glue.replace(name.as_str(), &short);
        *name = short;
    }
    Ok(())
}

/// The name of a function of the glue without its hash, if it has one.
fn without_hash(name: &str) -> Option<&str> {
    let (plain, hash) = name.rsplit_once('_')?;
    let is_hash = hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_hash && plain.starts_with("__wbg_")).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::take_out_hashes;

    fn without_hashes(glue: &str, names: &[&str]) -> Result<(String, Vec<String>), String> {
        let mut glue = glue.to_owned();
        let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        take_out_hashes(&mut glue, names.iter_mut().collect()).map_err(|error| error.to_string())?;
        Ok((glue, names))
    }

    #[test]
    fn both_sides_lose_the_hash_and_no_two_names_become_one() {
        let names = [
            "__wbg_get_0123456789abcdef",
            "__wbg_get_fedcba9876543210",
            "__wbg_get_2",
            "__wbindgen_generic_0000000000000001",
        ];
        let glue = names.map(|name| format!("{name}: function() {{}},\n")).concat();
        let (glue, names) = without_hashes(&glue, &names).expect("each is defined once");
        let short = [
            "__wbg_get",
            "__wbg_get_3",
            "__wbg_get_2",
            "__wbindgen_generic_0000000000000001",
        ];
        assert_eq!(names, short);
        assert_eq!(
            glue,
            short.map(|name| format!("{name}: function() {{}},\n")).concat()
        );
    }

    #[test]
    fn a_glue_that_is_written_otherwise_is_refused() {
        let name = "__wbg_get_0123456789abcdef";
        assert!(without_hashes("", &[name]).is_err());
        let twice = format!("{name}: function() {{}}, 'a': {name}");
        assert!(without_hashes(&twice, &[name]).is_err());
    }
}
