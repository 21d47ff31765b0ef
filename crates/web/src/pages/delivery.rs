//! The file that a target takes, made of a certificate of the dossier.

use certiroc_core::appraisal::appraise;
use certiroc_core::authority::Environment as Hierarchy;
use certiroc_core::establishment::Environment;
use certiroc_core::finding::Severity;
use certiroc_core::package::default_alias;
use certiroc_core::product::Product;
use yew::prelude::*;

use crate::browser::clock;
use crate::components::certificate_view::identity;
use crate::components::delivery_form::{CertificateProp, DeliveryForm, Source};
use crate::components::fields::SelectField;
use crate::components::notes::{Note, notes};
use crate::components::tasks::link;
use crate::i18n;
use crate::route::Route;
use crate::state::use_session;

/// Properties of [`DeliveryPage`].
#[derive(Properties, PartialEq)]
pub struct DeliveryPageProps {
    /// Of which order.
    pub product: Product,
}

/// The delivery's page: which certificate, then the form.
#[component]
pub fn DeliveryPage(props: &DeliveryPageProps) -> Html {
    let context = use_session();
    let product = props.product;
    let chosen = use_state(|| 0_usize);
    let dossier = &context.session.dossier;
    let issued: Vec<_> = dossier.order(product).issued().collect();
    let Some((request, certificate)) = issued.get(*chosen) else {
        return html! { <p class="note warning">{ i18n::delivery_no_certificate() }{ " " }{ link(Route::Certificates) }</p> };
    };
    let onchange = {
        let chosen = chosen.clone();
        Callback::from(move |place: String| chosen.set(place.parse().unwrap_or_default()))
    };
    let options: Vec<_> = issued
        .iter()
        .enumerate()
        .map(|(place, (_, issued))| {
            let words = i18n::text!(delivery_certificate_option {
                serial: issued.certificate.serial(),
                day: clock::day(issued.certificate.not_after.date()),
            });
            (AttrValue::from(place.to_string()), words)
        })
        .collect();
    let hierarchy = match dossier.establishment.environment {
        Environment::Production => Hierarchy::Production,
        Environment::Test => Hierarchy::Test,
    };
    let at_hand = context.session.authorities_at_hand();
    let appraisal = appraise(dossier, product, request.key_id, &at_hand, clock::now());
    let has_errors = appraisal.is_some_and(|appraisal| {
        let is_error =
            |finding: &certiroc_core::conformity::Finding| finding.code.severity() == Severity::Error;
        appraisal.path.is_err() || appraisal.findings.iter().any(is_error)
    });
    let warning = Note {
        severity: Severity::Warning,
        text: i18n::delivery_problems(),
    };
    html! {
        <>
            <p>{ i18n::delivery_lead() }</p>
            if options.len() > 1 {
                <SelectField id="delivery-certificate" label={i18n::delivery_certificate()} value={chosen.to_string()}
                    {options} {onchange} />
            }
            <div class="state">{ identity(&certificate.certificate, "h2") }</div>
            if certificate.revocation.is_revoked() {
                { notes(None, &[Note::error(i18n::delivery_blocked_revoked())]) }
                <p>{ link(Route::Requests) }</p>
            } else {
                if has_errors {
                    { notes(None, &[warning]) }
                    <p>{ link(Route::Certificates) }</p>
                }
                <DeliveryForm key={request.key_id.to_string()} id="delivery" source={Source::Dossier(request.sealed_key.clone())}
                    certificate={CertificateProp(certificate.certificate.clone())}
                    alias={default_alias(product, hierarchy)} />
            }
        </>
    }
}
