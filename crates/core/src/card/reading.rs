//! All the public data of a card: what [`read`] finds on it, and the file that tells of it.

use core::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::apdu::{Link, LinkError};
use super::atr::{Generation, Recognised, recognise};
use super::iso7816::{Files, MASTER_FILE, Status};
use super::pkcs15::{self, MAX_CERTIFICATES, Value};
use super::tlv::{find, first_whole};
use crate::pem;

/// The public data of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The answer to reset; empty where it is not known, as with a certificate's file.
    pub atr: Vec<u8>,
    /// EF.SN.ICC: the content of its template `5A`, which begins with the issuer's number 8025000001.
    pub serial: Option<Vec<u8>>,
    /// The label in EF.TokenInfo, such as `CPS3v3-2600301752`.
    pub label: Option<String>,
    /// The certificates, in the order of the card.
    pub certificates: Vec<Held>,
    /// The labels of certificates that the card lists and does not give.
    pub unreadable: Vec<String>,
    /// How many commands it took; 0 where no card was read.
    pub commands: u32,
}

/// A certificate of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// What the card calls it; empty where that is not known.
    pub label: String,
    /// The DER, as it lies there. It may be no certificate at all.
    pub der: Vec<u8>,
}

/// How far a reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The reader gives the card power.
    Connecting,
    /// Its directories are read.
    Finding,
    /// The certificate of this number, from 1, is read.
    Certificate(u32),
}

/// Why a card was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It could not be spoken to.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// It is no card of the CPS family; what its answer to reset tells.
    #[error("not a card of the CPS family")]
    NotCps(Recognised),
    /// It is of the family, and no certificate is to be had from it.
    #[error("no certificate on the card")]
    NoCertificates,
}

/// EF.DIR, whose identifier ISO/IEC 7816-4 fixes.
const DIR: [u8; 2] = [0x2f, 0x00];
/// EF.ODF and EF.TokenInfo, whose identifiers ISO/IEC 7816-15 fixes.
const ODF: [u8; 2] = [0x50, 0x31];
const TOKEN_INFO: [u8; 2] = [0x50, 0x32];
/// EF.SN.ICC, and the tag of the number in it: the ANS's own.
const SN_ICC: [u8; 2] = [0xd0, 0x03];
const SERIAL_NUMBER: u32 = 0x5a;

/// The applet of a CPS4, and the two that the Cryptolib selects first where it is refused; each with its channel.
const APPLET: (u8, &[u8]) = (1, b"\x80\x25\x00\x00\x01\xff\x01\x00");
const BEFORE_APPLET: [(u8, &[u8]); 2] = [
    (1, b"\xa0\x00\x00\x01\x51\x00\x00"),
    (0, b"\x80\x25\x00\x00\x01\xff\x00\x02"),
];

/// Reads all the public data of a card. `progress` is told of each stage that is reached.
///
/// # Errors
/// Why nothing was read. What is optional and not there is left out; a certificate that the card does not give is
/// among [`Reading::unreadable`].
pub async fn read<L: Link>(link: &mut L, mut progress: impl FnMut(Stage)) -> Result<Reading, ReadError> {
    let atr = link.atr().to_vec();
    let recognised = recognise(&atr);
    if recognised == Recognised::Vitale {
        return Err(ReadError::NotCps(recognised));
    }
    progress(Stage::Finding);
    let mut files = Files::new(link);
    let mut dir = files.read(&[MASTER_FILE, DIR].concat()).await?;
    let has_applet = matches!(
        recognised,
        Recognised::Cps(Generation::Cps4 | Generation::Cps4Candidate) | Recognised::UnknownCps
    );
    if dir.is_err() && has_applet {
        select_applet(&mut files).await?;
        dir = files.read(&[MASTER_FILE, DIR].concat()).await?;
    }
    let Some(application) = dir.ok().and_then(|dir| pkcs15::application(&dir)) else {
        return Err(match recognised {
            Recognised::Cps(_) | Recognised::UnknownCps => ReadError::NoCertificates,
            other => ReadError::NotCps(other),
        });
    };
    let application = resolve(&MASTER_FILE, &application);
    let serial = files.read(&[MASTER_FILE, SN_ICC].concat()).await?;
    let token_info = files.read(&resolve(&application, &TOKEN_INFO)).await?;
    let odf = files
        .read(&resolve(&application, &ODF))
        .await?
        .unwrap_or_default();
    let mut reading = Reading {
        atr,
        serial: serial
            .ok()
            .and_then(|file| Some(find(&file, SERIAL_NUMBER)?.to_vec())),
        label: token_info.ok().and_then(|file| pkcs15::token_label(&file)),
        ..Reading::default()
    };
    let mut number = 0;
    for directory in pkcs15::certificate_directories(&odf) {
        let Ok(file) = files.read(&resolve(&application, &directory.path)).await? else {
            continue;
        };
        for listed in pkcs15::certificates(directory.of(&file)) {
            if reading.certificates.len() + reading.unreadable.len() >= MAX_CERTIFICATES {
                break;
            }
            number += 1;
            progress(Stage::Certificate(number));
            let der = match &listed.value {
                Value::Direct(der) => Some(der.clone()),
                Value::At(place) => {
                    let file = files.read(&resolve(&application, &place.path)).await?;
                    file.ok().map(|file| first_whole(place.of(&file)).to_vec())
                }
            };
            match der {
                Some(der) => reading.certificates.push(Held {
                    label: listed.label,
                    der,
                }),
                None => reading.unreadable.push(listed.label),
            }
        }
    }
    reading.commands = files.commands;
    if reading.certificates.is_empty() {
        return Err(ReadError::NoCertificates);
    }
    Ok(reading)
}

/// Selects the applet of a CPS4, by the Cryptolib's way where it is refused. Read in the Cryptolib's source, and not tried
/// on a card.
async fn select_applet<L: Link>(files: &mut Files<'_, L>) -> Result<(), LinkError> {
    let (channel, applet) = APPLET;
    if files.select_application(channel, applet).await? == Status::CONDITIONS {
        for (channel, aid) in BEFORE_APPLET {
            files.select_application(channel, aid).await?;
        }
        files.select_application(channel, applet).await?;
    }
    Ok(())
}

/// A path as it is followed from this directory: one that begins with the master file's identifier is whole already.
fn resolve(directory: &[u8], path: &[u8]) -> Vec<u8> {
    if path.starts_with(&MASTER_FILE) {
        path.to_vec()
    } else {
        [directory, path].concat()
    }
}

/// The first line of the file: its form, and the version of that.
const FIRST_LINE: &str = "CertiROC card 1";
const ATR_LINE: &str = "ATR: ";
const SERIAL_LINE: &str = "EF.SN.ICC: ";
const LABEL_LINE: &str = "EF.TokenInfo: ";
const CERTIFICATE_LINE: &str = "Certificate: ";
/// The PEM label (RFC 7468, section 5).
const PEM_LABEL: &str = "CERTIFICATE";
/// How blocks of PEM begin and end, wherever they stand.
const DASHES: &str = "-----";

impl Reading {
    /// The file that tells of the card: its certificates in PEM, with lines of text before them, as RFC 7468 allows
    /// (section 5.2), so that every program that reads PEM has the certificates.
    pub fn to_text(&self) -> String {
        let mut text = format!("{FIRST_LINE}\n");
        let mut line = |name: &str, value: &str| {
            // Writing to a String does not fail.
            let _ = writeln!(text, "{name}{value}");
        };
        line(ATR_LINE, &hexadecimal(&self.atr));
        if let Some(serial) = &self.serial {
            line(SERIAL_LINE, &hexadecimal(serial));
        }
        if let Some(label) = &self.label {
            line(LABEL_LINE, &one_line(label));
        }
        for held in &self.certificates {
            let _ = write!(
                text,
                "\n{CERTIFICATE_LINE}{}\n{}",
                one_line(&held.label),
                pem::encode(PEM_LABEL, &held.der)
            );
        }
        text
    }

    /// Reads such a file; nothing of any other, or of one that is damaged.
    pub fn from_text(bytes: &[u8]) -> Option<Self> {
        let text = str::from_utf8(bytes).ok()?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text.lines().map(str::trim_end);
        if lines.next()? != FIRST_LINE {
            return None;
        }
        let mut reading = Self::default();
        let mut labels = Vec::new();
        for line in lines {
            if let Some(value) = line.strip_prefix(ATR_LINE.trim_end()) {
                reading.atr = bytes_of(value)?;
            } else if let Some(value) = line.strip_prefix(SERIAL_LINE) {
                reading.serial = Some(bytes_of(value)?);
            } else if let Some(value) = line.strip_prefix(LABEL_LINE.trim_end()) {
                reading.label = Some(value.trim().to_owned());
            } else if let Some(value) = line.strip_prefix(CERTIFICATE_LINE.trim_end()) {
                labels.push(value.trim().to_owned());
            }
        }
        let blocks = pem::decode(text.as_bytes())?;
        let is_ours = blocks.len() == labels.len()
            && blocks.len() <= MAX_CERTIFICATES
            && blocks.iter().all(|block| block.label == PEM_LABEL);
        let held = labels.into_iter().zip(blocks);
        reading.certificates = held
            .map(|(label, block)| Held {
                label,
                der: block.der,
            })
            .collect();
        is_ours.then_some(reading)
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let pairs: Vec<_> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(" ")
}

fn bytes_of(pairs: &str) -> Option<Vec<u8>> {
    let pairs = pairs.split_ascii_whitespace();
    pairs
        .map(|pair| u8::from_str_radix(pair, 16).ok().filter(|_| pair.len() == 2))
        .collect()
}

/// A label that neither ends its line nor looks like PEM.
fn one_line(label: &str) -> String {
    let spaced: String = label
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    spaced.replace(DASHES, "–").trim().to_owned()
}
