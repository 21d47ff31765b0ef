//! The page's texts: one typed function for each message, in the current language.
//!
//! They are made of the Fluent files in `crates/texts`; see there for what is checked.

mod by_word;
mod card;
mod certificates;
mod item;
mod procedure;
mod words;

pub(crate) use by_word::*;
pub(crate) use card::*;
pub(crate) use certificates::*;
pub(crate) use item::*;
pub(crate) use procedure::*;
pub(crate) use words::*;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// What `write` returns, written in French: what is sent to a French reader.
pub(crate) fn in_french<T>(write: impl FnOnce() -> T) -> T {
    let page = language();
    set_language(Language::Fr);
    let written = write();
    set_language(page);
    written
}
