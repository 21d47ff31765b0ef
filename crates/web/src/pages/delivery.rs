//! Makes the file that a target accepts from a certificate in the dossier.

use certiroc_core::conformity::ConformityCode;
use certiroc_core::finding::{Finding, Severity};
use certiroc_core::package::default_alias;
use yew::prelude::*;

use crate::components::certificate_view::identity;
use crate::components::delivery_form::{CertificateProp, DeliveryForm, Source};
use crate::components::notes::{Note, notes};
use crate::components::tasks::link;
use crate::i18n;
use crate::route::{Print, Route};
use crate::state::Context;

/// The delivery's page: of which certificate, then the form.
pub fn delivery(context: &Context, print: Print) -> Html {
    let session = &context.session;
    let Some((product, request, issued)) = session.issued(print) else {
        return html! { <p class="note warning">{ i18n::delivery_no_certificate() }{ " " }{ link(Route::Certificates) }</p> };
    };
    let dossier = &session.dossier;
    let environment = dossier.establishment.environment;
    let appraisal = context.derived.appraisal(product, issued);
    let is_error = |finding: &Finding<ConformityCode>| finding.code.severity() == Severity::Error;
    let has_errors = appraisal.path.is_err() || appraisal.findings.iter().any(is_error);
    let warning = Note {
        severity: Severity::Warning,
        text: i18n::delivery_problems(),
    };
    html! {
        <>
            <p>{ i18n::delivery_lead() }</p>
            <div class="state">{ identity(&issued.certificate, "h2") }</div>
            if issued.revocation.is_revoked() {
                { notes(None, &[Note::error(i18n::delivery_blocked_revoked())]) }
                <p>{ link(Route::Requests) }</p>
            } else {
                if has_errors {
                    { notes(None, &[warning]) }
                    <p>{ link(Route::Certificates) }</p>
                }
                <DeliveryForm id="delivery" source={Source::Dossier(request.sealed_key.clone())}
                    certificate={CertificateProp(issued.certificate.clone())}
                    alias={default_alias(product, environment)} />
            }
        </>
    }
}
