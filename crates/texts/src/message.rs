//! Messages, read from Fluent.
//!
//! What is used of Fluent is text, literals, variables and the plural categories `one` and `other`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::parser;
use fluent_syntax::unicode::unescape_unicode_to_string;

use crate::Problems;

/// The messages of a language, by name.
pub(crate) type Messages = BTreeMap<String, Message>;
/// A message's text, part by part.
pub(crate) type Pieces = Vec<Piece>;

/// A message in one language.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    /// The file that it is in.
    pub file: String,
    /// How many messages of its language were read before it.
    pub place: usize,
    pub pieces: Pieces,
}

/// A part of a text.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    /// Text, as it is written.
    Text(String),
    /// Text in the quotation marks of a literal: what typography has nothing to say of.
    Literal(String),
    Variable(String),
    /// Two texts, for the plural categories `one` and `other` of the variable's number.
    Plural(String, Pieces, Pieces),
}

/// Adds the messages of a file.
pub(crate) fn read(file: &Path, messages: &mut Messages, problems: &mut Problems) {
    match fs::read_to_string(file) {
        Ok(source) => parse(&file.display().to_string(), &source, messages, problems),
        Err(error) => problems.add(file.display(), error),
    }
}

pub(crate) fn parse(file: &str, source: &str, messages: &mut Messages, problems: &mut Problems) {
    let resource = parser::parse(source).unwrap_or_else(|(resource, errors)| {
        for error in errors {
            let line = source[..error.pos.start].lines().count().max(1);
            problems.add(format_args!("{file}:{line}"), error);
        }
        resource
    });
    for entry in resource.body {
        let message = match entry {
            Entry::Message(message) => message,
            // The parser has told of what it could not read.
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => {
                continue;
            }
            Entry::Term(term) => {
                problems.add(
                    file,
                    format!("{}: a term; only messages are used here", term.id.name),
                );
                continue;
            }
        };
        let id = message.id.name;
        if !message.attributes.is_empty() {
            problems.add(file, format!("{id}: attributes are not used here"));
        }
        let Some(pattern) = message.value else {
            problems.add(file, format!("{id} is empty"));
            continue;
        };
        match pieces(&pattern) {
            Ok(pieces) => {
                let message = Message {
                    file: file.to_owned(),
                    place: messages.len(),
                    pieces,
                };
                if let Some(first) = messages.insert(id.to_owned(), message) {
                    problems.add(first.file, format!("{id} stands twice"));
                }
            }
            Err(what) => problems.add(file, format!("{id}: {what}")),
        }
    }
}

/// The parts of a text, or what in it is not used here.
fn pieces(pattern: &Pattern<&str>) -> Result<Pieces, &'static str> {
    pattern.elements.iter().map(piece).collect()
}

fn piece(element: &PatternElement<&str>) -> Result<Piece, &'static str> {
    let expression = match element {
        PatternElement::TextElement { value } => return Ok(Piece::Text((*value).to_owned())),
        PatternElement::Placeable { expression } => expression,
    };
    match expression {
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            Ok(Piece::Literal(unescape_unicode_to_string(value).into_owned()))
        }
        Expression::Inline(inline) => Ok(Piece::Variable(variable(inline)?)),
        Expression::Select { selector, variants } => {
            let variant = |category: &str| {
                let found = variants.iter().find(
                    |variant| matches!(variant.key, VariantKey::Identifier { name } if name == category),
                );
                pieces(&found.ok_or("[one] and [other] are needed")?.value)
            };
            if variants.len() != 2 {
                return Err("only [one] and [other] are used here");
            }
            Ok(Piece::Plural(
                variable(selector)?,
                variant("one")?,
                variant("other")?,
            ))
        }
    }
}

fn variable(inline: &InlineExpression<&str>) -> Result<String, &'static str> {
    match inline {
        InlineExpression::VariableReference { id } => Ok(id.name.to_owned()),
        _ => Err("only variables and literals are used here"),
    }
}

/// The names of its variables.
pub(crate) fn variables(pieces: &Pieces) -> BTreeSet<&str> {
    let mut all = BTreeSet::new();
    for piece in pieces {
        match piece {
            Piece::Text(_) | Piece::Literal(_) => {}
            Piece::Variable(name) => _ = all.insert(name.as_str()),
            Piece::Plural(name, one, other) => {
                all.insert(name);
                all.append(&mut variables(one));
                all.append(&mut variables(other));
            }
        }
    }
    all
}

/// What a message says, without its variables; of a plural, `other`.
pub(crate) fn plain(pieces: &Pieces) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) | Piece::Literal(text) => text.clone(),
            Piece::Variable(_) => String::new(),
            Piece::Plural(_, _, other) => plain(other),
        })
        .collect()
}
