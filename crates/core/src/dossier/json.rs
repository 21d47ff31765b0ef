//! `dossier.json`: everything in a dossier except the keys and the CSRs, which it names with their SHA-256.
//!
//! A change that today's reader would not understand needs a new [`FORMAT`]; within one format unknown fields
//! are errors, so that nothing is lost silently.

use core::ops::Not;
use std::sync::Arc;

use ring::digest;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::MEMBER_COUNT_LIMIT;
use super::archive::Source;
use super::item::put_fingerprint;
use super::{DOSSIER, Dossier, DossierError, Fingerprint, JournalEntry, SealKey, limits};
use crate::establishment::Draft;
use crate::order::{Issued, Order, Request, Revocation};
use crate::procedure::Course;
use crate::product::Product;
use certiroc_pki::csr::Csr;
use certiroc_pki::key::{KeyId, KeySize, SealedKey};
use certiroc_pki::pem;
use certiroc_pki::x509::{Certificate, from_hexadecimal, hexadecimal};

/// The format that is written, and the newest that is read.
pub const FORMAT: u64 = 4;
/// The first with a `course`, and a `by` in the journal. The third brought what comes back: certificates, and keys
/// without a CSR. The fourth brought what happens to a passphrase and to people, and the
/// seal.
const WITH_COURSE: u64 = 2;
/// The oldest that is read.
const OLDEST: u64 = 1;

/// The label of the seal key's public half (RFC 7468, section 13).
const PUBLIC_KEY: &str = "PUBLIC KEY";

/// What every format has.
#[derive(Deserialize)]
struct Versioned {
    format: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Document {
    format: u64,
    #[serde(with = "crate::utc")]
    created_at: OffsetDateTime,
    establishment: Draft,
    orders: Vec<OrderDocument>,
    #[serde(default)]
    course: Option<Course>,
    #[serde(default)]
    authorities: Vec<Member>,
    /// Those that were compared, by their SHA-256 in lower-case hexadecimal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    compared: Vec<String>,
    /// Those that are not wanted, likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    refused: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seal_key: Option<Member>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seal_public_key: Option<Member>,
    journal: Vec<JournalEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct OrderDocument {
    product: Product,
    service_name: String,
    key_size: KeySize,
    requests: Vec<RequestDocument>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RequestDocument {
    key_id: KeyId,
    #[serde(with = "crate::utc")]
    made_at: OffsetDateTime,
    key: Member,
    #[serde(default, skip_serializing_if = "Not::not")]
    passphrase_lost: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    csr: Option<Member>,
    #[serde(default)]
    issued: Vec<IssuedDocument>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct IssuedDocument {
    certificate: Member,
    #[serde(with = "crate::utc")]
    received_at: OffsetDateTime,
    revocation: Revocation,
}

/// A file of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Member {
    pub(super) name: String,
    /// Lower-case hexadecimal.
    pub(super) sha256: String,
}

/// The members of a dossier other than its notice: `dossier.json` first.
pub(super) fn write(dossier: &Dossier) -> Result<Vec<(String, Vec<u8>)>, serde_json::Error> {
    let mut files = Vec::new();
    let orders = dossier
        .orders
        .iter()
        .map(|order| OrderDocument {
            product: order.product,
            service_name: order.service_name.clone(),
            key_size: order.key_size,
            requests: order
                .requests
                .iter()
                .map(|request| {
                    let stem = format!("{}-{}", order.product.slug(), request.key_id.short());
                    let key = request.sealed_key.to_pem().into_bytes();
                    let key = add(&mut files, &format!("cles/{stem}"), "key.pem", key);
                    let csr = request.csr.as_ref().map(|csr| {
                        let pem = csr.to_pem().into_bytes();
                        add(&mut files, &format!("csr/{stem}"), "csr.pem", pem)
                    });
                    let issued = request.issued.iter().map(|issued| IssuedDocument {
                        certificate: add_certificate(
                            &mut files,
                            &format!("certificats/{stem}"),
                            &issued.certificate,
                        ),
                        received_at: issued.received_at,
                        revocation: issued.revocation.clone(),
                    });
                    let issued = issued.collect();
                    RequestDocument {
                        key_id: request.key_id,
                        made_at: request.made_at,
                        key,
                        passphrase_lost: request.passphrase_lost,
                        csr,
                        issued,
                    }
                })
                .collect(),
        })
        .collect();
    let authorities = dossier.authorities.iter().map(|authority| {
        let fingerprint = hexadecimal(&authority.sha256()[..4]);
        add_certificate(&mut files, &format!("autorites/{fingerprint}"), authority)
    });
    let authorities = authorities.collect();
    let seal_key = dossier.seal_key.as_ref().map(|seal_key| {
        let pem = seal_key.sealed.to_pem().into_bytes();
        add(&mut files, "cles/sceau", "key.pem", pem)
    });
    let seal_public_key = dossier.seal_key.as_ref().map(|seal_key| {
        let pem = pem::encode(PUBLIC_KEY, &seal_key.public_key_info).into_bytes();
        add(&mut files, "sceau", "pub.pem", pem)
    });
    let document = Document {
        format: FORMAT,
        created_at: dossier.created_at,
        establishment: dossier.establishment.clone(),
        orders,
        course: Some(dossier.course.clone()),
        authorities,
        compared: in_hexadecimal(&dossier.compared),
        refused: in_hexadecimal(&dossier.refused),
        seal_key,
        seal_public_key,
        journal: dossier.journal.to_vec(),
    };
    files.insert(0, (DOSSIER.to_owned(), serde_json::to_vec_pretty(&document)?));
    Ok(files)
}

fn add_certificate(files: &mut Vec<(String, Vec<u8>)>, stem: &str, certificate: &Certificate) -> Member {
    add(files, stem, "cert.pem", certificate.to_pem().into_bytes())
}

/// Adds a file under a name that is still free: two requests may share a key, or the start of its id.
fn add(files: &mut Vec<(String, Vec<u8>)>, stem: &str, extension: &str, content: Vec<u8>) -> Member {
    let mut name = format!("{stem}.{extension}");
    let mut number = 1;
    while files.iter().any(|(taken, _)| *taken == name) {
        number += 1;
        name = format!("{stem}-{number}.{extension}");
    }
    let sha256 = sha256(&content);
    files.push((name.clone(), content));
    Member { name, sha256 }
}

/// The dossier that `dossier.json` and the members it names make up.
pub(super) fn read(archive: &mut dyn Source) -> Result<Dossier, DossierError> {
    let bytes = archive.read(DOSSIER)?;
    // Some editors put a mark before what they save.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let invalid = |error| DossierError::invalid(DOSSIER, error);
    // Alone and first: nothing else of a newer format may be understood.
    let Versioned { format } = serde_json::from_slice(bytes).map_err(invalid)?;
    if format > FORMAT {
        return Err(DossierError::NewerFormat {
            found: format,
            supported: FORMAT,
        });
    }
    if format < OLDEST {
        return Err(DossierError::invalid(DOSSIER, format_args!("format {format}")));
    }
    let document: Document = serde_json::from_slice(bytes).map_err(invalid)?;
    if document.course.is_some() != (format >= WITH_COURSE) {
        return Err(DossierError::invalid(
            DOSSIER,
            format_args!("course in format {format}"),
        ));
    }
    let orders = document
        .orders
        .into_iter()
        .map(|order| {
            let mut read = Order {
                product: order.product,
                service_name: order.service_name,
                key_size: order.key_size,
                requests: Vec::new(),
            };
            // A key that stands there twice is made one: what is compared and sealed has each once.
            for request in &order.requests {
                read.add(read_request(archive, request)?);
            }
            Ok(read)
        })
        .collect::<Result<Vec<_>, DossierError>>()?;
    let orders: [Order; Product::ALL.len()] = orders
        .try_into()
        .ok()
        .filter(|orders: &[Order; _]| orders.each_ref().map(|order| order.product) == Product::ALL)
        .ok_or_else(|| DossierError::invalid(DOSSIER, "not one order for each product, in their order"))?;
    let mut authorities = Vec::new();
    for member in &document.authorities {
        let authority = read_certificate(archive, member)?;
        if !authorities.contains(&authority) {
            authorities.push(authority);
        }
    }
    let seal_key = match (&document.seal_key, &document.seal_public_key) {
        (Some(sealed), Some(public_key)) => Some(SealKey {
            sealed: read_sealed_key(archive, sealed)?,
            public_key_info: read_public_key(archive, public_key)?,
        }),
        (None, None) => None,
        _ => return Err(DossierError::invalid(DOSSIER, "half a seal key")),
    };
    let dossier = Dossier {
        created_at: document.created_at,
        establishment: document.establishment,
        orders,
        course: document.course.unwrap_or_default(),
        authorities,
        // What no seal can cover is no comparison: anybody may have written that it was made.
        compared: match &seal_key {
            Some(_) => fingerprints(&document.compared)?,
            None => Vec::new(),
        },
        refused: fingerprints(&document.refused)?,
        seal_key,
        journal: Arc::new(document.journal),
    };
    limits::check(&dossier, 1).map_err(|excess| DossierError::invalid(DOSSIER, excess))?;
    Ok(dossier)
}

fn read_request(archive: &mut dyn Source, request: &RequestDocument) -> Result<Request, DossierError> {
    let sealed_key = read_sealed_key(archive, &request.key)?;
    let of_this_key = |name: &str, key_id: KeyId| {
        if key_id == request.key_id {
            Ok(())
        } else {
            Err(DossierError::invalid(name, format_args!("of key {key_id}")))
        }
    };
    let csr = match &request.csr {
        None => None,
        Some(member) => {
            let csr = Csr::from_pem_or_der(&read_member(archive, member)?)
                .map_err(|error| DossierError::invalid(&member.name, error))?;
            of_this_key(&member.name, csr.key_id)?;
            Some(csr)
        }
    };
    let mut read = Request {
        key_id: request.key_id,
        made_at: request.made_at,
        sealed_key,
        passphrase_lost: request.passphrase_lost,
        csr,
        issued: Vec::new(),
    };
    for document in &request.issued {
        let certificate = read_certificate(archive, &document.certificate)?;
        of_this_key(&document.certificate.name, certificate.key_id)?;
        read.receive(Issued {
            certificate,
            received_at: document.received_at,
            revocation: document.revocation.clone(),
        });
    }
    if read.csr.is_none() && read.issued.is_empty() {
        return Err(DossierError::invalid(
            DOSSIER,
            "a key without CSR and certificate",
        ));
    }
    Ok(read)
}

fn read_public_key(archive: &mut dyn Source, member: &Member) -> Result<Vec<u8>, DossierError> {
    let blocks = pem::decode(&read_member(archive, member)?).unwrap_or_default();
    let mut blocks = blocks.into_iter();
    let block = blocks.find(|block| block.label == PUBLIC_KEY);
    let block = block.ok_or_else(|| DossierError::invalid(&member.name, "no public key"))?;
    Ok(block.der)
}

fn read_sealed_key(archive: &mut dyn Source, member: &Member) -> Result<SealedKey, DossierError> {
    let key = read_member(archive, member)?;
    let key = core::str::from_utf8(&key).map_err(|error| DossierError::invalid(&member.name, error))?;
    SealedKey::from_pem(key).map_err(|error| DossierError::invalid(&member.name, error))
}

fn in_hexadecimal(fingerprints: &[Fingerprint]) -> Vec<String> {
    let texts = fingerprints.iter().map(|fingerprint| hexadecimal(fingerprint));
    texts.collect()
}

/// What [`in_hexadecimal`] wrote, each once; no more of them than there can be authorities.
fn fingerprints(texts: &[String]) -> Result<Vec<Fingerprint>, DossierError> {
    if texts.len() > MEMBER_COUNT_LIMIT {
        return Err(DossierError::invalid(DOSSIER, "too many fingerprints"));
    }
    let mut read = Vec::new();
    for text in texts {
        let bytes = from_hexadecimal(text).filter(|bytes| hexadecimal(bytes) == *text);
        let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
        let fingerprint = bytes.ok_or_else(|| DossierError::invalid(DOSSIER, "not a SHA-256"))?;
        put_fingerprint(&mut read, fingerprint, true);
    }
    Ok(read)
}

fn read_certificate(archive: &mut dyn Source, member: &Member) -> Result<Certificate, DossierError> {
    Certificate::from_pem(&read_member(archive, member)?)
        .map_err(|error| DossierError::invalid(&member.name, error))
}

fn read_member(archive: &mut dyn Source, member: &Member) -> Result<Arc<[u8]>, DossierError> {
    let content = archive.read(&member.name)?;
    if sha256(&content) == member.sha256 {
        Ok(content)
    } else {
        Err(DossierError::Damaged {
            member: member.name.clone(),
        })
    }
}

/// The SHA-256 of a member, as it is written everywhere: in lower-case hexadecimal.
pub(super) fn sha256(content: &[u8]) -> String {
    hexadecimal(digest::digest(&digest::SHA256, content).as_ref())
}
