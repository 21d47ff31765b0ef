//! From a passphrase to the key that seals keys.

use core::num::NonZeroU32;

use rand_core::CryptoRng;
use ring::pbkdf2;
use zeroize::Zeroizing;

use super::{ExportPassword, Passphrase};

/// The rounds of PBKDF2 for new keys (what OWASP advises for HMAC-SHA-256).
pub const ROUNDS: u32 = 600_000;
/// The most rounds accepted from a file, so that none can keep the page busy for hours.
pub const MAX_ROUNDS: u32 = 10_000_000;

/// Why parameters found in a file are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KdfError {
    /// A salt of fewer than 8 or more than 32 bytes.
    #[error("a salt of {len} bytes")]
    Salt {
        /// Its length.
        len: usize,
    },
    /// No rounds, or more than [`MAX_ROUNDS`].
    #[error("{found} rounds")]
    Rounds {
        /// The iteration count.
        found: u32,
    },
}

/// The parameters of PBKDF2 with HMAC-SHA-256 (RFC 8018, section 5.2) for a 32-byte key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kdf {
    salt: Vec<u8>,
    rounds: NonZeroU32,
}

impl Kdf {
    /// New parameters: a fresh 16-byte salt, and `rounds` clamped to between 1 and [`MAX_ROUNDS`]. Only tests pass
    /// anything but [`ROUNDS`].
    pub fn new(rng: &mut impl CryptoRng, rounds: u32) -> Self {
        let mut salt = vec![0; 16];
        rng.fill_bytes(&mut salt);
        let rounds = NonZeroU32::new(rounds.min(MAX_ROUNDS)).unwrap_or(NonZeroU32::MIN);
        Self { salt, rounds }
    }

    /// Checks parameters read from a file. A salt must have at least the length that RFC 8018 requires, and fit in
    /// `pkcs5`.
    pub(super) fn from_parts(salt: &[u8], rounds: u32) -> Result<Self, KdfError> {
        if !matches!(salt.len(), 8..=32) {
            return Err(KdfError::Salt { len: salt.len() });
        }
        match NonZeroU32::new(rounds) {
            Some(rounds) if rounds.get() <= MAX_ROUNDS => Ok(Self {
                salt: salt.to_vec(),
                rounds,
            }),
            _ => Err(KdfError::Rounds { found: rounds }),
        }
    }

    /// The salt, 8 to 32 bytes.
    pub fn salt(&self) -> &[u8] {
        &self.salt
    }

    /// The iteration count, 1 to [`MAX_ROUNDS`].
    pub fn rounds(&self) -> u32 {
        self.rounds.get()
    }

    /// Derives the key-encryption key. The time it takes grows with the rounds: for [`ROUNDS`] a fraction of a second
    /// natively, seconds in WASM.
    pub fn derive(&self, passphrase: &Passphrase) -> Kek {
        self.derive_from(passphrase.as_str())
    }

    /// Like [`derive`](Self::derive), for a key that goes to another program.
    pub fn derive_for_export(&self, password: &ExportPassword) -> Kek {
        self.derive_from(password.as_str())
    }

    fn derive_from(&self, secret: &str) -> Kek {
        let mut key = Zeroizing::new([0; Kek::LEN]);
        pbkdf2::derive(
            pbkdf2::PBKDF2_HMAC_SHA256,
            self.rounds,
            &self.salt,
            secret.as_bytes(),
            &mut *key,
        );
        Kek(key)
    }
}

/// A key-encryption key: AES-256, derived from a passphrase.
pub struct Kek(Zeroizing<[u8; Kek::LEN]>);

impl Kek {
    /// Its length, in bytes.
    pub const LEN: usize = 32;

    /// What another implementation (WebCrypto) derived with the same [`Kdf`].
    pub fn from_bytes(bytes: Zeroizing<[u8; Self::LEN]>) -> Self {
        Self(bytes)
    }

    /// The key itself, for the cipher.
    pub(super) fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derives_what_rfc_8018_says() {
        let kdf = Kdf::from_parts(b"saltSALTsaltSALT", 4096).unwrap();
        let passphrase = Passphrase::parse("passwordPASSWORD").unwrap();
        // From Python's hashlib.pbkdf2_hmac, which is not ring.
        let expected = [
            0x2c, 0x77, 0x5e, 0x7e, 0xe2, 0x03, 0xd6, 0x54, 0x50, 0xef, 0xbe, 0x81, 0x04, 0x63, 0xb8, 0x88,
            0x5e, 0x84, 0x63, 0x38, 0xcc, 0x33, 0x35, 0x42, 0xba, 0xf8, 0x90, 0xdc, 0x3c, 0x3a, 0x06, 0xef,
        ];
        assert_eq!(kdf.derive(&passphrase).as_bytes(), &expected);
    }

    #[test]
    fn keeps_within_bounds() {
        let mut rng = rand_core::UnwrapErr(getrandom::SysRng);
        assert_eq!(Kdf::new(&mut rng, 0).rounds(), 1);
        assert_eq!(Kdf::new(&mut rng, u32::MAX).rounds(), MAX_ROUNDS);
        assert_ne!(Kdf::new(&mut rng, 1).salt(), Kdf::new(&mut rng, 1).salt());
        for (salt, rounds) in [(8, 1), (32, MAX_ROUNDS)] {
            assert!(Kdf::from_parts(&vec![0; salt], rounds).is_ok());
        }
        for len in [0, 7, 33] {
            assert_eq!(Kdf::from_parts(&vec![0; len], 1), Err(KdfError::Salt { len }));
        }
        for found in [0, MAX_ROUNDS + 1] {
            assert_eq!(Kdf::from_parts(&[0; 16], found), Err(KdfError::Rounds { found }));
        }
    }
}
