//! Requests built, damaged and read, and everything else that might be dropped in their place.

use std::sync::LazyLock;

use certiroc_pki::csr::{self, BuildError, Csr, CsrError};
use certiroc_pki::key::{Kdf, KeySize, Passphrase, PrivateKey, SealedKey};
use certiroc_pki::x509::{AttributeType, Signature, StringType};
use certiroc_test_support::rng;
use proptest::prelude::*;

static KEY: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::generate(KeySize::Rsa2048, &mut rng()).unwrap());

const SUBJECT: [(AttributeType, &str); 5] = [
    (AttributeType::Country, "FR"),
    (AttributeType::State, "Côte-d'Or (21)"),
    (AttributeType::Organization, "HÔPITAL L'ÉTÉ"),
    (AttributeType::OrganizationalUnit, "1210780581"),
    (AttributeType::CommonName, "Client_ROC_Annuaire_AMC"),
];

static CSR: LazyLock<Vec<u8>> = LazyLock::new(|| csr::build(&KEY, &SUBJECT).unwrap());

#[test]
fn subject_and_attributes_byte_for_byte() {
    // CertificationRequestInfo: version 0, the subject name as below.
    let head: &[u8] = b"\x02\x01\x00\x30\x79\
        \x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02FR\
        \x31\x18\x30\x16\x06\x03\x55\x04\x08\x0c\x0fC\xc3\xb4te-d'Or (21)\
        \x31\x19\x30\x17\x06\x03\x55\x04\x0a\x0c\x10H\xc3\x94PITAL L'\xc3\x89T\xc3\x89\
        \x31\x13\x30\x11\x06\x03\x55\x04\x0b\x0c\x0a1210780581\
        \x31\x20\x30\x1e\x06\x03\x55\x04\x03\x0c\x17Client_ROC_Annuaire_AMC";
    // No attributes, then the signature's algorithm with its NULL.
    let tail: &[u8] =
        b"\xa0\x00\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b\x05\x00\x03\x82\x01\x01\x00";
    let expected = [head, KEY.public_key_info(), tail].concat();
    // SEQUENCE { SEQUENCE {, both with two bytes of length
    let actual = CSR.get(8..).unwrap();
    assert!(actual.starts_with(&expected));
    assert_eq!(actual.len(), expected.len() + 256);
}

#[test]
fn reads_what_it_builds() {
    for size in KeySize::ALL {
        let key = PrivateKey::generate(size, &mut rng()).unwrap();
        let csr = Csr::from_der(&csr::build(&key, &SUBJECT).unwrap()).unwrap();
        assert_eq!(csr.key_id, key.id());
        assert_eq!(csr.public_key.algorithm.name, Some("rsaEncryption"));
        assert_eq!(csr.public_key.bits, Some(size.bits()));
        assert_eq!(csr.signature_algorithm.oid, "1.2.840.113549.1.1.11");
        assert!(csr.signature_valid());
        assert!(csr.attributes.is_empty());
        assert_eq!(
            csr.subject.to_string(),
            "CN=Client_ROC_Annuaire_AMC,OU=1210780581,O=HÔPITAL L'ÉTÉ,ST=Côte-d'Or (21),C=FR"
        );
        for (index, (attribute, (expected, value))) in csr.subject.attributes.iter().zip(SUBJECT).enumerate()
        {
            assert_eq!(
                (attribute.short_name, attribute.value.as_str()),
                (Some(expected.short_name()), value)
            );
            assert_eq!(attribute.rdn, index);
            let string_type = if index == 0 {
                StringType::Printable
            } else {
                StringType::Utf8
            };
            assert_eq!(attribute.string_type, string_type);
        }
        assert_eq!(csr.subject.attributes.len(), 5);

        let pem = csr.to_pem();
        let forms = [
            pem.clone(),
            pem.replace('\n', "\r\n"),
            format!("\u{feff}{pem}"),
            format!("Bonjour,\n\n{pem}\nCordialement, l'hôpital\n"),
            pem.replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"),
            pem.replace('\n', "  \n  "),
        ];
        for form in forms {
            assert_eq!(Csr::from_pem_or_der(form.as_bytes()).as_ref(), Ok(&csr), "{form}");
        }
        assert_eq!(Csr::from_pem_or_der(csr.der()), Ok(csr));
    }
}

#[test]
fn refuses_subjects_beyond_rfc_5280() {
    let with = |attribute: AttributeType, value: &str| {
        let subject = SUBJECT.map(|(other, usual)| (other, if other == attribute { value } else { usual }));
        csr::build(&KEY, &subject)
    };
    let limits = [
        (AttributeType::State, 128),
        (AttributeType::Organization, 64),
        (AttributeType::OrganizationalUnit, 64),
        (AttributeType::CommonName, 64),
    ];
    for (attribute, limit) in limits {
        assert_eq!(with(attribute, ""), Err(BuildError::Empty { attribute }));
        assert_eq!(
            with(attribute, "a\nb"),
            Err(BuildError::ControlCharacter { attribute })
        );
        // Characters, not bytes.
        assert!(with(attribute, &"é".repeat(limit)).is_ok());
        let found = limit + 1;
        assert_eq!(
            with(attribute, &"é".repeat(found)),
            Err(BuildError::TooLong {
                attribute,
                found,
                limit
            })
        );
    }
}

#[test]
fn says_what_was_dropped_instead() {
    let read = |bytes: &[u8]| Csr::from_pem_or_der(bytes).unwrap_err();
    let pem = |label: &str, der: &[u8]| pem::encode(&pem::Pem::new(label, der)).into_bytes();
    assert_eq!(read(b""), CsrError::Empty);
    assert_eq!(read(b"\xef\xbb\xbf \r\n"), CsrError::Empty);
    assert_eq!(read(&vec![b'x'; 65 * 1024]), CsrError::TooLarge);
    assert_eq!(read(b"\n<!DOCTYPE html><html></html>"), CsrError::Html);
    assert_eq!(read(b"%PDF-1.7"), CsrError::Unrecognized);
    assert!(matches!(read(b"\x30\x03\x02\x01\x09"), CsrError::Der { .. }));
    assert_eq!(read(b"<?xml version=\"1.0\"?><a/>"), CsrError::Unrecognized);

    let kdf = Kdf::new(&mut rng(), 2);
    let sealed = SealedKey::seal(
        &KEY,
        &kdf,
        &kdf.derive(&Passphrase::generate(&mut rng())),
        &mut rng(),
    );
    assert_eq!(read(KEY.pkcs8_der()), CsrError::PrivateKey);
    assert_eq!(read(sealed.as_der()), CsrError::PrivateKey);
    assert_eq!(read(sealed.to_pem().as_bytes()), CsrError::PrivateKey);
    assert_eq!(read(&pem("RSA PRIVATE KEY", b"x")), CsrError::PrivateKey);
    let both = [
        pem("CERTIFICATE REQUEST", &CSR),
        pem("PRIVATE KEY", KEY.pkcs8_der()),
    ]
    .concat();
    assert_eq!(read(&both), CsrError::PrivateKey);
    assert_eq!(read(b"-----BEGIN PRIVATE KEY-----\nMII"), CsrError::PrivateKey);
    // A PKCS #12 begins with its version, 3.
    assert_eq!(read(b"\x30\x05\x02\x01\x03\x30\x00"), CsrError::PrivateKey);

    let signer = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::default().self_signed(&signer).unwrap();
    assert_eq!(read(certificate.der()), CsrError::Certificate);
    assert_eq!(
        read(&pem("CERTIFICATE", certificate.der())),
        CsrError::Certificate
    );
    assert_eq!(
        read(&pem("PUBLIC KEY", b"x")),
        CsrError::OtherPem {
            label: "PUBLIC KEY".into()
        }
    );
    assert_eq!(read(b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA"), CsrError::Pem);
    assert_eq!(
        read(b"-----BEGIN CERTIFICATE REQUEST-----\n****\n-----END CERTIFICATE REQUEST-----\n"),
        CsrError::Pem
    );

    assert_eq!(read(&[CSR.as_slice(), b"\n"].concat()), CsrError::TrailingData);
    assert_eq!(
        read(&pem("CERTIFICATE REQUEST", &[CSR.as_slice(), b"\0"].concat())),
        CsrError::TrailingData
    );
}

#[test]
fn reads_requests_of_other_kinds() {
    let signer = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new(["www.example.org".into()]).unwrap();
    params.distinguished_name = rcgen::DistinguishedName::new();
    let name = &mut params.distinguished_name;
    name.push(rcgen::DnType::CountryName, "FR");
    name.push(
        rcgen::DnType::LocalityName,
        rcgen::DnValue::BmpString("Évry".try_into().unwrap()),
    );
    name.push(rcgen::DnType::CustomDnType(vec![2, 5, 4, 97]), "#x");
    let csr = Csr::from_der(params.serialize_request(&signer).unwrap().der()).unwrap();
    assert_eq!(csr.subject.to_string(), "2.5.4.97=\\#x,L=Évry,C=FR");
    assert_eq!(csr.subject.attributes[0].string_type, StringType::Utf8);
    assert_eq!(csr.subject.attributes[1].string_type, StringType::Bmp);
    assert_eq!(csr.attributes, ["1.2.840.113549.1.9.14"]);
    assert_eq!(
        (csr.public_key.algorithm.name, csr.public_key.bits),
        (Some("id-ecPublicKey"), Some(256))
    );
    assert_eq!(csr.signature_algorithm.name, Some("ecdsa-with-SHA256"));
    assert_eq!(csr.signature, Signature::Valid);
}

#[test]
fn tells_a_signature_of_another_key() {
    let other = csr::build(
        &PrivateKey::generate(KeySize::Rsa2048, &mut rng()).unwrap(),
        &SUBJECT,
    )
    .unwrap();
    let (content, signature) = (CSR.len() - 256, other.len() - 256);
    let forged = [&CSR[..content], &other[signature..]].concat();
    assert_eq!(Csr::from_der(&forged).unwrap().signature, Signature::Invalid);
}

/// A byte appended to the element whose header, with a length of two bytes, is at `at`; the headers around
/// it grow with it.
fn with_element_appended(headers: &[usize], end: usize) -> Vec<u8> {
    let mut der = CSR.to_vec();
    der.splice(end..end, [0x05, 0x00]);
    for at in headers {
        let len = u16::from_be_bytes([der[at + 2], der[at + 3]]) + 2;
        der[at + 2..at + 4].copy_from_slice(&len.to_be_bytes());
    }
    der
}

#[test]
fn refuses_elements_beyond_the_expected_ones() {
    let info_end = 4 + 4 + usize::from(u16::from_be_bytes([CSR[6], CSR[7]]));
    for der in [
        with_element_appended(&[0], CSR.len()),
        with_element_appended(&[0, 4], info_end),
    ] {
        assert!(matches!(Csr::from_der(&der), Err(CsrError::Der { .. })));
    }
    // A version that does not exist.
    let mut der = CSR.to_vec();
    assert_eq!(der[8..11], [0x02, 0x01, 0x00]);
    der[10] = 1;
    assert_eq!(Csr::from_der(&der), Err(CsrError::Version(1)));
}

#[test]
fn a_type_comes_once() {
    let (attribute, value) = SUBJECT[3];
    let subject = [&SUBJECT[..], &[(attribute, value)]].concat();
    assert_eq!(
        csr::build(&KEY, &subject),
        Err(BuildError::Repeated { attribute })
    );
}

#[test]
fn a_country_is_printable() {
    let attribute = AttributeType::Country;
    let country = [(attribute, "Fé")];
    assert_eq!(
        csr::build(&KEY, &country),
        Err(BuildError::NotPrintable { attribute })
    );
}

#[test]
fn no_truncation_is_read() {
    for len in 0..CSR.len() {
        Csr::from_der(&CSR[..len]).unwrap_err();
        Csr::from_pem_or_der(&CSR[..len]).unwrap_err();
    }
}

#[test]
fn any_flipped_bit_is_an_error_or_an_invalid_signature() {
    for bit in 0..CSR.len() * 8 {
        let mut der = CSR.to_vec();
        der[bit / 8] ^= 1 << (bit % 8);
        if let Ok(csr) = Csr::from_der(&der) {
            assert!(!csr.signature_valid(), "bit {bit}");
        }
    }
}

proptest! {
    #[test]
    fn any_subject_comes_back(
        state in "\\PC{1,64}", organization in "\\PC{1,64}", organizational_unit in "\\PC{1,64}", common_name in "\\PC{1,64}",
    ) {
        let subject = [
            (AttributeType::State, state.as_str()),
            (AttributeType::Organization, &organization),
            (AttributeType::OrganizationalUnit, &organizational_unit),
            (AttributeType::CommonName, &common_name),
        ];
        let csr = Csr::from_der(&csr::build(&KEY, &subject).unwrap()).unwrap();
        prop_assert!(csr.signature_valid());
        let values: Vec<_> = csr.subject.attributes.iter().map(|attribute| attribute.value.as_str()).collect();
        prop_assert_eq!(values, subject.map(|(_, value)| value));
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), text in ".{0,200}") {
        prop_assert!(Csr::from_pem_or_der(&bytes).is_err());
        prop_assert!(Csr::from_der(&bytes).is_err());
        let pem = format!("-----BEGIN CERTIFICATE REQUEST-----\n{text}\n-----END CERTIFICATE REQUEST-----\n");
        prop_assert!(Csr::from_pem_or_der(pem.as_bytes()).is_err());
        prop_assert!(Csr::from_pem_or_der(text.as_bytes()).is_err());
    }

    /// Deeper than single bits: whole stretches replaced.
    #[test]
    fn spliced_requests_are_read_without_panic(
        at in any::<prop::sample::Index>(), len in 0_usize..40, bytes in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut der = CSR.to_vec();
        let start = at.index(der.len());
        let end = der.len().min(start + len);
        der.splice(start..end, bytes);
        if let Ok(csr) = Csr::from_der(&der) {
            prop_assert!(csr.der() == CSR.as_slice() || !csr.signature_valid());
        }
    }
}
