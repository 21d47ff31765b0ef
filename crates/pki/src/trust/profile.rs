//! What each certificate of a path must satisfy on its own (RFC 5280, section 4).

use super::name_constraints;
use super::{PathQuestion, Rule};
use crate::x509::{Certificate, Extension, ExtensionValue, GeneralName, KeyUsage};

/// A certificate's place in the path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    EndEntity,
    Authority,
    /// The trusted end. Nobody refers to it by its serial number, which is zero in some old roots.
    Anchor,
}

/// The least length of an RSA modulus and of an elliptic curve's field, in bits (NIST SP 800-57, for use
/// after 2013).
const MIN_RSA_BITS: u32 = 2048;
const MIN_CURVE_BITS: u32 = 224;
/// The longest serial number, in bytes (4.1.2.2).
const MAX_SERIAL_LEN: usize = 20;

pub(super) fn check(
    certificate: &Certificate,
    role: Position,
    question: &PathQuestion<'_>,
) -> Result<(), Rule> {
    frame(certificate)?;
    let second = question.at.replace_nanosecond(0).unwrap_or(question.at);
    if second < certificate.not_before {
        return Err(Rule::NotYetValid(certificate.not_before));
    }
    if second > certificate.not_after {
        return Err(Rule::Expired(certificate.not_after));
    }
    if role != Position::Anchor {
        let sha256 = certificate.sha256();
        if let Some(revoked) = question.revoked.iter().find(|revoked| revoked.sha256 == sha256) {
            return Err(Rule::Revoked {
                since: revoked.since,
                reason: revoked.reason,
            });
        }
    }
    extensions(certificate)?;
    names(certificate)?;
    rights(certificate, role)?;
    if question.conforming_authorities {
        demanded_of_authorities(certificate, role)?;
    }
    Ok(())
}

fn frame(certificate: &Certificate) -> Result<(), Rule> {
    if certificate.version != 3 && !certificate.extensions.is_empty() {
        return Err(Rule::Version);
    }
    let key = &certificate.public_key;
    let least = match key.algorithm.name {
        Some("rsaEncryption") => MIN_RSA_BITS,
        _ => MIN_CURVE_BITS,
    };
    match key.bits {
        Some(bits) if bits < least => Err(Rule::KeyTooShort(bits)),
        _ => Ok(()),
    }
}

fn extensions(certificate: &Certificate) -> Result<(), Rule> {
    for (index, extension) in certificate.extensions.iter().enumerate() {
        let oid = || extension.oid.clone();
        if certificate.extensions[..index]
            .iter()
            .any(|other| other.oid == extension.oid)
        {
            return Err(Rule::ExtensionTwice(oid()));
        }
        match &extension.content {
            ExtensionValue::Malformed => return Err(Rule::ExtensionMalformed(oid())),
            ExtensionValue::Unknown if extension.critical => return Err(Rule::ExtensionUnknown(oid())),
            // Without what processes them they are unknown; where they are not critical, the profile refuses them, or they
            // bind nobody who accepts any policy.
            #[cfg(not(feature = "policies"))]
            ExtensionValue::PolicyMappings(_)
            | ExtensionValue::PolicyConstraints { .. }
            | ExtensionValue::InhibitAnyPolicy(_)
                if extension.critical =>
            {
                return Err(Rule::ExtensionUnknown(oid()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The criticality that a conforming authority must give it (section 4.2); `None` if it may choose.
fn criticality(content: &ExtensionValue) -> Option<bool> {
    match content {
        ExtensionValue::BasicConstraints { ca: true, .. }
        | ExtensionValue::NameConstraints { .. }
        | ExtensionValue::PolicyConstraints { .. }
        | ExtensionValue::InhibitAnyPolicy(_) => Some(true),
        ExtensionValue::AuthorityKeyIdentifier { .. }
        | ExtensionValue::SubjectKeyIdentifier(_)
        | ExtensionValue::AuthorityInfoAccess(_)
        | ExtensionValue::SubjectInfoAccess(_)
        | ExtensionValue::FreshestCrl(_) => Some(false),
        _ => None,
    }
}

/// What section 4 demands of whoever issues certificates, and section 6 asks nobody to check.
fn demanded_of_authorities(certificate: &Certificate, role: Position) -> Result<(), Rule> {
    let serial = certificate.serial_number.as_slice();
    let positive = matches!(serial, [1..=0x7f, ..] | [0, _, ..]);
    if role != Position::Anchor && !(positive && serial.len() <= MAX_SERIAL_LEN) {
        return Err(Rule::SerialNumber);
    }
    for extension in &certificate.extensions {
        match (criticality(&extension.content), extension.critical) {
            (Some(true), false) => return Err(Rule::NotCritical(extension.oid.clone())),
            (Some(false), true) => return Err(Rule::Critical(extension.oid.clone())),
            _ => {}
        }
        let is_malformed = match &extension.content {
            ExtensionValue::CertificatePolicies(policies) => {
                let is_twice = |(index, policy)| policies[..index].contains(policy);
                policies.iter().enumerate().any(is_twice)
            }
            ExtensionValue::PolicyConstraints {
                require_explicit,
                inhibit_mapping,
            } => require_explicit.is_none() && inhibit_mapping.is_none(),
            _ => false,
        };
        if is_malformed {
            return Err(Rule::ExtensionMalformed(extension.oid.clone()));
        }
    }
    if certificate.subject.is_empty() {
        let mut alternatives = certificate.extensions.iter();
        let critical =
            alternatives.find(|extension| matches!(extension.content, ExtensionValue::SubjectAltName(_)));
        if role != Position::EndEntity || critical.is_none() {
            return Err(Rule::SubjectEmpty);
        }
        if let Some(extension) = critical.filter(|extension| !extension.critical) {
            return Err(Rule::NotCritical(extension.oid.clone()));
        }
    }
    // An authority that signed its own certificate has no other key to name.
    if certificate.authority_key_identifier().is_none() && !certificate.is_self_issued() {
        return Err(Rule::NoAuthorityKeyIdentifier);
    }
    if role != Position::EndEntity && certificate.subject_key_identifier().is_none() {
        return Err(Rule::NoSubjectKeyIdentifier);
    }
    let is_authority = certificate.authority().is_some();
    let signs = certificate
        .key_usage()
        .map(|usage| usage.contains(KeyUsage::KEY_CERT_SIGN));
    if is_authority && signs == Some(false) {
        return Err(Rule::KeyUsage);
    }
    if !is_authority && signs == Some(true) {
        return Err(Rule::KeyUsageWithoutAuthority);
    }
    let constrains =
        |extension: &Extension| matches!(extension.content, ExtensionValue::NameConstraints { .. });
    if !is_authority && certificate.extensions.iter().any(constrains) {
        return Err(Rule::ConstraintsOnEndEntity);
    }
    Ok(())
}

/// No name may be there that the constraints of an authority would not be held against.
fn names(certificate: &Certificate) -> Result<(), Rule> {
    let mut names = certificate.alternative_names().iter();
    if !names.all(GeneralName::is_well_formed) {
        return Err(Rule::AlternativeName);
    }
    Ok(())
}

fn rights(certificate: &Certificate, role: Position) -> Result<(), Rule> {
    let usage = certificate.key_usage();
    let signs = usage.map(|usage| usage.contains(KeyUsage::KEY_CERT_SIGN));
    if role != Position::EndEntity && certificate.authority().is_none() {
        return Err(Rule::NotAnAuthority);
    }
    if role != Position::EndEntity && signs == Some(false) {
        return Err(Rule::KeyUsage);
    }
    for extension in &certificate.extensions {
        if let ExtensionValue::NameConstraints { permitted, excluded } = &extension.content {
            let mut subtrees = permitted.iter().chain(excluded).flatten();
            if !subtrees.all(name_constraints::is_well_formed) {
                return Err(Rule::ExtensionMalformed(extension.oid.clone()));
            }
        }
    }
    Ok(())
}
