//! One question of the procedure: why it is asked, what follows from each answer.

use certiroc_core::procedure::{Case, Choice, LevelAdvice, Question, Task};
use yew::prelude::*;

use crate::browser::location;
use crate::components::fields::RadioField;
use crate::components::notes::Note;
use crate::components::tasks::link;
use crate::i18n;
use crate::route::Route;
use crate::state::{Action, use_session};

/// Properties of [`QuestionPage`].
#[derive(Properties, PartialEq)]
pub struct QuestionPageProps {
    /// The question.
    pub question: Question,
}

/// A question's page. The answer counts once the user goes on.
#[component]
pub fn QuestionPage(props: &QuestionPageProps) -> Html {
    let context = use_session();
    let question = props.question;
    let case = &context.derived.case;
    let given = case.answers.get(question);
    let chosen = use_state(|| given);
    let refused = use_state(|| false);
    // Another dossier may be opened meanwhile, with another answer in it.
    use_effect_with(given, {
        let chosen = chosen.clone();
        move |given| chosen.set(*given)
    });

    let questions: Vec<Question> = case.answers.questions().collect();
    let place = questions.iter().position(|other| *other == question);
    let onchange = {
        let (chosen, refused) = (chosen.clone(), refused.clone());
        Callback::from(move |code: AttrValue| {
            chosen.set(
                question
                    .choices()
                    .iter()
                    .copied()
                    .find(|choice| choice.code() == code.as_str()),
            );
            refused.set(false);
        })
    };
    let onsubmit = {
        let (chosen, refused, send, case) = (
            chosen.clone(),
            refused.clone(),
            context.send.clone(),
            case.clone(),
        );
        move |event: SubmitEvent| {
            event.prevent_default();
            let Some(choice) = *chosen else {
                refused.set(true);
                return;
            };
            if case.answers.get(question) != Some(choice) {
                send.emit(Action::Answer(question, choice));
            }
            let mut answers = case.answers.clone();
            answers.set(question, choice);
            location::go(
                &answers
                    .next_question()
                    .map_or(Route::Course, Route::Question)
                    .href(),
            );
        }
    };
    let options = question
        .choices()
        .iter()
        .map(|choice| (AttrValue::from(choice.code()), i18n::choice(*choice)))
        .collect::<Vec<_>>();
    let notes = if *refused {
        vec![Note::error(i18n::question_choose())]
    } else {
        Vec::new()
    };
    html! {
        <>
            <p>
                <a href={Route::Course.href()} id="back">{ i18n::task_back() }</a>
                if let Some(place) = place {
                    { " › " }{ i18n::text!(question_place { number: place + 1, all: questions.len() }) }
                }
            </p>
            if place.is_none() {
                <p class="note information">{ i18n::question_spared() }</p>
            }
            <p class="lead">{ i18n::question_why(question) }</p>
            if matches!(question, Question::DirectorCard | Question::Mandataire | Question::AdministratorCard) {
                <p>{ i18n::question_card() }{ " " }{ link(Route::Reader) }</p>
            }
            <form {onsubmit} novalidate=true>
                <RadioField id="choice" label={i18n::question_answer()} {options} {notes} {onchange}
                    value={chosen.map(|choice| AttrValue::from(choice.code()))} />
                <div id="consequence" role="status">
                    if let Some(choice) = *chosen { { consequence(case, question, choice) } }
                </div>
                <button type="submit" class="primary" id="question-continue">{ i18n::question_continue() }</button>
            </form>
        </>
    }
}

/// What follows from an answer: in words where there is something to know, then task by task.
fn consequence(case: &Case, question: Question, choice: Choice) -> Html {
    let effect = case.effect(question, choice);
    let mut answers = case.answers.clone();
    answers.set(question, choice);
    let words = match (question, choice) {
        (Question::ContractLevel | Question::SeveralEg, _) => answers.level_advice().map(advice),
        (_, Choice::Vendor) => Some(i18n::follow_vendor()),
        (_, Choice::OwnCsr) => Some(i18n::follow_own_csr()),
        (_, Choice::Online) => Some(i18n::follow_online()),
        _ => None,
    };
    let is_change = case.answers.get(question).is_some_and(|given| given != choice);
    let unchanged = words.is_none() && effect.needed.is_empty() && effect.spared.is_empty();
    let list = |title: String, tasks: &[Task]| {
        if tasks.is_empty() {
            return Html::default();
        }
        html! {
            <>
                <p><strong>{ title }</strong></p>
                <ul>{ for tasks.iter().map(|task| html! { <li>{ link(Route::Task(*task)) }</li> }) }</ul>
            </>
        }
    };
    html! {
        <div class="state">
            <h2>{ if is_change { i18n::question_changes() } else { i18n::question_follows() } }</h2>
            if let Some(words) = words { <p>{ words }</p> }
            { list(i18n::question_needed(), &effect.needed) }
            { list(i18n::question_not_needed(), &effect.spared) }
            if unchanged { <p>{ i18n::question_nothing() }</p> }
        </div>
    }
}

/// The annex's advice on who signs the contract.
fn advice(advice: LevelAdvice) -> String {
    match advice {
        LevelAdvice::SignedAtEj => i18n::advice_signed_at_ej(),
        LevelAdvice::SignedAtEg => i18n::advice_signed_at_eg(),
        LevelAdvice::SeveralEg => i18n::advice_several_eg(),
        LevelAdvice::SingleEg => i18n::advice_single_eg(),
    }
}
