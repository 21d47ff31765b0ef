//! The public suite x509-limbo. Each verdict is the suite's, or is listed in `docs/path-validation.md` with the
//! reason why not; a case listed needlessly fails too.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use certiroc_pki::crl::{Crl, CrlReader};
use certiroc_pki::trust::{
    MAX_INTERMEDIATES, PathQuestion, RevocationQuestion, RevocationStatus, Rule, Unusable, revocation,
    validate,
};
use certiroc_pki::x509::Certificate;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::datetime;

pub const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
pub const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";

/// One case of the suite.
pub struct Case {
    pub id: String,
    pub expected: bool,
    pub leaf: Vec<u8>,
    pub intermediates: Vec<Vec<u8>>,
    pub roots: Vec<Vec<u8>>,
    pub crls: Vec<Vec<u8>>,
    pub at: OffsetDateTime,
    pub purpose: &'static str,
    pub max_intermediates: usize,
}

impl Case {
    fn read(case: &Value) -> Self {
        let der = |pem: &Value| pem::parse(pem.as_str().unwrap()).unwrap().into_contents();
        let list = |name: &str| case[name].as_array().unwrap().iter().map(der).collect();
        let depth = case["max_chain_depth"].as_u64();
        Self {
            id: case["id"].as_str().unwrap().to_owned(),
            expected: case["expected_result"] == "SUCCESS",
            leaf: der(&case["peer_certificate"]),
            intermediates: list("untrusted_intermediates"),
            roots: list("trusted_certs"),
            crls: list("crls"),
            at: match case["validation_time"].as_str() {
                Some(text) => OffsetDateTime::parse(text, &Rfc3339).unwrap(),
                // Within the validity of every certificate that the suite makes.
                None => datetime!(2024-06-01 0:00 UTC),
            },
            purpose: match case["validation_kind"].as_str().unwrap() {
                "SERVER" => SERVER_AUTH,
                _ => CLIENT_AUTH,
            },
            max_intermediates: depth.map_or(MAX_INTERMEDIATES, |depth| usize::try_from(depth).unwrap()),
        }
    }

    /// Our verdict: the length of the path, or why not.
    pub fn verdict(&self) -> Result<usize, String> {
        self.verdict_where(true)
    }

    /// Our verdict, with or without what is demanded of authorities only.
    fn verdict_where(&self, conforming_authorities: bool) -> Result<usize, String> {
        // One that cannot be read does not help, and the certificate itself must be.
        let read = |list: &[Vec<u8>]| {
            list.iter()
                .flat_map(|der| Certificate::from_der(der))
                .collect::<Vec<_>>()
        };
        let (intermediates, roots) = (read(&self.intermediates), read(&self.roots));
        let leaf = Certificate::from_der(&self.leaf).map_err(|error| error.to_string())?;
        let (intermediates, anchors): (Vec<_>, Vec<_>) =
            (intermediates.iter().collect(), roots.iter().collect());
        let path = validate(&PathQuestion {
            purpose: Some(self.purpose),
            max_intermediates: self.max_intermediates,
            conforming_authorities,
            ..PathQuestion::new(&leaf, &intermediates, &anchors, self.at)
        })
        .map_err(|failure| format!("{:?}", failure.rule))?;
        let crls: Vec<_> = self.crls.iter().map(|crl| read_crl(crl, &path)).collect();
        let statuses = revocation(&RevocationQuestion {
            path: &path,
            crls: &crls,
            intermediates: &intermediates,
            at: self.at,
            conforming_authorities,
            budget: None,
        });
        for status in statuses {
            match status {
                // No list of its issuer.
                Ok(RevocationStatus::NotRevoked) | Err(Unusable::OtherIssuer) => {}
                Ok(RevocationStatus::Revoked(_)) => return Err("Revoked".to_owned()),
                Err(unusable) => return Err(format!("{unusable:?}")),
            }
        }
        Ok(path.len())
    }
}

fn read_crl(der: &[u8], path: &[&Certificate]) -> Crl {
    let mut reader = CrlReader::new(path.iter().map(|certificate| certificate.serial_number.clone()));
    reader.push(der).unwrap();
    reader.finish().unwrap()
}

/// Every case; `None` where the suite is not at hand.
pub fn cases() -> Option<Vec<Case>> {
    let file = certiroc_test_support::data("x509-limbo")?.join("limbo.json");
    let suite: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    Some(
        suite["testcases"]
            .as_array()
            .unwrap()
            .iter()
            .map(Case::read)
            .collect(),
    )
}

/// The ids that the document explains, each at the head of a row of a table.
fn explained() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/path-validation.md");
    let text = fs::read_to_string(path).unwrap();
    let rows = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` |"));
    let ids = rows.filter(|(id, _)| id.contains("::")).inspect(|(id, reason)| {
        assert!(
            reason.trim_end_matches(['|', ' ']).len() > 10,
            "{id} is given no reason"
        );
    });
    ids.map(|(id, _)| id.to_owned()).collect()
}

#[test]
fn every_verdict_is_the_suites_or_explained() {
    let Some(cases) = cases() else { return };
    assert_eq!(cases.len(), 208);
    let differ: BTreeSet<_> = cases
        .iter()
        .filter(|case| case.verdict().is_ok() != case.expected)
        .map(|case| case.id.clone())
        .collect();
    assert_eq!(differ, explained());
}

/// The rules of section 4 that bind authorities, and nobody who validates.
const DEMANDED_OF_AUTHORITIES: [&str; 11] = [
    "ConstraintsOnEndEntity",
    "Critical",
    "Extension",
    "Incomplete",
    "KeyUsage",
    "KeyUsageWithoutAuthority",
    "NoAuthorityKeyIdentifier",
    "NoSubjectKeyIdentifier",
    "NotCritical",
    "SerialNumber",
    "SubjectEmpty",
];

/// Who asks for it gets an answer by section 6 alone: the same, but for what those rules refused.
#[test]
fn what_is_demanded_of_authorities_only_can_be_left_out() {
    let Some(cases) = cases() else { return };
    let mut left_out = BTreeSet::new();
    for case in &cases {
        let (strict, lenient) = (case.verdict(), case.verdict_where(false));
        if strict == lenient {
            continue;
        }
        let rule = strict.expect_err("what is demanded refuses more");
        let rule = rule.split('(').next().unwrap().to_owned();
        assert!(
            DEMANDED_OF_AUTHORITIES.contains(&rule.as_str()),
            "{}: {rule}",
            case.id
        );
        left_out.insert(rule);
    }
    // Each of them is met with in the suite.
    assert_eq!(left_out.len(), DEMANDED_OF_AUTHORITIES.len(), "{left_out:?}");
}

/// Rejected for the reason that the suite has in mind, not for another.
#[test]
fn each_rule_is_the_one_that_is_broken() {
    let Some(cases) = cases() else { return };
    let rules: [(&str, &str); 33] = [
        ("crl::revoked-certificate-with-crl", "Revoked"),
        ("crl::crlnumber-missing", "Incomplete"),
        ("crl::crlnumber-critical", "Extension(\"2.5.29.20\")"),
        ("crl::issuer-missing-crlsign", "KeyUsage"),
        ("cve::cve-2025-61727", "NameNotAllowed"),
        ("invalid::invalid-issuer-key", "SignatureInvalid"),
        ("pathlen::intermediate-violates-pathlen-0", "PathTooLong"),
        ("pathlen::max-chain-depth-0-exhausted", "PathTooLong"),
        ("pathological::nc-dos-2", "TooComplex"),
        (
            "pathological::pathological-chain-same-subject-distinct-key",
            "TooComplex",
        ),
        ("rfc5280::aki::critical-aki", "Critical(\"2.5.29.35\")"),
        ("rfc5280::aki::leaf-missing-aki", "NoAuthorityKeyIdentifier"),
        ("rfc5280::ski::root-missing-ski", "NoSubjectKeyIdentifier"),
        ("rfc5280::eku::ee-wrong-eku", "Purpose"),
        ("rfc5280::nc::excluded-ipv6-match", "NameNotAllowed"),
        ("rfc5280::nc::permitted-dn-mismatch", "NameNotAllowed"),
        ("rfc5280::nc::nc-forbids-othername", "NameNotAllowed"),
        (
            "rfc5280::nc::not-allowed-in-ee-critical",
            "ConstraintsOnEndEntity",
        ),
        (
            "rfc5280::nc::invalid-ipv4-address",
            "ExtensionMalformed(\"2.5.29.30\")",
        ),
        ("rfc5280::pc::ica-noncritical-pc", "NotCritical(\"2.5.29.36\")"),
        ("rfc5280::san::ip-in-dns", "AlternativeName"),
        ("rfc5280::serial::negative", "SerialNumber"),
        (
            "rfc5280::validity::expired-root",
            "Expired(2020-01-01 0:00:00.0 +00:00:00)",
        ),
        (
            "rfc5280::validity::not-yet-valid-1-second",
            "NotYetValid(2024-03-01 0:00:01.0 +00:00:00)",
        ),
        ("rfc5280::ee-empty-issuer", "IssuerEmpty"),
        ("rfc5280::ca-empty-subject", "SubjectEmpty"),
        ("rfc5280::chain-untrusted-root", "IssuerUnknown"),
        ("rfc5280::root-missing-basic-constraints", "NotAnAuthority"),
        ("rfc5280::leaf-ku-keycertsign", "KeyUsageWithoutAuthority"),
        ("rfc5280::duplicate-extensions", "ExtensionTwice(\"2.5.29.17\")"),
        ("rfc5280::mismatching-signature-algorithm", "AlgorithmsDiffer"),
        ("webpki::explicit-curve", "SignatureUnverifiable"),
        ("webpki::forbidden-weak-rsa-in-leaf", "KeyTooShort(1024)"),
    ];
    for (id, rule) in rules {
        let case = cases.iter().find(|case| case.id == id).unwrap();
        assert_eq!(case.verdict(), Err(rule.to_owned()), "{id}");
    }
}

#[test]
fn one_depth_more_than_is_allowed_is_too_long() {
    let Some(cases) = cases() else { return };
    let case = cases
        .iter()
        .find(|case| case.id == "pathlen::max-chain-depth-1")
        .unwrap();
    assert_eq!(case.verdict(), Ok(3));
    let shorter = Case {
        max_intermediates: 0,
        id: String::new(),
        leaf: case.leaf.clone(),
        intermediates: case.intermediates.clone(),
        roots: case.roots.clone(),
        crls: Vec::new(),
        ..*case
    };
    assert_eq!(shorter.verdict(), Err(format!("{:?}", Rule::PathTooLong)));
}
