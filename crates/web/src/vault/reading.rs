//! The vault's side: reads files, and lets only public data out.

use certiroc_core::intake::{self as file, Received};
use certiroc_pki::intake::{self, Entry, Format, Known, Problem, Report, Row};
use certiroc_pki::key::{KeyId, PrivateKey};
use certiroc_pki::x509::Certificate;
use web_sys::File;
use zeroize::Zeroizing;

use super::protocol::{Failure, ReadFiles, Secret};
use crate::browser::clock;
use crate::browser::file_slices::each_slice;

/// Reads every file. Revocation lists are read with all the certificates beside them: those in DER only once the
/// other files are read, any other file that holds one a second time, where more certificates are known by then.
pub fn read_all(files: &[File], job: &ReadFiles) -> Vec<Result<Received, Failure>> {
    let passwords: Vec<_> = job.passwords.iter().map(Secret::as_str).collect();
    let mut certificates: Vec<_> = job
        .certificates
        .iter()
        .filter_map(|der| Certificate::from_der(der).ok())
        .collect();
    // With each report, how many certificates were known once it was made.
    let mut reports: Vec<Option<(Result<Received, Failure>, usize)>> = files.iter().map(|_| None).collect();
    for lists in [false, true] {
        for (file, report) in files.iter().zip(&mut reports) {
            let is_settled = |(read, count): &(Result<Received, Failure>, usize)| {
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
    let missing = || Err(Failure::FileGone);
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
/// [`Failure::KeyNotThere`], or why a file cannot be read.
pub fn key(files: &[File], passwords: &[Secret], key_id: KeyId) -> Result<PrivateKey, Failure> {
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
    Err(Failure::KeyNotThere)
}

/// What was found in a file: what may leave the vault, and the private keys, which must not.
type Taken = (Received, Vec<PrivateKey>);

/// Reads a file; `None` for a revocation list in DER, unless `lists`.
fn read(file: &File, known: &Known<'_>, lists: bool) -> Result<Option<Taken>, Failure> {
    let gone = |_| Failure::FileGone;
    let mut begins_as_crl = false;
    each_slice(file, |slice| {
        begins_as_crl = intake::begins_as_crl(slice);
        false
    })
    .map_err(gone)?;
    if begins_as_crl {
        if !lists {
            return Ok(None);
        }
        let mut reader = intake::crl_reader(known);
        let mut outcome = Ok(());
        each_slice(file, |slice| {
            outcome = reader.push(slice);
            outcome.is_ok()
        })
        .map_err(gone)?;
        let entry = intake::crl_entry(outcome.and_then(|()| reader.finish()), known);
        return Ok(Some(alone(Format::Der, entry)));
    }
    // Exact: sizes of files stay far below 2^53.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let size = file.size() as u64;
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
