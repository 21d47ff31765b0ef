//! A key of a file that was given, in another file: under another password, in another form.

use certiroc_core::conformity::Kind;
use certiroc_core::key::KeyId;
use certiroc_core::package::default_alias;
use certiroc_core::product::Product;
use certiroc_core::x509::Certificate;
use yew::prelude::*;

use super::delivery_form::{CertificateProp, DeliveryForm, Source};
use crate::i18n;

/// The form, folded. `index` is the number of the file among those given.
pub fn reseal(index: usize, key_id: KeyId, certificate: Certificate) -> Html {
    let product = match Kind::of(&certificate) {
        Kind::Product(product) => product,
        _ => Product::OrgAuthCli,
    };
    let id = format!("reseal-{index}-{}", key_id.short());
    html! {
        <details id={format!("{id}-form")}>
            <summary>{ i18n::reseal_title() }</summary>
            <DeliveryForm {id} source={Source::File(index, key_id)} certificate={CertificateProp(certificate)}
                alias={default_alias(product, certiroc_core::authority::Environment::Production)} />
        </details>
    }
}
