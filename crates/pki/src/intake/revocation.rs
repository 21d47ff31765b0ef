//! Revocation lists: read in pieces by whoever holds the file, then checked against the known certificates.

use super::{CrlSummary, Entry, Known, Problem};
use crate::crl::{Crl, CrlError, CrlReader};
use crate::trust::{self, Mute};
use crate::x509::{Certificate, ExtensionValue, Signature};

/// Whether a file that begins with these bytes is a revocation list in DER. A few kilobytes are enough.
pub fn begins_as_crl(bytes: &[u8]) -> bool {
    let mut reader = CrlReader::new([]);
    // Anything wrong after the beginning is reported when the whole list is read.
    let _ = reader.push(bytes);
    reader.has_begun()
}

/// A reader that looks for the serial numbers asked for and for those of the certificates known.
pub fn crl_reader(known: &Known<'_>) -> CrlReader {
    let certificates = known.certificates.iter();
    let serials = certificates.map(|certificate| certificate.serial_number.clone());
    CrlReader::new(known.serial_numbers.iter().cloned().chain(serials))
}

/// What a list says, once it has been read to its end.
pub fn crl_entry(outcome: Result<Crl, CrlError>, known: &Known<'_>) -> Entry {
    match outcome {
        Ok(crl) => Entry::Crl(Box::new(summary(crl, known))),
        Err(error) => Entry::Problem(Problem::Damaged(error.offset)),
    }
}

fn summary(crl: Crl, known: &Known<'_>) -> CrlSummary {
    let certificates = known.certificates.iter();
    let namesakes = certificates.filter(|certificate| certificate.subject.matches(&crl.issuer));
    let (signers, others): (Vec<_>, Vec<_>) =
        namesakes.partition(|namesake| crl.signature.is_by(namesake) == Signature::Valid);
    let (signer, other) = (signers.first(), others.first());
    // Anybody may use the authority's name: a list is about what the same key signed.
    let verdict = |certificate: &Certificate| match (signer, other) {
        (Some(signer), _) if certificate.signed_by(signer) == Signature::Valid => {
            trust::status(&crl, certificate, signer, known.at).map_err(Mute::Unusable)
        }
        // Another authority's key, or an altered list.
        (_, Some(other)) => trust::status(&crl, certificate, other, known.at).map_err(Mute::Unusable),
        (_, None) => Err(Mute::NoAuthority),
    };
    let of_issuer = known
        .certificates
        .iter()
        .filter(|certificate| certificate.issuer.matches(&crl.issuer) && !certificate.is_self_issued());
    let verdicts = of_issuer.map(|certificate| (certificate.sha256(), verdict(certificate)));
    CrlSummary {
        verdicts: verdicts.collect(),
        signed_by: signer.map(|signer| signer.sha256()),
        delta: crl.has(|content| matches!(content, ExtensionValue::DeltaCrlIndicator)),
        indirect: crl.indirect_entries
            || crl.has(|content| {
                matches!(
                    content,
                    ExtensionValue::IssuingDistributionPoint { indirect: true, .. }
                )
            }),
        issuer: crl.issuer.to_string(),
        this_update: crl.this_update,
        next_update: crl.next_update,
        entries: crl.entries,
        signature_algorithm: crl.signature_algorithm.to_string(),
        weak_signature: crl.signature_algorithm.weak,
        sought: known.serial_numbers.to_vec(),
        found: crl.found,
    }
}

impl Crl {
    fn has(&self, wanted: impl Fn(&ExtensionValue) -> bool) -> bool {
        self.extensions.iter().any(|extension| wanted(&extension.content))
    }
}
