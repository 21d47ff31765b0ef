//! What a revocation list says about a certificate, and whether the list can be relied on (RFC 5280, section 6.3).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

#[cfg(feature = "lists")]
mod lists;
mod scope;

#[cfg(feature = "lists")]
pub use lists::{RevocationQuestion, revocation};

use crate::crl::{Crl, CrlEntry};
use crate::x509::{Certificate, ExtensionValue, KeyUsage, Reasons, Signature};

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
    /// A delta list that does not name the certificate: it only lists what changed since a full one.
    #[error("a delta list, which does not name it")]
    Delta,
    /// Its entries name other issuers, but it is not marked as an indirect list.
    #[error("entries for other issuers in a list that is not indirect")]
    Indirect,
    /// It is about other certificates: of authorities only, of users only, of another address, for some reasons only.
    #[error("it is about other certificates")]
    Scope,
    /// The lists and authorities at hand take more signatures to check than anyone needs.
    #[error("too many signatures to check")]
    TooComplex,
}

impl Unusable {
    /// Whether the cause lies in what the list says, and not in who signed it, nor in what was left unchecked: the authority
    /// of the certificate did.
    pub const fn is_of_what_is_signed(&self) -> bool {
        !matches!(
            self,
            Self::OtherIssuer
                | Self::SignatureInvalid
                | Self::SignatureUnverifiable
                | Self::AlgorithmsDiffer
                | Self::KeyUsage
                | Self::TooComplex
        )
    }
}

/// What `crl` says about `certificate`, which `issuer` signed, at the instant `at`. The list must have been read with
/// the serial number of the certificate among those wanted.
///
/// A revocation is final, so that a list past its date still proves it. That a certificate is not on the list, or only
/// on hold, may have changed since. A delta list answers where it names the certificate; a list that is about some
/// reasons only, where it reports a revocation.
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
    signed(crl, issuer)?;
    usable(crl, at, true)?;
    let points = scope::points(certificate);
    let covered = points
        .iter()
        .filter_map(|point| scope::covers(crl, certificate, point));
    let covered = covered.fold(Reasons::NONE, Reasons::or);
    if covered == Reasons::NONE {
        return Err(Unusable::Scope);
    }
    let next_update = crl.next_update.ok_or(Unusable::Incomplete)?;
    match told(crl.entry_for(certificate), at <= next_update).ok_or(Unusable::Stale(next_update))? {
        EntryEffect::Revoked(entry) => Ok(RevocationStatus::Revoked(entry.clone())),
        EntryEffect::Nothing if crl.base_number().is_some() => Err(Unusable::Delta),
        EntryEffect::Nothing | EntryEffect::Released if covered != Reasons::ALL => Err(Unusable::Scope),
        EntryEffect::Nothing | EntryEffect::Released => Ok(RevocationStatus::NotRevoked),
    }
}

/// What an entry says, or its absence.
enum EntryEffect<'a> {
    Revoked(&'a CrlEntry),
    Released,
    Nothing,
}

/// `None` where the list would have to be more recent.
fn told(entry: Option<&CrlEntry>, is_current: bool) -> Option<EntryEffect<'_>> {
    match entry {
        Some(entry) if !entry.is_hold() && !entry.is_release() => Some(EntryEffect::Revoked(entry)),
        _ if !is_current => None,
        Some(entry) if entry.is_hold() => Some(EntryEffect::Revoked(entry)),
        Some(_) => Some(EntryEffect::Released),
        None => Some(EntryEffect::Nothing),
    }
}

/// Whether this authority's key made the signature, and may.
fn signed(crl: &Crl, authority: &Certificate) -> Result<(), Unusable> {
    if !crl.algorithms_agree {
        return Err(Unusable::AlgorithmsDiffer);
    }
    match crl.signature.is_by(authority) {
        Signature::Valid => {}
        Signature::Invalid => return Err(Unusable::SignatureInvalid),
        Signature::Unverifiable => return Err(Unusable::SignatureUnverifiable),
    }
    let usage = authority.key_usage();
    if usage.is_some_and(|usage| !usage.contains(KeyUsage::CRL_SIGN)) {
        return Err(Unusable::KeyUsage);
    }
    Ok(())
}

/// Whether the list can be understood, and was issued by then. `conforming`: what the profile of section 5 demands of
/// authorities counts too.
fn usable(crl: &Crl, at: OffsetDateTime, conforming: bool) -> Result<(), Unusable> {
    if at < crl.this_update {
        return Err(Unusable::NotYetIssued(crl.this_update));
    }
    for (index, extension) in crl.extensions.iter().enumerate() {
        let must_be_critical = match &extension.content {
            ExtensionValue::DeltaCrlIndicator(_) | ExtensionValue::IssuingDistributionPoint(_) => Some(true),
            ExtensionValue::CrlNumber(_)
            | ExtensionValue::AuthorityKeyIdentifier { .. }
            | ExtensionValue::FreshestCrl(_)
            | ExtensionValue::AuthorityInfoAccess(_) => Some(false),
            ExtensionValue::IssuerAltName(_) => None,
            // Also one that only a certificate may have.
            ExtensionValue::Malformed => return Err(Unusable::Extension(extension.oid.clone())),
            _ if extension.critical => return Err(Unusable::Extension(extension.oid.clone())),
            _ => None,
        };
        let is_wrong = conforming && must_be_critical.is_some_and(|critical| critical != extension.critical);
        let mut earlier = crl.extensions[..index].iter();
        if is_wrong || earlier.any(|other| other.oid == extension.oid) {
            return Err(Unusable::Extension(extension.oid.clone()));
        }
    }
    if crl.indirect_entries && !crl.scope().is_some_and(|scope| scope.indirect) {
        return Err(Unusable::Indirect);
    }
    if crl.unknown_in_entries {
        return Err(Unusable::EntryExtension);
    }
    if crl.next_update.is_none() || conforming && crl.number().is_none() {
        return Err(Unusable::Incomplete);
    }
    Ok(())
}
