//! A password, in the form that each kind of scheme takes.

use core::iter;

use zeroize::Zeroizing;

/// A password in the form that each kind of scheme takes.
pub(super) struct Password {
    /// For PBES2 and PBMAC1.
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// For the key derivation of PKCS #12: a `BMPString` with its final NUL.
    pub(super) bmp: Zeroizing<Vec<u8>>,
    /// Whether only some programs encode it so.
    pub(super) unusual: bool,
}

impl Password {
    /// The right encoding: RFC 8018 as everyone reads it, and RFC 7292, appendix B.1.
    pub(super) fn new(password: &str) -> Self {
        Self {
            bytes: Zeroizing::new(password.as_bytes().to_vec()),
            bmp: bmp(&mut password.encode_utf16()),
            unusual: false,
        }
    }

    /// The encodings that programs use, the right one first.
    pub(super) fn variants(password: &str) -> Vec<Self> {
        let mut variants = vec![Self::new(password)];
        if password.is_empty() {
            // An absent password is not an empty one.
            variants.push(Self {
                bytes: Zeroizing::new(Vec::new()),
                bmp: Zeroizing::new(Vec::new()),
                unusual: false,
            });
        } else if !password.is_ascii() {
            // Each byte of the UTF-8 taken for a letter: OpenSSL before 1.1. Latin-1: programs that know nothing else.
            let latin_1 = password.chars().map(u8::try_from).collect::<Result<Vec<_>, _>>();
            variants.push(Self {
                bytes: Zeroizing::new(latin_1.unwrap_or_default()),
                bmp: bmp(&mut password.bytes().map(u16::from)),
                unusual: true,
            });
            // Seven bits of each letter: Java before 9.
            let low = |unit: u16| u8::try_from(unit & 0x7f).unwrap_or_default();
            variants.push(Self {
                bytes: Zeroizing::new(password.encode_utf16().map(low).collect()),
                bmp: bmp(&mut password.encode_utf16()),
                unusual: true,
            });
        }
        variants
    }
}

/// A `BMPString` of these units, with a final NUL.
fn bmp(units: &mut dyn Iterator<Item = u16>) -> Zeroizing<Vec<u8>> {
    let bytes = units.chain(iter::once(0)).flat_map(u16::to_be_bytes);
    Zeroizing::new(bytes.collect())
}
