//! The other side's authorities, in the form that a target accepts.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::make::pem_of;
use super::{Container, Delivery, Naming, NamingError, Output, PackageError, Role, Target, Written};
use certiroc_pki::jks::{self, JksWriteError, NewEntry, NewKind};
use certiroc_pki::key::ExportPassword;
use certiroc_pki::pkcs12::{self, Profile, Trusted, WriteError};
use certiroc_pki::x509::{Certificate, CertificateError};

/// The form of a trust store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrustKind {
    /// One file of PEM.
    Pem,
    /// PKCS #12, as Java takes it.
    Pkcs12(Profile),
    /// JKS
    Jks,
    /// A file of DER for each, for the stores of Windows and macOS, which keep roots apart.
    Der,
}

/// An authority that is trusted.
#[derive(Clone, Copy)]
pub struct Authority<'a> {
    /// The name it goes by, where the form has names.
    pub alias: &'a str,
    /// The DER of its certificate.
    pub der: &'a [u8],
}

/// Why there is no trust store.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrustStoreError {
    /// No file can have the name.
    #[error(transparent)]
    Naming(#[from] NamingError),
    /// Nobody is trusted: programs take an empty store for a damaged one, or trust everybody.
    #[error("no authority")]
    Empty,
    /// What is to be a certificate is none.
    #[error("certificate {index}: {error}")]
    Certificate {
        /// Its place.
        index: usize,
        /// What is wrong.
        #[source]
        error: CertificateError,
    },
    /// The form needs a password.
    #[error("no password")]
    NoPassword,
    /// PKCS #12 was not written.
    #[error(transparent)]
    Pkcs12(#[from] WriteError),
    /// JKS was not written.
    #[error(transparent)]
    Jks(#[from] JksWriteError),
    /// Read again, a PEM file is not what was to be written.
    #[error("the file written does not read the same")]
    NotAsWritten,
}

impl TrustKind {
    /// Whether it needs a password.
    pub const fn has_password(self) -> bool {
        matches!(self, Self::Pkcs12(_) | Self::Jks)
    }

    /// What goes with a delivery.
    pub const fn of(delivery: Delivery) -> Self {
        match (delivery.target(), delivery.container()) {
            (Target::WindowsOld | Target::Windows | Target::DotNet | Target::MacOs, _) => Self::Der,
            (Target::OpenSsl, _) | (_, Container::Pem | Container::Pkcs7) => Self::Pem,
            (_, Container::Jks) => Self::Jks,
            (_, Container::Pkcs12(Profile::Modern)) => Self::Pkcs12(Profile::Modern),
            (_, Container::Pkcs12(Profile::Compatible | Profile::Platform)) => {
                Self::Pkcs12(Profile::Compatible)
            }
            (_, Container::Der) => Self::Der,
        }
    }
}

/// Makes the trust store: one file, or with [`TrustKind::Der`] one for each authority, in the order given.
///
/// # Errors
/// Why there is none.
pub fn trust_store(
    kind: TrustKind,
    authorities: &[Authority<'_>],
    stem: &str,
    password: Option<&ExportPassword>,
    now: OffsetDateTime,
    rng: &mut impl CryptoRng,
) -> Result<Vec<Written>, TrustStoreError> {
    let stem = Naming::new(stem, &[])?;
    let stem = stem.stem();
    let certificates = authorities
        .iter()
        .enumerate()
        .map(|(index, authority)| {
            Certificate::from_der(authority.der)
                .map_err(|error| TrustStoreError::Certificate { index, error })
        })
        .collect::<Result<Vec<_>, _>>()?;
    if certificates.is_empty() {
        return Err(TrustStoreError::Empty);
    }
    let file = |suffix: &str, media_type, bytes| {
        vec![Written {
            output: Output {
                role: Role::Trust,
                name: format!("{stem}.{suffix}"),
                media_type,
            },
            bytes,
        }]
    };
    let password = || password.ok_or(TrustStoreError::NoPassword);
    Ok(match kind {
        TrustKind::Pem => {
            let ders: Vec<_> = authorities.iter().map(|authority| authority.der).collect();
            let bytes = pem_of(&ders).map_err(|_: PackageError| TrustStoreError::NotAsWritten)?;
            file("pem", "application/x-pem-file", bytes)
        }
        TrustKind::Pkcs12(profile) => {
            let entries: Vec<_> = authorities
                .iter()
                .map(|Authority { alias, der }| Trusted { alias, der })
                .collect();
            let bytes = pkcs12::write_trust_store(&entries, profile, password()?, rng)?;
            file("p12", "application/x-pkcs12", bytes)
        }
        TrustKind::Jks => {
            let entries: Vec<_> = authorities
                .iter()
                .map(|Authority { alias, der }| NewEntry {
                    alias,
                    kind: NewKind::TrustedCertificate(der),
                })
                .collect();
            let bytes = jks::write(&entries, now, password()?, rng)?;
            file("jks", "application/x-java-keystore", bytes)
        }
        TrustKind::Der => certificates
            .iter()
            .zip(1..)
            .map(|(certificate, number)| Written {
                output: Output {
                    role: if certificate.is_self_issued() {
                        Role::TrustedRoot
                    } else {
                        Role::TrustedIntermediate
                    },
                    name: format!("{stem}-{number}.cer"),
                    media_type: "application/pkix-cert",
                },
                bytes: certificate.der().to_vec(),
            })
            .collect(),
    })
}
