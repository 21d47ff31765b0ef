//! ZIP archives that anybody may have made, unpacked within limits.

use std::io::{Cursor, Read};

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// The largest archive read, in bytes. No more is unpacked from one either: whatever is compressed in it
/// could have been stored.
pub const ARCHIVE_LIMIT: usize = 16 << 20;
/// The most members an archive may have.
pub const MEMBER_COUNT_LIMIT: usize = 1000;

/// Whether a file begins as a ZIP archive does, with a member or, empty, with its end (APPNOTE 6.3.10, section 4.3).
/// (A text may begin with PKCS.)
pub fn is_archive(bytes: &[u8]) -> bool {
    matches!(bytes, [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..])
}

/// Why an archive or a member of it cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnzipError {
    /// Not an archive.
    NotAZip,
    /// More than this many bytes.
    TooLarge(usize),
    /// More than [`MEMBER_COUNT_LIMIT`] members.
    TooManyMembers,
    /// Cut or altered.
    Damaged,
    /// Under a password.
    Encrypted,
    /// Compressed by another method than DEFLATE.
    Compression,
}

/// An archive being unpacked.
pub struct Unzip<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// The names of its members, with `/` as separator: some Windows tools write `\`.
    pub names: Vec<String>,
    /// How many bytes may still be unpacked.
    pub left: usize,
}

impl<'a> Unzip<'a> {
    /// Opens an archive, of which this many bytes may be unpacked at most.
    pub fn open(bytes: &'a [u8], left: usize) -> Result<Self, UnzipError> {
        if bytes.len() > ARCHIVE_LIMIT {
            return Err(UnzipError::TooLarge(ARCHIVE_LIMIT));
        }
        // A file that begins like an archive was one before it was cut or altered.
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            if bytes.starts_with(b"PK\x03\x04") {
                UnzipError::Damaged
            } else {
                UnzipError::NotAZip
            }
        })?;
        if zip.len() > MEMBER_COUNT_LIMIT {
            return Err(UnzipError::TooManyMembers);
        }
        let names = zip
            .file_names()
            .map(|name| name.map_or_else(|_| "\u{FFFD}".to_owned(), |name| name.replace('\\', "/")))
            .collect();
        Ok(Self { zip, names, left })
    }

    /// Whether two members have one name: which of them counts depends on the tool that reads.
    pub fn has_duplicate_names(&self) -> bool {
        self.zip.has_duplicate_names()
    }

    /// The files in it, folders and what macOS keeps beside them aside: their number and their name.
    pub fn files(&self) -> impl Iterator<Item = (usize, &String)> {
        let is_file = |name: &str| {
            !name.ends_with('/') && !name.starts_with("__MACOSX/") && !name.ends_with(".DS_Store")
        };
        self.names
            .iter()
            .enumerate()
            .filter(move |(_, name)| is_file(name))
    }

    /// The content of the member of this number, whole and with the right CRC; of at most `limit` bytes.
    pub fn unpack(&mut self, index: usize, limit: usize) -> Result<Vec<u8>, UnzipError> {
        let file = self.zip.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
                UnzipError::Encrypted
            }
            _ => UnzipError::Damaged,
        })?;
        let method = file.compression();
        if ![CompressionMethod::Stored, CompressionMethod::Deflated].contains(&method) {
            return Err(UnzipError::Compression);
        }
        let mut content = Vec::new();
        // One byte beyond the limit tells that there are more; short of it the CRC gets checked.
        let take = u64::try_from(self.left.min(limit)).map_or(u64::MAX, |limit| limit.saturating_add(1));
        file.take(take)
            .read_to_end(&mut content)
            .map_err(|_| UnzipError::Damaged)?;
        for (limit, holds) in [(limit, limit), (ARCHIVE_LIMIT, self.left)] {
            if content.len() > holds {
                return Err(UnzipError::TooLarge(limit));
            }
        }
        self.left -= content.len();
        Ok(content)
    }
}
