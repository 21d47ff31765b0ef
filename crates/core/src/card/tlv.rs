//! BER-TLV as cards write it (ISO/IEC 7816-4, section 5.2.2): definite lengths, and filler after the last element.

/// An element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tlv<'a> {
    /// Its tag, its bytes as a number: `0x61`, `0x7f21`.
    pub(super) tag: u32,
    /// Its content.
    pub(super) value: &'a [u8],
}

/// The elements of these bytes, one after the other. They end at filler (00 or FF), at an element that does not fit, and
/// at one of a form that no card writes.
pub(super) fn elements(bytes: &[u8]) -> impl Iterator<Item = Tlv<'_>> {
    let mut rest = bytes;
    core::iter::from_fn(move || {
        let (element, after) = first(rest)?;
        rest = after;
        Some(element)
    })
}

/// The first element with this tag.
pub(super) fn find(bytes: &[u8], tag: u32) -> Option<&[u8]> {
    elements(bytes)
        .find(|element| element.tag == tag)
        .map(|element| element.value)
}

fn first(bytes: &[u8]) -> Option<(Tlv<'_>, &[u8])> {
    let (tag, rest) = match bytes {
        [] | [0x00 | 0xff, ..] => return None,
        // The number of the tag follows, in at most two bytes.
        [first, second, rest @ ..] if first & 0x1f == 0x1f => match (second & 0x80, rest) {
            (0, _) => (u32::from_be_bytes([0, 0, *first, *second]), rest),
            (_, [third, rest @ ..]) if third & 0x80 == 0 => {
                (u32::from_be_bytes([0, *first, *second, *third]), rest)
            }
            _ => return None,
        },
        [first, rest @ ..] => (u32::from(*first), rest),
    };
    let (len, rest) = match rest {
        [len @ ..=0x7f, rest @ ..] | [0x81, len, rest @ ..] => (usize::from(*len), rest),
        [0x82, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
        _ => return None,
    };
    let (value, rest) = rest.split_at_checked(len)?;
    Some((Tlv { tag, value }, rest))
}

/// The first element as it stands, without what follows it; all of the bytes where they begin with none.
pub(super) fn first_whole(bytes: &[u8]) -> &[u8] {
    let rest = first(bytes).map_or(0, |(_, rest)| rest.len());
    bytes.get(..bytes.len() - rest).unwrap_or(bytes)
}
