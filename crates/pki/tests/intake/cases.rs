//! Files as they come from the field, made after public reports; `CERTIROC_TEST_DATA` has them, with what is right of
//! each. Without it, nothing is tested here.

use std::collections::BTreeSet;
use std::path::PathBuf;

use certiroc_pki::intake::{Report, read};
use certiroc_pki::x509::Certificate;

use crate::{known, outline};

const LEAF: &str = "certificate Client_ROC_Annuaire_AMC";
const AUTHORITY: &str = "certificate AC Essai des fichiers";
const KEY: &str = "key 2048 protected";
const CLEAR: &str = "key 2048 in clear";
const LIST: &str = "list of 1";
const PASSWORD: &str = "Essai-2026";

/// The file, the password, the rows, the remarks.
type Case = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const CASES: [Case; 93] = [
    ("01-adcs-p7b-label-certificate.p7b", "", &[LEAF, AUTHORITY], &[]),
    (
        "02-certutil-encode-pfx.txt",
        PASSWORD,
        &[LEAF, AUTHORITY, KEY],
        &[],
    ),
    ("03-certutil-encode-csr.txt", "", &["request"], &[]),
    ("04-certutil-encode-crl.txt", "", &[LIST], &[]),
    ("06-utf16le-bom.pem", "", &[LEAF], &[]),
    ("07-utf16le-no-bom.pem", "", &[LEAF], &[]),
    ("07b-utf16be-no-bom.pem", "", &[LEAF], &[]),
    ("09-base64-of-pem.txt", "", &[LEAF], &[]),
    ("09b-k8s-secret.yaml", "", &[LEAF], &[]),
    ("09c-yaml-indented.yaml", "", &[LEAF], &[]),
    ("10b-env-double-quoted.env", "", &[LEAF], &["Altered"]),
    ("11-literal-backslash-n.txt", "", &[LEAF], &["Altered"]),
    ("11b-json-body.json", "", &[LEAF], &["Altered"]),
    ("12-mail-quoted.txt", "", &[LEAF], &["Altered"]),
    ("13-word-dashes.txt", "", &[LEAF], &["Altered"]),
    ("14-mail-attachment.eml", "", &[LEAF], &[]),
    ("14b-forwarded-p7b-in-eml.eml", "", &[LEAF], &[]),
    ("14c-eml-inline-pem-qp.eml", "", &[LEAF], &[]),
    ("15-cr-only.pem", "", &[LEAF], &[]),
    ("17-label-pkcs7-signed-data.pem", "", &[LEAF, AUTHORITY], &[]),
    ("18-label-crl.pem", "", &[LIST], &[]),
    ("19-bare-base64-pfx.txt", PASSWORD, &[LEAF, AUTHORITY, KEY], &[]),
    ("19b-bare-base64-url.txt", "", &[LEAF], &[]),
    ("19d-pem-html-escaped.html", "", &[LEAF], &[]),
    ("19f-pem-no-end.pem", "", &["Pem"], &[]),
    ("19g-qp-mail.txt", "", &[LEAF], &["Altered"]),
    ("19h-xml-metadata.xml", "", &[LEAF], &[]),
    ("19k-base64-one-long-line-no-header.txt", "", &[LEAF], &[]),
    ("19n-unicode-hyphens.txt", "", &[LEAF], &["Altered"]),
    ("20-der-trailing-crlf.cer", "", &[LEAF], &["TrailingBytes(2)"]),
    ("21-der-padded-zeros.cer", "", &[LEAF], &["TrailingBytes(1117)"]),
    ("22-der-ascii-ftp.cer", "", &["Damaged"], &[]),
    ("23-two-der-concatenated.cer", "", &[LEAF, AUTHORITY], &[]),
    (
        "25-p12-trailing.p12",
        PASSWORD,
        &[LEAF, AUTHORITY, KEY],
        &["TrailingBytes(4)"],
    ),
    (
        "26-windows-p7b-trailing-zeros.p7b",
        "",
        &[LEAF, AUTHORITY],
        &["TrailingBytes(4)"],
    ),
    (
        "26b-windows-p7b-pem-trailing-zeros.p7b",
        "",
        &[LEAF, AUTHORITY],
        &["TrailingBytes(4)"],
    ),
    (
        "27-key-der-trailing-newline.key",
        "",
        &[CLEAR],
        &["KeyInClear", "TrailingBytes(1)"],
    ),
    (
        "28-csr-der-trailing-newline.csr",
        "",
        &["request"],
        &["TrailingBytes(1)"],
    ),
    (
        "29-cert-pem-trailing-ff-inside.pem",
        "",
        &[LEAF],
        &["TrailingBytes(40)"],
    ),
    ("30-p12-empty-password.p12", "", &[LEAF, KEY], &[]),
    (
        "32-p12-two-keys-same-name.p12",
        PASSWORD,
        &[LEAF, LEAF, AUTHORITY, KEY, KEY],
        &["WeakEncryption"],
    ),
    (
        "33-p12-friendlyname-cp1252.p12",
        PASSWORD,
        &[LEAF, KEY],
        &["WeakEncryption"],
    ),
    (
        "34-p12-friendlyname-utf8string.p12",
        PASSWORD,
        &[LEAF, KEY],
        &["WeakEncryption"],
    ),
    (
        "36-p12-key-without-cert.p12",
        PASSWORD,
        &[KEY],
        &["WeakEncryption"],
    ),
    (
        "38-p12-chain-reversed.p12",
        PASSWORD,
        &[AUTHORITY, LEAF, KEY],
        &["WeakEncryption"],
    ),
    (
        "39b-p12-accent-password-utf8-twice.p12",
        "Été-2026",
        &[LEAF, KEY],
        &["UnusualEncoding", "WeakEncryption"],
    ),
    (
        "40-jks-other-key-password.jks",
        "Magasin-2026",
        &["KeyPassword", LEAF, AUTHORITY],
        &[],
    ),
    ("42-bks-store.bks", "", &["Foreign(Bks)"], &[]),
    ("50-openssh-key", "", &["Foreign(OpenSsh)"], &[]),
    ("51-putty.ppk", "", &["Foreign(Putty)"], &[]),
    ("52-key.pvk", "", &["Foreign(Pvk)"], &[]),
    ("53-proc-type.key", "", &["OldPemEncryption"], &[]),
    (
        "54-pkcs8-pbe-md5-des.key",
        PASSWORD,
        &[r#"Unsupported("1.2.840.113549.1.5.3")"#],
        &[],
    ),
    (
        "55-pkcs8-scrypt.key",
        PASSWORD,
        &[r#"Unsupported("1.3.6.1.4.1.11591.4.11")"#],
        &[],
    ),
    ("57-jwk.json", "", &[LEAF, "Foreign(Jwk)"], &[]),
    ("58-dotnet-xml-key.xml", "", &["Foreign(XmlKey)"], &[]),
    ("59-key-e3.key", "", &["Key(Exponent"], &["KeyInClear"]),
    ("60-negative-serial.cer", "", &[LEAF], &[]),
    ("61-zero-serial.cer", "", &[LEAF], &[]),
    ("62b-serial-32-bytes.cer", "", &[LEAF], &[]),
    ("64-md5.cer", "", &[LEAF], &[]),
    ("65-generalizedtime-2029.cer", "", &[LEAF], &[]),
    ("67-utctime-offset.cer", "", &[LEAF], &[]),
    ("68-t61-latin1.cer", "", &["certificate Hôpital de l'Été"], &[]),
    (
        "69b-utf8string-holding-latin1.cer",
        "",
        &["certificate Hôpital d'Été"],
        &["NameEncoding"],
    ),
    (
        "69c-printable-with-accents.cer",
        "",
        &["certificate Hôpital d'Été"],
        &["NameEncoding"],
    ),
    ("69d-universalstring.cer", "", &["certificate Hôpital"], &[]),
    ("70-multivalued-rdn.cer", "", &[LEAF], &[]),
    ("71-empty-subject.cer", "", &["certificate "], &[]),
    ("73-rsa-pss-signed.cer", "", &[LEAF], &[]),
    ("74e-rsa-e3.cer", "", &[LEAF], &[]),
    ("76-boolean-01.cer", "", &[LEAF], &[]),
    ("78-explicit-false.cer", "", &[LEAF], &[]),
    ("79b-spki-without-null.cer", "", &[LEAF], &[]),
    ("79d-alg-mismatch.cer", "", &[LEAF], &[]),
    (
        "79f-nul-in-name.cer",
        "",
        &["certificate Client_ROC⟨U+0000⟩_Annuaire"],
        &[],
    ),
    ("79i-version-explicit-v1.cer", "", &[LEAF], &[]),
    ("80-crl-no-nextupdate-v1.crl", "", &[LIST], &[]),
    ("82-crl-idp-critical.crl", "", &[LIST], &[]),
    ("84-crl-serial-negative-zero.crl", "", &["list of 2"], &[]),
    ("86-crl-expired.crl", "", &[LIST], &[]),
    ("88-crl-trailing-newline.crl", "", &[LIST], &["TrailingBytes(2)"]),
    ("89-crl-remove-from-crl.crl", "", &[LIST], &[]),
    ("89c-crl-revoked-future.crl", "", &[LIST], &[]),
    ("92-winmail.dat", "", &["Foreign(Winmail)"], &[]),
    ("93-message.msg", "", &["Foreign(Outlook)"], &[]),
    ("94-store.sst", "", &[LEAF], &[]),
    ("95-7z.cer", "", &["Foreign(Archive)"], &[]),
    ("96-cert.pem.gz", "", &["Foreign(Archive)"], &[]),
    ("97-error.html", "", &["Html"], &[]),
    ("98-detached.p7s", "", &["Empty"], &[]),
    ("98c-enveloped.p7m", "", &["Foreign(EncryptedMail)"], &[]),
    ("99c-empty.cer", "", &["Empty"], &[]),
];

fn folder() -> Option<PathBuf> {
    certiroc_test_support::data("cases/files")
}

fn report(name: &str, password: &str) -> Option<Report> {
    let bytes = std::fs::read(folder()?.join(name)).unwrap();
    Some(read(&bytes, &known(&[password])).report)
}

#[test]
fn each_file_is_what_it_is() {
    let Some(folder) = folder() else { return };
    let mut wrong = Vec::new();
    for (name, password, rows, remarks) in CASES {
        let report = report(name, password).unwrap();
        let found = outline(&report);
        let same =
            found.len() == rows.len() && found.iter().zip(rows).all(|(found, row)| found.starts_with(row));
        let remarked: Vec<_> = report
            .remarks
            .iter()
            .map(|remark| format!("{remark:?}"))
            .collect();
        if !same || remarked != remarks {
            wrong.push(format!("{name}: {found:?} {remarked:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let named: BTreeSet<_> = CASES.iter().map(|(name, ..)| (*name).to_owned()).collect();
    let there = std::fs::read_dir(folder).unwrap();
    let there: BTreeSet<_> = there
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(named, there);
}

/// The certificate in a file of the folder.
fn certificate(name: &str) -> Option<Certificate> {
    report(name, "")?.certificates().next().cloned()
}

#[test]
fn what_a_certificate_says_is_readable() {
    if folder().is_none() {
        return;
    }
    let subject = |name| certificate(name).unwrap().subject.to_string();
    assert_eq!(
        subject("69b-utf8string-holding-latin1.cer"),
        "CN=Hôpital d'Été,O=Clinique Éloïse,C=FR"
    );
    assert_eq!(
        subject("69c-printable-with-accents.cer"),
        "CN=Hôpital d'Été,O=Clinique & Éloïse,C=FR"
    );
    assert_eq!(subject("70-multivalued-rdn.cer").matches('+').count(), 1);
    assert_eq!(subject("71-empty-subject.cer"), "");
    assert_eq!(subject("69d-universalstring.cer").matches("Hôpital").count(), 1);
    let hidden = subject("79f-nul-in-name.cer");
    assert!(
        hidden.contains("⟨U+0000⟩") && hidden.contains("⟨U+202E⟩") && !hidden.contains(['\0', '\u{202E}']),
        "{hidden}"
    );
    let negative = certificate("60-negative-serial.cer").unwrap().serial();
    assert_eq!(negative, "-1234567890ABCDEF");
    assert_eq!(certificate("61-zero-serial.cer").unwrap().serial(), "00");
    assert_eq!(certificate("62b-serial-32-bytes.cer").unwrap().serial().len(), 64);
    for name in ["65-generalizedtime-2029.cer", "67-utctime-offset.cer"] {
        let certificate = certificate(name).unwrap();
        assert_eq!(
            (certificate.not_before.year(), certificate.not_after.year()),
            (2026, 2029),
            "{name}"
        );
    }
    let offset = certificate("67-utctime-offset.cer").unwrap().not_before;
    assert_eq!(offset.to_offset(time::UtcOffset::UTC).hour(), 8);
    assert!(!certificate("79d-alg-mismatch.cer").unwrap().algorithms_agree);
}

#[test]
fn a_name_of_another_type_is_read_and_one_of_its_own_type_is_what_it_says() {
    let names = |file| -> Option<Vec<_>> {
        let rows = report(file, PASSWORD)?.rows.into_iter();
        Some(rows.filter_map(|row| row.name).collect())
    };
    let Some(utf8) = names("34-p12-friendlyname-utf8string.p12") else {
        return;
    };
    assert_eq!(utf8, ["clé"; 2]);
    // Twelve bytes of Windows-1252, which are six characters of a BMPString: another name may be just that.
    let units = [0x436c, 0xe920, 0x6465, 0x206c, 0x92e9, 0x74e9];
    let told = String::from_utf16(&units).unwrap();
    assert_eq!(
        names("33-p12-friendlyname-cp1252.p12").unwrap(),
        [told.as_str(); 2]
    );
}
