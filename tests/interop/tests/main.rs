//! All tests of this package in one program: it is linked once, and while one test waits for a tool another works.

mod card;
mod foreign;
mod gnutls;
mod igc;
mod java;
mod openssl;
mod packages;
mod pbmac1;
mod pkcs12;
mod table;
