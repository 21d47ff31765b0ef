//! The program's texts: one typed function a message, in the language of the moment.
//!
//! They are made of the Fluent files in `crates/texts`; see there for what is checked.

use certiroc_smartcard::pkcs15::one_line;

use crate::failure::Failure;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// The text of `--help`. The languages fill their column, or push what comes after them aside where they are many.
pub fn usage() -> String {
    help(format!("{:<COLUMN$}", tags()))
}

const COLUMN: usize = 9;

fn tags() -> String {
    Language::ALL.map(Language::tag).join("|")
}

/// What went wrong, and the way out.
pub fn failure(failure: &Failure) -> String {
    let list = |text: String, names: &[String]| {
        let names = names.iter().map(|name| format!("\n  \"{}\"", one_line(name)));
        text + &names.collect::<String>()
    };
    match failure {
        Failure::Usage(words) => format!("{words}\n{}", try_help()),
        Failure::NoService => failure_no_service(),
        Failure::NoReader => failure_no_reader(),
        Failure::UnknownReader(names) => list(failure_unknown_reader(), names),
        Failure::SeveralReaders(names) => list(failure_several_readers(), names),
        Failure::NoCard(names) => list(failure_no_card(), names),
        Failure::Mute => failure_mute(),
        Failure::Busy => failure_busy(),
        Failure::Vitale => failure_vitale(),
        Failure::UnknownCard => failure_unknown_card(),
        Failure::NoCertificates => failure_no_certificates(),
        Failure::CardRemoved => failure_card_removed(),
        Failure::ReaderRemoved => failure_reader_removed(),
        Failure::Refused(words) => failure_refused(words.as_str()),
        Failure::Reader(words) => failure_reader(words.as_str()),
        Failure::Card(words) => failure_card(words.as_str()),
        Failure::FileExists(name) => failure_file_exists(name.as_str()),
        Failure::File(name, words) => text!(failure_file {
            name: name.as_str(),
            words: words.as_str()
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{COLUMN, Language, failure, set_language, tags, usage};
    use crate::failure::Failure;

    fn failures() -> Vec<Failure> {
        let words = || "words".to_owned();
        vec![
            Failure::NoService,
            Failure::NoReader,
            Failure::UnknownReader(vec![words()]),
            Failure::SeveralReaders(vec![words()]),
            Failure::NoCard(vec![words()]),
            Failure::Mute,
            Failure::Busy,
            Failure::Vitale,
            Failure::UnknownCard,
            Failure::NoCertificates,
            Failure::CardRemoved,
            Failure::ReaderRemoved,
            Failure::Refused(words()),
            Failure::Reader(words()),
            Failure::Card(words()),
            Failure::FileExists(words()),
            Failure::File(words(), words()),
        ]
    }

    #[test]
    fn every_failure_has_its_own_message() {
        for language in Language::ALL {
            set_language(language);
            let mut messages: Vec<String> = failures().iter().map(failure).collect();
            messages.sort();
            messages.dedup();
            assert_eq!(messages.len(), failures().len());
        }
    }

    #[test]
    fn every_exit_code_is_in_the_help() {
        for language in Language::ALL {
            set_language(language);
            for failure in failures() {
                let code = format!("{:>2}  ", failure.code());
                assert!(usage().contains(&code), "{failure:?}");
            }
        }
    }

    #[test]
    fn the_columns_of_the_help_are_straight() {
        for language in Language::ALL {
            set_language(language);
            let usage = usage();
            let column = |option: &str| {
                let line = usage.lines().find(|line| line.contains(option)).expect(option);
                let after = &line[line.find(option).expect(option) + option.len()..];
                line.chars().count() - after.trim_start().chars().count()
            };
            let pushed = tags().len().saturating_sub(COLUMN);
            assert_eq!(column(&tags()), column("--list") + pushed, "{usage}");
        }
    }

    #[test]
    fn languages_of_the_system() {
        assert_eq!(Language::from_tag("en_GB.UTF-8"), Some(Language::En));
        assert_eq!(Language::from_tag("C.UTF-8"), None);
        assert_eq!(Language::default(), Language::Fr);
    }
}
