//! Turns BER, as Firefox, Windows and Java write it, into DER (X.690), the only encoding that the parsers
//! read.

/// How deeply elements may be nested. A PKCS #12 file from Firefox needs 13.
const MAX_DEPTH: usize = 40;
/// The universal tags of strings that BER may write in pieces: OCTET STRING, `UTF8String`, and those from
/// `NumericString` to `BMPString`.
const STRINGS: [u8; 14] = [4, 12, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 30];
const CONSTRUCTED: u8 = 0x20;
/// The five bits which announce that the tag's number follows.
const LONG_TAG: u8 = 0x1f;
const INDEFINITE: u8 = 0x80;

/// Bytes that are not BER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{damage:?} at byte {offset}")]
pub struct BerError {
    /// Where, in bytes from the beginning.
    pub offset: usize,
    /// What is wrong there.
    pub damage: BerDamage,
}

/// What is wrong with BER.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BerDamage {
    /// The bytes end within an element.
    Truncated,
    /// A tag or a length that nobody writes, or an element that runs past the end of the one around it.
    Malformed,
    /// Elements are nested too deeply.
    TooDeep,
    /// Bytes follow the element.
    TrailingData,
}

/// The element in `bytes`, with definite lengths in as few bytes as possible and each string in one piece. DER comes
/// out unchanged.
///
/// Implicitly tagged strings in pieces stay in pieces: only a caller who knows their type can join them.
///
/// # Errors
/// What is wrong, and where.
pub fn to_der(bytes: &[u8]) -> Result<Vec<u8>, BerError> {
    let mut der = Vec::with_capacity(bytes.len());
    let offset = transcode(bytes, &mut der)?;
    if offset < bytes.len() {
        let damage = BerDamage::TrailingData;
        return Err(BerError { offset, damage });
    }
    Ok(der)
}

/// The element that `bytes` begin with, as [`to_der`] gives it, and how many of the bytes it takes: others may follow.
///
/// # Errors
/// What is wrong, and where.
pub(crate) fn first_to_der(bytes: &[u8]) -> Result<(Vec<u8>, usize), BerError> {
    let mut der = Vec::new();
    let len = transcode(bytes, &mut der)?;
    Ok((der, len))
}

/// Appends the element that `bytes` begin with, and returns how many of them it takes.
fn transcode(bytes: &[u8], der: &mut Vec<u8>) -> Result<usize, BerError> {
    let mut transcoder = Transcoder { bytes, at: 0 };
    transcoder.element(bytes.len(), MAX_DEPTH, der)?;
    Ok(transcoder.at)
}

/// The pieces of an implicitly tagged OCTET STRING, joined. `content` is DER by [`to_der`].
pub(crate) fn join_pieces(content: &[u8]) -> Result<Vec<u8>, BerError> {
    let mut transcoder = Transcoder {
        bytes: content,
        at: 0,
    };
    let mut joined = Vec::with_capacity(content.len());
    transcoder.pieces(4, Some(content.len()), content.len(), MAX_DEPTH, &mut joined)?;
    Ok(joined)
}

struct Transcoder<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// An element's tag and where its content ends; `None` if an end-of-contents marker ends it.
struct Header<'a> {
    tag: &'a [u8],
    end: Option<usize>,
}

impl<'a> Transcoder<'a> {
    fn error(&self, damage: BerDamage) -> BerError {
        BerError {
            offset: self.at,
            damage,
        }
    }

    fn byte(&mut self) -> Result<u8, BerError> {
        let byte = self
            .bytes
            .get(self.at)
            .ok_or_else(|| self.error(BerDamage::Truncated))?;
        self.at += 1;
        Ok(*byte)
    }

    /// Reads a header, whose element must end at `limit` at the latest.
    fn header(&mut self, limit: usize) -> Result<Header<'a>, BerError> {
        let start = self.at;
        let first = self.byte()?;
        if first & LONG_TAG == LONG_TAG {
            // No structure of interest has a number above 127 there.
            if self.byte()? & 0x80 != 0 {
                return Err(self.error(BerDamage::Malformed));
            }
        }
        let tag = &self.bytes[start..self.at];
        let len = match self.byte()? {
            INDEFINITE if first & CONSTRUCTED != 0 => return Ok(Header { tag, end: None }),
            short @ 0..=0x7f => usize::from(short),
            long @ 0x81..=0x88 => {
                let mut len: usize = 0;
                for _ in 0x80..long {
                    let high = len
                        .checked_mul(0x100)
                        .ok_or_else(|| self.error(BerDamage::Malformed))?;
                    len = high | usize::from(self.byte()?);
                }
                len
            }
            _ => return Err(self.error(BerDamage::Malformed)),
        };
        match self.at.checked_add(len) {
            Some(end) if end <= limit => Ok(Header { tag, end: Some(end) }),
            Some(end) if limit == self.bytes.len() || end > self.bytes.len() => {
                Err(self.error(BerDamage::Truncated))
            }
            _ => Err(self.error(BerDamage::Malformed)),
        }
    }

    /// Whether the content begun earlier ends here; reads its end marker if there is one.
    fn is_over(&mut self, end: Option<usize>) -> bool {
        match end {
            Some(end) => self.at >= end,
            None if self.bytes[self.at..].starts_with(&[0, 0]) => {
                self.at += 2;
                true
            }
            None => false,
        }
    }

    fn element(&mut self, limit: usize, depth: usize, der: &mut Vec<u8>) -> Result<(), BerError> {
        if depth == 0 {
            return Err(self.error(BerDamage::TooDeep));
        }
        let header = self.header(limit)?;
        let begin = der.len();
        let first = header.tag[0];
        let string = STRINGS
            .contains(&(first & !CONSTRUCTED))
            .then_some(first & !CONSTRUCTED);
        match (first & CONSTRUCTED != 0, string, header.end) {
            (true, Some(tag), end) => self.pieces(tag, end, limit, depth - 1, der)?,
            (true, None, end) => {
                while !self.is_over(end) {
                    self.element(end.unwrap_or(limit), depth - 1, der)?;
                }
            }
            (false, _, Some(end)) => {
                der.extend_from_slice(&self.bytes[self.at..end]);
                self.at = end;
            }
            // The header refuses it.
            (false, _, None) => return Err(self.error(BerDamage::Malformed)),
        }
        let mut head = match string {
            Some(tag) => vec![tag],
            None => header.tag.to_vec(),
        };
        push_len(&mut head, der.len() - begin);
        der.splice(begin..begin, head);
        Ok(())
    }

    /// Appends the content of each piece of a string.
    fn pieces(
        &mut self,
        tag: u8,
        end: Option<usize>,
        limit: usize,
        depth: usize,
        content: &mut Vec<u8>,
    ) -> Result<(), BerError> {
        if depth == 0 {
            return Err(self.error(BerDamage::TooDeep));
        }
        let limit = end.unwrap_or(limit);
        while !self.is_over(end) {
            let piece = self.header(limit)?;
            match (piece.tag, piece.end) {
                ([first], Some(end)) if *first == tag => {
                    content.extend_from_slice(&self.bytes[self.at..end]);
                    self.at = end;
                }
                ([first], end) if *first == tag | CONSTRUCTED => {
                    self.pieces(tag, end, limit, depth - 1, content)?;
                }
                _ => return Err(self.error(BerDamage::Malformed)),
            }
        }
        Ok(())
    }
}

/// Appends a length as DER writes it.
fn push_len(der: &mut Vec<u8>, len: usize) {
    let bytes = len.to_be_bytes();
    let digits = &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..];
    match digits {
        [] => der.push(0),
        [short @ ..0x80] => der.push(*short),
        // A usize has 8 bytes at most.
        long => {
            der.push(0x80 | u8::try_from(long.len()).unwrap_or(8));
            der.extend_from_slice(long);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn writes_lengths_and_strings_as_der_does() {
        let cases: [(&[u8], &[u8]); 6] = [
            // Indefinite lengths.
            (b"\x30\x80\x02\x01\x05\x00\x00", b"\x30\x03\x02\x01\x05"),
            // An OCTET STRING in pieces, one of them in pieces itself.
            (b"\x24\x80\x04\x01a\x24\x04\x04\x02bc\x00\x00", b"\x04\x03abc"),
            // A length of more bytes than needed.
            (b"\x04\x82\x00\x01a", b"\x04\x01a"),
            (b"\x30\x84\x00\x00\x00\x02\x05\x00", b"\x30\x02\x05\x00"),
            // A context-specific element keeps its pieces.
            (
                b"\xa0\x80\x04\x01a\x04\x01b\x00\x00",
                b"\xa0\x06\x04\x01a\x04\x01b",
            ),
            // A tag in two bytes.
            (b"\x7f\x21\x80\x05\x00\x00\x00", b"\x7f\x21\x02\x05\x00"),
        ];
        for (ber, der) in cases {
            assert_eq!(to_der(ber).as_deref(), Ok(der));
            assert_eq!(to_der(der).as_deref(), Ok(der));
        }
        let long = [b"\x24\x80\x04\x82\x01\x00".as_slice(), &[7; 256], b"\x00\x00"].concat();
        assert_eq!(
            to_der(&long).unwrap(),
            [b"\x04\x82\x01\x00".as_slice(), &[7; 256]].concat()
        );
        assert_eq!(
            join_pieces(b"\x04\x01a\x04\x01b").as_deref(),
            Ok(b"ab".as_slice())
        );
    }

    #[test]
    fn tells_where_the_damage_is() {
        let cases: [(&[u8], usize, BerDamage); 8] = [
            (b"", 0, BerDamage::Truncated),
            (b"\x30", 1, BerDamage::Truncated),
            (b"\x30\x05\x02\x01\x05", 2, BerDamage::Truncated),
            (b"\x30\x80\x02\x01\x05\x00", 6, BerDamage::Truncated),
            (b"\x30\x03\x02\x02\x05", 4, BerDamage::Truncated),
            (b"\x04\x80\x00\x00", 2, BerDamage::Malformed),
            (b"\x24\x03\x02\x01\x05", 4, BerDamage::Malformed),
            (b"\x05\x00\x00", 2, BerDamage::TrailingData),
        ];
        for (bytes, offset, damage) in cases {
            assert_eq!(to_der(bytes), Err(BerError { offset, damage }), "{bytes:02x?}");
        }
        let deep = [0x30, 0x80].repeat(1000);
        assert_eq!(to_der(&deep).unwrap_err().damage, BerDamage::TooDeep);
    }

    proptest! {
        #[test]
        fn what_comes_out_is_der_already(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(der) = to_der(&bytes) {
                prop_assert!(der.len() <= bytes.len());
                prop_assert_eq!(to_der(&der), Ok(der));
            }
        }
    }
}
