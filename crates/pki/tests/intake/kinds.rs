//! Files of one thing, and PEM of many.

use certiroc_pki::intake::{Format, Remark};
use certiroc_pki::pkcs7;
use pkcs8::der::Decode;
use pkcs8::spki::SubjectPublicKeyInfoRef;

use crate::assert_found;
use certiroc_test_support::made::{MADE, pem, pkcs1, tlv};

const LEAF: &str = "certificate Client_ROC_Annuaire_AMC";
const AUTHORITY: &str = "certificate AC d'essai";
const EC: &str = r#"Key(NotRsa { oid: "1.2.840.10045.2.1" })"#;

fn utf16(text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(bytes);
    mark.into_iter().chain(units).collect()
}

#[test]
fn a_certificate_in_whatever_it_comes() {
    let der = MADE.leaf.der();
    let text = MADE.leaf.to_pem();
    let base64: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    let framed = |before: &str, after: &str| format!("{before}{text}{after}").into_bytes();
    let cases: [(&str, Vec<u8>); 16] = [
        ("PEM", framed("", "")),
        ("no end of line", text.trim_end().into()),
        (
            "text around",
            framed(
                "Subject: CN=Été\r\n\r\nBag Attributes\n",
                "\nCordialement,\n-- \nx",
            ),
        ),
        ("text that begins with PK", framed("PKCS #7 :\n", "")),
        // As a list of `openssl s_client` begins: 0 is also how DER begins.
        ("text that begins with 0", framed("0 s:CN=a\n i:CN=b\n", "")),
        ("text that begins with 0 and a letter", framed("0\u{e9}\n", "")),
        ("CRLF", text.replace('\n', "\r\n").into()),
        (
            "indented",
            text.lines()
                .flat_map(|line| ["    ", line, "\n"])
                .collect::<String>()
                .into(),
        ),
        (
            "one line of base64",
            format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----").into(),
        ),
        ("UTF-8 with its mark", framed("\u{feff}", "")),
        (
            "UTF-16 of PowerShell",
            utf16(&text.replace('\n', "\r\n"), [0xff, 0xfe], u16::to_le_bytes),
        ),
        (
            "UTF-16, high byte first",
            utf16(&text, [0xfe, 0xff], u16::to_be_bytes),
        ),
        (
            "another label",
            text.replace("CERTIFICATE", "X509 CERTIFICATE").into(),
        ),
        ("bare base64", base64.clone().into()),
        (
            "bare base64 in lines",
            base64
                .as_bytes()
                .chunks(76)
                .flat_map(|line| [b" ", line, b" \r\n"].concat())
                .collect(),
        ),
        ("trusted, with what for", {
            let purposes = tlv(
                0x30,
                &[&tlv(0x30, &[&tlv(6, &[b"\x2b\x06\x01\x05\x05\x07\x03\x02"])])],
            );
            pem("TRUSTED CERTIFICATE", &[der, &purposes].concat()).into()
        }),
    ];
    assert_found("DER", der, &[], Format::Der, &[LEAF], &[]);
    for (what, file) in cases {
        assert_found(what, &file, &[], Format::Pem, &[LEAF], &[]);
    }
}

/// A file in DER, and in PEM under this label.
#[track_caller]
fn assert_both(label: &str, der: &[u8], format: Format, rows: &[&str], remarks: &[Remark]) {
    assert_found(label, der, &[], format, rows, remarks);
    let text = pem(label, der);
    assert_found(label, text.as_bytes(), &[], Format::Pem, rows, remarks);
}

#[test]
fn requests_lists_and_chains() {
    let made = &*MADE;
    let list = made.authority.list([7, 9]);
    let chain = pkcs7::write(&[made.leaf.der(), made.authority.certificate.der()]).unwrap();
    let empty = pkcs7::write(&[]).unwrap();
    // PKCS #7 of another type: `data`.
    let oid = tlv(6, &[b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"]);
    let data = tlv(0x30, &[&oid, &tlv(0xa0, &[&tlv(4, &[b"x"])])]);
    let other = r#"Other("1.2.840.113549.1.7.1")"#;
    let (der, pkcs7) = (Format::Der, Format::Pkcs7);
    assert_both("CERTIFICATE REQUEST", &made.request, der, &["request"], &[]);
    assert_both("NEW CERTIFICATE REQUEST", &made.request, der, &["request"], &[]);
    assert_both("X509 CRL", &list, der, &["list of 2"], &[]);
    assert_both("PKCS7", &chain, pkcs7, &[LEAF, AUTHORITY], &[]);
    assert_both("CMS", &chain, pkcs7, &[LEAF, AUTHORITY], &[]);
    assert_both("PKCS7", &empty, pkcs7, &["Empty"], &[]);
    assert_both("PKCS7", &data, pkcs7, &[other], &[]);
}

#[test]
fn keys() {
    let key = &MADE.key;
    let (pkcs1, _) = pkcs1(key);
    let public = SubjectPublicKeyInfoRef::from_der(key.public_key_info()).unwrap();
    let public = public.subject_public_key.raw_bytes();
    let ec = rcgen::KeyPair::generate().unwrap();
    let ec_public = rcgen::PublicKeyData::subject_public_key_info(&ec);
    // ECPrivateKey (RFC 5915): version 1, the number, the curve.
    let curve = tlv(0xa0, &[&tlv(6, &[b"\x2a\x86\x48\xce\x3d\x03\x01\x07"])]);
    let sec1 = tlv(0x30, &[&tlv(2, &[&[1]]), &tlv(4, &[&[7; 32]]), &curve]);
    let (der, clear) = (Format::Der, [Remark::KeyInClear]);
    let row = ["key 2048 in clear"];
    assert_both("PRIVATE KEY", key.pkcs8_der(), der, &row, &clear);
    assert_both("RSA PRIVATE KEY", &pkcs1, der, &row, &clear);
    assert_both("EC PRIVATE KEY", &sec1, der, &[EC], &clear);
    assert_both("PRIVATE KEY", ec.serialized_der(), der, &[EC], &clear);
    assert_both("PUBLIC KEY", key.public_key_info(), der, &["PublicKey"], &[]);
    assert_both("RSA PUBLIC KEY", public, der, &["PublicKey"], &[]);
    assert_both("PUBLIC KEY", &ec_public, der, &["PublicKey"], &[]);
}

#[test]
fn what_is_none_of_ours_is_named() {
    let unknown = "Unrecognized";
    let cases: [(&str, &[u8], Format, &[&str]); 16] = [
        ("empty", b"", Format::Unknown, &["Empty"]),
        ("white space", b" \r\n\t ", Format::Unknown, &["Empty"]),
        ("a mark alone", b"\xef\xbb\xbf\r\n", Format::Unknown, &["Empty"]),
        ("archive", b"PK\x03\x04\x14\x00", Format::Unknown, &["Archive"]),
        ("page", b"\n<!DOCTYPE html>\n<title>Acc\xc3\xa8s</title>", Format::Unknown, &["Html"]),
        ("old page", b"<HTML><body>Challenge</body></HTML>", Format::Unknown, &["Html"]),
        ("page of XML", b"<?xml version='1.0'?><!doctype html>", Format::Unknown, &["Html"]),
        ("XML", b"<?xml version='1.0'?><a/>", Format::Unknown, &[unknown]),
        ("garbage", b"\x00\x01\x02garbage", Format::Unknown, &[unknown]),
        ("text", b"MIL NEUF CENT", Format::Unknown, &[unknown]),
        ("elements", b"\x30\x05\x05\x00\x05\x00\x05", Format::Der, &["Damaged(7)"]),
        ("an element of another kind", b"\x30\x02\x05\x00", Format::Der, &[unknown]),
        ("JCEKS", b"\xce\xce\xce\xce\0\0\0\x02\0\0\0\0", Format::Jks, &["Jceks"]),
        ("unknown label", b"-----BEGIN X-----\nBQA=\n-----END X-----\n", Format::Pem, &[r#"PemLabel("X")"#]),
        (
            "key under OpenSSL's old encryption",
            b"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nBQA=\n-----END RSA PRIVATE KEY-----\n",
            Format::Pem,
            &["OldPemEncryption"],
        ),
        ("small letters", b"-----begin certificate-----\nBQA=", Format::Unknown, &[unknown]),
    ];
    for (what, file, format, rows) in cases {
        assert_found(what, file, &[], format, rows, &[]);
    }
    let large = vec![b'a'; certiroc_pki::intake::FILE_LIMIT + 1];
    assert_found(
        "large",
        &large,
        &[],
        Format::Unknown,
        &["TooLarge(25165824)"],
        &[],
    );
}

#[test]
fn parameters_of_a_curve_are_no_thing_of_their_own() {
    let parameters = pem("EC PARAMETERS", b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07");
    let text = format!("{parameters}{}", MADE.leaf.to_pem());
    assert_found("beside others", text.as_bytes(), &[], Format::Pem, &[LEAF], &[]);
    assert_found("alone", parameters.as_bytes(), &[], Format::Pem, &["Empty"], &[]);
}

#[test]
fn a_damaged_block_hides_no_other() {
    let made = &*MADE;
    let leaf = made.leaf.to_pem();
    let authority = made.authority.certificate.to_pem();
    let damages = [
        ("a letter that is none", leaf.replacen("MII", "M!I", 1), "Pem"),
        (
            "cut before its end",
            leaf[..leaf.len() / 2].to_owned() + "\n",
            "Pem",
        ),
        (
            "another end",
            leaf.replace("END CERTIFICATE", "END X509 CRL"),
            "Pem",
        ),
        ("no content", pem("CERTIFICATE", b""), "Empty"),
        (
            "another content",
            pem("CERTIFICATE", made.key.public_key_info()),
            "PublicKey",
        ),
        (
            "a cut list",
            pem("X509 CRL", &made.authority.list([1])[..100]),
            "Damaged(",
        ),
        (
            "a cut key",
            pem("PRIVATE KEY", &made.key.pkcs8_der()[..100]),
            "Damaged(",
        ),
        (
            "PKCS #7 of nothing",
            pem("PKCS7", &pkcs7::write(&[]).unwrap()),
            "Empty",
        ),
    ];
    for (what, damaged, problem) in damages {
        let text = format!("{leaf}{damaged}{authority}");
        let taken = certiroc_pki::intake::read(text.as_bytes(), &crate::known(&[]));
        let rows = crate::outline(&taken.report);
        assert_eq!(rows.len(), 3, "{what}: {rows:?}");
        assert_eq!((rows[0].as_str(), rows[2].as_str()), (LEAF, AUTHORITY), "{what}");
        assert!(rows[1].starts_with(problem), "{what}: {rows:?}");
    }
}

/// Two keys in clear and what lies between are one remark.
#[test]
fn a_remark_is_made_once() {
    let made = &*MADE;
    let clear = pem("PRIVATE KEY", made.key.pkcs8_der());
    let text = format!(
        "{clear}{}{clear}",
        pem("ENCRYPTED PRIVATE KEY", made.sealed.as_der())
    );
    assert_found(
        "keys",
        text.as_bytes(),
        &["motdepasse-de-test"],
        Format::Pem,
        &["key 2048 in clear", "key 2048 protected", "key 2048 in clear"],
        &[Remark::KeyInClear],
    );
}

#[test]
fn an_encrypted_key_opens_under_its_password_alone() {
    let der = MADE.sealed.as_der();
    let text = pem("ENCRYPTED PRIVATE KEY", der);
    let cases: [(&[&str], &str); 5] = [
        (&[], "Password"),
        (&["autre"], "Password"),
        (&[""], "Password"),
        (&["motdepasse-de-test"], "key 2048 protected"),
        (&["autre", "", "é", "motdepasse-de-test"], "key 2048 protected"),
    ];
    for (passwords, row) in cases {
        assert_found("DER", der, passwords, Format::Der, &[row], &[]);
        assert_found("PEM", text.as_bytes(), passwords, Format::Pem, &[row], &[]);
    }
}
