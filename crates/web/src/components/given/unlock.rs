//! A password for a file that was given.

use yew::prelude::*;

use crate::components::passwords::{password_fields, passwords};
use crate::i18n;
use crate::state::{CertificateAction, Context};

/// The field of the file of this number.
pub fn unlock_id(index: usize) -> String {
    format!("unlock-{index}")
}

/// A form whose fields keep what is typed to themselves, and go once the file is open. `index` is the number of the file
/// among those given; `is_wrong`, whether what was tried did not open it.
pub fn unlock(context: &Context, index: usize, is_wrong: bool) -> Html {
    let id = unlock_id(index);
    let onsubmit = {
        let id = id.clone();
        context.certificates().reform(move |event: SubmitEvent| {
            event.prevent_default();
            CertificateAction::ReadAgain(index, passwords(&id), Vec::new())
        })
    };
    let onagain = context
        .certificates()
        .reform(move |()| CertificateAction::TypeAgain(index));
    html! {
        <form {onsubmit} novalidate=true autocomplete="off" class="unlock">
            { password_fields(&id, is_wrong.then(i18n::problem_password_wrong), &onagain) }
            <button type="submit" class="primary" id={format!("{id}-submit")} disabled={context.session.files.reading}>{ i18n::unlock_submit() }</button>
        </form>
    }
}
