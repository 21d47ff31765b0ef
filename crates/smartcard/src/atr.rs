//! The answer to reset (ISO/IEC 7816-3, section 8), and the card generation that it reveals.

/// A generation of cards of the CPS family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generation {
    /// CPS2ter, no longer issued.
    Cps2ter,
    /// CPS3, by contact.
    Cps3,
    /// CPS3, without contact.
    Cps3Contactless,
    /// CPS4.
    Cps4,
    /// CPS4, in a version made before it was issued.
    Cps4Candidate,
}

/// What an answer to reset reveals: the family and the generation, never the kind of card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// A card of the CPS family.
    Cps(Generation),
    /// A card of the CPS family, of a generation that is not known.
    UnknownCps,
    /// The card of an insured person.
    Vitale,
    /// Another card.
    Unknown,
    /// No answer to reset.
    Malformed,
}

/// The known answers to reset, whole, as the Cryptolib and others' tools list them. None was read from a card, and the
/// version in that of CPS2ter is a guess.
const KNOWN: [(&[u8], Generation); 6] = [
    (
        b"\x3b\xac\x00\x40\x2a\x00\x12\x25\x00\x64\x80\x00\x03\x10\x00\x90\x00",
        Generation::Cps3,
    ),
    (
        b"\x3b\x8f\x80\x01\x00\x31\xb8\x64\x04\xb0\xec\xc1\x73\x94\x01\x80\x82\x90\x00\x0e",
        Generation::Cps3Contactless,
    ),
    (
        b"\x3b\x9b\x18\x80\x01\x00\x12\x25\x00\x64\x80\x04\x01\x00\x00\x90\x44",
        Generation::Cps4,
    ),
    (
        b"\x3b\x9b\x18\x80\x01\x00\x12\x25\x00\x64\x80\x00\x04\x01\x00\x90\x44",
        Generation::Cps4Candidate,
    ),
    (
        b"\x3b\xdc\x18\xff\x00\x00\x12\x25\x00\x64\x80\x00\x04\x01\x00\x90\x00",
        Generation::Cps4Candidate,
    ),
    (
        b"\x3b\xac\x00\x40\x2a\x00\x12\x25\x00\x64\x80\x82\x02\x12\x00\x90\x00",
        Generation::Cps2ter,
    ),
];

/// How the historical bytes of the whole family begin, by contact.
const FAMILY: &[u8] = &[0x00, 0x12, 0x25, 0x00, 0x64, 0x80];

/// The longest there may be, in bytes (ISO/IEC 7816-3, section 8.1).
pub const MAX_LEN: usize = 33;

/// Says what kind of card an answer to reset comes from.
pub fn recognise(atr: &[u8]) -> Recognised {
    if let Some((_, generation)) = KNOWN.iter().find(|(known, _)| *known == atr) {
        return Recognised::Cps(*generation);
    }
    match (Atr::parse(atr).filter(|parsed| parsed.intact), atr) {
        (None, _) => Recognised::Malformed,
        (Some(parsed), _) if parsed.historical.starts_with(FAMILY) => Recognised::UnknownCps,
        (_, [0x3b, 0x75, 0x13, 0x00, 0x00, 0x40..=0x4f, 0x09, 0xea, 0x90, 0x00]) => Recognised::Vitale,
        _ => Recognised::Unknown,
    }
}

/// An answer to reset, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Atr {
    /// TA1: Fi and Di.
    pub ta1: Option<u8>,
    /// TC1: the extra guard time.
    pub tc1: Option<u8>,
    /// TA2: the specific mode.
    pub ta2: Option<u8>,
    /// TC2: WI, the waiting time integer of T=0.
    pub tc2: Option<u8>,
    /// The values of T, in the order of the card, without 15, which is not a protocol; T=0 if the card names none.
    pub protocols: Vec<u8>,
    /// Whether TS announces the inverse convention.
    pub inverse: bool,
    /// The historical bytes.
    pub historical: Vec<u8>,
    /// Whether it ends as it must: with the historical bytes if the card offers only T=0, otherwise with TCK, which
    /// makes the exclusive or of all bytes after TS zero.
    pub intact: bool,
}

impl Atr {
    /// Takes an answer to reset apart; `None` if it does not begin with a TS, is too long, or ends too early. One with
    /// a wrong TCK is accepted all the same ([`Atr::intact`]): the reader that gives it may still be able to use the
    /// card.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let [ts @ (0x3b | 0x3f), t0, rest @ ..] = bytes else {
            return None;
        };
        if bytes.len() > MAX_LEN {
            return None;
        }
        let mut atr = Self {
            inverse: *ts == 0x3f,
            ..Self::default()
        };
        let mut rest = rest.iter().copied();
        let mut present = t0 >> 4;
        let mut group = 1;
        let mut has_tck = false;
        loop {
            let mut next = |bit: u8| match present & bit {
                0 => Some(None),
                _ => rest.next().map(Some),
            };
            let (ta, _tb, tc, td) = (next(1)?, next(2)?, next(4)?, next(8)?);
            match group {
                1 => (atr.ta1, atr.tc1) = (ta, tc),
                2 => (atr.ta2, atr.tc2) = (ta, tc),
                _ => {}
            }
            let Some(td) = td else { break };
            // T=15 alone, for the bytes that belong to no protocol, requires TCK too.
            has_tck |= td & 0x0f != 0;
            atr.protocols.extend(Some(td & 0x0f).filter(|t| *t != 15));
            present = td >> 4;
            group += 1;
        }
        if atr.protocols.is_empty() {
            atr.protocols.push(0);
        }
        let rest: Vec<u8> = rest.collect();
        let (historical, end) = rest.split_at_checked(usize::from(t0 & 0x0f))?;
        atr.historical = historical.to_vec();
        let sum = bytes.iter().skip(1).fold(0, |sum, byte| sum ^ byte);
        atr.intact = match end {
            [] => !has_tck,
            [_] => has_tck && sum == 0,
            _ => false,
        };
        Some(atr)
    }
}
