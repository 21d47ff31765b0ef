//! Reading a request that somebody has, and holding it against the orders.

use certiroc_core::csr::{Code, Comparison, Finding, Joined};
use certiroc_core::finding::Severity;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::components::csr_view::{attribute_name, csr_table};
use crate::components::intake::intake;
use crate::components::notes::{self, Note};
use crate::i18n;
use crate::state::{Action, Examined, use_session};

/// The verification page.
#[component]
pub fn Verification() -> Html {
    let context = use_session();
    let text = use_node_ref();
    let onsubmit = {
        let text = text.clone();
        context.send.reform(move |event: SubmitEvent| {
            event.prevent_default();
            Action::TakeText(
                text.cast::<HtmlTextAreaElement>()
                    .map(|area| area.value())
                    .unwrap_or_default(),
            )
        })
    };
    html! {
        <>
            <p>{ i18n::verification_lead() }</p>
            { intake(&context, "verification-file", i18n::verification_file(), ".csr,.pem,.der,.p10,.req,.txt") }
            <form {onsubmit} class="field">
                <label for="verification-text">{ i18n::verification_text() }</label>
                <textarea id="verification-text" ref={text} rows="6" spellcheck="false" autocomplete="off" />
                <button type="submit" id="verification-read">{ i18n::verification_read() }</button>
            </form>
            if let Some(examined) = &context.session.examined {
                <section aria-labelledby="verification-result" id="verification-outcome">
                    <h2 id="verification-result">{ i18n::verification_result(examined.name.clone()) }</h2>
                    { outcome(examined) }
                </section>
            }
        </>
    }
}

fn outcome(examined: &Examined) -> Html {
    match &examined.outcome {
        Err(error) => html! {
            <div role="alert">{ notes::notes(None, &[Note::error(i18n::csr_read_error(error))]) }</div>
        },
        Ok((csr, comparison)) => html! {
            <>
                <div role="status">
                    <p id="verification-joined"><strong>{ joined(comparison) }</strong></p>
                    { notes::notes(None, &notes_of(comparison)) }
                </div>
                { csr_table(csr) }
            </>
        },
    }
}

fn joined(comparison: &Comparison) -> String {
    let worst = comparison
        .findings
        .iter()
        .map(|finding| finding.code.severity())
        .max();
    match comparison.joined {
        Joined::Current(product) if worst < Some(Severity::Warning) => i18n::joined_good(product.label()),
        Joined::Current(product) => i18n::joined_current(product.label()),
        Joined::Earlier(product, _) => i18n::joined_earlier(product.label()),
        Joined::Unknown => i18n::joined_unknown(),
    }
}

fn notes_of(comparison: &Comparison) -> Vec<Note> {
    let note = |finding: &Finding| Note {
        severity: finding.code.severity(),
        text: words(finding),
    };
    comparison.findings.iter().map(note).collect()
}

fn words(finding: &Finding) -> String {
    let (found, expected) = (finding.found.clone(), finding.expected.clone());
    match finding.code {
        Code::SignatureInvalid => i18n::compare_signature_invalid(),
        Code::AlgorithmWeak => i18n::text!(compare_weak { found, expected }),
        Code::AlgorithmUnexpected => i18n::text!(compare_algorithm { found, expected }),
        Code::KeyNotRsa => i18n::compare_not_rsa(found),
        Code::KeyTooShort => i18n::text!(compare_key_too_short { found, expected }),
        Code::KeySizeUnexpected => i18n::text!(compare_key_size { found, expected }),
        Code::AttributeMissing { attr } => i18n::text!(compare_missing {
            attribute: attribute_name(attr),
            expected
        }),
        Code::AttributeDiffers { attr } if expected.is_empty() => {
            i18n::text!(compare_unknown_service {
                attribute: attribute_name(attr),
                found
            })
        }
        Code::AttributeDiffers { attr } => i18n::text!(compare_differs {
            attribute: attribute_name(attr),
            found,
            expected
        }),
        Code::AttributeUnexpected => i18n::compare_unexpected(found),
        Code::StringType { attr } => i18n::text!(compare_string_type {
            attribute: attribute_name(attr),
            found,
            expected
        }),
        Code::OrderOfAttributes => i18n::text!(compare_order { found, expected }),
        Code::RequestAttributes => i18n::compare_request_attributes(found),
        Code::NotTheSameFile => i18n::compare_not_the_same(),
    }
}
