//! `cargo xtask test`: the suites, each with its own runner, and their sum.

pub mod count;
pub mod given;
mod rig;
mod side_by_side;

use std::num::NonZero;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::machine::layout::Layout;
use crate::machine::process::{cargo, command, run_and_read, which, workspace};
use crate::machine::say::{say, seconds, step};
use crate::machine::setup::{HAS_CHROMIUM_109, Need, set_up};
use crate::machine::toolchain::{TARGET, Toolchain};
use crate::machine::tools;
use crate::page::{build, release, trunk};
use crate::suites::count::Count;
use crate::suites::given::{card_simulator, engine_environment, node_environment, node_packages, program};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Suite {
    /// Everything that needs no browser.
    Native,
    /// What runs inside WASM, in Chromium.
    Wasm,
    /// The built page in real browsers.
    Browser,
    /// The built page in two other engines: `WebKitGTK` and Chromium 109.
    Engines,
    /// Files exchanged with OpenSSL, GnuTLS, NSS, Python and every Java; nginx and Java as servers; a card read
    /// over PC/SC beside `OpenSC`.
    Interop,
    /// The page as Trunk builds it.
    Trunk,
    /// The page and a simulated card on a real USB stack, in an emulated machine.
    Rig,
}

impl Suite {
    /// The longest first, so that the others run beside it.
    const ALL: [Self; 7] = [
        Self::Browser,
        Self::Native,
        Self::Interop,
        Self::Engines,
        Self::Wasm,
        Self::Trunk,
        Self::Rig,
    ];

    /// Whether it runs where no suite is named.
    const fn is_usual(self) -> bool {
        match self {
            Self::Engines => HAS_CHROMIUM_109,
            Self::Rig => false,
            _ => true,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Wasm => "wasm",
            Self::Browser => "browser",
            Self::Engines => "engines",
            Self::Interop => "interop",
            Self::Trunk => "trunk",
            Self::Rig => "rig",
        }
    }

    const fn needs(self) -> &'static [Need] {
        match self {
            Self::Native => &[Need::Pcsc],
            Self::Wasm => &[
                Need::Wasm,
                Need::Chromium,
                Need::ChromeDriver,
                Need::WasmTestRunner,
            ],
            Self::Browser => &[
                Need::Wasm,
                Need::Node,
                Need::WasmOpt,
                Need::Chromium,
                Need::Firefox,
                Need::Interop,
            ],
            Self::Engines => &[
                Need::Wasm,
                Need::Node,
                Need::WasmOpt,
                Need::Engines,
                Need::Interop,
            ],
            Self::Interop => &[Need::Interop, Need::Peers, Need::Pcsc, Need::Cards],
            Self::Trunk => &[Need::Wasm, Need::Node, Need::Chromium, Need::Firefox, Need::Trunk],
            Self::Rig => &[Need::Wasm, Need::Node, Need::WasmOpt, Need::Chromium, Need::Rig],
        }
    }
}

/// Runs the named suites, or the usual ones. All run even if one fails.
pub fn run(layout: &Layout, names: &[String]) -> Result<()> {
    let mut suites = Vec::new();
    for name in names {
        let suite = Suite::ALL.into_iter().find(|suite| suite.name() == name);
        suites.push(suite.with_context(|| format!("unknown suite {name:?}"))?);
    }
    if suites.is_empty() {
        suites.extend(Suite::ALL.into_iter().filter(|suite| suite.is_usual()));
    }
    let needs: Vec<Need> = suites.iter().flat_map(|suite| suite.needs()).copied().collect();
    set_up(layout, &needs)?;
    if std::env::var_os("CERTIROC_TEST_DATA").is_none() {
        say("CERTIROC_TEST_DATA is not set: the tests that need data from outside the repository do not run");
    }
    let start = Instant::now();
    let ended = match suites.as_slice() {
        [suite] => vec![Ended::of(*suite, || one(layout, *suite))],
        _ => side_by_side::run(layout, &suites)?,
    };
    let mut total = Count::default();
    for Ended {
        suite,
        count,
        elapsed,
    } in &ended
    {
        let remark = if count.success { "" } else { ", FAILED" };
        total.add(*count);
        println!("{:<8} {count} in {}{remark}", suite.name(), seconds(*elapsed));
    }
    println!("{total} in {}", seconds(start.elapsed()));
    if ended.iter().any(|suite| !suite.count.success) {
        bail!("not every suite passed");
    }
    Ok(())
}

/// A suite that was run.
struct Ended {
    suite: Suite,
    count: Count,
    elapsed: Duration,
}

impl Ended {
    /// Runs it. What kept it from running, or from counting, is said here.
    fn of(suite: Suite, run: impl FnOnce() -> Result<Count>) -> Self {
        let start = Instant::now();
        let mut count = run().unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            Count::default()
        });
        if count.success && count.passed + count.failed == 0 {
            eprintln!("error: no test ran");
            count.success = false;
        }
        Self {
            suite,
            count,
            elapsed: start.elapsed(),
        }
    }
}

fn one(layout: &Layout, suite: Suite) -> Result<Count> {
    match suite {
        Suite::Native => step("native tests", || {
            let mut count = counted(workspace(layout, "test").args(["--exclude", "certiroc-interop"]))?;
            let own = counted(
                cargo()
                    .args(["test", "--locked", "--package", "xtask"])
                    .current_dir(&layout.root),
            )?;
            count.add(own);
            count.success &= own.success;
            Ok(count)
        }),
        Suite::Wasm => step("tests inside WASM, in Chromium", || {
            counted(&mut wasm_tests(layout)?)
        }),
        Suite::Browser => {
            let page = release::scratch_page(layout)?;
            step("tests of the built page in Chromium and Firefox", || {
                // Each waits for its browser a third of the time.
                let at_once = format!("--test-concurrency={}", cores() + 1);
                counted(node_tests(layout, &page)?.arg(at_once))
            })
        }
        Suite::Engines => {
            let page = release::scratch_page(layout)?;
            // Its tests stand on those of the browser suite, and on their packages.
            node_packages(layout, "tests/browser")?;
            let folder = node_packages(layout, "tests/engines")?;
            step("tests of the built page in WebKitGTK and Chromium 109", || {
                counted(
                    command("node")
                        .args(["--test", "--test-reporter=spec"])
                        .arg(format!("--test-concurrency={}", cores()))
                        .args(["main-act.test.mjs", "../browser/network.test.mjs"])
                        .current_dir(folder)
                        .env("CERTIROC_BROWSERS", "webkit chromium-109")
                        .env("CERTIROC_HTML", page)
                        .envs(engine_environment()?),
                )
            })
        }
        Suite::Interop => {
            let card = program(layout, build::CARD)?;
            step(
                "tests with OpenSSL, GnuTLS, NSS, Python, nginx, Java and OpenSC",
                || {
                    let mut cargo = workspace(layout, "test");
                    cargo
                        .args(["--test", "interop"])
                        .envs(tools::peers(layout)?)
                        .env("CERTIROC_CARD", card);
                    // The tests write docs/interop.md; in CI they compare it.
                    if std::env::var_os("CI").is_none() {
                        cargo.env("CERTIROC_WRITE_DOCS", "1");
                    }
                    counted(&mut cargo)
                },
            )
        }
        Suite::Trunk => {
            let page = step("building the page with Trunk", || trunk::page(layout))?;
            step("tests of Trunk's page in Chromium and Firefox", || {
                counted(node_tests(layout, &page)?.arg("trunk.mjs"))
            })
        }
        Suite::Rig => {
            let page = release::scratch_page(layout)?;
            node_packages(layout, "tests/browser")?;
            rig::test(layout, &page)
        }
    }
}

/// Node's runner of `tests/browser` on a built page. It looks for all that is called `*.test.mjs`, unless files are named.
fn node_tests(layout: &Layout, page: &Path) -> Result<Command> {
    let simulator = card_simulator(layout)?;
    let mut node = command("node");
    node.args(["--test", "--test-reporter=spec"])
        .current_dir(node_packages(layout, "tests/browser")?)
        .envs(node_environment(page)?)
        .env("CERTIROC_CARD_SIMULATOR", simulator);
    Ok(node)
}

/// How many suites, or files of one, run at once: each keeps about one core busy.
fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

fn wasm_tests(layout: &Layout) -> Result<Command> {
    let mut cargo = Toolchain::find()?.cargo(layout)?;
    cargo
        .args([
            "test",
            "--locked",
            "--package",
            "certiroc-web",
            "--lib",
            "--tests",
            "--target",
            TARGET,
            // What Trunk and `serve` compile as well.
            "--profile",
            "serve",
        ])
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            tools::WASM_BINDGEN.path(layout),
        )
        // The same kind of glue as on the page. Only a clock ends this runner, in seconds: late, for the machine may have
        // other work.
        .env("WASM_BINDGEN_USE_NO_MODULE", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "1200");
    if let Some(driver) = which("chromedriver") {
        cargo.env("CHROMEDRIVER", driver);
    }
    Ok(cargo)
}

fn counted(command: &mut Command) -> Result<Count> {
    let mut count = Count::default();
    count.success = run_and_read(command, |line| count.read(line))?;
    Ok(count)
}
