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

/// Whether the page came over plain http from another machine: anyone on the way can have changed it. Browsers take
/// localhost for as safe as https.
pub fn is_plain_http() -> bool {
    scheme() == "http:" && !super::window().is_secure_context()
}

/// Where the page came from: `http://intranet.example`.
pub fn origin() -> String {
    super::window().location().origin().unwrap_or_default()
}

/// Where it would be over https, on the usual port.
pub fn over_https() -> String {
    let location = super::window().location();
    let (host, path) = (location.hostname(), location.pathname());
    format!("https://{}{}", host.unwrap_or_default(), path.unwrap_or_default())
}

/// How the page was opened, for the diagnosis: `file:`, `http:` or `https:`.
pub fn scheme() -> String {
    super::window().location().protocol().unwrap_or_default()
}
