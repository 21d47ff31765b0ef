//! A seal: what stood in each file of a dossier, signed with the dossier's seal key.
//!
//! It covers whole files, so what a later format puts into them is covered. What was sealed stays in the archive as it was
//! sealed, beside the present state, so that what has changed since can be shown and undone. That a seal is well formed
//! says nothing of who made it: [`Seal::is_signed_by`] does, with the key that the passphrase opened.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::archive::{Archive, MEMBER_LIMIT, Source};
use super::json::{self, Member, sha256};
use super::{DOSSIER, Dossier, DossierError, DossierWriteError, Members, NOTICE, limits};
use crate::unzip::{ARCHIVE_LIMIT, MEMBER_COUNT_LIMIT};
use certiroc_pki::key::{self, SealedKey};

/// The format that is written, and the only one that is read.
const FORMAT: u64 = 1;
/// The most seals that an archive has: one, and those of states that were merged without the passphrase.
const SEALS: usize = 4;
/// How many of the seals that it comes from a seal names.
const ANCESTORS: usize = 64;

/// The random number that all seals of a dossier share: 32 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierId(String);

impl DossierId {
    /// The id of these random bytes.
    pub fn new(random: [u8; 16]) -> Self {
        Self(certiroc_pki::x509::hexadecimal(&random))
    }
}

/// `sceau.json`: what is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Statement {
    format: u64,
    /// Of the dossier.
    dossier: DossierId,
    /// One more than the highest of those that it comes from.
    number: u64,
    #[serde(with = "crate::utc")]
    sealed_at: OffsetDateTime,
    /// The SHA-256 of the statements that it comes from, the last first.
    from: Vec<String>,
    members: Vec<Member>,
}

/// A seal, and what it was put on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    unsigned: Unsigned,
    signature: Vec<u8>,
}

/// A seal that is not signed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsigned {
    statement: Statement,
    bytes: Vec<u8>,
    members: Members,
    state: Arc<Dossier>,
}

impl Unsigned {
    /// A seal over `state` that comes after those `before`; `id` is the dossier's where there is none. `notice` is as in
    /// [`Dossier::write`].
    ///
    /// # Errors
    /// As [`Dossier::write`].
    pub fn new(
        state: Arc<Dossier>,
        notice: &str,
        before: &[Seal],
        id: DossierId,
        now: OffsetDateTime,
    ) -> Result<Self, DossierWriteError> {
        let members = state.members(notice)?;
        // All parents, then what each comes from in turn: of none the line is cut for another's.
        let parents = before.iter().map(Seal::hash);
        let generations = (0..ANCESTORS).flat_map(|place| {
            let ancestors = before.iter();
            ancestors.filter_map(move |seal| seal.unsigned.statement.from.get(place).cloned())
        });
        let mut from: Vec<String> = Vec::new();
        for ancestor in parents.chain(generations) {
            if from.len() < ANCESTORS && !from.contains(&ancestor) {
                from.push(ancestor);
            }
        }
        let statement = Statement {
            format: FORMAT,
            dossier: before
                .first()
                .map_or(id, |seal| seal.unsigned.statement.dossier.clone()),
            number: before
                .iter()
                .map(Seal::number)
                .max()
                .unwrap_or(0)
                .saturating_add(1),
            sealed_at: now,
            from,
            members: members
                .iter()
                .map(|(name, content)| Member {
                    name: name.clone(),
                    sha256: sha256(content),
                })
                .collect(),
        };
        let bytes = serde_json::to_vec_pretty(&statement).map_err(|_| DossierWriteError::Time)?;
        Ok(Self {
            statement,
            bytes,
            members,
            state,
        })
    }

    /// What is to be signed.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The seal with its signature.
    pub const fn signed(self, signature: Vec<u8>) -> Seal {
        Seal {
            unsigned: self,
            signature,
        }
    }
}

impl Seal {
    /// Its number.
    pub const fn number(&self) -> u64 {
        self.unsigned.statement.number
    }

    /// When it was made, as it says.
    pub const fn sealed_at(&self) -> OffsetDateTime {
        self.unsigned.statement.sealed_at
    }

    /// The state that was sealed.
    pub const fn state(&self) -> &Arc<Dossier> {
        &self.unsigned.state
    }

    /// Whether the key with this DER `SubjectPublicKeyInfo` made it.
    pub fn is_signed_by(&self, public_key_info: &[u8]) -> bool {
        key::is_signed(&self.unsigned.bytes, &self.signature, public_key_info)
    }

    /// Whether it says that it comes from that other one.
    pub fn comes_from(&self, other: &Self) -> bool {
        self.unsigned.statement.from.contains(&other.hash())
    }

    /// Whether it comes from the other, or both from a third.
    pub fn shares_origin(&self, other: &Self) -> bool {
        let [ours, theirs] = [self, other].map(|seal| &seal.unsigned.statement.from);
        self.comes_from(other) || ours.iter().any(|ancestor| theirs.contains(ancestor))
    }

    /// Whether the seal key of the state that `other` seals made it: one that was forged says that it comes from a genuine
    /// one as easily as the next.
    pub fn is_by_key_of(&self, other: &Self) -> bool {
        let key = other.state().seal_key.as_ref();
        key.is_some_and(|key| self.is_signed_by(&key.public_key_info))
    }

    fn hash(&self) -> String {
        sha256(&self.unsigned.bytes)
    }

    /// Where nothing but the notice differs from what is sealed, the sealed notice stays.
    pub(super) fn keep_notice(&self, members: &mut Members) {
        let sealed = &self.unsigned.members;
        let mut others = members.iter().filter(|(name, _)| name != NOTICE);
        if sealed.len() == members.len()
            && others.all(|member| sealed.contains(member))
            && let Some((_, notice)) = members.iter_mut().find(|(name, _)| name == NOTICE)
            && let Some(kept) = content_of(sealed, NOTICE)
        {
            *notice = Arc::clone(kept);
        }
    }
}

/// The keys that may be the seal key, and what the one that is has signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealKeys {
    /// The keys.
    pub keys: Vec<SealedKey>,
    /// The DER `SubjectPublicKeyInfo` of the one that this page had open before.
    known: Option<Vec<u8>>,
    /// The statements with their signatures, what says to be sealed last first.
    signed: Vec<(Vec<u8>, Vec<u8>)>,
}

impl SealKeys {
    /// The keys that the seals name, and the present state. `known` is the DER `SubjectPublicKeyInfo` of the one that was
    /// open before.
    pub(super) fn new(seals: &[Seal], present: &Dossier, known: Option<Vec<u8>>) -> Self {
        let (mut keys, mut later) = (Vec::new(), Vec::<&Seal>::new());
        let states = seals.iter().map(|seal| &**seal.state()).chain([present]);
        for key in states.filter_map(|state| state.seal_key.as_ref()) {
            if !keys.contains(&key.sealed) {
                keys.push(key.sealed.clone());
            }
        }
        for seal in seals {
            let age = |seal: &Seal| (seal.sealed_at(), seal.number());
            later.insert(later.partition_point(|other| age(other) > age(seal)), seal);
        }
        let signed = later.iter();
        let signed = signed.map(|seal| (seal.unsigned.bytes.clone(), seal.signature.clone()));
        Self {
            keys,
            known,
            signed: signed.collect(),
        }
    }

    /// The place of the seal key among keys that the passphrase opened, given by their DER `SubjectPublicKeyInfo`: the one
    /// that was open before, else the one that sealed last. The number does not say which that is, since each key counts
    /// its own seals.
    pub fn find(&self, opened: &[&[u8]]) -> Option<usize> {
        let is_known = |key: &&[u8]| self.known.as_deref() == Some(*key);
        let mut signed = self.signed.iter();
        opened.iter().position(is_known).or_else(|| {
            signed.find_map(|(statement, signature)| {
                let made_it = |key: &&[u8]| key::is_signed(statement, signature, key);
                opened.iter().position(made_it)
            })
        })
    }
}

/// What the names of the `n`th seal's members end with, and those of what it was put on.
fn suffix(index: usize) -> String {
    match index {
        0 => String::new(),
        _ => format!("-{}", index + 1),
    }
}

/// The members that hold the seals, beside those of the dossier.
pub(super) fn members(seals: &[Seal], present: &Members) -> Members {
    let mut members = Members::new();
    for (index, Seal { unsigned, signature }) in seals.iter().take(SEALS).enumerate() {
        let suffix = suffix(index);
        members.push((
            format!("sceau{suffix}.json"),
            Arc::from(unsigned.bytes.as_slice()),
        ));
        members.push((format!("sceau{suffix}.sig"), Arc::from(signature.as_slice())));
        let aside = unsigned.members.iter().filter(|member| !present.contains(member));
        members.extend(aside.map(|(name, content)| (format!("scelle{suffix}/{name}"), Arc::clone(content))));
    }
    members
}

/// The seals of an archive whose dossier is `present`, and whether there are others that are damaged or do not go with
/// what is there.
pub(super) fn read(archive: &mut Archive<'_>, present: &Arc<Dossier>) -> (Vec<Seal>, bool) {
    let (mut seals, mut is_broken) = (Vec::new(), false);
    for suffix in (0..SEALS).map(suffix) {
        let names = [format!("sceau{suffix}.json"), format!("sceau{suffix}.sig")];
        if names.iter().any(|name| archive.has(name)) {
            match read_one(archive, present, &names, &suffix) {
                Ok(seal) => seals.push(seal),
                Err(_) => is_broken = true,
            }
        }
    }
    (seals, is_broken)
}

fn read_one(
    archive: &mut Archive<'_>,
    present: &Arc<Dossier>,
    [statement_name, signature_name]: &[String; 2],
    suffix: &str,
) -> Result<Seal, DossierError> {
    let bytes = archive.content(statement_name)?.to_vec();
    let signature = archive.content(signature_name)?.to_vec();
    let invalid = |error: &dyn core::fmt::Display| DossierError::invalid(statement_name, error);
    let statement: Statement = serde_json::from_slice(&bytes).map_err(|error| invalid(&error))?;
    if statement.format != FORMAT {
        return Err(invalid(&format_args!("format {}", statement.format)));
    }
    let (mut members, mut is_present) = (Members::new(), true);
    for Member { name, sha256: sum } in &statement.members {
        if content_of(&members, name).is_some() {
            return Err(invalid(&"a member twice"));
        }
        let aside = format!("scelle{suffix}/{name}");
        let content = if archive.has(&aside) {
            is_present &= name == NOTICE;
            archive.content(&aside)?
        } else {
            archive.content(name)?
        };
        if sha256(&content) != *sum {
            return Err(DossierError::Damaged { member: name.clone() });
        }
        members.push((name.clone(), content));
    }
    // `dossier.json` names all others with their sums: where it is the same, all is.
    let state = if is_present && content_of(&members, DOSSIER).is_some() {
        Arc::clone(present)
    } else {
        Arc::new(json::read(&mut Aside(members.iter().collect()))?)
    };
    Ok(Seal {
        unsigned: Unsigned {
            statement,
            bytes,
            members,
            state,
        },
        signature,
    })
}

fn content_of<'a>(members: &'a Members, name: &str) -> Option<&'a Arc<[u8]>> {
    let mut members = members.iter();
    members
        .find(|(member, _)| member == name)
        .map(|(_, content)| content)
}

/// The members that were sealed and not read yet: as in an archive, each is read once.
struct Aside<'a>(Vec<&'a (String, Arc<[u8]>)>);

impl Source for Aside<'_> {
    fn read(&mut self, member: &str) -> Result<Arc<[u8]>, DossierError> {
        let place = self.0.iter().position(|(name, _)| name == member);
        let place = place.ok_or_else(|| DossierError::Missing {
            member: member.to_owned(),
        })?;
        let (_, content) = self.0.swap_remove(place);
        Ok(Arc::clone(content))
    }
}

impl Dossier {
    /// Whether it takes, with these seals, no more than one in `parts` of what a dossier takes. What came in from a file
    /// while a dossier was open shall leave room for what is done next.
    pub fn fits(&self, seals: &[Seal], parts: usize) -> bool {
        let fit = |members: &Members| {
            let sizes = || members.iter().map(|(_, content)| content.len());
            members.len() <= MEMBER_COUNT_LIMIT / parts
                && sizes().all(|size| size <= MEMBER_LIMIT / parts)
                && sizes().sum::<usize>() <= ARCHIVE_LIMIT / parts
        };
        let written = self.members("").map(|mut written| {
            written.extend(members(seals, &written));
            written
        });
        limits::check(self, parts).is_ok() && written.is_ok_and(|written| fit(&written))
    }
}
