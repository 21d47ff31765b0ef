//! Files read whole: everything but large revocation lists.

use pkcs8::der::asn1::AnyRef;
use pkcs8::der::{Decode, Reader, SliceReader};
use zeroize::Zeroizing;

use super::revocation::{crl_entry, crl_reader};
use super::shape::Shape;
use super::{Entry, Format, Known, Problem, Remark, Report, Row, Taken};
use crate::ber;
use crate::csr::Csr;
use crate::jks::{self, EntryKind, Jks, JksError, KeyLocked};
use crate::key::{KeyError, PrivateKey};
use crate::pem;
use crate::pkcs7::{Pkcs7Error, SignedData};
use crate::pkcs12::{self, Integrity, Locked, Pfx, PfxError, PfxValue};
use crate::x509::Certificate;

/// The largest file read whole, in bytes: the containers' own limit, and a third more for base64.
pub const FILE_LIMIT: usize = 24 * 1024 * 1024;

/// `id-ecPublicKey` (RFC 5480): the algorithm of an EC key in PKCS #8.
const EC_PUBLIC_KEY: &str = "1.2.840.10045.2.1";
/// How a block of PEM begins.
const BEGIN: &[u8] = b"-----BEGIN ";
/// How many things in one file are reported. A store of every authority that Java or Windows trusts has a few hundred.
const ROW_LIMIT: u32 = 1000;
/// How many times a list in the file may be checked against a certificate in the file.
const PAIR_LIMIT: usize = 16 * 1024;

/// Reads a file whole, whatever it is.
pub fn read(bytes: &[u8], known: &Known<'_>) -> Taken {
    let mut reading = Reading::new(known);
    let format = reading.file(bytes);
    reading.lists();
    Taken {
        report: Report {
            format,
            rows: reading.rows,
            remarks: reading.remarks,
            layout: reading.layout,
        },
        keys: reading.keys,
    }
}

struct Reading<'a> {
    known: &'a Known<'a>,
    rows: Vec<Row>,
    /// The lists, which are read once the certificates beside them are known: the row, and the DER.
    crls: Vec<(usize, Vec<u8>)>,
    remarks: Vec<Remark>,
    layout: Vec<pkcs12::Part>,
    keys: Vec<PrivateKey>,
    /// Whether the file, or the container in it that is read, has a MAC that was not verified: no key is taken from it.
    unverified: bool,
    /// How many rounds may still be run to try passwords, whatever they protect.
    work: u64,
}

impl<'a> Reading<'a> {
    fn new(known: &'a Known<'a>) -> Self {
        Self {
            known,
            rows: Vec::new(),
            crls: Vec::new(),
            remarks: Vec::new(),
            layout: Vec::new(),
            keys: Vec::new(),
            unverified: false,
            work: pkcs12::MAX_WORK,
        }
    }

    fn add(&mut self, name: Option<String>, entry: Entry) {
        self.rows.push(Row { name, entry });
    }

    fn remark(&mut self, remark: Remark) {
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// Whether no more can be reported; if so, adds the remark that says so.
    fn is_full(&mut self) -> bool {
        let full = self.rows.len() >= usize::try_from(ROW_LIMIT).unwrap_or(usize::MAX);
        if full {
            self.remark(Remark::TooMany(ROW_LIMIT));
        }
        full
    }

    /// Reports that there is nothing in a part of the file, if it added no row to the `before` that there were.
    fn empty_since(&mut self, before: usize) {
        if self.rows.len() == before {
            self.problem(Problem::Empty);
        }
    }

    fn problem(&mut self, problem: Problem) {
        self.add(None, Entry::Problem(problem));
    }

    fn file(&mut self, bytes: &[u8]) -> Format {
        if bytes.len() > FILE_LIMIT {
            self.problem(Problem::TooLarge(u64::try_from(FILE_LIMIT).unwrap_or(u64::MAX)));
            return Format::Unknown;
        }
        let text = utf8(bytes);
        let text = text.trim_ascii();
        let is_pem = || text.windows(BEGIN.len()).any(|window| window == BEGIN);
        match bytes {
            [0xfe, 0xed, 0xfe, 0xed, ..] | [0xce, 0xce, 0xce, 0xce, ..] => self.jks(bytes),
            // A text may begin with the digit 0, which is also 0x30. A file with PEM in it is longer than 127 bytes,
            // so that its length takes several.
            [0x30, len, ..] if !(0x80..=0x88).contains(len) && is_pem() => self.pem(text),
            [0x30, ..] => self.element(None, bytes, Format::Der),
            _ if text.is_empty() => self.unknown(Problem::Empty),
            // A ZIP archive: its first member, or its end where it is empty (APPNOTE 6.3.10, section 4.3).
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => self.unknown(Problem::Archive),
            _ if is_pem() => self.pem(text),
            _ if text.first() == Some(&b'<')
                && (contains(text, b"<html") || contains(text, b"<!doctype")) =>
            {
                self.unknown(Problem::Html)
            }
            _ => match bare_base64(text) {
                Some(der) => self.element(None, &der, Format::Pem),
                None => self.unknown(Problem::Unrecognized),
            },
        }
    }

    fn unknown(&mut self, problem: Problem) -> Format {
        self.problem(problem);
        Format::Unknown
    }

    /// Every block of a PEM text, each on its own, so that a damaged one does not hide the others.
    fn pem(&mut self, text: &[u8]) -> Format {
        for block in blocks(text) {
            if self.is_full() {
                break;
            }
            if contains(block, b"Proc-Type: 4,ENCRYPTED") {
                self.problem(Problem::OldPemEncryption);
                continue;
            }
            match pem::decode(block).and_then(|mut blocks| blocks.pop()) {
                Some(block) => self.block(&block.label, &Zeroizing::new(block.der)),
                None => self.problem(Problem::Pem),
            }
        }
        self.empty_since(0);
        Format::Pem
    }

    fn block(&mut self, label: &str, der: &[u8]) {
        match label {
            "CERTIFICATE" | "X509 CERTIFICATE" => self.certificate(None, der),
            // OpenSSL's own: the certificate, followed by what it is trusted for.
            "TRUSTED CERTIFICATE" => self.certificate(None, first_element(der)),
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => self.request(der),
            "X509 CRL" => self.crl(None, der.to_vec()),
            // Only the object identifier of a curve, beside its key.
            "EC PARAMETERS" | "DH PARAMETERS" => {}
            "PKCS7"
            | "CMS"
            | "PRIVATE KEY"
            | "ENCRYPTED PRIVATE KEY"
            | "RSA PRIVATE KEY"
            | "EC PRIVATE KEY"
            | "PUBLIC KEY"
            | "RSA PUBLIC KEY"
            | "PKCS12" => {
                self.element(None, der, Format::Pem);
            }
            label => self.problem(Problem::PemLabel(label.to_owned())),
        }
    }

    /// Reads one element of DER or BER. Returns what the file is if that is all it holds.
    fn element(&mut self, name: Option<String>, bytes: &[u8], format: Format) -> Format {
        let der = match ber::to_der(bytes) {
            Ok(der) => Zeroizing::new(der),
            Err(error) => {
                self.problem(damaged(error.offset));
                return format;
            }
        };
        match Shape::of(&der) {
            None => self.problem(Problem::Unrecognized),
            // Unconverted: whether it is DER is for the reader to say.
            Some(Shape::Certificate) => self.certificate(name, bytes),
            Some(Shape::Request) => self.request(bytes),
            Some(Shape::Crl) => self.crl(name, bytes.to_vec()),
            Some(Shape::ContentInfo) => {
                self.pkcs7(bytes);
                return Format::Pkcs7;
            }
            Some(Shape::Pfx) => {
                self.pkcs12(bytes);
                self.unverified = false;
                return Format::Pkcs12;
            }
            Some(Shape::Pkcs8) => self.key_in_clear(name, PrivateKey::from_pkcs8_der(der)),
            Some(Shape::Pkcs1) => self.key_in_clear(name, PrivateKey::from_pkcs1_der(&der)),
            Some(Shape::EncryptedPkcs8) => {
                match pkcs12::open_key(&der, self.known.passwords, &mut self.work) {
                    Ok(opened) => {
                        self.unusual(opened.unusual_encoding);
                        self.key(name, PrivateKey::from_pkcs8_der(opened.pkcs8), true);
                    }
                    Err(locked) => self.locked(name, locked),
                }
            }
            Some(Shape::Sec1) => {
                let oid = EC_PUBLIC_KEY.to_owned();
                self.key_in_clear(name, Err(KeyError::NotRsa { oid }));
            }
            Some(Shape::PublicKey) => self.problem(Problem::PublicKey),
        }
        format
    }

    fn certificate(&mut self, name: Option<String>, der: &[u8]) {
        let entry = match Certificate::from_der(der) {
            Ok(certificate) => Entry::Certificate(Box::new(certificate)),
            Err(error) => Entry::Problem(Problem::Malformed(error.to_string())),
        };
        self.add(name, entry);
    }

    fn request(&mut self, der: &[u8]) {
        let entry = match Csr::from_der(der) {
            Ok(request) => Entry::Request(Box::new(request)),
            Err(error) => Entry::Problem(Problem::Malformed(error.to_string())),
        };
        self.add(None, entry);
    }

    fn crl(&mut self, name: Option<String>, der: Vec<u8>) {
        self.crls.push((self.rows.len(), der));
        self.add(name, Entry::Problem(Problem::Unrecognized));
    }

    /// Reads the lists: the certificates of the file are known by now.
    fn lists(&mut self) {
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
                Pkcs7Error::ContentType { oid } => Problem::Other(oid),
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

    fn jks(&mut self, bytes: &[u8]) -> Format {
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
        self.empty_since(0);
        Format::Jks
    }
}

fn damaged(offset: usize) -> Problem {
    Problem::Damaged(u64::try_from(offset).unwrap_or(u64::MAX))
}

/// The text of a file; UTF-16 with its mark, which Windows PowerShell writes when it redirects output, becomes UTF-8.
pub fn utf8(bytes: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    let decode = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (units, _) = rest.as_chunks();
        let units: Vec<_> = units.iter().copied().map(unit).collect();
        String::from_utf16_lossy(&units).into_bytes().into()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => decode(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => decode(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => rest.into(),
        _ => bytes.into(),
    }
}

/// Each block of a PEM text, from its first line to its last, or to the next block if its last line is missing.
fn blocks(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let begins = |text: &[u8], from: usize| {
        let rest = text.get(from..)?;
        rest.windows(BEGIN.len())
            .position(|window| window == BEGIN)
            .map(|at| from + at)
    };
    let mut at = begins(text, 0);
    core::iter::from_fn(move || {
        let start = at?;
        at = begins(text, start + BEGIN.len());
        text.get(start..at.unwrap_or(text.len()))
    })
}

/// DER in base64 without the lines of PEM around it, as some mails and consoles give it.
fn bare_base64(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=\r\n \t".contains(byte);
    if !text.starts_with(b"MI") || !text.iter().all(is_base64) {
        return None;
    }
    let framed = [b"-----BEGIN X-----\n", text, b"\n-----END X-----\n"].concat();
    let block = pem::decode(&framed)?.pop()?;
    Some(Zeroizing::new(block.der))
}

/// The first element of `bytes`, or all of them if there is none.
fn first_element(bytes: &[u8]) -> &[u8] {
    let len = || {
        let mut reader = SliceReader::new(bytes)?;
        AnyRef::decode(&mut reader)?;
        usize::try_from(reader.position())
    };
    len().ok().and_then(|len| bytes.get(..len)).unwrap_or(bytes)
}

/// Whether `text` holds `pattern`, in any case.
fn contains(text: &[u8], pattern: &[u8]) -> bool {
    text.windows(pattern.len())
        .any(|window| window.eq_ignore_ascii_case(pattern))
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;

    #[test]
    fn the_rounds_of_all_that_a_file_holds_are_counted_together() {
        let file = include_bytes!("../../../../tests/fuzz/seeds/pbes2.p12");
        let text = pem::encode("PKCS12", file).repeat(3);
        let known = Known {
            passwords: &["autre"],
            certificates: &[],
            serial_numbers: &[],
            at: OffsetDateTime::UNIX_EPOCH,
        };
        let cost = Pfx::from_bytes(file).unwrap().rounds();
        let problems = |work| {
            let mut reading = Reading::new(&known);
            reading.work = work;
            reading.file(text.as_bytes());
            let rows = reading.rows.into_iter().map(|row| row.entry);
            rows.collect::<Vec<_>>()
        };
        let wrong = Entry::Problem(Problem::Password);
        let refused = Entry::Problem(Problem::Rounds(1));
        let all = problems(3 * cost);
        assert!(
            all.len() > 3 && all.iter().all(|entry| *entry == wrong),
            "{all:?}"
        );
        let some = problems(3 * cost - 1);
        assert_eq!((some.len(), some.last()), (all.len(), Some(&refused)));
        assert!(
            some[..some.len() - 1].iter().all(|entry| *entry == wrong),
            "{some:?}"
        );
    }
}
