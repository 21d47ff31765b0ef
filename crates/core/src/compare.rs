//! Is this request the one that was ordered?

use certiroc_pki::csr::Csr;
use certiroc_pki::key::KeySize;
use certiroc_pki::x509::{AttributeType, NameAttribute, Signature, StringType};

use crate::establishment::Draft;
use crate::finding::{Finding, Severity};
use crate::order::{self, Joined, Order, Request};
use crate::spelling::{Likeness, Nfkc};

/// What a request has to do with the dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The order it belongs to, by its key.
    pub joined: Joined,
    /// What was found: the signature and the key first, then the subject name, then the rest.
    pub findings: Vec<Finding<RequestCode>>,
}

/// What was found. The comments say what [`found`](Finding::found) and [`expected`](Finding::expected) hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestCode {
    /// The signature is not that of the public key, or the request was changed.
    SignatureInvalid,
    /// Signed with a weak hash, such as MD5 or SHA-1. Found, expected: the algorithms.
    AlgorithmWeak,
    /// Not sha256WithRSAEncryption; the signature may be of a kind that was not checked. Found, expected:
    /// the algorithms.
    AlgorithmUnexpected,
    /// Not an RSA key. Found, expected: the algorithms.
    KeyNotRsa,
    /// An RSA key of less than 2048 bits. Found: its bits; expected: the least.
    KeyTooShort,
    /// An RSA key of a size that is none of [`KeySize::ALL`]. Found: its bits; expected: the usual size.
    KeySizeUnexpected,
    /// An attribute of the subject name is missing. Expected: its value; nothing where the draft does not say it.
    AttributeMissing {
        /// Which one.
        attr: AttributeType,
    },
    /// An attribute of the subject name has another value than the dossier's. Found, expected: the values;
    /// nothing expected for the `CN` of a request that is joined to no order.
    AttributeDiffers {
        /// Which one.
        attr: AttributeType,
    },
    /// An attribute of the subject name is the dossier's (RFC 5280, section 7.1) in other characters: of another case,
    /// with other spaces, composed in another way. Found, expected: the values.
    AttributeEquivalent {
        /// Which one.
        attr: AttributeType,
    },
    /// The subject name has an attribute too many. Found: it, as `L=Lyon`.
    AttributeUnexpected,
    /// An attribute of an unusual ASN.1 type. Found, expected: the types.
    StringType {
        /// Which one.
        attr: AttributeType,
    },
    /// The attributes of the subject name come in another order, or are joined in one relative
    /// distinguished name. Found, expected: the short names in their order, as `C,ST+O`.
    OrderOfAttributes,
    /// The request asks for more than a name: attributes of RFC 2986, which the platform does not need.
    /// Found: their object identifiers, separated by commas.
    RequestAttributes,
    /// The dossier holds another request made with the same key.
    NotTheSameFile,
}

impl RequestCode {
    /// How much it weighs.
    pub const fn severity(self) -> Severity {
        match self {
            Self::SignatureInvalid
            | Self::AlgorithmWeak
            | Self::KeyNotRsa
            | Self::KeyTooShort
            | Self::AttributeMissing { .. }
            | Self::AttributeDiffers { .. } => Severity::Error,
            Self::AlgorithmUnexpected
            | Self::KeySizeUnexpected
            | Self::AttributeUnexpected
            | Self::StringType { .. }
            | Self::OrderOfAttributes
            | Self::RequestAttributes => Severity::Warning,
            Self::AttributeEquivalent { .. } | Self::NotTheSameFile => Severity::Information,
        }
    }
}

/// Object identifiers of algorithms, as [`Algorithm::oid`](super::Algorithm::oid) writes them.
const RSA_ENCRYPTION: &str = "1.2.840.113549.1.1.1";
const SHA_256_WITH_RSA_ENCRYPTION: &str = "1.2.840.113549.1.1.11";

/// Compares a request with what the dossier orders. What the draft does not say yet is not compared; `nfkc` normalises
/// the values that are.
pub fn compare(csr: &Csr, establishment: &Draft, orders: &[Order], nfkc: Nfkc) -> Comparison {
    let mut findings = Findings::default();
    let joined = order::join(csr.key_id, orders);
    let order = match joined.product() {
        Some(product) => orders.iter().find(|order| order.product == product),
        None => namesake(csr, orders),
    };
    findings.signature_and_key(csr);
    findings.subject(csr, establishment, order, nfkc);
    if !csr.attributes.is_empty() {
        findings.add(RequestCode::RequestAttributes, csr.attributes.join(","), "");
    }
    let differs = |request: &Request| {
        let ours = request.csr.as_ref();
        request.key_id == csr.key_id && ours.is_some_and(|ours| ours.der() != csr.der())
    };
    if orders.iter().flat_map(|order| &order.requests).any(differs) {
        findings.add(RequestCode::NotTheSameFile, "", "");
    }
    Comparison {
        joined,
        findings: findings.0,
    }
}

/// The order that asks for the same `CN`.
fn namesake<'a>(csr: &Csr, orders: &'a [Order]) -> Option<&'a Order> {
    let name = &attributes_of(csr, AttributeType::CommonName).next()?.value;
    orders.iter().find(|order| order.asked_name() == *name)
}

fn attributes_of(csr: &Csr, attr: AttributeType) -> impl Iterator<Item = &NameAttribute> {
    csr.subject
        .attributes
        .iter()
        .filter(move |attribute| attribute.short_name == Some(attr.short_name()))
}

#[derive(Default)]
struct Findings(Vec<Finding<RequestCode>>);

impl Findings {
    fn add(&mut self, code: RequestCode, found: impl Into<String>, expected: impl Into<String>) {
        self.0.push(Finding::new(code, found, expected));
    }

    fn signature_and_key(&mut self, csr: &Csr) {
        if csr.signature == Signature::Invalid {
            self.add(RequestCode::SignatureInvalid, "", "");
        }
        let algorithm = &csr.signature_algorithm;
        if algorithm.oid != SHA_256_WITH_RSA_ENCRYPTION {
            let code = if algorithm.weak {
                RequestCode::AlgorithmWeak
            } else {
                RequestCode::AlgorithmUnexpected
            };
            self.add(code, algorithm.to_string(), "sha256WithRSAEncryption");
        }
        let key = &csr.public_key;
        if key.algorithm.oid != RSA_ENCRYPTION {
            self.add(RequestCode::KeyNotRsa, key.algorithm.to_string(), "rsaEncryption");
        } else if let Some(bits) = key.bits.filter(|bits| KeySize::try_from(*bits).is_err()) {
            let usual = KeySize::default().bits();
            let code = if bits < usual {
                RequestCode::KeyTooShort
            } else {
                RequestCode::KeySizeUnexpected
            };
            self.add(code, bits.to_string(), usual.to_string());
        }
    }

    fn subject(&mut self, csr: &Csr, establishment: &Draft, order: Option<&Order>, nfkc: Nfkc) {
        let service_name = order.map_or("", |order| order.service_name.as_str());
        let expected = establishment.subject(service_name);
        for (attr, expected) in expected.attributes() {
            let mut present = attributes_of(csr, attr);
            // An empty one says no more than none.
            let Some(first) = present.next().filter(|first| !first.value.is_empty()) else {
                self.add(RequestCode::AttributeMissing { attr }, "", expected);
                continue;
            };
            // A name of no order differs from all; what the draft leaves open differs from nothing. Services compare the
            // common name to the byte.
            let is_service = attr == AttributeType::CommonName;
            if is_service || !expected.is_empty() {
                match Likeness::of(&first.value, expected, nfkc) {
                    Likeness::Same => {}
                    Likeness::Equivalent if !is_service => {
                        self.add(RequestCode::AttributeEquivalent { attr }, &first.value, expected);
                    }
                    _ => self.add(RequestCode::AttributeDiffers { attr }, &first.value, expected),
                }
            }
            let (usual, expected) = match attr {
                AttributeType::Country => (first.string_type == StringType::Printable, StringType::Printable),
                // RFC 5280, section 4.1.2.4 takes both.
                _ => (
                    matches!(first.string_type, StringType::Utf8 | StringType::Printable),
                    StringType::Utf8,
                ),
            };
            if !usual {
                self.add(
                    RequestCode::StringType { attr },
                    first.string_type.to_string(),
                    expected.to_string(),
                );
            }
            for repeated in present {
                self.add(RequestCode::AttributeUnexpected, repeated.to_string(), "");
            }
        }
        let known = expected.attributes().map(|(attr, _)| Some(attr.short_name()));
        for attribute in csr
            .subject
            .attributes
            .iter()
            .filter(|attribute| !known.contains(&attribute.short_name))
        {
            self.add(RequestCode::AttributeUnexpected, attribute.to_string(), "");
        }
        let rank = |attribute: &NameAttribute| known.iter().position(|name| *name == attribute.short_name);
        let ordered = csr.subject.attributes.iter().filter_map(rank).is_sorted();
        if !ordered
            || csr
                .subject
                .attributes
                .windows(2)
                .any(|pair| matches!(pair, [a, b] if a.rdn == b.rdn))
        {
            let rdns = csr.subject.attributes.chunk_by(|a, b| a.rdn == b.rdn);
            let names = |rdn: &[NameAttribute]| {
                rdn.iter()
                    .map(NameAttribute::type_name)
                    .collect::<Vec<_>>()
                    .join("+")
            };
            let expected = known.into_iter().flatten().collect::<Vec<_>>();
            self.add(
                RequestCode::OrderOfAttributes,
                rdns.map(names).collect::<Vec<_>>().join(","),
                expected.join(","),
            );
        }
    }
}
