//! A key of a file that was given, in another file: under another password, in another form.

use std::rc::Rc;

use certiroc_core::authority::Environment;
use certiroc_core::conformity::Kind;
use certiroc_core::key::KeyId;
use certiroc_core::package::default_alias;
use certiroc_core::product::Product;
use certiroc_core::x509::Certificate;
use yew::prelude::*;

use super::delivery_form::{CertificateProp, DeliveryForm, Source, downloads, generated, typed_or_generated};
use super::fields::TextField;
use super::notes::Note;
use super::unlock::{password_fields, passwords};
use crate::i18n;
use crate::state::{CertificateAction, use_session};
use crate::vault::protocol::{Job, Secret};

/// The form, folded. `index` is the number of the file among those given.
pub fn reseal(index: usize, key_id: KeyId, certificate: Option<Certificate>) -> Html {
    let id = format!("reseal-{index}-{}", key_id.short());
    let form = match certificate {
        None => html! { <SealKey id={id.clone()} {index} {key_id} /> },
        Some(certificate) => {
            let product = match Kind::of(&certificate) {
                Kind::Product(product) => product,
                _ => Product::OrgAuthCli,
            };
            html! {
                <DeliveryForm id={id.clone()} source={Source::File(index, key_id)}
                    certificate={CertificateProp(certificate)}
                    alias={default_alias(product, Environment::Production)} />
            }
        }
    };
    html! {
        <details id={format!("{id}-form")} class="reseal">
            <summary>{ i18n::reseal_title() }</summary>
            { form }
        </details>
    }
}

/// Properties of [`SealKey`].
#[derive(Properties, PartialEq)]
struct SealKeyProps {
    id: String,
    index: usize,
    key_id: KeyId,
}

/// A key without its certificate: it leaves in PEM, encrypted.
#[component]
fn SealKey(props: &SealKeyProps) -> Html {
    let context = use_session();
    let SealKeyProps { id, index, key_id } = props;
    let refused = use_state(|| None::<String>);
    let chosen = use_state(|| None);
    let onsubmit = {
        let (context, id, index, key_id) = (context.clone(), id.clone(), *index, *key_id);
        let (refused, chosen) = (refused.clone(), chosen.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            match typed_or_generated(&format!("{id}-password")) {
                Err(refusal) => refused.set(Some(refusal)),
                Ok((password, generated)) => {
                    refused.set(None);
                    chosen.set(Some(generated.map(Rc::new)));
                    context.certificates().emit(CertificateAction::DismissPacked);
                    let job = Job::SealKey {
                        key_id,
                        passwords: passwords(&format!("{id}-file")),
                        password: Secret::new(password),
                        stem: key_id.short(),
                    };
                    context
                        .certificates()
                        .emit(CertificateAction::StartOn(index, job));
                }
            }
        }
    };
    html! {
        <form {onsubmit} novalidate=true autocomplete="off">
            { password_fields(&format!("{id}-file")) }
            <TextField id={format!("{id}-password")} kind="password" label={i18n::delivery_password()}
                hint={i18n::delivery_password_hint()} notes={refused.iter().cloned().map(Note::error).collect::<Vec<_>>()} />
            <button type="submit" id={format!("{id}-submit")}>{ i18n::delivery_submit() }</button>
            if let Some(chosen) = &*chosen {
                if !context.session.packed.is_empty() {
                    { chosen.as_ref().map(|password| generated(id, password)) }
                    { downloads(&context.session.packed) }
                }
            }
        </form>
    }
}
