//! Jobs of the vault: one at a time, whatever is clicked meanwhile.

use certiroc_core::dossier::Event;
use certiroc_core::order::Request;
use yew::Context;

use super::App;
use super::task::Task;
use crate::browser::clock;
use crate::state::{JobState, Notice};
use crate::vault::client;
use crate::vault::protocol::{Job, Made, MakeRequests, Reseal, Stage};

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

    pub(super) fn make_requests(&mut self, ctx: &Context<Self>, job: MakeRequests) {
        self.start(ctx, job, Vec::new(), |app, ctx, made| {
            app.state().renewing = None;
            for request in made {
                app.add(request);
            }
            app.changed(ctx, 0);
        });
    }

    fn add(&mut self, made: Made) {
        let now = clock::now();
        let (product, key_id) = (made.product, made.key_id);
        let request = Request {
            key_id,
            made_at: now,
            sealed_key: made.sealed_key,
            csr: Some(made.csr),
            issued: Vec::new(),
        };
        self.state().dossier.order_mut(product).add(request);
        self.log(Event::RequestMade { product, key_id });
    }

    pub(super) fn reseal(&mut self, ctx: &Context<Self>, job: Reseal) {
        self.start(ctx, job, Vec::new(), |app, ctx, keys| {
            app.state().dossier.reseal(&keys);
            app.log(Event::PassphraseChanged);
            app.state().notice = Some(Notice::PassphraseChanged);
            app.changed(ctx, 0);
        });
    }
}
