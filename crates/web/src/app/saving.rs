//! The dossier's way into files and out of them.

use std::rc::Rc;
use std::sync::Arc;

use certiroc_core::dossier::{
    ARCHIVE_LIMIT, Difference, Dossier, DossierError, Event, MergeError, Merged, OpenedDossier,
};
use certiroc_core::safekeeping::Safekeeping;
use gloo_timers::callback::Timeout;
use yew::Context;

use super::sealing::SealWork;
use super::{App, Message, Origin, fresh_session};
use crate::browser::file::{self, Content};
use crate::browser::file_system::{Refusal, Replaced};
use crate::browser::{clock, page, snapshot};
use crate::frame::{CONFLICTS_ID, TITLE_ID};
use crate::i18n;
use crate::state::{Held, JobState, Notice, SaveFailure, Session, Side, Storage};

/// How long typing may go on before the dossier is written.
const TYPING_MS: u32 = 700;

/// A write that ended.
pub struct Write {
    /// The state that was to be written.
    held: Held,
    /// Its bytes.
    bytes: Rc<Vec<u8>>,
    /// What came of it.
    outcome: Result<Replaced, Refusal>,
}

impl App {
    /// After typing: the dossier is written once that rests, or has gone on for [`TYPING_MS`].
    pub(super) fn typed(&mut self, ctx: &Context<Self>) {
        self.state().saving.safekeeping.changed();
        if self.rest.is_none() {
            let link = ctx.link().clone();
            self.rest = Some(Timeout::new(TYPING_MS, move || link.send_message(Message::Rest)));
        }
    }

    /// After any other change: the dossier is written before anything else happens.
    pub(super) fn changed(&mut self, ctx: &Context<Self>) {
        self.state().saving.safekeeping.changed();
        self.save(ctx);
    }

    /// The panic screen gets the dossier at once; the file that the user chose follows, once the seal is signed where there
    /// is one to sign.
    pub(super) fn save(&mut self, ctx: &Context<Self>) {
        self.count();
        if let Some(bytes) = self.keep()
            && !self.sign(ctx)
        {
            self.write(ctx, bytes);
        }
    }

    /// After typing: the panic screen may wait for the seal too, which spares packing the dossier twice.
    pub(super) fn rested(&mut self, ctx: &Context<Self>) {
        self.count();
        if !self.sign(ctx) {
            self.save(ctx);
        }
    }

    /// What was done up to now is this page's.
    fn count(&mut self) {
        self.rest = None;
        let present = Arc::clone(&self.session.dossier);
        self.sealing().count(&present);
    }

    /// Packs the dossier, for the panic screen and whoever asks.
    fn keep(&mut self) -> Option<Vec<u8>> {
        let bytes = self.pack_dossier()?;
        snapshot::keep(&bytes, &self.session.dossier.file_name());
        Some(bytes)
    }

    /// The dossier as a file, with the seals that it has.
    fn pack_dossier(&mut self) -> Option<Vec<u8>> {
        let Session { dossier, sealing, .. } = &*self.session;
        match dossier.write_sealed(sealing.seals(), &self.notice(), clock::now()) {
            Ok(bytes) => {
                // Where there is no file to write to, that the archive could not be made was all that failed.
                if self.session.saving.storage.is_none() && self.session.saving.failure.is_some() {
                    self.state().saving.failure = None;
                }
                Some(bytes)
            }
            Err(error) => {
                let words = error.to_string();
                self.save_failed(SaveFailure::Refused(words.clone()));
                self.state().notice = Some(Notice::SealFailed(words));
                None
            }
        }
    }

    fn present(&self) -> Held {
        Held {
            revision: self.session.saving.safekeeping.revision(),
            dossier: Arc::clone(&self.session.dossier),
        }
    }

    /// Writes to the chosen file. One write at a time: another follows when something changed meanwhile. None before
    /// the user has chosen between what he and somebody else changed.
    fn write(&mut self, ctx: &Context<Self>, bytes: Vec<u8>) {
        if self.session.saving.writing || !self.session.saving.conflicts.is_empty() {
            return;
        }
        let Some(Storage { handle, known }) = self.session.saving.storage.clone() else {
            return;
        };
        self.state().saving.writing = true;
        let (dossier, held) = (self.dossiers, self.present());
        ctx.link().send_future(async move {
            let known = known.as_ref().map(|known| known.as_slice());
            let outcome = handle.replace(known, &bytes).await;
            let bytes = Rc::new(bytes);
            Message::Written(dossier, Write { held, bytes, outcome })
        });
    }

    pub(super) fn written(&mut self, ctx: &Context<Self>, write: Write) {
        self.state().saving.writing = false;
        match write.outcome {
            Ok(Replaced::Yes) => {
                let saving = &mut self.state().saving;
                if let Some(storage) = &mut saving.storage {
                    storage.known = Some(write.bytes);
                }
                saving.failure = None;
                saving.saved_at = Some(clock::now());
                let Held { revision, dossier } = write.held;
                saving.safekeeping.saved(revision, dossier.key_ids());
                saving.base = Some(dossier);
                if saving.safekeeping.is_unsaved() && self.rest.is_none() {
                    self.save(ctx);
                }
            }
            Ok(Replaced::No(bytes)) => self.meet(ctx, bytes),
            Err(Refusal::Cancelled) => self.state().saving.storage = None,
            Err(Refusal::Failed(words)) => self.save_failed(SaveFailure::Refused(words)),
        }
    }

    /// What is on disk is as it was. The user is told until a write succeeds; the next change tries again.
    fn save_failed(&mut self, failure: SaveFailure) {
        self.state().saving.failure = Some(failure);
    }

    /// Somebody else wrote to the file since this page did: what he changed comes in before anything is written.
    fn meet(&mut self, ctx: &Context<Self>, bytes: Vec<u8>) {
        let Some(Storage { handle, known }) = self.session.saving.storage.clone() else {
            return;
        };
        let base = self.session.saving.base.as_deref();
        let met = match Dossier::read(&bytes) {
            Ok(opened) => match (self.session.sealing).merge(&self.session.dossier, &opened.dossier, base) {
                Ok(merged) => Ok((merged, opened)),
                Err(MergeError::OtherDossier) => Err(SaveFailure::OtherDossier),
                Err(MergeError::TwoPassphrases) => Err(SaveFailure::TwoPassphrases),
            },
            Err(_) => Err(SaveFailure::Unreadable),
        };
        match met {
            Ok((merged, theirs)) => {
                if !self.join(merged, &theirs, handle.file_name()) {
                    return self.save_failed(SaveFailure::Unreadable);
                }
                self.state().saving.base = Some(Arc::new(theirs.dossier));
            }
            // The file was only just chosen, and the browser has asked whether it may be replaced.
            Err(SaveFailure::OtherDossier | SaveFailure::Unreadable) if known.is_none() => {}
            Err(failure) => return self.save_failed(failure),
        }
        self.state().saving.storage = Some(Storage {
            handle,
            known: Some(Rc::new(bytes)),
        });
        self.save(ctx);
    }

    /// Takes in what somebody else changed in the file of this name: whether it did, see [`Self::takes`].
    fn join(&mut self, merged: Merged, file: &OpenedDossier, name: String) -> bool {
        let before = Arc::clone(&self.session.dossier);
        self.takes(|app| {
            let state = app.state();
            // What was not decided before is not decided by this.
            let waiting = std::mem::take(&mut state.saving.conflicts).into_iter();
            state.saving.conflicts = merged.dossier.undecided(waiting.chain(merged.conflicts));
            state.dossier = Arc::new(merged.dossier);
            state.saving.safekeeping.changed();
            state.notice = Some(Notice::Joined(name));
            app.met(&before, file);
        })
    }

    /// Takes something in, unless the dossier could not be saved then, with room for what is done next: nothing is changed
    /// in that case. A dossier that has no such room now only needs to be saved.
    fn takes(&mut self, take: impl FnOnce(&mut Self)) -> bool {
        let fits = |app: &Self, parts| {
            let Session { dossier, sealing, .. } = &*app.session;
            dossier.fits(sealing.seals(), parts)
        };
        let (before, parts) = (Rc::clone(&self.session), if fits(self, 2) { 2 } else { 1 });
        take(self);
        let fits = fits(self, parts);
        if !fits {
            self.session = before;
        }
        fits
    }

    fn took_too_much(&mut self, name: String) {
        let error = DossierError::TooLarge { limit: ARCHIVE_LIMIT };
        self.state().notice = Some(Notice::OpenFailed(name, error));
    }

    /// The user chose between what he and somebody else changed.
    pub(super) fn settle(&mut self, ctx: &Context<Self>, read: &Difference, side: Side) {
        let conflicts = &mut self.state().saving.conflicts;
        let Some(place) = conflicts.iter().position(|conflict| conflict == read) else {
            return;
        };
        let conflict = conflicts.remove(place);
        if side == Side::Theirs {
            let item = conflict.item;
            let before = Arc::clone(&self.session.dossier);
            self.dossier().put(item, conflict.new);
            let present = Arc::clone(&self.session.dossier);
            self.sealing().choose(&before, &present, item);
        }
        // The same thing may have come in from two files.
        let conflicts = std::mem::take(&mut self.state().saving.conflicts);
        let conflicts = self.session.dossier.undecided(conflicts);
        let next = if conflicts.is_empty() {
            TITLE_ID
        } else {
            CONFLICTS_ID
        };
        self.focus = Some(next.into());
        self.state().saving.conflicts = conflicts;
        self.changed(ctx);
    }

    pub(super) fn refused(&mut self, refusal: Refusal) {
        if let Refusal::Failed(words) = refusal {
            self.state().notice = Some(Notice::FileFailed(words));
        }
    }

    /// A download of the dossier with its seal, which may have to be signed before.
    pub(super) fn download(&mut self, ctx: &Context<Self>) {
        self.save(ctx);
        self.seal.download_waits = true;
        self.end_waiting();
    }

    /// The download that waited, once no seal is on its way.
    pub(super) fn end_waiting(&mut self) {
        if !self.seal.download_waits || self.seal.is_coming() {
            return;
        }
        self.seal.download_waits = false;
        if let Some(bytes) = self.pack_dossier() {
            file::download(&self.session.dossier.file_name(), "application/zip", &bytes);
            let download = self.present();
            self.state().saving.download = Some(download);
        }
    }

    pub(super) fn state_saved(&mut self, ctx: &Context<Self>) {
        if let Some(held) = self.state().saving.download.take() {
            let key_ids = held.dossier.key_ids();
            self.attest(ctx, Event::SavedAsStated { key_ids }, held);
        }
    }

    /// The user holds a file with this state. The journal's line about it will be in the next save; it
    /// alone is no reason to ask for one.
    fn attest(&mut self, ctx: &Context<Self>, event: Event, held: Held) {
        let is_present = held.revision == self.session.saving.safekeeping.revision();
        self.log(event);
        self.changed(ctx);
        let revision = if is_present {
            self.session.saving.safekeeping.revision()
        } else {
            held.revision
        };
        let saving = &mut self.state().saving;
        saving.safekeeping.saved(revision, held.dossier.key_ids());
        saving.saved_at = Some(clock::now());
        saving.download = None;
        self.met_outside(held.dossier);
    }

    /// A state was seen in a file other than the one that is written: the next that comes so may come from it.
    fn met_outside(&mut self, state: Arc<Dossier>) {
        let saving = &mut self.state().saving;
        if saving.storage.is_none() {
            saving.base = Some(state);
        }
    }

    /// Opens a dossier, or finds the one that is open in the file.
    pub(super) fn take(&mut self, ctx: &Context<Self>, content: Content, origin: Origin) {
        match Dossier::read(&content.bytes) {
            // An archive of certificates, perhaps.
            Err(DossierError::NoDossier) => self.give(ctx, vec![content.file]),
            Err(error) => {
                self.forget_given();
                self.state().notice = Some(Notice::OpenFailed(content.name, error));
            }
            Ok(opened) => match origin {
                Origin::Given if self.session.dossier.is_life_of(&opened.dossier) => {
                    self.verified(ctx, content.name, opened);
                }
                origin => self.open(content, opened, origin),
            },
        }
    }

    /// A state of the open dossier came back as a file: its keys are safe, and what it has beyond this one comes in.
    fn verified(&mut self, ctx: &Context<Self>, name: String, file: OpenedDossier) {
        let in_file = &file.dossier;
        let ours = Arc::clone(&self.session.dossier);
        let is_present = ours.is_same_state(in_file);
        let saving = &self.session.saving;
        let downloaded = saving.download.as_ref().map(|held| &held.dossier);
        let earlier = saving.base.iter().chain(downloaded).map(Arc::as_ref);
        let base = ours.ancestor(in_file, &earlier.collect::<Vec<_>>());
        let Ok(merged) = self.session.sealing.merge(&ours, in_file, base) else {
            self.forget_given();
            self.state().notice = Some(Notice::NotJoined(name));
            return;
        };
        let keys = in_file.key_ids();
        if merged.conflicts.is_empty() && merged.dossier.is_same_state(&ours) {
            if !in_file.has_keys_of(&ours) {
                self.state().notice = Some(Notice::EarlierState(name));
                return;
            }
            let revision = if is_present {
                self.session.saving.safekeeping.revision()
            } else {
                0
            };
            if !self.takes(|app| app.met(&ours, &file)) {
                return self.took_too_much(name);
            }
            let dossier = Arc::new(file.dossier);
            let event = Event::SavedVerified { key_ids: keys };
            self.attest(ctx, event, Held { revision, dossier });
            self.state().notice = Some(Notice::Verified(name));
        } else {
            if !self.join(merged, &file, name.clone()) {
                return self.took_too_much(name);
            }
            self.met_outside(Arc::new(file.dossier));
            self.save(ctx);
        }
    }

    fn open(&mut self, content: Content, opened: OpenedDossier, origin: Origin) {
        if !self.may_replace() {
            return;
        }
        let name = content.name;
        let mut session = fresh_session(self.session.theme, &self.session.files.authorities);
        session.saving.safekeeping = Safekeeping::of_file(opened.dossier.key_ids());
        let dossier = Arc::new(opened.dossier.clone());
        session.sealing = Rc::new(self.sealing_of(&opened, &dossier));
        session.dossier = dossier;
        session.saving.base = Some(Arc::clone(&session.dossier));
        session.user.clone_from(&self.session.user);
        session.notice = Some(Notice::Opened(name.clone(), opened.ignored));
        match origin {
            Origin::Given => {}
            Origin::Opened(Some(handle)) => {
                session.saving.storage = Some(Storage {
                    handle,
                    known: Some(Rc::new(content.bytes)),
                });
            }
            Origin::Opened(None) => session.notice = Some(Notice::WriteRefused(name)),
        }
        self.replace(session);
        self.had_seal();
        self.keep();
    }

    pub(super) fn may_replace(&self) -> bool {
        let loses = self.session.saving.safekeeping.is_unsaved() || self.job.is_some();
        !loses || page::confirm(&i18n::confirm_replace())
    }

    /// Another dossier: nothing that belongs to the one before may act on it.
    pub(super) fn replace(&mut self, mut session: Session) {
        // The card is whose it is, whatever dossier it is compared with.
        session.cards = self.session.cards.clone();
        let files = Rc::make_mut(&mut session.files);
        files.learned.clone_from(&self.session.files.learned);
        snapshot::forget();
        self.end_job(JobState::Idle);
        self.seal = SealWork::default();
        self.end_readings();
        self.rest = None;
        self.dossiers += 1;
        self.session = Rc::new(session);
    }
}
