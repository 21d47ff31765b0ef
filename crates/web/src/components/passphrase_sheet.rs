//! The sheet of paper with a passphrase on it: of which dossier, of when.

use yew::prelude::*;

use super::notes::paragraph;
use super::seal::{fingerprint, is_doubtful, seal_line};
use crate::browser::{clock, page};
use crate::i18n;
use crate::state::Context;

/// Where something is to be written by hand.
const BLANK: &str = "……………………………………";

/// A generated passphrase, and the sheet that prints it. Nothing else prints it, and the paper says so. `prefix` is what the
/// ids begin with, where a page shows several.
pub fn generated_passphrase(context: &Context, prefix: &str, passphrase: &str) -> Html {
    let sheet = format!("{prefix}passphrase-sheet");
    let onprint = {
        let sheet = sheet.clone();
        move |_: MouseEvent| page::print_sheet(&sheet)
    };
    html! {
        <>
            <div class="generated">
                <div class="sheet" id={sheet}>
                    <p class="only-print">{ i18n::passphrase_sheet(clock::day(clock::today())) }</p>
                    <p><output id={format!("{prefix}generated-passphrase")} class="passphrase" translate="no">{ passphrase }</output></p>
                    <div class="only-print">
                        { dossier_facts(context, true) }
                        { paragraph(i18n::passphrase_sheet_advice()) }
                    </div>
                </div>
                { paragraph(i18n::passphrase_shown_once()) }
                <button type="button" id={format!("{prefix}passphrase-print")} onclick={onprint}>{ i18n::passphrase_print() }</button>
            </div>
            <p class="not-printed">{ i18n::passphrase_not_printed() }</p>
        </>
    }
}

/// By what a dossier is told from another: a line each, to be written on by hand where it is not known yet. `is_for_paper`:
/// it goes with a passphrase of now, beside which only that stands which the page answers for.
pub fn dossier_facts(context: &Context, is_for_paper: bool) -> Html {
    let session = &context.session;
    let dossier = &session.dossier;
    let file = session.saving.storage.as_ref();
    let is_known = !(session.passphrase_lost || is_for_paper && is_doubtful(context));
    let mut facts = vec![
        dossier.establishment.asked_name(),
        file.map_or_else(|| dossier.file_name(), |file| file.handle.file_name()),
    ];
    for order in &dossier.orders {
        let mut keys = String::new();
        for request in &order.requests {
            if !request.passphrase_lost && is_known {
                keys = keys + &request.key_id.short() + " ";
            }
        }
        if keys.is_empty() {
            BLANK.clone_into(&mut keys);
        }
        let product = order.product.label();
        facts.push(i18n::text!(facts_key { product, keys }));
    }
    let seal = seal_line(context).zip(fingerprint(context)).filter(|_| is_known);
    let (line, fingerprint) = seal.unwrap_or_else(|| {
        let (number, time) = (BLANK, BLANK);
        (
            i18n::text!(seal_of { number, time }),
            i18n::seal_fingerprint(BLANK),
        )
    });
    facts.extend([line, fingerprint]);
    facts.into_iter().map(paragraph).collect()
}
