//! Deadlines, and their calendar.

use std::collections::{BTreeMap, BTreeSet};

use certiroc_core::product::Product;
use certiroc_core::reminder::{DAYS_BEFORE, Deadline, Words, calendar, days_left, deadlines};
use certiroc_pki::x509::Certificate;
use proptest::prelude::*;
use rcgen::{CertificateParams, KeyPair};
use time::format_description::well_known::Iso8601;
use time::macros::{date, datetime};
use time::{Date, OffsetDateTime};

const NOW: OffsetDateTime = datetime!(2026-11-25 9:05:03.5 +1);

fn ending(at: OffsetDateTime) -> Certificate {
    let mut params = CertificateParams::default();
    params.not_before = datetime!(2020-01-01 0:00 UTC);
    params.not_after = at;
    let key = KeyPair::generate().unwrap();
    Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap()
}

/// The reminders of a certificate that ends then, and its last day.
fn days(at: OffsetDateTime) -> Vec<Date> {
    let deadlines: Vec<_> = deadlines(Product::OrgSign, &ending(at)).collect();
    let before: Vec<_> = deadlines.iter().map(|deadline| deadline.days_before).collect();
    assert_eq!(before, [90, 60, 30, 7, 0]);
    let last_day = deadlines[4].day;
    for deadline in &deadlines {
        assert_eq!(
            (deadline.product, deadline.last_day),
            (Product::OrgSign, last_day)
        );
        assert_eq!((last_day - deadline.day).whole_days(), deadline.days_before);
    }
    deadlines.iter().map(|deadline| deadline.day).collect()
}

#[test]
fn the_days_across_months_and_leap_years() {
    let cases = [
        (
            datetime!(2026-05-31 23:59:59 UTC),
            [
                date!(2026 - 03 - 02),
                date!(2026 - 04 - 01),
                date!(2026 - 05 - 01),
                date!(2026 - 05 - 24),
                date!(2026 - 05 - 31),
            ],
        ),
        (
            datetime!(2028-03-01 0:00 UTC),
            [
                date!(2027 - 12 - 02),
                date!(2028 - 01 - 01),
                date!(2028 - 01 - 31),
                date!(2028 - 02 - 23),
                date!(2028 - 03 - 01),
            ],
        ),
        (
            datetime!(2027-03-01 0:00 UTC),
            [
                date!(2026 - 12 - 01),
                date!(2026 - 12 - 31),
                date!(2027 - 01 - 30),
                date!(2027 - 02 - 22),
                date!(2027 - 03 - 01),
            ],
        ),
        // 2100 is no leap year.
        (
            datetime!(2100-03-30 12:00 UTC),
            [
                date!(2099 - 12 - 30),
                date!(2100 - 01 - 29),
                date!(2100 - 02 - 28),
                date!(2100 - 03 - 23),
                date!(2100 - 03 - 30),
            ],
        ),
    ];
    for (at, expected) in cases {
        assert_eq!(days(at), expected, "{at}");
    }
}

#[test]
fn days_left_are_those_of_the_calendar() {
    let certificate = ending(datetime!(2026-12-31 10:00 UTC));
    for (at, left) in [
        (datetime!(2026-12-31 0:00 UTC), 0),
        (datetime!(2026-12-31 23:00 UTC), 0),
        (datetime!(2027-01-01 0:00 UTC), -1),
        (datetime!(2026-12-30 23:59:59 UTC), 1),
        // 2026-12-30 in UTC, 2026-12-31 in Paris.
        (datetime!(2026-12-31 0:30 +1), 1),
        (datetime!(2024-02-28 0:00 UTC), 1037),
    ] {
        assert_eq!(days_left(&certificate, at), left, "{at}");
    }
}

/// A component as read: its properties (name with parameters, value), and those within.
#[derive(Default)]
struct Component {
    name: String,
    properties: BTreeMap<String, String>,
    components: Vec<Component>,
}

/// Reads a calendar as strictly as RFC 5545, section 3.1, allows: each line ends with CRLF and has at most 75 bytes,
/// whole characters in each; no property twice.
fn parse(text: &str) -> Component {
    let whole = text.strip_suffix("\r\n").expect("CRLF at the end");
    let mut lines: Vec<String> = Vec::new();
    for line in whole.split("\r\n") {
        assert!(line.len() <= 75, "{} bytes: {line}", line.len());
        assert!(!line.contains(['\r', '\n']), "{line:?}");
        match line.strip_prefix(' ') {
            Some(more) => lines.last_mut().expect("a line to go on").push_str(more),
            None => lines.push(line.to_owned()),
        }
    }
    let mut open = vec![Component::default()];
    for line in lines {
        let (name, value) = line.split_once(':').expect("a name and a value");
        assert!(
            !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || b"-;=".contains(&byte))
        );
        assert!(!value.contains(char::is_control), "{value:?}");
        let current = open.last_mut().unwrap();
        match name {
            "BEGIN" => open.push(Component {
                name: value.to_owned(),
                ..Component::default()
            }),
            "END" => {
                assert_eq!(current.name, value);
                let ended = open.pop().unwrap();
                open.last_mut().expect("a frame").components.push(ended);
            }
            _ => {
                let twice = current.properties.insert(name.to_owned(), value.to_owned());
                assert_eq!(twice, None, "{name}");
            }
        }
    }
    let [frame] = <[Component; 1]>::try_from(open).ok().expect("all closed");
    let [calendar] = <[Component; 1]>::try_from(frame.components)
        .ok()
        .expect("one calendar");
    assert_eq!(calendar.name, "VCALENDAR");
    calendar
}

/// The text that a value stands for (section 3.3.11).
fn unescaped(value: &str) -> String {
    let mut characters = value.chars();
    let mut text = String::new();
    while let Some(c) = characters.next() {
        text.push(match c {
            '\\' => match characters.next().expect("what is escaped") {
                'n' | 'N' => '\n',
                c @ ('\\' | ';' | ',') => c,
                other => panic!("{other:?} is not escaped"),
            },
            ';' | ',' => panic!("{c:?} must be escaped"),
            c => c,
        });
    }
    text
}

fn day(text: &str) -> Date {
    Date::parse(text, &Iso8601::DATE).unwrap()
}

/// Asserts that a calendar has one good event for each deadline, in these words.
fn assert_good(text: &str, events: &[(Deadline, String)], words: &Words) {
    let calendar = parse(text);
    assert_eq!(calendar.properties["VERSION"], "2.0");
    assert!(calendar.properties.contains_key("PRODID"));
    assert_eq!(calendar.components.len(), events.len());
    let mut uids = BTreeSet::new();
    for (event, (deadline, _)) in calendar.components.iter().zip(events) {
        assert_eq!(event.name, "VEVENT");
        let property = |name: &str| event.properties[name].as_str();
        assert!(uids.insert(property("UID")), "{}", property("UID"));
        assert_eq!(property("DTSTAMP"), "20261125T080503Z");
        assert_eq!(day(property("DTSTART;VALUE=DATE")), deadline.day);
        match event.properties.get("DTEND;VALUE=DATE") {
            Some(end) => assert_eq!(Some(day(end)), deadline.day.next_day()),
            // An event without an end lasts its day (section 3.6.1).
            None => assert_eq!(deadline.day, Date::MAX),
        }
        assert_eq!(unescaped(property("SUMMARY")), words.summary);
        assert_eq!(unescaped(property("DESCRIPTION")), words.description);
        let [alarm] = event.components.as_slice() else {
            panic!("{} alarms", event.components.len());
        };
        assert_eq!((alarm.name.as_str(), alarm.components.len()), ("VALARM", 0));
        assert_eq!(alarm.properties["ACTION"], "DISPLAY");
        assert_eq!(alarm.properties["TRIGGER"], "PT9H");
        assert_eq!(unescaped(&alarm.properties["DESCRIPTION"]), words.summary);
    }
}

/// Both certificates of a dossier, by their serial numbers.
fn events(at: OffsetDateTime, serials: [&str; 2]) -> Vec<(Deadline, String)> {
    let certificate = ending(at);
    let both = Product::ALL.into_iter().zip(serials);
    both.flat_map(|(product, serial)| {
        deadlines(product, &certificate).map(move |deadline| (deadline, serial.to_owned()))
    })
    .collect()
}

#[test]
fn a_calendar_is_as_the_standard_wants_it() {
    let words = Words {
        summary: "Certificat « Client_ROC_Annuaire_AMC » : fin dans 90 jours, à renouveler d’ici là".into(),
        description: "À faire :\n- commander ;\n- C:\\certificats, sauvegarder.\n🔑 fin".into(),
    };
    let events = events(datetime!(2029-02-28 12:00 UTC), ["7F01", "7f02"]);
    assert_eq!(events.len(), 2 * (DAYS_BEFORE.len() + 1));
    let text = calendar(&events, |_| words.clone(), NOW);
    assert_good(&text, &events, &words);
    assert!(text.contains("\r\nUID:7f01-90@certiroc\r\n"), "{text}");
    // Taken in again, the events are the same ones.
    assert_eq!(calendar(&events, |_| words.clone(), NOW), text);
}

/// A certificate without an end (RFC 5280, section 4.1.2.5) has a last day all the same, and none follows it.
#[test]
fn the_last_of_all_days() {
    let words = Words {
        summary: "x".into(),
        description: String::new(),
    };
    let events = events(datetime!(9999-12-31 23:59:59 UTC), ["1", "2"]);
    assert_good(&calendar(&events, |_| words.clone(), NOW), &events, &words);
}

proptest! {
    /// Whatever the words: what is read is what was written, control characters aside.
    #[test]
    fn any_words_come_back(
        summary in r"([a-zéœ,;:\\\\\n ]|\PC|🔑){0,90}",
        description in r"(\PC|[\x00-\x1f\x7f\u{85}]|\\|;|,|é|𝄞){0,300}",
    ) {
        let events: Vec<_> = events(datetime!(2029-02-28 12:00 UTC), ["1", "2"]).into_iter().take(2).collect();
        let text = calendar(&events, |_| Words { summary: summary.clone(), description: description.clone() }, NOW);
        let kept = |text: &str| text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
        assert_good(&text, &events, &Words { summary: kept(&summary), description: kept(&description) });
    }

    /// A serial number is no way to write lines of one's own.
    #[test]
    fn any_serial_number(serial in r"(\PC|[\x00-\x1f]|;|,){0,40}") {
        let events: Vec<_> = events(datetime!(2029-02-28 12:00 UTC), [&serial, "2"]).into_iter().take(5).collect();
        let words = Words { summary: "x".into(), description: "y".into() };
        assert_good(&calendar(&events, |_| words.clone(), NOW), &events, &words);
    }
}
