//! Running other programs.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::machine::layout::Layout;

/// A command without the variables that `cargo run` and rustup set for this program: they describe
/// xtask and its compiler, and would change what the child builds or which libraries it loads.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
            || [
                "CARGO",
                "LD_LIBRARY_PATH",
                "DYLD_FALLBACK_LIBRARY_PATH",
                "RUST_RECURSION_COUNT",
            ]
            .contains(&text.as_ref())
        {
            command.env_remove(name);
        }
    }
    command
}

/// The cargo that runs xtask, for what is built for this machine.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// That cargo, told to do `verb` with all packages but xtask, which has been compiled already. A caller names what it
/// wants of them by its target: cargo compiles a dependency with the features that the selected packages want together,
/// and so again for each other selection.
pub fn workspace(layout: &Layout, verb: &str) -> Command {
    let mut cargo = cargo();
    cargo
        .args([verb, "--locked", "--workspace", "--exclude", "xtask"])
        .current_dir(&layout.root);
    cargo
}

/// Where `program` is on PATH.
pub fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| is_executable(file))
}

#[cfg(unix)]
fn is_executable(file: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &std::path::Path) -> bool {
    file.is_file() || file.with_extension("exe").is_file()
}

/// Runs to the end with this program's own output. An error names the command.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot start {}", name(command)))?;
    if status.success() {
        Ok(())
    } else {
        bail!("{} ended with {status}", name(command))
    }
}

/// Runs to the end in silence; what it wrote is shown only if it fails.
pub fn run_quietly(command: &mut Command) -> Result<()> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {}", name(command)))?;
    if output.status.success() {
        return Ok(());
    }
    std::io::stderr().write_all(&output.stdout)?;
    std::io::stderr().write_all(&output.stderr)?;
    bail!("{} ended with {}", name(command), output.status)
}

/// What the command writes on its standard output; its errors are shown only if it fails.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {}", name(command)))?;
    if !output.status.success() {
        std::io::stderr().write_all(&output.stderr)?;
        bail!("{} ended with {}", name(command), output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs to the end, shows the standard output line by line as it comes and hands each line to `each`.
/// Returns whether the command succeeded.
pub fn run_and_read(command: &mut Command, mut each: impl FnMut(&str)) -> Result<bool> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", name(command)))?;
    let output = child.stdout.take().context("no output to read")?;
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        let mut stdout = std::io::stdout().lock();
        stdout.write_all(&line)?;
        stdout.write_all(b"\n")?;
        each(&String::from_utf8_lossy(&line));
    }
    Ok(child.wait()?.success())
}

/// Runs in silence and gives up after `limit`: `Ok(false)` when it failed or had to be ended.
pub fn succeeds_within(command: &mut Command, limit: Duration) -> Result<bool> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {}", name(command)))?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// The command as somebody would type it.
pub fn name(command: &Command) -> String {
    let mut text = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}
