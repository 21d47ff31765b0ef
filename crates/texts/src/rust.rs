//! Messages as Rust.
//!
//! A function knows only the number of its message: the texts of a language stand in one string, which packs far
//! better than parts that point to each other. Several variables are given by name: two texts would change places
//! unseen.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::message::{self, Message, Piece, Pieces};
use crate::{Language, Problems};

/// What stands in the text of a message for what is no text: the end of the message, a variable, and a plural. After
/// [`VARIABLE`] and [`PLURAL`] comes the variable's place among those of the message, `a` the first; a plural is its
/// text for one, [`OTHER`], its text for others, [`END`]. None is greater than the first.
pub(crate) const MESSAGE: char = '\u{5}';
const VARIABLE: char = '\u{1}';
const PLURAL: char = '\u{2}';
const OTHER: char = '\u{3}';
const END: char = '\u{4}';

/// What reads these texts: the same in every program.
const READER: &str = include_str!("reader.rs");

/// What is written, part by part.
#[derive(Default)]
struct Code {
    functions: String,
    arguments: String,
    /// The rows of each constant: a word, and the number of its message.
    families: BTreeMap<String, Vec<(String, usize)>>,
    /// The texts of each language, in the order of the languages.
    texts: Vec<String>,
}

pub(crate) fn module(
    languages: &[Language],
    messages: &[(String, Vec<Message>)],
    families: &[&str],
) -> Result<String, Problems> {
    let mut problems = Problems::default();
    let mut code = Code {
        families: families
            .iter()
            .map(|family| (constant(family), Vec::new()))
            .collect(),
        texts: vec![String::new(); languages.len()],
        ..Code::default()
    };
    for (number, (id, texts)) in messages.iter().enumerate() {
        let variables: Vec<&str> = message::variables(&texts[0].pieces).into_iter().collect();
        for (all, message) in code.texts.iter_mut().zip(texts) {
            all.push_str(&coded(&message.pieces, &variables));
            all.push(MESSAGE);
        }
        let mut fitting = families
            .iter()
            .filter_map(|family| Some((family, word(id, family)?)));
        match (fitting.next(), fitting.next()) {
            (None, _) => code.function(id, number, &variables),
            (Some((family, word)), None) if variables.is_empty() => {
                let rows = code.families.entry(constant(family)).or_default();
                rows.push((word.to_owned(), number));
            }
            (Some((family, _)), None) => {
                problems.add(&texts[0].file, format!("{id}: a variable in {family}"));
            }
            (Some((family, _)), Some((other, _))) => {
                problems.add(&texts[0].file, format!("{id}: of {family} and of {other}"));
            }
        }
    }
    for (family, rows) in &code.families {
        if rows.is_empty() {
            problems.add(family, "no message");
        }
    }
    problems.none()?;
    Ok(code.written(languages))
}

impl Code {
    fn function(&mut self, id: &str, number: usize, variables: &[&str]) {
        let name = id.replace('-', "_");
        let list = |item: fn(&&str) -> String| variables.iter().map(item).collect::<Vec<_>>().join(", ");
        let (parameter, values) = match variables {
            [] => (String::new(), String::new()),
            [variable] => (
                format!("{variable}: impl Into<Value>"),
                format!("{variable}.into()"),
            ),
            _ => {
                let fields = list(|variable| format!("pub {variable}: Value"));
                line(
                    &mut self.arguments,
                    format_args!("pub(crate) struct {name} {{ {fields} }}"),
                );
                (
                    format!("named: arguments::{name}"),
                    list(|variable| format!("named.{variable}")),
                )
            }
        };
        line(
            &mut self.functions,
            format_args!("pub(crate) fn {name}({parameter}) -> String {{ message({number}, &[{values}]) }}"),
        );
    }

    fn written(self, languages: &[Language]) -> String {
        let mut code = READER.to_owned();
        for (name, mark) in [
            ("MESSAGE", MESSAGE),
            ("VARIABLE", VARIABLE),
            ("PLURAL", PLURAL),
            ("OTHER", OTHER),
            ("END", END),
        ] {
            line(&mut code, format_args!("const {name}: char = {mark:?};"));
        }
        let count = languages.len();
        let each = |item: fn(&Language) -> String| languages.iter().map(item).collect::<Vec<_>>();
        let (variants, tags) = (each(variant), each(|language| format!("{:?}", language.tag)));
        let names = each(|language| format!("{:?}", language.name));
        let ones = each(|language| {
            let numbers: Vec<String> = language.one.iter().map(u64::to_string).collect();
            format!(
                "Self::{} => matches!(number, {})",
                variant(language),
                numbers.join(" | ")
            )
        });
        line(
            &mut code,
            format_args!(
                "/// A language of the texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Language {{ #[default] {} }}
#[allow(dead_code, reason = \"not every program uses all of it\")]
impl Language {{
/// The languages, in the order in which they are offered.
pub const ALL: [Self; {count}] = [{}];
/// The BCP 47 tag.
pub const fn tag(self) -> &'static str {{ [{}][self as usize] }}
/// The language's own name, the same in every language.
pub const fn name(self) -> &'static str {{ [{}][self as usize] }}
/// Whether the plural category of a number of things is `one`, and not `other` (CLDR, cardinal).
const fn is_one(self, number: u64) -> bool {{ match self {{ {} }} }}
}}
/// In the order of [`Language::ALL`].
static TEXTS: [&str; {count}] = {:?};",
                variants.join(", "),
                variants
                    .iter()
                    .map(|variant| format!("Self::{variant}"))
                    .collect::<Vec<_>>()
                    .join(", "),
                tags.join(", "),
                names.join(", "),
                ones.join(", "),
                self.texts,
            ),
        );
        for (name, rows) in &self.families {
            let count = rows.len();
            line(
                &mut code,
                format_args!("pub(crate) const {name}: [(&str, usize); {count}] = {rows:?};"),
            );
        }
        code + &self.functions
            + "#[allow(non_camel_case_types)]\npub(crate) mod arguments {\n#[allow(unused_imports)]\nuse super::Value;\n"
            + &self.arguments
            + "}\n"
    }
}

fn line(code: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(code, "{line}").expect("a string takes every text");
}

/// The name of a language in code: its tag, as in `Fr`.
fn variant(language: &Language) -> String {
    let (first, rest) = language.tag.split_at(1);
    first.to_ascii_uppercase() + rest
}

/// What stands in `id` for the `*` of a family.
fn word<'a>(id: &'a str, family: &str) -> Option<&'a str> {
    let (before, after) = family.split_once('*')?;
    id.strip_prefix(before)?.strip_suffix(after)
}

/// The name of a family in code: `TASK_TITLE` for `task-*-title`.
fn constant(family: &str) -> String {
    let words = family.split(['-', '*']).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_").to_ascii_uppercase()
}

/// The text of a message, a variable as its place among `variables`.
fn coded(pieces: &Pieces, variables: &[&str]) -> String {
    let place = |name: &String| {
        let letters = variables.iter().zip('a'..);
        let of_name = letters
            .filter(|(variable, _)| *variable == name)
            .map(|(_, letter)| letter);
        of_name.collect::<String>()
    };
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) | Piece::Literal(text) => text.clone(),
            Piece::Variable(name) => format!("{VARIABLE}{}", place(name)),
            Piece::Plural(name, one, other) => {
                let [one, other] = [one, other].map(|pieces| coded(pieces, variables));
                format!("{PLURAL}{}{one}{OTHER}{other}{END}", place(name))
            }
        })
        .collect()
}
