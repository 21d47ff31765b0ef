//! The inspector: reading any file that somebody has, with or without a dossier.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::components::given::given;
use crate::components::intake::intake;
use crate::i18n;
use crate::state::{Action, use_session};

/// The inspector's page.
#[component]
pub fn Verification() -> Html {
    let context = use_session();
    let text = use_node_ref();
    let onsubmit = {
        let text = text.clone();
        context.send.reform(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(area) = text.cast::<HtmlTextAreaElement>() else {
                return Action::TakeText(String::new());
            };
            let typed = area.value();
            if typed.contains("PRIVATE KEY") {
                // It does not lie on the page any longer than it must.
                area.set_value("");
            }
            Action::TakeText(typed)
        })
    };
    html! {
        <>
            <p>{ i18n::verification_lead() }</p>
            { intake(&context, "verification-file", i18n::verification_file(), true) }
            <form {onsubmit} class="field">
                <label for="verification-text">{ i18n::verification_text() }</label>
                <textarea id="verification-text" ref={text} rows="6" spellcheck="false" autocomplete="off" />
                <button type="submit" id="verification-read">{ i18n::verification_read() }</button>
            </form>
            { given(&context, "verification-outcome") }
        </>
    }
}
