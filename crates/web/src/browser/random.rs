//! The browser's random generator, `crypto.getRandomValues`, which exists in insecure contexts too.

use getrandom::SysRng;
use getrandom::rand_core::{Rng, UnwrapErr};

/// The generator that keys, salts and passphrases are drawn from.
///
/// The boot script has checked that `crypto.getRandomValues` is there, so that it cannot fail.
pub fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

/// Random bytes.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rng().fill_bytes(&mut bytes);
    bytes
}
