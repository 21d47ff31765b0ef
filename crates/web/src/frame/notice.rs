//! The result of the last action.

use certiroc_pki::x509::visible;
use yew::prelude::*;

use crate::i18n;
use crate::state::{Action, Context, Notice};

/// The notice, until it is read or the page changes. Errors are announced at once.
pub fn notice_bar(context: &Context) -> Html {
    let (is_error, text) = match &context.session.notice {
        // The element stays: assistive technology announces what comes into it.
        None => return html! { <div id="notice" role="status"></div> },
        Some(Notice::Unreadable(error)) => (true, i18n::file_error(error)),
        Some(Notice::OpenFailed(name, error)) => (
            true,
            i18n::text!(notice_open_failed {
                name: visible(name),
                cause: i18n::archive_error(error)
            }),
        ),
        Some(Notice::Opened(name, ignored)) if ignored.is_empty() => {
            (false, i18n::notice_opened(visible(name)))
        }
        Some(Notice::Opened(name, ignored)) => (
            false,
            i18n::text!(notice_opened_ignoring {
                name: visible(name),
                members: visible(&ignored.join(", "))
            }),
        ),
        Some(Notice::Verified(name)) => (false, i18n::notice_verified(visible(name))),
        Some(Notice::EarlierState(name)) => (true, i18n::notice_earlier_state(visible(name))),
        Some(Notice::Joined(name)) => (false, i18n::notice_joined(visible(name))),
        Some(Notice::NotJoined(name)) => (
            true,
            i18n::text!(notice_not_joined {
                name: visible(name),
                cause: i18n::save_two_passphrases()
            }),
        ),
        Some(Notice::FileFailed(words)) => (true, i18n::notice_file_failed(words.clone())),
        Some(Notice::WriteRefused(name)) => (false, i18n::notice_write_refused(visible(name))),
        Some(Notice::SealFailed(words)) => (true, i18n::notice_seal_failed(words.clone())),
        Some(Notice::PassphraseKept) => (true, i18n::notice_passphrase_kept()),
        Some(Notice::PassphraseChanged) => (false, i18n::notice_passphrase_changed()),
    };
    let dismiss = context.send.reform(|_| Action::DismissNotice);
    html! {
        <div id="notice" role={if is_error { "alert" } else { "status" }}>
            <div class={if is_error { "note error" } else { "note information" }}>
                <p>
                    <strong>{ if is_error { i18n::severity_error() } else { i18n::severity_information() } }</strong>
                    { " " }{ text }
                </p>
                <button type="button" onclick={dismiss}>{ i18n::notice_dismiss() }</button>
            </div>
        </div>
    }
}
