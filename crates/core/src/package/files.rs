//! The files of a delivery and their names.

use serde::{Deserialize, Serialize};

use super::Container;
use crate::authority::{AUTHORITIES, Environment};
use crate::product::Product;
use certiroc_pki::x509::Certificate;

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FileRole {
    /// Key and certificates together, PKCS #12 or JKS.
    Store,
    /// The encrypted key, PEM.
    Key,
    /// The certificate itself, PEM or DER.
    Leaf,
    /// The authorities' certificates, the issuer first, PEM; there is no such file without any.
    Chain,
    /// The certificate and those of its authorities but for the root: what is shown in a TLS handshake, PEM.
    FullChain,
    /// The certificate and its authorities', PKCS #7.
    Bundle,
    /// The certificate of one of its authorities, DER.
    Authority,
    /// Everything that is trusted: PEM, PKCS #12 or JKS.
    Trust,
    /// A root that is trusted, DER.
    TrustedRoot,
    /// A trusted authority that is no root, DER.
    TrustedIntermediate,
}

/// A file's role and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// What it is for.
    pub role: FileRole,
    /// Its name, ASCII letters, digits, `.`, `_` and `-`.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
}

/// A file.
#[derive(Clone, PartialEq, Eq)]
pub struct Written {
    /// Its role and name.
    pub output: OutputFile,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The role and name, not the content.
impl core::fmt::Debug for Written {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Written({:?}, {} bytes)", self.output, self.bytes.len())
    }
}

/// What names are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileNaming {
    stem: String,
    authorities: Vec<String>,
}

/// A stem is empty, or has other characters than ASCII letters, digits, `.`, `_` and `-`, or begins with `.` or `-`,
/// which commands take for something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no stem of file names")]
pub struct NamingError;

impl FileNaming {
    /// Names that begin with a stem such as `org-sign_1690781810_2026-11-25`. An authority of IGC-Santé has the name
    /// under which the ANS publishes it, another its number in the chain.
    ///
    /// # Errors
    /// [`NamingError`]
    pub fn new(stem: &str, chain: &[Certificate]) -> Result<Self, NamingError> {
        if !is_plain(stem) {
            return Err(NamingError);
        }
        let name = |(certificate, number): (&Certificate, usize)| {
            let sha256 = certificate.sha256();
            AUTHORITIES
                .iter()
                .find(|authority| authority.sha256 == sha256)
                .map_or_else(
                    || format!("{stem}.authority-{number}"),
                    |authority| authority.file_stem.to_owned(),
                )
        };
        Ok(Self {
            stem: stem.to_owned(),
            authorities: chain.iter().zip(1..).map(name).collect(),
        })
    }

    /// The stem.
    pub fn stem(&self) -> &str {
        &self.stem
    }

    /// The files of a container, in the order in which they are made.
    pub fn outputs(&self, container: Container) -> Vec<OutputFile> {
        const PEM: &str = "application/x-pem-file";
        const DER: &str = "application/pkix-cert";
        let file = |role, suffix: &str, media_type| OutputFile {
            role,
            name: format!("{}.{suffix}", self.stem),
            media_type,
        };
        match container {
            Container::Pkcs12(_) => vec![file(FileRole::Store, "p12", "application/x-pkcs12")],
            Container::Jks => vec![file(FileRole::Store, "jks", "application/x-java-keystore")],
            Container::Pkcs7 => vec![file(FileRole::Bundle, "p7b", "application/x-pkcs7-certificates")],
            Container::Pem => {
                let chain = file(FileRole::Chain, "chain.pem", PEM);
                let mut files = vec![
                    file(FileRole::Key, "key.pem", PEM),
                    file(FileRole::Leaf, "crt.pem", PEM),
                ];
                files.extend((!self.authorities.is_empty()).then_some(chain));
                files.push(file(FileRole::FullChain, "fullchain.pem", PEM));
                files
            }
            Container::Der => {
                let authorities = self.authorities.iter().map(|name| OutputFile {
                    role: FileRole::Authority,
                    name: format!("{name}.cer"),
                    media_type: DER,
                });
                core::iter::once(file(FileRole::Leaf, "cer", DER))
                    .chain(authorities)
                    .collect()
            }
        }
    }
}

/// Whether names may begin with it, or be it: every program and every shell takes it for itself.
pub(super) fn is_plain(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    !name.is_empty() && !name.starts_with(['.', '-']) && name.bytes().all(plain)
}

/// An alias that says which certificate it is: ASCII, in the small letters that Java makes of it.
pub fn default_alias(product: Product, environment: Environment) -> String {
    let suffix = match environment {
        Environment::Production => "",
        Environment::Test => "-test",
    };
    format!("roc-{}{suffix}", product.slug())
}
