//! Cards for tests: one that has files and answers as told, and one that answers anything. The property tests and
//! tests/fuzz use them. The complete card in tests/card shares no code with the core.

use std::collections::BTreeMap;

use certiroc_smartcard::apdu::{Apdu, Instruction, Link, LinkError};
use certiroc_smartcard::atr::MAX_LEN;
use certiroc_smartcard::iso7816::{MAX_BYTES, MAX_COMMANDS};
use certiroc_smartcard::pkcs15::MAX_CERTIFICATES;
use certiroc_smartcard::reading::{ReadError, Reading, read};

pub const CPS3: &[u8] = b"\x3b\xac\x00\x40\x2a\x00\x12\x25\x00\x64\x80\x00\x03\x10\x00\x90\x00";
pub const CPS4: &[u8] = b"\x3b\x9b\x18\x80\x01\x00\x12\x25\x00\x64\x80\x04\x01\x00\x00\x90\x44";
pub const VITALE: &[u8] = b"\x3b\x75\x13\x00\x00\x45\x09\xea\x90\x00";
pub const OTHER: &[u8] = b"\x3b\x02\x14\x50";
pub const AID: &[u8] = b"\xe8\x28\xbd\x08\x0f\x80\x25\x00\x00\x01\xff\x00\x10";
pub const SERIAL: &[u8] = b"\x80\x25\x00\x00\x01\x29\x00\x99\x52\x35";

/// An element of BER-TLV with a tag of one byte.
pub fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let [high, low] = u16::try_from(content.len()).expect("a short file").to_be_bytes();
    let head = match content.len() {
        0..0x80 => vec![tag, low],
        0x80..0x100 => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [head, content].concat()
}

/// A `Path`.
pub fn path(identifiers: &[u16]) -> Vec<u8> {
    tlv(0x30, &[&tlv(4, &[&bytes_of(identifiers)])])
}

fn bytes_of(identifiers: &[u16]) -> Vec<u8> {
    identifiers.iter().flat_map(|id| id.to_be_bytes()).collect()
}

/// A certificate's entry: its label, and where it is (a `Path`, or itself under `[0]`).
pub fn entry(label: &str, value: &[u8]) -> Vec<u8> {
    let object = tlv(0x30, &[&tlv(0x0c, &[label.as_bytes()])]);
    let certificate = tlv(0x30, &[&tlv(4, &[&[4, 5, 6]])]);
    tlv(
        0x30,
        &[&object, &certificate, &tlv(0xa1, &[&tlv(0x30, &[value])])],
    )
}

/// What looks like a certificate of so many bytes and is none.
pub fn certificate(len: usize, filler: u8) -> Vec<u8> {
    tlv(0x30, &[&vec![filler; len]])
}

/// A file.
#[derive(Clone, Debug)]
pub enum File {
    Transparent(Vec<u8>),
    Records(Vec<Vec<u8>>),
    Protected,
}

/// How a card says that a file ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With fewer bytes, and no word.
    Short,
    /// With a warning.
    Warning,
    /// With the length that is left (`6Cxx`), as with T=0.
    Length,
}

/// A card of the family.
#[derive(Clone, Debug)]
pub struct Card {
    pub atr: Vec<u8>,
    /// By their paths after the master file. Directories are none.
    pub files: BTreeMap<Vec<u16>, File>,
    /// The application's identifier, and its path.
    pub application: (Vec<u8>, Vec<u16>),
    /// The values of P1 that SELECT takes.
    pub forms: Vec<u8>,
    /// Whether P1 = 09 takes whole paths, or those from the directory where one is.
    pub takes_whole: bool,
    /// The values of P2 that SELECT takes.
    pub answers: Vec<u8>,
    /// Whether answers are fetched (`61xx`).
    pub is_fetched: bool,
    pub end: End,
    /// The most bytes that READ BINARY gives.
    pub slice: usize,
    /// The applet that must be selected first: on channel 1, and refused until the two others were.
    pub applet: Option<u8>,
    /// After so many commands, the card is gone.
    pub removed_after: usize,
    directory: Vec<u16>,
    selected: Option<Vec<u16>>,
    pending: Vec<u8>,
    /// What it was given, and what it answered.
    pub log: Vec<(Vec<u8>, Vec<u8>)>,
}

pub const DIR: u16 = 0x2f00;
pub const SN_ICC: u16 = 0xd003;
pub const ODF: u16 = 0x5031;
pub const TOKEN_INFO: u16 = 0x5032;
pub const CDF: u16 = 0x4401;
const APPLICATION: u16 = 0x0001;
const MASTER_FILE: u16 = 0x3f00;

/// The path of a file of the application.
pub fn inside(file: u16) -> Vec<u16> {
    vec![APPLICATION, file]
}

impl Card {
    /// A card with these certificates, that takes everything and answers as T=0 has it.
    pub fn new(certificates: &[(&str, Vec<u8>)]) -> Self {
        let whole = |file: u16| path(&[MASTER_FILE, APPLICATION, file]);
        let mut files = BTreeMap::new();
        let mut cdf = Vec::new();
        for (id, (label, der)) in (0x4500..).zip(certificates) {
            cdf.extend(entry(label, &whole(id)));
            files.insert(inside(id), File::Transparent(der.clone()));
        }
        let dir = tlv(
            0x61,
            &[
                &tlv(0x4f, &[AID]),
                &tlv(0x50, &[b"CPS"]),
                &tlv(0x51, &[&bytes_of(&[MASTER_FILE, APPLICATION])]),
            ],
        );
        let token_info = tlv(
            0x30,
            &[
                &tlv(2, &[&[0]]),
                &tlv(4, &[SERIAL]),
                &tlv(0x0c, &[b"Somebody"]),
                &tlv(0x80, &[b"CPS3v3-2900995235"]),
            ],
        );
        for (path, content) in [
            (vec![DIR], dir),
            (vec![SN_ICC], tlv(0x5a, &[SERIAL])),
            (inside(ODF), [tlv(0xa4, &[&whole(CDF)]), vec![0; 30]].concat()),
            (inside(TOKEN_INFO), token_info),
            (inside(CDF), [cdf, vec![0xff; 30]].concat()),
        ] {
            files.insert(path, File::Transparent(content));
        }
        files.insert(inside(0xd120), File::Protected);
        Self {
            atr: CPS3.to_vec(),
            files,
            application: (AID.to_vec(), vec![APPLICATION]),
            forms: vec![0x00, 0x02, 0x04, 0x08, 0x09],
            takes_whole: true,
            answers: vec![0x00, 0x04, 0x0c],
            is_fetched: true,
            end: End::Length,
            slice: 0xe7,
            applet: None,
            removed_after: usize::MAX,
            directory: Vec::new(),
            selected: None,
            pending: Vec::new(),
            log: Vec::new(),
        }
    }

    pub fn put(&mut self, path: Vec<u16>, content: Vec<u8>) {
        self.files.insert(path, File::Transparent(content));
    }

    /// Reads it, and checks what it was given.
    pub fn read(&mut self) -> Result<Reading, ReadError> {
        let reading = pollster::block_on(read(self, |_| ()));
        for (command, _) in &self.log {
            assert_allowed(command);
        }
        if let Ok(reading) = &reading {
            assert_eq!(reading.commands as usize, self.log.len());
            assert_bounded(reading);
        }
        reading
    }

    fn select(&mut self, [p1, p2]: [u8; 2], data: &[u8]) -> (Vec<u8>, u16) {
        const APPLET: &[u8] = b"\x80\x25\x00\x00\x01\xff\x01\x00";
        const FIRST: &[u8] = b"\xa0\x00\x00\x01\x51\x00\x00";
        const SECOND: &[u8] = b"\x80\x25\x00\x00\x01\xff\x00\x02";
        if !self.forms.contains(&p1) || !self.answers.contains(&p2) {
            return (Vec::new(), 0x6a86);
        }
        // 0, 1, 2: as many of the sequence were selected; 3: the applet.
        match (p1, self.applet, data) {
            (4, Some(2 | 3), APPLET) => self.applet = Some(3),
            (4, Some(_), APPLET) => return (Vec::new(), 0x6985),
            (4, Some(_), FIRST) => self.applet = Some(1),
            (4, Some(1), SECOND) => self.applet = Some(2),
            (_, Some(0..3), _) => return (Vec::new(), 0x6a82),
            _ => {}
        }
        if p1 == 4 && [APPLET, FIRST, SECOND].contains(&data) {
            return (Vec::new(), if self.applet.is_some() { 0x9000 } else { 0x6a82 });
        }
        let ids: Vec<u16> = data
            .chunks(2)
            .map(|id| u16::from_be_bytes([id[0], *id.get(1).unwrap_or(&0)]))
            .collect();
        let here = |ids: &[u16]| [&self.directory, ids].concat();
        let target = match (p1, ids.as_slice()) {
            (4, _) if data == self.application.0 => self.application.1.clone(),
            (4, _) => return (Vec::new(), 0x6a82),
            (0, [MASTER_FILE]) => Vec::new(),
            (9, [MASTER_FILE, rest @ ..]) if self.takes_whole => rest.to_vec(),
            (8, ids) => ids.to_vec(),
            (_, ids) => here(ids),
        };
        let is_directory = self
            .files
            .keys()
            .any(|path| path.len() > target.len() && path.starts_with(&target));
        if is_directory {
            self.directory = target;
            self.selected = None;
        } else if self.files.contains_key(&target) {
            self.directory = target[..target.len() - 1].to_vec();
            self.selected = Some(target);
        } else {
            return (Vec::new(), 0x6a82);
        }
        match p2 {
            0x0c => (Vec::new(), 0x9000),
            // What it says of its size is never true.
            _ => (tlv(0x62, &[&tlv(0x80, &[&[0, 1]])]), 0x9000),
        }
    }

    fn answer(&mut self, command: &[u8]) -> (Vec<u8>, u16) {
        let (&[_, instruction, p1, p2], body) = command.split_first_chunk().expect("a header");
        let wanted = match body.last() {
            Some(0) => 256,
            Some(wanted) => usize::from(*wanted),
            None => 0,
        };
        let file = self.selected.as_ref().and_then(|path| self.files.get(path));
        match (instruction, file) {
            (0xa4, _) => {
                let (len, data) = body.split_first().expect("a name");
                let (data, status) = self.select([p1, p2], &data[..usize::from(*len)]);
                if self.is_fetched && !data.is_empty() {
                    let len = u16::try_from(data.len()).expect("a short answer");
                    self.pending = data;
                    return (Vec::new(), 0x6100 | len);
                }
                (data, status)
            }
            (0xc0, _) => (std::mem::take(&mut self.pending), 0x9000),
            (0xb0, Some(File::Transparent(content))) => {
                let offset = usize::from(u16::from_be_bytes([p1, p2]));
                let Some(left) = content.get(offset..).filter(|left| !left.is_empty()) else {
                    return (Vec::new(), 0x6b00);
                };
                let given = left.len().min(self.slice);
                match (wanted > given, self.end) {
                    (false, _) => (left[..wanted].to_vec(), 0x9000),
                    (true, End::Warning) if given == left.len() => (left.to_vec(), 0x6282),
                    (true, End::Short | End::Warning) => (left[..given].to_vec(), 0x9000),
                    (true, End::Length) => {
                        (Vec::new(), 0x6c00 | u16::try_from(given & 0xff).expect("a byte"))
                    }
                }
            }
            (0xb2, Some(File::Records(records))) => {
                let record = usize::from(p1)
                    .checked_sub(1)
                    .and_then(|index| records.get(index));
                record.map_or((Vec::new(), 0x6a83), |record| (record.clone(), 0x9000))
            }
            (0xb0, Some(File::Records(_))) => (Vec::new(), 0x6981),
            (0xb0, Some(File::Protected)) => (Vec::new(), 0x6982),
            (0xb0, None) => (Vec::new(), 0x6986),
            _ => (Vec::new(), 0x6d00),
        }
    }
}

impl Link for Card {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    async fn transmit(&mut self, command: &Apdu) -> Result<Vec<u8>, LinkError> {
        if self.log.len() >= self.removed_after {
            return Err(LinkError::CardRemoved);
        }
        let (data, status) = self.answer(command.bytes());
        let answer = [data.as_slice(), &status.to_be_bytes()].concat();
        self.log.push((command.bytes().to_vec(), answer.clone()));
        Ok(answer)
    }
}

/// A card that answers whatever it is told to.
pub struct Hostile<'a> {
    atr: &'a [u8],
    script: &'a [u8],
    rest: &'a [u8],
    repeats: bool,
    commands: u32,
}

impl Link for Hostile<'_> {
    fn atr(&self) -> &[u8] {
        self.atr
    }

    async fn transmit(&mut self, command: &Apdu) -> Result<Vec<u8>, LinkError> {
        self.commands += 1;
        assert!(self.commands <= MAX_COMMANDS);
        assert_allowed(command.bytes());
        if self.rest.is_empty() && self.repeats {
            self.rest = self.script;
        }
        let Some((len, rest)) = self.rest.split_first() else {
            return Ok(vec![0x6a, 0x82]);
        };
        let (answer, rest) = rest.split_at(rest.len().min(usize::from(*len)));
        self.rest = rest;
        Ok(answer.to_vec())
    }
}

/// Reads a card that answers as this says: the first byte chooses the answer to reset, and its highest bit whether the
/// answers come again once they are over; then come the answers, each after a byte with its length.
pub fn read_hostile(bytes: &[u8]) -> Result<Reading, ReadError> {
    let (first, script) = bytes.split_first().unwrap_or((&0, &[]));
    let known = [CPS3, CPS4, OTHER, VITALE];
    let mut card = Hostile {
        atr: known[usize::from(first & 3)],
        script,
        rest: script,
        repeats: first & 0x80 != 0,
        commands: 0,
    };
    let reading = pollster::block_on(read(&mut card, |_| ()));
    if let Ok(reading) = &reading {
        assert_eq!(reading.commands, card.commands);
        assert_bounded(reading);
    }
    reading
}

/// Asserts that a command only reads: a short one of the list, on a channel that is used.
pub fn assert_allowed(command: &[u8]) {
    let [class, instruction, p1, ..] = command else {
        panic!("{command:02X?}");
    };
    assert!(*class <= 1, "{command:02X?}");
    assert!(
        Instruction::ALL
            .iter()
            .any(|allowed| allowed.byte() == *instruction)
    );
    assert!(*instruction != 0xb0 || *p1 < 0x80, "{command:02X?}");
    assert!(command.len() <= 261);
}

/// Asserts that no more was taken than there may be.
pub fn assert_bounded(reading: &Reading) {
    let listed = reading.certificates.len() + reading.unreadable.len();
    assert!(!reading.certificates.is_empty() && listed <= MAX_CERTIFICATES);
    let total: usize = reading.certificates.iter().map(|held| held.der.len()).sum();
    assert!(total <= MAX_BYTES + MAX_CERTIFICATES * 5 && reading.atr.len() <= MAX_LEN);
}
