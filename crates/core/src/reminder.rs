//! Reminders before a certificate expires, as a calendar (iCalendar, RFC 5545).
//!
//! Written by hand rather than with a library: those available bring along a second calendar and a clock.

use time::{Date, Duration, OffsetDateTime, UtcOffset};

use crate::product::Product;
use certiroc_pki::x509::Certificate;

/// How many days before the end a reminder is due. The first leaves time for cards and signatures; after the last the
/// certificate can soon no longer be renewed, only ordered anew.
pub const DAYS_BEFORE: [i64; 4] = [90, 60, 30, 7];

/// A day to remember.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The day.
    pub day: Date,
    /// Which certificate.
    pub product: Product,
    /// How many days before its end; 0 on the last day.
    pub days_before: i64,
    /// The last day of the certificate.
    pub last_day: Date,
}

/// The days to remember for a certificate, in their order: the reminders, then the last day. All in UTC.
pub fn deadlines(product: Product, certificate: &Certificate) -> impl Iterator<Item = Deadline> {
    let last_day = certificate.not_after.date();
    let days = DAYS_BEFORE.into_iter().chain([0]);
    days.filter_map(move |days_before| {
        Some(Deadline {
            day: last_day.checked_sub(Duration::days(days_before))?,
            product,
            days_before,
            last_day,
        })
    })
}

/// How many days come after that of an instant up to the last day of a certificate, in UTC: 0 on the last day, whatever
/// the hour; negative after it.
pub fn days_left(certificate: &Certificate, at: OffsetDateTime) -> i64 {
    (certificate.not_after.date() - at.to_offset(UtcOffset::UTC).date()).whole_days()
}

/// What an event says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Its title.
    pub summary: String,
    /// What is to be done.
    pub description: String,
}

/// A calendar with one event a day to remember, each with an alarm at nine in the morning: Outlook keeps one alarm an
/// event, so that several on the last day would be lost. `words` says what each event reads; `serial` tells the
/// events of one certificate from another's when the file is taken in twice.
pub fn calendar(
    events: &[(Deadline, String)],
    words: impl Fn(&Deadline) -> Words,
    now: OffsetDateTime,
) -> String {
    let mut text = String::new();
    line(&mut text, "BEGIN:VCALENDAR");
    line(&mut text, "VERSION:2.0");
    line(&mut text, "PRODID:-//CertiROC//CertiROC//FR");
    line(&mut text, "CALSCALE:GREGORIAN");
    line(&mut text, "METHOD:PUBLISH");
    for (deadline, serial) in events {
        let Words { summary, description } = words(deadline);
        line(&mut text, "BEGIN:VEVENT");
        let days = deadline.days_before;
        let uid = format!("{serial}-{days}@certiroc").to_lowercase();
        line(&mut text, &format!("UID:{}", escaped(&uid)));
        line(&mut text, &format!("DTSTAMP:{}", stamp(now)));
        line(&mut text, &format!("DTSTART;VALUE=DATE:{}", basic(deadline.day)));
        // Without an end an event lasts its day; a certificate « without end » lasts until 9999-12-31.
        if let Some(end) = deadline.day.next_day() {
            line(&mut text, &format!("DTEND;VALUE=DATE:{}", basic(end)));
        }
        line(&mut text, &format!("SUMMARY:{}", escaped(&summary)));
        line(&mut text, &format!("DESCRIPTION:{}", escaped(&description)));
        line(&mut text, "TRANSP:TRANSPARENT");
        line(&mut text, "BEGIN:VALARM");
        line(&mut text, "ACTION:DISPLAY");
        line(&mut text, &format!("DESCRIPTION:{}", escaped(&summary)));
        // An event of a whole day begins at midnight.
        line(&mut text, "TRIGGER:PT9H");
        line(&mut text, "END:VALARM");
        line(&mut text, "END:VEVENT");
    }
    line(&mut text, "END:VCALENDAR");
    text
}

/// A content line, folded after 75 bytes, and never within a character (section 3.1).
fn line(text: &mut String, content: &str) {
    const LIMIT: usize = 75;
    let mut len = 0;
    for c in content.chars() {
        if len + c.len_utf8() > LIMIT {
            text.push_str("\r\n ");
            len = 1;
        }
        text.push(c);
        len += c.len_utf8();
    }
    text.push_str("\r\n");
}

/// A text value (section 3.3.11). Control characters, which it may not hold, are left out.
fn escaped(value: &str) -> String {
    let mut text = String::new();
    for c in value.chars() {
        match c {
            '\\' | ';' | ',' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            c if c.is_control() => {}
            c => text.push(c),
        }
    }
    text
}

/// `20261124`
fn basic(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), u8::from(day.month()), day.day())
}

/// `20261124T080000Z`, of a time in UTC.
fn stamp(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    format!(
        "{}T{:02}{:02}{:02}Z",
        basic(at.date()),
        at.hour(),
        at.minute(),
        at.second()
    )
}
