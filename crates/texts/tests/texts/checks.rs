//! What is wrong with texts is found, each with its words; what looks like it and is right, is not.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{empty, real, write};
use certiroc_texts::{Catalogue, Program};

/// Two languages with these texts of the page.
fn locales(name: &str, french: &str, english: &str) -> PathBuf {
    let folder = empty(name);
    for (tag, page) in [("fr", french), ("en", english)] {
        let language = fs::read_to_string(real().join(tag).join("language.ftl")).expect("a language");
        write(&folder.join(tag).join("language.ftl"), &language);
        write(&folder.join(tag).join("boot.ftl"), "");
        write(&folder.join(tag).join("certiroc-card.ftl"), "");
        write(&folder.join(tag).join("page/some.ftl"), page);
    }
    folder
}

/// What is wrong, if anything.
fn wrong(folder: &Path, program: Program) -> String {
    Catalogue::read(folder, program).map_or_else(|problems| problems.to_string(), |_| String::new())
}

#[test]
fn what_is_right_passes() {
    let right = [
        ("a = Oui", "a = Yes"),
        ("# Note\n### Note\na = Oui", "a = Yes"),
        ("a = { $n } sur { $m }", "a = { $n } of { $m }"),
        ("a = Fait\u{a0}:\n    un\n    deux", "a = Done:\n    one\n    two"),
        ("a = Il dit «\u{a0}of the\u{a0}»", "a = It says « la carte »"),
        ("a = http://un.example", "a = http://one.example"),
        ("a = ORG AUTH_CLI", "a = ORG AUTH_CLI"),
        ("a = { \"'\" }", "a = { \"'\" }"),
        (
            "a = { $n ->\n    [one] une clé\n   *[other] { $n } clés\n}",
            "a = { $n ->\n    [one] one key\n   *[other] { $n } keys\n}",
        ),
    ];
    for (place, (french, english)) in right.into_iter().enumerate() {
        let folder = locales(&format!("right-{place}"), french, english);
        assert_eq!(wrong(&folder, Program::Page), "", "{french} / {english}");
    }
}

#[test]
fn what_is_wrong_is_told() {
    let wrongs = [
        ("a = Oui", "", "en: no message a"),
        ("", "a = Yes", "fr: no message a"),
        ("a =", "a = Yes", "some.ftl:1: "),
        ("a = Oui\na = Non", "a = Yes", "some.ftl: a stands twice"),
        (
            "a = Oui\n    .title = Non",
            "a = Yes",
            "a: attributes are not used",
        ),
        ("-a = Oui", "", "a: a term"),
        ("a = { $n }", "a = { $m }", "a: other variables than in fr"),
        ("a = Oui", "a = { $m }", "a: other variables than in fr"),
        (
            "a = { NUMBER($n) }",
            "a = { $n }",
            "a: only variables and literals",
        ),
        (
            "a = { $n ->\n   *[other] x\n}",
            "a = { $n }",
            "a: only [one] and [other]",
        ),
        (
            "a = { $n ->\n    [one] x\n   *[few] y\n}",
            "a = { $n }",
            "a: [one] and [other] are needed",
        ),
        (
            "home-title = home-title",
            "home-title = Home",
            "home-title: only its name",
        ),
        (
            "a = CSR ROC CPx ANS",
            "a = CSR ROC CPx ANS",
            "a: the same in fr and en",
        ),
        ("a = Oui", "a = Carte dans", "a: \"dans\" is a word of fr"),
        ("a = Read with care", "a = Yes", "a: \"with\" is a word of en"),
        (
            "a = { $n ->\n    [one] { \"\\u0001\" }\n   *[other] x\n}",
            "a = { $n }",
            "a: a control character",
        ),
        ("a = L'heure", "a = Hour", "a: the apostrophe"),
        ("a = Heure", "a = Reader's", "a: the apostrophe"),
        ("a = Quoi ?", "a = What?", "a: \" ?\" without"),
        ("a = Quoi?", "a = What?", "a: \"i?\" without"),
        ("a = « Quoi\u{a0}»", "a = What", "a: \"« \" without"),
        ("a = Quoi »", "a = What", "a: \" »\" without"),
        ("a = Ceci : quoi", "a = This", "a: \" :\" without"),
        (
            "a = { $n ->\n    [one] quoi ?\n   *[other] quoi\n}",
            "a = { $n }",
            "a: \" ?\" without",
        ),
    ];
    for (place, (french, english, expected)) in wrongs.into_iter().enumerate() {
        let folder = locales(&format!("wrong-{place}"), french, english);
        let found = wrong(&folder, Program::Page);
        assert!(found.contains(expected), "{french} / {english}: {found:?}");
    }
}

#[test]
fn all_is_told_at_once() {
    let folder = locales("at-once", "a = Quoi ?\nb = L'heure", "a = What");
    assert_eq!(wrong(&folder, Program::Page).lines().count(), 3);
}

#[test]
fn a_folder_is_a_language() {
    let folder = locales("folders", "", "");
    write(&folder.join("fr/page.txt"), "");
    write(&folder.join("Deutsch/page/some.ftl"), "");
    write(&folder.join("en/language.ftl"), "name = English\nwords = the");
    let found = wrong(&folder, Program::Page);
    for expected in [
        "page.txt: no program reads it",
        "Deutsch: is named by no primary language subtag",
        "en/language.ftl: words says nothing of a language",
        "en/language.ftl: name, one and own-words are needed",
    ] {
        assert!(found.contains(expected), "{expected}: {found}");
    }
}

#[test]
fn nothing_fills_in_the_start_screen() {
    let folder = locales("start", "", "");
    for tag in ["fr", "en"] {
        write(&folder.join(tag).join("boot.ftl"), "a = { $name }");
    }
    let found = wrong(&folder, Program::StartScreen);
    assert!(found.contains("a has a variable"), "{found}");
}

#[test]
fn letters_are_the_same_in_every_language() {
    let folder = locales("letters", "a = Oui", "a = Yes");
    write(&folder.join("fr/letters.ftl"), "b = Dans la lettre");
    let catalogue = Catalogue::read(&folder, Program::Page).expect("right");
    let texts: Vec<String> = catalogue
        .texts("b")
        .expect("a letter")
        .map(|(_, text)| text)
        .collect();
    assert_eq!(texts, ["Dans la lettre"; 2]);
    write(&folder.join("fr/letters.ftl"), "a = Dans la lettre\nb = Quoi ?");
    let found = wrong(&folder, Program::Page);
    for expected in ["a: also a message of en", "b: \" ?\" without"] {
        assert!(found.contains(expected), "{expected}: {found}");
    }
}

#[test]
fn families_are_plain_and_apart() {
    let folder = locales(
        "families",
        "a-b-c = Oui\na-n = { $n }",
        "a-b-c = Yes\na-n = { $n }",
    );
    let catalogue = Catalogue::read(&folder, Program::Page).expect("right");
    let problems = |families: &[&str]| catalogue.to_rust(families).expect_err("wrong").to_string();
    assert!(problems(&["a-*"]).contains("a-n: a variable in a-*"));
    assert!(problems(&["a-*", "a-*-c"]).contains("a-b-c: of a-* and of a-*-c"));
    assert!(problems(&["e-*"]).contains("E: no message"));
}
