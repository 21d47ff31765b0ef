//! The passwords of a file that was given.

use yew::prelude::*;

use super::fields::secret_field;
use crate::browser::page;
use crate::i18n;
use crate::state::{Action, Context, JobState, PassphraseAction};
use crate::vault::protocol::{JobFailure, Secret};

/// The fields for the password of a file, and of a key in it where that is another: folded, unless it is `second` that is
/// asked for. `wrong` is what is wrong with what was typed there, `onagain` what is done when it is typed again.
pub fn password_fields(id: &str, wrong: Option<String>, second: bool, onagain: &Callback<()>) -> Html {
    html! {
        <>
            { secret_field(id.to_owned(), i18n::unlock_label(), i18n::unlock_hint(), wrong, onagain) }
            <details open={second}>
                <summary>{ i18n::unlock_second() }</summary>
                { secret_field(format!("{id}-second"), i18n::unlock_second(), i18n::unlock_accent(), None, onagain) }
            </details>
        </>
    }
}

/// These fields in a form that starts a job: they say so where the job could not open the file with what was typed there.
pub fn job_passwords(context: &Context, id: &str) -> Html {
    let session = &context.session;
    let is_wrong = session.asked_of_file == id && session.job == JobState::Failed(JobFailure::KeyNotThere);
    let wrong = is_wrong.then(i18n::failure_key_not_there);
    password_fields(id, wrong, false, &type_again(context))
}

/// Another secret is being typed: the old error of the last job is done with.
pub fn type_again(context: &Context) -> Callback<()> {
    context
        .send
        .reform(|()| Action::Passphrase(PassphraseAction::TypeAgain))
}

/// What was typed there. It stays until the job is done: a retry needs it. The empty password is one too.
pub fn passwords(id: &str) -> Vec<Secret> {
    let first = Secret::new(page::input(id));
    let second = Secret::new(page::input(&format!("{id}-second")));
    let second = (!second.as_str().is_empty()).then_some(second);
    core::iter::once(first).chain(second).collect()
}

/// What was typed there, for the job that follows.
pub fn take_passwords(context: &Context, id: &str) -> Vec<Secret> {
    let asked = PassphraseAction::AskOfFile(id.to_owned().into());
    context.send.emit(Action::Passphrase(asked));
    passwords(id)
}

/// Empties the secrets of a form whose job is done.
pub fn empty_secrets(form: &str) {
    for field in ["password", "file", "file-second"] {
        drop(Secret::new(page::take_input(&format!("{form}-{field}"))));
    }
}
