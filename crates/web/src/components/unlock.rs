//! A password for a file that was given.

use yew::prelude::*;

use super::fields::TextField;
use crate::browser::page;
use crate::i18n;
use crate::state::{CertificateAction, use_session};
use crate::vault::protocol::Secret;

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
            <button type="submit" class="primary" id={format!("unlock-{index}-submit")} disabled={context.session.reading}>{ i18n::unlock_submit() }</button>
        </form>
    }
}

/// The fields for the password of a file, and of a key in it where that is another.
pub fn password_fields(id: &str) -> Html {
    html! {
        <>
            <TextField id={id.to_owned()} kind="password" label={i18n::unlock_label()} hint={i18n::unlock_hint()} />
            <details>
                <summary>{ i18n::unlock_second() }</summary>
                <TextField id={format!("{id}-second")} kind="password" label={i18n::unlock_second()}
                    hint={i18n::unlock_accent()} />
            </details>
        </>
    }
}

/// What was typed there; the fields are emptied. The empty password is one too.
pub fn passwords(id: &str) -> Vec<Secret> {
    let first = Secret::new(page::take_input(id));
    let second = page::take_input(&format!("{id}-second"));
    let second = (!second.is_empty()).then(|| Secret::new(second));
    core::iter::once(first).chain(second).collect()
}
