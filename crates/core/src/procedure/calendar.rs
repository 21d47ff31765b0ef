//! Working days in France: Monday to Friday, without the public holidays of Code du travail, article
//! L3133-1. Those of Alsace-Moselle and overseas are working days here: a reminder a day early does no
//! harm.

use time::{Date, Duration, Month, Weekday};

/// The public holidays with a fixed date.
const FIXED: [(Month, u8); 8] = [
    (Month::January, 1),
    (Month::May, 1),
    (Month::May, 8),
    (Month::July, 14),
    (Month::August, 15),
    (Month::November, 1),
    (Month::November, 11),
    (Month::December, 25),
];

/// Easter Monday, Ascension Day and Whit Monday, in days after Easter Sunday.
const AFTER_EASTER: [i64; 3] = [1, 39, 50];

/// The day that is so many working days after `day`; the last day of the calendar when there is none.
pub(super) fn working_days_after(day: Date, count: u32) -> Date {
    let mut day = day;
    let mut left = count;
    while left > 0 {
        let Some(next) = day.next_day() else {
            return day;
        };
        day = next;
        left -= u32::from(is_working_day(day));
    }
    day
}

fn is_working_day(day: Date) -> bool {
    let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let is_fixed = FIXED.contains(&(day.month(), day.day()));
    let is_movable = easter(day.year()).is_some_and(|easter| {
        AFTER_EASTER
            .iter()
            .any(|days| easter.checked_add(Duration::days(*days)) == Some(day))
    });
    !(is_weekend || is_fixed || is_movable)
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876, as in Meeus, « Astronomical
/// Algorithms », chapter 8).
fn easter(year: i32) -> Option<Date> {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let moon_shift = (century + 8) / 25;
    let epact = (19 * golden + century - century / 4 - (century - moon_shift + 1) / 3 + 15).rem_euclid(30);
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days = epact + to_sunday - 7 * late;
    // Days after 22 March.
    Date::from_calendar_date(year, Month::March, 22)
        .ok()?
        .checked_add(Duration::days(days.into()))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn easter_sundays() {
        for day in [
            date!(1818 - 03 - 22),
            date!(1943 - 04 - 25),
            date!(2000 - 04 - 23),
            date!(2024 - 03 - 31),
            date!(2025 - 04 - 20),
            date!(2026 - 04 - 05),
            date!(2027 - 03 - 28),
            date!(2038 - 04 - 25),
        ] {
            assert_eq!(easter(day.year()), Some(day));
        }
        for year in [-9999, 0, 9999] {
            assert!(easter(year).is_some());
        }
    }

    #[test]
    fn working_days() {
        for (from, count, to) in [
            (date!(2026 - 11 - 24), 0, date!(2026 - 11 - 24)),
            // Two weekends.
            (date!(2026 - 11 - 24), 10, date!(2026 - 12 - 08)),
            // Christmas, a Friday, and New Year's Day.
            (date!(2026 - 12 - 24), 5, date!(2027 - 01 - 04)),
            // Easter Monday.
            (date!(2026 - 04 - 03), 1, date!(2026 - 04 - 07)),
            // 1 May, 8 May, Ascension Day, Whit Monday.
            (date!(2026 - 04 - 30), 16, date!(2026 - 05 - 28)),
        ] {
            assert_eq!(working_days_after(from, count), to, "{from} + {count}");
        }
        assert_eq!(working_days_after(Date::MAX, 3), Date::MAX);
    }
}
