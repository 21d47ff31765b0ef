//! No key is taken from a file whose MAC does not verify.

use core::num::NonZeroU32;

use certiroc_pki::intake::{Format, Remark};
use certiroc_pki::pkcs12::Pkcs12Profile;
use pkcs8::der::{AnyRef, Decode, Encode};
use ring::{hmac, pbkdf2};

use crate::assert_found;
use crate::containers::{AUTHORITY, KEY, LEAF, parts, store};
use certiroc_test_support::made::{MADE, PASSWORD, pem, pfx, pkcs12, tlv};

const SALT: &[u8] = b"salt of sixteen.";

/// An `AlgorithmIdentifier` of PKCS #5 or of an HMAC of RSADSI.
fn algorithm(arcs: &[u8], parameters: &[u8]) -> Vec<u8> {
    let oid = [b"\x2a\x86\x48\x86\xf7\x0d".as_slice(), arcs].concat();
    tlv(0x30, &[&tlv(6, &[&oid]), parameters])
}

/// The same file with a right MAC by PBMAC1 (RFC 9579), whose key has this length. `told` is what the file says of it.
fn with_pbmac1(file: &[u8], len: usize, told: Option<u32>) -> Vec<u8> {
    let [version, content, _] = parts(file);
    let authenticated = AnyRef::from_der(&content)
        .unwrap()
        .sequence(|info| {
            AnyRef::decode(info)?;
            let octets = AnyRef::from_der(AnyRef::decode(info)?.value())?;
            Ok::<_, pkcs8::der::Error>(octets.value().to_vec())
        })
        .unwrap();
    let mut key = vec![0; len];
    let rounds = NonZeroU32::new(10).unwrap();
    pbkdf2::derive(
        pbkdf2::PBKDF2_HMAC_SHA256,
        rounds,
        SALT,
        PASSWORD.as_bytes(),
        &mut key,
    );
    let value = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), &authenticated);
    let hmac_with_sha256 = algorithm(&[2, 9], &[5, 0]);
    let told = told.map(|len| len.to_der().unwrap()).unwrap_or_default();
    let rounds = rounds.get().to_der().unwrap();
    let parameters = tlv(0x30, &[&tlv(4, &[SALT]), &rounds, &told, &hmac_with_sha256]);
    let kdf = algorithm(&[1, 5, 12], &parameters);
    let pbmac1 = algorithm(&[1, 5, 14], &tlv(0x30, &[&kdf, &hmac_with_sha256]));
    let info = tlv(0x30, &[&pbmac1, &tlv(4, &[value.as_ref()])]);
    tlv(
        0x30,
        &[&version, &content, &tlv(0x30, &[&info, &tlv(4, &[b"unused"])])],
    )
}

#[track_caller]
fn assert_rows(file: &[u8], key: &str, remarks: &[Remark]) {
    assert_found(
        "file",
        file,
        &[PASSWORD],
        Format::Pkcs12,
        &[LEAF, AUTHORITY, key],
        remarks,
    );
}

#[test]
fn a_mac_key_shorter_than_the_standard_asks_for_is_refused() {
    let file = pkcs12(Pkcs12Profile::Modern);
    for len in [20, 32, 64] {
        assert_rows(&with_pbmac1(&file, len, u32::try_from(len).ok()), KEY, &[]);
    }
    for len in [1, 19, 65] {
        let remarks = [Remark::MacKeyLength(len)];
        assert_rows(
            &with_pbmac1(&file, len, u32::try_from(len).ok()),
            "KeyUnverified",
            &remarks,
        );
    }
}

#[test]
fn a_mac_that_cannot_be_read_is_damaged() {
    let file = pkcs12(Pkcs12Profile::Modern);
    let damaged = [Remark::MacDamaged];
    assert_rows(&with_pbmac1(&file, 32, None), "KeyUnverified", &damaged);
    // No field that is read holds this length.
    assert_rows(&with_pbmac1(&file, 32, Some(1 << 20)), "KeyUnverified", &damaged);
    let [version, content, _] = parts(&file);
    for mac in [tlv(0x30, &[]), tlv(0x30, &[&tlv(0x30, &[]), &tlv(4, &[SALT])])] {
        assert_rows(&tlv(0x30, &[&version, &content, &mac]), "KeyUnverified", &damaged);
    }
}

/// What was put in the place of the file's content does not get a key in, be it one that no password protects.
#[test]
fn no_key_is_taken_where_the_mac_does_not_verify() {
    let file = pkcs12(Pkcs12Profile::Modern);
    let [version, _, mac] = parts(&file);
    let bag = [b"\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01".as_slice(), &[1]].concat();
    let bag = tlv(0x30, &[&tlv(6, &[&bag]), &tlv(0xa0, &[MADE.key.pkcs8_der()])]);
    let content = content_of(&pfx(&tlv(0x30, &[&bag])));
    let forged = tlv(0x30, &[&version, &content, &mac]);
    let clear = Remark::KeyInClear;
    let row = ["KeyUnverified"];
    assert_found(
        "closed",
        &forged,
        &[],
        Format::Pkcs12,
        &row,
        std::slice::from_ref(&clear),
    );
    let remarks = [Remark::MacUnverified, clear];
    assert_found("tried", &forged, &[PASSWORD], Format::Pkcs12, &row, &remarks);
    // One flipped bit of the MAC's own salt.
    let mut flipped = file.clone();
    let salt = flipped.len() - 10;
    flipped[salt] ^= 1;
    assert_rows(&flipped, "KeyUnverified", &[Remark::MacUnverified]);
    // Nor does a file that is sound vouch for the one after it in the same text.
    let both = pem("PKCS12", &flipped) + &pem("PKCS12", &file);
    let rows = [LEAF, AUTHORITY, "KeyUnverified", LEAF, AUTHORITY, KEY];
    assert_found(
        "both",
        both.as_bytes(),
        &[PASSWORD],
        Format::Pem,
        &rows,
        &[Remark::MacUnverified],
    );
}

/// A store of Java's that somebody changed, whose key has the password that it had.
#[test]
fn nor_from_a_key_store_of_java() {
    let mut file = store(PASSWORD);
    let last = file.len() - 1;
    file[last] ^= 1;
    let rows = ["KeyUnverified", LEAF, AUTHORITY, AUTHORITY];
    assert_found(
        "altered",
        &file,
        &[PASSWORD],
        Format::Jks,
        &rows,
        &[Remark::MacUnverified],
    );
}

/// The content of a PFX without MAC.
fn content_of(file: &[u8]) -> Vec<u8> {
    let file = certiroc_pki::ber::to_der(file).unwrap();
    AnyRef::from_der(&file)
        .unwrap()
        .sequence(|parts| {
            AnyRef::decode(parts)?;
            AnyRef::decode(parts)?.to_der()
        })
        .unwrap()
}
