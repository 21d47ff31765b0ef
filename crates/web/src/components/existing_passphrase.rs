//! The field for the dossier's passphrase, in any form that starts a job with it.

use yew::prelude::*;

use super::fields::{TextField, text_field};
use super::notes::Note;
use crate::browser::page;
use crate::i18n;
use crate::state::{Action, Context, JobState, PassphraseAction};
use crate::vault::protocol::{JobFailure, Secret};

/// The field, which says so where the passphrase that was last taken from it was wrong.
pub fn existing_passphrase(context: &Context, id: AttrValue, label: String, hint: String) -> Html {
    let session = &context.session;
    let is_wrong = session.asked == id && session.job == JobState::Failed(JobFailure::WrongPassphrase);
    let mut notes = Vec::new();
    if is_wrong {
        notes.push(Note::error(i18n::failure_wrong_passphrase()));
    }
    text_field(TextField {
        id,
        kind: "password",
        label,
        hint,
        notes,
        oninput: context.send.reform(|typed| {
            drop(Secret::new(typed));
            Action::Passphrase(PassphraseAction::TypeAgain)
        }),
        ..TextField::default()
    })
}

/// What was typed there, for a job. It stays until that is done, or shows it to be wrong: a retry needs it.
pub fn take_passphrase(context: &Context, id: AttrValue) -> Secret {
    let typed = Secret::new(page::input(&id));
    let asked = PassphraseAction::Ask(id);
    context.send.emit(Action::Passphrase(asked));
    typed
}
