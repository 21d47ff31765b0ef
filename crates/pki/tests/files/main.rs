//! What leaves for another program: written, read again, laid out as its standard asks. The other programs read
//! it in tests/interop.

mod jks;
mod pkcs12;
mod pkcs7;
