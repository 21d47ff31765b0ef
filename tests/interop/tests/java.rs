//! Java and CertiROC read each other's files.

use certiroc_interop::{Answer, JAVA, KEYTOOL, SAMPLES, Sample, java_program};
use certiroc_pki::csr::Csr;

fn open_key(sample: &Sample, passphrase: &str) -> Answer {
    JAVA.run([
        java_program("OpenKey.java"),
        sample.path("key.der"),
        sample.path(passphrase),
    ])
}

#[test]
fn opens_our_keys_with_the_right_passphrase_only() {
    for sample in SAMPLES.iter() {
        let answer = open_key(sample, "passphrase");
        assert!(
            answer.success && answer.text.contains(&sample.key.id().to_string()),
            "{}",
            answer.text
        );
    }
    let answer = open_key(&SAMPLES[0], "wrong");
    assert!(
        !answer.success && answer.text.contains("BadPaddingException"),
        "{}",
        answer.text
    );
}

/// keytool checks the signature as it reads: the forged request shows it.
#[test]
fn verifies_our_requests() {
    for sample in SAMPLES.iter() {
        let print = |name: &str| KEYTOOL.run(["-printcertreq", "-file", sample.path(name).to_str().unwrap()]);
        let answer = print("csr.pem");
        assert!(answer.success, "{}", answer.text);
        let bits = sample.key.size().bits();
        assert!(
            answer.text.contains(&format!("Public Key: {bits}-bit RSA key")),
            "{}",
            answer.text
        );
        assert!(
            answer.text.contains("Signature algorithm: SHA256withRSA"),
            "{}",
            answer.text
        );
        let answer = print("forged.pem");
        assert!(
            !answer.success && answer.text.contains("Invalid PKCS #10 signature"),
            "{}",
            answer.text
        );
    }
}

#[test]
fn writes_requests_that_we_read() {
    let store = SAMPLES[0].path("store.p12");
    let access = [
        "-keystore",
        store.to_str().unwrap(),
        "-storepass",
        "changeit",
        "-alias",
        "a",
    ];
    let name = [
        "-genkeypair",
        "-keyalg",
        "RSA",
        "-dname",
        "CN=Client, O=L'ÉTÉ, ST=Côte-d'Or (21), C=FR",
    ];
    let answer = KEYTOOL.run([name.as_slice(), &access].concat());
    assert!(answer.success, "{}", answer.text);
    let answer = KEYTOOL.run([["-certreq"].as_slice(), &access].concat());
    let csr = Csr::from_pem_or_der(&answer.stdout).unwrap();
    assert!(csr.signature_valid());
    assert_eq!(
        csr.subject.to_string(),
        "CN=Client,O=L'ÉTÉ,ST=Côte-d'Or (21),C=FR"
    );
}
