use proptest::prelude::*;

use certiroc_test_support::cards::{Card, End, File, certificate, inside, read_hostile};

/// Answers, each after its length: any bytes, and statuses that lead somewhere.
fn script() -> impl Strategy<Value = Vec<u8>> {
    let statuses: &[&[u8]] = &[
        b"\x90\x00",
        b"\x61\x00",
        b"\x61\x10",
        b"\x6c\x20",
        b"\x62\x82",
        b"\x69\x81",
        b"\x69\x85",
        b"\x6a\x82",
        b"\x6a\x86",
        b"\x6b\x00",
    ];
    let data = prop_oneof![
        3 => Just(Vec::new()),
        1 => proptest::collection::vec(any::<u8>(), 0..20),
        1 => Just(vec![0x30; 231]),
        1 => Just(certificate(100, 0)),
    ];
    let answer =
        (data, proptest::sample::select(statuses)).prop_map(|(data, status)| [&data, status].concat());
    let answer = prop_oneof![9 => answer, 1 => proptest::collection::vec(any::<u8>(), 0..6)];
    let answers = proptest::collection::vec(answer, 0..40);
    (any::<u8>(), answers).prop_map(|(first, answers)| {
        let answers = answers.iter().flat_map(|answer| {
            let len = u8::try_from(answer.len()).unwrap();
            [&[len], answer.as_slice()].concat()
        });
        [first].into_iter().chain(answers).collect()
    })
}

/// What is told of a card that answers anything is in `read_hostile`: it comes to an end within the commands that there
/// may be, and is asked for nothing but what reads.
#[test]
fn a_card_that_never_ends_is_left() {
    for answer in [
        b"\x61\x00".as_slice(),
        b"\x6c\x00",
        b"\x90\x00",
        b"\x30\x30\x61\x05",
        &[&[0x30; 231], b"\x90\x00".as_slice()].concat(),
        &[&[0; 231], b"\x90\x00".as_slice()].concat(),
        b"",
        b"\x90",
    ] {
        for first in 0x80..0x84 {
            let len = u8::try_from(answer.len()).unwrap();
            let _ = read_hostile(&[&[first, len], answer].concat());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_answers_come_to_an_end(bytes in prop_oneof![
        script(),
        proptest::collection::vec(any::<u8>(), 0..400),
    ]) {
        let _ = read_hostile(&bytes);
    }

    #[test]
    fn any_damage_to_the_files_loses_what_it_must(
        which in any::<proptest::sample::Index>(),
        at in any::<proptest::sample::Index>(),
        damage in proptest::collection::vec(any::<u8>(), 0..12),
        end in proptest::sample::select(vec![End::Short, End::Warning, End::Length]),
    ) {
        let contents = [("a", certificate(500, 1)), ("b", certificate(300, 2))];
        let mut card = Card::new(&contents);
        card.end = end;
        let paths: Vec<_> = card.files.keys().cloned().collect();
        let path = which.get(&paths).clone();
        if let Some(File::Transparent(bytes)) = card.files.get_mut(&path) {
            let at = at.index(bytes.len());
            bytes.splice(at..(at + damage.len()).min(bytes.len()), damage.iter().copied());
        }
        let reading = card.read();
        // A certificate whose file is damaged leaves the other as it is.
        if path == inside(0x4500) {
            let reading = reading.unwrap();
            prop_assert_eq!(&reading.certificates.last().unwrap().der, &contents[1].1);
        }
    }

    #[test]
    fn any_certificate_comes_whole(
        len in 0_usize..3000,
        filler in 0_usize..300,
        byte in any::<bool>(),
        slice in 1_usize..=256,
    ) {
        prop_assume!(len / slice < 300);
        let der = certificate(len, 5);
        let mut card = Card::new(&[("x", der.clone())]);
        card.slice = slice.max(8);
        card.put(inside(0x4500), [der.clone(), vec![if byte { 0xff } else { 0 }; filler]].concat());
        prop_assert_eq!(&card.read().unwrap().certificates[0].der, &der);
    }
}
