//! Makes another file of a key from a given file: another password, another form.

use std::rc::Rc;

use certiroc_core::authority::Environment;
use certiroc_core::conformity::CertificateKind;
use certiroc_core::package::{Container, default_alias};
use certiroc_pki::key::KeyId;
use certiroc_pki::x509::Certificate;
use yew::prelude::*;

use crate::components::delivery_form::{
    CertificateProp, DeliveryForm, DeliverySource, downloads, generated, typed_or_generated,
};
use crate::components::fields::secret_field;
use crate::components::notes::{Note, notes};
use crate::components::passwords::{job_passwords, take_passwords};
use crate::i18n;
use crate::state::{CertificateAction, Context, use_session};
use crate::vault::protocol;

/// The form, folded; nothing for a certificate that is known to be revoked. `index` is the number of the file among
/// those given.
pub fn reseal(context: &Context, index: usize, key_id: KeyId, certificate: Option<Certificate>) -> Html {
    let is_revoked = |certificate: &Certificate| {
        let mut issued = context.session.dossier.issued();
        issued.any(|(_, issued)| issued.certificate == *certificate && issued.revocation.is_revoked())
    };
    if certificate.as_ref().is_some_and(is_revoked) {
        return notes(None, &[Note::error(i18n::delivery_blocked_revoked())]);
    }
    let id = format!("reseal-{index}-{}", key_id.short());
    let form = match certificate {
        None => html! { <SealKey id={id.clone()} {index} {key_id} /> },
        Some(certificate) => {
            let alias = match CertificateKind::of(&certificate) {
                CertificateKind::Product(product) => default_alias(product, environment_of(&certificate)),
                _ => "certificat".to_owned(),
            };
            html! {
                <DeliveryForm id={id.clone()} source={DeliverySource::File(index, key_id)}
                    certificate={CertificateProp(certificate)}
                    {alias} />
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

/// The hierarchy that a certificate comes from, by the name of its issuer.
fn environment_of(certificate: &Certificate) -> Environment {
    let name = certificate.issuer.to_string();
    if name.contains("TEST") {
        Environment::Test
    } else {
        Environment::Production
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
            match typed_or_generated(&context, &format!("{id}-password"), Container::Pem, false) {
                Err(refusal) => {
                    chosen.set(None);
                    refused.set(Some(refusal));
                }
                Ok((password, generated)) => {
                    refused.set(None);
                    chosen.set(Some(generated.map(Rc::new)));
                    let job = protocol::SealKey {
                        key_id,
                        passwords: take_passwords(&context, &format!("{id}-file")),
                        password,
                        stem: key_id.short(),
                    };
                    let form = AttrValue::from(id.clone());
                    context
                        .certificates()
                        .emit(CertificateAction::SealKey(form, index, job));
                }
            }
        }
    };
    let onagain = {
        let refused = refused.clone();
        Callback::from(move |()| refused.set(None))
    };
    html! {
        <form {onsubmit} novalidate=true autocomplete="off">
            { job_passwords(&context, &format!("{id}-file")) }
            { secret_field(
                format!("{id}-password"), i18n::delivery_password(), i18n::delivery_password_hint(), (*refused).clone(),
                &onagain,
            ) }
            <button type="submit" id={format!("{id}-submit")} disabled={context.is_busy()}>{ i18n::delivery_submit() }</button>
            if let Some(chosen) = &*chosen {
                if let Some(made) = context.session.files.made.as_ref().filter(|made| made.form == *id) {
                    { chosen.as_ref().map(|password| generated(id, password)) }
                    { downloads(&made.files) }
                }
            }
        </form>
    }
}
