//! DER, written: each value by its tag, its length and its content (X.690, section 10).

/// INTEGER
pub const INTEGER: u8 = 0x02;
/// OCTET STRING
pub const OCTET_STRING: u8 = 0x04;
/// NULL
pub const NULL: u8 = 0x05;
/// OBJECT IDENTIFIER
pub const OBJECT_IDENTIFIER: u8 = 0x06;
/// `BMPString`
pub const BMP_STRING: u8 = 0x1e;
/// SEQUENCE and SEQUENCE OF
pub const SEQUENCE: u8 = 0x30;
/// SET and SET OF
pub const SET: u8 = 0x31;
/// \[0\], constructed: EXPLICIT, or IMPLICIT around a constructed type.
pub const CONTEXT_0: u8 = 0xa0;
/// \[0\] IMPLICIT around a primitive type.
pub const CONTEXT_0_PRIMITIVE: u8 = 0x80;

/// A value of these parts, one after the other.
pub fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let len: usize = parts.iter().map(|part| part.len()).sum();
    let bytes = len.to_be_bytes();
    let significant = &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..];
    let mut der = Vec::with_capacity(2 + significant.len() + len);
    der.push(tag);
    match significant {
        [] => der.push(0),
        [short @ ..=0x7f] => der.push(*short),
        long => {
            // A usize has 8 bytes at most.
            der.push(0x80 | u8::try_from(long.len()).unwrap_or_default());
            der.extend_from_slice(long);
        }
    }
    for part in parts {
        der.extend_from_slice(part);
    }
    der
}

/// A SEQUENCE of these values.
pub fn sequence(values: &[&[u8]]) -> Vec<u8> {
    tlv(SEQUENCE, values)
}

/// A SET OF these values, in the order that DER requires (X.690, section 11.6).
pub fn set_of(mut values: Vec<Vec<u8>>) -> Vec<u8> {
    values.sort_unstable();
    tlv(SET, &[&values.concat()])
}

/// An INTEGER that is not negative.
pub fn unsigned(number: u32) -> Vec<u8> {
    // A leading zero, so that the highest bit is not taken for a sign.
    let bytes = [&[0], number.to_be_bytes().as_slice()].concat();
    let zeros = bytes
        .windows(2)
        .take_while(|pair| pair[0] == 0 && pair[1] < 0x80)
        .count();
    tlv(INTEGER, &[&bytes[zeros..]])
}

/// An OCTET STRING.
pub fn octets(bytes: &[u8]) -> Vec<u8> {
    tlv(OCTET_STRING, &[bytes])
}

/// NULL
pub fn null() -> Vec<u8> {
    tlv(NULL, &[])
}

/// An OBJECT IDENTIFIER, from its dotted form, which must be valid: it is one of our constants, or was read.
pub fn oid(dotted: &str) -> Vec<u8> {
    let mut arcs = dotted
        .split('.')
        .map(|arc| arc.parse::<u64>().unwrap_or_default());
    // The first two share a number (X.690, section 8.19.4).
    let first = 40 * arcs.next().unwrap_or_default() + arcs.next().unwrap_or_default();
    let mut content = Vec::new();
    for arc in core::iter::once(first).chain(arcs) {
        let mut digits = vec![(arc % 128).to_be_bytes()[7]];
        let mut rest = arc / 128;
        while rest > 0 {
            digits.push(0x80 | (rest % 128).to_be_bytes()[7]);
            rest /= 128;
        }
        content.extend(digits.iter().rev());
    }
    tlv(OBJECT_IDENTIFIER, &[&content])
}

#[cfg(test)]
mod tests {
    use pkcs8::der::asn1::ObjectIdentifier;
    use pkcs8::der::{AnyRef, Decode, Encode};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn object_identifiers_are_those_of_the_der_crate() {
        for dotted in [
            "1.2.840.113549.1.12.1.3",
            "1.3.14.3.2.26",
            "2.5.29.37.0",
            "2.16.840.1.113894.746875.1.1",
            "1.3.6.1.4.1.42.2.17.1.1",
        ] {
            let expected = ObjectIdentifier::new(dotted).unwrap().to_der().unwrap();
            assert_eq!(oid(dotted), expected, "{dotted}");
        }
    }

    #[test]
    fn a_set_is_sorted() {
        let set = set_of(vec![sequence(&[&null()]), unsigned(2), unsigned(1)]);
        assert_eq!(set, [0x31, 10, 2, 1, 1, 2, 1, 2, 0x30, 2, 5, 0]);
    }

    proptest! {
        #[test]
        fn numbers_are_those_of_the_der_crate(number: u32) {
            prop_assert_eq!(unsigned(number), number.to_der().unwrap());
        }

        #[test]
        fn lengths_are_read_as_written(len in prop_oneof![0_usize..300, 65_000_usize..67_000]) {
            let der = octets(&vec![7; len]);
            prop_assert_eq!(AnyRef::from_der(&der).unwrap().value().len(), len);
        }
    }
}
