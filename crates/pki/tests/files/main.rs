//! Files made for other programs: written, read again, laid out as their standard requires. The other programs read
//! them in tests/interop.

mod jks;
mod pkcs12;
mod pkcs7;
