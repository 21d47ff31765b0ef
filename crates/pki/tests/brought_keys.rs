//! Keys that others made: sound ones are taken, each other has its cause.

use std::sync::LazyLock;

use certiroc_pki::key::{KeyError, KeySize, PrivateKey, is_prime};
use certiroc_test_support::rng;
use rsa::BoxedUint;
use rsa::pkcs1::{EncodeRsaPrivateKey, RsaPrivateKeyRef, UintRef};
use rsa::pkcs8::der::{Decode, Encode};
use rsa::traits::{PrivateKeyParts, PublicKeyParts};

/// A sound key, as another program made it.
static SOUND: LazyLock<rsa::PrivateKey> = LazyLock::new(|| rsa::PrivateKey::new(&mut rng(), 2048).unwrap());

fn pkcs1(key: &rsa::PrivateKey) -> Vec<u8> {
    key.to_pkcs1_der().unwrap().as_bytes().to_vec()
}

fn read(key: &rsa::PrivateKey) -> Result<PrivateKey, KeyError> {
    PrivateKey::from_pkcs1_der(&pkcs1(key))
}

fn primes() -> [BoxedUint; 2] {
    let [p, q] = SOUND.primes() else {
        panic!("two primes");
    };
    [p, q].map(|prime| prime.as_ref().clone())
}

/// The key of these factors, whatever they are, and of the usual exponent.
fn of_factors(p: BoxedUint, q: BoxedUint) -> rsa::PrivateKey {
    rsa::PrivateKey::from_p_q(p, q, 65537_u64.into()).unwrap()
}

#[test]
fn a_sound_key_is_taken_however_its_numbers_were_chosen() {
    let key = read(&SOUND).unwrap();
    assert_eq!(key.size(), KeySize::Rsa2048);
    // The private exponent may be the inverse modulo (p-1)(q-1) or modulo their least common multiple, and either
    // prime may come first.
    let [p, q] = primes();
    for other in [of_factors(p.clone(), q.clone()), of_factors(q, p)] {
        assert_eq!(read(&other).unwrap().id(), key.id());
    }
}

/// The greatest exponent that ring signs with, and the one above the usual.
#[test]
fn exponents_above_the_usual_one_are_taken() {
    for exponent in [65539_u64, (1 << 33) - 1] {
        let key = loop {
            // Where the exponent divides a prime less one, there is no key.
            if let Ok(key) = rsa::PrivateKey::new_with_exp(&mut rng(), 2048, exponent.into()) {
                break key;
            }
        };
        assert!(read(&key).is_ok(), "{exponent}");
    }
}

#[test]
fn a_sound_key_of_another_exponent_is_refused_by_name() {
    for exponent in [3_u64, 17, 257, 65535] {
        let key = rsa::PrivateKey::new_with_exp(&mut rng(), 2048, exponent.into()).unwrap();
        let found = exponent.to_string();
        assert_eq!(read(&key), Err(KeyError::Exponent { found }));
    }
}

/// Changes the numbers of a sound key.
fn with<'a>(change: impl FnOnce(&mut RsaPrivateKeyRef<'a>), der: &'a [u8]) -> Result<PrivateKey, KeyError> {
    let mut numbers = RsaPrivateKeyRef::from_der(der).unwrap();
    change(&mut numbers);
    PrivateKey::from_pkcs1_der(&numbers.to_der().unwrap())
}

#[test]
fn a_long_exponent_is_refused_by_name() {
    let der = pkcs1(&SOUND);
    let above = |exponent: &[u8]| {
        let exponent = UintRef::new(exponent).unwrap();
        with(|numbers| numbers.public_exponent = exponent, &der).unwrap_err()
    };
    let named = |found: &str| KeyError::Exponent { found: found.into() };
    assert_eq!(above(&[2, 0, 0, 0, 1]), named("8589934593"));
    assert_eq!(above(&[0xff; 8]), named("18446744073709551615"));
    assert_eq!(above(&[1, 0, 0, 0, 0, 0, 0, 0, 1]), named("≥ 2^64"));
    assert_eq!(above(&[0xff; 256]), named("≥ 2^2047"));
}

/// The numbers of a key, in their order.
fn numbers<'a>(key: &RsaPrivateKeyRef<'a>) -> [UintRef<'a>; 8] {
    [
        key.modulus,
        key.public_exponent,
        key.private_exponent,
        key.prime1,
        key.prime2,
        key.exponent1,
        key.exponent2,
        key.coefficient,
    ]
}

/// Each number on its own, one bit away.
#[test]
fn numbers_that_do_not_belong_together_are_damage() {
    let der = pkcs1(&SOUND);
    let small = pkcs1(&rsa::PrivateKey::new_with_exp(&mut rng(), 2048, 3_u64.into()).unwrap());
    for der in [&der, &small] {
        let sound = RsaPrivateKeyRef::from_der(der).unwrap();
        let numbers = numbers(&sound);
        for place in 0..numbers.len() {
            for step in [1_u8, 2] {
                let mut bytes = numbers[place].as_bytes().to_vec();
                let last = bytes.last_mut().unwrap();
                *last ^= step;
                let mut changed = numbers;
                changed[place] = UintRef::new(&bytes).unwrap();
                let [
                    modulus,
                    public_exponent,
                    private_exponent,
                    prime1,
                    prime2,
                    exponent1,
                    exponent2,
                    coefficient,
                ] = changed;
                let key = RsaPrivateKeyRef {
                    modulus,
                    public_exponent,
                    private_exponent,
                    prime1,
                    prime2,
                    exponent1,
                    exponent2,
                    coefficient,
                    other_prime_infos: None,
                };
                let read = PrivateKey::from_pkcs1_der(&key.to_der().unwrap());
                assert_eq!(read, Err(KeyError::Inconsistent), "number {place}, {step}");
            }
        }
    }
}

#[test]
fn factors_that_others_could_find_are_refused_by_name() {
    let [p, _] = primes();
    // Of the right length, but a product itself. (Not every two numbers of 1024 bits make one of 2048.)
    let key = loop {
        let product = rsa::PrivateKey::new(&mut rng(), 1024)
            .unwrap()
            .n()
            .as_ref()
            .clone();
        let keys = [
            of_factors(p.clone(), product.clone()),
            of_factors(product, p.clone()),
        ];
        if keys[0].n().bit_width() == 2048 {
            break keys;
        }
    };
    for key in &key {
        assert_eq!(read(key), Err(KeyError::Primes));
    }
    // Of unequal length, as no generator makes them.
    let [short, long] = [1536, 2560].map(|bits| {
        let key = rsa::PrivateKey::new(&mut rng(), bits).unwrap();
        key.primes()[0].as_ref().clone()
    });
    let wide = |number: &BoxedUint| BoxedUint::from_be_slice(&number.to_be_bytes(), 2048).unwrap();
    let (one, exponent) = (BoxedUint::one_with_precision(2048), wide(&65537_u64.into()));
    let order = wide(&short)
        .wrapping_sub(&one)
        .wrapping_mul(wide(&long).wrapping_sub(&one));
    let secret = exponent.invert_mod(&order.to_nz().unwrap()).unwrap();
    let modulus = wide(&short).wrapping_mul(wide(&long));
    let unequal =
        rsa::PrivateKey::from_components_with_wide_primes(modulus, exponent, secret, vec![short, long]);
    assert_eq!(read(&unequal.unwrap()), Err(KeyError::Primes));
    // The next prime, which a square root of the modulus leads to.
    let mut near = p.clone();
    while {
        near = near.wrapping_add(BoxedUint::from(2_u64));
        !is_prime(&near.to_be_bytes())
    } {}
    for key in [of_factors(p.clone(), near.clone()), of_factors(near, p)] {
        assert_eq!(read(&key), Err(KeyError::Primes));
    }
}

#[test]
fn a_key_of_three_primes_is_refused_by_name() {
    let der = pkcs1(&SOUND);
    let sound = RsaPrivateKeyRef::from_der(&der).unwrap();
    // A third prime beside them (RFC 8017, appendix A.1.2): only that there is one matters.
    let other = [0x30, 0x0b, 0x30, 0x09, 2, 1, 3, 2, 1, 1, 2, 1, 1];
    let mut content = vec![2, 1, 1];
    for number in numbers(&sound) {
        content.extend(number.to_der().unwrap());
    }
    content.extend(other);
    let len = u16::try_from(content.len()).unwrap().to_be_bytes();
    let multi = [&[0x30, 0x82], &len[..], &content].concat();
    assert_eq!(PrivateKey::from_pkcs1_der(&multi), Err(KeyError::MultiPrime));
}
