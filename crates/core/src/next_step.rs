//! What is to be done now, derived from the dossier alone.

use crate::csr::Csr;
use crate::dossier::Dossier;
use crate::establishment::Draft;
use crate::order::Order;
use crate::procedure::{Case, Evidence, Next};
use crate::safekeeping::Safekeeping;

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// A key is in no saved file.
    SaveDossier,
    /// What the procedure asks for.
    Procedure(Next),
}

/// What is to be done now, given what [`case`] says. A key that could still be lost comes before
/// everything else.
pub fn next_step(dossier: &Dossier, safekeeping: &Safekeeping, case: &Case) -> NextStep {
    if dossier.key_ids().iter().all(|key| safekeeping.holds(key)) {
        NextStep::Procedure(case.next())
    } else {
        NextStep::SaveDossier
    }
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
    Case {
        answers: dossier.answers(),
        evidence: Evidence {
            establishment: establishment.establishment().is_ok(),
            requests: dossier.orders.iter().all(is_ready),
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
    let request = Csr::from_der(csr).ok();
    request.is_some_and(|request| {
        let borne = request
            .subject
            .attributes
            .iter()
            .map(|attribute| (attribute.short_name, attribute.value.as_str()));
        borne.eq(wanted
            .attributes()
            .map(|(attribute, value)| (Some(attribute.short_name()), value)))
    })
}
