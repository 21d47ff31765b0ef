//! The files of a delivery, each read again before it is handed over.

use rand_core::CryptoRng;
use time::OffsetDateTime;

use super::{Container, Delivery, FileNaming, NamingError, Written};
use certiroc_pki::jks::{self, JksWriteError, NewEntry, NewKind};
use certiroc_pki::key::{ExportPassword, Kdf, PrivateKey, ROUNDS, SealedKey};
use certiroc_pki::pem;
use certiroc_pki::pkcs7::{self, Pkcs7WriteError};
use certiroc_pki::pkcs12::{self, Identity, Pkcs12WriteError};
use certiroc_pki::x509::{Certificate, CertificateError};

const CERTIFICATE: &str = "CERTIFICATE";

/// What is delivered.
#[derive(Clone, Copy)]
pub struct PackageRequest<'a> {
    /// Where to, and in which form.
    pub delivery: Delivery,
    /// The key and the password that it leaves under. Not needed where the container has no key.
    pub secret: Option<(&'a PrivateKey, &'a ExportPassword)>,
    /// The DER of the certificate.
    pub leaf: &'a [u8],
    /// The DER of its authorities' certificates, the issuer first.
    pub chain: &'a [&'a [u8]],
    /// The alias of the key.
    pub alias: &'a str,
    /// What the names of the files begin with.
    pub stem: &'a str,
}

/// Why nothing is delivered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// No file can have the name.
    #[error(transparent)]
    Naming(#[from] NamingError),
    /// What is to be a certificate is none.
    #[error("certificate {index}: {error}")]
    Certificate {
        /// 0 for the leaf, then its place in the chain.
        index: usize,
        /// What is wrong.
        #[source]
        error: CertificateError,
    },
    /// A certificate is not issued in the name of the one that follows.
    #[error("certificate {index} is not issued by the next")]
    ChainOrder {
        /// 0 for the leaf, then its place in the chain.
        index: usize,
    },
    /// The certificate is of another key.
    #[error("the certificate is of another key")]
    KeyMismatch,
    /// The container needs the key and a password.
    #[error("no key and password")]
    NoSecret,
    /// PKCS #12 was not written.
    #[error(transparent)]
    Pkcs12(#[from] Pkcs12WriteError),
    /// PKCS #7 was not written.
    #[error(transparent)]
    Pkcs7(#[from] Pkcs7WriteError),
    /// JKS was not written.
    #[error(transparent)]
    Jks(#[from] JksWriteError),
    /// Read again, a PEM file is not what was to be written.
    #[error("the file written does not read the same")]
    NotAsWritten,
}

/// Makes the files of [`FileNaming::outputs`]. Takes as long as the rounds are many: those of [`ROUNDS`] for PEM.
///
/// # Errors
/// Why there are none.
pub fn make(
    request: &PackageRequest<'_>,
    now: OffsetDateTime,
    rng: &mut impl CryptoRng,
) -> Result<Vec<Written>, PackageError> {
    let PackageRequest {
        leaf, chain, alias, ..
    } = *request;
    let certificates = core::iter::once(leaf)
        .chain(chain.iter().copied())
        .enumerate()
        .map(|(index, der)| {
            Certificate::from_der(der).map_err(|error| PackageError::Certificate { index, error })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let unlinked = certificates
        .windows(2)
        .position(|pair| !pair[0].issuer.matches(&pair[1].subject));
    if let Some(index) = unlinked {
        return Err(PackageError::ChainOrder { index });
    }
    if let Some((key, _)) = request.secret
        && key.public_key_info() != certificates[0].public_key_info()
    {
        return Err(PackageError::KeyMismatch);
    }
    let secret = || request.secret.ok_or(PackageError::NoSecret);
    let all = [&[leaf], chain].concat();
    let contents = match request.delivery.container() {
        Container::Pkcs12(profile) => {
            let (key, password) = secret()?;
            let identity = Identity {
                key,
                leaf,
                chain,
                alias,
            };
            vec![pkcs12::write(&identity, profile, password, rng)?]
        }
        Container::Jks => {
            let (key, password) = secret()?;
            let kind = NewKind::Key { key, chain: &all };
            vec![jks::write(&[NewEntry { alias, kind }], now, password, rng)?]
        }
        Container::Pkcs7 => vec![pkcs7::to_pem(&pkcs7::write(&all)?).into_bytes()],
        Container::Der => all.iter().map(|der| der.to_vec()).collect(),
        Container::Pem => {
            let (key, password) = secret()?;
            // What a TLS handshake shows: everything but the root, which the other side has or does not trust.
            let shown: Vec<_> = all
                .iter()
                .zip(&certificates)
                .enumerate()
                .filter(|(index, (_, certificate))| *index == 0 || !certificate.is_self_issued())
                .map(|(_, (der, _))| *der)
                .collect();
            let mut files = vec![seal_key(key, password, rng)?, pem_of(&[leaf])?];
            if !chain.is_empty() {
                files.push(pem_of(chain)?);
            }
            files.push(pem_of(&shown)?);
            files
        }
    };
    let outputs = FileNaming::new(request.stem, &certificates[1..])?.outputs(request.delivery.container());
    Ok(outputs
        .into_iter()
        .zip(contents)
        .map(|(output, bytes)| Written { output, bytes })
        .collect())
}

/// A key alone, in PEM and encrypted: `ENCRYPTED PRIVATE KEY` (RFC 7468).
///
/// # Errors
/// [`PackageError::NotAsWritten`]
pub fn seal_key(
    key: &PrivateKey,
    password: &ExportPassword,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, PackageError> {
    let kdf = Kdf::new(rng, ROUNDS);
    let kek = kdf.derive_for_export(password);
    let text = SealedKey::seal(key, &kdf, &kek, rng).to_pem();
    // The derivation takes long: when the file asks for the same, it gives the same.
    match SealedKey::from_pem(&text) {
        Ok(read) if *read.kdf() == kdf && read.open(&kek).as_ref() == Ok(key) => Ok(text.into_bytes()),
        _ => Err(PackageError::NotAsWritten),
    }
}

/// Certificates in PEM, one after the other.
pub(super) fn pem_of(certificates: &[&[u8]]) -> Result<Vec<u8>, PackageError> {
    let text: String = certificates
        .iter()
        .map(|der| pem::encode(CERTIFICATE, der))
        .collect();
    let blocks = pem::decode(text.as_bytes()).ok_or(PackageError::NotAsWritten)?;
    let same = |(block, der): (&pem::Block, &&[u8])| block.label == CERTIFICATE && block.der == **der;
    if blocks.len() == certificates.len() && blocks.iter().zip(certificates).all(same) {
        Ok(text.into_bytes())
    } else {
        Err(PackageError::NotAsWritten)
    }
}
