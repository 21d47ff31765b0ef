//! The time, and how a reader writes it.

use time::{Date, Month, OffsetDateTime};
use wasm_bindgen::JsValue;

use crate::i18n::{self, Language};

/// Now, in UTC, to the second.
pub fn now() -> OffsetDateTime {
    // A browser's clock is a number of milliseconds well inside what `time` can hold.
    #[expect(clippy::cast_possible_truncation)]
    let seconds = (js_sys::Date::now() / 1000.0) as i64;
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// Date and time where the user is, written in the page's language.
pub fn local(at: OffsetDateTime) -> String {
    // Exact: seconds since 1970 stay far below 2^53.
    #[expect(clippy::cast_precision_loss)]
    let date = js_sys::Date::new(&JsValue::from_f64(at.unix_timestamp() as f64 * 1000.0));
    date.to_locale_string(i18n::language().tag(), &JsValue::UNDEFINED)
        .into()
}

/// Milliseconds since 1970, for the length of something under way.
pub fn milliseconds() -> f64 {
    js_sys::Date::now()
}

/// Today, where the user is.
pub fn today() -> Date {
    let now = js_sys::Date::new_0();
    let month = u8::try_from(now.get_month() + 1)
        .ok()
        .and_then(|month| Month::try_from(month).ok());
    let day = u8::try_from(now.get_date()).unwrap_or(1);
    // A browser's clock names a day that is in the calendar.
    month
        .and_then(|month| Date::from_calendar_date(now.get_full_year().cast_signed(), month, day).ok())
        .unwrap_or(OffsetDateTime::UNIX_EPOCH.date())
}

/// A day as a reader writes it, in the page's language: `24 novembre 2026`.
pub fn day(day: Date) -> String {
    written(day, i18n::language())
}

/// A day for a French reader, whatever the page's language.
pub fn french_day(day: Date) -> String {
    written(day, Language::Fr)
}

fn written(day: Date, language: Language) -> String {
    let options = js_sys::Object::new();
    // Setting a property of a fresh object cannot fail.
    let _ = js_sys::Reflect::set(&options, &"dateStyle".into(), &"long".into());
    let month = i32::from(u8::from(day.month())) - 1;
    let written = String::from(
        js_sys::Date::new_with_year_month_day(day.year().cast_unsigned(), month, day.day().into())
            .to_locale_date_string(language.tag(), &options),
    );
    // CLDR leaves the first of the month a plain number.
    match (language, written.strip_prefix("1 ")) {
        (Language::Fr, Some(rest)) => format!("1er {rest}"),
        _ => written,
    }
}
