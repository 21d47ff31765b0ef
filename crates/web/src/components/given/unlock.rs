//! A password for a file that was given.

use yew::prelude::*;

use crate::components::passwords::{password_fields, passwords};
use crate::i18n;
use crate::state::{CertificateAction, Context};

/// The field of the file of this number, or with `second` that of the key in it.
pub fn unlock_id(index: usize, second: bool) -> String {
    format!("unlock-{index}{}", if second { "-second" } else { "" })
}

/// A form whose fields keep what is typed to themselves, and go once the file is open. `index` is the number of the file
/// among those given; `is_wrong`, whether what was tried did not open it; `second`, whether it is open and a key in it has
/// another password.
pub fn unlock(context: &Context, index: usize, is_wrong: bool, second: bool) -> Html {
    let id = unlock_id(index, false);
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
            { password_fields(&id, is_wrong.then(i18n::problem_password_wrong), second, &onagain) }
            <button type="submit" class="primary" id={format!("{id}-submit")} disabled={context.session.files.reading}>{ i18n::unlock_submit() }</button>
        </form>
    }
}
