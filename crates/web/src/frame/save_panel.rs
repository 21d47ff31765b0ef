//! Whether the dossier is saved, and how to save it. It stands on every page.

use yew::prelude::*;

use crate::browser::{clock, file_system};
use crate::components::intake::intake;
use crate::i18n;
use crate::state::{Action, Context};

/// The state in words, and the buttons that change it.
pub fn save_panel(context: &Context) -> Html {
    let session = &context.session;
    let failure = session.saving.failure.as_ref();
    // What could not be written stays told, even where the user holds the present state in another file.
    let unsaved = session.saving.safekeeping.is_unsaved() || failure.is_some();
    if !unsaved && session.saving.saved_at.is_none() && session.saving.storage.is_none() {
        return html! { <div id="save-panel" role="status" class="save-panel"></div> };
    }
    let file = session.saving.storage.as_ref();
    let file = file.map(|storage| storage.handle.file_name());
    let is_waiting = !session.saving.conflicts.is_empty();
    let state = match (file, session.saving.writing, unsaved) {
        (Some(file), true, _) => i18n::save_writing(file),
        (Some(file), false, true) => match failure {
            Some(failure) => i18n::text!(save_failed {
                file,
                cause: i18n::save_failure(failure)
            }),
            None if is_waiting => i18n::save_waiting(file),
            None => i18n::save_soon(file),
        },
        (Some(file), false, false) => match session.saving.saved_at {
            Some(at) => i18n::text!(save_done_in {
                file,
                time: clock::local(at)
            }),
            None => i18n::save_linked(file),
        },
        (None, _, true) => i18n::save_unsaved(),
        (None, _, false) => session
            .saving
            .saved_at
            .map(|at| i18n::save_done(clock::local(at)))
            .unwrap_or_default(),
    };
    let class = if unsaved {
        "save-panel unsaved"
    } else {
        "save-panel"
    };
    let save = context.send.reform(|_| Action::Save);
    let download = context.send.reform(|_| Action::Download);
    let again = context.send.reform(|_| Action::SaveAgain);
    let can_write = file_system::is_available();
    // Where it does not save itself.
    let is_stuck = unsaved
        && !session.saving.writing
        && (session.saving.storage.is_none() || failure.is_some() || is_waiting);
    html! {
        <aside {class} aria-label={i18n::save_region()}>
            <p id="save-panel" role={if failure.is_some() { "alert" } else { "status" }}>
                if unsaved { <strong>{ i18n::save_attention() }</strong>{ " " } }
                { state }
            </p>
            if is_stuck && failure.is_some() {
                <button type="button" id="save-again" class="primary" onclick={again}>{ i18n::save_again() }</button>
            }
            if is_stuck {
                <button type="button" id="save" class={failure.is_none().then_some("primary")} onclick={save}>
                    { if can_write { i18n::save_choose() } else { i18n::save_download() } }
                </button>
            }
            if can_write && is_stuck {
                <button type="button" id="save-download" onclick={download}>{ i18n::save_download() }</button>
            }
            if session.saving.download.is_some() {
                { confirmation(context) }
            }
        </aside>
    }
}

/// After a download: the browser does not tell whether it was kept, so the user does.
fn confirmation(context: &Context) -> Html {
    let stated = context.send.reform(|_| Action::StateSaved);
    html! {
        <div class="confirmation">
            <p>{ i18n::save_confirm(context.session.dossier.file_name()) }</p>
            { intake(context, "save-verify", i18n::save_verify(), false) }
            <button type="button" id="save-stated" onclick={stated}>{ i18n::save_stated() }</button>
        </div>
    }
}
