//! Revocation lists: read in pieces by whoever holds the file, then checked against the known certificates.

use super::{CrlSummary, Entry, Known, Problem};
use crate::crl::{Crl, CrlError, CrlReader};
use crate::key::KeyId;
use crate::trust::{self, Budget, Mute, Unusable};
use crate::x509::{Certificate, ExtensionValue, Signature};

/// Whether a file that begins with these bytes is a revocation list in DER. A few kilobytes are enough.
pub fn begins_as_crl(bytes: &[u8]) -> bool {
    let mut reader = CrlReader::new([]);
    // Anything wrong after the beginning is reported when the whole list is read.
    let _ = reader.push(bytes);
    reader.has_begun()
}

/// How many bytes a list in DER takes of the file that begins with these; `None` if they are too few to tell. Others may
/// follow it.
pub fn crl_len(bytes: &[u8]) -> Option<u64> {
    let [_, first, rest @ ..] = bytes else { return None };
    let len = usize::from(first & 0x7f);
    match first {
        0..=0x7f => Some(2 + u64::from(*first)),
        0x81..=0x84 => {
            let digits = rest.get(..len)?.iter();
            let content = digits.fold(0, |sum, digit| sum << 8 | u64::from(*digit));
            Some(2 + u64::from(first & 0x7f) + content)
        }
        _ => None,
    }
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

/// The most certificates of one issuer that a list is asked about, and the most authorities of its issuer's name that
/// are tried on its signature.
const MAX_VERDICTS: u32 = 1000;
const MAX_SIGNERS: u32 = 20;

fn summary(crl: Crl, known: &Known<'_>) -> CrlSummary {
    let (signer, other) = signer(&crl, known);
    // Anybody may use the authority's name: a list is about what the same key signed.
    let asked = Budget::new(MAX_VERDICTS);
    let verdict = |certificate: &Certificate| match (signer, other) {
        _ if !asked.spend() => Err(Mute::Unusable(Unusable::TooComplex)),
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
        signed_by: signer.map(Certificate::sha256),
        delta: crl.base_number().is_some(),
        indirect: crl.indirect_entries || crl.scope().is_some_and(|scope| scope.indirect),
        issuer: crl.issuer.to_string(),
        this_update: crl.this_update,
        next_update: crl.next_update,
        entries: crl.entries,
        signature_algorithm: crl.signature_algorithm.to_string(),
        weak_signature: crl.signature_algorithm.weak,
        sought: known.serial_numbers.to_vec(),
        found: crl.found.into_iter().map(|found| found.entry).collect(),
    }
}

/// The certificate whose key signed the list, and one of the same name whose key did not: those first that bear the key
/// identifier that the list names.
fn signer<'a>(crl: &Crl, known: &Known<'a>) -> (Option<&'a Certificate>, Option<&'a Certificate>) {
    let named = crl
        .extensions
        .iter()
        .find_map(|extension| match &extension.content {
            ExtensionValue::AuthorityKeyIdentifier { key, .. } => key.as_deref(),
            _ => None,
        });
    let is_named = |authority: &Certificate| named.is_some() && authority.subject_key_identifier() == named;
    let namesakes = |first: bool| {
        let certificates = known.certificates.iter();
        certificates
            .filter(move |authority| authority.subject.matches(&crl.issuer) && is_named(authority) == first)
    };
    let tried = Budget::new(MAX_SIGNERS);
    let mut keys: Vec<KeyId> = Vec::new();
    for namesake in namesakes(true).chain(namesakes(false)) {
        if keys.contains(&namesake.key_id) {
            continue;
        }
        if !tried.spend() {
            break;
        }
        if crl.signature.is_by(namesake) == Signature::Valid {
            let mut others = namesakes(true).chain(namesakes(false));
            return (
                Some(namesake),
                others.find(|other| other.key_id != namesake.key_id),
            );
        }
        keys.push(namesake.key_id);
    }
    (None, namesakes(true).chain(namesakes(false)).next())
}
