//! The fields of a form: label, hint, control, findings, tied together for assistive technology.

use certiroc_core::finding::Severity;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::notes::{Note, notes as notes_view};

fn is_invalid(notes: &[Note]) -> &'static str {
    if notes.iter().any(|note| note.severity == Severity::Error) {
        "true"
    } else {
        "false"
    }
}

fn described_by(id: &str) -> String {
    format!("{id}-hint {id}-notes")
}

fn typed(event: &InputEvent) -> String {
    event
        .target_dyn_into::<HtmlInputElement>()
        .map(|input| input.value())
        .unwrap_or_default()
}

/// Properties of [`TextField`].
#[derive(Properties, PartialEq)]
pub struct TextFieldProps {
    /// The input's id.
    pub id: AttrValue,
    /// Its label.
    pub label: String,
    /// What helps to fill it in.
    #[prop_or_default]
    pub hint: String,
    /// What is typed; without it the input keeps what is typed to itself (passphrases).
    #[prop_or_default]
    pub value: Option<AttrValue>,
    /// `text` or `password`.
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    /// What keyboard a touch screen shows.
    #[prop_or(AttrValue::Static("text"))]
    pub inputmode: AttrValue,
    /// What the checks say.
    #[prop_or_default]
    pub notes: Vec<Note>,
    /// Gets what is typed.
    #[prop_or_default]
    pub oninput: Callback<String>,
    /// Called when the field is left.
    #[prop_or_default]
    pub onblur: Callback<()>,
}

/// A line of text.
#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let TextFieldProps {
        id,
        label,
        hint,
        value,
        kind,
        inputmode,
        notes,
        oninput,
        onblur,
    } = props;
    html! {
        <div class="field">
            <label for={id}>{ label }</label>
            <p id={format!("{id}-hint")} class="hint">{ hint }</p>
            <input {id} type={kind} inputmode={inputmode} value={value.clone()}
                autocomplete="off" autocapitalize="off" spellcheck="false"
                aria-describedby={described_by(id)} aria-invalid={is_invalid(notes)}
                oninput={oninput.reform(|event| typed(&event))} onblur={onblur.reform(|_| ())} />
            { notes_view(Some(format!("{id}-notes")), notes) }
        </div>
    }
}

/// One of a list.
#[derive(Default)]
pub struct SelectField {
    /// The control's id.
    pub id: AttrValue,
    /// Its label.
    pub label: String,
    /// What helps to choose.
    pub hint: String,
    /// The chosen value.
    pub value: AttrValue,
    /// Each choice: its value and its words.
    pub options: Vec<(AttrValue, String)>,
    /// What the checks say.
    pub notes: Vec<Note>,
    /// Gets the chosen value.
    pub onchange: Callback<String>,
}

/// Its field: it keeps no state, and needs no component.
pub fn select_field(field: SelectField) -> Html {
    let SelectField {
        id,
        label,
        hint,
        value,
        options,
        notes,
        onchange,
    } = field;
    let onchange = onchange.reform(|event: Event| {
        let select = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        select.map(|select| select.value()).unwrap_or_default()
    });
    html! {
        <div class="field">
            <label for={id.clone()}>{ label }</label>
            <p id={format!("{id}-hint")} class="hint">{ hint }</p>
            <select id={id.clone()} {onchange} aria-describedby={described_by(&id)} aria-invalid={is_invalid(&notes)}>
                { for options.iter().map(|(choice, words)| html! {
                    <option value={choice} selected={*choice == value}>{ words }</option>
                }) }
            </select>
            { notes_view(Some(format!("{id}-notes")), &notes) }
        </div>
    }
}

/// One of a few, all shown.
#[derive(Default)]
pub struct RadioField {
    /// The first choice's id, and the group's name.
    pub id: AttrValue,
    /// The group's label.
    pub label: String,
    /// What helps to choose.
    pub hint: String,
    /// The chosen value, if there is one.
    pub value: Option<AttrValue>,
    /// Each choice: its value and its words.
    pub options: Vec<(AttrValue, String)>,
    /// What the checks say.
    pub notes: Vec<Note>,
    /// Gets the chosen value.
    pub onchange: Callback<AttrValue>,
}

/// Its fields: they keep no state, and need no component.
pub fn radio_field(field: RadioField) -> Html {
    let RadioField {
        id,
        label,
        hint,
        value,
        options,
        notes,
        onchange,
    } = field;
    let choices = options.iter().enumerate().map(|(index, (choice, words))| {
        // The error summary leads to the group's id, so the first choice bears it.
        let choice_id = if index == 0 {
            id.clone()
        } else {
            format!("{id}-{choice}").into()
        };
        let choice_value = choice.clone();
        let onchange = onchange.reform(move |_| choice_value.clone());
        html! {
            <div class="choice">
                <input type="radio" id={choice_id.clone()} name={id.clone()} value={choice}
                    checked={value.as_ref() == Some(choice)} {onchange} />
                <label for={choice_id}>{ words }</label>
            </div>
        }
    });
    html! {
        <fieldset class="field" aria-describedby={described_by(&id)}>
            <legend>{ label }</legend>
            <p id={format!("{id}-hint")} class="hint">{ hint }</p>
            { for choices }
            { notes_view(Some(format!("{id}-notes")), &notes) }
        </fieldset>
    }
}
