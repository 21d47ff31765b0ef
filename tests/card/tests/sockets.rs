//! The two protocols of the simulator, from the other side: what QEMU and vpcd send, byte for byte.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Mutex;
use std::thread;

use certiroc_card_simulator::card::Card;
use certiroc_card_simulator::profile::{Faults, Profile};
use certiroc_card_simulator::{vpcd, vscard};
use time::macros::datetime;

type Serve = fn(&Mutex<Card>, &mut TcpStream) -> std::io::Result<()>;

/// Serves a card while `talk` has the other end of the connection.
fn with(profile: &Profile, serve: Serve, talk: impl FnOnce(&mut TcpStream)) {
    let card = Mutex::new(Card::new(profile, datetime!(2026-11-25 8:00 UTC)));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (mut far, _) = listener.accept().unwrap();
    thread::scope(|scope| {
        let serving = scope.spawn(|| serve(&card, &mut near));
        talk(&mut far);
        far.shutdown(std::net::Shutdown::Write).unwrap();
        serving.join().unwrap().unwrap();
    });
}

fn expect(stream: &mut TcpStream, bytes: &[u8]) {
    let mut read = vec![0; bytes.len()];
    stream.read_exact(&mut read).unwrap();
    assert_eq!(read, bytes);
}

const ATR: &[u8] = b"\x3b\xac\0\x40\x2a\0\x12\x25\0\x64\x80\0\x03\x10\0\x90\0";

#[test]
fn qemu_is_told_of_a_reader_and_of_a_card() {
    with(&Profile::default(), vscard::serve, |qemu| {
        expect(qemu, b"\0\0\0\x01\0\0\0\0\0\0\0\x0cVSCD\0\0\0\x02\0\0\0\0");
        qemu.write_all(b"\0\0\0\x01\0\0\0\0\0\0\0\x0cVSCD\0\0\0\x02\0\0\0\0")
            .unwrap();
        expect(qemu, b"\0\0\0\x03\0\0\0\0\0\0\0\x0asimulator\0");
        // No error: the reader is there.
        qemu.write_all(b"\0\0\0\x02\0\0\0\0\0\0\0\x04\0\0\0\0").unwrap();
        expect(qemu, b"\0\0\0\x05\0\0\0\0\0\0\0\x11");
        expect(qemu, ATR);
        qemu.write_all(b"\0\0\0\x07\0\0\0\0\0\0\0\x07\0\xa4\0\x0c\x02\x3f\0")
            .unwrap();
        expect(qemu, b"\0\0\0\x07\0\0\0\0\0\0\0\x02\x90\0");
    });
}

#[test]
fn vpcd_asks_for_power_and_for_answers() {
    with(&Profile::default(), vpcd::serve, |vpcd| {
        vpcd.write_all(b"\0\x01\x04\0\x01\x01\0\x01\x04").unwrap();
        for _ in 0..2 {
            expect(vpcd, b"\0\x11");
            expect(vpcd, ATR);
        }
        // EF.SN.ICC stays selected while the service looks whether the card is there.
        vpcd.write_all(b"\0\x09\0\xa4\x08\x0c\x04\x2f\0\xd0\x03").unwrap();
        expect(vpcd, b"\0\x02\x6a\x82");
        vpcd.write_all(b"\0\x07\0\xa4\x08\x0c\x02\xd0\x03\0\x01\x04")
            .unwrap();
        expect(vpcd, b"\0\x02\x90\0\0\x11");
        expect(vpcd, ATR);
        vpcd.write_all(b"\0\x05\0\xb0\0\0\x02").unwrap();
        expect(vpcd, b"\0\x04\x5a\x0a\x90\0");
    });
}

#[test]
fn a_card_that_is_taken_out_ends_the_connection() {
    let faults = Faults {
        removed_after: Some(0),
        ..Faults::default()
    };
    let profile = Profile {
        faults,
        ..Profile::default()
    };
    with(&profile, vpcd::serve, |vpcd| {
        vpcd.write_all(b"\0\x07\0\xa4\0\x0c\x02\x3f\0").unwrap();
    });
}
