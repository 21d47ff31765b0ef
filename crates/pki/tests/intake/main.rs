//! What a file is, by its bytes, and what is found in it.

mod cases;
mod containers;
mod hostile;
mod integrity;
mod kinds;
mod lists;
mod wrapped;

use certiroc_pki::intake::{Entry, Format, Known, Remark, Report, Taken, read};
use certiroc_pki::key::PrivateKey;

use certiroc_test_support::made::AT;

/// What is known of nothing but some passwords.
fn known<'a>(passwords: &'a [&'a str]) -> Known<'a> {
    Known {
        passwords,
        certificates: &[],
        serial_numbers: &[],
        at: AT,
    }
}

/// Each row in a few words.
fn outline(report: &Report) -> Vec<String> {
    let words = |entry: &Entry| match entry {
        Entry::Certificate(certificate) => format!("certificate {}", certificate.display_name()),
        Entry::Request(_) => "request".to_owned(),
        Entry::Crl(crl) => format!("list of {}", crl.entries),
        Entry::Key { bits, protected, .. } => {
            let cover = if *protected { "protected" } else { "in clear" };
            format!("key {bits} {cover}")
        }
        Entry::Problem(problem) => format!("{problem:?}"),
    };
    report.rows.iter().map(|row| words(&row.entry)).collect()
}

/// Reads a file, and asserts what is found: format, rows, remarks.
#[track_caller]
fn assert_found(
    what: &str,
    file: &[u8],
    passwords: &[&str],
    format: Format,
    rows: &[&str],
    remarks: &[Remark],
) -> Taken {
    let taken = read(file, &known(passwords));
    assert_eq!(taken.report.format, format, "{what}");
    assert_eq!(outline(&taken.report), rows, "{what}");
    assert_eq!(taken.report.remarks, remarks, "{what}");
    let keys = taken.report.rows.iter().filter_map(|row| match &row.entry {
        Entry::Key { key_id, .. } => Some(*key_id),
        _ => None,
    });
    assert!(keys.eq(taken.keys.iter().map(PrivateKey::id)), "{what}");
    taken
}
