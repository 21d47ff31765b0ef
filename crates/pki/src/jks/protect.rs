//! How Java protects a key (`sun.security.provider.KeyProtector`): masked by a stream of SHA-1, which begins with
//! a salt, and followed by the SHA-1 of password and key.

use pkcs8::der::asn1::{AnyRef, OctetStringRef};
use pkcs8::der::{self, Decode};
use pkcs8::spki::AlgorithmIdentifierRef;
use rand_core::CryptoRng;
use ring::digest::{Context, Digest, SHA1_FOR_LEGACY_USE_ONLY, SHA1_OUTPUT_LEN};
use zeroize::Zeroizing;

use crate::der::{null, octets, oid, sequence};

/// The algorithm, in Sun's arc.
const KEY_PROTECTOR: &str = "1.3.6.1.4.1.42.2.17.1.1";

/// Why a key stays closed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyLocked {
    /// Another password, or a damaged key.
    #[error("wrong password")]
    Password,
    /// Protected with an algorithm other than Java's.
    #[error("algorithm {oid} is not supported")]
    Unsupported {
        /// Its object identifier, dotted.
        oid: String,
    },
    /// Not an `EncryptedPrivateKeyInfo`.
    #[error("damaged")]
    Damaged,
}

/// A password as Java takes it: UTF-16, the high byte first.
pub(super) fn utf16(password: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(password.encode_utf16().flat_map(u16::to_be_bytes).collect())
}

/// Opens the key of an entry. Returns PKCS #8.
///
/// # Errors
/// Why it stays closed.
pub fn open_key(protected: &[u8], password: &str) -> Result<Zeroizing<Vec<u8>>, KeyLocked> {
    let parts = AnyRef::from_der(protected).and_then(|info| {
        info.sequence(|info| {
            let algorithm = AlgorithmIdentifierRef::decode(info)?;
            Ok::<_, der::Error>((algorithm, <&OctetStringRef>::decode(info)?.as_bytes()))
        })
    });
    let (algorithm, data) = parts.map_err(|_| KeyLocked::Damaged)?;
    let oid = algorithm.oid.to_string();
    if oid != KEY_PROTECTOR {
        return Err(KeyLocked::Unsupported { oid });
    }
    let (salt, rest) = data.split_at_checked(SHA1_OUTPUT_LEN).ok_or(KeyLocked::Damaged)?;
    let len = rest
        .len()
        .checked_sub(SHA1_OUTPUT_LEN)
        .ok_or(KeyLocked::Damaged)?;
    let (masked, check) = rest.split_at(len);
    let password = utf16(password);
    let key = Zeroizing::new(mask(masked, salt, &password));
    if sha1(&password, &[&key]).as_ref() == check {
        Ok(key)
    } else {
        Err(KeyLocked::Password)
    }
}

/// Protects a key, PKCS #8: `EncryptedPrivateKeyInfo`, its algorithm with NULL parameters as Java writes them.
pub(super) fn protect_key(key: &[u8], password: &str, rng: &mut impl CryptoRng) -> Vec<u8> {
    let password = utf16(password);
    let mut salt = [0; SHA1_OUTPUT_LEN];
    rng.fill_bytes(&mut salt);
    let masked = mask(key, &salt, &password);
    let check = sha1(&password, &[key]);
    let data = [&salt, masked.as_slice(), check.as_ref()].concat();
    sequence(&[&sequence(&[&oid(KEY_PROTECTOR), &null()]), &octets(&data)])
}

/// Applies or removes the mask.
fn mask(bytes: &[u8], salt: &[u8], password: &[u8]) -> Vec<u8> {
    // Room for the whole from the start: growing would leave copies behind.
    let mut masked = Vec::with_capacity(bytes.len());
    let mut mask = sha1(password, &[salt]);
    for block in bytes.chunks(SHA1_OUTPUT_LEN) {
        masked.extend(block.iter().zip(mask.as_ref()).map(|(byte, mask)| byte ^ mask));
        mask = sha1(password, &[mask.as_ref()]);
    }
    masked
}

/// The hash of the password and what follows.
pub(super) fn sha1(password: &[u8], rest: &[&[u8]]) -> Digest {
    let mut context = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
    context.update(password);
    for part in rest {
        context.update(part);
    }
    context.finish()
}
