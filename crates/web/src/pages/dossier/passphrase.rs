//! The dossier's passphrase: whether the one on the paper opens it, another one, and what is to be done without it.

use certiroc_core::dossier::Proof;
use certiroc_pki::key::KeyId;
use yew::prelude::*;

use crate::components::existing_passphrase::{existing_passphrase, take_passphrase};
use crate::components::new_passphrase::NewPassphrase;
use crate::components::notes::paragraph;
use crate::components::passphrase_sheet::dossier_facts;
use crate::components::progress::Progress;
use crate::components::tasks::{lines, link};
use crate::i18n;
use crate::route::Route;
use crate::state::{Action, Context, PassphraseAction};

/// What came of a check, which takes the focus.
pub const CHECKED_ID: &str = "passphrase-checked";
/// The field that a change takes first.
pub const OLD_ID: &str = "passphrase-old";
/// The field that a check takes.
const CHECK_ID: &str = "passphrase-check";

/// The part of the page that is about the passphrase.
pub fn passphrase(context: &Context) -> Html {
    if context.session.dossier.key_ids().is_empty() {
        return paragraph(i18n::dossier_no_key());
    }
    html! {
        <>
            <Progress />
            // Hidden, so that what was chosen is still there where the job fails.
            <div hidden={context.is_busy()}>
                { check(context) }
                <h3>{ i18n::facts_title() }</h3>
                { dossier_facts(context, false) }
                { change(context) }
                { lost(context) }
            </div>
        </>
    }
}

/// Tries the passphrase on every key, and changes nothing.
fn check(context: &Context) -> Html {
    let onsubmit = {
        let context = context.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let passphrase = take_passphrase(&context, CHECK_ID.into());
            let check = PassphraseAction::Check(passphrase);
            context.send.emit(Action::Passphrase(check));
        }
    };
    html! {
        <form {onsubmit} novalidate=true autocomplete="off">
            { paragraph(i18n::check_lead()) }
            { existing_passphrase(context, CHECK_ID.into(), i18n::passphrase_existing(), String::new()) }
            <button type="submit" id="passphrase-check-submit">{ i18n::check_submit() }</button>
            if let Some(proofs) = &context.session.checked {
                <div id={CHECKED_ID} class="note information" tabindex="-1">{ checked(context, proofs) }</div>
            }
        </form>
    }
}

/// How many keys it opens, and which it does not.
fn checked(context: &Context, proofs: &[(KeyId, Proof)]) -> Html {
    let orders = context.session.dossier.orders.iter();
    let requests = orders.flat_map(|order| order.requests.iter().map(move |request| (order, request)));
    let is_open = |(_, proof): &&(KeyId, Proof)| *proof == Proof::Proven;
    let mut words = vec![i18n::check_opens(proofs.iter().filter(is_open).count())];
    for ((order, request), proof) in requests.zip(proofs) {
        if !is_open(&proof) {
            let (product, key) = (order.product.label(), request.key_id.short());
            words.push(i18n::text!(check_closed { product, key }));
        }
    }
    words.into_iter().map(paragraph).collect()
}

/// Another passphrase: none is shown before it is asked for.
fn change(context: &Context) -> Html {
    let is_open = context.session.changing;
    let onclick = context
        .send
        .reform(move |_: MouseEvent| Action::Passphrase(PassphraseAction::Change(!is_open)));
    let onaccept = {
        let context = context.clone();
        Callback::from(move |new| {
            let old = take_passphrase(&context, OLD_ID.into());
            let reseal = PassphraseAction::Reseal(old, new);
            context.send.emit(Action::Passphrase(reseal));
        })
    };
    html! {
        <>
            <button type="button" id="passphrase-change" aria-expanded={is_open.to_string()} {onclick}>
                { i18n::dossier_passphrase_change() }
            </button>
            if is_open {
                <NewPassphrase title={i18n::passphrase_new_title()} submit={i18n::dossier_passphrase_change()} {onaccept}>
                    { paragraph(i18n::dossier_passphrase_lead()) }
                    { existing_passphrase(context, OLD_ID.into(), i18n::dossier_passphrase_old(), String::new()) }
                </NewPassphrase>
            }
        </>
    }
}

/// What is to be done once nobody knows it any more. The certificates then say which of them are to be revoked.
fn lost(context: &Context) -> Html {
    let start = context
        .send
        .reform(|_: MouseEvent| Action::Passphrase(PassphraseAction::Lose(true)));
    html! {
        <details id="passphrase-lost">
            <summary>{ i18n::lost_title() }</summary>
            <ol class="steps">{ for lines(&i18n::lost_steps()) }</ol>
            <p>{ link(Route::Certificates) }</p>
            <button type="button" id="passphrase-lost-start" onclick={start}>{ i18n::lost_start() }</button>
        </details>
    }
}
