//! The document's annexes. Its pictures are lost in the scan; these draw only what its sentences state.

use certiroc_core::procedure::reference::AMC_FRAMEWORK;
use yew::prelude::*;

use crate::i18n;
use crate::route::Route;

/// The height of a line of text in a picture, in its own units.
const LINE: usize = 18;

/// The annexes' page.
pub fn annexes() -> Html {
    html! {
        <>
            <p><a href={Route::Course.href()} id="back">{ i18n::task_back() }</a></p>
            <p>{ i18n::annex_lead() }</p>
            <section aria-labelledby="directory">
                <h2 id="directory">{ i18n::annex_directory() }</h2>
                { figure("directory-figure", &i18n::annex_directory_caption(), [
                    i18n::annex_hospital_directory(), i18n::annex_flow_tls(), i18n::annex_amc_directory(),
                ], true) }
                <ul>{ lines(&i18n::annex_directory_text()) }</ul>
            </section>
            <section aria-labelledby="services">
                <h2 id="services">{ i18n::annex_services() }</h2>
                { figure("services-figure", &i18n::annex_services_caption(), [
                    i18n::annex_hospital_services(), i18n::annex_flow_token(), i18n::annex_amc_services(),
                ], false) }
                <ul>{ lines(&i18n::annex_services_text()) }</ul>
            </section>
            <p>{ i18n::annex_rest() }{ " " }<cite lang="fr">{ AMC_FRAMEWORK }</cite></p>
            <section aria-labelledby="level">
                <h2 id="level">{ i18n::annex_level() }</h2>
                <ul>
                    <li>{ i18n::annex_contract() }
                        <ul><li>{ i18n::advice_signed_at_ej() }</li><li>{ i18n::advice_signed_at_eg() }</li></ul>
                    </li>
                    <li>{ i18n::annex_no_contract() }
                        <ul><li>{ i18n::advice_several_eg() }</li><li>{ i18n::advice_single_eg() }</li></ul>
                    </li>
                </ul>
            </section>
        </>
    }
}

fn lines(text: &str) -> Html {
    html! { { for text.lines().map(|line| html! { <li>{ line }</li> }) } }
}

/// Two boxes, one over the other, and what flows between them. The texts' lines are those of the picture.
fn figure(id: &'static str, caption: &str, [upper, flow, lower]: [String; 3], mutual: bool) -> Html {
    let height = |text: &str| text.lines().count() * LINE + 16;
    let (upper_height, flow_height) = (height(&upper), height(&flow) + 40);
    let lower_top = 10 + upper_height + flow_height;
    let total = lower_top + height(&lower) + 10;
    let (from, to) = (14 + upper_height, lower_top - 4);
    html! {
        <figure class="figure">
            <svg viewBox={format!("0 0 320 {total}")} role="img" aria-labelledby={id}>
                { block(10, &upper) }
                <line x1="40" y1={from.to_string()} x2="40" y2={to.to_string()} stroke="currentColor" stroke-width="2" />
                { head(to, true) }
                if mutual { { head(from, false) } }
                { words(60, 10 + upper_height + 20, &flow) }
                { block(lower_top, &lower) }
            </svg>
            <figcaption {id}>{ caption }</figcaption>
        </figure>
    }
}

/// A box around its text.
fn block(top: usize, text: &str) -> Html {
    let height = text.lines().count() * LINE + 16;
    html! {
        <>
            <rect x="4" y={top.to_string()} width="312" height={height.to_string()} rx="6"
                fill="none" stroke="currentColor" stroke-width="2" />
            { words(16, top, text) }
        </>
    }
}

fn words(left: usize, top: usize, text: &str) -> Html {
    html! {
        { for text.lines().enumerate().map(|(index, line)| html! {
            <text x={left.to_string()} y={(top + 22 + index * LINE).to_string()} font-size="14" fill="currentColor">
                { line }
            </text>
        }) }
    }
}

/// The head of an arrow on the line between the boxes.
fn head(tip: usize, down: bool) -> Html {
    let base = if down { tip - 10 } else { tip + 10 };
    html! { <path d={format!("M40 {tip} L33 {base} L47 {base} Z")} fill="currentColor" /> }
}
