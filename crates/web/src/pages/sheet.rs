//! What one person has to do, on a sheet that can be printed, or saved and sent.

use certiroc_core::procedure::reference::{DOCUMENT, Document, PROFILE, STRUCTURE};
use certiroc_core::procedure::{Case, FICHES, Role, Task, TaskStatus};
use yew::prelude::*;

use crate::browser::{clock, file, page};
use crate::components::seal::{is_doubtful, seal_line};
use crate::components::tasks::{address, badge, lines};
use crate::i18n;
use crate::route::Route;
use crate::state::Context;

/// The id of what is saved.
const SHEET: &str = "sheet";

/// The sheet of a role.
pub fn sheet(context: &Context, role: Role) -> Html {
    let case = &context.derived.case;
    let dossier = &context.session.dossier;
    let tasks: Vec<(Task, TaskStatus)> = FICHES
        .iter()
        .map(|fiche| (fiche.task, case.status(fiche.task)))
        .filter(|(task, status)| {
            *status != TaskStatus::DoesNotApply && task.roles(&case.answers).contains(&role)
        })
        .collect();
    let name = dossier
        .course
        .people
        .get(&role)
        .map(|person| person.name.clone())
        .unwrap_or_default();
    let onprint = |_: MouseEvent| page::print();
    let mut seal = seal_line(context).unwrap_or_default();
    if is_doubtful(context) {
        seal = seal + " " + &i18n::unverified();
    }
    let onsave = move |_: MouseEvent| {
        let language = i18n::language().tag();
        let title = i18n::role(role);
        let markup = page::markup(SHEET);
        let document = format!(
            "<!DOCTYPE html><html lang=\"{language}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width\"><title>{title}</title><body style=\"font:1em/1.5 sans-serif;\
             max-width:45em;margin:1em auto;padding:0 1em\"><p>{seal}</p>{markup}</body></html>"
        );
        file::download(
            &format!("certiroc-{}.html", role.slug()),
            "text/html",
            document.as_bytes(),
        );
    };
    html! {
        <>
            <p class="no-print"><a href={Route::Course.href()} id="back">{ i18n::task_back() }</a></p>
            <div class="actions">
                <button type="button" id="print" onclick={onprint}>{ i18n::print_sheet() }</button>
                <button type="button" id="save-sheet" onclick={onsave}>{ i18n::sheet_save() }</button>
            </div>
            <div id={SHEET}>
                <p class="lead">
                    { [dossier.establishment.asked_name().as_str(), name.trim()].into_iter().filter(|part| !part.is_empty())
                        .collect::<Vec<_>>().join(" – ") }
                </p>
                <p>{ i18n::sheet_lead(clock::day(clock::today())) }</p>
                <ul>{ for lines(&i18n::role_powers(role)) }</ul>
                if tasks.is_empty() { <p>{ i18n::course_nothing() }</p> }
                { for tasks.iter().map(|(task, status)| entry(case, *task, status)) }
                <p>{ i18n::task_source() }{ " " }<cite lang="fr">{ DOCUMENT }</cite></p>
            </div>
        </>
    }
}

fn entry(case: &Case, task: Task, status: &TaskStatus) -> Html {
    let settled = matches!(status, TaskStatus::Done(_));
    html! {
        <section>
            <h2>{ i18n::task_title(task) }</h2>
            <p>{ badge(task, status) }</p>
            if !settled {
                <p>{ i18n::task_goal(task) }</p>
                <ol>{ for lines(&i18n::task_how(task)) }</ol>
                { for task.documents(&case.answers).into_iter().map(path) }
                <ul>{ for task.fiche().addresses.iter().map(|item| html! { <li>{ address(*item) }</li> }) }</ul>
            }
        </section>
    }
}

/// A document, with the choices that lead to it.
fn path(document: Document) -> Html {
    html! {
        <div lang="fr">
            <p><strong>{ document.title() }</strong></p>
            if let Some(path) = document.path() {
                <p>{ format!(
                    "{} › {} › {PROFILE} › {STRUCTURE} › {} › {}",
                    path.page.text(), path.section, path.product, path.rubric
                ) }</p>
            }
        </div>
    }
}
