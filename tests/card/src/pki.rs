//! The authorities, which nobody trusts, and what certificates are made of (RFC 5280).

use std::sync::LazyLock;

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rsa::pkcs8::EncodePrivateKey;
use time::macros::format_description;
use time::{Duration, OffsetDateTime};

use crate::der::{bits, octets, oid, printable, sequence, set, tlv, unsigned, utf8};

/// Who issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// For the cards of professionals.
    Strong,
    /// For the cards of staff.
    Standard,
}

/// Bytes that depend on a seed alone: SHA-256 of the seed and a counter. Made for tests, and for nothing else.
struct Seeded {
    seed: String,
    counter: u64,
}

impl Seeded {
    fn new(seed: &str) -> Self {
        Self {
            seed: seed.to_owned(),
            counter: 0,
        }
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let block = digest(&SHA256, format!("{}/{}", self.seed, self.counter).as_bytes());
            self.counter += 1;
            chunk.copy_from_slice(&block.as_ref()[..chunk.len()]);
        }
    }
}

impl rand_core::TryRng for Seeded {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        self.fill(bytes);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Seeded {}

/// The key of every authority: one, always the same, since to make one takes a second.
static KEY: LazyLock<RsaKeyPair> = LazyLock::new(|| {
    let key = rsa::PrivateKey::new(&mut Seeded::new("fictitious authority"), 2048).expect("a key");
    let pkcs8 = key.to_pkcs8_der().expect("PKCS #8");
    RsaKeyPair::from_pkcs8(pkcs8.as_bytes()).expect("a key that ring takes")
});

/// Signs what is to be signed, and puts the three parts together.
pub(crate) fn signed(tbs: &[u8]) -> Vec<u8> {
    let mut signature = vec![0; KEY.public().modulus_len()];
    KEY.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), tbs, &mut signature)
        .expect("a signature");
    sequence(&[tbs, &sha256_with_rsa(), &bits(&signature)])
}

fn sha256_with_rsa() -> Vec<u8> {
    sequence(&[&oid("1.2.840.113549.1.1.11"), &tlv(0x05, &[])])
}

/// A public key of RSA, from its PKCS #1.
pub(crate) fn public_key(pkcs1: &[u8]) -> Vec<u8> {
    let algorithm = sequence(&[&oid("1.2.840.113549.1.1.1"), &tlv(0x05, &[])]);
    sequence(&[&algorithm, &bits(pkcs1)])
}

/// A public key of 2048 bits whose private key nobody has: a card's key never leaves it, and nothing is signed.
pub(crate) fn cards_public_key(seed: &str) -> Vec<u8> {
    let mut modulus = [0; 256];
    Seeded::new(seed).fill(&mut modulus);
    modulus[0] |= 0x80;
    modulus[255] |= 1;
    sequence(&[&unsigned(&modulus), &unsigned(&[1, 0, 1])])
}

fn attribute(name: &str, value: &str) -> Vec<u8> {
    let (id, value) = match name {
        "C" => ("2.5.4.6", printable(value)),
        "ST" => ("2.5.4.8", utf8(value)),
        "O" => ("2.5.4.10", utf8(value)),
        "OU" => ("2.5.4.11", utf8(value)),
        "title" => ("2.5.4.12", utf8(value)),
        "GN" => ("2.5.4.42", utf8(value)),
        "SN" => ("2.5.4.4", utf8(value)),
        "pseudonym" => ("2.5.4.65", utf8(value)),
        _ => ("2.5.4.3", utf8(value)),
    };
    sequence(&[&oid(id), &value])
}

/// A name: of each relative name, its attributes.
pub(crate) fn name(parts: &[Vec<(&str, String)>]) -> Vec<u8> {
    let parts = parts.iter().map(|part| {
        let values = part.iter().map(|(name, value)| attribute(name, value));
        set(values.collect())
    });
    sequence(&[&parts.collect::<Vec<_>>().concat()])
}

impl Authority {
    /// Its name.
    pub(crate) fn name(self, real: bool) -> Vec<u8> {
        let (unit, prefix) = if real { ("", "") } else { (" TEST", "TEST ") };
        let level = match self {
            Self::Strong => "FORT",
            Self::Standard => "STANDARD",
        };
        name(&[
            vec![("C", "FR".into())],
            vec![("O", "SIMULATEUR DE CARTES".into())],
            vec![("OU", format!("PKI FICTIVE{unit}"))],
            vec![("CN", format!("{prefix}AC FICTIVE {level} PERSONNES"))],
        ])
    }

    /// What its files are called.
    pub(crate) fn file(self, real: bool) -> String {
        let level = match self {
            Self::Strong => "FO",
            Self::Standard => "ST",
        };
        format!("ACI-{level}-PP{}", if real { "" } else { "-TEST" })
    }

    /// Its own certificate, signed by itself: in DER.
    pub fn certificate(self, real: bool, now: OffsetDateTime) -> Vec<u8> {
        let name = self.name(real);
        let ten_years = Duration::days(3650);
        let extensions = [
            extension("2.5.29.19", true, &sequence(&[&tlv(0x01, &[&[0xff]])])),
            // keyCertSign and cRLSign.
            extension("2.5.29.15", true, &[3, 2, 1, 6]),
            extension("2.5.29.14", false, &octets(&key_identifier())),
        ];
        signed(&tbs(
            &[1],
            [&name, &name],
            [now - ten_years, now + ten_years],
            &public_key(KEY.public().as_ref()),
            &extensions.concat(),
        ))
    }
}

/// The identifier of the authorities' key.
pub(crate) fn key_identifier() -> Vec<u8> {
    digest(&SHA1_FOR_LEGACY_USE_ONLY, KEY.public().as_ref())
        .as_ref()
        .to_vec()
}

/// An extension, with the DER of its value.
pub(crate) fn extension(id: &str, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if critical {
        tlv(0x01, &[&[0xff]])
    } else {
        Vec::new()
    };
    sequence(&[&oid(id), &critical, &octets(value)])
}

fn utc_time(at: OffsetDateTime) -> Vec<u8> {
    let text = at
        .format(format_description!(
            "[year repr:last_two][month][day][hour][minute][second]Z"
        ))
        .expect("a date");
    tlv(0x17, &[text.as_bytes()])
}

/// What is to be signed: serial number, issuer and subject, first and last moment, public key, extensions.
pub(crate) fn tbs(
    serial: &[u8],
    [issuer, subject]: [&[u8]; 2],
    validity: [OffsetDateTime; 2],
    key: &[u8],
    extensions: &[u8],
) -> Vec<u8> {
    sequence(&[
        &tlv(0xa0, &[&unsigned(&[2])]),
        &unsigned(serial),
        &sha256_with_rsa(),
        issuer,
        &sequence(&[&validity.map(utc_time).concat()]),
        subject,
        key,
        &tlv(0xa3, &[&sequence(&[extensions])]),
    ])
}
