//! Extensions in the words of their definitions, for readers who know certificates.

use core::fmt;
use core::net::{Ipv4Addr, Ipv6Addr};

use super::algorithm::lookup;
use super::name::hexadecimal;
use super::visible::visible;
use super::{Certificate, DistributionPoint, Extension, ExtensionValue, GeneralName, KeyUsage};

/// The names of RFC 5280 and of IGC-Santé's extensions.
const NAMES: [(&str, &str); 24] = [
    ("2.5.29.9", "subjectDirectoryAttributes"),
    ("2.5.29.14", "subjectKeyIdentifier"),
    ("2.5.29.15", "keyUsage"),
    ("2.5.29.16", "privateKeyUsagePeriod"),
    ("2.5.29.17", "subjectAltName"),
    ("2.5.29.18", "issuerAltName"),
    ("2.5.29.19", "basicConstraints"),
    ("2.5.29.20", "cRLNumber"),
    ("2.5.29.27", "deltaCRLIndicator"),
    ("2.5.29.28", "issuingDistributionPoint"),
    ("2.5.29.30", "nameConstraints"),
    ("2.5.29.31", "cRLDistributionPoints"),
    ("2.5.29.32", "certificatePolicies"),
    ("2.5.29.33", "policyMappings"),
    ("2.5.29.35", "authorityKeyIdentifier"),
    ("2.5.29.36", "policyConstraints"),
    ("2.5.29.37", "extKeyUsage"),
    ("2.5.29.46", "freshestCRL"),
    ("2.5.29.54", "inhibitAnyPolicy"),
    ("1.3.6.1.5.5.7.1.1", "authorityInfoAccess"),
    ("1.3.6.1.5.5.7.1.3", "qcStatements"),
    ("1.3.6.1.5.5.7.1.11", "subjectInfoAccess"),
    ("2.16.840.1.113730.1.1", "netscapeCertType"),
    ("1.2.250.1.71.1.2.5", "gipCategorieProduit"),
];

/// The names of purposes and of methods of access.
const PURPOSES: [(&str, &str); 9] = [
    ("1.3.6.1.5.5.7.3.1", "serverAuth"),
    ("1.3.6.1.5.5.7.3.2", "clientAuth"),
    ("1.3.6.1.5.5.7.3.3", "codeSigning"),
    ("1.3.6.1.5.5.7.3.4", "emailProtection"),
    ("1.3.6.1.5.5.7.3.8", "timeStamping"),
    ("1.3.6.1.5.5.7.3.9", "OCSPSigning"),
    ("2.5.29.37.0", "anyExtendedKeyUsage"),
    (OCSP, "OCSP"),
    (CA_ISSUERS, "caIssuers"),
];

const OCSP: &str = "1.3.6.1.5.5.7.48.1";
const CA_ISSUERS: &str = "1.3.6.1.5.5.7.48.2";

/// The names of the reasons of a revocation (RFC 5280, section 5.3.1), by their number.
const REASONS: [&str; 11] = [
    "unspecified",
    "keyCompromise",
    "cACompromise",
    "affiliationChanged",
    "superseded",
    "cessationOfOperation",
    "certificateHold",
    "7",
    "removeFromCRL",
    "privilegeWithdrawn",
    "aACompromise",
];

/// The name of a reason of revocation; its number where it has none.
pub fn reason_name(reason: u8) -> String {
    let name = REASONS.get(usize::from(reason));
    name.map_or_else(|| reason.to_string(), |name| (*name).to_owned())
}

fn named(table: &[(&str, &'static str)], oid: &str) -> String {
    lookup(table, oid).map_or_else(|| oid.to_owned(), str::to_owned)
}

fn list<T>(items: &[T], text: impl Fn(&T) -> String) -> String {
    items.iter().map(text).collect::<Vec<_>>().join(", ")
}

impl Extension {
    /// Its name, or else its object identifier.
    pub fn name(&self) -> String {
        named(&NAMES, &self.oid)
    }

    /// What it says, in the words of its definition; the DER in hexadecimal if the extension is not known.
    pub fn text(&self) -> String {
        let subtrees = |name: &str, subtrees: &Option<Vec<GeneralName>>| {
            subtrees
                .as_ref()
                .map(|subtrees| format!("{name}: {}", list(subtrees, ToString::to_string)))
        };
        match &self.content {
            ExtensionValue::AuthorityKeyIdentifier { key: Some(key), .. }
            | ExtensionValue::SubjectKeyIdentifier(key) => hexadecimal(key),
            ExtensionValue::KeyUsage(usage) => usage.to_string(),
            ExtensionValue::ExtendedKeyUsage(purposes) => list(purposes, |oid| named(&PURPOSES, oid)),
            ExtensionValue::BasicConstraints { ca, path_length } => match path_length {
                Some(length) => format!("CA: {ca}, pathLenConstraint: {length}"),
                None => format!("CA: {ca}"),
            },
            ExtensionValue::SubjectAltName(names) | ExtensionValue::IssuerAltName(names) => {
                list(names, ToString::to_string)
            }
            ExtensionValue::CrlDistributionPoints(points) | ExtensionValue::FreshestCrl(points) => points
                .iter()
                .filter_map(|point| point.name.as_ref())
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", "),
            ExtensionValue::IssuingDistributionPoint(point) => {
                point.name.as_ref().map(ToString::to_string).unwrap_or_default()
            }
            ExtensionValue::NameConstraints { permitted, excluded } => {
                let both = [subtrees("permitted", permitted), subtrees("excluded", excluded)];
                both.into_iter().flatten().collect::<Vec<_>>().join("; ")
            }
            ExtensionValue::CertificatePolicies(policies) => policies.join(", "),
            ExtensionValue::PolicyMappings(pairs) => {
                list(pairs, |(issuer, subject)| format!("{issuer} = {subject}"))
            }
            ExtensionValue::AuthorityInfoAccess(accesses) | ExtensionValue::SubjectInfoAccess(accesses) => {
                list(accesses, |(method, address)| {
                    format!("{}: {address}", named(&PURPOSES, method))
                })
            }
            ExtensionValue::PrivateKeyUsagePeriod {
                not_before,
                not_after,
            } => {
                let day = |at: &Option<time::OffsetDateTime>| {
                    at.map_or_else(|| "…".to_owned(), |at| at.date().to_string())
                };
                format!("{} – {}", day(not_before), day(not_after))
            }
            ExtensionValue::ProductCategory(category) => format!("{category:#04x}"),
            ExtensionValue::AuthorityKeyIdentifier { key: None, .. }
            | ExtensionValue::PolicyConstraints { .. }
            | ExtensionValue::InhibitAnyPolicy(_)
            | ExtensionValue::CrlNumber(_)
            | ExtensionValue::DeltaCrlIndicator(_)
            | ExtensionValue::Harmless
            | ExtensionValue::Unknown
            | ExtensionValue::Malformed => hexadecimal(&self.value),
        }
    }
}

/// The names of the bits, such as `digitalSignature, nonRepudiation`.
impl fmt::Display for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = Self::NAMES.iter().enumerate();
        let names: Vec<_> = bits
            .filter(|(bit, _)| self.0 & 1 << bit != 0)
            .map(|(_, name)| *name)
            .collect();
        f.write_str(&names.join(", "))
    }
}

/// What it names, with marks for what [is hidden](visible); an IP address in its usual form, with its mask in a
/// constraint.
impl fmt::Display for GeneralName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mail(text)
            | Self::Dns(text)
            | Self::Uri(text)
            | Self::RegisteredId(text)
            | Self::Other(text) => f.write_str(&visible(text)),
            Self::Directory(name) => name.fmt(f),
            Self::Ip(bytes) => {
                let address = |bytes: &[u8]| match (<[u8; 4]>::try_from(bytes), <[u8; 16]>::try_from(bytes)) {
                    (Ok(bytes), _) => Ipv4Addr::from(bytes).to_string(),
                    (_, Ok(bytes)) => Ipv6Addr::from(bytes).to_string(),
                    _ => hexadecimal(bytes),
                };
                match bytes.split_at_checked(bytes.len() / 2) {
                    // In a constraint the mask follows.
                    Some((network, mask)) if matches!(bytes.len(), 8 | 32) => {
                        write!(f, "{}/{}", address(network), address(mask))
                    }
                    _ => f.write_str(&address(bytes)),
                }
            }
            Self::Obsolete | Self::Malformed => f.write_str("?"),
        }
    }
}

impl Certificate {
    /// The common name of its subject, or else the whole name, with marks for what [is hidden](visible).
    pub fn display_name(&self) -> String {
        let name = self.subject.values_of("2.5.4.3").next();
        name.map_or_else(|| self.subject.to_string(), visible)
    }

    /// The addresses of its authority's revocation lists, and those of the responders to be asked for its status: as they
    /// stand in it, which is as whoever made it chose them.
    pub fn status_addresses(&self) -> (Vec<&str>, Vec<&str>) {
        fn uri(name: &GeneralName) -> Option<&str> {
            match name {
                GeneralName::Uri(address) => Some(address),
                _ => None,
            }
        }
        let (mut lists, mut responders) = (Vec::new(), Vec::new());
        for extension in &self.extensions {
            match &extension.content {
                ExtensionValue::CrlDistributionPoints(points) => {
                    let addresses = points.iter().flat_map(DistributionPoint::addresses);
                    lists.extend(addresses.filter_map(uri));
                }
                ExtensionValue::AuthorityInfoAccess(accesses) => {
                    let asked = accesses.iter().filter(|(method, _)| method == OCSP);
                    responders.extend(asked.filter_map(|(_, name)| uri(name)));
                }
                _ => {}
            }
        }
        (lists, responders)
    }
}
