//! Jobs of the vault: one at a time, whatever is clicked meanwhile.

use yew::{AttrValue, Context};

use super::App;
use super::running::RunningJob;
use crate::browser::{clock, page};
use crate::state::JobState;
use crate::vault::client::{self, Vault};
use crate::vault::protocol::{AnyJob, Job, JobFailure, Secret, Stage, outcome};

/// What is done with the message that says that a job is done, and with the vault that did it.
type Then = Box<dyn FnOnce(&mut App, &Context<App>, Vault, &[u8]) -> Result<(), JobFailure>>;

impl App {
    /// Starts a job with the files that it reads, unless one is under way: what that makes would be lost. `then` gets
    /// what comes of it.
    pub(super) fn start<J: Job + 'static>(
        &mut self,
        ctx: &Context<Self>,
        job: J,
        files: Vec<web_sys::File>,
        then: impl FnOnce(&mut Self, &Context<Self>, J::Done) + 'static,
    ) {
        self.start_any(
            ctx,
            job.into(),
            files,
            Box::new(move |app, ctx, _, message| {
                then(app, ctx, outcome::<J>(message)?);
                Ok(())
            }),
        );
    }

    /// As [`Self::start`], where the vault is not done with after the job.
    pub(super) fn start_in<J: Job + 'static>(
        &mut self,
        ctx: &Context<Self>,
        job: J,
        then: impl FnOnce(&mut Self, &Context<Self>, Vault, J::Done) + 'static,
    ) {
        self.start_any(
            ctx,
            job.into(),
            Vec::new(),
            Box::new(move |app, ctx, vault, message| {
                then(app, ctx, vault, outcome::<J>(message)?);
                Ok(())
            }),
        );
    }

    /// The part of [`Self::start`] that is the same for every job, and in the page once.
    fn start_any(&mut self, ctx: &Context<Self>, job: AnyJob, files: Vec<web_sys::File>, then: Then) {
        if self.job.is_some() {
            return;
        }
        self.job = Some(RunningJob::start(ctx, |teller| async move {
            let reached = |stage| teller.tell(move |app, _| app.reached(stage));
            let end = client::run(job, &files, &reached).await;
            teller.tell(move |app, ctx| {
                app.end_job(JobState::Idle);
                match end.and_then(|(vault, message)| then(app, ctx, vault, &message)) {
                    // Another job may go on with what was typed.
                    Ok(()) if app.job.is_some() => {}
                    Ok(()) => {
                        app.empty_asked();
                        app.state().asked = AttrValue::default();
                    }
                    Err(failure) => app.job_failed(failure),
                }
            });
        }));
        self.state().job = JobState::Running {
            stage: Stage::Starting,
            since: clock::milliseconds(),
        };
    }

    /// A secret that was wrong takes the focus; what was typed beside it stays.
    fn job_failed(&mut self, failure: JobFailure) {
        match failure {
            JobFailure::WrongPassphrase => {
                self.empty_asked();
                self.focus = Some(self.session.asked.clone());
            }
            JobFailure::KeyNotThere => self.focus = Some(self.session.asked_of_file.clone()),
            _ => {}
        }
        self.end_job(JobState::Failed(failure));
        self.end_waiting();
    }

    /// Empties the field that the passphrase was taken from.
    fn empty_asked(&self) {
        drop(Secret::new(page::take_input(&self.session.asked)));
    }

    fn reached(&mut self, reached: Stage) {
        if let JobState::Running { stage, .. } = &mut self.state().job {
            *stage = reached;
        }
    }

    /// Ends the worker, done or not.
    pub(super) fn end_job(&mut self, state: JobState) {
        self.job = None;
        self.seal.comes = false;
        self.state().job = state;
    }
}
