//! Compiles the page's texts: see `crates/texts`.

use std::path::Path;

use certiroc_texts::Program;

/// The messages that the core's values find by their word; see `src/i18n/by_word.rs`.
const FAMILIES: [&str; 18] = [
    "task-*-title",
    "task-*-goal",
    "task-*-steps",
    "task-*-subject",
    "task-*-body",
    "question-*-title",
    "question-*-why",
    "choice-*",
    "role-*",
    "powers-*",
    "document-*",
    "target-*",
    "identifier-*",
    "environment-*",
    "contract-*",
    "guessable-*",
    "foreign-*",
    "theme-*",
];

fn main() {
    certiroc_texts::build(Path::new("../texts/locales"), Program::Page, &FAMILIES);
}
