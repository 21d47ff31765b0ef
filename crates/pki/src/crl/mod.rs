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

use std::sync::Arc;

use crate::x509::{
    Algorithm, Certificate, Extension, ExtensionValue, IssuingDistributionPoint, Name, same_number,
};

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
    /// The entries of the serial numbers that were asked for, in the order of the list.
    pub found: Vec<FoundEntry>,
    /// Whether an entry has a critical extension that we do not know: the list must then not be relied on.
    pub unknown_in_entries: bool,
    /// Whether an entry names the issuer of its certificate: only an indirect list may.
    pub indirect_entries: bool,
    /// The extensions of the list.
    pub extensions: Vec<Extension>,
    /// What the signature is checked with.
    pub signature: CrlSignature,
}

/// An entry, and whose certificates it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundEntry {
    /// The entry.
    pub entry: CrlEntry,
    /// The names of the certificate's issuer, where this entry or one before it states them (`certificateIssuer`, RFC
    /// 5280, section 5.3.3); `None`: the list's own issuer.
    pub certificate_issuer: Option<Arc<[Name]>>,
}

impl Crl {
    /// The first entry about a certificate: of its serial number, and of its issuer.
    pub fn entry_for(&self, certificate: &Certificate) -> Option<&CrlEntry> {
        let is_issuer = |name: &Name| name.matches(&certificate.issuer);
        let found = self.found.iter().find(|found| {
            found.entry.is_for(certificate)
                && match &found.certificate_issuer {
                    Some(names) => names.iter().any(is_issuer),
                    None => is_issuer(&self.issuer),
                }
        });
        found.map(|found| &found.entry)
    }

    /// What the list is about, where it is not about all certificates of its issuer.
    pub fn scope(&self) -> Option<&IssuingDistributionPoint> {
        self.content(|content| match content {
            ExtensionValue::IssuingDistributionPoint(point) => Some(point),
            _ => None,
        })
    }

    /// Its number, most significant byte first, without leading zeros.
    pub fn number(&self) -> Option<&[u8]> {
        self.content(|content| match content {
            ExtensionValue::CrlNumber(number) => Some(number.as_slice()),
            _ => None,
        })
    }

    /// The number of the list that this delta list adds to; `None` for a complete list.
    pub fn base_number(&self) -> Option<&[u8]> {
        self.content(|content| match content {
            ExtensionValue::DeltaCrlIndicator(number) => Some(number.as_slice()),
            _ => None,
        })
    }

    fn content<'a, T>(&'a self, find: impl Fn(&'a ExtensionValue) -> Option<T>) -> Option<T> {
        self.extensions
            .iter()
            .find_map(|extension| find(&extension.content))
    }
}

/// One revoked certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrlEntry {
    /// Its serial number (the content of the INTEGER), as the list has it.
    pub serial_number: Vec<u8>,
    /// Since when.
    pub revoked: OffsetDateTime,
    /// The number of the reason (section 5.3.1), where one is given.
    pub reason: Option<u8>,
}

/// `certificateHold`
const HOLD: u8 = 6;
/// `removeFromCRL`
const REMOVED: u8 = 8;

impl CrlEntry {
    /// Whether the certificate is only on hold, for the reason `certificateHold` (RFC 5280, section 5.3.1): a later
    /// list may drop it, and it is then valid again. Any other entry is final.
    pub fn is_hold(&self) -> bool {
        self.reason == Some(HOLD)
    }

    /// Whether it says that the certificate is on the list no more, for the reason `removeFromCRL`: it is not revoked.
    pub fn is_release(&self) -> bool {
        self.reason == Some(REMOVED)
    }

    /// Whether it bears the certificate's serial number.
    pub fn is_for(&self, certificate: &Certificate) -> bool {
        self.has_serial(&certificate.serial_number)
    }

    /// Whether it bears this serial number (the content of the INTEGER): the same number, the sign included.
    pub fn has_serial(&self, serial_number: &[u8]) -> bool {
        same_number(&self.serial_number, serial_number)
    }
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
