//! The words of the procedure. One code, one message.

use certiroc_core::procedure::reference::{Address, Document, Practice};
use certiroc_core::procedure::{Choice, Mark, Proof, Question, Role, Status, Step, Task};

#[allow(clippy::wildcard_imports, reason = "every message, each a function")]
use super::*;
use crate::components::tasks::day_and_days;

/// What a task's page says.
pub(crate) struct TaskText {
    /// Why it is done.
    pub goal: String,
    /// How, one step a line.
    pub steps: String,
}

pub(crate) fn task_title(task: Task) -> String {
    match task {
        Task::CheckIdentification => task_identification_title(),
        Task::ChooseContractLevel => task_niveau_title(),
        Task::DescribeEstablishment => task_etablissement_title(),
        Task::ContractAndCard => task_contrat_title(),
        Task::UpdateRepresentative => task_nouveau_representant_title(),
        Task::MandataireCard => task_carte_mandataire_title(),
        Task::DesignateMandataire => task_mandataire_title(),
        Task::ChooseAdministrator => task_administrateur_title(),
        Task::AdministratorCard => task_carte_administrateur_title(),
        Task::CheckAuthorisation => task_droits_title(),
        Task::Authorise => task_habilitation_title(),
        Task::PrepareWorkstation => task_poste_title(),
        Task::AskFormat => task_format_title(),
        Task::MakeRequests => task_demandes_title(),
        Task::OrderCertificates => task_commande_title(),
        Task::AddIntermediate => task_intermediaire_title(),
        Task::Install => task_installation_title(),
        Task::ChangeAdministrators => task_habilitations_title(),
        Task::ChangeMandataires => task_mandats_title(),
        Task::OpposeCard => task_opposition_title(),
        Task::ReissueCode => task_code_title(),
        Task::UpdateHolder => task_porteur_title(),
        Task::Revoke => task_revocation_title(),
        Task::Renew => task_renouvellement_title(),
    }
}

pub(crate) fn task(task: Task) -> TaskText {
    let (goal, steps) = match task {
        Task::CheckIdentification => (task_identification_goal(), task_identification_steps()),
        Task::ChooseContractLevel => (task_niveau_goal(), task_niveau_steps()),
        Task::DescribeEstablishment => (task_etablissement_goal(), task_etablissement_steps()),
        Task::ContractAndCard => (task_contrat_goal(), task_contrat_steps()),
        Task::UpdateRepresentative => (
            task_nouveau_representant_goal(),
            task_nouveau_representant_steps(),
        ),
        Task::MandataireCard => (task_carte_mandataire_goal(), task_carte_mandataire_steps()),
        Task::DesignateMandataire => (task_mandataire_goal(), task_mandataire_steps()),
        Task::ChooseAdministrator => (task_administrateur_goal(), task_administrateur_steps()),
        Task::AdministratorCard => (
            task_carte_administrateur_goal(),
            task_carte_administrateur_steps(),
        ),
        Task::CheckAuthorisation => (task_droits_goal(), task_droits_steps()),
        Task::Authorise => (task_habilitation_goal(), task_habilitation_steps()),
        Task::PrepareWorkstation => (task_poste_goal(), task_poste_steps()),
        Task::AskFormat => (task_format_goal(), task_format_steps()),
        Task::MakeRequests => (task_demandes_goal(), task_demandes_steps()),
        Task::OrderCertificates => (task_commande_goal(), task_commande_steps()),
        Task::AddIntermediate => (task_intermediaire_goal(), task_intermediaire_steps()),
        Task::Install => (task_installation_goal(), task_installation_steps()),
        Task::ChangeAdministrators => (task_habilitations_goal(), task_habilitations_steps()),
        Task::ChangeMandataires => (task_mandats_goal(), task_mandats_steps()),
        Task::OpposeCard => (task_opposition_goal(), task_opposition_steps()),
        Task::ReissueCode => (task_code_goal(), task_code_steps()),
        Task::UpdateHolder => (task_porteur_goal(), task_porteur_steps()),
        Task::Revoke => (task_revocation_goal(), task_revocation_steps()),
        Task::Renew => (task_renouvellement_goal(), task_renouvellement_steps()),
    };
    TaskText { goal, steps }
}

/// Subject and text of what a task sends; `None` where nothing is sent.
pub(crate) fn letter(task: Task) -> Option<(String, String)> {
    Some(match task {
        Task::CheckIdentification => (letter_identification_subject(), letter_identification_body()),
        Task::ContractAndCard => (letter_contrat_subject(), letter_contrat_body()),
        Task::UpdateRepresentative => (
            letter_nouveau_representant_subject(),
            letter_nouveau_representant_body(),
        ),
        Task::MandataireCard => (letter_carte_mandataire_subject(), letter_carte_mandataire_body()),
        Task::DesignateMandataire => (letter_mandataire_subject(), letter_mandataire_body()),
        Task::AdministratorCard => (
            letter_carte_administrateur_subject(),
            letter_carte_administrateur_body(),
        ),
        Task::Authorise => (letter_habilitation_subject(), letter_habilitation_body()),
        Task::AskFormat => (letter_format_subject(), letter_format_body()),
        Task::ChangeAdministrators => (letter_habilitations_subject(), letter_habilitations_body()),
        Task::ChangeMandataires => (letter_mandats_subject(), letter_mandats_body()),
        Task::OpposeCard => (letter_opposition_subject(), letter_opposition_body()),
        Task::ReissueCode => (letter_code_subject(), letter_code_body()),
        Task::UpdateHolder => (letter_porteur_subject(), letter_porteur_body()),
        _ => return None,
    })
}

pub(crate) fn question_title(question: Question) -> String {
    match question {
        Question::Contract => question_contrat_title(),
        Question::SeveralEg => question_plusieurs_eg_title(),
        Question::ContractLevel => question_niveau_title(),
        Question::NewRepresentative => question_nouveau_representant_title(),
        Question::DirectorCard => question_carte_representant_title(),
        Question::Mandataire => question_mandataire_title(),
        Question::Administrator => question_administrateur_title(),
        Question::AdministratorCard => question_carte_administrateur_title(),
        Question::Authorised => question_habilitation_title(),
        Question::KeyOrigin => question_cles_title(),
    }
}

pub(crate) fn question_why(question: Question) -> String {
    match question {
        Question::Contract => question_contrat_why(),
        Question::SeveralEg => question_plusieurs_eg_why(),
        Question::ContractLevel => question_niveau_why(),
        Question::NewRepresentative => question_nouveau_representant_why(),
        Question::DirectorCard => question_carte_representant_why(),
        Question::Mandataire => question_mandataire_why(),
        Question::Administrator => question_administrateur_why(),
        Question::AdministratorCard => question_carte_administrateur_why(),
        Question::Authorised => question_habilitation_why(),
        Question::KeyOrigin => question_cles_why(),
    }
}

pub(crate) fn choice(choice: Choice) -> String {
    match choice {
        Choice::Yes => choice_yes(),
        Choice::No => choice_no(),
        Choice::Unknown => choice_unknown(),
        Choice::Ej => choice_ej(),
        Choice::Eg => choice_eg(),
        Choice::NoMandataire => choice_no_mandataire(),
        Choice::Designated => choice_designated(),
        Choice::ToDesignateWithCard => choice_with_card(),
        Choice::ToDesignateWithoutCard => choice_without_card(),
        Choice::Employee => choice_employee(),
        Choice::Vendor => choice_vendor(),
        Choice::OwnCsr => choice_own_csr(),
        Choice::Online => choice_online(),
    }
}

pub(crate) fn step(step: Step) -> String {
    match step {
        Step::Prerequisites => step_prerequisites(),
        Step::Authorisation => step_authorisation(),
        Step::Generation => step_generation(),
        Step::Life => step_life(),
    }
}

pub(crate) fn role(role: Role) -> String {
    match role {
        Role::LegalRepresentative => role_legal_representative(),
        Role::Mandataire => role_mandataire(),
        Role::TechnicalAdministrator => role_technical_administrator(),
        Role::SoftwareVendor => role_software_vendor(),
    }
}

/// What a role does, one line each.
pub(crate) fn role_powers(role: Role) -> String {
    match role {
        Role::LegalRepresentative => role_legal_representative_powers(),
        Role::Mandataire => role_mandataire_powers(),
        Role::TechnicalAdministrator => role_technical_administrator_powers(),
        Role::SoftwareVendor => role_software_vendor_powers(),
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

pub(crate) fn status(status: &Status) -> String {
    match status {
        Status::DoesNotApply => status_does_not_apply(),
        Status::Blocked(_) => status_blocked(),
        Status::ToDo => status_to_do(),
        Status::InProgress(day) => status_in_progress(day_and_days(*day)),
        Status::Waiting(day) => status_waiting(day_and_days(*day)),
        Status::Done(Some(day)) => status_done_on(day_and_days(*day)),
        Status::Done(None) => status_done(),
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

pub(crate) fn form_name(document: Document) -> String {
    match document {
        Document::Contract => form_contract(),
        Document::Form101 => form_101(),
        Document::Form301 => form_301(),
        Document::Form413 => form_413(),
        Document::Form502 => form_502(),
        Document::PlatformGuide => form_platform_guide(),
        Document::CsrProcedure => form_csr_procedure(),
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
