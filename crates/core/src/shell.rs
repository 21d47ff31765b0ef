//! One word of a command, for each of the shells that commands are written for: whatever the text is, the shell takes it
//! for that word and for nothing else.
//!
//! Commands are pasted, and read before that. So a text with signs that a terminal acts upon before any quotes count
//! (control characters), or that show a command otherwise than it is (those that turn the direction of writing, those
//! without width), has no word at all.

/// A word for a POSIX shell: as it is, or in single quotes.
pub fn posix(text: &str) -> Option<String> {
    if is_plain(text, "._-/") {
        Some(text.to_owned())
    } else {
        is_readable(text).then(|| format!("'{}'", text.replace('\'', r"'\''")))
    }
}

/// A string for `PowerShell`, in single quotes: a quote is written twice, and so is each of the curly ones, which
/// `PowerShell` takes for the straight one.
pub fn powershell(text: &str) -> Option<String> {
    is_readable(text).then(|| {
        let mut word = String::from("'");
        for sign in text.chars() {
            if matches!(sign, '\'' | '\u{2018}'..='\u{201b}') {
                word.push(sign);
            }
            word.push(sign);
        }
        word + "'"
    })
}

/// A word for a Windows console (`cmd`) and a program of Windows: as it is, or in double quotes.
///
/// Within them `cmd` still replaces `%NAME%` and, where that was switched on, `!NAME!`; a double quote ends them, however
/// it is written; and programs may be handed signs outside their code page as others, a double quote among them. A text
/// with any of these has no word.
pub fn cmd(text: &str) -> Option<String> {
    if is_plain(text, "._-\\") {
        return Some(text.to_owned());
    }
    let is_held = |sign: char| !"\"%!".contains(sign) && sign < '\u{180}';
    (is_readable(text) && text.chars().all(is_held)).then(|| {
        // Backslashes before the closing quote would take it for a sign of the text.
        let backslashes = text.len() - text.trim_end_matches('\\').len();
        format!("\"{text}{}\"", "\\".repeat(backslashes))
    })
}

/// Whether it needs no quotes: ASCII letters, digits and these signs.
fn is_plain(text: &str, signs: &str) -> bool {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || signs.contains(sign);
    !text.is_empty() && text.chars().all(plain)
}

fn is_readable(text: &str) -> bool {
    !text.chars().any(|sign| {
        sign.is_control()
            || matches!(sign, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    })
}
