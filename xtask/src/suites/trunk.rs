//! The page as Trunk builds it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::machine::layout::Layout;
use crate::machine::process::{command, read};
use crate::machine::say::step;
use crate::machine::tools;
use crate::page::trunk::{OUTPUT, run};

/// Builds with Trunk, and shows that what comes out is one page that starts from `file://`.
pub fn test(layout: &Layout) -> Result<()> {
    step("building the page with Trunk", || {
        run(layout, &["build".into(), "--offline".into()])
    })?;
    let folder = layout.root.join(OUTPUT);
    let files = fs::read_dir(&folder)?.count();
    if files != 1 {
        bail!("{} holds {files} files instead of one", folder.display());
    }
    let page = folder.join("index.html");
    step("opening Trunk's page in Chromium", || {
        let mut dom = String::new();
        for _ in 0..ATTEMPTS {
            dom = open(layout, &page)?;
            // boot.js sets this once the page's program runs.
            if dom.contains("data-boot=\"started\"") {
                return Ok(());
            }
        }
        bail!("the page did not start:\n{dom}")
    })?;
    println!("test trunk::builds_the_page_that_starts ... ok");
    Ok(())
}

/// Chromium's virtual time does not wait for the thread that compiles: on a busy machine it
/// may run out before the page has started.
const ATTEMPTS: usize = 5;

/// The document as Chromium leaves it after 20 virtual seconds.
fn open(layout: &Layout, page: &Path) -> Result<String> {
    let profile = layout.scratch().join("trunk-chromium");
    let dom = read(
        command(tools::chromium().context("Chromium is not there")?)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--virtual-time-budget=20000",
                "--dump-dom",
            ])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(format!("file://{}", page.display())),
    )?;
    fs::remove_dir_all(profile)?;
    Ok(dom)
}
