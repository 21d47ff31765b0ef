//! A dossier's archive: a plain ZIP when written, a suspect one when read.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::sync::Arc;

use time::OffsetDateTime;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter, result::ZipError};

use super::{DOSSIER, DossierError};

/// The largest archive read, in bytes. No more is unpacked from one either: whatever is compressed in it
/// could have been stored.
pub const ARCHIVE_LIMIT: usize = 16 << 20;
/// The largest member read, in bytes once unpacked.
pub const MEMBER_LIMIT: usize = 4 << 20;
/// The most members an archive may have, those that are not the dossier's included.
pub const MEMBER_COUNT_LIMIT: usize = 1000;

/// Whether a file begins as a ZIP archive does, with a member or, empty, with its end (APPNOTE 6.3.10, section 4.3).
/// (A text may begin with PKCS.)
pub fn is_archive(bytes: &[u8]) -> bool {
    matches!(bytes, [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..])
}

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
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// With `/` as separator: some Windows tools write `\`.
    names: Vec<String>,
    /// The folder, with its `/`, in which the dossier lies since somebody unpacked and packed it again.
    folder: String,
    /// What was read, by its place.
    read: BTreeMap<usize, Arc<[u8]>>,
    unpacked: usize,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, DossierError> {
        if bytes.len() > ARCHIVE_LIMIT {
            return Err(DossierError::TooLarge { limit: ARCHIVE_LIMIT });
        }
        // A file that begins like an archive was one before it was cut or altered.
        let begins_well = bytes.starts_with(b"PK\x03\x04");
        let damaged = || DossierError::Damaged {
            member: String::new(),
        };
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            if begins_well {
                damaged()
            } else {
                DossierError::NotAZip
            }
        })?;
        if zip.len() > MEMBER_COUNT_LIMIT {
            return Err(DossierError::TooManyMembers {
                limit: MEMBER_COUNT_LIMIT,
            });
        }
        // Which of the two counts would depend on the tool that reads.
        if zip.has_duplicate_names() {
            return Err(damaged());
        }
        let names: Vec<_> = zip
            .file_names()
            .map(|name| name.map_or_else(|_| "\u{FFFD}".to_owned(), |name| name.replace('\\', "/")))
            .collect();
        let folder = folder(&names).ok_or(DossierError::Missing {
            member: DOSSIER.to_owned(),
        })?;
        Ok(Self {
            zip,
            names,
            folder,
            read: BTreeMap::new(),
            unpacked: 0,
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
        let damaged = || DossierError::Damaged {
            member: member.to_owned(),
        };
        let left = ARCHIVE_LIMIT - self.unpacked;
        let file = self.zip.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(_)
            | ZipError::CompressionMethodNotSupported(_)
            | ZipError::InvalidPassword => DossierError::invalid(member, error),
            _ => damaged(),
        })?;
        let mut content = Vec::new();
        // One byte beyond the limit tells that there are more; short of it the CRC gets checked.
        let take = u64::try_from(left.min(MEMBER_LIMIT)).map_or(u64::MAX, |limit| limit.saturating_add(1));
        file.take(take).read_to_end(&mut content).map_err(|_| damaged())?;
        for (limit, holds) in [(MEMBER_LIMIT, MEMBER_LIMIT), (ARCHIVE_LIMIT, left)] {
            if content.len() > holds {
                return Err(DossierError::TooLarge { limit });
            }
        }
        self.unpacked += content.len();
        let content = Arc::from(content);
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
        self.names
            .iter()
            .position(|name| name.strip_prefix(&self.folder) == Some(member))
    }

    /// The names of the files that were not read.
    pub(super) fn unread(self) -> Vec<String> {
        let names = self.names.into_iter().enumerate();
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

/// Where the dossier lies: at the root, else in the one folder that has one.
fn folder(names: &[String]) -> Option<String> {
    if names.iter().any(|name| name == DOSSIER) {
        return Some(String::new());
    }
    let mut folders = names.iter().filter_map(|name| match name.split_once('/') {
        Some((folder, DOSSIER)) => Some(format!("{folder}/")),
        _ => None,
    });
    folders.next().filter(|_| folders.next().is_none())
}
