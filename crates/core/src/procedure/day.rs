//! Days in files: `2026-11-24` (RFC 3339, full-date), of the years 0 to 9999.
//!
//! Written by hand: `time`'s general parser adds more to the page than the whole procedure.

#![expect(
    clippy::trivially_copy_pass_by_ref,
    clippy::ref_option,
    reason = "serde calls with references"
)]

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::{Date, Month};

/// The day that a text such as `2026-11-24` names.
pub fn parse_day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let mut number = |digits: usize| {
        let part = parts.next()?;
        let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<u16>().ok())?
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    if parts.next().is_some() {
        return None;
    }
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(year.into(), month, u8::try_from(day).ok()?).ok()
}

pub fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    read(&String::deserialize(deserializer)?)
}

fn read<E: de::Error>(text: &str) -> Result<Date, E> {
    parse_day(text).ok_or_else(|| E::custom("not a day"))
}

/// The same for a day that may be missing.
pub mod option {
    use super::{Date, Deserialize, Deserializer, Serialize, Serializer, read};

    pub fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        day.map(|day| day.to_string()).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        Option::<String>::deserialize(deserializer)?
            .as_deref()
            .map(read)
            .transpose()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn days() {
        assert_eq!(parse_day("2026-11-24"), Some(date!(2026 - 11 - 24)));
        assert_eq!(parse_day("0000-01-01"), Some(date!(0000 - 01 - 01)));
        for wrong in [
            "",
            "2026-11",
            "2026-11-24-",
            "2026-2-3",
            "2026-02-30",
            "2026-13-01",
            "+026-01-01",
            "-2026-01-01",
            "24/11/2026",
            "2026-11-2٣",
        ] {
            assert_eq!(parse_day(wrong), None, "{wrong}");
        }
    }
}
