//! Giving the page a file: by choosing it, or by dropping it anywhere.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser::page;
use crate::i18n;
use crate::state::{Action, Context};

/// A place for a file. Dropping works on the whole page; this says so, and works from the keyboard.
///
/// `id` is the input's, `label` says what to give; `many`: several files at once, whatever they are called.
pub fn intake(context: &Context, id: &'static str, label: String, many: bool) -> Html {
    let onchange = context.send.reform(|event: Event| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        Action::Take(input.map(|input| page::take_files(&input)).unwrap_or_default())
    });
    html! {
        <div class="intake">
            <label for={id}>{ label }</label>
            <input type="file" {id} accept={(!many).then_some(".zip")} multiple={many} {onchange} />
            <p class="hint">{ i18n::intake_drop() }</p>
        </div>
    }
}
