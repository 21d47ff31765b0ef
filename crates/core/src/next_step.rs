//! What is to be done now, derived from the dossier alone.

use crate::csr::Csr;
use crate::dossier::Dossier;
use crate::establishment::Draft;
use crate::order::Order;
use crate::safekeeping::Safekeeping;

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// The establishment's description is missing, or has errors.
    DescribeEstablishment,
    /// An order has no request, or one that bears other data than the dossier.
    MakeRequests,
    /// A key, or a change, is in no saved file.
    SaveDossier,
    /// Everything is there: the requests go to the platform.
    SendRequests,
}

/// What is to be done now: the first thing that the later ones need.
pub fn next_step(dossier: &Dossier, safekeeping: &Safekeeping) -> NextStep {
    let establishment = &dossier.establishment;
    let is_held = |order: &Order| {
        order
            .current()
            .is_some_and(|request| safekeeping.holds(&request.key_id))
    };
    if establishment.establishment().is_err() {
        NextStep::DescribeEstablishment
    } else if !dossier
        .orders
        .iter()
        .all(|order| is_up_to_date(order, establishment))
    {
        NextStep::MakeRequests
    } else if safekeeping.is_unsaved() || !dossier.orders.iter().all(is_held) {
        NextStep::SaveDossier
    } else {
        NextStep::SendRequests
    }
}

/// Whether the order has a request that bears the name which the dossier would ask for today.
pub fn is_up_to_date(order: &Order, establishment: &Draft) -> bool {
    let wanted = establishment.subject(&order.service_name);
    let request = order
        .current()
        .and_then(|request| Csr::from_der(&request.csr).ok());
    request.is_some_and(|request| {
        let borne = request
            .subject
            .iter()
            .map(|attribute| (attribute.short_name, attribute.value.as_str()));
        borne.eq(wanted
            .attributes()
            .map(|(attribute, value)| (Some(attribute.short_name()), value)))
    })
}
