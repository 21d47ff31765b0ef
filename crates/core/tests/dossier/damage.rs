//! Any damage gives an error or the same dossier.

use std::sync::LazyLock;

use certiroc_core::dossier::{Dossier, DossierError};
use proptest::prelude::*;

use crate::fixtures::{NOTICE, NOW, dossier};

/// A dossier with one request, so that every bit of its archive can be tried.
static SAVED: LazyLock<(Dossier, Vec<u8>)> = LazyLock::new(|| {
    let mut dossier = dossier();
    dossier.orders[1].requests.clear();
    let archive = dossier.write(NOTICE, NOW).unwrap();
    (dossier, archive)
});

fn flipped(archive: &[u8], bit: usize) -> Vec<u8> {
    let mut archive = archive.to_vec();
    archive[bit / 8] ^= 1 << (bit % 8);
    archive
}

fn is_error_or_equal(archive: &[u8], dossier: &Dossier) -> bool {
    Dossier::read(archive).map_or(true, |opened| opened.dossier == *dossier)
}

#[test]
fn every_bit() {
    let (dossier, archive) = &*SAVED;
    for bit in 0..archive.len() * 8 {
        assert!(is_error_or_equal(&flipped(archive, bit), dossier), "bit {bit}");
    }
}

#[test]
fn every_cut() {
    let (_, archive) = &*SAVED;
    for len in 0..archive.len() {
        let expected = match len {
            0..4 => DossierError::NotAZip,
            _ => DossierError::Damaged {
                member: String::new(),
            },
        };
        assert_eq!(Dossier::read(&archive[..len]), Err(expected), "cut at {len}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Worse than one bit: the checksums are 32 bits, so this shows the absence of panics.
    #[test]
    fn a_stretch_overwritten(at in 0..SAVED.1.len(), bytes in prop::collection::vec(any::<u8>(), 1..64)) {
        let mut archive = SAVED.1.clone();
        archive.splice(at..(at + bytes.len()).min(archive.len()), bytes);
        prop_assert!(is_error_or_equal(&archive, &SAVED.0));
    }
}

#[test]
fn damage_to_the_content_names_the_member() {
    let (_, archive) = &*SAVED;
    let members = crate::fixtures::unpack(archive);
    for (name, content) in &members {
        let start = archive
            .windows(content.len())
            .position(|window| window == content)
            .unwrap();
        let error = Dossier::read(&flipped(archive, (start + content.len() / 2) * 8)).unwrap_err();
        assert_eq!(error, DossierError::Damaged { member: name.clone() });
    }
}
