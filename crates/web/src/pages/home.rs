//! What this is, and what to do now.

use certiroc_core::next_step;
use yew::prelude::*;

use super::dossier::open_dossier;
use crate::components::frame;
use crate::i18n;
use crate::state::Context;

/// The home page.
pub fn home(context: &Context) -> Html {
    let step = next_step::next_step(&context.session.dossier, &context.session.safekeeping);
    html! {
        <>
            <p class="lead">{ i18n::home_lead() }</p>
            <ol class="steps">
                <li>{ i18n::home_step_describe() }</li>
                <li>{ i18n::home_step_make() }</li>
                <li>{ i18n::home_step_save() }</li>
                <li>{ i18n::home_step_send() }</li>
            </ol>
            <p><a class="button primary" id="begin" href={frame::place(step).href()}>{ i18n::next_step(step) }</a></p>
            <section aria-labelledby="home-open">
                <h2 id="home-open">{ i18n::home_open_title() }</h2>
                { open_dossier(context) }
            </section>
            <section aria-labelledby="home-privacy">
                <h2 id="home-privacy">{ i18n::home_privacy_title() }</h2>
                <p>{ i18n::home_privacy() }</p>
            </section>
        </>
    }
}
