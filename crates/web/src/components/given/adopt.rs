//! Bringing a key that the platform made into the dossier.

use certiroc_core::conformity::CertificateKind;
use certiroc_core::product::Product;
use certiroc_pki::key::KeyId;
use yew::prelude::*;

use crate::components::existing_passphrase::{existing_passphrase, take_passphrase};
use crate::components::fields::{SelectField, select_field};
use crate::components::new_passphrase::NewPassphrase;
use crate::components::passwords::{job_passwords, take_passwords};
use crate::i18n;
use crate::state::{CertificateAction, use_session};
use crate::vault::protocol::Secret;

/// Properties of [`Adopt`].
#[derive(Properties, PartialEq)]
pub struct AdoptProps {
    /// The number of the file among those given.
    pub index: usize,
    /// Which key.
    pub key_id: KeyId,
    /// What its certificate is for.
    pub kind: CertificateKind,
}

/// The form that asks for what opens the file, and for the dossier's passphrase.
#[component]
pub fn Adopt(props: &AdoptProps) -> Html {
    let context = use_session();
    let AdoptProps { index, key_id, kind } = *props;
    let chosen = use_state(|| match kind {
        CertificateKind::Product(product) => product,
        _ => Product::OrgAuthCli,
    });
    let id = format!("adopt-{index}-{}", key_id.short());
    let onchange = {
        let chosen = chosen.clone();
        Callback::from(move |slug: String| {
            if let Some(product) = Product::ALL.into_iter().find(|product| product.slug() == slug) {
                chosen.set(product);
            }
        })
    };
    let adopt = {
        let (context, id, product) = (context.clone(), id.clone(), *chosen);
        Callback::from(move |passphrase: Secret| {
            context.certificates().emit(CertificateAction::Adopt(
                index,
                key_id,
                product,
                take_passwords(&context, &id),
                passphrase,
            ));
        })
    };
    let options = Product::ALL
        .map(|product| (AttrValue::from(product.slug()), product.label().to_owned()))
        .to_vec();
    let fields = html! {
        <>
            { select_field(SelectField {
                id: format!("{id}-product").into(),
                label: i18n::adopt_product(),
                value: chosen.slug().into(),
                options,
                onchange,
                ..SelectField::default()
            }) }
            { job_passwords(&context, &id) }
        </>
    };
    let form = if context.session.dossier.sealed_keys().is_empty() {
        html! {
            <NewPassphrase prefix={format!("{id}-")} title={i18n::passphrase_title()} submit={i18n::adopt_submit()} onaccept={adopt}>
                { fields }
            </NewPassphrase>
        }
    } else {
        let field = AttrValue::from(format!("{id}-passphrase"));
        let onsubmit = {
            let (context, field) = (context.clone(), field.clone());
            adopt.reform(move |event: SubmitEvent| {
                event.prevent_default();
                take_passphrase(&context, field.clone())
            })
        };
        html! {
            <form {onsubmit} novalidate=true autocomplete="off">
                { fields }
                { existing_passphrase(&context, field, i18n::passphrase_existing(), i18n::passphrase_existing_hint()) }
                <button type="submit" class="primary" id={format!("{id}-submit")} disabled={context.is_busy()}>{ i18n::adopt_submit() }</button>
            </form>
        }
    };
    html! {
        <details id={format!("{id}-form")} class="adopt">
            <summary>{ i18n::adopt_title() }</summary>
            <p>{ i18n::adopt_lead() }</p>
            { form }
        </details>
    }
}
