//! Reads a list in pieces of any size, in memory that does not grow with it.

use core::fmt;
use core::ops::Range;
use std::collections::BTreeSet;
use std::sync::Arc;

use pkcs8::der::asn1::BitStringRef;
use pkcs8::der::{Decode, Reader, SliceReader};
use pkcs8::spki::AlgorithmIdentifierRef;
use ring::digest;
use time::OffsetDateTime;
use x509_parser::extensions::X509Extension;
use x509_parser::prelude::FromDer;
use x509_parser::time::ASN1Time;
use x509_parser::x509::X509Name;

use super::signature::{Hash, SignatureEvidence};
use super::{Crl, CrlEntry, CrlError, CrlSignature, FoundEntry};
use crate::x509::{Algorithm, Extension, GeneralName, Name, general_names, minimal};

/// The most bytes that one part (what comes before the entries, one entry, what comes after) may take. The longest
/// known take a few hundred.
const MAX_PART: usize = 64 * 1024;
/// The most bytes that `certificateIssuer` may take: it is kept beside the entries that were asked for.
const MAX_ISSUER: usize = 4096;
/// How many entries are kept beyond one for each serial number: several issuers may use one number.
const MAX_NAMESAKES: usize = 1000;
/// A list of up to this many bytes is kept whole, so that signatures other than RSA's can be checked.
const MAX_WHOLE: usize = 1024 * 1024;

const BOOLEAN: u8 = 0x01;
const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
const ENUMERATED: u8 = 0x0a;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
/// `[0]`, the extensions of the list.
const EXTENSIONS: u8 = 0xa0;

/// What is wrong with the bytes of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// No revocation list begins like this.
    NotACrl,
    /// An element whose tag is not the one in the definition, or which runs past the end of the one around it.
    Structure,
    /// An element longer than any list needs.
    TooLong,
    /// The bytes end within an element.
    Truncated,
    /// Bytes follow the list.
    TrailingData,
}

/// For the experts, in English.
impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotACrl => "not a CertificateList",
            Self::Structure => "malformed element",
            Self::TooLong => "element too long",
            Self::Truncated => "end of data",
            Self::TrailingData => "trailing data",
        })
    }
}

/// What comes before the entries.
struct Head {
    algorithm: Vec<u8>,
    hash: Option<&'static Hash>,
    issuer: Name,
    this_update: OffsetDateTime,
    next_update: Option<OffsetDateTime>,
    /// What is signed, in bytes from the beginning of the list.
    signed: Range<u64>,
    /// Where the entries end.
    entries_end: u64,
    /// Where the whole list ends.
    end: u64,
}

/// Takes a list piece by piece: [`push`](Self::push) every byte of the file in order, then
/// [`finish`](Self::finish).
pub struct CrlReader {
    /// The numbers in their shortest form.
    wanted: BTreeSet<Vec<u8>>,
    /// What was pushed and has not been read yet, and where it begins.
    buffer: Vec<u8>,
    offset: u64,
    head: Option<Head>,
    context: Option<digest::Context>,
    /// The whole list, for as long as it may be needed.
    whole: Option<Vec<u8>>,
    entries: u64,
    found: Vec<FoundEntry>,
    /// Whose certificates the entries are about, from here on.
    certificate_issuer: Option<Arc<[Name]>>,
    unknown_in_entries: bool,
    indirect_entries: bool,
}

/// Tag, length of the header, length of the content.
struct Header {
    tag: u8,
    len: usize,
    content_len: u64,
}

impl Header {
    /// The header that `bytes` begins with; `None` when more bytes are needed to tell.
    fn read(bytes: &[u8]) -> Result<Option<Self>, Damage> {
        let [tag, first, rest @ ..] = bytes else {
            return Ok(None);
        };
        let (len, content_len) = match first {
            0..=0x7f => (2, u64::from(*first)),
            0x81..=0x84 => {
                let len = usize::from(first & 0x7f);
                let Some(digits) = rest.get(..len) else {
                    return Ok(None);
                };
                let content = digits.iter().fold(0, |sum, digit| sum << 8 | u64::from(*digit));
                (2 + len, content)
            }
            _ => return Err(Damage::Structure),
        };
        Ok(Some(Self {
            tag: *tag,
            len,
            content_len,
        }))
    }

    fn whole_len(&self) -> u64 {
        self.content_len
            .saturating_add(u64::try_from(self.len).unwrap_or(u64::MAX))
    }
}

/// The element that `bytes` begins with, whole: its tag, its content, what follows.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let header = Header::read(bytes).ok()??;
    let len = usize::try_from(header.whole_len()).ok()?;
    let content = bytes.get(header.len..len)?;
    Some((header.tag, content, &bytes[len..]))
}

fn size(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

impl CrlReader {
    /// A reader that will keep the entries of these serial numbers (the content of the INTEGER).
    pub fn new(serial_numbers: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self {
            wanted: shortest(serial_numbers),
            buffer: Vec::new(),
            offset: 0,
            head: None,
            context: None,
            whole: Some(Vec::new()),
            entries: 0,
            found: Vec::new(),
            certificate_issuer: None,
            unknown_in_entries: false,
            indirect_entries: false,
        }
    }

    /// Whether what comes before the entries was read: the bytes are then those of a list.
    pub fn has_begun(&self) -> bool {
        self.head.is_some()
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// What is wrong, and where. Nothing more may be pushed then.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), CrlError> {
        if let Some(whole) = &mut self.whole {
            whole.extend_from_slice(bytes);
        }
        if self.whole.as_ref().is_some_and(|whole| whole.len() > MAX_WHOLE) {
            self.whole = None;
        }
        let pushed = self.offset + size(&self.buffer);
        self.buffer.extend_from_slice(bytes);
        if self.head.is_some() {
            self.hash(pushed, bytes);
        } else {
            self.begin()?;
        }
        self.read_entries()
    }

    fn damaged(&self, at: usize, damage: Damage) -> CrlError {
        CrlError {
            offset: self.offset + u64::try_from(at).unwrap_or(u64::MAX),
            damage,
        }
    }

    /// Hashes the signed part of `bytes`, which begin at `offset`.
    fn hash(&mut self, offset: u64, bytes: &[u8]) {
        if let (Some(context), Some(head)) = (&mut self.context, &self.head) {
            let within = |position: u64| {
                usize::try_from(position.saturating_sub(offset))
                    .unwrap_or(usize::MAX)
                    .min(bytes.len())
            };
            context.update(&bytes[within(head.signed.start)..within(head.signed.end)]);
        }
    }

    /// Reads what comes before the entries, once it has arrived.
    fn begin(&mut self) -> Result<(), CrlError> {
        match read_head(&self.buffer) {
            Ok(Some((head, len))) => {
                self.context = head.hash.map(|hash| digest::Context::new(hash.algorithm));
                if self.context.is_some() {
                    self.whole = None;
                }
                self.head = Some(head);
                let buffer = core::mem::take(&mut self.buffer);
                self.hash(0, &buffer);
                self.buffer = buffer;
                self.drop_read(len);
                Ok(())
            }
            Ok(None) if self.buffer.len() <= MAX_PART => Ok(()),
            Ok(None) => Err(self.damaged(0, Damage::TooLong)),
            Err(damage) => Err(self.damaged(0, damage)),
        }
    }

    fn drop_read(&mut self, len: usize) {
        self.buffer.drain(..len);
        self.offset += u64::try_from(len).unwrap_or(u64::MAX);
    }

    /// Reads every entry that has arrived whole.
    fn read_entries(&mut self) -> Result<(), CrlError> {
        let Some(head) = &self.head else { return Ok(()) };
        let (entries_end, end) = (head.entries_end, head.end);
        let buffer = core::mem::take(&mut self.buffer);
        let mut read = 0;
        let mut left = usize::try_from(entries_end.saturating_sub(self.offset)).unwrap_or(usize::MAX);
        let outcome = loop {
            if left == 0 {
                break Ok(());
            }
            match Header::read(&buffer[read..]) {
                Ok(None) => break Ok(()),
                Err(damage) => break Err(damage),
                Ok(Some(header)) => {
                    let len = usize::try_from(header.whole_len()).unwrap_or(usize::MAX);
                    if header.tag != SEQUENCE || len > left {
                        break Err(Damage::Structure);
                    }
                    if len > MAX_PART {
                        break Err(Damage::TooLong);
                    }
                    let Some(content) = buffer.get(read + header.len..read + len) else {
                        break Ok(());
                    };
                    if self.read_entry(content).is_none() {
                        break Err(Damage::Structure);
                    }
                    if self.found.len() > self.wanted.len().saturating_add(MAX_NAMESAKES) {
                        break Err(Damage::TooLong);
                    }
                    read += len;
                    left -= len;
                }
            }
        };
        self.buffer = buffer;
        outcome.map_err(|damage| self.damaged(read, damage))?;
        self.drop_read(read);
        if self.offset + size(&self.buffer) > end {
            return Err(CrlError {
                offset: end,
                damage: Damage::TrailingData,
            });
        }
        Ok(())
    }

    /// Reads the content of one entry; `None` when it is malformed.
    fn read_entry(&mut self, content: &[u8]) -> Option<()> {
        let (INTEGER, serial, rest) = element(content)? else {
            return None;
        };
        self.entries += 1;
        let (UTC_TIME | GENERALIZED_TIME, _, extensions) = element(rest)? else {
            return None;
        };
        let mut reason = None;
        if !extensions.is_empty() {
            let (SEQUENCE, mut list, []) = element(extensions)? else {
                return None;
            };
            while !list.is_empty() {
                let (SEQUENCE, extension, more) = element(list)? else {
                    return None;
                };
                self.read_entry_extension(extension, &mut reason)?;
                list = more;
            }
        }
        if self.wanted.contains(minimal(serial)) {
            let (_, revoked) = ASN1Time::from_der(rest).ok()?;
            self.found.push(FoundEntry {
                entry: CrlEntry {
                    serial_number: serial.to_vec(),
                    revoked: revoked.to_datetime(),
                    reason,
                },
                certificate_issuer: self.certificate_issuer.clone(),
            });
        }
        Some(())
    }

    /// Notes what the extension says; `None` when it is malformed.
    fn read_entry_extension(&mut self, content: &[u8], reason: &mut Option<u8>) -> Option<()> {
        const REASON: &[u8] = b"\x55\x1d\x15";
        const INVALIDITY_DATE: &[u8] = b"\x55\x1d\x18";
        const CERTIFICATE_ISSUER: &[u8] = b"\x55\x1d\x1d";
        let (OBJECT_IDENTIFIER, oid, rest) = element(content)? else {
            return None;
        };
        let (critical, rest) = match element(rest)? {
            (BOOLEAN, value, rest) => (value != [0], rest),
            _ => (false, rest),
        };
        let (OCTET_STRING, value, []) = element(rest)? else {
            return None;
        };
        match oid {
            REASON => {
                let (ENUMERATED, [code], []) = element(value)? else {
                    return None;
                };
                *reason = Some(*code);
            }
            INVALIDITY_DATE => {}
            CERTIFICATE_ISSUER => {
                self.indirect_entries = true;
                self.certificate_issuer = Some(directory_names(value)?);
            }
            _ => self.unknown_in_entries |= critical,
        }
        Some(())
    }

    /// Ends the reading: the file has no more bytes.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn finish(mut self) -> Result<Crl, CrlError> {
        let truncated = CrlError {
            offset: self.offset + size(&self.buffer),
            damage: Damage::Truncated,
        };
        let Some(head) = self.head.take() else {
            return Err(truncated);
        };
        if truncated.offset < head.end {
            return Err(truncated);
        }
        let malformed = self.damaged(0, Damage::Structure);
        let (extensions, algorithm, signature) =
            read_tail(&self.buffer, &head, self.offset).ok_or(malformed)?;
        let evidence = match (self.context, head.hash, self.whole) {
            (Some(context), Some(hash), _) => SignatureEvidence::Hashed {
                hash: context.finish().as_ref().to_vec(),
                prefix: hash.prefix,
                signature,
            },
            (_, _, Some(whole)) => SignatureEvidence::Whole(whole),
            _ => SignatureEvidence::Lost,
        };
        let outer = AlgorithmIdentifierRef::from_der(algorithm).map_err(|_| malformed)?;
        Ok(Crl {
            issuer: head.issuer,
            signature_algorithm: Algorithm::of_signature(&outer),
            algorithms_agree: head.algorithm == algorithm,
            this_update: head.this_update,
            next_update: head.next_update,
            entries: self.entries,
            found: self.found,
            unknown_in_entries: self.unknown_in_entries,
            indirect_entries: self.indirect_entries,
            extensions,
            signature: CrlSignature(evidence),
        })
    }
}

/// (`BTreeSet::from_iter` would sort them.)
fn shortest(serial_numbers: impl IntoIterator<Item = Vec<u8>>) -> BTreeSet<Vec<u8>> {
    let mut set = BTreeSet::new();
    for number in serial_numbers {
        set.insert(minimal(&number).to_vec());
    }
    set
}

/// The directory names among the `GeneralNames` of `certificateIssuer`.
fn directory_names(value: &[u8]) -> Option<Arc<[Name]>> {
    let (SEQUENCE, names, []) = element(value)? else {
        return None;
    };
    if names.len() > MAX_ISSUER {
        return None;
    }
    let names = general_names(names)?.into_iter();
    let directory = names.filter_map(|name| match name {
        GeneralName::Directory(name) => Some(name),
        _ => None,
    });
    Some(directory.collect::<Vec<_>>().into())
}

/// Reads up to the entries and returns the number of bytes read; `None` if more bytes are needed.
fn read_head(bytes: &[u8]) -> Result<Option<(Head, usize)>, Damage> {
    let frame = |at: usize| match Header::read(&bytes[at..])? {
        Some(header) if header.tag == SEQUENCE => Ok(Some(header)),
        Some(_) => Err(Damage::NotACrl),
        None => Ok(None),
    };
    let Some(outer) = frame(0)? else { return Ok(None) };
    let start = outer.len;
    let Some(signed) = frame(start)? else {
        return Ok(None);
    };
    let position = |at: usize| u64::try_from(at).unwrap_or(u64::MAX);
    let signed_end = position(start).saturating_add(signed.whole_len());
    if signed_end > outer.whole_len() {
        return Err(Damage::Structure);
    }
    let mut at = start + signed.len;
    // version, signature, issuer, thisUpdate, nextUpdate: in this order, the first and the last optional.
    let mut parts: Vec<(u8, Range<usize>)> = Vec::new();
    let entries_end = loop {
        if position(at) == signed_end {
            break position(at);
        }
        let Some(header) = Header::read(&bytes[at..])? else {
            return Ok(None);
        };
        let expected = parts.iter().filter(|(tag, _)| *tag != INTEGER).count();
        match (expected, header.tag) {
            (0, INTEGER) if parts.is_empty() => {}
            (0 | 1, SEQUENCE) | (2 | 3, UTC_TIME | GENERALIZED_TIME) => {}
            (3 | 4, SEQUENCE) => {
                at += header.len;
                break position(at).saturating_add(header.content_len);
            }
            (3 | 4, EXTENSIONS) => break position(at),
            _ => return Err(Damage::NotACrl),
        }
        let len = usize::try_from(header.whole_len()).unwrap_or(usize::MAX);
        if len > MAX_PART {
            return Err(Damage::TooLong);
        }
        if at + len > bytes.len() {
            return Ok(None);
        }
        parts.push((header.tag, at..at + len));
        at += len;
    };
    if entries_end > signed_end {
        return Err(Damage::Structure);
    }
    let mut parts = parts
        .into_iter()
        .filter(|(tag, _)| *tag != INTEGER)
        .map(|(_, range)| &bytes[range]);
    let mut next = || parts.next().ok_or(Damage::NotACrl);
    let algorithm = next()?;
    let oid = AlgorithmIdentifierRef::from_der(algorithm)
        .map_err(|_| Damage::NotACrl)?
        .oid;
    let (_, issuer) = X509Name::from_der(next()?).map_err(|_| Damage::NotACrl)?;
    let time = |der| {
        ASN1Time::from_der(der)
            .map(|(_, time)| time.to_datetime())
            .map_err(|_| Damage::NotACrl)
    };
    let this_update = time(next()?)?;
    let next_update = next().ok().map(time).transpose()?;
    let head = Head {
        algorithm: algorithm.to_vec(),
        hash: Hash::of(oid),
        issuer: Name::read(&issuer),
        this_update,
        next_update,
        signed: position(start)..signed_end,
        entries_end,
        end: outer.whole_len(),
    };
    Ok(Some((head, at)))
}

/// Reads what follows the entries: the extensions, the DER of the algorithm, the signature.
fn read_tail<'a>(bytes: &'a [u8], head: &Head, offset: u64) -> Option<(Vec<Extension>, &'a [u8], Vec<u8>)> {
    let signed_left = usize::try_from(head.signed.end.checked_sub(offset)?).ok()?;
    let (signed, rest) = bytes.split_at_checked(signed_left)?;
    let mut extensions = Vec::new();
    if !signed.is_empty() {
        let (EXTENSIONS, list, []) = element(signed)? else {
            return None;
        };
        let (SEQUENCE, mut list, []) = element(list)? else {
            return None;
        };
        while !list.is_empty() {
            let (rest, extension) = X509Extension::from_der(list).ok()?;
            extensions.push(Extension::read(&extension));
            list = rest;
        }
    }
    let mut reader = SliceReader::new(rest).ok()?;
    let algorithm = reader.tlv_bytes().ok()?;
    let signature = BitStringRef::decode(&mut reader).ok()?;
    reader
        .is_finished()
        .then(|| Some((extensions, algorithm, signature.as_bytes()?.to_vec())))?
}
