//! What USB says of a device.

use certiroc_smartcard::ccid::descriptor::{Class, DescriptorError, Endpoint, Level, Voltage, interfaces};
use proptest::prelude::*;

use super::hex;

const INTERFACE: &str = "0904 0000 03 0B0000 04";
const FUNCTIONAL: &str =
    "3621 1001 00 07 01000000 A00F0000 00000100 00 80250000 00C20100 00 FE000000 00000000 00000000
    FE040100 12000100 FF FF 0000 01 01";
const ENDPOINTS: &str = "0705 81 03 4000 FF  0705 82 02 4000 00  0705 03 02 4000 00";

/// A configuration of these parts.
fn configuration(parts: &[&str]) -> Vec<u8> {
    let body: Vec<u8> = parts.iter().flat_map(|part| hex(part)).collect();
    let total = u16::try_from(9 + body.len()).unwrap().to_le_bytes();
    let mut bytes = hex("0902 0000 01 01 00 E0 32");
    bytes[2..4].copy_from_slice(&total);
    bytes.extend(body);
    bytes
}

/// QEMU's `usb-ccid` (08e6:4433), as `GET_DESCRIPTOR` returns it.
fn qemu() -> Vec<u8> {
    configuration(&[INTERFACE, FUNCTIONAL, ENDPOINTS])
}

#[test]
fn reader_of_qemu() {
    let bytes = qemu();
    assert_eq!(bytes.len(), 93);
    let found = interfaces(&bytes).unwrap();
    let [interface] = found.as_slice() else {
        panic!("{found:?}")
    };
    let endpoint = |number| Endpoint {
        number,
        packet_size: 64,
    };
    assert_eq!(
        (interface.configuration, interface.number, interface.alternate),
        (1, 0, 0)
    );
    assert_eq!(interface.class, Class::SmartCard);
    assert_eq!(interface.bulk_in, endpoint(2));
    assert_eq!(interface.bulk_out, endpoint(3));
    assert_eq!(interface.interrupt_in, Some(endpoint(1)));
    let reader = interface.reader;
    assert_eq!(
        (reader.release, reader.max_slot_index, reader.max_busy_slots),
        (0x0110, 0, 1)
    );
    assert_eq!((reader.default_clock, reader.max_data_rate), (4000, 115_200));
    assert_eq!((reader.features, reader.max_message_length), (0x0001_04fe, 65554));
    assert_eq!(reader.level(), Level::Tpdu);
    assert_eq!(
        [0, 1, 2].map(|number| reader.speaks(number)),
        [true, false, false]
    );
    assert_eq!(reader.voltages().collect::<Vec<_>>(), Voltage::ALL);
    assert!(reader.sets_parameters() && reader.activates() && reader.chooses_voltage());
    assert!(reader.negotiates() && reader.negotiates_what_is_set());
}

#[test]
fn levels_by_features() {
    let mut reader = interfaces(&qemu()).unwrap()[0].reader;
    for (features, level) in [
        (0x0000_04fe, Level::Character),
        (0x0001_0000, Level::Tpdu),
        (0x0002_0000, Level::ShortApdu),
        (0x0004_0000, Level::ExtendedApdu),
        (0x0010_0000, Level::Character),
        (0x0003_0000, Level::ShortApdu),
        (0x0007_0000, Level::ExtendedApdu),
    ] {
        reader.features = features;
        assert_eq!(reader.level(), level, "{features:08X}");
    }
    reader.voltage_support = 0b010;
    assert_eq!(reader.voltages().collect::<Vec<_>>(), [Voltage::V3]);
}

#[test]
fn readers_of_vendor_class_have_the_descriptor() {
    let vendor = INTERFACE.replace("0B", "FF");
    let found = interfaces(&configuration(&[&vendor, FUNCTIONAL, ENDPOINTS])).unwrap();
    assert_eq!(found[0].class, Class::Vendor);
    // Of the same class, without it: something else.
    let other = configuration(&[&vendor, ENDPOINTS]);
    assert_eq!(interfaces(&other), Err(DescriptorError::NoReader));
    // Of the same type, with another length: something else as well.
    let shorter = configuration(&[&vendor, "0921 1101 00 01 22 3F00", ENDPOINTS]);
    assert_eq!(interfaces(&shorter), Err(DescriptorError::NoReader));
    // Another class has the type for itself (HID).
    let hid = configuration(&[&INTERFACE.replace("0B", "03"), FUNCTIONAL, ENDPOINTS]);
    assert_eq!(interfaces(&hid), Err(DescriptorError::NoReader));
}

#[test]
fn several_interfaces() {
    let keyboard = "0904 0000 01 030101 00  0921 1101 00 01 22 3F00  0705 84 03 0800 0A";
    let second = "0904 0100 02 0B0000 00";
    let alternate = "0904 0101 02 0B0000 00";
    // Bits 11 and 12 are no part of the size.
    let bulk = "0705 82 02 001A 00  0705 03 02 0002 00";
    // The descriptor may follow the endpoints.
    let bytes = configuration(&[keyboard, second, FUNCTIONAL, bulk, alternate, bulk, FUNCTIONAL]);
    let found = interfaces(&bytes).unwrap();
    let places: Vec<_> = found
        .iter()
        .map(|found| (found.number, found.alternate))
        .collect();
    assert_eq!(places, [(1, 0), (1, 1)]);
    assert_eq!(found[0].bulk_in.packet_size, 512);
    assert_eq!(found[0].interrupt_in, None);
    assert_eq!(found[0].reader, found[1].reader);
    // A broken one beside one that is whole does not matter.
    let bytes = configuration(&[INTERFACE, FUNCTIONAL, second, FUNCTIONAL, bulk]);
    assert_eq!(interfaces(&bytes).unwrap().len(), 1);
}

#[test]
fn what_is_wrong_is_said() {
    let wrong = |parts: &[&str]| interfaces(&configuration(parts)).unwrap_err();
    assert_eq!(interfaces(&[]), Err(DescriptorError::NotAConfiguration));
    assert_eq!(
        interfaces(&hex("1201 1001 00 00 00 40 E608 3344 0000 01 02 03 01")),
        Err(DescriptorError::NotAConfiguration)
    );
    assert_eq!(wrong(&[]), DescriptorError::NoReader);
    assert_eq!(wrong(&[INTERFACE, ENDPOINTS]), DescriptorError::NoFunctional);
    assert_eq!(wrong(&[INTERFACE, FUNCTIONAL]), DescriptorError::NoBulk);
    assert_eq!(
        wrong(&[INTERFACE, FUNCTIONAL, "0705 82 02 0000 00  0705 03 02 4000 00"]),
        DescriptorError::NoBulk
    );
    assert_eq!(wrong(&[INTERFACE, "00 05"]), DescriptorError::Length(18));
    assert_eq!(wrong(&[INTERFACE, "01 05"]), DescriptorError::Length(18));
    assert_eq!(wrong(&[INTERFACE, "09 05 82 02"]), DescriptorError::Length(18));
    assert_eq!(wrong(&[INTERFACE, "05 05 82 02 40"]), DescriptorError::Length(18));
    assert_eq!(wrong(&["04 04 00 00"]), DescriptorError::Length(9));
    assert_eq!(interfaces(&qemu()[..64]), Err(DescriptorError::Truncated(93)));
}

proptest! {
    /// What follows the configuration does not matter.
    #[test]
    fn ends_where_it_says(after in proptest::collection::vec(any::<u8>(), 0..40)) {
        let bytes = [qemu(), after].concat();
        prop_assert_eq!(interfaces(&bytes), interfaces(&qemu()));
    }

    /// Bytes that are no reader, or a damaged one, are an answer or an error.
    #[test]
    fn takes_any_bytes(
        changes in proptest::collection::vec((0..93_usize, any::<u8>()), 0..8),
        other in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let mut bytes = qemu();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        for found in interfaces(&bytes).into_iter().chain(interfaces(&other)).flatten() {
            prop_assert!(found.bulk_in.packet_size > 0 && found.bulk_out.packet_size > 0);
        }
    }
}
