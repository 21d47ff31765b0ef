//! Asks the authorities about a certificate, on a machine that has a network: commands, and the files that they need.
//!
//! Whoever made a certificate chose the addresses in it. So only one with a validated path has commands; its authorities
//! are those of the path, saved by the page and not fetched; and what is fetched is written under names of ours.

use crate::authority::Authority;
use crate::shell;
use certiroc_pki::x509::Certificate;

/// The longest address that a command takes.
const MAX_ADDRESS: usize = 500;

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusCheck {
    /// The authorities' certificates that the commands read: the name of each file, and its content, PEM.
    pub files: Vec<(String, String)>,
    /// For a POSIX shell with curl and OpenSSL, in the folder of the files. They fetch the revocation lists, and ask the
    /// responders.
    pub commands: Vec<String>,
}

/// The commands for each certificate of a path but its root. `path` is what [`path`](crate::appraisal::path) returned: from
/// the certificate to a pinned root.
pub fn status_check(path: &[Certificate]) -> StatusCheck {
    let (mut files, mut commands) = (Vec::new(), Vec::new());
    for (pair, number) in path.windows(2).zip(1..) {
        let [certificate, issuer] = pair else { continue };
        let stem = Authority::by_sha256(&issuer.sha256()).map_or_else(
            || format!("authority-{number}"),
            |known| known.file_stem.to_owned(),
        );
        let before = commands.len();
        let (lists, responders) = certificate.status_addresses();
        let lists = lists.into_iter().filter_map(address);
        commands.extend(lists.zip(1..).map(|(address, number)| {
            let list = match number {
                1 => format!("{stem}.crl"),
                _ => format!("{stem}-{number}.crl"),
            };
            // What cannot be fetched is not mistaken for what was fetched before.
            format!(
                "curl -f -o {list} {address} && openssl crl -inform DER -in {list} -CAfile {stem}.pem -noout -issuer -lastupdate -nextupdate"
            )
        }));
        let serial = certificate.serial();
        let serial = match serial.strip_prefix('-') {
            Some(magnitude) => format!("-0x{magnitude}"),
            None => format!("0x{serial}"),
        };
        let responder = responders.into_iter().find_map(address);
        commands.extend(responder.map(|address| {
            format!(
                "openssl ocsp -issuer {stem}.pem -serial {serial} -url {address} -CAfile {stem}.pem -partial_chain"
            )
        }));
        if commands.len() > before {
            files.push((format!("{stem}.pem"), issuer.to_pem()));
        }
    }
    StatusCheck { files, commands }
}

/// An address as a word of a command: http or https, a host and perhaps its port, and a path of letters, digits and the
/// signs that no program takes for more than themselves.
fn address(text: &str) -> Option<String> {
    let rest = text
        .strip_prefix("http://")
        .or_else(|| text.strip_prefix("https://"))?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, port) = authority.split_once(':').unwrap_or((authority, "80"));
    let is_of = |text: &str, signs: &str| {
        text.chars()
            .all(|sign| sign.is_ascii_alphanumeric() || signs.contains(sign))
    };
    let is_allowed = text.len() <= MAX_ADDRESS
        && host.starts_with(|first: char| first.is_ascii_alphanumeric())
        && is_of(host, ".-")
        && port.parse::<u16>().is_ok_and(|port| port > 0)
        && port.starts_with(|first: char| first.is_ascii_digit())
        && is_of(path, "/._%~-");
    is_allowed.then(|| shell::posix(text)).flatten()
}
