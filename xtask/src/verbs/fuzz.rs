//! `cargo xtask fuzz`: feeds every parser hostile bytes, with libFuzzer.

use std::fs;
use std::num::NonZero;
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::machine::layout::Layout;
use crate::machine::process::{cargo, command, name, read, run};
use crate::machine::say::{grouped, step};
use crate::machine::setup::{Need, set_up};

/// The targets, each a function and a program of tests/fuzz: every reader (`dossier` is the archive, `key` is
/// PKCS #8, in clear and encrypted), what takes any file (`intake`) and the files of an archive (`members`), and the form.
const TARGETS: [&str; 18] = [
    "dossier",
    "merge",
    "csr",
    "key",
    "establishment",
    "atr",
    "card",
    "card_file",
    "ccid",
    "ccid_descriptor",
    "certificate",
    "crl",
    "pkcs12",
    "pkcs15",
    "pkcs7",
    "jks",
    "intake",
    "members",
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

/// Runs the targets, or those named, for so many seconds each, as many at once as there are cores. What was found interesting stays in
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
    let chosen: Vec<&str> = TARGETS
        .into_iter()
        .filter(|target| names.is_empty() || names.iter().any(|name| name == target))
        .collect();
    let queue = Mutex::new(chosen.iter());
    let failed = AtomicUsize::new(0);
    // A target keeps one core busy.
    let at_once = thread::available_parallelism().map_or(1, NonZero::get);
    step(
        &format!(
            "fuzzing {} targets for {seconds} s each, {at_once} at once",
            chosen.len()
        ),
        || {
            thread::scope(|scope| {
                for _ in 0..at_once.min(chosen.len()) {
                    scope.spawn(|| {
                        // Locked for the length of this call only.
                        let next = || queue.lock().ok()?.next().copied();
                        while let Some(target) = next() {
                            match hostile(&programs, &folder, target, seconds) {
                                Ok(summary) => println!("fuzz: {target}: ok: {summary}"),
                                Err(error) => {
                                    failed.fetch_add(1, Relaxed);
                                    println!("fuzz: {target}: FAILED: {error:#}");
                                }
                            }
                        }
                    });
                }
            });
            Ok(())
        },
    )?;
    let failed = failed.into_inner();
    println!("fuzz: {} passed, {failed} failed", chosen.len() - failed);
    if failed > 0 {
        bail!(
            "failing inputs are in {}, named for target and fault: pkcs12-crash-…, pkcs12-timeout-…",
            folder.display()
        );
    }
    Ok(())
}

/// Runs one target. Returns what libFuzzer counted.
fn hostile(programs: &Path, folder: &Path, target: &str, seconds: u32) -> Result<String> {
    let mut program = command(programs.join(target));
    program
        .arg(folder.join(target))
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={target}-"))
        // An input that takes longer, in seconds, is a failure. So is one that takes memory out of proportion:
        // the target itself sees to that (`certiroc_fuzz::bounded`); the limit here, in megabytes, is for
        // libFuzzer's own memory with it.
        .args([
            "-timeout=10",
            "-rss_limit_mb=1024",
            "-max_len=65536",
            "-verbosity=0",
            "-print_final_stats=1",
        ])
        .current_dir(folder)
        .stdin(Stdio::null());
    let output = program
        .output()
        .with_context(|| format!("cannot start {}", name(&program)))?;
    let text = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("{}\n{}", output.status, text.trim_end());
    }
    let count = |name: &str| {
        let value = text.lines().find_map(|line| line.strip_prefix(name));
        value.map(|value| value.trim_start_matches(':').trim().to_owned())
    };
    let runs = count("stat::number_of_executed_units").context("libFuzzer printed no count")?;
    let peak = count("stat::peak_rss_mb").context("libFuzzer printed no memory")?;
    let inputs = fs::read_dir(folder.join(target))?.count();
    Ok(format!(
        "{} runs, {inputs} inputs that reach code of their own, {peak} MB at most with libFuzzer",
        grouped(runs.parse()?)
    ))
}
