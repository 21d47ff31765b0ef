//! Several suites at once, each in a process of its own, whose words are printed whole when it has ended.

use std::fs::{self, File};
use std::io::{Write, stdout};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result};

use super::{Count, Ended, Suite, cores};
use crate::machine::layout::Layout;
use crate::machine::say::say;

/// Runs them, as many at once as there are cores. They end in any order.
pub fn run(layout: &Layout, suites: &[Suite]) -> Result<Vec<Ended>> {
    let folder = layout.scratch().join("suites");
    fs::create_dir_all(&folder)?;
    // Asked for now: a build of xtask meanwhile takes its file away.
    let program = std::env::current_exe()?;
    let queue = Mutex::new(suites.iter());
    let ended = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..cores().min(suites.len()) {
            scope.spawn(|| {
                // Locked for the length of this call only.
                let next = || queue.lock().ok()?.next().copied();
                while let Some(suite) = next() {
                    let log = folder.join(suite.name()).with_extension("log");
                    say(&format!(
                        "suite {}: its words come when it ends; meanwhile they are in {}",
                        suite.name(),
                        log.display()
                    ));
                    let suite = Ended::of(suite, || {
                        let success = alone(&program, suite, File::create(&log)?)?;
                        let words = fs::read_to_string(&log)?;
                        let mut out = stdout().lock();
                        writeln!(out, "\n==== suite {} ====\n{words}", suite.name())?;
                        let mut count = Count::default();
                        words.lines().for_each(|line| count.read(line));
                        count.success = success;
                        Ok(count)
                    });
                    if let Ok(mut ended) = ended.lock() {
                        ended.push(suite);
                    }
                }
            });
        }
    });
    ended.into_inner().ok().context("a suite was lost")
}

/// Runs `program`, which is this one, for one suite. Returns whether it passed.
fn alone(program: &Path, suite: Suite, log: File) -> Result<bool> {
    let status = Command::new(program)
        .args(["test", suite.name()])
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .status()
        .context("cannot start xtask again")?;
    Ok(status.success())
}
