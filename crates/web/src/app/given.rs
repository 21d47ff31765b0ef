//! Files that were given, and certificates: what the application does with them.

use certiroc_core::authority::Authority;
use certiroc_core::dossier::{Dossier, Event};
use certiroc_core::package::Target;
use certiroc_core::product::Product;
use certiroc_pki::key::SealedKey;
use certiroc_pki::x509::Certificate;
use yew::{AttrValue, Context};

use super::{App, Message};
use crate::browser::{clock, location, worker};
use crate::route::Route;
use crate::state::{CardShown, CertificateAction, Given, MadeFiles};
use crate::vault::client::Running;
use crate::vault::protocol::{Failure, Job, PackedFile, PackedKey, Reply, Secret};

/// The vault that reads files.
pub(super) struct Reader {
    /// Names it.
    pub(super) number: u32,
    running: Running,
    /// Which of the files given it reads.
    indexes: Vec<usize>,
    /// Whether it has passwords to try.
    tried: bool,
}

/// What the running job makes.
pub(super) enum Making {
    /// Files, for the form whose ids begin so, and what the journal is to say of them.
    Files(AttrValue, Option<Event>),
    /// A trust store, for the form whose files are there.
    TrustStore(AttrValue),
    /// The sealed key of this certificate, for the order of this product.
    Key(Product, Box<Certificate>),
}

/// What the journal says of files of one of the dossier's keys.
fn packaged(dossier: &Dossier, sealed: &SealedKey, target: Target) -> Option<Event> {
    dossier.orders.iter().find_map(|order| {
        let mut requests = order.requests.iter();
        let request = requests.find(|request| request.sealed_key == *sealed)?;
        Some(Event::Packaged {
            product: order.product,
            key_id: request.key_id,
            target,
        })
    })
}

impl App {
    /// What a page asks for.
    pub(super) fn act_on_certificates(&mut self, ctx: &Context<Self>, action: CertificateAction) {
        match action {
            CertificateAction::Make(form, index, job) => {
                let making = match &job {
                    Job::TrustStore { .. } => Making::TrustStore(form),
                    Job::Pack {
                        key: PackedKey::Sealed(sealed, _),
                        what,
                        ..
                    } => {
                        let event = packaged(&self.session.dossier, sealed, what.delivery.target());
                        Making::Files(form, event)
                    }
                    _ => Making::Files(form, None),
                };
                let files = self.file_given(index);
                self.start_making(ctx, &job, files, making);
            }
            CertificateAction::ReadAgain(index, passwords, serial_numbers) => {
                self.read_given(ctx, vec![index], passwords, serial_numbers);
            }
            CertificateAction::Adopt(index, key_id, product, passwords, passphrase) => {
                let job = Job::Adopt {
                    passwords,
                    key_id,
                    passphrase,
                    check: self.session.dossier.sealed_keys().into_iter().next(),
                };
                let mut certificates = self.session.given.iter().flat_map(Given::certificates);
                let certificate = certificates.find(|certificate| certificate.key_id == key_id);
                drop(certificates);
                if let Some(certificate) = certificate {
                    let files = self.file_given(Some(index));
                    self.start_making(ctx, &job, files, Making::Key(product, Box::new(certificate)));
                }
            }
            CertificateAction::CancelReading => {
                self.end_reading();
                self.state().given.retain(|given| given.outcome.is_some());
            }
            CertificateAction::KeepAuthority(authority) => {
                if self.state().dossier.add_authority(*authority) {
                    self.changed(ctx, 0);
                }
            }
            CertificateAction::DropAuthority(authority) => {
                self.state()
                    .dossier
                    .authorities
                    .retain(|kept| *kept != *authority);
                self.changed(ctx, 0);
            }
            CertificateAction::Renew(product) => {
                self.state().renewing = Some(product);
                location::go(&Route::Requests.href());
            }
            CertificateAction::StateRevoked(sha256, revoked) => {
                let user = self.session.user.clone();
                let dossier = &mut self.state().dossier;
                dossier.state_revoked(&sha256, revoked, clock::now(), &user);
                self.changed(ctx, 0);
            }
        }
    }

    fn file_given(&self, index: Option<usize>) -> Vec<web_sys::File> {
        let given = index.and_then(|index| self.session.given.get(index));
        given.map(|given| given.file.clone()).into_iter().collect()
    }

    fn start_making(&mut self, ctx: &Context<Self>, job: &Job, files: Vec<web_sys::File>, making: Making) {
        if self.running.is_none() {
            if let Making::Files(..) = making {
                self.state().made = None;
            }
            self.start(ctx, job, files);
            self.making = Some(making);
        }
    }

    /// The files that were asked for are there. What the journal is to say of them.
    pub(super) fn show_made(&mut self, files: Vec<PackedFile>) -> Option<Event> {
        match self.making.take() {
            Some(Making::Files(form, event)) => {
                self.state().made = Some(MadeFiles {
                    form,
                    files,
                    trust: Vec::new(),
                });
                event
            }
            Some(Making::TrustStore(form)) => {
                let made = self.state().made.as_mut().filter(|made| made.form == form);
                if let Some(made) = made {
                    made.trust = files;
                }
                None
            }
            Some(Making::Key(..)) | None => None,
        }
    }

    /// Files that are no dossier: the vault reads them. They are shown where their things belong.
    pub(super) fn give(&mut self, ctx: &Context<Self>, files: Vec<web_sys::File>) {
        let count = files.len();
        let given = |file| Given {
            file,
            outcome: None,
            tried: false,
        };
        self.state().given = files.into_iter().map(given).collect();
        self.state().filed = Vec::new();
        self.read_given(ctx, (0..count).collect(), Vec::new(), Vec::new());
        if !matches!(
            self.route,
            Route::Certificates | Route::Verification | Route::Reader
        ) {
            let place = if self.session.dossier.key_ids().is_empty() {
                Route::Verification
            } else {
                Route::Certificates
            };
            location::go(&place.href());
        }
    }

    /// Has the vault read some of the files given.
    fn read_given(
        &mut self,
        ctx: &Context<Self>,
        indexes: Vec<usize>,
        passwords: Vec<Secret>,
        serial_numbers: Vec<Vec<u8>>,
    ) {
        let issued = self
            .session
            .dossier
            .issued()
            .map(|(_, issued)| issued.certificate.clone());
        let given = self.session.given.iter().flat_map(Given::certificates);
        let of_card = self.session.card.iter().flat_map(CardShown::certificates);
        let known = issued
            .chain(given)
            .chain(of_card)
            .chain(self.session.authorities_at_hand());
        let tried = !passwords.is_empty();
        let job = Job::Read {
            passwords,
            certificates: known.map(|certificate| certificate.der().to_vec()).collect(),
            serial_numbers,
        };
        let mut files = Vec::new();
        for index in &indexes {
            files.extend(self.session.given.get(*index).map(|given| given.file.clone()));
        }
        self.readings += 1;
        let number = self.readings;
        let link = ctx.link().clone();
        let heard = move |message| link.send_message(Message::Learned(number, message));
        match Running::start(&job, files, heard) {
            Ok(running) => {
                self.state().reading = true;
                self.reader = Some(Reader {
                    number,
                    running,
                    indexes,
                    tried,
                });
            }
            Err(failure) => self.read_failed(&indexes, &failure),
        }
    }

    pub(super) fn end_reading(&mut self) -> Option<Reader> {
        self.state().reading = false;
        self.reader.take()
    }

    fn read_failed(&mut self, indexes: &[usize], failure: &Failure) {
        self.end_reading();
        for index in indexes {
            if let Some(given) = self.state().given.get_mut(*index) {
                given.outcome = Some(Err(failure.clone()));
            }
        }
    }

    /// The vault that reads files speaks.
    pub(super) fn learn(&mut self, ctx: &Context<Self>, message: worker::Message) {
        let Some(reader) = &mut self.reader else { return };
        let reply = reader.running.hear(message);
        if matches!(reply, Reply::Progress(_)) {
            return;
        }
        let Some(Reader { indexes, tried, .. }) = self.end_reading() else {
            return;
        };
        let Reply::Read(reports) = reply else {
            let failure = match reply {
                Reply::Failed(failure) => failure,
                _ => Failure::Internal("another reply".to_owned()),
            };
            return self.read_failed(&indexes, &failure);
        };
        let found: Vec<_> = reports.iter().flatten().cloned().collect();
        for (index, report) in indexes.into_iter().zip(reports) {
            if let Some(given) = self.state().given.get_mut(index) {
                given.outcome = Some(report);
                given.tried |= tried;
            }
        }
        self.keep_authorities();
        self.take_card(&found);
        let user = self.session.user.clone();
        let filed = self.state().dossier.take_in(&found, clock::now(), &user);
        if !filed.is_empty() {
            self.state().filed.extend(filed);
            self.changed(ctx, 0);
        }
    }

    /// The authorities of IGC-Santé among what was given stay at hand as long as the page does.
    fn keep_authorities(&mut self) {
        let given: Vec<_> = self.session.given.iter().flat_map(Given::certificates).collect();
        for certificate in given {
            let is_pinned = Authority::by_sha256(&certificate.sha256()).is_some();
            if is_pinned && !self.session.learned.contains(&certificate) {
                self.state().learned.push(certificate);
            }
        }
    }

    /// A key that the platform made is in the dossier now, with the certificate that came with it.
    pub(super) fn adopt(&mut self, sealed_key: SealedKey) {
        let Some(Making::Key(product, certificate)) = self.making.take() else {
            return;
        };
        let now = clock::now();
        let user = self.session.user.clone();
        let state = self.state();
        state.dossier.adopt(product, sealed_key, *certificate, now, &user);
        let reports: Vec<_> = state
            .given
            .iter()
            .filter_map(|given| given.outcome.clone()?.ok())
            .collect();
        let filed = state.dossier.take_in(&reports, now, &user);
        state.filed.extend(filed);
    }
}
