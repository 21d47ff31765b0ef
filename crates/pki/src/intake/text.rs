//! Texts that carry DER, whatever they went through on their way: encodings, mail, scripts, web pages.

use std::borrow::Cow;

use zeroize::Zeroizing;

use crate::pem;

/// How many characters of a text without a mark are looked at to tell UTF-16.
const SAMPLE: usize = 64;
/// The longest label of a PEM block.
const LABEL_LIMIT: usize = 64;
/// The most dashes that are taken for those of one line.
const DASH_LIMIT: usize = 20;
/// The fewest characters of base64 that are read without the lines of PEM around them, within another text. A key
/// identifier is shorter, and any certificate is longer.
const BARE_LIMIT: usize = 64;
/// How base64 begins of a SEQUENCE of 128 bytes and more, of PEM, of a Java key store.
const BARE: [&[u8]; 4] = [b"MI", b"LS0t", b"77u/LS0t", b"/u3+7Q"];

/// The text of a file. UTF-16, which Windows PowerShell writes when it redirects output, becomes UTF-8; other tools
/// leave out its mark.
pub fn utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => from_utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => from_utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => rest.into(),
        _ => {
            let units: [fn([u8; 2]) -> u16; 2] = [u16::from_le_bytes, u16::from_be_bytes];
            match units.into_iter().find(|unit| is_utf16(bytes, *unit)) {
                Some(unit) => from_utf16(bytes, unit),
                None => bytes.into(),
            }
        }
    }
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'_, [u8]> {
    let (units, _) = bytes.as_chunks::<2>();
    let units = units.iter().copied().map(unit);
    let text: String = char::decode_utf16(units)
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    text.into_bytes().into()
}

/// Whether nearly all of the first characters are ASCII in two bytes.
fn is_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> bool {
    let (units, _) = bytes.as_chunks::<2>();
    let sample = &units[..units.len().min(SAMPLE)];
    let is_ascii = |unit: u16| matches!(unit, 9 | 10 | 13 | 0x20..=0x7e);
    let ascii = sample.iter().filter(|pair| is_ascii(unit(**pair))).count();
    sample.len() >= 8 && ascii * 8 >= sample.len() * 7
}

/// Where `pattern` begins in `text`, in any case.
pub(super) fn position(text: &[u8], pattern: &[u8]) -> Option<usize> {
    text.windows(pattern.len())
        .position(|window| window.eq_ignore_ascii_case(pattern))
}

/// Whether `text` holds `pattern`, in any case.
pub(super) fn contains(text: &[u8], pattern: &[u8]) -> bool {
    position(text, pattern).is_some()
}

/// A block of PEM, up to the next.
pub(super) struct Armor<'a> {
    /// What is said to be in it.
    pub(super) label: String,
    /// From its first dashes on.
    pub(super) whole: &'a [u8],
    /// What follows its first line.
    body: &'a [u8],
}

/// What a block holds.
pub(super) struct Decoded {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// Whether the text was changed on its way, so that other programs will refuse it.
    pub(super) altered: bool,
}

/// Every block of PEM in a text.
pub(super) fn armors(text: &[u8]) -> impl Iterator<Item = Armor<'_>> {
    let mut next = begin(text, 0);
    core::iter::from_fn(move || {
        let (start, label, body) = next.take()?;
        next = begin(text, body);
        // The dashes before the next block may be those that end this one.
        let mut end = next.as_ref().map_or(text.len(), |(start, ..)| *start);
        while let Some(len) = dash(text.get(end..)?) {
            end += len;
        }
        Some(Armor {
            label,
            whole: text.get(start..end)?,
            body: text.get(body..end.max(body))?,
        })
    })
}

/// Whether there is a block of PEM in a text.
pub(super) fn has_armor(text: &[u8]) -> bool {
    begin(text, 0).is_some()
}

/// The first line of the next block: where its dashes begin, its label, where it ends.
fn begin(text: &[u8], from: usize) -> Option<(usize, String, usize)> {
    line(text, from, b"BEGIN ")
}

/// The next line of dashes, a word, a label and dashes, as [`begin`] gives it.
fn line(text: &[u8], mut from: usize, word: &[u8]) -> Option<(usize, String, usize)> {
    loop {
        let rest = text.get(from..)?;
        let at = from + rest.windows(word.len()).position(|window| window == word)?;
        from = at + word.len();
        let Some(start) = dashes_before(text, at) else {
            continue;
        };
        let rest = &text[from..];
        let is_of_label =
            |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b" #._/".contains(byte);
        let len = rest
            .iter()
            .take(LABEL_LIMIT)
            .take_while(|byte| is_of_label(byte))
            .count();
        let (label, mut rest) = rest.split_at(len);
        if dash(rest).is_none() && label.len() < LABEL_LIMIT {
            continue;
        }
        while let Some(len) = dash(rest) {
            rest = &rest[len..];
        }
        let label = String::from_utf8_lossy(label.trim_ascii()).into_owned();
        return Some((start, label, text.len() - rest.len()));
    }
}

/// The bytes of the dash that a text begins with: as typed, as Word and mail programs replace it, in UTF-8 or
/// Windows-1252.
fn dash(text: &[u8]) -> Option<usize> {
    match text {
        [b'-' | 0x96 | 0x97, ..] => Some(1),
        [0xe2, 0x80, 0x90..=0x95, ..]
        | [0xe2, 0x88, 0x92, ..]
        | [0xef, 0xb9, 0x98 | 0xa3, ..]
        | [0xef, 0xbc, 0x8d, ..] => Some(3),
        _ => None,
    }
}

/// Where the dashes begin that end before `at`, a space aside: two or more as typed, or any number of others.
fn dashes_before(text: &[u8], at: usize) -> Option<usize> {
    let end = if text[..at].ends_with(b"- ") { at - 1 } else { at };
    let mut start = end;
    for _ in 0..DASH_LIMIT {
        let ends_with_dash = |len: &usize| {
            let from = start.checked_sub(*len);
            from.is_some_and(|from| dash(&text[from..start]) == Some(*len))
        };
        match [1, 3].iter().find(|len| ends_with_dash(len)) {
            Some(len) => start -= len,
            None => break,
        }
    }
    (end - start > 1 || end > start && text[start] != b'-').then_some(start)
}

impl Armor<'_> {
    /// What it holds; `None` if it is damaged, or cut short.
    pub(super) fn decode(&self) -> Option<Decoded> {
        if let Some(block) = pem::decode(self.whole).and_then(|mut blocks| blocks.pop()) {
            return Some(Decoded {
                bytes: Zeroizing::new(block.der),
                altered: false,
            });
        }
        let (end, label, _) = line(self.body, 0, b"END ")?;
        if label != self.label {
            return None;
        }
        Some(Decoded {
            bytes: from_base64(&[bare(&self.body[..end])?.as_slice()])?,
            altered: true,
        })
    }
}

/// The characters of base64 in the body of a block that was quoted, escaped or marked up; `None` if there is anything
/// that cannot be explained so.
fn bare(body: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut found = Zeroizing::new(Vec::with_capacity(body.len()));
    let mut rest = body;
    while let [first, tail @ ..] = rest {
        let (byte, len) = match (first, tail) {
            // Quoted-printable: a byte in hexadecimal, or a line that goes on. Base64 ends with it, too.
            (b'=', [high, low, ..]) => match hexadecimal(&[*high, *low]) {
                Some(byte) => (byte, 2),
                None => (b'=', 0),
            },
            // JSON and other languages.
            (b'\\', _) => escaped(tail)?,
            // A web page.
            (b'&', _) => entity(tail)?,
            (b'<', _) => (b' ', tail.iter().position(|byte| *byte == b'>')? + 1),
            // A text in pieces: what is between two of them.
            (b'"' | b'\'', _) => (b' ', between(*first, tail)),
            // A no-break space, and signs without width.
            (0xc2, [0xa0, ..]) => (b' ', 1),
            (0xe2, [0x80, 0x8b..=0x8f, ..]) | (0xef, [0xbb, 0xbf, ..]) => (b' ', 2),
            _ => (*first, 0),
        };
        rest = &tail[len..];
        match byte {
            _ if is_base64(byte) => found.push(byte),
            // The marks of a quotation.
            b'=' | b'>' | b'|' | b'*' => {}
            _ if byte.is_ascii_whitespace() => {}
            _ => return None,
        }
    }
    Some(found)
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/".contains(&byte)
}

/// A byte by its hexadecimal digits, the most significant first.
fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let digits = str::from_utf8(digits).ok()?;
    digits
        .bytes()
        .all(|digit| digit.is_ascii_hexdigit())
        .then(|| u8::from_str_radix(digits, 16).ok())?
}

/// What follows a backslash: the character meant, and how many bytes it takes.
fn escaped(tail: &[u8]) -> Option<(u8, usize)> {
    let slashes = tail.iter().take_while(|byte| **byte == b'\\').count();
    Some(match tail.get(slashes..)? {
        [b'n' | b'r' | b't' | b'"' | b'\'' | b'\r' | b'\n', ..] => (b' ', slashes + 1),
        [b'u' | b'U', b'0', b'0', high, low, ..] => (hexadecimal(&[*high, *low])?, slashes + 5),
        [byte @ (b'/' | b'+' | b'='), ..] => (*byte, slashes + 1),
        [_, ..] => return None,
        [] => (b' ', slashes),
    })
}

/// What follows an ampersand: the character meant, and how many bytes it takes.
fn entity(tail: &[u8]) -> Option<(u8, usize)> {
    let len = tail.iter().take(8).position(|byte| *byte == b';')?;
    let text = str::from_utf8(&tail[..len]).ok()?;
    let number = match text.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u8::from_str_radix(digits, 16),
            None => digits.parse(),
        }
        .unwrap_or(b' '),
        None => match text {
            "plus" => b'+',
            "sol" => b'/',
            _ => b' ',
        },
    };
    Some((number, len + 1))
}

/// How long what stands between two pieces of a quoted text is; nothing after the last.
fn between(quote: u8, tail: &[u8]) -> usize {
    let is_glue = |byte: &u8| byte.is_ascii_whitespace() || b"+.,;\\()&_".contains(byte);
    let len = tail.iter().take_while(|byte| is_glue(byte)).count();
    if tail.get(len) == Some(&quote) { len + 1 } else { 0 }
}

/// What characters of base64 encode, given in pieces. They may be those of base64url, and lack what pads them to a
/// multiple of four.
fn from_base64(pieces: &[&[u8]]) -> Option<Zeroizing<Vec<u8>>> {
    let len = pieces.iter().map(|piece| piece.len()).sum::<usize>();
    let mut framed = Zeroizing::new(Vec::with_capacity(len + 64));
    framed.extend_from_slice(b"-----BEGIN X-----\n");
    framed.extend(pieces.iter().copied().flatten().map(|byte| match byte {
        b'-' => b'+',
        b'_' => b'/',
        other => *other,
    }));
    let padding: &[u8] = match len % 4 {
        0 => b"",
        2 => b"==",
        3 => b"=",
        _ => return None,
    };
    framed.extend_from_slice(padding);
    framed.extend_from_slice(b"\n-----END X-----\n");
    let block = pem::decode(&framed)?.pop()?;
    Some(Zeroizing::new(block.der))
}

/// Bytes in base64 without the lines of PEM around it, as mails, consoles, JSON, YAML and XML have it.
pub(super) struct Bare {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// Whether the text is nothing else.
    pub(super) alone: bool,
}

/// Every such run in a text.
pub(super) fn bares(text: &[u8]) -> impl Iterator<Item = Bare> {
    let mut at = 0;
    core::iter::from_fn(move || {
        while at < text.len() {
            let start = at;
            let rest = &text[start..];
            let is_begun = start > 0 && is_base64(text[start - 1]);
            if is_begun || !BARE.iter().any(|beginning| rest.starts_with(beginning)) {
                at += 1;
                continue;
            }
            let (lines, len) = run(rest);
            at = start + len;
            let alone = start == 0 && at == text.len();
            let count = lines.iter().map(|line| line.len()).sum::<usize>();
            if (alone || count >= BARE_LIMIT)
                && let Some(bytes) = from_base64(&lines)
            {
                return Some(Bare { bytes, alone });
            }
        }
        None
    })
}

/// The characters of base64 that a text begins with, line by line, and how many bytes they take in it.
fn run(text: &[u8]) -> (Vec<&[u8]>, usize) {
    let mut lines = Vec::new();
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let (line, padding) = word(rest);
        lines.push(&rest[..line]);
        at += line + padding;
        let rest = &rest[line + padding..];
        // JSON may write a slash so.
        if rest.starts_with(b"\\/") {
            lines.push(&rest[1..2]);
            at += 2;
            continue;
        }
        let gap = gap(rest);
        let next = &rest[gap..];
        if next.is_empty() {
            return (lines, text.len());
        }
        let (line, padded) = word(next);
        let after = &next[line + padded..];
        let is_end = match after.first() {
            None => true,
            Some(byte) if is_base64(*byte) => false,
            // No word of a language is so long.
            _ if line >= 32 || padded > 0 => true,
            Some(byte) if b"<\"'\\,]})\r\n".contains(byte) => true,
            _ => after[spaces(after)..]
                .first()
                .is_none_or(|byte| b"\r\n".contains(byte)),
        };
        if padding > 0 || gap == 0 || line == 0 || !is_end {
            return (lines, at);
        }
        at += gap;
    }
}

/// How many characters of base64, or base64url, a text begins with, and how many that pad them.
fn word(text: &[u8]) -> (usize, usize) {
    let is_character = |byte: &&u8| is_base64(**byte) || b"-_".contains(byte);
    let line = text.iter().take_while(is_character).count();
    let padding = text[line..]
        .iter()
        .take(2)
        .take_while(|byte| **byte == b'=')
        .count();
    (line, padding)
}

fn spaces(text: &[u8]) -> usize {
    text.iter().take_while(|byte| b" \t".contains(byte)).count()
}

/// How long the white space is that a text begins with, ends of lines written as in JSON included.
fn gap(text: &[u8]) -> usize {
    let mut rest = text;
    loop {
        rest = match rest {
            [b'\\', b'n' | b'r' | b't', after @ ..] => after,
            [byte, after @ ..] if byte.is_ascii_whitespace() => after,
            _ => return text.len() - rest.len(),
        };
    }
}

/// What quoted-printable says (RFC 2045, section 6.7).
pub(super) fn from_quoted_printable(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut found = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        rest = match (first, tail) {
            (b'=', [b'\r', b'\n', after @ ..] | [b'\n', after @ ..]) => after,
            (b'=', [high, low, after @ ..]) => {
                if let Some(byte) = hexadecimal(&[*high, *low]) {
                    found.push(byte);
                    after
                } else {
                    found.push(b'=');
                    tail
                }
            }
            _ => {
                found.push(*first);
                tail
            }
        };
    }
    found
}

/// What the characters of base64 in a text encode, whatever is between them.
pub(super) fn from_loose_base64(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    from_base64(&[bare(text)?.as_slice()])
}
