//! One certificate to ask for, and the requests made for it so far.

use time::OffsetDateTime;

use crate::finding::{Severity, control_character};
use crate::key::{KeyId, KeySize, SealedKey};
use crate::product::Product;

/// One certificate to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Which product.
    pub product: Product,
    /// The name of the service, the future `CN`, as typed: it is trimmed where it is used.
    pub service_name: String,
    /// The size of the next key.
    pub key_size: KeySize,
    /// Every key and CSR made, oldest first; the last one is current.
    pub requests: Vec<Request>,
}

/// A key and the CSR made with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The id of the key, which the CSR bears too.
    pub key_id: KeyId,
    /// When both were made.
    pub made_at: OffsetDateTime,
    /// The private key under the dossier's passphrase.
    pub sealed_key: SealedKey,
    /// The CSR, DER (RFC 2986).
    pub csr: Vec<u8>,
}

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

    /// Adds a request, which becomes the current one. One made with the key of the current one takes its
    /// place: the key is the same, and only the newer request is sent.
    pub fn add(&mut self, request: Request) {
        self.requests.pop_if(|current| current.key_id == request.key_id);
        self.requests.push(request);
    }

    /// The last request made.
    pub fn current(&self) -> Option<&Request> {
        self.requests.last()
    }

    /// Everything found about the service name.
    pub fn service_name_findings(&self) -> Vec<ServiceNameFinding> {
        let name = self.service_name.trim();
        let recommended = self.product.recommended_service_name();
        let finding = |code, found: &str, expected: &str| ServiceNameFinding {
            code,
            found: found.to_owned(),
            expected: expected.to_owned(),
        };
        let mut findings = Vec::new();
        let count = name.chars().count();
        if count == 0 {
            findings.push(finding(ServiceNameCode::Missing, "", recommended));
        } else if count > SERVICE_NAME_LIMIT {
            let (found, limit) = (count.to_string(), SERVICE_NAME_LIMIT.to_string());
            findings.push(finding(ServiceNameCode::TooLong, &found, &limit));
        } else if name == self.product.other().recommended_service_name() {
            findings.push(finding(ServiceNameCode::OtherProduct, name, recommended));
        } else if name != recommended {
            findings.push(finding(ServiceNameCode::NotRecommended, name, recommended));
        }
        if let Some(found) = control_character(name) {
            findings.push(finding(ServiceNameCode::ControlCharacter, &found, ""));
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
    /// A control character. Found: the first one, as `U+0009`.
    ControlCharacter,
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
        Self::ControlCharacter,
        Self::NotRecommended,
        Self::OtherProduct,
    ];

    /// How much it weighs.
    pub const fn severity(self) -> Severity {
        match self {
            Self::Missing | Self::TooLong | Self::ControlCharacter => Severity::Error,
            Self::NotRecommended | Self::OtherProduct => Severity::Warning,
        }
    }
}

/// One thing found about a service name, with its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceNameFinding {
    /// What was found.
    pub code: ServiceNameCode,
    /// The evidence, as the code says; empty when there is nothing to show.
    pub found: String,
    /// What should stand there, as the code says; empty when there is nothing to show.
    pub expected: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_case_and_evidence() {
        let cases = [
            (" \u{A0}", ServiceNameCode::Missing, "", "Client_ROC_Annuaire_AMC"),
            (&"é".repeat(65), ServiceNameCode::TooLong, "65", "64"),
            ("a\u{7F}b", ServiceNameCode::ControlCharacter, "U+007F", ""),
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
            let expected = ServiceNameFinding {
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
