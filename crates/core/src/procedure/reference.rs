//! What the procedure prescribes to the letter: addresses, documents, paths and texts.
//!
//! Everything is quoted, in French, from « Procédure d'obtention des certificats logiciels », V3.0.0 of
//! 14/12/2022; each entry names the fiche it comes from. No other file contains an address (a test checks).
//! The document's slips are corrected: « habilitier » for « habiliter », and the misspelt mail addresses.

use crate::authority::{Authority, Environment};

/// A fiche of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The general process, before the fiches.
    Overview,
    /// The fiche on the contract and the card of the legal representative.
    Contract,
    /// The fiche on a new legal representative.
    Representative,
    /// The fiche on the technical administrator.
    Administrator,
    /// The fiche on the authorisation.
    Authorisation,
    /// The fiche on generation and installation.
    Generation,
    /// The fiche on the mandataires.
    Mandataire,
}

/// Where to write, call or go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Address {
    /// The customer service for cards.
    CardsDesk,
    /// The customer service for certificates.
    CertificatesDesk,
    /// The desk for software vendors.
    VendorsDesk,
    /// The customer service by telephone.
    Telephone,
    /// The forms, « Commandes ».
    Orders,
    /// The forms for cards: « Commandes » and « Démarches ».
    CardOrders,
    /// The teleservice TOM.
    Tom,
    /// The ANS's space for industry, where the guides are.
    IndustrySpace,
    /// The IGC-Santé platform.
    Platform,
    /// The platform's page for orders.
    Order,
    /// The certificate of the intermediate authority.
    IntermediateCertificate,
}

/// How an address is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A mail address.
    Mail,
    /// A telephone number, as it is printed.
    Telephone,
    /// The address of a page or file.
    Web,
}

impl Address {
    /// Every address.
    pub const ALL: [Self; 11] = [
        Self::CardsDesk,
        Self::CertificatesDesk,
        Self::VendorsDesk,
        Self::Telephone,
        Self::Orders,
        Self::CardOrders,
        Self::Tom,
        Self::IndustrySpace,
        Self::Platform,
        Self::Order,
        Self::IntermediateCertificate,
    ];

    const fn entry(self) -> (Kind, &'static str, Source) {
        match self {
            Self::CardsDesk => (
                Kind::Mail,
                "monserviceclient.cartes@esante.gouv.fr",
                Source::Representative,
            ),
            Self::CertificatesDesk => (
                Kind::Mail,
                "monserviceclient.certificats@esante.gouv.fr",
                Source::Overview,
            ),
            Self::VendorsDesk => (Kind::Mail, "editeurs@esante.gouv.fr", Source::Generation),
            Self::Telephone => (Kind::Telephone, "08 25 85 20 00", Source::Overview),
            Self::Orders => (
                Kind::Web,
                "https://esante.gouv.fr/securite/cartes-et-certificats/commandes",
                Source::Contract,
            ),
            Self::CardOrders => (
                Kind::Web,
                "https://esante.gouv.fr/offres-services/cartes-de-professionnels-de-sante/commandes?offre=cartes",
                Source::Mandataire,
            ),
            Self::Tom => (
                Kind::Web,
                "https://tom.eservices.esante.gouv.fr/tom/",
                Source::Administrator,
            ),
            Self::IndustrySpace => (
                Kind::Web,
                "https://industriels.esante.gouv.fr/",
                Source::Generation,
            ),
            Self::Platform => (
                Kind::Web,
                "https://pfc-auth.eservices.esante.gouv.fr/",
                Source::Generation,
            ),
            Self::Order => (
                Kind::Web,
                "https://pfc.eservices.esante.gouv.fr/pfcng-ihm/authentication.xhtml",
                Source::Generation,
            ),
            Self::IntermediateCertificate => (
                Kind::Web,
                "http://igc-sante.esante.gouv.fr/AC/ACI-EL-ORG.cer",
                Source::Generation,
            ),
        }
    }

    /// How it is used.
    pub const fn kind(self) -> Kind {
        self.entry().0
    }

    /// The address itself.
    pub const fn text(self) -> &'static str {
        self.entry().1
    }

    /// What a link to it leads to.
    pub fn href(self) -> String {
        match self.kind() {
            Kind::Mail => format!("{MAILTO}{}", self.text()),
            Kind::Telephone => format!("tel:+33{}", self.text()[1..].replace(' ', "")),
            Kind::Web => self.text().to_owned(),
        }
    }

    /// Where the document gives it.
    pub const fn source(self) -> Source {
        self.entry().2
    }
}

/// A form to fill in, or a guide to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Document {
    /// The « contrat d'adhésion ».
    Contract,
    /// Form 101.
    Form101,
    /// Form 301.
    Form301,
    /// Form 413.
    Form413,
    /// Form 502.
    Form502,
    /// The guide of the platform.
    PlatformGuide,
    /// The procedure for making requests.
    CsrProcedure,
}

impl Document {
    /// Every document.
    pub const ALL: [Self; 7] = [
        Self::Contract,
        Self::Form101,
        Self::Form301,
        Self::Form413,
        Self::Form502,
        Self::PlatformGuide,
        Self::CsrProcedure,
    ];

    /// The word for it in addresses of the page.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Contract => "contrat",
            Self::Form101 => "101",
            Self::Form301 => "301",
            Self::Form413 => "413",
            Self::Form502 => "502",
            Self::PlatformGuide => "guide-plateforme",
            Self::CsrProcedure => "guide-csr",
        }
    }

    /// Its name, as the document writes it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Contract => {
                "Formulaire de contrat d'adhésion aux services de l'Agence du numérique en santé relatifs aux moyens d'identification électroniques"
            }
            Self::Form101 => "Formulaire 101 (commande de carte de représentant légal de structure)",
            Self::Form301 => "Formulaire 301 (commande de carte de personnel de structure)",
            Self::Form413 => {
                "Formulaire n°413 (déclaration des administrateurs techniques autorisés à commander des certificats logiciels)"
            }
            Self::Form502 => "Formulaire 502 (désignation de mandataire(s) ou suppression de mandat(s))",
            Self::PlatformGuide => {
                "Guide d'utilisation des services IHM Plateforme IGC-Santé (ANS_IGC-Sante_Guide-IHM_281122_v1.2.0)"
            }
            Self::CsrProcedure => {
                "Procédure de génération de CSR (ANS_PUSC_PSCE_Generation_de_CSR_20170904_v1.7.0)"
            }
        }
    }

    /// Where the document names it, and gives the way to it.
    pub const fn source(self) -> Source {
        match self {
            Self::Contract | Self::Form101 => Source::Contract,
            Self::Form301 | Self::Form502 => Source::Mandataire,
            Self::Form413 => Source::Authorisation,
            Self::PlatformGuide | Self::CsrProcedure => Source::Generation,
        }
    }

    /// The way to a form on the ANS's site; `None` for a guide.
    pub const fn path(self) -> Option<Path> {
        const CONTRACT: Path = Path {
            page: Address::Orders,
            section: "Commandes",
            product: CARD,
            rubric: "Commander le contrat d'adhésion aux services de l'Agence du numérique en santé relatifs aux moyens d'identification électroniques et carte du 1er responsable d'établissement hors PS",
        };
        match self {
            // One rubric for both.
            Self::Contract | Self::Form101 => Some(CONTRACT),
            Self::Form301 => Some(Path {
                page: Address::CardOrders,
                section: "Commandes",
                product: CARD,
                rubric: "Commander des cartes pour un employé non PS",
            }),
            Self::Form413 => Some(Path {
                page: Address::Orders,
                section: "Commandes",
                product: "Certificat logiciel",
                rubric: "Commander un certificat logiciel et habiliter une personne à générer un certificat logiciel (premier certificat)",
            }),
            Self::Form502 => Some(Path {
                page: Address::CardOrders,
                section: "Démarches",
                product: CARD,
                rubric: "Désigner un mandataire",
            }),
            Self::PlatformGuide | Self::CsrProcedure => None,
        }
    }
}

const CARD: &str = "Carte de professionnel de santé";

/// The choices that lead to a form on the ANS's site. Profile and structure are the same for all:
/// [`PROFILE`] and [`STRUCTURE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path {
    /// The page.
    pub page: Address,
    /// « Commandes » or « Démarches ».
    pub section: &'static str,
    /// The choice under « votre produit ».
    pub product: &'static str,
    /// The rubric to select.
    pub rubric: &'static str,
}

/// The choice under « votre profil ».
pub const PROFILE: &str = "Non professionnel de santé";

/// The choice under « votre structure ».
pub const STRUCTURE: &str = "Etablissement de soins ou du domaine de la santé";

/// Where practice has moved since the document. The words, with date and source, are the page's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Practice {
    /// Administrators are designated on a portal.
    Portal,
    /// The platform warns sixty days before the end.
    SixtyDays,
    /// A ministerial order of 2022 on certificates of legal persons.
    Decree,
    /// A guide of 2023 has the legal entity hold the certificates.
    Entity,
}

/// Where technical administrators are changed: on another site.
pub(super) const CPS_SPACE: &str = "L'Espace CPS, rubrique « Vos démarches »";

/// Where the platform's guide tells how to revoke.
pub(super) const REVOCATION_CHAPTER: &str = "chapitre 11 « Révocation de Certificats logiciels »";

/// The way to the guides in [`Address::IndustrySpace`].
pub const GUIDES: [&str; 2] = [
    "Produits et services / IGC Santé Certificats (personne morale, serveurs...)",
    "comment obtenir des produits de certification de tests sur l'IGC-Santé ?",
];

/// What the platform asks for during an order; see
/// [`Product::recommended_service_name`](crate::product::Product::recommended_service_name).
pub const SERVICE_LABEL: &str = "« service applicatif »";

/// What governs the exchanges with the AMC, beyond the procedure.
pub const AMC_FRAMEWORK: &str = "Cadre d'interopérabilité technique des services AMC";

/// How the address of a mail begins (RFC 6068).
pub const MAILTO: &str = "mailto:";

/// The document that all of this follows.
pub const DOCUMENT: &str = "Procédure d'obtention des certificats logiciels, V3.0.0, 14/12/2022";

/// Form 413, section 4.2, « Précisions sur l'usage des certificats et sur votre projet »: the text for
/// ORG SIGN. It says « l'équipe agence » where the other says « l'équipe projet agence »: both stand as in
/// the document.
pub const FORM_413_SIGN: &str = "Projet ROC – usage signature d'un jeton SAML pour répondre au cas d'usage de l'authentification directe d'une personne morale (ES ou assimilé) conformément au Cadre d'interopérabilité technique des services AMC. Usage visé par l'équipe agence du numérique en santé N3";

/// Form 413, section 4.2: the text for ORG AUTH_CLI.
pub const FORM_413_AUTH_CLI: &str = "Projet ROC – usage authentification TLS mutuelle pour répondre au cas d'usage de l'authentification directe d'une personne morale (ES ou assimilé) conformément aux spécifications de l'annuaire AMC. Usage visé par l'équipe projet agence du numérique en santé N3";

/// Form 413: the section and the field that the two texts go into.
pub const FORM_413_USE: [&str; 2] = [
    "Section 4.2 « Usage des certificats et solution utilisée »",
    "Précisions sur l'usage des certificats et sur votre projet",
];

/// Form 413: the section of the box.
pub const FORM_413_TYPES: &str = "Section 4.3 « Types de certificats souhaités »";

/// Form 413, section 4.3: the box to tick.
pub const FORM_413_BOX: &str = "Certificat ORG (Personne morale) usage AUTH_CLI, SIGN, CONF";

/// Where the ANS publishes the certificate of an authority, beside the one that the document names.
pub fn authority_address(authority: &Authority) -> String {
    let folder = match authority.environment {
        Environment::Production => "AC",
        Environment::Test => "AC%20TEST",
    };
    let named = Address::IntermediateCertificate.text();
    let base = named.split("/AC/").next().unwrap_or_default();
    format!("{base}/{folder}/{}.cer", authority.file_stem)
}

/// Whom a task writes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// A mail address of the ANS.
    Mail(Address),
    /// The address printed on the form; the document gives none. Questions and reminders go to the mail
    /// address.
    OnForm(Address),
    /// The hospital's software vendor.
    Vendor,
}

impl Recipient {
    /// The address for questions and reminders, if the document gives one.
    pub const fn desk(self) -> Option<Address> {
        match self {
            Self::Mail(desk) | Self::OnForm(desk) => Some(desk),
            Self::Vendor => None,
        }
    }
}
