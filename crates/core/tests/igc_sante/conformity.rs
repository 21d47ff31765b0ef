//! Real certificates compared with orders: each with everything that should be found.

use certiroc_core::conformity::{CertificateKind, ConformityCode, Remedy, check};
use certiroc_core::establishment::{Draft, Environment, IdentifierKind};
use certiroc_core::finding::{Finding, Severity};
use certiroc_core::order::Order;
use certiroc_core::procedure::Task;
use certiroc_core::product::Product;
use certiroc_pki::x509::AttributeType;
use certiroc_pki::x509::Certificate;
use time::OffsetDateTime;
use time::macros::datetime;

use certiroc_test_support::{igc_sante_folder, nfkc};

fn establishment(name: &str, department: &str, identifier: &str, environment: Environment) -> Draft {
    let finess = identifier.len() == 9;
    Draft {
        name: name.to_owned(),
        department: department.to_owned(),
        identifier_kind: Some(if finess {
            IdentifierKind::FinessEj
        } else {
            IdentifierKind::Siret
        }),
        identifier: identifier.to_owned(),
        environment,
        contract_level: None,
    }
}

/// One line a finding: the code, and what was found.
fn lines(findings: &[Finding<ConformityCode>]) -> Vec<String> {
    let line = |finding: &Finding<ConformityCode>| {
        format!("{:?} {}", finding.code, finding.found)
            .trim_end()
            .to_owned()
    };
    findings.iter().map(line).collect()
}

/// The certificate, the product and service name ordered, by whom, at which instant; what is found.
type Case<'a> = (
    &'a str,
    (Product, &'a str),
    &'a Draft,
    OffsetDateTime,
    &'a [&'a str],
);

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn each_real_certificate_has_its_findings() {
    use Product::{OrgAuthCli, OrgSign};
    let (Some(mut held), Some(production)) =
        (igc_sante_folder("ee-test"), igc_sante_folder("ee-prod-expired"))
    else {
        return;
    };
    held.extend(production);
    let (test, real) = (Environment::Test, Environment::Production);
    let centre = establishment("CENTRE DE SANTE RPPS15287", "69", "0B0152872", test);
    let dames = establishment("HOPITAL DES 3. DAMES", "75", "1B0073160", test);
    let dames_2016 = establishment("HOPITAL DES 3 DAMES03912", "75", "0B0039129", test);
    let asip = establishment("ASIP-SANTE", "75", "18751275100020", test);
    let ministry = establishment("MINISTERE DE TEST7708", "21", "00000000077081", test);
    let long = "AGENCE DES SYSTEMES D'INFORMATION PARTAGES DE SANTE";
    let agency = establishment(long, "75", "18751275100020", real);
    let other = establishment("HOPITAL DES 4 DAMES", "69", "1B0073161", test);
    let lyon = establishment("HOPITAL DES 3. DAMES", "75", "1B0073160", real);
    let (y2017, y2018, y2022, y2026) = (
        datetime!(2017-12-01 0:00 UTC),
        datetime!(2018-01-01 0:00 UTC),
        datetime!(2022-01-01 0:00 UTC),
        datetime!(2026-11-24 0:00 UTC),
    );
    let cases: [Case<'_>; 20] = [
        // Right.
        (
            "org-auth_cli-2025-finess-EMA",
            (OrgAuthCli, "EMA"),
            &dames,
            y2026,
            &[],
        ),
        ("org-sign-2025-finess-EMA", (OrgSign, " EMA "), &dames, y2026, &[]),
        (
            "org-auth_cli-2021-finess-Padoa",
            (OrgAuthCli, "Padoa"),
            &centre,
            y2022,
            &[],
        ),
        (
            "org-auth_cli-2021-finess-INSI-AUTO",
            (OrgAuthCli, "INSI-AUTO"),
            &centre,
            y2022,
            &[],
        ),
        (
            "org-sign-2021-finess-Padoa-SIGN",
            (OrgSign, "Padoa-SIGN"),
            &centre,
            y2022,
            &[],
        ),
        (
            "org-sign-2021-siret-accented-st",
            (OrgSign, "testsign.test.asipsante.fr"),
            &ministry,
            y2022,
            &[],
        ),
        (
            "org-sign-2016-finess-cn-with-space",
            (OrgSign, "signature rpps"),
            &dames_2016,
            y2018,
            &[],
        ),
        // Conformity says nothing of revocation.
        (
            "org-sign-2019-siret-revoked",
            (OrgSign, "tomwsrevoque.henix.asipsante.fr"),
            &asip,
            datetime!(2020-01-01 0:00 UTC),
            &[],
        ),
        // A name cut after 40 characters, in production.
        (
            "org-sign-2016-siret-signature.rpps.fr",
            (OrgSign, "signature.rpps.fr"),
            &agency,
            y2018,
            &["NameCut AGENCE DES SYSTEMES D'INFORMATION PARTAG"],
        ),
        // One name, two certificates: only their use tells them apart.
        (
            "org-sign-2025-finess-EMA",
            (OrgAuthCli, "EMA"),
            &dames,
            y2026,
            &["Swapped(OrgSign) ORG SIGN"],
        ),
        (
            "org-auth_cli-2025-finess-EMA",
            (OrgSign, "EMA"),
            &dames,
            y2026,
            &["Swapped(OrgAuthCli) ORG AUTH_CLI"],
        ),
        // Something else.
        (
            "org-conf-2021-finess-Padoa-CONF",
            (OrgSign, "Padoa-CONF"),
            &centre,
            y2022,
            &["WrongKind(OrgConf)"],
        ),
        (
            "serv-ssl-2017-siret-mock",
            (OrgAuthCli, "mock.platines.henix.asipsante.fr"),
            &asip,
            y2017,
            &["WrongKind(Server)"],
        ),
        // A service name by a letter's case; another establishment; another environment.
        (
            "org-auth_cli-2025-finess-EMA",
            (OrgAuthCli, "ema"),
            &dames,
            y2026,
            &["AttributeDiffers { attr: CommonName } EMA"],
        ),
        (
            "org-auth_cli-2025-finess-EMA",
            (OrgAuthCli, "EMA"),
            &other,
            y2026,
            &[
                "AttributeDiffers { attr: State } Paris (75)",
                "AttributeDiffers { attr: Organization } HOPITAL DES 3. DAMES",
                "AttributeDiffers { attr: OrganizationalUnit } 11B0073160",
            ],
        ),
        (
            "org-auth_cli-2025-finess-EMA",
            (OrgAuthCli, "EMA"),
            &lyon,
            y2026,
            &[
                "WrongEnvironment(Test) TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS",
                // No identifier for a real order: there is none to compare with.
                "NotCompared { attr: OrganizationalUnit } 11B0073160",
            ],
        ),
        // Dates.
        (
            "org-sign-2025-finess-EMA",
            (OrgSign, "EMA"),
            &dames,
            datetime!(2025-04-03 15:35:45 UTC),
            &["NotYetValid(2025-04-03 15:35:46.0 +00:00:00)"],
        ),
        (
            "org-sign-2025-finess-EMA",
            (OrgSign, "EMA"),
            &dames,
            datetime!(2028-01-04 15:35:47 UTC),
            &["ExpiresSoon(2028-04-03 15:35:46.0 +00:00:00)"],
        ),
        (
            "org-sign-2025-finess-EMA",
            (OrgSign, "EMA"),
            &dames,
            datetime!(2028-04-03 15:35:47 UTC),
            &["Expired(2028-04-03 15:35:46.0 +00:00:00)"],
        ),
        // Until 2021 a seal's key ended a month before its certificate.
        (
            "org-sign-2021-finess-Padoa-SIGN",
            (OrgSign, "Padoa-SIGN"),
            &centre,
            datetime!(2024-12-01 0:00 UTC),
            &["KeyUsageEnded(2024-11-15 10:00:23.0 +00:00:00)"],
        ),
    ];
    for (name, (product, service_name), establishment, at, expected) in cases {
        let (_, certificate) = held.iter().find(|(held, _)| held == name).unwrap();
        let mut order = Order::new(product);
        service_name.clone_into(&mut order.service_name);
        let others: Vec<_> = held.iter().map(|(_, other)| other.clone()).collect();
        let findings = check(certificate, &order, establishment, &others, at, nfkc);
        assert_eq!(lines(&findings), expected, "{name} at {at}");
    }
}

#[test]
fn an_authority_and_a_person_are_told() {
    let (Some(authorities), Some(persons)) = (igc_sante_folder("ca-prod"), igc_sante_folder("card-test"))
    else {
        return;
    };
    assert!(
        authorities
            .iter()
            .all(|(_, found)| CertificateKind::of(found) == CertificateKind::Authority)
    );
    assert!(
        persons
            .iter()
            .all(|(_, found)| CertificateKind::of(found) == CertificateKind::Person)
    );
}

/// What keytool makes with each key, until the certificate takes its place.
#[test]
fn a_placeholder_is_told_alone() {
    let mut params = rcgen::CertificateParams::new(["client.example".to_owned()]).unwrap();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, "Client_ROC_Annuaire_AMC");
    let certificate = params.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap();
    let certificate = Certificate::from_der(certificate.der()).unwrap();
    let order = Order::new(Product::OrgAuthCli);
    let findings = check(
        &certificate,
        &order,
        &Draft::default(),
        &[],
        certificate.not_before,
        nfkc,
    );
    assert_eq!(lines(&findings), ["SelfSigned"]);
    assert_eq!(
        (findings[0].code.severity(), findings[0].code.remedy()),
        (Severity::Error, Remedy::Order)
    );
}

/// Everything that can be wrong at once, in a certificate of nobody's.
#[test]
fn each_thing_that_is_wrong_is_told() {
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name.push(rcgen::DnType::CommonName, "AC");
    let key = rcgen::KeyPair::generate().unwrap();
    let issuer = rcgen::Issuer::new(params, key);
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params
        .distinguished_name
        .push(rcgen::DnType::LocalityName, "Lyon");
    params.serial_number = Some(rcgen::SerialNumber::from(1u64));
    params.not_before = datetime!(2026-01-01 0:00 UTC);
    params.not_after = datetime!(2027-01-01 0:00 UTC);
    let issue = |params: rcgen::CertificateParams| {
        let made = params
            .signed_by(&rcgen::KeyPair::generate().unwrap(), &issuer)
            .unwrap();
        Certificate::from_der(made.der()).unwrap()
    };
    let (certificate, twin) = (issue(params.clone()), issue(params));
    let draft = establishment("ASIP-SANTE", "75", "18751275100020", Environment::Production);
    let findings = check(
        &certificate,
        &Order::new(Product::OrgSign),
        &draft,
        &[twin],
        datetime!(2026-11-24 0:00 UTC),
        nfkc,
    );
    let expected = [
        "Issuer AC",
        "Policy",
        "ProductCategory",
        "WrongKind(Other)",
        "AttributeMissing { attr: Country }",
        "AttributeMissing { attr: State }",
        "AttributeMissing { attr: Organization }",
        "AttributeMissing { attr: OrganizationalUnit }",
        "AttributeMissing { attr: CommonName }",
        "AttributeUnexpected L=Lyon",
        "KeyNotRsa id-ecPublicKey",
        "Algorithm ecdsa-with-SHA256",
        "ExpiresSoon(2027-01-01 0:00:00.0 +00:00:00)",
        "Duration 365",
        "SerialTwice",
    ];
    assert_eq!(lines(&findings), expected);
    let worst = findings.iter().map(|finding| finding.code.severity()).max();
    assert_eq!(worst, Some(Severity::Error));
}

/// What an empty dossier leaves open is said, and weighs nothing.
#[test]
fn what_the_dossier_does_not_describe_is_told() {
    let Some(held) = igc_sante_folder("ee-test") else {
        return;
    };
    let certificate = |wanted: &str| held.iter().find(|(name, _)| name == wanted).unwrap().1.clone();
    let certificate = certificate("org-sign-2025-finess-EMA");
    let mut order = Order::new(Product::OrgSign);
    let at = datetime!(2026-11-24 0:00 UTC);
    let mut draft = Draft {
        environment: Environment::Test,
        ..Draft::default()
    };
    "EMA".clone_into(&mut order.service_name);
    let findings = check(&certificate, &order, &draft, &[], at, nfkc);
    let expected = [
        "NotCompared { attr: State } Paris (75)",
        "NotCompared { attr: Organization } HOPITAL DES 3. DAMES",
        "NotCompared { attr: OrganizationalUnit } 11B0073160",
    ];
    assert_eq!(lines(&findings), expected);
    assert!(
        findings
            .iter()
            .all(|finding| finding.code.severity() == Severity::Information)
    );

    // One thing known, one not.
    "HOPITAL DES 3. DAMES".clone_into(&mut draft.name);
    order.service_name.clear();
    let findings = check(&certificate, &order, &draft, &[], at, nfkc);
    let expected = [
        "NotCompared { attr: State } Paris (75)",
        "NotCompared { attr: OrganizationalUnit } 11B0073160",
        "NotCompared { attr: CommonName } EMA",
    ];
    assert_eq!(lines(&findings), expected);
}

/// A letter tells the ANS what the ANS made. Revoking is final: no mere warning leads there.
#[test]
fn each_finding_has_its_remedy() {
    use Severity::{Error, Information, Warning};
    let at = datetime!(2026-11-24 0:00 UTC);
    let attr = AttributeType::State;
    let order = Some(Task::OrderCertificates);
    let cases = [
        (ConformityCode::SelfSigned, Error, order, false),
        (ConformityCode::Issuer, Error, Some(Task::Revoke), true),
        (ConformityCode::Swapped(Product::OrgSign), Error, order, true),
        (
            ConformityCode::WrongKind(CertificateKind::Server),
            Error,
            order,
            true,
        ),
        (
            ConformityCode::WrongEnvironment(Environment::Test),
            Error,
            order,
            true,
        ),
        (ConformityCode::Policy, Warning, None, false),
        (ConformityCode::ProductCategory, Warning, None, false),
        (
            ConformityCode::AttributeMissing { attr },
            Error,
            Some(Task::Revoke),
            true,
        ),
        (
            ConformityCode::AttributeDiffers { attr },
            Error,
            Some(Task::Revoke),
            true,
        ),
        (
            ConformityCode::AttributeEquivalent { attr },
            Information,
            None,
            false,
        ),
        (
            ConformityCode::AttributePunctuation { attr },
            Warning,
            None,
            false,
        ),
        (ConformityCode::NotCompared { attr }, Information, None, false),
        (ConformityCode::NameCut, Information, None, false),
        (ConformityCode::AttributeUnexpected, Warning, None, false),
        (ConformityCode::KeyNotRsa, Error, Some(Task::Revoke), true),
        (ConformityCode::KeyTooShort, Error, Some(Task::Revoke), true),
        (ConformityCode::AlgorithmWeak, Warning, None, false),
        (ConformityCode::Algorithm, Warning, None, false),
        (ConformityCode::NotYetValid(at), Error, None, false),
        (ConformityCode::Expired(at), Error, order, false),
        (ConformityCode::ExpiresSoon(at), Warning, Some(Task::Renew), false),
        (ConformityCode::Duration, Warning, None, false),
        (ConformityCode::KeyUsageEnded(at), Error, Some(Task::Renew), false),
        (ConformityCode::SerialTwice, Error, Some(Task::Revoke), true),
    ];
    for (code, severity, task, letter) in cases {
        let found = (code.severity(), code.remedy().task(), code.takes_letter());
        assert_eq!(found, (severity, task, letter), "{code:?}");
    }
    assert_eq!(ConformityCode::Policy.remedy(), Remedy::Ask);
}
