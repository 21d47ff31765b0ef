#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

pub mod ber;
pub mod crl;
pub mod csr;
pub mod der;
pub mod intake;
pub mod jks;
pub mod key;
pub mod pem;
pub mod pkcs12;
pub mod pkcs7;
pub mod trust;
pub mod x509;
