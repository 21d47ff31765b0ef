//! Who plays which role: their names stand on the task list, the forms and the drafts.

use certiroc_core::procedure::{Choice, Person, Question, Role};
use yew::prelude::*;

use crate::browser::pointer;
use crate::components::fields::TextField;
use crate::components::notes::Note;
use crate::components::tasks::lines;
use crate::i18n;
use crate::route::Route;
use crate::state::{Action, Context, use_session};

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
        </>
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
            <TextField id={format!("{slug}-name")} label={i18n::people_name()} hint={i18n::people_name_hint()}
                value={AttrValue::from(person.name.clone())} oninput={set(|person, typed| person.name = typed)} />
            <TextField id={format!("{slug}-mail")} label={i18n::people_mail()} inputmode="email" {notes} {onblur}
                value={AttrValue::from(person.mail.clone())} oninput={set(|person, typed| person.mail = typed)} />
        </section>
    }
}
