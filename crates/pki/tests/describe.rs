//! Certificates in words.

use certiroc_pki::x509::{Certificate, Extension, ExtensionValue, GeneralName, reason_name, serial_number};
use certiroc_test_support::igc_sante;

const AUTHORITY: &str = "212e847d3b1ef512de51a2215cae93a8ef5be3f5";
const ADDRESSES: &str = "OCSP: http://ocsp.esante.gouv.fr, caIssuers: http://igc-sante.esante.gouv.fr/AC%20TEST/ACI-EL-ORG-TEST.cer";
const LISTS: &str = "http://igc-sante.esante.gouv.fr/CRL/ACI-EL-ORG-TEST.crl, ldap://annuaire-igc.esante.gouv.fr/cn=TEST%20AC%20IGC-SANTE%20ELEMENTAIRE%20ORGANISATIONS,ou=TEST%20AC%20RACINE%20IGC-SANTE%20ELEMENTAIRE,ou=IGC-SANTE%20TEST,ou=0002%20187512751,o=ASIP-SANTE,c=FR?certificaterevocationlist;binary?base?objectClass=pkiCA";
const POLICY: &str = "1.2.250.1.213.1.7.2.1.1.1.1";

/// Each extension by its name with its text; of freshestCRL, which is not read, the hexadecimal begins so.
#[track_caller]
fn assert_reads(certificate: &Certificate, expected: &[(&str, bool, &str)]) {
    let found: Vec<_> = certificate
        .extensions
        .iter()
        .map(|extension| (extension.name(), extension.critical, extension.text()))
        .map(|(name, critical, text)| {
            let len = if name == "freshestCRL" { 16 } else { text.len() };
            (name, critical, text[..len].to_owned())
        })
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(name, critical, text)| ((*name).to_owned(), *critical, (*text).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn what_an_auth_cli_says() {
    let Some(certificate) = igc_sante("ee-test/org-auth_cli-2025-finess-EMA.pem") else {
        return;
    };
    assert_reads(
        &certificate,
        &[
            ("extKeyUsage", false, "clientAuth"),
            ("authorityKeyIdentifier", false, AUTHORITY),
            ("authorityInfoAccess", false, ADDRESSES),
            ("certificatePolicies", false, POLICY),
            ("cRLDistributionPoints", false, LISTS),
            (
                "subjectKeyIdentifier",
                false,
                "54017372b73c9766cad3074e80bd055fcb0baf5c",
            ),
            ("freshestCRL", false, "ldap://annuaire-"),
            ("keyUsage", true, "digitalSignature"),
            ("gipCategorieProduit", false, "0x83"),
            ("basicConstraints", false, "CA: false"),
        ],
    );
}

#[test]
fn what_a_sign_says() {
    let Some(certificate) = igc_sante("ee-test/org-sign-2025-finess-EMA.pem") else {
        return;
    };
    assert_reads(
        &certificate,
        &[
            ("extKeyUsage", false, "emailProtection"),
            ("authorityKeyIdentifier", false, AUTHORITY),
            ("authorityInfoAccess", false, ADDRESSES),
            ("certificatePolicies", false, POLICY),
            ("privateKeyUsagePeriod", false, "2025-04-03 – 2028-04-03"),
            ("cRLDistributionPoints", false, LISTS),
            (
                "subjectKeyIdentifier",
                false,
                "a84183d5a110f88c60ab0c0b9bb68d3866b2c674",
            ),
            ("freshestCRL", false, "ldap://annuaire-"),
            ("keyUsage", true, "digitalSignature, nonRepudiation"),
            ("gipCategorieProduit", false, "0x83"),
            ("basicConstraints", false, "CA: false"),
        ],
    );
    let (lists, ldap) = LISTS.split_once(", ").unwrap();
    assert_eq!(
        certificate.status_addresses(),
        (vec![lists, ldap], vec!["http://ocsp.esante.gouv.fr"])
    );
}

#[test]
fn what_is_not_known_is_shown_as_it_is() {
    let extension = |oid: &str, content| Extension {
        oid: oid.into(),
        critical: false,
        value: vec![5, 0],
        content,
    };
    let cases = [
        (extension("1.2.3", ExtensionValue::Unknown), "1.2.3", "0500"),
        (
            extension("2.5.29.15", ExtensionValue::Malformed),
            "keyUsage",
            "0500",
        ),
        (
            extension(
                "2.5.29.35",
                ExtensionValue::AuthorityKeyIdentifier {
                    key: None,
                    issuer_and_serial: true,
                },
            ),
            "authorityKeyIdentifier",
            "0500",
        ),
        (
            extension(
                "2.5.29.30",
                ExtensionValue::NameConstraints {
                    permitted: Some(vec![GeneralName::Ip(vec![10, 0, 0, 0, 255, 0, 0, 0])]),
                    excluded: Some(vec![
                        GeneralName::Dns("a".into()),
                        GeneralName::Ip([0; 16].into()),
                    ]),
                },
            ),
            "nameConstraints",
            "permitted: 10.0.0.0/255.0.0.0; excluded: a, ::",
        ),
        (
            extension(
                "2.5.29.19",
                ExtensionValue::BasicConstraints {
                    ca: true,
                    path_length: Some(0),
                },
            ),
            "basicConstraints",
            "CA: true, pathLenConstraint: 0",
        ),
    ];
    for (extension, name, text) in cases {
        assert_eq!(
            (extension.name().as_str(), extension.text().as_str()),
            (name, text)
        );
    }
    assert_eq!(
        [1, 10, 11].map(reason_name),
        ["keyCompromise", "aACompromise", "11"]
    );
}

#[test]
fn a_serial_number_is_read_as_it_is_written() {
    for (text, number) in [
        ("00AB01", Some(vec![0, 0xab, 1])),
        (" ab:01\n", Some(vec![0, 0xab, 1])),
        ("0xAB 01", Some(vec![0, 0xab, 1])),
        ("-AB01", Some(vec![0xff, 0x54, 0xff])),
        ("B01", Some(vec![0x0b, 1])),
        ("0", Some(vec![0])),
        ("", None),
        (" : ", None),
        ("G1", None),
        ("é", None),
        ("-1", Some(vec![0xff])),
        ("1-", None),
    ] {
        assert_eq!(serial_number(text), number, "{text:?}");
    }
}
