//! What the page protects and how, and what it runs on.

use yew::prelude::*;

use crate::browser::web_crypto::WebCrypto;
use crate::browser::{file_system, location, page};
use crate::i18n;

/// The page about the page.
pub fn about() -> Html {
    let yes_no = |yes: bool| if yes { i18n::about_yes() } else { i18n::about_no() };
    let row =
        |name: String, value: String| html! { <tr><th scope="row">{ name }</th><td>{ value }</td></tr> };
    html! {
        <>
            <p>{ i18n::about_lead() }</p>
            <section aria-labelledby="about-keys">
                <h2 id="about-keys">{ i18n::about_keys_title() }</h2>
                <ul>
                    <li>{ i18n::about_keys_network() }</li>
                    <li>{ i18n::about_keys_worker() }</li>
                    <li>{ i18n::about_keys_sealed() }</li>
                    <li>{ i18n::about_keys_storage() }</li>
                </ul>
            </section>
            <section aria-labelledby="about-limits">
                <h2 id="about-limits">{ i18n::about_limits_title() }</h2>
                <p>{ i18n::about_limits() }</p>
            </section>
            <section aria-labelledby="about-browser">
                <h2 id="about-browser">{ i18n::about_browser_title() }</h2>
                <table id="diagnosis">
                    <tbody>
                        { row(i18n::about_version(), env!("CARGO_PKG_VERSION").to_owned()) }
                        { row(i18n::about_opened_by(), location::scheme()) }
                        { row(i18n::about_web_crypto(), yes_no(WebCrypto::find().is_some())) }
                        { row(i18n::about_file_system(), yes_no(file_system::is_available())) }
                        { row(i18n::about_user_agent(), page::user_agent()) }
                    </tbody>
                </table>
                <p>{ i18n::about_browser_hint() }</p>
            </section>
        </>
    }
}
