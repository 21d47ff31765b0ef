//! Choosing the dossier's passphrase: a generated one, shown once, or the user's own.

use std::rc::Rc;

use certiroc_pki::key::{Estimate, Passphrase};
use yew::prelude::*;

use super::fields::{RadioField, TextField, radio_field, text_field};
use super::notes::Note;
use super::passphrase_sheet::generated_passphrase;
use crate::browser::{page, random};
use crate::i18n;
use crate::state::use_session;
use crate::vault::protocol::Secret;

/// Properties of [`NewPassphrase`].
#[derive(Properties, PartialEq)]
pub struct NewPassphraseProps {
    /// What the part says that stands over it.
    pub title: String,
    /// What the button says.
    pub submit: String,
    /// Gets the passphrase, once it was typed without a slip.
    pub onaccept: Callback<Secret>,
    /// What the ids of the fields begin with, where a page has several of these forms.
    #[prop_or_default]
    pub prefix: String,
    /// What stands in the form before it.
    #[prop_or_default]
    pub children: Html,
}

/// What was chosen, and what is to be said of it.
#[derive(Clone)]
struct Choice {
    generated: Rc<Passphrase>,
    is_own: bool,
    estimate: Option<Estimate>,
    refused: Option<String>,
    slip: Option<String>,
}

/// A form that ends with a passphrase. Its fields keep what is typed to themselves. Whoever shows it takes it away once
/// the passphrase has sealed what it shall: until then a job may fail, and no paper must be for nothing.
#[component]
pub fn NewPassphrase(props: &NewPassphraseProps) -> Html {
    let context = use_session();
    let id = |name: &str| format!("{}{name}", props.prefix);
    let (field, repeat) = (id("passphrase"), id("passphrase-repeat"));
    let choice = use_state(|| Choice {
        generated: Rc::new(Passphrase::generate(&mut random::rng())),
        is_own: false,
        estimate: None,
        refused: None,
        slip: None,
    });
    let known = context.session.dossier.known_words();
    // What is said of the old words goes as soon as there are others.
    let set = |change: fn(&mut Choice, &[String], String)| {
        let (choice, known) = (choice.clone(), known.clone());
        Callback::from(move |typed: String| {
            let mut changed = Choice {
                refused: None,
                slip: None,
                ..(*choice).clone()
            };
            change(&mut changed, &known, typed);
            choice.set(changed);
        })
    };
    let onchoose = set(|choice, _, chosen| {
        choice.is_own = chosen == "own";
        choice.estimate = None;
    });
    let onown = set(|choice, known, typed| {
        let typed = Secret::new(typed);
        let is_long = typed.as_str().len() >= Passphrase::MIN_LEN;
        choice.estimate = is_long.then(|| Estimate::of(typed.as_str(), known));
    });
    let onrepeat = set(|_, _, typed| drop(Secret::new(typed)));
    let onsubmit = {
        let (choice, onaccept) = (choice.clone(), props.onaccept.clone());
        let (field, repeat) = (field.clone(), repeat.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let wanted = Secret::new(if choice.is_own {
                page::input(&field)
            } else {
                choice.generated.as_str().to_owned()
            });
            let refused = Passphrase::choose(wanted.as_str(), &known).err();
            let repeated = Secret::new(page::input(&repeat));
            let slips = refused.is_none() && repeated.as_str() != wanted.as_str();
            if refused.is_some() {
                page::focus(&field);
            } else if slips {
                page::focus(&repeat);
            } else {
                onaccept.emit(wanted);
            }
            choice.set(Choice {
                refused: refused.map(|error| i18n::passphrase_refusal(&error)),
                slip: slips.then(i18n::passphrase_differs),
                ..(*choice).clone()
            });
        }
    };
    let notes = |error: &Option<String>| error.iter().cloned().map(Note::error).collect::<Vec<_>>();
    let said = choice.estimate.filter(|_| choice.refused.is_none());
    html! {
        <form {onsubmit} class="new-passphrase" novalidate=true autocomplete="off">
            { props.children.clone() }
            <h3>{ &props.title }</h3>
            <p>{ i18n::passphrase_why() }</p>
            { radio_field(RadioField {
                id: id("passphrase-choice").into(),
                label: i18n::passphrase_choice(),
                value: Some(AttrValue::from(if choice.is_own { "own" } else { "generated" })),
                options: vec![
                    ("generated".into(), i18n::passphrase_generated()), ("own".into(), i18n::passphrase_own()),
                ],
                onchange: onchoose.reform(|chosen: AttrValue| chosen.to_string()),
                ..RadioField::default()
            }) }
            if choice.is_own {
                { text_field(TextField {
                    id: field.clone().into(),
                    kind: "password",
                    label: i18n::passphrase_label(),
                    hint: i18n::passphrase_rules(),
                    notes: notes(&choice.refused),
                    oninput: onown,
                    ..TextField::default()
                }) }
                <p id={field + "-strength"} role="status">{ said.map(i18n::strength).unwrap_or_default() }</p>
            } else {
                { generated_passphrase(&context, &props.prefix, choice.generated.as_str()) }
            }
            { text_field(TextField {
                id: repeat.into(),
                kind: if choice.is_own { "password" } else { "" },
                label: if choice.is_own { i18n::passphrase_again() } else { i18n::passphrase_retype() },
                hint: if choice.is_own { String::new() } else { i18n::passphrase_retype_hint() },
                notes: notes(&choice.slip),
                oninput: onrepeat,
                ..TextField::default()
            }) }
            <button type="submit" class="primary" id={id("passphrase-submit")} disabled={context.is_busy()}>{ &props.submit }</button>
        </form>
    }
}
