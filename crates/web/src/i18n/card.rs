//! The words for cards and readers. One code, one message.

use certiroc_core::cpx::{
    self, Agreement, CardKind, CardRemark, HolderNaming, NationalId, NationalIdSort, Responsibility,
    Structure, StructureIdSort, Usage, Verification,
};
use certiroc_core::finding::Severity;
use certiroc_core::suitability::{
    Assessment, Because, Beyond, CardEvidence, Proposal, Requirement, State, Verdict, Why,
};
use certiroc_pki::trust::{Mute, RevocationStatus};
use certiroc_smartcard::apdu::LinkError;
use certiroc_smartcard::atr::{Generation, Recognised};
use certiroc_smartcard::backend::{Absence, Availability};
use certiroc_smartcard::reading::{CardError, ReadingStage};
use time::OffsetDateTime;

#[allow(clippy::wildcard_imports, reason = "every message, each a function")]
use super::*;
use crate::browser::clock;
use crate::state::CardSource;

/// Whether a way to a card is there.
pub(crate) fn availability(availability: Availability) -> String {
    match availability {
        Availability::Ready => way_ready(),
        Availability::Unsaved => way_unsaved(),
        Availability::Absent(absence) => match absence {
            Absence::NoApi => absence_no_api(),
            Absence::NotIsolated => absence_not_isolated(),
            Absence::Insecure => absence_insecure(),
            Absence::Protected => absence_protected(),
        },
    }
}

/// How far a reading is.
pub(crate) fn card_stage(stage: ReadingStage) -> String {
    match stage {
        ReadingStage::Connecting => reader_stage_connecting(),
        ReadingStage::Finding => reader_stage_finding(),
        ReadingStage::Certificate(number) => reader_stage_certificate(number),
    }
}

/// Why a card was not read, and what to do.
pub(crate) fn read_error(error: &CardError) -> String {
    match error {
        CardError::Link(error) => link_error(error),
        CardError::NotCps(Recognised::Vitale) => failure_vitale(),
        CardError::NotCps(_) => failure_unknown_card(),
        CardError::NoCertificates => failure_no_certificates(),
    }
}

fn link_error(error: &LinkError) -> String {
    match error.clone() {
        LinkError::NoCard => failure_no_card(),
        LinkError::Mute => failure_mute(),
        LinkError::CardRemoved => failure_card_removed(),
        LinkError::ReaderRemoved => failure_reader_removed(),
        LinkError::Busy => failure_busy(),
        LinkError::Protected(words) => failure_protected(words),
        LinkError::Driver(words) => failure_driver(words),
        LinkError::Cancelled => failure_cancelled(),
        LinkError::Refused(words) => failure_refused(words),
        LinkError::NotAReader => failure_no_reader(),
        LinkError::NoService => failure_no_service(),
        LinkError::CharacterLevel => failure_character(),
        LinkError::Reader(words) => failure_reader(words),
        LinkError::Card(words) => failure_card(words),
    }
}

/// The generation of card that an answer to reset tells.
pub(crate) fn generation(recognised: Option<Recognised>) -> String {
    match recognised {
        None => generation_no_atr(),
        Some(Recognised::Cps(generation)) => match generation {
            Generation::Cps3 => generation_cps3(),
            Generation::Cps3Contactless => generation_cps3_contactless(),
            Generation::Cps4 => generation_cps4(),
            Generation::Cps4Candidate => generation_cps4_candidate(),
            Generation::Cps2ter => generation_cps2ter(),
        },
        Some(Recognised::UnknownCps) => generation_unknown_cps(),
        Some(_) => generation_not_cps(),
    }
}

/// A kind of card.
pub(crate) fn card_kind(kind: Option<&CardKind>) -> String {
    match kind {
        Some(CardKind::Cps) => card_kind_cps(),
        Some(CardKind::Cpf) => card_kind_cpf(),
        Some(CardKind::Establishment) => card_kind_establishment(),
        Some(CardKind::Authorised) => card_kind_authorised(),
        Some(CardKind::Other(_)) => card_kind_other(),
        None => card_kind_missing(),
    }
}

/// Whether a card names a person.
pub(crate) fn naming(naming: HolderNaming) -> String {
    match naming {
        HolderNaming::Nominative => naming_nominative(),
        HolderNaming::Service => naming_service(),
        HolderNaming::Unclear => naming_unclear(),
    }
}

/// A person's identifier, and what it is.
pub(crate) fn national_id(id: &NationalId) -> String {
    let text = id.text.as_str();
    match id.sort {
        NationalIdSort::Rpps => national_id_rpps(text),
        NationalIdSort::Adeli => national_id_adeli(text),
        NationalIdSort::Internal => national_id_internal(text),
        NationalIdSort::Other => text.to_owned(),
    }
}

/// The number of a structure, and what it is.
pub(crate) fn structure_id(structure: &Structure) -> Option<String> {
    match &structure.id {
        Some((StructureIdSort::Finess, id)) => Some(structure_finess(id.as_str())),
        Some((StructureIdSort::Siret, id)) => Some(structure_siret(id.as_str())),
        None => structure.unit.clone(),
    }
}

/// What a holder answers for.
pub(crate) fn responsibility(responsibility: &Responsibility) -> String {
    let code = responsibility.code();
    match responsibility {
        Responsibility::None => responsibility_none(code),
        Responsibility::Head => responsibility_head(code),
        Responsibility::Deputy => responsibility_deputy(code),
        Responsibility::Other(_) => responsibility_other(code),
    }
}

/// Whether the chip's number is the certificates'.
pub(crate) fn agreement(agreement: Agreement) -> String {
    match agreement {
        Agreement::Same => agreement_same(),
        Agreement::Different => agreement_different(),
        Agreement::Unknown => agreement_unknown(),
    }
}

/// In what the certificates of a card do not agree.
pub(crate) fn card_finding(finding: cpx::Disagreement) -> String {
    match finding {
        cpx::Disagreement::Holders => card_finding_holders(),
        cpx::Disagreement::Kinds => card_finding_kinds(),
        cpx::Disagreement::Categories => card_finding_categories(),
        cpx::Disagreement::Environment => card_finding_environment(),
    }
}

/// What is to be said of a reading as a whole.
pub(crate) fn card_remark(remark: CardRemark) -> String {
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    match remark {
        CardRemark::NotACard => card_none(),
        CardRemark::SeveralCards(count) => card_several(number(count)),
        CardRemark::SeveralHolders(count) => card_several_holders(number(count)),
        CardRemark::TooMany(count) => card_too_many(number(count)),
    }
}

/// What a certificate of a card is for.
pub(crate) fn usage(usage: Usage) -> String {
    match usage {
        Usage::Authentication => usage_authentication(),
        Usage::Signature => usage_signature(),
        Usage::Technical => usage_technical(),
        Usage::Other => usage_other(),
    }
}

/// Whether an authority of IGC-Santé signed a certificate.
pub(crate) fn verification(verification: &Verification) -> (Severity, String) {
    match verification {
        Verification::Verified(known) => (Severity::Information, signature_verified(known.file_stem)),
        Verification::NoAuthority(Some(known)) => (Severity::Warning, signature_missing(known.file_stem)),
        Verification::NoAuthority(None) => (Severity::Warning, signature_unknown()),
        Verification::Wrong(known) => (Severity::Error, signature_wrong(known.file_stem)),
        Verification::AuthorityRevoked(known, since) => (
            Severity::Error,
            text!(signature_revoked {
                authority: known.file_stem,
                day: day(*since)
            }),
        ),
        Verification::Unverifiable => (Severity::Warning, signature_unverifiable()),
    }
}

/// What revocation lists say of a certificate of a card.
pub(crate) fn card_revocation(verdict: Option<&Result<RevocationStatus, Mute>>) -> (Severity, String) {
    match verdict {
        None => (Severity::Information, card_revocation_none()),
        Some(Ok(RevocationStatus::NotRevoked)) => (Severity::Information, card_revocation_good()),
        Some(Ok(RevocationStatus::Revoked(entry))) => (
            Severity::Error,
            text!(card_revocation_bad {
                day: day(entry.revoked),
                reason: reason(entry.reason)
            }),
        ),
        Some(Err(mute)) => (Severity::Warning, card_revocation_mute(self::mute(mute))),
    }
}

/// What is asked of a card.
pub(crate) fn condition(condition: Requirement) -> String {
    match condition {
        Requirement::Kind => condition_kind(),
        Requirement::Nominative => condition_nominative(),
        Requirement::Environment => condition_environment(),
        Requirement::Coherence => condition_coherence(),
        Requirement::Signature => condition_signature(),
        Requirement::Dates => condition_dates(),
        Requirement::Lasts => condition_lasts(),
        Requirement::Revocation => condition_revocation(),
        Requirement::Structure => condition_structure(),
    }
}

/// Whether it is met, in a word, and what shows it, or why it cannot be told.
pub(crate) fn state(state: &State) -> (String, Option<String>) {
    match state {
        State::Met => (assess_met(), None),
        State::NotMet(evidence) => (assess_not_met(), Some(self::evidence(evidence))),
        State::Unknown(why) => (assess_unknown(), Some(self::why(why))),
    }
}

fn evidence(evidence: &CardEvidence) -> String {
    match evidence {
        CardEvidence::Kind(kind) => evidence_kind(card_kind(Some(kind))),
        CardEvidence::StatedCpe => evidence_stated_cpe(),
        CardEvidence::Responsibility(told) => evidence_responsibility(responsibility(told)),
        CardEvidence::ServiceCard(Some(pseudonym)) => evidence_service_named(pseudonym.as_str()),
        CardEvidence::ServiceCard(None) => evidence_service(),
        CardEvidence::TestCard => evidence_test(),
        CardEvidence::OtherChip => evidence_other_chip(),
        CardEvidence::Disagreement(finding) => card_finding(*finding),
        CardEvidence::SignatureWrong(authority) => evidence_signature(authority.file_stem),
        CardEvidence::AuthorityRevoked(authority) => evidence_authority_revoked(authority.file_stem),
        CardEvidence::NotYetValid(at) => evidence_not_yet(day(*at)),
        CardEvidence::Expired(at) => evidence_expired(date_and_days(*at)),
        CardEvidence::EndsSoon(at) => evidence_ends_soon(date_and_days(*at)),
        CardEvidence::Revoked(entry) => text!(evidence_revoked {
            day: day(entry.revoked),
            reason: reason(entry.reason)
        }),
        CardEvidence::OtherStructure { card, dossier } => text!(evidence_structure {
            card: card.as_str(),
            dossier: dossier.as_str()
        }),
    }
}

fn why(why: &Why) -> String {
    match why {
        Why::KindUnknown => why_kind(),
        Why::CdeOrCpe => why_cde_or_cpe(),
        Why::ResponsibilityUnknown => why_responsibility(),
        Why::NamingUnclear => why_naming(),
        Why::EnvironmentUnknown => why_environment(),
        Why::RealCard => why_real(),
        Why::ChipUnknown => why_chip(),
        Why::NoAuthority(Some(authority)) => why_authority(authority.file_stem),
        Why::NoAuthority(None) => why_authority_unknown(),
        Why::SignatureUnverifiable => why_algorithm(),
        Why::NoList => why_list(),
        Why::NoStructureOnCard => why_no_structure(),
        Why::NoStructureInDossier => why_no_dossier(),
        Why::OtherNumbering { card, dossier } => text!(why_numbering {
            card: card.as_str(),
            dossier: dossier.as_str()
        }),
    }
}

/// Where the data of a card come from.
pub(crate) fn card_source(source: CardSource) -> String {
    match source {
        CardSource::Reader => source_reader(),
        CardSource::Files => source_files(),
        CardSource::Demonstration => source_demonstration(),
    }
}

/// What an assessment comes to.
pub(crate) fn card_verdict(assessment: &Assessment) -> (Severity, String) {
    match assessment.verdict() {
        Verdict::Meets if assessment.has_reserve() => (Severity::Warning, assess_meets_reserve()),
        Verdict::Meets => (Severity::Information, assess_meets()),
        Verdict::Open => (Severity::Warning, assess_open()),
        Verdict::Fails => (Severity::Error, assess_fails()),
    }
}

/// What is proposed, and why; a name needs no reason.
pub(crate) fn proposal(proposal: &Proposal) -> (String, Option<String>) {
    let because = |because: &Because| match because {
        Because::Meets => because_meets(),
        Because::Fails(condition) => because_fails(self::condition(*condition)),
        Because::OwnStructure => because_own(),
        Because::Arrived { sent, since } => text!(because_arrived {
            sent: clock::day(*sent),
            since: clock::day(*since)
        }),
    };
    match proposal {
        Proposal::Answer {
            question,
            choice,
            because: reason,
        } => (
            text!(propose_answer {
                choice: self::choice(*choice),
                question: question_title(*question)
            }),
            Some(because(reason)),
        ),
        Proposal::Done {
            task,
            because: reason,
        } => (propose_done(task_title(*task)), Some(because(reason))),
        Proposal::Name { role, person } => (
            text!(propose_name {
                name: person.name.as_str(),
                role: self::role(*role)
            }),
            None,
        ),
    }
}

/// What no card tells.
pub(crate) fn beyond(beyond: Beyond) -> String {
    match beyond {
        Beyond::Opposition => beyond_opposition(),
        Beyond::Representative => beyond_representative(),
        Beyond::Mandate => beyond_mandate(),
        Beyond::Authorisation => beyond_authorisation(),
        Beyond::Code => beyond_code(),
        Beyond::Possession => beyond_possession(),
    }
}

fn day(at: OffsetDateTime) -> String {
    clock::day(at.date())
}
