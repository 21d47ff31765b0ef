//! The pages and their addresses.
//!
//! An address is a fragment such as `#/demandes`, read as a string: a router on `URL` paths breaks on
//! Windows, where the base of a local file has a drive letter. Other fragments are anchors in the page.

use certiroc_core::next_step::NextStep;
use certiroc_core::procedure::reference::Document;
use certiroc_core::procedure::{FICHES, Next, Place, Question, Role, Task};
use certiroc_pki::x509::Certificate;

/// The first bytes of a certificate's SHA-256: what tells those of a dossier apart, in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Print([u8; 8]);

impl Print {
    /// That of a certificate.
    pub fn of(certificate: &Certificate) -> Self {
        let sha256 = certificate.sha256();
        Self(core::array::from_fn(|index| sha256[index]))
    }

    fn parse(text: &str) -> Option<Self> {
        let number = u64::from_str_radix(text, 16).ok()?;
        let print = Self(number.to_be_bytes());
        // One writing for one page.
        (print.to_string() == text).then_some(print)
    }
}

impl core::fmt::Display for Print {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

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
    /// What came back, and what it is worth.
    Certificates,
    /// The file that a target takes, of the certificate whose SHA-256 begins so.
    Delivery(Print),
    /// How that certificate is revoked.
    Revocation(Print),
    /// Reading any file.
    Verification,
    /// Reading a card, and what the workstation offers for it.
    Reader,
    /// Opening, saving, passphrase, journal.
    Dossier,
    /// Security, privacy, version.
    About,
}

/// The page where the next step is taken.
impl From<NextStep> for Route {
    fn from(step: NextStep) -> Self {
        match step {
            NextStep::SaveDossier => Self::Requests,
            NextStep::Renew(..) => Self::Certificates,
            NextStep::Procedure(Next::Answer(question)) => Self::Question(question),
            NextStep::Procedure(Next::Do(task) | Next::Await(task)) => Self::Task(task),
            NextStep::Procedure(Next::Finished) => Self::Course,
        }
    }
}

/// The page where a task is done.
impl From<Place> for Route {
    fn from(place: Place) -> Self {
        match place {
            Place::Question(question) => Self::Question(question),
            Place::Establishment => Self::Establishment,
            Place::People => Self::People,
            Place::Reader => Self::Reader,
            Place::Requests => Self::Requests,
            Place::Certificates => Self::Certificates,
            Place::Annexes => Self::Annexes,
        }
    }
}

impl Route {
    /// The pages that every page leads to, in the order of the navigation.
    pub const NAVIGATION: [Self; 9] = [
        Self::Home,
        Self::Course,
        Self::Establishment,
        Self::Requests,
        Self::Certificates,
        Self::Dossier,
        Self::Verification,
        Self::Reader,
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
            Self::Delivery(print) => format!("#/livraison/{print}"),
            Self::Revocation(print) => format!("#/revocation/{print}"),
            Self::Verification => "#/verification".into(),
            Self::Reader => "#/lecteur".into(),
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

    /// Whether the page shows what the dossier says.
    pub fn rests_on_dossier(self) -> bool {
        !matches!(self, Self::Annexes | Self::About)
    }

    /// The page of a `location.hash`; `None` for an anchor or an address that is no page of ours.
    /// The empty hash is the home page.
    pub fn from_hash(hash: &str) -> Option<Self> {
        if hash.is_empty() || hash == "#" {
            return Some(Self::Home);
        }
        let print = |prefix: &str| hash.strip_prefix(prefix).and_then(Print::parse);
        let of_certificate = || {
            let delivery = print("#/livraison/").map(Self::Delivery);
            delivery.or_else(|| print("#/revocation/").map(Self::Revocation))
        };
        Self::all()
            .find(|route| route.href() == hash)
            .or_else(of_certificate)
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
        let print = Print([0, 1, 2, 3, 4, 5, 6, 0xff]);
        for route in [Route::Delivery(print), Route::Revocation(print)] {
            assert_eq!(Route::from_hash(&route.href()), Some(route));
        }
        assert_eq!(Route::from_hash("#/livraison/12"), None);
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
