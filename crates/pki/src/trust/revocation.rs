//! What a revocation list says about a certificate, and whether the list can be relied on (RFC 5280, section 6.3).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::crl::{Crl, CrlEntry};
use crate::x509::{Certificate, ExtensionValue, GeneralName, KeyUsage, Signature};

/// What a list that can be relied on says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RevocationStatus {
    /// It does not name the certificate.
    NotRevoked,
    /// It does: for good, unless the entry [is a hold](CrlEntry::is_hold).
    Revoked(CrlEntry),
}

/// Why a list that was given says nothing about a certificate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Mute {
    /// The certificate of its authority is not at hand: the signature cannot be checked.
    #[error("the certificate of its authority is not at hand")]
    NoAuthority,
    /// The list cannot be relied on.
    #[error(transparent)]
    Unusable(Unusable),
}

/// Why a list cannot be relied on, or says nothing about a certificate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Unusable {
    /// It is another authority's.
    #[error("it is the list of another authority")]
    OtherIssuer,
    /// The authority's key did not make the signature.
    #[error("the authority did not make its signature")]
    SignatureInvalid,
    /// The signature's algorithm is not one that we can check, or the list is too large to check it.
    #[error("its signature is of a kind that is not checked")]
    SignatureUnverifiable,
    /// The two fields that name the signature's algorithm differ.
    #[error("the two fields that name the algorithm of its signature differ")]
    AlgorithmsDiffer,
    /// The authority's key may not sign lists.
    #[error("the key of the authority may not sign lists")]
    KeyUsage,
    /// Issued after this instant.
    #[error("issued only at {0}")]
    NotYetIssued(OffsetDateTime),
    /// The next list was due at this instant, and this one reports no final revocation.
    #[error("the next list was due at {0}")]
    Stale(OffsetDateTime),
    /// It does not say when the next one is due, or bears no number.
    #[error("it lacks its number, or the date of the next list")]
    Incomplete,
    /// An extension of the list, dotted, is critical and unknown, or malformed, or of the wrong criticality.
    #[error("its extension {0} is unknown, malformed or of the wrong criticality")]
    Extension(String),
    /// A critical extension of an entry is unknown.
    #[error("an entry has an unknown critical extension")]
    EntryExtension,
    /// A delta list: it only lists what changed since a full one.
    #[error("a delta list")]
    Delta,
    /// An indirect list: its entries may concern other authorities' certificates.
    #[error("an indirect list")]
    Indirect,
    /// It is about other certificates: of authorities only, of users only, of another address, for some reasons only.
    #[error("it is about other certificates")]
    Scope,
}

/// What `crl` says about `certificate`, which `issuer` signed, at the instant `at`. The list must have been read with
/// the serial number of the certificate among those wanted.
///
/// A revocation is final, so that a list past its date still proves it. That a certificate is not on the list, or only
/// on hold, may have changed since.
///
/// # Errors
/// Why the list cannot be relied on.
pub fn status(
    crl: &Crl,
    certificate: &Certificate,
    issuer: &Certificate,
    at: OffsetDateTime,
) -> Result<RevocationStatus, Unusable> {
    if !crl.issuer.matches(&certificate.issuer) {
        return Err(Unusable::OtherIssuer);
    }
    if !crl.algorithms_agree {
        return Err(Unusable::AlgorithmsDiffer);
    }
    match crl.signature.is_by(issuer) {
        Signature::Valid => {}
        Signature::Invalid => return Err(Unusable::SignatureInvalid),
        Signature::Unverifiable => return Err(Unusable::SignatureUnverifiable),
    }
    if issuer
        .key_usage()
        .is_some_and(|usage| !usage.contains(KeyUsage::CRL_SIGN))
    {
        return Err(Unusable::KeyUsage);
    }
    if at < crl.this_update {
        return Err(Unusable::NotYetIssued(crl.this_update));
    }
    extensions(crl, certificate)?;
    let next_update = crl.next_update.ok_or(Unusable::Incomplete)?;
    let found = crl.found.iter().find(|entry| entry.is_for(certificate));
    match found {
        Some(entry) if !entry.is_hold() => Ok(RevocationStatus::Revoked(entry.clone())),
        _ if at > next_update => Err(Unusable::Stale(next_update)),
        Some(entry) => Ok(RevocationStatus::Revoked(entry.clone())),
        None => Ok(RevocationStatus::NotRevoked),
    }
}

fn extensions(crl: &Crl, certificate: &Certificate) -> Result<(), Unusable> {
    let mut numbered = false;
    for extension in &crl.extensions {
        let wrong = || Err(Unusable::Extension(extension.oid.clone()));
        match &extension.content {
            ExtensionValue::Malformed => return wrong(),
            ExtensionValue::CrlNumber | ExtensionValue::Unknown if extension.critical => return wrong(),
            ExtensionValue::DeltaCrlIndicator => return Err(Unusable::Delta),
            ExtensionValue::CrlNumber => numbered = true,
            ExtensionValue::IssuingDistributionPoint {
                names,
                only_user,
                only_authorities,
                only_attribute,
                only_some_reasons,
                indirect,
            } => {
                if *indirect {
                    return Err(Unusable::Indirect);
                }
                let authority = certificate.authority().is_some();
                let other_kind =
                    *only_attribute || *only_user && authority || *only_authorities && !authority;
                if other_kind || *only_some_reasons || !is_at(names, certificate) {
                    return Err(Unusable::Scope);
                }
            }
            _ => {}
        }
    }
    if crl.indirect_entries {
        return Err(Unusable::Indirect);
    }
    if crl.unknown_in_entries {
        return Err(Unusable::EntryExtension);
    }
    if numbered {
        Ok(())
    } else {
        Err(Unusable::Incomplete)
    }
}

/// Whether the certificate names one of the addresses at which the list is published (6.3.3 (b) (2)).
fn is_at(published: &[GeneralName], certificate: &Certificate) -> bool {
    let mut named = certificate
        .extensions
        .iter()
        .flat_map(|extension| match &extension.content {
            ExtensionValue::CrlDistributionPoints(names) => names.as_slice(),
            _ => &[],
        });
    published.is_empty() || named.any(|name| published.contains(name))
}
