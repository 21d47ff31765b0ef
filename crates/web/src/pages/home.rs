//! What this is, and what to do now.

use yew::prelude::*;

use super::dossier::open_dossier;
use crate::frame;
use crate::i18n;
use crate::route::Route;
use crate::state::Context;

/// The home page.
pub fn home(context: &Context) -> Html {
    let step = context.derived.next_step;
    html! {
        <>
            <p class="lead">{ i18n::home_lead() }</p>
            <ol class="steps">
                <li>{ i18n::home_step_prerequisites() }</li>
                <li>{ i18n::home_step_authorisation() }</li>
                <li>{ i18n::home_step_generation() }</li>
                <li>{ i18n::home_step_life() }</li>
            </ol>
            <p><a class="button primary" id="begin" href={frame::place(step).href()}>{ i18n::next_step(step) }</a></p>
            <p><a id="overview" href={Route::Course.href()}>{ i18n::home_overview() }</a></p>
            <p><a id="direct" href={Route::Establishment.href()}>{ i18n::home_direct() }</a></p>
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
