//! The vault's side: makes the files for a target.

use certiroc_core::package::{self, PackageError, PackageRequest, TrustStoreError, Written};
use certiroc_pki::jks::JksWriteError;
use certiroc_pki::key::{ExportPassword, PrivateKey};
use certiroc_pki::pkcs12::Pkcs12WriteError;

use super::protocol::{JobFailure, MakeTrustStore, Pack, PackedFile};
use crate::browser::{clock, random};

/// Makes the files of a delivery.
///
/// # Errors
/// Why there are none.
pub fn pack(
    job: &Pack,
    secret: Option<&(PrivateKey, ExportPassword)>,
) -> Result<Vec<PackedFile>, JobFailure> {
    let chain: Vec<_> = job.chain.iter().map(Vec::as_slice).collect();
    let request = PackageRequest {
        delivery: job.delivery,
        secret: secret.map(|(key, password)| (key, password)),
        leaf: &job.leaf,
        chain: &chain,
        alias: &job.alias,
        stem: &job.stem,
    };
    let made = package::make(&request, clock::now(), &mut random::rng());
    made.map(packed).map_err(|error| match error {
        PackageError::Pkcs12(error) => not_pkcs12(error),
        PackageError::Jks(error) => not_jks(error),
        error => JobFailure::Package(error.to_string()),
    })
}

/// Seals a key alone.
///
/// # Errors
/// Why there is no file.
pub fn seal_key(key: &PrivateKey, password: &ExportPassword, stem: &str) -> Result<PackedFile, JobFailure> {
    let bytes = package::seal_key(key, password, &mut random::rng());
    let bytes = bytes.map_err(|error| JobFailure::Package(error.to_string()))?;
    Ok(PackedFile {
        role: package::FileRole::Key,
        name: format!("{stem}.key.pem"),
        media_type: "application/x-pem-file".to_owned(),
        bytes,
    })
}

/// Makes a trust store.
///
/// # Errors
/// Why there is none.
pub fn trust_store(
    job: &MakeTrustStore,
    password: Option<&ExportPassword>,
) -> Result<Vec<PackedFile>, JobFailure> {
    let authorities = job.authorities.iter();
    let authorities: Vec<_> = authorities
        .map(|(alias, der)| package::NamedAuthority { alias, der })
        .collect();
    let now = clock::now();
    let made = package::trust_store(
        job.kind,
        &authorities,
        &job.stem,
        password,
        now,
        &mut random::rng(),
    );
    made.map(packed).map_err(|error| match error {
        TrustStoreError::Pkcs12(error) => not_pkcs12(error),
        TrustStoreError::Jks(error) => not_jks(error),
        error => JobFailure::Package(error.to_string()),
    })
}

fn not_pkcs12(error: Pkcs12WriteError) -> JobFailure {
    match error {
        Pkcs12WriteError::EmptyAlias | Pkcs12WriteError::AliasCharacter { .. } => JobFailure::Alias,
        error => JobFailure::Package(error.to_string()),
    }
}

fn not_jks(error: JksWriteError) -> JobFailure {
    match error {
        JksWriteError::EmptyAlias | JksWriteError::LongAlias => JobFailure::Alias,
        error => JobFailure::Package(error.to_string()),
    }
}

fn packed(written: Vec<Written>) -> Vec<PackedFile> {
    let file = |written: Written| PackedFile {
        role: written.output.role,
        name: written.output.name,
        media_type: written.output.media_type.to_owned(),
        bytes: written.bytes,
    };
    written.into_iter().map(file).collect()
}
