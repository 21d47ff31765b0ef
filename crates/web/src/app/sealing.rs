//! The seal: opened with the passphrase, and put on what is saved.

use std::sync::Arc;

use certiroc_core::appraisal;
use certiroc_core::dossier::{Dossier, DossierId, OpenedDossier, Proof, SealKey, Sealing, Trust, Unsigned};
use certiroc_pki::x509::Certificate;
use yew::Context;

use super::App;
use super::running::RunningJob;
use crate::browser::{clock, random};
use crate::components::seal::SEAL_ID;
use crate::i18n;
use crate::state::{Notice, SealAction, Session};
use crate::vault::client::Vault;
use crate::vault::protocol::{JobFailure, OpenSeal, Secret, Sign, outcome};

/// What is under way with the seal.
#[derive(Default)]
pub(super) struct SealWork {
    /// The vault that holds the seal key, while it signs nothing.
    vault: Option<Vault>,
    /// It signs.
    signing: Option<RunningJob>,
    /// The first key was made, and the seal is on its way.
    pub(super) comes: bool,
    /// A download waits for the seal.
    pub(super) download_waits: bool,
}

impl SealWork {
    /// Whether there will be another seal in a moment.
    pub(super) const fn is_coming(&self) -> bool {
        self.comes || self.signing.is_some()
    }
}

/// What is done once the dossier is verified.
type Act = Box<dyn FnOnce(&mut App, &Context<App>)>;

impl App {
    pub(super) fn act_on_seal(&mut self, ctx: &Context<Self>, action: SealAction) {
        match action {
            SealAction::Verify(passphrase) => {
                return self.open_seal(
                    ctx,
                    passphrase,
                    Box::new(|app, _| app.focus = Some(SEAL_ID.into())),
                );
            }
            SealAction::Accept(read) => self.sealing().accept(&read),
            SealAction::Restore(read) => {
                let mut present = Arc::clone(&self.session.dossier);
                self.sealing().restore(&read, &mut present);
                self.state().dossier = present;
            }
            SealAction::RestoreAlarms => {
                let mut present = Arc::clone(&self.session.dossier);
                self.sealing().restore_alarms(&mut present);
                self.state().dossier = present;
            }
            SealAction::DismissAlarm => {
                self.sealing().dismiss_alarm();
                return self.focus = Some(SEAL_ID.into());
            }
        }
        // The button is gone: what is decided next is to be read first.
        self.focus = Some(SEAL_ID.into());
        self.changed(ctx);
    }

    /// Does what needs a verified dossier and the passphrase: one typing serves both. Where something is not as it was
    /// sealed, the user is led there instead.
    pub(super) fn once_verified(
        &mut self,
        ctx: &Context<Self>,
        passphrase: &Secret,
        act: impl FnOnce(&mut Self, &Context<Self>) + 'static,
    ) {
        let unless_held: Act = Box::new(move |app, ctx| match app.session.sealing.hold() {
            None => act(app, ctx),
            Some(_) => app.focus = Some(SEAL_ID.into()),
        });
        match self.session.sealing.trust() {
            Trust::Unverified => self.open_seal(ctx, passphrase.clone(), unless_held),
            Trust::NoKey | Trust::Verified => unless_held(self, ctx),
        }
    }

    /// Opens the keys and the seal key, which is made where there is none.
    pub(super) fn open_seal(&mut self, ctx: &Context<Self>, passphrase: Secret, then: Act) {
        let Session { dossier, sealing, .. } = &*self.session;
        let (keys, seal_keys) = (dossier.keys_in_use(), sealing.seal_keys(dossier));
        let job = OpenSeal {
            keys: keys.clone(),
            seal_keys: seal_keys.clone(),
            passphrase,
        };
        self.start_in(ctx, job, move |app, ctx, vault, opened| {
            app.seal.vault = Some(vault);
            // One that was sealed, and stands in the dossier no more, is a difference like others.
            let is_new = !seal_keys.keys.contains(&opened.seal_key);
            if is_new {
                app.dossier().seal_key = Some(SealKey {
                    sealed: opened.seal_key,
                    public_key_info: opened.public_key_info.clone(),
                });
            }
            let proofs = keys.into_iter().zip(opened.proofs);
            let proven = proofs.filter(|(_, (_, proof))| *proof == Proof::Proven);
            let proven: Vec<_> = proven.map(|(key, _)| key).collect();
            let session = &app.session;
            let (present, is_pinned) = (Arc::clone(&session.dossier), pinned(session));
            app.sealing()
                .verify(&present, opened.public_key_info, &proven, &is_pinned);
            if is_new || matches!(app.unsigned(), Ok(Some(_))) {
                app.changed(ctx);
            }
            then(app, ctx);
            app.end_waiting();
        });
    }

    /// `LISEZMOI.txt`.
    pub(super) fn notice(&self) -> String {
        let name = self.session.dossier.establishment.asked_name();
        let hospital = name.replace(char::is_control, " ");
        let (day, version) = (clock::day(clock::today()), env!("CARGO_PKG_VERSION"));
        i18n::text!(archive_notice {
            hospital,
            day,
            version
        })
    }

    /// The seal that is to be signed.
    fn unsigned(&self) -> Result<Option<Unsigned>, String> {
        let id = DossierId::new(random::bytes());
        let sealing = &self.session.sealing;
        sealing
            .unsigned(&self.notice(), id, clock::now())
            .map_err(|error| error.to_string())
    }

    /// Has what this page answers for signed, if that is not sealed yet; whether it is being signed.
    pub(super) fn sign(&mut self, ctx: &Context<Self>) -> bool {
        if self.seal.signing.is_some() {
            return true;
        }
        if self.seal.vault.is_none() {
            return false;
        }
        let unsigned = match self.unsigned() {
            Ok(Some(unsigned)) => unsigned,
            Ok(None) => return false,
            Err(words) => {
                self.state().notice = Some(Notice::SealFailed(words));
                return false;
            }
        };
        let Some(mut vault) = self.seal.vault.take() else {
            return false;
        };
        self.seal.signing = Some(RunningJob::start(ctx, |teller| async move {
            let statement = unsigned.bytes().to_vec();
            let end = vault.ask(Sign { statement }.into(), &[], &|_| ()).await;
            let end = end.and_then(|message| outcome::<Sign>(&message));
            teller.tell(move |app, ctx| app.signed(ctx, vault, unsigned, end));
        }));
        true
    }

    fn signed(
        &mut self,
        ctx: &Context<Self>,
        vault: Vault,
        unsigned: Unsigned,
        end: Result<Vec<u8>, JobFailure>,
    ) {
        self.seal.signing = None;
        match end {
            Ok(signature) => {
                self.seal.vault = Some(vault);
                self.sealing().sealed(unsigned.signed(signature));
                self.had_seal();
            }
            Err(failure) => {
                self.sealing().close();
                self.state().notice = Some(Notice::SealFailed(i18n::failure(&failure)));
            }
        }
        self.save(ctx);
        self.end_waiting();
    }

    /// Another state of the dossier came in from a file, and was merged to the present one.
    pub(super) fn met(&mut self, before: &Arc<Dossier>, file: &OpenedDossier) {
        let (present, is_pinned) = (Arc::clone(&self.session.dossier), pinned(&self.session));
        let seals = file.seals.clone();
        self.sealing()
            .meet(before, &present, seals, file.has_broken_seal, &is_pinned);
    }

    /// What is known of a dossier that was read from a file.
    pub(super) fn sealing_of(&self, file: &OpenedDossier, dossier: &Arc<Dossier>) -> Sealing {
        let had_one = dossier
            .key_ids()
            .iter()
            .any(|key_id| self.sealed_once.contains(key_id));
        Sealing::read(Arc::clone(dossier), file.seals.clone(), file.alarm(had_one))
    }

    /// The open dossier has a seal: that its keys come back without one is an alarm.
    pub(super) fn had_seal(&mut self) {
        if self.session.sealing.last().is_some() {
            let key_ids = self.session.dossier.key_ids();
            self.sealed_once.extend(key_ids);
        }
    }

    /// Nobody can open the seal key any more: its vault signs nothing further.
    pub(super) fn lose_seal(&mut self) {
        (self.seal.vault, self.seal.signing) = (None, None);
        self.sealing().lose();
    }
}

/// Whether a certificate comes from one of IGC-Santé's roots.
fn pinned(session: &Session) -> impl Fn(&Certificate) -> bool + use<> {
    let (authorities, at) = (session.authorities_at_hand(), clock::now());
    let revocations = session.files.revocations.clone();
    move |certificate| appraisal::path(certificate, &authorities, &revocations, at).is_ok()
}
