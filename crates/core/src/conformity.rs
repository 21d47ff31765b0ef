//! Is this certificate the one that was ordered? (The profile of IGC-Santé's certificates of organisations.)
//!
//! What is asked here needs no authority: whether the certificate may be trusted is the question of
//! [`trust`](certiroc_pki::trust), and whether it was revoked that of a list.

use time::{Duration, OffsetDateTime};

use crate::establishment::{Draft, Environment, NAME_CUT};
use crate::finding::{Finding, Severity};
use crate::order::Order;
use crate::product::Product;
use crate::spelling::{Likeness, Nfkc};
use certiroc_pki::key::KeySize;
use certiroc_pki::x509::AttributeType;
use certiroc_pki::x509::{Certificate, ExtensionValue, KeyUsage, NameAttribute};

/// What a certificate is for, by its key usage and its extended key usage: its name does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CertificateKind {
    /// One of the two that ROC asks for.
    Product(Product),
    /// ORG CONF: encryption.
    OrgConf,
    /// A server's.
    Server,
    /// A person's, of a card or not.
    Person,
    /// An authority's.
    Authority,
    /// None of these.
    Other,
}

const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
const EMAIL_PROTECTION: &str = "1.3.6.1.5.5.7.3.4";
/// Extensions that only persons' certificates bear: the profession, the card, the holder's number.
const PERSONS: [&str; 3] = ["1.2.250.1.71.1.2.2", "1.2.250.1.71.1.2.3", "1.2.250.1.71.1.2.7"];

impl CertificateKind {
    /// What the certificate is for.
    pub fn of(certificate: &Certificate) -> Self {
        if certificate.authority().is_some() {
            return Self::Authority;
        }
        if certificate
            .extensions
            .iter()
            .any(|extension| PERSONS.contains(&extension.oid.as_str()))
        {
            return Self::Person;
        }
        let purposes: Vec<_> = certificate
            .extended_key_usage()
            .unwrap_or_default()
            .iter()
            .map(String::as_str)
            .collect();
        match (certificate.key_usage(), purposes.as_slice()) {
            (_, purposes) if purposes.contains(&SERVER_AUTH) => Self::Server,
            (Some(KeyUsage::DIGITAL_SIGNATURE), [CLIENT_AUTH]) => Self::Product(Product::OrgAuthCli),
            (Some(SEAL), [EMAIL_PROTECTION]) => Self::Product(Product::OrgSign),
            (Some(KeyUsage::KEY_ENCIPHERMENT), [EMAIL_PROTECTION, ..]) => Self::OrgConf,
            _ => Self::Other,
        }
    }
}

/// `digitalSignature` and `nonRepudiation`
const SEAL: KeyUsage = KeyUsage(KeyUsage::DIGITAL_SIGNATURE.0 | KeyUsage::NON_REPUDIATION.0);

/// What was found. The comments say what [`found`](Finding::found) and [`expected`](Finding::expected) hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConformityCode {
    /// A placeholder that signed itself, as keytool makes one with each key.
    SelfSigned,
    /// Not issued by IGC-Santé's authority for organisations, by its name. Found, expected: the names.
    Issuer,
    /// The other of the two certificates that ROC asks for.
    Swapped(Product),
    /// A certificate for something else.
    WrongKind(CertificateKind),
    /// A test certificate where a real one was ordered, or the reverse.
    WrongEnvironment(Environment),
    /// No policy of IGC-Santé. Found: the policies; expected: what they begin with.
    Policy,
    /// Not a software certificate, by the product category. Found, expected: its number.
    ProductCategory,
    /// An attribute of the subject name is missing. Expected: its value.
    AttributeMissing {
        /// Which one.
        attr: AttributeType,
    },
    /// An attribute of the subject name has another value than ordered. Found, expected: the values.
    AttributeDiffers {
        /// Which one.
        attr: AttributeType,
    },
    /// An attribute of the subject name is the ordered one (RFC 5280, section 7.1) in other characters: of another case,
    /// with other spaces, composed in another way. Found, expected: the values.
    AttributeEquivalent {
        /// Which one.
        attr: AttributeType,
    },
    /// An attribute of the subject name that services do not check has the ordered letters with other apostrophes, dashes
    /// and the like. Found, expected: the values.
    AttributePunctuation {
        /// Which one.
        attr: AttributeType,
    },
    /// What the subject name has was held against nothing: the draft does not describe this attribute, or not
    /// in a way that can be ordered. Found: its value.
    NotCompared {
        /// Which one.
        attr: AttributeType,
    },
    /// The name of the establishment was cut after 40 characters, as the platform does. Found, expected: the
    /// names.
    NameCut,
    /// The subject name has an attribute too many. Found: it, as `L=Lyon`.
    AttributeUnexpected,
    /// Not an RSA key. Found: its algorithm.
    KeyNotRsa,
    /// An RSA key of less than 2048 bits. Found: its bits; expected: the least.
    KeyTooShort,
    /// Signed with a weak hash, such as MD5 or SHA-1. Found, expected: the algorithms.
    AlgorithmWeak,
    /// Not signed with sha256WithRSAEncryption. Found, expected: the algorithms.
    Algorithm,
    /// Valid only from this instant.
    NotYetValid(OffsetDateTime),
    /// Valid no more since this instant.
    Expired(OffsetDateTime),
    /// Expires within 90 days: the time to renew it, which is possible only before.
    ExpiresSoon(OffsetDateTime),
    /// Not valid for about three years. Found: its days; expected: the usual ones.
    Duration,
    /// Its key may sign no more since this instant, though the certificate is valid.
    KeyUsageEnded(OffsetDateTime),
    /// Another certificate of the same issuer bears the same serial number.
    SerialTwice,
}

/// What mends a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Remedy {
    /// Nothing is to be done.
    None,
    /// Wait for the date.
    Wait,
    /// Ask the ANS support whether it is meant: the certificate works as it is, and revoking it is final.
    Ask,
    /// Tell the ANS support, with the facts; where it says so, the certificate is to be revoked, and ordered again.
    Support,
    /// Order again, with the right data.
    Order,
    /// Renew it.
    Renew,
}

/// Whether a letter to the ANS is due.
#[derive(Clone, Copy)]
enum Letter {
    None,
    Due,
}

impl ConformityCode {
    /// How much it weighs.
    pub const fn severity(self) -> Severity {
        self.table().0
    }

    /// What mends it.
    pub const fn remedy(self) -> Remedy {
        self.table().1
    }

    /// Whether it is to be written to the ANS that the certificate is not the one that was ordered: what is wrong with
    /// it came into it when it was issued, and stops its use.
    pub const fn takes_letter(self) -> bool {
        matches!(self.table().2, Letter::Due)
    }

    const fn table(self) -> (Severity, Remedy, Letter) {
        use Severity::{Error, Information, Warning};
        match self {
            // keytool made the one, time the other.
            Self::SelfSigned | Self::Expired(_) => (Error, Remedy::Order, Letter::None),
            // The page of the platform may have been given the wrong request: the ANS alone can tell.
            Self::Swapped(_) | Self::WrongKind(_) | Self::WrongEnvironment(_) => {
                (Error, Remedy::Order, Letter::Due)
            }
            // The ANS chooses the issuer and the serial number, takes the name from its directory, and is to refuse
            // such keys.
            Self::Issuer
            | Self::SerialTwice
            | Self::AttributeMissing { .. }
            | Self::AttributeDiffers { .. }
            | Self::KeyNotRsa
            | Self::KeyTooShort => (Error, Remedy::Support, Letter::Due),
            // The ANS made these too, perhaps by a new rule of its own: no fault that a letter may assert.
            Self::Policy
            | Self::ProductCategory
            | Self::AttributeUnexpected
            | Self::AlgorithmWeak
            | Self::Algorithm
            | Self::Duration
            | Self::AttributePunctuation { .. } => (Warning, Remedy::Ask, Letter::None),
            Self::NotCompared { .. } | Self::AttributeEquivalent { .. } | Self::NameCut => {
                (Information, Remedy::None, Letter::None)
            }
            // Time made these.
            Self::NotYetValid(_) => (Error, Remedy::Wait, Letter::None),
            Self::ExpiresSoon(_) => (Warning, Remedy::Renew, Letter::None),
            Self::KeyUsageEnded(_) => (Error, Remedy::Renew, Letter::None),
        }
    }
}

/// When to renew: the ANS writes 60 days before, and leaves may last a month.
const SOON: Duration = Duration::days(90);
/// Three years, to the day; until 2021 a seal lasted a month longer.
const USUAL_DAYS: core::ops::RangeInclusive<i64> = 1094..=1127;
const SHA_256_WITH_RSA_ENCRYPTION: &str = "sha256WithRSAEncryption";
/// What IGC-Santé's policies begin with, and the category of its software certificates.
const fn profile(environment: Environment) -> (&'static str, u8, &'static str) {
    match environment {
        Environment::Production => (
            "1.2.250.1.213.1.7.1.",
            0x03,
            "AC IGC-SANTE ELEMENTAIRE ORGANISATIONS",
        ),
        Environment::Test => (
            "1.2.250.1.213.1.7.2.",
            0x83,
            "TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS",
        ),
    }
}

/// Holds a certificate against the order that it answers. What the draft does not say is not compared, which
/// is told; `others` are the certificates that the dossier holds; `nfkc` normalises the values that are compared.
pub fn check(
    certificate: &Certificate,
    order: &Order,
    establishment: &Draft,
    others: &[Certificate],
    at: OffsetDateTime,
    nfkc: Nfkc,
) -> Vec<Finding<ConformityCode>> {
    let mut findings = Findings::default();
    if certificate.is_self_issued() {
        // Nothing else that is wrong with it matters.
        findings.add(ConformityCode::SelfSigned, "", "");
        return findings.0;
    }
    findings.origin(certificate, establishment.environment);
    match CertificateKind::of(certificate) {
        CertificateKind::Product(product) if product == order.product => {}
        CertificateKind::Product(product) => {
            findings.add(
                ConformityCode::Swapped(product),
                product.label(),
                order.product.label(),
            );
        }
        kind => findings.add(ConformityCode::WrongKind(kind), "", order.product.label()),
    }
    findings.subject(certificate, order, establishment, nfkc);
    findings.key(certificate);
    findings.dates(certificate, at);
    let same_serial = |other: &Certificate| {
        other.has_serial(&certificate.serial_number) && other.issuer.matches(&certificate.issuer)
    };
    if others
        .iter()
        .any(|other| same_serial(other) && other != certificate)
    {
        findings.add(ConformityCode::SerialTwice, "", "");
    }
    findings.0
}

#[derive(Default)]
struct Findings(Vec<Finding<ConformityCode>>);

impl Findings {
    fn add(&mut self, code: ConformityCode, found: impl Into<String>, expected: impl Into<String>) {
        self.0.push(Finding::new(code, found, expected));
    }

    fn origin(&mut self, certificate: &Certificate, ordered: Environment) {
        let issuer = certificate
            .issuer
            .values_of(COMMON_NAME)
            .next()
            .unwrap_or_default();
        let environment = Environment::ALL
            .into_iter()
            .find(|environment| profile(*environment).2 == issuer);
        match environment {
            Some(environment) if environment == ordered => {}
            Some(environment) => self.add(
                ConformityCode::WrongEnvironment(environment),
                issuer,
                profile(ordered).2,
            ),
            None => self.add(ConformityCode::Issuer, issuer, profile(ordered).2),
        }
        // Held against the environment that it comes from: one cause, one finding.
        let (prefix, category, _) = profile(environment.unwrap_or(ordered));
        let policies = certificate
            .extensions
            .iter()
            .find_map(|extension| match &extension.content {
                ExtensionValue::CertificatePolicies(policies) => Some(policies.as_slice()),
                _ => None,
            });
        let policies = policies.unwrap_or_default();
        if !policies.iter().any(|policy| policy.starts_with(prefix)) {
            self.add(ConformityCode::Policy, policies.join(", "), prefix);
        }
        let found = certificate
            .extensions
            .iter()
            .find_map(|extension| match extension.content {
                ExtensionValue::ProductCategory(category) => Some(category),
                _ => None,
            });
        if found != Some(category) {
            let number = |category: u8| format!("{category:02x}");
            self.add(
                ConformityCode::ProductCategory,
                found.map_or_else(String::new, number),
                number(category),
            );
        }
    }

    fn subject(&mut self, certificate: &Certificate, order: &Order, establishment: &Draft, nfkc: Nfkc) {
        let expected = establishment.subject(&order.service_name);
        let attributes = &certificate.subject.attributes;
        let of = |attr: AttributeType| {
            attributes
                .iter()
                .filter(move |attribute| attribute.short_name == Some(attr.short_name()))
        };
        for (attr, expected) in expected.attributes() {
            let mut present = of(attr);
            match present.next() {
                None => self.add(ConformityCode::AttributeMissing { attr }, "", expected),
                Some(first) if expected.is_empty() => {
                    self.add(ConformityCode::NotCompared { attr }, &first.value, "");
                }
                Some(first) => {
                    if let Some(code) = difference(attr, &first.value, expected, nfkc) {
                        self.add(code, &first.value, expected);
                    }
                }
            }
            for repeated in present {
                self.add(ConformityCode::AttributeUnexpected, repeated.to_string(), "");
            }
        }
        let known = expected.attributes().map(|(attr, _)| Some(attr.short_name()));
        let unknown = |attribute: &&NameAttribute| !known.contains(&attribute.short_name);
        for attribute in attributes.iter().filter(unknown) {
            self.add(ConformityCode::AttributeUnexpected, attribute.to_string(), "");
        }
    }

    fn key(&mut self, certificate: &Certificate) {
        let key = &certificate.public_key;
        let least = KeySize::default().bits();
        match (key.algorithm.name, key.bits) {
            (Some("rsaEncryption"), Some(bits)) if bits < least => {
                self.add(ConformityCode::KeyTooShort, bits.to_string(), least.to_string());
            }
            (Some("rsaEncryption"), _) => {}
            _ => self.add(ConformityCode::KeyNotRsa, key.algorithm.to_string(), ""),
        }
        let algorithm = certificate.signature_algorithm.to_string();
        if algorithm != SHA_256_WITH_RSA_ENCRYPTION {
            let code = if certificate.signature_algorithm.weak {
                ConformityCode::AlgorithmWeak
            } else {
                ConformityCode::Algorithm
            };
            self.add(code, algorithm, SHA_256_WITH_RSA_ENCRYPTION);
        }
    }

    fn dates(&mut self, certificate: &Certificate, at: OffsetDateTime) {
        let (from, to) = (certificate.not_before, certificate.not_after);
        let key_to = certificate
            .extensions
            .iter()
            .find_map(|extension| match extension.content {
                ExtensionValue::PrivateKeyUsagePeriod { not_after, .. } => not_after,
                _ => None,
            });
        if at < from {
            self.add(ConformityCode::NotYetValid(from), "", "");
        } else if at > to {
            self.add(ConformityCode::Expired(to), "", "");
        } else if let Some(ended) = key_to.filter(|ended| at > *ended) {
            self.add(ConformityCode::KeyUsageEnded(ended), "", "");
        } else if at > to - SOON {
            self.add(ConformityCode::ExpiresSoon(to), "", "");
        }
        let days = (to - from).whole_days();
        if !USUAL_DAYS.contains(&days) {
            self.add(
                ConformityCode::Duration,
                days.to_string(),
                USUAL_DAYS.start().to_string(),
            );
        }
    }
}

const COMMON_NAME: &str = "2.5.4.3";

/// How the value of an attribute differs from the ordered one, if it does. Services compare the common name to the byte.
fn difference(attr: AttributeType, found: &str, expected: &str, nfkc: Nfkc) -> Option<ConformityCode> {
    match Likeness::of(found, expected, nfkc) {
        Likeness::Same => None,
        _ if attr == AttributeType::CommonName => Some(ConformityCode::AttributeDiffers { attr }),
        Likeness::Equivalent => Some(ConformityCode::AttributeEquivalent { attr }),
        _ if attr == AttributeType::Organization && is_cut(found, expected, nfkc) => {
            Some(ConformityCode::NameCut)
        }
        Likeness::Punctuation => Some(ConformityCode::AttributePunctuation { attr }),
        Likeness::Different => Some(ConformityCode::AttributeDiffers { attr }),
    }
}

/// Whether the platform made `found` of `name`: the first 40 characters.
fn is_cut(found: &str, name: &str, nfkc: Nfkc) -> bool {
    let cut: String = name.chars().take(NAME_CUT).collect();
    cut != name
        && matches!(
            Likeness::of(found, &cut, nfkc),
            Likeness::Same | Likeness::Equivalent
        )
}
