//! BER-TLV as cards write it (ISO/IEC 7816-4, section 5.2.2): definite lengths, and filler between and after elements.

/// An element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tlv<'a> {
    /// Its tag, with the bytes read as a number: `0x61`, `0x7f21`.
    pub(super) tag: u32,
    /// Its content.
    pub(super) value: &'a [u8],
}

/// What bytes begin with, after filler.
enum First<'a> {
    /// An element, and what follows it.
    Element(Tlv<'a>, &'a [u8]),
    /// Nothing.
    Nothing,
    /// An element that needs this many bytes from the first one on, filler included, as far as the header says.
    Cut(usize),
    /// A form that no card writes.
    Malformed,
}

/// The elements in these bytes, one after the other. They end at one that does not fit, or has a form that no card
/// writes.
pub(super) fn elements(bytes: &[u8]) -> impl Iterator<Item = Tlv<'_>> {
    let mut rest = bytes;
    core::iter::from_fn(move || match first(rest) {
        First::Element(element, after) => {
            rest = after;
            Some(element)
        }
        First::Nothing | First::Cut(_) | First::Malformed => None,
    })
}

/// The content of the first element with this tag.
pub(super) fn find(bytes: &[u8], tag: u32) -> Option<&[u8]> {
    elements(bytes)
        .find(|element| element.tag == tag)
        .map(|element| element.value)
}

/// The first element as it stands, without anything before or after it.
pub(super) fn first_whole(bytes: &[u8]) -> Option<&[u8]> {
    let bytes = without_filler(bytes);
    match first(bytes) {
        First::Element(_, after) => bytes.get(..bytes.len() - after.len()),
        First::Nothing | First::Cut(_) | First::Malformed => None,
    }
}

/// How many bytes the first element needs, filler before it included; `None` if they do not say.
pub(super) fn first_len(bytes: &[u8]) -> Option<usize> {
    match first(bytes) {
        First::Element(_, after) => Some(bytes.len() - after.len()),
        First::Cut(len) => Some(len),
        First::Nothing | First::Malformed => None,
    }
}

fn without_filler(bytes: &[u8]) -> &[u8] {
    let filler = bytes.iter().take_while(|byte| matches!(byte, 0x00 | 0xff));
    bytes.get(filler.count()..).unwrap_or_default()
}

fn first(bytes: &[u8]) -> First<'_> {
    let begin = without_filler(bytes);
    let (tag, rest) = match begin {
        [] => return First::Nothing,
        // The number of the tag follows, in at most two bytes.
        [first, rest @ ..] if first & 0x1f == 0x1f => match rest {
            [second @ ..=0x7f, rest @ ..] => (u32::from_be_bytes([0, 0, *first, *second]), rest),
            [second, third @ ..=0x7f, rest @ ..] => (u32::from_be_bytes([0, *first, *second, *third]), rest),
            [] | [_] => return First::Cut(bytes.len() + 1),
            _ => return First::Malformed,
        },
        [first, rest @ ..] => (u32::from(*first), rest),
    };
    let (len, rest) = match rest {
        [len @ ..=0x7f, rest @ ..] | [0x81, len, rest @ ..] => (usize::from(*len), rest),
        [0x82, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
        [] | [0x81 | 0x82] | [0x82, _] => return First::Cut(bytes.len() + 1),
        _ => return First::Malformed,
    };
    match rest.split_at_checked(len) {
        Some((value, rest)) => First::Element(Tlv { tag, value }, rest),
        None => First::Cut(bytes.len() - rest.len() + len),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tags(bytes: &[u8]) -> Vec<u32> {
        elements(bytes).map(|element| element.tag).collect()
    }

    #[test]
    fn elements_follow_each_other_over_filler() {
        let cases: [(&[u8], &[u32]); 9] = [
            (b"", &[]),
            (b"\x04\x01a\x05\x00", &[4, 5]),
            (b"\x00\xff\x04\x01a\xff\xff\x00\x05\x00\xff", &[4, 5]),
            (b"\x04\x81\x01a", &[4]),
            (b"\x04\x82\x00\x01a", &[4]),
            (b"\x7f\x21\x01a\x5f\x81\x01\x00", &[0x7f21, 0x5f_8101]),
            // Cut short, indefinite, too long a length, too long a tag.
            (b"\x05\x00\x04\x02a", &[5]),
            (b"\x05\x00\x30\x80\x05\x00\x00\x00", &[5]),
            (b"\x05\x00\x5f\x81\x81\x01\x00", &[5]),
        ];
        for (bytes, expected) in cases {
            assert_eq!(tags(bytes), expected, "{bytes:02x?}");
        }
        assert!(tags(b"\x04\x83\x00\x00\x01a").is_empty());
        assert_eq!(find(b"\x05\x00\x04\x01a\x04\x01b", 4), Some(b"a".as_slice()));
        assert_eq!(
            first_whole(b"\xff\x04\x01a\x05\x00"),
            Some(b"\x04\x01a".as_slice())
        );
        assert_eq!(first_whole(b"\x04\x02a"), None);
    }

    proptest! {
        #[test]
        fn a_cut_element_tells_how_long_it_is(
            filler in 0_usize..4,
            content in proptest::collection::vec(any::<u8>(), 0..400),
            cut in any::<proptest::sample::Index>(),
        ) {
            let whole = [vec![0xff; filler], certiroc_pki::der::octets(&content)].concat();
            let cut = filler + 1 + cut.index(whole.len() - filler - 1);
            // Within the header, at least one more.
            let needed = first_len(&whole[..cut]).unwrap();
            prop_assert!(needed > cut && needed <= whole.len());
            prop_assert!(needed == whole.len() || cut < filler + 4);
            prop_assert_eq!(first_len(&whole), Some(whole.len()));
        }

        #[test]
        fn any_bytes_are_elements_within_them(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let total: usize = elements(&bytes).map(|element| element.value.len() + 2).sum();
            prop_assert!(total <= bytes.len());
            let _ = first_len(&bytes);
        }
    }
}
