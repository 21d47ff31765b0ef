//! What all the lists at hand say together about every certificate of a path (RFC 5280, section 6.3.3): lists for some
//! reasons each, delta lists with the lists they add to, indirect lists, lists signed with another key.

use time::OffsetDateTime;

use super::{EntryEffect, RevocationStatus, Unusable, scope, signed, told, usable};
use crate::crl::Crl;
use crate::trust::{Budget, PathQuestion, validate};
use crate::x509::{Certificate, ExtensionValue, Reasons};

/// The question: which certificates of this path are revoked?
#[derive(Clone, Copy, Debug)]
pub struct RevocationQuestion<'a> {
    /// The path as [`validate`] returned it: the certificate first, the trusted one last.
    pub path: &'a [&'a Certificate],
    /// The lists at hand, each read with the serial numbers of the path's certificates and of `intermediates`.
    pub crls: &'a [Crl],
    /// Certificates of others that may have signed lists, or may stand between these and the trusted one.
    pub intermediates: &'a [&'a Certificate],
    /// When.
    pub at: OffsetDateTime,
    /// As in [`PathQuestion`].
    pub conforming_authorities: bool,
    /// As in [`PathQuestion`]: each signature of a list counts too.
    pub budget: Option<&'a Budget>,
}

/// What the lists say about each certificate of the path but the trusted one, in its order.
///
/// For each the newest list that is about it counts, with the newest delta list that adds to that one; where a list is
/// about some reasons only, others are looked at until all reasons are accounted for. A list counts where the
/// certificate's issuer signed it, or a certificate of the name that is asked for, which leads to the same trusted one,
/// may sign lists, and is not itself revoked as far as the lists tell.
///
/// In each `Err`: why what is at hand does not answer.
pub fn revocation(question: &RevocationQuestion<'_>) -> Vec<Result<RevocationStatus, Unusable>> {
    let Some(anchor) = question.path.last() else {
        return Vec::new();
    };
    let fresh = Budget::default();
    let inquiry = Inquiry {
        crls: question.crls,
        intermediates: question.intermediates,
        anchor,
        at: question.at,
        conforming_authorities: question.conforming_authorities,
        budget: question.budget.unwrap_or(&fresh),
    };
    let issuers = 1..question.path.len();
    issuers
        .map(|issuer| inquiry.determine(&question.path[issuer - 1..], &[]))
        .collect()
}

#[derive(Clone, Copy)]
struct Inquiry<'a> {
    crls: &'a [Crl],
    intermediates: &'a [&'a Certificate],
    anchor: &'a Certificate,
    at: OffsetDateTime,
    conforming_authorities: bool,
    budget: &'a Budget,
}

impl<'a> Inquiry<'a> {
    /// What the lists say about the first certificate of a path. `asked`: those whose right to sign lists is being
    /// judged, which cannot vouch for themselves.
    fn determine(
        self,
        path: &[&'a Certificate],
        asked: &[&'a Certificate],
    ) -> Result<RevocationStatus, Unusable> {
        let [certificate, ..] = path else {
            return Err(Unusable::OtherIssuer);
        };
        let mut complete: Vec<&Crl> = self
            .crls
            .iter()
            .filter(|crl| crl.base_number().is_none())
            .collect();
        complete.sort_by_key(|crl| core::cmp::Reverse(crl.this_update));
        let mut accounted = Reasons::NONE;
        let mut why = Unusable::OtherIssuer;
        for point in scope::points(certificate) {
            for crl in complete.iter().copied() {
                let Some(reasons) = scope::covers(crl, certificate, &point) else {
                    if why == Unusable::OtherIssuer && crl.issuer.matches(&certificate.issuer) {
                        why = Unusable::Scope;
                    }
                    continue;
                };
                if accounted.contains(reasons) {
                    if why == Unusable::OtherIssuer {
                        why = Unusable::Scope;
                    }
                    continue;
                }
                match self.consult(crl, path, asked) {
                    Ok(EntryEffect::Revoked(entry)) => return Ok(RevocationStatus::Revoked(entry.clone())),
                    Ok(EntryEffect::Released | EntryEffect::Nothing) => accounted = accounted.or(reasons),
                    Err(unusable) => why = unusable,
                }
                if accounted == Reasons::ALL {
                    return Ok(RevocationStatus::NotRevoked);
                }
            }
        }
        Err(if accounted == Reasons::NONE {
            why
        } else {
            Unusable::Scope
        })
    }

    /// What a complete list says, with the newest delta list that adds to it.
    fn consult(
        self,
        crl: &'a Crl,
        path: &[&'a Certificate],
        asked: &[&'a Certificate],
    ) -> Result<EntryEffect<'a>, Unusable> {
        usable(crl, self.at, self.conforming_authorities)?;
        let signer = self.signer(crl, path, asked)?;
        let mut delta: Option<&Crl> = None;
        for other in self.crls.iter().filter(|other| adds_to(other, crl)) {
            let is_newest = delta.is_none_or(|delta| above(other.number(), delta.number()));
            if is_newest
                && usable(other, self.at, self.conforming_authorities).is_ok()
                && self.is_signed(other, signer).is_ok()
            {
                delta = Some(other);
            }
        }
        let certificate = path[0];
        let next_update = delta.and_then(|delta| delta.next_update).max(crl.next_update);
        let next_update = next_update.ok_or(Unusable::Incomplete)?;
        let entry = delta.and_then(|delta| delta.entry_for(certificate));
        let entry = entry.or_else(|| crl.entry_for(certificate));
        told(entry, self.at <= next_update).ok_or(Unusable::Stale(next_update))
    }

    /// Whose key signed the list: the issuer's on the path, or another's by a path of its own to the same trusted one.
    fn signer(
        self,
        crl: &Crl,
        path: &[&'a Certificate],
        asked: &[&'a Certificate],
    ) -> Result<&'a Certificate, Unusable> {
        let [_, above @ ..] = path else {
            return Err(Unusable::OtherIssuer);
        };
        let mut why = Unusable::OtherIssuer;
        let others = above.iter().chain(self.intermediates).copied();
        for candidate in others.filter(|candidate| candidate.subject.matches(&crl.issuer)) {
            if asked.contains(&candidate) {
                continue;
            }
            if let Err(unusable) = self.is_signed(crl, candidate) {
                if why == Unusable::OtherIssuer || unusable == Unusable::TooComplex {
                    why = unusable;
                }
                continue;
            }
            let is_issuer = above.first().is_some_and(|issuer| candidate == *issuer);
            if is_issuer || self.may_sign(candidate, path, asked) {
                return Ok(candidate);
            }
            why = Unusable::SignatureInvalid;
        }
        Err(why)
    }

    /// Whether a path leads from the signer of a list to the trusted certificate, on which nobody is known to be revoked.
    fn may_sign(self, signer: &'a Certificate, path: &[&'a Certificate], asked: &[&'a Certificate]) -> bool {
        let known = [path, self.intermediates].concat();
        let anchors = [self.anchor];
        let own_path = validate(&PathQuestion {
            conforming_authorities: self.conforming_authorities,
            budget: Some(self.budget),
            ..PathQuestion::new(signer, &known, &anchors, self.at)
        });
        let Ok(own_path) = own_path else { return false };
        let asked = [asked, &[signer]].concat();
        let mut issuers = 1..own_path.len();
        !issuers.any(|issuer| {
            let status = self.determine(&own_path[issuer - 1..], &asked);
            matches!(status, Ok(RevocationStatus::Revoked(_)))
        })
    }

    fn is_signed(self, crl: &Crl, authority: &Certificate) -> Result<(), Unusable> {
        if !self.budget.spend() {
            return Err(Unusable::TooComplex);
        }
        signed(crl, authority)
    }
}

/// Whether a delta list adds to a complete one (section 5.2.4, and 6.3.3 (c)): the same issuer, scope and key, a base no
/// newer than the list, and news.
fn adds_to(delta: &Crl, crl: &Crl) -> bool {
    let key = |crl: &Crl| {
        let is_key =
            |content: &ExtensionValue| matches!(content, ExtensionValue::AuthorityKeyIdentifier { .. });
        let mut extensions = crl.extensions.iter();
        extensions
            .find(|extension| is_key(&extension.content))
            .map(|extension| extension.value.clone())
    };
    delta.base_number().is_some()
        && delta.issuer.matches(&crl.issuer)
        && delta.scope() == crl.scope()
        && key(delta) == key(crl)
        && !above(delta.base_number(), crl.number())
        && above(delta.number(), crl.number())
}

/// Whether the first number is above the second; one that is absent is below all.
fn above(one: Option<&[u8]>, other: Option<&[u8]>) -> bool {
    one.map(|number| (number.len(), number)) > other.map(|number| (number.len(), number))
}
