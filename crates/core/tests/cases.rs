//! Archives, requests and files for a dossier as they come from the field, made after public reports;
//! `CERTIROC_TEST_DATA` has them, with what is right of each. Without it, nothing is tested here.

use std::io::Write;
use std::path::PathBuf;

use certiroc_core::compare::{RequestCode, compare};
use certiroc_core::dossier::{Dossier, DossierError, Filed};
use certiroc_core::establishment::Draft;
use certiroc_core::intake::{Received, read};
use certiroc_pki::csr::Csr;
use certiroc_pki::intake::{Entry, Format, Known, Problem};
use certiroc_pki::x509::{AttributeType, Certificate, Signature};
use time::OffsetDateTime;
use time::macros::datetime;
use zip::write::SimpleFileOptions;

const NOW: OffsetDateTime = datetime!(2026-12-01 12:00 UTC);

fn folder(name: &str) -> Option<PathBuf> {
    certiroc_test_support::data("cases").map(|cases| cases.join(name))
}

fn received(bytes: &[u8], certificates: &[Certificate]) -> Received {
    let known = Known {
        passwords: &[],
        certificates,
        serial_numbers: &[],
        at: NOW,
    };
    read(bytes, &known).0
}

/// Each row in a few words.
fn rows(received: &Received) -> Vec<String> {
    let words = |entry: &Entry| match entry {
        Entry::Certificate(certificate) => certificate.display_name(),
        Entry::Problem(problem) => format!("{problem:?}"),
        entry => format!("{entry:?}"),
    };
    received.report.rows.iter().map(|row| words(&row.entry)).collect()
}

#[test]
fn an_archive_opens_or_says_why_not() {
    let Some(folder) = folder("archives") else { return };
    // The error, what it is read as otherwise.
    let cases: [(&str, Option<&str>, &[&str]); 17] = [
        ("z02-macos-finder.zip", None, &["Archive"]),
        ("z04-backslashes.zip", None, &["Archive"]),
        ("z05-two-levels.zip", None, &["Archive"]),
        ("z07-utf8-flag.zip", None, &["Archive"]),
        ("z09-json-bom.zip", None, &["Archive"]),
        ("z10-json-crlf.zip", None, &["Archive"]),
        ("z12-extra-files.zip", None, &["Archive"]),
        // Newer than the format that the page wrote when it was made.
        ("z14-format-4.zip", None, &["Archive"]),
        ("z16-lzma.zip", Some("Compression"), &["Archive"]),
        ("z17-bzip2.zip", Some("Compression"), &["Archive"]),
        ("z19-infozip-encrypted.zip", Some("Encrypted"), &["Archive"]),
        ("z20-infozip-streamed.zip", None, &["Archive"]),
        ("z26-truncated.zip", Some("Damaged"), &["MemberDamaged"]),
        ("z27-zip-in-zip.zip", None, &["Archive"]),
        (
            "z9x-90-cert-in-zip.zip",
            Some("NoDossier"),
            &["Client_ROC_Annuaire_AMC"],
        ),
        (
            "z9x-91-cert-in-encrypted-zip.zip",
            Some("NoDossier"),
            &["MemberEncrypted"],
        ),
        // The certificate stands in its text.
        (
            "z9x-99b-docx.docx",
            Some("NoDossier"),
            &["Client_ROC_Annuaire_AMC"],
        ),
    ];
    for (name, error, expected) in cases {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let found = Dossier::read(&bytes).err().map(|error| format!("{error:?}"));
        let same = match (&found, error) {
            (Some(found), Some(error)) => found.starts_with(error),
            (found, error) => found.is_none() && error.is_none(),
        };
        assert!(same, "{name}: {found:?}");
        let received = received(&bytes, &[]);
        assert_eq!(
            (received.report.format, rows(&received)),
            (
                // A dossier is to come alone; anything else is read file by file.
                if *expected == ["Archive"] {
                    Format::Unknown
                } else {
                    Format::Archive
                },
                expected.iter().map(|row| (*row).to_owned()).collect()
            ),
            "{name}"
        );
    }
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), cases.len());
}

/// An archive of these files.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn archives_in_archives() {
    let dossier = Dossier::new(NOW).write("", NOW).unwrap();
    let once = zip(&[("dossier.zip", &dossier)]);
    assert_eq!(
        Dossier::read(&once).unwrap().dossier,
        Dossier::read(&dossier).unwrap().dossier
    );
    // More than one level, or anything beside it, is for the user to unpack.
    let twice = zip(&[("once.zip", &once)]);
    let beside = zip(&[("dossier.zip", &dossier), ("a.txt", b"a")]);
    for file in [&twice, &beside] {
        assert_eq!(Dossier::read(file).unwrap_err(), DossierError::NoDossier);
        assert_eq!(rows(&received(file, &[])), ["Archive"]);
    }
    let several = zip(&[("a/dossier.json", b"{}"), ("b/c/dossier.json", b"{}")]);
    assert_eq!(Dossier::read(&several).unwrap_err(), DossierError::Several);
    // Deeper than anybody packs.
    let mut deep = zip(&[("a.txt", b"a")]);
    for _ in 0..10 {
        deep = zip(&[("a.zip", &deep)]);
    }
    assert_eq!(rows(&received(&deep, &[])), ["Archive"]);
}

/// However little it takes packed, no more is unpacked than an archive may hold.
#[test]
fn what_is_unpacked_is_bounded() {
    let zeros = vec![0; 9 << 20];
    let files = [("a", zeros.as_slice()), ("b", &zeros), ("c.txt", b"Bonjour")];
    let received = received(&zip(&files), &[]);
    let problem = Entry::Problem(Problem::TooLarge(16 << 20));
    let found: Vec<_> = received
        .report
        .rows
        .iter()
        .map(|row| (row.name.as_deref(), &row.entry))
        .collect();
    assert_eq!(found, [(Some("b"), &problem)]);
}

fn request(name: &str) -> Option<Received> {
    Some(received(
        &std::fs::read(folder("requests")?.join(name)).unwrap(),
        &[],
    ))
}

/// What is found of a request where no dossier is open: the code, what is there.
fn findings(name: &str) -> Option<(Csr, Vec<(RequestCode, String)>)> {
    let received = request(name)?;
    let [row] = received.report.rows.as_slice() else {
        panic!("{name}")
    };
    let Entry::Request(csr) = &row.entry else {
        panic!("{name}: {row:?}")
    };
    let found = compare(csr, &Draft::default(), &[], certiroc_test_support::nfkc)
        .findings
        .into_iter();
    Some((
        (**csr).clone(),
        found.map(|finding| (finding.code, finding.found)).collect(),
    ))
}

#[test]
fn a_request_is_read_or_its_cause_told() {
    use AttributeType::{Country, Organization, OrganizationalUnit, State};
    use RequestCode::{AlgorithmWeak, AttributeMissing, RequestAttributes, StringType};
    if folder("requests").is_none() {
        return;
    }
    assert_eq!(
        rows(&request("q03-version-1.csr").unwrap()),
        ["RequestVersion(1)"]
    );
    let cases: [(&str, &[(RequestCode, &str)]); 7] = [
        ("q02-attributes-absent.csr", &[]),
        (
            "q04-t61-subject.csr",
            &[
                (AttributeMissing { attr: State }, ""),
                (StringType { attr: Organization }, "TeletexString"),
                (
                    AttributeMissing {
                        attr: OrganizationalUnit,
                    },
                    "",
                ),
            ],
        ),
        ("q05-md5.csr", &[(AlgorithmWeak, "md5WithRSAEncryption")]),
        (
            "q07-challenge-password.csr",
            &[(RequestAttributes, "1.2.840.113549.1.9.7")],
        ),
        (
            "q08-c-utf8.csr",
            &[
                (StringType { attr: Country }, "UTF8String"),
                (AttributeMissing { attr: State }, ""),
            ],
        ),
        (
            "q09-empty-subject.csr",
            &[(AttributeMissing { attr: Country }, "")],
        ),
        (
            "q11-latin1-in-utf8.csr",
            &[(StringType { attr: Organization }, "Latin-1 (≠ UTF8String)")],
        ),
    ];
    for (name, expected) in cases {
        let (csr, found) = findings(name).unwrap();
        let weak = name.contains("md5");
        assert_eq!(
            csr.signature,
            if weak {
                Signature::Unverifiable
            } else {
                Signature::Valid
            },
            "{name}"
        );
        for (code, words) in expected {
            assert!(found.contains(&(*code, (*words).to_owned())), "{name}: {found:?}");
        }
    }
    let (csr, _) = findings("q11-latin1-in-utf8.csr").unwrap();
    assert!(
        csr.subject.to_string().contains("O=Clinique Éloïse"),
        "{}",
        csr.subject
    );
}

#[test]
fn what_belongs_to_a_dossier_is_filed_whatever_its_label() {
    let Some(folder) = folder("for-dossier") else {
        return;
    };
    let file = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let open = || Dossier::read(&file("dossier.zip")).unwrap().dossier;
    for name in ["c01-adcs-p7b-label.p7b", "c21-trailing-newline.cer"] {
        let filed = open().take_in([&received(&file(name), &[])], NOW, "");
        assert!(
            matches!(filed.as_slice(), [Filed::Certificate { .. }]),
            "{name}: {filed:?}"
        );
    }
    let [certificate, chain] = ["d00-cert.cer", "chain.pem"].map(|name| received(&file(name), &[]));
    let known: Vec<_> = [&certificate, &chain]
        .into_iter()
        .flat_map(|file| file.report.certificates())
        .cloned()
        .collect();
    for name in [
        "d12-label-certificate.crl",
        "d13-label-CRL.crl",
        "d14-trailing-newline.crl",
    ] {
        let list = received(&file(name), &known);
        let filed = open().take_in([&certificate, &list], NOW, "");
        let revoked = filed
            .iter()
            .any(|filed| matches!(filed, Filed::Revocation { revoked: true, .. }));
        assert!(revoked, "{name}: {filed:?}");
    }
}
