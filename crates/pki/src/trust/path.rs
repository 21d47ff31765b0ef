//! Building a path, and validating it from the trusted end (RFC 5280, section 6.1; RFC 4158).

use super::name_constraints::NameConstraints;
#[cfg(feature = "policies")]
use super::policy::Policies;
use super::profile::{self, Position};
use super::{Budget, PathFailure, PathQuestion, Rule};
use crate::key::KeyId;
use crate::x509::{Certificate, Signature};

const ANY_EXTENDED_KEY_USAGE: &str = "2.5.29.37.0";

/// How far a path came before it failed. Of several failures, the one that came farthest is reported.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Progress {
    /// So many certificates are signed by the next; whether the last one's issuer is at hand, at least by its name.
    Search(usize, bool),
    Anchor,
    /// Nothing more is tried.
    GivenUp,
}

struct Search<'q, 'a> {
    question: &'q PathQuestion<'a>,
    budget: &'q Budget,
    /// From the certificate upwards.
    path: Vec<&'a Certificate>,
    failure: Option<(Progress, PathFailure<'a>)>,
}

pub(super) fn find<'a>(question: &PathQuestion<'a>) -> Result<Vec<&'a Certificate>, PathFailure<'a>> {
    let fresh = Budget::default();
    let mut search = Search {
        question,
        budget: question.budget.unwrap_or(&fresh),
        path: vec![question.certificate],
        failure: None,
    };
    // The certificate itself may be a trusted one.
    if question.anchors.contains(&question.certificate) {
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
        let question = self.question;
        let certificate = *self.path.last().unwrap_or(&question.certificate);
        if !self.spend(certificate) {
            return false;
        }
        // What each key made of the signature: many certificates may bear one key.
        let mut keys: Vec<(KeyId, bool)> = Vec::new();
        for anchor in issuers(certificate, question.anchors) {
            if self.is_signed(certificate, anchor, &mut keys) {
                self.path.push(anchor);
                if self.complete() {
                    return true;
                }
                self.path.pop();
            }
            if self.given_up() {
                return false;
            }
        }
        // Those on the path below its head that count: neither the end entity nor self-issued ones.
        let intermediates = self
            .path
            .iter()
            .skip(1)
            .filter(|authority| !authority.is_self_issued());
        let full = intermediates.count() >= question.max_intermediates;
        let mut tried: Vec<&Certificate> = Vec::new();
        for authority in issuers(certificate, question.intermediates) {
            let known = |other: &&Certificate| {
                other.key_id == authority.key_id && other.subject.matches(&authority.subject)
            };
            let is_new = !self.path.iter().any(known) && !tried.contains(&authority);
            if is_new && self.is_signed(certificate, authority, &mut keys) {
                tried.push(authority);
                if full && !authority.is_self_issued() {
                    let progress = Progress::Search(self.path.len(), true);
                    self.note(progress, authority, Rule::PathTooLong);
                    continue;
                }
                self.path.push(authority);
                if self.extend() {
                    return true;
                }
                self.path.pop();
            }
            if self.given_up() {
                return false;
            }
        }
        let rule = if certificate.issuer.is_empty() {
            Rule::IssuerEmpty
        } else {
            Rule::IssuerUnknown
        };
        self.note(Progress::Search(self.path.len(), false), certificate, rule);
        false
    }

    fn is_signed(
        &mut self,
        certificate: &'a Certificate,
        issuer: &'a Certificate,
        keys: &mut Vec<(KeyId, bool)>,
    ) -> bool {
        if let Some((_, is_signed)) = keys.iter().find(|(known, _)| *known == issuer.key_id) {
            return *is_signed;
        }
        if !certificate.algorithms_agree {
            let progress = Progress::Search(self.path.len(), true);
            self.note(progress, certificate, Rule::AlgorithmsDiffer);
            return false;
        }
        if !self.spend(certificate) {
            return false;
        }
        let signature = certificate.signed_by(issuer);
        keys.push((issuer.key_id, signature == Signature::Valid));
        let rule = match signature {
            Signature::Valid => return true,
            Signature::Invalid => Rule::SignatureInvalid,
            Signature::Unverifiable => Rule::SignatureUnverifiable,
        };
        self.note(Progress::Search(self.path.len(), true), certificate, rule);
        false
    }

    fn spend(&mut self, certificate: &'a Certificate) -> bool {
        let has_left = self.budget.spend();
        if !has_left {
            self.note(Progress::GivenUp, certificate, Rule::TooComplex);
        }
        has_left
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

/// Those that bear the issuer's name: first those that bear its key identifier, last those that bear another. In each of
/// the three, in the order given.
fn issuers<'a>(
    certificate: &'a Certificate,
    among: &'a [&'a Certificate],
) -> impl Iterator<Item = &'a Certificate> {
    let named = certificate.authority_key_identifier();
    let rank = move |authority: &Certificate| match (named, authority.subject_key_identifier()) {
        (Some(named), Some(own)) if named == own => 0,
        (Some(_), Some(_)) => 2,
        _ => 1,
    };
    (0..3).flat_map(move |wanted| {
        let ranked = move |authority: &&Certificate| {
            authority.subject.matches(&certificate.issuer) && rank(authority) == wanted
        };
        among.iter().copied().filter(ranked)
    })
}

/// Section 6.1, without the signatures, which building has checked.
fn validate<'a>(path: &[&'a Certificate], question: &PathQuestion<'a>) -> Result<(), PathFailure<'a>> {
    let Some((anchor, below)) = path.split_last() else {
        return Ok(());
    };
    #[cfg(not(feature = "policies"))]
    let _ = anchor;
    let mut constraints = NameConstraints::default();
    #[cfg(feature = "policies")]
    let mut policies = Policies::new(below.len(), anchor, &question.policies);
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
        profile::check(certificate, role, question).map_err(failed)?;
        if index < below.len() {
            // Self-issued authorities may bear any name: the next certificate is what counts.
            if last || !certificate.is_self_issued() {
                constraints.check(certificate).map_err(failed)?;
            }
            #[cfg(feature = "policies")]
            policies.check(certificate, last).map_err(failed)?;
        }
        if last {
            #[cfg(feature = "policies")]
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
            #[cfg(feature = "policies")]
            policies.descend(certificate).map_err(failed)?;
        }
        if let Some(Some(limit)) = certificate.authority() {
            allowed = Some(allowed.map_or(limit, |more| more.min(limit)));
        }
        constraints.add(certificate);
    }
    Ok(())
}
