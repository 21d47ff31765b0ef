//! `cargo xtask serve`: the page on this machine, rebuilt on change.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::machine::layout::Layout;
use crate::machine::say::{say, seconds};
use crate::machine::setup::{Need, set_up};
use crate::machine::toolchain::Toolchain;
use crate::page::build::{Profile, WasmCrate, build};
use crate::page::{authorities, pack};
use crate::verbs::watch::Snapshot;

/// The last page that could be built.
type Page = Arc<RwLock<Arc<String>>>;

/// Builds the page, serves it on 127.0.0.1 and rebuilds it on change, until it is interrupted.
///
/// The page is the one that `dist` makes but for speed and size: same packer, same policy, so
/// nothing reloads it but the user.
pub fn serve(layout: &Layout, port: u16) -> Result<()> {
    let start = Instant::now();
    // Taken first: a port in use is told at once, not after minutes of compiling.
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("port {port} (see --port)"))?;
    let address = listener.local_addr()?;
    set_up(layout, &[Need::Wasm])?;
    let toolchain = Toolchain::find()?;
    let mut seen = Snapshot::take(layout);
    let page: Page = Arc::new(RwLock::new(Arc::new(page(layout, &toolchain)?)));
    let served = Arc::clone(&page);
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let served = Arc::clone(&served);
            thread::spawn(move || answer(&connection, &served));
        }
    });
    say("wasm-opt is skipped: the file of `cargo xtask dist` is smaller");
    say(&format!("ready after {}", seconds(start.elapsed())));
    println!("http://localhost:{}/", address.port());
    loop {
        let changed = seen.wait(layout);
        say(&format!(
            "{} changed, rebuilding",
            changed.strip_prefix(&layout.root).unwrap_or(&changed).display()
        ));
        seen = Snapshot::take(layout);
        match self::page(layout, &toolchain) {
            Ok(new) => {
                *page.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
                say("rebuilt: reload the page in the browser");
            }
            Err(error) => {
                eprintln!("error: {error:#}");
                say("not rebuilt: the last good page is still served");
            }
        }
    }
}

fn page(layout: &Layout, toolchain: &Toolchain) -> Result<String> {
    pack::pack(
        layout,
        &build(layout, toolchain, WasmCrate::Page, Profile::Serve)?,
        authorities::NONE,
        pack::Effort::Quick,
    )
}

/// Answers one request (HTTP/1.1, RFC 9112) and closes. A client that goes away is no error.
fn answer(connection: &TcpStream, page: &Page) {
    let _ = respond(connection, page);
}

fn respond(mut connection: &TcpStream, page: &Page) -> std::io::Result<()> {
    connection.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut lines = BufReader::new(connection).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    // The header is read to its end: closing with unread bytes would reset the connection.
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let path = target.split('?').next().unwrap_or_default();
    let (status, body) = match (method, path) {
        ("GET" | "HEAD", "/" | "/index.html" | "/certiroc.html") => (
            "200 OK",
            Arc::clone(&page.read().unwrap_or_else(PoisonError::into_inner)),
        ),
        ("GET" | "HEAD", _) => (
            "404 Not Found",
            Arc::new("There is only one page: /\n".to_owned()),
        ),
        _ => ("405 Method Not Allowed", Arc::new(String::new())),
    };
    let kind = if status.starts_with("200") {
        "text/html"
    } else {
        "text/plain"
    };
    write!(
        connection,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != "HEAD" {
        connection.write_all(body.as_bytes())?;
    }
    connection.flush()
}
