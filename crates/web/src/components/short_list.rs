//! A list of which the first things are shown, and more when the user asks for them.

use yew::prelude::*;

use crate::browser::page;
use crate::i18n;

/// How many things are shown at first, and how many more each time.
pub const STEP: usize = 30;

/// What a list shows at first where `count` such lists stand on one page.
pub const fn shared(count: usize) -> usize {
    match STEP.checked_div(count) {
        None | Some(0) => 1,
        Some(share) => share,
    }
}

/// Of a [`ShortList`].
#[derive(Properties, PartialEq)]
pub struct ShortListProps {
    /// The id of what stands below the list and tells how much of it is shown.
    pub id: AttrValue,
    /// How many things there are.
    pub count: usize,
    /// The thing of a number.
    pub row: Callback<usize, Html>,
    /// How many are shown at first.
    #[prop_or(STEP)]
    pub step: usize,
    /// Whether the rows are those of an HTML list.
    #[prop_or_default]
    pub is_list: bool,
}

/// The rows, one after the other, and the button that shows more of them.
#[component]
pub fn ShortList(props: &ShortListProps) -> Html {
    let more_shown = use_state(|| 0);
    let shown = props.count.min(props.step + *more_shown);
    let more = STEP.min(props.count - shown);
    let onclick = {
        let (more_shown, id) = (more_shown.clone(), props.id.clone());
        move |_| {
            // The button may go with this: who uses the keyboard stays where it was.
            page::focus(&id);
            more_shown.set(*more_shown + STEP);
        }
    };
    let end = html! {
        <>
            { i18n::text!(list_shown { shown, count: props.count }) }{ " " }
            if more > 0 {
                <button type="button" class="no-print" {onclick}>{ i18n::list_more(more) }</button>
            }
        </>
    };
    html! {
        <>
            // With keys, and nothing else among them: what was typed in a row stays there when more come.
            <>{ for (0..shown).map(|number| html! { <key={number}>{ props.row.emit(number) }</> }) }</>
            if props.count <= props.step {
            } else if props.is_list {
                <li id={&props.id} class="hint" tabindex="-1">{ end }</li>
            } else {
                <p id={&props.id} class="hint" tabindex="-1">{ end }</p>
            }
        </>
    }
}
