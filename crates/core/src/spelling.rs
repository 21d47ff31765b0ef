//! How names are spelled: put right before they are asked for, and compared when they come back.

/// Unicode's normalization form KC: a function, since its tables are too large for the page, which has its browser do
/// it.
pub type Nfkc = fn(&str) -> String;

/// The accents of French and its neighbours, each with the letters that bear it and what they are in one piece
/// (Unicode's normalization form C).
const COMPOSED: [(char, &str, &str); 8] = [
    ('\u{300}', "AEIOUaeiou", "ÀÈÌÒÙàèìòù"),
    ('\u{301}', "AEIOUYaeiouy", "ÁÉÍÓÚÝáéíóúý"),
    ('\u{302}', "AEIOUaeiou", "ÂÊÎÔÛâêîôû"),
    ('\u{303}', "ANOano", "ÃÑÕãñõ"),
    ('\u{308}', "AEIOUYaeiouy", "ÄËÏÖÜŸäëïöüÿ"),
    ('\u{30A}', "Aa", "Åå"),
    ('\u{327}', "Cc", "Çç"),
    ('\u{30C}', "SZsz", "ŠŽšž"),
];

/// The name as it is asked for: plain spaces, one at a time and none at the ends; each letter of French and its
/// neighbours in one piece. Any other accent apart is left where it is.
pub fn put_right(name: &str) -> String {
    let mut right = String::with_capacity(name.len());
    for c in name.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        let composed = right.chars().next_back().and_then(|base| composed(base, c));
        if composed.is_some() {
            right.pop();
        }
        right.push(composed.unwrap_or(match c {
            // Signs that are letters.
            '\u{212A}' => 'K',
            '\u{212B}' => 'Å',
            c => c,
        }));
    }
    right
}

fn composed(base: char, accent: char) -> Option<char> {
    let (_, bases, composed) = COMPOSED.iter().find(|(known, ..)| *known == accent)?;
    let place = bases.chars().position(|known| known == base)?;
    composed.chars().nth(place)
}

/// How two values of a name compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same characters.
    Same,
    /// The same value for certificates (RFC 5280, section 7.1; RFC 4518): they differ in case, in spaces, in how a
    /// letter is composed, or in characters that show nothing.
    Equivalent,
    /// The same letters and digits: they differ in apostrophes, dashes and the like.
    Punctuation,
    /// Neither.
    Different,
}

impl Likeness {
    /// How two values compare.
    pub fn of(one: &str, other: &str, nfkc: Nfkc) -> Self {
        if one == other {
            return Self::Same;
        }
        let (Some(one), Some(other)) = (prepared(one, nfkc), prepared(other, nfkc)) else {
            return Self::Different;
        };
        let letters = |text: &str| text.chars().filter(|c| !is_punctuation(*c)).collect::<String>();
        if one == other {
            Self::Equivalent
        } else if letters(&one) == letters(&other) && !letters(&one).is_empty() {
            Self::Punctuation
        } else {
            Self::Different
        }
    }
}

/// A value as RFC 4518, section 2 prepares it; `None` where it has what that prohibits.
fn prepared(text: &str, nfkc: Nfkc) -> Option<String> {
    // 2.2: nothing stands for what is ignored, a space for every other control. NFKC (2.3) sees to other spaces.
    let mapped: String = text.chars().filter(|c| !is_ignored(*c)).collect();
    // Table B.2 of RFC 3454: lower case, and two letters that have another.
    let folded = nfkc(&mapped).to_lowercase().replace('ß', "ss").replace('ς', "σ");
    let prepared = nfkc(&folded);
    // 2.4
    let is_prohibited = |c| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}' | '\u{F0000}'..='\u{10FFFF}');
    // 2.6
    let single: Vec<_> = prepared.split_whitespace().collect();
    (!prepared.contains(is_prohibited)).then(|| single.join(" "))
}

/// What RFC 4518, section 2.2 maps to nothing.
const fn is_ignored(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}' | '\u{AD}' | '\u{34F}'
        | '\u{6DD}' | '\u{70F}' | '\u{1806}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2063}' | '\u{206A}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0001}'
        | '\u{E0020}'..='\u{E007F}')
}

/// Spaces, and the signs of ASCII, Latin-1 and General Punctuation; letters that modify others, used as apostrophes.
const fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c,
            ' ' | '\u{A1}'..='\u{A9}' | '\u{AB}'..='\u{B1}' | '\u{B4}' | '\u{B6}'..='\u{B8}' | '\u{BB}' | '\u{BF}'
            | '\u{D7}' | '\u{2B0}'..='\u{2FF}' | '\u{2010}'..='\u{205E}' | '\u{2212}' | '\u{301}')
}
