//! Mails (RFC 5322) as programs save them: their parts (RFC 2045 and 2046), wherever they lie.

use zeroize::Zeroizing;

use super::text::{contains, from_loose_base64, from_quoted_printable, position};

/// The most parts that are read, and boundaries that are known.
const PART_LIMIT: usize = 1000;
const BOUNDARY_LIMIT: usize = 32;
/// The longest name that is kept, in bytes.
const NAME_LIMIT: usize = 200;

/// A part of a mail.
pub(super) struct Part {
    /// The name of the file that is attached.
    pub(super) name: Option<String>,
    pub(super) content: Zeroizing<Vec<u8>>,
}

/// Whether a text is a mail: it begins with fields, of which one tells.
pub(super) fn is_mail(text: &[u8]) -> bool {
    const TELLING: [&[u8]; 5] = [
        b"content-type:",
        b"mime-version:",
        b"received:",
        b"message-id:",
        b"from:",
    ];
    let mut lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    // As mailboxes separate their mails.
    let mut first = lines.next().unwrap_or_default();
    if first.starts_with(b"From ") {
        first = lines.next().unwrap_or_default();
    }
    let name = first
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-')
        .count();
    let is_field = name > 0 && first.get(name) == Some(&b':');
    let mut fields = core::iter::once(first).chain(lines.take_while(|line| !line.is_empty()));
    let tells = |line: &[u8]| {
        TELLING.iter().any(|field| {
            line.get(..field.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(field))
        })
    };
    is_field && fields.any(tells)
}

/// Every part of a mail that holds something, those of mails within it included, each decoded.
pub(super) fn parts(text: &[u8]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut boundaries: Vec<&[u8]> = Vec::new();
    // Where the fields of the part begin, and its body once they have ended.
    let (mut fields, mut body) = (0, None);
    let mut at = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let line = line.trim_ascii_end();
        match body {
            None if line.is_empty() => {
                let header = &text[fields..start];
                if boundaries.len() < BOUNDARY_LIMIT {
                    boundaries.extend(parameter(header, b"boundary="));
                }
                // Another mail begins at once.
                if contains(header, b"message/rfc822") {
                    fields = end;
                } else {
                    body = Some(end);
                }
            }
            Some(from) if is_boundary(line, &boundaries) => {
                parts.extend(part(&text[fields..from], &text[from..start]));
                (fields, body) = (end, None);
            }
            _ => {}
        }
        if parts.len() == PART_LIMIT {
            return parts;
        }
    }
    if let Some(from) = body {
        parts.extend(part(&text[fields..from], &text[from..]));
    }
    parts
}

fn is_boundary(line: &[u8], boundaries: &[&[u8]]) -> bool {
    line.strip_prefix(b"--").is_some_and(|line| {
        let line = line.trim_ascii();
        let open = line.strip_suffix(b"--").unwrap_or(line);
        boundaries.iter().any(|boundary| [line, open].contains(boundary))
    })
}

fn part(header: &[u8], body: &[u8]) -> Option<Part> {
    const ENCODING: &[u8] = b"content-transfer-encoding:";
    let encoding = position(header, ENCODING).and_then(|at| header.get(at + ENCODING.len()..));
    let encoding = encoding.unwrap_or_default().trim_ascii_start();
    let is = |name: &[u8]| {
        encoding
            .get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    let content = if is(b"base64") {
        // What is damaged is looked at as it is.
        from_loose_base64(body).unwrap_or_else(|| Zeroizing::new(body.to_vec()))
    } else if is(b"quoted-printable") {
        from_quoted_printable(body)
    } else {
        Zeroizing::new(body.to_vec())
    };
    let name = parameter(header, b"filename=").or_else(|| parameter(header, b"name="));
    let name = name.map(|name| String::from_utf8_lossy(&name[..name.len().min(NAME_LIMIT)]).into_owned());
    (!content.trim_ascii().is_empty()).then_some(Part { name, content })
}

/// The value of a parameter of a field, given with its sign.
fn parameter<'a>(header: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let value = &header[position(header, name)? + name.len()..];
    let (value, is_end): (_, fn(&u8) -> bool) = match value {
        [b'"', rest @ ..] => (rest, |byte| *byte == b'"'),
        _ => (value, |byte| *byte == b';' || byte.is_ascii_whitespace()),
    };
    let len = value.iter().position(is_end).unwrap_or(value.len());
    Some(&value[..len]).filter(|value| !value.is_empty())
}
