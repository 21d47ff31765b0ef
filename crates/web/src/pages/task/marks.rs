//! What was recorded of a task, and the buttons that record more.

use certiroc_core::procedure::{Mark, Proof, Task, parse_day};
use yew::prelude::*;

use crate::browser::clock;
use crate::components::fields::{TextField, text_field, user_field};
use crate::components::notes::Note;
use crate::components::tasks::day_and_days;
use crate::i18n;
use crate::state::{Action, use_session};

/// Properties of [`Marks`].
#[derive(Properties, PartialEq)]
pub struct MarksProps {
    /// The task.
    pub task: Task,
}

/// The marks that the user sets: those of a task that the dossier does not prove by itself.
fn marks(task: Task) -> &'static [Mark] {
    match (task.fiche().proof, task.fiche().recipient) {
        (Proof::Answers(_) | Proof::Establishment | Proof::Requests, _) => &[],
        (Proof::Certificates | Proof::Reply | Proof::Statement, Some(_)) => &Mark::ALL,
        (Proof::Certificates | Proof::Reply | Proof::Statement, None) => &[Mark::Begun, Mark::Done],
    }
}

/// The record of a task.
#[component]
pub fn Marks(props: &MarksProps) -> Html {
    let context = use_session();
    let task = props.task;
    let date = use_state(|| clock::today().to_string());
    let error = use_state(|| None::<String>);
    let marks = marks(task);
    if marks.is_empty() {
        return html! { <p id="marks">{ i18n::marks_by_itself() }</p> };
    }
    let record = context
        .session
        .dossier
        .course
        .records
        .get(&task)
        .copied()
        .unwrap_or_default();
    let set = |mark: Mark| {
        let (date, error, send) = (date.clone(), error.clone(), context.send.clone());
        move |_: MouseEvent| {
            let day = parse_day(&date);
            let refused = match day {
                None => Some(i18n::marks_no_date()),
                Some(day) if day > clock::today() => Some(i18n::marks_date_ahead()),
                Some(_) => None,
            };
            if refused.is_none() {
                send.emit(Action::Mark(task, mark, day));
            }
            error.set(refused);
        }
    };
    let ondate = {
        let date = date.clone();
        Callback::from(move |typed| date.set(typed))
    };
    let done = marks
        .iter()
        .copied()
        .filter_map(|mark| record.day(mark).map(|day| (mark, day)));
    let missing = marks.iter().copied().filter(|mark| match mark {
        Mark::Reminded => record.sent.is_some() && record.done.is_none(),
        Mark::Begun => record.sent.is_none() && record.done.is_none() && record.begun.is_none(),
        Mark::Sent => record.done.is_none() && record.sent.is_none(),
        Mark::Done => record.done.is_none(),
    });
    let missing: Vec<_> = missing.collect();
    html! {
        <div id="marks">
            <ul>
                { for done.map(|(mark, day)| {
                    let remove = context.send.reform(move |_| Action::Mark(task, mark, None));
                    html! {
                        <li>
                            { i18n::mark_set(mark) }{ " " }{ day_and_days(day) }{ " " }
                            <button type="button" id={format!("unmark-{}", mark.code())} onclick={remove}
                                aria-label={i18n::marks_remove_label(i18n::mark_set(mark))}>{ i18n::marks_remove() }</button>
                        </li>
                    }
                }) }
            </ul>
            if !missing.is_empty() {
                { text_field(TextField {
                    id: "mark-date".into(),
                    kind: "date",
                    label: i18n::marks_date(),
                    value: Some((*date).clone().into()),
                    notes: error.iter().cloned().map(Note::error).collect(),
                    oninput: ondate,
                    ..TextField::default()
                }) }
                { user_field(&context, "mark-by") }
                <div class="actions">
                    { for missing.into_iter().map(|mark| html! {
                        <button type="button" id={format!("mark-{}", mark.code())} onclick={set(mark)}>
                            { i18n::mark_button(mark, task) }
                        </button>
                    }) }
                </div>
            }
        </div>
    }
}
