//! How a certificate is revoked: why, by whom, with what, and in which order so that ROC does not stop.

use certiroc_core::procedure::Task;
use certiroc_core::procedure::reference::Address;
use certiroc_core::product::Product;
use yew::prelude::*;

use super::certificates::facts;
use crate::components::copy::Copy;
use crate::components::fields::RadioField;
use crate::components::letter::message;
use crate::components::notes::{Note, notes};
use crate::components::tasks::{address, lines, link};
use crate::i18n;
use crate::route::Route;
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
    /// Of which order.
    pub product: Product,
}

/// The revocation's page, about the oldest certificate of the order that is not revoked yet: the one that a renewal
/// replaces.
#[component]
pub fn RevocationPage(props: &RevocationPageProps) -> Html {
    let context = use_session();
    let product = props.product;
    let reason = use_state(|| Reason::Errors);
    let order = context.session.dossier.order(product);
    let issued: Vec<_> = order.issued().collect();
    let open = issued
        .iter()
        .rev()
        .find(|(_, issued)| !issued.revocation.is_revoked());
    let Some((request, issued)) = open else {
        return html! {
            <p class="note information" id="revoke-nothing">
                { if issued.is_empty() { i18n::revoke_nothing() } else { i18n::revoke_done() } }{ " " }{ link(Route::Certificates) }
            </p>
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
    let state = {
        let key_id = request.key_id;
        context
            .certificates()
            .reform(move |_| CertificateAction::StateRevoked(product, key_id))
    };
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
            { notes(None, &[Note { severity: certiroc_core::finding::Severity::Warning, text: i18n::revoke_lead() }]) }
            <RadioField id="revoke-reason" label={i18n::revoke_reason()} value={Some(AttrValue::from(reason.code()))} {options} {onchange} />
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
            <p class="no-print"><button type="button" id="revoke-state" onclick={state}>{ i18n::revoke_state() }</button></p>
        </>
    }
}
