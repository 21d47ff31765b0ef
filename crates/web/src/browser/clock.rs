//! The time, and how a reader writes it.

use js_sys::Date;
use time::OffsetDateTime;
use wasm_bindgen::JsValue;

use crate::i18n;

/// Now, in UTC, to the second.
pub fn now() -> OffsetDateTime {
    // A browser's clock is a number of milliseconds well inside what `time` can hold.
    #[expect(clippy::cast_possible_truncation)]
    let seconds = (Date::now() / 1000.0) as i64;
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// Date and time where the user is, written in the page's language.
pub fn local(at: OffsetDateTime) -> String {
    // Exact: seconds since 1970 stay far below 2^53.
    #[expect(clippy::cast_precision_loss)]
    let date = Date::new(&JsValue::from_f64(at.unix_timestamp() as f64 * 1000.0));
    date.to_locale_string(i18n::language().tag(), &JsValue::UNDEFINED)
        .into()
}

/// Milliseconds since 1970, for the length of something under way.
pub fn milliseconds() -> f64 {
    Date::now()
}
