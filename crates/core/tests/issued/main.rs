//! A certificate that came back: what is to be thought of it, what it says, when it ends.

mod appraisal;
mod describe;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "../support/made.rs"]
mod made;
mod reminder;

use std::path::Path;

use certiroc_core::x509::Certificate;

/// A certificate of IGC-Santé's in PEM, by its path in the data from outside the repository; `None` without that.
fn real(path: &str) -> Option<Certificate> {
    let data = std::env::var_os("CERTIROC_TEST_DATA")?;
    let text = std::fs::read(Path::new(&data).join("igc-sante").join(path)).unwrap();
    Some(Certificate::from_pem(&text).unwrap())
}
