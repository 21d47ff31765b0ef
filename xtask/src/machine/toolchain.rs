//! Which compiler makes the WASM, and how cargo is told.
//!
//! Two ways: the user's own Rust, if it has the standard library for WASM (`rustup target add`); or
//! Debian's `rustc-web`, whose packages hold the standard library as source, built by cargo beside
//! the page. ring's C code takes clang in both.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::machine::layout::Layout;
use crate::machine::process::{cargo, command, read, which};

/// The only target of the page.
pub const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// A compiler that can make the page.
#[derive(Clone, Debug)]
pub struct Toolchain {
    rust: Rust,
    sysroot: PathBuf,
    clang: PathBuf,
    llvm_ar: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rust {
    /// The Rust that runs xtask, with the target's standard library.
    Own,
    /// Debian's, which builds the standard library from its source package.
    Debian,
}

/// Whether the Rust that runs xtask has the standard library for WASM.
pub fn own_rust_has_target() -> Result<bool> {
    Ok(sysroot_of(&mut command("rustc"))?
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib")
        .is_dir())
}

/// Whether Debian's compiler, cargo, standard library source and linker are all there.
pub fn debian_rust_is_there() -> bool {
    Path::new(DEBIAN_RUSTC).is_file()
        && Path::new(DEBIAN_CARGO).is_file()
        && Path::new("/usr/lib/rustlib/src/rust/library/std/Cargo.toml").is_file()
        && which("wasm-ld").is_some()
}

/// A clang that knows WASM, on PATH under its plain or a versioned name.
pub fn clang() -> Option<PathBuf> {
    versioned("clang")
}

/// llvm-ar, on PATH under its plain or a versioned name.
pub fn llvm_ar() -> Option<PathBuf> {
    versioned("llvm-ar")
}

fn versioned(program: &str) -> Option<PathBuf> {
    which(program).or_else(|| {
        (11..40)
            .rev()
            .find_map(|version| which(&format!("{program}-{version}")))
    })
}

fn sysroot_of(rustc: &mut Command) -> Result<PathBuf> {
    Ok(PathBuf::from(read(rustc.args(["--print", "sysroot"]))?.trim()))
}

impl Toolchain {
    /// The first that is complete: the user's own Rust, then Debian's.
    pub fn find() -> Result<Self> {
        let (rust, sysroot) = if own_rust_has_target()? {
            (Rust::Own, sysroot_of(&mut command("rustc"))?)
        } else if debian_rust_is_there() {
            (Rust::Debian, sysroot_of(&mut command(DEBIAN_RUSTC))?)
        } else {
            bail!("no Rust here can compile for {TARGET}");
        };
        Ok(Self {
            rust,
            sysroot,
            clang: clang().context("clang is not there")?,
            llvm_ar: llvm_ar().context("llvm-ar is not there")?,
        })
    }

    /// A cargo command for the page; the caller adds what to do and `--target`.
    pub fn cargo(&self, layout: &Layout) -> Result<Command> {
        let mut command = match self.rust {
            Rust::Own => cargo(),
            Rust::Debian => command(DEBIAN_CARGO),
        };
        command.current_dir(&layout.root).envs(self.variables(layout)?);
        Ok(command)
    }

    /// A cargo command for what is published beside the page: it does not tell where it was built either.
    pub fn native_cargo(&self, layout: &Layout) -> Result<Command> {
        let mut command = cargo();
        command
            .env("CARGO_TARGET_DIR", &layout.target)
            .env("CARGO_ENCODED_RUSTFLAGS", self.rust_flags(layout)?);
        Ok(command)
    }

    /// What the Rust compiler is told of folders to rename.
    fn rust_flags(&self, layout: &Layout) -> Result<String> {
        let folders = self.renamed_folders(layout)?;
        let flags = folders.iter().map(|(folder, name)| {
            let folder = folder.to_str().context("a folder's name is not UTF-8")?;
            Ok(format!("--remap-path-prefix={folder}={name}"))
        });
        Ok(flags.collect::<Result<Vec<_>>>()?.join("\u{1f}"))
    }

    /// The cargo program that [`Self::variables`] are for, if it is not the one on PATH.
    pub fn other_cargo(&self) -> Option<&'static str> {
        (self.rust == Rust::Debian).then_some(DEBIAN_CARGO)
    }

    /// The environment of a cargo that compiles for WASM.
    pub fn variables(&self, layout: &Layout) -> Result<Vec<(OsString, OsString)>> {
        let mut variables: Vec<(OsString, OsString)> = Vec::new();
        let mut set = |name: &str, value: OsString| variables.push((name.into(), value));
        set("CARGO_TARGET_DIR", layout.target.clone().into());
        set("CC_wasm32_unknown_unknown", self.clang.clone().into());
        set("AR_wasm32_unknown_unknown", self.llvm_ar.clone().into());
        if self.rust == Rust::Debian {
            set("RUSTC", DEBIAN_RUSTC.into());
            // Building the standard library is an unstable option of cargo, and this is how a
            // release compiler is allowed it. Nothing else unstable is used.
            set("RUSTC_BOOTSTRAP", "1".into());
            set("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort".into());
            set("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld".into());
        }
        // The page must not tell where it was built, and must be the same wherever that was. Both
        // compilers take the same list of folders to rename. Cargo leaves these flags out of the
        // hash that it puts into symbol names.
        let mut c_flags = Vec::new();
        for (folder, name) in self.renamed_folders(layout)? {
            let folder = folder
                .to_str()
                .context("a folder's name is not UTF-8")?
                .to_owned();
            c_flags.push(format!("'-ffile-prefix-map={folder}={name}'"));
        }
        set("CARGO_ENCODED_RUSTFLAGS", self.rust_flags(layout)?.into());
        set("CFLAGS_wasm32_unknown_unknown", c_flags.join(" ").into());
        set("CC_SHELL_ESCAPED_FLAGS", "1".into());
        Ok(variables)
    }

    /// Folders of this machine and what stands for them in the page. Of two that match, the later
    /// one counts, so the target folder comes after the clone that usually holds it.
    fn renamed_folders(&self, layout: &Layout) -> Result<Vec<(PathBuf, &'static str)>> {
        let mut folders = vec![
            (self.sysroot.join("lib/rustlib/src/rust"), "/rust"),
            (layout.root.clone(), "/certiroc"),
            (layout.target.clone(), "/target"),
        ];
        let sources = cargo_home()?.join("registry/src");
        if let Ok(registries) = fs::read_dir(&sources) {
            for registry in registries {
                folders.push((registry?.path(), "/crates"));
            }
        }
        Ok(folders)
    }

    /// The compilers' own words on their versions, for the record of a release.
    pub fn versions(&self) -> Result<String> {
        let (rustc, cargo) = match self.rust {
            Rust::Own => (command("rustc"), cargo()),
            Rust::Debian => (command(DEBIAN_RUSTC), command(DEBIAN_CARGO)),
        };
        let standard_library = match self.rust {
            Rust::Own => "as the compiler's publisher built it",
            Rust::Debian => "built with the page from the rust-web-src package (build-std: std, panic_abort)",
        };
        let first = |mut command: Command| -> Result<String> {
            Ok(read(command.arg("--version"))?
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned())
        };
        let linker = match self.rust {
            Rust::Own => "rust-lld of the compiler".to_owned(),
            Rust::Debian => first(command("wasm-ld"))?,
        };
        Ok(format!(
            "rustc            {}\ncargo            {}\nstandard library {standard_library}\nC compiler       {}\nlinker           {linker}\n",
            first(rustc)?,
            first(cargo)?,
            first(command(&self.clang))?,
        ))
    }
}

fn cargo_home() -> Result<PathBuf> {
    match env::var_os("CARGO_HOME") {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => Ok(env::home_dir()
            .context("no home folder: set CARGO_HOME")?
            .join(".cargo")),
    }
}
