//! What conformity finds at the edge of each rule: right certificates, changed by as little as can be.

use certiroc_core::conformity::{CertificateKind, ConformityCode, check};
use certiroc_core::order::Order;
use certiroc_core::product::Product;
use certiroc_pki::x509::{Certificate, ExtensionValue, KeyUsage};
use time::{Duration, OffsetDateTime};

use crate::made_igc::MADE;
use certiroc_test_support::igc::{Leaf, Maker, Profile, SERVICE, draft};
use certiroc_test_support::nfkc;

/// A certificate that is right in every respect.
fn right(profile: Profile) -> Certificate {
    Certificate::from_der(&MADE.issue(&Leaf::new(profile))).unwrap()
}

/// What is found of a certificate that answers this order, at this instant, beside these.
fn beside(
    certificate: &Certificate,
    product: Product,
    others: &[Certificate],
    at: OffsetDateTime,
) -> Vec<ConformityCode> {
    let mut order = Order::new(product);
    SERVICE.clone_into(&mut order.service_name);
    let findings = check(certificate, &order, &draft(), others, at, nfkc);
    findings.into_iter().map(|finding| finding.code).collect()
}

fn found(certificate: &Certificate, at: OffsetDateTime) -> Vec<ConformityCode> {
    let product = match CertificateKind::of(certificate) {
        CertificateKind::Product(product) => product,
        _ => Product::OrgAuthCli,
    };
    beside(certificate, product, &[], at)
}

/// Half way.
fn middle(certificate: &Certificate) -> OffsetDateTime {
    certificate.not_before + (certificate.not_after - certificate.not_before) / 2
}

#[test]
fn both_ends_of_the_validity_are_within_it() {
    let certificate = right(Profile::AuthCli);
    let (from, to) = (certificate.not_before, certificate.not_after);
    let second = Duration::SECOND;
    let soon = to - Duration::days(90);
    for (at, expected) in [
        (from - second, vec![ConformityCode::NotYetValid(from)]),
        (from, vec![]),
        (soon, vec![]),
        (soon + second, vec![ConformityCode::ExpiresSoon(to)]),
        (to, vec![ConformityCode::ExpiresSoon(to)]),
        (to + second, vec![ConformityCode::Expired(to)]),
    ] {
        assert_eq!(found(&certificate, at), expected, "{at}");
    }
}

#[test]
fn a_key_may_sign_until_the_last_second_of_its_own_period() {
    let mut leaf = Leaf::new(Profile::Sign);
    let ended = leaf.from + Duration::days(30);
    leaf.key_to = Some(ended);
    let certificate = Certificate::from_der(&MADE.issue(&leaf)).unwrap();
    assert_eq!(found(&certificate, ended), []);
    let after = ended + Duration::SECOND;
    assert_eq!(found(&certificate, after), [ConformityCode::KeyUsageEnded(ended)]);
    // What ended with the certificate is told of the certificate alone.
    let (from, to) = (certificate.not_before, certificate.not_after);
    let expired = to + Duration::SECOND;
    assert_eq!(found(&certificate, expired), [ConformityCode::Expired(to)]);
    let early = from - Duration::SECOND;
    assert_eq!(found(&certificate, early), [ConformityCode::NotYetValid(from)]);
}

#[test]
fn three_years_are_usual_and_so_are_those_of_before_2021() {
    for (days, is_usual) in [(1093, false), (1094, true), (1127, true), (1128, false)] {
        let mut certificate = right(Profile::AuthCli);
        certificate.not_after = certificate.not_before + Duration::days(days);
        let at = certificate.not_before;
        let expected: &[ConformityCode] = if is_usual {
            &[]
        } else {
            &[ConformityCode::Duration]
        };
        assert_eq!(found(&certificate, at), expected, "{days}");
    }
}

#[test]
fn a_key_of_2048_bits_is_long_enough_and_of_one_less_is_not() {
    let mut certificate = right(Profile::AuthCli);
    let at = middle(&certificate);
    for (bits, expected) in [
        (Some(2047), vec![ConformityCode::KeyTooShort]),
        (Some(2048), vec![]),
        (Some(4096), vec![]),
        (None, vec![]),
    ] {
        certificate.public_key.bits = bits;
        assert_eq!(found(&certificate, at), expected, "{bits:?}");
    }
    certificate.public_key.algorithm.name = None;
    assert_eq!(found(&certificate, at), [ConformityCode::KeyNotRsa]);
}

#[test]
fn a_weak_signature_is_told_from_an_unusual_one() {
    let mut certificate = right(Profile::AuthCli);
    let at = middle(&certificate);
    certificate.signature_algorithm.name = Some("sha1WithRSAEncryption");
    certificate.signature_algorithm.weak = true;
    assert_eq!(found(&certificate, at), [ConformityCode::AlgorithmWeak]);
    certificate.signature_algorithm.name = Some("sha512WithRSAEncryption");
    certificate.signature_algorithm.weak = false;
    assert_eq!(found(&certificate, at), [ConformityCode::Algorithm]);
}

/// A serial number is one issuer's, and a certificate is no other than itself.
#[test]
fn a_serial_number_is_found_twice_in_two_certificates_of_one_issuer() {
    let certificate = right(Profile::AuthCli);
    let at = middle(&certificate);
    let find =
        |other: &Certificate| beside(&certificate, Product::OrgAuthCli, std::slice::from_ref(other), at);
    assert_eq!(find(&certificate), []);
    let mut twin = right(Profile::Sign);
    assert_eq!(find(&twin), []);
    twin.serial_number.clone_from(&certificate.serial_number);
    assert_eq!(find(&twin), [ConformityCode::SerialTwice]);
    twin.issuer.clone_from(&certificate.subject);
    assert_eq!(find(&twin), []);
}

/// The kind is that of all its uses and purposes; a person's and an authority's extensions go before them.
#[test]
fn a_kind_is_what_all_its_uses_say() {
    let with = |profile: Profile, change: &dyn Fn(&mut ExtensionValue)| {
        let mut certificate = right(profile);
        for extension in &mut certificate.extensions {
            change(&mut extension.content);
        }
        CertificateKind::of(&certificate)
    };
    let usage = |usage: KeyUsage| {
        move |value: &mut ExtensionValue| {
            if let ExtensionValue::KeyUsage(found) = value {
                *found = usage;
            }
        }
    };
    let sealing = KeyUsage(KeyUsage::DIGITAL_SIGNATURE.0 | KeyUsage::NON_REPUDIATION.0);
    assert_eq!(
        with(Profile::AuthCli, &usage(KeyUsage::DIGITAL_SIGNATURE)),
        CertificateKind::Product(Product::OrgAuthCli)
    );
    assert_eq!(with(Profile::AuthCli, &usage(sealing)), CertificateKind::Other);
    assert_eq!(
        with(Profile::Sign, &usage(sealing)),
        CertificateKind::Product(Product::OrgSign)
    );
    assert_eq!(
        with(Profile::Sign, &usage(KeyUsage::NON_REPUDIATION)),
        CertificateKind::Other
    );
    assert_eq!(
        with(Profile::Conf, &usage(KeyUsage::KEY_ENCIPHERMENT)),
        CertificateKind::OrgConf
    );
    assert_eq!(with(Profile::Conf, &usage(sealing)), CertificateKind::Other);
    for person in ["1.2.250.1.71.1.2.2", "1.2.250.1.71.1.2.3", "1.2.250.1.71.1.2.7"] {
        let mut certificate = right(Profile::AuthCli);
        person.clone_into(&mut certificate.extensions[0].oid);
        assert_eq!(CertificateKind::of(&certificate), CertificateKind::Person);
    }
}

/// An attribute that stands there twice is told each time but the first, which is compared.
#[test]
fn an_attribute_that_comes_again_is_one_too_many() {
    let mut certificate = right(Profile::AuthCli);
    let at = middle(&certificate);
    let attributes = &mut certificate.subject.attributes;
    let again = attributes.last().unwrap().clone();
    attributes.extend([again.clone(), again]);
    let twice = [ConformityCode::AttributeUnexpected; 2];
    assert_eq!(found(&certificate, at), twice);
}

/// The platform cuts a name after its fortieth character, neither before nor after, and changes none.
#[test]
fn a_name_that_was_cut_elsewhere_is_another() {
    let mut draft = draft();
    let letters = "HÔPITAL DE LA RÉGION DES TROIS VALLÉES ET DU LAC";
    letters.clone_into(&mut draft.name);
    let mut order = Order::new(Product::OrgAuthCli);
    SERVICE.clone_into(&mut order.service_name);
    for (len, is_cut) in [(39, false), (40, true), (41, false)] {
        let mut certificate = right(Profile::AuthCli);
        let at = middle(&certificate);
        let cut: String = letters.chars().take(len).collect();
        let attributes = &mut certificate.subject.attributes;
        let organization = attributes
            .iter_mut()
            .find(|held| held.short_name == Some("O"))
            .unwrap();
        organization.value.clone_from(&cut);
        let codes = |certificate: &Certificate| -> Vec<_> {
            let findings = check(certificate, &order, &draft, &[], at, nfkc);
            findings.into_iter().map(|finding| finding.code).collect()
        };
        let differs = ConformityCode::AttributeDiffers {
            attr: certiroc_pki::x509::AttributeType::Organization,
        };
        let expected = if is_cut { ConformityCode::NameCut } else { differs };
        assert_eq!(codes(&certificate), [expected], "{len}");
    }
}
