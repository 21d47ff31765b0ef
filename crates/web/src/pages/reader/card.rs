//! A card in words: what it says, how far that can be relied on, and what the procedure requires.

use certiroc_core::conformity;
use certiroc_core::cpx::{Card, CardCertificate, CardKind, CardRemark, NotACard};
use certiroc_core::finding::Severity;
use certiroc_core::procedure::reference::DOCUMENT;
use certiroc_core::procedure::{Choice, Mark, Person, Question, Role};
use certiroc_core::suitability::{
    Assessment, BEYOND, Point, Proposal, State, Stated, assess, proposals, sentences,
};
use certiroc_pki::x509::visible;
use certiroc_smartcard::atr::recognise;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser::clock;
use crate::components::certificate_view::{certificate_details, weakness};
use crate::components::notes::{Note, notes, paragraph};
use crate::i18n;
use crate::route::Route;
use crate::state::{Action, CardAction, CardShown, CardSource, Context};

/// The title of the card, which takes the focus when one was read.
pub const CARD_TITLE_ID: &str = "card-title";

/// A card that was read, whole.
pub fn card(context: &Context, shown: &CardShown) -> Html {
    let description = context.derived.description(shown);
    let remove = context.send.reform(|_| Action::Card(CardAction::Remove));
    let remarks: Vec<_> = description
        .remarks
        .iter()
        .map(|remark| Note {
            severity: match remark {
                CardRemark::NotACard => Severity::Error,
                _ => Severity::Warning,
            },
            text: i18n::card_remark(*remark),
        })
        .chain(shown.reading.unreadable.iter().map(|label| Note {
            severity: Severity::Warning,
            text: i18n::reader_unreadable(label.as_str()),
        }))
        .collect();
    html! {
        <section id="card" aria-labelledby={CARD_TITLE_ID}>
            <h2 id={CARD_TITLE_ID} tabindex="-1">{ i18n::card_title() }</h2>
            if shown.source == CardSource::Demonstration {
                <p class="note warning demonstration" id="card-demonstration"><strong>{ i18n::reader_demonstration_banner() }</strong></p>
            }
            { notes(None, &remarks) }
            { for description.cards.iter().enumerate().map(|(index, card)| one(context, shown, index, card)) }
            if !description.others.is_empty() {
                <ul>{ for description.others.iter().map(other) }</ul>
            }
            <section aria-labelledby="beyond">
                <h3 id="beyond">{ i18n::beyond_title() }</h3>
                <ul>{ for BEYOND.map(|beyond| html! { <li>{ i18n::beyond(beyond) }</li> }) }</ul>
            </section>
            <p class="no-print">
                <button type="button" id="card-remove" onclick={remove}>{ i18n::card_remove() }</button>
            </p>
            <p class="hint no-print">{ i18n::card_remove_hint() }</p>
        </section>
    }
}

fn other(other: &NotACard) -> Html {
    let what = match &other.certificate {
        Ok(certificate) => format!(
            "{}{}{}",
            i18n::kind(conformity::CertificateKind::of(certificate)),
            i18n::colon(),
            certificate.display_name()
        ),
        Err(error) => i18n::card_other_unreadable(error.to_string()),
    };
    html! { <li>{ i18n::card_other(what) }</li> }
}

fn one(context: &Context, shown: &CardShown, index: usize, card: &Card) -> Html {
    let is_test = card.environment() == Some(certiroc_core::establishment::Environment::Test);
    let findings: Vec<_> = card
        .findings
        .iter()
        .map(|finding| Note::error(i18n::card_finding(*finding)))
        .collect();
    html! {
        <>
            <h3>{ i18n::card_kind(card.says.kind.as_ref()) }</h3>
            if is_test {
                <p class="note error test-card"><strong>{ i18n::card_test() }</strong></p>
            }
            { notes(None, &findings) }
            { facts(shown, card) }
            if card.says.kind == Some(CardKind::Establishment) {
                { stated(context, shown, index) }
            }
            <h4>{ i18n::card_certificates() }</h4>
            { for card.certificates.iter().enumerate().map(|(number, held)| certificate(&format!("card-{index}-{number}"), held)) }
            <h3>{ i18n::assess_title() }</h3>
            { paragraph(i18n::assess_lead()) }
            { for parts(context).into_iter().map(|part| {
                let establishment = &context.session.dossier.establishment;
                let assessment = assess(card, part, shown.stated.get(&index).copied(), establishment, clock::now());
                assessed(context, shown, index, &assessment)
            }) }
        </>
    }
}

/// The parts that a card's holder may play in this procedure.
fn parts(context: &Context) -> [Role; 3] {
    let is_vendor = context.derived.case.answers.get(Question::Administrator) == Some(Choice::Vendor);
    let administrator = if is_vendor {
        Role::SoftwareVendor
    } else {
        Role::TechnicalAdministrator
    };
    [Role::LegalRepresentative, Role::Mandataire, administrator]
}

fn facts(shown: &CardShown, card: &Card) -> Html {
    let reading = &shown.reading;
    let holder = &card.says.holder;
    let atr = (!reading.atr.is_empty()).then(|| recognise(&reading.atr));
    let kind = card.says.kind.as_ref().map(|kind| {
        i18n::text!(card_row_kind_value {
            kind: i18n::card_kind(Some(kind)),
            code: kind.code()
        })
    });
    let structure = card.says.structure.as_ref();
    let structure_name = structure.and_then(|structure| {
        let name = structure.name.clone()?;
        Some(match &structure.state {
            Some(state) => format!("{name}, {state}"),
            None => name,
        })
    });
    let read = |value: Option<String>| value.map(|value| visible(&value));
    let chip = reading.serial.as_ref().map(|serial| {
        let digits: Vec<_> = serial.iter().map(|byte| format!("{byte:02X}")).collect();
        format!("{}, {}", digits.concat(), i18n::agreement(card.agreement))
    });
    let until = i18n::text!(card_row_until_value {
        from: clock::day(card.says.not_before.date()),
        to: i18n::date_and_days(card.says.not_after),
    });
    let rows = [
        (i18n::card_row_source(), Some(i18n::card_source(shown.source))),
        (i18n::card_row_kind(), kind),
        (i18n::card_row_title(), read(holder.title.clone())),
        (
            i18n::card_row_holder(),
            Some(
                read(holder.name().or_else(|| holder.pseudonym.clone()))
                    .unwrap_or_else(i18n::card_row_no_name),
            ),
        ),
        (i18n::card_row_naming(), Some(i18n::naming(holder.naming()))),
        (
            i18n::card_row_national_id(),
            holder.national_id.as_ref().map(i18n::national_id),
        ),
        (i18n::card_row_profession(), read(card.says.profession.clone())),
        (
            i18n::card_row_responsibility(),
            card.says.responsibility.as_ref().map(i18n::responsibility),
        ),
        (i18n::card_row_structure(), read(structure_name)),
        (
            i18n::card_row_structure_id(),
            structure.and_then(i18n::structure_id),
        ),
        (i18n::card_row_number(), read(card.says.number.clone())),
        (i18n::card_row_chip(), chip),
        (i18n::card_row_label(), read(reading.label.clone())),
        (i18n::card_row_generation(), Some(i18n::generation(atr))),
        (i18n::card_row_until(), Some(until)),
    ];
    let rows = rows.into_iter().filter_map(|(name, value)| Some((name, value?)));
    html! {
        <table class="facts">
            <tbody>
                { for rows.map(|(name, value)| html! { <tr><th scope="row">{ name }</th><td>{ value }</td></tr> }) }
            </tbody>
        </table>
    }
}

/// Which of two kinds of one code it is: the user's word.
fn stated(context: &Context, shown: &CardShown, index: usize) -> Html {
    let name = format!("stated-{index}");
    let choices = [
        ("cde", Some(Stated::Cde), i18n::card_stated_cde()),
        ("cpe", Some(Stated::Cpe), i18n::card_stated_cpe()),
        ("unknown", None, i18n::card_stated_unknown()),
    ];
    html! {
        <fieldset class="field no-print">
            <legend>{ i18n::card_stated() }</legend>
            { for choices.into_iter().map(|(value, stated, label)| {
                let id = format!("{name}-{value}");
                let onchange = context.send.reform(move |event: Event| {
                    let chosen = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
                    Action::Card(CardAction::State(index, stated.filter(|_| chosen)))
                });
                html! {
                    <div class="choice">
                        <input type="radio" id={id.clone()} name={name.clone()} {value} checked={shown.stated.get(&index).copied() == stated} {onchange} />
                        <label for={id}>{ label }</label>
                    </div>
                }
            }) }
        </fieldset>
    }
}

fn certificate(id: &str, held: &CardCertificate) -> Html {
    let certificate = &held.certificate;
    let told = [
        i18n::verification(&held.signature),
        i18n::card_revocation(held.revocation.as_ref()),
    ];
    let told = told.map(|(severity, text)| Note { severity, text });
    let told: Vec<_> = told.into_iter().chain(weakness(certificate)).collect();
    let title = match held.label.as_str() {
        "" => i18n::usage(held.says.usage),
        label => format!("{} ({label})", i18n::usage(held.says.usage)),
    };
    html! {
        <div class="entry">
            <h5>{ title }</h5>
            <p>
                { i18n::text!(card_certificate_validity {
                    from: clock::day(certificate.not_before.date()),
                    to: i18n::date_and_days(certificate.not_after),
                    issuer: certificate.issuer.to_string(),
                }) }
            </p>
            { notes(None, &told) }
            { certificate_details(id, certificate) }
        </div>
    }
}

/// What the procedure asks of one part's card, point by point, and what may be recorded.
fn assessed(context: &Context, shown: &CardShown, index: usize, assessment: &Assessment) -> Html {
    let part = assessment.part;
    let id = format!("assess-{index}-{}", part.slug());
    let (severity, text) = i18n::card_verdict(assessment);
    let replacement = assessment.replacement.as_ref().map(|replacement| {
        html! {
            <p class="note warning">
                { i18n::assess_replacement(i18n::form_name(replacement.document)) }{ " " }
                <a href={Route::Task(replacement.task).href()}>{ i18n::task_title(replacement.task) }</a>
            </p>
        }
    });
    // Of a card that does not exist nothing enters a dossier.
    let proposed: Vec<_> = proposals(assessment, &context.derived.case)
        .into_iter()
        .filter(|proposal| shown.source != CardSource::Demonstration && is_news(context, proposal))
        .collect();
    html! {
        <section class="entry" aria-labelledby={id.clone()}>
            <h4 {id}>{ i18n::role(part) }</h4>
            { paragraph(i18n::assess_sentence()) }
            { for sentences(part).iter().map(|(sentence, _)| html! { <blockquote lang="fr">{ *sentence }</blockquote> }) }
            <p class="hint"><cite lang="fr">{ DOCUMENT }</cite></p>
            { notes(None, &[Note { severity, text }]) }
            <ul class="points">{ for assessment.points.iter().map(point) }</ul>
            { for replacement }
            if !proposed.is_empty() {
                <div class="no-print">
                    <p><strong>{ i18n::assess_proposals() }</strong></p>
                    { for proposed.into_iter().map(|proposal| propose(context, proposal)) }
                </div>
            }
        </section>
    }
}

fn point(point: &Point) -> Html {
    let (word, detail) = i18n::state(&point.state);
    let class = match &point.state {
        State::Met => "met",
        State::NotMet(_) => "not-met",
        State::Unknown(_) => "unknown",
    };
    html! {
        <li {class}>
            { i18n::condition(point.condition) }{ i18n::colon() }<strong>{ word }</strong>
            { detail.map(|detail| format!("{}{detail}", i18n::colon())) }
        </li>
    }
}

/// Whether the dossier does not have it yet.
fn is_news(context: &Context, proposal: &Proposal) -> bool {
    match proposal {
        Proposal::Name { role, person } => {
            let people = &context.session.dossier.course.people;
            !people
                .get(role)
                .is_some_and(|known| known.name.contains(&person.name))
        }
        Proposal::Answer { .. } | Proposal::Done { .. } => true,
    }
}

/// A button that records what it says: nothing is recorded without it.
fn propose(context: &Context, proposal: Proposal) -> Html {
    let (text, because) = i18n::proposal(&proposal);
    let people = context.session.dossier.course.people.clone();
    let onclick = context.send.reform(move |_: MouseEvent| match proposal.clone() {
        Proposal::Answer { question, choice, .. } => Action::Answer(question, choice),
        Proposal::Done { task, .. } => Action::Mark(task, Mark::Done, Some(clock::today())),
        Proposal::Name { role, person } => {
            let known = people.get(&role).cloned().unwrap_or_default();
            // Several persons may share a part.
            let names = [known.name, person.name];
            let names: Vec<_> = names.into_iter().filter(|name| !name.is_empty()).collect();
            Action::Name(
                role,
                Person {
                    name: names.join(", "),
                    ..known
                },
            )
        }
    });
    html! {
        <p><button type="button" class="proposal" {onclick}>{ text }</button>{ " " }{ because }</p>
    }
}
