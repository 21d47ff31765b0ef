//! What texts must be.

use std::collections::BTreeSet;

use crate::message::{self, Message, Messages, Piece, Pieces};
use crate::rust::MESSAGE;
use crate::{Language, Problems};

/// From how many words on a text that is the same in two languages is one that was not translated.
const UNTRANSLATED: usize = 4;

/// The messages of one language: each is more than its name, in its own language, and well set.
pub(crate) fn language(
    language: &Language,
    messages: &Messages,
    languages: &[Language],
    problems: &mut Problems,
) {
    for (id, message) in messages {
        let text = message::plain(&message.pieces);
        let mut wrong = |what: String| problems.add(&message.file, format!("{id}: {what} in: {text}"));
        if text.trim() == id {
            wrong("only its name".into());
        }
        if let Some((word, of)) = foreign(language, &text, languages) {
            wrong(format!("{word:?} is a word of {of}"));
        }
        typography(language, &message.pieces, &mut wrong);
    }
}

/// Every message is in every language, with the same variables, and was translated.
pub(crate) fn translations(languages: &[Language], texts: &[Messages], problems: &mut Problems) {
    let ids: BTreeSet<&String> = texts.iter().flat_map(Messages::keys).collect();
    for id in ids {
        let mut found: Vec<(&Language, &Message)> = Vec::new();
        for (language, messages) in languages.iter().zip(texts) {
            match messages.get(id) {
                Some(message) => found.push((language, message)),
                None => problems.add(&language.tag, format!("no message {id}")),
            }
        }
        for (place, (language, message)) in found.iter().enumerate() {
            let text = message::plain(&message.pieces);
            for (other, theirs) in &found[..place] {
                if message::variables(&message.pieces) != message::variables(&theirs.pieces) {
                    problems.add(
                        &message.file,
                        format!("{id}: other variables than in {}", other.tag),
                    );
                }
                if text == message::plain(&theirs.pieces) && text.split_whitespace().count() >= UNTRANSLATED {
                    problems.add(
                        &message.file,
                        format!("{id}: the same in {} and {}", other.tag, language.tag),
                    );
                }
            }
        }
    }
}

/// Nothing fills in a variable.
pub(crate) fn no_variables(texts: &[Messages], problems: &mut Problems) {
    for (id, message) in texts.iter().flatten() {
        if !message::variables(&message.pieces).is_empty() {
            problems.add(
                &message.file,
                format!("{id} has a variable: nothing fills it in here"),
            );
        }
    }
}

/// A word of another language, and which; quotations in guillemets may be foreign.
fn foreign(language: &Language, text: &str, languages: &[Language]) -> Option<(String, String)> {
    let mut quoted = false;
    let own: String = text
        .chars()
        .filter(|letter| {
            quoted = (quoted || *letter == '«') && *letter != '»';
            !quoted
        })
        .collect();
    let mut words = own
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !language.own_words.iter().any(|own| own == word));
    words.find_map(|word| {
        let of = languages
            .iter()
            .find(|other| other.tag != language.tag && other.own_words.iter().any(|own| own == word))?;
        Some((word.to_owned(), of.tag.clone()))
    })
}

/// No character is a mark of the compiled texts. The apostrophe is `’`. A mark that takes a no-break space before it has no other space there, nor a letter; a
/// colon may follow a letter, as in an address. Guillemets are set alike on both sides.
fn typography(language: &Language, pieces: &Pieces, wrong: &mut impl FnMut(String)) {
    for piece in pieces {
        if let Piece::Text(text) | Piece::Literal(text) = piece
            && text.contains(|letter| letter <= MESSAGE)
        {
            wrong("a control character".into());
        }
        let text = match piece {
            Piece::Text(text) => text,
            Piece::Literal(_) | Piece::Variable(_) => continue,
            Piece::Plural(_, one, other) => {
                typography(language, one, wrong);
                typography(language, other, wrong);
                continue;
            }
        };
        if text.contains('\'') {
            wrong("the apostrophe ' for ’".into());
        }
        let is_set_off = |mark: char| language.no_break_before.contains(&mark);
        let chars: Vec<char> = text.chars().collect();
        for pair in chars.windows(2) {
            let is_wrong = match *pair {
                [' ', mark] if is_set_off(mark) => true,
                ['«', ' '] => is_set_off('»'),
                [before, mark] if is_set_off(mark) && mark != ':' => {
                    before.is_alphanumeric() || before == ')'
                }
                _ => false,
            };
            if is_wrong {
                wrong(format!(
                    "{:?} without a no-break space",
                    pair.iter().collect::<String>()
                ));
            }
        }
    }
}
