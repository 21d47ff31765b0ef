//! Certificates, paths and revocation lists: real ones of IGC-Santé, a public suite of hostile ones, and
//! rustls-webpki as a second opinion.

mod conformity;
#[path = "../support/igc.rs"]
mod igc;
mod igc_sante;
mod limbo;
mod made_igc;
mod revocation_lists;
mod second_opinion;

use std::fs;
use std::path::{Path, PathBuf};

use certiroc_core::x509::Certificate;

/// A folder of the data from outside the repository; `None` where there is none.
fn folder(name: &str) -> Option<PathBuf> {
    Some(PathBuf::from(std::env::var_os("CERTIROC_TEST_DATA")?).join(name))
}

fn certificate(path: &Path) -> Certificate {
    let bytes = fs::read(path).unwrap();
    let der = match pem::parse(&bytes) {
        Ok(block) => block.into_contents(),
        Err(_) => bytes,
    };
    Certificate::from_der(&der).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every certificate of a folder of IGC-Santé's, by file name without its suffix.
fn certificates(name: &str) -> Option<Vec<(String, Certificate)>> {
    let mut files: Vec<_> = fs::read_dir(folder("igc-sante")?.join(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    // Each authority is there twice, in DER and in PEM.
    files.dedup_by_key(|path| path.with_extension(""));
    let stem = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    Some(files.iter().map(|path| (stem(path), certificate(path))).collect())
}
