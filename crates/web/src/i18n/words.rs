//! The words for the core's codes. One code, one message.

use certiroc_core::dossier;
use certiroc_core::establishment::{EstablishmentCode, Field};
use certiroc_core::finding::{Finding, Severity};
use certiroc_core::next_step::NextStep;
use certiroc_core::order::ServiceNameCode;
use certiroc_core::procedure::Next;
use certiroc_core::product::Product;
use certiroc_pki::key::{Estimate, PassphraseError, Pattern, Strength};
use certiroc_pki::x509::spelled;
use time::OffsetDateTime;

#[allow(clippy::wildcard_imports, reason = "every message, each a function")]
use super::*;
use crate::browser::clock;
use crate::browser::file::ReadError;
use crate::components::tasks::day_and_days;
use crate::route::Route;
use crate::state::SaveFailure;
use crate::vault::protocol::{JobFailure, Stage};

pub(crate) fn route_name(route: Route) -> String {
    match route {
        Route::Home => home_title(),
        Route::Course => course_title(),
        Route::Question(question) => question_title(question),
        Route::Task(task) => task_title(task),
        Route::Form(document) => form_name(document),
        Route::Sheet(role) => sheet_title(super::role(role)),
        Route::People => people_title(),
        Route::Report => report_title(),
        Route::Annexes => annex_title(),
        Route::Establishment => establishment_title(),
        Route::Requests => requests_title(),
        Route::Certificates => certificates_title(),
        Route::Delivery(_) => delivery_title(),
        Route::Revocation(_) => revoke_title(),
        Route::Verification => verification_title(),
        Route::Reader => reader_title(),
        Route::Dossier => dossier_title(),
        Route::About => about_title(),
    }
}

/// What the tab shows.
pub(crate) fn page_title(route: Route) -> String {
    format!("{} – CertiROC", route_name(route))
}

pub(crate) fn severity_name(severity: Severity) -> String {
    match severity {
        Severity::Error => severity_error(),
        Severity::Warning => severity_warning(),
        Severity::Information => severity_information(),
    }
}

pub(crate) fn field_name(field: Field) -> String {
    match field {
        Field::Name => establishment_name(),
        Field::Department => establishment_department(),
        Field::IdentifierKind => establishment_identifier_kind(),
        Field::Identifier => establishment_identifier(),
        Field::Environment => establishment_environment(),
        Field::ContractLevel => establishment_contract(),
    }
}

pub(crate) fn establishment_finding(finding: &Finding<EstablishmentCode>) -> String {
    let (found, expected) = (finding.found.clone(), finding.expected.clone());
    match finding.code {
        EstablishmentCode::NameMissing => finding_name_missing(),
        EstablishmentCode::NameCut => finding_name_cut(found),
        EstablishmentCode::NameTooLong => finding_name_too_long(),
        EstablishmentCode::NameHiddenCharacter => finding_name_hidden(found),
        EstablishmentCode::NamePutRight => text!(finding_name_put_right {
            found: spelled(&found),
            expected
        }),
        EstablishmentCode::NameUnusualCharacter => finding_name_unusual(spelled(&found)),
        EstablishmentCode::DepartmentMissing => finding_department_missing(),
        EstablishmentCode::DepartmentUnknown => finding_department_unknown(found),
        EstablishmentCode::IdentifierKindMissing => finding_kind_missing(),
        EstablishmentCode::IdentifierMissing => finding_identifier_missing(),
        EstablishmentCode::FinessFormat => finding_finess_format(found),
        EstablishmentCode::FinessKey => finding_finess_key(expected),
        EstablishmentCode::FinessKeyDoubtful => finding_finess_key_doubtful(expected),
        EstablishmentCode::FinessShapeDoubtful => finding_finess_shape(found),
        EstablishmentCode::FinessDepartment => text!(finding_finess_department { found, expected }),
        EstablishmentCode::SiretFormat => finding_siret_format(found),
        EstablishmentCode::SiretKey => finding_siret_key(),
        EstablishmentCode::TestIdentifier => finding_test_identifier(),
        EstablishmentCode::ContractLevelMissing => finding_contract_missing(),
        EstablishmentCode::ContractLevelDisagrees => finding_contract_disagrees(),
    }
}

pub(crate) fn service_name_finding(finding: &Finding<ServiceNameCode>, product: Product) -> String {
    match finding.code {
        ServiceNameCode::Missing => finding_service_missing(product.recommended_service_name()),
        ServiceNameCode::TooLong => finding_service_too_long(),
        ServiceNameCode::HiddenCharacter => finding_service_hidden(finding.found.clone()),
        ServiceNameCode::PutRight => text!(finding_name_put_right {
            found: spelled(&finding.found),
            expected: finding.expected.clone()
        }),
        ServiceNameCode::NotRecommended => finding_service_other(product.recommended_service_name()),
        ServiceNameCode::OtherProduct => {
            text!(finding_service_swapped {
                other: product.other().label(),
                expected: product.recommended_service_name(),
            })
        }
    }
}

pub(crate) fn product_use(product: Product) -> String {
    match product {
        Product::OrgAuthCli => product_auth_cli_use(),
        Product::OrgSign => product_sign_use(),
    }
}

pub(crate) fn next_step(step: NextStep) -> String {
    match step {
        NextStep::SaveDossier => next_save(),
        NextStep::Renew(product, day) => text!(next_renew {
            product: product.label(),
            day: day_and_days(day)
        }),
        NextStep::Procedure(Next::Answer(question)) => next_answer(question_title(question)),
        NextStep::Procedure(Next::Do(task)) => task_title(task),
        NextStep::Procedure(Next::Await(task)) => next_await(task_title(task)),
        NextStep::Procedure(Next::Finished) => next_finished(),
    }
}

pub(crate) fn stage(stage: Stage) -> String {
    match stage {
        Stage::Starting => stage_starting(),
        Stage::CheckingPassphrase => stage_checking(),
        Stage::MakingSealKey => stage_seal_key(),
        Stage::GeneratingKey(product, size) => text!(stage_generating {
            product: product.label(),
            bits: size.bits()
        }),
        Stage::SealingKey(product) => stage_sealing(product.label()),
        Stage::SigningRequest(product) => stage_signing(product.label()),
        Stage::Reading => stage_reading(),
        Stage::Packing => stage_packing(),
        Stage::ResealingKey(number, all) => text!(stage_resealing { number, all }),
    }
}

pub(crate) fn failure(failure: &JobFailure) -> String {
    match failure {
        JobFailure::WrongPassphrase => failure_wrong_passphrase(),
        JobFailure::UnacceptablePassphrase => failure_unacceptable_passphrase(),
        JobFailure::KeyNotThere => failure_key_not_there(),
        JobFailure::FileGone => problem_file_gone(),
        JobFailure::Package(words) => failure_package(words.clone()),
        JobFailure::Alias => failure_alias(),
        JobFailure::TooMuchWork => failure_too_much_work(),
        JobFailure::UnacceptablePassword => failure_password(),
        JobFailure::Internal(words) => failure_internal(words.clone()),
    }
}

/// What makes a passphrase too easy to guess.
fn too_easy(pattern: Pattern) -> String {
    format!("{} {}", passphrase_guessable(), guessable(pattern))
}

/// How hard a passphrase is to guess.
pub(crate) fn strength(estimate: Estimate) -> String {
    match estimate.strength() {
        Strength::Trivial => too_easy(estimate.pattern),
        Strength::Weak => strength_weak(),
        Strength::Fair => strength_fair(),
        Strength::Strong => strength_strong(),
    }
}

/// Why a passphrase is not taken.
pub(crate) fn passphrase_refusal(error: &PassphraseError) -> String {
    match error {
        PassphraseError::TooShort { found } => passphrase_too_short(*found),
        _ => password_refusal(error),
    }
}

/// What is refused of any password, its length aside.
pub(crate) fn password_refusal(error: &PassphraseError) -> String {
    match error {
        PassphraseError::TooShort { .. } => export_too_short(),
        PassphraseError::TooLong { .. } => passphrase_too_long(),
        PassphraseError::NotAscii { character } => passphrase_not_ascii(character.to_string()),
        PassphraseError::SpaceAtEnd => passphrase_outer_space(),
        PassphraseError::Guessable { pattern } => too_easy(*pattern),
    }
}

pub(crate) fn save_failure(failure: &SaveFailure) -> String {
    match failure {
        SaveFailure::Refused(words) => save_refused(words.clone()),
        SaveFailure::Unreadable => save_unreadable(),
        SaveFailure::OtherDossier => save_other_dossier(),
        SaveFailure::TwoPassphrases => save_two_passphrases(),
    }
}

pub(crate) fn archive_error(error: &dossier::DossierError) -> String {
    use dossier::DossierError as E;
    match error.clone() {
        E::NotAZip => archive_not_a_zip(),
        E::TooLarge { limit } => archive_too_large(limit / 1_048_576),
        E::TooManyMembers { limit } => archive_too_many(limit),
        E::Damaged { member } if member.is_empty() => archive_damaged_whole(),
        E::Damaged { member } => archive_damaged(member),
        E::Missing { member } => archive_missing(member),
        E::NoDossier => problem_nothing_inside(),
        E::Several => archive_several(),
        E::Encrypted => problem_member_encrypted(),
        E::Compression => problem_member_compression(),
        E::NewerFormat { found, supported } => text!(archive_newer { found, supported }),
        E::Invalid { member, .. } => archive_invalid(member),
    }
}

pub(crate) fn file_error(error: &ReadError) -> String {
    match error {
        ReadError::TooLarge { size } => file_too_large(size / 1_048_576),
        ReadError::Unreadable => file_unreadable(),
    }
}

pub(crate) fn event(event: &dossier::Event) -> String {
    use dossier::Event;
    match event {
        Event::Created => event_created(),
        Event::RequestMade { product, key_id } => text!(event_request_made {
            product: product.label(),
            key: key_id.short()
        }),
        Event::KeyReceived { product, key_id } => text!(event_key_received {
            product: product.label(),
            key: key_id.short()
        }),
        Event::CertificateReceived {
            product,
            key_id,
            serial,
        } => text!(event_certificate {
            product: product.label(),
            key: key_id.short(),
            serial: serial.clone()
        }),
        Event::Packaged {
            product,
            key_id,
            target,
            short_password,
        } => {
            let (key, target) = (key_id.short(), super::target(*target));
            let made = match product.map(Product::label) {
                Some(product) => text!(event_packaged { product, key, target }),
                None => text!(event_packaged_elsewhere { key, target }),
            };
            match short_password {
                true => format!("{made} {}", event_short_password()),
                false => made,
            }
        }
        Event::Revoked { product, key_id } => text!(event_revoked {
            product: product.label(),
            key: key_id.short()
        }),
        Event::NotRevoked { product, key_id } => text!(event_not_revoked {
            product: product.label(),
            key: key_id.short()
        }),
        Event::PlainHttpAccepted { words } => http_said(words.clone()),
        Event::PassphraseChanged => event_passphrase_changed(),
        Event::PassphraseLost => event_passphrase_lost(),
        Event::PersonErased => event_person_erased(),
        Event::SavedAsStated { .. } => event_saved_as_stated(),
        Event::SavedVerified { .. } => event_saved_verified(),
        Event::Answered { question, choice } => text!(event_answered {
            question: question_title(*question),
            answer: super::choice(*choice)
        }),
        Event::Marked { task, mark, on } => text!(event_marked {
            task: task_title(*task),
            mark: mark_set(*mark),
            day: clock::day(*on)
        }),
        Event::Unmarked { task, mark } => text!(event_unmarked {
            task: task_title(*task),
            mark: mark_set(*mark)
        }),
    }
}

/// What is past, and lies ahead of this machine's clock.
pub(crate) fn clock_doubt(past: OffsetDateTime) -> String {
    text!(clock_late {
        now: clock::local(clock::now()),
        past: clock::local(past)
    })
}
