//! A language is a folder: with a third one, made up here, every program's texts are compiled in without a change to
//! any code.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{empty, files, real, write};
use certiroc_texts::{Catalogue, Program};
use fluent_syntax::ast::{Entry, Expression, Pattern, PatternElement};
use fluent_syntax::{parser, serializer};

/// The programs' languages and a third one, whose words are the English with an x behind each.
fn three(name: &str) -> PathBuf {
    let folder = empty(name);
    for file in files(&real()) {
        let text = fs::read_to_string(&file).expect("UTF-8");
        let path = file.strip_prefix(real()).expect("of the folder");
        write(&folder.join(path), &text);
        if let Ok(path) = path.strip_prefix("en") {
            write(&folder.join("xx").join(path), &made_up(text));
        }
    }
    let language = "name = Xx\none = 1 21\nown-words = thex ofx andx\n";
    write(&folder.join("xx/language.ftl"), language);
    folder
}

fn made_up(text: String) -> String {
    let mut resource = parser::parse(text).expect("Fluent");
    for entry in &mut resource.body {
        if let Entry::Message(message) = entry {
            message.value.as_mut().into_iter().for_each(translate);
        }
    }
    serializer::serialize(&resource)
}

fn translate(pattern: &mut Pattern<String>) {
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => *value = marked(value),
            PatternElement::Placeable {
                expression: Expression::Select { variants, .. },
            } => variants
                .iter_mut()
                .for_each(|variant| translate(&mut variant.value)),
            PatternElement::Placeable { .. } => {}
        }
    }
}

/// An x behind each word.
fn marked(text: &str) -> String {
    let mut marked = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        marked.push(letter);
        if letter.is_alphanumeric() && !letters.peek().is_some_and(|next| next.is_alphanumeric()) {
            marked.push('x');
        }
    }
    marked
}

/// Compiles what the texts of a program become, with a `main` that looks at them, and runs it.
fn compile_and_run(folder: &Path, code: &str, main: &str) {
    write(&folder.join("messages.rs"), code);
    let program = folder.join("main.rs");
    write(
        &program,
        &format!(
            "#![allow(dead_code)]\nmod i18n {{ include!(\"messages.rs\"); }}\nuse i18n::Language;\nfn main() {{\n{main}\n}}\n"
        ),
    );
    let out = folder.join(format!("main{}", env::consts::EXE_SUFFIX));
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let compiled = Command::new(rustc)
        .args(["--edition=2024", "-Dwarnings", "-o"])
        .args([&out, &program])
        .status();
    assert!(compiled.expect("a compiler").success(), "{}", program.display());
    let run = Command::new(&out).status().expect("what was compiled");
    assert!(run.success());
}

#[test]
fn the_page_speaks_a_third_language() {
    let folder = three("page");
    let catalogue = Catalogue::read(&folder, Program::Page).expect("right in every language");
    let code = catalogue
        .to_rust(&["task-*-title"])
        .expect("names that Rust takes");
    compile_and_run(
        &empty("page-code"),
        &code,
        r#"
        assert_eq!(Language::ALL.map(Language::tag), ["fr", "en", "xx"]);
        assert_eq!(Language::ALL.map(Language::name), ["Français", "English", "Xx"]);
        assert_eq!(Language::default(), Language::Fr);
        assert_eq!(Language::from_tag("xx-YY"), Some(Language::Xx));
        assert_eq!(Language::from_tag("EN_GB.UTF-8"), Some(Language::En));
        assert_eq!(Language::from_tag("xxx"), None);
        let said = Language::ALL.map(|language| {
            i18n::set_language(language);
            let plurals = [0, 1, 2, 21].map(|number: u32| i18n::day_ahead(number));
            (i18n::reader_title(), i18n::reader_stage_certificate(7_u32), plurals, i18n::letter_greeting())
        });
        let [fr, en, xx] = &said;
        assert_eq!((&*fr.0, &*en.0, &*xx.0), ("Cartes et lecteurs", "Cards and readers", "Cardsx andx readersx"));
        assert_eq!((&*en.1, &*xx.1), ("Reading certificate 7…", "Readingx certificatex 7…"));
        assert_eq!((&*en.2[1], &*en.2[3]), ("in 1 day", "in 21 days"));
        assert_eq!(xx.2, ["inx 0 daysx", "inx 1 dayx", "inx 2 daysx", "inx 21 dayx"]);
        assert!([&en.3, &xx.3].into_iter().all(|letter| *letter == fr.3), "letters are French");
        assert!(i18n::TASK_TITLE.iter().any(|(word, _)| *word == "commande"));
        "#,
    );
}

#[test]
fn the_reader_of_cards_speaks_a_third_language() {
    let folder = three("card");
    let catalogue = Catalogue::read(&folder, Program::Card).expect("right in every language");
    let code = catalogue.to_rust(&[]).expect("names that Rust takes");
    compile_and_run(
        &empty("card-code"),
        &code,
        r#"
        i18n::set_language(Language::Xx);
        let validity = i18n::text!(certificate_validity { from: "A", to: "B" });
        assert_eq!(validity, "validx fromx A tox B");
        assert!(i18n::help("fr|en|xx").contains("--langx fr|en|xx "), "{}", i18n::help("fr|en|xx"));
        "#,
    );
}

#[test]
fn the_start_screen_speaks_a_third_language() {
    let catalogue = Catalogue::read(&three("start-screen"), Program::StartScreen).expect("right");
    let texts = catalogue.texts("boot-loading").expect("a message");
    let texts: Vec<(&str, String)> = texts
        .map(|(language, text)| (language.tag.as_str(), text))
        .collect();
    assert_eq!(
        texts,
        [
            ("fr", "Chargement de CertiROC…".to_owned()),
            ("en", "Loading CertiROC…".to_owned()),
            ("xx", "Loadingx CertiROCx…".to_owned()),
        ]
    );
}
