//! The whole dossier on paper, for the director: state, people, what is signed, what is waiting.

use certiroc_core::procedure::reference::DOCUMENT;
use certiroc_core::procedure::{FICHES, Role, Step, Task, TaskStatus};
use yew::prelude::*;

use super::dossier::journal;
use crate::browser::{clock, page};
use crate::components::tasks::{badge, due, who};
use crate::i18n;
use crate::route::Route;
use crate::state::Context;

/// The report's page.
pub fn report(context: &Context) -> Html {
    let case = &context.derived.case;
    let dossier = &context.session.dossier;
    let draft = &dossier.establishment;
    let row = |name: String, value: String| {
        let value = if value.is_empty() {
            i18n::report_unknown()
        } else {
            value
        };
        html! { <tr><th scope="row">{ name }</th><td>{ value }</td></tr> }
    };
    let people = Role::ALL.into_iter().filter_map(|role| {
        let person = dossier.course.people.get(&role)?;
        Some(row(
            i18n::role(role),
            [person.name.trim(), person.mail.trim()]
                .join(" ")
                .trim()
                .to_owned(),
        ))
    });
    let onprint = |_: MouseEvent| page::print();
    html! {
        <>
            <p class="no-print"><a href={Route::Course.href()} id="back">{ i18n::task_back() }</a></p>
            <div class="actions">
                <button type="button" id="print" onclick={onprint}>{ i18n::report_print() }</button>
            </div>
            <p>{ i18n::sheet_lead(clock::day(clock::today())) }</p>
            <table>
                <caption>{ i18n::establishment_title() }</caption>
                <tbody>
                    { row(i18n::establishment_name(), draft.name.trim().to_owned()) }
                    { row(i18n::establishment_identifier(), draft.identifier.trim().to_owned()) }
                    { row(i18n::establishment_contract(), draft.contract_level.map(i18n::contract_level).unwrap_or_default()) }
                    { for people }
                </tbody>
            </table>
            <table>
                <caption>{ i18n::report_certificates() }</caption>
                <tbody>
                    { for dossier.orders.iter().map(|order| row(
                        format!("{} – {}", order.product.label(), order.service_name),
                        order.current().map_or_else(i18n::request_none, |request| i18n::text!(report_request {
                            time: clock::local(request.made_at),
                            key: request.key_id.short(),
                        })),
                    )) }
                    { for dossier.issued().map(|(product, issued)| row(
                        product.label().to_owned(),
                        i18n::text!(report_issued {
                            serial: issued.certificate.serial(),
                            day: i18n::date_and_days(issued.certificate.not_after),
                            revocation: i18n::revocation(&issued.revocation),
                        }),
                    )) }
                </tbody>
            </table>
            { for Step::ALL.map(|step| tasks(context, step)) }
            <table>
                <caption>{ i18n::course_answers() }</caption>
                <tbody>
                    { for case.answers.questions().map(|question| row(
                        i18n::question_title(question),
                        case.answers.get(question).map_or_else(i18n::course_no_answer, i18n::choice),
                    )) }
                </tbody>
            </table>
            { journal(context) }
            <p class="hint">{ i18n::task_source() }{ " " }<cite lang="fr">{ DOCUMENT }</cite></p>
        </>
    }
}

/// The tasks of a step that apply, with their state.
fn tasks(context: &Context, step: Step) -> Html {
    let case = &context.derived.case;
    let tasks: Vec<(Task, TaskStatus)> = FICHES
        .iter()
        .filter(|fiche| fiche.step == step)
        .map(|fiche| (fiche.task, case.status(fiche.task)))
        .filter(|(_, status)| *status != TaskStatus::DoesNotApply)
        .collect();
    if tasks.is_empty() {
        return Html::default();
    }
    html! {
        <table>
            <caption>{ i18n::step(step) }</caption>
            <thead><tr>
                <th scope="col">{ i18n::report_task() }</th>
                <th scope="col">{ i18n::report_who() }</th>
                <th scope="col">{ i18n::report_state() }</th>
            </tr></thead>
            <tbody>
                { for tasks.iter().map(|(task, status)| html! {
                    <tr>
                        <td>{ i18n::task_title(*task) }</td>
                        <td>{ who(context, case, *task) }</td>
                        <td>
                            { badge(*task, status) }
                            if let Some(day) = due(context, case, *task) {
                                { " " }{ i18n::task_due(clock::day(day)) }
                            }
                        </td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}
