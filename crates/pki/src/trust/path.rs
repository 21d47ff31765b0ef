//! Building a path, and validating it from the trusted end (RFC 5280, section 6.1; RFC 4158).

use super::name_constraints::NameConstraints;
use super::policy::Policies;
use super::profile::{self, Position};
use super::{PathFailure, PathQuestion, Rule};
use crate::x509::{Certificate, Signature};

/// The most signatures checked: they are what takes time, and what hostile certificates multiply.
const MAX_SIGNATURES: usize = 100;
const ANY_EXTENDED_KEY_USAGE: &str = "2.5.29.37.0";

/// How far a path came before it failed. Of several failures, the one that came farthest is reported.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Progress {
    NoIssuer,
    Issuer,
    Anchor,
    /// Nothing more is tried.
    GivenUp,
}

struct Search<'q, 'a> {
    question: &'q PathQuestion<'a>,
    /// From the certificate upwards.
    path: Vec<&'a Certificate>,
    signatures: usize,
    failure: Option<(Progress, PathFailure<'a>)>,
}

pub(super) fn find<'a>(question: &PathQuestion<'a>) -> Result<Vec<&'a Certificate>, PathFailure<'a>> {
    let mut search = Search {
        question,
        path: vec![question.certificate],
        signatures: 0,
        failure: None,
    };
    // The certificate itself may be a trusted one.
    if question.anchors.contains(question.certificate) {
        if search.complete() {
            return Ok(search.path);
        }
    } else if search.extend() {
        return Ok(search.path);
    }
    Err(search.failure.map_or(
        PathFailure {
            certificate: question.certificate,
            rule: Rule::IssuerUnknown,
        },
        |(_, failure)| failure,
    ))
}

impl<'a> Search<'_, 'a> {
    /// Looks for the signer of the path's last certificate, depth first. Returns whether a whole path is valid.
    fn extend(&mut self) -> bool {
        let certificate = *self.path.last().unwrap_or(&self.question.certificate);
        for anchor in issuers(certificate, self.question.anchors) {
            if self.is_signed(certificate, anchor) {
                self.path.push(anchor);
                if self.complete() {
                    return true;
                }
                self.path.pop();
            }
        }
        if self.given_up() {
            return false;
        }
        // Those on the path below its head that count: neither the end entity nor self-issued ones.
        let intermediates = self
            .path
            .iter()
            .skip(1)
            .filter(|authority| !authority.is_self_issued());
        let full = intermediates.count() >= self.question.max_intermediates;
        for authority in issuers(certificate, self.question.intermediates) {
            let known = |other: &&Certificate| {
                other.key_id == authority.key_id && other.subject.matches(&authority.subject)
            };
            if self.path.iter().any(known) || !self.is_signed(certificate, authority) {
                continue;
            }
            if full && !authority.is_self_issued() {
                self.note(Progress::Issuer, authority, Rule::PathTooLong);
                continue;
            }
            self.path.push(authority);
            if self.extend() {
                return true;
            }
            self.path.pop();
        }
        let rule = if certificate.issuer.is_empty() {
            Rule::IssuerEmpty
        } else {
            Rule::IssuerUnknown
        };
        self.note(Progress::NoIssuer, certificate, rule);
        false
    }

    fn is_signed(&mut self, certificate: &'a Certificate, issuer: &'a Certificate) -> bool {
        if self.given_up() {
            return false;
        }
        if !certificate.algorithms_agree {
            self.note(Progress::Issuer, certificate, Rule::AlgorithmsDiffer);
            return false;
        }
        self.signatures += 1;
        if self.signatures > MAX_SIGNATURES {
            self.note(Progress::GivenUp, certificate, Rule::TooComplex);
            return false;
        }
        let rule = match certificate.signed_by(issuer) {
            Signature::Valid => return true,
            Signature::Invalid => Rule::SignatureInvalid,
            Signature::Unverifiable => Rule::SignatureUnverifiable,
        };
        self.note(Progress::Issuer, certificate, rule);
        false
    }

    fn given_up(&self) -> bool {
        matches!(self.failure, Some((Progress::GivenUp, _)))
    }

    /// Keeps the failure that came farthest; the first of several that came as far.
    fn note(&mut self, progress: Progress, certificate: &'a Certificate, rule: Rule) {
        if self.failure.as_ref().is_none_or(|(known, _)| *known < progress) {
            self.failure = Some((progress, PathFailure { certificate, rule }));
        }
    }

    /// Validates the path, which ends at a trusted certificate.
    fn complete(&mut self) -> bool {
        match validate(&self.path, self.question) {
            Ok(()) => true,
            Err(failure) => {
                let progress = match failure.rule {
                    Rule::TooComplex => Progress::GivenUp,
                    _ => Progress::Anchor,
                };
                self.note(progress, failure.certificate, failure.rule);
                false
            }
        }
    }
}

/// Those that bear the issuer's name, first those that bear its key identifier.
fn issuers<'a>(certificate: &Certificate, among: &'a [Certificate]) -> Vec<&'a Certificate> {
    let named = among
        .iter()
        .filter(|authority| authority.subject.matches(&certificate.issuer));
    let key = certificate.authority_key_identifier();
    let (mut first, others): (Vec<_>, Vec<_>) =
        named.partition(|authority| key.is_some() && authority.subject_key_identifier() == key);
    first.extend(others);
    first
}

/// Section 6.1, without the signatures, which building has checked.
fn validate<'a>(path: &[&'a Certificate], question: &PathQuestion<'a>) -> Result<(), PathFailure<'a>> {
    let Some((anchor, below)) = path.split_last() else {
        return Ok(());
    };
    let mut constraints = NameConstraints::default();
    let mut policies = Policies::new(below.len(), anchor);
    // How many more authorities may follow.
    let mut allowed = None;
    for (index, certificate) in path.iter().enumerate().rev() {
        let last = index == 0;
        let role = match index {
            0 => Position::EndEntity,
            _ if index == below.len() => Position::Anchor,
            _ => Position::Authority,
        };
        let failed = |rule| PathFailure { certificate, rule };
        profile::check(certificate, role, question.at).map_err(failed)?;
        if index < below.len() {
            // Self-issued authorities may bear any name: the next certificate is what counts.
            if last || !certificate.is_self_issued() {
                constraints.check(certificate).map_err(failed)?;
            }
            policies.check(certificate, last).map_err(failed)?;
        }
        if last {
            policies.conclude(certificate).map_err(failed)?;
            let purpose = |wanted: &str| {
                certificate.extended_key_usage().is_none_or(|purposes| {
                    purposes
                        .iter()
                        .any(|purpose| purpose == wanted || purpose == ANY_EXTENDED_KEY_USAGE)
                })
            };
            if !question.purpose.is_none_or(purpose) {
                return Err(failed(Rule::Purpose));
            }
            break;
        }
        if index < below.len() {
            if !certificate.is_self_issued() {
                allowed = match allowed {
                    Some(0) => return Err(failed(Rule::PathTooLong)),
                    more => more.map(|more: u32| more - 1),
                };
            }
            policies.descend(certificate).map_err(failed)?;
        }
        if let Some(Some(limit)) = certificate.authority() {
            allowed = Some(allowed.map_or(limit, |more| more.min(limit)));
        }
        constraints.add(certificate);
    }
    Ok(())
}
