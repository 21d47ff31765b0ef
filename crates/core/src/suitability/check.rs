//! Each condition, checked.

use time::{Duration, OffsetDateTime};

use super::{
    Assessment, CardEvidence, DAYS_TO_ORDER, Point, Replacement, Requirement, State, Stated, Why, is_test,
};
use crate::cpx::{Agreement, Card, CardKind, HolderNaming, Responsibility, StructureIdSort, Verification};
use crate::establishment::{Draft, Environment, IdentifierKind};
use crate::procedure::reference::Document;
use crate::procedure::{Role, Task};
use certiroc_pki::trust::RevocationStatus;

/// Holds a card against what the procedure asks of the holder of this part's card.
///
/// `stated` is what the user says of a « carte d'établissement », where he was asked; `establishment` is the dossier's,
/// or the default where there is no dossier.
pub fn assess(
    card: &Card,
    part: Role,
    stated: Option<Stated>,
    establishment: &Draft,
    at: OffsetDateTime,
) -> Assessment {
    let administrates = matches!(part, Role::TechnicalAdministrator | Role::SoftwareVendor);
    let dates = dates(card, at);
    let has_ended = matches!(dates, State::NotMet(_));
    let points = [
        (true, Requirement::Kind, kind(card, part, stated)),
        (administrates, Requirement::Nominative, nominative(card)),
        (true, Requirement::Environment, environment(card, establishment)),
        (true, Requirement::Coherence, coherence(card)),
        (true, Requirement::Signature, signature(card)),
        (true, Requirement::Dates, dates),
        (!has_ended, Requirement::Lasts, lasts(card, at)),
        (true, Requirement::Revocation, revocation(card)),
        (
            part != Role::SoftwareVendor,
            Requirement::Structure,
            structure(card, establishment),
        ),
    ];
    let asked = points.into_iter().filter(|(is_asked, ..)| *is_asked);
    let points: Vec<_> = asked
        .map(|(_, condition, state)| Point { condition, state })
        .collect();
    let is_person = card.says.holder.naming() == HolderNaming::Nominative;
    Assessment {
        part,
        replacement: replacement(card, part, &points),
        points,
        holder: card.says.holder.name().filter(|_| is_person),
        since: card.says.not_before,
    }
}

fn kind(card: &Card, part: Role, stated: Option<Stated>) -> State {
    let Some(kind) = &card.says.kind else {
        return State::Unknown(Why::KindUnknown);
    };
    match (part, kind, &card.says.responsibility, stated) {
        (_, CardKind::Other(_), ..) => State::Unknown(Why::KindUnknown),
        // « carte CPx »: any.
        (Role::Mandataire | Role::TechnicalAdministrator | Role::SoftwareVendor, ..)
        | (_, CardKind::Establishment, _, Some(Stated::Cde)) => State::Met,
        (_, CardKind::Establishment, _, Some(Stated::Cpe)) => State::NotMet(CardEvidence::StatedCpe),
        (_, CardKind::Establishment | CardKind::Cps, Some(Responsibility::Head), _) => State::Met,
        (_, CardKind::Establishment, ..) => State::Unknown(Why::CdeOrCpe),
        (_, CardKind::Cps, Some(told @ (Responsibility::None | Responsibility::Deputy)), _) => {
            State::NotMet(CardEvidence::Responsibility(told.clone()))
        }
        (_, CardKind::Cps, ..) => State::Unknown(Why::ResponsibilityUnknown),
        (_, CardKind::Cpf | CardKind::Authorised, ..) => State::NotMet(CardEvidence::Kind(kind.clone())),
    }
}

fn nominative(card: &Card) -> State {
    match card.says.holder.naming() {
        HolderNaming::Nominative => State::Met,
        HolderNaming::Service => State::NotMet(CardEvidence::ServiceCard(card.says.holder.pseudonym.clone())),
        HolderNaming::Unclear => State::Unknown(Why::NamingUnclear),
    }
}

fn environment(card: &Card, establishment: &Draft) -> State {
    match (card.environment(), is_test(establishment.environment)) {
        (None, _) => State::Unknown(Why::EnvironmentUnknown),
        (Some(Environment::Test), false) => State::NotMet(CardEvidence::TestCard),
        // Whether the test platform takes a real card is not known.
        (Some(Environment::Production), true) => State::Unknown(Why::RealCard),
        (Some(_), _) => State::Met,
    }
}

fn coherence(card: &Card) -> State {
    match (card.agreement, card.findings.first()) {
        (Agreement::Different, _) => State::NotMet(CardEvidence::OtherChip),
        (_, Some(finding)) => State::NotMet(CardEvidence::Disagreement(*finding)),
        (Agreement::Unknown, None) => State::Unknown(Why::ChipUnknown),
        (Agreement::Same, None) => State::Met,
    }
}

/// That of the certificate that is furthest from verified.
fn signature(card: &Card) -> State {
    let state = |verification: &Verification| match verification {
        Verification::Verified(_) => (0, State::Met),
        Verification::NoAuthority(known) => (1, State::Unknown(Why::NoAuthority(*known))),
        Verification::Unverifiable => (2, State::Unknown(Why::SignatureUnverifiable)),
        Verification::AuthorityRevoked(known, _) => (3, State::NotMet(CardEvidence::AuthorityRevoked(known))),
        Verification::Wrong(known) => (4, State::NotMet(CardEvidence::SignatureWrong(known))),
    };
    let states = card.certificates.iter().map(|held| state(&held.signature));
    let worst = states.max_by_key(|(rank, _)| *rank);
    worst.map_or(State::Unknown(Why::NoAuthority(None)), |(_, state)| state)
}

fn dates(card: &Card, at: OffsetDateTime) -> State {
    if at > card.says.not_after {
        State::NotMet(CardEvidence::Expired(card.says.not_after))
    } else if at < card.says.not_before {
        State::NotMet(CardEvidence::NotYetValid(card.says.not_before))
    } else {
        State::Met
    }
}

fn lasts(card: &Card, at: OffsetDateTime) -> State {
    if card.says.not_after - at < Duration::days(DAYS_TO_ORDER) {
        State::NotMet(CardEvidence::EndsSoon(card.says.not_after))
    } else {
        State::Met
    }
}

fn revocation(card: &Card) -> State {
    let told = || card.certificates.iter().map(|held| &held.revocation);
    let revoked = told().find_map(|told| match told {
        Some(Ok(RevocationStatus::Revoked(entry))) => Some(entry.clone()),
        _ => None,
    });
    match revoked {
        Some(entry) => State::NotMet(CardEvidence::Revoked(entry)),
        None if told().all(|told| matches!(told, Some(Ok(_)))) => State::Met,
        None => State::Unknown(Why::NoList),
    }
}

fn structure(card: &Card, establishment: &Draft) -> State {
    let on_card = card
        .says
        .structure
        .as_ref()
        .and_then(|structure| Some((structure.id.as_ref()?, structure.unit.as_ref()?)));
    let Some(((sort, _), card)) = on_card else {
        return State::Unknown(Why::NoStructureOnCard);
    };
    let Some(id) = establishment.structure_id() else {
        return State::Unknown(Why::NoStructureInDossier);
    };
    let (card, dossier) = (card.clone(), id.to_string());
    let is_siret = id.kind() == IdentifierKind::Siret;
    if card == dossier {
        State::Met
    } else if (*sort == StructureIdSort::Siret) == is_siret {
        State::NotMet(CardEvidence::OtherStructure { card, dossier })
    } else {
        State::Unknown(Why::OtherNumbering { card, dossier })
    }
}

/// The form for another card, where what is not met is mended by one.
///
/// Health professionals get a CPS from their order, and the forms are those of « employés non PS »: none replaces a
/// CPS that has come to its end. But a CPS that is not « responsable » does not serve a representative, who then needs
/// a CDE.
fn replacement(card: &Card, part: Role, points: &[Point]) -> Option<Replacement> {
    let is_unmet = |point: &&Point| matches!(point.state, State::NotMet(_));
    let unmet: Vec<_> = points.iter().filter(is_unmet).collect();
    let is_other_card = unmet
        .iter()
        .any(|point| matches!(point.condition, Requirement::Kind | Requirement::Nominative));
    let is_at_end = unmet.iter().any(|point| {
        matches!(
            point.state,
            State::NotMet(
                CardEvidence::Expired(_)
                    | CardEvidence::EndsSoon(_)
                    | CardEvidence::Revoked(_)
                    | CardEvidence::TestCard
            )
        )
    });
    let has_form = !matches!(card.says.kind, Some(CardKind::Cps | CardKind::Cpf));
    (is_other_card || is_at_end && has_form).then_some(match part {
        Role::LegalRepresentative => Replacement {
            document: Document::Form101,
            task: Task::ContractAndCard,
        },
        Role::Mandataire => Replacement {
            document: Document::Form301,
            task: Task::MandataireCard,
        },
        Role::TechnicalAdministrator | Role::SoftwareVendor => Replacement {
            document: Document::Form301,
            task: Task::AdministratorCard,
        },
    })
}
