//! What comes in from a file: the things of X.509 in it, and the card that it tells of.

use certiroc_pki::intake::{self, Format, Known, Report};
use certiroc_pki::key::PrivateKey;
use certiroc_smartcard::reading::Reading;
use serde::{Deserialize, Serialize};

/// What was received in a file: public data alone, which may leave the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The things of X.509 in it.
    pub report: Report,
    /// The card that `certiroc-card` read, whose certificates are among the rows of the report.
    pub card: Option<Box<Reading>>,
}

/// A file of which X.509 says everything.
impl From<Report> for Received {
    fn from(report: Report) -> Self {
        Self { report, card: None }
    }
}

/// Reads a file whole, whatever it is. The private keys, those of the rows
/// [`Entry::Key`](certiroc_pki::intake::Entry::Key) in their order, stand beside: they stay in the vault.
pub fn read(bytes: &[u8], known: &Known<'_>) -> (Received, Vec<PrivateKey>) {
    let taken = intake::read(bytes, known);
    let card = match taken.report.format {
        Format::Pem => Reading::from_text(&intake::utf8(bytes)).map(Box::new),
        _ => None,
    };
    let report = taken.report;
    (Received { report, card }, taken.keys)
}
