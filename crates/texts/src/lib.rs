#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

mod check;
mod language;
mod message;
mod problem;
mod rust;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

pub use language::Language;
use message::{Message, Messages};
pub use problem::Problems;

/// The language of the letters' readers and of those who ask for no other: the first that is offered.
const FIRST: &str = "fr";

/// What a folder of a language holds.
const LANGUAGE: &str = "language.ftl";
const START: &str = "boot.ftl";
const CARD: &str = "certiroc-card.ftl";
const PAGE: &str = "page";
const LETTERS: &str = "letters.ftl";
const ENTRIES: [&str; 5] = [LANGUAGE, START, CARD, PAGE, LETTERS];

/// A program that has texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The page: `page/*.ftl`, and `letters.ftl` of any language.
    Page,
    /// What stands in the page's HTML before its program runs, where nothing fills in a variable: `boot.ftl`.
    StartScreen,
    /// `certiroc-card`: `certiroc-card.ftl`.
    Card,
}

impl Program {
    /// Its files in the folder of a language, `letters.ftl` aside.
    fn files(self, folder: &Path, problems: &mut Problems) -> Vec<PathBuf> {
        match self {
            Self::StartScreen => vec![folder.join(START)],
            Self::Card => vec![folder.join(CARD)],
            Self::Page => entries(&folder.join(PAGE), problems),
        }
    }
}

/// A program's texts in every language, checked.
#[derive(Debug)]
pub struct Catalogue {
    languages: Vec<Language>,
    /// Each message, language by language: in the order of the files, as what is alike stands together and packs
    /// better so.
    messages: Vec<(String, Vec<Message>)>,
}

impl Catalogue {
    /// Reads the texts of a program from `locales`, where each language has a folder.
    ///
    /// # Errors
    /// Everything that is wrong with them, the whole list at once.
    pub fn read(locales: &Path, program: Program) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let mut languages = Vec::new();
        for folder in entries(locales, &mut problems) {
            languages.extend(Language::read(&folder, &mut problems));
            for entry in entries(&folder, &mut problems) {
                if !ENTRIES.iter().any(|known| entry.ends_with(known)) {
                    problems.add(entry.display(), "no program reads it");
                }
            }
        }
        languages.sort_by_key(|language| (language.tag != FIRST, language.tag.clone()));
        let mut texts: Vec<Messages> = Vec::new();
        let mut letters = Messages::new();
        for language in &languages {
            let folder = locales.join(&language.tag);
            let mut own = Messages::new();
            for file in program.files(&folder, &mut problems) {
                message::read(&file, &mut own, &mut problems);
            }
            check::language(language, &own, &languages, &mut problems);
            let file = folder.join(LETTERS);
            if program == Program::Page && file.exists() {
                let mut drafts = Messages::new();
                message::read(&file, &mut drafts, &mut problems);
                check::language(language, &drafts, &languages, &mut problems);
                letters.append(&mut drafts);
            }
            texts.push(own);
        }
        check::translations(&languages, &texts, &mut problems);
        for (language, own) in languages.iter().zip(&mut texts) {
            for (id, letter) in &letters {
                if own.insert(id.clone(), letter.clone()).is_some() {
                    problems.add(&letter.file, format!("{id}: also a message of {}", language.tag));
                }
            }
        }
        if program == Program::StartScreen {
            check::no_variables(&texts, &mut problems);
        }
        problems.none()?;
        let mut messages: BTreeMap<String, Vec<Message>> = BTreeMap::new();
        for (id, message) in texts.into_iter().flatten() {
            messages.entry(id).or_default().push(message);
        }
        let mut messages: Vec<_> = messages.into_iter().collect();
        messages.sort_by_key(|(id, texts)| (letters.contains_key(id), texts[0].place));
        Ok(Self { languages, messages })
    }

    /// The languages, in the order in which they are offered. The first is for those who ask for none of them.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The names of all messages.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.messages.iter().map(|(id, _)| id.as_str())
    }

    /// A message in each language, variables left out; `None`: there is none of that name.
    pub fn texts(&self, id: &str) -> Option<impl Iterator<Item = (&Language, String)>> {
        let (_, texts) = self.messages.iter().find(|(found, _)| found == id)?;
        Some(
            self.languages
                .iter()
                .zip(texts.iter().map(|message| message::plain(&message.pieces))),
        )
    }

    /// The Rust to be included in a module `i18n`: the languages, and a function for each message.
    ///
    /// A message whose name fits one of `families` (such as `task-*-title`) gets a row of a constant
    /// (`TASK_TITLE`: what stands in the place of `*`, and the message's number) in place of a function.
    ///
    /// # Errors
    /// A message that fits two families or has variables in one, and a family without messages.
    pub fn to_rust(&self, families: &[&str]) -> Result<String, Problems> {
        rust::module(&self.languages, &self.messages, families)
    }
}

/// For a build script: writes what [`Catalogue::to_rust`] gives to `messages.rs` in the script's output folder, or
/// fails the build with all that is wrong.
///
/// # Panics
/// Outside a build script, and where its output folder cannot be written to.
pub fn build(locales: &Path, program: Program, families: &[&str]) {
    println!("cargo::rerun-if-changed={}", locales.display());
    match Catalogue::read(locales, program).and_then(|texts| texts.to_rust(families)) {
        Ok(code) => {
            let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
            fs::write(out.join("messages.rs"), code).expect("OUT_DIR can be written to");
        }
        Err(problems) => problems
            .iter()
            .for_each(|problem| println!("cargo::error={problem}")),
    }
}

/// What a folder holds, by name.
fn entries(folder: &Path, problems: &mut Problems) -> Vec<PathBuf> {
    let read = fs::read_dir(folder).and_then(|entries| {
        entries
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<Vec<_>, std::io::Error>>()
    });
    let mut entries = read.unwrap_or_else(|error| {
        problems.add(folder.display(), error);
        Vec::new()
    });
    entries.sort();
    entries
}
