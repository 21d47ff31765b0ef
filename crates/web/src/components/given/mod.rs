//! The files that were given last: each with what it holds, each thing on a row.

mod adopt;
mod crl;
mod request;
mod reseal;
mod unlock;

use std::rc::Rc;

use certiroc_core::authority::Authority;
use certiroc_core::compare::compare;
use certiroc_core::conformity::CertificateKind;
use certiroc_core::cpx::Says;
use certiroc_core::finding::Severity;
use certiroc_core::intake::Received;
use certiroc_core::order::{Joined, join};
use certiroc_pki::csr::Csr;
use certiroc_pki::intake::{Entry, Problem, Remark, Report, Row};
use certiroc_pki::key::KeyId;
use certiroc_pki::x509::{Certificate, visible};
use yew::prelude::*;

use adopt::Adopt;
use crl::CrlView;
use request::{joined_words, notes_of};
use reseal::reseal;
use unlock::{unlock, unlock_id};

use super::certificate_view::{certificate_details, identity, layout_table, online, weakness};
use super::csr_view::csr_table;
use super::notes::{Note, notes};
use super::progress::Progress;
use super::short_list::{ShortList, shared};
use crate::browser::unicode::nfkc;
use crate::i18n;
use crate::route::Route;
use crate::state::{CertificateAction, Context, Given};

/// What was given, and what was done with it. `id` is the section's.
pub fn given(context: &Context, id: &'static str) -> Html {
    let session = &context.session;
    if session.files.given.is_empty() {
        return Html::default();
    }
    let cancel = context
        .certificates()
        .reform(|_| CertificateAction::CancelReading);
    let files = {
        let context = context.clone();
        move |index: usize| file(&context, index, &context.session.files.given[index])
    };
    html! {
        <section aria-labelledby="given-title" {id}>
            <h2 id="given-title">{ i18n::given_title() }</h2>
            <div role="status">
                if session.files.reading {
                    <p>
                        { i18n::given_reading() }{ " " }
                        <button type="button" id="given-cancel" onclick={cancel}>{ i18n::given_cancel() }</button>
                    </p>
                }
                if !session.files.filed.is_empty() {
                    <div class="note information" id="given-filed">
                        <p><strong>{ i18n::given_filed() }</strong></p>
                        <ul>{ for session.files.filed.iter().map(|filed| html! { <li>{ i18n::filed(filed) }</li> }) }</ul>
                    </div>
                }
            </div>
            <Progress />
            <ShortList id="given-shown" count={session.files.given.len()} row={files} />
        </section>
    }
}

fn file(context: &Context, index: usize, given: &Given) -> Html {
    match &given.outcome {
        None => Html::default(),
        Some(Err(failure)) => html! {
            <div class="given">
                <h3>{ i18n::verification_result(visible(&given.file.name())) }</h3>
                <div role="alert">{ notes(None, &[Note::error(i18n::failure(failure))]) }</div>
            </div>
        },
        Some(Ok(received)) => in_full(context, index, given, received),
    }
}

/// What was found in a file, whole. The form for a password stands below the first thing that asks for one.
fn in_full(context: &Context, index: usize, given: &Given, received: &Rc<Received>) -> Html {
    let report = &received.report;
    let form_after = report.rows.iter().position(asks_for_password);
    let form = asked_field(index, report).map(|_| {
        let second = asks_for_second(report);
        unlock(context, index, given.tried && !second, second)
    });
    let row = {
        let (context, received, form) = (context.clone(), Rc::clone(received), form.clone());
        move |number: usize| {
            html! {
                <>
                    { entry(&context, (index, number), &received.report.rows[number]) }
                    if form_after == Some(number) {
                        { form.clone() }
                    }
                </>
            }
        }
    };
    let step = shared(context.session.files.given.len());
    html! {
        <div class="given" id={format!("given-{index}")}>
            <h3>{ i18n::verification_result(visible(&given.file.name())) }</h3>
            <p class="hint">{ i18n::format_name(report.format) }</p>
            { notes(None, &remarks(report)) }
            if form_after.is_none() {
                { form }
            }
            <ShortList id={format!("given-{index}-shown")} count={report.rows.len()} {step} {row} />
            { layout_table(&report.layout) }
        </div>
    }
}

fn remarks(report: &Report) -> Vec<Note> {
    let note = |remark: &Remark| Note {
        severity: match remark {
            Remark::KeyInClear
            | Remark::MacUnverified
            | Remark::MacRounds(_)
            | Remark::MacKeyLength(_)
            | Remark::MacDamaged => Severity::Error,
            _ => Severity::Warning,
        },
        text: i18n::remark(remark),
    };
    report.remarks.iter().map(note).collect()
}

/// Whether a password may show more of it.
fn asks_for_password(row: &Row) -> bool {
    matches!(
        row.entry,
        Entry::Problem(Problem::Password | Problem::KeyPassword | Problem::KeyUnverified)
    )
}

/// Whether the file is open, and a key in it has another password.
fn asks_for_second(report: &Report) -> bool {
    let key_password = Entry::Problem(Problem::KeyPassword);
    report.rows.iter().any(|row| row.entry == key_password)
}

/// The field for a password of the file of this number, where one may show more.
pub fn asked_field(index: usize, report: &Report) -> Option<String> {
    let asks = report.remarks.contains(&Remark::MacUnverified) || report.rows.iter().any(asks_for_password);
    asks.then(|| unlock_id(index, asks_for_second(report)))
}

fn entry(context: &Context, (index, number): (usize, usize), row: &Row) -> Html {
    let is_tried = context.session.files.given[index].tried;
    let alias = row.name.clone().filter(|name| !name.is_empty());
    let title = i18n::entry_name(&row.entry);
    let id = format!("entry-{index}-{number}");
    let body = match &row.entry {
        Entry::Certificate(certificate) => certificate_entry(context, &id, certificate),
        Entry::Request(request) => request_entry(context, request),
        Entry::Crl(crl) => html! { <CrlView {index} {number} crl={(**crl).clone()} /> },
        Entry::Key { key_id, .. } => key_entry(context, index, *key_id),
        Entry::Problem(problem) => {
            let text = i18n::problem(problem, is_tried);
            let severity = match problem {
                Problem::Password if !is_tried => Severity::Information,
                _ => Severity::Error,
            };
            html! {
                <>
                    <div role="alert">{ notes(None, &[Note { severity, text }]) }</div>
                    if let Problem::Malformed(detail) = problem {
                        <details><summary>{ i18n::certificates_details() }</summary><code lang="en">{ detail }</code></details>
                    }
                </>
            }
        }
    };
    html! {
        <div class="entry" {id}>
            if let Some(title) = title {
                <h4>{ title }</h4>
            }
            if let Some(alias) = alias {
                <p class="hint">{ i18n::row_alias(visible(&alias)) }</p>
            }
            { body }
        </div>
    }
}

fn joined(context: &Context, key_id: KeyId) -> Joined {
    join(key_id, &context.session.dossier.orders)
}

fn certificate_entry(context: &Context, id: &str, certificate: &Certificate) -> Html {
    let is_authority = CertificateKind::of(certificate) == CertificateKind::Authority;
    let dossier = &context.session.dossier;
    let place = match joined(context, certificate.key_id) {
        _ if is_authority => authority(context, certificate),
        // Without a key there is nothing that it could belong to.
        _ if dossier.key_ids().is_empty() => Html::default(),
        Joined::Current(product) => {
            html! { <p><strong>{ i18n::row_joined_current(product.label()) }</strong></p> }
        }
        Joined::Earlier(product, _) => {
            html! { <p><strong>{ i18n::row_joined_earlier(product.label()) }</strong></p> }
        }
        Joined::Unknown => html! { <p>{ i18n::row_joined_unknown() }</p> },
    };
    html! {
        <>
            { identity(certificate, "h4") }
            { notes(None, weakness(certificate).as_slice()) }
            { place }
            if Says::read(certificate, "").is_of_a_card() {
                <p><a href={Route::Reader.href()}>{ i18n::row_card() }</a></p>
            }
            { trust(context, certificate) }
            { online(certificate, &context.derived.path(certificate)) }
            { certificate_details(id, certificate) }
        </>
    }
}

/// Whether a path leads from a certificate to a root of IGC-Santé.
fn trust(context: &Context, certificate: &Certificate) -> Html {
    match context.derived.path(certificate).as_ref() {
        Ok(path) => html! { <p>{ i18n::path_good(path) }</p> },
        Err(broken) => notes(
            None,
            &[Note {
                severity: Severity::Warning,
                text: i18n::broken(broken),
            }],
        ),
    }
}

/// What an authority is to the page, and the button that keeps one that IGC-Santé did not make.
fn authority(context: &Context, certificate: &Certificate) -> Html {
    if let Some(known) = Authority::by_sha256(&certificate.sha256()) {
        return html! { <p><strong>{ i18n::pinned(known) }</strong></p> };
    }
    if context.session.dossier.authorities.contains(certificate) {
        return html! { <p><strong>{ i18n::authority_kept() }</strong></p> };
    }
    let keep = {
        let certificate = certificate.clone();
        context
            .certificates()
            .reform(move |_| CertificateAction::KeepAuthority(Box::new(certificate.clone())))
    };
    html! {
        <p>
            { i18n::authority_other() }{ " " }
            <button type="button" class="keep-authority" onclick={keep}>{ i18n::authority_keep() }</button>
        </p>
    }
}

fn request_entry(context: &Context, request: &Csr) -> Html {
    let dossier = &context.session.dossier;
    let comparison = compare(request, &dossier.establishment, &dossier.orders, nfkc);
    html! {
        <>
            <p id="verification-joined"><strong>{ joined_words(&comparison) }</strong></p>
            { notes(None, &notes_of(&comparison)) }
            { csr_table(request) }
        </>
    }
}

/// A key: whose it is, and what can be done with it.
fn key_entry(context: &Context, index: usize, key_id: KeyId) -> Html {
    let mut certificates = context.session.files.certificates();
    let certificate = certificates.find(|certificate| certificate.key_id == key_id);
    let place = match joined(context, key_id).product() {
        Some(product) => html! { <p><strong>{ i18n::row_key_joined(product.label()) }</strong></p> },
        None => html! {
            <>
                <p>{ i18n::row_key_unknown() }</p>
                if let Some(certificate) = certificate {
                    <Adopt {index} {key_id} kind={CertificateKind::of(certificate)} />
                } else {
                    <p class="hint">{ i18n::adopt_no_certificate() }</p>
                }
            </>
        },
    };
    html! {
        <>
            { place }
            { reseal(context, index, key_id, certificate.cloned()) }
        </>
    }
}
