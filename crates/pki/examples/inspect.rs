//! Says what files are, and what they hold: `cargo run -p certiroc-pki --example inspect -- FILE...`

use std::process::ExitCode;

use certiroc_pki::intake::{Entry, Known, read};
use time::OffsetDateTime;

fn main() -> ExitCode {
    let mut outcome = ExitCode::SUCCESS;
    let files: Vec<_> = std::env::args_os().skip(1).collect();
    if files.is_empty() {
        eprintln!("usage: inspect FILE...");
        return ExitCode::FAILURE;
    }
    for file in files {
        println!("{}", file.display());
        match std::fs::read(&file) {
            Ok(bytes) => inspect(&bytes),
            Err(error) => {
                eprintln!("  {error}");
                outcome = ExitCode::FAILURE;
            }
        }
    }
    outcome
}

fn inspect(bytes: &[u8]) {
    // The empty password is what a file has that asks for none.
    let known = Known {
        passwords: &[""],
        certificates: &[],
        serial_numbers: &[],
        at: OffsetDateTime::now_utc(),
    };
    let report = read(bytes, &known).report;
    println!("  {:?}", report.format);
    for row in &report.rows {
        let name = row.name.as_deref().unwrap_or("-");
        match &row.entry {
            Entry::Certificate(certificate) => println!("  {name}: certificate of {}", certificate.subject),
            other => println!("  {name}: {other:?}"),
        }
    }
    for remark in &report.remarks {
        println!("  remark: {remark:?}");
    }
}
