//! The rig of `cargo xtask test rig`: the built page on a real USB stack, without hardware.
//!
//! QEMU has a card reader of its own (`usb-ccid`), whose card is a socket: the simulator of
//! `tests/card` is plugged in there. The guest is Debian's kernel on this machine's own files, read
//! over 9p under a layer in memory, so it has the same Chromium and Node and writes nothing.
//! `tests/rig/guest.sh` is its first process, `tests/rig/rig.test.mjs` what it runs.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::machine::layout::Layout;
use crate::machine::process::{command, read, run_and_read, run_quietly, which};
use crate::machine::say::{say, step};
use crate::machine::tools;
use crate::suites::{Count, card_simulator};

/// The package that depends on Debian's present kernel.
const KERNEL: &str = "linux-image-amd64";

/// The modules that the guest asks for: its disk, the layer over it, its USB host.
const MODULES: [&str; 5] = ["virtio_pci", "9pnet_virtio", "9p", "overlay", "xhci-pci"];

/// What is on it, and must be seen on the page: its number, and that of its structure.
const NUMBER: &str = "4200690017";
const FINESS: &str = "690042171";

/// SELECT, READ BINARY, READ RECORD, GET RESPONSE, GET DATA: all that a card is asked (ISO/IEC 7816-4).
const READING: [&str; 5] = ["A4", "B0", "B2", "C0", "CA"];

/// What guest.sh says last where every test passed.
const PASSED: &str = "rig: the tests ended with 0";

/// How long the guest may run, in seconds. It takes about four minutes on two cores.
const LIMIT: &str = "1200";

/// Runs the tests of `page` in the guest. What they say is kept in `target/rig/log.txt`, with a summary at its end; what
/// the card was asked, in `target/rig/card.txt`.
pub fn test(layout: &Layout, page: &Path) -> Result<Count> {
    let kernel = Kernel::find(layout)?;
    let folder = layout.target.join("rig");
    fs::create_dir_all(&folder)?;
    let initrd = step("making the guest's initrd", || initrd(layout, &kernel, &folder))?;
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let commands = folder.join("card.txt");
    let mut machine = machine(layout, page, &kernel, &initrd, port)?;
    let mut card = card(layout, port, &commands)?;
    let result = watch(&mut machine, &folder.join("log.txt"), &commands);
    // Ended, if the machine did not get so far as to end it.
    card.kill().and_then(|()| card.wait())?;
    result
}

/// Runs the machine. What it says goes to `log`, and after it a summary with what the card was asked, from `commands`.
fn watch(machine: &mut Command, log: &Path, commands: &Path) -> Result<Count> {
    let mut count = Count::default();
    let mut said = String::new();
    step(
        "tests in an emulated machine that starts Debian and Chromium: a few minutes",
        || {
            run_and_read(machine, |line| {
                let line = line.trim_end();
                count.read(line);
                count.success |= line == PASSED;
                said.push_str(line);
                said.push('\n');
            })
        },
    )?;
    let asked = asked(&fs::read_to_string(commands)?);
    count.success &= asked.is_ok();
    let asked = asked.unwrap_or_else(|error| error.to_string());
    fs::write(log, format!("{said}{asked}\n{count}\n"))?;
    say(&asked);
    say(&format!("the log is {}", log.display()));
    Ok(count)
}

/// Debian's kernel, unpacked and not installed.
struct Kernel {
    /// What the package brings, as in `/`.
    root: PathBuf,
    /// As `uname -r` gives it.
    version: String,
}

impl Kernel {
    /// Finds it in the cache, or brings it there.
    fn find(layout: &Layout) -> Result<Self> {
        let depends = read(command("apt-cache").args(["depends", KERNEL]))?;
        let package = depends
            .lines()
            .find_map(|line| line.trim().strip_prefix("Depends: linux-image-"))
            .map(|version| format!("linux-image-{version}"))
            .with_context(|| format!("apt knows no {KERNEL}. Type: apt-get update"))?;
        let kernel = Self {
            root: layout.cache.join(&package),
            version: package.trim_start_matches("linux-image-").to_owned(),
        };
        if !kernel.modules().join("modules.dep").is_file() {
            step(
                &format!("fetching Debian's kernel, {package} (70 MB, which take 400 unpacked)"),
                || kernel.fetch(&package),
            )?;
        }
        Ok(kernel)
    }

    fn fetch(&self, package: &str) -> Result<()> {
        fs::create_dir_all(&self.root)?;
        run_quietly(
            command("apt-get")
                .args(["-q", "download", package])
                .current_dir(&self.root),
        )?;
        for entry in fs::read_dir(&self.root)? {
            let file = entry?.path();
            if file.extension().is_some_and(|extension| extension == "deb") {
                run_quietly(command("dpkg-deb").arg("--extract").args([&file, &self.root]))?;
                fs::remove_file(file)?;
            }
        }
        run_quietly(
            command("busybox")
                .args(["depmod", "-b"])
                .arg(&self.root)
                .arg(&self.version),
        )
    }

    fn image(&self) -> PathBuf {
        self.root.join("boot").join(format!("vmlinuz-{}", self.version))
    }

    fn modules(&self) -> PathBuf {
        self.root.join("lib/modules").join(&self.version)
    }

    /// The files of `MODULES` and of what they depend on, from [`Self::modules`].
    fn files(&self) -> Result<Vec<String>> {
        let table = fs::read_to_string(self.modules().join("modules.dep"))?;
        let mut files = Vec::new();
        for module in MODULES {
            let (file, depends) = table
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(file, _)| file.ends_with(&format!("/{module}.ko")))
                .with_context(|| format!("the kernel has no module {module}"))?;
            files.push(file.to_owned());
            files.extend(depends.split_whitespace().map(str::to_owned));
        }
        Ok(files)
    }
}

/// Busybox, the modules and guest.sh as `/init`: enough to reach the machine's files.
fn initrd(layout: &Layout, kernel: &Kernel, folder: &Path) -> Result<PathBuf> {
    let root = folder.join("initrd");
    if root.exists() {
        fs::remove_dir_all(&root)?;
    }
    let modules = root.join("lib/modules").join(&kernel.version);
    let mut copies = vec![
        (PathBuf::from("/bin/busybox"), root.join("bin/busybox")),
        (PathBuf::from("/bin/busybox"), root.join("bin/sh")),
        (layout.root.join("tests/rig/guest.sh"), root.join("init")),
    ];
    for file in kernel.files()?.iter().map(String::as_str).chain(["modules.dep"]) {
        copies.push((kernel.modules().join(file), modules.join(file)));
    }
    for (from, to) in copies {
        fs::create_dir_all(to.parent().context("no folder")?)?;
        fs::copy(&from, &to).with_context(|| from.display().to_string())?;
    }
    run_quietly(
        command("busybox")
            .args(["sh", "-c", "find . | cpio -o -H newc > ../initrd.cpio"])
            .current_dir(&root),
    )?;
    Ok(folder.join("initrd.cpio"))
}

/// The emulated machine. It listens for its card on `port`.
fn machine(layout: &Layout, page: &Path, kernel: &Kernel, initrd: &Path, port: u16) -> Result<Command> {
    let chromium = tools::found(tools::chromium(), "Chromium")?;
    let node = which("node").context("Node is not there")?;
    let mut boot = OsString::from(format!(
        "console=ttyS0 loglevel=4 panic=-1 MODULES=\"{}\"",
        MODULES.join(" ")
    ));
    // What the kernel does not know becomes the environment of its first process.
    for (name, path) in [
        ("CLONE", layout.root.as_path()),
        ("CERTIROC_HTML", page),
        ("CHROMIUM", &chromium),
        ("NODE", &node),
        ("NUMBER", Path::new(NUMBER)),
        ("FINESS", Path::new(FINESS)),
    ] {
        boot.push(format!(" {name}=\"{}\"", path.display()));
    }
    let mut machine = command("timeout");
    machine
        .args(["--kill-after=5", LIMIT, "qemu-system-x86_64"])
        // Emulated, since not every machine lets its guests be virtual. Chromium's GPU process dies on the newest
        // processor that QEMU emulates; this one has no AVX.
        .args([
            "-accel",
            "tcg,thread=multi",
            "-cpu",
            "Nehalem",
            "-smp",
            "2",
            "-m",
            "4096",
        ])
        .args(["-display", "none", "-monitor", "none", "-serial", "stdio"])
        .args(["-no-reboot", "-nic", "none"])
        .arg("-kernel")
        .arg(kernel.image())
        .arg("-initrd")
        .arg(initrd)
        .arg("-append")
        .arg(boot)
        // Remapped, since /proc and the like are other file systems with the same inode numbers.
        .args([
            "-fsdev",
            "local,id=host,path=/,security_model=none,readonly=on,multidevs=remap",
        ])
        .args(["-device", "virtio-9p-pci,fsdev=host,mount_tag=host"])
        .args(["-device", "qemu-xhci,id=usb", "-device", "usb-ccid,bus=usb.0"])
        .args([
            "-chardev",
            &format!("socket,id=card,host=127.0.0.1,port={port},server=on,wait=off"),
        ])
        .args(["-device", "ccid-card-passthru,chardev=card"]);
    Ok(machine)
}

/// Starts the simulated card, which waits until the machine listens on `port`, and leaves when that ends. It writes the
/// commands that it gets to `log`.
fn card(layout: &Layout, port: u16, log: &Path) -> Result<Child> {
    command(card_simulator(layout)?)
        .args(["vscard", &format!("127.0.0.1:{port}"), "--kind", "cde"])
        .args(["--number", NUMBER, "--finess", FINESS, "--log"])
        .arg(log)
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start the simulated card")
}

/// What the card was asked, in words. Fails where anything but reading was among it.
fn asked(log: &str) -> Result<String> {
    let commands = log.lines().count();
    let instructions: BTreeSet<&str> = log.lines().filter_map(|line| line.get(2..4)).collect();
    let words = format!(
        "the card got {commands} commands, of the instructions {}",
        instructions.iter().copied().collect::<Vec<_>>().join(" ")
    );
    if instructions
        .iter()
        .any(|one| !READING.iter().any(|other| one.eq_ignore_ascii_case(other)))
    {
        bail!("{words}: one of them does not only read");
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::asked;

    #[test]
    fn a_command_that_does_not_read_is_told() {
        let read = "00a40400 9000\n00b0000010 0102039000\n00b0000310 9000\n";
        assert_eq!(
            asked(read).expect("only reads"),
            "the card got 3 commands, of the instructions a4 b0"
        );
        // VERIFY, which a code would be sent with.
        assert!(asked(&format!("{read}0020000104 63c3\n")).is_err());
    }
}
