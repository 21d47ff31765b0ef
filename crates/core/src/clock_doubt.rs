//! Whether the machine's clock can be right: what is known to be past must not lie ahead.

use time::{Date, Duration, Month, OffsetDateTime};

use crate::dossier::Dossier;

/// How far clocks of several machines that keep one dossier may be apart.
const APART: Duration = Duration::HOUR;

/// A day on which this program was there already; `docs/release.md` has it set for each release.
const RELEASED: Result<Date, time::error::ComponentRange> =
    Date::from_calendar_date(2026, Month::November, 30);

/// The latest instant that has passed for sure, where it lies ahead of `now` and not by an hour only: the clock of this
/// machine is late then, or another was fast. What is past is what the dossier tells of itself, and the program.
pub fn clock_doubt(dossier: &Dossier, now: OffsetDateTime) -> Option<OffsetDateTime> {
    let journal = dossier.journal.iter().map(|entry| entry.at);
    let requests = dossier.orders.iter().flat_map(|order| &order.requests);
    let requests = requests.map(|request| request.made_at);
    let issued = dossier.issued().map(|(_, issued)| issued.received_at);
    let released = RELEASED.ok().map(|day| day.midnight().assume_utc());
    let past = journal
        .chain(requests)
        .chain(issued)
        .chain(released)
        .chain([dossier.created_at]);
    past.max().filter(|latest| *latest - now > APART)
}
