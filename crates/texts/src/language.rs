//! What is to be known of a language: `language.ftl` in its folder.

use std::path::Path;

use crate::message::{self, Messages};
use crate::{LANGUAGE, Problems};

/// A language of the programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its primary language subtag (BCP 47): the name of its folder.
    pub tag: String,
    /// Its own name for itself: the message `name`.
    pub name: String,
    /// The numbers that take the plural category `one`, as CLDR has it; all others take `other`. The message `one`.
    pub(crate) one: Vec<u64>,
    /// Frequent words of its own, by which a text that was left in this language is told. The message `own-words`.
    pub(crate) own_words: Vec<String>,
    /// The marks that take a no-break space before them: the message `no-break-before`, if there is one.
    pub(crate) no_break_before: Vec<char>,
}

impl Language {
    /// Reads `language.ftl`. `None`, and a problem, where it is not what it must be.
    pub(crate) fn read(folder: &Path, problems: &mut Problems) -> Option<Self> {
        let tag = folder.file_name()?.to_str()?.to_owned();
        if !(2..=3).contains(&tag.len()) || !tag.bytes().all(|byte| byte.is_ascii_lowercase()) {
            problems.add(
                folder.display(),
                "is named by no primary language subtag such as fr",
            );
            return None;
        }
        let file = folder.join(LANGUAGE);
        let mut messages = Messages::new();
        message::read(&file, &mut messages, problems);
        let mut take = |id: &str| {
            let message = messages.remove(id);
            message.map(|message| message::plain(&message.pieces))
        };
        let (name, one, own_words) = (take("name"), take("one"), take("own-words"));
        let no_break_before = take("no-break-before").unwrap_or_default();
        let place = file.display();
        for unknown in messages.keys() {
            problems.add(&place, format!("{unknown} says nothing of a language"));
        }
        let (Some(name), Some(one), Some(own_words)) = (name, one, own_words) else {
            problems.add(&place, "name, one and own-words are needed");
            return None;
        };
        let Ok(one) = one.split_whitespace().map(str::parse).collect() else {
            problems.add(&place, "one: numbers, as in 0 1");
            return None;
        };
        Some(Self {
            tag,
            name,
            one,
            own_words: own_words.split_whitespace().map(str::to_owned).collect(),
            no_break_before: no_break_before
                .chars()
                .filter(|mark| !mark.is_whitespace())
                .collect(),
        })
    }
}
