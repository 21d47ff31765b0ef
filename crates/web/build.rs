//! Turns the Fluent files into one typed function a message, with the texts of every language in it.
//!
//! What the files use of Fluent is text, literals, variables and the plural categories `one` and `other`.
//! Compiled, the page carries neither a parser nor the plural rules of every language of the world.
//! A message that the code names and no file has does not compile; a message that no code names is
//! dead code, which the crate denies; and this script refuses a message that one language lacks, that
//! is empty or its own name, that takes other variables in the other language, that is still in the other
//! language, or that breaks typography. Letters to a French reader are French in every language.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::unicode::unescape_unicode_to_string;

const LANGUAGES: [&str; 2] = ["fr", "en"];
/// The packer's file: its messages go into the page's HTML, which checks their use itself.
const PACKED: &str = "boot.ftl";
/// Drafts of letters: French, whatever the page's language.
const LETTERS: &str = "src/i18n/letters.ftl";
/// Words that only one of the languages has, in the order of [`LANGUAGES`].
const ONLY: [&[&str]; 2] = [
    &[
        "le", "la", "les", "des", "une", "est", "dans", "avec", "vous", "sur",
    ],
    &["the", "of", "and", "is", "to", "with", "your", "from", "this"],
];
/// From how many words on a text that is the same in both languages is one that was not translated.
const UNTRANSLATED: usize = 4;

/// A message's text in one language.
type Pieces = Vec<Piece>;
type Messages = BTreeMap<String, Pieces>;

/// A part of a text.
enum Piece {
    Text(String),
    Variable(String),
    /// Two texts, for the plural categories `one` and `other` of the variable's number.
    Plural(String, Pieces, Pieces),
}

fn main() {
    let locales = Path::new("src/i18n/locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    println!("cargo::rerun-if-changed={LETTERS}");
    let [mut french, mut english] =
        LANGUAGES.map(|language| messages(language, &source(&locales.join(language))));
    for (id, text) in &french {
        let (ours, theirs) = (plain(text), english.get(id).map(plain).unwrap_or_default());
        let is_same = ours == theirs && ours.split_whitespace().count() >= UNTRANSLATED;
        assert!(!is_same, "message {id}: the same in both languages");
    }
    let letters = fs::read_to_string(LETTERS).expect("UTF-8");
    french.extend(messages(LANGUAGES[0], &letters));
    english.extend(messages(LANGUAGES[0], &letters));
    for id in french.keys().chain(english.keys()) {
        assert!(
            french.get(id).map(variables) == english.get(id).map(variables),
            "message {id}: missing in a language, or other variables there"
        );
    }
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("messages.rs"), functions(&french, &english)).expect("write to OUT_DIR");
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

/// The messages of a language.
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
        let id = message.id.name;
        let pattern = message
            .value
            .unwrap_or_else(|| panic!("{language}: {id} is empty"));
        let pieces = pieces(language, id, &pattern);
        own_words(language, id, &plain(&pieces));
        assert!(
            messages.insert(id.to_owned(), pieces).is_none(),
            "{language}: {id} stands twice"
        );
    }
    messages
}

fn pieces(language: &str, id: &str, pattern: &Pattern<&str>) -> Pieces {
    let of = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => {
            typography(language, id, value);
            Piece::Text((*value).to_owned())
        }
        PatternElement::Placeable { expression } => match expression {
            Expression::Inline(InlineExpression::StringLiteral { value }) => {
                Piece::Text(unescape_unicode_to_string(value).into_owned())
            }
            Expression::Inline(inline) => Piece::Variable(variable(id, inline)),
            Expression::Select { selector, variants } => {
                let variant = |category: &str| {
                    let found = variants.iter().find(
                        |variant| matches!(variant.key, VariantKey::Identifier { name } if name == category),
                    );
                    let found = found.unwrap_or_else(|| panic!("{language}: {id}: no [{category}]"));
                    pieces(language, id, &found.value)
                };
                assert!(
                    variants.len() == 2,
                    "{language}: {id}: only [one] and [other] are used here"
                );
                Piece::Plural(variable(id, selector), variant("one"), variant("other"))
            }
        },
    };
    pattern.elements.iter().map(of).collect()
}

fn variable(id: &str, inline: &InlineExpression<&str>) -> String {
    match inline {
        InlineExpression::VariableReference { id } => id.name.to_owned(),
        other => panic!("{id}: only variables and literals are used here, not {other:?}"),
    }
}

fn variables(pieces: &Pieces) -> BTreeSet<&str> {
    pieces
        .iter()
        .flat_map(|piece| match piece {
            Piece::Text(_) => BTreeSet::new(),
            Piece::Variable(name) => BTreeSet::from([name.as_str()]),
            Piece::Plural(name, one, other) => {
                let mut all = &variables(one) | &variables(other);
                all.insert(name);
                all
            }
        })
        .collect()
}

/// What a message says, without its variables; of a plural, `other`.
fn plain(pieces: &Pieces) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Variable(_) => String::new(),
            Piece::Plural(_, _, other) => plain(other),
        })
        .collect()
}

/// A message is more than its name, and in its own language, quotations in guillemets aside.
fn own_words(language: &str, id: &str, text: &str) {
    assert!(text.trim() != id, "{language}: {id} says but its name");
    let mut quoted = false;
    let own: String = text
        .chars()
        .filter(|c| {
            quoted = (quoted || *c == '«') && *c != '»';
            !quoted
        })
        .collect();
    for (other, only) in LANGUAGES.iter().zip(ONLY) {
        let mut words = own.split(|c: char| !c.is_alphanumeric());
        let foreign = words.find(|word| *other != language && only.contains(word));
        assert!(
            foreign.is_none(),
            "{language}: {id}: {foreign:?} is a word of {other} in: {text}"
        );
    }
}

/// The apostrophe is `’`. French puts a no-break space before `; : ! ?` and inside guillemets.
fn typography(language: &str, id: &str, text: &str) {
    assert!(
        !text.contains('\''),
        "{language}: {id}: the apostrophe is ’ in: {text}"
    );
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
}

/// What stands in the text of a message for what is no text: the end of the message, a variable, and a plural. After
/// [`VARIABLE`] and [`PLURAL`] comes the variable's place among those of the message, `a` the first; a plural is its text
/// for one, [`OTHER`], its text for others, [`END`].
const MESSAGE: char = '\u{5}';
const VARIABLE: char = '\u{1}';
const PLURAL: char = '\u{2}';
const OTHER: char = '\u{3}';
const END: char = '\u{4}';

/// One function a message, which knows but its number: the texts of a language stand in one string, which packs far
/// better than parts that point to each other. Several variables are given by name: two texts would change places
/// unseen.
fn functions(french: &Messages, english: &Messages) -> String {
    let (mut functions, mut arguments) = (String::new(), String::new());
    let mut texts = [String::new(), String::new()];
    for (number, (id, pieces)) in french.iter().enumerate() {
        let name = id.replace('-', "_");
        let variables: Vec<&str> = variables(pieces).into_iter().collect();
        let (parameter, values) = match variables[..] {
            [] => (String::new(), String::new()),
            [variable] => (
                format!("{variable}: impl Into<Value>"),
                format!("{variable}.into()"),
            ),
            _ => {
                let list =
                    |item: fn(&&str) -> String| variables.iter().map(item).collect::<Vec<_>>().join(", ");
                let fields = list(|v| format!("pub {v}: Value"));
                writeln!(arguments, "pub(crate) struct {name} {{ {fields} }}").expect("writing to a string");
                (
                    format!("named: arguments::{name}"),
                    list(|v| format!("named.{v}")),
                )
            }
        };
        for (text, pieces) in texts.iter_mut().zip([pieces, &english[id]]) {
            text.push_str(&code(pieces, &variables));
            text.push(MESSAGE);
        }
        writeln!(
            functions,
            "pub(crate) fn {name}({parameter}) -> String {{ message({number}, &[{values}]) }}"
        )
        .expect("writing to a string");
    }
    let marks = [
        ("MESSAGE", MESSAGE),
        ("VARIABLE", VARIABLE),
        ("PLURAL", PLURAL),
        ("OTHER", OTHER),
        ("END", END),
    ];
    let marks = marks
        .map(|(name, mark)| format!("const {name}: char = {mark:?};\n"))
        .concat();
    format!(
        "{marks}/// In the order of [`Language::ALL`].\nstatic TEXTS: [&str; 2] = {texts:?};\n{functions}\n#[allow(non_camel_case_types)]\npub(crate) mod arguments {{\nuse super::Value;\n{arguments}}}\n"
    )
}

/// The text of a message, a variable as its place among `variables`.
fn code(pieces: &Pieces, variables: &[&str]) -> String {
    let place = |name: &String| {
        let place = variables.iter().position(|variable| variable == name);
        char::from_u32(
            u32::from('a') + u32::try_from(place.expect("the list has every variable")).expect("a few"),
        )
        .expect("a few")
    };
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => {
                assert!(!text.contains(|letter| letter <= MESSAGE), "a mark in: {text:?}");
                text.clone()
            }
            Piece::Variable(name) => format!("{VARIABLE}{}", place(name)),
            Piece::Plural(name, one, other) => {
                let [one, other] = [one, other].map(|pieces| code(pieces, variables));
                format!("{PLURAL}{}{one}{OTHER}{other}{END}", place(name))
            }
        })
        .collect()
}
