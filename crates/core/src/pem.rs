//! The textual form of DER (RFC 7468), the same for every type that has one.

use pkcs8::der::pem::{LineEnding, encode_string};

/// Writes `der` under `label`, in lines of 64 characters ending with LF.
pub(crate) fn encode(label: &str, der: &[u8]) -> String {
    encode_string(label, LineEnding::LF, der).expect("a fixed label, and far less than 4 GiB")
}
