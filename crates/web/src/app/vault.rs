//! Jobs of the vault: one at a time, whatever is clicked meanwhile.

use yew::Context;

use super::App;
use super::task::Task;
use crate::browser::clock;
use crate::state::JobState;
use crate::vault::client;
use crate::vault::protocol::{Job, Stage};

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
        if self.job.is_some() {
            return;
        }
        self.job = Some(Task::start(ctx, |teller| async move {
            let reached = |stage| teller.tell(move |app, _| app.reached(stage));
            let end = client::run(job, &files, reached).await;
            teller.tell(move |app, ctx| match end {
                Ok(done) => {
                    app.end_job(JobState::Idle);
                    then(app, ctx, done);
                }
                Err(failure) => app.end_job(JobState::Failed(failure)),
            });
        }));
        self.state().job = JobState::Running {
            stage: Stage::Starting,
            since: clock::milliseconds(),
        };
    }

    fn reached(&mut self, reached: Stage) {
        if let JobState::Running { stage, .. } = &mut self.state().job {
            *stage = reached;
        }
    }

    /// Ends the worker, done or not.
    pub(super) fn end_job(&mut self, state: JobState) {
        self.job = None;
        self.state().job = state;
    }
}
