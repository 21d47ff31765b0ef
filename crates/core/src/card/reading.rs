//! All the public data of a card: what [`read`] finds on it, and what a file tells of it.

/// The public data of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The answer to reset; empty where it is not known, as with a certificate's file.
    pub atr: Vec<u8>,
    /// EF.SN.ICC: the content of its template `5A`, which begins with the issuer's number 8025000001.
    pub serial: Option<Vec<u8>>,
    /// The label in EF.TokenInfo, such as `CPS3v3-2600301752`.
    pub label: Option<String>,
    /// The certificates, in the order of the card.
    pub certificates: Vec<Held>,
    /// How many commands it took; 0 where no card was read.
    pub commands: u32,
}

/// A certificate of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// What the card calls it; empty where that is not known.
    pub label: String,
    /// The DER, as it lies there. It may be no certificate at all.
    pub der: Vec<u8>,
}
