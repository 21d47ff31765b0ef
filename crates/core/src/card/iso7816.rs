//! Selecting and reading files (ISO/IEC 7816-4), in the forms that cards of the CPS family were read to want.
//!
//! Which of the forms a real card takes is not known: they are tried in turn, and the one that a card took is kept.

use super::apdu::{Apdu, Instruction, Link, LinkError, TooLong};

/// The master file.
pub const MASTER_FILE: [u8; 2] = [0x3f, 0x00];
/// The most that is read of a file. The largest on a card, a certificate, takes 2,000 bytes.
pub const MAX_FILE: usize = 32 * 1024;
/// How many bytes are read at once: what a CPS3 gives at most.
const SLICE: u16 = 0xe7;
/// How many records of a file are read.
const MAX_RECORDS: u8 = 16;
/// How often an answer may be continued.
const MAX_CONTINUATIONS: u32 = 256;

/// A status word (ISO/IEC 7816-4, section 5.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status(pub u16);

impl Status {
    /// Done.
    pub const DONE: Self = Self(0x9000);
    /// The file ended before as many bytes as were wanted.
    pub const END_OF_FILE: Self = Self(0x6282);
    /// Nobody may, without the confidential code.
    pub const SECURITY: Self = Self(0x6982);
    /// Not now.
    pub const CONDITIONS: Self = Self(0x6985);
    /// No such file.
    pub const NOT_FOUND: Self = Self(0x6a82);
}

/// An answer, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its data.
    pub data: Vec<u8>,
    /// Its status.
    pub status: Status,
}

/// How a file is named in SELECT (P1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// By its path, with the master file's identifier: the Cryptolib's own with CPS3.
    WholePath,
    /// By its path from the master file: ISO's.
    FromMasterFile,
    /// Identifier by identifier, from the master file: the Cryptolib's with CPS4 in the end.
    Steps,
}

impl Form {
    const ALL: [Self; 3] = [Self::WholePath, Self::FromMasterFile, Self::Steps];
}

/// What SELECT is to answer (P2): nothing, or else whatever the card has.
const ANSWERS: [(u8, Option<u16>); 2] = [(0x0c, None), (0x00, Some(256))];

/// The files of a card.
#[derive(Debug)]
pub struct Files<'a, L> {
    link: &'a mut L,
    channel: u8,
    /// The form of SELECT that the card took.
    form: Option<(Form, (u8, Option<u16>))>,
    /// How many commands were sent.
    pub commands: u32,
}

impl<'a, L: Link> Files<'a, L> {
    /// Those of the card behind a link.
    pub const fn new(link: &'a mut L) -> Self {
        Self {
            link,
            channel: 0,
            form: None,
            commands: 0,
        }
    }

    /// Sends a command, and fetches the rest of the answer where the card says that there is one (`61xx`), or asks for
    /// the right length (`6Cxx`). One loop for every link: some readers do this themselves.
    async fn exchange(&mut self, command: Result<Apdu, TooLong>) -> Result<Answer, LinkError> {
        let mut command = command.map_err(|error| LinkError::Card(error.to_string()))?;
        let mut data = Vec::new();
        let mut was_corrected = false;
        for _ in 0..MAX_CONTINUATIONS {
            self.commands += 1;
            let answer = self.link.transmit(&command).await?;
            let Some((part, &[sw1, sw2])) = answer.split_last_chunk() else {
                return Err(LinkError::Card("an answer without a status".to_owned()));
            };
            let expected = if sw2 == 0 { 256 } else { u16::from(sw2) };
            match sw1 {
                0x61 => {
                    data.extend_from_slice(part);
                    let response = Apdu::new(
                        self.channel,
                        Instruction::GetResponse,
                        [0, 0],
                        &[],
                        Some(expected),
                    );
                    command = response.map_err(|error| LinkError::Card(error.to_string()))?;
                }
                0x6c if !was_corrected => {
                    was_corrected = true;
                    command = command.expecting(expected);
                }
                _ => {
                    data.extend_from_slice(part);
                    let status = Status(u16::from_be_bytes([sw1, sw2]));
                    return Ok(Answer { data, status });
                }
            }
            if data.len() > MAX_FILE {
                break;
            }
        }
        Err(LinkError::Card("an answer without an end".to_owned()))
    }

    async fn select_by(
        &mut self,
        form: Form,
        path: &[u8],
        answer: (u8, Option<u16>),
    ) -> Result<Status, LinkError> {
        let (p2, expected) = answer;
        let names: Vec<(u8, &[u8])> = match form {
            Form::WholePath => vec![(0x09, path)],
            Form::FromMasterFile => vec![(0x08, path.strip_prefix(&MASTER_FILE).unwrap_or(path))],
            Form::Steps => path.chunks(2).map(|id| (0x00, id)).collect(),
        };
        let mut status = Status::NOT_FOUND;
        for (p1, name) in names {
            let command = Apdu::new(self.channel, Instruction::Select, [p1, p2], name, expected);
            status = self.exchange(command).await?.status;
            if status != Status::DONE {
                break;
            }
        }
        Ok(status)
    }

    /// Selects a file by its path, the master file's identifier first.
    ///
    /// # Errors
    /// Why the card cannot be spoken to. A file that is not there is a status.
    pub async fn select(&mut self, path: &[u8]) -> Result<Status, LinkError> {
        if let Some((form, answer)) = self.form {
            return self.select_by(form, path, answer).await;
        }
        let mut status = Status::NOT_FOUND;
        for form in Form::ALL {
            for answer in ANSWERS {
                status = self.select_by(form, path, answer).await?;
                if status == Status::DONE {
                    self.form = Some((form, answer));
                    return Ok(status);
                }
            }
        }
        Ok(status)
    }

    /// Selects an application by its identifier, and stays on this logical channel.
    ///
    /// # Errors
    /// Why the card cannot be spoken to.
    pub async fn select_application(&mut self, channel: u8, aid: &[u8]) -> Result<Status, LinkError> {
        self.channel = channel;
        let command = Apdu::new(channel, Instruction::Select, [0x04, 0x00], aid, Some(256));
        Ok(self.exchange(command).await?.status)
    }

    /// Reads a file by its path: the bytes of a transparent one, or its records one after the other. At most
    /// [`MAX_FILE`] bytes; no size that the card tells is believed.
    ///
    /// # Errors
    /// Why the card cannot be spoken to. That the file is not there, or not for everybody, is a status.
    pub async fn read(&mut self, path: &[u8]) -> Result<Result<Vec<u8>, Status>, LinkError> {
        let selected = self.select(path).await?;
        if selected != Status::DONE {
            return Ok(Err(selected));
        }
        match self.read_binary().await? {
            // The command does not suit this structure of file.
            Err(Status(0x6981)) => self.read_records().await,
            read => Ok(read),
        }
    }

    async fn read_binary(&mut self) -> Result<Result<Vec<u8>, Status>, LinkError> {
        let mut bytes = Vec::new();
        while bytes.len() < MAX_FILE {
            // Below 32 KiB: the first bit of P1 stays 0.
            let offset = u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes();
            let command = Apdu::new(self.channel, Instruction::ReadBinary, offset, &[], Some(SLICE));
            let Answer { data, status } = self.exchange(command).await?;
            let is_whole = data.len() >= usize::from(SLICE);
            bytes.extend_from_slice(&data);
            match status {
                Status::DONE if is_whole => {}
                Status::DONE | Status::END_OF_FILE => break,
                // An offset past the end: the last slice ended with the file.
                _ if !bytes.is_empty() => break,
                status => return Ok(Err(status)),
            }
        }
        bytes.truncate(MAX_FILE);
        Ok(Ok(bytes))
    }

    async fn read_records(&mut self) -> Result<Result<Vec<u8>, Status>, LinkError> {
        let mut bytes = Vec::new();
        for number in 1..=MAX_RECORDS {
            // P2: the record of this number of the file that is selected.
            let command = Apdu::new(
                self.channel,
                Instruction::ReadRecord,
                [number, 0x04],
                &[],
                Some(256),
            );
            let Answer { data, status } = self.exchange(command).await?;
            match status {
                Status::DONE => bytes.extend_from_slice(&data),
                status if bytes.is_empty() => return Ok(Err(status)),
                _ => break,
            }
        }
        Ok(Ok(bytes))
    }
}
