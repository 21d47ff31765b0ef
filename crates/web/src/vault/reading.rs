//! The vault's side: reads files, and lets only public data out.

use certiroc_core::intake::{self as file, Received};
use certiroc_pki::intake::{self, Entry, Format, Known, Problem, Remark, Report, Row};
use certiroc_pki::key::{KeyId, PrivateKey};
use certiroc_pki::x509::Certificate;
use zeroize::Zeroizing;

use super::protocol::{JobFailure, ReadFiles, Secret};
use crate::browser::clock;
use crate::browser::file_slices::{GivenFile, each_slice};

/// Reads every file. Revocation lists are read with all the certificates beside them: those in DER only once the
/// other files are read, any other file that holds one a second time, where more certificates are known by then.
pub fn read_all(files: &[GivenFile], job: &ReadFiles) -> Vec<Result<Received, JobFailure>> {
    let passwords: Vec<_> = job.passwords.iter().map(Secret::as_str).collect();
    let mut certificates: Vec<_> = job
        .certificates
        .iter()
        .filter_map(|der| Certificate::from_der(der).ok())
        .collect();
    // With each report, how many certificates were known once it was made.
    let mut reports: Vec<Option<(Result<Received, JobFailure>, usize)>> =
        files.iter().map(|_| None).collect();
    for lists in [false, true] {
        for (file, report) in files.iter().zip(&mut reports) {
            let is_settled = |(read, count): &(Result<Received, JobFailure>, usize)| {
                *count == certificates.len() || !read.as_ref().is_ok_and(holds_list)
            };
            if report.as_ref().is_some_and(is_settled) {
                continue;
            }
            let known = Known {
                passwords: &passwords,
                certificates: &certificates,
                serial_numbers: &job.serial_numbers,
                at: clock::now(),
            };
            let read = match read(file, &known, lists) {
                Ok(Some((received, _))) => Ok(received),
                Ok(None) => continue,
                Err(failure) => Err(failure),
            };
            for certificate in read.iter().flat_map(|received| received.report.certificates()) {
                if !certificates.contains(certificate) {
                    certificates.push(certificate.clone());
                }
            }
            *report = Some((read, certificates.len()));
        }
    }
    let missing = || Err(JobFailure::FileGone);
    reports
        .into_iter()
        .map(|report| report.map_or_else(missing, |(read, _)| read))
        .collect()
}

fn holds_list(received: &Received) -> bool {
    received
        .report
        .rows
        .iter()
        .any(|row| matches!(row.entry, Entry::Crl(_)))
}

/// The key of this id in the files.
///
/// # Errors
/// [`JobFailure::KeyNotThere`], or why a file cannot be read.
pub fn key(files: &[GivenFile], passwords: &[Secret], key_id: KeyId) -> Result<PrivateKey, JobFailure> {
    let passwords: Vec<_> = passwords.iter().map(Secret::as_str).collect();
    let known = Known {
        passwords: &passwords,
        certificates: &[],
        serial_numbers: &[],
        at: clock::now(),
    };
    for file in files {
        let keys = read(file, &known, false)?.map(|(_, keys)| keys);
        if let Some(key) = keys.into_iter().flatten().find(|key| key.id() == key_id) {
            return Ok(key);
        }
    }
    Err(JobFailure::KeyNotThere)
}

/// What was found in a file: what may leave the vault, and the private keys, which must not.
type Taken = (Received, Vec<PrivateKey>);

/// Reads a file; `None` for a revocation list in DER, unless `lists`.
fn read(file: &GivenFile, known: &Known<'_>, lists: bool) -> Result<Option<Taken>, JobFailure> {
    let gone = |_| JobFailure::FileGone;
    // How long the list is, if it is one: other bytes may follow it.
    let mut list = None;
    each_slice(file, |slice| {
        list = intake::crl_len(slice).filter(|_| intake::begins_as_crl(slice));
        false
    })
    .map_err(gone)?;
    // Exact: sizes of files stay far below 2^53.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let size = file.size() as u64;
    if let Some(len) = list {
        if !lists {
            return Ok(None);
        }
        let mut reader = intake::crl_reader(known);
        let mut outcome = Ok(());
        let mut left = len;
        each_slice(file, |slice| {
            let part = slice.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            left -= u64::try_from(part).unwrap_or(left);
            outcome = reader.push(&slice[..part]);
            outcome.is_ok() && left > 0
        })
        .map_err(gone)?;
        let entry = intake::crl_entry(outcome.and_then(|()| reader.finish()), known);
        let mut taken = alone(Format::Der, entry);
        if size > len {
            taken.0.report.remarks.push(Remark::TrailingBytes(size - len));
        }
        return Ok(Some(taken));
    }
    let limit = u64::try_from(intake::FILE_LIMIT).unwrap_or(u64::MAX);
    if size > limit {
        return Ok(Some(alone(
            Format::Unknown,
            Entry::Problem(Problem::TooLarge(limit)),
        )));
    }
    // The whole from the start: growing would leave copies of a key behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(size).unwrap_or_default()));
    each_slice(file, |slice| {
        bytes.extend_from_slice(slice);
        true
    })
    .map_err(gone)?;
    Ok(Some(file::read(&bytes, known)))
}

fn alone(format: Format, entry: Entry) -> Taken {
    let report = Report {
        format,
        rows: vec![Row { name: None, entry }],
        remarks: Vec::new(),
        layout: Vec::new(),
    };
    (report.into(), Vec::new())
}
