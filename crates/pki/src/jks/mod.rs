//! Java's own key stores: JKS (the format of `sun.security.provider.JavaKeyStore`), read and written.
//!
//! Java protects a key with a stream of SHA-1 and detects a changed file by a SHA-1 with the password before it.
//! Both are weak: whoever has a JKS file had better convert it. JKS is written only for the oldest Java.

mod protect;
mod read;
mod text;
mod write;

pub use protect::{KeyLocked, open_key};
pub use read::{Entry, EntryKind, Jks, JksError};
pub use write::{JksWriteError, NewEntry, NewKind, write};

const MAGIC: u32 = 0xfeed_feed;
/// What the digest of a file has between the password and the content.
const WHITENER: &[u8] = b"Mighty Aphrodite";
