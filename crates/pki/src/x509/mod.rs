//! What requests, certificates and revocation lists share (RFC 5280): names, algorithms, extensions,
//! signatures; and the certificate itself.

mod algorithm;
mod attribute;
mod certificate;
mod describe;
mod extension;
mod general_name;
mod name;
mod signature;

pub use algorithm::{Algorithm, PublicKey};
pub use attribute::{AttributeType, Escaped};
pub use certificate::{Certificate, CertificateError};
pub use describe::{reason_name, serial_number};
pub use extension::{Extension, ExtensionValue, KeyUsage};
pub use general_name::{GeneralName, Subtree};
pub(crate) use general_name::{is_host, mailbox};
pub use name::{Name, NameAttribute, StringType, hexadecimal};
pub use signature::Signature;
pub(crate) use signature::Signed;
