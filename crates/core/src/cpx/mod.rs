//! What the certificates of a CPx card say of the card and of its holder.
//!
//! [`Says`] is what one certificate says; [`describe`] turns everything that was read into [`Card`]s. Everything is
//! shown as written and nothing is refused: unknown values are kept.

mod code;
mod describe;
mod files;
mod holder;

use time::OffsetDateTime;

pub use code::{Category, Kind, Responsibility};
pub use describe::{
    Agreement, Card, CardCertificate, Description, Disagreement, MAX_CERTIFICATES, NotACard, Remark,
    Verification, describe,
};
pub use files::in_files;
pub use holder::{Holder, Naming, NationalId, NationalIdSort, Structure, StructureIdSort};

use certiroc_pki::x509::{Certificate, KeyUsage};

/// What one certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Says {
    /// The kind of card.
    pub kind: Option<Kind>,
    /// Whether it is a card, and whether it is a test card.
    pub category: Option<Category>,
    /// The number of the card: the issuer's, `/`, and ten digits.
    pub number: Option<String>,
    /// The code of the profession (`TRE_G15`), such as `10` or `60`.
    pub profession: Option<String>,
    /// What the holder answers for in his structure.
    pub responsibility: Option<Responsibility>,
    /// Who holds the card.
    pub holder: Holder,
    /// Whom he works for.
    pub structure: Option<Structure>,
    /// What the certificate is for.
    pub usage: Usage,
    /// The first instant of its validity.
    pub not_before: OffsetDateTime,
    /// The last instant of its validity.
    pub not_after: OffsetDateTime,
}

/// What a certificate of a card is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Usage {
    /// To authenticate: `digitalSignature`, and `clientAuth`.
    Authentication,
    /// To sign: `nonRepudiation`.
    Signature,
    /// The one that is read without contact: « Certificat Technique CPS ». Its label alone tells.
    Technical,
    /// Something else.
    Other,
}

const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
/// How the label of the contactless certificate begins.
const TECHNICAL: &str = "Certificat Technique";

impl Usage {
    /// What a certificate is for; `label` is what the card calls it, empty where that is not known.
    pub fn of(certificate: &Certificate, label: &str) -> Self {
        let usage = certificate.key_usage().unwrap_or(KeyUsage(0));
        let purposes = certificate.extended_key_usage().unwrap_or_default();
        let authenticates = purposes.iter().any(|purpose| purpose == CLIENT_AUTH);
        if label.starts_with(TECHNICAL) {
            Self::Technical
        } else if usage.contains(KeyUsage::DIGITAL_SIGNATURE) && authenticates {
            Self::Authentication
        } else if usage.contains(KeyUsage::NON_REPUDIATION) {
            Self::Signature
        } else {
            Self::Other
        }
    }
}

impl Says {
    /// Reads a certificate, of a card or not; `label` is what the card calls it, empty where that is not known.
    pub fn read(certificate: &Certificate, label: &str) -> Self {
        Self {
            kind: Kind::read(certificate),
            category: Category::read(certificate),
            number: code::number(certificate),
            profession: code::profession(certificate),
            responsibility: Responsibility::read(certificate),
            holder: Holder::read(&certificate.subject),
            structure: Structure::read(&certificate.subject),
            usage: Usage::of(certificate, label),
            not_before: certificate.not_before,
            not_after: certificate.not_after,
        }
    }

    /// Whether a card bears the certificate: it tells the kind of card or its number, and its category is none of
    /// those that are no card's, such as that of persons' software certificates.
    pub const fn is_of_a_card(&self) -> bool {
        (self.kind.is_some() || self.number.is_some()) && !matches!(self.category, Some(Category::Other(_)))
    }
}
