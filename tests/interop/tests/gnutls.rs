//! GnuTLS and CertiROC read each other's files.

use certiroc_interop::{Answer, CERTTOOL, SAMPLES, Sample, subject};
use certiroc_pki::csr::Csr;
use certiroc_pki::key::SealedKey;

fn certtool(sample: &Sample, command: &str, file: &str, options: &[&str]) -> Answer {
    CERTTOOL.run(
        [
            &[command, "--infile", sample.path(file).to_str().unwrap()],
            options,
        ]
        .concat(),
    )
}

#[test]
fn opens_our_keys_with_the_right_passphrase_only() {
    for sample in SAMPLES.iter() {
        let open = |passphrase| certtool(sample, "--key-info", "key.pem", &["--password", passphrase]);
        let answer = open(sample.passphrase.as_str());
        // GnuTLS's own id of a public key is ours.
        let id = format!("sha256:{}", sample.key.id());
        assert!(answer.success && answer.text.contains(&id), "{}", answer.text);
        let answer = open("not the passphrase");
        assert!(!answer.success && !answer.text.contains(&id), "{}", answer.text);
    }
}

#[test]
fn verifies_our_requests() {
    for sample in SAMPLES.iter() {
        let answer = certtool(sample, "--crq-info", "csr.pem", &[]);
        assert!(
            answer.text.contains("Self signature: verified"),
            "{}",
            answer.text
        );
        assert!(
            answer.text.contains(&format!("Subject: {}\n", subject())),
            "{}",
            answer.text
        );
        assert!(
            answer.text.contains(&format!("sha256:{}", sample.key.id())),
            "{}",
            answer.text
        );
        let answer = certtool(sample, "--crq-info", "forged.pem", &[]);
        assert!(answer.text.contains("Self signature: FAILED"), "{}", answer.text);
    }
}

#[test]
fn writes_keys_that_we_open() {
    for sample in SAMPLES.iter() {
        let key = sample.path("key.pem");
        let passphrase = ["--password", sample.passphrase.as_str()];
        let options = [
            "--to-p8",
            "--pkcs-cipher",
            "aes-256",
            "--load-privkey",
            key.to_str().unwrap(),
        ];
        let answer = CERTTOOL.run(options.iter().chain(&passphrase));
        assert!(answer.success, "{}", answer.text);
        // It writes no parameters for the prf, where OpenSSL writes NULL.
        let sealed = SealedKey::from_pem(str::from_utf8(&answer.stdout).unwrap()).unwrap();
        assert_eq!(
            sealed.open(&sealed.kdf().derive(&sample.passphrase)).unwrap(),
            sample.key
        );
    }
}

#[test]
fn writes_requests_that_we_read() {
    let sample = &SAMPLES[0];
    let template = sample.path("template");
    std::fs::write(&template, "country = FR\norganization = \"L'ÉTÉ\"\n").unwrap();
    let key = sample.path("key.pem");
    let answer = CERTTOOL.run([
        "--generate-request",
        "--load-privkey",
        key.to_str().unwrap(),
        "--password",
        sample.passphrase.as_str(),
        "--template",
        template.to_str().unwrap(),
    ]);
    assert!(answer.success, "{}", answer.text);
    // With all the text that it prints before.
    let csr = Csr::from_pem_or_der(&answer.stdout).unwrap();
    assert!(csr.signature_valid());
    assert_eq!(csr.key_id, sample.key.id());
    assert!(
        csr.subject.to_string().contains("O=L'ÉTÉ"),
        "{}",
        csr.subject.to_string()
    );
}
