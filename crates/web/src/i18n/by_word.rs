//! Messages that a value finds by its word: a task's by its slug, a target's by its code.
//!
//! They are found when the page is compiled. A value without its message does not compile, nor does a message
//! without its value; the page carries their numbers alone.

use certiroc_core::establishment::{ContractLevel, Environment, IdentifierKind};
use certiroc_core::package::Target;
use certiroc_core::procedure::reference::Document;
use certiroc_core::procedure::{Choice, Question, Role, Task};
use certiroc_pki::intake::Foreign;
use certiroc_pki::key::Pattern;

#[allow(clippy::wildcard_imports, reason = "every message")]
use super::*;
use crate::browser::preferences::Theme;

macro_rules! by_word {
    ($($(#[$doc:meta])* $name:ident($type:ident::$word:ident) = $family:ident;)+) => {$(
        $(#[$doc])*
        pub(crate) fn $name(value: $type) -> String {
            const NUMBERS: [usize; $type::ALL.len()] = {
                let mut words = [None; $type::ALL.len()];
                let mut place = 0;
                while place < words.len() {
                    assert!($type::ALL[place] as usize == place, "ALL is in the order of its type");
                    words[place] = Some($type::ALL[place].$word());
                    place += 1;
                }
                numbers(&$family, &words)
            };
            message(NUMBERS[value as usize], &[])
        }
    )+};
}

by_word! {
    /// What a task is.
    task_title(Task::slug) = TASK_TITLE;
    /// Why it is done.
    task_goal(Task::slug) = TASK_GOAL;
    /// How, one step a line.
    task_how(Task::slug) = TASK_STEPS;
    /// A question.
    question_title(Question::slug) = QUESTION_TITLE;
    /// Why it is asked.
    question_why(Question::slug) = QUESTION_WHY;
    /// An answer.
    choice(Choice::code) = CHOICE;
    /// A role.
    role(Role::slug) = ROLE;
    /// What a role does, one line each.
    role_powers(Role::slug) = POWERS;
    /// The short name of a document.
    form_name(Document::slug) = DOCUMENT;
    /// Where a certificate goes.
    target(Target::code) = TARGET;
    /// A kind of identifier.
    identifier_kind(IdentifierKind::code) = IDENTIFIER;
    /// An environment of the platform.
    environment(Environment::code) = ENVIRONMENT;
    /// The level of the contract.
    contract_level(ContractLevel::code) = CONTRACT;
    /// What makes a passphrase easy to guess.
    guessable(Pattern::code) = GUESSABLE;
    /// What a thing of another kind is, and what to do with it.
    foreign(Foreign::code) = FOREIGN;
    /// A theme of the page.
    theme_name(Theme::name) = THEME;
}

/// Subject and text of what a task sends; `None` where nothing is sent.
pub(crate) fn letter(task: Task) -> Option<(String, String)> {
    const SENDERS: [Option<&str>; Task::ALL.len()] = {
        let mut words = [None; Task::ALL.len()];
        let mut place = 0;
        while place < words.len() {
            if Task::ALL[place].fiche().recipient.is_some() {
                words[place] = Some(Task::ALL[place].slug());
            }
            place += 1;
        }
        words
    };
    const SUBJECTS: [usize; Task::ALL.len()] = numbers(&TASK_SUBJECT, &SENDERS);
    const BODIES: [usize; Task::ALL.len()] = numbers(&TASK_BODY, &SENDERS);
    task.fiche().recipient?;
    let [subject, body] = [SUBJECTS, BODIES].map(|numbers| message(numbers[task as usize], &[]));
    Some((subject, body))
}

/// The number of each word's message; 0 where there is no word. Compiled only where words and messages are the same.
const fn numbers<const COUNT: usize>(
    messages: &[(&str, usize)],
    words: &[Option<&str>; COUNT],
) -> [usize; COUNT] {
    let mut numbers = [0; COUNT];
    let (mut place, mut found) = (0, 0);
    while place < COUNT {
        if let Some(word) = words[place] {
            let mut row = 0;
            while row < messages.len() && !is_same(messages[row].0, word) {
                row += 1;
            }
            // The word whose message is missing.
            assert!(row < messages.len(), "{}", word);
            numbers[place] = messages[row].1;
            found += 1;
        }
        place += 1;
    }
    assert!(found == messages.len(), "a message of the family has no value");
    numbers
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut place = 0;
    while place < one.len() && place < other.len() && one[place] == other[place] {
        place += 1;
    }
    place == one.len() && place == other.len()
}
