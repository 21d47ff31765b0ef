//! The two things kept in the browser: language and theme. Nothing else ever is: Chromium shares this
//! storage between all local files.

use crate::i18n::Language;

const LANGUAGE: &str = "certiroc.language";
const THEME: &str = "certiroc.theme";

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The themes, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The value of `data-theme`, and what is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The language chosen before, or the first that the browser asks for and the page speaks, or French.
pub fn language() -> Language {
    let kept = read(LANGUAGE).and_then(|tag| Language::from_tag(&tag));
    kept.or_else(|| {
        super::page::languages()
            .iter()
            .find_map(|tag| Language::from_tag(tag))
    })
    .unwrap_or_default()
}

/// Remembers the language.
pub fn set_language(language: Language) {
    write(LANGUAGE, language.tag());
}

/// The theme chosen before.
pub fn theme() -> Theme {
    let kept = read(THEME);
    Theme::ALL
        .into_iter()
        .find(|theme| Some(theme.name()) == kept.as_deref())
        .unwrap_or_default()
}

/// Remembers the theme.
pub fn set_theme(theme: Theme) {
    write(THEME, theme.name());
}

// A browser may refuse its storage altogether: the choice then lasts as long as the page.
fn storage() -> Option<web_sys::Storage> {
    super::window().local_storage().ok().flatten()
}

fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

fn write(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}
