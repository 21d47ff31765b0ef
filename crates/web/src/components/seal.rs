//! Who answers for the dossier: its seal, how to verify it, and what differs from it.

use std::hash::{DefaultHasher, Hash, Hasher};

use certiroc_core::dossier::{Alarm, Change, Item, Trust, Weight};
use certiroc_pki::key::KeyId;
use yew::prelude::*;

use super::existing_passphrase::{existing_passphrase, take_passphrase};
use super::notes::{Note, notes, paragraph};
use super::progress::Progress;
use crate::browser::{clock, page};
use crate::i18n;
use crate::state::{Action, Context, SealAction};

/// The element that takes the focus where something is to be decided.
pub const SEAL_ID: &str = "seal";
/// The field that verifying takes.
const VERIFY_ID: &str = "verify-passphrase";

/// The seal's state on every page; nothing where the dossier has no key.
pub fn seal(context: &Context) -> Html {
    let sealing = &context.session.sealing;
    let Some(line) = seal_line(context) else {
        return html! {};
    };
    let alarm = sealing.alarm();
    let mut changes_now = sealing.changes().iter();
    let grave = changes_now.any(|change| change.weight == Weight::Alarm);
    let restore_alarms = {
        let send = context.send.clone();
        move |_: MouseEvent| {
            if page::confirm(&i18n::seal_restore_confirm()) {
                send.emit(Action::Seal(SealAction::RestoreAlarms));
            }
        }
    };
    html! {
        <section id={SEAL_ID} class="seal" tabindex="-1" aria-label={i18n::seal_region()}>
            <p id="seal-state" role="status">{ line }</p>
            { alarm.map(|alarm| alarm_note(context, alarm)) }
            if is_unverified(context) {
                { verify(context) }
            } else if !sealing.changes().is_empty() {
                if grave {
                    <div role="alert">{ notes(None, &[Note::error(i18n::seal_alarm())]) }</div>
                    <button type="button" id="seal-restore-alarms" class="primary" onclick={restore_alarms}>
                        { i18n::seal_restore_alarms() }
                    </button>
                }
                { changes(context, sealing.changes()) }
            }
        </section>
    }
}

/// `Scellé n° 12, le 30 novembre 2026 ; 3 changements depuis ; non vérifié.` Nothing where the dossier has no key.
pub fn seal_line(context: &Context) -> Option<String> {
    let sealing = &context.session.sealing;
    let trust = sealing.trust();
    if trust == Trust::NoKey {
        return None;
    }
    let mut words = match sealing.last() {
        Some(seal) => i18n::text!(seal_of {
            number: seal.number(),
            time: clock::local(seal.sealed_at())
        }),
        None => i18n::seal_none(),
    };
    let changes = sealing.changes().len();
    if changes > 0 {
        words += &i18n::seal_changes(changes);
    }
    words += &if trust == Trust::Verified {
        i18n::seal_verified()
    } else {
        i18n::seal_unverified()
    };
    Some(words)
}

/// Whether what the page shows may be only what the file says: it is not verified, or something is not decided.
pub fn is_doubtful(context: &Context) -> bool {
    context.session.sealing.hold().is_some()
}

/// Whether nobody typed the passphrase yet.
pub fn is_unverified(context: &Context) -> bool {
    context.session.sealing.trust() == Trust::Unverified
}

/// The SHA-256 of the seal key, which anybody can compare with the paper.
pub fn fingerprint(context: &Context) -> Option<String> {
    let key = context.session.dossier.seal_key.as_ref()?;
    Some(i18n::seal_fingerprint(
        KeyId::of(&key.public_key_info).to_string(),
    ))
}

fn alarm_note(context: &Context, alarm: Alarm) -> Html {
    let dismiss = context
        .send
        .reform(|_: MouseEvent| Action::Seal(SealAction::DismissAlarm));
    let text = match alarm {
        Alarm::Gone => i18n::seal_gone(),
        Alarm::Broken => i18n::seal_broken(),
        Alarm::Closed => i18n::seal_closed(),
    };
    html! {
        <div role="alert">
            { notes(None, &[Note::error(text)]) }
            if alarm != Alarm::Closed {
                <button type="button" id="seal-dismiss" onclick={dismiss}>{ i18n::seal_dismiss() }</button>
            }
        </div>
    }
}

fn verify(context: &Context) -> Html {
    let onsubmit = {
        let context = context.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let passphrase = take_passphrase(&context, VERIFY_ID.into());
            context.send.emit(Action::Seal(SealAction::Verify(passphrase)));
        }
    };
    let is_asked = context.session.asked == VERIFY_ID;
    html! {
        <details id="seal-verify" class="no-print">
            <summary>{ i18n::seal_verify() }</summary>
            { paragraph(i18n::seal_lead()) }
            { fingerprint(context).map(paragraph) }
            <form {onsubmit} novalidate=true autocomplete="off">
                { existing_passphrase(context, VERIFY_ID.into(), i18n::passphrase_existing(), String::new()) }
                <button type="submit" id="verify-submit" disabled={context.is_busy()}>{ i18n::seal_verify() }</button>
            </form>
            if is_asked {
                <Progress />
            }
        </details>
    }
}

/// What a button of a row does. The rows below move up once a row is decided: what follows the click that decided it, as
/// part of the same double click, was never meant for them.
pub fn decision(context: &Context, action: impl Fn() -> Action + 'static) -> Callback<MouseEvent> {
    let send = context.send.clone();
    Callback::from(move |click: MouseEvent| {
        if click.detail() < 2 {
            send.emit(action());
        }
    })
}

/// By what a row is told from another: the thing, and both its values in words. What is decided in a row, or has the focus
/// there, reaches no other.
pub fn row_key(item: Item, values: [&str; 2]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (item, values).hash(&mut hasher);
    hasher.finish()
}

/// One row for each difference, the gravest first.
fn changes(context: &Context, changes: &[Change]) -> Html {
    let minor = changes.iter().filter(|change| change.weight == Weight::Minor);
    let minor: Vec<_> = minor.cloned().collect();
    let has_minor = !minor.is_empty();
    let accept_minor = decision(context, move || Action::Seal(SealAction::Accept(minor.clone())));
    html! {
        <>
            { paragraph(i18n::seal_decide()) }
            <dl id="seal-changes">
                { for changes.iter().enumerate().map(|(number, change)| row(context, number, change)) }
            </dl>
            if has_minor {
                <button type="button" id="seal-accept-minor" onclick={accept_minor}>{ i18n::seal_accept_minor() }</button>
            }
        </>
    }
}

fn row(context: &Context, number: usize, change: &Change) -> Html {
    let item = change.difference.item;
    let name = i18n::item(item);
    let [old, new] =
        [&change.difference.old, &change.difference.new].map(|value| i18n::value(value.as_ref()));
    let read = change.clone();
    let accept = decision(context, move || {
        Action::Seal(SealAction::Accept(vec![read.clone()]))
    });
    let read = Box::new(change.clone());
    let restore = decision(context, move || Action::Seal(SealAction::Restore(read.clone())));
    let is_alarm = change.weight == Weight::Alarm;
    let key = row_key(item, [&old, &new]);
    html! {
        <key={key}>
            <dt class={is_alarm.then_some("alarm")}>{ &name }</dt>
            <dd>
                { i18n::seal_old() }{ " " }<strong>{ old }</strong>
                if !is_alarm && !matches!(item, Item::Key(..)) {
                    { " " }
                    <button type="button" id={format!("seal-{number}-restore")} onclick={restore}
                        aria-label={i18n::seal_restore_label(name.clone())}>{ i18n::seal_restore() }</button>
                }
            </dd>
            <dd>
                { i18n::seal_new() }{ " " }<strong>{ new }</strong>
                // What goes with it.
                { for change.parts.iter().map(|part| html! {
                    <p class="hint">{ i18n::item(part.item) }{ i18n::colon() }{ i18n::value(part.new.as_ref()) }</p>
                }) }
                if !is_alarm {
                    { " " }
                    <button type="button" id={format!("seal-{number}-accept")} onclick={accept}
                        aria-label={i18n::seal_accept_label(name)}>{ i18n::seal_accept() }</button>
                }
            </dd>
        </>
    }
}
