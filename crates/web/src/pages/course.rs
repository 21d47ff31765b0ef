//! The procedure as a list of tasks: what is done, what is left, who must do it.

use certiroc_core::procedure::reference::{DOCUMENT, Document};
use certiroc_core::procedure::{Case, FICHES, Fiche, Role, Step, Task, TaskStatus};
use yew::prelude::*;

use crate::components::fields::{TextField, text_field};
use crate::components::notes::Note;
use crate::components::tasks::{badge, blockers, day_and_days, due, link, who};
use crate::i18n;
use crate::route::Route;
use crate::state::{Action, Context, use_session};

/// The procedure's page.
#[component]
pub fn CoursePage() -> Html {
    let context = use_session();
    let filter = use_state(|| None::<Role>);
    let case = &context.derived.case;
    let tasks: Vec<(&Fiche, TaskStatus)> = FICHES
        .iter()
        .map(|fiche| (fiche, case.status(fiche.task)))
        .collect();
    let is_shown = |fiche: &Fiche| filter.is_none_or(|role| fiche.task.roles(&case.answers).contains(&role));
    let applies = |status: &TaskStatus| *status != TaskStatus::DoesNotApply;
    let done = tasks
        .iter()
        .filter(|(_, status)| matches!(status, TaskStatus::Done(_)))
        .count();
    let all = tasks.iter().filter(|(_, status)| applies(status)).count();
    let roles: Vec<Role> = Role::ALL
        .into_iter()
        .filter(|role| {
            FICHES
                .iter()
                .any(|fiche| fiche.task.roles(&case.answers).contains(role))
        })
        .collect();

    let buttons = core::iter::once(None)
        .chain(roles.iter().copied().map(Some))
        .map(|role| {
            let onclick = {
                let filter = filter.clone();
                move |_: MouseEvent| filter.set(role)
            };
            let id = format!("filter-{}", role.map_or("tous", Role::slug));
            let pressed = if *filter == role { "true" } else { "false" };
            html! {
                <button type="button" {id} aria-pressed={pressed} {onclick}>
                    { role.map_or_else(i18n::course_everyone, i18n::role) }
                </button>
            }
        });
    let steps = Step::ALL.into_iter().map(|step| {
        let of_step: Vec<_> = tasks
            .iter()
            .filter(|(fiche, _)| fiche.step == step && is_shown(fiche))
            .collect();
        let (open, spared): (Vec<_>, Vec<_>) =
            of_step.into_iter().partition(|(_, status)| applies(status) || step == Step::Life);
        html! {
            <section aria-labelledby={format!("step-{}", step as u8)}>
                <h2 id={format!("step-{}", step as u8)}>{ i18n::step(step) }</h2>
                if open.is_empty() { <p>{ i18n::course_nothing() }</p> }
                <ul class="tasks">{ for open.into_iter().map(|(fiche, status)| row(&context, case, fiche.task, status)) }</ul>
                if !spared.is_empty() {
                    <details>
                        <summary>{ i18n::course_spared(spared.len()) }</summary>
                        <ul class="tasks">
                            { for spared.into_iter().map(|(fiche, status)| row(&context, case, fiche.task, status)) }
                        </ul>
                    </details>
                }
            </section>
        }
    });
    html! {
        <>
            <p>{ i18n::course_lead() }</p>
            <p class="hint">{ i18n::task_source() }{ " " }<cite lang="fr">{ DOCUMENT }</cite></p>
            <p id="course-count"><strong>{ i18n::text!(course_count { done, all }) }</strong></p>
            { reminders(&context, case) }
            <div role="group" aria-label={i18n::course_filter()} class="actions">{ for buttons }</div>
            { for steps }
            { answers(case) }
            <section aria-labelledby="give">
                <h2 id="give">{ i18n::course_give() }</h2>
                <p>{ i18n::course_give_lead() }</p>
                <ul>{ for roles.into_iter().map(|role| html! { <li>{ link(Route::Sheet(role)) }</li> }) }</ul>
            </section>
            <section aria-labelledby="more">
                <h2 id="more">{ i18n::course_more() }</h2>
                <ul>
                    { for Document::ALL.into_iter().filter(|document| document.path().is_some()).map(|document| html! {
                        <li>{ link(Route::Form(document)) }</li>
                    }) }
                    <li>{ link(Route::People) }</li>
                    <li>{ link(Route::Annexes) }</li>
                    <li>{ link(Route::Report) }</li>
                </ul>
            </section>
            <RemindAfter />
        </>
    }
}

fn row(context: &Context, case: &Case, task: Task, status: &TaskStatus) -> Html {
    html! {
        <li>
            <p class="task-title">{ link(Route::Task(task)) }{ " " }{ badge(task, status) }</p>
            <p class="hint">{ who(context, case, task) }</p>
            { blockers(status) }
            if let Some(day) = case.remind_on(task, context.session.dossier.course.remind_after) {
                <p class="hint">{ i18n::course_remind_on(day_and_days(day)) }</p>
            }
        </li>
    }
}

/// The reminders whose day has come.
fn reminders(context: &Context, case: &Case) -> Html {
    let due: Vec<Task> = FICHES
        .iter()
        .map(|fiche| fiche.task)
        .filter(|task| due(context, case, *task).is_some())
        .collect();
    if due.is_empty() {
        return Html::default();
    }
    html! {
        <div class="note warning" id="reminders">
            <p><strong>{ i18n::course_reminders() }</strong></p>
            <ul>{ for due.into_iter().map(|task| html! { <li>{ link(Route::Task(task)) }</li> }) }</ul>
        </div>
    }
}

/// What was answered, each with the way to change it.
fn answers(case: &Case) -> Html {
    html! {
        <section aria-labelledby="answers">
            <h2 id="answers">{ i18n::course_answers() }</h2>
            <p>{ i18n::course_answers_lead() }</p>
            <dl class="answers">
                { for case.answers.questions().map(|question| html! {
                    <>
                        <dt>{ link(Route::Question(question)) }</dt>
                        <dd>{ case.answers.get(question).map_or_else(i18n::course_no_answer, i18n::choice) }</dd>
                    </>
                }) }
            </dl>
        </section>
    }
}

/// After how many working days a reminder is proposed.
#[component]
fn RemindAfter() -> Html {
    let context = use_session();
    let present = context.session.dossier.course.remind_after;
    let typed = use_state(|| present.to_string());
    let (shown, notes) = match typed.trim().parse::<u32>() {
        // Another dossier was opened meanwhile.
        Ok(days @ 1..=250) if days != present => (present.to_string(), Vec::new()),
        Ok(1..=250) => ((*typed).clone(), Vec::new()),
        _ => ((*typed).clone(), vec![Note::error(i18n::course_remind_wrong())]),
    };
    let oninput = {
        let (typed, send) = (typed.clone(), context.send.clone());
        Callback::from(move |text: String| {
            if let Ok(days @ 1..=250) = text.trim().parse() {
                send.emit(Action::RemindAfter(days));
            }
            typed.set(text);
        })
    };
    text_field(TextField {
        id: "remind-after".into(),
        inputmode: Some("numeric"),
        label: i18n::course_remind_after(),
        hint: i18n::course_remind_hint(),
        value: Some(shown.into()),
        notes,
        oninput,
        ..TextField::default()
    })
}
