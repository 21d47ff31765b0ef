//! The people, and the certificates of their cards, in DER (RFC 5280), under authorities that nobody trusts.
//!
//! The names of the subjects and the extensions are written as IGC-Santé writes them. The authorities are called
//! fictitious in their own names. The titles of the cards of directors and of authorised staff are made up: no such
//! certificate was seen.

use ring::digest::{SHA256, digest};
use time::macros::format_description;
use time::{Duration, OffsetDateTime};

use crate::der::{octets, oid, printable, sequence, tlv, unsigned, utf8};
use crate::pki::{Authority, cards_public_key, extension, key_identifier, name, public_key, signed, tbs};
use crate::profile::{Generation, Kind, Profile};

/// A certificate and what the card calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The label in the directory of certificates.
    pub label: String,
    /// The certificate.
    pub der: Vec<u8>,
}

/// What a certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Usage {
    Authentication,
    Signature,
    /// Of the side without contact.
    Technical,
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
