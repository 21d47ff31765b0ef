//! What the program `card-simulator` may be asked for.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, Value, ValueExt};

use crate::profile::{Generation, Kind, Profile};
use crate::usb::{Level, Settings};
use crate::vpcd;

/// The text of `--help`.
pub const HELP: &str = "\
A made-up CPx card, for tests. Nothing on it is real; no confidential code exists.

Usage: card-simulator MODE [OPTIONS]

Modes
  vpcd [HOST:PORT]     put the card into the virtual reader of pcscd (127.0.0.1:35963)
  vscard HOST:PORT     put the card into the reader of a QEMU (-device ccid-card-passthru)
  stdio                card and USB reader, one JSON object a line; operations: descriptor, out, in, atr,
                       apdu, remove, insert, log, certificates (see src/stdio.rs)

The card
  --kind KIND          cps, cpf, cpe, cde, service, cpa, cda (cps)
  --generation NAME    cps3, cps3-contactless, cps4, unheard, vitale, other (cps3)
  --real               a card that says that it is no test card: its people are made up all the same
  --responsible        a holder responsible for the structure (TRE_G04 01)
  --number DIGITS      the ten digits of its number
  --finess DIGITS      the nine digits of its structure
  --structure NAME     the name of its structure
  --days-left DAYS     how long its certificates still are valid; negative: no longer (800)

Its faults
  --mute               no answer at all
  --without-certificates
  --remove-after N     taken out after N commands
  --refuse P1[,P1...]  the ways of SELECT that it refuses, in hexadecimal
  --records            EF.DIR made of records
  --applet             files behind the applet of a CPS4
  --wrong-sizes        sizes of files that are wrong

The reader (stdio)
  --level LEVEL        character, tpdu, short, extended (tpdu)
  --class 0B|FF        the class of its interface (0B, which browsers protect)
  --packet SIZE        of its bulk packets (64)
  --no-empty-packets   a transfer that ends with a full packet is not closed
  --extensions N       asks N times for more time
  --stale              sends an old answer before each
  --slots N            (1)
  --slot N             the slot with the card (0)
  --busy               every command finds the slot busy
  --no-voltage         does not choose the voltage; the card answers at 1.8 V
  --no-parameters      wants SetParameters
  --chained SIZE       answers in parts (extended level)

  --log FILE           write the commands that the card got, a line each: command, answer
";

/// Where the card is put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The virtual reader of PC/SC at this address.
    Vpcd(String),
    /// The reader of a QEMU at this address.
    Vscard(String),
    /// Line by line.
    Stdio,
}

/// All of it.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the card is put.
    pub mode: Mode,
    /// The card.
    pub profile: Profile,
    /// Its reader, where it needs one.
    pub reader: Settings,
    /// Where its commands are written.
    pub log: Option<PathBuf>,
}

fn named<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, wanted: &str) -> Result<T, lexopt::Error> {
    let found = all.iter().copied().find(|item| name(*item) == wanted);
    found.ok_or_else(|| format!("unknown {wanted:?}").into())
}

fn hexadecimal(text: &str) -> Result<u8, lexopt::Error> {
    u8::from_str_radix(text, 16).map_err(|error| error.to_string().into())
}

fn digits(text: String, len: usize) -> Result<String, lexopt::Error> {
    if text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(text)
    } else {
        Err(format!("{text:?}: {len} digits are wanted").into())
    }
}

impl Options {
    /// Reads them; nothing where help is asked for.
    ///
    /// # Errors
    /// Where something is not among them.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Option<Self>, lexopt::Error> {
        let mut arguments = lexopt::Parser::from_args(arguments);
        let mut words = Vec::new();
        let (mut profile, mut reader, mut log) = (Profile::default(), Settings::default(), None);
        while let Some(argument) = arguments.next()? {
            let faults = &mut profile.faults;
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Long("kind") => profile.kind = named(&Kind::ALL, Kind::name, &arguments.value()?.string()?)?,
                Long("generation") => {
                    let name = |generation: Generation| generation.make().name;
                    profile.generation = named(&Generation::ALL, name, &arguments.value()?.string()?)?;
                }
                Long("real") => profile.real = true,
                Long("responsible") => profile.responsible = true,
                Long("number") => profile.number = digits(arguments.value()?.string()?, 10)?,
                Long("finess") => profile.finess = digits(arguments.value()?.string()?, 9)?,
                Long("structure") => profile.structure = arguments.value()?.string()?,
                Long("days-left") => profile.days_left = arguments.value()?.parse()?,
                Long("mute") => faults.mute = true,
                Long("without-certificates") => faults.without_certificates = true,
                Long("remove-after") => faults.removed_after = Some(arguments.value()?.parse()?),
                Long("refuse") => {
                    let value = arguments.value()?.string()?;
                    faults.refused = value.split(',').map(hexadecimal).collect::<Result<_, _>>()?;
                }
                Long("records") => faults.records = true,
                Long("applet") => faults.applet = true,
                Long("wrong-sizes") => faults.wrong_sizes = true,
                Long("level") => {
                    reader.level = named(&Level::ALL, Level::name, &arguments.value()?.string()?)?;
                }
                Long("class") => reader.class = hexadecimal(&arguments.value()?.string()?)?,
                Long("packet") => reader.packet = arguments.value()?.parse()?,
                Long("no-empty-packets") => reader.empty_packets = false,
                Long("extensions") => reader.extensions = arguments.value()?.parse()?,
                Long("stale") => reader.stale = true,
                Long("slots") => reader.slots = arguments.value()?.parse()?,
                Long("slot") => reader.slot = arguments.value()?.parse()?,
                Long("busy") => reader.busy = true,
                Long("no-voltage") => reader.automatic_voltage = false,
                Long("no-parameters") => reader.automatic_parameters = false,
                Long("chained") => reader.chained = Some(arguments.value()?.parse()?),
                Long("log") => log = Some(PathBuf::from(arguments.value()?)),
                Value(word) => words.push(word.string()?),
                other => return Err(other.unexpected()),
            }
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mode = match words.as_slice() {
            ["vpcd"] => Mode::Vpcd(vpcd::ADDRESS.to_owned()),
            ["vpcd", address] => Mode::Vpcd((*address).to_owned()),
            ["vscard", address] => Mode::Vscard((*address).to_owned()),
            ["stdio"] => Mode::Stdio,
            _ => return Err("a mode is wanted: vpcd, vscard HOST:PORT or stdio".into()),
        };
        Ok(Some(Self {
            mode,
            profile,
            reader,
            log,
        }))
    }
}
