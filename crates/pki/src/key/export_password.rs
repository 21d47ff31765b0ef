//! The password of a file made for another program.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::passphrase::{self, PassphraseError};

/// A password that the programs of every target accept: 6 to 128 printable ASCII characters, with no space at either
/// end.
///
/// keytool refuses fewer than 6; the rest is as for a [`Passphrase`](super::Passphrase). It is another type because it
/// ends up in configuration files and is given to others.
#[derive(Clone, PartialEq, Eq)]
pub struct ExportPassword(Zeroizing<String>);

impl ExportPassword {
    /// The fewest characters accepted.
    pub const MIN_LEN: usize = 6;
    /// The most characters accepted.
    pub const MAX_LEN: usize = 128;

    /// Checks what a user typed.
    ///
    /// # Errors
    /// The first rule that it breaks: the characters are checked first, then the ends, then the length.
    pub fn parse(text: &str) -> Result<Self, PassphraseError> {
        passphrase::check(text, Self::MIN_LEN..=Self::MAX_LEN)?;
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// The fewest characters where the format itself hardly slows a guesser down.
    pub const MIN_LEN_IN_OLD_FORMATS: usize = 14;

    /// Checks what a user thought of for a file whose format hardly slows a guesser down, who knows the words `known`.
    ///
    /// # Errors
    /// As [`Self::parse`], with [`Self::MIN_LEN_IN_OLD_FORMATS`]; then [`PassphraseError::Guessable`].
    pub fn parse_for_old_format(text: &str, known: &[String]) -> Result<Self, PassphraseError> {
        passphrase::check(text, Self::MIN_LEN_IN_OLD_FORMATS..=Self::MAX_LEN)?;
        passphrase::check_guesses(text, known)?;
        Self::parse(text)
    }

    /// A new password, made like those of [`Passphrase::generate`](super::Passphrase::generate).
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self(passphrase::draw(rng))
    }

    /// The text, for the derivation and to be shown once.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Pattern;

    #[test]
    fn takes_what_every_target_takes() {
        let all: String = (' '..='~').collect();
        for text in ["sixsix", &"x".repeat(128), &format!("x{all}x")] {
            assert_eq!(ExportPassword::parse(text).unwrap().as_str(), text);
        }
        let cases = [
            ("", PassphraseError::TooShort { found: 0 }),
            ("fiver", PassphraseError::TooShort { found: 5 }),
            ("motdepassé1", PassphraseError::NotAscii { character: 'é' }),
            ("sixsix\n", PassphraseError::NotAscii { character: '\n' }),
            ("sixsix ", PassphraseError::SpaceAtEnd),
            (&"x".repeat(129), PassphraseError::TooLong { found: 129 }),
        ];
        for (text, error) in cases {
            assert_eq!(ExportPassword::parse(text).err(), Some(error), "{text:?}");
        }
    }

    #[test]
    fn old_formats_take_what_is_long_and_not_guessed() {
        let known = ["beauvais".to_owned(), "chb".to_owned()];
        let guessable = |pattern| PassphraseError::Guessable { pattern };
        let cases = [
            ("thirteen char", PassphraseError::TooShort { found: 13 }),
            ("azertyuiopqsdf", guessable(Pattern::Run)),
            ("CHBeauvais2026!", guessable(Pattern::Known)),
        ];
        for (text, error) in cases {
            assert_eq!(
                ExportPassword::parse_for_old_format(text, &known).err(),
                Some(error),
                "{text:?}"
            );
            assert!(ExportPassword::parse(text).is_ok());
        }
        assert!(ExportPassword::parse_for_old_format("fourteen chars", &known).is_ok());
    }

    #[test]
    fn generates_what_it_takes_and_never_twice_the_same() {
        let mut rng = rand_core::UnwrapErr(getrandom::SysRng);
        let one = ExportPassword::generate(&mut rng);
        assert!(ExportPassword::parse_for_old_format(one.as_str(), &[]).is_ok_and(|parsed| parsed == one));
        assert!(one != ExportPassword::generate(&mut rng));
    }
}
