//! Turns the Fluent files into one typed function a message.
//!
//! A message that the code names and no file has does not compile; a message that no code names is
//! dead code, which the crate denies; and this script refuses a message that one language lacks, that
//! is empty, that takes other variables in the other language, or that breaks French typography.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

const LANGUAGES: [&str; 2] = ["fr", "en"];
/// The packer's file: its messages go into the page's HTML, which checks their use itself.
const PACKED: &str = "boot.ftl";

type Messages = BTreeMap<String, BTreeSet<String>>;

fn main() {
    let locales = Path::new("src/i18n/locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));

    let [french, english] = LANGUAGES.map(|language| {
        let text = source(&locales.join(language));
        let messages = messages(language, &text);
        fs::write(out.join(format!("{language}.ftl")), text).expect("write to OUT_DIR");
        messages
    });
    for id in french.keys().chain(english.keys()) {
        assert!(
            french.get(id) == english.get(id),
            "message {id}: missing in a language, or other variables there"
        );
    }
    fs::write(out.join("messages.rs"), functions(&french)).expect("write to OUT_DIR");
}

/// All the files of a language, in the order of their names.
fn source(folder: &Path) -> String {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder a language")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|e| e == "ftl") && !path.ends_with(PACKED))
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| fs::read_to_string(file).expect("UTF-8") + "\n")
        .collect()
}

/// The messages of a language, each with its variables.
fn messages(language: &str, text: &str) -> Messages {
    let resource =
        fluent_syntax::parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{language}: {errors:?}"));
    let mut messages = Messages::new();
    for entry in resource.body {
        let message = match entry {
            Entry::Message(message) => message,
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
            other => panic!("{language}: only messages and comments are used here, not {other:?}"),
        };
        let id = message.id.name.to_owned();
        let pattern = message
            .value
            .unwrap_or_else(|| panic!("{language}: {id} is empty"));
        let mut variables = BTreeSet::new();
        walk(language, &id, &pattern, &mut variables);
        assert!(
            messages.insert(id.clone(), variables).is_none(),
            "{language}: {id} stands twice"
        );
    }
    messages
}

fn walk(language: &str, id: &str, pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => typography(language, id, value),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(inline) => variable(id, inline, variables),
                Expression::Select { selector, variants } => {
                    variable(id, selector, variables);
                    for variant in variants {
                        walk(language, id, &variant.value, variables);
                    }
                }
            },
        }
    }
}

fn variable(id: &str, inline: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { .. } => {}
        other => panic!("{id}: only variables and literals are used here, not {other:?}"),
    }
}

/// French puts a no-break space before `; : ! ?` and inside guillemets, and writes `’`.
fn typography(language: &str, id: &str, text: &str) {
    if language != "fr" {
        return;
    }
    let chars: Vec<char> = text.chars().collect();
    for pair in chars.windows(2) {
        let wrong = match pair {
            [' ', ';' | ':' | '!' | '?' | '»'] | ['«', ' '] => true,
            [before, ';' | '!' | '?' | '»'] => before.is_alphanumeric() || *before == ')',
            _ => false,
        };
        assert!(
            !wrong,
            "fr: {id}: French typography at “{}{}” in: {text}",
            pair[0], pair[1]
        );
    }
    assert!(!text.contains('\''), "fr: {id}: the apostrophe is ’ in: {text}");
}

/// One function a message. Several variables are given by name: two texts would change places unseen.
fn functions(messages: &Messages) -> String {
    let (mut functions, mut arguments) = (String::new(), String::new());
    for (id, variables) in messages {
        let name = id.replace('-', "_");
        let (parameter, values) = match variables.len() {
            0 => (String::new(), String::new()),
            1 => {
                let variable = variables.first().expect("there is one");
                (
                    format!("{variable}: impl Into<FluentValue<'static>>"),
                    format!("(\"{variable}\", {variable}.into())"),
                )
            }
            _ => {
                let list =
                    |item: fn(&String) -> String| variables.iter().map(item).collect::<Vec<_>>().join(", ");
                let fields = list(|v| format!("pub {v}: FluentValue<'static>"));
                writeln!(arguments, "pub(crate) struct {name} {{ {fields} }}").expect("writing to a string");
                let values = list(|v| format!("(\"{v}\", named.{v})"));
                (format!("named: arguments::{name}"), values)
            }
        };
        writeln!(
            functions,
            "pub(crate) fn {name}({parameter}) -> String {{ message(\"{id}\", [{values}]) }}"
        )
        .expect("writing to a string");
    }
    format!(
        "{functions}\n#[allow(non_camel_case_types)]\npub(crate) mod arguments {{\nuse super::FluentValue;\n{arguments}}}\n"
    )
}
