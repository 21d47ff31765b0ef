//! The card: it answers commands (ISO/IEC 7816-4) from its files, and remembers every one.

use std::collections::BTreeMap;

use time::OffsetDateTime;

use crate::der::tlv;
use crate::files::{File, Path, files};
use crate::people::{self, Held};
use crate::profile::{Make, Profile};

/// A command that the card was given, and what it answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The command, as it came.
    pub command: Vec<u8>,
    /// The answer; empty where the card was gone or mute.
    pub answer: Vec<u8>,
}

/// The card does not answer: it is mute, or no longer there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silent;

/// A card.
#[derive(Clone, Debug)]
pub struct Card {
    profile: Profile,
    make: Make,
    certificates: Vec<Held>,
    files: BTreeMap<Path, File>,
    directory: Path,
    file: Option<Path>,
    /// What GET RESPONSE is still to fetch.
    pending: Vec<u8>,
    /// How far the sequence has come that lets the applet be selected.
    applet: Applet,
    log: Vec<Exchange>,
    present: bool,
}

/// The applet of a CPS4, which is refused at first (69 85) until two others were selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Applet {
    Refused,
    FirstSelected,
    Ready,
    Selected,
}

const CHIPDOC: &[u8] = &[0x80, 0x25, 0, 0, 1, 0xff, 1, 0];
const CARD_MANAGER: &[u8] = &[0xa0, 0, 0, 1, 0x51, 0, 0];
const SECOND: &[u8] = &[0x80, 0x25, 0, 0, 1, 0xff, 0, 2];

/// A short command, taken apart.
struct Command<'a> {
    class: u8,
    instruction: u8,
    p1: u8,
    p2: u8,
    data: &'a [u8],
    /// How many bytes are wanted; nothing where none are.
    expected: Option<usize>,
}

impl<'a> Command<'a> {
    fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (&[class, instruction, p1, p2], body) = bytes.split_first_chunk::<4>()?;
        let wanted = |byte: u8| if byte == 0 { 256 } else { usize::from(byte) };
        let (data, expected) = match body {
            [] => (body, None),
            [expected] => (&[][..], Some(wanted(*expected))),
            [len, rest @ ..] => match rest.split_at_checked(usize::from(*len))? {
                (data, []) => (data, None),
                (data, [expected]) => (data, Some(wanted(*expected))),
                _ => return None,
            },
        };
        Some(Self {
            class,
            instruction,
            p1,
            p2,
            data,
            expected,
        })
    }
}

/// A status word of the card.
type Status = u16;

const DONE: Status = 0x9000;
const END_OF_FILE: Status = 0x6282;
const WRONG_LENGTH: Status = 0x6700;
const NOT_THAT_KIND_OF_FILE: Status = 0x6981;
const SECURITY: Status = 0x6982;
const CONDITIONS: Status = 0x6985;
const NO_FILE_SELECTED: Status = 0x6986;
const NOT_SUPPORTED: Status = 0x6a81;
const NOT_FOUND: Status = 0x6a82;
const NO_RECORD: Status = 0x6a83;
const WRONG_PARAMETERS: Status = 0x6a86;
const OFFSET: Status = 0x6b00;
const INSTRUCTION: Status = 0x6d00;
const CLASS: Status = 0x6e00;

fn low_byte(len: usize) -> u8 {
    len.to_le_bytes()[0]
}

/// The identifiers of a path, two bytes each.
fn path(data: &[u8]) -> Option<Path> {
    let pairs = data.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    Some(pairs.map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect())
}

impl Card {
    /// A card as wanted, with certificates made for it. `now` is what their dates count from.
    pub fn new(profile: &Profile, now: OffsetDateTime) -> Self {
        let certificates = people::certificates(profile, now);
        Self {
            make: profile.generation.make(),
            files: files(profile, &certificates),
            certificates,
            profile: profile.clone(),
            directory: Vec::new(),
            file: None,
            pending: Vec::new(),
            applet: Applet::Refused,
            log: Vec::new(),
            present: true,
        }
    }

    /// The certificates on it, in its order.
    pub fn certificates(&self) -> &[Held] {
        &self.certificates
    }

    /// What card it is.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Every command so far.
    pub fn log(&self) -> &[Exchange] {
        &self.log
    }

    /// Forgets the commands so far.
    pub fn clear_log(&mut self) {
        self.log.clear();
    }

    /// Whether it is in the reader.
    pub fn is_present(&self) -> bool {
        self.present
    }

    /// Takes it out, or puts it in.
    pub fn put(&mut self, present: bool) {
        self.present = present;
        self.reset();
    }

    /// Gives it power, or resets it. Returns the answer to reset.
    ///
    /// # Errors
    /// Where it is mute or not there.
    pub fn power_on(&mut self) -> Result<Vec<u8>, Silent> {
        self.reset();
        self.atr()
    }

    /// The answer that it gave when it was reset.
    ///
    /// # Errors
    /// Where it is mute or not there.
    pub fn atr(&self) -> Result<Vec<u8>, Silent> {
        if self.present && !self.profile.faults.mute {
            Ok(self.make.atr.to_vec())
        } else {
            Err(Silent)
        }
    }

    /// Forgets what was selected, as without power.
    pub fn reset(&mut self) {
        self.directory = Vec::new();
        self.file = None;
        self.pending = Vec::new();
        self.applet = Applet::Refused;
    }

    /// Answers a command: data, then the two bytes of the status.
    ///
    /// # Errors
    /// Where it is mute or not there.
    pub fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Silent> {
        let faults = &self.profile.faults;
        if faults.removed_after.is_some_and(|after| self.log.len() >= after) {
            self.present = false;
        }
        let answer = if self.present && !faults.mute {
            Ok(self.answer(command))
        } else {
            Err(Silent)
        };
        self.log.push(Exchange {
            command: command.to_vec(),
            answer: answer.clone().unwrap_or_default(),
        });
        answer
    }

    fn answer(&mut self, bytes: &[u8]) -> Vec<u8> {
        let Some(command) = Command::parse(bytes) else {
            return WRONG_LENGTH.to_be_bytes().to_vec();
        };
        // Logical channels 0 and 1, which share what is selected.
        if command.class > 1 || self.make.application.is_none() {
            return CLASS.to_be_bytes().to_vec();
        }
        if command.instruction != 0xc0 {
            self.pending.clear();
        }
        let (data, status) = match command.instruction {
            0xa4 => self.select(&command),
            0xb0 => self.read_binary(&command),
            0xb2 => self.read_record(&command),
            0xc0 => self.get_response(&command),
            0xca => (Vec::new(), 0x6a88),
            // VERIFY: three tries left. Nobody should ever see this answer.
            0x20 => (Vec::new(), 0x63c3),
            0xd6 => (Vec::new(), SECURITY),
            _ => (Vec::new(), INSTRUCTION),
        };
        [data.as_slice(), &status.to_be_bytes()].concat()
    }

    /// Data that a SELECT gives back: at once, or by GET RESPONSE.
    fn give(&mut self, data: Vec<u8>, expected: Option<usize>) -> (Vec<u8>, Status) {
        match expected {
            Some(wanted) if !self.make.fetched && data.len() <= wanted => (data, DONE),
            _ => {
                let len = low_byte(data.len().min(256));
                self.pending = data;
                (Vec::new(), 0x6100 | u16::from(len))
            }
        }
    }

    fn get_response(&mut self, command: &Command<'_>) -> (Vec<u8>, Status) {
        let wanted = command.expected.unwrap_or(256);
        if self.pending.is_empty() {
            return (Vec::new(), CONDITIONS);
        }
        if self.make.fetched && wanted > self.pending.len() {
            return (Vec::new(), 0x6c00 | u16::from(low_byte(self.pending.len())));
        }
        let rest = self.pending.split_off(wanted.min(self.pending.len()));
        let data = std::mem::replace(&mut self.pending, rest);
        let status = match self.pending.len() {
            0 => DONE,
            left => 0x6100 | u16::from(low_byte(left.min(256))),
        };
        (data, status)
    }

    fn select(&mut self, command: &Command<'_>) -> (Vec<u8>, Status) {
        if self.profile.faults.refused.contains(&command.p1) {
            return (Vec::new(), WRONG_PARAMETERS);
        }
        if command.p1 == 0x04 && self.profile.faults.applet {
            match self.select_applet(command.data) {
                Some(DONE) | None => {}
                Some(status) => return (Vec::new(), status),
            }
        }
        let target = match (command.p1, path(command.data)) {
            (0x00..=0x02, Some(path)) => self.child(&path),
            (0x03, _) => Some(
                self.directory
                    .split_last()
                    .map_or(Vec::new(), |(_, up)| up.to_vec()),
            ),
            (0x04, _) => self.application(command.data),
            (0x08, Some(path)) => Some(path),
            (0x09, Some(path)) => Some(self.below(&path)),
            (0x00..=0x09, None) => return (Vec::new(), WRONG_LENGTH),
            _ => return (Vec::new(), WRONG_PARAMETERS),
        };
        let closed = self.profile.faults.applet && self.applet != Applet::Selected;
        let found = target.filter(|path| self.files.contains_key(path) && (path.is_empty() || !closed));
        let Some(path) = found else {
            return (Vec::new(), NOT_FOUND);
        };
        let control = self.control(&path);
        if let Some(File::Directory(_)) = self.files.get(&path) {
            self.directory = path;
            self.file = None;
        } else {
            self.directory = path[..path.len() - 1].to_vec();
            self.file = Some(path);
        }
        if command.p2 & 0x0c == 0x0c {
            return (Vec::new(), DONE);
        }
        self.give(control, command.expected)
    }

    /// By one identifier: the master file, or what is in the directory.
    fn child(&self, path: &[u16]) -> Option<Path> {
        match path {
            [] | [0x3f00] => Some(Vec::new()),
            [id] => Some([self.directory.as_slice(), &[*id]].concat()),
            _ => None,
        }
    }

    /// From where one is; a CPS3 takes the whole path too.
    fn below(&self, path: &[u16]) -> Path {
        match path {
            [0x3f00, rest @ ..] if self.make.whole_path => rest.to_vec(),
            _ => [self.directory.as_slice(), path].concat(),
        }
    }

    /// By the first bytes of the application's identifier, or the applet's.
    fn application(&self, wanted: &[u8]) -> Option<Path> {
        if self.profile.faults.applet && [CHIPDOC, CARD_MANAGER, SECOND].contains(&wanted) {
            return Some(Vec::new());
        }
        self.files
            .iter()
            .find(|(_, file)| {
                matches!(file, File::Directory(Some(id)) if !wanted.is_empty() && id.starts_with(wanted))
            })
            .map(|(path, _)| path.clone())
    }

    /// One step of the sequence; nothing where this is no part of it.
    fn select_applet(&mut self, wanted: &[u8]) -> Option<Status> {
        self.applet = match (wanted, self.applet) {
            (CHIPDOC, Applet::Ready | Applet::Selected) => Applet::Selected,
            (CHIPDOC, _) => return Some(CONDITIONS),
            (CARD_MANAGER, _) => Applet::FirstSelected,
            (SECOND, Applet::FirstSelected | Applet::Ready) => Applet::Ready,
            (SECOND, _) => return Some(NOT_FOUND),
            _ => return None,
        };
        Some(DONE)
    }

    /// The control information of a file.
    fn control(&self, path: &[u16]) -> Vec<u8> {
        let id = tlv(0x83, &[&path.last().unwrap_or(&0x3f00).to_be_bytes()]);
        let size = |len: usize| {
            let told = if self.profile.faults.wrong_sizes {
                len * 3
            } else {
                len
            };
            tlv(0x80, &[&[low_byte(told >> 8), low_byte(told)]])
        };
        match self.files.get(path) {
            Some(File::Directory(name)) => {
                let name = name.map_or(Vec::new(), |name| tlv(0x84, &[&name]));
                tlv(0x6f, &[&tlv(0x82, &[&[0x38]]), &id, &name])
            }
            Some(File::Transparent(bytes)) => tlv(0x62, &[&size(bytes.len()), &tlv(0x82, &[&[1]]), &id]),
            Some(File::Records(records)) => {
                let descriptor = tlv(0x82, &[&[4, 0x21, 0, 0xff, low_byte(records.len())]]);
                tlv(0x62, &[&size(records.concat().len()), &descriptor, &id])
            }
            Some(File::Protected) | None => tlv(0x62, &[&size(16), &tlv(0x82, &[&[1]]), &id]),
        }
    }

    fn read_binary(&mut self, command: &Command<'_>) -> (Vec<u8>, Status) {
        let none = |status| (Vec::new(), status);
        if command.p1 & 0x80 != 0 {
            return none(NOT_SUPPORTED);
        }
        let Some(file) = self.file.as_ref().and_then(|path| self.files.get(path)) else {
            return none(NO_FILE_SELECTED);
        };
        let bytes = match file {
            File::Transparent(bytes) => bytes,
            File::Protected => return none(SECURITY),
            File::Records(_) | File::Directory(_) => return none(NOT_THAT_KIND_OF_FILE),
        };
        let offset = usize::from(u16::from_be_bytes([command.p1, command.p2]));
        let Some(left) = bytes.get(offset..).filter(|left| !left.is_empty()) else {
            return none(OFFSET);
        };
        let Some(wanted) = command.expected else {
            return none(WRONG_LENGTH);
        };
        let available = left.len().min(self.make.slice);
        if wanted > available && self.make.fetched {
            return none(0x6c00 | u16::from(low_byte(available)));
        }
        let data = left[..wanted.min(available)].to_vec();
        // 256 is "as many as there are", which nothing can be missing from.
        let status = if data.len() < wanted && wanted < 256 {
            END_OF_FILE
        } else {
            DONE
        };
        (data, status)
    }

    fn read_record(&mut self, command: &Command<'_>) -> (Vec<u8>, Status) {
        let none = |status| (Vec::new(), status);
        let records = match self.file.as_ref().and_then(|path| self.files.get(path)) {
            Some(File::Records(records)) => records,
            Some(_) => return none(NOT_THAT_KIND_OF_FILE),
            None => return none(NO_FILE_SELECTED),
        };
        if command.p2 & 7 != 4 {
            return none(WRONG_PARAMETERS);
        }
        let record = usize::from(command.p1)
            .checked_sub(1)
            .and_then(|index| records.get(index));
        let Some(record) = record else {
            return none(NO_RECORD);
        };
        match command.expected {
            Some(wanted) if wanted > record.len() && self.make.fetched => {
                none(0x6c00 | u16::from(low_byte(record.len())))
            }
            Some(wanted) => (record[..wanted.min(record.len())].to_vec(), DONE),
            None => none(WRONG_LENGTH),
        }
    }
}
