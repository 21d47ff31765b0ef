//! Where the certificates lie (ISO/IEC 7816-15, PKCS #15).
