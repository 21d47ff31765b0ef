//! Messages cut into transfers, answers to others, more time.

use certiroc_smartcard::apdu::LinkError;
use certiroc_smartcard::ccid::message::CardState;
use pollster::block_on;

use super::{QEMU, SHORT_APDU, Trace, hex, read_binary, reader, select, transmit};

const READ: &str = "> 6F 05000000 00 02 000000 00B0000000";
const OFF: &str = "> 63 00000000 00 03 000000";

#[test]
fn more_time_is_waited_for_and_nothing_is_sent_again() {
    let trace = &mut Trace::new(&["> 62 00000000 00 00 000000
         < 80 00000000 00 00 80 03 00
         < 80 00000000 00 00 80 00 00
         < 80 02000000 00 00 00 00 00 3B00"]);
    let atr = block_on(reader(trace, SHORT_APDU, 64).power_on());
    assert_eq!(atr, Ok(hex("3B00")));
    assert_eq!(trace.asked, [(64, 1), (64, 3), (64, 1)]);
}

#[test]
fn answers_to_others_are_thrown_away() {
    let text = format!(
        "{READ}
         < 80 04000000 00 01 00 00 00 DEAD9000
         < 80 04000000 01 02 00 00 00 DEAD9000
         < 83 04000000 00 02 00 00 00 DEADBEEF
         < 81 00000000 00 02 00 00 00
         < 80 02000000 00 02 00 00 00 9000"
    );
    assert_eq!(transmit(QEMU, &read_binary(), &text), Ok(hex("9000")));
}

#[test]
fn neither_time_nor_answers_to_others_go_on_for_ever() {
    for endless in [
        "< 80 00000000 00 02 80 01 00\n",
        "< 80 02000000 00 FE 00 00 00 9000\n",
    ] {
        let text = format!(
            "{READ}\n{}{OFF}\n< 81 00000000 00 03 01 00 00",
            endless.repeat(64)
        );
        assert_eq!(
            transmit(QEMU, &read_binary(), &text),
            Err(LinkError::Reader("too many messages".into()))
        );
    }
    let text = format!(
        "{READ}\n{}{OFF}\n< 81 00000000 00 03 01 00 00",
        "<\n".repeat(1024)
    );
    assert_eq!(
        transmit(QEMU, &read_binary(), &text),
        Err(LinkError::Reader("too many transfers".into()))
    );
}

#[test]
fn message_in_several_transfers() {
    let text = format!(
        "{READ}
         < 80 040000
         < 00 00 02 00
         <
         < 00 00 CA
         < FE90
         < 00"
    );
    assert_eq!(transmit(QEMU, &read_binary(), &text), Ok(hex("CAFE9000")));
}

#[test]
fn empty_packets_after_full_ones() {
    // 54 bytes after the header fill a packet, whether an empty one follows at once, with the next answer, or never.
    let full = format!("80 36000000 00 00 00 00 00 {}9000", "00".repeat(52));
    for (before, after) in [("", ""), ("<", ""), ("<", "<"), ("< \n <", "")] {
        let trace = &mut Trace::new(&[&format!(
            "> 6F 05000000 00 00 000000 00B0000000
             < {full}
             > 65 00000000 00 01 000000
             {before}
             < 81 00000000 00 01 00 00 00
             > 63 00000000 00 02 000000
             {after}
             < 81 00000000 00 02 01 00 00"
        )]);
        let mut reader = reader(trace, SHORT_APDU, 64);
        assert_eq!(
            block_on(reader.transmit(&read_binary())).map(|response| response.len()),
            Ok(54)
        );
        assert_eq!(block_on(reader.slot_status()), Ok(CardState::Active));
        assert_eq!(block_on(reader.power_off()), Ok(()));
        assert!(trace.transfers.is_empty());
    }
}

#[test]
fn no_more_is_asked_for_than_comes() {
    // 268 bytes: after the first packet 204 more, which fit in four.
    let data = format!("{}9000", "AB".repeat(256));
    let first = &data[..108];
    let second = &data[108..];
    let trace = &mut Trace::new(&[&format!(
        "> 6F 05000000 00 00 000000 00B0000000
         < 80 02010000 00 00 00 00 00 {first}
         < {second}"
    )]);
    let response = block_on(reader(trace, SHORT_APDU, 64).transmit(&read_binary()));
    assert_eq!(response, Ok(hex(&data)));
    assert_eq!(trace.asked, [(64, 1), (256, 1)]);
}

#[test]
fn empty_packet_is_sent_after_full_ones() {
    // 18 bytes go, and 12 come.
    let command = "> 6F 08000000 00 00 000000 00A4080002 2F00 00";
    let answer = "< 80 02000000 00 00 00\n< 00 00 9000";
    for (packet_size, empty) in [(64, ""), (18, ">"), (9, ">"), (8, "")] {
        let trace = &mut Trace::new(&[command, empty, answer]);
        let response = block_on(reader(trace, SHORT_APDU, packet_size).transmit(&select(Some(256))));
        assert_eq!(response, Ok(hex("9000")), "{packet_size}");
        assert!(trace.transfers.is_empty(), "{packet_size}");
    }
}

#[test]
fn lengths_that_lie() {
    let off = format!("{OFF}\n< 81 00000000 00 03 01 00 00");
    let said =
        |answer: &str, after: &str| transmit(QEMU, &read_binary(), &format!("{READ}\n{answer}\n{after}"));
    let reader = |what: &str| Err(LinkError::Reader(what.into()));
    // More than any message has.
    assert_eq!(
        said("< 80 FFFFFFFF 00 02 00 00 00 9000", &off),
        reader("a message of 4294967305 bytes")
    );
    assert_eq!(
        said("< 80 09000100 00 02 00 00 00 9000", &off),
        reader("a message of 65555 bytes")
    );
    // More than comes: the pipe gives up.
    assert_eq!(
        said("< 80 03000000 00 02 00 00 00 9000", &off),
        reader("nothing comes")
    );
    // Less: what follows is no part of the message.
    assert_eq!(
        said("< 80 02000000 00 02 00 00 00 9000 DEAD", ""),
        Ok(hex("9000"))
    );
    // More than was asked for.
    let long = format!("< 80 02000000 00 02 00 00 00 9000 {}", "00".repeat(53));
    assert_eq!(said(&long, &off), reader("more bytes than asked for"));
    // Values of the status that mean nothing.
    assert_eq!(
        said("< 80 02000000 00 02 03 00 00 9000", &off),
        reader("malformed message")
    );
    assert_eq!(
        said("< 80 02000000 00 02 C0 00 00 9000", &off),
        reader("malformed message")
    );
}
