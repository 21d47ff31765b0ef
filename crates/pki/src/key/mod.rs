//! RSA key pairs: made, checked, and sealed under a passphrase.
//!
//! In order of use: a [`PrivateKey`] is generated (or checked, if WebCrypto made it); a [`Kdf`] turns the
//! [`Passphrase`] into a [`Kek`]; [`SealedKey::seal`] gives the only form in which a key leaves the vault. The
//! derivation is separate from the sealing because the vault leaves it to WebCrypto, which is far faster, where the
//! browser has it.

mod estimate;
mod export_password;
mod id;
mod kdf;
mod passphrase;
mod private;
mod sealed;
mod signing;
mod size;

pub use estimate::{Estimate, Pattern, Strength};
pub use export_password::ExportPassword;
pub use id::{KeyId, KeyIdError};
pub use kdf::{Kdf, KdfError, Kek, MAX_ROUNDS, ROUNDS};
pub use passphrase::{Passphrase, PassphraseError};
pub use private::{KeyError, PrivateKey, is_prime};
pub use sealed::{OpenError, SealedKey, SealedKeyError};
pub use signing::is_signed;
pub(crate) use size::bit_length;
pub use size::{KeySize, UnsupportedKeySize};
