//! What to do now, derived from the dossier and the date.

use time::{Date, OffsetDateTime};

use crate::dossier::Dossier;
use crate::establishment::Draft;
use crate::order::{Order, Request};
use crate::procedure::{Case, Evidence, Next};
use crate::product::Product;
use crate::reminder;
use crate::safekeeping::Safekeeping;

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// A key is in no saved file.
    SaveDossier,
    /// The certificate of this order comes to its end on that day, and nothing was begun to replace it.
    Renew(Product, Date),
    /// What the procedure asks for.
    Procedure(Next),
}

/// What is to be done now, given what [`case`] says. A key that could still be lost comes before
/// everything else, then a certificate that comes to its end.
pub fn next_step(dossier: &Dossier, safekeeping: &Safekeeping, case: &Case, now: OffsetDateTime) -> NextStep {
    if !dossier.key_ids().iter().all(|key| safekeeping.holds(key)) {
        return NextStep::SaveDossier;
    }
    let ending = dossier.orders.iter().find_map(|order| {
        // A renewal that was begun is the procedure's affair.
        let issued = order
            .to_remember(now)
            .filter(|_| !order.current().is_some_and(Request::is_awaiting))?;
        let is_due = reminder::days_left(&issued.certificate, now) <= reminder::DAYS_BEFORE[0];
        is_due.then(|| NextStep::Renew(order.product, issued.certificate.not_after.date()))
    });
    ending.unwrap_or_else(|| NextStep::Procedure(case.next()))
}

/// Where the hospital stands in the procedure. It reads both requests again: a page calls it once for
/// all that it shows.
pub fn case(dossier: &Dossier, safekeeping: &Safekeeping) -> Case {
    let establishment = &dossier.establishment;
    let is_ready = |order: &Order| {
        let held = order
            .current()
            .is_some_and(|request| safekeeping.holds(&request.key_id));
        held && is_up_to_date(order, establishment)
    };
    let has_certificate = |order: &Order| {
        let mut issued = order.current().into_iter().flat_map(|request| &request.issued);
        issued.any(|issued| !issued.revocation.is_revoked() && !issued.certificate.is_self_issued())
    };
    Case {
        answers: dossier.answers(),
        evidence: Evidence {
            establishment: establishment.establishment().is_ok(),
            requests: dossier.orders.iter().all(is_ready),
            certificates: dossier.orders.iter().all(has_certificate),
        },
        records: dossier.course.records.clone(),
    }
}

/// Whether the order has a request that bears the name which the dossier would ask for today. What the platform
/// made is never out of date: there the certificate counts, and its own findings.
pub fn is_up_to_date(order: &Order, establishment: &Draft) -> bool {
    let wanted = establishment.subject(&order.service_name);
    let Some(request) = order.current() else {
        return false;
    };
    let Some(csr) = &request.csr else { return true };
    let borne = csr.subject.attributes.iter();
    let borne = borne.map(|attribute| (attribute.short_name, attribute.value.as_str()));
    borne.eq(wanted
        .attributes()
        .map(|(attribute, value)| (Some(attribute.short_name()), value)))
}
