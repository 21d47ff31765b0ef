//! Selecting and reading files (ISO/IEC 7816-4), in the forms that cards of the CPS family accept according to the
//! Cryptolib's source.
//!
//! What that source says: CPS3 accepts SELECT by the whole path (P1 = 09, the master file's identifier first) and gives
//! 231 bytes at once; CPS4 accepts the last identifier alone (P1 = 09) once its application is selected. A path from
//! the master file (P1 = 08) is ISO's own form, seen to work only with a simulated card. No form was tried on a real
//! card, so each is tried in turn, and the one that a card accepts is the first to be tried next time.

use super::apdu::{Apdu, Instruction, Link, LinkError};
use super::tlv;

/// The master file.
pub const MASTER_FILE: [u8; 2] = [0x3f, 0x00];
/// The most that is read of a file: as far as an offset of 15 bits reaches. The largest file on a card, a certificate,
/// takes 2,000 bytes.
pub const MAX_FILE: usize = 32 * 1024;
/// The most bytes that a card may give in all, and the most commands it may be given: many times those of a real one.
pub const MAX_BYTES: usize = 256 * 1024;
/// See [`MAX_BYTES`].
pub const MAX_COMMANDS: u32 = 2048;
/// How many bytes are read at once: what a CPS3 gives at most.
const SLICE: usize = 0xe7;
/// How many records of a file are read.
const MAX_RECORDS: u8 = 32;
/// How often an answer may be continued. No card gives one a byte at a time.
const MAX_CONTINUATIONS: u32 = 16;

/// A status word (ISO/IEC 7816-4, section 5.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:04X}")]
pub struct StatusWord(pub u16);

impl StatusWord {
    /// Done.
    pub const DONE: Self = Self(0x9000);
    /// The file ended before the number of bytes wanted.
    pub const END_OF_FILE: Self = Self(0x6282);
    /// The command does not suit the structure of the file.
    pub const OTHER_STRUCTURE: Self = Self(0x6981);
    /// Not allowed without the confidential code.
    pub const SECURITY: Self = Self(0x6982);
    /// Not now.
    pub const CONDITIONS: Self = Self(0x6985);
    /// No such file.
    pub const NOT_FOUND: Self = Self(0x6a82);
    /// The offset is past the end of the file.
    pub const OFFSET: Self = Self(0x6b00);

    /// Whether the command was carried out, perhaps with a warning.
    pub const fn is_done(self) -> bool {
        matches!(self.0, 0x9000 | 0x6200..=0x62ff)
    }
}

/// An answer, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardAnswer {
    /// Its data.
    pub data: Vec<u8>,
    /// Its status.
    pub status: StatusWord,
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Communication with the card failed.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The card refused: there is no such file, or it is not public.
    #[error("refused: {0}")]
    Refused(StatusWord),
    /// More than any card needs: [`MAX_COMMANDS`] or [`MAX_BYTES`].
    #[error("more commands, or more bytes, than any card takes")]
    TooMuch,
}

/// How much of a file [`CardFiles::read`] reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Its first BER-TLV element, without the filler after it.
    FirstElement,
}

/// How a file is named in SELECT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// By its path, with the master file's identifier.
    WholePath,
    /// By its path from the master file.
    FromMasterFile,
    /// By its path from the current directory, which at first is the master file.
    FromHere,
    /// The application by its identifier, then the path from there.
    InApplication,
    /// The application by its identifier, then identifier by identifier.
    StepsInApplication,
    /// Identifier by identifier, from the master file.
    Steps,
}

impl Form {
    const ALL: [Self; 6] = [
        Self::WholePath,
        Self::FromMasterFile,
        Self::FromHere,
        Self::InApplication,
        Self::StepsInApplication,
        Self::Steps,
    ];

    /// P1 and data of each command, in order; `None` if this form cannot name the file.
    fn names<'a>(self, path: &'a [u8], application: Option<&'a Application>) -> Option<Vec<(u8, &'a [u8])>> {
        const ANY: u8 = 0x00;
        const ELEMENTARY: u8 = 0x02;
        const BY_NAME: u8 = 0x04;
        const FROM_MASTER_FILE: u8 = 0x08;
        const FROM_HERE: u8 = 0x09;
        let from_master_file = path.strip_prefix(&MASTER_FILE);
        let inside = |application: &'a Application| match (from_master_file, &application.path) {
            (None, _) => Some(path),
            (_, Some(application)) => path.strip_prefix(application.as_slice()),
            // A file of some directory is looked for in this one, as the Cryptolib does.
            (Some([_, _, _, _, ..]), None) => path.last_chunk::<2>().map(<[u8; 2]>::as_slice),
            _ => None,
        };
        let names = match self {
            Self::WholePath => vec![(FROM_HERE, from_master_file.and(Some(path))?)],
            Self::FromMasterFile => vec![(FROM_MASTER_FILE, from_master_file?)],
            Self::FromHere => vec![(FROM_HERE, from_master_file?)],
            Self::InApplication => {
                let application = application?;
                vec![
                    (BY_NAME, application.aid.as_slice()),
                    (FROM_HERE, inside(application)?),
                ]
            }
            Self::StepsInApplication => {
                let application = application?;
                let mut names = vec![(BY_NAME, application.aid.as_slice())];
                names.extend(inside(application)?.chunks(2).map(|id| (ANY, id)));
                names.last_mut()?.0 = ELEMENTARY;
                names
            }
            Self::Steps => from_master_file.and(Some(path.chunks(2).map(|id| (ANY, id)).collect()))?,
        };
        names.iter().all(|(_, name)| !name.is_empty()).then_some(names)
    }
}

/// What SELECT is asked to answer: P2, and the most bytes wanted. First nothing, as the Cryptolib asks where it needs
/// nothing; then the file's control parameters, as it asks where it needs them; then its control information, which
/// ISO lists first. The sizes in them would not be trusted, so they are not looked at.
const ANSWERS: [(u8, Option<u16>); 3] = [(0x0c, None), (0x04, Some(256)), (0x00, Some(256))];

/// An application, as SELECT names it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Application {
    aid: Vec<u8>,
    /// Its path, the master file's identifier first, if it is known.
    path: Option<Vec<u8>>,
}

/// The files of a card.
#[derive(Debug)]
pub struct CardFiles<'a, L> {
    link: &'a mut L,
    channel: u8,
    application: Option<Application>,
    /// Which of [`ANSWERS`] the card accepted, and the form that it accepted last.
    taken: Option<(Form, (u8, Option<u16>))>,
    commands: u32,
    bytes: usize,
}

impl<'a, L: Link> CardFiles<'a, L> {
    /// Those of the card behind a link.
    pub const fn new(link: &'a mut L) -> Self {
        Self {
            link,
            channel: 0,
            application: None,
            taken: None,
            commands: 0,
            bytes: 0,
        }
    }

    /// How many commands were sent.
    pub const fn commands(&self) -> u32 {
        self.commands
    }

    /// Sends a command, and fetches the rest of the answer if the card says that there is more (`61xx`), or asks again
    /// with the right length (`6Cxx`). One loop for every link: some readers do this themselves.
    ///
    /// # Errors
    /// Why there is no answer. A refusal is an answer.
    pub async fn exchange(&mut self, command: &Apdu) -> Result<CardAnswer, FileError> {
        let mut command = command.clone();
        let mut data = Vec::new();
        let mut was_corrected = false;
        for _ in 0..MAX_CONTINUATIONS {
            if self.commands == MAX_COMMANDS {
                return Err(FileError::TooMuch);
            }
            self.commands += 1;
            let answer = self.link.transmit(&command).await?;
            let Some((part, &[sw1, sw2])) = answer.split_last_chunk() else {
                return Err(LinkError::Card("an answer without a status".to_owned()).into());
            };
            self.bytes = self.bytes.saturating_add(part.len());
            if self.bytes > MAX_BYTES {
                return Err(FileError::TooMuch);
            }
            data.extend_from_slice(part);
            let expected = if sw2 == 0 { 256 } else { u16::from(sw2) };
            match sw1 {
                0x61 => {
                    command = self.command(Instruction::GetResponse, [0, 0], &[], Some(expected))?;
                    was_corrected = false;
                }
                0x6c if !was_corrected => {
                    command = command.expecting(expected);
                    was_corrected = true;
                }
                _ => {
                    let status = StatusWord(u16::from_be_bytes([sw1, sw2]));
                    return Ok(CardAnswer { data, status });
                }
            }
        }
        Err(LinkError::Card("an answer without an end".to_owned()).into())
    }

    /// A command on the current channel. Data that are too long come from the card: a path, an identifier.
    fn command(
        &self,
        instruction: Instruction,
        parameters: [u8; 2],
        data: &[u8],
        expected: Option<u16>,
    ) -> Result<Apdu, LinkError> {
        Apdu::new(self.channel, instruction, parameters, data, expected)
            .map_err(|error| LinkError::Card(error.to_string()))
    }

    /// Sends the commands that follow on this logical channel, 0 to 3.
    pub const fn stay_on(&mut self, channel: u8) {
        self.channel = channel;
    }

    /// Selects the application of this identifier on a logical channel, 0 to 3, and stays on that channel.
    ///
    /// # Errors
    /// Why the card did not answer. A refusal is a status.
    pub async fn select_application(&mut self, channel: u8, aid: &[u8]) -> Result<StatusWord, FileError> {
        self.channel = channel;
        let command = self.command(Instruction::Select, [0x04, 0x00], aid, Some(256))?;
        Ok(self.exchange(&command).await?.status)
    }

    /// Selects an application, and lets its files be named from there: those of a path that begins with `path`, and
    /// those of a path that does not begin with the master file.
    ///
    /// # Errors
    /// Why the card did not answer. A refusal is a status; the files may still be found by their whole path.
    pub async fn enter(&mut self, aid: &[u8], path: Option<&[u8]>) -> Result<StatusWord, FileError> {
        self.application = Some(Application {
            aid: aid.to_vec(),
            path: path.map(<[u8]>::to_vec),
        });
        self.select_application(self.channel, aid).await
    }

    async fn select_by(
        &mut self,
        names: &[(u8, &[u8])],
        (p2, expected): (u8, Option<u16>),
    ) -> Result<StatusWord, FileError> {
        let mut status = StatusWord::NOT_FOUND;
        for (p1, name) in names {
            let command = self.command(Instruction::Select, [*p1, p2], name, expected)?;
            status = self.exchange(&command).await?.status;
            if !status.is_done() {
                break;
            }
        }
        Ok(status)
    }

    /// Selects a file by its path: the master file's identifier first, or from the application.
    async fn select(&mut self, path: &[u8]) -> Result<(), FileError> {
        let application = self.application.clone();
        let last = self.taken.map(|(form, _)| form);
        let others = Form::ALL.into_iter().filter(|form| Some(*form) != last);
        let mut refusal = StatusWord::NOT_FOUND;
        for form in last.into_iter().chain(others) {
            let Some(names) = form.names(path, application.as_ref()) else {
                continue;
            };
            let answers = self.taken.map_or(ANSWERS.to_vec(), |(_, answer)| vec![answer]);
            for answer in answers {
                let status = self.select_by(&names, answer).await?;
                match status {
                    done if done.is_done() => {
                        self.taken = Some((form, answer));
                        return Ok(());
                    }
                    StatusWord::SECURITY => return Err(FileError::Refused(status)),
                    // Another answer would not be found either.
                    StatusWord::NOT_FOUND => break,
                    other => refusal = other,
                }
            }
        }
        Err(FileError::Refused(refusal))
    }

    /// Reads a file by its path, the master file's identifier first, or else from the application: the bytes of a
    /// transparent file, or the records of any other, one after the other. At most [`MAX_FILE`] bytes; no length that
    /// the card gives is trusted.
    ///
    /// # Errors
    /// Why it was not read.
    pub async fn read(&mut self, path: &[u8], extent: Extent) -> Result<Vec<u8>, FileError> {
        self.select(path).await?;
        match self.read_binary(extent).await {
            Err(FileError::Refused(StatusWord::OTHER_STRUCTURE)) => self.read_records().await,
            read => read,
        }
    }

    async fn read_binary(&mut self, extent: Extent) -> Result<Vec<u8>, FileError> {
        let mut bytes = Vec::new();
        loop {
            let end = match extent {
                Extent::FirstElement => tlv::first_len(&bytes).unwrap_or(MAX_FILE).min(MAX_FILE),
                Extent::Whole => MAX_FILE,
            };
            let wanted = end.saturating_sub(bytes.len()).min(SLICE);
            // Below 32 KiB: the first bit of P1, which has another meaning, stays 0.
            let (0x1.., Ok(offset)) = (wanted, u16::try_from(bytes.len())) else {
                break;
            };
            let expected = u16::try_from(wanted).ok();
            let command = self.command(Instruction::ReadBinary, offset.to_be_bytes(), &[], expected)?;
            let CardAnswer { data, status } = self.exchange(&command).await?;
            bytes.extend_from_slice(&data);
            match status {
                // Fewer than wanted may mean the end, or the most that this card gives at once: the next answer shows
                // which.
                StatusWord::DONE if !data.is_empty() => {}
                StatusWord::DONE | StatusWord::END_OF_FILE | StatusWord::OFFSET => break,
                status if bytes.is_empty() => return Err(FileError::Refused(status)),
                _ => break,
            }
        }
        bytes.truncate(MAX_FILE);
        Ok(bytes)
    }

    async fn read_records(&mut self) -> Result<Vec<u8>, FileError> {
        let mut bytes = Vec::new();
        for number in 1..=MAX_RECORDS {
            // P2: the record with this number, of the selected file.
            let command = self.command(Instruction::ReadRecord, [number, 0x04], &[], Some(256))?;
            let CardAnswer { data, status } = self.exchange(&command).await?;
            match status {
                StatusWord::DONE => bytes.extend_from_slice(&data),
                status if bytes.is_empty() => return Err(FileError::Refused(status)),
                _ => break,
            }
        }
        Ok(bytes)
    }
}
