//! Serial numbers: INTEGERs of any length, which have a sign, whoever made them (RFC 5280, section 4.1.2.2, allows only
//! positive ones, but advises to be prepared for others).

use super::name::hexadecimal;

/// The content of an INTEGER (two's complement, most significant byte first) without the bytes that say nothing.
pub(crate) fn minimal(mut content: &[u8]) -> &[u8] {
    while let [0, next @ 0..=0x7f, ..] | [0xff, next @ 0x80..=0xff, ..] = content {
        let _ = next;
        content = &content[1..];
    }
    content
}

/// Whether the contents of two INTEGERs are the same number.
pub(crate) fn same_number(a: &[u8], b: &[u8]) -> bool {
    minimal(a) == minimal(b)
}

/// The other number of the same distance from zero.
fn negated(content: &[u8]) -> Vec<u8> {
    // A byte more, for the number that has no counterpart of its own length.
    let sign = content
        .first()
        .map_or(0, |first| if *first < 0x80 { 0 } else { 0xff });
    let mut negated: Vec<u8> = [sign].iter().chain(content).map(|byte| !byte).collect();
    for byte in negated.iter_mut().rev() {
        let carry;
        (*byte, carry) = byte.overflowing_add(1);
        if !carry {
            break;
        }
    }
    minimal(&negated).to_vec()
}

/// The content of an INTEGER as OpenSSL writes a serial number: upper-case hexadecimal, two digits a byte, after `-` where
/// it is negative.
pub(crate) fn signed_hexadecimal(content: &[u8]) -> String {
    let is_negative = content.first().is_some_and(|first| *first >= 0x80);
    let magnitude = if is_negative {
        negated(content)
    } else {
        minimal(content).to_vec()
    };
    let digits = match magnitude.as_slice() {
        [0, rest @ ..] if !rest.is_empty() => rest,
        whole => whole,
    };
    format!(
        "{}{}",
        if is_negative { "-" } else { "" },
        hexadecimal(digits).to_uppercase()
    )
}

/// A serial number as somebody types or pastes it: hexadecimal, perhaps with spaces or colons, after `-` where it is
/// negative. Returns the content of the INTEGER; `None` for anything else.
pub fn serial_number(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let (is_negative, digits) = text
        .strip_prefix('-')
        .map_or((false, text), |digits| (true, digits));
    let digits: Vec<u32> = digits
        .trim_start_matches("0x")
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ':')
        .map(|c| c.to_digit(16))
        .collect::<Option<_>>()?;
    if digits.is_empty() {
        return None;
    }
    // What is typed is a distance from zero: a byte of zeros first, or two if the digits are odd.
    let zeros = 2 + digits.len() % 2;
    let digits: Vec<u32> = std::iter::repeat_n(0, zeros).chain(digits).collect();
    let (pairs, _) = digits.as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| u8::try_from(high << 4 | low).ok());
    let positive = bytes.collect::<Option<Vec<_>>>()?;
    Some(if is_negative {
        negated(&positive)
    } else {
        minimal(&positive).to_vec()
    })
}

#[cfg(test)]
mod tests {
    use super::{minimal, same_number, serial_number, signed_hexadecimal};

    #[test]
    fn a_number_is_written_and_read_with_its_sign() {
        let cases: [(&[u8], &str); 12] = [
            (&[0], "00"),
            (&[1], "01"),
            (&[0x7f], "7F"),
            (&[0, 0x80], "80"),
            (&[0, 0xff], "FF"),
            (&[1, 0], "0100"),
            (&[0xff], "-01"),
            (&[0x81], "-7F"),
            (&[0x80], "-80"),
            (&[0xff, 0x7f], "-81"),
            (&[0xff, 0], "-0100"),
            (&[0x80, 0], "-8000"),
        ];
        for (content, text) in cases {
            assert_eq!(signed_hexadecimal(content), text);
            assert_eq!(serial_number(text).as_deref(), Some(content), "{text}");
            let longer = [&[if content[0] < 0x80 { 0 } else { 0xff }; 2], content].concat();
            assert_eq!(minimal(&longer), content);
            assert_eq!(signed_hexadecimal(&longer), text);
            let same = cases.iter().filter(|(other, _)| same_number(other, &longer));
            assert_eq!(same.count(), 1, "{text}");
        }
        assert!(!same_number(&[0xff], &[0, 0xff]));
        assert_eq!(signed_hexadecimal(&[]), "");
    }

    #[test]
    fn a_number_is_read_however_it_is_pasted() {
        for text in ["5A01ff", " 5a:01:FF ", "0x5A01FF", "005a 01 ff", "5a01ff\n"] {
            assert_eq!(serial_number(text), Some(vec![0x5a, 1, 0xff]), "{text}");
        }
        assert_eq!(serial_number("fff"), Some(vec![0x0f, 0xff]));
        assert_eq!(serial_number("-0x1"), Some(vec![0xff]));
        for text in ["", "-", "0x", "xyz", "--1", "1-", "é"] {
            assert_eq!(serial_number(text), None, "{text}");
        }
    }
}
