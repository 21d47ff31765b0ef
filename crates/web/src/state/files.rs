//! Files that were given, files that were made, and certificates.

use std::rc::Rc;

use certiroc_core::appraisal::Revocations;
use certiroc_core::dossier::Filed;
use certiroc_core::intake::Received;
use certiroc_core::package::Target;
use certiroc_core::product::Product;
use certiroc_pki::key::KeyId;
use certiroc_pki::x509::Certificate;
use yew::AttrValue;

use crate::vault::protocol::{JobFailure, MakeTrustStore, Pack, PackedFile, SealKey, Secret};

/// The files of this visit.
#[derive(Clone, Default)]
pub struct Files {
    /// Those that were given last, and what is in them.
    pub given: Vec<Given>,
    /// Whether the vault reads some of them.
    pub reading: bool,
    /// What of them was put into the dossier.
    pub filed: Vec<Filed>,
    /// The certificates of authorities that this page carries.
    pub authorities: Rc<Vec<Certificate>>,
    /// Those of IGC-Santé that it was given: what they signed may be given later.
    pub learned: Vec<Certificate>,
    /// What the lists that it was given said, for as long as the page is open.
    pub revocations: Revocations,
    /// The files that the vault made last.
    pub made: Option<MadeFiles>,
}

impl Files {
    /// The certificates in the files that were given last.
    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        self.received()
            .flat_map(|received| received.report.certificates())
    }

    /// What could be read in them.
    pub fn received(&self) -> impl Iterator<Item = &Rc<Received>> {
        self.given
            .iter()
            .filter_map(|given| given.outcome.as_ref()?.as_ref().ok())
    }
}

/// A file that was given, of which the page has read nothing.
#[derive(Clone)]
pub struct Given {
    /// The file, which the vault reads as often as need be.
    pub file: web_sys::File,
    /// What the vault found in it; nothing until it has read it.
    pub outcome: Option<Result<Rc<Received>, JobFailure>>,
    /// Whether a password was tried on it.
    pub tried: bool,
}

/// Files that the vault made, and for which form.
#[derive(Clone, PartialEq)]
pub struct MadeFiles {
    /// What the ids of the form begin with.
    pub form: AttrValue,
    /// The files.
    pub files: Vec<PackedFile>,
    /// The trust store beside them, once there is one.
    pub trust: Vec<PackedFile>,
}

/// What a page may ask for of files that were given, and of certificates.
pub enum CertificateAction {
    /// Files to be made for the form whose ids begin so; where the key is in a file given, its number.
    Pack(AttrValue, Option<usize>, Box<Pack>),
    /// The key of the file of this number, sealed alone, for the form whose ids begin so.
    SealKey(AttrValue, usize, SealKey),
    /// A trust store, beside the files of the form whose ids begin so; the key whose target imposes a shorter password than the
    /// store calls for, where that is so.
    MakeTrustStore(AttrValue, MakeTrustStore, Option<(KeyId, Target)>),
    /// The file of this number read again: with passwords, or to look for serial numbers.
    ReadAgain(usize, Vec<Secret>, Vec<Vec<u8>>),
    /// Another password is being typed for the file of this number: the old error is done with.
    TypeAgain(usize),
    /// The key of this id in the file of this number, for the order of this product: what opens the file, the
    /// dossier's passphrase.
    Adopt(usize, KeyId, Product, Vec<Secret>, Secret),
    /// The end of the reading, before it is done.
    CancelReading,
    /// The certificate of an authority that is to stay in the dossier.
    KeepAuthority(Box<Certificate>),
    /// One whose SHA-256 the user compared with another source.
    CompareAuthority(Box<Certificate>),
    /// One that is to stay there no more.
    DropAuthority(Box<Certificate>),
    /// A new key and a new request for an order that has its certificate.
    Renew(Product),
    /// The user's word that the certificate with this SHA-256 was revoked, or that it was not.
    StateRevoked([u8; 32], bool),
}
