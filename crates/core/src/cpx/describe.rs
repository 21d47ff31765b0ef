//! The cards that a reading or a file describes.

use super::{Category, Holder, Says};
use crate::authority::Authority;
use crate::establishment::Environment;
use certiroc_pki::trust::{Mute, RevocationStatus};
use certiroc_pki::x509::{Certificate, CertificateError, Signature, hexadecimal};
use certiroc_smartcard::reading::{Held, Reading};
use time::OffsetDateTime;

/// How many certificates are described; a card bears three.
pub const MAX_CERTIFICATES: usize = 32;

/// What a reading, or a file, tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// The cards, each with its certificates. A reader's card is one; a file, or a store of Windows, may hold several.
    pub cards: Vec<Card>,
    /// What is of no card.
    pub others: Vec<NotACard>,
    /// What is to be said of the whole.
    pub remarks: Vec<CardRemark>,
}

/// What is to be said of a reading as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardRemark {
    /// Nothing in it is a certificate of a card.
    NotACard,
    /// It holds certificates of so many cards.
    SeveralCards(usize),
    /// They name so many holders.
    SeveralHolders(usize),
    /// It holds more than so many certificates: those after them are not told.
    TooMany(usize),
}

/// Something that was read and is of no card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotACard {
    /// Its label; empty where that is not known.
    pub label: String,
    /// The certificate, of which [`CertificateKind::of`](crate::conformity::CertificateKind::of) says what it is; or why it is
    /// none.
    pub certificate: Result<Certificate, CertificateError>,
}

/// A card, by its certificates: what several say is taken from the one for authentication, or else for signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// What they say together. It can be used from when the first of them begins until that one ends; the card's own end
    /// is not public.
    pub says: Says,
    /// Whether its number is that of the chip.
    pub agreement: Agreement,
    /// Its certificates, in their order; never empty.
    pub certificates: Vec<CardCertificate>,
    /// In what its certificates do not agree.
    pub findings: Vec<Disagreement>,
}

/// In what the certificates of a card do not agree, with each other or with who signed them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disagreement {
    /// They name different holders.
    Holders,
    /// They tell different kinds of card.
    Kinds,
    /// One says that the card is a test card, and another that it is not.
    Categories,
    /// One says that the card is real, and a test authority signed it; or the reverse.
    Environment,
}

/// Whether the number in the certificates is the chip's own (`EF.SN.ICC`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// It is.
    Same,
    /// It is not: the certificates are another card's.
    Different,
    /// One of both is not known, or not of the usual form.
    Unknown,
}

/// A certificate of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardCertificate {
    /// What the card calls it; empty where that is not known.
    pub label: String,
    /// The certificate: its issuer, its serial number.
    pub certificate: Certificate,
    /// What it says.
    pub says: Says,
    /// Whether an authority of IGC-Santé signed it.
    pub signature: Verification,
    /// What a revocation list says of it; `None` where none was looked at.
    pub revocation: Option<Result<RevocationStatus, Mute>>,
}

/// Whether an authority of IGC-Santé signed a certificate. Dates are not looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verification {
    /// This one did, whose certificate is known by its fingerprint.
    Verified(&'static Authority),
    /// The certificate of the authority that it names is not at hand; which one, where it is one of IGC-Santé's that
    /// is known.
    NoAuthority(Option<&'static Authority>),
    /// This one is named and did not: the certificate is damaged, or forged.
    Wrong(&'static Authority),
    /// This one did, and a list says that it is revoked since then, or on hold.
    AuthorityRevoked(&'static Authority, OffsetDateTime),
    /// The algorithm of the signature is not one that we can check.
    Unverifiable,
}

impl Verification {
    fn of<'a>(
        certificate: &Certificate,
        authorities: impl Iterator<Item = &'a Certificate>,
        verdicts: &[([u8; 32], Result<RevocationStatus, Mute>)],
    ) -> Self {
        let pinned = authorities
            .filter(|authority| authority.subject.matches(&certificate.issuer))
            .filter_map(|authority| Some((authority, Authority::by_sha256(&authority.sha256())?)));
        let mut verified = pinned.map(|(authority, known)| (certificate.signed_by(authority), known));
        let Some(first) = verified.next() else {
            let missing = crate::appraisal::missing_authorities(certificate, &[]);
            return Self::NoAuthority(missing.into_iter().find(|known| !known.root));
        };
        // Two authorities may bear one name.
        let best = [first].into_iter().chain(verified);
        match best.max_by_key(|(signature, _)| *signature == Signature::Valid) {
            Some((Signature::Valid, known)) => match revocation(known.sha256, verdicts) {
                Some(Ok(RevocationStatus::Revoked(entry))) => Self::AuthorityRevoked(known, entry.revoked),
                _ => Self::Verified(known),
            },
            Some((Signature::Invalid, known)) => Self::Wrong(known),
            _ => Self::Unverifiable,
        }
    }
}

/// What a reading tells of cards.
///
/// `authorities` are certificates of authorities at hand, beside those that were read: only those of
/// [`authority`](crate::authority) are trusted, whoever gives them. `verdicts` are what revocation lists say, as
/// [`CrlSummary::verdicts`](certiroc_pki::intake::CrlSummary::verdicts) has them: a revocation counts before all, an answer
/// before none.
pub fn describe(
    reading: &Reading,
    authorities: &[Certificate],
    verdicts: &[([u8; 32], Result<RevocationStatus, Mute>)],
) -> Description {
    let mut description = Description::default();
    let read = |held: &Held| (held.label.clone(), Certificate::from_der(&held.der));
    let held: Vec<_> = reading
        .certificates
        .iter()
        .take(MAX_CERTIFICATES)
        .map(read)
        .collect();
    let also_read: Vec<_> = held
        .iter()
        .filter_map(|(_, certificate)| certificate.as_ref().ok())
        .filter(|certificate| Authority::by_sha256(&certificate.sha256()).is_some())
        .cloned()
        .collect();
    let authorities = authorities.iter().chain(&also_read);
    let mut groups: Vec<Vec<CardCertificate>> = Vec::new();
    for (label, certificate) in held {
        let says = certificate.as_ref().ok().and_then(|read| of_a_card(read, &label));
        let (certificate, says) = match (certificate, says) {
            (Ok(certificate), Some(says)) => (certificate, says),
            (certificate, _) => {
                description.others.push(NotACard { label, certificate });
                continue;
            }
        };
        if groups
            .iter()
            .flatten()
            .any(|held| held.certificate == certificate)
        {
            continue;
        }
        let one = CardCertificate {
            label,
            signature: Verification::of(&certificate, authorities.clone(), verdicts),
            revocation: revocation(certificate.sha256(), verdicts),
            certificate,
            says,
        };
        match groups.iter_mut().find(|group| is_of_same_card(group, &one)) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    description.cards = groups
        .into_iter()
        .filter_map(|certificates| Card::new(certificates, reading.serial.as_deref()))
        .collect();
    description.remarks = remarks(&description.cards, reading.certificates.len());
    description
}

/// What a certificate says, where it is a card's.
fn of_a_card(certificate: &Certificate, label: &str) -> Option<Says> {
    let says = Says::read(certificate, label);
    (certificate.authority().is_none() && says.is_of_a_card()).then_some(says)
}

fn remarks(cards: &[Card], held: usize) -> Vec<CardRemark> {
    let mut holders: Vec<&Holder> = Vec::new();
    for card in cards {
        // The contactless certificate alone may name nobody.
        if card.says.holder != Holder::default() && !holders.contains(&&card.says.holder) {
            holders.push(&card.says.holder);
        }
    }
    let all = [
        (cards.is_empty(), CardRemark::NotACard),
        (cards.len() > 1, CardRemark::SeveralCards(cards.len())),
        (holders.len() > 1, CardRemark::SeveralHolders(holders.len())),
        (held > MAX_CERTIFICATES, CardRemark::TooMany(MAX_CERTIFICATES)),
    ];
    let told = all.into_iter().filter(|(is_so, _)| *is_so);
    told.map(|(_, remark)| remark).collect()
}

/// A revocation, or else any answer, or else why there is none.
fn revocation(
    sha256: [u8; 32],
    verdicts: &[([u8; 32], Result<RevocationStatus, Mute>)],
) -> Option<Result<RevocationStatus, Mute>> {
    let own = verdicts.iter().filter(|(of, _)| *of == sha256);
    own.map(|(_, verdict)| verdict)
        .max_by_key(|verdict| match verdict {
            Ok(RevocationStatus::Revoked(entry)) if !entry.is_hold() => 3,
            Ok(RevocationStatus::Revoked(_)) => 2,
            Ok(RevocationStatus::NotRevoked) => 1,
            Err(_) => 0,
        })
        .cloned()
}

/// By the number of the card; where one has none, by the holder's identifier.
fn is_of_same_card(group: &[CardCertificate], one: &CardCertificate) -> bool {
    let key = |held: &CardCertificate| (held.says.number.clone(), held.says.holder.national_id.clone());
    group.iter().any(|held| match (key(held), key(one)) {
        ((Some(held), _), (Some(one), _)) => held == one,
        ((_, held), (_, one)) => held.is_some() && held == one,
    })
}

impl Card {
    /// `None` of no certificate.
    fn new(certificates: Vec<CardCertificate>, serial: Option<&[u8]>) -> Option<Self> {
        // An old certificate may lie beside the one that replaced it.
        let rank = |says: &Says| (says.usage, core::cmp::Reverse(says.not_after));
        let mut by_rank: Vec<&Says> = Vec::new();
        for held in &certificates {
            let says = &held.says;
            let place = by_rank.iter().position(|other| rank(other) > rank(says));
            by_rank.insert(place.unwrap_or(by_rank.len()), says);
        }
        let first = *by_rank.first()?;
        let number = first_of(&by_rank, |says| says.number.as_ref());
        let names_somebody = |says: &&&Says| says.holder != Holder::default();
        let holder = by_rank
            .iter()
            .find(names_somebody)
            .unwrap_or(&first)
            .holder
            .clone();
        Some(Self {
            agreement: Agreement::between(serial, number.as_deref()),
            findings: Disagreement::between(&certificates),
            says: Says {
                kind: first_of(&by_rank, |says| says.kind.as_ref()),
                category: first_of(&by_rank, |says| says.category.as_ref()),
                profession: first_of(&by_rank, |says| says.profession.as_ref()),
                responsibility: first_of(&by_rank, |says| says.responsibility.as_ref()),
                structure: first_of(&by_rank, |says| says.structure.as_ref()),
                holder,
                number,
                ..first.clone()
            },
            certificates,
        })
    }

    /// Whether the card is real or for tests: by its category, and by who signed its certificates. `None` where neither
    /// tells.
    pub fn environment(&self) -> Option<Environment> {
        let signed = self.certificates.iter().filter_map(CardCertificate::signed_in);
        let says = self
            .certificates
            .iter()
            .filter_map(|held| held.says.category.as_ref());
        let told = signed.chain(says.filter_map(Category::environment));
        // One that says test counts before all that say real.
        told.max_by_key(|environment| *environment == Environment::Test)
    }
}

fn first_of<T: Clone>(by_rank: &[&Says], get: impl Fn(&Says) -> Option<&T>) -> Option<T> {
    by_rank.iter().find_map(|says| get(says)).cloned()
}

impl Category {
    /// Whether real or for tests; `None` of another product.
    pub const fn environment(&self) -> Option<Environment> {
        match self {
            Self::Card => Some(Environment::Production),
            Self::TestCard => Some(Environment::Test),
            Self::Other(_) => None,
        }
    }
}

impl CardCertificate {
    /// The hierarchy of the authority that signed it.
    fn signed_in(&self) -> Option<Environment> {
        match self.signature {
            Verification::Verified(known) => Some(known.environment),
            _ => None,
        }
    }
}

impl Disagreement {
    /// In what certificates of one card do not agree.
    pub fn between(certificates: &[CardCertificate]) -> Vec<Self> {
        let says = || certificates.iter().map(|held| &held.says);
        let signed_elsewhere = |held: &CardCertificate| {
            let told = held.says.category.as_ref().and_then(Category::environment);
            let signed = held.signed_in();
            told.is_some() && signed.is_some() && told != signed
        };
        let all = [
            (
                // The contactless certificate need not name the holder.
                differ(says().filter_map(|says| says.holder.national_id.as_ref()))
                    || differ(says().filter_map(|says| says.holder.name())),
                Self::Holders,
            ),
            (differ(says().filter_map(|says| says.kind.as_ref())), Self::Kinds),
            (
                differ(says().filter_map(|says| says.category.as_ref())),
                Self::Categories,
            ),
            (certificates.iter().any(signed_elsewhere), Self::Environment),
        ];
        let found = all.into_iter().filter(|(is_so, _)| *is_so);
        found.map(|(_, finding)| finding).collect()
    }
}

fn differ<T: PartialEq>(mut values: impl Iterator<Item = T>) -> bool {
    let first = values.next();
    first.is_some_and(|first| values.any(|value| value != first))
}

impl Agreement {
    /// `serial` is the content of EF.SN.ICC, two digits a byte: the issuer's ten, then the card's. What its last byte
    /// means is not sure, so that of the card's ten digits the first eight count.
    fn between(serial: Option<&[u8]>, number: Option<&str>) -> Self {
        const ISSUER: usize = 10;
        const COUNTED: usize = 8;
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let chip = serial.map(hexadecimal);
        let chip = chip.as_deref().and_then(|chip| chip.get(..ISSUER + COUNTED));
        let chip = chip.filter(|chip| is_digits(chip));
        let number = number.and_then(|number| number.split_once('/'));
        let number =
            number.filter(|(issuer, own)| issuer.len() == ISSUER && is_digits(issuer) && is_digits(own));
        let number = number.and_then(|(issuer, own)| Some([issuer, own.get(..COUNTED)?].concat()));
        match (chip, number) {
            (Some(chip), Some(number)) if chip == number => Self::Same,
            (Some(_), Some(_)) => Self::Different,
            _ => Self::Unknown,
        }
    }
}
