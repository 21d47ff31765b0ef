//! Who asks: the establishment's form, with the name that will be asked for beside it.

use std::collections::HashSet;
use std::rc::Rc;

use certiroc_core::establishment::{
    ContractLevel, DEPARTMENTS, Draft, Environment, EstablishmentCode, Field, IdentifierKind,
};
use certiroc_core::finding::{Finding, Severity};
use certiroc_core::product::Product;
use yew::prelude::*;

use crate::browser::{location, page, pointer};
use crate::components::fields::{RadioField, SelectField, TextField, radio_field, select_field, text_field};
use crate::components::notes::{ErrorSummary, Note, SUMMARY_ID};
use crate::components::subject_table::subject_table;
use crate::i18n;
use crate::route::Route;
use crate::state::{Action, use_session};

const fn field_id(field: Field) -> &'static str {
    match field {
        Field::Name => "name",
        Field::Department => "department",
        Field::IdentifierKind => "identifier-kind",
        Field::Identifier => "identifier",
        Field::Environment => "environment",
        Field::ContractLevel => "contract-level",
    }
}

/// The fields that were left or chosen: what is found of the others is not told yet.
#[derive(Clone, Default)]
struct Visited(HashSet<Field>);

impl Reducible for Visited {
    type Action = Field;

    fn reduce(mut self: Rc<Self>, field: Field) -> Rc<Self> {
        Rc::make_mut(&mut self).0.insert(field);
        self
    }
}

/// The establishment's page.
#[component]
pub fn EstablishmentPage() -> Html {
    let context = use_session();
    let draft = &context.session.dossier.establishment;
    let visited = use_reducer(Visited::default);
    let refused = use_state(|| false);

    let findings = draft.findings();
    let is_error = |finding: &Finding<EstablishmentCode>| finding.code.severity() == Severity::Error;
    let notes = |field: Field| -> Vec<Note> {
        let shown = *refused || visited.0.contains(&field);
        let of_field = findings
            .iter()
            .filter(|finding| (shown || finding.code.is_of_characters()) && finding.code.field() == field);
        of_field
            .map(|finding| Note {
                severity: finding.code.severity(),
                text: i18n::establishment_finding(finding),
            })
            .collect()
    };
    let errors: Vec<(AttrValue, String)> = findings
        .iter()
        .filter(|finding| *refused && is_error(finding))
        .map(|finding| {
            (
                field_id(finding.code.field()).into(),
                i18n::establishment_finding(finding),
            )
        })
        .collect();

    let set = |field: Field, change: fn(&mut Draft, &str)| {
        let (draft, visited) = (draft.clone(), visited.dispatcher());
        context.send.reform(move |value: String| {
            // A choice is complete at once; a text only when its field is left.
            if matches!(field, Field::Department) {
                visited.dispatch(field);
            }
            let mut draft = draft.clone();
            change(&mut draft, &value);
            Action::Describe(draft)
        })
    };
    let choose = |field: Field, change: fn(&mut Draft, &str)| {
        let (set, visited) = (set(field, change), visited.dispatcher());
        Callback::from(move |value: AttrValue| {
            visited.dispatch(field);
            set.emit(value.to_string());
        })
    };
    let leave = |field: Field| {
        let visited = visited.dispatcher();
        let filled = match field {
            Field::Name => !draft.name.is_empty(),
            _ => !draft.identifier.is_empty(),
        };
        Callback::from(move |()| {
            if filled {
                let visited = visited.clone();
                pointer::when_released(move || visited.dispatch(field));
            }
        })
    };
    let onsubmit = {
        let (refused, blocked) = (refused.clone(), findings.iter().any(is_error));
        move |event: SubmitEvent| {
            event.prevent_default();
            refused.set(blocked);
            if blocked {
                // The summary takes the focus when it appears: this is for a second try.
                page::focus(SUMMARY_ID);
            } else {
                location::go(&Route::Requests.href());
            }
        }
    };

    let departments: Vec<_> = [(AttrValue::default(), i18n::establishment_department_choose())]
        .into_iter()
        .chain(
            DEPARTMENTS
                .iter()
                .map(|department| (department.code.into(), department.to_string())),
        )
        .collect();
    let kinds = IdentifierKind::ALL.map(|kind| (AttrValue::from(kind.code()), i18n::identifier_kind(kind)));
    let environments =
        Environment::ALL.map(|choice| (AttrValue::from(choice.code()), i18n::environment(choice)));
    let levels = ContractLevel::ALL.map(|level| (AttrValue::from(level.code()), i18n::contract_level(level)));

    html! {
        <>
            <p>{ i18n::establishment_lead() }</p>
            <ErrorSummary errors={errors} />
            <div class="columns">
                <form {onsubmit} novalidate=true autocomplete="off" id="establishment-form">
                    { text_field(TextField {
                        id: field_id(Field::Name).into(),
                        label: i18n::field_name(Field::Name),
                        hint: i18n::establishment_name_hint(),
                        value: Some(draft.name.clone().into()),
                        notes: notes(Field::Name),
                        onblur: leave(Field::Name),
                        oninput: set(Field::Name, |draft, value| value.clone_into(&mut draft.name)),
                        ..TextField::default()
                    }) }
                    { select_field(SelectField {
                        id: field_id(Field::Department).into(),
                        label: i18n::field_name(Field::Department),
                        value: draft.department.clone().into(),
                        options: departments,
                        notes: notes(Field::Department),
                        onchange: set(Field::Department, |draft, value| value.clone_into(&mut draft.department)),
                        ..SelectField::default()
                    }) }
                    { radio_field(RadioField {
                        id: field_id(Field::IdentifierKind).into(),
                        label: i18n::field_name(Field::IdentifierKind),
                        hint: i18n::establishment_kind_hint(),
                        options: kinds.to_vec(),
                        value: draft.identifier_kind.map(|kind| AttrValue::from(kind.code())),
                        notes: notes(Field::IdentifierKind),
                        onchange: choose(Field::IdentifierKind, |draft, value| {
                            draft.identifier_kind = IdentifierKind::ALL.into_iter().find(|kind| kind.code() == value);
                        }),
                    }) }
                    { text_field(TextField {
                        id: field_id(Field::Identifier).into(),
                        label: i18n::field_name(Field::Identifier),
                        hint: i18n::establishment_identifier_hint(),
                        value: Some(draft.identifier.clone().into()),
                        notes: notes(Field::Identifier),
                        onblur: leave(Field::Identifier),
                        oninput: set(Field::Identifier, |draft, value| value.clone_into(&mut draft.identifier)),
                        ..TextField::default()
                    }) }
                    { radio_field(RadioField {
                        id: field_id(Field::ContractLevel).into(),
                        label: i18n::field_name(Field::ContractLevel),
                        hint: i18n::establishment_contract_hint(),
                        options: levels.to_vec(),
                        value: draft.contract_level.map(|level| AttrValue::from(level.code())),
                        notes: notes(Field::ContractLevel),
                        onchange: choose(Field::ContractLevel, |draft, value| {
                            draft.contract_level = ContractLevel::ALL.into_iter().find(|level| level.code() == value);
                        }),
                    }) }
                    { radio_field(RadioField {
                        id: field_id(Field::Environment).into(),
                        label: i18n::field_name(Field::Environment),
                        hint: i18n::establishment_environment_hint(),
                        options: environments.to_vec(),
                        value: Some(AttrValue::from(draft.environment.code())),
                        notes: notes(Field::Environment),
                        onchange: choose(Field::Environment, |draft, value| {
                            draft.environment =
                                Environment::ALL.into_iter().find(|choice| choice.code() == value).unwrap_or_default();
                        }),
                    }) }
                    <button type="submit" class="primary" id="establishment-continue">
                        { i18n::establishment_continue() }
                    </button>
                </form>
                <aside aria-labelledby="subject-title">
                    <h2 id="subject-title">{ i18n::subject_title() }</h2>
                    <p>{ i18n::subject_lead() }</p>
                    { for Product::ALL.map(|product| subject_table(
                        format!("subject-{}", product.slug()),
                        product.label().to_owned(),
                        &draft.subject(&context.session.dossier.order(product).service_name),
                    )) }
                </aside>
            </div>
        </>
    }
}
