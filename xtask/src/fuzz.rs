//! `cargo xtask fuzz`: hostile bytes for every parser, by libFuzzer.

use anyhow::{Result, bail};

use crate::layout::Layout;
use crate::process::{cargo, command, read, run, run_quietly};
use crate::say::step;
use crate::setup::{Need, set_up};

/// The targets, each a function and a program of tests/fuzz.
const TARGETS: [&str; 9] = [
    "dossier",
    "csr",
    "key",
    "establishment",
    "certificate",
    "crl",
    "pkcs12",
    "pkcs7",
    "jks",
];

/// What libFuzzer needs of the compiler to see which code an input reaches. Stable Rust has it, under the
/// names of LLVM.
const FLAGS: [&str; 6] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// Runs the targets, or those named, for so many seconds each. What was found interesting stays in
/// `target/fuzz/<target>`, and a failing input beside it.
pub fn fuzz(layout: &Layout, names: &[String], seconds: u32) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| !TARGETS.contains(&name.as_str())) {
        bail!("unknown target {unknown:?}: one of {}", TARGETS.join(", "));
    }
    set_up(layout, &[Need::Cxx])?;
    let folder = layout.root.join("target/fuzz");
    let package = |verb: &str| {
        let mut cargo = cargo();
        cargo
            .args([verb, "--locked", "--package", "certiroc-fuzz"])
            .current_dir(&layout.root);
        cargo
    };
    step("making what the targets begin with", || {
        run(package("run").args(["--bin", "seeds", "--"]).arg(&folder))
    })?;
    // With --target, so that the flags are not for what runs during the build.
    let host = read(command("rustc").args(["--print", "host-tuple"]))?;
    step("compiling the targets", || {
        run(package("build")
            .args([
                "--profile",
                "fuzz",
                "--features",
                "libfuzzer",
                "--target",
                host.trim(),
            ])
            .args(TARGETS.iter().flat_map(|target| ["--bin", target]))
            .arg("--target-dir")
            .arg(folder.join("build"))
            .env("RUSTFLAGS", FLAGS.join(" ")))
    })?;
    let programs = folder.join("build").join(host.trim()).join("fuzz");
    for target in TARGETS {
        if !names.is_empty() && !names.iter().any(|name| name == target) {
            continue;
        }
        step(&format!("fuzzing {target} for {seconds} s"), || {
            run_quietly(
                command(programs.join(target))
                    .arg(folder.join(target))
                    .arg(format!("-max_total_time={seconds}"))
                    // An input that takes longer, in seconds, or more memory, in megabytes, is a failure.
                    .args([
                        "-timeout=10",
                        "-rss_limit_mb=1024",
                        "-max_len=65536",
                        "-verbosity=0",
                    ])
                    .arg("-print_final_stats=1")
                    .current_dir(&folder),
            )
        })?;
    }
    Ok(())
}
