//! The texts that must be on the page before its program runs: `boot.ftl`, one per language.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement};
use fluent_syntax::parser;

/// The languages of the page, by their folder's name and BCP 47 tag.
pub const LANGUAGES: [&str; 2] = ["fr", "en"];

/// Messages without variables, by language and identifier.
#[derive(Debug)]
pub struct Texts(BTreeMap<&'static str, BTreeMap<String, String>>);

impl Texts {
    /// Reads `<folder>/<language>/boot.ftl`. Every language must have the same messages.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut texts = BTreeMap::new();
        for language in LANGUAGES {
            let file = folder.join(language).join("boot.ftl");
            let source = fs::read_to_string(&file).with_context(|| format!("{}", file.display()))?;
            let messages = messages(&source).with_context(|| format!("{}", file.display()))?;
            texts.insert(language, messages);
        }
        let all: BTreeSet<&String> = texts.values().flat_map(BTreeMap::keys).collect();
        for (language, messages) in &texts {
            if let Some(missing) = all.iter().find(|id| !messages.contains_key(**id)) {
                bail!("boot.ftl has no message {missing} in language {language}");
            }
        }
        Ok(Self(texts))
    }

    /// The message of a token such as `fr:boot-loading`.
    pub fn get(&self, language: &str, id: &str) -> Option<&str> {
        self.0.get(language)?.get(id).map(String::as_str)
    }

    /// Every message as (language, identifier).
    pub fn ids(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0
            .iter()
            .flat_map(|(language, messages)| messages.keys().map(|id| (*language, id.as_str())))
    }
}

fn messages(source: &str) -> Result<BTreeMap<String, String>> {
    let resource =
        parser::parse(source).map_err(|(_, errors)| anyhow::anyhow!("not Fluent: {}", errors[0]))?;
    let mut messages = BTreeMap::new();
    for entry in resource.body {
        let message = match entry {
            Entry::Message(message) => message,
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
            Entry::Term(_) | Entry::Junk { .. } => bail!("only plain messages can stand here"),
        };
        let id = message.id.name.to_owned();
        let pattern = message.value.with_context(|| format!("{id} is empty"))?;
        let mut text = String::new();
        for element in pattern.elements {
            match element {
                PatternElement::TextElement { value } => text.push_str(value),
                PatternElement::Placeable {
                    expression: Expression::Inline(InlineExpression::StringLiteral { value }),
                } => text.push_str(&fluent_syntax::unicode::unescape_unicode_to_string(value)),
                PatternElement::Placeable { .. } => bail!("{id} has a variable: nothing fills it here"),
            }
        }
        if messages.insert(id.clone(), text).is_some() {
            bail!("{id} stands twice");
        }
    }
    Ok(messages)
}

#[cfg(test)]
mod tests {
    use super::messages;

    #[test]
    fn plain_messages_are_read() {
        let read = messages("# note\na-b = Un texte\nc = { \"\\u00A0\" }x\n").expect("plain");
        assert_eq!(read["a-b"], "Un texte");
        assert_eq!(read["c"], "\u{a0}x");
    }

    #[test]
    fn anything_else_is_refused() {
        for source in [
            "a = { $name }",
            "-term = x",
            "a = x\na = y",
            "= x",
            "a =\n    .title = x",
        ] {
            assert!(messages(source).is_err(), "{source}");
        }
    }
}
