//! What came back: given here, filed by its key, compared with its order, and watched for three years.

use std::rc::Rc;

use certiroc_core::appraisal::{Appraisal, Broken, missing_authorities};
use certiroc_core::authority::Authority;
use certiroc_core::conformity::ConformityCode;
use certiroc_core::finding::Finding;
use certiroc_core::order::{Issued, Request};
use certiroc_core::procedure::Task;
use certiroc_core::procedure::reference::{Address, authority_address};
use certiroc_core::product::Product;
use certiroc_core::reminder::{self, Deadline, Words};
use certiroc_pki::trust::Rule;
use certiroc_pki::x509::Certificate;
use yew::prelude::*;

use crate::browser::{clock, file, page};
use crate::components::certificate_view::{certificate_details, identity, online};
use crate::components::given::given;
use crate::components::intake::intake;
use crate::components::letter::message;
use crate::components::notes::{Note, notes};
use crate::components::seal::is_doubtful;
use crate::components::short_list::ShortList;
use crate::components::tasks::{day_and_days, link};
use crate::i18n;
use crate::route::{Print, Route};
use crate::state::{CertificateAction, Context};

/// The certificates' page.
pub fn certificates(context: &Context) -> Html {
    html! {
        <>
            <p>{ i18n::certificates_lead() }</p>
            { intake(context, "certificates-file", i18n::certificates_file(), true) }
            { given(context, "certificates-given") }
            { for Product::ALL.map(|product| order(context, product)) }
            { deadlines(context) }
            { authorities(context) }
        </>
    }
}

/// An order's certificates, newest first, and what is awaited.
fn order(context: &Context, product: Product) -> Html {
    let order = context.session.dossier.order(product);
    let slug = product.slug();
    let current = order.current();
    let is_awaited = current.is_some_and(Request::is_awaiting);
    let in_use = order.in_use(clock::now());
    // Beside it, the one that a renewal has brought or will bring.
    let ending = order.issued().map(|(_, issued)| issued).filter(|issued| {
        let is_valid = !issued.revocation.is_revoked() && issued.certificate.not_after > clock::now();
        is_valid && (is_awaited || in_use.is_some_and(|in_use| in_use.certificate != issued.certificate))
    });
    let overlap = ending.map(|issued| issued.certificate.not_after).max();
    html! {
        <section class={classes!("order", slug)} aria-labelledby={format!("{slug}-title")} id={format!("{slug}-certificates")}>
            <h2 id={format!("{slug}-title")}>{ product.label() }</h2>
            if let Some(request) = current.filter(|_| is_awaited) {
                <p class="state" id={format!("{slug}-awaiting")}>
                    { i18n::text!(certificates_awaiting {
                        key: request.key_id.short(),
                        day: clock::day(request.made_at.date())
                    }) }
                </p>
            }
            if let Some(end) = overlap {
                <p class="note information" id={format!("{slug}-overlap")}>{ i18n::certificates_overlap(i18n::date_and_days(end)) }</p>
            }
            if current.is_none() {
                <p class="state">{ i18n::certificates_none_ordered() }{ " " }{ link(Route::Requests) }</p>
            } else if order.issued().next().is_none() {
                <p>{ i18n::certificates_none() }</p>
            }
            { for order.issued().enumerate().map(|(place, (request, issued))| {
                certificate(context, product, place, request, issued)
            }) }
        </section>
    }
}

fn certificate(
    context: &Context,
    product: Product,
    place: usize,
    request: &Request,
    issued: &Issued,
) -> Html {
    let session = &context.session;
    let id = format!("{}-{place}", product.slug());
    let certificate = &issued.certificate;
    let at_hand = context.derived.authorities_at_hand();
    let appraisal = context.derived.appraisal(product, issued);
    let order = session.dossier.order(product);
    let current = order.current();
    let is_current = current.is_some_and(|current| current.key_id == request.key_id);
    let is_renewable = is_current && !issued.revocation.is_revoked();
    let print = Print::of(certificate);
    let found = findings(&appraisal);
    let is_good = found.is_empty() && appraisal.path.is_ok() && !appraisal.revocation.is_revoked();
    let renew = context
        .certificates()
        .reform(move |_| CertificateAction::Renew(product));
    html! {
        <div class="certificate state" id={id.clone()}>
            <p class="hint">
                { if is_current { i18n::certificates_current() } else { i18n::certificates_earlier() } }
                { " " }<code>{ request.key_id.short() }</code>
            </p>
            { identity(certificate, "h3") }
            if request.passphrase_lost && !issued.revocation.is_revoked() {
                { notes(None, &[Note::warning(i18n::certificates_lost())]) }
            }
            <div role="status" id={format!("{}-{place}-verdict", product.slug())}>
                if is_good {
                    <p class="note information"><strong>{ i18n::certificates_good() }</strong></p>
                }
                { notes(None, &found) }
                { remedies(&appraisal.findings) }
                { path(&appraisal.path, at_hand) }
                <p>{ i18n::revocation(&appraisal.revocation) }</p>
            </div>
            <p class="actions no-print">
                if !appraisal.revocation.is_revoked() {
                    <a class="button primary" id={format!("{}-{place}-deliver", product.slug())} href={Route::Delivery(print).href()}>
                        { i18n::certificates_deliver() }
                    </a>
                }
                if is_renewable {
                    <button type="button" id={format!("{}-{place}-renew", product.slug())} onclick={renew}>{ i18n::certificates_renew() }</button>
                }
                <a class="button" id={format!("{}-{place}-revoke", product.slug())} href={Route::Revocation(print).href()}>{ i18n::certificates_revoke() }</a>
            </p>
            { online(certificate, &appraisal.path) }
            { support(context, &id, product, certificate, &appraisal) }
            { certificate_details(&format!("{}-{place}", product.slug()), certificate) }
        </div>
    }
}

fn findings(appraisal: &Appraisal) -> Vec<Note> {
    let note = |finding: &Finding<ConformityCode>| Note {
        severity: finding.code.severity(),
        text: i18n::finding(finding),
    };
    appraisal.findings.iter().map(note).collect()
}

/// The tasks that mend what was found, each once.
fn remedies(findings: &[Finding<ConformityCode>]) -> Html {
    let mut tasks: Vec<Task> = Vec::new();
    for task in findings.iter().filter_map(|finding| finding.code.remedy().task()) {
        if !tasks.contains(&task) {
            tasks.push(task);
        }
    }
    // It is final.
    let revoke = tasks.iter().position(|task| *task == Task::Revoke);
    let revoke = revoke.map(|place| tasks.remove(place));
    let link = |task: Task, words: String| html! { <a href={Route::Task(task).href()}>{ words }</a> };
    html! {
        <ul class="places no-print">
            if revoke.is_some() {
                <li>{ i18n::remedy_ask() }</li>
            }
            { for tasks.into_iter().map(|task| html! {
                <li>{ link(task, i18n::remedy_task(i18n::task_title(task))) }</li>
            }) }
            if let Some(task) = revoke {
                <li>{ link(task, i18n::remedy_last(i18n::task_title(task))) }</li>
            }
        </ul>
    }
}

/// Whether the certificate may be trusted, and what is missing where it is not known.
fn path(path: &Result<Vec<Certificate>, Broken>, at_hand: &[Certificate]) -> Html {
    match path {
        Ok(path) => html! { <p>{ i18n::path_good(path) }</p> },
        Err(broken) => {
            let missing = match broken.rule {
                Rule::IssuerUnknown => missing_authorities(&broken.certificate, at_hand),
                _ => Vec::new(),
            };
            html! {
                <>
                    { notes(None, &[Note::error(i18n::broken(broken))]) }
                    <ul>{ for missing.into_iter().map(|authority| html! {
                        <li>{ i18n::text!(certificates_path_authority {
                            authority: authority.file_stem,
                            address: authority_address(authority)
                        }) }</li>
                    }) }</ul>
                </>
            }
        }
    }
}

/// The facts of a certificate, for a letter, in French.
pub fn facts(product: Product, certificate: &Certificate) -> String {
    i18n::text!(letter_certificate_facts {
        product: product.label(),
        serial: certificate.serial(),
        subject: certificate.subject.to_string(),
        issuer: certificate.issuer.to_string(),
        from: clock::french_day(certificate.not_before.date()),
        to: clock::french_day(certificate.not_after.date()),
    })
}

/// The message to the support, where something is wrong that the ANS has to mend.
fn support(
    context: &Context,
    id: &str,
    product: Product,
    certificate: &Certificate,
    appraisal: &Appraisal,
) -> Html {
    let is_wrong = |finding: &&Finding<ConformityCode>| finding.code.takes_letter();
    let wrong: Vec<_> = appraisal.findings.iter().filter(is_wrong).collect();
    if wrong.is_empty() {
        return Html::default();
    }
    let text = i18n::in_french(|| {
        let wrong = wrong
            .iter()
            .map(|finding| format!("- {}", i18n::finding(finding)));
        let facts: Vec<_> = core::iter::once(facts(product, certificate))
            .chain(wrong)
            .collect();
        i18n::letter_certificate_body(facts.join("\n"))
    });
    let subject = i18n::text!(letter_certificate_subject {
        product: product.label(),
        serial: certificate.serial()
    });
    html! {
        <details class="no-print" id={format!("{id}-support")}>
            <summary>{ i18n::certificates_support() }</summary>
            { message(context, &format!("{id}-message"), Address::CertificatesDesk, subject, &text) }
        </details>
    }
}

/// The days to remember, with the serial number of their certificate, in their order.
fn all_deadlines(context: &Context) -> Vec<(Deadline, Certificate)> {
    let (now, today) = (clock::now(), clock::today());
    let orders = context.session.dossier.orders.iter();
    // What a renewal has replaced, or will replace, is not renewed again.
    let to_end = orders.filter_map(|order| Some((order.product, &order.to_remember(now)?.certificate)));
    let all = to_end.flat_map(|(product, certificate)| {
        reminder::deadlines(product, certificate).map(|deadline| (deadline, certificate.clone()))
    });
    let mut deadlines: Vec<(_, Certificate)> = Vec::new();
    for (deadline, certificate) in all.filter(|(deadline, _)| deadline.day >= today) {
        let place = deadlines
            .iter()
            .position(|(later, _): &(Deadline, _)| later.day > deadline.day);
        deadlines.insert(place.unwrap_or(deadlines.len()), (deadline, certificate));
    }
    deadlines
}

fn deadlines(context: &Context) -> Html {
    let deadlines = all_deadlines(context);
    let download = {
        let (context, deadlines) = (context.clone(), deadlines.clone());
        move |_: MouseEvent| {
            file::download(
                "certiroc-rappels.ics",
                "text/calendar",
                ics(&context, &deadlines).as_bytes(),
            );
        }
    };
    html! {
        <section aria-labelledby="deadlines-title" id="deadlines">
            <h2 id="deadlines-title">{ i18n::deadlines_title() }</h2>
            if deadlines.is_empty() {
                <p>{ if context.session.dossier.issued().next().is_none() { i18n::deadlines_none() } else { i18n::deadlines_past() } }</p>
            } else {
                <p>{ i18n::deadlines_lead() }</p>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{ i18n::deadlines_day() }</th>
                            <th scope="col">{ i18n::deadlines_what() }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for deadlines.iter().map(|(deadline, _)| html! {
                            <tr><td>{ day_and_days(deadline.day) }</td><td>{ what(deadline) }</td></tr>
                        }) }
                    </tbody>
                </table>
                <p class="hint no-print">{ i18n::deadlines_ics_hint() }</p>
                <p class="no-print">
                    <button type="button" id="deadlines-ics" onclick={download}>{ i18n::deadlines_ics() }</button>{ " " }
                    <button type="button" id="deadlines-print" onclick={|_: MouseEvent| page::print()}>{ i18n::deadlines_print() }</button>
                </p>
            }
        </section>
    }
}

fn what(deadline: &Deadline) -> String {
    let product = deadline.product.label();
    match deadline.days_before {
        0 => i18n::deadline_last(product),
        days => i18n::text!(deadline_before {
            product,
            days: days.unsigned_abs()
        }),
    }
}

fn ics(context: &Context, deadlines: &[(Deadline, Certificate)]) -> String {
    let name = context.session.dossier.establishment.asked_name();
    let events: Vec<_> = deadlines
        .iter()
        .map(|(deadline, certificate)| (*deadline, certificate.serial()))
        .collect();
    let words = |deadline: &Deadline| {
        let certificate = deadlines.iter().find(|(other, _)| other == deadline);
        let serial = certificate
            .map(|(_, certificate)| certificate.serial())
            .unwrap_or_default();
        let product = deadline.product.label();
        let service = &context.session.dossier.order(deadline.product).service_name;
        let day = clock::day(deadline.last_day);
        let summary = if deadline.days_before == 0 {
            i18n::text!(ics_summary_last {
                product,
                service: service.trim()
            })
        } else {
            i18n::text!(ics_summary {
                product,
                service: service.trim(),
                day: day.clone()
            })
        };
        let description = i18n::text!(ics_description {
            product,
            name: name.as_str(),
            service: service.trim(),
            serial,
            day
        });
        let description = if is_doubtful(context) {
            format!("{description}\n{}", i18n::unverified())
        } else {
            description
        };
        Words { summary, description }
    };
    reminder::calendar(&events, words, clock::now())
}

/// The authorities at hand: IGC-Santé's, and those kept for the other side.
fn authorities(context: &Context) -> Html {
    let session = &context.session;
    let embedded = Rc::clone(&session.files.authorities);
    let count = embedded.len() + session.dossier.authorities.len();
    let row = {
        let context = context.clone();
        move |number: usize| {
            let authority = embedded.get(number).map(|authority| (authority, true));
            let kept = || {
                let kept = &context.session.dossier.authorities;
                (&kept[number - embedded.len()], false)
            };
            let (authority, embedded) = authority.unwrap_or_else(kept);
            html! { <li>{ authority_line(&context, authority, embedded) }</li> }
        }
    };
    html! {
        <section aria-labelledby="authorities-title" id="authorities-list">
            <h2 id="authorities-title">{ i18n::authorities_title() }</h2>
            <p>{ i18n::authorities_lead() }</p>
            if count == 0 {
                <p>{ i18n::authorities_none() }</p>
            }
            <ul><ShortList id="authorities-shown" {count} {row} is_list=true /></ul>
        </section>
    }
}

fn authority_line(context: &Context, authority: &Certificate, embedded: bool) -> Html {
    let known = Authority::by_sha256(&authority.sha256());
    let drop = {
        let authority = authority.clone();
        context
            .certificates()
            .reform(move |_| CertificateAction::DropAuthority(Box::new(authority.clone())))
    };
    html! {
        <>
            { match known {
                Some(known) => i18n::pinned(known),
                None => i18n::authority_other(),
            } }
            { i18n::colon() }{ authority.display_name() }{ " – " }{ i18n::date_and_days(authority.not_after) }{ " " }
            if embedded {
                { i18n::authority_embedded() }
            } else {
                <button type="button" class="no-print" onclick={drop}>{ i18n::authority_drop(authority.display_name()) }</button>
                if known.is_none() {
                    { comparison(context, authority) }
                }
            }
        </>
    }
}

/// Whether the SHA-256 of an authority for the other side was compared with another source, and how to say so.
fn comparison(context: &Context, authority: &Certificate) -> Html {
    let code = html! { <code>{ authority.sha256_text() }</code> };
    if context.session.dossier.compared.contains(&authority.sha256()) {
        return html! { <p>{ code }{ " – " }{ i18n::authority_compared() }</p> };
    }
    let compare = {
        let authority = authority.clone();
        let certificates = context.certificates();
        certificates.reform(move |_| CertificateAction::CompareAuthority(Box::new(authority.clone())))
    };
    html! {
        <>
            <p>{ code }{ " – " }{ i18n::authority_not_compared() }</p>
            <button type="button" class="compare-authority no-print" onclick={compare}>
                { i18n::authority_compare(authority.display_name()) }
            </button>
        </>
    }
}
