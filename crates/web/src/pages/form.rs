//! A form of the ANS: how to find it, what to copy into it.
//!
//! The forms themselves were not available, so no field is named unless the procedure names it.

use certiroc_core::establishment::ContractLevel;
use certiroc_core::procedure::reference::{
    DOCUMENT, Document, FORM_413_AUTH_CLI, FORM_413_BOX, FORM_413_SIGN, FORM_413_TYPES, FORM_413_USE,
    PROFILE, STRUCTURE,
};
use certiroc_core::procedure::{FICHES, Role};
use certiroc_core::product::Product;
use yew::prelude::*;

use crate::browser::page;
use crate::components::copy::Copy;
use crate::components::tasks::{address, link};
use crate::i18n;
use crate::route::Route;
use crate::state::Context;

/// A form's page.
pub fn form(context: &Context, document: Document) -> Html {
    let Some(path) = document.path() else {
        return Html::default();
    };
    let choice = |id: &str, label: String, text: &str| {
        html! { <li>{ &label }<Copy id={format!("path-{id}")} {label} text={text.to_owned()} /></li> }
    };
    let tasks = FICHES.iter().map(|fiche| fiche.task);
    let answers = &context.derived.case.answers;
    let used = tasks.filter(|task| task.documents(answers).contains(&document));
    let onprint = |_: MouseEvent| page::print();
    html! {
        <>
            <p><a href={Route::Course.href()} id="back">{ i18n::task_back() }</a></p>
            <p class="lead" lang="fr">{ document.title() }</p>
            <p>{ i18n::form_used() }</p>
            <ul>{ for used.map(|task| html! { <li>{ link(Route::Task(task)) }</li> }) }</ul>
            <section aria-labelledby="path">
                <h2 id="path">{ i18n::form_path() }</h2>
                <p>{ i18n::form_path_lead() }</p>
                <ol class="steps">
                    <li>{ address(path.page) }</li>
                    { choice("section", i18n::form_section(), path.section) }
                    { choice("profile", i18n::form_profile(), PROFILE) }
                    { choice("structure", i18n::form_structure(), STRUCTURE) }
                    { choice("product", i18n::form_product(), path.product) }
                    { choice("rubric", i18n::form_rubric(), path.rubric) }
                </ol>
            </section>
            { prescribed(document) }
            { identity(context) }
            <div class="actions">
                <button type="button" id="print" onclick={onprint}>{ i18n::print_sheet() }</button>
            </div>
            <p class="hint">{ i18n::task_source() }{ " " }<cite lang="fr">{ DOCUMENT }</cite></p>
        </>
    }
}

/// The texts that the procedure prescribes: form 413 alone has some.
fn prescribed(document: Document) -> Html {
    if document != Document::Form413 {
        return html! { <p>{ i18n::form_no_text() }</p> };
    }
    let texts = [
        (Product::OrgSign, FORM_413_SIGN),
        (Product::OrgAuthCli, FORM_413_AUTH_CLI),
    ];
    html! {
        <section aria-labelledby="prescribed">
            <h2 id="prescribed">{ i18n::form_prescribed() }</h2>
            <p>{ i18n::form_413_use() }</p>
            <p lang="fr">{ FORM_413_USE.join(" › ") }</p>
            { for texts.map(|(product, text)| html! {
                <>
                    <h3>{ product.label() }</h3>
                    <Copy id={format!("text-{}", product.slug())} label={product.label()} {text} />
                </>
            }) }
            <p>{ i18n::form_413_project() }</p>
            <p>{ i18n::form_413_types() }</p>
            <p lang="fr">{ FORM_413_TYPES }</p>
            <Copy id="text-box" label={i18n::form_413_box()} text={FORM_413_BOX} />
        </section>
    }
}

/// What forms usually ask of the structure and the people, as far as the dossier knows.
pub fn identity(context: &Context) -> Html {
    let dossier = &context.session.dossier;
    let draft = &dossier.establishment;
    let mut rows = vec![
        (
            i18n::establishment_name(),
            draft.name.trim().to_owned(),
            Route::Establishment,
        ),
        (
            i18n::establishment_identifier(),
            draft.identifier.trim().to_owned(),
            Route::Establishment,
        ),
        (
            i18n::establishment_contract(),
            draft
                .contract_level
                .map(ContractLevel::abbreviation)
                .unwrap_or_default()
                .to_owned(),
            Route::Establishment,
        ),
    ];
    for role in Role::ALL {
        if let Some(person) = dossier.course.people.get(&role) {
            rows.push((i18n::role(role), person.name.trim().to_owned(), Route::People));
            if !person.mail.trim().is_empty() {
                rows.push((
                    i18n::people_mail_of(i18n::role(role)),
                    person.mail.trim().to_owned(),
                    Route::People,
                ));
            }
        }
    }
    html! {
        <section aria-labelledby="identity">
            <h2 id="identity">{ i18n::form_identity() }</h2>
            <p>{ i18n::form_identity_lead() }</p>
            { for rows.into_iter().enumerate().map(|(index, (label, text, route))| html! {
                <>
                    <h3>{ &label }</h3>
                    if text.is_empty() {
                        <p>{ i18n::form_unknown() }{ " " }{ link(route) }</p>
                    } else {
                        <Copy id={format!("identity-{index}")} {label} {text} typed=true />
                    }
                </>
            }) }
            <p class="no-print">{ link(Route::People) }</p>
        </section>
    }
}
