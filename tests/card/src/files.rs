//! The files of the card, as ISO/IEC 7816-15 lays them out.

use std::collections::BTreeMap;

use crate::der::{octets, sequence, tlv, utf8};
use crate::hex;
use crate::people::Held;
use crate::profile::Profile;

/// A way to a file from the master file, which is the empty way.
pub type Path = Vec<u16>;

/// The directory of the application.
pub const APPLICATION: u16 = 0x0001;

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum File {
    /// A directory, with the application that it is, if it is one.
    Directory(Option<[u8; 13]>),
    /// Bytes.
    Transparent(Vec<u8>),
    /// Records.
    Records(Vec<Vec<u8>>),
    /// Bytes behind the confidential code, which nobody ever gives.
    Protected,
}

/// EF.SN.ICC: the issuer's number, then the card's.
pub fn serial(profile: &Profile) -> Vec<u8> {
    let digits = hex::read(&format!("8025000001{}", profile.number)).unwrap_or_default();
    tlv(0x5a, &[&digits])
}

/// The label in EF.TokenInfo.
pub fn label(profile: &Profile) -> String {
    format!("{}{}", profile.generation.make().label, profile.number)
}

/// A path as files name it: with the master file.
fn named(path: &[u16]) -> Vec<u8> {
    let whole = [&[0x3f00], path].concat();
    octets(&whole.iter().flat_map(|id| id.to_be_bytes()).collect::<Vec<_>>())
}

/// The files of a card with these certificates; of a card of another family, its master file alone.
pub fn files(profile: &Profile, certificates: &[Held]) -> BTreeMap<Path, File> {
    let make = profile.generation.make();
    let mut files = BTreeMap::from([(Vec::new(), File::Directory(None))]);
    let Some(application) = make.application else {
        return files;
    };
    let inside = |id: u16| vec![APPLICATION, id];
    let directory = tlv(
        0x61,
        &[
            &tlv(0x4f, &[&application]),
            &tlv(0x50, &[b"ASIP CPS"]),
            &tlv(0x51, &[&[0x3f, 0x00, 0x00, 0x01]]),
        ],
    );
    let entries = (0u8..).zip(certificates).map(|(index, held)| {
        let id = make.files + 1 + u16::from(index);
        files.insert(inside(id), File::Transparent(held.der.clone()));
        let place = sequence(&[&named(&inside(id))]);
        sequence(&[
            &sequence(&[&utf8(&held.label)]),
            &sequence(&[&octets(&[4, 5, 6 + index])]),
            &tlv(0xa1, &[&sequence(&[&place])]),
        ])
    });
    let entries: Vec<Vec<u8>> = entries.collect();
    let token = sequence(&[
        &tlv(0x02, &[&[0]]),
        &octets(&[0x80, 0x25, 0, 0, 1]),
        &utf8("ANS (SIMULATEUR)"),
        &tlv(0x80, &[label(profile).as_bytes()]),
        &tlv(0x03, &[&[4, 0x10]]),
    ]);
    let list = tlv(0xa4, &[&sequence(&[&named(&inside(make.files))])]);
    // What was never written is 0 or FF: both occur.
    let padded = |mut bytes: Vec<u8>, filler: u8| {
        bytes.extend([filler; 20]);
        File::Transparent(bytes)
    };
    files.extend([
        (
            vec![0x2f00],
            if profile.faults.records {
                File::Records(vec![directory])
            } else {
                padded(directory, 0)
            },
        ),
        (vec![0xd003], File::Transparent(serial(profile))),
        (
            vec![0xd010],
            File::Transparent(b"\xec\x08\x81\x03\x25\x01\x01\x82\x01\0".to_vec()),
        ),
        (vec![APPLICATION], File::Directory(Some(application))),
        (inside(0x5031), padded(list, 0)),
        (inside(0x5032), File::Transparent(token)),
        (inside(make.files), padded(entries.concat(), 0xff)),
        (inside(0xd120), File::Protected),
    ]);
    files
}
