//! How a certificate is revoked: why, by whom, with what, and in which order so that ROC does not stop.

use certiroc_core::finding::Severity;
use certiroc_core::order::Revocation;
use certiroc_core::procedure::Task;
use certiroc_core::procedure::reference::Address;
use yew::prelude::*;

use super::certificates::facts;
use crate::browser::page;
use crate::components::certificate_view::identity;
use crate::components::copy::Copy;
use crate::components::fields::{RadioField, radio_field};
use crate::components::letter::message;
use crate::components::notes::{Note, notes};
use crate::components::tasks::{address, lines, link};
use crate::i18n;
use crate::route::{Print, Route};
use crate::state::{CertificateAction, use_session};

/// Why a certificate is revoked (the procedure's reasons).
#[derive(Clone, Copy, PartialEq)]
enum Reason {
    Errors,
    Lost,
    Stolen,
    Data,
    Leaving,
}

impl Reason {
    const ALL: [Self; 5] = [Self::Errors, Self::Lost, Self::Stolen, Self::Data, Self::Leaving];

    const fn code(self) -> &'static str {
        match self {
            Self::Errors => "errors",
            Self::Lost => "lost",
            Self::Stolen => "stolen",
            Self::Data => "data",
            Self::Leaving => "leaving",
        }
    }

    fn words(self) -> String {
        match self {
            Self::Errors => i18n::revoke_reason_errors(),
            Self::Lost => i18n::revoke_reason_lost(),
            Self::Stolen => i18n::revoke_reason_stolen(),
            Self::Data => i18n::revoke_reason_data(),
            Self::Leaving => i18n::revoke_reason_leaving(),
        }
    }

    /// What is done first: a key that somebody else has cannot wait for its successor.
    fn order(self) -> String {
        match self {
            Self::Errors | Self::Lost | Self::Data => i18n::revoke_order_planned(),
            Self::Stolen => i18n::revoke_order_urgent(),
            Self::Leaving => i18n::revoke_order_leaving(),
        }
    }
}

/// Properties of [`RevocationPage`].
#[derive(Properties, PartialEq)]
pub struct RevocationPageProps {
    /// Which certificate.
    pub print: Print,
}

/// The revocation's page.
#[component]
pub fn RevocationPage(props: &RevocationPageProps) -> Html {
    let context = use_session();
    let reason = use_state(|| Reason::Errors);
    let Some((product, _, issued)) = context.session.issued(props.print) else {
        return html! {
            <p class="note information" id="revoke-nothing">{ i18n::revoke_nothing() }{ " " }{ link(Route::Certificates) }</p>
        };
    };
    let certificate = &issued.certificate;
    let onchange = {
        let reason = reason.clone();
        Callback::from(move |code: AttrValue| {
            if let Some(chosen) = Reason::ALL.into_iter().find(|reason| reason.code() == code) {
                reason.set(chosen);
            }
        })
    };
    let options = Reason::ALL
        .map(|reason| (AttrValue::from(reason.code()), reason.words()))
        .to_vec();
    let sha256 = certificate.sha256();
    let state = context
        .certificates()
        .reform(move |revoked| CertificateAction::StateRevoked(sha256, revoked));
    let text = i18n::in_french(|| {
        i18n::text!(letter_revocation_body {
            reason: reason.words(),
            facts: facts(product, certificate)
        })
    });
    let subject = i18n::text!(letter_revocation_subject {
        product: product.label(),
        serial: certificate.serial()
    });
    html! {
        <>
            <div class="state">{ identity(certificate, "h2") }<p>{ i18n::revocation(&issued.revocation) }</p></div>
            { notes(None, &[Note { severity: Severity::Warning, text: i18n::revoke_lead() }]) }
            { radio_field(RadioField {
                id: "revoke-reason".into(),
                label: i18n::revoke_reason(),
                value: Some(AttrValue::from(reason.code())),
                options,
                onchange,
                ..RadioField::default()
            }) }
            <section aria-labelledby="revoke-order-title">
                <h2 id="revoke-order-title">{ i18n::revoke_order() }</h2>
                <ol class="steps" id="revoke-order">{ for lines(&reason.order()) }</ol>
                <p class="no-print">{ link(Route::Requests) }{ " " }{ link(Route::Certificates) }{ " " }{ link(Route::Task(Task::Revoke)) }</p>
            </section>
            <section aria-labelledby="revoke-who-title">
                <h2 id="revoke-who-title">{ i18n::revoke_who() }</h2>
                <p>{ i18n::revoke_who_text() }</p>
                <p>{ address(Address::Order) }</p>
            </section>
            <section aria-labelledby="revoke-facts-title">
                <h2 id="revoke-facts-title">{ i18n::revoke_facts() }</h2>
                <h3>{ i18n::revoke_serial() }</h3>
                <Copy id="revoke-serial" label={i18n::revoke_serial()} text={certificate.serial()} typed=true />
                <h3>{ i18n::revoke_subject() }</h3>
                <Copy id="revoke-subject" label={i18n::revoke_subject()} text={certificate.subject.to_string()} typed=true />
                <h3>{ i18n::revoke_issuer() }</h3>
                <Copy id="revoke-issuer" label={i18n::revoke_issuer()} text={certificate.issuer.to_string()} typed=true />
            </section>
            <section aria-labelledby="revoke-letter-title">
                <h2 id="revoke-letter-title">{ i18n::letter_title() }</h2>
                { message(&context, "revoke", Address::CertificatesDesk, subject, &text) }
            </section>
            { statement(&issued.revocation, &state) }
        </>
    }
}

/// The user's word that it is done: asked twice, and free to be taken back.
fn statement(revocation: &Revocation, state: &Callback<bool>) -> Html {
    let say = state.clone();
    let say = move |_: MouseEvent| {
        if page::confirm(&i18n::revoke_confirm()) {
            say.emit(true);
        }
    };
    let take_back = state.reform(|_: MouseEvent| false);
    match revocation {
        Revocation::Unknown | Revocation::NotListed { .. } => html! {
            <p class="no-print"><button type="button" id="revoke-state" onclick={say}>{ i18n::revoke_state() }</button></p>
        },
        Revocation::Stated { .. } => html! {
            <div class="note information" id="revoke-done">
                <p>{ i18n::revoke_done() }</p>
                <p class="no-print"><button type="button" id="revoke-undo" onclick={take_back}>{ i18n::revoke_undo() }</button></p>
            </div>
        },
        Revocation::Listed { .. } => {
            html! { <p class="note information" id="revoke-done">{ i18n::revoke_done() }</p> }
        }
    }
}
