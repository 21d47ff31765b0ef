//! What a hospital keeps: one ZIP archive of standard files, in and out.
//!
//! | member | content |
//! |---|---|
//! | `LISEZMOI.txt` | how to go on without CertiROC; given by the caller |
//! | `dossier.json` | everything else, with the SHA-256 of each member below |
//! | `cles/*.key.pem` | `ENCRYPTED PRIVATE KEY` (RFC 7468), see [`SealedKey`](certiroc_pki::key::SealedKey) |
//! | `csr/*.csr.pem` | `CERTIFICATE REQUEST` (RFC 7468) |
//! | `certificats/*.cert.pem` | `CERTIFICATE` (RFC 7468): what came back |
//! | `autorites/*.cert.pem` | likewise, of authorities |
//! | `cles/sceau.key.pem`, `sceau.pub.pem` | the seal key: `ENCRYPTED PRIVATE KEY`, `PUBLIC KEY` (RFC 7468) |
//! | `sceau.json`, `sceau.sig` | the seal, see [`Seal`]; a second one is `sceau-2.json`, `sceau-2.sig` |
//! | `scelle/*` | what was sealed of a member that differs now; of a second seal, `scelle-2/*` |
//!
//! A damaged archive is an error, never another dossier: each member has its CRC, and the keys and CSRs
//! their SHA-256. The notice has no SHA-256, since its reader may have added to it. Who wrote it is another question:
//! that is what the seal tells.

mod archive;
mod changes;
mod filing;
mod item;
mod journal;
mod json;
mod limits;
mod merge;
mod people;
mod seal;
mod sealing;
mod vouched;
mod weight;

use core::fmt;
use std::collections::BTreeSet;
use std::sync::Arc;

use time::OffsetDateTime;

pub use crate::unzip::{ARCHIVE_LIMIT, MEMBER_COUNT_LIMIT, is_archive};
pub use archive::MEMBER_LIMIT;
pub use filing::Filed;
pub use item::{Difference, Fingerprint, Item, Items, Value, differences};
pub use journal::{Event, JournalEntry};
pub use json::FORMAT;
pub use limits::{AUTHORITY_LIMIT, BY_LIMIT, CERTIFICATE_LIMIT, JOURNAL_LIMIT, PEOPLE_LIMIT};
pub use merge::{MergeError, Merged};
pub use people::is_same_name;
pub use seal::{DossierId, Seal, SealKeys, Unsigned};
pub use sealing::{Alarm, Hold, Proof, Sealing, Trust};
pub use weight::{Change, Weight};

use crate::establishment::Draft;
use crate::order::Order;
use crate::procedure::Course;
use crate::product::Product;
use certiroc_pki::key::{KeyId, SealedKey};
use certiroc_pki::x509::Certificate;

const NOTICE: &str = "LISEZMOI.txt";
const DOSSIER: &str = "dossier.json";

/// The files of an archive by their names, in their order.
type Members = Vec<(String, Arc<[u8]>)>;

/// What a hospital keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// When it was begun.
    pub created_at: OffsetDateTime,
    /// Who asks, as typed.
    pub establishment: Draft,
    /// One order for each product, in the order of [`Product::ALL`].
    pub orders: [Order; Product::ALL.len()],
    /// Where the hospital stands in the procedure.
    pub course: Course,
    /// Certificates of authorities that the user gave, IGC-Santé's and others. That one stands here does not make
    /// it trusted.
    pub authorities: Vec<Certificate>,
    /// Those of them whose SHA-256 somebody compared with another source.
    pub compared: Vec<Fingerprint>,
    /// Those that were here and are not wanted: no other state of the dossier brings them back.
    pub refused: Vec<Fingerprint>,
    /// The key that seals it; from the first key on.
    pub seal_key: Option<SealKey>,
    /// What happened, oldest first: shared by the copies of a dossier, which are many while somebody types.
    pub journal: Arc<Vec<JournalEntry>>,
}

/// The key pair that seals a dossier, under the dossier's passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealKey {
    /// The private key, sealed.
    pub sealed: SealedKey,
    /// The DER `SubjectPublicKeyInfo`, as the file has it: to compare its SHA-256, and for who verifies a seal without
    /// the passphrase.
    pub public_key_info: Vec<u8>,
}

/// A dossier read from an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedDossier {
    /// What was saved.
    pub dossier: Dossier,
    /// The seals over it, none of them verified.
    pub seals: Vec<Seal>,
    /// Whether there is a seal that is damaged, or does not go with what is there.
    pub has_broken_seal: bool,
    /// The names of the files that are not the dossier's: the next archive written will not have them.
    pub ignored: Vec<String>,
}

impl OpenedDossier {
    /// What is wrong with its seals; `had_one` where the dossier is known to have been sealed.
    pub const fn alarm(&self, had_one: bool) -> Option<Alarm> {
        if self.has_broken_seal {
            Some(Alarm::Broken)
        } else if had_one && self.seals.is_empty() {
            Some(Alarm::Gone)
        } else {
            None
        }
    }
}

/// Why an archive is not a dossier that can be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DossierError {
    /// Not a ZIP archive.
    #[error("not a ZIP archive")]
    NotAZip,
    /// The archive, or a member once unpacked, is larger than any dossier.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit that was passed, in bytes.
        limit: usize,
    },
    /// The archive has more members than any dossier.
    #[error("more than {limit} members")]
    TooManyMembers {
        /// [`MEMBER_COUNT_LIMIT`].
        limit: usize,
    },
    /// Cut or altered since it was written.
    #[error("damaged: {member}")]
    Damaged {
        /// The member that is damaged; empty when it is the archive itself.
        member: String,
    },
    /// A member is not there.
    #[error("{member} is missing")]
    Missing {
        /// Its name.
        member: String,
    },
    /// A sound archive with none of a dossier's files.
    #[error("not a dossier")]
    NoDossier,
    /// Dossiers lie in several folders.
    #[error("several dossiers")]
    Several,
    /// Packed under a password.
    #[error("under a password")]
    Encrypted,
    /// Compressed in a way that is not supported.
    #[error("unknown compression")]
    Compression,
    /// Written by a newer CertiROC.
    #[error("format {found} is newer than {supported}")]
    NewerFormat {
        /// The format of the archive.
        found: u64,
        /// [`FORMAT`].
        supported: u64,
    },
    /// A member is intact but does not hold what it should.
    #[error("{member}: {detail}")]
    Invalid {
        /// Its name.
        member: String,
        /// What is wrong with it, for support: in English, not for translation.
        detail: String,
    },
}

impl DossierError {
    fn invalid(member: &str, detail: impl fmt::Display) -> Self {
        Self::Invalid {
            member: member.to_owned(),
            detail: detail.to_string(),
        }
    }
}

/// Why a dossier cannot be saved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DossierWriteError {
    /// A time outside the years 0 to 9999.
    #[error("a time that cannot be written")]
    Time,
    /// The archive could not be opened again: too large, or a request whose CSR is not of its key.
    #[error("what was written cannot be read: {0}")]
    Unreadable(#[source] DossierError),
}

impl Dossier {
    /// A dossier begun now.
    pub fn new(now: OffsetDateTime) -> Self {
        Self {
            created_at: now,
            establishment: Draft::default(),
            orders: Product::ALL.map(Order::new),
            course: Course::default(),
            authorities: Vec::new(),
            compared: Vec::new(),
            refused: Vec::new(),
            seal_key: None,
            journal: Arc::new(vec![JournalEntry {
                at: now,
                by: String::new(),
                event: Event::Created,
            }]),
        }
    }

    /// The order for a product.
    pub fn order(&self, product: Product) -> &Order {
        let [auth_cli, sign] = &self.orders;
        match product {
            Product::OrgAuthCli => auth_cli,
            Product::OrgSign => sign,
        }
    }

    /// The order for a product, to change it.
    pub fn order_mut(&mut self, product: Product) -> &mut Order {
        let [auth_cli, sign] = &mut self.orders;
        match product {
            Product::OrgAuthCli => auth_cli,
            Product::OrgSign => sign,
        }
    }

    /// The ids of all its keys, earlier ones included.
    pub fn key_ids(&self) -> BTreeSet<KeyId> {
        // Collected, they would be sorted first: five kilobytes of the page for each type that is.
        let mut key_ids = BTreeSet::new();
        key_ids.extend(self.requests().map(|request| request.key_id));
        key_ids
    }

    /// What whoever has the file knows of the hospital: the words of its name, their initials (those of short words left
    /// out) and its number, in small ASCII letters.
    pub fn known_words(&self) -> Vec<String> {
        let name = slug(&self.establishment.name);
        let initials = name
            .split('-')
            .filter(|word| word.len() > 2)
            .map(|word| &word[..1]);
        let number = slug(&self.establishment.identifier).replace('-', "");
        let words = name.split('-').map(String::from);
        words.chain([initials.collect(), number]).collect()
    }

    /// The name to save it under, such as `certiroc-hospices-civils-de-lyon.zip`: ASCII, of at most
    /// 61 characters.
    pub fn file_name(&self) -> String {
        let mut slug = slug(&self.establishment.name);
        slug.truncate(48);
        match slug.trim_end_matches('-') {
            "" => "certiroc.zip".to_owned(),
            slug => format!("certiroc-{slug}.zip"),
        }
    }

    /// The archive: uncompressed, the same bytes for the same arguments. It was opened again before it is
    /// returned.
    ///
    /// `notice` becomes `LISEZMOI.txt`, UTF-8 with lines ending with CRLF; `now` is the time of the members,
    /// in UTC.
    ///
    /// # Errors
    /// Why it cannot be saved; the input is then out of all proportion, or no work of this program.
    pub fn write(&self, notice: &str, now: OffsetDateTime) -> Result<Vec<u8>, DossierWriteError> {
        self.write_sealed(&[], notice, now)
    }

    /// The archive with its seals, as [`Self::write`] makes it. Where nothing but the notice differs from what is sealed,
    /// the sealed notice stays.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn write_sealed(
        &self,
        seals: &[Seal],
        notice: &str,
        now: OffsetDateTime,
    ) -> Result<Vec<u8>, DossierWriteError> {
        let mut members = self.members(notice)?;
        if let Some(seal) = seals.first() {
            seal.keep_notice(&mut members);
        }
        let seals = seal::members(seals, &members);
        let members = members.into_iter().chain(seals).collect::<Vec<_>>();
        let members = members.iter().map(|(name, content)| (name.as_str(), &**content));
        let too_large = |_| DossierWriteError::Unreadable(DossierError::TooLarge { limit: ARCHIVE_LIMIT });
        let bytes = archive::pack(members, now).map_err(too_large)?;
        Self::read(&bytes).map_err(DossierWriteError::Unreadable)?;
        Ok(bytes)
    }

    /// Its members, without seals.
    fn members(&self, notice: &str) -> Result<Members, DossierWriteError> {
        let files = json::write(self).map_err(|_| DossierWriteError::Time)?;
        let notice = notice.lines().flat_map(|line| [line, "\r\n"]).collect::<String>();
        let notice = (NOTICE.to_owned(), Arc::from(notice.into_bytes()));
        let files = files
            .into_iter()
            .map(|(name, content)| (name, Arc::from(content)));
        Ok(core::iter::once(notice).chain(files).collect())
    }

    /// Opens an archive, of any tool that packs the same files, at its root or in one folder; or one that is all there is
    /// in another.
    ///
    /// # Errors
    /// The first thing wrong with it.
    pub fn read(bytes: &[u8]) -> Result<OpenedDossier, DossierError> {
        match archive::Archive::open(bytes, ARCHIVE_LIMIT) {
            Ok(archive) => Self::read_archive(archive),
            Err(DossierError::NoDossier) => {
                let inner = archive::only_archive(bytes).ok_or(DossierError::NoDossier)?;
                Self::read_archive(archive::Archive::open(&inner, ARCHIVE_LIMIT - inner.len())?)
            }
            Err(error) => Err(error),
        }
    }

    fn read_archive(mut archive: archive::Archive<'_>) -> Result<OpenedDossier, DossierError> {
        let dossier = Arc::new(json::read(&mut archive)?);
        // Read for its CRC alone.
        if archive.has(NOTICE) {
            archive.content(NOTICE)?;
        }
        let (seals, has_broken_seal) = seal::read(&mut archive, &dossier);
        Ok(OpenedDossier {
            dossier: Arc::unwrap_or_clone(dossier),
            seals,
            has_broken_seal,
            ignored: archive.unread(),
        })
    }
}

/// A name in small ASCII letters and digits, with single hyphens between words.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    let mut utf8 = [0; 4];
    for c in name.chars().flat_map(char::to_lowercase) {
        slug.push_str(match c {
            'à'..='å' => "a",
            'æ' => "ae",
            'ç' => "c",
            'è'..='ë' => "e",
            'ì'..='ï' => "i",
            'ñ' => "n",
            'ò'..='ö' | 'ø' => "o",
            'œ' => "oe",
            'ù'..='ü' => "u",
            'ý' | 'ÿ' => "y",
            // Combining accents, as macOS types them.
            '\u{300}'..='\u{36F}' => "",
            _ if c.is_ascii_alphanumeric() => c.encode_utf8(&mut utf8),
            _ if slug.is_empty() || slug.ends_with('-') => "",
            _ => "-",
        });
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names() {
        for (name, expected) in [
            ("Hospices civils de Lyon", "certiroc-hospices-civils-de-lyon.zip"),
            (
                " C.H. « Cœur d'Île‑de‑Ré » ",
                "certiroc-c-h-coeur-d-ile-de-re.zip",
            ),
            ("HO\u{302}PITAL E\u{301}MILE", "certiroc-hopital-emile.zip"),
            ("../..\\con", "certiroc-con.zip"),
            ("漢字", "certiroc.zip"),
            ("", "certiroc.zip"),
            (&"a".repeat(99), &format!("certiroc-{}.zip", "a".repeat(48))),
        ] {
            let mut dossier = Dossier::new(OffsetDateTime::UNIX_EPOCH);
            dossier.establishment.name = name.into();
            assert_eq!(dossier.file_name(), expected);
        }
    }

    #[test]
    fn words_that_whoever_has_the_file_knows() {
        let mut dossier = Dossier::new(OffsetDateTime::UNIX_EPOCH);
        dossier.establishment.name = "Hôpital de l’Île‑d’Été".into();
        dossier.establishment.identifier = " 69 078 1810".into();
        assert_eq!(
            dossier.known_words(),
            ["hopital", "de", "l", "ile", "d", "ete", "hie", "690781810"]
        );
    }
}
