//! Who plays which role: their names stand on the task list, the forms and the drafts.

use certiroc_core::procedure::{Choice, Person, Question, Role};
use yew::prelude::*;

use crate::browser::{page, pointer};
use crate::components::fields::{TextField, text_field};
use crate::components::notes::Note;
use crate::components::tasks::lines;
use crate::i18n;
use crate::route::Route;
use crate::state::{Action, Context, use_session};

/// The title of what is kept, which takes the focus once somebody was erased.
pub const PEOPLE_TITLE_ID: &str = "people-kept";

/// The people's page.
pub fn people(context: &Context) -> Html {
    let answers = &context.derived.case.answers;
    let vendor = answers.get(Question::Administrator) == Some(Choice::Vendor);
    let alone = answers.get(Question::Mandataire) == Some(Choice::NoMandataire);
    let people = &context.session.dossier.course.people;
    let plays = |role: &Role| match role {
        Role::LegalRepresentative | Role::SoftwareVendor => true,
        Role::Mandataire => !alone || people.contains_key(role),
        Role::TechnicalAdministrator => !vendor || people.contains_key(role),
    };
    html! {
        <>
            <p><a href={Route::Course.href()} id="back">{ i18n::task_back() }</a></p>
            <p>{ i18n::people_lead() }</p>
            { for Role::ALL.into_iter().filter(plays).map(|role| html! { <PersonFields {role} /> }) }
            { named(context) }
        </>
    }
}

/// What is kept of people and why, and who is named: each can be erased.
fn named(context: &Context) -> Html {
    let erase = |name: String| {
        let context = context.clone();
        move |_: MouseEvent| {
            if page::confirm(&i18n::people_erase_confirm(name.clone())) {
                context.send.emit(Action::Erase(name.clone()));
            }
        }
    };
    html! {
        <section aria-labelledby={PEOPLE_TITLE_ID}>
            <h2 id={PEOPLE_TITLE_ID} tabindex="-1">{ i18n::people_kept() }</h2>
            <ul>{ for lines(&i18n::people_kept_lines()) }</ul>
            <ul class="places" id="people-named">
                { for context.session.dossier.named().into_iter().map(|name| html! {
                    <li><button type="button" onclick={erase(name.clone())}>{ i18n::people_erase(name) }</button></li>
                }) }
            </ul>
        </section>
    }
}

/// Properties of [`PersonFields`].
#[derive(Properties, PartialEq)]
struct PersonFieldsProps {
    role: Role,
}

/// The fields of one role. What is wrong with an address is told once it was left.
#[component]
fn PersonFields(props: &PersonFieldsProps) -> Html {
    let context = use_session();
    let left = use_state(|| false);
    let role = props.role;
    let people = &context.session.dossier.course.people;
    let person = people.get(&role).cloned().unwrap_or_default();
    let set = |change: fn(&mut Person, String)| {
        let person = person.clone();
        context.send.reform(move |typed| {
            let mut person = person.clone();
            change(&mut person, typed);
            Action::Name(role, person)
        })
    };
    let doubtful = *left && !person.mail.trim().is_empty() && !person.mail.contains('@');
    let notes: Vec<Note> = doubtful
        .then(|| Note::error(i18n::people_mail_wrong()))
        .into_iter()
        .collect();
    let onblur = Callback::from(move |()| {
        let left = left.clone();
        pointer::when_released(move || left.set(true));
    });
    let slug = role.slug();
    html! {
        <section aria-labelledby={slug}>
            <h2 id={slug}>{ i18n::role(role) }</h2>
            <ul class="hint">{ for lines(&i18n::role_powers(role)) }</ul>
            { text_field(TextField {
                id: format!("{slug}-name").into(),
                label: i18n::people_name(),
                hint: i18n::people_name_hint(),
                value: Some(person.name.clone().into()),
                oninput: set(|person, typed| person.name = typed),
                ..TextField::default()
            }) }
            { text_field(TextField {
                id: format!("{slug}-mail").into(),
                label: i18n::people_mail(),
                inputmode: Some("email"),
                value: Some(person.mail.clone().into()),
                notes,
                onblur,
                oninput: set(|person, typed| person.mail = typed),
                ..TextField::default()
            }) }
        </section>
    }
}
