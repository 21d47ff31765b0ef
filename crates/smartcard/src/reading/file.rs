//! The file that describes a card: written by `certiroc-card`, read by the page.

use certiroc_pki::{der, pem};

use super::{Held, MAX_CERTIFICATES, Reading, SERIAL_NUMBER, atr};
use crate::pkcs15::one_line;
use crate::tlv::find;

/// The first line: the format and its version.
const FIRST_LINE: &str = "CertiROC card 1";
const ATR_LINE: &str = "ATR:";
const SERIAL_LINE: &str = "EF.SN.ICC:";
const LABEL_LINE: &str = "EF.TokenInfo:";
const UNREADABLE_LINE: &str = "Unreadable:";
const CERTIFICATE_LINE: &str = "Certificate:";
/// The label and the boundaries of PEM (RFC 7468, sections 2 and 5).
const PEM_LABEL: &str = "CERTIFICATE";
const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";
const BOUNDARY: &str = "-----";
/// The longest file read, in bytes: all that a card may give, in Base64, and room for the lines.
const MAX_LEN: usize = 512 * 1024;

impl Reading {
    /// The file that describes the card: its certificates in PEM, with lines of text before them, as RFC 7468 allows
    /// (section 2), so that every program that reads PEM finds the certificates. The number of commands is left out.
    pub fn to_text(&self) -> String {
        let mut lines = vec![FIRST_LINE.to_owned()];
        if !self.atr.is_empty() {
            lines.push(format!("{ATR_LINE} {}", pairs(&self.atr)));
        }
        if let Some(serial) = &self.serial {
            lines.push(format!(
                "{SERIAL_LINE} {}",
                pairs(&der::tlv(SERIAL_NUMBER, &[serial]))
            ));
        }
        let labels = self.label.iter().map(|label| (LABEL_LINE, label));
        let unreadable = self.unreadable.iter().map(|label| (UNREADABLE_LINE, label));
        lines.extend(
            labels
                .chain(unreadable)
                .map(|(name, label)| format!("{name} {}", one_line(label))),
        );
        for held in &self.certificates {
            lines.push(String::new());
            lines.push(format!("{CERTIFICATE_LINE} {}", one_line(&held.label)));
            lines.push(pem::encode(PEM_LABEL, &held.der).trim_end().to_owned());
        }
        let ends = lines.iter().map(|line| [line.trim_end(), "\n"]);
        ends.flatten().collect()
    }

    /// Reads such a file, with the line ends of any system; `None` for any other file, one of a later version, or one
    /// that is damaged. Unknown lines are skipped.
    pub fn from_text(bytes: &[u8]) -> Option<Self> {
        let text = str::from_utf8(bytes).ok().filter(|text| text.len() <= MAX_LEN)?;
        let mut lines = text
            .strip_prefix('\u{feff}')
            .unwrap_or(text)
            .lines()
            .map(str::trim_end);
        if lines.next() != Some(FIRST_LINE) {
            return None;
        }
        let mut reading = Self::default();
        let mut label = None;
        while let Some(line) = lines.next() {
            if line == BEGIN {
                let label = label.take().unwrap_or_default();
                let der = certificate(&mut lines)?;
                reading.certificates.push(Held { label, der });
            } else if line.starts_with(BOUNDARY) {
                return None;
            } else if let Some((name, value)) = own(line) {
                reading.take(name, value, &mut label)?;
            }
        }
        let listed = reading.certificates.len() + reading.unreadable.len();
        // The certificate that a last label announced is missing.
        (label.is_none() && listed <= MAX_CERTIFICATES).then_some(reading)
    }

    /// Takes a line's value; `label` is that of the certificate that follows. `None` if the value is wrong, or given
    /// twice.
    fn take(&mut self, name: &str, value: &str, label: &mut Option<String>) -> Option<()> {
        let text = || one_line(value);
        match name {
            ATR_LINE if self.atr.is_empty() => {
                self.atr = bytes_of(value).filter(|atr| (1..=atr::MAX_LEN).contains(&atr.len()))?;
            }
            SERIAL_LINE if self.serial.is_none() => {
                self.serial = Some(find(&bytes_of(value)?, SERIAL_NUMBER.into())?.to_vec());
            }
            LABEL_LINE if self.label.is_none() => self.label = Some(text()),
            UNREADABLE_LINE => self.unreadable.push(text()),
            CERTIFICATE_LINE if label.is_none() => *label = Some(text()),
            _ => return None,
        }
        Some(())
    }
}

/// A line of ours, taken apart.
fn own(line: &str) -> Option<(&'static str, &str)> {
    let names = [
        ATR_LINE,
        SERIAL_LINE,
        LABEL_LINE,
        UNREADABLE_LINE,
        CERTIFICATE_LINE,
    ];
    names
        .into_iter()
        .find_map(|name| Some((name, line.strip_prefix(name)?)))
}

/// The block whose first line was read, to its last.
fn certificate<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Option<Vec<u8>> {
    let mut block = format!("{BEGIN}\n");
    loop {
        let line = lines.next()?;
        block.extend([line, "\n"]);
        if line.starts_with(BOUNDARY) {
            // No other boundary begins a block.
            let is_end = line == END;
            let blocks = pem::decode(block.as_bytes()).filter(|_| is_end)?;
            return blocks.into_iter().next().map(|block| block.der);
        }
    }
}

/// Pairs of hexadecimal digits, as people write an answer to reset.
fn pairs(bytes: &[u8]) -> String {
    let pairs: Vec<_> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(" ")
}

fn bytes_of(pairs: &str) -> Option<Vec<u8>> {
    let digit = |letter: char| u8::try_from(letter.to_digit(16)?).ok();
    let pairs = pairs.split_ascii_whitespace();
    pairs
        .map(
            |pair| match pair.chars().map(digit).collect::<Option<Vec<_>>>()?[..] {
                [high, low] => Some(high << 4 | low),
                _ => None,
            },
        )
        .collect()
}
