//! Made-up certificates like those of CPx cards, in hand-written DER, since rcgen cannot write an RDN of several
//! attributes. Their signatures are not valid: signatures are tested on real certificates.

use certiroc_pki::x509::Certificate;
use certiroc_smartcard::reading::Held;
use pkcs8::der::asn1::ObjectIdentifier;
use pkcs8::der::{Any, Encode, Tag};
use time::OffsetDateTime;
use time::macros::datetime;

/// Three years, to the second.
pub const FROM: OffsetDateTime = datetime!(2025-03-03 9:30 UTC);
pub const TO: OffsetDateTime = datetime!(2028-03-03 9:30 UTC);
/// Within them.
pub const AT: OffsetDateTime = datetime!(2026-11-25 8:00 UTC);

pub const KIND: &str = "1.2.250.1.71.1.2.2";
pub const NUMBER: &str = "1.2.250.1.71.1.2.3";
pub const CATEGORY: &str = "1.2.250.1.71.1.2.5";
pub const PROFESSION: &str = "1.2.250.1.71.1.2.7";
pub const RESPONSIBILITY: &str = "1.2.250.1.71.1.2.12";
pub const KEY_USAGE: &str = "2.5.29.15";
pub const PURPOSES: &str = "2.5.29.37";
pub const ALTERNATIVE_NAME: &str = "2.5.29.17";

pub const COMMON_NAME: &str = "2.5.4.3";
pub const SURNAME: &str = "2.5.4.4";
pub const STATE: &str = "2.5.4.8";
pub const ORGANIZATION: &str = "2.5.4.10";
pub const UNIT: &str = "2.5.4.11";
pub const TITLE: &str = "2.5.4.12";
pub const GIVEN_NAME: &str = "2.5.4.42";
pub const PSEUDONYM: &str = "2.5.4.65";

/// The number of every card that has no other.
pub const CARD: &str = "8025000001/2600301752";

/// What a certificate is made of.
#[derive(Clone, Debug)]
pub struct Made {
    /// The RDNs, each of its attributes: types and values.
    pub subject: Vec<Vec<(&'static str, String)>>,
    /// The extensions: types, and the DER of their values.
    pub extensions: Vec<(&'static str, Vec<u8>)>,
    /// The common name of the issuer.
    pub issuer: &'static str,
    pub from: OffsetDateTime,
    pub to: OffsetDateTime,
}

pub fn tlv(tag: Tag, parts: &[Vec<u8>]) -> Vec<u8> {
    Any::new(tag, parts.concat()).unwrap().to_der().unwrap()
}

pub fn printable(text: &str) -> Vec<u8> {
    tlv(Tag::PrintableString, &[text.into()])
}

pub fn integer(number: u32) -> Vec<u8> {
    number.to_der().unwrap()
}

fn oid(dotted: &str) -> Vec<u8> {
    ObjectIdentifier::new(dotted).unwrap().to_der().unwrap()
}

fn name(rdns: &[Vec<(&str, String)>]) -> Vec<u8> {
    let attribute = |(kind, value): &(&str, String)| {
        let value = tlv(Tag::Utf8String, &[value.clone().into_bytes()]);
        tlv(Tag::Sequence, &[oid(kind), value])
    };
    let rdn = |attributes: &Vec<(&str, String)>| {
        let mut attributes: Vec<_> = attributes.iter().map(attribute).collect();
        attributes.sort();
        tlv(Tag::Set, &attributes)
    };
    tlv(Tag::Sequence, &rdns.iter().map(rdn).collect::<Vec<_>>())
}

fn context(number: u8, content: Vec<u8>) -> Vec<u8> {
    let tag = Tag::ContextSpecific {
        constructed: true,
        number: pkcs8::der::TagNumber(number.into()),
    };
    tlv(tag, &[content])
}

fn instant(at: OffsetDateTime) -> Vec<u8> {
    let text = format!(
        "{:02}{:02}{:02}{:02}{:02}{:02}Z",
        at.year() % 100,
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    );
    tlv(Tag::UtcTime, &[text.into_bytes()])
}

impl Made {
    /// A certificate for authentication: the code of the kind, and the RDNs after the country.
    fn new(kind: u32, subject: &[&[(&'static str, &str)]]) -> Self {
        let rdn = |attributes: &&[(&'static str, &str)]| {
            let owned = attributes
                .iter()
                .map(|(kind, value)| (*kind, (*value).to_owned()));
            owned.collect()
        };
        let purposes = [oid("1.3.6.1.5.5.7.3.2"), oid("1.3.6.1.4.1.311.20.2.2")];
        Self {
            subject: subject.iter().map(rdn).collect(),
            extensions: vec![
                (KEY_USAGE, vec![3, 2, 7, 0x80]),
                (PURPOSES, tlv(Tag::Sequence, &purposes)),
                (CATEGORY, vec![4, 1, 0]),
                (KIND, integer(kind)),
                (NUMBER, printable(CARD)),
            ],
            issuer: "AC IGC-SANTE STANDARD PERSONNES",
            from: FROM,
            to: TO,
        }
    }

    /// A physician's.
    pub fn cps() -> Self {
        Self::new(
            0,
            &[
                &[(TITLE, "Médecin")],
                &[
                    (GIVEN_NAME, "JEANNE"),
                    (COMMON_NAME, "810000000001"),
                    (SURNAME, "L'ÉTÉ"),
                ],
            ],
        )
        .with(PROFESSION, integer(10))
    }

    /// A student's.
    pub fn cpf() -> Self {
        Self {
            extensions: Self::cps().with(KIND, integer(1)).extensions,
            ..Self::cps()
        }
    }

    /// A CDE or a CPE of FINESS 210780581, nominative.
    pub fn establishment() -> Self {
        Self::new(
            2,
            &[
                &[(STATE, "Côte-d'Or (21)")],
                &[(ORGANIZATION, "HÔPITAL L'ÉTÉ À BEAUNE")],
                &[(UNIT, "1210780581")],
                &[(TITLE, "Personnel santé ou social")],
                &[
                    (GIVEN_NAME, "CHARLES"),
                    (COMMON_NAME, "3210780581/DIR0001"),
                    (SURNAME, "DUPONT"),
                ],
            ],
        )
    }

    /// A CPE of service.
    pub fn service() -> Self {
        let mut made = Self::establishment();
        made.subject.truncate(3);
        made.subject.extend([
            vec![(TITLE, "Carte de service santé ou social".into())],
            vec![(PSEUDONYM, "EMPLOYE000000018".into())],
            vec![(COMMON_NAME, "3210780581/000000018".into())],
        ]);
        made
    }

    /// A CDA or a CPA.
    pub fn authorised() -> Self {
        Self::establishment().with(KIND, integer(3))
    }

    /// The same with an extension in place of the one of its type.
    #[must_use]
    pub fn with(self, oid: &'static str, value: Vec<u8>) -> Self {
        let mut made = self.without(oid);
        made.extensions.push((oid, value));
        made
    }

    /// The same without the extensions of a type.
    #[must_use]
    pub fn without(mut self, oid: &str) -> Self {
        self.extensions.retain(|(held, _)| *held != oid);
        self
    }

    /// The same card's certificate for signature.
    #[must_use]
    pub fn signature(self) -> Self {
        self.with(KEY_USAGE, vec![3, 2, 6, 0x40])
            .with(PURPOSES, tlv(Tag::Sequence, &[oid("1.3.6.1.5.5.7.3.4")]))
    }

    /// The same, with another value for the attributes of a type.
    #[must_use]
    pub fn named(mut self, oid: &str, value: &str) -> Self {
        for (held, text) in self.subject.iter_mut().flatten() {
            if *held == oid {
                value.clone_into(text);
            }
        }
        self
    }

    pub fn der(&self) -> Vec<u8> {
        // sha256WithRSAEncryption
        let algorithm = tlv(
            Tag::Sequence,
            &[oid("1.2.840.113549.1.1.11"), tlv(Tag::Null, &[])],
        );
        let country = vec![("2.5.4.6", "FR".to_owned())];
        let unit = |value: &str| vec![(UNIT, value.to_owned())];
        let extension = |(kind, value): &(&str, Vec<u8>)| {
            let value = tlv(Tag::OctetString, std::slice::from_ref(value));
            tlv(Tag::Sequence, &[oid(kind), value])
        };
        let extensions: Vec<_> = self.extensions.iter().map(extension).collect();
        let key = tlv(
            Tag::Sequence,
            &[
                tlv(
                    Tag::Sequence,
                    &[oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")],
                ),
                tlv(Tag::BitString, &[vec![0, 4], vec![7; 64]]),
            ],
        );
        let content = tlv(
            Tag::Sequence,
            &[
                context(0, integer(2)),
                integer(1),
                algorithm.clone(),
                name(&[
                    country.clone(),
                    unit("0002 187512751"),
                    vec![(COMMON_NAME, self.issuer.to_owned())],
                ]),
                tlv(Tag::Sequence, &[instant(self.from), instant(self.to)]),
                name(&[vec![country], self.subject.clone()].concat()),
                key,
                context(3, tlv(Tag::Sequence, &extensions)),
            ],
        );
        let signature = tlv(Tag::BitString, &[vec![0], vec![1; 256]]);
        tlv(Tag::Sequence, &[content, algorithm, signature])
    }

    pub fn certificate(&self) -> Certificate {
        Certificate::from_der(&self.der()).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As it lies on a card.
    pub fn held(&self, label: &str) -> Held {
        Held {
            label: label.into(),
            der: self.der(),
        }
    }
}
