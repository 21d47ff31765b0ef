//! What somebody else changed in the file while it was changed here: the user says which counts.

use yew::prelude::*;

use crate::components::seal::{decision, row_key};
use crate::i18n;
use crate::state::{Action, Context, Side};

/// The element that takes the focus while something is to be chosen.
pub const CONFLICTS_ID: &str = "conflicts";

/// One row for each thing that both changed; nothing where there is none.
pub fn conflicts(context: &Context) -> Html {
    let conflicts = &context.session.saving.conflicts;
    if conflicts.is_empty() {
        return html! {};
    }
    html! {
        <section id={CONFLICTS_ID} tabindex="-1" class="note warning" aria-labelledby="conflicts-title">
            <h2 id="conflicts-title">{ i18n::conflicts_title() }</h2>
            <p>{ i18n::conflicts_text() }</p>
            <dl>
                { for conflicts.iter().enumerate().map(|(number, conflict)| {
                    let name = i18n::item(conflict.item);
                    let [ours, theirs] = [&conflict.old, &conflict.new].map(|value| i18n::value(value.as_ref()));
                    let key = row_key(conflict.item, [&ours, &theirs]);
                    let sides = [
                        (Side::Ours, "ours", ours, i18n::conflicts_ours()),
                        (Side::Theirs, "theirs", theirs, i18n::conflicts_theirs()),
                    ];
                    html! {
                        <key={key}>
                            <dt id={format!("conflict-{number}")}>{ &name }</dt>
                            { for sides.into_iter().map(|(side, word, value, label)| {
                                let read = Box::new(conflict.clone());
                                let choose = decision(context, move || Action::Settle(read.clone(), side));
                                html! {
                                    <dd>
                                        { &label }{ " " }<strong>{ &value }</strong>{ " " }
                                        <button type="button" id={format!("conflict-{number}-{word}")} onclick={choose}
                                            aria-label={i18n::text!(conflicts_choose_label { name: name.clone(), value })}>
                                            { i18n::conflicts_choose() }
                                        </button>
                                    </dd>
                                }
                            }) }
                        </>
                    }
                }) }
            </dl>
        </section>
    }
}
