//! The readers of the system, and the one to read from.

use std::ffi::CString;
use std::time::Duration;

use pcsc::{Context, Error, ReaderState, Scope, State};

use crate::failure::Failure;

/// A reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PcscReader {
    /// Its name, as the system calls it.
    pub name: CString,
    /// What is in it.
    pub slot: ReaderSlot,
}

/// What is in a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReaderSlot {
    /// No card.
    Empty,
    /// A card.
    Card,
    /// A card that does not answer.
    Mute,
}

impl PcscReader {
    /// The name as text.
    pub fn name(&self) -> String {
        self.name.to_string_lossy().into_owned()
    }
}

/// Reaches the service of the system.
///
/// # Errors
/// [`Failure::NoService`], or what else it says.
pub fn service() -> Result<Context, Failure> {
    Context::establish(Scope::User).map_err(failure)
}

/// The readers that are plugged in, in the system's order.
///
/// # Errors
/// [`Failure::NoReader`] where there is none.
pub fn list(context: &Context) -> Result<Vec<PcscReader>, Failure> {
    let names = context.list_readers_owned().map_err(failure)?;
    if names.is_empty() {
        return Err(Failure::NoReader);
    }
    let mut states: Vec<ReaderState> = names
        .iter()
        .map(|name| ReaderState::new(name.clone(), State::UNAWARE))
        .collect();
    // The answer comes at once: nothing is known yet, so that everything has changed.
    context
        .get_status_change(Duration::from_secs(5), &mut states)
        .map_err(failure)?;
    let readers = names.into_iter().zip(&states).map(|(name, state)| PcscReader {
        name,
        slot: slot(state.event_state()),
    });
    Ok(readers.collect())
}

fn slot(state: State) -> ReaderSlot {
    if state.contains(State::MUTE) {
        ReaderSlot::Mute
    } else if state.contains(State::PRESENT) {
        ReaderSlot::Card
    } else {
        ReaderSlot::Empty
    }
}

/// The reader to read from: the one whose name is `wanted` or has it as a part, else the only one with a card.
///
/// # Errors
/// Why there is none.
pub fn choose(readers: &[PcscReader], wanted: Option<&str>) -> Result<PcscReader, Failure> {
    let those = |wanted: &dyn Fn(&PcscReader) -> bool| -> Vec<&PcscReader> {
        readers.iter().filter(|reader| wanted(reader)).collect()
    };
    let names = |readers: &[&PcscReader]| readers.iter().map(|reader| reader.name()).collect();
    let all = those(&|_| true);
    let candidates = if let Some(wanted) = wanted {
        let part = wanted.to_lowercase();
        let exact = those(&|reader| reader.name() == wanted);
        if exact.is_empty() {
            those(&|reader| reader.name().to_lowercase().contains(&part))
        } else {
            exact
        }
    } else {
        those(&|reader| reader.slot != ReaderSlot::Empty)
    };
    match candidates[..] {
        [] if wanted.is_some() => Err(Failure::UnknownReader(names(&all))),
        [] => Err(Failure::NoCard(names(&all))),
        [reader] => match reader.slot {
            ReaderSlot::Card => Ok(reader.clone()),
            ReaderSlot::Mute => Err(Failure::Mute),
            ReaderSlot::Empty => Err(Failure::NoCard(vec![reader.name()])),
        },
        _ => Err(Failure::SeveralReaders(names(&candidates))),
    }
}

/// What an error of the service itself means.
fn failure(error: Error) -> Failure {
    match error {
        Error::NoService | Error::ServiceStopped => Failure::NoService,
        Error::NoReadersAvailable => Failure::NoReader,
        _ => Failure::Reader(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::{PcscReader, ReaderSlot, choose};
    use crate::failure::Failure;

    fn readers(slots: &[(&str, ReaderSlot)]) -> Vec<PcscReader> {
        let reader = |(name, slot): &(&str, ReaderSlot)| PcscReader {
            name: std::ffi::CString::new(*name).unwrap(),
            slot: *slot,
        };
        slots.iter().map(reader).collect()
    }

    #[test]
    fn the_only_card_is_read_and_no_other_is_guessed() {
        let one = readers(&[
            ("Alpha 00 00", ReaderSlot::Empty),
            ("Beta 01 00", ReaderSlot::Card),
        ]);
        assert_eq!(choose(&one, None).unwrap().name(), "Beta 01 00");
        assert_eq!(choose(&one, Some("beta")).unwrap().name(), "Beta 01 00");
        let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let all = named(&["Alpha 00 00", "Beta 01 00"]);
        assert_eq!(
            choose(&one, Some("gamma")),
            Err(Failure::UnknownReader(all.clone()))
        );
        assert_eq!(
            choose(&one, Some("alpha")),
            Err(Failure::NoCard(named(&["Alpha 00 00"])))
        );
        assert_eq!(
            choose(&one, Some("00")),
            Err(Failure::SeveralReaders(all.clone()))
        );
        let two = readers(&[
            ("Alpha 00 00", ReaderSlot::Mute),
            ("Beta 01 00", ReaderSlot::Card),
        ]);
        assert_eq!(choose(&two, None), Err(Failure::SeveralReaders(all.clone())));
        assert_eq!(choose(&two, Some("Alpha 00 00")), Err(Failure::Mute));
        let none = readers(&[
            ("Alpha 00 00", ReaderSlot::Empty),
            ("Beta 01 00", ReaderSlot::Empty),
        ]);
        assert_eq!(choose(&none, None), Err(Failure::NoCard(all)));
    }

    #[test]
    fn a_whole_name_wins_over_a_part() {
        let both = readers(&[
            ("PcscReader", ReaderSlot::Card),
            ("PcscReader 2", ReaderSlot::Card),
        ]);
        assert_eq!(choose(&both, Some("PcscReader")).unwrap().name(), "PcscReader");
    }
}
