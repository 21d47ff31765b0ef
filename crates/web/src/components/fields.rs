//! The fields of a form: label, hint, control, findings, tied together for assistive technology.

use certiroc_core::finding::Severity;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::notes::{Note, notes as notes_view};
use crate::i18n;
use crate::state::{Action, Context};
use crate::vault::protocol::Secret;

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

/// A line of text.
#[derive(Default)]
pub struct TextField {
    /// The input's id.
    pub id: AttrValue,
    /// Its label.
    pub label: String,
    /// What helps to fill it in.
    pub hint: String,
    /// What is typed; without it the input keeps what is typed to itself (passphrases).
    pub value: Option<AttrValue>,
    /// `password` or `date`; empty for plain text.
    pub kind: &'static str,
    /// What keyboard a touch screen shows, if not that for text.
    pub inputmode: Option<&'static str>,
    /// What the checks say.
    pub notes: Vec<Note>,
    /// Gets what is typed.
    pub oninput: Callback<String>,
    /// Called when the field is left.
    pub onblur: Callback<()>,
}

/// Its field: it keeps no state, and needs no component. Keyed: what is typed in one must not stay in another.
pub fn text_field(field: TextField) -> Html {
    let TextField {
        id,
        label,
        hint,
        value,
        kind,
        inputmode,
        notes,
        oninput,
        onblur,
    } = field;
    let kind = if kind.is_empty() { "text" } else { kind };
    html! {
        <div class="field" key={format!("{id}-{kind}")}>
            <label for={id.clone()}>{ label }</label>
            <p id={format!("{id}-hint")} class="hint">{ hint }</p>
            <input id={id.clone()} type={kind} {inputmode} {value}
                autocomplete="off" autocapitalize="off" spellcheck="false" translate="no"
                aria-describedby={described_by(&id)} aria-invalid={is_invalid(&notes)}
                oninput={oninput.reform(|event| typed(&event))} onblur={onblur.reform(|_| ())} />
            { notes_view(Some(format!("{id}-notes")), &notes) }
        </div>
    }
}

/// A secret, which its field keeps to itself; `onagain` is called when another is being typed.
pub fn secret_field(
    id: impl Into<AttrValue>,
    label: String,
    hint: String,
    error: Option<String>,
    onagain: &Callback<()>,
) -> Html {
    text_field(TextField {
        id: id.into(),
        kind: "password",
        label,
        hint,
        notes: error.map(Note::error).into_iter().collect(),
        oninput: onagain.reform(|typed| drop(Secret::new(typed))),
        ..TextField::default()
    })
}

/// Who uses the page, for the journal.
pub fn user_field(context: &Context, id: &'static str) -> Html {
    text_field(TextField {
        id: id.into(),
        label: i18n::marks_by(),
        hint: i18n::marks_by_hint(),
        value: Some(context.session.user.clone().into()),
        oninput: context.send.reform(Action::Introduce),
        ..TextField::default()
    })
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

/// Something that is so or not, which its field keeps to itself.
pub fn check_field(id: String, label: String) -> Html {
    html! {
        <div class="choice">
            <input type="checkbox" id={id.clone()} />
            <label for={id}>{ label }</label>
        </div>
    }
}
