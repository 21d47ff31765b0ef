//! `cargo xtask <verb>`: builds, serves, tests and measures CertiROC.
//!
//! Each verb sets up what it needs (see `setup`), says what it does while it does it, and skips
//! what is already there.

mod machine;
mod page;
mod suites;
mod verbs;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::prelude::{Long, Short, Value, ValueExt};

use crate::machine::layout::Layout;
use crate::page::trunk;
use crate::verbs::{bench, check, dist, fuzz, serve};

const HELP: &str = "\
Usage: cargo xtask <verb>

  serve [--port N]          build the page, serve it on 127.0.0.1, rebuild on change
  dist [--authorities DIR] [--check-reproducible] [--card]
                            write dist/certiroc.html and dist/SHA256SUMS; DIR holds certificates of
                            authorities (.cer, .crt, .pem) to embed, refused unless they are pinned;
                            --card: also certiroc-card, for this machine
  test [SUITE...]           run native, wasm, browser, engines, interop, trunk (none: all of them, side by side),
                            or rig, the page on a real USB stack in an emulated machine (Debian only)
  check                     formatting, borders between modules, lints, dependency policy
  bench [--json FILE] [--once]
                            measure the built page; --once: a single time, to see that it can be measured
  fuzz [TARGET...] [--seconds N]
                            hostile bytes for each parser, a minute each unless told otherwise
  trunk ARGUMENTS...        run Trunk with the toolchain that the build uses: `trunk build`, `trunk serve`
  pack --trunk              Trunk's post_build hook: turn its output into the single page
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = lexopt::Parser::from_env();
    let verb = match arguments.next()? {
        Some(Value(verb)) => verb.string()?,
        Some(Long("help") | Short('h')) | None => {
            print!("{HELP}");
            return Ok(());
        }
        Some(other) => return Err(other.unexpected().into()),
    };
    let layout = Layout::find()?;
    match verb.as_str() {
        "serve" => {
            let mut port = 8080;
            while let Some(argument) = arguments.next()? {
                match argument {
                    Long("port") => port = arguments.value()?.parse()?,
                    other => return Err(other.unexpected().into()),
                }
            }
            serve::serve(&layout, port)
        }
        "dist" => {
            let mut options = dist::Options::default();
            while let Some(argument) = arguments.next()? {
                match argument {
                    Long("authorities") => options.authorities = Some(PathBuf::from(arguments.value()?)),
                    Long("check-reproducible") => options.check_reproducible = true,
                    Long("card") => options.card = true,
                    other => return Err(other.unexpected().into()),
                }
            }
            dist::dist(&layout, &options)
        }
        "test" => suites::run(&layout, &values(arguments)?),
        "check" => {
            no_more(arguments)?;
            check::check(&layout)
        }
        "bench" => {
            let mut options = bench::Options::default();
            while let Some(argument) = arguments.next()? {
                match argument {
                    Long("json") => options.json = Some(PathBuf::from(arguments.value()?)),
                    Long("once") => options.once = true,
                    other => return Err(other.unexpected().into()),
                }
            }
            bench::bench(&layout, &options)
        }
        "fuzz" => {
            let (mut targets, mut seconds) = (Vec::new(), 60);
            while let Some(argument) = arguments.next()? {
                match argument {
                    Value(target) => targets.push(target.string()?),
                    Long("seconds") => seconds = arguments.value()?.parse()?,
                    other => return Err(other.unexpected().into()),
                }
            }
            fuzz::fuzz(&layout, &targets, seconds)
        }
        "trunk" => {
            let rest: Vec<OsString> = arguments.raw_args()?.collect();
            trunk::run(&layout, &rest)
        }
        "pack" => {
            match arguments.next()? {
                Some(Long("trunk")) => {}
                Some(other) => return Err(other.unexpected().into()),
                None => bail!("pack is Trunk's hook: `cargo xtask pack --trunk`"),
            }
            no_more(arguments)?;
            trunk::hook(&layout)
        }
        other => bail!("unknown verb {other:?}\n\n{HELP}"),
    }
}

fn values(mut arguments: lexopt::Parser) -> Result<Vec<String>> {
    let mut values = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(value) => values.push(value.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(values)
}

fn no_more(mut arguments: lexopt::Parser) -> Result<()> {
    match arguments.next()? {
        None => Ok(()),
        Some(other) => Err(other.unexpected().into()),
    }
}
