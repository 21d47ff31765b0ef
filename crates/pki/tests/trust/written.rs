//! Certificates and lists written field by field, as no maker of certificates would let one: what a test says of them is
//! what stands in them. Keys are elliptic, since they are made in no time.

use certiroc_pki::crl::{Crl, CrlReader};
use certiroc_pki::x509::Certificate;
use rcgen::{KeyPair, PublicKeyData, SigningKey};
use time::OffsetDateTime;
use time::macros::datetime;

pub const THIS_UPDATE: OffsetDateTime = datetime!(2026-11-01 0:00 UTC);
pub const AT: OffsetDateTime = datetime!(2026-11-02 0:00 UTC);
pub const NEXT_UPDATE: OffsetDateTime = datetime!(2026-11-08 0:00 UTC);
const REVOKED: OffsetDateTime = datetime!(2026-10-31 12:00 UTC);

/// An element in DER of these parts.
pub fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let len = content.len().to_be_bytes();
    let significant = &len[len.iter().take_while(|byte| **byte == 0).count()..];
    let head = match content.len() {
        0..0x80 => vec![tag, byte(content.len())],
        _ => [&[tag, 0x80 | byte(significant.len())][..], significant].concat(),
    };
    [head, content].concat()
}

fn byte(number: usize) -> u8 {
    u8::try_from(number).unwrap()
}

pub fn oid(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u32> = dotted.split('.').map(|arc| arc.parse().unwrap()).collect();
    let mut content = Vec::new();
    for arc in [&[40 * arcs[0] + arcs[1]][..], &arcs[2..]].concat() {
        let mut digits = vec![arc.to_be_bytes()[3] & 0x7f];
        let mut rest = arc >> 7;
        while rest > 0 {
            digits.push(0x80 | rest.to_be_bytes()[3] & 0x7f);
            rest >>= 7;
        }
        content.extend(digits.iter().rev());
    }
    tlv(6, &[&content])
}

/// A relative name: a common name.
pub fn rdn(common_name: &str) -> Vec<u8> {
    tlv(0x30, &[&oid("2.5.4.3"), &tlv(0x0c, &[common_name.as_bytes()])])
}

/// A name of common names alone, from the top, with `/` between them.
pub fn name(path: &str) -> Vec<u8> {
    let rdns: Vec<_> = path.split('/').map(|part| tlv(0x31, &[&rdn(part)])).collect();
    tlv(0x30, &[&rdns.concat()])
}

pub fn time(at: OffsetDateTime) -> Vec<u8> {
    let (year, month, day) = at.to_calendar_date();
    let (hour, minute, second) = at.to_hms();
    let text = format!(
        "{:02}{:02}{day:02}{hour:02}{minute:02}{second:02}Z",
        year - 2000,
        u8::from(month)
    );
    tlv(0x17, &[text.as_bytes()])
}

/// Dotted, critical, the DER of the value.
pub type Ext = (&'static str, bool, Vec<u8>);

fn extension((dotted, critical, value): &Ext) -> Vec<u8> {
    let critical = if *critical { tlv(1, &[&[0xff]]) } else { Vec::new() };
    tlv(0x30, &[&oid(dotted), &critical, &tlv(4, &[value])])
}

fn extensions(tag: u8, list: &[Ext]) -> Vec<u8> {
    if list.is_empty() {
        return Vec::new();
    }
    let list: Vec<_> = list.iter().map(extension).collect();
    tlv(tag, &[&tlv(0x30, &[&list.concat()])])
}

fn sign(content: &[u8], key: &KeyPair) -> Vec<u8> {
    let signature = key.sign(content).unwrap();
    tlv(0x30, &[content, &algorithm(), &tlv(3, &[&[0], &signature])])
}

fn algorithm() -> Vec<u8> {
    tlv(0x30, &[&oid("1.2.840.10045.4.3.2")])
}

pub fn key() -> KeyPair {
    KeyPair::generate().unwrap()
}

/// The key identifier that certificates here have for a key.
pub fn key_id(key: &KeyPair) -> Vec<u8> {
    let info = key.subject_public_key_info();
    info[info.len() - 20..].to_vec()
}

pub fn basic(ca: bool, path_length: Option<u8>) -> Ext {
    let ca = if ca { tlv(1, &[&[0xff]]) } else { Vec::new() };
    let length = path_length.map(|length| tlv(2, &[&[length]])).unwrap_or_default();
    ("2.5.29.19", true, tlv(0x30, &[&ca, &length]))
}

/// `keyCertSign` and `cRLSign`, or one of them.
pub fn usage(certificates: bool, lists: bool) -> Ext {
    let bits = u8::from(certificates) << 2 | u8::from(lists) << 1;
    let unused = u8::try_from(bits.trailing_zeros()).unwrap();
    ("2.5.29.15", true, tlv(3, &[&[unused, bits]]))
}

pub fn subject_key(key: &KeyPair) -> Ext {
    ("2.5.29.14", false, tlv(4, &[&key_id(key)]))
}

pub fn authority_key(key: &KeyPair) -> Ext {
    ("2.5.29.35", false, tlv(0x30, &[&tlv(0x80, &[&key_id(key)])]))
}

pub fn policies(list: &[&str]) -> Ext {
    let list: Vec<_> = list.iter().map(|policy| tlv(0x30, &[&oid(policy)])).collect();
    ("2.5.29.32", false, tlv(0x30, &[&list.concat()]))
}

pub fn mappings(list: &[(&str, &str)]) -> Ext {
    let list: Vec<_> = list
        .iter()
        .map(|(one, other)| tlv(0x30, &[&oid(one), &oid(other)]))
        .collect();
    ("2.5.29.33", true, tlv(0x30, &[&list.concat()]))
}

pub fn policy_constraints(explicit: Option<u8>, mapping: Option<u8>) -> Ext {
    let field = |tag, value: Option<u8>| value.map(|value| tlv(tag, &[&[value]])).unwrap_or_default();
    (
        "2.5.29.36",
        true,
        tlv(0x30, &[&field(0x80, explicit), &field(0x81, mapping)]),
    )
}

pub fn inhibit_any(skip: u8) -> Ext {
    ("2.5.29.54", true, tlv(2, &[&[skip]]))
}

/// A certificate to be: whose, from whom, its number, what else stands in it.
pub struct Written<'a> {
    pub subject: &'a str,
    pub issuer: &'a str,
    pub serial: &'a [u8],
    pub extensions: Vec<Ext>,
}

impl Written<'_> {
    /// Its DER, for a public key, signed.
    pub fn der(&self, public_key_info: &[u8], signer: &KeyPair) -> Vec<u8> {
        let validity = [
            time(datetime!(2026-10-01 0:00 UTC)),
            time(datetime!(2027-10-01 0:00 UTC)),
        ];
        let content = tlv(
            0x30,
            &[
                &tlv(0xa0, &[&tlv(2, &[&[2]])]),
                &tlv(2, &[self.serial]),
                &algorithm(),
                &name(self.issuer),
                &tlv(0x30, &[&validity.concat()]),
                &name(self.subject),
                public_key_info,
                &extensions(0xa3, &self.extensions),
            ],
        );
        sign(&content, signer)
    }

    pub fn sign(&self, key: &KeyPair, signer: &KeyPair) -> Certificate {
        Certificate::from_der(&self.der(&key.subject_public_key_info(), signer)).unwrap()
    }
}

/// An authority, with a key.
pub struct Authority {
    pub name: &'static str,
    pub key: KeyPair,
    pub certificate: Certificate,
}

/// What an authority's certificate has at least.
pub fn of_authority(key: &KeyPair, signer: &KeyPair) -> Vec<Ext> {
    vec![
        basic(true, None),
        usage(true, true),
        subject_key(key),
        authority_key(signer),
    ]
}

impl Authority {
    pub fn root(name: &'static str) -> Self {
        let key = key();
        let written = Written {
            subject: name,
            issuer: name,
            serial: &[1],
            extensions: of_authority(&key, &key),
        };
        Self {
            name,
            certificate: written.sign(&key, &key),
            key,
        }
    }

    /// An authority below this one, with these extensions more; one in place of another of the same kind.
    pub fn below(&self, name: &'static str, serial: &[u8], more: Vec<Ext>) -> Self {
        let key = key();
        let written = Written {
            subject: name,
            issuer: self.name,
            serial,
            extensions: with(of_authority(&key, &self.key), more),
        };
        Self {
            name,
            certificate: written.sign(&key, &self.key),
            key,
        }
    }

    /// A certificate for somebody.
    pub fn issue(&self, subject: &str, serial: &[u8], more: Vec<Ext>) -> Certificate {
        let written = Written {
            subject,
            issuer: self.name,
            serial,
            extensions: with(vec![authority_key(&self.key)], more),
        };
        written.sign(&key(), &self.key)
    }

    /// A list of its own.
    pub fn list(&self) -> List<'_> {
        List {
            issuer: self.name,
            key: &self.key,
            number: 1,
            this_update: THIS_UPDATE,
            next_update: NEXT_UPDATE,
            entries: Vec::new(),
            extensions: vec![authority_key(&self.key)],
        }
    }
}

fn with(mut list: Vec<Ext>, more: Vec<Ext>) -> Vec<Ext> {
    for extension in more {
        list.retain(|(dotted, ..)| *dotted != extension.0);
        list.push(extension);
    }
    list
}

/// A revocation list to be.
#[derive(Clone)]
pub struct List<'a> {
    pub issuer: &'a str,
    pub key: &'a KeyPair,
    pub number: u8,
    pub this_update: OffsetDateTime,
    pub next_update: OffsetDateTime,
    pub entries: Vec<Vec<u8>>,
    pub extensions: Vec<Ext>,
}

pub const KEY_COMPROMISE: u8 = 1;
pub const HOLD: u8 = 6;
pub const REMOVE_FROM_CRL: u8 = 8;

impl List<'_> {
    /// With an entry more.
    pub fn entry(self, serial: &[u8], reason: u8) -> Self {
        self.entry_of(serial, reason, None)
    }

    /// With an entry more, which says whose certificate it is about.
    pub fn entry_of(mut self, serial: &[u8], reason: u8, issuer: Option<&str>) -> Self {
        let mut list = vec![extension(&("2.5.29.21", false, tlv(0x0a, &[&[reason]])))];
        if let Some(issuer) = issuer {
            list.push(extension(&("2.5.29.29", true, tlv(0x30, &[&directory(issuer)]))));
        }
        let entry = [tlv(2, &[serial]), time(REVOKED), tlv(0x30, &[&list.concat()])];
        self.entries.push(tlv(0x30, &[&entry.concat()]));
        self
    }

    /// With an extension more.
    pub fn with(mut self, extension: Ext) -> Self {
        self.extensions.push(extension);
        self
    }

    /// With a scope: the fields of `issuingDistributionPoint`.
    pub fn about(self, fields: &[&[u8]]) -> Self {
        self.with(("2.5.29.28", true, tlv(0x30, fields)))
    }

    /// As a delta list to the one of that number.
    pub fn delta_to(self, base: u8) -> Self {
        self.with(("2.5.29.27", true, tlv(2, &[&[base]])))
    }

    pub fn der(&self) -> Vec<u8> {
        let entries = if self.entries.is_empty() {
            Vec::new()
        } else {
            tlv(0x30, &[&self.entries.concat()])
        };
        let number = ("2.5.29.20", false, tlv(2, &[&[self.number]]));
        let list = [vec![number], self.extensions.clone()].concat();
        let content = tlv(
            0x30,
            &[
                &tlv(2, &[&[1]]),
                &algorithm(),
                &name(self.issuer),
                &time(self.this_update),
                &time(self.next_update),
                &entries,
                &extensions(0xa0, &list),
            ],
        );
        sign(&content, self.key)
    }

    /// As read, with the serial numbers of these certificates wanted.
    pub fn read<'c>(&self, certificates: impl IntoIterator<Item = &'c Certificate>) -> Crl {
        let serials = certificates
            .into_iter()
            .map(|certificate| certificate.serial_number.clone());
        let mut reader = CrlReader::new(serials);
        for piece in self.der().chunks(50) {
            reader.push(piece).unwrap();
        }
        reader.finish().unwrap()
    }
}

/// `directoryName`
pub fn directory(path: &str) -> Vec<u8> {
    tlv(0xa4, &[&name(path)])
}

/// `uniformResourceIdentifier`
pub fn uri(text: &str) -> Vec<u8> {
    tlv(0x86, &[text.as_bytes()])
}

/// The field `distributionPoint`: of full names.
pub fn full(names: &[Vec<u8>]) -> Vec<u8> {
    tlv(0xa0, &[&tlv(0xa0, &[&names.concat()])])
}

/// The field `distributionPoint`: relative to the issuer of the list.
pub fn relative(common_name: &str) -> Vec<u8> {
    tlv(0xa0, &[&tlv(0xa1, &[&rdn(common_name)])])
}

/// Reasons, in a field of this tag: the bits of these numbers.
pub fn reasons(tag: u8, bits: &[u32]) -> Vec<u8> {
    let flags = bits.iter().fold(0u16, |flags, bit| flags | 0x8000 >> bit);
    let unused = u8::try_from(flags.trailing_zeros().min(15)).unwrap();
    let bytes = flags.to_be_bytes();
    match unused {
        0..8 => tlv(tag, &[&[unused], &bytes]),
        _ => tlv(tag, &[&[unused - 8], &bytes[..1]]),
    }
}

/// The field `cRLIssuer`.
pub fn crl_issuer(path: &str) -> Vec<u8> {
    tlv(0xa2, &[&directory(path)])
}

/// `cRLDistributionPoints`: the fields of each.
pub fn points(points: &[&[Vec<u8>]]) -> Ext {
    let points: Vec<_> = points
        .iter()
        .map(|fields| tlv(0x30, &[&fields.concat()]))
        .collect();
    ("2.5.29.31", false, tlv(0x30, &[&points.concat()]))
}
