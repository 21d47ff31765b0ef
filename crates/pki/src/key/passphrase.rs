//! The one passphrase that protects a dossier's keys.

use core::ops::RangeInclusive;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::estimate::{Estimate, Pattern, Strength};

/// A passphrase that every tool to which we hand keys accepts: 12 to 128 printable ASCII characters, with no space at
/// either end.
///
/// ASCII, because Java up to 17 refuses other characters and other tools disagree on their encoding (RFC 8018 leaves it
/// open). No space at either end, because it would be lost in copying and cannot be seen.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

/// Why a text is not a [`Passphrase`], or not an [`ExportPassword`](super::ExportPassword).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseError {
    /// Fewer characters than its type accepts.
    #[error("{found} characters are too few")]
    TooShort {
        /// Its number of characters.
        found: usize,
    },
    /// More characters than its type accepts.
    #[error("{found} characters are too many")]
    TooLong {
        /// Its number of characters.
        found: usize,
    },
    /// A character outside U+0020 to U+007E.
    #[error("{character:?} is not printable ASCII")]
    NotAscii {
        /// The first such character.
        character: char,
    },
    /// The first or last character is a space.
    #[error("a space at an end")]
    SpaceAtEnd,
    /// Among the first guesses.
    #[error("guessed at once")]
    Guessable {
        /// What it is made of.
        pattern: Pattern,
    },
}

/// Letters that have the same place on AZERTY and QWERTY keyboards and are not mistaken for another letter or digit.
/// The only vowels are `e` and `u`, so that words hardly ever appear.
const LETTERS: &[u8; 18] = b"bcdefghjknprstuvxy";
/// Groups of a generated passphrase.
const GROUPS: usize = 6;
/// Letters of a group.
const GROUP_LEN: usize = 4;

impl Passphrase {
    /// The fewest characters accepted.
    pub const MIN_LEN: usize = 12;
    /// The most characters accepted.
    pub const MAX_LEN: usize = 128;

    /// Checks what a user typed to open keys.
    ///
    /// # Errors
    /// The first rule that it breaks: the characters are checked first, then the ends, then the length.
    pub fn parse(text: &str) -> Result<Self, PassphraseError> {
        check(text, Self::MIN_LEN..=Self::MAX_LEN)?;
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// Checks what a user thought of to protect keys from now on. Whoever has the file knows the words `known`, such as
    /// the hospital's name: in small letters, without accents.
    ///
    /// # Errors
    /// As [`Self::parse`]; then [`PassphraseError::Guessable`].
    pub fn choose(text: &str, known: &[String]) -> Result<Self, PassphraseError> {
        let passphrase = Self::parse(text)?;
        check_guesses(text, known)?;
        Ok(passphrase)
    }

    /// A new passphrase such as `bfkt-hxru-eegy-vpnd-jscb-tkrx`: 24 letters drawn evenly from 18, which is 100 bits.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self(draw(rng))
    }

    /// The text, for the derivation and to be shown once.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Checks that a text is printable ASCII, without a space at either end, and of a length within bounds.
pub(super) fn check(text: &str, bounds: RangeInclusive<usize>) -> Result<(), PassphraseError> {
    if let Some(character) = text.chars().find(|c| !matches!(c, ' '..='~')) {
        return Err(PassphraseError::NotAscii { character });
    }
    if text.starts_with(' ') || text.ends_with(' ') {
        return Err(PassphraseError::SpaceAtEnd);
    }
    match text.len() {
        found if found < *bounds.start() => Err(PassphraseError::TooShort { found }),
        found if found > *bounds.end() => Err(PassphraseError::TooLong { found }),
        _ => Ok(()),
    }
}

/// Checks that a text is not among the first guesses of somebody who knows the words `known`.
pub(super) fn check_guesses(text: &str, known: &[String]) -> Result<(), PassphraseError> {
    let estimate = Estimate::of(text, known);
    match estimate.strength() {
        Strength::Trivial => Err(PassphraseError::Guessable {
            pattern: estimate.pattern,
        }),
        _ => Ok(()),
    }
}

/// The letters of a new passphrase, in their groups.
pub(super) fn draw(rng: &mut impl CryptoRng) -> Zeroizing<String> {
    // Room for the whole text from the start: growing would leave copies behind.
    let mut text = Zeroizing::new(String::with_capacity(GROUPS * (GROUP_LEN + 1)));
    for group in 0..GROUPS {
        if group > 0 {
            text.push('-');
        }
        for _ in 0..GROUP_LEN {
            text.push(letter(rng));
        }
    }
    text
}

/// One of [`LETTERS`], all equally likely.
fn letter(rng: &mut impl CryptoRng) -> char {
    loop {
        let mut byte = Zeroizing::new([0]);
        rng.fill_bytes(&mut *byte);
        // 252 is 14 times the 18 letters; the 4 values above would favour the first letters.
        if byte[0] < 252 {
            return char::from(LETTERS[usize::from(byte[0]) % LETTERS.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rng() -> impl CryptoRng {
        rand_core::UnwrapErr(getrandom::SysRng)
    }

    #[test]
    fn takes_every_printable_ascii_character() {
        let all: String = (' '..='~').collect();
        let text = format!("x{all}x");
        assert_eq!(Passphrase::parse(&text).unwrap().as_str(), text);
    }

    #[test]
    fn says_which_rule_is_broken() {
        let cases = [
            ("", PassphraseError::TooShort { found: 0 }),
            ("elevenchars", PassphraseError::TooShort { found: 11 }),
            ("pässwörd", PassphraseError::NotAscii { character: 'ä' }),
            ("twelve\tchars", PassphraseError::NotAscii { character: '\t' }),
            (
                "twelve chars\u{7f}",
                PassphraseError::NotAscii { character: '\u{7f}' },
            ),
            (" twelve chars", PassphraseError::SpaceAtEnd),
            ("twelve chars ", PassphraseError::SpaceAtEnd),
        ];
        for (text, error) in cases {
            assert_eq!(Passphrase::parse(text).err(), Some(error), "{text:?}");
        }
        assert!(Passphrase::parse("twelve chars").is_ok());
        assert!(Passphrase::parse(&"x".repeat(128)).is_ok());
        assert_eq!(
            Passphrase::parse(&"x".repeat(129)).err(),
            Some(PassphraseError::TooLong { found: 129 })
        );
    }

    #[test]
    fn what_is_guessed_at_once_opens_but_is_not_chosen() {
        let known = ["beauvais".to_owned()];
        for (text, pattern) in [
            ("aaaaaaaaaaaa", Pattern::Repetition),
            ("Beauvais2026", Pattern::Known),
        ] {
            assert!(Passphrase::parse(text).is_ok());
            let error = PassphraseError::Guessable { pattern };
            assert_eq!(Passphrase::choose(text, &known).err(), Some(error));
        }
        assert_eq!(
            Passphrase::choose("trop court", &known).err(),
            Some(PassphraseError::TooShort { found: 10 })
        );
        assert!(Passphrase::choose("twelve more chars", &known).is_ok());
    }

    #[test]
    fn generates_readable_groups_of_evenly_drawn_letters() {
        let mut counts = [0_u32; LETTERS.len()];
        for _ in 0..1000 {
            let passphrase = Passphrase::generate(&mut rng());
            assert_eq!(
                Passphrase::parse(passphrase.as_str()).unwrap().as_str(),
                passphrase.as_str()
            );
            assert_eq!(
                Estimate::of(passphrase.as_str(), &[]).strength(),
                Strength::Strong,
                "{}",
                passphrase.as_str()
            );
            let groups: Vec<_> = passphrase.as_str().split('-').collect();
            assert_eq!(groups.len(), GROUPS);
            for group in groups {
                assert_eq!(group.len(), GROUP_LEN);
                for letter in group.bytes() {
                    counts[LETTERS.iter().position(|&l| l == letter).unwrap()] += 1;
                }
            }
        }
        // 1333 expected, standard deviation 35.5: eight of them never happen.
        assert!(
            counts.iter().all(|count| (1049..1617).contains(count)),
            "{counts:?}"
        );
        // What is promised: at least 100 bits.
        let letters = u32::try_from(GROUPS * GROUP_LEN).unwrap();
        assert!(f64::from(letters) * 18_f64.log2() >= 100.0);
    }
}
