//! The name of a key pair in files, in messages and on paper.

use core::{fmt, str::FromStr};

use ring::digest;
use serde::{Deserialize, Serialize};

/// The SHA-256 of the DER `SubjectPublicKeyInfo` (RFC 5280, section 4.1): the same for the private key,
/// the CSR and the certificate, whatever tool shows them.
///
/// Written as 64 lower-case hexadecimal digits, in text and when serialised.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyId([u8; digest::SHA256_OUTPUT_LEN]);

/// The text is not 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 64 lower-case hexadecimal digits")]
pub struct KeyIdError;

impl KeyId {
    /// The id of the key pair with this DER `SubjectPublicKeyInfo`.
    pub fn of(public_key_info: &[u8]) -> Self {
        let mut id = [0; digest::SHA256_OUTPUT_LEN];
        id.copy_from_slice(digest::digest(&digest::SHA256, public_key_info).as_ref());
        Self(id)
    }

    /// The first 8 hexadecimal digits, for file names and for people.
    pub fn short(&self) -> String {
        let mut hex = self.to_string();
        hex.truncate(8);
        hex
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl FromStr for KeyId {
    type Err = KeyIdError;

    fn from_str(text: &str) -> Result<Self, KeyIdError> {
        let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
            return Err(KeyIdError);
        };
        let mut id = [0; digest::SHA256_OUTPUT_LEN];
        if pairs.len() != id.len() {
            return Err(KeyIdError);
        }
        for (byte, [high, low]) in id.iter_mut().zip(pairs) {
            *byte = nibble(*high)? << 4 | nibble(*low)?;
        }
        Ok(Self(id))
    }
}

/// An id is written in one way only: capitals are refused.
fn nibble(digit: u8) -> Result<u8, KeyIdError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(KeyIdError),
    }
}

impl From<KeyId> for String {
    fn from(id: KeyId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for KeyId {
    type Error = KeyIdError;

    fn try_from(text: String) -> Result<Self, KeyIdError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // FIPS 180-4, the SHA-256 of the empty message.
    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn is_written_and_read_as_hexadecimal() {
        let id = KeyId::of(b"");
        assert_eq!(id.to_string(), EMPTY);
        assert_eq!(id.short(), "e3b0c442");
        assert_eq!(EMPTY.parse(), Ok(id));
        assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{EMPTY}\""));
        assert_eq!(
            serde_json::from_str::<KeyId>(&format!("\"{EMPTY}\"")).unwrap(),
            id
        );
    }

    #[test]
    fn refuses_anything_else() {
        let upper = EMPTY.to_uppercase();
        let long = format!("{EMPTY}00");
        for text in ["", "e3", &EMPTY[1..], &upper, &long, &EMPTY.replace("55", "é")] {
            assert_eq!(text.parse::<KeyId>(), Err(KeyIdError), "{text}");
        }
    }
}
