//! The dossier as a file: opening, saving, its passphrase, its journal.

use yew::prelude::*;

use crate::browser::{clock, file_system, page};
use crate::components::fields::TextField;
use crate::components::intake::intake;
use crate::components::new_passphrase::NewPassphrase;
use crate::components::progress::Progress;
use crate::i18n;
use crate::state::{Action, Context, JobState};
use crate::vault::protocol::{Job, Secret};

/// The dossier's page.
pub fn dossier(context: &Context) -> Html {
    let save = context.send.reform(|_| Action::Save);
    let download = context.send.reform(|_| Action::Download);
    let new = context.send.reform(|_| Action::New);
    html! {
        <>
            <p>{ i18n::dossier_lead() }</p>
            <section aria-labelledby="dossier-save">
                <h2 id="dossier-save">{ i18n::dossier_save_title() }</h2>
                <div class="actions">
                    if file_system::is_available() {
                        <button type="button" id="dossier-choose" onclick={save}>{ i18n::save_choose() }</button>
                    }
                    <button type="button" id="dossier-download" onclick={download}>{ i18n::save_download() }</button>
                </div>
            </section>
            <section aria-labelledby="dossier-open">
                <h2 id="dossier-open">{ i18n::home_open_title() }</h2>
                { open_dossier(context) }
                <button type="button" id="dossier-new" onclick={new}>{ i18n::dossier_new() }</button>
            </section>
            <section aria-labelledby="dossier-passphrase">
                <h2 id="dossier-passphrase">{ i18n::dossier_passphrase_title() }</h2>
                { change_passphrase(context) }
            </section>
            { journal(context) }
        </>
    }
}

/// The ways to open a dossier.
pub fn open_dossier(context: &Context) -> Html {
    let open = context.send.reform(|_| Action::Open);
    html! {
        <>
            if file_system::is_available() {
                <p>
                    <button type="button" id="open-picker" onclick={open}>{ i18n::open_choose() }</button>
                    { " " }<span class="hint">{ i18n::open_choose_hint() }</span>
                </p>
            }
            { intake(context, "open-file", i18n::open_file(), ".zip") }
        </>
    }
}

fn change_passphrase(context: &Context) -> Html {
    let keys = context.session.dossier.sealed_keys();
    if keys.is_empty() {
        return html! { <p>{ i18n::dossier_no_key() }</p> };
    }
    if matches!(context.session.job, JobState::Running { .. }) {
        return html! { <Progress /> };
    }
    let onaccept = context.send.reform(move |new| {
        Action::Start(Job::Reseal {
            keys: keys.clone(),
            old: Secret::new(page::take_input("passphrase-old")),
            new,
        })
    });
    html! {
        <>
            <p>{ i18n::dossier_passphrase_lead() }</p>
            <Progress />
            <NewPassphrase title={i18n::passphrase_new_title()} submit={i18n::dossier_passphrase_change()} {onaccept}>
                <TextField id="passphrase-old" kind="password" label={i18n::dossier_passphrase_old()} />
            </NewPassphrase>
        </>
    }
}

fn journal(context: &Context) -> Html {
    html! {
        <section aria-labelledby="dossier-journal">
            <h2 id="dossier-journal">{ i18n::journal_title() }</h2>
            <table id="journal">
                <thead>
                    <tr><th scope="col">{ i18n::journal_date() }</th><th scope="col">{ i18n::journal_event() }</th></tr>
                </thead>
                <tbody>
                    { for context.session.dossier.journal.iter().map(|entry| html! {
                        <tr><td>{ clock::local(entry.at) }</td><td>{ i18n::event(&entry.event) }</td></tr>
                    }) }
                </tbody>
            </table>
        </section>
    }
}
