//! The authority certificates that can be embedded in a page.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

use crate::machine::say::say;
use certiroc_authorities::Authority;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// The text of a page that carries none.
pub const NONE: &str = "";

/// Reads every certificate file of `folder` and returns the text to embed: the certificates in PEM, in the order of
/// the files' names.
///
/// A certificate whose SHA-256 is not pinned is refused, and so is a file that should hold one and
/// does not. Files with another suffix are not looked at.
pub fn embed(folder: &Path) -> Result<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let file = entry?.path();
        let suffix = file.extension().unwrap_or_default().to_ascii_lowercase();
        if file.is_file() && ["cer", "crt", "pem"].iter().any(|known| suffix == *known) {
            files.push(file);
        }
    }
    files.sort();
    let mut embedded = BTreeSet::new();
    let mut text = String::new();
    for file in files {
        let name = file.display();
        for der in certificates(&fs::read(&file)?).with_context(|| format!("{name}"))? {
            let fingerprint = Sha256::digest(&der);
            let Some(authority) = Authority::by_sha256(&fingerprint) else {
                bail!("{name}: not a pinned authority (SHA-256 {})", hex(&fingerprint));
            };
            // The same certificate may stand there twice, as DER and as PEM.
            if embedded.insert(authority.file_stem) {
                say(&format!(
                    "embedding {} ({})",
                    authority.file_stem, authority.common_name
                ));
                let base64 = BASE64_STANDARD.encode(&der);
                // Writing to a string cannot fail.
                let _ = write!(text, "{BEGIN}\n{base64}\n{END}\n");
            }
        }
    }
    if text.is_empty() {
        bail!("{} holds no certificate (.cer, .crt, .pem)", folder.display());
    }
    Ok(text)
}

/// The DER of each certificate of a file: one in DER, or any number in PEM (RFC 7468).
fn certificates(file: &[u8]) -> Result<Vec<Vec<u8>>> {
    if file.starts_with(&[0x30]) {
        return Ok(vec![file.to_vec()]);
    }
    let text = std::str::from_utf8(file).context("neither DER nor PEM")?;
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(BEGIN) {
        let (body, after) = after.split_once(END).context("a PEM certificate is cut short")?;
        let body: String = body.split_whitespace().collect();
        found.push(
            BASE64_STANDARD
                .decode(body)
                .context("a PEM certificate is damaged")?,
        );
        rest = after;
    }
    if found.is_empty() {
        bail!("holds no certificate");
    }
    Ok(found)
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{certificates, embed};

    const PEM: &str = "text\n-----BEGIN CERTIFICATE-----\nMAMC\r\nAQU=\n-----END CERTIFICATE-----\n";

    #[test]
    fn der_and_pem_are_read() {
        let der = vec![0x30, 3, 2, 1, 5];
        assert_eq!(certificates(&der).expect("DER"), std::slice::from_ref(&der));
        assert_eq!(
            certificates(format!("{PEM}{PEM}").as_bytes()).expect("PEM"),
            [der.clone(), der]
        );
        assert!(certificates(b"hello").is_err());
        assert!(certificates(&PEM.as_bytes()[..60]).is_err());
    }

    #[test]
    fn a_certificate_that_is_not_pinned_is_refused_by_name() {
        let folder = std::env::temp_dir().join(format!("certiroc-authorities-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("folder");
        std::fs::write(folder.join("stranger.PEM"), PEM).expect("file");
        let error = format!("{:#}", embed(&folder).expect_err("not pinned"));
        std::fs::remove_dir_all(&folder).expect("removed");
        assert!(
            error.contains("stranger.PEM") && error.contains("not a pinned authority"),
            "{error}"
        );
    }
}
