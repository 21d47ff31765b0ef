//! Certificate revocation lists (RFC 5280, section 5), read as they arrive.
//!
//! A list may hold a million entries. It is given to a [`CrlReader`] piece by piece, which keeps neither the
//! pieces nor the entries: it hashes what is signed and looks for the serial numbers that were asked for.

mod reader;
mod signature;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub use reader::{CrlReader, Damage};
pub use signature::CrlSignature;

use crate::x509::{Algorithm, Certificate, Extension, Name};

/// A revocation list without its entries.
#[derive(Clone, Debug)]
pub struct Crl {
    /// Who issued it.
    pub issuer: Name,
    /// The algorithm of the signature.
    pub signature_algorithm: Algorithm,
    /// Whether the signed part names the same algorithm.
    pub algorithms_agree: bool,
    /// When it was issued.
    pub this_update: OffsetDateTime,
    /// When the next one is due at the latest.
    pub next_update: Option<OffsetDateTime>,
    /// How many entries it has.
    pub entries: u64,
    /// The entries of the serial numbers that were asked for.
    pub found: Vec<CrlEntry>,
    /// Whether an entry has a critical extension that we do not know: the list must then not be relied on.
    pub unknown_in_entries: bool,
    /// Whether an entry names an issuer other than the list's.
    pub indirect_entries: bool,
    /// The extensions of the list.
    pub extensions: Vec<Extension>,
    /// What the signature is checked with.
    pub signature: CrlSignature,
}

/// One revoked certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrlEntry {
    /// Its serial number, as it was asked for.
    pub serial_number: Vec<u8>,
    /// Since when.
    pub revoked: OffsetDateTime,
    /// The number of the reason (section 5.3.1), where one is given.
    pub reason: Option<u8>,
}

/// `certificateHold`
const HOLD: u8 = 6;

impl CrlEntry {
    /// Whether the certificate is only on hold, for the reason `certificateHold` (RFC 5280, section 5.3.1): a later
    /// list may drop it, and it is then valid again. Any other entry is final.
    pub fn is_hold(&self) -> bool {
        self.reason == Some(HOLD)
    }

    /// Whether it bears the certificate's serial number, leading zeros aside.
    pub fn is_for(&self, certificate: &Certificate) -> bool {
        self.has_serial(&certificate.serial_number)
    }

    /// Whether it bears this serial number (the content of the INTEGER), leading zeros aside.
    pub fn has_serial(&self, serial_number: &[u8]) -> bool {
        significant(&self.serial_number) == significant(serial_number)
    }
}

fn significant(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    &number[zeros..]
}

/// Why bytes are not a revocation list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{damage} at byte {offset}")]
pub struct CrlError {
    /// Where, in bytes from the beginning of the list.
    pub offset: u64,
    /// What is wrong there.
    pub damage: Damage,
}
