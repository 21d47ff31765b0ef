//! The two orders: their names and keys, the work in the vault, and the requests that come of it.

use certiroc_core::finding::Severity;
use certiroc_core::next_step;
use certiroc_core::order::Order;
use certiroc_core::procedure::Task;
use certiroc_core::procedure::reference::Address;
use certiroc_core::product::Product;
use certiroc_pki::csr::Csr;
use certiroc_pki::key::KeySize;
use yew::prelude::*;

use crate::browser::{clock, location, page};
use crate::components::csr_view::CsrView;
use crate::components::existing_passphrase::{existing_passphrase, take_passphrase};
use crate::components::fields::{SelectField, TextField, select_field, text_field};
use crate::components::new_passphrase::NewPassphrase;
use crate::components::notes::{Note, notes};
use crate::components::progress::Progress;
use crate::components::seal::SEAL_ID;
use crate::components::subject_table::subject_table;
use crate::components::tasks::link;
use crate::i18n;
use crate::route::Route;
use crate::state::{Action, Context, KeyPlan, PassphraseAction, use_session};
use crate::vault::protocol::Secret;

/// The field for the dossier's passphrase.
const EXISTING_ID: &str = "passphrase-existing";

/// What to do with an order.
#[derive(Clone, Copy, PartialEq)]
enum Plan {
    /// Its request stays.
    Keep,
    /// Another request with the same key: what was typed has changed.
    SameKey,
    /// A new key and a new request.
    NewKey,
}

impl Plan {
    const ALL: [Self; 3] = [Self::Keep, Self::SameKey, Self::NewKey];

    const fn code(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::SameKey => "same-key",
            Self::NewKey => "new-key",
        }
    }

    fn name(self) -> String {
        match self {
            Self::Keep => i18n::plan_keep(),
            Self::SameKey => i18n::plan_same_key(),
            Self::NewKey => i18n::plan_new_key(),
        }
    }
}

/// What the user chose for each product; nothing means what is plainly needed.
type Plans = [Option<Plan>; Product::ALL.len()];

fn plan(context: &Context, plans: Plans, index: usize) -> Plan {
    let dossier = &context.session.dossier;
    let order = dossier.order(Product::ALL[index]);
    match order.current() {
        _ if context.session.passphrase_lost => Plan::NewKey,
        None => Plan::NewKey,
        Some(current) => plans[index].unwrap_or_else(|| {
            let is_up_to_date = next_step::is_up_to_date(order, &dossier.establishment);
            if context.session.renewing == Some(order.product) {
                Plan::NewKey
            } else if is_up_to_date || !current.is_awaiting() {
                Plan::Keep
            } else {
                Plan::SameKey
            }
        }),
    }
}

/// The requests' page.
pub fn requests(context: &Context) -> Html {
    let complete = context
        .session
        .dossier
        .orders
        .iter()
        .all(|order| order.current().is_some());
    html! {
        <>
            <p>{ i18n::requests_lead() }</p>
            { for Product::ALL.map(|product| order_card(context, product)) }
            <section aria-labelledby="make-title" class="make">
                <h2 id="make-title">{ if complete { i18n::make_again_title() } else { i18n::make_title() } }</h2>
                <Progress />
                { notes(None, &name_notes(context)) }
                // Hidden, so that what was chosen is still there where the job fails.
                <div hidden={context.is_busy()}><Make key={context.session.sealings} /></div>
            </section>
        </>
    }
}

/// What the characters of the establishment's name come to, told before a key is made.
fn name_notes(context: &Context) -> Vec<Note> {
    let findings = context.session.dossier.establishment.findings();
    let told = findings.iter().filter(|finding| finding.code.is_of_characters());
    told.map(|finding| Note {
        severity: finding.code.severity(),
        text: i18n::establishment_finding(finding),
    })
    .collect()
}

fn order_card(context: &Context, product: Product) -> Html {
    let order = context.session.dossier.order(product);
    let establishment = &context.session.dossier.establishment;
    let slug = product.slug();
    let findings = order.service_name_findings();
    let name_notes: Vec<Note> = findings
        .iter()
        .map(|finding| Note {
            severity: finding.code.severity(),
            text: i18n::service_name_finding(finding, product),
        })
        .collect();
    let (service_name, key_size) = (order.service_name.clone(), order.key_size);
    let on_name = context
        .send
        .reform(move |name| Action::DescribeOrder(product, name, key_size));
    let on_size = context.send.reform(move |bits: String| {
        let chosen = KeySize::ALL
            .into_iter()
            .find(|size| size.bits().to_string() == bits);
        Action::DescribeOrder(product, service_name.clone(), chosen.unwrap_or_default())
    });
    let sizes = KeySize::ALL
        .map(|size| {
            (
                AttrValue::from(size.bits().to_string()),
                i18n::key_size_name(size.bits()),
            )
        })
        .to_vec();
    let size_notes = match order.key_size {
        KeySize::Rsa2048 => vec![],
        _ => vec![Note {
            severity: Severity::Warning,
            text: i18n::key_size_undocumented(),
        }],
    };
    html! {
        <section class={classes!("order", slug)} aria-labelledby={format!("{slug}-title")}>
            <h2 id={format!("{slug}-title")}>{ product.label() }</h2>
            <p>{ i18n::product_use(product) }</p>
            { text_field(TextField {
                id: format!("{slug}-service").into(),
                label: i18n::order_service(),
                hint: i18n::order_service_hint(),
                value: Some(order.service_name.clone().into()),
                notes: name_notes,
                oninput: on_name,
                ..TextField::default()
            }) }
            <details>
                <summary>{ i18n::order_details(order.key_size.bits()) }</summary>
                { select_field(SelectField {
                    id: format!("{slug}-size").into(),
                    label: i18n::order_key_size(),
                    value: order.key_size.bits().to_string().into(),
                    options: sizes,
                    notes: size_notes,
                    onchange: on_size,
                    ..SelectField::default()
                }) }
                { subject_table(
                    format!("{slug}-subject"), i18n::subject_title(), &establishment.subject(&order.service_name),
                ) }
            </details>
            { request_state(context, product) }
        </section>
    }
}

/// The order's request: none, locked until its key is safe, or there to be sent.
fn request_state(context: &Context, product: Product) -> Html {
    let dossier = &context.session.dossier;
    let order = dossier.order(product);
    let Some(request) = order.current() else {
        return html! { <p class="state" id={format!("{}-state", product.slug())}>{ i18n::request_none() }</p> };
    };
    let state_id = format!("{}-state", product.slug());
    if !context.session.is_handed_over(product) {
        return html! {
            <div id={state_id} class="state locked">
                <p><strong>{ i18n::request_locked_title() }</strong></p>
                <p>{ i18n::request_locked() }</p>
            </div>
        };
    }
    if request.passphrase_lost || context.session.passphrase_lost {
        return html! { <p id={state_id} class="state">{ i18n::request_lost() }</p> };
    }
    if context.session.sealing.hold().is_some() {
        let to_seal = |event: MouseEvent| {
            event.prevent_default();
            page::focus(SEAL_ID);
        };
        return html! {
            <div id={state_id} class="state held">
                <p><strong>{ i18n::seal_held() }</strong></p>
                <p><a href={format!("#{SEAL_ID}")} onclick={to_seal}>{ i18n::seal_held_link() }</a></p>
            </div>
        };
    }
    let Some(csr) = &request.csr else {
        return html! {
            <div id={state_id} class="state ready">
                <p>{ i18n::request_of_platform() }{ " " }{ link(Route::Certificates) }</p>
            </div>
        };
    };
    let stem = file_stem(order, csr, &clock::now().date().to_string());
    let outdated = !next_step::is_up_to_date(order, &dossier.establishment);
    let outdated = outdated.then(|| Note {
        severity: Severity::Warning,
        text: i18n::request_outdated(),
    });
    html! {
        <div id={state_id} class="state ready">
            <p><strong>{ i18n::text!(request_ready { product: product.label(), time: clock::local(request.made_at) }) }</strong></p>
            { notes(None, outdated.as_slice()) }
            if !request.is_awaiting() {
                <p>{ i18n::request_answered() }{ " " }{ link(Route::Certificates) }</p>
            }
            <p>
                { i18n::request_send(order.asked_name()) }{ " " }
                <a href={Address::Order.text()} target="_blank" rel="noopener noreferrer">{ i18n::request_platform() }</a>
            </p>
            <CsrView id={product.slug()} {stem} csr={csr.clone()} />
        </div>
    }
}

/// `org-sign_1690781810_2026-11-23`: what it is, whose, when.
fn file_stem(order: &Order, csr: &Csr, date: &str) -> String {
    let structure = csr
        .subject
        .attributes
        .iter()
        .find(|attribute| attribute.short_name == Some("OU"));
    let structure = structure
        .map(|attribute| attribute.value.as_str())
        .unwrap_or_default();
    format!("{}_{structure}_{date}", order.product.slug())
}

#[component]
fn Make() -> Html {
    let context = use_session();
    let plans = use_state(Plans::default);
    let nothing = use_state(|| false);
    let found = context
        .send
        .reform(|_: MouseEvent| Action::Passphrase(PassphraseAction::Lose(false)));
    html! {
        <>
            if context.session.passphrase_lost {
                { notes(None, &[Note::warning(i18n::make_lost())]) }
                <p><button type="button" id="passphrase-found" onclick={found}>{ i18n::make_found() }</button></p>
            }
            { make(&context, &plans, &nothing) }
        </>
    }
}

/// What is to be filled in for that, or why nothing can be made. `nothing`: nothing was asked for.
fn make(context: &Context, plans: &UseStateHandle<Plans>, nothing: &UseStateHandle<bool>) -> Html {
    let dossier = &context.session.dossier;
    let is_lost = context.session.passphrase_lost;
    let has_key = !is_lost && !dossier.sealed_keys().is_empty();

    if dossier.establishment.establishment().is_err() {
        return html! {
            <p class="note warning" id="make-blocked">
                <strong>{ i18n::severity_warning() }</strong>{ " " }{ i18n::make_needs_establishment() }{ " " }
                <a href={Route::Establishment.href()}>{ i18n::task_title(Task::DescribeEstablishment) }</a>
            </p>
        };
    }
    let invalid_name = |order: &Order| {
        order
            .service_name_findings()
            .iter()
            .any(|f| f.code.severity() == Severity::Error)
    };
    if dossier.orders.iter().any(invalid_name) {
        return html! {
            <p class="note error" id="make-blocked">
                <strong>{ i18n::severity_error() }</strong>{ " " }{ i18n::make_needs_names() }
            </p>
        };
    }

    if context.session.is_http_to_be_accepted() {
        return http_gate(context);
    }

    let start = {
        let (context, plans, nothing) = (context.clone(), plans.clone(), nothing.clone());
        Callback::from(move |passphrase: Secret| {
            let wanted = wanted(&context, *plans);
            nothing.set(wanted.is_empty());
            if !wanted.is_empty() {
                context.send.emit(Action::MakeRequests(wanted, passphrase));
            }
        })
    };
    let choices = Product::ALL.iter().enumerate().filter_map(|(index, product)| {
        dossier.order(*product).current().filter(|_| !is_lost)?;
        let onchange = {
            let plans = plans.clone();
            Callback::from(move |code: String| {
                let mut changed = *plans;
                changed[index] = Plan::ALL.into_iter().find(|plan| plan.code() == code);
                plans.set(changed);
            })
        };
        let options = Plan::ALL
            .map(|plan| (AttrValue::from(plan.code()), plan.name()))
            .to_vec();
        let chosen = plan(context, **plans, index);
        let is_answered = dossier
            .order(*product)
            .current()
            .is_some_and(|request| !request.is_awaiting());
        let reuse = (chosen == Plan::SameKey && is_answered).then(|| Note {
            severity: Severity::Warning,
            text: i18n::plan_reuse(),
        });
        Some(html! {
            { select_field(SelectField {
                id: format!("{}-plan", product.slug()).into(),
                label: i18n::plan_label(product.label()),
                value: chosen.code().into(),
                options,
                onchange,
                notes: reuse.into_iter().collect::<Vec<_>>(),
                ..SelectField::default()
            }) }
        })
    });
    let choices = html! { <>{ for choices }</> };
    let nothing_to_do = (**nothing).then(|| Note {
        severity: Severity::Information,
        text: i18n::make_nothing(),
    });
    html! {
        <>
            if has_key {
                { with_passphrase(context, &start, choices) }
            } else {
                <p>{ i18n::make_lead() }</p>
                <NewPassphrase title={i18n::passphrase_title()} submit={i18n::make_submit()} onaccept={start}>
                    { choices }
                </NewPassphrase>
            }
            { notes(None, nothing_to_do.as_slice()) }
        </>
    }
}

/// Why no production keys are made on this page, what to do instead, and the words with which they are made all the same.
fn http_gate(context: &Context) -> Html {
    let words = i18n::http_words(location::origin());
    let address = location::over_https();
    let onchange = {
        let words = words.clone();
        context
            .send
            .reform(move |_: Event| Action::AcceptHttp(words.clone()))
    };
    html! {
        <div class="note error" id="http-gate">
            <p><strong>{ i18n::http_title() }</strong></p>
            <p>
                { i18n::http_text() }{ " " }
                <a href={address.clone()} target="_blank" rel="noopener noreferrer">{ &address }</a>
            </p>
            <div class="choice">
                <input type="checkbox" id="http-accept" {onchange} />
                <label for="http-accept">{ words }</label>
            </div>
        </div>
    }
}

fn with_passphrase(context: &Context, onaccept: &Callback<Secret>, choices: Html) -> Html {
    let onsubmit = {
        let context = context.clone();
        onaccept.reform(move |event: SubmitEvent| {
            event.prevent_default();
            take_passphrase(&context, EXISTING_ID.into())
        })
    };
    html! {
        <form {onsubmit} novalidate=true autocomplete="off">
            { choices }
            { existing_passphrase(context, EXISTING_ID.into(), i18n::passphrase_existing(), i18n::passphrase_existing_hint()) }
            <p><a href={Route::Dossier.href()}>{ i18n::make_forgotten() }</a></p>
            <button type="submit" class="primary" id="passphrase-submit" disabled={context.is_busy()}>{ i18n::make_submit() }</button>
        </form>
    }
}

/// What is asked for: nothing for the orders whose request stays.
fn wanted(context: &Context, plans: Plans) -> Vec<(Product, KeyPlan)> {
    let products = Product::ALL.into_iter().enumerate();
    let wanted = products.filter_map(|(index, product)| match plan(context, plans, index) {
        Plan::Keep => None,
        Plan::SameKey => Some((product, KeyPlan::Same)),
        Plan::NewKey => Some((product, KeyPlan::New)),
    });
    wanted.collect()
}
