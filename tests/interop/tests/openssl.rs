//! OpenSSL and CertiROC read each other's files.

use std::fs;

use certiroc_interop::{OPENSSL, SAMPLES, Sample, rng, subject};
use certiroc_pki::csr::Csr;
use certiroc_pki::key::{KeyId, KeySize, OpenError, Passphrase, PrivateKey, SealedKey, SealedKeyError};
use certiroc_pki::x509::Signature;
use zeroize::Zeroizing;

#[test]
fn opens_our_keys_with_the_right_passphrase_only() {
    for sample in SAMPLES.iter() {
        let open = |command: &[&str], passphrase| {
            let key = sample.path("key.pem").display().to_string();
            let source = sample.passphrase_source(passphrase);
            OPENSSL.run([command, &["-in", &key, "-passin", &source, "-outform", "DER"]].concat())
        };
        let clear = open(&["pkcs8", "-topk8", "-nocrypt"], "passphrase");
        assert!(clear.success, "{}", clear.text);
        assert_eq!(
            PrivateKey::from_pkcs8_der(Zeroizing::new(clear.stdout)).unwrap(),
            sample.key
        );
        assert_eq!(
            open(&["pkey", "-pubout"], "passphrase").stdout,
            sample.key.public_key_info()
        );
        assert!(!open(&["pkey"], "wrong").success);
    }
}

#[test]
fn finds_nothing_wrong_with_generated_keys() {
    let generated = (0..20)
        .map(|_| PrivateKey::generate(KeySize::Rsa2048, &mut rng()).unwrap())
        .collect::<Vec<_>>();
    for key in SAMPLES.iter().map(|sample| &sample.key).chain(&generated) {
        let answer = OPENSSL.run_with_input(["rsa", "-check", "-noout", "-inform", "DER"], key.pkcs8_der());
        assert!(
            answer.success && answer.text.contains("RSA key ok"),
            "{}",
            answer.text
        );
    }
}

#[test]
fn verifies_our_requests() {
    for sample in SAMPLES.iter() {
        let verify = |name: &str| {
            let path = sample.path(name);
            OPENSSL.run(["req", "-verify", "-noout", "-in", path.to_str().unwrap()])
        };
        // The exit status of OpenSSL 3.0 is 0 in both cases.
        assert!(verify("csr.pem").text.contains("verify OK"));
        assert!(verify("forged.pem").text.contains("verify failure"));
    }
}

#[test]
fn reads_the_subject_as_documented() {
    let csr = SAMPLES[0].path("csr.der");
    let answer = OPENSSL.run(["asn1parse", "-inform", "DER", "-in", csr.to_str().unwrap()]);
    // Such as `   35:d=5  hl=2 l=  15 prim: UTF8STRING        :Côte-d'Or (21)`
    let strings = answer
        .text
        .lines()
        .filter(|line| line.contains("STRING   ") && !line.contains("BIT STRING"));
    let strings: Vec<_> = strings
        .map(|line| {
            let (string_type, value) = line.split_once("prim: ").unwrap().1.split_once(':').unwrap();
            (string_type.trim_end(), value)
        })
        .collect();
    let subject = subject();
    let expected = subject.attributes().map(|(attribute, value)| {
        (
            if attribute.short_name() == "C" {
                "PRINTABLESTRING"
            } else {
                "UTF8STRING"
            },
            value,
        )
    });
    assert_eq!(strings, expected, "{}", answer.text);
    let attributes = answer
        .text
        .lines()
        .find(|line| line.contains("cont [ 0 ]"))
        .unwrap();
    assert!(attributes.contains("l=   0"), "{attributes}");
}

/// A key sealed by `openssl pkcs8` under the sample's passphrase.
fn sealed_by_openssl(sample: &Sample, options: &[&str]) -> Result<SealedKey, SealedKeyError> {
    let source = sample.passphrase_source("passphrase");
    let arguments = [
        &["pkcs8", "-topk8", "-inform", "DER", "-passout", &source],
        options,
    ]
    .concat();
    let answer = OPENSSL.run_with_input(arguments, sample.key.pkcs8_der());
    assert!(answer.success, "{}", answer.text);
    SealedKey::from_pem(str::from_utf8(&answer.stdout).unwrap())
}

#[test]
fn writes_keys_that_we_open() {
    for sample in SAMPLES.iter() {
        for options in [
            ["-v2", "aes-256-cbc"].as_slice(),
            &[
                "-v2",
                "aes-256-cbc",
                "-v2prf",
                "hmacWithSHA256",
                "-iter",
                "600000",
            ],
        ] {
            let sealed = sealed_by_openssl(sample, options).unwrap();
            assert_eq!(
                sealed.open(&sealed.kdf().derive(&sample.passphrase)).unwrap(),
                sample.key
            );
            let wrong = Passphrase::parse("not the passphrase").unwrap();
            assert_eq!(
                sealed.open(&sealed.kdf().derive(&wrong)),
                Err(OpenError::WrongPassphrase)
            );
        }
    }
}

#[test]
fn writes_keys_whose_algorithm_we_name() {
    let cases: [(&[&str], &str); 5] = [
        (
            &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA1"],
            "1.2.840.113549.2.7",
        ),
        (&["-v2", "aes-128-cbc"], "2.16.840.1.101.3.4.1.2"),
        (&["-v2", "des3"], "1.2.840.113549.3.7"),
        (&["-scrypt"], "1.3.6.1.4.1.11591.4.11"),
        (&["-v1", "PBE-SHA1-3DES"], "1.2.840.113549.1.12.1.3"),
    ];
    for (options, oid) in cases {
        let error = SealedKeyError::Algorithm { oid: oid.into() };
        assert_eq!(sealed_by_openssl(&SAMPLES[0], options), Err(error));
    }
}

#[test]
fn writes_requests_that_we_read() {
    // The options of a new key; whether its signature is one that we can check; its bits.
    let cases: [(&[&str], Signature, Option<u32>); 7] = [
        (&["-newkey", "rsa:2048"], Signature::Valid, Some(2048)),
        (&["-newkey", "rsa:1024"], Signature::Valid, Some(1024)),
        (&["-newkey", "rsa:2048", "-sha1"], Signature::Valid, Some(2048)),
        (
            &["-newkey", "rsa:2048", "-md5"],
            Signature::Unverifiable,
            Some(2048),
        ),
        // Curves and RSA-PSS are named, not verified.
        (
            &["-newkey", "rsa:2048", "-sigopt", "rsa_padding_mode:pss"],
            Signature::Unverifiable,
            Some(2048),
        ),
        (
            &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"],
            Signature::Unverifiable,
            Some(521),
        ),
        (
            &["-newkey", "ed25519", "-addext", "subjectAltName=DNS:a.example"],
            Signature::Unverifiable,
            None,
        ),
    ];
    let folder = SAMPLES[0].path("");
    for (options, signature, bits) in cases {
        let (key, request) = (folder.join("new.key"), folder.join("new.csr"));
        let fixed = [
            "req",
            "-new",
            "-nodes",
            "-utf8",
            "-subj",
            "/C=FR+ST=Côte-d'Or (21)/O=L'ÉTÉ",
            "-keyout",
        ];
        let files = [key.to_str().unwrap(), "-out", request.to_str().unwrap()];
        let answer = OPENSSL.run([fixed.as_slice(), &files, options].concat());
        assert!(answer.success, "{}", answer.text);

        let csr = Csr::from_pem_or_der(&fs::read(&request).unwrap()).unwrap();
        assert_eq!(
            (csr.signature, csr.public_key.bits),
            (signature, bits),
            "{options:?}"
        );
        assert_eq!(csr.subject.to_string(), "O=L'ÉTÉ,C=FR+ST=Côte-d'Or (21)");
        assert_eq!(csr.attributes.len(), usize::from(options.contains(&"-addext")));
        let public = OPENSSL.run(["pkey", "-in", key.to_str().unwrap(), "-pubout", "-outform", "DER"]);
        assert_eq!(csr.key_id, KeyId::of(&public.stdout));
    }
}
