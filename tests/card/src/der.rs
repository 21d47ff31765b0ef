//! DER (X.690), written; the templates of ISO/IEC 7816-4 have the same form.

/// A value with a tag of one byte: its tag, its length, its parts one after the other.
pub fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let len = content.len();
    let length: Vec<u8> = match len {
        ..0x80 => vec![byte(len)],
        0x80..0x100 => vec![0x81, byte(len)],
        _ => vec![0x82, byte(len >> 8), byte(len)],
    };
    [&[tag], length.as_slice(), content.as_slice()].concat()
}

/// The lowest eight bits.
fn byte(number: usize) -> u8 {
    number.to_le_bytes()[0]
}

/// A SEQUENCE.
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(0x30, parts)
}

/// A SET OF, in DER's order.
pub fn set(mut values: Vec<Vec<u8>>) -> Vec<u8> {
    values.sort();
    tlv(0x31, &[&values.concat()])
}

/// An INTEGER that is not negative, from its bytes.
pub fn unsigned(bytes: &[u8]) -> Vec<u8> {
    match bytes {
        [0x80..=0xff, ..] => tlv(0x02, &[&[0], bytes]),
        _ => tlv(0x02, &[bytes]),
    }
}

/// An OBJECT IDENTIFIER of which each number is below 2 to the 28.
///
/// # Panics
/// Where the text is no dotted identifier: ours are constants.
pub fn oid(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u32> = dotted
        .split('.')
        .map(|arc| arc.parse().expect("a number"))
        .collect();
    let [first, second, rest @ ..] = arcs.as_slice() else {
        panic!("two numbers at least");
    };
    let mut bytes = Vec::new();
    for arc in std::iter::once(first * 40 + second).chain(rest.iter().copied()) {
        let groups = [arc >> 21, arc >> 14, arc >> 7, arc].map(|group| group.to_le_bytes()[0] & 0x7f);
        let start = groups[..3].iter().take_while(|group| **group == 0).count();
        let (last, others) = groups[start..].split_last().expect("one at least");
        bytes.extend(others.iter().map(|group| group | 0x80));
        bytes.push(*last);
    }
    tlv(0x06, &[&bytes])
}

/// An OCTET STRING.
pub fn octets(bytes: &[u8]) -> Vec<u8> {
    tlv(0x04, &[bytes])
}

/// A BIT STRING of whole bytes.
pub fn bits(bytes: &[u8]) -> Vec<u8> {
    tlv(0x03, &[&[0], bytes])
}

/// A `UTF8String`.
pub fn utf8(text: &str) -> Vec<u8> {
    tlv(0x0c, &[text.as_bytes()])
}

/// A `PrintableString`.
pub fn printable(text: &str) -> Vec<u8> {
    tlv(0x13, &[text.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::{oid, tlv, unsigned};

    #[test]
    fn lengths_and_numbers() {
        assert_eq!(tlv(0x04, &[&[1], &[2]]), [4, 2, 1, 2]);
        assert_eq!(tlv(0x04, &[&[0; 200]])[..3], [4, 0x81, 200]);
        assert_eq!(tlv(0x04, &[&[0; 300]])[..4], [4, 0x82, 1, 44]);
        assert_eq!(unsigned(&[0x80]), [2, 2, 0, 0x80]);
        // 1.2.250.1.71.1.2.5, as OpenSSL writes it.
        assert_eq!(
            oid("1.2.250.1.71.1.2.5"),
            [6, 8, 0x2a, 0x81, 0x7a, 1, 0x47, 1, 2, 5]
        );
        assert_eq!(oid("1.2.840.113549"), [6, 6, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d]);
    }
}
