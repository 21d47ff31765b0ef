//! Texts that somebody else chose, such as names in certificates, so that nothing in them is hidden: neither a
//! character that shows nothing, nor one that turns the order of those after it.

use core::fmt::Write;

/// Whether a character shows nothing by itself, or not what it is: controls, bidirectional ones among them, what
/// Unicode has ignored by default, every space but the plain one, private use.
pub const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{A0}' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}'
        | '\u{1680}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{2000}'..='\u{200F}'
        | '\u{2028}'..='\u{202F}' | '\u{205F}'..='\u{206F}' | '\u{2800}' | '\u{3000}' | '\u{3164}'
        | '\u{E000}'..='\u{F8FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFC}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D159}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{10FFFF}')
}

/// Whether a character combines with the one before it, as an accent apart does: the blocks that Unicode names so.
pub const fn is_combining(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}')
}

/// Whether a French keyboard has it, so that nothing else is taken for it: printable ASCII and the letters of French
/// and its neighbours, each in one piece.
const fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{FF}' | 'Œ' | 'œ' | 'Ÿ')
}

/// Whether it is written from right to left (the blocks of Hebrew, Arabic and the like).
const fn is_from_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// The text with a mark, such as `⟨U+202E⟩`, in the place of each character that shows nothing, and of spaces at its
/// ends and after another. Letters that run from right to left are kept apart (U+2068, U+2069), so that what follows
/// keeps its order.
pub fn visible(text: &str) -> String {
    marked(text, |_| false)
}

/// The same, with a mark also after each character that another may be taken for: an apostrophe that is not the
/// keyboard's, an accent apart, a letter of another script. For two texts that differ and may look alike.
pub fn spelled(text: &str) -> String {
    marked(text, |c| !is_plain(c))
}

fn marked(text: &str, is_named: impl Fn(char) -> bool) -> String {
    let isolated = text.chars().any(is_from_right);
    let mut shown = String::with_capacity(text.len());
    shown.extend(isolated.then_some('\u{2068}'));
    let mut before = ' ';
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let is_stray = c == ' ' && (before == ' ' || rest.as_str().is_empty());
        if !is_hidden(c) && !is_stray {
            shown.push(c);
        }
        if is_hidden(c) || is_stray || is_named(c) {
            // Writing to a String does not fail.
            let _ = write!(shown, "⟨U+{:04X}⟩", u32::from(c));
        }
        before = c;
    }
    shown.extend(isolated.then_some('\u{2069}'));
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_bears_its_number() {
        for (text, shown) in [
            ("Hôpital d'Été – n° 1", "Hôpital d'Été – n° 1"),
            ("a\0b\u{202E}c", "a⟨U+0000⟩b⟨U+202E⟩c"),
            (
                " a  b\u{A0}c\u{200B}\u{AD}\u{FEFF} ",
                "⟨U+0020⟩a ⟨U+0020⟩b⟨U+00A0⟩c⟨U+200B⟩⟨U+00AD⟩⟨U+FEFF⟩⟨U+0020⟩",
            ),
            ("\t\u{2028}\u{3000}\u{E0041}", "⟨U+0009⟩⟨U+2028⟩⟨U+3000⟩⟨U+E0041⟩"),
            // What closes an isolation that is ours cannot come from within.
            ("\u{5D0}\u{2069}b", "\u{2068}\u{5D0}⟨U+2069⟩b\u{2069}"),
            ("", ""),
            (" ", "⟨U+0020⟩"),
        ] {
            assert_eq!(visible(text), shown, "{text:?}");
        }
    }

    #[test]
    fn what_may_be_taken_for_another_is_named() {
        for (text, shown) in [
            ("L'Été Œuvre", "L'Été Œuvre"),
            (
                "L\u{2019}E\u{301}te\u{301}",
                "L’⟨U+2019⟩E\u{301}⟨U+0301⟩te\u{301}⟨U+0301⟩",
            ),
            ("\u{410}CME ﬁ", "А⟨U+0410⟩CME ﬁ⟨U+FB01⟩"),
        ] {
            assert_eq!(spelled(text), shown, "{text:?}");
        }
    }
}
