//! Giving the page a file: by choosing it, or by dropping it anywhere.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser::page;
use crate::i18n;
use crate::state::{Action, use_session};

/// Properties of [`Intake`].
#[derive(Properties, PartialEq)]
pub struct IntakeProps {
    /// The input's id.
    pub id: AttrValue,
    /// What to give, in words.
    pub label: String,
    /// The endings that the picker shows first.
    pub accept: AttrValue,
}

/// A place for a file. Dropping works on the whole page; this says so, and works from the keyboard.
#[component]
pub fn Intake(props: &IntakeProps) -> Html {
    let context = use_session();
    let onchange = context.send.reform(|event: Event| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        Action::Take(input.map(|input| page::take_files(&input)).unwrap_or_default())
    });
    html! {
        <div class="intake">
            <label for={&props.id}>{ &props.label }</label>
            <input type="file" id={&props.id} accept={&props.accept} {onchange} />
            <p class="hint">{ i18n::intake_drop() }</p>
        </div>
    }
}
