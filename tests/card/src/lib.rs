//! A made-up card of the CPx family and the reader around it, for every test that needs one.
//!
//! [`profile`] says what card is wanted, [`people`] and [`pki`] make its certificates, [`files`] puts them where ISO/IEC 7816-15
//! says, [`card`] answers commands and remembers them, [`reader`] is the device side of USB CCID 1.1. [`vpcd`] puts the
//! card into a reader of PC/SC, [`vscard`] into one of QEMU, [`stdio`] serves card and reader line by line.
//!
//! **It is no copy of a real card**: the answers to reset, the identifiers of the application and of EF.SN.ICC, the
//! names and the extensions of the certificates are those of real ones; the identifiers of the other files, the
//! authorities and the people are made up. It shares no code with what it tests.

pub mod card;
pub mod der;
pub mod files;
pub mod hex;
pub mod options;
pub mod people;
pub mod pki;
pub mod profile;
pub mod reader;
pub mod stdio;
pub mod usb;
pub mod vpcd;
pub mod vscard;
