// No module of this crate: the head of what `to_rust` writes, in the module `i18n` of each program.

use std::cell::Cell;
use std::fmt::Write as _;

/// A message with several variables, each given by its name.
#[allow(unused_macros, reason = "not every program has one")]
macro_rules! text {
    (@ $name:ident) => { $name.into() };
    (@ $name:ident $value:expr) => { $value.into() };
    ($message:ident { $($name:ident $(: $value:expr)?),+ $(,)? }) => {
        $crate::i18n::$message($crate::i18n::arguments::$message {
            $($name: $crate::i18n::text!(@ $name $($value)?)),+
        })
    };
}
#[allow(unused_imports)]
pub(crate) use text;

impl Language {
    /// The language of a BCP 47 tag such as `fr-FR` or of a locale such as `fr_FR.UTF-8`, if it is one of ours.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_', '.']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }
}

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::ALL[0]) };
    /// The texts of each language, message by message.
    static MESSAGES: [Vec<&'static str>; Language::ALL.len()] =
        TEXTS.map(|texts| texts.split(MESSAGE).collect());
}

/// Makes `language` the one in which every later call answers.
pub fn set_language(language: Language) {
    CURRENT.set(language);
}

/// The language of the moment.
pub fn language() -> Language {
    CURRENT.get()
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

/// The message of this number in the language of the moment.
fn message(number: usize, values: &[Value]) -> String {
    let language = language();
    let source = MESSAGES.with(|messages| messages[language as usize][number]);
    let mut text = String::with_capacity(source.len());
    let mut letters = source.chars();
    // What follows a mark was written with it.
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
