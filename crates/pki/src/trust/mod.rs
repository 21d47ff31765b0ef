//! Path validation (RFC 5280, section 6): from a certificate to a trusted authority.
//!
//! Every certificate of the path, the trusted one included, is held to the profile of RFC 5280, section 4, and to the
//! algorithm of section 6.1; constraints in the trusted certificate count, as in RFC 5937. Not decided here: whether a
//! certificate was revoked, and whether it is the one that was wanted. `docs/path-validation.md` says where this
//! differs from other validators, and why.

mod name_constraints;
mod path;
mod policy;
mod profile;
mod revocation;

use time::OffsetDateTime;

pub use revocation::{Mute, RevocationStatus, Unusable, status};

use crate::x509::Certificate;

/// The question: may this certificate be trusted at this instant?
#[derive(Clone, Copy, Debug)]
pub struct PathQuestion<'a> {
    /// The certificate.
    pub certificate: &'a Certificate,
    /// Others that may stand between it and a trusted one, in any order, needed or not.
    pub intermediates: &'a [Certificate],
    /// The trusted ones.
    pub anchors: &'a [Certificate],
    /// When. Fractions of a second are ignored: certificates have none.
    pub at: OffsetDateTime,
    /// The purpose, as a dotted object identifier, that `extKeyUsage` must allow where it is present.
    pub purpose: Option<&'a str>,
    /// How many authorities may stand between the two ends, not counting those that certify their own new key.
    pub max_intermediates: usize,
}

/// Why no path is valid: the rule, and the certificate that breaks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathFailure<'a> {
    /// The certificate.
    pub certificate: &'a Certificate,
    /// The rule.
    pub rule: Rule,
}

/// A rule of RFC 5280 that a certificate breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// No certificate at hand bears the name of its issuer.
    IssuerUnknown,
    /// Its issuer is at hand, but did not make this signature: another key, or an altered certificate.
    SignatureInvalid,
    /// The signature's algorithm, or its issuer's key, is not one that we can check.
    SignatureUnverifiable,
    /// The two fields that name the signature's algorithm differ (4.1.1.2).
    AlgorithmsDiffer,
    /// Not valid before this instant.
    NotYetValid(OffsetDateTime),
    /// Not valid after this instant.
    Expired(OffsetDateTime),
    /// Extensions in a certificate of a version that has none (4.1.2.1).
    Version,
    /// Zero, negative, or longer than 20 bytes (4.1.2.2).
    SerialNumber,
    /// No issuer name (4.1.2.4).
    IssuerEmpty,
    /// An authority without a name, or nobody named at all (4.1.2.6).
    SubjectEmpty,
    /// A key of this many bits, too few to be safe.
    KeyTooShort(u32),
    /// This extension, dotted, is present twice (4.2).
    ExtensionTwice(String),
    /// This critical extension, dotted, is unknown (4.2).
    ExtensionUnknown(String),
    /// This extension, dotted, has a value that its definition does not allow.
    ExtensionMalformed(String),
    /// This extension, dotted, must be critical.
    NotCritical(String),
    /// This extension, dotted, must not be critical.
    Critical(String),
    /// No identifier of the key that signed (4.2.1.1).
    NoAuthorityKeyIdentifier,
    /// An authority without a key identifier (4.2.1.2).
    NoSubjectKeyIdentifier,
    /// An alternative name that is not well-formed (4.2.1.6).
    AlternativeName,
    /// It signs certificates without being an authority (4.2.1.9).
    NotAnAuthority,
    /// An authority whose key may not sign certificates (4.2.1.3).
    KeyUsage,
    /// Its key usage says that it may sign certificates, but it is not an authority (4.2.1.3, 4.2.1.9).
    KeyUsageWithoutAuthority,
    /// More authorities follow it than it allows (4.2.1.9).
    PathTooLong,
    /// Name constraints in a certificate that is not an authority's (4.2.1.10).
    ConstraintsOnEndEntity,
    /// It bears a name that an authority above it does not allow (4.2.1.10).
    NameNotAllowed,
    /// No policy is valid from end to end, and one is required (6.1.3).
    Policy,
    /// Its extended key usage does not include the purpose (4.2.1.12).
    Purpose,
    /// The certificates at hand offer more paths, or more names, than anyone needs.
    TooComplex,
}

/// Enough for every hierarchy in use; IGC-Santé's has one.
pub const MAX_INTERMEDIATES: usize = 8;

/// Looks for a path from the certificate to a trusted one, and validates it.
///
/// Returns the path: the certificate first, the trusted one last.
///
/// # Errors
/// The rule that the most promising path breaks. Hostile certificates cannot keep it busy for long: it gives up with
/// [`Rule::TooComplex`].
pub fn validate<'a>(question: &PathQuestion<'a>) -> Result<Vec<&'a Certificate>, PathFailure<'a>> {
    path::find(question)
}
