//! What holds of every reader, whatever it answers and however its messages are cut.

use certiroc_smartcard::apdu::LinkError;
use pollster::block_on;
use proptest::collection::vec;
use proptest::prelude::*;

use super::{CPS3, CPS4, hex};
use certiroc_test_support::readers::{FEATURES, Heard, converse};

/// A message from a reader, for slot 0.
fn message(kind: u8, sequence: u8, status: [u8; 3], data: &[u8]) -> Vec<u8> {
    let len = u32::try_from(data.len()).unwrap().to_le_bytes();
    [&[kind], len.as_slice(), &[0, sequence], &status, data].concat()
}

/// A script of these messages, cut at places that `cuts` gives.
fn script(choice: u8, messages: &[Vec<u8>], cuts: &[u8]) -> Vec<u8> {
    let mut script = vec![choice];
    let mut cuts = cuts.iter().copied().cycle();
    for message in messages {
        let mut rest = message.as_slice();
        while !rest.is_empty() {
            // The first transfer is asked for with 64 bytes, the others with no fewer.
            let len = usize::from(cuts.next().unwrap_or(64)).min(rest.len()).min(64);
            script.push(u8::try_from(len).unwrap());
            script.extend(&rest[..len]);
            rest = &rest[len..];
        }
    }
    script
}

/// What a reader sends before an answer: what is left of others, and asks for time.
fn before() -> impl Strategy<Value = Vec<(bool, u8, Vec<u8>)>> {
    vec((any::<bool>(), any::<u8>(), vec(any::<u8>(), 0..20)), 0..4)
}

proptest! {
    /// Any valid conversation has the same result, however it is cut, and whatever lies between its messages.
    #[test]
    fn cuts_change_nothing(
        negotiating in any::<bool>(),
        atr in prop_oneof![Just(CPS3), Just(CPS4)],
        data in [vec(any::<u8>(), 2..=258), vec(any::<u8>(), 2..=258)],
        others in vec(before(), 7),
        // Transfers of 1 to 64 bytes, some after one without any.
        cuts in vec((any::<bool>(), 1..=64_u8), 1..15),
    ) {
        // TPDU level, with all that is automatic or nothing.
        let choice = u8::from(!negotiating);
        let (powered, parameters) = (hex(atr), [0x11, 0, 0, 10, 0]);
        let mut answers: Vec<(u8, &[u8])> = vec![(0x81, &[]), (0x80, &powered)];
        // CPS4 offers T=1 as well, so that a reader that negotiates is asked.
        if !negotiating || atr == CPS4 {
            answers.push((0x82, &parameters));
        }
        answers.extend([(0x80, data[0].as_slice()), (0x80, &data[1]), (0x81, &[])]);
        let mut messages = Vec::new();
        for (sequence, ((kind, data), others)) in (0..).zip(answers.into_iter().zip(others)) {
            for (is_stale, number, left) in others {
                messages.push(if is_stale {
                    // A number that no command has yet had.
                    message(kind, 0x80 | number, [0; 3], &left)
                } else {
                    message(kind, sequence, [0x80, number, 0], &[])
                });
            }
            messages.push(message(kind, sequence, [0; 3], data));
        }
        let cuts: Vec<u8> = cuts
            .into_iter()
            .flat_map(|(after_none, len)| after_none.then_some(0).into_iter().chain([len]))
            .collect();
        let heard = block_on(converse(&script(choice, &messages, &cuts)));
        let [first, second] = data;
        prop_assert_eq!(heard, Ok(Heard { atr: hex(atr), responses: vec![Ok(first), Ok(second)] }));
    }

    /// Bytes without any sense are an error in the end.
    #[test]
    fn any_bytes(bytes in vec(any::<u8>(), 0..2000)) {
        let _ = block_on(converse(&bytes));
    }

    /// So are messages whose parts each could be right, in a reader that never falls silent too.
    #[test]
    fn any_messages(
        reader in 0..FEATURES.len(),
        endless in any::<bool>(),
        messages in vec(
            (
                prop_oneof![9 => 0x80..=0x82_u8, 1 => any::<u8>()],
                prop_oneof![9 => Just(0_u8), 1 => 0..4_u8],
                prop_oneof![6 => Just([0, 0]), 2 => Just([0x80, 1]), 2 => Just([0x41, 0xfe]), 1 => any::<[u8; 2]>()],
                prop_oneof![2 => Just(0), 2 => 0..4_u8, 1 => any::<u8>()],
                prop_oneof![2 => Just(hex(CPS3)), 2 => Just(hex("9000")), 1 => vec(any::<u8>(), 0..270)],
            ),
            0..20,
        ),
        cuts in vec(any::<u8>(), 1..5),
    ) {
        let messages: Vec<_> = (0..)
            .zip(messages)
            .map(|(sequence, (kind, behind, [status, error], specific, data))| {
                let sequence: u8 = sequence;
                message(kind, sequence.wrapping_sub(behind), [status, error, specific], &data)
            })
            .collect();
        let cuts = if cuts.iter().all(|cut| *cut == 0) { vec![64] } else { cuts };
        let choice = u8::try_from(reader).unwrap() + if endless { 0x80 } else { 0 };
        if let Ok(heard) = block_on(converse(&script(choice, &messages, &cuts))) {
            prop_assert_eq!(heard.responses.len(), 2);
        }
    }
}

/// A reader that sends nothing but empty packets, or the same message again and again, is left in the end.
#[test]
fn endless_readers() {
    for message in [
        vec![],
        message(0x81, 0, [1, 0, 0], &[]),
        message(0x80, 1, [0x80, 0xff, 0], &[]),
        message(0x80, 0, [0; 3], &[0; 54]),
    ] {
        let len = u8::try_from(message.len()).unwrap();
        for choice in 0x80..0x80 + u8::try_from(FEATURES.len()).unwrap() {
            let script = [&[choice, len], message.as_slice()].concat();
            let heard = block_on(converse(&script));
            assert!(matches!(heard, Err(LinkError::Reader(_))), "{heard:?}");
        }
    }
}
