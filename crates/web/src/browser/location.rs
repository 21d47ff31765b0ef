//! The address's fragment, which says what page is shown.

use gloo_events::EventListener;

/// The fragment, `#` included; empty when there is none.
pub fn hash() -> String {
    super::window().location().hash().unwrap_or_default()
}

/// Goes to a fragment, as a click on its link would.
pub fn go(hash: &str) {
    // Setting a fragment cannot fail on a loaded page.
    let _ = super::window().location().set_hash(hash);
}

/// Calls `changed` with the new fragment at each change, until the listener is dropped.
pub fn on_change(changed: impl Fn(String) + 'static) -> EventListener {
    EventListener::new(&super::window(), "hashchange", move |_| changed(hash()))
}

/// How the page was opened, for the diagnosis: `file:`, `http:` or `https:`.
pub fn scheme() -> String {
    super::window().location().protocol().unwrap_or_default()
}
