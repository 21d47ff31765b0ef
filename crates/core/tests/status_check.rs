//! The commands that ask the authorities about a certificate.

use certiroc_core::appraisal::{Revocations, path};
use certiroc_core::status_check::status_check;
use certiroc_pki::x509::Certificate;
use certiroc_test_support::igc_sante;
use rcgen::{
    BasicConstraints, CertificateParams, CrlDistributionPoint, CustomExtension, IsCa, Issuer, KeyPair,
};
use time::macros::datetime;

#[test]
fn a_certificate_of_igc_sante_is_asked_about_under_names_of_ours() {
    let read = igc_sante;
    let (Some(leaf), Some(aci), Some(acr)) = (
        read("ee-test/org-sign-2025-finess-EMA.pem"),
        read("ca-test/ACI-EL-ORG-TEST.pem"),
        read("ca-test/ACR-EL-TEST.pem"),
    ) else {
        return;
    };
    let authorities = [aci.clone(), acr.clone()];
    let path = path(
        &leaf,
        &authorities,
        &Revocations::default(),
        datetime!(2026-11-25 10:00 UTC),
    )
    .unwrap();
    let check = status_check(&path);
    let serial = leaf.serial();
    assert_eq!(
        check.commands[..2],
        [
            "curl -f -o ACI-EL-ORG-TEST.crl 'http://igc-sante.esante.gouv.fr/CRL/ACI-EL-ORG-TEST.crl' && openssl crl -inform DER -in ACI-EL-ORG-TEST.crl -CAfile ACI-EL-ORG-TEST.pem -noout -issuer -lastupdate -nextupdate".to_owned(),
            format!("openssl ocsp -issuer ACI-EL-ORG-TEST.pem -serial 0x{serial} -url 'http://ocsp.esante.gouv.fr' -CAfile ACI-EL-ORG-TEST.pem -partial_chain"),
        ]
    );
    // The authority is asked about too, of its own.
    assert!(
        check.commands[2..]
            .iter()
            .all(|command| command.contains(" ACR-EL-TEST."))
    );
    assert_eq!(check.files[0], ("ACI-EL-ORG-TEST.pem".to_owned(), aci.to_pem()));
    // The issuer comes from nowhere else.
    assert!(check.commands.iter().all(|command| !command.contains(".cer")));
}

/// A certificate with these addresses of lists and of a responder, and its issuer.
fn made(lists: &[&str], responder: &str) -> [Certificate; 2] {
    let read = |der: &[u8]| Certificate::from_der(der).unwrap();
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer = Issuer::new(params.clone(), KeyPair::generate().unwrap());
    let root = params.self_signed(issuer.key()).unwrap();
    let mut params = CertificateParams::default();
    params.crl_distribution_points = lists
        .iter()
        .map(|list| CrlDistributionPoint {
            uris: vec![(*list).to_owned()],
        })
        .collect();
    // AuthorityInfoAccess: one OCSP responder.
    let tlv = |tag: u8, content: &[u8]| [&[tag, u8::try_from(content.len()).unwrap()], content].concat();
    let ocsp = [
        &[6, 8, 0x2b, 6, 1, 5, 5, 7, 0x30, 1][..],
        &tlv(0x86, responder.as_bytes()),
    ]
    .concat();
    let access = tlv(0x30, &tlv(0x30, &ocsp));
    params.custom_extensions = vec![CustomExtension::from_oid_content(
        &[1, 3, 6, 1, 5, 5, 7, 1, 1],
        access,
    )];
    let leaf = params.signed_by(&KeyPair::generate().unwrap(), &issuer).unwrap();
    [read(leaf.der()), read(root.der())]
}

/// Who made the certificate chose the addresses: nothing of them does anything but name what is fetched.
#[test]
fn no_address_does_more_than_be_fetched_from() {
    let good = made(
        &[
            "https://a.example:8080/b_c/L%20~1.crl",
            "http://b.example/certiroc.html",
        ],
        "http://ocsp.example",
    );
    let check = status_check(&good);
    let serial = good[0].serial();
    let reads = "-CAfile authority-1.pem -noout -issuer -lastupdate -nextupdate";
    assert_eq!(
        check.commands,
        [
            format!(
                "curl -f -o authority-1.crl 'https://a.example:8080/b_c/L%20~1.crl' && openssl crl -inform DER -in authority-1.crl {reads}"
            ),
            format!(
                "curl -f -o authority-1-2.crl 'http://b.example/certiroc.html' && openssl crl -inform DER -in authority-1-2.crl {reads}"
            ),
            format!(
                "openssl ocsp -issuer authority-1.pem -serial 0x{serial} -url 'http://ocsp.example' -CAfile authority-1.pem -partial_chain"
            ),
        ]
    );
    assert_eq!(check.files, [("authority-1.pem".to_owned(), good[1].to_pem())]);
    let long = format!("http://a.example/{}", "a".repeat(500));
    for address in [
        "http://a.example/a.crl;reboot",
        "http://a.example/$(reboot).crl",
        "http://a.example/`reboot`.crl",
        "http://a.example/a.crl\nreboot",
        "http://a.example/a.crl reboot",
        "http://a.example/a.crl&b",
        "http://a.example/a.crl|b",
        "http://a.example/a.crl>b",
        "http://a.example/'.crl",
        "http://a.example/';reboot;'.crl",
        "http://a.example/a.crl?b=*",
        "http://a.example/{a,b}.crl",
        "http://a.example/[1-9].crl",
        "http://a.example/a\\.crl",
        "http://a.example/!1.crl",
        "http://a.example/#.crl",
        "http://user:secret@a.example/a.crl",
        "http://user@a.example/a.crl",
        "http://a.example:/a.crl",
        "http://a.example:0/a.crl",
        "http://a.example:+80/a.crl",
        "http://a.example:99999/a.crl",
        "http://-o/a.crl",
        "http://.a/a.crl",
        "http:///a.crl",
        "http://",
        // Other protocols.
        "ldap://a.example/a.crl",
        "file:///etc/passwd",
        "ftp://a.example/a.crl",
        "httpx://a.example/a.crl",
        "-o/etc/passwd",
        "",
    ] {
        let check = status_check(&made(&[address], "ldap://a.example"));
        assert_eq!(check.commands, [""; 0], "{address}");
        assert!(check.files.is_empty());
        if address.len() < 100 {
            let check = status_check(&made(&[], address));
            assert_eq!(check.commands, [""; 0], "{address}");
        }
    }
    assert_eq!(status_check(&made(&[&long], "")).commands, [""; 0]);
    // Without an issuer there is nobody to ask.
    assert_eq!(status_check(&good[..1]).commands, [""; 0]);
    assert_eq!(status_check(&[]).commands, [""; 0]);
}
