//! The page's texts: one typed function a message, in the language of the moment.
//!
//! The functions are made by `build.rs` from `locales/{fr,en}/*.ftl`; see there for what it checks.

use std::cell::Cell;
use std::fmt::Write as _;

mod card;
mod certificates;
mod procedure;
mod words;

pub(crate) use card::*;
pub(crate) use certificates::*;
pub(crate) use procedure::*;
pub(crate) use words::*;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// A message with several variables, each given by its name.
macro_rules! text {
    (@ $name:ident) => { $name.into() };
    (@ $name:ident $value:expr) => { $value.into() };
    ($message:ident { $($name:ident $(: $value:expr)?),+ $(,)? }) => {
        $crate::i18n::$message($crate::i18n::arguments::$message {
            $($name: $crate::i18n::text!(@ $name $($value)?)),+
        })
    };
}
pub(crate) use text;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// French, first.
    #[default]
    French,
    /// English.
    English,
}

impl Language {
    /// The languages, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::French, Self::English];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// The language's own name, the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::French => "Français",
            Self::English => "English",
        }
    }

    /// The language of a BCP 47 tag such as `fr-FR`, if it is one of ours.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// Whether the plural category of a number of things is `one`, and not `other` (CLDR, cardinal).
    const fn is_one(self, number: u64) -> bool {
        match self {
            Self::French => number <= 1,
            Self::English => number == 1,
        }
    }
}

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::French) };
}

/// Makes `language` the one in which every later call answers.
pub fn set_language(language: Language) {
    CURRENT.set(language);
}

/// The language of the moment.
pub fn language() -> Language {
    CURRENT.get()
}

/// What `write` returns, written in French: what is sent to a French reader.
pub(crate) fn in_french<T>(write: impl FnOnce() -> T) -> T {
    let page = language();
    set_language(Language::French);
    let written = write();
    set_language(page);
    written
}

/// What stands for a variable.
pub(crate) enum Value {
    /// Text, as it is.
    Text(String),
    /// A number, which may choose between two texts.
    Number(u64),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

thread_local! {
    /// The texts of each language, message by message.
    static MESSAGES: [Vec<&'static str>; 2] = TEXTS.map(|texts| texts.split(MESSAGE).collect());
}

/// The message of this number in the language of the moment.
fn message(number: usize, values: &[Value]) -> String {
    let language = language();
    let source = MESSAGES.with(|messages| messages[language as usize][number]);
    let mut text = String::with_capacity(source.len());
    let mut letters = source.chars();
    // `build.rs` has written what follows a mark.
    let value = |place: Option<char>| &values[place.map_or(0, |place| place as usize - 'a' as usize)];
    while let Some(letter) = letters.next() {
        match letter {
            VARIABLE => match value(letters.next()) {
                Value::Text(value) => text.push_str(value),
                Value::Number(number) => _ = write!(text, "{number}"),
            },
            PLURAL => {
                let is_one =
                    matches!(value(letters.next()), Value::Number(number) if language.is_one(*number));
                if !is_one {
                    letters.find(|letter| *letter == OTHER);
                }
            }
            // The text for one is written.
            OTHER => _ = letters.find(|letter| *letter == END),
            END => {}
            letter => text.push(letter),
        }
    }
    text
}
