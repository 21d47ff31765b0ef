//! The application: holds the state, does what the pages ask, and keeps the dossier safe.

mod card;
mod files;
mod requests;
mod running;
mod saving;
mod sealing;
mod vault;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use certiroc_core::dossier::{self, Dossier, Event, Sealing};
use certiroc_pki::key::KeyId;
use certiroc_pki::x509::Certificate;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::browser::file::{self, Content, ReadError};
use crate::browser::file_system::{self, FileHandle, Refusal};
use crate::browser::preferences::Theme;
use crate::browser::{clock, location, page, pointer, preferences};
use crate::frame::{TITLE_ID, frame};
use crate::i18n;
use crate::pages::people::PEOPLE_TITLE_ID;
use crate::route::Route;
use crate::state::{
    Action, Cards, Context as PageContext, Derived, Files, JobState, Notice, Saving, Session, Storage,
};
use card::Answer;
use files::FileReading;
use running::{Heard, RunningJob};
use saving::Write;
use sealing::SealWork;

/// What the application is told, by the pages and by the browser.
pub enum Message {
    /// A page asks.
    Do(Action),
    /// The address changed.
    Moved(String),
    /// A task goes on.
    Heard(Heard),
    /// The user chose where to save, or not.
    Picked(Result<FileHandle, Refusal>),
    /// The user chose what to open, or not.
    Chosen(Result<(web_sys::File, Option<FileHandle>), Refusal>),
    /// What a file begins with: an archive is a dossier.
    Sniffed(web_sys::File, bool),
    /// A reader, or the card in one, answers.
    Answered(Answer),
    /// A file was read. With it, where it may be written again, when it was opened to that end.
    Read(Result<Content, ReadError>, Origin),
    /// Typing has gone on for long enough.
    Rest,
    /// A write of the dossier of this number ended.
    Written(u32, Write),
}

/// How a file came.
pub enum Origin {
    /// Dropped, or chosen without the right to write.
    Given,
    /// Chosen with the File System Access API; the handle where the right to write was granted.
    Opened(Option<FileHandle>),
}

/// The application.
pub struct App {
    session: Rc<Session>,
    /// What follows from it.
    derived: Rc<Derived>,
    route: Route,
    /// The focus goes to the title after the next rendering.
    moved: bool,
    /// The element that takes the focus then, where it is another.
    focus: Option<AttrValue>,
    /// The vault at work.
    job: Option<RunningJob>,
    /// What is under way with the seal.
    seal: SealWork,
    /// When the dossiers were begun that had a seal since this page is open.
    sealed_once: BTreeSet<KeyId>,
    /// The vaults that read files, in the order in which they were asked for.
    readings: Vec<FileReading>,
    /// Whether the card that is being read is not to be shown.
    discard: bool,
    /// How many dossiers were closed: names the present one.
    dossiers: u32,
    /// Runs while something typed is not written yet.
    rest: Option<Timeout>,
    guard: Option<EventListener>,
    _listeners: Vec<EventListener>,
}

impl Component for App {
    type Message = Message;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let theme = preferences::theme();
        i18n::set_language(preferences::language());
        page::set_root_attribute("data-theme", theme.name());
        let mut listeners = vec![location::on_change(callback(
            &ctx.link().callback(Message::Moved),
        ))];
        listeners.extend(page::on_drop(callback(
            &ctx.link().callback(|files| Message::Do(Action::Take(files))),
        )));
        listeners.extend(pointer::watch());
        let session = Rc::new(fresh_session(theme, &Rc::new(page::authorities())));
        let app = Self {
            derived: Rc::new(Derived::of(&session)),
            session,
            route: Route::from_hash(&location::hash()).unwrap_or_default(),
            moved: false,
            focus: None,
            discard: false,
            job: None,
            seal: SealWork::default(),
            sealed_once: BTreeSet::new(),
            readings: Vec::new(),
            dossiers: 0,
            rest: None,
            guard: None,
            _listeners: listeners,
        };
        app.look_for_devices(ctx);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Do(action) => self.act(ctx, action),
            Message::Moved(hash) => match Route::from_hash(&hash) {
                Some(route) => {
                    self.moved = route != self.route;
                    self.route = route;
                    self.look_for_devices(ctx);
                    if self.session.files.made.is_some() {
                        self.files().made = None;
                    }
                    let state = self.state();
                    state.notice = None;
                    state.checked = None;
                    state.changing = false;
                    self.forget_failure();
                }
                // An anchor within the page.
                None => return false,
            },
            Message::Heard(told) => match told.step() {
                Some(step) => step(self, ctx),
                None => return false,
            },
            Message::Sniffed(file, true) => read(ctx, file, Origin::Given),
            Message::Sniffed(file, false) => self.give(ctx, vec![file]),
            Message::Answered(answer) => self.answered(ctx, answer),
            Message::Picked(Ok(handle)) => {
                // What the file before has to do with it is left there.
                let saving = &mut self.state().saving;
                saving.failure = None;
                saving.conflicts.clear();
                saving.storage = Some(Storage { handle, known: None });
                self.save(ctx);
            }
            Message::Chosen(Ok((file, handle))) => read(ctx, file, Origin::Opened(handle)),
            Message::Picked(Err(refusal)) | Message::Chosen(Err(refusal)) => self.refused(refusal),
            Message::Read(Ok(content), origin) => self.take(ctx, content, origin),
            Message::Read(Err(error), _) => {
                self.forget_given();
                self.state().notice = Some(Notice::Unreadable(error));
            }
            Message::Rest => self.rested(ctx),
            Message::Written(dossier, write) if dossier == self.dossiers => self.written(ctx, write),
            // Of a dossier that was closed meanwhile.
            Message::Written(..) => return false,
        }
        if !self.derived.holds_for(&self.session) {
            self.derived = Rc::new(Derived::of(&self.session));
        }
        self.guard = (self.session.saving.safekeeping.is_unsaved() || self.job.is_some())
            .then(|| self.guard.take().unwrap_or_else(page::ask_before_leaving));
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let context = PageContext {
            session: Rc::clone(&self.session),
            derived: Rc::clone(&self.derived),
            send: ctx.link().callback(Message::Do),
            language: i18n::language(),
        };
        html! {
            <ContextProvider<PageContext> context={context.clone()}>
                { frame(&context, self.route) }
            </ContextProvider<PageContext>>
        }
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        page::set_root_attribute("lang", i18n::language().tag());
        page::set_title(&i18n::page_title(self.route));
        if std::mem::take(&mut self.moved) && !first {
            page::scroll_to_top();
            page::focus(TITLE_ID);
        }
        if let Some(id) = self.focus.take() {
            page::focus(&id);
        }
    }
}

impl App {
    fn state(&mut self) -> &mut Session {
        Rc::make_mut(&mut self.session)
    }

    fn dossier(&mut self) -> &mut Dossier {
        Arc::make_mut(&mut self.state().dossier)
    }

    fn sealing(&mut self) -> &mut Sealing {
        Rc::make_mut(&mut self.state().sealing)
    }

    fn files(&mut self) -> &mut Files {
        Rc::make_mut(&mut self.state().files)
    }

    fn act(&mut self, ctx: &Context<Self>, action: Action) {
        match action {
            Action::SetLanguage(language) => {
                i18n::set_language(language);
                preferences::set_language(language);
            }
            Action::SetTheme(theme) => {
                preferences::set_theme(theme);
                page::set_root_attribute("data-theme", theme.name());
                self.state().theme = theme;
            }
            Action::Describe(draft) => {
                self.dossier().establishment = draft;
                self.typed(ctx);
            }
            Action::DescribeOrder(product, service_name, key_size) => {
                let order = self.dossier().order_mut(product);
                order.service_name = service_name;
                order.key_size = key_size;
                self.typed(ctx);
            }
            Action::Answer(question, choice) => {
                self.dossier().answer(question, choice);
                self.log(Event::Answered { question, choice });
                self.changed(ctx);
            }
            Action::Mark(task, mark, day) => {
                self.dossier().mark(task, mark, day);
                self.log(match day {
                    Some(on) => Event::Marked { task, mark, on },
                    None => Event::Unmarked { task, mark },
                });
                self.changed(ctx);
            }
            Action::Name(role, person) => {
                self.dossier().name(role, |known| *known = person);
                self.typed(ctx);
            }
            Action::RemindAfter(days) => {
                self.dossier().course.remind_after = days;
                self.typed(ctx);
            }
            Action::Introduce(user) => self.state().user = user,
            Action::Erase(name) => self.erase(ctx, &name),
            Action::AcceptHttp(words) => {
                self.state().accepts_http = true;
                self.log(Event::PlainHttpAccepted { words });
                self.changed(ctx);
            }
            Action::MakeRequests(..) if self.session.is_http_to_be_accepted() => {}
            Action::MakeRequests(plans, passphrase) => self.make_requests(ctx, plans, passphrase),
            Action::Passphrase(action) => self.act_on_passphrase(ctx, action),
            Action::Seal(action) => self.act_on_seal(ctx, action),
            Action::Certificate(action) => self.act_on_certificates(ctx, action),
            Action::Card(action) => self.act_on_card(ctx, action),
            Action::CancelJob => {
                self.end_job(JobState::Idle);
                self.end_waiting();
            }
            Action::Save if file_system::is_available() => {
                let name = self.session.dossier.file_name();
                let kind = i18n::file_kind();
                ctx.link().send_future(async move {
                    Message::Picked(file_system::pick_to_save(&name, &kind).await)
                });
            }
            Action::Save | Action::Download => self.download(ctx),
            Action::SaveAgain => self.save(ctx),
            Action::Settle(read, side) => self.settle(ctx, &read, side),
            Action::StateSaved => self.state_saved(ctx),
            Action::Open => {
                let kind = i18n::file_kind();
                ctx.link()
                    .send_future(async move { Message::Chosen(file_system::pick_to_open(&kind).await) });
            }
            Action::Take(mut files) => match (files.pop(), files.is_empty()) {
                (Some(file), true) => ctx.link().send_future(async move {
                    let is_archive = dossier::is_archive(&file::beginning(&file).await);
                    Message::Sniffed(file, is_archive)
                }),
                (Some(last), false) => {
                    files.push(last);
                    self.give(ctx, files);
                }
                // Text or a link was dropped: not for us.
                (None, _) => {}
            },
            Action::TakeText(text) => {
                if let Some(file) = file::from_text(&i18n::verification_pasted(), &text) {
                    self.give(ctx, vec![file]);
                }
            }
            Action::New => {
                if self.may_replace() {
                    self.replace(fresh_session(self.session.theme, &self.session.files.authorities));
                    location::go(&Route::Course.href());
                }
            }
            Action::DismissNotice => self.state().notice = None,
        }
    }

    /// Erases a person; whoever uses the page may be the one.
    fn erase(&mut self, ctx: &Context<Self>, name: &str) {
        let user = self.session.user.clone();
        self.dossier().erase(name, clock::now(), &user);
        if dossier::is_same_name(name, &user) {
            self.state().user = String::new();
        }
        self.focus = Some(PEOPLE_TITLE_ID.into());
        self.changed(ctx);
    }

    fn forget_failure(&mut self) {
        if matches!(self.session.job, JobState::Failed(_)) {
            self.state().job = JobState::Idle;
        }
    }

    /// A line of the journal, now, by whoever uses the page.
    fn log(&mut self, event: Event) {
        let user = self.session.user.clone();
        self.dossier().record(clock::now(), &user, event);
    }
}

fn read(ctx: &Context<App>, file: web_sys::File, origin: Origin) {
    ctx.link()
        .send_future(async move { Message::Read(file::read(file).await, origin) });
}

fn callback<T: 'static>(callback: &Callback<T>) -> impl Fn(T) + use<T> {
    let callback = callback.clone();
    move |value| callback.emit(value)
}

fn fresh_session(theme: Theme, authorities: &Rc<Vec<Certificate>>) -> Session {
    let dossier = Arc::new(Dossier::new(clock::now()));
    Session {
        sealing: Rc::new(Sealing::begun(Arc::clone(&dossier))),
        dossier,
        saving: Saving::default(),
        renewing: None,
        files: Rc::new(Files {
            authorities: Rc::clone(authorities),
            ..Files::default()
        }),
        cards: Cards::default(),
        job: JobState::Idle,
        asked: AttrValue::default(),
        asked_of_file: AttrValue::default(),
        sealings: 0,
        checked: None,
        changing: false,
        passphrase_lost: false,
        accepts_http: false,
        notice: None,
        theme,
        user: String::new(),
    }
}
