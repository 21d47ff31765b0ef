//! The words of the procedure. One code, one message.

use certiroc_core::procedure::reference::{Address, Practice};
use certiroc_core::procedure::{Mark, Proof, Step, Task, TaskStatus};

#[allow(clippy::wildcard_imports, reason = "every message, each a function")]
use super::*;
use crate::components::tasks::day_and_days;

pub(crate) fn step(step: Step) -> String {
    match step {
        Step::Prerequisites => step_prerequisites(),
        Step::Authorisation => step_authorisation(),
        Step::Generation => step_generation(),
        Step::Life => step_life(),
    }
}

pub(crate) fn practice(practice: Practice) -> String {
    match practice {
        Practice::Portal => practice_portal(),
        Practice::SixtyDays => practice_sixty_days(),
        Practice::Decree => practice_decree(),
        Practice::Entity => practice_entity(),
    }
}

pub(crate) fn status(status: &TaskStatus) -> String {
    match status {
        TaskStatus::DoesNotApply => status_does_not_apply(),
        TaskStatus::Blocked(_) => status_blocked(),
        TaskStatus::ToDo => status_to_do(),
        TaskStatus::InProgress(day) => status_in_progress(day_and_days(*day)),
        TaskStatus::Waiting(day) => status_waiting(day_and_days(*day)),
        TaskStatus::Done(Some(day)) => status_done_on(day_and_days(*day)),
        TaskStatus::Done(None) => status_done(),
    }
}

/// What was recorded, before its day.
pub(crate) fn mark_set(mark: Mark) -> String {
    match mark {
        Mark::Begun => mark_begun(),
        Mark::Sent => mark_sent(),
        Mark::Reminded => mark_reminded(),
        Mark::Done => mark_done(),
    }
}

/// What the button says that records it.
pub(crate) fn mark_button(mark: Mark, task: Task) -> String {
    match mark {
        Mark::Begun => mark_begin(),
        Mark::Sent => mark_send(),
        Mark::Reminded => mark_remind(),
        Mark::Done if task.fiche().proof == Proof::Reply => mark_answered(),
        Mark::Done => mark_finish(),
    }
}

pub(crate) fn address_name(address: Address) -> String {
    match address {
        Address::CardsDesk => address_cards_desk(),
        Address::CertificatesDesk => address_certificates_desk(),
        Address::VendorsDesk => address_vendors_desk(),
        Address::Telephone => address_telephone(),
        Address::Orders => address_orders(),
        Address::CardOrders => address_card_orders(),
        Address::Tom => address_tom(),
        Address::IndustrySpace => address_industry_space(),
        Address::Platform => address_platform(),
        Address::Order => address_order(),
        Address::IntermediateCertificate => address_intermediate(),
    }
}
