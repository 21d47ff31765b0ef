//! The pages and their addresses.
//!
//! An address is a fragment such as `#/demandes`, read as a string: a router on `URL` paths breaks on
//! Windows, where the base of a local file has a drive letter. Other fragments are anchors in the page.

use certiroc_core::procedure::reference::Document;
use certiroc_core::procedure::{FICHES, Question, Role, Task};
use certiroc_core::product::Product;

/// A page of the application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// What this is, and what to do now.
    #[default]
    Home,
    /// The procedure as a list of tasks.
    Course,
    /// A question of the procedure.
    Question(Question),
    /// A task of the procedure.
    Task(Task),
    /// A form of the ANS.
    Form(Document),
    /// What one person has to do, to be given to that person.
    Sheet(Role),
    /// Who plays which role.
    People,
    /// The whole dossier on paper.
    Report,
    /// The document's annexes.
    Annexes,
    /// The establishment's form.
    Establishment,
    /// The two keys and requests.
    Requests,
    /// What came back, and what is to be thought of it.
    Certificates,
    /// The file that a target takes.
    Delivery(Product),
    /// How a certificate is revoked.
    Revocation(Product),
    /// Reading any file.
    Verification,
    /// Opening, saving, passphrase, journal.
    Dossier,
    /// Security, privacy, version.
    About,
}

impl Route {
    /// The pages that every page leads to, in the order of the navigation.
    pub const NAVIGATION: [Self; 8] = [
        Self::Home,
        Self::Course,
        Self::Establishment,
        Self::Requests,
        Self::Certificates,
        Self::Dossier,
        Self::Verification,
        Self::About,
    ];

    /// The address, as a `href`.
    pub fn href(self) -> String {
        match self {
            Self::Home => "#/".into(),
            Self::Course => "#/parcours".into(),
            Self::Question(question) => format!("#/questions/{}", question.slug()),
            Self::Task(task) => format!("#/fiche/{}", task.fiche().slug),
            Self::Form(document) => format!("#/formulaire/{}", document.slug()),
            Self::Sheet(role) => format!("#/feuille/{}", role.slug()),
            Self::People => "#/personnes".into(),
            Self::Report => "#/etat".into(),
            Self::Annexes => "#/annexes".into(),
            Self::Establishment => "#/etablissement".into(),
            Self::Requests => "#/demandes".into(),
            Self::Certificates => "#/certificats".into(),
            Self::Delivery(product) => format!("#/livraison/{}", product.slug()),
            Self::Revocation(product) => format!("#/revocation/{}", product.slug()),
            Self::Verification => "#/verification".into(),
            Self::Dossier => "#/dossier".into(),
            Self::About => "#/a-propos".into(),
        }
    }

    /// The page of [`Self::NAVIGATION`] that this one belongs to.
    pub fn section(self) -> Self {
        match self {
            Self::Delivery(_) | Self::Revocation(_) => Self::Certificates,
            page if Self::NAVIGATION.contains(&page) => page,
            _ => Self::Course,
        }
    }

    /// The page of a `location.hash`; `None` for an anchor or an address that is no page of ours.
    /// The empty hash is the home page.
    pub fn from_hash(hash: &str) -> Option<Self> {
        if hash.is_empty() || hash == "#" {
            return Some(Self::Home);
        }
        Self::all().find(|route| route.href() == hash)
    }

    /// Every page.
    fn all() -> impl Iterator<Item = Self> {
        let forms = Document::ALL
            .into_iter()
            .filter(|document| document.path().is_some());
        Self::NAVIGATION
            .into_iter()
            .chain([Self::People, Self::Report, Self::Annexes])
            .chain(Question::ALL.map(Self::Question))
            .chain(FICHES.each_ref().map(|fiche| Self::Task(fiche.task)))
            .chain(forms.map(Self::Form))
            .chain(Role::ALL.map(Self::Sheet))
            .chain(Product::ALL.map(Self::Delivery))
            .chain(Product::ALL.map(Self::Revocation))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_round_trip() {
        for route in Route::all() {
            assert_eq!(Route::from_hash(&route.href()), Some(route));
        }
    }

    #[test]
    fn anchors_and_drive_letters_are_no_pages() {
        for hash in [
            "#contenu",
            "#/E:/demandes",
            "#/demandes/",
            "#/fiche/",
            "#/formulaire/guide-csr",
            "#//",
            "#/%",
            "demandes",
        ] {
            assert_eq!(Route::from_hash(hash), None, "{hash}");
        }
    }
}
