//! A card that does not exist, made on the spot for a person who does not exist, so that the page can be shown
//! without a reader. It is a TEST card, and nobody signed its certificates.

use time::{Duration, OffsetDateTime};

use super::apdu::{Apdu, Instruction, Link, LinkError};
use super::backend::Backend;
use certiroc_pki::der::{
    CONTEXT_0, INTEGER, OCTET_STRING, SEQUENCE, SET, null, octets, oid, sequence, set_of, tlv, unsigned,
};

const BOOLEAN: u8 = 0x01;
const BIT_STRING: u8 = 0x03;
const UTF8_STRING: u8 = 0x0c;
const PRINTABLE_STRING: u8 = 0x13;
const UTC_TIME: u8 = 0x17;
const CONTEXT_1: u8 = 0xa1;
const CONTEXT_3: u8 = 0xa3;
/// The tag that ISO/IEC 7816-15 gives the path of the certificates' directory.
const CERTIFICATES: u8 = 0xa4;
/// An application's template in EF.DIR, its identifier, its label, its path (ISO/IEC 7816-4, section 12.2.3).
const APPLICATION: [u8; 4] = [0x61, 0x4f, 0x50, 0x51];
/// The serial number in EF.SN.ICC, as other cards write a primary account number.
const SERIAL: u8 = 0x5a;

/// That of a CPS3.
const ATR: [u8; 17] = [
    0x3b, 0xac, 0x00, 0x40, 0x2a, 0x00, 0x12, 0x25, 0x00, 0x64, 0x80, 0x00, 0x03, 0x10, 0x00, 0x90, 0x00,
];
/// That of the application of every card of the family, by contact.
const AID: [u8; 13] = [
    0xe8, 0x28, 0xbd, 0x08, 0x0f, 0x80, 0x25, 0x00, 0x00, 0x01, 0xff, 0x00, 0x10,
];
const SERIAL_NUMBER: [u8; 10] = [0x80, 0x25, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00];
const CARD_NUMBER: &str = "8025000001/0000000000";
const LABEL: &str = "CPS3v3-0000000000";

/// The path of the application, after that of the card.
const APPLICATION_PATH: [u8; 4] = [0x3f, 0x00, 0x00, 0x01];
/// The files' identifiers: the first four are fixed, the others ours.
const DIR: [u8; 2] = [0x2f, 0x00];
const SN_ICC: [u8; 2] = [0xd0, 0x03];
const ODF: [u8; 2] = [0x50, 0x31];
const TOKEN_INFO: [u8; 2] = [0x50, 0x32];
const CDF: [u8; 2] = [0x44, 0x01];
const AUTHENTICATION: [u8; 2] = [0x45, 0x01];
const SIGNATURE: [u8; 2] = [0x45, 0x02];

const SHA256_WITH_RSA: &str = "1.2.840.113549.1.1.11";

/// A made-up card.
#[derive(Clone, Copy, Debug)]
pub struct Demonstration {
    /// The time of the demonstration: the middle of its certificates' three years.
    pub at: OffsetDateTime,
}

impl Backend for Demonstration {
    type Link = DemonstrationLink;

    async fn connect(&self) -> Result<DemonstrationLink, LinkError> {
        let in_application = |file: [u8; 2]| [APPLICATION_PATH.as_slice(), &file].concat();
        let path = |file| sequence(&[&octets(&in_application(file))]);
        let listed = |label: &str, id: u8, file| {
            sequence(&[
                &sequence(&[&tlv(UTF8_STRING, &[label.as_bytes()])]),
                &sequence(&[&octets(&[id])]),
                &tlv(CONTEXT_1, &[&sequence(&[&path(file)])]),
            ])
        };
        let [template, identifier, label, path_tag] = APPLICATION;
        let files = vec![
            (
                [[0x3f, 0x00], DIR].concat(),
                tlv(
                    template,
                    &[
                        &tlv(identifier, &[&AID]),
                        &tlv(label, &[b"DEMONSTRATION"]),
                        &tlv(path_tag, &[&APPLICATION_PATH]),
                    ],
                ),
            ),
            ([[0x3f, 0x00], SN_ICC].concat(), tlv(SERIAL, &[&SERIAL_NUMBER])),
            (in_application(ODF), tlv(CERTIFICATES, &[&path(CDF)])),
            (
                in_application(TOKEN_INFO),
                sequence(&[
                    &unsigned(0),
                    &octets(&SERIAL_NUMBER),
                    &tlv(UTF8_STRING, &[b"CertiROC"]),
                    &tlv(0x80, &[LABEL.as_bytes()]),
                    &tlv(BIT_STRING, &[&[0x04, 0x10]]),
                ]),
            ),
            (
                in_application(CDF),
                [
                    listed("Certificat d'Authentification CPS", 1, AUTHENTICATION),
                    listed("Certificat de Signature CPS", 2, SIGNATURE),
                ]
                .concat(),
            ),
            (in_application(AUTHENTICATION), certificate(self.at, true)),
            (in_application(SIGNATURE), certificate(self.at, false)),
        ];
        Ok(DemonstrationLink {
            files,
            selected: None,
        })
    }

    async fn release(&self, _: Option<DemonstrationLink>) {}
}

/// The card's files, by their whole path, and which one is selected.
pub struct DemonstrationLink {
    files: Vec<(Vec<u8>, Vec<u8>)>,
    selected: Option<usize>,
}

impl Link for DemonstrationLink {
    fn atr(&self) -> &[u8] {
        &ATR
    }

    async fn transmit(&mut self, command: &Apdu) -> Result<Vec<u8>, LinkError> {
        const DONE: [u8; 2] = [0x90, 0x00];
        const NOT_FOUND: [u8; 2] = [0x6a, 0x82];
        const PAST_THE_END: [u8; 2] = [0x6b, 0x00];
        let (header, body) = command.bytes().split_at(4);
        let by_path = [Instruction::Select.byte(), 0x09];
        let read = Instruction::ReadBinary.byte();
        match (&header[1..3], body) {
            (form, [len, data @ ..]) if form == by_path => {
                let path = data.get(..usize::from(*len)).unwrap_or_default();
                self.selected = self.files.iter().position(|(name, _)| name == path);
                Ok(self.selected.map_or(NOT_FOUND, |_| DONE).to_vec())
            }
            ([instruction, high], [expected]) if *instruction == read => {
                let content = self.selected.and_then(|index| self.files.get(index));
                let offset = usize::from(*high) << 8 | usize::from(header[3]);
                let Some(rest) = content.and_then(|(_, content)| content.get(offset..)) else {
                    return Ok(PAST_THE_END.to_vec());
                };
                let len = if *expected == 0 {
                    256
                } else {
                    usize::from(*expected)
                };
                Ok([&rest[..len.min(rest.len())], &DONE].concat())
            }
            _ => Ok(NOT_FOUND.to_vec()),
        }
    }
}

/// A certificate like those of such cards, down to the last part of the name with its three attributes, except that the
/// signature is not a real one.
fn certificate(at: OffsetDateTime, authenticates: bool) -> Vec<u8> {
    let begin = at - Duration::days(548);
    let time = |at: OffsetDateTime| {
        let (year, month, day) = at.to_calendar_date();
        let text = format!("{:02}{:02}{day:02}000000Z", year % 100, u8::from(month));
        tlv(UTC_TIME, &[text.as_bytes()])
    };
    let algorithm = sequence(&[&oid(SHA256_WITH_RSA), &null()]);
    let attribute =
        |kind: &str, tag: u8, value: &str| sequence(&[&oid(kind), &tlv(tag, &[value.as_bytes()])]);
    let named = |kind, value| tlv(SET, &[&attribute(kind, UTF8_STRING, value)]);
    let country = tlv(SET, &[&attribute("2.5.4.6", PRINTABLE_STRING, "FR")]);
    let person = set_of(vec![
        attribute("2.5.4.3", UTF8_STRING, "30B0000001/DEMO0001"),
        attribute("2.5.4.4", UTF8_STRING, "DÉMONSTRATION"),
        attribute("2.5.4.42", UTF8_STRING, "CAMILLE"),
    ]);
    let issuer = sequence(&[&country, &named("2.5.4.3", "AC DE DÉMONSTRATION")]);
    let subject = sequence(&[
        &country,
        &named("2.5.4.10", "ÉTABLISSEMENT DE DÉMONSTRATION"),
        &named("2.5.4.11", "10B0000001"),
        &named("2.5.4.12", "Personnel santé ou social"),
        &person,
    ]);
    // As long as a key of 2048 bits, but nobody's key: its factors are not known.
    let modulus: Vec<u8> = (0..=255_u8).map(|byte| byte.wrapping_mul(38) ^ 0x85).collect();
    let key = sequence(&[&tlv(INTEGER, &[&[0], &modulus]), &unsigned(65_537)]);
    let key_info = sequence(&[
        &sequence(&[&oid("1.2.840.113549.1.1.1"), &null()]),
        &tlv(BIT_STRING, &[&[0], &key]),
    ]);
    let extension = |kind: &str, critical: bool, value: &[u8]| {
        let mark = if critical {
            tlv(BOOLEAN, &[&[0xff]])
        } else {
            Vec::new()
        };
        sequence(&[&oid(kind), &mark, &octets(value)])
    };
    // digitalSignature, or contentCommitment; clientAuth, or emailProtection.
    let (usage, purpose): (u8, _) = if authenticates {
        (0x80, "1.3.6.1.5.5.7.3.2")
    } else {
        (0x40, "1.3.6.1.5.5.7.3.4")
    };
    let unused_bits = [usage.trailing_zeros().to_be_bytes()[3], usage];
    let extensions = [
        extension("2.5.29.15", true, &tlv(BIT_STRING, &[&unused_bits])),
        extension("2.5.29.37", false, &sequence(&[&oid(purpose)])),
        extension("1.2.250.1.71.1.2.2", false, &unsigned(2)),
        extension(
            "1.2.250.1.71.1.2.3",
            false,
            &tlv(PRINTABLE_STRING, &[CARD_NUMBER.as_bytes()]),
        ),
        extension("1.2.250.1.71.1.2.5", false, &tlv(OCTET_STRING, &[&[0x80]])),
    ];
    let signed = sequence(&[
        &tlv(CONTEXT_0, &[&unsigned(2)]),
        &unsigned(if authenticates { 1 } else { 2 }),
        &algorithm,
        &issuer,
        &sequence(&[&time(begin), &time(begin + Duration::days(1096))]),
        &subject,
        &key_info,
        &tlv(CONTEXT_3, &[&tlv(SEQUENCE, &[&extensions.concat()])]),
    ]);
    sequence(&[&signed, &algorithm, &tlv(BIT_STRING, &[&[0], &[0; 256]])])
}
