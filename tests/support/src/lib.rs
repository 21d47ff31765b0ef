//! What the tests of several crates are made of.

#![allow(
    clippy::missing_panics_doc,
    clippy::missing_errors_doc,
    reason = "what fails here fails a test, which is what it is for"
)]

pub mod cards;
pub mod cpx;
pub mod identity;
#[cfg(feature = "hospital")]
pub mod igc;
pub mod made;
pub mod readers;

use std::path::{Path, PathBuf};

use certiroc_pki::x509::Certificate;
use rand_core::CryptoRng;
use unicode_normalization::UnicodeNormalization;

/// The randomness of the system.
pub fn rng() -> impl CryptoRng {
    rand_core::UnwrapErr(getrandom::SysRng)
}

/// Unicode's normalization form KC, which the page has its browser do.
pub fn nfkc(text: &str) -> String {
    text.nfkc().collect()
}

/// Unicode's normalization form D: accents apart.
pub fn nfd(text: &str) -> String {
    text.nfd().collect()
}

/// A file or folder of the data from outside the repository, by its path there; `None` where `CERTIROC_TEST_DATA` does
/// not say where they are.
pub fn data(path: &str) -> Option<PathBuf> {
    Some(PathBuf::from(std::env::var_os("CERTIROC_TEST_DATA")?).join(path))
}

/// The certificate in a file, in PEM or in DER.
///
/// # Panics
/// Where there is none.
pub fn certificate(path: &Path) -> Certificate {
    let bytes = std::fs::read(path).unwrap();
    let read = Certificate::from_pem(&bytes).or_else(|_| Certificate::from_der(&bytes));
    read.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A certificate of IGC-Santé's, by its path among the data from outside the repository; `None` without them.
pub fn igc_sante(path: &str) -> Option<Certificate> {
    Some(certificate(&data("igc-sante")?.join(path)))
}

/// Every certificate of a folder of IGC-Santé's, by file name without its suffix; `None` without the data from outside
/// the repository.
///
/// # Panics
/// Where a file of the folder is no certificate.
pub fn igc_sante_folder(name: &str) -> Option<Vec<(String, Certificate)>> {
    let mut files: Vec<_> = std::fs::read_dir(data("igc-sante")?.join(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    // Each authority is there twice, in DER and in PEM.
    files.dedup_by_key(|path| path.with_extension(""));
    let stem = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    Some(files.iter().map(|path| (stem(path), certificate(path))).collect())
}
