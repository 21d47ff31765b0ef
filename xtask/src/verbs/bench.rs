//! `cargo xtask bench`: measures the built page against other tools on the same machine.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::machine::layout::Layout;
use crate::machine::process::{command, run};
use crate::machine::say::step;
use crate::machine::setup::{Need, set_up};
use crate::machine::toolchain::Toolchain;
use crate::machine::tools;
use crate::page::{build, release};
use crate::suites::given::{card_simulator, node_environment, node_packages};

/// What [`bench`] is asked for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The file to write the figures to as well.
    pub json: Option<PathBuf>,
    /// Whether to measure everything a single time: not for figures, but to see that it can be measured.
    pub once: bool,
}

/// Builds the page and runs `tests/bench/bench.mjs` on it, which prints the table.
pub fn bench(layout: &Layout, options: &Options) -> Result<()> {
    set_up(
        layout,
        &[
            Need::Wasm,
            Need::Node,
            Need::WasmOpt,
            Need::Chromium,
            Need::Firefox,
            Need::Interop,
            Need::Pcsc,
            Need::Cards,
        ],
    )?;
    let page = release::scratch_page(layout)?;
    let program = release::bench_program(layout)?;
    let card = build::card(layout, &Toolchain::find()?)?;
    let simulator = card_simulator(layout)?;
    let folder = node_packages(layout, "tests/bench")?;
    step("measuring (minutes)", || {
        let mut node = command("node");
        node.arg("bench.mjs")
            .current_dir(folder)
            .envs(node_environment(&page)?)
            .env("CERTIROC_BENCH_PROGRAM", program)
            .env("CERTIROC_CARD", card)
            .env("CERTIROC_CARD_SIMULATOR", simulator)
            .env("CERTIROC_PCSCD", tools::pcscd().context("no pcscd")?);
        if options.once {
            node.arg("--once");
        }
        if let Some(json) = &options.json {
            node.arg("--json").arg(std::path::absolute(json)?);
        }
        run(&mut node)
    })
}
