//! Follows a certificate to a root, now: `cargo run -p certiroc-pki --example path -- CERTIFICATE AUTHORITIES.pem`.
//! Of the authorities, those that signed themselves are trusted.

use std::error::Error;

use certiroc_pki::trust::{PathQuestion, validate};
use certiroc_pki::x509::Certificate;
use time::OffsetDateTime;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(certificate), Some(authorities)) = (arguments.next(), arguments.next()) else {
        return Err("usage: path CERTIFICATE AUTHORITIES.pem".into());
    };
    let certificate = std::fs::read(certificate)?;
    let certificate = Certificate::from_pem(&certificate).or_else(|_| Certificate::from_der(&certificate))?;
    let authorities = Certificate::all_from_pem(&std::fs::read(authorities)?);
    let (anchors, intermediates): (Vec<_>, Vec<_>) = authorities
        .iter()
        .partition(|authority| authority.is_self_signed());
    let question = PathQuestion::new(&certificate, &intermediates, &anchors, OffsetDateTime::now_utc());
    match validate(&question) {
        Ok(path) => {
            for certificate in path {
                println!("{}", certificate.subject);
            }
            Ok(())
        }
        Err(failure) => Err(format!("{}: {:?}", failure.certificate.subject, failure.rule).into()),
    }
}
