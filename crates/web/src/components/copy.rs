//! A text to be copied elsewhere, with the button that does it.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::clipboard;
use crate::i18n;

/// Properties of [`Copy`].
#[derive(Properties, PartialEq)]
pub struct CopyProps {
    /// The id of the text's element.
    pub id: String,
    /// What the text is, for those who do not see what the button stands beside.
    pub label: String,
    /// The text.
    pub text: String,
    /// Whether the text is what somebody typed, and not a quotation in French.
    #[prop_or_default]
    pub typed: bool,
}

/// A text and its copy button, which says whether it worked.
#[component]
pub fn Copy(props: &CopyProps) -> Html {
    let copied = use_state(|| None::<bool>);
    let onclick = {
        let (id, text, copied) = (props.id.clone(), props.text.clone(), copied.clone());
        move |_: MouseEvent| {
            let (id, text, copied) = (id.clone(), text.clone(), copied.clone());
            spawn_local(async move { copied.set(Some(clipboard::copy(&id, &text).await)) });
        }
    };
    html! {
        <div class="copy">
            <div id={props.id.clone()} class="copied" lang={(!props.typed).then_some("fr")}>{ &props.text }</div>
            <button type="button" {onclick} aria-label={i18n::copy_label(props.label.clone())}>{ i18n::copy() }</button>
            <span role="status">
                { match *copied {
                    Some(true) => i18n::copy_done(),
                    Some(false) => i18n::copy_failed(),
                    None => String::new(),
                } }
            </span>
        </div>
    }
}
