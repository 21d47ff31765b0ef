//! The pages and their addresses.
//!
//! An address is a fragment such as `#/demandes`, read as a string: a router on `URL` paths breaks on
//! Windows, where the base of a local file has a drive letter. Other fragments are anchors in the page.

/// A page of the application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// What this is, and what to do now.
    #[default]
    Home,
    /// The establishment's form.
    Establishment,
    /// The two keys and requests.
    Requests,
    /// Reading a request that somebody has.
    Verification,
    /// Opening, saving, passphrase, journal.
    Dossier,
    /// Security, privacy, version.
    About,
}

impl Route {
    /// Every page, in the order of the navigation.
    pub const ALL: [Self; 6] = [
        Self::Home,
        Self::Establishment,
        Self::Requests,
        Self::Dossier,
        Self::Verification,
        Self::About,
    ];

    /// The address, as a `href`.
    pub const fn href(self) -> &'static str {
        match self {
            Self::Home => "#/",
            Self::Establishment => "#/etablissement",
            Self::Requests => "#/demandes",
            Self::Verification => "#/verification",
            Self::Dossier => "#/dossier",
            Self::About => "#/a-propos",
        }
    }

    /// The page of a `location.hash`; `None` for an anchor or an address that is no page of ours.
    /// The empty hash is the home page.
    pub fn from_hash(hash: &str) -> Option<Self> {
        if hash.is_empty() || hash == "#" {
            return Some(Self::Home);
        }
        Self::ALL.into_iter().find(|route| route.href() == hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_round_trip() {
        for route in Route::ALL {
            assert_eq!(Route::from_hash(route.href()), Some(route));
        }
    }

    #[test]
    fn anchors_and_drive_letters_are_no_pages() {
        for hash in [
            "#contenu",
            "#/E:/demandes",
            "#/demandes/",
            "#//",
            "#/%",
            "demandes",
        ] {
            assert_eq!(Route::from_hash(hash), None, "{hash}");
        }
    }
}
