//! One certificate to obtain, the requests made for it so far, and what came back.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::finding::{Finding, Severity, hidden_character};
use crate::product::Product;
use crate::spelling::put_right;
use certiroc_pki::crl::CrlEntry;
use certiroc_pki::csr::Csr;
use certiroc_pki::key::{KeyId, KeySize, SealedKey};
use certiroc_pki::x509::Certificate;

/// One certificate to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Which product.
    pub product: Product,
    /// The name of the service, the future `CN`, as typed: it is [put right](Self::asked_name) where it is used.
    pub service_name: String,
    /// The size of the next key.
    pub key_size: KeySize,
    /// Every key and CSR made, oldest first; the last one is current.
    pub requests: Vec<Request>,
}

/// A key, the CSR made with it, and the certificate that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The id of the key, which the CSR and the certificate bear too.
    pub key_id: KeyId,
    /// When the key was made, or came in.
    pub made_at: OffsetDateTime,
    /// The private key under the dossier's passphrase.
    pub sealed_key: SealedKey,
    /// Whether that passphrase was lost: the dossier's present one does not open this key.
    pub passphrase_lost: bool,
    /// The CSR; `None` where the platform made the key, and the certificate at once.
    pub csr: Option<Csr>,
    /// What came back, the certificate that begins to be valid last at the end. A key that is used again has several.
    pub issued: Vec<Issued>,
}

/// A certificate that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The certificate.
    pub certificate: Certificate,
    /// When it was given to the dossier.
    pub received_at: OffsetDateTime,
    /// Whether it is known to be revoked.
    pub revocation: Revocation,
}

/// What is known of a certificate's revocation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case",
    deny_unknown_fields
)]
pub enum Revocation {
    /// No list was looked at.
    #[default]
    Unknown,
    /// The newest list that was looked at does not name it.
    NotListed {
        /// When the list was issued.
        #[serde(with = "crate::utc")]
        this_update: OffsetDateTime,
        /// When the next one was due.
        #[serde(with = "crate::utc")]
        next_update: OffsetDateTime,
    },
    /// A list names it.
    Listed {
        /// Since when.
        #[serde(with = "crate::utc")]
        since: OffsetDateTime,
        /// The number of the reason (RFC 5280, section 5.3.1), where one is given.
        reason: Option<u8>,
    },
    /// The user states that it was revoked.
    Stated {
        /// When he said so.
        #[serde(with = "crate::utc")]
        at: OffsetDateTime,
    },
}

impl Request {
    /// Adds what came back; whether it was not there yet. What stands there stays: a certificate that anybody may
    /// have made of the public key takes no other's place.
    pub fn receive(&mut self, issued: Issued) -> bool {
        let is_new = self
            .issued
            .iter()
            .all(|known| known.certificate != issued.certificate);
        if is_new {
            let begins = issued.certificate.not_before;
            let place = self
                .issued
                .partition_point(|known| known.certificate.not_before <= begins);
            self.issued.insert(place, issued);
        }
        is_new
    }

    /// Whether nothing came back that an authority signed.
    pub fn is_awaiting(&self) -> bool {
        self.issued
            .iter()
            .all(|issued| issued.certificate.is_self_issued())
    }
}

impl Revocation {
    /// Whether the certificate may no longer be used.
    pub const fn is_revoked(&self) -> bool {
        matches!(self, Self::Listed { .. } | Self::Stated { .. })
    }

    /// Takes in what a list says, unless a newer one is known. A revocation is final: no list takes it back, but a
    /// certificate on hold may be released (RFC 5280, section 5.3.1).
    pub fn learn(
        &mut self,
        this_update: OffsetDateTime,
        next_update: OffsetDateTime,
        found: Option<&CrlEntry>,
    ) {
        match (&*self, found) {
            // What is final stays so, and a newer list knows better of a hold.
            (Self::Listed { reason, .. }, Some(entry))
                if *reason != Some(CERTIFICATE_HOLD) && entry.is_hold() => {}
            (
                Self::NotListed {
                    this_update: known, ..
                },
                Some(entry),
            ) if *known > this_update && entry.is_hold() => {}
            (_, Some(entry)) => {
                *self = Self::Listed {
                    since: entry.revoked,
                    reason: entry.reason,
                };
            }
            (
                Self::Listed {
                    since,
                    reason: Some(CERTIFICATE_HOLD),
                },
                None,
            ) if *since <= this_update => {
                *self = Self::NotListed {
                    this_update,
                    next_update,
                };
            }
            (Self::Listed { .. } | Self::Stated { .. }, None) => {}
            (
                Self::NotListed {
                    this_update: known, ..
                },
                None,
            ) if *known > this_update => {}
            (Self::Unknown | Self::NotListed { .. }, None) => {
                *self = Self::NotListed {
                    this_update,
                    next_update,
                };
            }
        }
    }
}

/// The order that something belongs to: the one that has its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// The current key of this product's order.
    Current(Product),
    /// An earlier key of this product's order.
    Earlier(Product, KeyId),
    /// The dossier does not hold its key.
    Unknown,
}

impl Joined {
    /// The product, where there is an order.
    pub const fn product(self) -> Option<Product> {
        match self {
            Self::Current(product) | Self::Earlier(product, _) => Some(product),
            Self::Unknown => None,
        }
    }
}

/// The order that has this key.
pub fn join(key_id: KeyId, orders: &[Order]) -> Joined {
    let has = |order: &&Order| order.requests.iter().any(|request| request.key_id == key_id);
    match orders.iter().find(has) {
        None => Joined::Unknown,
        Some(order) if order.current().is_some_and(|current| current.key_id == key_id) => {
            Joined::Current(order.product)
        }
        Some(order) => Joined::Earlier(order.product, key_id),
    }
}

/// The number of the reason of a revocation that may be lifted.
const CERTIFICATE_HOLD: u8 = 6;

/// The longest service name in characters (ub-common-name, RFC 5280, appendix A.1).
pub const SERVICE_NAME_LIMIT: usize = 64;

impl Order {
    /// An order with the recommended service name, the default key size and no request yet.
    pub fn new(product: Product) -> Self {
        Self {
            product,
            service_name: product.recommended_service_name().to_owned(),
            key_size: KeySize::default(),
            requests: Vec::new(),
        }
    }

    /// Adds a request, which becomes the current one. It takes the place of one that was made with the same key: a key
    /// stands once in an order. What came back stays, and so does the CSR where the new one has none.
    pub fn add(&mut self, mut request: Request) {
        let mut known = self.requests.iter();
        let place = known.position(|known| known.key_id == request.key_id);
        if let Some(place) = place {
            let replaced = self.requests.remove(place);
            request.csr = request.csr.or(replaced.csr);
            for issued in replaced.issued {
                request.receive(issued);
            }
        }
        self.requests.push(request);
    }

    /// The last request made.
    pub fn current(&self) -> Option<&Request> {
        self.requests.last()
    }

    /// Its certificates, newest request first.
    pub fn issued(&self) -> impl Iterator<Item = (&Request, &Issued)> {
        let requests = self.requests.iter().rev();
        requests.flat_map(|request| request.issued.iter().rev().map(move |issued| (request, issued)))
    }

    /// The certificate that is in use at the instant `at`: of those that an authority signed, that are valid and not
    /// known to be revoked, the one that ends last.
    pub fn in_use(&self, at: OffsetDateTime) -> Option<&Issued> {
        self.last_to_end(|certificate| certificate.not_before <= at && at <= certificate.not_after)
    }

    /// The certificate whose end is to be remembered at the instant `at`: as [`in_use`](Self::in_use), or not valid yet.
    pub fn to_remember(&self, at: OffsetDateTime) -> Option<&Issued> {
        self.last_to_end(|certificate| at <= certificate.not_after)
    }

    fn last_to_end(&self, is_valid: impl Fn(&Certificate) -> bool) -> Option<&Issued> {
        let issued = self.issued().map(|(_, issued)| issued);
        issued
            .filter(|issued| {
                let certificate = &issued.certificate;
                is_valid(certificate) && !issued.revocation.is_revoked() && !certificate.is_self_issued()
            })
            .max_by_key(|issued| issued.certificate.not_after)
    }

    /// The request made with this key.
    pub fn request_mut(&mut self, key_id: KeyId) -> Option<&mut Request> {
        self.requests
            .iter_mut()
            .rev()
            .find(|request| request.key_id == key_id)
    }

    /// The service name as it is asked for: what was typed, [put right](put_right).
    pub fn asked_name(&self) -> String {
        put_right(&self.service_name)
    }

    /// Everything found about the service name.
    pub fn service_name_findings(&self) -> Vec<Finding<ServiceNameCode>> {
        let name = self.asked_name();
        let recommended = self.product.recommended_service_name();
        let mut findings = Vec::new();
        let count = name.chars().count();
        if count == 0 {
            findings.push(Finding::new(ServiceNameCode::Missing, "", recommended));
        } else if count > SERVICE_NAME_LIMIT {
            let (found, limit) = (count.to_string(), SERVICE_NAME_LIMIT.to_string());
            findings.push(Finding::new(ServiceNameCode::TooLong, &found, &limit));
        } else if name == self.product.other().recommended_service_name() {
            findings.push(Finding::new(ServiceNameCode::OtherProduct, &name, recommended));
        } else if name != recommended {
            findings.push(Finding::new(ServiceNameCode::NotRecommended, &name, recommended));
        }
        if let Some(found) = hidden_character(&name) {
            findings.push(Finding::new(ServiceNameCode::HiddenCharacter, &found, ""));
        } else if name != self.service_name.trim() {
            findings.push(Finding::new(ServiceNameCode::PutRight, &self.service_name, &name));
        }
        findings
    }
}

/// What was found about a service name. The comments say what the finding holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ServiceNameCode {
    /// No name. Expected: the recommended one.
    Missing,
    /// More than [`SERVICE_NAME_LIMIT`] characters. Found: how many; expected: the limit.
    TooLong,
    /// A character that shows nothing, or an accent apart from its letter. Found: the first one, as `U+200B`.
    HiddenCharacter,
    /// The name is asked for with other spaces, or its letters in one piece. Found: as typed; expected: as asked for.
    PutRight,
    /// Not the name recommended for the product: ROC may refuse the certificate. Found: the name; expected:
    /// the recommended one.
    NotRecommended,
    /// The name recommended for the other product. As [`ServiceNameCode::NotRecommended`].
    OtherProduct,
}

impl ServiceNameCode {
    /// Every code.
    pub const ALL: &[Self] = &[
        Self::Missing,
        Self::TooLong,
        Self::HiddenCharacter,
        Self::PutRight,
        Self::NotRecommended,
        Self::OtherProduct,
    ];

    /// How much it weighs.
    pub const fn severity(self) -> Severity {
        match self {
            Self::Missing | Self::TooLong | Self::HiddenCharacter => Severity::Error,
            Self::PutRight | Self::NotRecommended | Self::OtherProduct => Severity::Warning,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_case_and_evidence() {
        let cases = [
            (" \u{A0}", ServiceNameCode::Missing, "", "Client_ROC_Annuaire_AMC"),
            (&"é".repeat(65), ServiceNameCode::TooLong, "65", "64"),
            ("a\u{200B}b", ServiceNameCode::HiddenCharacter, "U+200B", ""),
            ("a\u{A0}b", ServiceNameCode::PutRight, "a\u{A0}b", "a b"),
            (
                "hôpital",
                ServiceNameCode::NotRecommended,
                "hôpital",
                "Client_ROC_Annuaire_AMC",
            ),
            (
                "Client_ROC_WebServices_AMC",
                ServiceNameCode::OtherProduct,
                "Client_ROC_WebServices_AMC",
                "Client_ROC_Annuaire_AMC",
            ),
        ];
        for (name, code, found, expected) in cases {
            let order = Order {
                service_name: name.into(),
                ..Order::new(Product::OrgAuthCli)
            };
            let findings = order.service_name_findings();
            let expected = Finding {
                code,
                found: found.into(),
                expected: expected.into(),
            };
            assert!(findings.contains(&expected), "{findings:?}");
        }
        assert_eq!(cases.map(|case| case.1), ServiceNameCode::ALL);
    }

    #[test]
    fn a_new_order_is_right() {
        for product in Product::ALL {
            let mut order = Order::new(product);
            assert_eq!((order.service_name_findings(), order.current()), (vec![], None));
            order.service_name = format!(" {}\n", order.service_name);
            assert_eq!(order.service_name_findings(), []);
        }
    }
}
