//! `card-simulator`: a made-up CPx card for other programs. See `--help`.

use std::fs::File;
use std::io::{self, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use certiroc_card_simulator::card::Card;
use certiroc_card_simulator::options::{HELP, Mode, Options};
use certiroc_card_simulator::reader::Reader;
use certiroc_card_simulator::{hex, stdio, vpcd, vscard};
use time::OffsetDateTime;

fn main() -> ExitCode {
    let options = match Options::read(std::env::args_os().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("error: {error}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options) -> io::Result<()> {
    let now = OffsetDateTime::now_utc();
    let card = Card::new(&options.profile, now);
    let mut log = Log {
        file: options.log.map(File::create).transpose()?,
        written: 0,
    };
    match options.mode {
        Mode::Stdio => {
            let mut reader = Reader::new(options.reader, card);
            let (input, output) = (io::stdin().lock(), io::stdout().lock());
            stdio::serve(&mut reader, now, input, output, |reader| log.write(reader.card()))
        }
        Mode::Vpcd(address) => over(&card.into(), &address, vpcd::serve, &mut log),
        Mode::Vscard(address) => over(&card.into(), &address, vscard::serve, &mut log),
    }
}

/// How long the other side is waited for.
const PATIENCE: Duration = Duration::from_mins(10);

/// Serves over a connection while the log is written beside.
fn over(
    card: &Mutex<Card>,
    address: &str,
    serve: fn(&Mutex<Card>, &mut TcpStream) -> io::Result<()>,
    log: &mut Log,
) -> io::Result<()> {
    let start = Instant::now();
    let mut stream = loop {
        match TcpStream::connect(address) {
            Ok(stream) => break stream,
            Err(error) if start.elapsed() > PATIENCE => return Err(error),
            Err(_) => thread::sleep(Duration::from_millis(100)),
        }
    };
    eprintln!("connected to {address}");
    thread::scope(|scope| {
        let serving = scope.spawn(|| serve(card, &mut stream));
        loop {
            let done = serving.is_finished();
            if let Ok(card) = card.lock() {
                log.write(&card)?;
            }
            if done {
                return serving
                    .join()
                    .map_err(|_| io::Error::other("the card panicked"))?;
            }
            thread::sleep(Duration::from_millis(50));
        }
    })
}

/// The file of the commands.
struct Log {
    file: Option<File>,
    written: usize,
}

impl Log {
    fn write(&mut self, card: &Card) -> io::Result<()> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        for exchange in card.log().iter().skip(self.written) {
            let (command, answer) = (hex::write(&exchange.command), hex::write(&exchange.answer));
            writeln!(file, "{command} {answer}")?;
            self.written += 1;
        }
        file.flush()
    }
}
