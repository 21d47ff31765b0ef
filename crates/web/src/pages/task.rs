//! A task of the procedure: why, with what, how, and what can be done here and now.

use certiroc_core::finding::Severity;
use certiroc_core::procedure::reference::{DOCUMENT, SERVICE_LABEL};
use certiroc_core::procedure::{Question, Role, Task};
use certiroc_core::product::Product;
use yew::prelude::*;

use crate::components::copy::Copy;
use crate::components::letter::letter;
use crate::components::marks::Marks;
use crate::components::notes::{Note, notes};
use crate::components::tasks::{address, badge, blockers, day_and_days, document, due, lines, who};
use crate::i18n;
use crate::route::Route;
use crate::state::Context;

/// The pages where a task, or a part of it, is done.
fn places(task: Task) -> &'static [Route] {
    match task {
        Task::ChooseContractLevel => &[Route::Question(Question::ContractLevel), Route::Annexes],
        Task::DescribeEstablishment => &[Route::Establishment],
        Task::ChooseAdministrator => &[
            Route::Question(Question::Administrator),
            Route::Question(Question::AdministratorCard),
            Route::Reader,
            Route::People,
        ],
        Task::CheckAuthorisation => &[Route::Question(Question::Authorised)],
        Task::MakeRequests | Task::OrderCertificates => &[Route::Requests],
        Task::Renew => &[Route::Certificates, Route::Requests],
        Task::AddIntermediate | Task::Revoke => &[Route::Certificates],
        Task::ContractAndCard
        | Task::UpdateRepresentative
        | Task::MandataireCard
        | Task::AdministratorCard
        | Task::PrepareWorkstation => &[Route::Reader],
        Task::DesignateMandataire | Task::ChangeMandataires | Task::ChangeAdministrators => &[Route::People],
        Task::Install => &[Route::Certificates, Route::Annexes],
        _ => &[],
    }
}

/// A task's page.
pub fn task_page(context: &Context, task: Task) -> Html {
    let case = &context.case;
    let status = case.status(task);
    let fiche = task.fiche();
    let places = places(task);
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
            if !places.is_empty() {
                <section aria-labelledby="here" class="no-print">
                    <h2 id="here">{ i18n::task_here() }</h2>
                    { findings(context, task) }
                    <ul class="places">
                        { for places.iter().map(|place| html! {
                            <li><a class="button" href={place.href()}>{ i18n::route_name(*place) }</a></li>
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
