//! A password for a file that was given.

use yew::prelude::*;

use crate::components::passwords::{password_fields, passwords};
use crate::i18n;
use crate::state::{CertificateAction, use_session};

/// Properties of [`Unlock`].
#[derive(Properties, PartialEq)]
pub struct UnlockProps {
    /// The number of the file among those given.
    pub index: usize,
}

/// A form whose fields keep what is typed to themselves, and are emptied when it is sent.
#[component]
pub fn Unlock(props: &UnlockProps) -> Html {
    let context = use_session();
    let index = props.index;
    let onsubmit = context.certificates().reform(move |event: SubmitEvent| {
        event.prevent_default();
        CertificateAction::ReadAgain(index, passwords(&format!("unlock-{index}")), Vec::new())
    });
    html! {
        <form {onsubmit} novalidate=true autocomplete="off" class="unlock">
            { password_fields(&format!("unlock-{index}")) }
            <button type="submit" class="primary" id={format!("unlock-{index}-submit")} disabled={context.session.files.reading}>{ i18n::unlock_submit() }</button>
        </form>
    }
}
