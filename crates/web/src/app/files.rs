//! Files given to the page, and certificates: what the application does with them.

use std::rc::Rc;

use certiroc_core::authority::Authority;
use certiroc_core::dossier::{Dossier, Event};
use certiroc_core::intake::Received;
use certiroc_core::order::Order;
use certiroc_core::package::Target;
use certiroc_core::product::Product;
use certiroc_pki::intake::Entry;
use certiroc_pki::key::{KeyId, SealedKey};
use certiroc_pki::x509::Certificate;
use yew::{AttrValue, Context};

use super::App;
use super::running::RunningJob;
use crate::browser::{clock, location, worker};
use crate::components::given::asked_field;
use crate::components::passwords::empty_secrets;
use crate::components::seal::SEAL_ID;
use crate::route::Route;
use crate::state::{CardShown, CertificateAction, Derived, Given, MadeFiles, Notice};
use crate::vault::client;
use crate::vault::protocol::{
    Adopt, JobFailure, MakeTrustStore, Pack, PackedFile, PackedKey, ReadFiles, SealKey, Secret, outcome,
};

/// How many readings go on side by side at most; the others wait.
const SIDE_BY_SIDE: usize = 2;

/// Some of the files given, being read by a vault of their own.
pub(super) struct FileReading {
    /// Which.
    indexes: Vec<usize>,
    /// What the vault is to be told besides, while the reading waits for its turn.
    state: Turn,
}

enum Turn {
    /// Waiting, with the passwords to try and the serial numbers to look for.
    Waiting(Vec<Secret>, Vec<Vec<u8>>),
    /// Under way.
    Running(#[expect(dead_code, reason = "held, not read")] RunningJob),
}

/// What the journal says of files made with this key: of one that the dossier does not have, only that the password is
/// short.
fn packaged(dossier: &Dossier, key_id: KeyId, target: Target, short_password: bool) -> Option<Event> {
    let has_key = |order: &&Order| order.requests.iter().any(|request| request.key_id == key_id);
    let product = dossier.orders.iter().find(has_key).map(|order| order.product);
    (product.is_some() || short_password).then_some(Event::Packaged {
        product,
        key_id,
        target,
        short_password,
    })
}

impl App {
    /// What a page asks for.
    pub(super) fn act_on_certificates(&mut self, ctx: &Context<Self>, action: CertificateAction) {
        // Neither under a choice made since nor under its error does what was made before stand: it is none of the password
        // that was typed, whatever comes of it.
        match action {
            CertificateAction::Pack(..) | CertificateAction::SealKey(..) => self.forget_made(),
            CertificateAction::MakeTrustStore(..) => self.forget_trust(),
            _ => {}
        }
        match action {
            CertificateAction::Pack(form, index, job) => match &job.key {
                PackedKey::Sealed(_, passphrase) => {
                    let passphrase = passphrase.clone();
                    self.once_verified(ctx, &passphrase, move |app, ctx| {
                        app.pack(ctx, form, index, *job);
                    });
                }
                PackedKey::InFile(..) => self.pack(ctx, form, index, *job),
            },
            CertificateAction::SealKey(form, index, job) => self.seal_key(ctx, form, index, job),
            CertificateAction::MakeTrustStore(form, job, imposed) => {
                self.make_trust_store(ctx, form, job, imposed);
            }
            CertificateAction::ReadAgain(index, passwords, serial_numbers) => {
                self.read_given(ctx, vec![index], passwords, serial_numbers);
            }
            CertificateAction::TypeAgain(index) => {
                let given = self.session.files.given.get(index);
                if given.is_some_and(|given| given.tried) {
                    self.files().given[index].tried = false;
                }
            }
            CertificateAction::Adopt(index, key_id, product, passwords, passphrase) => {
                let typed = passphrase.clone();
                self.once_verified(ctx, &typed, move |app, ctx| {
                    app.adopt_from(ctx, index, key_id, product, passwords, passphrase);
                });
            }
            CertificateAction::CompareAuthority(authority) => {
                self.dossier().compare_authority(&authority);
                self.changed(ctx);
            }
            CertificateAction::CancelReading => {
                self.end_readings();
                self.files().given.retain(|given| given.outcome.is_some());
            }
            CertificateAction::KeepAuthority(authority) => {
                if self.dossier().add_authority(*authority) {
                    self.changed(ctx);
                }
            }
            CertificateAction::DropAuthority(authority) => {
                self.dossier().refuse_authority(&authority);
                self.changed(ctx);
            }
            CertificateAction::Renew(product) => {
                self.state().renewing = Some(product);
                location::go(&Route::Requests.href());
            }
            CertificateAction::StateRevoked(sha256, revoked) => {
                let user = self.session.user.clone();
                let dossier = self.dossier();
                dossier.state_revoked(&sha256, revoked, clock::now(), &user);
                self.changed(ctx);
            }
        }
    }

    /// Takes a key out of the file of this number into the dossier.
    fn adopt_from(
        &mut self,
        ctx: &Context<Self>,
        index: usize,
        key_id: KeyId,
        product: Product,
        passwords: Vec<Secret>,
        passphrase: Secret,
    ) {
        let mut certificates = self.session.files.certificates();
        let certificate = certificates.find(|certificate| certificate.key_id == key_id);
        let Some(certificate) = certificate.cloned() else {
            return;
        };
        drop(certificates);
        let check = self.session.dossier.sealed_keys().into_iter().next();
        let first = check.is_none().then(|| passphrase.clone());
        let job = Adopt {
            passwords,
            key_id,
            passphrase,
            check,
        };
        let files = self.file_given(Some(index));
        self.start(ctx, job, files, move |app, ctx, sealed_key| {
            app.adopt(product, sealed_key, certificate);
            app.sealed(ctx, first);
        });
    }

    fn file_given(&self, index: Option<usize>) -> Vec<web_sys::File> {
        let given = index.and_then(|index| self.session.files.given.get(index));
        given.map(|given| given.file.clone()).into_iter().collect()
    }

    fn pack(&mut self, ctx: &Context<Self>, form: AttrValue, index: Option<usize>, mut job: Pack) {
        // While the passphrase was tried, another state may have come in: the certificate, and those above it, are what the
        // dossier has now.
        let key_id = match &job.key {
            PackedKey::InFile(key_id, _) => *key_id,
            PackedKey::Sealed(sealed, _) => {
                let orders = self.session.dossier.orders.iter();
                let mut issued = orders.flat_map(Order::issued);
                let found = issued.find(|(request, issued)| {
                    request.sealed_key == *sealed && issued.certificate.der() == job.leaf
                });
                let Some((request, issued)) = found else {
                    self.focus = Some(SEAL_ID.into());
                    return;
                };
                let chain = Derived::of(&self.session).chain(&issued.certificate);
                job.chain = chain.iter().map(|authority| authority.der().to_vec()).collect();
                request.key_id
            }
        };
        let event = packaged(
            &self.session.dossier,
            key_id,
            job.delivery.target(),
            job.short_password,
        );
        let files = self.file_given(index);
        self.start(ctx, job, files, move |app, ctx, files| {
            empty_secrets(&form);
            app.show_made(form, files);
            if let Some(event) = event {
                app.log(event);
                app.changed(ctx);
            }
        });
    }

    fn seal_key(&mut self, ctx: &Context<Self>, form: AttrValue, index: usize, job: SealKey) {
        let files = self.file_given(Some(index));
        self.start(ctx, job, files, move |app, _, file| {
            empty_secrets(&form);
            app.show_made(form, vec![file]);
        });
    }

    fn make_trust_store(
        &mut self,
        ctx: &Context<Self>,
        form: AttrValue,
        job: MakeTrustStore,
        imposed: Option<(KeyId, Target)>,
    ) {
        self.start(ctx, job, Vec::new(), move |app, ctx, files| {
            if let Some(made) = app.files().made.as_mut().filter(|made| made.form == form) {
                made.trust = files;
            }
            empty_secrets(&format!("{form}-trust"));
            let short =
                imposed.and_then(|(key_id, target)| packaged(&app.session.dossier, key_id, target, true));
            if let Some(event) = short {
                app.log(event);
                app.changed(ctx);
            }
        });
    }

    /// Before other files are made. While a job is under way none are.
    fn forget_made(&mut self) {
        if self.job.is_none() {
            self.files().made = None;
        }
    }

    /// The same, before another trust store is made.
    fn forget_trust(&mut self) {
        let is_free = self.job.is_none();
        if let Some(made) = self.files().made.as_mut().filter(|_| is_free) {
            made.trust = Vec::new();
        }
    }

    /// What was found in the files given last, and made of them.
    pub(super) fn forget_given(&mut self) {
        self.end_readings();
        let files = self.files();
        files.given = Vec::new();
        files.filed = Vec::new();
        files.made = None;
    }

    fn show_made(&mut self, form: AttrValue, files: Vec<PackedFile>) {
        self.files().made = Some(MadeFiles {
            form,
            files,
            trust: Vec::new(),
        });
    }

    /// Files that are no dossier: the vault reads them. They are shown where their things belong.
    pub(super) fn give(&mut self, ctx: &Context<Self>, files: Vec<web_sys::File>) {
        let count = files.len();
        let given = |file| Given {
            file,
            outcome: None,
            tried: false,
        };
        self.forget_given();
        self.files().given = files.into_iter().map(given).collect();
        if matches!(
            self.session.notice,
            Some(Notice::OpenFailed(..) | Notice::Unreadable(_))
        ) {
            self.state().notice = None;
        }
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

    /// Has a vault read some of the files given, once it is their turn.
    fn read_given(
        &mut self,
        ctx: &Context<Self>,
        indexes: Vec<usize>,
        passwords: Vec<Secret>,
        serial_numbers: Vec<Vec<u8>>,
    ) {
        // A repeated question is about the newer answer.
        self.readings.retain(|reading| reading.indexes != indexes);
        self.readings.push(FileReading {
            indexes,
            state: Turn::Waiting(passwords, serial_numbers),
        });
        self.next_readings(ctx);
    }

    /// Starts the readings whose turn it is.
    fn next_readings(&mut self, ctx: &Context<Self>) {
        let at_once = worker::useful_at_once().min(SIDE_BY_SIDE);
        for place in 0..at_once.min(self.readings.len()) {
            let Turn::Waiting(passwords, serial_numbers) = &mut self.readings[place].state else {
                continue;
            };
            let (passwords, serial_numbers) = (std::mem::take(passwords), std::mem::take(serial_numbers));
            let indexes = self.readings[place].indexes.clone();
            let tried = !passwords.is_empty();
            let job = ReadFiles {
                passwords,
                certificates: self.certificates_at_hand(),
                serial_numbers,
            };
            let given = indexes
                .iter()
                .filter_map(|index| self.session.files.given.get(*index));
            let files: Vec<_> = given.map(|given| given.file.clone()).collect();
            self.readings[place].state = Turn::Running(RunningJob::start(ctx, |teller| async move {
                let end = client::run(job.into(), &files, &|_| ()).await;
                let end = end.and_then(|(_, message)| outcome::<ReadFiles>(&message));
                teller.tell(move |app, ctx| app.learn(ctx, &indexes, tried, end));
            }));
        }
        self.files().reading = !self.readings.is_empty();
    }

    /// What revocation lists may speak of, and who may have signed them: DER.
    fn certificates_at_hand(&self) -> Vec<Vec<u8>> {
        let authorities = self.session.authorities_at_hand();
        let issued = self.session.dossier.issued();
        let known = issued
            .map(|(_, issued)| &issued.certificate)
            .chain(self.session.files.certificates())
            .chain(&authorities);
        let known = known.map(|certificate| certificate.der().to_vec());
        let of_card = self.session.cards.shown.iter().flat_map(CardShown::ders);
        known.chain(of_card).collect()
    }

    /// Ends the vaults that read files.
    pub(super) fn end_readings(&mut self) {
        self.readings.clear();
        self.files().reading = false;
    }

    /// A vault has read the files of these numbers.
    fn learn(
        &mut self,
        ctx: &Context<Self>,
        indexes: &[usize],
        tried: bool,
        end: Result<Vec<Result<Received, JobFailure>>, JobFailure>,
    ) {
        self.readings.retain(|reading| reading.indexes != indexes);
        let reports = match end {
            Ok(reports) => reports,
            Err(failure) => indexes.iter().map(|_| Err(failure.clone())).collect(),
        };
        let mut found = Vec::new();
        for (index, report) in indexes.iter().zip(reports) {
            let report = report.map(Rc::new);
            found.extend(report.iter().cloned());
            let asked = report
                .as_ref()
                .ok()
                .and_then(|received| asked_field(*index, &received.report));
            if let Some(field) = asked.filter(|_| tried) {
                self.focus = Some(field.into());
            }
            if let Some(given) = self.files().given.get_mut(*index) {
                given.tried |= tried && report.is_ok();
                given.outcome = Some(report);
            }
        }
        self.keep_authorities();
        self.keep_revocations(&found);
        self.take_card(&found);
        self.file(ctx, &found);
        self.next_readings(ctx);
    }

    /// Files what belongs to the dossier.
    fn file(&mut self, ctx: &Context<Self>, reports: &[Rc<Received>]) {
        let user = self.session.user.clone();
        let reports = reports.iter().map(Rc::as_ref);
        let filed = self.dossier().take_in(reports, clock::now(), &user);
        if !filed.is_empty() {
            self.files().filed.extend(filed);
            self.changed(ctx);
        }
    }

    /// The authorities of IGC-Santé among what was given stay at hand as long as the page does.
    fn keep_authorities(&mut self) {
        let is_pinned = |certificate: &&Certificate| Authority::by_sha256(&certificate.sha256()).is_some();
        let pinned = self.session.files.certificates().filter(is_pinned);
        for certificate in pinned.cloned().collect::<Vec<_>>() {
            if !self.session.files.learned.contains(&certificate) {
                self.files().learned.push(certificate);
            }
        }
    }

    /// What lists say stays known as long as the page is open: what a revoked authority issued is given later.
    fn keep_revocations(&mut self, reports: &[Rc<Received>]) {
        let rows = reports.iter().flat_map(|received| &received.report.rows);
        for row in rows {
            if let Entry::Crl(list) = &row.entry {
                self.files().revocations.learn(list);
            }
        }
    }

    /// A key that the platform made is in the dossier now, with the certificate that came with it.
    fn adopt(&mut self, product: Product, sealed_key: SealedKey, certificate: Certificate) {
        let now = clock::now();
        let user = self.session.user.clone();
        let reports: Vec<_> = self.session.files.received().cloned().collect();
        let dossier = self.dossier();
        dossier.adopt(product, sealed_key, certificate, now, &user);
        let filed = dossier.take_in(reports.iter().map(Rc::as_ref), now, &user);
        self.files().filed.extend(filed);
    }
}
