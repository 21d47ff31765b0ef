//! The people, and the certificates of their cards, in DER (RFC 5280), under authorities that nobody trusts.
//!
//! The names of the subjects and the extensions are written as IGC-Santé writes them. The authorities are called
//! fictitious in their own names. The titles of the cards of directors and of authorised staff are made up: no such
//! certificate was seen.

use std::sync::LazyLock;

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rsa::pkcs8::EncodePrivateKey;
use time::macros::format_description;
use time::{Duration, OffsetDateTime};

use crate::der::{bits, octets, oid, printable, sequence, set, tlv, unsigned, utf8};
use crate::profile::{Generation, Kind, Profile};

/// A certificate and what the card calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The label in the directory of certificates.
    pub label: String,
    /// The certificate.
    pub der: Vec<u8>,
}

/// Who issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// For the cards of professionals.
    Strong,
    /// For the cards of staff.
    Standard,
}

/// What a certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Usage {
    Authentication,
    Signature,
    /// Of the side without contact.
    Technical,
}

/// Bytes that depend on a seed alone: SHA-256 of the seed and a counter. Made for tests, and for nothing else.
struct Seeded {
    seed: String,
    counter: u64,
}

impl Seeded {
    fn new(seed: &str) -> Self {
        Self {
            seed: seed.to_owned(),
            counter: 0,
        }
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let block = digest(&SHA256, format!("{}/{}", self.seed, self.counter).as_bytes());
            self.counter += 1;
            chunk.copy_from_slice(&block.as_ref()[..chunk.len()]);
        }
    }
}

impl rand_core::TryRng for Seeded {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        self.fill(bytes);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Seeded {}

/// The key of every authority: one, always the same, since to make one takes a second.
static KEY: LazyLock<RsaKeyPair> = LazyLock::new(|| {
    let key = rsa::PrivateKey::new(&mut Seeded::new("fictitious authority"), 2048).expect("a key");
    let pkcs8 = key.to_pkcs8_der().expect("PKCS #8");
    RsaKeyPair::from_pkcs8(pkcs8.as_bytes()).expect("a key that ring takes")
});

/// Signs what is to be signed, and puts the three parts together.
fn signed(tbs: &[u8]) -> Vec<u8> {
    let mut signature = vec![0; KEY.public().modulus_len()];
    KEY.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), tbs, &mut signature)
        .expect("a signature");
    sequence(&[tbs, &sha256_with_rsa(), &bits(&signature)])
}

fn sha256_with_rsa() -> Vec<u8> {
    sequence(&[&oid("1.2.840.113549.1.1.11"), &tlv(0x05, &[])])
}

fn public_key(pkcs1: &[u8]) -> Vec<u8> {
    let algorithm = sequence(&[&oid("1.2.840.113549.1.1.1"), &tlv(0x05, &[])]);
    sequence(&[&algorithm, &bits(pkcs1)])
}

/// A public key of 2048 bits whose private key nobody has: a card's key never leaves it, and nothing is signed.
fn cards_public_key(seed: &str) -> Vec<u8> {
    let mut modulus = [0; 256];
    Seeded::new(seed).fill(&mut modulus);
    modulus[0] |= 0x80;
    modulus[255] |= 1;
    sequence(&[&unsigned(&modulus), &unsigned(&[1, 0, 1])])
}

fn attribute(name: &str, value: &str) -> Vec<u8> {
    let (id, value) = match name {
        "C" => ("2.5.4.6", printable(value)),
        "ST" => ("2.5.4.8", utf8(value)),
        "O" => ("2.5.4.10", utf8(value)),
        "OU" => ("2.5.4.11", utf8(value)),
        "title" => ("2.5.4.12", utf8(value)),
        "GN" => ("2.5.4.42", utf8(value)),
        "SN" => ("2.5.4.4", utf8(value)),
        "pseudonym" => ("2.5.4.65", utf8(value)),
        _ => ("2.5.4.3", utf8(value)),
    };
    sequence(&[&oid(id), &value])
}

/// A name: of each relative name, its attributes.
fn name(parts: &[Vec<(&str, String)>]) -> Vec<u8> {
    let parts = parts.iter().map(|part| {
        let values = part.iter().map(|(name, value)| attribute(name, value));
        set(values.collect())
    });
    sequence(&[&parts.collect::<Vec<_>>().concat()])
}

impl Authority {
    fn name(self, real: bool) -> Vec<u8> {
        let (unit, prefix) = if real { ("", "") } else { (" TEST", "TEST ") };
        let level = match self {
            Self::Strong => "FORT",
            Self::Standard => "STANDARD",
        };
        name(&[
            vec![("C", "FR".into())],
            vec![("O", "SIMULATEUR DE CARTES".into())],
            vec![("OU", format!("PKI FICTIVE{unit}"))],
            vec![("CN", format!("{prefix}AC FICTIVE {level} PERSONNES"))],
        ])
    }

    fn file(self, real: bool) -> String {
        let level = match self {
            Self::Strong => "FO",
            Self::Standard => "ST",
        };
        format!("ACI-{level}-PP{}", if real { "" } else { "-TEST" })
    }

    /// Its own certificate, signed by itself: in DER.
    pub fn certificate(self, real: bool, now: OffsetDateTime) -> Vec<u8> {
        let name = self.name(real);
        let ten_years = Duration::days(3650);
        let extensions = [
            extension("2.5.29.19", true, &sequence(&[&tlv(0x01, &[&[0xff]])])),
            // keyCertSign and cRLSign.
            extension("2.5.29.15", true, &[3, 2, 1, 6]),
            extension("2.5.29.14", false, &octets(&key_identifier())),
        ];
        signed(&tbs(
            &[1],
            [&name, &name],
            [now - ten_years, now + ten_years],
            &public_key(KEY.public().as_ref()),
            &extensions.concat(),
        ))
    }
}

/// The identifier of the authorities' key.
fn key_identifier() -> Vec<u8> {
    digest(&SHA1_FOR_LEGACY_USE_ONLY, KEY.public().as_ref())
        .as_ref()
        .to_vec()
}

fn extension(id: &str, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if critical {
        tlv(0x01, &[&[0xff]])
    } else {
        Vec::new()
    };
    sequence(&[&oid(id), &critical, &octets(value)])
}

fn utc_time(at: OffsetDateTime) -> Vec<u8> {
    let text = at
        .format(format_description!(
            "[year repr:last_two][month][day][hour][minute][second]Z"
        ))
        .expect("a date");
    tlv(0x17, &[text.as_bytes()])
}

fn tbs(
    serial: &[u8],
    [issuer, subject]: [&[u8]; 2],
    validity: [OffsetDateTime; 2],
    key: &[u8],
    extensions: &[u8],
) -> Vec<u8> {
    sequence(&[
        &tlv(0xa0, &[&unsigned(&[2])]),
        &unsigned(serial),
        &sha256_with_rsa(),
        issuer,
        &sequence(&[&validity.map(utc_time).concat()]),
        subject,
        key,
        &tlv(0xa3, &[&sequence(&[extensions])]),
    ])
}

/// What one kind of card says.
struct Holder {
    /// The code of the card's type (`TRE_G02`).
    kind: u8,
    authority: Authority,
    title: &'static str,
    /// Given name and family name; none: a service, which has a pseudonym.
    names: Option<[&'static str; 2]>,
    /// The national identifier, or the end of one of the structure's own.
    id: &'static str,
    /// The profession's code (`TRE_G15`): with one, the holder is no member of a structure.
    profession: Option<u8>,
}

/// A professional of health.
const fn professional(
    kind: u8,
    title: &'static str,
    names: [&'static str; 2],
    id: &'static str,
    profession: u8,
) -> Holder {
    Holder {
        kind,
        authority: Authority::Strong,
        title,
        names: Some(names),
        id,
        profession: Some(profession),
    }
}

/// A member of a structure.
const fn member(kind: u8, title: &'static str, names: Option<[&'static str; 2]>, id: &'static str) -> Holder {
    Holder {
        kind,
        authority: Authority::Standard,
        title,
        names,
        id,
        profession: None,
    }
}

impl Holder {
    const fn new(kind: Kind) -> Self {
        match kind {
            Kind::Cps => professional(0, "Médecin", ["ÉLÉONORE", "FICTIVE-MÉDECIN"], "899700000015", 10),
            Kind::Cpf => professional(
                1,
                "Interne en médecine",
                ["BASILE", "FICTIF-INTERNE"],
                "899700000023",
                10,
            ),
            Kind::Cpe => member(
                2,
                "Personnel santé ou social",
                Some(["CHANTAL", "FICTIVE-AGENTE"]),
                "CPEF0001",
            ),
            Kind::Cde => member(
                2,
                "Directeur d'établissement (titre fictif)",
                Some(["DÉSIRÉ", "FICTIF-DIRECTEUR"]),
                "CDEF0001",
            ),
            Kind::Service => member(2, "Carte de service santé ou social", None, "000000018"),
            Kind::Cpa => member(
                3,
                "Personnel autorisé (titre fictif)",
                Some(["PAULE", "FICTIVE-AUTORISÉE"]),
                "CPAF0001",
            ),
            Kind::Cda => member(
                3,
                "Directeur autorisé (titre fictif)",
                Some(["DENIS", "FICTIF-AUTORISÉ"]),
                "CDAF0001",
            ),
        }
    }

    /// The common name.
    fn common_name(&self, profile: &Profile) -> String {
        match self.profession {
            Some(_) => self.id.to_owned(),
            None => format!("3{}/{}", profile.finess, self.id),
        }
    }

    /// The name: a person's is the last of its parts, in one.
    fn subject(&self, profile: &Profile) -> Vec<u8> {
        let finess = &profile.finess;
        let mut parts = vec![vec![("C", "FR".to_owned())]];
        if self.profession.is_none() {
            let department = finess.get(..2).unwrap_or_default();
            parts.extend([
                vec![("ST", format!("Département fictif ({department})"))],
                vec![("O", profile.structure.clone())],
                vec![("OU", format!("1{finess}"))],
            ]);
        }
        parts.push(vec![("title", self.title.to_owned())]);
        let common_name = ("CN", self.common_name(profile));
        match self.names {
            Some([given, family]) => {
                parts.push(vec![
                    ("GN", given.to_owned()),
                    ("SN", family.to_owned()),
                    common_name,
                ]);
            }
            None => parts.extend([
                vec![("pseudonym", format!("EMPLOYE{}", self.id))],
                vec![common_name],
            ]),
        }
        name(&parts)
    }
}

/// The certificates of the card, in its order.
pub fn certificates(profile: &Profile, now: OffsetDateTime) -> Vec<Held> {
    if profile.faults.without_certificates || profile.generation.make().application.is_none() {
        return Vec::new();
    }
    let usages: &[Usage] = if profile.generation == Generation::Cps3Contactless {
        &[Usage::Technical]
    } else {
        &[Usage::Authentication, Usage::Signature]
    };
    let held = |usage: &Usage| Held {
        label: match usage {
            Usage::Authentication => "Certificat d'Authentification CPS",
            Usage::Signature => "Certificat de Signature CPS",
            Usage::Technical => "Certificat Technique CPS",
        }
        .to_owned(),
        der: certificate(profile, *usage, now),
    };
    usages.iter().map(held).collect()
}

fn certificate(profile: &Profile, usage: Usage, now: OffsetDateTime) -> Vec<u8> {
    let holder = Holder::new(profile.kind);
    let (kind, authority) = (holder.kind, holder.authority);
    // Three years, to the second.
    let end = now + Duration::days(profile.days_left);
    let start = end
        .replace_year(end.year() - 3)
        .unwrap_or(end - Duration::days(1096));
    let seed = format!("{} {kind} {usage:?}", profile.number);
    let serial = digest(&SHA256, seed.as_bytes());
    let card = format!("8025000001/{}", profile.number);
    let category = if profile.real { 0x00 } else { 0x80 };
    let list = format!(
        "http://igc-sante.example/CRL/{}.crl",
        authority.file(profile.real)
    );
    let uri = |text: &str| tlv(0x86, &[text.as_bytes()]);
    let point = tlv(0xa0, &[&tlv(0xa0, &[&uri(&list)])]);
    let ocsp = sequence(&[&oid("1.3.6.1.5.5.7.48.1"), &uri("http://ocsp.example")]);
    let mut extensions = vec![
        extension("2.5.29.35", false, &sequence(&[&tlv(0x80, &[&key_identifier()])])),
        extension("2.5.29.19", false, &sequence(&[])),
        extension("2.5.29.31", false, &sequence(&[&sequence(&[&point])])),
        extension("1.3.6.1.5.5.7.1.1", false, &sequence(&[&ocsp])),
        extension("1.2.250.1.71.1.2.2", false, &unsigned(&[kind])),
        extension("1.2.250.1.71.1.2.3", false, &printable(&card)),
        extension("1.2.250.1.71.1.2.5", false, &octets(&[category])),
    ];
    if let Some(profession) = holder.profession {
        extensions.push(extension("1.2.250.1.71.1.2.7", false, &unsigned(&[profession])));
    }
    if profile.responsible {
        extensions.push(extension("1.2.250.1.71.1.2.12", false, &unsigned(&[1])));
    }
    extensions.extend(purpose(usage, &holder.common_name(profile), [start, end]));
    signed(&tbs(
        // Positive, and not shorter than it looks.
        &[&[0x40], &serial.as_ref()[..15]].concat(),
        [&authority.name(profile.real), &holder.subject(profile)],
        [start, end],
        &public_key(&cards_public_key(&seed)),
        &extensions.concat(),
    ))
}

/// What the certificate is for.
fn purpose(usage: Usage, common_name: &str, [start, end]: [OffsetDateTime; 2]) -> Vec<Vec<u8>> {
    const DIGITAL_SIGNATURE: [u8; 4] = [3, 2, 7, 0x80];
    const NON_REPUDIATION: [u8; 4] = [3, 2, 6, 0x40];
    const KEY_USAGE: &str = "2.5.29.15";
    const EXTENDED: &str = "2.5.29.37";
    match usage {
        Usage::Authentication => {
            let upn = format!("{common_name}@carte-cps.fr");
            let other = tlv(
                0xa0,
                &[&oid("1.3.6.1.4.1.311.20.2.3"), &tlv(0xa0, &[&utf8(&upn)])],
            );
            let purposes = [oid("1.3.6.1.5.5.7.3.2"), oid("1.3.6.1.4.1.311.20.2.2")].concat();
            vec![
                extension(KEY_USAGE, true, &DIGITAL_SIGNATURE),
                extension(EXTENDED, false, &sequence(&[&purposes])),
                extension("2.5.29.17", false, &sequence(&[&other])),
            ]
        }
        Usage::Signature => {
            let time = |tag: u8, at: OffsetDateTime| {
                let text = at
                    .format(format_description!("[year][month][day][hour][minute][second]Z"))
                    .expect("a date");
                tlv(tag, &[text.as_bytes()])
            };
            vec![
                extension(KEY_USAGE, true, &NON_REPUDIATION),
                extension(EXTENDED, false, &sequence(&[&oid("1.3.6.1.5.5.7.3.4")])),
                extension(
                    "2.5.29.16",
                    false,
                    &sequence(&[&time(0x80, start), &time(0x81, end)]),
                ),
            ]
        }
        Usage::Technical => vec![extension(KEY_USAGE, true, &DIGITAL_SIGNATURE)],
    }
}
