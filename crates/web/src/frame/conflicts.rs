//! What somebody else changed in the file while it was changed here: the user says which counts.

use yew::prelude::*;

use crate::i18n;
use crate::state::{Action, Context, Side};

/// One row for each thing that both changed; nothing where there is none.
pub fn conflicts(context: &Context) -> Html {
    let conflicts = &context.session.saving.conflicts;
    if conflicts.is_empty() {
        return html! {};
    }
    html! {
        <section id="conflicts" class="note warning" aria-labelledby="conflicts-title">
            <h2 id="conflicts-title">{ i18n::conflicts_title() }</h2>
            <p>{ i18n::conflicts_text() }</p>
            <dl>
                { for conflicts.iter().enumerate().map(|(number, conflict)| {
                    let item = conflict.item;
                    let name = i18n::item(item);
                    let sides = [
                        (Side::Ours, "ours", &conflict.old, i18n::conflicts_ours()),
                        (Side::Theirs, "theirs", &conflict.new, i18n::conflicts_theirs()),
                    ];
                    html! {
                        <>
                            <dt id={format!("conflict-{number}")}>{ &name }</dt>
                            { for sides.into_iter().map(|(side, word, value, label)| {
                                let choose = context.send.reform(move |_| Action::Settle(item, side));
                                let value = i18n::value(value.as_ref());
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
