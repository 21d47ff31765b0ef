//! Whatever a card says, it is read to the end.

use certiroc_core::cpx::{Says, describe};
use certiroc_core::procedure::{Case, Role};
use certiroc_core::suitability::{Stated, assess, proposals};
use certiroc_smartcard::reading::{Held, Reading};
use proptest::prelude::*;
use time::OffsetDateTime;

use super::draft;
use certiroc_test_support::cpx::{
    ALTERNATIVE_NAME, AT, CATEGORY, COMMON_NAME, KEY_USAGE, KIND, Made, NUMBER, PROFESSION, PURPOSES,
    RESPONSIBILITY, UNIT,
};

const EXTENSIONS: [&str; 8] = [
    ALTERNATIVE_NAME,
    CATEGORY,
    KEY_USAGE,
    KIND,
    NUMBER,
    PROFESSION,
    PURPOSES,
    RESPONSIBILITY,
];

/// Everything that is made of a reading.
fn use_all(reading: &Reading, at: OffsetDateTime) {
    let description = describe(reading, &[], &[]);
    for card in &description.cards {
        assert!(!card.certificates.is_empty());
        for part in Role::ALL {
            for stated in [None, Some(Stated::Cde), Some(Stated::Cpe)] {
                let assessment = assess(card, part, stated, &draft(), at);
                assert!(!assessment.points.is_empty());
                let _ = (assessment.verdict(), proposals(&assessment, &Case::default()));
            }
        }
    }
}

/// Bytes that begin as a value often does, and others.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let tags = prop_oneof![Just(2_u8), Just(4), Just(12), Just(19), Just(0x30), any::<u8>()];
    let content = proptest::collection::vec(any::<u8>(), 0..24);
    (tags, any::<Option<u8>>(), content).prop_map(|(tag, len, content)| {
        let len = len.unwrap_or(u8::try_from(content.len()).unwrap());
        [vec![tag, len], content].concat()
    })
}

proptest! {
    #[test]
    fn extensions_of_any_bytes(
        values in proptest::collection::vec((0..EXTENSIONS.len(), bytes()), 0..6),
        common_name in ".*",
        unit in "[013]?.{0,16}",
        serial in proptest::option::of(proptest::collection::vec(any::<u8>(), 0..16)),
    ) {
        let mut made = Made::establishment().named(COMMON_NAME, &common_name).named(UNIT, &unit);
        for (extension, value) in values {
            made = made.with(EXTENSIONS[extension], value);
        }
        let says = Says::read(&made.certificate(), "");
        prop_assert!(says.kind.is_some() && says.number.is_some() && says.category.is_some());
        let reading = Reading {
            serial,
            certificates: vec![made.held(""), Made::establishment().signature().held("")],
            ..Reading::default()
        };
        use_all(&reading, AT);
    }

    #[test]
    fn certificates_of_any_bytes(
        at in 0_usize..1500,
        byte: u8,
        cut in 0_usize..1500,
    ) {
        let mut der = Made::establishment().der();
        if let Some(place) = der.get_mut(at) {
            *place = byte;
        }
        let mut short = der.clone();
        short.truncate(cut);
        let held = |der| Held { label: String::new(), der };
        let reading = Reading {
            certificates: vec![held(der), held(short)],
            ..Reading::default()
        };
        use_all(&reading, AT);
    }
}

/// Dates at both ends of time, and dates that end before they begin.
#[test]
fn dates_of_any_kind() {
    let mut made = Made::establishment();
    (made.from, made.to) = (made.to, made.from);
    let reading = super::reading(vec![made.held("")]);
    for at in [
        OffsetDateTime::UNIX_EPOCH,
        AT,
        time::PrimitiveDateTime::MAX.assume_utc(),
        time::PrimitiveDateTime::MIN.assume_utc(),
    ] {
        use_all(&reading, at);
    }
}
