//! Readers of each level, with and without what is automatic; those that fail.

use certiroc_smartcard::apdu::{Apdu, Instruction, Link, LinkError};
use certiroc_smartcard::ccid::message::CardState;
use certiroc_smartcard::ccid::{CcidLink, CcidReader};
use pollster::block_on;

use super::{
    CONNECTED, CPS3, EXTENDED_APDU, QEMU, SHORT_APDU, TPDU, Trace, connect, hex, interface, read_binary,
    select, transmit,
};

/// A reader of QEMU's with a card that speaks T=0 to the letter: what the page and the reader say to each other.
#[test]
fn whole_conversation() {
    let mut trace = Trace::new(&[
        CONNECTED,
        "> 6F 07000000 00 02 000000 00A4080002 2F00
         < 80 02000000 00 02 00 00 00 6114
         > 6F 05000000 00 03 000000 00C0000014
         < 80 06000000 00 03 00 00 00 6F028000 9000
         > 6F 05000000 00 04 000000 00B0000000
         < 80 02000000 00 04 00 00 00 6C10
         > 6F 05000000 00 05 000000 00B0000010
         < 80 12000000 00 05 00 00 00 610E4F0CE828BD080F80250000 01FF00 9000
         > 63 00000000 00 06 000000
         < 81 00000000 00 06 01 00 00",
    ]);
    block_on(async {
        let mut link = CcidLink::connect(&mut trace, &interface(QEMU, 64), 0)
            .await
            .unwrap();
        assert_eq!(link.atr(), hex(CPS3));
        // Whoever called goes on after 61 and 6C, with any link.
        assert_eq!(link.transmit(&select(Some(256))).await, Ok(hex("6114")));
        let response = Apdu::new(0, Instruction::GetResponse, [0, 0], &[], Some(0x14)).unwrap();
        assert_eq!(link.transmit(&response).await, Ok(hex("6F028000 9000")));
        assert_eq!(link.transmit(&read_binary()).await, Ok(hex("6C10")));
        let read = link.transmit(&read_binary().expecting(0x10)).await.unwrap();
        assert_eq!(read, hex("610E4F0CE828BD080F80250000 01FF00 9000"));
        let pipe = link.close().await;
        assert!(pipe.transfers.is_empty());
    });
}

#[test]
fn commands_by_level() {
    let without_any = Apdu::new(1, Instruction::Select, [0, 0], &[], None).unwrap();
    for (features, command, sent) in [
        (QEMU, select(Some(256)), "07000000 00 02 000000 00A4080002 2F00"),
        (QEMU, select(None), "07000000 00 02 000000 00A4080002 2F00"),
        (QEMU, read_binary(), "05000000 00 02 000000 00B0000000"),
        (QEMU, without_any.clone(), "05000000 00 02 000000 01A4000000"),
        (
            SHORT_APDU,
            select(Some(256)),
            "08000000 00 02 000000 00A4080002 2F00 00",
        ),
        (SHORT_APDU, without_any.clone(), "04000000 00 02 000000 01A40000"),
        (
            EXTENDED_APDU,
            select(Some(256)),
            "08000000 00 02 000000 00A4080002 2F00 00",
        ),
    ] {
        let text = format!("> 6F {sent}\n< 80 02000000 00 02 00 00 00 9000");
        assert_eq!(
            transmit(features, &command, &text),
            Ok(hex("9000")),
            "{features:08X} {command:?}"
        );
    }
}

#[test]
fn answer_in_parts() {
    let off = "> 63 00000000 00 04 000000\n< 81 00000000 00 04 01 00 00";
    let text = |parts: &str| format!("> 6F 05000000 00 02 000000 00B0000000\n{parts}");
    let good = text(
        "< 80 02000000 00 02 00 00 01 CAFE
         > 6F 00000000 00 03 001000
         < 80 02000000 00 03 00 00 03 BABE
         > 6F 00000000 00 04 001000
         < 80 02000000 00 04 00 00 02 9000",
    );
    assert_eq!(
        transmit(EXTENDED_APDU, &read_binary(), &good),
        Ok(hex("CAFEBABE9000"))
    );
    let endless = text(&format!(
        "< 80 02000000 00 02 00 00 01 CAFE
         > 6F 00000000 00 03 001000
         < 80 00000000 00 03 00 00 03
         {off}"
    ));
    let long = text(&format!(
        "< 80 02000000 00 02 00 00 01 CAFE
         > 6F 00000000 00 03 001000
         < 80 01010000 00 03 00 00 03 {}
         < {}
         {off}",
        "00".repeat(54),
        "00".repeat(203)
    ));
    for wrong in [endless, long] {
        assert_eq!(
            transmit(EXTENDED_APDU, &read_binary(), &wrong),
            Err(LinkError::Reader("an answer in parts that do not end".into()))
        );
    }
    // A part of the command is wanted: it has none.
    let wanted =
        text("< 80 00000000 00 02 00 00 10\n> 63 00000000 00 03 000000\n< 81 00000000 00 03 01 00 00");
    let refused = transmit(EXTENDED_APDU, &read_binary(), &wanted);
    assert_eq!(refused, Err(LinkError::Reader("bChainParameter 16".into())));
    // The byte means nothing at the other levels.
    let other = text("< 80 02000000 00 02 00 00 01 9000");
    assert_eq!(transmit(SHORT_APDU, &read_binary(), &other), Ok(hex("9000")));
}

#[test]
fn readers_refused_before_anything_is_sent() {
    assert_eq!(
        connect(&interface(0x0000_04fe, 64), &[]),
        Err(LinkError::CharacterLevel)
    );
    let mut other = interface(QEMU, 64);
    other.reader.protocols = 2;
    assert_eq!(connect(&other, &[]), Err(LinkError::Reader("no T=0".into())));
    let slots = |slot| CcidReader::new(Trace::new(&[]), &interface(QEMU, 64), slot).err();
    assert_eq!(slots(1), None);
    assert_eq!(slots(2), Some(LinkError::Reader("no slot 2".into())));
}

#[test]
fn second_slot() {
    let mut trace = Trace::new(&[&format!(
        "> 65 00000000 01 00 000000
         < 81 00000000 00 00 02 00 00
         < 81 00000000 01 00 01 00 00
         > 62 00000000 01 01 000000
         < 80 11000000 01 01 00 00 00 {CPS3}
         > 63 00000000 01 02 000000
         < 81 00000000 01 02 01 00 00"
    )]);
    block_on(async {
        let link = CcidLink::connect(&mut trace, &interface(QEMU, 64), 1)
            .await
            .unwrap();
        link.close().await;
    });
    assert!(trace.transfers.is_empty());
}

#[test]
fn sequence_number_begins_again() {
    let turn = |number: u8| {
        format!("> 65 00000000 00 {number:02X} 000000\n< 81 00000000 00 {number:02X} 01 00 00\n")
    };
    let texts: Vec<String> = (0..=u8::MAX).chain(0..3).map(turn).collect();
    let mut trace = Trace::new(&[&texts.concat()]);
    let mut reader = CcidReader::new(&mut trace, &interface(TPDU, 64), 0).unwrap();
    for _ in 0..259 {
        assert_eq!(block_on(reader.slot_status()), Ok(CardState::Inactive));
    }
    assert!(trace.transfers.is_empty());
}

#[test]
fn slot_without_card_is_no_failure_of_its_status() {
    for (answer, state) in [
        ("81 00000000 00 00 02 00 00", Ok(CardState::Absent)),
        ("81 00000000 00 00 42 FE 00", Ok(CardState::Absent)),
        ("81 00000000 00 00 41 FE 00", Ok(CardState::Inactive)),
        ("81 00000000 00 00 00 00 00", Ok(CardState::Active)),
        ("81 00000000 00 00 41 E0 00", Err(LinkError::Busy)),
        (
            "81 00000000 00 00 40 FB 00",
            Err(LinkError::Reader("HW_ERROR (FB)".into())),
        ),
    ] {
        let mut trace = Trace::new(&[&format!("> 65 00000000 00 00 000000\n< {answer}")]);
        let mut reader = CcidReader::new(&mut trace, &interface(TPDU, 64), 0).unwrap();
        assert_eq!(block_on(reader.slot_status()), state, "{answer}");
    }
}
