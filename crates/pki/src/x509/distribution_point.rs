//! Where revocation lists are published, and what they are about (RFC 5280, sections 4.2.1.13 and 5.2.5). Read here to
//! the last byte: x509-parser passes over what it does not understand of them, and a restriction passed over makes a
//! list speak of certificates that it is not about.

use core::fmt;

use pkcs8::der::{self, Decode, Reader, SliceReader, Tag, TagNumber, Tagged};
use x509_parser::extensions::GeneralName as ParsedName;
use x509_parser::prelude::FromDer;
use x509_parser::x509::RelativeDistinguishedName;

use super::{GeneralName, Name, NameAttribute};

/// One of the places that a certificate names for lists about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DistributionPoint {
    /// Where the list is.
    pub name: Option<DistributionPointName>,
    /// The reasons that the list there is about; `None`: all.
    pub reasons: Option<Reasons>,
    /// `cRLIssuer`: who signs the list, where it is not the certificate's own issuer; empty if it is.
    pub crl_issuer: Vec<GeneralName>,
}

/// `DistributionPointName`
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DistributionPointName {
    /// `fullName`: the addresses, each of the same list.
    Full(Vec<GeneralName>),
    /// `nameRelativeToCRLIssuer`: what is to be added to the name of the list's issuer.
    Relative(Vec<NameAttribute>),
}

/// `ReasonFlags`: the first bit is bit 0. For each number of a reason (section 5.3.1) up to 6 the bit of that number, then
/// `privilegeWithdrawn` and `aACompromise`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reasons(pub u16);

impl Reasons {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// Every reason that has a bit; the first bit is unused.
    pub const ALL: Self = Self(0x1fe);

    /// Those of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those of either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether every one of `other` is among them.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The content of a BIT STRING, its first byte included.
    fn read(content: &[u8]) -> Option<Self> {
        let (unused, bits) = content.split_first()?;
        let padding = bits.last().map_or(0, |last| last.trailing_zeros());
        if *unused > 7 || u32::from(*unused) > padding {
            return None;
        }
        let flags = bits.iter().take(2).rev();
        let flags = flags.fold(0, |flags, byte| flags << 8 | u16::from(byte.reverse_bits()));
        Some(Self(flags).and(Self::ALL))
    }
}

/// `issuingDistributionPoint`: what a revocation list is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they are the standard's")]
pub struct IssuingDistributionPoint {
    /// Where it is published; a certificate must name the same place.
    pub name: Option<DistributionPointName>,
    /// `onlyContainsUserCerts`
    pub only_user: bool,
    /// `onlyContainsCACerts`
    pub only_authorities: bool,
    /// `onlySomeReasons`; `None`: all.
    pub only_some_reasons: Option<Reasons>,
    /// `indirectCRL`
    pub indirect: bool,
    /// `onlyContainsAttributeCerts`
    pub only_attribute: bool,
}

impl DistributionPointName {
    /// The names of the place, where the list's issuer is of this name (section 4.2.1.13).
    pub fn resolve(&self, crl_issuer: &Name) -> Vec<GeneralName> {
        match self {
            Self::Full(names) => names.clone(),
            Self::Relative(attributes) => vec![GeneralName::Directory(crl_issuer.child(attributes))],
        }
    }

    /// The content of the field, which is tagged once more, being a CHOICE.
    fn read(content: &[u8]) -> Option<Self> {
        let (0xa0 | 0xa1, field) = single(content)? else {
            return None;
        };
        if content[0] == 0xa0 {
            return general_names(field).map(Self::Full);
        }
        // The tag [1] stands in the place of SET's.
        let mut set = content.to_vec();
        set[0] = 0x31;
        let (rest, rdn) = RelativeDistinguishedName::from_der(&set).ok()?;
        let attributes = Name::read_rdn(&rdn, 0);
        (rest.is_empty() && !attributes.is_empty()).then_some(Self::Relative(attributes))
    }
}

/// The addresses, or the relative name, as readers see them.
impl fmt::Display for DistributionPointName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<_> = match self {
            Self::Full(names) => names.iter().map(ToString::to_string).collect(),
            Self::Relative(attributes) => attributes.iter().map(ToString::to_string).collect(),
        };
        f.write_str(&parts.join(match self {
            Self::Full(_) => ", ",
            Self::Relative(_) => "+",
        }))
    }
}

impl DistributionPoint {
    /// The addresses; empty where it has none of its own.
    pub fn addresses(&self) -> &[GeneralName] {
        match &self.name {
            Some(DistributionPointName::Full(names)) => names,
            _ => &[],
        }
    }

    /// `cRLDistributionPoints` and `freshestCRL`: the DER of the value; `None` where it breaks its definition.
    pub(super) fn read_all(value: &[u8]) -> Option<Vec<Self>> {
        let (0x30, mut rest) = single(value)? else {
            return None;
        };
        let mut points = Vec::new();
        while !rest.is_empty() {
            let (point, after) = element(rest)?;
            points.push(Self::read(point)?);
            rest = after;
        }
        (!points.is_empty()).then_some(points)
    }

    fn read(der: &[u8]) -> Option<Self> {
        let mut point = Self::default();
        for (number, content) in fields(der)? {
            match number {
                0 => point.name = Some(DistributionPointName::read(content)?),
                1 => point.reasons = Some(Reasons::read(content)?),
                2 => point.crl_issuer = general_names(content)?,
                _ => return None,
            }
        }
        Some(point)
    }
}

impl IssuingDistributionPoint {
    /// The DER of the value; `None` where it breaks its definition.
    pub(super) fn read(value: &[u8]) -> Option<Self> {
        let mut point = Self::default();
        let flag = |content: &[u8]| match content {
            [0] => Some(false),
            [0xff] => Some(true),
            _ => None,
        };
        for (number, content) in fields(value)? {
            match number {
                0 => point.name = Some(DistributionPointName::read(content)?),
                1 => point.only_user = flag(content)?,
                2 => point.only_authorities = flag(content)?,
                3 => point.only_some_reasons = Some(Reasons::read(content)?),
                4 => point.indirect = flag(content)?,
                5 => point.only_attribute = flag(content)?,
                _ => return None,
            }
        }
        Some(point)
    }
}

/// The element that `der` begins with, and what follows.
fn element(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut reader = SliceReader::new(der).ok()?;
    let element = reader.tlv_bytes().ok()?;
    Some((element, der.get(element.len()..)?))
}

/// The tag byte and the content of the one element that `der` is.
fn single(der: &[u8]) -> Option<(u8, &[u8])> {
    let any = der::asn1::AnyRef::from_der(der).ok()?;
    Some((*der.first()?, any.value()))
}

/// The fields of a SEQUENCE of tagged ones: number and content, in the order of the numbers, none twice.
fn fields(der: &[u8]) -> Option<Vec<(u32, &[u8])>> {
    let (0x30, mut rest) = single(der)? else {
        return None;
    };
    let mut fields: Vec<(u32, &[u8])> = Vec::new();
    while !rest.is_empty() {
        let (field, after) = element(rest)?;
        let any = der::asn1::AnyRef::from_der(field).ok()?;
        let Tag::ContextSpecific {
            number: TagNumber(number),
            ..
        } = any.tag()
        else {
            return None;
        };
        if fields.last().is_some_and(|(last, _)| *last >= number) {
            return None;
        }
        fields.push((number, any.value()));
        rest = after;
    }
    Some(fields)
}

/// `GeneralNames`, one at least: its content.
pub(crate) fn general_names(mut content: &[u8]) -> Option<Vec<GeneralName>> {
    let mut names = Vec::new();
    while !content.is_empty() {
        let (rest, name) = ParsedName::from_der(content).ok()?;
        names.push(GeneralName::read(&name));
        content = rest;
    }
    (!names.is_empty()).then_some(names)
}
