//! Power and protocol, by the card; cards that fail, or go.

use certiroc_smartcard::apdu::{Link, LinkError};
use certiroc_smartcard::ccid::CcidLink;
use certiroc_smartcard::ccid::descriptor::Interface;
use pollster::block_on;

use super::{CONNECTED, CPS3, CPS4, QEMU, TPDU, Trace, connect, hex, interface, read_binary, transmit};

const STATUS: &str = "> 65 00000000 00 00 000000\n< 81 00000000 00 00 01 00 00\n";

/// A trace in which power at this `bPowerSelect` brings this answer to reset; and what comes after.
fn powered(select: &str, atr: &str, after: &str) -> String {
    let len = hex(atr).len();
    format!("{STATUS}> 62 00000000 00 01 {select}0000\n< 80 {len:02X}000000 00 01 00 00 00 {atr}\n{after}")
}

fn power_off(sequence: u8) -> String {
    format!("> 63 00000000 00 {sequence:02X} 000000\n< 81 00000000 00 {sequence:02X} 01 00 00\n")
}

fn reader(features: u32, max_data_rate: u32) -> Interface {
    let mut interface = interface(features, 64);
    interface.reader.max_data_rate = max_data_rate;
    interface
}

#[test]
fn voltages_from_the_highest() {
    let at = |select: u8, sequence: u8, answer: &str| {
        format!("> 62 00000000 00 {sequence:02X} {select:02X}0000\n< 80 {answer}\n")
    };
    let mute = |sequence: u8| format!("00000000 00 {sequence:02X} 41 FE 00");
    // An APDU level, so that nothing follows the power.
    let mut interface = interface(0x0002_0000, 64);
    let text = [
        STATUS,
        &at(1, 1, &mute(1)),
        &power_off(2),
        &at(2, 3, &mute(3)),
        &power_off(4),
        &at(3, 5, &format!("11000000 00 05 00 00 00 {CPS3}")),
    ]
    .concat();
    assert_eq!(connect(&interface, &[&text]), Ok(hex(CPS3)));

    // 5 V and 1.8 V alone. The first failure is the one that is told.
    interface.reader.voltage_support = 0b101;
    let text = [
        STATUS,
        &at(1, 1, &mute(1)),
        &power_off(2),
        &at(3, 3, "00000000 00 03 41 07 00"),
        &power_off(4),
    ]
    .concat();
    assert_eq!(connect(&interface, &[&text]), Err(LinkError::Mute));

    // No card: no other voltage helps.
    let text = [STATUS, &at(1, 1, "00000000 00 01 42 FE 00"), &power_off(2)].concat();
    assert_eq!(connect(&interface, &[&text]), Err(LinkError::NoCard));

    // A reader that declares none chooses.
    interface.reader.voltage_support = 0;
    assert_eq!(connect(&interface, &[&powered("00", CPS3, "")]), Ok(hex(CPS3)));
}

#[test]
fn parameters_by_card_and_reader() {
    let set = |parameters: &str| {
        format!("> 61 05000000 00 02 000000 {parameters}\n< 82 05000000 00 02 00 00 00 {parameters}\n")
    };
    // Nothing automatic; a PPS by what is set, too slow for CPS4's 129 kbit/s, and fast enough.
    for (features, rate, atr, sent) in [
        (TPDU, 115_200, CPS3, "11 00 00 2A 00"),
        (TPDU, 500_000, CPS4, "11 00 00 0A 00"),
        (TPDU | 0x80, 115_200, CPS4, "11 00 00 0A 00"),
        (TPDU | 0x80, 500_000, CPS4, "18 00 00 0A 00"),
        (TPDU, 500_000, "3F00", "11 02 00 0A 00"),
        (TPDU, 500_000, "3B 50 18 05", "11 00 05 0A 00"),
        // Specific mode, with the speed of TA1 or another that is known.
        (TPDU, 9_600, "3B 90 18 10 00", "18 00 00 0A 00"),
        (TPDU, 9_600, "3B 90 18 10 10", "11 00 00 0A 00"),
        // A speed that is reserved.
        (TPDU | 0x80, 500_000, "3B 10 77", "11 00 00 0A 00"),
        (TPDU | 0x80, 500_000, "3B 10 10", "11 00 00 0A 00"),
        // T=1 first: the reader talks the card out of it.
        (TPDU | 0x80, 500_000, "3B 80 81 00 00", "11 00 00 0A 00"),
    ] {
        let text = powered("01", atr, &set(sent));
        let connected = connect(&reader(features, rate), &[&text]);
        assert_eq!(connected, Ok(hex(atr)), "{features:08X} {atr}");
    }
    // Refused.
    let text = powered(
        "01",
        CPS3,
        "> 61 05000000 00 02 000000 1100002A00\n< 82 00000000 00 02 40 0A 00\n",
    );
    assert_eq!(
        connect(&reader(TPDU, 9_600), &[&text, &power_off(3)]),
        Err(LinkError::Reader("bad parameter (0A)".into()))
    );
}

#[test]
fn reader_that_negotiates_is_asked_where_it_had_a_choice() {
    // CPS3 offers T=0 alone.
    assert_eq!(
        connect(&reader(QEMU, 9_600), &[&powered("00", CPS3, "")]),
        Ok(hex(CPS3))
    );
    let asked = |protocol: u8| {
        format!("> 6C 00000000 00 02 000000\n< 82 05000000 00 02 00 00 {protocol:02X} 1100000A00\n")
    };
    assert_eq!(
        connect(&reader(QEMU, 9_600), &[&powered("00", CPS4, &asked(0))]),
        Ok(hex(CPS4))
    );
    let set = "> 61 05000000 00 03 000000 1100000A00\n< 82 05000000 00 03 00 00 00 1100000A00\n";
    assert_eq!(
        connect(&reader(QEMU, 9_600), &[&powered("00", CPS4, &(asked(1) + set))]),
        Ok(hex(CPS4))
    );
}

#[test]
fn cards_without_t0_are_refused_at_tpdu_level() {
    let other = |atr: &str| connect(&reader(TPDU, 9_600), &[&powered("01", atr, &power_off(2))]);
    let refused = Err(LinkError::Card("T=1 only".into()));
    assert_eq!(other("3B 80 01 00"), refused);
    // T=1 fixed; T=1 first, and no PPS is sent.
    assert_eq!(other("3B 90 18 11 01"), refused);
    assert_eq!(other("3B 80 81 00 00"), refused);
    let malformed = Err(LinkError::Card("malformed answer to reset".into()));
    assert_eq!(other("3B F0"), malformed);
    assert_eq!(other("3B 80 80"), malformed);
    assert_eq!(other("0000"), malformed);
    // An APDU level is the reader's business.
    assert_eq!(
        connect(&interface(0x0002_0008, 64), &[&powered("00", "3B 80 01 00", "")]),
        Ok(hex("3B800100"))
    );
    for (atr, len) in [("3B".to_owned(), 1), ("00".repeat(34), 34)] {
        let text = powered("00", &atr, &power_off(2));
        assert_eq!(
            connect(&interface(QEMU, 64), &[&text]),
            Err(LinkError::Card(format!("an answer to reset of {len} bytes")))
        );
    }
}

#[test]
fn no_card() {
    let text = "> 65 00000000 00 00 000000\n< 81 00000000 00 00 02 00 00";
    assert_eq!(connect(&interface(QEMU, 64), &[text]), Err(LinkError::NoCard));
}

#[test]
fn each_failure_by_its_name() {
    let named = |name: &str| LinkError::Card(name.into());
    for (status, expected) in [
        ("42 FE", LinkError::CardRemoved),
        ("02 00", LinkError::CardRemoved),
        ("42 FB", LinkError::CardRemoved),
        ("41 00", LinkError::CardRemoved),
        ("40 FE", LinkError::Mute),
        ("41 FE", LinkError::Mute),
        ("40 E0", LinkError::Busy),
        ("40 F2", LinkError::Busy),
        ("40 FD", named("XFR_PARITY_ERROR (FD)")),
        ("40 F8", named("BAD_ATR_TS (F8)")),
        ("40 F6", named("ICC_PROTOCOL_NOT_SUPPORTED (F6)")),
        ("40 F4", named("PROCEDURE_BYTE_CONFLICT (F4)")),
        ("40 FC", LinkError::Reader("XFR_OVERRUN (FC)".into())),
        ("41 FB", LinkError::Reader("HW_ERROR (FB)".into())),
        ("40 00", LinkError::Reader("command not supported (00)".into())),
        ("40 05", LinkError::Reader("bad parameter (05)".into())),
        ("40 C0", LinkError::Reader("vendor's own or unknown (C0)".into())),
    ] {
        for kind in ["80", "81"] {
            // Data of a failure are nothing.
            let len = if status.starts_with('4') {
                "02000000"
            } else {
                "00000000"
            };
            let data = if status.starts_with('4') { "9000" } else { "" };
            if kind == "81" && !status.starts_with('4') {
                continue;
            }
            let text = format!(
                "> 6F 05000000 00 02 000000 00B0000000\n< {kind} {len} 00 02 {status} 00 {data}\n{}",
                power_off(3)
            );
            assert_eq!(
                transmit(QEMU, &read_binary(), &text),
                Err(expected.clone()),
                "{status}"
            );
        }
    }
}

#[test]
fn answers_that_are_none() {
    for (len, data) in [("00", String::new()), ("01", "90".into())] {
        let text = format!(
            "> 6F 05000000 00 02 000000 00B0000000\n< 80 {len}000000 00 02 00 00 00 {data}\n{}",
            power_off(3)
        );
        let size = data.len() / 2;
        assert_eq!(
            transmit(QEMU, &read_binary(), &text),
            Err(LinkError::Card(format!("an answer of {size} bytes")))
        );
    }
    let text = format!(
        "> 6F 05000000 00 02 000000 00B0000000\n< 80 03010000 00 02 00 00 00 {}\n< {}\n{}",
        "00".repeat(54),
        "00".repeat(205),
        power_off(3)
    );
    assert_eq!(
        transmit(QEMU, &read_binary(), &text),
        Err(LinkError::Card("an answer of 259 bytes".into()))
    );
}

#[test]
fn link_that_failed_sends_nothing_more() {
    let mut trace = Trace::new(&[
        CONNECTED,
        "> 6F 05000000 00 02 000000 00B0000000\n< 80 00000000 00 02 42 FE 00",
        &power_off(3),
    ]);
    block_on(async {
        let mut link = CcidLink::connect(&mut trace, &interface(QEMU, 64), 0)
            .await
            .unwrap();
        for _ in 0..3 {
            assert_eq!(link.transmit(&read_binary()).await, Err(LinkError::CardRemoved));
        }
        link.close().await;
    });
    assert!(trace.transfers.is_empty());
}
