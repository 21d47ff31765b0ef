//! Path validation (RFC 5280, section 6): from a certificate to a trusted authority.
//!
//! Every certificate of the path, the trusted one included, is held to the profile of RFC 5280, section 4, and to the
//! algorithm of section 6.1; constraints in the trusted certificate count, as in RFC 5937. Whether a certificate was revoked
//! is asked apart ([`status`]), and given with the question; whether it is the one that was wanted is not decided here.
//! `docs/path-validation.md` says where this differs from other validators, and why.

mod budget;
mod name_constraints;
mod path;
#[cfg(feature = "policies")]
mod policy;
mod profile;
mod revocation;

use time::OffsetDateTime;

pub use budget::Budget;
pub use revocation::{Mute, RevocationStatus, Unusable, status};
#[cfg(feature = "lists")]
pub use revocation::{RevocationQuestion, revocation};

use crate::x509::Certificate;

/// The question: may this certificate be trusted at this instant?
#[derive(Clone, Copy, Debug)]
pub struct PathQuestion<'a> {
    /// The certificate.
    pub certificate: &'a Certificate,
    /// Others that may stand between it and a trusted one, needed or not: where several might, those that come first are
    /// tried first.
    pub intermediates: &'a [&'a Certificate],
    /// The trusted ones, which are tried before all others.
    pub anchors: &'a [&'a Certificate],
    /// When. Fractions of a second are ignored: certificates have none.
    pub at: OffsetDateTime,
    /// The purpose, as a dotted object identifier, that `extKeyUsage` must allow where it is present.
    pub purpose: Option<&'a str>,
    /// How many authorities may stand between the two ends, not counting those that certify their own new key.
    pub max_intermediates: usize,
    /// Those that are known to be revoked: none of them may be part of the path, unless it is the trusted one.
    pub revoked: &'a [Revoked],
    /// Whether the certificates must also satisfy what RFC 5280, section 4, demands of conforming authorities only, and
    /// no validator has to check: which extensions are critical, key identifiers, serial numbers, names. On where nothing
    /// is said.
    pub conforming_authorities: bool,
    /// What section 6.1.1 calls for in matters of policies.
    #[cfg(feature = "policies")]
    pub policies: InitialPolicies<'a>,
    /// What may still be spent; where it is absent, each question has one of its own.
    pub budget: Option<&'a Budget>,
}

/// A certificate that is known to be revoked, or on hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// The SHA-256 of its DER.
    pub sha256: [u8; 32],
    /// Since when.
    pub since: OffsetDateTime,
    /// The number of the reason (section 5.3.1), where one is given.
    pub reason: Option<u8>,
}

/// The inputs of RFC 5280, section 6.1.1, (c) and (e) to (g). By default any policy is accepted, and none required.
#[cfg(feature = "policies")]
#[derive(Clone, Copy, Debug, Default)]
pub struct InitialPolicies<'a> {
    /// `user-initial-policy-set`: the acceptable policies, dotted; `None`: any.
    pub acceptable: Option<&'a [&'a str]>,
    /// `initial-explicit-policy`: whether the path must be valid for one of them.
    pub require_explicit: bool,
    /// `initial-policy-mapping-inhibit`: whether no policy may stand for another.
    pub inhibit_mapping: bool,
    /// `initial-any-policy-inhibit`: whether `anyPolicy` counts for nothing.
    pub inhibit_any: bool,
}

impl<'a> PathQuestion<'a> {
    /// A question of any purpose, with [`MAX_INTERMEDIATES`], where everything counts.
    pub fn new(
        certificate: &'a Certificate,
        intermediates: &'a [&'a Certificate],
        anchors: &'a [&'a Certificate],
        at: OffsetDateTime,
    ) -> Self {
        Self {
            certificate,
            intermediates,
            anchors,
            at,
            purpose: None,
            max_intermediates: MAX_INTERMEDIATES,
            revoked: &[],
            conforming_authorities: true,
            #[cfg(feature = "policies")]
            policies: InitialPolicies::default(),
            budget: None,
        }
    }
}

/// Why no path is valid: the rule, and the certificate that breaks it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {rule}", .certificate.subject)]
pub struct PathFailure<'a> {
    /// The certificate.
    pub certificate: &'a Certificate,
    /// The rule.
    pub rule: Rule,
}

/// A rule of RFC 5280 that a certificate breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rule {
    /// No certificate at hand bears the name of its issuer.
    #[error("no certificate at hand bears the name of its issuer")]
    IssuerUnknown,
    /// Its issuer is at hand, but did not make this signature: another key, or an altered certificate.
    #[error("its issuer did not make this signature")]
    SignatureInvalid,
    /// The signature's algorithm, or its issuer's key, is not one that we can check.
    #[error("the signature is of a kind that is not checked")]
    SignatureUnverifiable,
    /// The two fields that name the signature's algorithm differ (4.1.1.2).
    #[error("the two fields that name the algorithm of the signature differ")]
    AlgorithmsDiffer,
    /// Not valid before this instant.
    #[error("not valid before {0}")]
    NotYetValid(OffsetDateTime),
    /// Not valid after this instant.
    #[error("not valid after {0}")]
    Expired(OffsetDateTime),
    /// Extensions in a certificate of a version that has none (4.1.2.1).
    #[error("extensions in a certificate of a version that has none")]
    Version,
    /// Zero, negative, or longer than 20 bytes (4.1.2.2).
    #[error("a serial number that is not positive, or too long")]
    SerialNumber,
    /// No issuer name (4.1.2.4).
    #[error("no issuer name")]
    IssuerEmpty,
    /// An authority without a name, or nobody named at all (4.1.2.6).
    #[error("no subject name")]
    SubjectEmpty,
    /// A key of this many bits, too few to be safe.
    #[error("a key of {0} bits")]
    KeyTooShort(u32),
    /// This extension, dotted, is present twice (4.2).
    #[error("the extension {0} is present twice")]
    ExtensionTwice(String),
    /// This critical extension, dotted, is unknown (4.2).
    #[error("the critical extension {0} is unknown")]
    ExtensionUnknown(String),
    /// This extension, dotted, has a value that its definition does not allow.
    #[error("the extension {0} is malformed")]
    ExtensionMalformed(String),
    /// This extension, dotted, must be critical.
    #[error("the extension {0} must be critical")]
    NotCritical(String),
    /// This extension, dotted, must not be critical.
    #[error("the extension {0} must not be critical")]
    Critical(String),
    /// No identifier of the key that signed (4.2.1.1).
    #[error("no key identifier of its issuer")]
    NoAuthorityKeyIdentifier,
    /// An authority without a key identifier (4.2.1.2).
    #[error("an authority without a key identifier")]
    NoSubjectKeyIdentifier,
    /// An alternative name that is not well-formed (4.2.1.6).
    #[error("an alternative name that is not well-formed")]
    AlternativeName,
    /// It signs certificates without being an authority (4.2.1.9).
    #[error("it signs certificates without being an authority")]
    NotAnAuthority,
    /// An authority whose key may not sign certificates (4.2.1.3).
    #[error("its key may not sign certificates")]
    KeyUsage,
    /// Its key usage says that it may sign certificates, but it is not an authority (4.2.1.3, 4.2.1.9).
    #[error("its key may sign certificates, but it is not an authority")]
    KeyUsageWithoutAuthority,
    /// More authorities follow it than it allows (4.2.1.9).
    #[error("more authorities follow it than it allows")]
    PathTooLong,
    /// Name constraints in a certificate that is not an authority's (4.2.1.10).
    #[error("name constraints in a certificate that is not an authority's")]
    ConstraintsOnEndEntity,
    /// It bears a name that an authority above it does not allow (4.2.1.10).
    #[error("it bears a name that an authority above it does not allow")]
    NameNotAllowed,
    /// No policy is valid from end to end, and one is required (6.1.3).
    #[error("no policy holds from end to end")]
    Policy,
    /// Its extended key usage does not include the purpose (4.2.1.12).
    #[error("its extended key usage leaves out the purpose")]
    Purpose,
    /// It is revoked, or on hold (6.1.3 (a) (3)).
    #[error("revoked since {since}")]
    Revoked {
        /// Since when.
        since: OffsetDateTime,
        /// The number of the reason (5.3.1), where one is given.
        reason: Option<u8>,
    },
    /// The certificates at hand offer more paths, or more names, than anyone needs: whether one of them is valid was not
    /// found out.
    #[error("too many paths, or names, to follow")]
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
