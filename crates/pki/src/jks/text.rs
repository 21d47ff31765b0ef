//! Texts as `java.io.DataOutput.writeUTF` writes them: two bytes of length, then each UTF-16 unit encoded in UTF-8 by
//! itself, with NUL in two bytes.

/// The text in such bytes, given without their length. Invalid bytes are replaced by U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> String {
    let mut units = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        let (unit, after) = match rest {
            [] => break,
            [one @ ..=0x7f, after @ ..] => (u16::from(*one), after),
            [one @ 0xc0..=0xdf, two @ 0x80..=0xbf, after @ ..] => {
                (u16::from(one & 0x1f) << 6 | u16::from(two & 0x3f), after)
            }
            [
                one @ 0xe0..=0xef,
                two @ 0x80..=0xbf,
                three @ 0x80..=0xbf,
                after @ ..,
            ] => (
                u16::from(one & 0x0f) << 12 | u16::from(two & 0x3f) << 6 | u16::from(three & 0x3f),
                after,
            ),
            [_, after @ ..] => (0xfffd, after),
        };
        units.push(unit);
        rest = after;
    }
    String::from_utf16_lossy(&units)
}

/// The bytes of a text after their length; `None` if there are more than 65,535.
pub(super) fn encode(text: &str) -> Option<Vec<u8>> {
    let low = |unit: u16, shift: u32| (0x80 | unit >> shift & 0x3f).to_be_bytes()[1];
    let high = |mark: u16, unit: u16, shift: u32| (mark | unit >> shift).to_be_bytes()[1];
    let mut bytes = Vec::with_capacity(2 + text.len());
    bytes.extend([0; 2]);
    for unit in text.encode_utf16() {
        match unit {
            1..=0x7f => bytes.push(high(0, unit, 0)),
            0..=0x7ff => bytes.extend([high(0xc0, unit, 6), low(unit, 0)]),
            _ => bytes.extend([high(0xe0, unit, 12), low(unit, 6), low(unit, 0)]),
        }
    }
    let len = u16::try_from(bytes.len() - 2).ok()?;
    bytes[..2].copy_from_slice(&len.to_be_bytes());
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn writes_what_java_writes() {
        // Of DataOutputStream.writeUTF("a\0é€" and U+1F511).
        let expected = [
            0, 14, b'a', 0xc0, 0x80, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xed, 0xa0, 0xbd, 0xed, 0xb4, 0x91,
        ];
        assert_eq!(encode("a\0é€\u{1f511}").unwrap(), expected);
        assert_eq!(encode(&"é".repeat(32_767)).unwrap().len(), 65_536);
        assert_eq!(encode(&"é".repeat(32_768)), None);
    }

    #[test]
    fn what_is_no_text_is_replaced() {
        for bytes in [b"a\xff".as_slice(), b"a\xe2\x82", b"a\xed\xa0\xbd"] {
            let text = decode(bytes);
            assert!(text.starts_with('a') && text.ends_with('\u{fffd}'), "{text:?}");
        }
        // UTF-8 of four bytes, which Java never writes.
        assert!(decode("\u{1f511}".as_bytes()).contains('\u{fffd}'));
    }

    proptest! {
        #[test]
        fn texts_come_back(text: String) {
            prop_assert_eq!(decode(&encode(&text).unwrap()[2..]), text);
        }

        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            decode(&bytes);
        }
    }
}
