//! Choosing the dossier's passphrase: a generated one, shown once, or the user's own.

use std::rc::Rc;

use certiroc_pki::key::{Passphrase, PassphraseError};
use yew::prelude::*;

use super::fields::{RadioField, TextField};
use super::notes::Note;
use crate::browser::{page, random};
use crate::i18n;
use crate::state::use_session;
use crate::vault::protocol::Secret;

/// The sheet that is printed alone.
const SHEET: &str = "passphrase";

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

/// A form that ends with a passphrase. Its fields keep what is typed to themselves, and are emptied
/// when it is accepted.
#[component]
pub fn NewPassphrase(props: &NewPassphraseProps) -> Html {
    let context = use_session();
    let id = |name: &str| format!("{}{name}", props.prefix);
    let (field, repeat) = (id("passphrase"), id("passphrase-repeat"));
    let generated = use_state(|| Some(Rc::new(Passphrase::generate(&mut random::rng()))));
    let first_error = use_state(|| None::<String>);
    let repeat_error = use_state(|| None::<String>);

    let onchoose = {
        let (generated, first_error, repeat_error) =
            (generated.clone(), first_error.clone(), repeat_error.clone());
        Callback::from(move |choice: AttrValue| {
            first_error.set(None);
            repeat_error.set(None);
            generated.set((choice == "generated").then(|| Rc::new(Passphrase::generate(&mut random::rng()))));
        })
    };
    let onsubmit = {
        let (generated, first_error, repeat_error) =
            (generated.clone(), first_error.clone(), repeat_error.clone());
        let onaccept = props.onaccept.clone();
        let (field, repeat) = (field.clone(), repeat.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let wanted = match &*generated {
                Some(generated) => generated.as_str().to_owned(),
                None => page::input(&field),
            };
            let refused = Passphrase::parse(&wanted).err().map(|error| refusal(&error));
            let differs = page::input(&repeat) != wanted;
            let slip = (refused.is_none() && differs).then(i18n::passphrase_differs);
            let accepted = refused.is_none() && slip.is_none();
            if accepted {
                page::take_input(&field);
                page::take_input(&repeat);
                // What was shown is not shown again.
                if generated.is_some() {
                    generated.set(Some(Rc::new(Passphrase::generate(&mut random::rng()))));
                }
            } else {
                page::focus(if refused.is_some() { &field } else { &repeat });
            }
            first_error.set(refused);
            repeat_error.set(slip);
            if accepted {
                onaccept.emit(Secret::new(wanted));
            }
        }
    };
    let notes = |error: &Option<String>| error.iter().cloned().map(Note::error).collect::<Vec<_>>();
    let choice = if generated.is_some() { "generated" } else { "own" };
    html! {
        <form {onsubmit} class="new-passphrase" novalidate=true autocomplete="off">
            { props.children.clone() }
            <h3>{ &props.title }</h3>
            <p>{ i18n::passphrase_why() }</p>
            <RadioField id={id("passphrase-choice")} label={i18n::passphrase_choice()} value={Some(AttrValue::from(choice))}
                options={vec![
                    ("generated".into(), i18n::passphrase_generated()), ("own".into(), i18n::passphrase_own()),
                ]}
                onchange={onchoose} />
            if let Some(generated) = &*generated {
                { generated_passphrase(&id("generated-passphrase"), generated.as_str(), &context.session.dossier.establishment.name) }
                <TextField id={repeat.clone()} label={i18n::passphrase_retype()}
                    hint={i18n::passphrase_retype_hint()} notes={notes(&repeat_error)} />
            } else {
                <TextField id={field} kind="password" label={i18n::passphrase_label()}
                    hint={i18n::passphrase_rules()} notes={notes(&first_error)} />
                <TextField id={repeat.clone()} kind="password" label={i18n::passphrase_again()}
                    notes={notes(&repeat_error)} />
            }
            <button type="submit" class="primary" id={id("passphrase-submit")} disabled={context.is_busy()}>{ &props.submit }</button>
        </form>
    }
}

fn refusal(error: &PassphraseError) -> String {
    match error {
        PassphraseError::TooShort { found } => i18n::passphrase_too_short(*found),
        PassphraseError::TooLong { .. } => i18n::passphrase_too_long(),
        PassphraseError::NotAscii { character } => i18n::passphrase_not_ascii(character.to_string()),
        PassphraseError::SpaceAtEnd => i18n::passphrase_outer_space(),
    }
}

/// The generated passphrase, and the sheet that prints it under the establishment's name.
fn generated_passphrase(id: &str, passphrase: &str, establishment: &str) -> Html {
    let onprint = |_: MouseEvent| page::print_sheet(SHEET);
    html! {
        <div class="generated">
            <div class="sheet" data-sheet={SHEET}>
                <p class="only-print">{ i18n::passphrase_sheet(establishment.to_owned()) }</p>
                <p><output id={id.to_owned()} class="passphrase">{ passphrase }</output></p>
                <p class="only-print">{ i18n::passphrase_sheet_advice() }</p>
            </div>
            <p>{ i18n::passphrase_shown_once() }</p>
            <button type="button" id="passphrase-print" onclick={onprint}>{ i18n::passphrase_print() }</button>
        </div>
    }
}
