//! Java's own key stores: JKS (the format of `sun.security.provider.JavaKeyStore`), read and written.
//!
//! Java masks a key with a stream of SHA-1, and detects a changed file by the SHA-1 of the password and the file. Both
//! are weak: a JKS file is best converted. JKS is written only for the oldest versions of Java.

mod protect;
mod read;
mod text;
mod write;

pub use protect::{KeyLocked, open_key};
pub use read::{EntryKind, Jks, JksEntry, JksError};
pub use write::{JksWriteError, NewEntry, NewKind, write};

const MAGIC: u32 = 0xfeed_feed;
/// What is hashed between the password and the content, for the digest of a file.
const WHITENER: &[u8] = b"Mighty Aphrodite";
