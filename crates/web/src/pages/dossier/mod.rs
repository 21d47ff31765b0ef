//! The dossier as a file: opening, saving, its passphrase, its journal.

mod passphrase;

use certiroc_core::csv;
use certiroc_core::dossier::JournalEntry;
use time::format_description::well_known::Rfc3339;
use yew::prelude::*;

pub use passphrase::{CHECKED_ID, OLD_ID};

use crate::browser::{clock, file, file_system};
use crate::components::fields::user_field;
use crate::components::intake::intake;
use crate::i18n;
use crate::state::{Action, Context};

/// The dossier's page.
pub fn dossier(context: &Context) -> Html {
    let save = context.send.reform(|_| Action::Save);
    let download = context.send.reform(|_| Action::Download);
    let new = context.send.reform(|_| Action::New);
    let export = {
        let entries = context.session.dossier.journal.clone();
        move |_: MouseEvent| file::download("certiroc-journal.csv", "text/csv", table(&entries).as_bytes())
    };
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
                <h2 id="dossier-passphrase">{ i18n::passphrase_title() }</h2>
                { passphrase::passphrase(context) }
            </section>
            { journal(context) }
            { user_field(context, "user") }
            <button type="button" id="journal-export" onclick={export}>{ i18n::journal_export() }</button>
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
            { intake(context, "open-file", i18n::open_file(), false) }
        </>
    }
}

/// The journal for spreadsheets; a mark at its start tells them that it is UTF-8.
fn table(entries: &[JournalEntry]) -> String {
    let title = [i18n::journal_date(), i18n::journal_event(), i18n::journal_by()];
    let lines = entries.iter().map(|entry| {
        let at = entry.at.format(&Rfc3339).unwrap_or_default();
        [at, i18n::event(&entry.event), entry.by.clone()]
    });
    let rows = core::iter::once(title).chain(lines);
    let rows = rows.map(|cells| csv::row(cells.iter().map(String::as_str)));
    core::iter::once("\u{FEFF}".to_owned()).chain(rows).collect()
}

/// What happened, when, by whom.
pub fn journal(context: &Context) -> Html {
    html! {
        <section aria-labelledby="dossier-journal">
            <h2 id="dossier-journal">{ i18n::journal_title() }</h2>
            <table id="journal">
                <thead>
                    <tr>
                        <th scope="col">{ i18n::journal_date() }</th>
                        <th scope="col">{ i18n::journal_event() }</th>
                        <th scope="col">{ i18n::journal_by() }</th>
                    </tr>
                </thead>
                <tbody>
                    { for context.session.dossier.journal.iter().map(|entry| html! {
                        <tr>
                            <td>{ clock::local(entry.at) }</td>
                            <td>{ i18n::event(&entry.event) }</td>
                            <td>{ &entry.by }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </section>
    }
}
