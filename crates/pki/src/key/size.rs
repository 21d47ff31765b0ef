//! The RSA key sizes on offer.

use serde::{Deserialize, Serialize};

/// The size of an RSA modulus. Serialised as its number of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub enum KeySize {
    /// 2048 bits, as in every IGC-Santé certificate seen.
    #[default]
    Rsa2048,
    /// 3072 bits.
    Rsa3072,
    /// 4096 bits, the most that ring signs with.
    Rsa4096,
}

/// A number of bits that is not one of [`KeySize::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("RSA keys of {0} bits are not supported")]
pub struct UnsupportedKeySize(pub u32);

impl KeySize {
    /// Every size, smallest first.
    pub const ALL: [Self; 3] = [Self::Rsa2048, Self::Rsa3072, Self::Rsa4096];

    /// The length of the modulus, in bits.
    pub const fn bits(self) -> u32 {
        match self {
            Self::Rsa2048 => 2048,
            Self::Rsa3072 => 3072,
            Self::Rsa4096 => 4096,
        }
    }
}

impl From<KeySize> for u32 {
    fn from(size: KeySize) -> Self {
        size.bits()
    }
}

impl TryFrom<u32> for KeySize {
    type Error = UnsupportedKeySize;

    fn try_from(bits: u32) -> Result<Self, Self::Error> {
        Self::ALL
            .into_iter()
            .find(|size| size.bits() == bits)
            .ok_or(UnsupportedKeySize(bits))
    }
}

/// The length of a big-endian number, such as a modulus, in bits.
pub(crate) fn bit_length(number: &[u8]) -> u32 {
    let mut digits = number.iter().skip_while(|digit| **digit == 0);
    let first = digits.next().map_or(0, |digit| u8::BITS - digit.leading_zeros());
    digits.fold(first, |bits, _| bits.saturating_add(u8::BITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_serialised_as_its_bits() {
        for size in KeySize::ALL {
            let json = serde_json::to_string(&size).unwrap();
            assert_eq!(json, size.bits().to_string());
            assert_eq!(serde_json::from_str::<KeySize>(&json).unwrap(), size);
        }
        assert!(serde_json::from_str::<KeySize>("1024").is_err());
        assert_eq!(KeySize::try_from(0), Err(UnsupportedKeySize(0)));
    }

    #[test]
    fn counts_the_bits_of_a_modulus() {
        assert_eq!(bit_length(&[]), 0);
        assert_eq!(bit_length(&[0, 0]), 0);
        assert_eq!(bit_length(&[0, 1, 0]), 9);
        assert_eq!(bit_length(&[0x80; 256]), 2048);
    }
}
