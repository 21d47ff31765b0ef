//! Assesses a certificate in the dossier: is it what was ordered, can it be trusted, is it revoked?

use time::OffsetDateTime;

use crate::authority::{AUTHORITIES, Authority};
use crate::conformity::{self, ConformityCode};
use crate::dossier::Dossier;
use crate::finding::Finding;
use crate::order::{Issued, Revocation};
use crate::product::Product;
use crate::spelling::Nfkc;
use certiroc_pki::intake::CrlSummary;
use certiroc_pki::trust::{self, Budget, MAX_INTERMEDIATES, PathQuestion, RevocationStatus, Revoked, Rule};
use certiroc_pki::x509::{Certificate, Signature};

const COMMON_NAME: &str = "2.5.4.3";

/// How many signatures are verified to find a chain: more authorities of one name are a hostile file's.
const MAX_SIGNATURES: usize = 100;

/// How many steps are taken to find a path ([`Budget`]). Known authorities are tried first, and IGC-Santé's paths take four.
const MAX_STEPS: u32 = 20;

/// What a certificate is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appraisal {
    /// Where it differs from the order.
    pub findings: Vec<Finding<ConformityCode>>,
    /// The certificates from it to a root of IGC-Santé, both included, or why there is no such path.
    pub path: Result<Vec<Certificate>, Broken>,
    /// What is known of its revocation.
    pub revocation: Revocation,
}

/// Why no path holds: the rule, and the certificate that breaks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The certificate.
    pub certificate: Box<Certificate>,
    /// The rule.
    pub rule: Rule,
}

/// Appraises a certificate of the dossier. `authorities` are the certificates of authorities at hand, beside the
/// dossier's own: only those of [`authority`](crate::authority) are trusted, whoever gives them. `revocations` is what
/// lists said of them: what a revoked one issued is not trusted. `nfkc` normalises the names that are compared.
pub fn appraise(
    dossier: &Dossier,
    product: Product,
    issued: &Issued,
    authorities: &[Certificate],
    revocations: &Revocations,
    at: OffsetDateTime,
    nfkc: Nfkc,
) -> Appraisal {
    let (order, certificate) = (dossier.order(product), &issued.certificate);
    let others: Vec<_> = dossier
        .issued()
        .map(|(_, issued)| issued.certificate.clone())
        .collect();
    Appraisal {
        findings: conformity::check(certificate, order, &dossier.establishment, &others, at, nfkc),
        path: path(
            certificate,
            dossier.authorities.iter().chain(authorities),
            revocations,
            at,
        ),
        revocation: issued.revocation.clone(),
    }
}

/// What revocation lists said of certificates, above all of authorities, of which a dossier keeps nothing of the kind: by
/// their SHA-256. Only those are kept that were once revoked or on hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revocations(Vec<([u8; 32], Revocation)>);

impl Revocations {
    /// Takes in what a list says.
    pub fn learn(&mut self, list: &CrlSummary) {
        // A list that may be relied on says when the next one is due.
        let next_update = list.next_update.unwrap_or(list.this_update);
        for (fingerprint, verdict) in &list.verdicts {
            let Ok(status) = verdict else { continue };
            let known = self.0.iter_mut().find(|(known, _)| known == fingerprint);
            match (known, status) {
                (Some((_, known)), RevocationStatus::Revoked(entry)) => {
                    known.learn(list.this_update, next_update, Some(entry));
                }
                (Some((_, known)), RevocationStatus::NotRevoked) => {
                    known.learn(list.this_update, next_update, None);
                }
                (None, RevocationStatus::Revoked(entry)) => {
                    let mut known = Revocation::default();
                    known.learn(list.this_update, next_update, Some(entry));
                    self.0.push((*fingerprint, known));
                }
                (None, RevocationStatus::NotRevoked) => {}
            }
        }
    }

    /// Those that are revoked, or on hold.
    fn revoked(&self) -> impl Iterator<Item = Revoked> {
        self.0.iter().filter_map(|(sha256, revocation)| match revocation {
            Revocation::Listed { since, reason } => Some(Revoked {
                sha256: *sha256,
                since: *since,
                reason: *reason,
            }),
            _ => None,
        })
    }
}

/// The path from a certificate to a root of IGC-Santé among these authorities, none of them revoked. What is known of the
/// certificate's own revocation is told elsewhere.
///
/// # Errors
/// The rule that the most promising path breaks.
pub fn path<'a>(
    certificate: &Certificate,
    authorities: impl IntoIterator<Item = &'a Certificate>,
    revocations: &Revocations,
    at: OffsetDateTime,
) -> Result<Vec<Certificate>, Broken> {
    let (mut anchors, mut pinned, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for authority in authorities {
        match Authority::by_sha256(&authority.sha256()) {
            Some(known) if known.root => anchors.push(authority),
            Some(_) => pinned.push(authority),
            None => others.push(authority),
        }
    }
    // Whatever else bears an authority's name, those that are known are tried before it.
    pinned.append(&mut others);
    let own = certificate.sha256();
    let revoked: Vec<_> = revocations
        .revoked()
        .filter(|revoked| revoked.sha256 != own)
        .collect();
    let budget = Budget::new(MAX_STEPS);
    let question = PathQuestion {
        revoked: &revoked,
        budget: Some(&budget),
        ..PathQuestion::new(certificate, &pinned, &anchors, at)
    };
    match trust::validate(&question) {
        Ok(path) => Ok(path.into_iter().cloned().collect()),
        Err(failure) => Err(Broken {
            certificate: Box::new(failure.certificate.clone()),
            rule: failure.rule,
        }),
    }
}

/// The authorities of IGC-Santé between a certificate and a root that are not at hand: what to ask the user for. Empty
/// where the issuer is none of them.
pub fn missing_authorities(certificate: &Certificate, at_hand: &[Certificate]) -> Vec<&'static Authority> {
    static KNOWN: [Authority; AUTHORITIES.len()] = AUTHORITIES;
    // The product line stands in the name of the file: ACI-EL-ORG, ACR-EL.
    let line = |authority: &Authority| authority.file_stem.split('-').nth(1).unwrap_or_default();
    let names: Vec<_> = certificate.issuer.values_of(COMMON_NAME).collect();
    let Some(issuer) = KNOWN.iter().find(|known| names.contains(&known.common_name)) else {
        return Vec::new();
    };
    let is_above = |known: &&Authority| {
        let is_root = known.root && known.environment == issuer.environment && line(known) == line(issuer);
        is_root || *known == issuer
    };
    let is_missing = |known: &&Authority| at_hand.iter().all(|authority| authority.sha256() != known.sha256);
    KNOWN.iter().filter(is_above).filter(is_missing).collect()
}

/// The authorities above a certificate, nearest first, as far as they are at hand: what is packed with it. Nothing is
/// said of whether they may be trusted. Where a hundred signatures lead to none, it ends there.
pub fn chain<'a>(
    certificate: &Certificate,
    authorities: impl IntoIterator<Item = &'a Certificate>,
) -> Vec<Certificate> {
    let authorities: Vec<_> = authorities.into_iter().collect();
    let mut chain: Vec<Certificate> = Vec::new();
    let mut signatures = 0;
    while chain.len() <= MAX_INTERMEDIATES {
        let last = chain.last().unwrap_or(certificate);
        let issuer = authorities.iter().copied().find(|authority| {
            let has_name = authority.subject.matches(&last.issuer);
            signatures += usize::from(has_name);
            has_name && signatures <= MAX_SIGNATURES && last.signed_by(authority) == Signature::Valid
        });
        match issuer {
            // A root signed itself; and some authorities sign each other.
            Some(issuer) if issuer != certificate && !chain.contains(issuer) => chain.push(issuer.clone()),
            _ => break,
        }
    }
    chain
}

impl Dossier {
    /// Every certificate that came back, each product's newest first.
    pub fn issued(&self) -> impl Iterator<Item = (Product, &Issued)> {
        let orders = self.orders.iter();
        orders.flat_map(|order| order.issued().map(|(_, issued)| (order.product, issued)))
    }
}
