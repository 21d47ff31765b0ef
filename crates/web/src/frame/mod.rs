//! What surrounds every page: banner, navigation, settings, the dossier's state, the footer.

mod conflicts;
mod notice;
mod save_panel;

use yew::prelude::*;

pub use conflicts::CONFLICTS_ID;
use conflicts::conflicts;
use notice::notice_bar;
use save_panel::save_panel;

use crate::browser::page;
use crate::browser::preferences::Theme;
use crate::components::fields::{SelectField, select_field};
use crate::components::notes::{Note, notes};
use crate::components::seal::{is_doubtful, seal};
use crate::i18n::{self, Language};
use crate::pages::about::about;
use crate::pages::annexes::annexes;
use crate::pages::certificates::certificates;
use crate::pages::course::CoursePage;
use crate::pages::delivery::delivery;
use crate::pages::dossier::dossier;
use crate::pages::establishment::EstablishmentPage;
use crate::pages::form::form;
use crate::pages::home::home;
use crate::pages::people::people;
use crate::pages::question::QuestionPage;
use crate::pages::reader::reader;
use crate::pages::report::report;
use crate::pages::requests::requests;
use crate::pages::revocation::RevocationPage;
use crate::pages::sheet::sheet;
use crate::pages::task::task_page;
use crate::pages::verification::verification;
use crate::route::Route;
use crate::state::{Action, Context};

/// The element that takes the focus on a new page.
pub const TITLE_ID: &str = "page-title";

/// The page in its frame.
pub fn frame(context: &Context, route: Route) -> Html {
    let step = context.derived.next_step;
    let skip = |event: MouseEvent| {
        event.prevent_default();
        page::focus(TITLE_ID);
    };
    let links = Route::NAVIGATION.into_iter().map(|target| {
        let current = (target == route.section()).then(|| if target == route { "page" } else { "true" });
        html! {
            <li>
                <a href={target.href()} aria-current={current}>
                    { i18n::route_name(target) }
                </a>
            </li>
        }
    });
    let view = match route {
        Route::Home => home(context),
        Route::Course => html! { <CoursePage /> },
        Route::Question(question) => html! { <QuestionPage {question} /> },
        Route::Task(task) => task_page(context, task),
        Route::Form(document) => form(context, document),
        Route::Sheet(role) => sheet(context, role),
        Route::People => people(context),
        Route::Report => report(context),
        Route::Annexes => annexes(),
        Route::Establishment => html! { <EstablishmentPage /> },
        Route::Requests => requests(context),
        Route::Certificates => certificates(context),
        Route::Delivery(print) => delivery(context, print),
        Route::Revocation(print) => html! { <RevocationPage {print} /> },
        Route::Verification => verification(context),
        Route::Reader => reader(context),
        Route::Dossier => dossier(context),
        Route::About => about(),
    };
    let unverified = route.rests_on_dossier() && is_doubtful(context);
    html! {
        <>
            <a class="skip" href="#page-title" onclick={skip}>{ i18n::frame_skip() }</a>
            <header>
                <p class="brand"><a href={Route::Home.href()}>{ "CertiROC" }</a></p>
                <p class="unofficial">{ i18n::frame_unofficial() }</p>
                { settings(context) }
            </header>
            <nav aria-label={i18n::frame_navigation()}><ul>{ for links }</ul></nav>
            <aside class="next" id="next-step" aria-label={i18n::frame_next()}>
                <strong>{ i18n::frame_next() }</strong>{ " " }
                <a href={Route::from(step).href()}>{ i18n::next_step(step) }</a>
            </aside>
            { save_panel(context) }
            { seal(context) }
            <div role="region" aria-label={i18n::frame_notices()}>
                { notice_bar(context) }
                if let Some(past) = context.derived.clock_doubt {
                    { notes(Some("clock-doubt".to_owned()), &[Note::warning(i18n::clock_doubt(past))]) }
                }
                { conflicts(context) }
            </div>
            // Keyed: what is typed on one page must not stay in an input of another.
            <main key={route.href()} class={unverified.then_some("unverified")}>
                <h1 id={TITLE_ID} tabindex="-1">{ i18n::route_name(route) }</h1>
                if unverified {
                    { notes(None, &[Note::warning(i18n::unverified())]) }
                }
                { view }
            </main>
            <footer><p>{ i18n::frame_footer(env!("CARGO_PKG_VERSION")) }</p></footer>
        </>
    }
}

fn settings(context: &Context) -> Html {
    let languages = Language::ALL.map(|language| {
        let onclick = context.send.reform(move |_| Action::SetLanguage(language));
        let pressed = if language == context.language {
            "true"
        } else {
            "false"
        };
        html! {
            <button type="button" id={format!("language-{}", language.tag())} lang={language.tag()}
                aria-pressed={pressed} {onclick}>{ language.name() }</button>
        }
    });
    let themes = Theme::ALL.map(|theme| (AttrValue::from(theme.name()), i18n::theme_name(theme)));
    let onchange = context.send.reform(|name: String| {
        Action::SetTheme(
            Theme::ALL
                .into_iter()
                .find(|theme| theme.name() == name)
                .unwrap_or_default(),
        )
    });
    html! {
        <div class="settings">
            <div role="group" aria-label={i18n::frame_language()}>{ for languages }</div>
            { select_field(SelectField {
                id: "theme".into(),
                label: i18n::frame_theme(),
                value: context.session.theme.name().into(),
                options: themes.to_vec(),
                onchange,
                ..SelectField::default()
            }) }
        </div>
    }
}
