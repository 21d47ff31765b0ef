//! rustls-webpki on the same paths. `docs/path-validation.md` says where the two differ.

use std::time::Duration;

use certiroc_pki::trust::{PathQuestion, validate};
use certiroc_pki::x509::Certificate;
use rustls_pki_types::{CertificateDer, UnixTime};
use time::OffsetDateTime;
use time::macros::datetime;
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, Error, KeyUsage, anchor_from_trusted_cert};

use crate::limbo::{CLIENT_AUTH, SERVER_AUTH, cases};
use certiroc_test_support::igc_sante_folder;

fn second_opinion(
    leaf: &[u8],
    intermediates: &[Vec<u8>],
    roots: &[Vec<u8>],
    at: OffsetDateTime,
    purpose: &str,
) -> Result<(), Error> {
    let der = |list: &[Vec<u8>]| list.iter().cloned().map(CertificateDer::from).collect::<Vec<_>>();
    let (intermediates, roots) = (der(intermediates), der(roots));
    let anchors: Vec<_> = roots.iter().flat_map(anchor_from_trusted_cert).collect();
    let leaf = CertificateDer::from(leaf);
    let at = UnixTime::since_unix_epoch(Duration::from_secs(at.unix_timestamp().try_into().unwrap()));
    let usage = match purpose {
        SERVER_AUTH => KeyUsage::server_auth(),
        CLIENT_AUTH => KeyUsage::client_auth(),
        _ => unreachable!("{purpose}"),
    };
    EndEntityCert::try_from(&leaf)?
        .verify_for_usage(
            ALL_VERIFICATION_ALGS,
            &anchors,
            &intermediates,
            at,
            usage,
            None,
            None,
        )
        .map(drop)
}

/// The rules that webpki leaves to others. `Expired` is a trusted certificate's.
const OURS_ALONE: [&str; 17] = [
    "AlternativeName",
    "ConstraintsOnEndEntity",
    "Critical",
    "Expired",
    "ExtensionMalformed",
    "ExtensionUnknown",
    "KeyTooShort",
    "KeyUsageWithoutAuthority",
    "NoAuthorityKeyIdentifier",
    "NoSubjectKeyIdentifier",
    "NotAnAuthority",
    "NotCritical",
    "PathTooLong",
    "SerialNumber",
    "SubjectEmpty",
    "TooComplex",
    "Revoked",
];

#[test]
fn webpki_accepts_what_we_accept_and_the_reverse() {
    let Some(cases) = cases() else { return };
    let document = include_str!("../../../../docs/path-validation.md");
    let (_, explained) = document.split_once("## rustls-webpki").unwrap();
    for case in cases.iter().filter(|case| case.crls.is_empty()) {
        let ours = case.verdict();
        let theirs = second_opinion(
            &case.leaf,
            &case.intermediates,
            &case.roots,
            case.at,
            case.purpose,
        );
        match (&ours, &theirs) {
            (Ok(_), Err(error)) => assert!(
                explained.split([' ', ',']).any(|word| word == case.id),
                "{}: {error:?}",
                case.id
            ),
            (Err(rule), Ok(())) => assert!(
                OURS_ALONE.contains(&rule.split('(').next().unwrap()),
                "{}: {rule}",
                case.id
            ),
            _ => assert!(
                !explained.split([' ', ',']).any(|word| word == case.id),
                "{}",
                case.id
            ),
        }
    }
}

#[test]
fn both_agree_on_igc_sante() {
    let Some(leaves) = igc_sante_folder("ee-test") else {
        return;
    };
    let authorities: Vec<_> = igc_sante_folder("ca-test")
        .unwrap()
        .into_iter()
        .map(|(_, found)| found)
        .collect();
    let (roots, intermediates): (Vec<_>, Vec<_>) =
        authorities.into_iter().partition(Certificate::is_self_issued);
    let der = |list: &[Certificate]| list.iter().map(|found| found.der().to_vec()).collect::<Vec<_>>();
    let instants = [
        datetime!(2017-12-01 0:00 UTC),
        datetime!(2020-01-01 0:00 UTC),
        datetime!(2022-01-01 0:00 UTC),
        datetime!(2026-11-24 0:00 UTC),
    ];
    let mut accepted = 0;
    // An ORG CONF bears anyExtendedKeyUsage, which webpki takes for a purpose like another.
    for (name, leaf) in leaves.iter().filter(|(name, _)| !name.starts_with("org-conf")) {
        for at in instants {
            let (between, trusted): (Vec<_>, Vec<_>) =
                (intermediates.iter().collect(), roots.iter().collect());
            let ours = validate(&PathQuestion {
                purpose: Some(CLIENT_AUTH),
                ..PathQuestion::new(leaf, &between, &trusted, at)
            });
            let theirs = second_opinion(leaf.der(), &der(&intermediates), &der(&roots), at, CLIENT_AUTH);
            assert_eq!(
                ours.is_ok(),
                theirs.is_ok(),
                "{name} at {at}: {ours:?}, {theirs:?}"
            );
            accepted += usize::from(ours.is_ok());
        }
    }
    // Three AUTH_CLI at one instant of their validity, a server's at two.
    assert_eq!(accepted, 5);
}
