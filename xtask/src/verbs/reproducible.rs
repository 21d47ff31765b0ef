//! Proof that the published file depends on the commit and the compiler, not on where it is built.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::machine::layout::Layout;
use crate::machine::process::{command, read, run_quietly};
use crate::machine::say::{say, step};
use crate::machine::toolchain::Toolchain;
use crate::page::release::{page, sum};

/// Builds the last commit in two clean clones, in folders of different names and lengths, each with
/// its own target folder, and returns the page if both are the same and name neither folder.
pub fn page_of_two_clones(layout: &Layout, toolchain: &Toolchain, authorities: &str) -> Result<String> {
    let git = |arguments: &[&str]| read(command("git").args(arguments).current_dir(&layout.root));
    if !git(&["status", "--porcelain"])?.trim().is_empty() {
        bail!("--check-reproducible builds the last commit: commit or remove the changes first");
    }
    let commit = git(&["rev-parse", "HEAD"])?;
    let folder = std::env::temp_dir().join(format!("certiroc-reproducible-{}", std::process::id()));
    let result = ["a", "another/folder with spaces"].map(|name| {
        step(
            &format!("building the last commit in a clean clone ({name})"),
            || page_of_clone(layout, toolchain, authorities, commit.trim(), &folder.join(name)),
        )
    });
    fs::remove_dir_all(&folder)?;
    let [first, second] = result;
    let (first, second) = (first?, second?);
    if first != second {
        bail!("not reproducible: SHA-256 {} and {}", sum(&first), sum(&second));
    }
    say(&format!("reproducible: both clones give SHA-256 {}", sum(&first)));
    Ok(first)
}

fn page_of_clone(
    layout: &Layout,
    toolchain: &Toolchain,
    authorities: &str,
    commit: &str,
    clone: &Path,
) -> Result<String> {
    fs::create_dir_all(clone)?;
    run_quietly(
        command("git")
            .args(["clone", "--quiet", "--no-checkout"])
            .arg(&layout.root)
            .arg(clone),
    )?;
    run_quietly(
        command("git")
            .args(["checkout", "--quiet", "--detach", commit])
            .current_dir(clone),
    )?;
    page(&layout.of_clone(clone)?, toolchain, authorities)
}
