//! `cargo xtask check`: formatting, borders between modules, lints, dependency policy.

use anyhow::Result;

use crate::machine::layout::Layout;
use crate::machine::process::{cargo, command, run};
use crate::machine::say::{say, step};
use crate::machine::setup::{Need, set_up};
use crate::machine::tools;
use crate::verbs::borders;

/// Runs all four. The lints run for this machine: Debian's compiler for WASM has no clippy, and the
/// code of the page compiles for both.
pub fn check(layout: &Layout) -> Result<()> {
    set_up(layout, &[Need::CargoDeny, Need::Pcsc])?;
    step("checking the formatting", || {
        run(cargo()
            .args(["fmt", "--all", "--check"])
            .current_dir(&layout.root))
    })?;
    step("holding the modules against the map", || borders::check(layout))?;
    step("running the lints", || {
        run(cargo()
            .args([
                "clippy",
                "--locked",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ])
            .current_dir(&layout.root))
    })?;
    step("checking bans, licences and sources of the dependencies", || {
        run(command(tools::CARGO_DENY.path(layout))
            .args(["--locked", "check", "bans", "licenses", "sources"])
            .current_dir(&layout.root))
    })?;
    say("check: all passed");
    Ok(())
}
