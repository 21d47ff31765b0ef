//! What several pages show of a task: its state, who does it, its documents, its addresses.

use certiroc_core::procedure::reference::{Address, AddressKind, Document, GUIDES};
use certiroc_core::procedure::{Blocker, Case, Step, Task, TaskStatus};
use time::Date;
use yew::prelude::*;

use crate::browser::clock;
use crate::i18n;
use crate::route::Route;
use crate::state::Context;

/// Where a task stands, in a word and its colour.
pub fn badge(task: Task, status: &TaskStatus) -> Html {
    let class = match status {
        TaskStatus::DoesNotApply => "badge",
        TaskStatus::Blocked(_) => "badge blocked",
        TaskStatus::ToDo | TaskStatus::InProgress(_) => "badge open",
        TaskStatus::Waiting(_) => "badge waiting",
        TaskStatus::Done(_) => "badge done",
    };
    let is_occasion = *status == TaskStatus::DoesNotApply && task.fiche().step == Step::Life;
    let words = if is_occasion {
        i18n::status_occasion()
    } else {
        i18n::status(status)
    };
    html! { <span {class}>{ words }</span> }
}

/// What a task waits for, each with its link; nothing for one that is not blocked.
pub fn blockers(status: &TaskStatus) -> Html {
    let TaskStatus::Blocked(blockers) = status else {
        return Html::default();
    };
    html! {
        <div class="blockers">
            <p>{ i18n::task_blocked_by() }</p>
            <ul>
                { for blockers.iter().map(|blocker| {
                    let route = match blocker {
                        Blocker::Question(question) => Route::Question(*question),
                        Blocker::Task(task) => Route::Task(*task),
                    };
                    html! { <li>{ link(route) }</li> }
                }) }
            </ul>
        </div>
    }
}

/// A link to a page, under its name.
pub fn link(route: Route) -> Html {
    html! { <a href={route.href()}>{ i18n::route_name(route) }</a> }
}

/// Who does a task, with the names that are known.
pub fn who(context: &Context, case: &Case, task: Task) -> String {
    let people = &context.session.dossier.course.people;
    let named = task.roles(&case.answers).into_iter().map(|role| {
        let name = people
            .get(&role)
            .map(|person| person.name.trim())
            .unwrap_or_default();
        if name.is_empty() {
            i18n::role(role)
        } else {
            format!("{} ({name})", i18n::role(role))
        }
    });
    named.collect::<Vec<_>>().join(i18n::list_or().as_str())
}

/// The day from which a reminder is proposed, when it has come.
pub fn due(context: &Context, case: &Case, task: Task) -> Option<Date> {
    case.remind_on(task, context.session.dossier.course.remind_after)
        .filter(|day| *day <= clock::today())
}

/// A day, with the days from now to then.
pub fn day_and_days(day: Date) -> String {
    format!("{} ({})", clock::day(day), distance(day))
}

/// The days from now to a day, in words.
pub fn distance(day: Date) -> String {
    let days = (day - clock::today()).whole_days();
    match days {
        0 => i18n::day_today(),
        1.. => i18n::day_ahead(days.unsigned_abs()),
        _ => i18n::day_ago(days.unsigned_abs()),
    }
}

/// The lines of a text, each as an item.
pub fn lines(text: &str) -> impl Iterator<Item = Html> {
    text.lines().map(|line| html! { <li>{ line }</li> })
}

/// A document: a form leads to its page, a guide has its place in the ANS's space for industry.
pub fn document(document: Document) -> Html {
    let title = html! { <span lang="fr">{ document.title() }</span> };
    match document.path() {
        Some(_) => html! { <a href={Route::Form(document).href()}>{ title }</a> },
        None => html! {
            <>
                { title }
                <ul>
                    <li>{ address(Address::IndustrySpace) }</li>
                    <li lang="fr">{ GUIDES.join(" › ") }</li>
                </ul>
            </>
        },
    }
}

/// An address, as a link that leaves the page where it is.
pub fn address(address: Address) -> Html {
    let is_web = address.kind() == AddressKind::Web;
    html! {
        <>
            { i18n::address_name(address) }{ i18n::colon() }
            <a href={address.href()} target={is_web.then_some("_blank")} rel={is_web.then_some("noreferrer")}>
                { address.text() }
            </a>
        </>
    }
}
