//! Writes files in DER, with algorithms that a kind of target can read, and reads them back before handing them over.

use std::collections::HashSet;

use rand_core::CryptoRng;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use ring::hmac;
use serde::{Deserialize, Serialize};

use super::algorithm::{PBES2, PBKDF2};
use super::password::Password;
use super::read::{
    CERT_BAG, DATA, ENCRYPTED_DATA, FRIENDLY_NAME, LOCAL_KEY_ID, SHROUDED_KEY_BAG, X509_CERTIFICATE,
};
use super::{Cipher, Digest, Encryption, Integrity, MacScheme, Pfx, PfxValue, Scheme};
use crate::der::{
    BMP_STRING, CONTEXT_0, CONTEXT_0_PRIMITIVE, null, octets, oid, sequence, set_of, tlv, unsigned,
};
use crate::key::{ExportPassword, PrivateKey};

/// What makes Java trust a certificate: Oracle's attribute, and the purpose for which it is trusted.
const TRUSTED_KEY_USAGE: &str = "2.16.840.1.113894.746875.1.1";
const ANY_EXTENDED_KEY_USAGE: &str = "2.5.29.37.0";

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pkcs12Profile {
    /// PBE-SHA1-3DES for certificates and key, HMAC-SHA-1, 2048 rounds: weak, but read by everything.
    Compatible,
    /// PBES2 of PBKDF2-HMAC-SHA-256 and AES-256-CBC, HMAC-SHA-256, 100,000 rounds: OpenSSL, Java since 8u301
    /// and 11.0.12, Windows since Server 2019.
    Modern,
    /// As IGC-Santé's platform makes them: the algorithms of [`Compatible`](Self::Compatible), the certificates in the
    /// clear, no names.
    Platform,
}

impl Pkcs12Profile {
    /// Every profile.
    pub const ALL: [Self; 3] = [Self::Compatible, Self::Modern, Self::Platform];

    const fn rounds(self) -> u32 {
        match self {
            Self::Compatible | Self::Platform => 2048,
            // Java refuses more than 5,000,000. This is the cost of each of three: certificates, key, MAC.
            Self::Modern => 100_000,
        }
    }

    /// How something is encrypted, with a fresh salt.
    fn scheme(self, rng: &mut impl CryptoRng) -> Scheme {
        match self {
            Self::Compatible | Self::Platform => Scheme::Pkcs12 {
                cipher: Cipher::TripleDes,
                salt: random(rng, 8),
                rounds: self.rounds(),
            },
            Self::Modern => Scheme::Pbes2 {
                prf: Digest::Sha256,
                salt: random(rng, 16),
                rounds: self.rounds(),
                cipher: Cipher::Aes256,
                iv: random(rng, Cipher::Aes256.iv_len()),
            },
        }
    }

    /// The hash of the MAC, and the length of its salt.
    const fn mac(self) -> (Digest, usize) {
        match self {
            Self::Compatible | Self::Platform => (Digest::Sha1, 8),
            Self::Modern => (Digest::Sha256, 16),
        }
    }
}

/// A key to be written with its certificate and chain.
#[derive(Clone, Copy)]
pub struct Identity<'a> {
    /// The key.
    pub key: &'a PrivateKey,
    /// The DER of its certificate, which is not checked against the key.
    pub leaf: &'a [u8],
    /// The DER of each authority's certificate, the issuer first.
    pub chain: &'a [&'a [u8]],
    /// The name of key and certificate, which Java calls the alias. [`Pkcs12Profile::Platform`] writes none.
    pub alias: &'a str,
}

/// A certificate of a trust store.
#[derive(Clone, Copy)]
pub struct Trusted<'a> {
    /// The name it goes by.
    pub alias: &'a str,
    /// Its DER.
    pub der: &'a [u8],
}

/// Why no file is written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Pkcs12WriteError {
    /// The alias is empty.
    #[error("an empty alias")]
    EmptyAlias,
    /// The alias has a control character, or one beyond the 65,536 that a `BMPString` can hold.
    #[error("an alias with {character:?}")]
    AliasCharacter {
        /// The first such character.
        character: char,
    },
    /// Two certificates with one name. Java ignores case.
    #[error("the alias {alias} twice")]
    DuplicateAlias {
        /// The second.
        alias: String,
    },
    /// When read back, the file is not what was to be written.
    #[error("the file written does not read the same")]
    NotAsWritten,
}

/// What a bag holds, and its attributes.
struct Content<'a> {
    value: Held<'a>,
    friendly_name: Option<&'a str>,
    local_key_id: Option<&'a [u8]>,
    trusted: bool,
}

#[derive(Clone, Copy)]
enum Held<'a> {
    Certificate(&'a [u8]),
    Key(&'a PrivateKey),
}

impl<'a> Content<'a> {
    fn certificate(der: &'a [u8]) -> Self {
        Self {
            value: Held::Certificate(der),
            friendly_name: None,
            local_key_id: None,
            trusted: false,
        }
    }
}

/// Writes a key with its certificate and chain: the certificates in the order given, then the key.
///
/// # Errors
/// Why nothing is written.
pub fn write(
    identity: &Identity<'_>,
    profile: Pkcs12Profile,
    password: &ExportPassword,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, Pkcs12WriteError> {
    let friendly_name = match profile {
        Pkcs12Profile::Platform => None,
        Pkcs12Profile::Compatible | Pkcs12Profile::Modern => {
            check_alias(identity.alias)?;
            Some(identity.alias)
        }
    };
    let id = digest(&SHA1_FOR_LEGACY_USE_ONLY, identity.leaf);
    let of_the_key = |value| Content {
        value,
        friendly_name,
        local_key_id: Some(id.as_ref()),
        trusted: false,
    };
    let mut certificates = vec![of_the_key(Held::Certificate(identity.leaf))];
    certificates.extend(identity.chain.iter().map(|der| Content::certificate(der)));
    let key = of_the_key(Held::Key(identity.key));
    write_contents(&certificates, Some(&key), profile, password, rng)
}

/// Writes certificates alone, each under its name and marked as Java marks one trusted for every purpose.
///
/// # Errors
/// Why nothing is written.
pub fn write_trust_store(
    entries: &[Trusted<'_>],
    profile: Pkcs12Profile,
    password: &ExportPassword,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, Pkcs12WriteError> {
    let mut known = HashSet::new();
    for entry in entries {
        check_alias(entry.alias)?;
        if !known.insert(entry.alias.to_lowercase()) {
            return Err(Pkcs12WriteError::DuplicateAlias {
                alias: entry.alias.to_owned(),
            });
        }
    }
    let certificates: Vec<_> = entries
        .iter()
        .map(|entry| Content {
            friendly_name: Some(entry.alias),
            trusted: true,
            ..Content::certificate(entry.der)
        })
        .collect();
    write_contents(&certificates, None, profile, password, rng)
}

/// Whether a `BMPString` can hold it (X.690, section 8.23.8) and a screen can show it.
fn check_alias(alias: &str) -> Result<(), Pkcs12WriteError> {
    if alias.is_empty() {
        return Err(Pkcs12WriteError::EmptyAlias);
    }
    match alias.chars().find(|c| c.is_control() || c.len_utf16() > 1) {
        Some(character) => Err(Pkcs12WriteError::AliasCharacter { character }),
        None => Ok(()),
    }
}

fn random(rng: &mut impl CryptoRng, len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    rng.fill_bytes(&mut bytes);
    bytes
}

fn write_contents(
    certificates: &[Content<'_>],
    key: Option<&Content<'_>>,
    profile: Pkcs12Profile,
    password: &ExportPassword,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, Pkcs12WriteError> {
    let secret = Password::new(password.as_str());
    let mut encrypt = |plain: &[u8]| {
        let encryption = Encryption::encrypt(profile.scheme(rng), &secret, plain)?;
        let scheme = scheme_der(&encryption.scheme)?;
        Some((scheme, encryption.data))
    };
    let mut parts = || {
        let bags: Vec<_> = certificates
            .iter()
            .map(|content| bag(content, &mut encrypt))
            .collect::<Option<_>>()?;
        let bags = sequence(&[&bags.concat()]);
        let mut parts = vec![match profile {
            Pkcs12Profile::Platform => data(&bags),
            Pkcs12Profile::Compatible | Pkcs12Profile::Modern => {
                let (scheme, ciphertext) = encrypt(&bags)?;
                encrypted_data(&scheme, &ciphertext)
            }
        }];
        if let Some(key) = key {
            parts.push(data(&sequence(&[&bag(key, &mut encrypt)?])));
        }
        Some(sequence(&[&parts.concat()]))
    };
    let authenticated_safe = parts().ok_or(Pkcs12WriteError::NotAsWritten)?;

    let (digest, salt_len) = profile.mac();
    let scheme = MacScheme::Pkcs12 {
        digest,
        salt: random(rng, salt_len),
        rounds: profile.rounds(),
    };
    let mac = mac_data(&scheme, &secret, &authenticated_safe).ok_or(Pkcs12WriteError::NotAsWritten)?;
    let file = sequence(&[&unsigned(3), &data(&authenticated_safe), &mac]);

    let expected: Vec<_> = certificates.iter().chain(key).collect();
    if reads_as(&file, &expected, password) {
        Ok(file)
    } else {
        Err(Pkcs12WriteError::NotAsWritten)
    }
}

/// Whether a file is intact under this password and holds these contents, in their order.
fn reads_as(file: &[u8], expected: &[&Content<'_>], password: &ExportPassword) -> bool {
    let Ok(pfx) = Pfx::from_bytes(file) else {
        return false;
    };
    let opened = pfx.open(&[password.as_str()]);
    opened.integrity == Integrity::Verified
        && opened.items.len() == expected.len()
        && opened.items.iter().zip(expected).all(|(item, content)| {
            item.friendly_name.as_deref() == content.friendly_name
                && item.local_key_id.as_deref() == content.local_key_id
                && match (&item.value, content.value) {
                    (Ok(PfxValue::Certificate(der)), Held::Certificate(expected)) => der == expected,
                    (Ok(PfxValue::Key(der)), Held::Key(key)) => der.as_slice() == key.pkcs8_der(),
                    _ => false,
                }
        })
}

/// `SafeBag` (RFC 7292, section 4.2).
fn bag(
    content: &Content<'_>,
    encrypt: &mut impl FnMut(&[u8]) -> Option<(Vec<u8>, Vec<u8>)>,
) -> Option<Vec<u8>> {
    let (kind, value) = match content.value {
        Held::Certificate(der) => {
            let certificate = tlv(CONTEXT_0, &[&octets(der)]);
            (CERT_BAG, sequence(&[&oid(X509_CERTIFICATE), &certificate]))
        }
        Held::Key(key) => {
            let (scheme, ciphertext) = encrypt(key.pkcs8_der())?;
            (SHROUDED_KEY_BAG, sequence(&[&scheme, &octets(&ciphertext)]))
        }
    };
    let mut attributes = Vec::new();
    if let Some(name) = content.friendly_name {
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
        attributes.push(attribute(FRIENDLY_NAME, tlv(BMP_STRING, &[&units])));
    }
    if let Some(id) = content.local_key_id {
        attributes.push(attribute(LOCAL_KEY_ID, octets(id)));
    }
    if content.trusted {
        attributes.push(attribute(TRUSTED_KEY_USAGE, oid(ANY_EXTENDED_KEY_USAGE)));
    }
    let attributes = match attributes.as_slice() {
        [] => Vec::new(),
        _ => set_of(attributes),
    };
    Some(sequence(&[&oid(kind), &tlv(CONTEXT_0, &[&value]), &attributes]))
}

fn attribute(kind: &str, value: Vec<u8>) -> Vec<u8> {
    sequence(&[&oid(kind), &set_of(vec![value])])
}

/// `ContentInfo` of plain data (RFC 5652, section 4).
fn data(content: &[u8]) -> Vec<u8> {
    sequence(&[&oid(DATA), &tlv(CONTEXT_0, &[&octets(content)])])
}

/// `ContentInfo` of data encrypted with a password (RFC 5652, section 8).
fn encrypted_data(scheme: &[u8], ciphertext: &[u8]) -> Vec<u8> {
    let content = sequence(&[&oid(DATA), scheme, &tlv(CONTEXT_0_PRIMITIVE, &[ciphertext])]);
    let encrypted = sequence(&[&unsigned(0), &content]);
    sequence(&[&oid(ENCRYPTED_DATA), &tlv(CONTEXT_0, &[&encrypted])])
}

/// `AlgorithmIdentifier` of an encryption; `None` for one that is never written.
fn scheme_der(scheme: &Scheme) -> Option<Vec<u8>> {
    match scheme {
        Scheme::Pkcs12 { cipher, salt, rounds } => {
            let parameters = sequence(&[&octets(salt), &unsigned(*rounds)]);
            Some(sequence(&[&oid(cipher.pkcs12_oid()?), &parameters]))
        }
        Scheme::Pbes2 {
            prf,
            salt,
            rounds,
            cipher,
            iv,
        } => {
            let (_, hmac) = prf.oids();
            let parameters = sequence(&[
                &octets(salt),
                &unsigned(*rounds),
                &sequence(&[&oid(hmac), &null()]),
            ]);
            let kdf = sequence(&[&oid(PBKDF2), &parameters]);
            let encryption = sequence(&[&oid(cipher.pbes2_oid()?), &octets(iv)]);
            Some(sequence(&[&oid(PBES2), &sequence(&[&kdf, &encryption])]))
        }
        Scheme::Unsupported(_) => None,
    }
}

/// `MacData`. Its algorithm has NULL parameters, as OpenSSL, Java and the platform write it.
fn mac_data(scheme: &MacScheme, password: &Password, content: &[u8]) -> Option<Vec<u8>> {
    let MacScheme::Pkcs12 { digest, salt, rounds } = scheme else {
        return None;
    };
    let value = hmac::sign(&scheme.key(password)?, content);
    let algorithm = sequence(&[&oid(digest.oids().0), &null()]);
    // DER leaves out the default, 1.
    let rounds = if *rounds == 1 {
        Vec::new()
    } else {
        unsigned(*rounds)
    };
    Some(sequence(&[
        &sequence(&[&algorithm, &octets(value.as_ref())]),
        &octets(salt),
        &rounds,
    ]))
}
