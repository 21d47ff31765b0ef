//! A task of the procedure: why, with what, how, and what can be done here and now.

mod marks;

use certiroc_core::finding::Severity;
use certiroc_core::procedure::reference::{DOCUMENT, SERVICE_LABEL};
use certiroc_core::procedure::{Role, Task};
use certiroc_core::product::Product;
use yew::prelude::*;

use marks::Marks;

use crate::components::copy::Copy;
use crate::components::letter::letter;
use crate::components::notes::{Note, notes};
use crate::components::tasks::{address, badge, blockers, day_and_days, document, due, lines, who};
use crate::i18n;
use crate::route::Route;
use crate::state::Context;

/// A task's page.
pub fn task_page(context: &Context, task: Task) -> Html {
    let case = &context.derived.case;
    let status = case.status(task);
    let fiche = task.fiche();
    let documents = task.documents(&case.answers);
    html! {
        <>
            <p><span class="no-print"><a href={Route::Course.href()} id="back">{ i18n::task_back() }</a>{ " › " }</span>{ i18n::step(fiche.step) }</p>
            <div class="state" id="task-state">
                <p>{ badge(task, &status) }</p>
                <p>{ i18n::task_who(who(context, case, task)) }</p>
                { blockers(&status) }
                if let Some(day) = due(context, case, task) {
                    <p class="note warning">{ i18n::task_due(day_and_days(day)) }</p>
                }
            </div>
            <p class="lead">{ i18n::task_goal(task) }</p>
            if !fiche.places.is_empty() {
                <section aria-labelledby="here" class="no-print">
                    <h2 id="here">{ i18n::task_here() }</h2>
                    { findings(context, task) }
                    <ul class="places">
                        { for fiche.places.iter().map(|place| Route::from(*place)).map(|place| html! {
                            <li><a class="button" href={place.href()}>{ i18n::route_name(place) }</a></li>
                        }) }
                    </ul>
                </section>
            }
            <section aria-labelledby="steps">
                <h2 id="steps">{ i18n::task_steps() }</h2>
                <ol class="steps">{ for lines(&i18n::task_how(task)) }</ol>
                { prescribed(task) }
                { powers(task) }
            </section>
            if !documents.is_empty() {
                <section aria-labelledby="documents">
                    <h2 id="documents">{ i18n::task_documents() }</h2>
                    <ul>{ for documents.into_iter().map(|item| html! { <li>{ document(item) }</li> }) }</ul>
                </section>
            }
            if !fiche.addresses.is_empty() {
                <section aria-labelledby="addresses">
                    <h2 id="addresses">{ i18n::task_addresses() }</h2>
                    <ul>{ for fiche.addresses.iter().map(|item| html! { <li>{ address(*item) }</li> }) }</ul>
                    { landmarks(task) }
                </section>
            }
            { for task.practices().iter().map(|practice| html! {
                <div class="note information practice">
                    <p><strong>{ i18n::task_practice() }</strong>{ " " }{ i18n::practice(*practice) }</p>
                </div>
            }) }
            { letter(context, task, &status) }
            <section aria-labelledby="record">
                <h2 id="record">{ i18n::task_record() }</h2>
                <Marks {task} />
            </section>
            <p class="hint">{ i18n::task_source() }{ " " }<cite lang="fr">{ DOCUMENT }</cite></p>
        </>
    }
}

/// What is wrong with the establishment, on the task that mends it.
fn findings(context: &Context, task: Task) -> Html {
    if task != Task::DescribeEstablishment {
        return Html::default();
    }
    let findings = context.session.dossier.establishment.findings();
    let open = findings
        .iter()
        .filter(|finding| finding.code.severity() == Severity::Error);
    let open: Vec<Note> = open
        .map(|finding| Note::error(i18n::establishment_finding(finding)))
        .collect();
    notes(None, &open)
}

/// What the platform is to be told, to the letter.
fn prescribed(task: Task) -> Html {
    if task != Task::OrderCertificates {
        return Html::default();
    }
    html! {
        <>
            <p>{ i18n::task_service() }{ " " }<span lang="fr">{ SERVICE_LABEL }</span></p>
            { for Product::ALL.map(|product| html! {
                <>
                    <h3>{ product.label() }</h3>
                    <Copy id={format!("service-{}", product.slug())} label={product.label()}
                        text={product.recommended_service_name()} />
                </>
            }) }
        </>
    }
}

/// What a mandate gives the right to.
fn powers(task: Task) -> Html {
    if !matches!(task, Task::DesignateMandataire | Task::ChangeMandataires) {
        return Html::default();
    }
    html! {
        <>
            <h3>{ i18n::task_powers() }</h3>
            <ul>{ for lines(&i18n::role_powers(Role::Mandataire)) }</ul>
        </>
    }
}

/// Where it stands in other documents, or on other sites.
fn landmarks(task: Task) -> Html {
    if task.landmarks().is_empty() {
        return Html::default();
    }
    html! {
        <>
            <p>{ i18n::task_landmarks() }</p>
            <ul lang="fr">{ for task.landmarks().iter().map(|landmark| html! { <li>{ landmark }</li> }) }</ul>
        </>
    }
}
