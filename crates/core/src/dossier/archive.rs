//! A dossier's archive: a plain ZIP when written, a suspect one when read.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::sync::Arc;

use time::OffsetDateTime;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter, result::ZipError};

use super::{DOSSIER, DossierError};
use crate::unzip::{ARCHIVE_LIMIT, MEMBER_COUNT_LIMIT, Unzip, UnzipError, is_archive};

/// The largest member read, in bytes once unpacked.
pub const MEMBER_LIMIT: usize = 4 << 20;

/// Packs members, stored, in the order given. Names are ASCII and distinct. The same input gives the same
/// bytes everywhere.
pub(super) fn pack<'a>(
    members: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    now: OffsetDateTime,
) -> Result<Vec<u8>, ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .system(System::Unix)
        .last_modified_time(dos_time(now));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(name, options)?;
        writer.write_all(content)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// The UTC time in the calendar of ZIP, or its beginning for a time outside of it (1980 to 2107).
fn dos_time(at: OffsetDateTime) -> DateTime {
    let date_time = || {
        let at = at.checked_to_offset(time::UtcOffset::UTC)?;
        let year = u16::try_from(at.year()).ok()?;
        let (month, day) = (at.month().into(), at.day());
        DateTime::from_date_and_time(year, month, day, at.hour(), at.minute(), at.second()).ok()
    };
    date_time().unwrap_or(DateTime::DEFAULT)
}

/// What members are read from.
pub(super) trait Source {
    /// The content of a member, which is asked for once.
    fn read(&mut self, member: &str) -> Result<Arc<[u8]>, DossierError>;
}

/// An archive being read. Every member is unpacked at most once.
pub(super) struct Archive<'a> {
    unzip: Unzip<'a>,
    /// The folder, with its `/`, in which the dossier lies since somebody unpacked and packed it again.
    folder: String,
    /// What was read, by its place.
    read: BTreeMap<usize, Arc<[u8]>>,
}

impl DossierError {
    /// Why a member, or the archive where there is no name, cannot be read.
    fn of_archive(error: UnzipError, member: &str) -> Self {
        let member = member.to_owned();
        match error {
            UnzipError::NotAZip => Self::NotAZip,
            UnzipError::TooLarge(limit) => Self::TooLarge { limit },
            UnzipError::TooManyMembers => Self::TooManyMembers {
                limit: MEMBER_COUNT_LIMIT,
            },
            UnzipError::Damaged => Self::Damaged { member },
            UnzipError::Encrypted => Self::Encrypted,
            UnzipError::Compression => Self::Compression,
        }
    }
}

/// The archive that is all there is in another: some programs pack what they are given once more.
pub(super) fn only_archive(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut unzip = Unzip::open(bytes, ARCHIVE_LIMIT).ok()?;
    let only = {
        let mut files = unzip.files();
        files.next().filter(|_| files.next().is_none())?.0
    };
    let content = unzip.unpack(only, MEMBER_LIMIT).ok()?;
    is_archive(&content).then_some(content)
}

impl<'a> Archive<'a> {
    /// Opens an archive, of which this many bytes may be unpacked at most.
    pub(super) fn open(bytes: &'a [u8], left: usize) -> Result<Self, DossierError> {
        let unzip = Unzip::open(bytes, left).map_err(|error| DossierError::of_archive(error, ""))?;
        if unzip.has_duplicate_names() {
            return Err(DossierError::of_archive(UnzipError::Damaged, ""));
        }
        Ok(Self {
            folder: folder(&unzip.names)?,
            unzip,
            read: BTreeMap::new(),
        })
    }

    /// The content of a member, found whole and with the right CRC, however often it was read before.
    pub(super) fn content(&mut self, member: &str) -> Result<Arc<[u8]>, DossierError> {
        let index = self.find(member).ok_or_else(|| DossierError::Missing {
            member: member.to_owned(),
        })?;
        if let Some(content) = self.read.get(&index) {
            return Ok(Arc::clone(content));
        }
        let content = self.unzip.unpack(index, MEMBER_LIMIT);
        let content = Arc::from(content.map_err(|error| DossierError::of_archive(error, member))?);
        self.read.insert(index, Arc::clone(&content));
        Ok(content)
    }

    /// Whether there is a member of that name.
    pub(super) fn has(&self, member: &str) -> bool {
        self.find(member).is_some()
    }

    /// Whether it was read already.
    fn is_read(&self, member: &str) -> bool {
        self.find(member)
            .is_some_and(|index| self.read.contains_key(&index))
    }

    fn find(&self, member: &str) -> Option<usize> {
        let mut names = self.unzip.names.iter();
        names.position(|name| name.strip_prefix(&self.folder) == Some(member))
    }

    /// The names of the files that were not read.
    pub(super) fn unread(self) -> Vec<String> {
        let names = self.unzip.names.into_iter().enumerate();
        names
            .filter(|(index, name)| !self.read.contains_key(index) && !name.ends_with('/'))
            .map(|(_, name)| name)
            .collect()
    }
}

impl Source for Archive<'_> {
    fn read(&mut self, member: &str) -> Result<Arc<[u8]>, DossierError> {
        if self.is_read(member) {
            return Err(DossierError::invalid(member, "named twice"));
        }
        self.content(member)
    }
}

/// Where the dossier lies: at the root, else in the one folder that has one, however deep.
fn folder(names: &[String]) -> Result<String, DossierError> {
    let folders = names.iter().filter_map(|name| name.strip_suffix(DOSSIER));
    let mut folders = folders.filter(|folder| folder.is_empty() || folder.ends_with('/'));
    match (
        names.iter().any(|name| name == DOSSIER),
        folders.next(),
        folders.next(),
    ) {
        (true, ..) => Ok(String::new()),
        (_, Some(folder), None) => Ok(folder.to_owned()),
        (_, Some(_), Some(_)) => Err(DossierError::Several),
        (_, None, _) if names.iter().any(|name| is_sealed_key(name)) => Err(DossierError::Missing {
            member: DOSSIER.to_owned(),
        }),
        (_, None, _) => Err(DossierError::NoDossier),
    }
}

/// Whether a name is that of a dossier's key.
fn is_sealed_key(name: &str) -> bool {
    name.contains("cles/") && name.ends_with(".key.pem")
}
