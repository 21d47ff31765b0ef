//! What requests, certificates and revocation lists share (RFC 5280): names, algorithms, extensions,
//! signatures; and the certificate itself.

mod algorithm;
mod attribute;
mod certificate;
mod describe;
mod distribution_point;
mod extension;
mod general_name;
mod integer;
mod name;
mod signature;
mod visible;

pub use algorithm::{Algorithm, PublicKey};
pub use attribute::{AttributeType, Escaped};
pub use certificate::{Certificate, CertificateError};
pub use describe::reason_name;
pub(crate) use distribution_point::general_names;
pub use distribution_point::{DistributionPoint, DistributionPointName, IssuingDistributionPoint, Reasons};
pub use extension::{Extension, ExtensionValue, KeyUsage};
pub use general_name::{GeneralName, Subtree};
pub(crate) use general_name::{is_host, mailbox};
pub use integer::serial_number;
pub(crate) use integer::{minimal, same_number};
pub(crate) use name::guessed;
pub use name::{Name, NameAttribute, StringType, from_hexadecimal, hexadecimal};
pub use signature::Signature;
pub(crate) use signature::Signed;
pub use visible::{is_combining, is_hidden, spelled, visible};
