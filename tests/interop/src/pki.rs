//! A test PKI like IGC-Santé's, made by OpenSSL.
