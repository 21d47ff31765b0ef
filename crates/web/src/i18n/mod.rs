//! The page's texts: one typed function a message, in the language of the moment.
//!
//! The functions are made by `build.rs` from `locales/{fr,en}/*.ftl`; see there for what it checks.

use std::cell::RefCell;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

mod words;

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

    fn source(self) -> &'static str {
        match self {
            Self::French => include_str!(concat!(env!("OUT_DIR"), "/fr.ftl")),
            Self::English => include_str!(concat!(env!("OUT_DIR"), "/en.ftl")),
        }
    }

    fn bundle(self) -> FluentBundle<FluentResource> {
        let identifier: LanguageIdentifier = self.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![identifier]);
        // What is copied from the page must carry no invisible marks.
        bundle.set_use_isolating(false);
        // build.rs has parsed the same text without an error.
        let resource = FluentResource::try_new(self.source().to_owned()).unwrap_or_else(|(parsed, _)| parsed);
        bundle.add_resource_overriding(resource);
        bundle
    }
}

thread_local! {
    static CURRENT: RefCell<(Language, FluentBundle<FluentResource>)> =
        RefCell::new((Language::French, Language::French.bundle()));
}

/// Makes `language` the one in which every later call answers.
pub fn set_language(language: Language) {
    CURRENT.with_borrow_mut(|current| *current = (language, language.bundle()));
}

/// The language of the moment.
pub fn language() -> Language {
    CURRENT.with_borrow(|current| current.0)
}

fn message<const N: usize>(id: &'static str, arguments: [(&'static str, FluentValue<'static>); N]) -> String {
    CURRENT.with_borrow(|(_, bundle)| {
        let arguments: FluentArgs<'_> = arguments.into_iter().collect();
        let pattern = bundle.get_message(id).and_then(|message| message.value());
        // build.rs made this function from that very message.
        pattern.map_or_else(
            || id.to_owned(),
            |pattern| {
                bundle
                    .format_pattern(pattern, Some(&arguments), &mut Vec::new())
                    .into_owned()
            },
        )
    })
}
