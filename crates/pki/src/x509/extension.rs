//! Certificate extensions (RFC 5280, section 4.2), those of Netscape and of IGC-Santé.

use pkcs8::der::asn1::{ContextSpecific, GeneralizedTime, OctetStringRef, UintRef};
use pkcs8::der::{self, Decode, SliceReader, TagNumber};
use time::OffsetDateTime;
use x509_parser::extensions::{
    AccessDescription, ExtendedKeyUsage, GeneralName as ParsedName, ParsedExtension, X509Extension,
};

use super::{DistributionPoint, GeneralName, IssuingDistributionPoint, Subtree};

/// One extension of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Its object identifier, dotted.
    pub oid: String,
    /// Whether a program that does not know it must refuse the certificate.
    pub critical: bool,
    /// The DER of its value.
    pub value: Vec<u8>,
    /// What it says.
    pub content: ExtensionValue,
}

/// What an extension says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExtensionValue {
    /// `authorityKeyIdentifier`: its key identifier, and whether it names issuer and serial number.
    AuthorityKeyIdentifier {
        /// The identifier of the key that signed.
        key: Option<Vec<u8>>,
        /// Whether it gives the authority's issuer or serial number too.
        issuer_and_serial: bool,
    },
    /// `subjectKeyIdentifier`
    SubjectKeyIdentifier(Vec<u8>),
    /// `keyUsage`
    KeyUsage(KeyUsage),
    /// `extKeyUsage`: the purposes, dotted.
    ExtendedKeyUsage(Vec<String>),
    /// `basicConstraints`
    BasicConstraints {
        /// Whether the subject may sign certificates.
        ca: bool,
        /// How many authorities may follow.
        path_length: Option<u32>,
    },
    /// `subjectAltName`
    SubjectAltName(Vec<GeneralName>),
    /// `issuerAltName`
    IssuerAltName(Vec<GeneralName>),
    /// `nameConstraints`; `None` for a list that is absent.
    NameConstraints {
        /// `permittedSubtrees`
        permitted: Option<Vec<Subtree>>,
        /// `excludedSubtrees`
        excluded: Option<Vec<Subtree>>,
    },
    /// `certificatePolicies`, dotted.
    CertificatePolicies(Vec<String>),
    /// `policyMappings`: the issuer's policy, the subject's.
    PolicyMappings(Vec<(String, String)>),
    /// `policyConstraints`, in certificates to come.
    PolicyConstraints {
        /// `requireExplicitPolicy`
        require_explicit: Option<u32>,
        /// `inhibitPolicyMapping`
        inhibit_mapping: Option<u32>,
    },
    /// `inhibitAnyPolicy`, in certificates to come.
    InhibitAnyPolicy(u32),
    /// `cRLDistributionPoints`: where lists about the certificate are.
    CrlDistributionPoints(Vec<DistributionPoint>),
    /// `freshestCRL`: where delta lists are.
    FreshestCrl(Vec<DistributionPoint>),
    /// `authorityInfoAccess`: the method, dotted, and the address.
    AuthorityInfoAccess(Vec<(String, GeneralName)>),
    /// `subjectInfoAccess`, likewise.
    SubjectInfoAccess(Vec<(String, GeneralName)>),
    /// `privateKeyUsagePeriod` (RFC 3280, section 4.2.1.4).
    PrivateKeyUsagePeriod {
        /// The first instant at which the key may sign.
        not_before: Option<OffsetDateTime>,
        /// The last.
        not_after: Option<OffsetDateTime>,
    },
    /// The product category of IGC-Santé (list `TRE_G01` of the ANS): 3 for a software certificate; tests add 128.
    ProductCategory(u8),
    /// `cRLNumber`: the number, most significant byte first, without leading zeros.
    CrlNumber(Vec<u8>),
    /// `deltaCRLIndicator`: the number of the list that this one adds to, likewise.
    DeltaCrlIndicator(Vec<u8>),
    /// `issuingDistributionPoint`: what a revocation list is about.
    IssuingDistributionPoint(IssuingDistributionPoint),
    /// One that has no bearing on a path: Netscape's, certificate transparency.
    Harmless,
    /// One that we do not know.
    Unknown,
    /// One that we know, with a value that its definition does not allow.
    Malformed,
}

/// The bits of `keyUsage` (RFC 5280, section 4.2.1.3): the first is bit 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUsage(pub u16);

impl KeyUsage {
    /// `digitalSignature`
    pub const DIGITAL_SIGNATURE: Self = Self(1);
    /// `nonRepudiation`, also called `contentCommitment`
    pub const NON_REPUDIATION: Self = Self(1 << 1);
    /// `keyEncipherment`
    pub const KEY_ENCIPHERMENT: Self = Self(1 << 2);
    /// `keyCertSign`
    pub const KEY_CERT_SIGN: Self = Self(1 << 5);
    /// `cRLSign`
    pub const CRL_SIGN: Self = Self(1 << 6);

    /// The names of the bits, in their order.
    pub const NAMES: [&'static str; 9] = [
        "digitalSignature",
        "nonRepudiation",
        "keyEncipherment",
        "dataEncipherment",
        "keyAgreement",
        "keyCertSign",
        "cRLSign",
        "encipherOnly",
        "decipherOnly",
    ];

    /// Whether every bit of `other` is set.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// The extensions that are read here.
const PRIVATE_KEY_USAGE_PERIOD: &str = "2.5.29.16";
const CRL_NUMBER: &str = "2.5.29.20";
const DELTA_CRL_INDICATOR: &str = "2.5.29.27";
const ISSUING_DISTRIBUTION_POINT: &str = "2.5.29.28";
const CRL_DISTRIBUTION_POINTS: &str = "2.5.29.31";
const FRESHEST_CRL: &str = "2.5.29.46";
const PRODUCT_CATEGORY: &str = "1.2.250.1.71.1.2.5";
/// The values of `extKeyUsage` that x509-parser turns into flags.
const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
const CODE_SIGNING: &str = "1.3.6.1.5.5.7.3.3";
const EMAIL_PROTECTION: &str = "1.3.6.1.5.5.7.3.4";
const TIME_STAMPING: &str = "1.3.6.1.5.5.7.3.8";
const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";
const ANY_EXTENDED_KEY_USAGE: &str = "2.5.29.37.0";

impl Extension {
    pub(crate) fn read(extension: &X509Extension<'_>) -> Self {
        let oid = extension.oid.to_id_string();
        Self {
            critical: extension.critical,
            value: extension.value.to_vec(),
            content: own(&oid, extension.value).unwrap_or_else(|| content(extension.parsed_extension())),
            oid,
        }
    }
}

fn names(names: &[ParsedName<'_>]) -> Vec<GeneralName> {
    names.iter().map(GeneralName::read).collect()
}

fn accesses(descriptions: &[AccessDescription<'_>]) -> Vec<(String, GeneralName)> {
    let access = |access: &AccessDescription<'_>| {
        (
            access.access_method.to_id_string(),
            GeneralName::read(&access.access_location),
        )
    };
    descriptions.iter().map(access).collect()
}

fn purposes(usage: &ExtendedKeyUsage<'_>) -> Vec<String> {
    let flags = [
        (usage.server_auth, SERVER_AUTH),
        (usage.client_auth, CLIENT_AUTH),
        (usage.code_signing, CODE_SIGNING),
        (usage.email_protection, EMAIL_PROTECTION),
        (usage.time_stamping, TIME_STAMPING),
        (usage.ocsp_signing, OCSP_SIGNING),
        (usage.any, ANY_EXTENDED_KEY_USAGE),
    ];
    let known = flags
        .iter()
        .filter(|(set, _)| *set)
        .map(|(_, oid)| (*oid).to_owned());
    known
        .chain(usage.other.iter().map(x509_parser::asn1_rs::Oid::to_id_string))
        .collect()
}

/// A list whose definition asks for one element at least.
fn filled<T>(list: Vec<T>, content: impl FnOnce(Vec<T>) -> ExtensionValue) -> ExtensionValue {
    if list.is_empty() {
        ExtensionValue::Malformed
    } else {
        content(list)
    }
}

fn content(parsed: &ParsedExtension<'_>) -> ExtensionValue {
    match parsed {
        ParsedExtension::AuthorityKeyIdentifier(identifier) => ExtensionValue::AuthorityKeyIdentifier {
            key: identifier.key_identifier.as_ref().map(|key| key.0.to_vec()),
            issuer_and_serial: identifier.authority_cert_issuer.is_some()
                || identifier.authority_cert_serial.is_some(),
        },
        ParsedExtension::SubjectKeyIdentifier(key) => ExtensionValue::SubjectKeyIdentifier(key.0.to_vec()),
        ParsedExtension::KeyUsage(usage) if usage.flags == 0 => ExtensionValue::Malformed,
        ParsedExtension::KeyUsage(usage) => ExtensionValue::KeyUsage(KeyUsage(usage.flags)),
        ParsedExtension::ExtendedKeyUsage(usage) => filled(purposes(usage), ExtensionValue::ExtendedKeyUsage),
        ParsedExtension::BasicConstraints(constraints) => ExtensionValue::BasicConstraints {
            ca: constraints.ca,
            path_length: constraints.path_len_constraint,
        },
        ParsedExtension::SubjectAlternativeName(alternative) => {
            filled(names(&alternative.general_names), ExtensionValue::SubjectAltName)
        }
        ParsedExtension::IssuerAlternativeName(alternative) => {
            filled(names(&alternative.general_names), ExtensionValue::IssuerAltName)
        }
        ParsedExtension::NameConstraints(constraints) => {
            let subtrees = |list: &Option<Vec<_>>| {
                let base =
                    |subtree: &x509_parser::extensions::GeneralSubtree<'_>| GeneralName::read(&subtree.base);
                list.as_ref()
                    .map(|list| list.iter().map(base).collect::<Vec<_>>())
            };
            let permitted = subtrees(&constraints.permitted_subtrees);
            let excluded = subtrees(&constraints.excluded_subtrees);
            // GeneralSubtrees has one or more, and at least one of the two lists must be present.
            let lists = || permitted.iter().chain(&excluded);
            if lists().count() == 0 || lists().any(Vec::is_empty) {
                return ExtensionValue::Malformed;
            }
            ExtensionValue::NameConstraints { permitted, excluded }
        }
        ParsedExtension::CertificatePolicies(policies) => {
            let oids = policies.iter().map(|policy| policy.policy_id.to_id_string());
            filled(oids.collect(), ExtensionValue::CertificatePolicies)
        }
        ParsedExtension::PolicyMappings(mappings) => {
            let pair = |mapping: &x509_parser::extensions::PolicyMapping<'_>| {
                (
                    mapping.issuer_domain_policy.to_id_string(),
                    mapping.subject_domain_policy.to_id_string(),
                )
            };
            filled(
                mappings.mappings.iter().map(pair).collect(),
                ExtensionValue::PolicyMappings,
            )
        }
        ParsedExtension::PolicyConstraints(constraints) => ExtensionValue::PolicyConstraints {
            require_explicit: constraints.require_explicit_policy,
            inhibit_mapping: constraints.inhibit_policy_mapping,
        },
        ParsedExtension::InhibitAnyPolicy(inhibit) => ExtensionValue::InhibitAnyPolicy(inhibit.skip_certs),
        ParsedExtension::AuthorityInfoAccess(access) => {
            filled(accesses(&access.accessdescs), ExtensionValue::AuthorityInfoAccess)
        }
        ParsedExtension::SubjectInfoAccess(access) => {
            filled(accesses(&access.accessdescs), ExtensionValue::SubjectInfoAccess)
        }
        ParsedExtension::NSCertType(_) | ParsedExtension::NsCertComment(_) | ParsedExtension::SCT(_) => {
            ExtensionValue::Harmless
        }
        ParsedExtension::ParseError { .. } => ExtensionValue::Malformed,
        _ => ExtensionValue::Unknown,
    }
}

/// The extensions that x509-parser does not read, or not to the end; `None` for any other.
fn own(oid: &str, value: &[u8]) -> Option<ExtensionValue> {
    let number = || {
        UintRef::from_der(value)
            .ok()
            .map(|number| number.as_bytes().to_vec())
    };
    let content = match oid {
        PRIVATE_KEY_USAGE_PERIOD => usage_period(value).ok(),
        CRL_NUMBER => number().map(ExtensionValue::CrlNumber),
        DELTA_CRL_INDICATOR => number().map(ExtensionValue::DeltaCrlIndicator),
        CRL_DISTRIBUTION_POINTS => {
            DistributionPoint::read_all(value).map(ExtensionValue::CrlDistributionPoints)
        }
        FRESHEST_CRL => DistributionPoint::read_all(value).map(ExtensionValue::FreshestCrl),
        ISSUING_DISTRIBUTION_POINT => {
            IssuingDistributionPoint::read(value).map(ExtensionValue::IssuingDistributionPoint)
        }
        PRODUCT_CATEGORY => match <&OctetStringRef>::from_der(value).map(OctetStringRef::as_bytes) {
            Ok([category]) => Some(ExtensionValue::ProductCategory(*category)),
            _ => None,
        },
        _ => return None,
    };
    Some(content.unwrap_or(ExtensionValue::Malformed))
}

fn usage_period(value: &[u8]) -> der::Result<ExtensionValue> {
    let instant = |reader: &mut SliceReader<'_>, tag| {
        let time = ContextSpecific::<GeneralizedTime>::decode_implicit(reader, TagNumber(tag))?;
        Ok::<_, der::Error>(time.map(|time| time.value.to_unix_duration().as_secs()))
    };
    let (not_before, not_after) = der::asn1::AnyRef::from_der(value)?
        .sequence(|period| Ok::<_, der::Error>((instant(period, 0)?, instant(period, 1)?)))?;
    let date = |seconds: Option<u64>| {
        let seconds = seconds.and_then(|seconds| i64::try_from(seconds).ok());
        seconds.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
    };
    Ok(ExtensionValue::PrivateKeyUsagePeriod {
        not_before: date(not_before),
        not_after: date(not_after),
    })
}
