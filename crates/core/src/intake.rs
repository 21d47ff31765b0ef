//! What comes in from a file: the things of X.509 in it, and the card that it tells of.

use certiroc_pki::intake::{self, Format, Known, Member, Problem, Report};
use certiroc_pki::key::PrivateKey;
use certiroc_smartcard::reading::Reading;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::unzip::{ARCHIVE_LIMIT, MEMBER_COUNT_LIMIT, Unzip, UnzipError, is_archive};

/// How deep archives may lie in archives.
const NESTING_LIMIT: u8 = 3;

/// What was received in a file: public data alone, which may leave the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The things of X.509 in it.
    pub report: Report,
    /// The card that `certiroc-card` read, whose certificates are among the rows of the report.
    pub card: Option<Box<Reading>>,
}

/// A file of which X.509 says everything.
impl From<Report> for Received {
    fn from(report: Report) -> Self {
        Self { report, card: None }
    }
}

/// Reads a file whole, whatever it is. The private keys, those of the rows
/// [`Entry::Key`](certiroc_pki::intake::Entry::Key) in their order, stand beside: they stay in the vault.
///
/// An archive that is no dossier is read file by file, as if they had been given together.
pub fn read(bytes: &[u8], known: &Known<'_>) -> (Received, Vec<PrivateKey>) {
    if is_archive(bytes) {
        let mut members = Vec::new();
        unpack("", bytes, NESTING_LIMIT, &mut { ARCHIVE_LIMIT }, &mut members);
        // A dossier is to come alone, and to the page.
        let is_dossier = matches!(members.as_slice(), [(_, Err(Problem::Archive))]);
        if !is_dossier {
            let taken = intake::read_members(&members, known);
            return (taken.report.into(), taken.keys);
        }
    }
    let taken = intake::read(bytes, known);
    let card = match taken.report.format {
        Format::Pem => Reading::from_text(&intake::utf8(bytes)).map(Box::new),
        _ => None,
    };
    let report = taken.report;
    (Received { report, card }, taken.keys)
}

/// The files of an archive, and of those in it, as far as no more than `left` bytes are unpacked.
fn unpack(name: &str, bytes: &[u8], depth: u8, left: &mut usize, members: &mut Vec<Member>) {
    let mut unzip = match Unzip::open(bytes, *left) {
        Ok(unzip) => unzip,
        Err(error) => return members.push((name.to_owned(), Err(problem(error)))),
    };
    // A dossier in another archive: it has to come alone.
    if depth == 0
        || unzip
            .names
            .iter()
            .any(|name| name.rsplit('/').next() == Some("dossier.json"))
    {
        return members.push((name.to_owned(), Err(Problem::Archive)));
    }
    let files: Vec<_> = unzip.files().map(|(index, file)| (index, file.clone())).collect();
    for (index, file) in files {
        let content: Result<Zeroizing<Vec<u8>>, _> = unzip.unpack(index, ARCHIVE_LIMIT).map(Zeroizing::new);
        let file = if name.is_empty() {
            file
        } else {
            format!("{name}/{file}")
        };
        match content {
            Ok(content) if is_archive(&content) => {
                *left = unzip.left;
                unpack(&file, &content, depth - 1, left, members);
                unzip.left = *left;
            }
            Ok(content) => members.push((file, Ok(content))),
            Err(error) => members.push((file, Err(problem(error)))),
        }
        if members.len() >= MEMBER_COUNT_LIMIT {
            break;
        }
    }
    *left = unzip.left;
}

fn problem(error: UnzipError) -> Problem {
    match error {
        UnzipError::TooLarge(limit) => Problem::TooLarge(u64::try_from(limit).unwrap_or(u64::MAX)),
        UnzipError::TooManyMembers => Problem::TooLarge(u64::try_from(ARCHIVE_LIMIT).unwrap_or(u64::MAX)),
        UnzipError::NotAZip | UnzipError::Damaged => Problem::MemberDamaged,
        UnzipError::Encrypted => Problem::MemberEncrypted,
        UnzipError::Compression => Problem::MemberCompression,
    }
}
