//! Things in whatever they travelled in: labels that say something else, mails, scripts, other programs' containers.

use certiroc_pki::intake::{Foreign, Format, Member, Problem, Remark, read, read_members};
use certiroc_pki::pkcs7;
use certiroc_pki::pkcs12::Pkcs12Profile;
use zeroize::Zeroizing;

use crate::{assert_found, known, outline};
use certiroc_test_support::made::{MADE, PASSWORD, pem, pkcs12};

const LEAF: &str = "certificate Client_ROC_Annuaire_AMC";
const AUTHORITY: &str = "certificate AC d'essai";

/// What PEM holds: base64 in lines of 64 characters.
fn base64(label: &str, bytes: &[u8]) -> String {
    let text = pem(label, bytes);
    text.lines()
        .filter(|line| !line.starts_with('-'))
        .flat_map(|line| [line, "\n"])
        .collect()
}

fn chain() -> Vec<u8> {
    pkcs7::write(&[MADE.leaf.der(), MADE.authority.certificate.der()]).unwrap()
}

#[test]
fn the_content_decides_and_not_the_label() {
    let made = &*MADE;
    let kinds: [(&[u8], &[&str]); 6] = [
        (made.leaf.der(), &[LEAF]),
        (&made.request, &["request"]),
        (&made.authority.list([7, 9]), &["list of 2"]),
        (&chain(), &[LEAF, AUTHORITY]),
        (made.key.pkcs8_der(), &["key 2048 in clear"]),
        (made.sealed.as_der(), &["Password"]),
    ];
    for label in [
        "CERTIFICATE",
        "PKCS7",
        "X509 CRL",
        "PRIVATE KEY",
        "CERTIFICATE REQUEST",
    ] {
        for (der, rows) in kinds {
            let text = pem(label, der);
            let report = read(text.as_bytes(), &known(&[])).report;
            assert_eq!(outline(&report), rows, "{label}");
        }
    }
    let file = pem("CERTIFICATE", &pkcs12(Pkcs12Profile::Compatible));
    let report = read(file.as_bytes(), &known(&[PASSWORD])).report;
    assert!(
        outline(&report).contains(&"key 2048 protected".to_owned()),
        "{report:?}"
    );
    // `certutil -encode` of a file that was PEM already.
    let twice = pem("CERTIFICATE", made.leaf.to_pem().as_bytes());
    assert_found("twice", twice.as_bytes(), &[], Format::Pem, &[LEAF], &[]);
}

/// Its name, the file, the rows, the remarks.
type Case<'a> = (&'a str, Vec<u8>, &'a [&'a str], &'a [Remark]);

#[test]
fn what_follows_is_read_or_told() {
    let leaf = MADE.leaf.der();
    let list = MADE.authority.list([7, 9]);
    let cases: [Case<'_>; 7] = [
        (
            "two chains",
            [chain(), chain()].concat(),
            &[LEAF, AUTHORITY, LEAF, AUTHORITY],
            &[],
        ),
        (
            "a request and a certificate",
            [&MADE.request, leaf].concat(),
            &["request", LEAF],
            &[],
        ),
        (
            "two lists",
            [list.clone(), list.clone()].concat(),
            &["list of 2", "list of 2"],
            &[],
        ),
        (
            "zeros",
            [leaf, &[0; 100]].concat(),
            &[LEAF],
            &[Remark::TrailingBytes(100)],
        ),
        (
            "a text",
            [leaf, b"Bonjour"].concat(),
            &[LEAF],
            &[Remark::TrailingBytes(7)],
        ),
        (
            "a cut certificate",
            [leaf, &leaf[..50]].concat(),
            &[LEAF],
            &[Remark::TrailingBytes(50)],
        ),
        (
            "an element of another kind",
            [leaf, b"\x30\x02\x05\0"].concat(),
            &[LEAF],
            &[Remark::TrailingBytes(4)],
        ),
    ];
    for (what, file, rows, remarks) in cases {
        let report = read(&file, &known(&[])).report;
        assert_eq!(
            (outline(&report), report.remarks),
            (
                rows.iter().map(|row| (*row).to_owned()).collect(),
                remarks.to_vec()
            ),
            "{what}"
        );
    }
}

#[test]
fn texts_that_were_changed_on_their_way() {
    let text = MADE.leaf.to_pem();
    let quoted = |mark: &str| {
        text.lines()
            .flat_map(|line| [mark, line, "\r\n"])
            .collect::<String>()
    };
    let escaped = text.replace('\n', "\\n");
    let each_line = text
        .lines()
        .flat_map(|line| ["  \"", line, "\\n\" +\n"])
        .collect::<String>();
    let cases = [
        ("quoted", quoted("> ")),
        ("quoted twice", quoted(">> ")),
        ("quoted by a bar", quoted("| ")),
        ("JSON", format!("{{\"a\":\"{escaped}\"}}")),
        (
            "JSON in JSON",
            format!("{{\"a\":\"{}\"}}", escaped.replace('\\', "\\\\")),
        ),
        (
            "JSON with slashes",
            format!("{{\"a\":\"{}\"}}", escaped.replace('/', "\\/")),
        ),
        (
            "JSON with numbers",
            format!(
                "{{\"a\":\"{}\"}}",
                escaped.replace('+', "\\u002B").replace('=', "\\u003d")
            ),
        ),
        ("a program", each_line),
        (
            "quoted-printable",
            text.replace('=', "=3D").replacen("MII", "=4DII", 1),
        ),
        ("soft breaks", text.replace('=', "=3D").replace('\n', "\n=\n")),
        ("long dashes", text.replace("-----", "\u{2014}\u{2013}-")),
        ("one long dash", text.replace("-----", "\u{2014}")),
        ("typed and long dashes", text.replace("-----", "--\u{2014}")),
        (
            "spaces beside the dashes",
            text.replace("-----BEGIN", "----- BEGIN")
                .replace("CERTIFICATE-----", "CERTIFICATE -----"),
        ),
        (
            "a web page",
            text.replace('\n', "<br />\n")
                .replace('+', "&#43;")
                .replace('/', "&#x2F;"),
        ),
        ("signs without width", text.replace('\n', "\u{200b}\n")),
    ];
    for (what, text) in cases {
        assert_found(
            what,
            text.as_bytes(),
            &[],
            Format::Pem,
            &[LEAF],
            &[Remark::Altered],
        );
    }
    let windows: Vec<u8> = text
        .replace("-----", "\u{97}\u{96}")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    assert_found(
        "Windows-1252",
        &windows,
        &[],
        Format::Pem,
        &[LEAF],
        &[Remark::Altered],
    );
    // The dashes that end a block and those that begin the next are one run.
    let joined = [text.trim_end(), &MADE.authority.certificate.to_pem()].concat();
    for joined in [joined.clone(), joined.replace('\n', "\\n")] {
        let report = read(joined.as_bytes(), &known(&[])).report;
        assert_eq!(outline(&report), [LEAF, AUTHORITY], "{joined}");
    }
    let spaced = quoted("\u{a0}");
    assert_found(
        "no-break spaces",
        spaced.as_bytes(),
        &[],
        Format::Pem,
        &[LEAF],
        &[],
    );
    // What is not explained so stays damaged.
    for damage in ["M!I", "M\\xI", "M<I", "M&I"] {
        let text = text.replacen("MII", damage, 1);
        assert_found(damage, text.as_bytes(), &[], Format::Pem, &["Pem"], &[]);
    }
}

#[test]
fn texts_in_two_bytes_a_character_without_a_mark() {
    let chain = base64("PKCS7", &chain());
    for bytes in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
        for text in [
            &chain,
            &format!("objet\u{a0}:\r\n\r\n{}", pem("PKCS7", &self::chain())),
        ] {
            let file: Vec<_> = text.encode_utf16().flat_map(bytes).collect();
            let report = read(&file, &known(&[])).report;
            assert_eq!(outline(&report), [LEAF, AUTHORITY]);
        }
    }
}

#[test]
fn base64_within_other_texts() {
    let lines = base64("X", MADE.leaf.der());
    let line = lines.replace('\n', "");
    let twice = base64("X", MADE.leaf.to_pem().as_bytes());
    let url = line.replace('+', "-").replace('/', "_").replace('=', "");
    let cases = [
        ("XML", format!("<?xml version=\"1.0\"?>\n<a><b>\n{lines}</b></a>")),
        ("JSON", format!("{{\"x5c\":[\"{line}\"]}}")),
        (
            "slashes",
            format!("{{\"x5c\":[\"{}\"]}}", line.replace('/', "\\/")),
        ),
        (
            "lines in JSON",
            format!("{{\"a\":\"{}\"}}", lines.replace('\n', "\\r\\n")),
        ),
        ("YAML", format!("data:\n  a: {line}\n  b: c\n")),
        (
            "PEM in YAML",
            format!("data:\n  tls.crt: {}\n  tls.key: x\n", twice.replace('\n', "")),
        ),
        (
            "PEM in lines of YAML",
            format!(
                "data: |\n  {}\nkind: Secret\n",
                twice.trim_end().replace('\n', "\n  ")
            ),
        ),
        ("an environment", format!("A=1\nCERT={line}\nB=2\n")),
        ("a mail", format!("Bonjour,\n\n{lines}\nMerci et bonne journée\n")),
        ("one line of spaces", lines.replace('\n', " ")),
        ("base64url", url),
    ];
    for (what, text) in cases {
        assert_found(what, text.as_bytes(), &[], Format::Pem, &[LEAF], &[]);
    }
    // What only looks like it.
    let token = format!("<html><body data-x=\"MI{}\">403</body></html>", "a".repeat(200));
    assert_found("token", token.as_bytes(), &[], Format::Unknown, &["Html"], &[]);
    let jwk = format!("{{\"kty\":\"RSA\",\"x5c\":[\"{line}\"]}}");
    assert_found(
        "JWK",
        jwk.as_bytes(),
        &[],
        Format::Pem,
        &[LEAF, "Foreign(Jwk)"],
        &[],
    );
}

#[test]
fn mails_and_what_is_attached_to_them() {
    let made = &*MADE;
    let attached = |name: &str, bytes: &[u8]| {
        format!(
            "Content-Type: application/octet-stream;\r\n name=\"{name}\"\r\nContent-Transfer-Encoding:BASE64\r\n\r\n{}",
            base64("X", bytes).replace('\n', "\r\n")
        )
    };
    let multipart = |boundary: &str, parts: &[String]| {
        let parts: String = parts
            .iter()
            .flat_map(|part| ["--", boundary, "\r\n", part, "\r\n"])
            .collect();
        format!(
            "Content-Type: multipart/mixed;\r\n\tboundary=\"{boundary}\"\r\n\r\nIn several parts.\r\n{parts}--{boundary}--\r\n"
        )
    };
    let text = "Content-Type: text/plain\r\n\r\nBonjour,\r\n-- \r\nle support".to_owned();
    let inner = multipart(
        "b=_2",
        &[text.clone(), attached("liste.crl", &made.authority.list([1, 2]))],
    );
    let forwarded = format!("Content-Type: message/rfc822\r\n\r\nFrom: b\r\n{inner}");
    let mail = format!(
        "Received: from a\r\nFrom: a\r\n{}",
        multipart(
            "b1",
            &[
                text.clone(),
                attached("a.cer", made.leaf.der()),
                attached("chaîne.p7b", &chain()),
                forwarded
            ]
        )
    );
    let taken = assert_found(
        "mail",
        mail.as_bytes(),
        &[],
        Format::Mail,
        &[LEAF, LEAF, AUTHORITY, "list of 2"],
        &[],
    );
    let names = taken.report.rows.iter().map(|row| row.name.as_deref().unwrap());
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["a.cer", "chaîne.p7b", "chaîne.p7b", "liste.crl"]
    );
    let of = |part: &str| format!("MIME-Version: 1.0\n{part}").into_bytes();
    let cases: [(&str, Vec<u8>, Format, &[&str]); 5] = [
        (
            "PKCS #12",
            of(&attached("a.p12", &pkcs12(Pkcs12Profile::Compatible))),
            Format::Mail,
            &["Password"],
        ),
        (
            "ZIP",
            of(&attached("a.zip", b"PK\x03\x04")),
            Format::Mail,
            &["Archive"],
        ),
        ("text alone", of(&text), Format::Unknown, &["Foreign(Mail)"]),
        (
            "a picture",
            of(&multipart("b", &[text, attached("logo.png", b"\x89PNG\r\n")])),
            Format::Unknown,
            &["Foreign(Mail)"],
        ),
        (
            "a mailbox",
            [
                b"From a Tue Dec  1 2026\n".to_vec(),
                of(&attached("a.cer", made.leaf.der())),
            ]
            .concat(),
            Format::Mail,
            &[LEAF],
        ),
    ];
    for (what, file, format, rows) in cases {
        let report = read(&file, &known(&[])).report;
        let rows: Vec<_> = rows.iter().map(|row| (*row).to_owned()).collect();
        let mut found = outline(&report);
        found.dedup();
        assert_eq!((report.format, found), (format, rows), "{what}");
    }
}

#[test]
fn other_containers_are_named() {
    let tar = [vec![b'a'; 257], b"ustar".to_vec()].concat();
    let cases: [(&str, &[u8], Foreign); 26] = [
        ("RAR", b"Rar!\x1a\x07\x01\0", Foreign::Archive),
        ("xz", b"\xfd7zXZ\0\0", Foreign::Archive),
        ("zstd", b"\x28\xb5\x2f\xfd\0", Foreign::Archive),
        ("bzip2", b"BZh91AY&SY", Foreign::Archive),
        ("cab", b"MSCF\0\0\0\0", Foreign::Archive),
        ("tar", &tar, Foreign::Archive),
        ("7z", b"7z\xbc\xaf\x27\x1c\0", Foreign::Archive),
        ("gzip", b"\x1f\x8b\x08\0", Foreign::Archive),
        ("PDF", b"%PDF-1.7", Foreign::Document),
        ("PNG", b"\x89PNG\r\n\x1a\n", Foreign::Document),
        ("RTF", b"{\\rtf1\\ansi", Foreign::Document),
        ("SQLite", b"SQLite format 3\0\x10", Foreign::Nss),
        ("BKS 1", b"\0\0\0\x01\0\0\0\x14aaaa", Foreign::Bks),
        ("CryptoAPI", b"\x07\x02\0\0\0\xa4\0\0RSA2", Foreign::Pvk),
        ("RSA of SSH", b"ssh-rsa AAAAB3NzaC1yc2E a@b\n", Foreign::SshPublic),
        ("Ed25519 of SSH", b"ssh-ed25519 AAAA a@b\n", Foreign::SshPublic),
        (
            "SSH2",
            b"---- BEGIN SSH2 PUBLIC KEY ----\nComment: \"a\"\nAAAA\n---- END SSH2 PUBLIC KEY ----\n",
            Foreign::SshPublic,
        ),
        (
            "OpenSSH",
            b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----\n",
            Foreign::OpenSsh,
        ),
        ("PuTTY", b"PuTTY-User-Key-File-3: ssh-rsa\r\n", Foreign::Putty),
        (
            "PGP message",
            b"-----BEGIN PGP MESSAGE-----\nVersion: 1\n\naaaa\n=aaaa\n-----END PGP MESSAGE-----\n",
            Foreign::Pgp,
        ),
        (
            "PGP key",
            b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\naaaa\n-----END PGP PUBLIC KEY BLOCK-----\n",
            Foreign::Pgp,
        ),
        ("binary PGP key", b"\x99\x01\x0d\x04aaaa", Foreign::Pgp),
        ("age", b"age-encryption.org/v1\n", Foreign::Encrypted),
        ("openssl enc", b"Salted__aaaaaaaa", Foreign::Encrypted),
        ("JWK", b"{\n \"kty\" : \"EC\" }", Foreign::Jwk),
        (
            "XML",
            b"\xef\xbb\xbf<RSAKeyValue><Modulus>AA</Modulus></RSAKeyValue>",
            Foreign::XmlKey,
        ),
    ];
    for (what, file, foreign) in cases {
        let report = read(file, &known(&[])).report;
        assert_eq!(outline(&report), [format!("Foreign({foreign:?})")], "{what}");
    }
    for (number, foreign) in Foreign::ALL.into_iter().enumerate() {
        assert_eq!(foreign as usize, number);
    }
}

/// The files of an archive are read as if they had been given together.
#[test]
fn the_files_of_an_archive() {
    let made = &*MADE;
    let member =
        |name: &str, bytes: &[u8]| -> Member { (name.to_owned(), Ok(Zeroizing::new(bytes.to_vec()))) };
    let refused = |name: &str| -> Member { (name.to_owned(), Err(Problem::MemberEncrypted)) };
    let members = [
        member("lisez.txt", b"Bonjour"),
        member("a/liste.crl", &made.authority.list([1])),
        member("a/ac.pem", made.authority.certificate.to_pem().as_bytes()),
        member("cle.key", made.key.pkcs8_der()),
        refused("b.cer"),
        refused("c.cer"),
    ];
    let taken = read_members(&members, &known(&[]));
    assert_eq!(taken.report.format, Format::Archive);
    assert_eq!(
        outline(&taken.report),
        ["list of 1", AUTHORITY, "key 2048 in clear", "MemberEncrypted"]
    );
    assert_eq!(taken.keys.len(), 1);
    let names = taken.report.rows.iter().map(|row| row.name.as_deref().unwrap());
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["a/liste.crl", "a/ac.pem", "cle.key", "b.cer"]
    );
    let empty = read_members(&members[..1], &known(&[])).report;
    assert_eq!(outline(&empty), ["NothingInside"]);
}

/// Whatever lies in whatever: there is an end to it.
#[test]
fn nesting_has_an_end() {
    let mut text = MADE.leaf.to_pem();
    let mut seen = Vec::new();
    for _ in 0..8 {
        seen.push(outline(&read(text.as_bytes(), &known(&[])).report).concat() == LEAF);
        text = pem("X", text.as_bytes());
    }
    assert_eq!(seen, [true, true, true, true, false, false, false, false]);
}
