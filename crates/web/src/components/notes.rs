//! What a check says, beside what was checked; and all errors of a form together.

use certiroc_core::finding::Severity;
use yew::prelude::*;

use crate::browser::page;
use crate::i18n;

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// How grave it is.
    pub severity: Severity,
    /// The words.
    pub text: String,
}

impl Note {
    /// A warning.
    pub const fn warning(text: String) -> Self {
        Self {
            severity: Severity::Warning,
            text,
        }
    }

    /// An error.
    pub const fn error(text: String) -> Self {
        Self {
            severity: Severity::Error,
            text,
        }
    }
}

const fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "note error",
        Severity::Warning => "note warning",
        Severity::Information => "note information",
    }
}

/// Findings, each told by a word as well as by its colour. A field's `aria-describedby` names the id.
pub fn notes(id: Option<String>, notes: &[Note]) -> Html {
    html! {
        <div {id} class="notes">
            { for notes.iter().map(|note| html! {
                <p class={class(note.severity)}>
                    <strong>{ i18n::severity_name(note.severity) }</strong>{ " " }{ &note.text }
                </p>
            }) }
        </div>
    }
}

/// A paragraph: a function, since each element that is written out takes its own place in the page.
pub fn paragraph(text: String) -> Html {
    html! { <p>{ text }</p> }
}

/// The id of the summary, which takes the focus when a form is refused.
pub const SUMMARY_ID: &str = "error-summary";

/// Properties of [`ErrorSummary`].
#[derive(Properties, PartialEq)]
pub struct ErrorSummaryProps {
    /// Each error: the field's id, and the words.
    pub errors: Vec<(AttrValue, String)>,
}

/// All errors of a form; each leads to its field. It takes the focus when it appears.
#[component]
pub fn ErrorSummary(props: &ErrorSummaryProps) -> Html {
    let count = props.errors.len();
    use_effect_with(count > 0, |shown| {
        if *shown {
            page::focus(SUMMARY_ID);
        }
    });
    if count == 0 {
        return Html::default();
    }
    let items = props.errors.iter().map(|(field, text)| {
        let target = field.clone();
        let onclick = move |event: MouseEvent| {
            // The address must not change: it names the page.
            event.prevent_default();
            page::focus(&target);
        };
        html! { <li><a href={format!("#{field}")} {onclick}>{ text }</a></li> }
    });
    html! {
        <section id={SUMMARY_ID} class="summary" role="alert" tabindex="-1" aria-labelledby="error-summary-title">
            <h2 id="error-summary-title">{ i18n::summary_title(count) }</h2>
            <ul>{ for items }</ul>
        </section>
    }
}
