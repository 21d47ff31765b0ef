//! Requests compared with what was ordered.

use std::sync::LazyLock;

use certiroc_core::compare::{Comparison, RequestCode, compare};
use certiroc_core::establishment::{Draft, IdentifierKind};
use certiroc_core::finding::{Finding, Severity};
use certiroc_core::order::{Joined, Order, Request};
use certiroc_core::product::Product;
use certiroc_core::subject::Subject;
use certiroc_pki::csr::{self, Csr};
use certiroc_pki::key::{Kdf, KeySize, Passphrase, PrivateKey, SealedKey};
use certiroc_pki::x509::AttributeType;
use certiroc_pki::x509::{NameAttribute, Signature, StringType};
use certiroc_test_support::{nfd, nfkc};
use rand_core::CryptoRng;
use time::OffsetDateTime;

fn rng() -> impl CryptoRng {
    rand_core::UnwrapErr(getrandom::SysRng)
}

fn establishment() -> Draft {
    Draft {
        name: "HÔPITAL L'ÉTÉ".into(),
        department: "21".into(),
        identifier_kind: Some(IdentifierKind::FinessEj),
        identifier: "210780581".into(),
        ..Draft::default()
    }
}

fn key() -> PrivateKey {
    PrivateKey::generate(KeySize::Rsa2048, &mut rng()).unwrap()
}

fn request(key: &PrivateKey, subject: &Subject) -> Request {
    let kdf = Kdf::new(&mut rng(), 2);
    Request {
        key_id: key.id(),
        made_at: OffsetDateTime::UNIX_EPOCH,
        sealed_key: SealedKey::seal(
            key,
            &kdf,
            &kdf.derive(&Passphrase::generate(&mut rng())),
            &mut rng(),
        ),
        passphrase_lost: false,
        csr: Csr::from_der(&csr::build(key, &subject.attributes()).unwrap()).ok(),
        issued: Vec::new(),
    }
}

/// Both orders; the first has been asked for twice.
static ORDERS: LazyLock<[Order; 2]> = LazyLock::new(|| {
    Product::ALL.map(|product| {
        let mut order = Order::new(product);
        let subject = establishment().subject(&order.service_name);
        let requests = if product == Product::OrgAuthCli { 2 } else { 1 };
        order.requests = (0..requests).map(|_| request(&key(), &subject)).collect();
        order
    })
});

fn compared(csr: &Csr) -> Comparison {
    compare(csr, &establishment(), ORDERS.as_slice(), nfkc)
}

/// The current request of the first order, changed after it was read.
fn changed(change: impl FnOnce(&mut Csr)) -> Vec<Finding<RequestCode>> {
    let mut csr = ORDERS[0].requests[1].csr.clone().unwrap();
    change(&mut csr);
    compared(&csr).findings
}

fn finding(code: RequestCode, found: &str, expected: &str) -> Vec<Finding<RequestCode>> {
    vec![Finding {
        code,
        found: found.into(),
        expected: expected.into(),
    }]
}

#[test]
fn joins_a_request_to_its_order_by_the_key() {
    let joined = |order: usize, request: usize| {
        let comparison = compared(ORDERS[order].requests[request].csr.as_ref().unwrap());
        assert_eq!(comparison.findings, []);
        comparison.joined
    };
    assert_eq!(
        joined(0, 0),
        Joined::Earlier(Product::OrgAuthCli, ORDERS[0].requests[0].key_id)
    );
    assert_eq!(joined(0, 1), Joined::Current(Product::OrgAuthCli));
    assert_eq!(joined(1, 0), Joined::Current(Product::OrgSign));
}

#[test]
fn a_request_with_a_foreign_key_is_compared_by_its_name() {
    let compared = |service_name: &str| {
        let der = csr::build(&key(), &establishment().subject(service_name).attributes()).unwrap();
        compared(&Csr::from_der(&der).unwrap())
    };
    let known = compared(Product::OrgSign.recommended_service_name());
    assert_eq!(
        known,
        Comparison {
            joined: Joined::Unknown,
            findings: vec![]
        }
    );
    let unknown = compared("Other");
    assert_eq!(unknown.joined, Joined::Unknown);
    assert_eq!(
        unknown.findings,
        finding(
            RequestCode::AttributeDiffers {
                attr: AttributeType::CommonName
            },
            "Other",
            ""
        )
    );
}

/// RFC 5280, section 7.1; services compare the common name to the byte.
#[test]
fn values_compare_as_in_certificates_and_the_service_to_the_byte() {
    let with = |attr: AttributeType, value: &str| {
        changed(|csr| {
            let mut attributes = csr.subject.attributes.iter_mut();
            let attribute = attributes.find(|attribute| attribute.short_name == Some(attr.short_name()));
            value.clone_into(&mut attribute.unwrap().value);
        })
    };
    let attr = AttributeType::Organization;
    let name = "HÔPITAL L'ÉTÉ";
    for value in [
        "hôpital l'été",
        " HÔPITAL\u{A0} L'ÉTÉ",
        &nfd(name),
        "HÔPI\u{AD}TAL\u{202E} L'ÉTÉ",
    ] {
        let expected = finding(RequestCode::AttributeEquivalent { attr }, value, name);
        assert_eq!(with(attr, value), expected);
        assert_eq!(expected[0].code.severity(), Severity::Information);
    }
    for value in ["HÔPITAL L’ÉTÉ", "HOPITAL L'ETE"] {
        let expected = finding(RequestCode::AttributeDiffers { attr }, value, name);
        assert_eq!(with(attr, value), expected);
    }
    // An empty one says no more than none.
    let missing = finding(RequestCode::AttributeMissing { attr }, "", name);
    assert_eq!(with(attr, ""), missing);
    let attr = AttributeType::CommonName;
    let service = Product::OrgAuthCli.recommended_service_name();
    for value in [service.to_lowercase(), format!("{service} ")] {
        let expected = finding(RequestCode::AttributeDiffers { attr }, &value, service);
        assert_eq!(with(attr, &value), expected);
    }
}

#[test]
fn another_request_made_with_the_same_key_is_told() {
    let key = key();
    let mut order = Order::new(Product::OrgSign);
    let subject = establishment().subject(&order.service_name);
    order.requests = vec![request(&key, &subject)];
    let other = Subject {
        organization: "HOPITAL L'ETE".into(),
        ..subject
    };
    let csr = Csr::from_der(&csr::build(&key, &other.attributes()).unwrap()).unwrap();
    let comparison = compare(&csr, &establishment(), &[order], nfkc);
    assert_eq!(comparison.joined, Joined::Current(Product::OrgSign));
    let attr = AttributeType::Organization;
    let differs = finding(
        RequestCode::AttributeDiffers { attr },
        "HOPITAL L'ETE",
        "HÔPITAL L'ÉTÉ",
    );
    assert_eq!(
        comparison.findings,
        [differs, finding(RequestCode::NotTheSameFile, "", "")].concat()
    );
}

#[test]
fn what_the_draft_leaves_open_is_not_compared() {
    let csr = ORDERS[1].requests[0].csr.as_ref().unwrap();
    assert_eq!(
        compare(csr, &Draft::default(), ORDERS.as_slice(), nfkc).findings,
        []
    );
}

#[test]
fn tells_bad_signatures_and_keys() {
    let signature = |signature| changed(|csr| csr.signature = signature);
    assert_eq!(
        signature(Signature::Invalid),
        finding(RequestCode::SignatureInvalid, "", "")
    );

    let algorithm = |oid: &str, name| {
        changed(|csr| {
            csr.signature = Signature::Unverifiable;
            csr.signature_algorithm.oid = oid.into();
            csr.signature_algorithm.name = name;
            csr.signature_algorithm.weak = name.is_some();
        })
    };
    let expected = "sha256WithRSAEncryption";
    for (oid, name) in [
        ("1.2.840.113549.1.1.4", "md5WithRSAEncryption"),
        ("1.2.840.113549.1.1.5", "sha1WithRSAEncryption"),
    ] {
        assert_eq!(
            algorithm(oid, Some(name)),
            finding(RequestCode::AlgorithmWeak, name, expected)
        );
    }
    assert_eq!(
        algorithm("1.2.3", None),
        finding(RequestCode::AlgorithmUnexpected, "1.2.3", expected)
    );

    let bits = |bits| changed(|csr| csr.public_key.bits = Some(bits));
    assert_eq!(bits(4096), []);
    assert_eq!(bits(1024), finding(RequestCode::KeyTooShort, "1024", "2048"));
    assert_eq!(
        bits(8192),
        finding(RequestCode::KeySizeUnexpected, "8192", "2048")
    );
    let elliptic = changed(|csr| {
        csr.public_key.algorithm.oid = "1.2.840.10045.2.1".into();
        csr.public_key.algorithm.name = Some("id-ecPublicKey");
        csr.public_key.bits = Some(256);
    });
    assert_eq!(
        elliptic,
        finding(RequestCode::KeyNotRsa, "id-ecPublicKey", "rsaEncryption")
    );
}

#[test]
fn tells_each_difference_of_the_name() {
    let attr = AttributeType::State;
    assert_eq!(
        changed(|csr| drop(csr.subject.attributes.remove(1))),
        finding(RequestCode::AttributeMissing { attr }, "", "Côte-d'Or (21)"),
    );
    assert_eq!(
        changed(|csr| csr.subject.attributes[1].value = "Rhône (69)".into()),
        finding(
            RequestCode::AttributeDiffers { attr },
            "Rhône (69)",
            "Côte-d'Or (21)"
        ),
    );
    let locality = NameAttribute {
        oid: "2.5.4.7".into(),
        short_name: Some("L"),
        value: "Beaune, Hospices".into(),
        string_type: StringType::Utf8,
        rdn: 5,
    };
    assert_eq!(
        changed(|csr| csr.subject.attributes.push(locality)),
        finding(RequestCode::AttributeUnexpected, "L=Beaune\\, Hospices", ""),
    );
    assert_eq!(
        changed(|csr| {
            let second = NameAttribute {
                value: "x".into(),
                rdn: 5,
                ..csr.subject.attributes[3].clone()
            };
            csr.subject.attributes.insert(4, second);
        }),
        finding(RequestCode::AttributeUnexpected, "OU=x", ""),
    );

    let attr = AttributeType::Country;
    assert_eq!(
        changed(|csr| csr.subject.attributes[0].string_type = StringType::Utf8),
        finding(RequestCode::StringType { attr }, "UTF8String", "PrintableString"),
    );
    let attr = AttributeType::CommonName;
    assert_eq!(
        changed(|csr| csr.subject.attributes[4].string_type = StringType::Bmp),
        finding(RequestCode::StringType { attr }, "BMPString", "UTF8String"),
    );
    assert_eq!(
        changed(|csr| csr.subject.attributes[4].string_type = StringType::Printable),
        []
    );

    assert_eq!(
        changed(|csr| csr.subject.attributes.reverse()),
        finding(RequestCode::OrderOfAttributes, "CN,OU,O,ST,C", "C,ST,O,OU,CN"),
    );
    assert_eq!(
        changed(|csr| csr.subject.attributes[1].rdn = 0),
        finding(RequestCode::OrderOfAttributes, "C+ST,O,OU,CN", "C,ST,O,OU,CN"),
    );
    assert_eq!(
        changed(|csr| csr.attributes = vec!["1.2.840.113549.1.9.7".into(), "1.2.840.113549.1.9.14".into()]),
        finding(
            RequestCode::RequestAttributes,
            "1.2.840.113549.1.9.7,1.2.840.113549.1.9.14",
            ""
        ),
    );
}

#[test]
fn only_what_will_be_refused_or_wrong_blocks() {
    let attr = AttributeType::Country;
    assert_eq!(RequestCode::AttributeDiffers { attr }.severity(), Severity::Error);
    assert_eq!(RequestCode::StringType { attr }.severity(), Severity::Warning);
    assert_eq!(RequestCode::NotTheSameFile.severity(), Severity::Information);
}
