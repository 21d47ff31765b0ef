use certiroc_smartcard::atr::{Atr, Generation, Recognised, recognise};
use proptest::prelude::*;

fn hex(text: &str) -> Vec<u8> {
    text.split(' ')
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

#[test]
fn each_card_is_known_by_its_answer_to_reset() {
    use Recognised::{Cps, Malformed, Unknown, UnknownCps, Vitale};
    for (text, expected) in [
        (
            "3B AC 00 40 2A 00 12 25 00 64 80 00 03 10 00 90 00",
            Cps(Generation::Cps3),
        ),
        (
            "3B 8F 80 01 00 31 B8 64 04 B0 EC C1 73 94 01 80 82 90 00 0E",
            Cps(Generation::Cps3Contactless),
        ),
        (
            "3B 9B 18 80 01 00 12 25 00 64 80 04 01 00 00 90 44",
            Cps(Generation::Cps4),
        ),
        (
            "3B 9B 18 80 01 00 12 25 00 64 80 00 04 01 00 90 44",
            Cps(Generation::Cps4Candidate),
        ),
        (
            "3B DC 18 FF 00 00 12 25 00 64 80 00 04 01 00 90 00",
            Cps(Generation::Cps4Candidate),
        ),
        (
            "3B AC 00 40 2A 00 12 25 00 64 80 82 02 12 00 90 00",
            Cps(Generation::Cps2ter),
        ),
        // Another version, with T=0 and with T=1.
        ("3B AC 00 40 2A 00 12 25 00 64 80 00 07 01 00 90 00", UnknownCps),
        ("3B 9B 18 80 01 00 12 25 00 64 80 04 02 00 00 90 47", UnknownCps),
        ("3B 66 00 00 00 12 25 00 64 80", UnknownCps),
        // The same bytes where they do not come first.
        ("3B 67 00 00 31 00 12 25 00 64 80", Unknown),
        ("3B 75 13 00 00 44 09 EA 90 00", Vitale),
        ("3B 75 13 00 00 4F 09 EA 90 00", Vitale),
        ("3B 75 13 00 00 54 09 EA 90 00", Unknown),
        ("3B 02 14 50", Unknown),
        ("3B 00", Unknown),
        ("3F 00", Unknown),
        // A wrong TCK, none, one too many; no TS; an end too early.
        ("3B 9B 18 80 01 00 12 25 00 64 80 04 02 00 00 90 44", Malformed),
        ("3B 9B 18 80 01 00 12 25 00 64 80 04 02 00 00 90", Malformed),
        ("3B AC 00 40 2A 00 12 25 00 64 80 00 07 01 00 90 00 25", Malformed),
        ("00 AC 00 40", Malformed),
        ("3B AC 00 40 2A 00 12", Malformed),
        ("3B F0 11", Malformed),
        ("3B", Malformed),
    ] {
        assert_eq!(recognise(&hex(text)), expected, "{text}");
    }
    assert_eq!(recognise(&[]), Malformed);
    assert_eq!(recognise(&[0x3b; 40]), Malformed);
}

#[test]
fn interface_bytes_are_those_of_their_group() {
    let atr = Atr::parse(&hex("3B F2 11 22 33 C1 44 0F 55 66 77")).unwrap();
    // TD1 names T=1 and announces TC2 and TD2; TD2 names 15 and announces nothing.
    assert_eq!(
        (atr.ta1, atr.tc1, atr.ta2, atr.tc2),
        (Some(0x11), Some(0x33), None, Some(0x44))
    );
    assert_eq!((atr.protocols, atr.historical), (vec![1], vec![0x55, 0x66]));
    assert!(!atr.inverse && !atr.intact);
    let cps4 = Atr::parse(&hex("3B 9B 18 80 01 00 12 25 00 64 80 04 01 00 00 90 44")).unwrap();
    assert_eq!(
        (cps4.ta1, cps4.protocols, cps4.intact),
        (Some(0x18), vec![0, 1], true)
    );
}

proptest! {
    #[test]
    fn any_bytes_are_some_answer(bytes in proptest::collection::vec(any::<u8>(), 0..40), ts in 0_u8..3) {
        let bytes = [&[[0x3b, 0x3f, 0][usize::from(ts)]], bytes.as_slice()].concat();
        let recognised = recognise(&bytes);
        if let Some(atr) = Atr::parse(&bytes) {
            prop_assert!(atr.historical.len() <= 15 && bytes.len() <= 33 && ts < 2);
            prop_assert!(!atr.protocols.is_empty());
            prop_assert_eq!(recognised == Recognised::Malformed, !atr.intact);
        } else {
            prop_assert_eq!(recognised, Recognised::Malformed);
        }
    }

    #[test]
    fn a_changed_byte_after_ts_is_noticed_where_there_is_tck(at in 1_usize..17, change in 1_u8..) {
        let mut bytes = hex("3B 9B 18 80 01 00 12 25 00 64 80 04 02 00 00 90 47");
        bytes[at] ^= change;
        let recognised = recognise(&bytes);
        // What takes TCK away, or makes it a historical byte, is another answer.
        prop_assume!(at != 1 && at != 3 && at != 4);
        prop_assert_eq!(recognised, Recognised::Malformed);
    }
}
