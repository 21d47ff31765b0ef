//! What follows from the session: worked out once for each change of what it follows from, and no sooner than a page
//! asks where that takes signatures.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use certiroc_core::appraisal::{self, Appraisal, Broken, appraise};
use certiroc_core::authority::Authority;
use certiroc_core::clock_doubt::clock_doubt;
use certiroc_core::cpx::{Description, describe};
use certiroc_core::next_step::{self, NextStep};
use certiroc_core::order::Issued;
use certiroc_core::procedure::Case;
use certiroc_core::product::Product;
use certiroc_pki::x509::Certificate;
use time::OffsetDateTime;

use super::{CardShown, Session};
use crate::browser::clock;
use crate::browser::unicode::nfkc;

/// What follows from a session, as of one day.
pub struct Derived {
    /// What it follows from. While it is held here, a change makes another session.
    session: Rc<Session>,
    at: OffsetDateTime,
    /// Where the hospital stands in the procedure.
    pub case: Case,
    /// What is to be done now.
    pub next_step: NextStep,
    /// What is past, and lies ahead of this machine's clock.
    pub clock_doubt: Option<OffsetDateTime>,
    authorities: OnceCell<Vec<Certificate>>,
    card: OnceCell<Description>,
    appraisals: Memo<Appraisal>,
    paths: Memo<Result<Vec<Certificate>, Broken>>,
    chains: Memo<Vec<Certificate>>,
}

/// What was worked out of certificates, by their SHA-256.
type Memo<T> = RefCell<Vec<([u8; 32], Rc<T>)>>;

fn once<T>(memo: &Memo<T>, certificate: &Certificate, work: impl FnOnce() -> T) -> Rc<T> {
    let sha256 = certificate.sha256();
    let known = memo.borrow().iter().find(|(known, _)| *known == sha256).cloned();
    let (_, known) = known.unwrap_or_else(|| {
        let made = (sha256, Rc::new(work()));
        memo.borrow_mut().push(made.clone());
        made
    });
    known
}

impl Derived {
    /// What follows from a session now.
    pub fn of(session: &Rc<Session>) -> Self {
        let at = clock::now();
        let (dossier, safekeeping) = (&session.dossier, &session.saving.safekeeping);
        let case = next_step::case(dossier, safekeeping);
        Self {
            next_step: next_step::next_step(dossier, safekeeping, &case, at),
            clock_doubt: clock_doubt(dossier, at),
            case,
            session: Rc::clone(session),
            at,
            authorities: OnceCell::new(),
            card: OnceCell::new(),
            appraisals: Memo::default(),
            paths: Memo::default(),
            chains: Memo::default(),
        }
    }

    /// Whether it follows from this session too, now.
    pub fn holds_for(&self, session: &Session) -> bool {
        let reading = |session: &Session| {
            let card = session.cards.shown.as_ref();
            card.map(|card| (Rc::as_ptr(&card.reading), card.verdicts.len()))
        };
        self.at.date() == clock::now().date()
            && Arc::ptr_eq(&self.session.dossier, &session.dossier)
            && Rc::ptr_eq(&self.session.files, &session.files)
            && self.session.sealing.hold() == session.sealing.hold()
            && self.session.saving.safekeeping == session.saving.safekeeping
            && reading(&self.session) == reading(session)
    }

    /// [`Session::authorities_at_hand`].
    pub fn authorities_at_hand(&self) -> &[Certificate] {
        self.authorities
            .get_or_init(|| self.session.authorities_at_hand())
    }

    /// What a certificate of the dossier is worth.
    pub fn appraisal(&self, product: Product, issued: &Issued) -> Rc<Appraisal> {
        once(&self.appraisals, &issued.certificate, || {
            let authorities = self.authorities_at_hand();
            let revocations = &self.session.files.revocations;
            appraise(
                &self.session.dossier,
                product,
                issued,
                authorities,
                revocations,
                self.at,
                nfkc,
            )
        })
    }

    /// The path from a certificate to a root of IGC-Santé, or why there is none.
    pub fn path(&self, certificate: &Certificate) -> Rc<Result<Vec<Certificate>, Broken>> {
        once(&self.paths, certificate, || {
            let revocations = &self.session.files.revocations;
            appraisal::path(certificate, self.authorities_at_hand(), revocations, self.at)
        })
    }

    /// The authorities above a certificate, as far as they are at hand: what is packed with it, and installed with it. One
    /// that only the dossier has counts as it does in a trust store.
    pub fn chain(&self, certificate: &Certificate) -> Rc<Vec<Certificate>> {
        once(&self.chains, certificate, || {
            let dossier = &self.session.dossier;
            let authorities = self.authorities_at_hand().iter();
            let of_igc_sante =
                authorities.filter(|authority| Authority::by_sha256(&authority.sha256()).is_some());
            let given = self.session.files.certificates();
            let is_held = self.session.sealing.hold().is_some();
            let compared = dossier.compared_authorities().filter(|_| !is_held);
            appraisal::chain(certificate, of_igc_sante.chain(given).chain(compared))
        })
    }

    /// What the card that is shown says.
    pub fn description(&self, shown: &CardShown) -> &Description {
        let authorities = self.authorities_at_hand();
        self.card
            .get_or_init(|| describe(&shown.reading, authorities, &shown.verdicts))
    }
}
