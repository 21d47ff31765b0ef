//! A reader of PC/SC without hardware, the made-up card in it, and the programs that read it.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use certiroc_card_simulator::card::{Card, Exchange};
use certiroc_card_simulator::vpcd;
use pcsc::{Context, ReaderState, Scope, State};

use super::{Answer, PATIENCE, answer, told};

/// The first of the two slots that vpcd shows.
pub const SLOT: &str = "Virtual PCD 00 00";

/// The card service with vpcd's reader.
pub struct Service {
    /// None: it ran already, and goes on.
    process: Option<Child>,
    /// Kept locked: there is one service on a machine and one reader of that name, so one test at a time, whichever
    /// clone it is run from.
    _alone: File,
}

impl Service {
    /// Starts it, unless it runs already.
    ///
    /// # Panics
    /// Where it does not start, or shows no such reader.
    pub fn start() -> Self {
        let alone = File::create(std::env::temp_dir().join("certiroc-pcscd.lock")).unwrap();
        alone.lock().unwrap();
        // The client's library says whether somebody listens.
        let process = Context::establish(Scope::User).is_err().then(|| {
            Command::new(told("CERTIROC_PCSCD"))
                .arg("--foreground")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("pcscd, of the Debian package pcscd")
        });
        let service = Self {
            process,
            _alone: alone,
        };
        wait("the reader of vpcd", || {
            let readers = Context::establish(Scope::User).and_then(|context| context.list_readers_owned());
            readers.is_ok_and(|names| names.iter().any(|name| name.to_bytes() == SLOT.as_bytes()))
        });
        service
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let Some(process) = &mut self.process else {
            return;
        };
        // Asked to end, it takes away its socket; killed, it would not.
        let _ = Command::new("kill").arg(process.id().to_string()).status();
        let start = Instant::now();
        while matches!(process.try_wait(), Ok(None)) {
            if start.elapsed() > PATIENCE {
                let _ = process.kill();
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

fn wait(what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(
            start.elapsed() < PATIENCE,
            "{what} has not come after {PATIENCE:?}"
        );
        thread::sleep(Duration::from_millis(50));
    }
}

fn state() -> State {
    let name = std::ffi::CString::new(SLOT).unwrap();
    let mut states = [ReaderState::new(name, State::UNAWARE)];
    let context = Context::establish(Scope::User).unwrap();
    match context.get_status_change(Duration::from_secs(1), &mut states) {
        Ok(()) => states[0].event_state(),
        Err(_) => State::UNKNOWN,
    }
}

/// A card in the reader, until it is dropped.
pub struct Inserted {
    card: Arc<Mutex<Card>>,
    stream: TcpStream,
    serving: Option<JoinHandle<io::Result<()>>>,
}

impl Inserted {
    /// Puts it in, and waits until the service has given it power.
    ///
    /// # Panics
    /// Where the service does not see it.
    pub fn new(_service: &Service, card: Card) -> Self {
        let card = Arc::new(Mutex::new(card));
        let mut stream = TcpStream::connect(vpcd::ADDRESS).expect("vpcd listens");
        let (served, end) = (Arc::clone(&card), stream.try_clone().unwrap());
        let serving = thread::spawn(move || vpcd::serve(&served, &mut stream));
        wait("the card", || state().contains(State::PRESENT));
        Self {
            card,
            stream: end,
            serving: Some(serving),
        }
    }

    /// The commands that it got since the last call.
    ///
    /// # Panics
    /// Where the card panicked.
    pub fn take_log(&self) -> Vec<Exchange> {
        let mut card = self.card.lock().unwrap();
        let log = card.log().to_vec();
        card.clear_log();
        log
    }
}

impl Drop for Inserted {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
        if let Some(serving) = self.serving.take() {
            let _ = serving.join();
        }
        let start = Instant::now();
        while state().contains(State::PRESENT) && start.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Runs `certiroc-card`.
///
/// # Panics
/// As [`super::Tool::run`].
pub fn certiroc_card<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Answer {
    let mut command = Command::new(told("CERTIROC_CARD"));
    answer(
        command.args(arguments),
        "`cargo xtask test interop` compiles it",
        b"",
    )
}

/// Runs `certiroc-card` as if no service were there: the client's library takes the name of its socket from the
/// environment.
///
/// # Panics
/// As [`super::Tool::run`].
pub fn certiroc_card_without_service() -> Answer {
    let mut command = Command::new(told("CERTIROC_CARD"));
    command.env("PCSCLITE_CSOCK_NAME", "/nonexistent/pcscd.comm");
    answer(&mut command, "`cargo xtask test interop` compiles it", b"")
}

/// Runs a program of `OpenSC`, told by `configuration` how to read this card.
///
/// # Panics
/// As [`super::Tool::run`].
pub fn opensc(program: &str, configuration: &Path, arguments: &[&str]) -> Answer {
    let mut command = Command::new(program);
    command.args(arguments).env("OPENSC_CONF", configuration);
    answer(&mut command, "the Debian package opensc has it", b"")
}
