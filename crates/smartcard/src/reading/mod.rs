//! All the public data of a card: what [`read`] finds on it, and the file that describes it.

mod file;

use serde::{Deserialize, Serialize};

use super::apdu::{Link, LinkError};
use super::atr::{self, Generation, Recognised, recognise};
use super::iso7816::{CardFiles, Extent, FileError, MASTER_FILE, StatusWord};
use super::pkcs15::{self, Application, Listed, MAX_CERTIFICATES, ObjectPlace, ObjectValue};
use super::tlv::{find, first_whole};

/// The public data of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The answer to reset; empty if it is not known, as with a certificate's file.
    pub atr: Vec<u8>,
    /// EF.SN.ICC: the content of its template `5A`, which begins with the issuer's number 8025000001.
    pub serial: Option<Vec<u8>>,
    /// The label in EF.TokenInfo, such as `CPS3v3-2600301752`.
    pub label: Option<String>,
    /// The certificates, in the order of the card.
    pub certificates: Vec<Held>,
    /// The labels of certificates that the card lists but does not give.
    pub unreadable: Vec<String>,
    /// How many commands it took; 0 if no card was read.
    pub commands: u32,
}

/// A certificate of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The card's name for it; empty if that is not known.
    pub label: String,
    /// The DER, as it is on the card. It may not be a certificate at all.
    pub der: Vec<u8>,
}

/// How far a reading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingStage {
    /// The reader powers the card.
    Connecting,
    /// Its directories are read.
    Finding,
    /// The certificate with this number, from 1, is read.
    Certificate(u32),
}

/// Why a card was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// Communication with it failed.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// It is not a card of the CPS family; what its answer to reset reveals.
    #[error("not a card of the CPS family")]
    NotCps(Recognised),
    /// It gives no certificate.
    #[error("no certificate on the card")]
    NoCertificates,
}

impl From<FileError> for CardError {
    fn from(error: FileError) -> Self {
        Self::Link(match error {
            FileError::Link(error) => error,
            other => LinkError::Card(other.to_string()),
        })
    }
}

/// EF.DIR, whose identifier ISO/IEC 7816-4 fixes.
const DIR: [u8; 2] = [0x2f, 0x00];
/// EF.SN.ICC, the tag of the number in it, and how the number begins: the ANS's own.
const SN_ICC: [u8; 2] = [0xd0, 0x03];
const SERIAL_NUMBER: u8 = 0x5a;
const ISSUER: [u8; 5] = [0x80, 0x25, 0x00, 0x00, 0x01];

/// The applet of a CPS4, and the two that the Cryptolib selects first if it is refused; each with its channel.
const APPLET: (u8, &[u8]) = (1, b"\x80\x25\x00\x00\x01\xff\x01\x00");
const BEFORE_APPLET: [(u8, &[u8]); 2] = [
    (1, b"\xa0\x00\x00\x01\x51\x00\x00"),
    (0, b"\x80\x25\x00\x00\x01\xff\x00\x02"),
];

/// Reads all the public data of a card. `progress` is called at each stage.
///
/// # Errors
/// Why nothing was read. Optional data that are absent are left out; a certificate that the card does not give is among
/// [`Reading::unreadable`].
pub async fn read<L: Link>(
    link: &mut L,
    mut progress: impl FnMut(ReadingStage),
) -> Result<Reading, CardError> {
    let atr = link.atr();
    let recognised = recognise(atr);
    if recognised == Recognised::Vitale {
        return Err(CardError::NotCps(recognised));
    }
    let atr = atr.iter().take(atr::MAX_LEN).copied().collect();
    progress(ReadingStage::Finding);
    let mut files = CardFiles::new(link);
    let mut contents = look(&mut files).await?;
    let may_have_applet = matches!(
        recognised,
        Recognised::Cps(Generation::Cps4 | Generation::Cps4Candidate) | Recognised::UnknownCps
    );
    if contents.listed.is_empty() && may_have_applet {
        select_applet(&mut files).await?;
        contents = look(&mut files).await?;
    }
    let Some(application) = contents.application else {
        return Err(match recognised {
            Recognised::Cps(_) | Recognised::UnknownCps => CardError::NoCertificates,
            other => CardError::NotCps(other),
        });
    };
    if contents.listed.len() > MAX_CERTIFICATES {
        return Err(FileError::TooMuch.into());
    }
    let mut reading = Reading {
        atr,
        serial: contents.serial,
        label: label(&mut files, &application).await?,
        ..Reading::default()
    };
    for (number, listed) in (1..).zip(contents.listed) {
        progress(ReadingStage::Certificate(number));
        match certificate(&mut files, &application, listed.value).await? {
            Some(der) => reading.certificates.push(Held {
                label: listed.label,
                der,
            }),
            None => reading.unreadable.push(listed.label),
        }
    }
    reading.commands = files.commands();
    if reading.certificates.is_empty() {
        return Err(CardError::NoCertificates);
    }
    Ok(reading)
}

/// What a card has: its number, the application, if there is one, and the certificates that it lists.
#[derive(Default)]
struct Contents {
    serial: Option<Vec<u8>>,
    application: Option<Application>,
    listed: Vec<Listed>,
}

/// Looks for an application that lists certificates; failing that, returns the last one found.
async fn look<L: Link>(files: &mut CardFiles<'_, L>) -> Result<Contents, FileError> {
    let dir = files.read(&[MASTER_FILE, DIR].concat(), Extent::Whole).await;
    // Before any application is selected: some cards find a file only from the current directory.
    let mut contents = Contents {
        serial: serial(files).await?,
        ..Contents::default()
    };
    let mut applications = pkcs15::applications(&if_given(dir)?.unwrap_or_default());
    if applications.is_empty() {
        applications = Application::unlisted();
    }
    for application in applications {
        let entered = files.enter(&application.aid, application.path.as_deref()).await?;
        // If its path is known, so are those of its files.
        if !entered.is_done() && application.path.is_none() {
            continue;
        }
        let listed = list(files, &application).await?;
        let is_found = !listed.is_empty();
        contents.application = Some(application);
        contents.listed = listed;
        if is_found {
            break;
        }
    }
    Ok(contents)
}

/// The certificates that an application lists, and one more if there are too many.
async fn list<L: Link>(
    files: &mut CardFiles<'_, L>,
    application: &Application,
) -> Result<Vec<Listed>, FileError> {
    let odf = read_place(files, application, &application.odf, Extent::Whole).await?;
    let mut listed = Vec::new();
    for directory in pkcs15::certificate_directories(&odf.unwrap_or_default()) {
        let directory = match directory {
            ObjectValue::At(place) => read_place(files, application, &place, Extent::Whole)
                .await?
                .unwrap_or_default(),
            ObjectValue::Direct(bytes) => bytes,
        };
        listed.extend(pkcs15::certificates(&directory));
    }
    Ok(listed)
}

/// EF.SN.ICC, if it is what the ANS writes.
async fn serial<L: Link>(files: &mut CardFiles<'_, L>) -> Result<Option<Vec<u8>>, FileError> {
    let path = [MASTER_FILE, SN_ICC].concat();
    let file = if_given(files.read(&path, Extent::FirstElement).await)?.unwrap_or_default();
    let serial = find(&file, SERIAL_NUMBER.into()).filter(|serial| serial.starts_with(&ISSUER));
    Ok(serial.map(<[u8]>::to_vec))
}

async fn label<L: Link>(
    files: &mut CardFiles<'_, L>,
    application: &Application,
) -> Result<Option<String>, FileError> {
    let file = read_place(files, application, &application.token_info, Extent::FirstElement).await?;
    Ok(pkcs15::token_info(&file.unwrap_or_default()).label)
}

/// The DER of a certificate; `None` if the card does not give it, or gives something else than an element of DER.
async fn certificate<L: Link>(
    files: &mut CardFiles<'_, L>,
    application: &Application,
    value: Option<ObjectValue>,
) -> Result<Option<Vec<u8>>, FileError> {
    let bytes = match value {
        Some(ObjectValue::At(place)) => read_place(files, application, &place, Extent::FirstElement).await?,
        Some(ObjectValue::Direct(der)) => Some(der),
        None => None,
    };
    Ok(bytes.and_then(|bytes| first_whole(&bytes).map(<[u8]>::to_vec)))
}

/// A file of the application, or a part of it; `None` if the card does not give it.
async fn read_place<L: Link>(
    files: &mut CardFiles<'_, L>,
    application: &Application,
    place: &ObjectPlace,
    extent: Extent,
) -> Result<Option<Vec<u8>>, FileError> {
    let extent = place.part.map_or(extent, |_| Extent::Whole);
    let file = files.read(&application.resolve(&place.path), extent).await;
    Ok(if_given(file)?.map(|file| place.of(&file).to_vec()))
}

/// `None` if the card refused.
fn if_given<T>(read: Result<T, FileError>) -> Result<Option<T>, FileError> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(FileError::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Selects the applet of a CPS4, the Cryptolib's way if it is refused, and stays on its logical channel. Taken from the
/// Cryptolib's source, and not tried on a card.
async fn select_applet<L: Link>(files: &mut CardFiles<'_, L>) -> Result<(), FileError> {
    let (channel, applet) = APPLET;
    let mut status = files.select_application(channel, applet).await?;
    if status == StatusWord::CONDITIONS {
        for (channel, aid) in BEFORE_APPLET {
            files.select_application(channel, aid).await?;
        }
        status = files.select_application(channel, applet).await?;
    }
    if !status.is_done() {
        files.stay_on(0);
    }
    Ok(())
}
