//! Keys made, sealed, damaged and opened.

use std::sync::LazyLock;

use certiroc_pki::key::{
    Kdf, KdfError, Kek, KeyError, KeyId, KeySize, MAX_ROUNDS, OpenError, Passphrase, PrivateKey, SealedKey,
    SealedKeyError,
};
use proptest::prelude::*;
use rand_core::CryptoRng;
use ring::rand::SystemRandom;
use ring::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use rsa::pkcs8::EncodePrivateKey as _;
use zeroize::Zeroizing;

fn rng() -> impl CryptoRng {
    rand_core::UnwrapErr(getrandom::SysRng)
}

/// Few rounds: the tests open thousands of times.
const ROUNDS: u32 = 2;

static KEY: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::generate(KeySize::Rsa2048, &mut rng()).unwrap());
static KEK: LazyLock<(Kdf, Kek)> = LazyLock::new(|| {
    let kdf = Kdf::new(&mut rng(), ROUNDS);
    let kek = kdf.derive(&Passphrase::generate(&mut rng()));
    (kdf, kek)
});
static SEALED: LazyLock<SealedKey> = LazyLock::new(|| SealedKey::seal(&KEY, &KEK.0, &KEK.1, &mut rng()));

/// The sealed key's bytes with the first `from` replaced by `to`, of the same length.
fn replaced(from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut der = SEALED.as_der().to_vec();
    let at = der.windows(from.len()).position(|window| window == from).unwrap();
    der[at..at + to.len()].copy_from_slice(to);
    der
}

#[test]
fn every_generated_key_signs_with_ring() {
    let sizes = [
        [KeySize::Rsa2048; 20].as_slice(),
        &[KeySize::Rsa3072; 2],
        &[KeySize::Rsa4096],
    ]
    .concat();
    for size in sizes {
        let key = PrivateKey::generate(size, &mut rng()).unwrap();
        assert_eq!(key.size(), size);
        let ring = RsaKeyPair::from_pkcs8(key.pkcs8_der()).unwrap();
        assert_eq!(
            ring.public().modulus_len() * 8,
            usize::try_from(size.bits()).unwrap()
        );
        let mut signature = vec![0; ring.public().modulus_len()];
        ring.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            b"message",
            &mut signature,
        )
        .unwrap();
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, ring.public_key())
            .verify(b"message", &signature)
            .unwrap();
        // The same key from its bytes, and its public part inside the SubjectPublicKeyInfo.
        let again = PrivateKey::from_pkcs8_der(Zeroizing::new(key.pkcs8_der().to_vec())).unwrap();
        assert_eq!(again, key);
        assert!(key.public_key_info().ends_with(ring.public_key().as_ref()));
        assert_eq!(key.id(), KeyId::of(key.public_key_info()));
    }
}

#[test]
fn refuses_what_is_no_rsa_key_of_ours() {
    let read = |der: &[u8]| PrivateKey::from_pkcs8_der(Zeroizing::new(der.to_vec())).unwrap_err();
    assert_eq!(read(b""), KeyError::NotPkcs8);
    assert_eq!(read(&vec![0x30; 100_000]), KeyError::NotPkcs8);
    let mut trailing = KEY.pkcs8_der().to_vec();
    trailing.push(0);
    assert_eq!(read(&trailing), KeyError::NotPkcs8);

    let ec = ring::signature::EcdsaKeyPair::generate_pkcs8(
        &ring::signature::ECDSA_P256_SHA256_ASN1_SIGNING,
        &SystemRandom::new(),
    );
    assert_eq!(
        read(ec.unwrap().as_ref()),
        KeyError::NotRsa {
            oid: "1.2.840.10045.2.1".into()
        }
    );

    let small = rsa::PrivateKey::new(&mut rng(), 1024)
        .unwrap()
        .to_pkcs8_der()
        .unwrap();
    assert_eq!(read(small.as_bytes()), KeyError::Size { bits: 1024 });
}

#[test]
fn is_never_printed() {
    assert_eq!(
        format!("{:?}", *KEY),
        format!("PrivateKey {{ id: {:?}, .. }}", KEY.id())
    );
}

#[test]
fn seals_and_opens() {
    let sealed = SealedKey::from_der(SEALED.as_der().to_vec()).unwrap();
    assert_eq!(sealed, *SEALED);
    assert_eq!(sealed.kdf(), &KEK.0);
    assert_eq!(sealed.open(&KEK.1).unwrap(), *KEY);

    let pem = SEALED.to_pem();
    assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    assert_eq!(SealedKey::from_pem(&pem).unwrap(), *SEALED);
    assert_eq!(SealedKey::from_pem(&pem.replace('\n', "\r\n")).unwrap(), *SEALED);

    let json = serde_json::to_string(&*SEALED).unwrap();
    assert_eq!(serde_json::from_str::<SealedKey>(&json).unwrap(), *SEALED);
    assert!(serde_json::from_str::<SealedKey>("[48,0]").is_err());
}

#[test]
fn names_its_algorithms_as_openssl_does() {
    // SEQUENCE { SEQUENCE { PBES2, SEQUENCE { SEQUENCE { PBKDF2, SEQUENCE { salt, 2, { hmacWithSHA256, NULL } } },
    // SEQUENCE { aes256-CBC, iv
    let scheme = [
        b"\x30\x5e\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d",
        b"\x30\x51\x30\x30\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0c".as_slice(),
        b"\x30\x23\x04\x10",
        KEK.0.salt(),
        b"\x02\x01\x02\x30\x0c\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x09\x05\x00",
        b"\x30\x1d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x2a\x04\x10",
    ]
    .concat();
    assert!(SEALED.as_der()[4..].starts_with(&scheme));
}

#[test]
fn a_wrong_passphrase_is_told_even_when_the_padding_is_right_by_chance() {
    // 1,000 wrong keys give a right padding about four times.
    for n in 0_u32..1000 {
        let mut kek = Zeroizing::new([0; Kek::LEN]);
        kek[..4].copy_from_slice(&n.to_be_bytes());
        assert_eq!(
            SEALED.open(&Kek::from_bytes(kek)),
            Err(OpenError::WrongPassphrase)
        );
    }
}

#[test]
fn refuses_other_algorithms_by_name() {
    let cases: [(&[u8], &[u8], &str); 4] = [
        // PBES1 with MD5 and DES
        (
            b"\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d",
            b"\x2a\x86\x48\x86\xf7\x0d\x01\x05\x03",
            "1.2.840.113549.1.5.3",
        ),
        (
            b"\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0c",
            b"\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0e",
            "1.2.840.113549.1.5.14",
        ),
        (
            b"\x2a\x86\x48\x86\xf7\x0d\x02\x09",
            b"\x2a\x86\x48\x86\xf7\x0d\x02\x07",
            "1.2.840.113549.2.7",
        ),
        (
            b"\x60\x86\x48\x01\x65\x03\x04\x01\x2a",
            b"\x60\x86\x48\x01\x65\x03\x04\x01\x02",
            "2.16.840.1.101.3.4.1.2",
        ),
    ];
    for (from, to, oid) in cases {
        let error = SealedKeyError::Algorithm { oid: oid.into() };
        assert_eq!(SealedKey::from_der(replaced(from, to)), Err(error));
    }
}

#[test]
fn bounds_what_it_reads() {
    // A minimal encoding of the wanted rounds, in place of the salt's last bytes: the lengths stay.
    let salt = KEK.0.salt();
    let from = [&[0x04, 0x10], salt, &[0x02, 0x01, 0x02]].concat();
    let with_rounds = |rounds: &[u8]| {
        let salt_len = 16 - (rounds.len() - 1);
        let to = [
            &[0x04, u8::try_from(salt_len).unwrap()],
            &salt[..salt_len],
            &[0x02, u8::try_from(rounds.len()).unwrap()],
            rounds,
        ];
        SealedKey::from_der(replaced(&from, &to.concat()))
    };
    assert_eq!(
        with_rounds(&[0x00, 0x98, 0x96, 0x80]).unwrap().kdf().rounds(),
        MAX_ROUNDS
    );
    let too_many = SealedKeyError::Kdf(KdfError::Rounds {
        found: MAX_ROUNDS + 1,
    });
    assert_eq!(with_rounds(&[0x00, 0x98, 0x96, 0x81]), Err(too_many));
    assert_eq!(
        with_rounds(&[0]),
        Err(SealedKeyError::Kdf(KdfError::Rounds { found: 0 }))
    );
    assert_eq!(
        with_rounds(&[0x80]),
        Err(SealedKeyError::Malformed),
        "a negative number"
    );

    // The same with a key length, as some tools write it.
    let with_key_length = |len: u8| {
        let to = [&[0x04, 0x0d], &salt[..13], &[0x02, 0x01, 0x02, 0x02, 0x01, len]];
        SealedKey::from_der(replaced(&from, &to.concat()))
    };
    assert_eq!(with_key_length(32).unwrap().kdf().salt(), &salt[..13]);
    assert_eq!(with_key_length(16), Err(SealedKeyError::KeyLength { found: 16 }));

    assert_eq!(
        SealedKey::from_der(vec![0x30; 20_000]),
        Err(SealedKeyError::TooLarge)
    );
    let mut trailing = SEALED.as_der().to_vec();
    trailing.push(0);
    assert_eq!(SealedKey::from_der(trailing), Err(SealedKeyError::Malformed));
    assert_eq!(SealedKey::from_pem("key"), Err(SealedKeyError::Pem));
    let clear = pem::encode(&pem::Pem::new("PRIVATE KEY", KEY.pkcs8_der()));
    assert_eq!(
        SealedKey::from_pem(&clear),
        Err(SealedKeyError::Label {
            found: "PRIVATE KEY".into()
        })
    );
}

#[test]
fn no_truncation_is_read() {
    for len in 0..SEALED.as_der().len() {
        SealedKey::from_der(SEALED.as_der()[..len].to_vec()).unwrap_err();
    }
}

proptest! {
    /// Read, then opened with the key derived from what was read, a damaged file gives the same key or none.
    #[test]
    fn a_flipped_bit_gives_an_error_or_the_same_key(bit in 0..SEALED.as_der().len() * 8) {
        let mut der = SEALED.as_der().to_vec();
        der[bit / 8] ^= 1 << (bit % 8);
        if let Ok(sealed) = SealedKey::from_der(der)
            && sealed.kdf() == &KEK.0
            && let Ok(key) = sealed.open(&KEK.1)
        {
            prop_assert_eq!(key, PrivateKey::from_pkcs8_der(Zeroizing::new(KEY.pkcs8_der().to_vec())).unwrap());
        }
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), text in ".{0,200}") {
        prop_assert!(SealedKey::from_der(bytes.clone()).is_err());
        prop_assert!(SealedKey::from_pem(&text).is_err());
        prop_assert!(PrivateKey::from_pkcs8_der(Zeroizing::new(bytes)).is_err());
        prop_assert!(text.parse::<KeyId>().is_err());
    }

    /// A passphrase is any 12 to 128 printable ASCII characters, and the right one alone opens.
    #[test]
    fn only_the_right_passphrase_opens(right in "[!-~][ -~]{10,40}[!-~]", wrong in "[!-~][ -~]{10,40}[!-~]") {
        prop_assume!(right != wrong);
        let (right, wrong) = (Passphrase::parse(&right).unwrap(), Passphrase::parse(&wrong).unwrap());
        let kdf = Kdf::new(&mut rng(), ROUNDS);
        let sealed = SealedKey::seal(&KEY, &kdf, &kdf.derive(&right), &mut rng());
        prop_assert!(sealed.open(&kdf.derive(&right)).is_ok());
        prop_assert_eq!(sealed.open(&kdf.derive(&wrong)), Err(OpenError::WrongPassphrase));
    }
}

/// The form of old OpenSSL: the same key, and the same refusals.
#[test]
fn pkcs1_is_the_same_key() {
    let info = pkcs8::PrivateKeyInfoRef::try_from(KEY.pkcs8_der()).unwrap();
    let pkcs1 = info.private_key.as_bytes();
    assert_eq!(PrivateKey::from_pkcs1_der(pkcs1).as_ref(), Ok(&*KEY));
    for len in 0..pkcs1.len() {
        assert_eq!(
            PrivateKey::from_pkcs1_der(&pkcs1[..len]),
            Err(KeyError::Inconsistent),
            "{len}"
        );
    }
    let long = [pkcs1, &[0; 8192]].concat();
    assert_eq!(PrivateKey::from_pkcs1_der(&long), Err(KeyError::NotPkcs8));
}
