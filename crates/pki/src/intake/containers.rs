//! What holds things: one element of DER or BER, PKCS #7 and #12, stores of Java and Windows.

use zeroize::Zeroizing;

use super::foreign::Foreign;
use super::read::Reading;
use super::revocation::{crl_entry, crl_reader};
use super::shape::Shape;
use super::{Entry, Format, Known, Problem, Remark};
use crate::ber;
use crate::csr::{Csr, CsrError};
use crate::jks::{self, EntryKind, Jks, JksError, KeyLocked};
use crate::key::{KeyError, PrivateKey};
use crate::pkcs7::{Pkcs7Error, SignedData};
use crate::pkcs12::{self, Integrity, Locked, Pfx, PfxError, PfxValue};
use crate::x509::{Certificate, Name};

/// `id-ecPublicKey` (RFC 5480): the algorithm of an EC key in PKCS #8.
const EC_PUBLIC_KEY: &str = "1.2.840.10045.2.1";
/// How many times a list in the file may be checked against a certificate in the file.
const PAIR_LIMIT: usize = 16 * 1024;

impl Reading<'_> {
    /// Reads one element of DER or BER, and those that follow it. Returns what the file is.
    pub(super) fn elements(&mut self, bytes: &[u8]) -> Format {
        let mut rest = bytes;
        let mut format = None;
        while rest.first() == Some(&0x30) && !(format.is_some() && self.is_full()) {
            let (der, len) = match ber::first_to_der(rest) {
                Ok((der, len)) => (Zeroizing::new(der), len),
                Err(error) if format.is_none() => {
                    self.problem(damaged(error.offset));
                    return Format::Der;
                }
                Err(_) => break,
            };
            match Shape::of(&der) {
                Some(shape) => {
                    let found = self.element(shape, &rest[..len], der);
                    format = Some(if format.is_none() { found } else { Format::Der });
                }
                None if format.is_none() => {
                    self.problem(Problem::Unrecognized);
                    return Format::Der;
                }
                None => break,
            }
            rest = &rest[len..];
        }
        if !rest.is_empty() {
            self.remark(Remark::TrailingBytes(
                u64::try_from(rest.len()).unwrap_or(u64::MAX),
            ));
        }
        format.unwrap_or(Format::Der)
    }

    /// One element, as it came and in DER.
    fn element(&mut self, shape: Shape, bytes: &[u8], der: Zeroizing<Vec<u8>>) -> Format {
        match shape {
            // Unconverted: whether it is DER is for the reader to say.
            Shape::Certificate => self.certificate(None, bytes),
            Shape::Request => self.request(bytes),
            Shape::Crl => self.crl(None, bytes.to_vec()),
            Shape::ContentInfo => {
                self.pkcs7(bytes);
                return Format::Pkcs7;
            }
            Shape::Pfx => {
                self.pkcs12(bytes);
                self.unverified = false;
                return Format::Pkcs12;
            }
            Shape::Pkcs8 => self.key_in_clear(None, PrivateKey::from_pkcs8_der(der)),
            Shape::Pkcs1 => self.key_in_clear(None, PrivateKey::from_pkcs1_der(&der)),
            Shape::EncryptedPkcs8 => match pkcs12::open_key(&der, self.known.passwords, &mut self.work) {
                Ok(opened) => {
                    self.unusual(opened.unusual_encoding);
                    self.key(None, PrivateKey::from_pkcs8_der(opened.pkcs8), true);
                }
                Err(locked) => self.locked(None, locked),
            },
            Shape::Sec1 => {
                let oid = EC_PUBLIC_KEY.to_owned();
                self.key_in_clear(None, Err(KeyError::NotRsa { oid }));
            }
            Shape::PublicKey => self.problem(Problem::PublicKey),
        }
        Format::Der
    }

    /// The certificates and lists of a store of Windows (`.sst`): elements of a type, an encoding, a length and as many
    /// bytes, each number in four bytes, the least significant first.
    pub(super) fn serialized_store(&mut self, elements: &[u8]) -> Format {
        let before = self.rows.len();
        let mut rest = elements;
        while let ([kind, _, len, ..], _) = rest.as_chunks::<4>()
            && !self.is_full()
        {
            let len = usize::try_from(u32::from_le_bytes(*len)).unwrap_or(usize::MAX);
            let Some((content, after)) = rest[12..].split_at_checked(len) else {
                self.problem(damaged(elements.len() + 8));
                break;
            };
            match u32::from_le_bytes(*kind) {
                0x20 => self.certificate(None, content),
                0x21 => self.crl(None, content.to_vec()),
                // The end, and what is said of what follows.
                _ => {}
            }
            rest = after;
        }
        self.empty_since(before);
        Format::Sst
    }

    fn certificate(&mut self, name: Option<String>, der: &[u8]) {
        let entry = match Certificate::from_der(der) {
            Ok(certificate) => {
                self.misencoded(&[&certificate.subject, &certificate.issuer]);
                Entry::Certificate(Box::new(certificate))
            }
            Err(error) => Entry::Problem(Problem::Malformed(error.to_string())),
        };
        self.add(name, entry);
    }

    fn request(&mut self, der: &[u8]) {
        let entry = match Csr::from_der(der) {
            Ok(request) => {
                self.misencoded(&[&request.subject]);
                Entry::Request(Box::new(request))
            }
            Err(CsrError::Version(found)) => Entry::Problem(Problem::RequestVersion(found)),
            Err(error) => Entry::Problem(Problem::Malformed(error.to_string())),
        };
        self.add(None, entry);
    }

    fn misencoded(&mut self, names: &[&Name]) {
        if names.iter().any(|name| name.is_misencoded()) {
            self.remark(Remark::NameEncoding);
        }
    }

    fn crl(&mut self, name: Option<String>, der: Vec<u8>) {
        self.crls.push((self.rows.len(), der));
        // Until the list is read.
        self.add(name, Entry::Problem(Problem::Damaged(0)));
    }

    /// Reads the lists: the certificates of the file are known by now.
    pub(super) fn lists(&mut self) {
        let crls = core::mem::take(&mut self.crls);
        if crls.is_empty() {
            return;
        }
        let mut certificates = self.known.certificates.to_vec();
        let own = self.rows.iter().filter_map(|row| match &row.entry {
            Entry::Certificate(certificate) => Some(&**certificate),
            _ => None,
        });
        for certificate in own.take(PAIR_LIMIT / crls.len()) {
            if !certificates.contains(certificate) {
                certificates.push(certificate.clone());
            }
        }
        let known = Known {
            certificates: &certificates,
            ..*self.known
        };
        for (row, der) in crls {
            let mut reader = crl_reader(&known);
            let outcome = reader.push(&der).and_then(|()| reader.finish());
            if let Some(row) = self.rows.get_mut(row) {
                row.entry = crl_entry(outcome, &known);
            }
        }
    }

    fn key(&mut self, name: Option<String>, key: Result<PrivateKey, KeyError>, protected: bool) {
        let entry = match key {
            Ok(_) if self.unverified => Entry::Problem(Problem::KeyUnverified),
            Ok(key) => {
                let entry = Entry::Key {
                    key_id: key.id(),
                    bits: key.size().bits(),
                    protected,
                };
                self.keys.push(key);
                entry
            }
            Err(error) => Entry::Problem(Problem::Key(error)),
        };
        self.add(name, entry);
    }

    fn key_in_clear(&mut self, name: Option<String>, key: Result<PrivateKey, KeyError>) {
        self.remark(Remark::KeyInClear);
        self.key(name, key, false);
    }

    fn locked(&mut self, name: Option<String>, locked: Locked) {
        let problem = match locked {
            Locked::Password => Problem::Password,
            Locked::Unsupported(oid) => Problem::Unsupported(oid),
            Locked::Rounds(rounds) => Problem::Rounds(rounds),
            Locked::Damaged => Problem::Malformed("damaged part".to_owned()),
        };
        self.add(name, Entry::Problem(problem));
    }

    fn unusual(&mut self, encoding: bool) {
        if encoding {
            self.remark(Remark::UnusualEncoding);
        }
    }

    fn pkcs7(&mut self, bytes: &[u8]) {
        let before = self.rows.len();
        match SignedData::from_bytes(bytes) {
            Ok(found) => {
                for der in found.certificates {
                    if self.is_full() {
                        return;
                    }
                    self.certificate(None, &der);
                }
                for der in found.crls {
                    if self.is_full() {
                        return;
                    }
                    self.crl(None, der);
                }
                self.empty_since(before);
            }
            Err(error) => self.problem(match error {
                Pkcs7Error::TooLarge => Problem::TooLarge(4 << 20),
                Pkcs7Error::Ber(error) => damaged(error.offset),
                Pkcs7Error::ContentType { oid } => match Foreign::by_content_type(&oid) {
                    Some(foreign) => Problem::Foreign(foreign),
                    None => Problem::Other(oid),
                },
                Pkcs7Error::Malformed { detail } => Problem::Malformed(detail),
            }),
        }
    }

    fn pkcs12(&mut self, bytes: &[u8]) {
        let pfx = match Pfx::from_bytes(bytes) {
            Ok(pfx) => pfx,
            Err(error) => {
                return self.problem(match error {
                    PfxError::TooLarge => Problem::TooLarge(16 << 20),
                    PfxError::Ber(error) => damaged(error.offset),
                    PfxError::Malformed { detail } => Problem::Malformed(detail),
                    PfxError::PublicKeyIntegrity { .. } => Problem::PublicKeyIntegrity,
                });
            }
        };
        self.layout = pfx.layout();
        let passwords = self.known.passwords;
        let opened = pfx.open_within(passwords, &mut self.work);
        self.unverified = !opened.integrity.vouches();
        match opened.integrity {
            Integrity::Absent => self.remark(Remark::NoMac),
            Integrity::Unverified if !passwords.is_empty() => self.remark(Remark::MacUnverified),
            Integrity::Unsupported(oid) => self.remark(Remark::MacUnsupported(oid)),
            Integrity::Rounds(rounds) => self.remark(Remark::MacRounds(rounds)),
            Integrity::KeyLength(len) => self.remark(Remark::MacKeyLength(len)),
            Integrity::Damaged => self.remark(Remark::MacDamaged),
            Integrity::Verified | Integrity::Unverified => {}
        }
        self.unusual(opened.unusual_encoding);
        if pfx.has_weak_encryption() {
            self.remark(Remark::WeakEncryption);
        }
        let before = self.rows.len();
        for item in opened.items {
            if self.is_full() {
                return;
            }
            let name = item.friendly_name;
            match item.value {
                Ok(PfxValue::Certificate(der)) => self.certificate(name, &der),
                Ok(PfxValue::Crl(der)) => self.crl(name, der),
                Ok(PfxValue::Key(pkcs8)) if item.protected => {
                    self.key(name, PrivateKey::from_pkcs8_der(pkcs8), true);
                }
                Ok(PfxValue::Key(pkcs8)) => self.key_in_clear(name, PrivateKey::from_pkcs8_der(pkcs8)),
                Ok(PfxValue::Other(oid)) => self.add(name, Entry::Problem(Problem::Other(oid))),
                Err(locked) => self.locked(name, locked),
            }
        }
        self.empty_since(before);
    }

    pub(super) fn jks(&mut self, bytes: &[u8]) -> Format {
        let store = match Jks::from_bytes(bytes) {
            Ok(store) => store,
            Err(error) => {
                self.problem(match error {
                    JksError::TooLarge => Problem::TooLarge(16 << 20),
                    JksError::NotJks => Problem::Unrecognized,
                    JksError::Jceks => Problem::Jceks,
                    JksError::Damaged { offset } => damaged(offset),
                });
                return Format::Jks;
            }
        };
        let before = self.rows.len();
        let passwords = self.known.passwords;
        let is_open = passwords.iter().any(|password| store.is_intact(password));
        self.unverified = !is_open;
        if self.unverified && !passwords.is_empty() {
            self.remark(Remark::MacUnverified);
        }
        for entry in store.entries {
            if self.is_full() {
                break;
            }
            let name = Some(entry.alias);
            match entry.kind {
                EntryKind::TrustedCertificate(der) => self.certificate(name, &der),
                EntryKind::Key { protected, chain } => {
                    let mut outcome = Err(KeyLocked::Password);
                    for password in passwords {
                        outcome = jks::open_key(&protected, password);
                        if !matches!(outcome, Err(KeyLocked::Password)) {
                            break;
                        }
                    }
                    match outcome {
                        Ok(pkcs8) => self.key(name.clone(), PrivateKey::from_pkcs8_der(pkcs8), true),
                        Err(KeyLocked::Password) if is_open => {
                            self.add(name.clone(), Entry::Problem(Problem::KeyPassword));
                        }
                        Err(KeyLocked::Password) => self.locked(name.clone(), Locked::Password),
                        Err(KeyLocked::Unsupported { oid }) => {
                            self.locked(name.clone(), Locked::Unsupported(oid));
                        }
                        Err(KeyLocked::Damaged) => self.locked(name.clone(), Locked::Damaged),
                    }
                    for der in chain {
                        if self.is_full() {
                            break;
                        }
                        self.certificate(name.clone(), &der);
                    }
                }
            }
        }
        self.unverified = false;
        self.empty_since(before);
        Format::Jks
    }
}

fn damaged(offset: usize) -> Problem {
    Problem::Damaged(u64::try_from(offset).unwrap_or(u64::MAX))
}
