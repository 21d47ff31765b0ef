//! PKCS #7.

use certiroc_pki::pkcs7::{Pkcs7WriteError, SignedData, to_pem, write};
use proptest::prelude::*;

use certiroc_test_support::identity::PKI;

#[test]
fn a_chain_comes_back_in_its_order() {
    let [intermediate, root] = PKI.chain();
    let leaf = PKI.leaf.as_slice();
    for chain in [
        vec![leaf, intermediate, root],
        vec![root, intermediate, leaf],
        vec![],
    ] {
        let file = write(&chain).unwrap();
        let read = SignedData::from_bytes(&file).unwrap();
        assert_eq!(read.certificates, chain);
        assert!(read.crls.is_empty());
        let block = pem::parse(to_pem(&file)).unwrap();
        assert_eq!((block.tag(), block.contents()), ("PKCS7", file.as_slice()));
    }
}

#[test]
fn the_encoding_is_that_of_openssl() {
    let file = write(&[&[0x30, 0]]).unwrap();
    let expected = [
        &[0x30, 0x27, 6, 9][..],
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 7, 2],
        &[0xa0, 0x1a, 0x30, 0x18, 2, 1, 1, 0x31, 0, 0x30, 11, 6, 9],
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 7, 1],
        &[0xa0, 2, 0x30, 0, 0x31, 0],
    ];
    assert_eq!(file, expected.concat());
}

#[test]
fn what_is_no_certificate_is_refused() {
    for bytes in [&[][..], &[5, 0], &[0x30, 1], &[0x30, 0, 0x30, 0], b"garbage"] {
        assert_eq!(write(&[bytes]), Err(Pkcs7WriteError::NotAsWritten), "{bytes:?}");
    }
}

proptest! {
    #[test]
    fn bytes_come_back_or_are_refused(bytes: Vec<u8>) {
        if let Ok(file) = write(&[&bytes]) {
            prop_assert_eq!(SignedData::from_bytes(&file).unwrap().certificates, [bytes]);
        }
    }
}
