//! Work under way: what it is, how long it has taken, and how to stop it.

use gloo_timers::callback::Interval;
use yew::prelude::*;

use crate::browser::clock;
use crate::i18n;
use crate::state::{Action, JobState, use_session};
use crate::vault::protocol::JobFailure;

/// The vault's work, while there is some; how the last job failed, if it did.
#[component]
pub fn Progress() -> Html {
    let context = use_session();
    let now = use_state(clock::milliseconds);
    let running = matches!(context.session.job, JobState::Running { .. });
    {
        let now = now.clone();
        use_effect_with(running, move |running| {
            let tick = running.then(|| Interval::new(250, move || now.set(clock::milliseconds())));
            move || drop(tick)
        });
    }
    let cancel = context.send.reform(|_| Action::CancelJob);
    match &context.session.job {
        // A wrong passphrase or password is told at its field.
        JobState::Idle | JobState::Failed(JobFailure::WrongPassphrase | JobFailure::KeyNotThere) => {
            Html::default()
        }
        JobState::Running { stage, since } => {
            // Whole seconds, never negative: the clock may be set back while it runs.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let seconds = ((*now - since).max(0.0) / 1000.0) as u32;
            html! {
                <section class="progress" id="job-progress" aria-labelledby="job-stage">
                    <p id="job-stage" role="status">{ i18n::stage(*stage) }</p>
                    <progress aria-labelledby="job-stage"></progress>
                    <p class="elapsed">{ i18n::job_elapsed(seconds) }</p>
                    <button type="button" id="job-cancel" onclick={cancel}>{ i18n::job_cancel() }</button>
                </section>
            }
        }
        JobState::Failed(failure) => html! {
            <p class="note error" id="job-failure" role="alert">
                <strong>{ i18n::severity_error() }</strong>{ " " }{ i18n::failure(failure) }
            </p>
        },
    }
}
