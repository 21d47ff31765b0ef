//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, Value, ValueExt};

use crate::i18n::Language;

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Task {
    /// Read the card and write the file.
    #[default]
    Read,
    /// Name the readers.
    List,
    /// Show the help.
    Help,
    /// Show the version.
    Version,
}

/// Where the file is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// To this file.
    File(PathBuf),
    /// To standard output.
    Standard,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What is to be done.
    pub task: Task,
    /// The reader; none: the only one with a card.
    pub reader: Option<String>,
    /// Where the file is written; none: in this folder, by the number of the card.
    pub output: Option<Output>,
    /// Whether a file that exists may be replaced.
    pub force: bool,
    /// The language of the messages; none: as the system says.
    pub language: Option<Language>,
}

impl Options {
    /// Reads them.
    ///
    /// # Errors
    /// The argument that is not among them.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, lexopt::Error> {
        let mut arguments = lexopt::Parser::from_args(arguments);
        let mut options = Self::default();
        while let Some(argument) = arguments.next()? {
            match argument {
                Short('h') | Long("help") => options.task = Task::Help,
                Short('V') | Long("version") => options.task = Task::Version,
                Short('l') | Long("list") => options.task = Task::List,
                Short('f') | Long("force") => options.force = true,
                Short('o') | Long("output") => {
                    let value = arguments.value()?;
                    options.output = Some(if value == "-" {
                        Output::Standard
                    } else {
                        Output::File(value.into())
                    });
                }
                Long("lang") => {
                    let value = arguments.value()?.string()?;
                    let language = Language::ALL.into_iter().find(|language| language.tag() == value);
                    let language = language.ok_or_else(|| format!("--lang {value}"))?;
                    options.language = Some(language);
                }
                Value(reader) if options.reader.is_none() => options.reader = Some(reader.string()?),
                other => return Err(other.unexpected()),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::{Options, Output, Task};
    use crate::i18n::Language;

    #[test]
    fn options_are_read() {
        let read = |text: &str| Options::read(text.split(' ').map(Into::into));
        let options = read("-f --lang en -o - Reader").unwrap();
        let expected = Options {
            task: Task::Read,
            reader: Some("Reader".into()),
            output: Some(Output::Standard),
            force: true,
            language: Some(Language::En),
        };
        assert_eq!(options, expected);
        assert!(read("one two").is_err());
        assert!(read("--lang de").is_err());
        assert!(read("--pin 1234").is_err());
    }
}
