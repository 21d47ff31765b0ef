//! `certiroc-card`: reads the public data of a CPx card and writes them to one file, for those whose browser cannot
//! reach the reader. See `--help`.

mod failure;
mod i18n;
mod link;
mod options;
mod readers;
mod summary;

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use certiroc_smartcard::pkcs15::one_line;
use certiroc_smartcard::reading::{self, Reading};

use crate::failure::Failure;
use crate::i18n::Language;
use crate::link::Shared;
use crate::options::{Options, Output, Task};
use crate::readers::Slot;

fn main() -> ExitCode {
    let options = Options::read(std::env::args_os().skip(1));
    let asked = options.as_ref().ok().and_then(|options| options.language);
    i18n::set_language(asked.unwrap_or_else(language));
    let done = options
        .map_err(|error| Failure::Usage(error.to_string()))
        .and_then(|options| run(&options));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", i18n::error(i18n::failure(&failure)));
            ExitCode::from(failure.code())
        }
    }
}

/// The language that the system says, if it is one of ours.
fn language() -> Language {
    let variables = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).unwrap_or_default());
    let locale = variables.iter().find(|value| !value.is_empty());
    locale
        .and_then(|locale| Language::from_tag(locale))
        .unwrap_or_default()
}

fn run(options: &Options) -> Result<(), Failure> {
    match options.task {
        Task::Help => println!("{}", i18n::usage()),
        Task::Version => println!("certiroc-card {}", env!("CARGO_PKG_VERSION")),
        Task::List => {
            for reader in readers::list(&readers::service()?)? {
                let what = match reader.slot {
                    Slot::Card => i18n::slot_card(),
                    Slot::Mute => i18n::slot_mute(),
                    Slot::Empty => i18n::slot_empty(),
                };
                println!("\"{}\" ({what})", one_line(&reader.name()));
            }
        }
        Task::Read => {
            let reading = read(options.reader.as_deref())?;
            eprintln!("{}", summary::summary(&reading));
            write(&reading, options)?;
        }
    }
    Ok(())
}

/// Reads the card and leaves it as it was.
fn read(reader: Option<&str>) -> Result<Reading, Failure> {
    let context = readers::service()?;
    let reader = readers::choose(&readers::list(&context)?, reader)?;
    let name = reader.name();
    eprintln!("{}", i18n::reading(one_line(&name)));
    let failed = |error| Failure::of_link(error, &name);
    let mut card = Shared::connect(&context, &reader.name).map_err(failed)?;
    let mut link = card.link().map_err(failed)?;
    pollster::block_on(reading::read(&mut link, |_| {})).map_err(|error| Failure::of_reading(error, &name))
}

/// Writes the file, and says where it is.
fn write(reading: &Reading, options: &Options) -> Result<(), Failure> {
    let text = reading.to_text();
    let path = match &options.output {
        Some(Output::Standard) => {
            let failed = |error: io::Error| Failure::File("-".into(), error.to_string());
            return io::stdout().write_all(text.as_bytes()).map_err(failed);
        }
        Some(Output::File(path)) => path.clone(),
        None => name(reading),
    };
    let shown = path.display().to_string();
    match put(&path, text.as_bytes(), options.force) {
        Ok(()) => {
            eprintln!("{}", i18n::written(shown));
            Ok(())
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Failure::FileExists(shown)),
        Err(error) => Err(Failure::File(shown, error.to_string())),
    }
}

/// Writes a file whole, or not at all. One that exists stays as it is, unless `force`, which puts the new one in its
/// place once that is written.
fn put(path: &Path, bytes: &[u8], force: bool) -> io::Result<()> {
    let written = if force {
        path.with_added_extension("part")
    } else {
        path.to_owned()
    };
    let mut file = File::create_new(&written)?;
    let done = file
        .write_all(bytes)
        .and_then(|()| if force { fs::rename(&written, path) } else { Ok(()) });
    if done.is_err() {
        // What was begun is ours, and of no use. The failure told is the first.
        let _ = fs::remove_file(&written);
    }
    done
}

/// The name of the file where none is given: by the ten digits that end the card's label, if they do.
fn name(reading: &Reading) -> PathBuf {
    let label = reading.label.as_deref().unwrap_or_default();
    let digits = label.len().checked_sub(10).and_then(|start| label.get(start..));
    match digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())) {
        Some(digits) => format!("carte-{digits}.pem").into(),
        None => "carte.pem".into(),
    }
}
