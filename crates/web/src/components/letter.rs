//! A draft of what is to be sent, and of the reminder when no answer comes.

use certiroc_core::procedure::reference::{Address, Document, MAILTO};
use certiroc_core::procedure::{Recipient, Role, Task, TaskStatus};
use yew::prelude::*;

use super::copy::Copy;
use super::seal::is_doubtful;
use super::tasks::{address, document};
use crate::browser::{clock, page};
use crate::i18n;
use crate::route::Route;
use crate::state::Context;

/// A text ready to be sent. It is in French, as its reader is.
struct Draft {
    subject: String,
    body: String,
}

/// The drafts of a task: the sending, or the reminder once it was sent.
pub fn letter(context: &Context, task: Task, status: &TaskStatus) -> Html {
    let (Some(recipient), Some((subject, text))) = (task.fiche().recipient, i18n::letter(task)) else {
        return Html::default();
    };
    let reminder = match status {
        TaskStatus::Waiting(day) => Some(Draft {
            body: frame(
                context,
                &i18n::text!(letter_reminder_body {
                    subject: subject.clone(),
                    date: clock::french_day(*day),
                }),
                &[],
            ),
            subject: i18n::letter_reminder_subject(subject.clone()),
        }),
        _ => None,
    };
    let is_reminder = reminder.is_some();
    let is_sent = |document: &Document| !is_reminder && document.path().is_some();
    let attached: Vec<Document> = task
        .documents(&context.derived.case.answers)
        .into_iter()
        .filter(is_sent)
        .collect();
    let draft = reminder.unwrap_or_else(|| Draft {
        body: frame(context, &text, &attached),
        subject,
    });
    let vendor = context.session.dossier.course.people.get(&Role::SoftwareVendor);
    let mail = match recipient {
        Recipient::Mail(desk) => Some(desk.href()),
        Recipient::OnForm(desk) => is_reminder.then(|| desk.href()),
        Recipient::Vendor => Some(format!(
            "{MAILTO}{}",
            vendor
                .map(|person| page::encode(person.mail.trim()).replace("%40", "@"))
                .unwrap_or_default()
        )),
    };
    let is_described = !context.session.dossier.establishment.name.trim().is_empty();
    html! {
        <section aria-labelledby="letter-title" class="letter">
            <h2 id="letter-title">
                { if is_reminder { i18n::letter_title_reminder() } else { i18n::letter_title() } }
            </h2>
            if !is_described {
                <p class="note information">
                    { i18n::letter_needs_name() }{ " " }
                    <a href={Route::Establishment.href()}>{ i18n::establishment_title() }</a>
                </p>
            }
            <p>{ i18n::letter_french() }</p>
            { texts("letter", to(recipient, is_reminder), &draft) }
            if !attached.is_empty() {
                <h3>{ i18n::letter_to_attach() }</h3>
                <ul>{ for attached.into_iter().map(|item| html! { <li>{ document(item) }</li> }) }</ul>
            }
            if let Some(mail) = mail {
                { mail_link("letter", &mail, &draft) }
            }
        </section>
    }
}

/// A message to a desk of the ANS, ready to be sent. `id` is what the ids of its parts begin with.
pub fn message(context: &Context, id: &str, desk: Address, subject: String, text: &str) -> Html {
    let draft = Draft {
        subject,
        body: frame(context, text, &[]),
    };
    html! {
        <>
            <p>{ i18n::letter_french() }</p>
            { texts(id, address(desk), &draft) }
            { mail_link(id, &desk.href(), &draft) }
        </>
    }
}

fn texts(id: &str, to: Html, draft: &Draft) -> Html {
    html! {
        <>
            <h3>{ i18n::letter_to() }</h3>
            <p>{ to }</p>
            <h3>{ i18n::letter_subject() }</h3>
            <Copy id={format!("{id}-subject")} label={i18n::letter_subject()} text={draft.subject.clone()} />
            <h3>{ i18n::letter_body() }</h3>
            <Copy id={format!("{id}-body")} label={i18n::letter_body()} text={draft.body.clone()} />
        </>
    }
}

fn mail_link(id: &str, mail: &str, draft: &Draft) -> Html {
    let (subject, body) = (
        page::encode(&draft.subject),
        page::encode(&draft.body.replace('\n', "\r\n")),
    );
    html! {
        <p>
            <a id={format!("{id}-mail")} class="button" href={format!("{mail}?subject={subject}&body={body}")}>
                { i18n::letter_mail() }
            </a>
            { " " }<span class="hint">{ i18n::letter_mail_hint() }</span>
        </p>
    }
}

fn to(recipient: Recipient, is_reminder: bool) -> Html {
    match recipient {
        Recipient::Mail(desk) => address(desk),
        Recipient::OnForm(desk) if is_reminder => address(desk),
        Recipient::OnForm(desk) => html! { <>{ i18n::letter_on_form() }{ " " }{ address(desk) }</> },
        Recipient::Vendor => {
            html! { <>{ i18n::letter_to_vendor() }{ " " }{ address(Address::VendorsDesk) }</> }
        }
    }
}

/// The text between greeting and signature, with what is attached.
fn frame(context: &Context, text: &str, attached: &[Document]) -> String {
    let dossier = &context.session.dossier;
    let establishment = &dossier.establishment;
    let or_blank = |text: String| {
        if text.is_empty() {
            "……".to_owned()
        } else {
            text
        }
    };
    let identifier = establishment.structure_id().map(|id| id.to_string());
    let mut parts = vec![
        i18n::letter_greeting(),
        i18n::text!(letter_context {
            name: or_blank(establishment.asked_name()),
            identifier: or_blank(identifier.unwrap_or_default()),
        }),
        text.to_owned(),
    ];
    if !attached.is_empty() {
        let list = attached.iter().map(|document| format!("- {}", document.title()));
        let list: Vec<_> = core::iter::once(i18n::letter_attachments()).chain(list).collect();
        parts.push(list.join("\n"));
    }
    if is_doubtful(context) {
        parts.insert(0, i18n::letter_unverified());
    }
    let director = dossier.course.people.get(&Role::LegalRepresentative);
    let signature = [
        context.session.user.trim(),
        director.map(|person| person.name.trim()).unwrap_or_default(),
    ];
    let signature = signature
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or("……");
    parts.push(format!(
        "{}\n{signature}\n{}",
        i18n::letter_closing(),
        clock::french_day(clock::today())
    ));
    parts.join("\n\n")
}
