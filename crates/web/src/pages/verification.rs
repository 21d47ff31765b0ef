//! The inspector: reading any file that somebody has, with or without a dossier.

use yew::prelude::*;

use crate::browser::page;
use crate::components::given::given;
use crate::components::intake::intake;
use crate::i18n;
use crate::state::{Action, Context};

/// The id of the text area.
const TEXT_ID: &str = "verification-text";

/// The inspector's page.
pub fn verification(context: &Context) -> Html {
    let onsubmit = context.send.reform(|event: SubmitEvent| {
        event.prevent_default();
        // A key does not lie on the page any longer than it must.
        Action::TakeText(page::text_area(TEXT_ID, |typed| typed.contains("PRIVATE KEY")))
    });
    html! {
        <>
            <p>{ i18n::verification_lead() }</p>
            { intake(context, "verification-file", i18n::verification_file(), true) }
            <form {onsubmit} class="field">
                <label for={TEXT_ID}>{ i18n::verification_text() }</label>
                <textarea id={TEXT_ID} rows="6" spellcheck="false" autocomplete="off" translate="no" />
                <button type="submit" id="verification-read">{ i18n::verification_read() }</button>
            </form>
            { given(context, "verification-outcome") }
        </>
    }
}
