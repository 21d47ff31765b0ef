//! What card is wanted: its generation, its kind, its faults.

/// A generation of cards, or what is no card of the family at all. The chip and the answer to reset tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generation {
    /// CPS3, by its contacts: T=0 only.
    Cps3,
    /// CPS3, without contact.
    Cps3Contactless,
    /// CPS4, by its contacts: answers with the data at once where the protocol lets it.
    Cps4,
    /// A card of the family in a version that nobody knows.
    Unheard,
    /// A Vitale card.
    Vitale,
    /// Some other card.
    Other,
}

/// What a generation does.
#[derive(Clone, Copy, Debug)]
pub struct Make {
    /// The word for it in options.
    pub name: &'static str,
    /// The answer to reset.
    pub atr: &'static [u8],
    /// The application; none: no file of the family.
    pub application: Option<[u8; 13]>,
    /// Whether SELECT by path (P1 = 09) takes the whole path, with the master file; else a path from where one is.
    pub whole_path: bool,
    /// Whether data are always fetched (61xx), and a wrong length is refused (6Cxx), as with T=0.
    pub fetched: bool,
    /// The most bytes that READ BINARY gives.
    pub slice: usize,
    /// What the label of EF.TokenInfo begins with.
    pub label: &'static str,
    /// The first identifier of the files of certificates: made up.
    pub files: u16,
}

/// The application of the cards by their contacts; the last byte but one differs without contact.
const APPLICATION: [u8; 13] = [
    0xe8, 0x28, 0xbd, 0x08, 0x0f, 0x80, 0x25, 0x00, 0x00, 0x01, 0xff, 0x00, 0x10,
];
const CONTACTLESS: [u8; 13] = [
    0xe8, 0x28, 0xbd, 0x08, 0x0f, 0x80, 0x25, 0x00, 0x00, 0x01, 0xff, 0x00, 0x20,
];

impl Generation {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Cps3,
        Self::Cps3Contactless,
        Self::Cps4,
        Self::Unheard,
        Self::Vitale,
        Self::Other,
    ];

    /// Those with certificates.
    pub const FAMILY: [Self; 4] = [Self::Cps3, Self::Cps3Contactless, Self::Cps4, Self::Unheard];

    /// What it does.
    pub const fn make(self) -> Make {
        const NONE: Make = Make {
            name: "other",
            atr: &[0x3b, 0x02, 0x14, 0x50],
            application: None,
            whole_path: true,
            fetched: true,
            slice: 0x100,
            label: "",
            files: 0,
        };
        const CPS3: Make = Make {
            name: "cps3",
            atr: b"\x3b\xac\x00\x40\x2a\x00\x12\x25\x00\x64\x80\x00\x03\x10\x00\x90\x00",
            application: Some(APPLICATION),
            whole_path: true,
            fetched: true,
            slice: 0xe7,
            label: "CPS3v3-",
            files: 0x4d01,
        };
        match self {
            Self::Cps3 => CPS3,
            Self::Cps3Contactless => Make {
                name: "cps3-contactless",
                atr: b"\x3b\x8f\x80\x01\x00\x31\xb8\x64\x04\xb0\xec\xc1\x73\x94\x01\x80\x82\x90\x00\x0e",
                application: Some(CONTACTLESS),
                fetched: false,
                files: 0x4e01,
                ..CPS3
            },
            Self::Cps4 => Make {
                name: "cps4",
                atr: b"\x3b\x9b\x18\x80\x01\x00\x12\x25\x00\x64\x80\x04\x01\x00\x00\x90\x44",
                application: Some(APPLICATION),
                whole_path: false,
                fetched: false,
                slice: 0x100,
                label: "CPS4v1-",
                files: 0x6b10,
            },
            Self::Unheard => Make {
                name: "unheard",
                atr: b"\x3b\xac\x00\x40\x2a\x00\x12\x25\x00\x64\x80\x00\x07\x01\x00\x90\x00",
                label: "CPS7v1-",
                files: 0x2a40,
                ..CPS3
            },
            Self::Vitale => Make {
                name: "vitale",
                atr: b"\x3b\x75\x13\x00\x00\x44\x09\xea\x90\x00",
                ..NONE
            },
            Self::Other => NONE,
        }
    }
}

/// Who holds the card: what the types of `TRE_G02` say, but for the two in one code that the titles tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Professionnel de santé.
    Cps,
    /// Professionnel de santé en formation.
    Cpf,
    /// Personnel d'établissement.
    Cpe,
    /// Directeur d'établissement.
    Cde,
    /// A service of an establishment: nobody's name.
    Service,
    /// Personnel autorisé.
    Cpa,
    /// Directeur autorisé.
    Cda,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Cps,
        Self::Cpf,
        Self::Cpe,
        Self::Cde,
        Self::Service,
        Self::Cpa,
        Self::Cda,
    ];

    /// The word for it in options.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cps => "cps",
            Self::Cpf => "cpf",
            Self::Cpe => "cpe",
            Self::Cde => "cde",
            Self::Service => "service",
            Self::Cpa => "cpa",
            Self::Cda => "cda",
        }
    }
}

/// The card wanted.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its generation.
    pub generation: Generation,
    /// Who holds it.
    pub kind: Kind,
    /// Whether it says that it is a real card (category 00), not one for tests (80). The people stay made up.
    pub real: bool,
    /// Whether a CPS says that its holder is responsible for the structure (`TRE_G04`, 01).
    pub responsible: bool,
    /// The ten digits of its number.
    pub number: String,
    /// The nine digits of the structure's FINESS.
    pub finess: String,
    /// The structure's name.
    pub structure: String,
    /// How many days its certificates have left; below 0, since when they have none.
    pub days_left: i64,
    /// What is wrong with it.
    pub faults: Faults,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            generation: Generation::Cps3,
            kind: Kind::Cps,
            real: false,
            responsible: false,
            number: "2900995235".into(),
            finess: "210780581".into(),
            structure: "HÔPITAL FICTIF DE L'ÉTÉ".into(),
            days_left: 800,
            faults: Faults::default(),
        }
    }
}

/// What is wrong with a card.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "faults come in any combination")]
pub struct Faults {
    /// It does not answer at all.
    pub mute: bool,
    /// It has no certificate.
    pub without_certificates: bool,
    /// It is taken out once it has had so many commands.
    pub removed_after: Option<usize>,
    /// The ways of SELECT that it refuses, by their P1.
    pub refused: Vec<u8>,
    /// EF.DIR is made of records.
    pub records: bool,
    /// A CPS4 whose files are behind its applet, which wants the sequence of the Cryptolib.
    pub applet: bool,
    /// The sizes that it tells are wrong.
    pub wrong_sizes: bool,
}
