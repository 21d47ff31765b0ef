//! Files what comes in: each thing finds its place in the dossier by its key.

use time::OffsetDateTime;

use super::item::{Item, put_fingerprint};
use super::{Dossier, Event, limits};
use crate::authority::Authority;
use crate::intake::Received;
use crate::order::{Issued, Request, Revocation, join};
use crate::product::Product;
use certiroc_pki::intake::{CrlSummary, Entry};
use certiroc_pki::key::{KeyId, SealedKey};
use certiroc_pki::trust::RevocationStatus;
use certiroc_pki::x509::Certificate;

/// What was put into the dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filed {
    /// A certificate, with the request that it answers.
    Certificate {
        /// Of which order.
        product: Product,
        /// Of which key.
        key_id: KeyId,
        /// Whether others stood there already.
        others: bool,
    },
    /// The certificate of an authority of IGC-Santé.
    Authority(&'static Authority),
    /// What a list says of a certificate that is there.
    Revocation {
        /// Of which order.
        product: Product,
        /// Of which key.
        key_id: KeyId,
        /// Whether it is revoked.
        revoked: bool,
    },
}

impl Dossier {
    /// Takes in what belongs to it: certificates that answer a request, authorities of IGC-Santé, what lists say. A
    /// dossier without a key takes in nothing: a file is only read then. `by` is who did it, for the journal.
    pub fn take_in<'a>(
        &mut self,
        received: impl IntoIterator<Item = &'a Received>,
        now: OffsetDateTime,
        by: &str,
    ) -> Vec<Filed> {
        let mut filed = Vec::new();
        if self.requests().next().is_none() {
            return filed;
        }
        let reports: Vec<_> = received.into_iter().map(|received| &received.report).collect();
        for certificate in reports.iter().flat_map(|report| report.certificates()) {
            filed.extend(self.take_in_certificate(certificate, now, by));
        }
        for row in reports.iter().flat_map(|report| &report.rows) {
            if let Entry::Crl(crl) = &row.entry {
                self.take_in_crl(crl, now, by, &mut filed);
            }
        }
        filed
    }

    fn take_in_certificate(
        &mut self,
        certificate: &Certificate,
        now: OffsetDateTime,
        by: &str,
    ) -> Option<Filed> {
        if let Some(known) = Authority::by_sha256(&certificate.sha256()) {
            let is_new = self.add_authority(certificate.clone());
            return is_new.then_some(Filed::Authority(known));
        }
        let key_id = certificate.key_id;
        let product = join(key_id, &self.orders).product()?;
        let request = self.order_mut(product).request_mut(key_id)?;
        let others = !request.issued.is_empty();
        let serial = certificate.serial();
        let is_new = request.receive(Issued {
            certificate: certificate.clone(),
            received_at: now,
            revocation: Revocation::default(),
        });
        if !is_new || !self.keeps(Item::Certificate(product, key_id, certificate.sha256())) {
            return None;
        }
        let event = Event::CertificateReceived {
            product,
            key_id,
            serial,
        };
        self.record(now, by, event);
        Some(Filed::Certificate {
            product,
            key_id,
            others,
        })
    }

    /// Keeps the certificate of an authority; whether it was not there yet. One too many is not kept.
    pub fn add_authority(&mut self, authority: Certificate) -> bool {
        let fingerprint = authority.sha256();
        if self.authorities.contains(&authority) {
            return false;
        }
        self.authorities.push(authority);
        let is_kept = self.keeps(Item::Authority(fingerprint));
        if is_kept {
            put_fingerprint(&mut self.refused, fingerprint, false);
        }
        is_kept
    }

    /// Takes what was put there away again where it is more than a dossier takes; whether it stays.
    fn keeps(&mut self, item: Item) -> bool {
        let is_within = limits::check(self, 1).is_ok();
        if !is_within {
            self.put(item, None);
        }
        is_within
    }

    /// Takes an authority away, for good: another state of this dossier does not bring it back.
    pub fn refuse_authority(&mut self, authority: &Certificate) {
        let fingerprint = authority.sha256();
        self.authorities.retain(|kept| kept != authority);
        put_fingerprint(&mut self.compared, fingerprint, false);
        put_fingerprint(&mut self.refused, fingerprint, true);
    }

    /// Notes that the SHA-256 of an authority that is kept was compared with another source.
    pub fn compare_authority(&mut self, authority: &Certificate) {
        if self.authorities.contains(authority) {
            put_fingerprint(&mut self.compared, authority.sha256(), true);
        }
    }

    /// The authorities that count for the other side: those that were compared.
    pub fn compared_authorities(&self) -> impl Iterator<Item = &Certificate> {
        let authorities = self.authorities.iter();
        authorities.filter(|authority| self.compared.contains(&authority.sha256()))
    }

    fn take_in_crl(&mut self, crl: &CrlSummary, now: OffsetDateTime, by: &str, filed: &mut Vec<Filed>) {
        for (fingerprint, verdict) in &crl.verdicts {
            let Ok(status) = verdict else { continue };
            let found = match status {
                RevocationStatus::NotRevoked => None,
                RevocationStatus::Revoked(entry) => Some(entry),
            };
            // A list that may be relied on says when the next one is due.
            let next_update = crl.next_update.unwrap_or(crl.this_update);
            let mut changed = Vec::new();
            for (product, key_id, issued) in self.issued_mut() {
                if issued.certificate.sha256() == *fingerprint {
                    let before = issued.revocation.clone();
                    issued.revocation.learn(crl.this_update, next_update, found);
                    if issued.revocation != before {
                        let revoked = issued.revocation.is_revoked();
                        changed.push((product, key_id, revoked, before.is_revoked()));
                    }
                }
            }
            for (product, key_id, revoked, before) in changed {
                if revoked && !before {
                    self.record(now, by, Event::Revoked { product, key_id });
                }
                filed.push(Filed::Revocation {
                    product,
                    key_id,
                    revoked,
                });
            }
        }
    }

    /// Takes in a key that the platform made, with its certificate: a request that nobody made, and that is answered.
    pub fn adopt(
        &mut self,
        product: Product,
        sealed_key: SealedKey,
        certificate: Certificate,
        now: OffsetDateTime,
        by: &str,
    ) {
        let (key_id, serial) = (certificate.key_id, certificate.serial());
        self.order_mut(product).add(Request {
            key_id,
            made_at: now,
            sealed_key,
            passphrase_lost: false,
            csr: None,
            issued: vec![Issued {
                certificate,
                received_at: now,
                revocation: Revocation::default(),
            }],
        });
        self.record(now, by, Event::KeyReceived { product, key_id });
        let event = Event::CertificateReceived {
            product,
            key_id,
            serial,
        };
        self.record(now, by, event);
    }

    /// Notes the user's word that the certificate with this SHA-256 was revoked, or takes it back. What a list says
    /// stays.
    pub fn state_revoked(&mut self, sha256: &[u8; 32], revoked: bool, now: OffsetDateTime, by: &str) {
        let mut stated = Vec::new();
        for (product, key_id, issued) in self.issued_mut() {
            if issued.certificate.sha256() != *sha256 {
                continue;
            }
            match (&issued.revocation, revoked) {
                (Revocation::Unknown | Revocation::NotListed { .. }, true) => {
                    issued.revocation = Revocation::Stated { at: now };
                    stated.push(Event::Revoked { product, key_id });
                }
                (Revocation::Stated { .. }, false) => {
                    issued.revocation = Revocation::Unknown;
                    stated.push(Event::NotRevoked { product, key_id });
                }
                _ => {}
            }
        }
        for event in stated {
            self.record(now, by, event);
        }
    }

    fn issued_mut(&mut self) -> impl Iterator<Item = (Product, KeyId, &mut Issued)> {
        self.orders.iter_mut().flat_map(|order| {
            let product = order.product;
            order.requests.iter_mut().flat_map(move |request| {
                let key_id = request.key_id;
                request
                    .issued
                    .iter_mut()
                    .map(move |issued| (product, key_id, issued))
            })
        })
    }
}
