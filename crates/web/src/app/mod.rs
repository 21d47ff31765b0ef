//! The application: holds the state, does what the pages ask, and keeps the dossier safe.

mod card;
mod given;

use std::rc::Rc;

use certiroc_core::dossier::{self, Dossier, Event};
use certiroc_core::next_step;
use certiroc_core::order::Request;
use certiroc_core::procedure::Person;
use certiroc_core::safekeeping::Safekeeping;
use certiroc_pki::x509::Certificate;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::browser::file::{self, Content, ReadError};
use crate::browser::file_system::{self, FileHandle, Refusal};
use crate::browser::preferences::Theme;
use crate::browser::{clock, location, page, pointer, preferences, snapshot, worker};
use crate::components::frame::frame;
use crate::i18n;
use crate::route::Route;
use crate::state::{Action, Context as PageContext, Download, JobState, Notice, Readers, Session};
use crate::vault::client::Running;
use crate::vault::protocol::{Job, Made, Reply, Stage};
use card::Answer;
use given::{Making, Reader};

/// How long after the last keystroke the dossier saves itself.
const AUTOSAVE_MS: u32 = 700;

/// The element that takes the focus on a new page.
pub const TITLE_ID: &str = "page-title";

/// What the application is told, by the pages and by the browser.
pub enum Message {
    /// A page asks.
    Do(Action),
    /// The address changed.
    Moved(String),
    /// The vault of the job of this number speaks.
    Heard(u32, worker::Message),
    /// The user chose where to save, or not.
    Picked(Result<FileHandle, Refusal>),
    /// The user chose what to open, or not.
    Chosen(Result<(web_sys::File, Option<FileHandle>), Refusal>),
    /// What a file begins with: an archive is a dossier.
    Sniffed(web_sys::File, bool),
    /// The vault that reads the files, of this number, speaks.
    Learned(u32, worker::Message),
    /// A reader, or the card in one, answers.
    Answered(Answer),
    /// A file was read. With it, where it may be written again, when it was opened to that end.
    Read(Result<Content, ReadError>, Origin),
    /// It is time to save.
    Autosave,
    /// A write of the dossier of this number ended.
    Written(u32, Download, Result<(), Refusal>),
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
    route: Route,
    /// The focus goes to the title after the next rendering.
    moved: bool,
    /// The element that takes the focus then, where it is another.
    focus: Option<&'static str>,
    running: Option<Running>,
    reader: Option<Reader>,
    /// What the running job makes, where that is not told by its reply.
    making: Option<Making>,
    /// Whether the card that is being read is not to be shown.
    discard: bool,
    /// How many readings were started.
    readings: u32,
    /// How many jobs were started or ended: names the present one.
    jobs: u32,
    /// How many dossiers were closed: names the present one.
    dossiers: u32,
    autosave: Option<Timeout>,
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
        let app = Self {
            session: Rc::new(fresh_session(theme, &Rc::new(page::authorities()))),
            route: Route::from_hash(&location::hash()).unwrap_or_default(),
            moved: false,
            focus: None,
            discard: false,
            running: None,
            reader: None,
            making: None,
            readings: 0,
            jobs: 0,
            dossiers: 0,
            autosave: None,
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
                    let state = self.state();
                    state.notice = None;
                    state.made = None;
                    if matches!(state.job, JobState::Failed(_)) {
                        state.job = JobState::Idle;
                    }
                }
                // An anchor within the page.
                None => return false,
            },
            Message::Heard(job, message) if job == self.jobs => self.hear(ctx, message),
            Message::Learned(number, message)
                if self.reader.as_ref().is_some_and(|reader| reader.number == number) =>
            {
                self.learn(ctx, message);
            }
            Message::Sniffed(file, true) => read(ctx, file, Origin::Given),
            Message::Sniffed(file, false) => self.give(ctx, vec![file]),
            Message::Answered(answer) => self.answered(ctx, answer),
            Message::Picked(Ok(handle)) => {
                self.state().storage = Some(handle);
                self.write(ctx);
            }
            Message::Chosen(Ok((file, handle))) => read(ctx, file, Origin::Opened(handle)),
            Message::Picked(Err(refusal)) | Message::Chosen(Err(refusal)) => self.refused(refusal),
            Message::Read(Ok(content), origin) => self.take(ctx, content, origin),
            Message::Read(Err(error), _) => self.state().notice = Some(Notice::Unreadable(error)),
            Message::Autosave => self.write(ctx),
            Message::Written(dossier, written, outcome) if dossier == self.dossiers => {
                self.written(ctx, written, outcome);
            }
            // Of a vault that was ended, or a dossier that was closed, meanwhile.
            Message::Heard(..) | Message::Learned(..) | Message::Written(..) => return false,
        }
        self.guard = (self.session.safekeeping.is_unsaved() || self.running.is_some())
            .then(|| self.guard.take().unwrap_or_else(page::ask_before_leaving));
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let context = PageContext {
            session: Rc::clone(&self.session),
            case: Rc::new(next_step::case(&self.session.dossier, &self.session.safekeeping)),
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
            page::focus(id);
        }
    }
}

impl App {
    fn state(&mut self) -> &mut Session {
        Rc::make_mut(&mut self.session)
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
                self.state().dossier.establishment = draft;
                self.changed(ctx, AUTOSAVE_MS);
            }
            Action::DescribeOrder(product, service_name, key_size) => {
                let order = self.state().dossier.order_mut(product);
                order.service_name = service_name;
                order.key_size = key_size;
                self.changed(ctx, AUTOSAVE_MS);
            }
            Action::Answer(question, choice) => {
                self.state().dossier.answer(question, choice);
                self.log(Event::Answered { question, choice });
                self.changed(ctx, 0);
            }
            Action::Mark(task, mark, day) => {
                self.state().dossier.mark(task, mark, day);
                self.log(match day {
                    Some(on) => Event::Marked { task, mark, on },
                    None => Event::Unmarked { task, mark },
                });
                self.changed(ctx, 0);
            }
            Action::Name(role, person) => {
                let people = &mut self.state().dossier.course.people;
                people.insert(role, person);
                people.retain(|_, person| *person != Person::default());
                self.changed(ctx, AUTOSAVE_MS);
            }
            Action::RemindAfter(days) => {
                self.state().dossier.course.remind_after = days;
                self.changed(ctx, AUTOSAVE_MS);
            }
            Action::Introduce(user) => self.state().user = user,
            Action::Start(job) => self.start(ctx, &job, Vec::new()),
            Action::Certificate(action) => self.act_on_certificates(ctx, action),
            Action::Card(action) => self.act_on_card(ctx, action),
            Action::CancelJob => self.end_job(JobState::Idle),
            Action::Save if file_system::is_available() => {
                let name = self.session.dossier.file_name();
                let kind = i18n::file_kind();
                ctx.link().send_future(async move {
                    Message::Picked(file_system::pick_to_save(&name, &kind).await)
                });
            }
            Action::Save | Action::Download => self.download(),
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
                    self.replace(fresh_session(self.session.theme, &self.session.authorities));
                    location::go(&Route::Course.href());
                }
            }
            Action::DismissNotice => self.state().notice = None,
        }
    }

    /// A line of the journal, now, by whoever uses the page.
    fn log(&mut self, event: Event) {
        let user = self.session.user.clone();
        self.state().dossier.record(clock::now(), &user, event);
    }

    /// After each change: the panic screen gets the sealed dossier, and the file follows.
    fn changed(&mut self, ctx: &Context<Self>, delay: u32) {
        self.state().safekeeping.changed();
        if let Some(bytes) = self.seal() {
            snapshot::keep(&bytes, &self.session.dossier.file_name());
        }
        if self.session.storage.is_some() {
            let link = ctx.link().clone();
            self.autosave = Some(Timeout::new(delay, move || link.send_message(Message::Autosave)));
        }
    }

    /// The dossier as a file: keys are sealed already.
    fn seal(&mut self) -> Option<Vec<u8>> {
        match self.session.dossier.write(&i18n::archive_notice(), clock::now()) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                self.state().notice = Some(Notice::SealFailed(error.to_string()));
                None
            }
        }
    }

    fn present(&self) -> Download {
        Download {
            revision: self.session.safekeeping.revision(),
            keys: self.session.dossier.key_ids(),
        }
    }

    /// Writes to the chosen file. One write at a time: another follows when something changed meanwhile.
    fn write(&mut self, ctx: &Context<Self>) {
        self.autosave = None;
        if self.session.writing {
            return;
        }
        let Some(handle) = self.session.storage.clone() else {
            return;
        };
        let Some(bytes) = self.seal() else { return };
        self.state().writing = true;
        let (dossier, written) = (self.dossiers, self.present());
        ctx.link().send_future(async move {
            let outcome = handle.replace(&bytes).await;
            Message::Written(dossier, written, outcome)
        });
    }

    fn written(&mut self, ctx: &Context<Self>, written: Download, outcome: Result<(), Refusal>) {
        self.state().writing = false;
        match outcome {
            Ok(()) => {
                self.state().saved_at = Some(clock::now());
                self.state().safekeeping.saved(written.revision, written.keys);
                if self.session.safekeeping.is_unsaved() && self.autosave.is_none() {
                    self.write(ctx);
                }
            }
            Err(Refusal::Cancelled) => self.state().storage = None,
            Err(Refusal::Failed(words)) => {
                // The file on disk is as it was. The user chooses again, or downloads.
                self.state().storage = None;
                self.state().notice = Some(Notice::FileFailed(words));
            }
        }
    }

    fn refused(&mut self, refusal: Refusal) {
        if let Refusal::Failed(words) = refusal {
            self.state().notice = Some(Notice::FileFailed(words));
        }
    }

    fn download(&mut self) {
        if let Some(bytes) = self.seal() {
            file::download(&self.session.dossier.file_name(), "application/zip", &bytes);
            let download = self.present();
            self.state().download = Some(download);
        }
    }

    fn state_saved(&mut self, ctx: &Context<Self>) {
        if let Some(Download { revision, keys }) = self.state().download.take() {
            let event = Event::SavedAsStated {
                key_ids: keys.clone(),
            };
            self.attest(ctx, event, Download { revision, keys });
        }
    }

    /// The user holds a file with this state. The journal's line about it will be in the next save; it
    /// alone is no reason to ask for one.
    fn attest(&mut self, ctx: &Context<Self>, event: Event, held: Download) {
        let is_present = held.revision == self.session.safekeeping.revision();
        self.log(event);
        self.changed(ctx, 0);
        let revision = if is_present {
            self.session.safekeeping.revision()
        } else {
            held.revision
        };
        let state = self.state();
        state.safekeeping.saved(revision, held.keys);
        state.saved_at = Some(clock::now());
        state.download = None;
    }

    /// Opens a dossier, or finds the one that is open in the file.
    fn take(&mut self, ctx: &Context<Self>, content: Content, origin: Origin) {
        match Dossier::read(&content.bytes) {
            Err(error) => self.state().notice = Some(Notice::OpenFailed(content.name, error)),
            Ok(opened) => match origin {
                Origin::Given if self.session.dossier.is_life_of(&opened.dossier) => {
                    self.verified(ctx, content.name, &opened.dossier);
                }
                origin => self.open(content.name, opened, origin),
            },
        }
    }

    /// The dossier that is open came back as a file: what is in the file is safe.
    fn verified(&mut self, ctx: &Context<Self>, name: String, in_file: &Dossier) {
        let keys = in_file.key_ids();
        if !keys.is_superset(&self.session.dossier.key_ids()) {
            self.state().notice = Some(Notice::EarlierState(name));
            return;
        }
        let is_present = self.session.dossier.is_same_state(in_file);
        let revision = if is_present {
            self.session.safekeeping.revision()
        } else {
            0
        };
        let event = Event::SavedVerified {
            key_ids: keys.clone(),
        };
        self.attest(ctx, event, Download { revision, keys });
        self.state().notice = Some(Notice::Verified(name));
    }

    fn open(&mut self, name: String, opened: dossier::Opened, origin: Origin) {
        if !self.may_replace() {
            return;
        }
        let mut session = fresh_session(self.session.theme, &self.session.authorities);
        session.safekeeping = Safekeeping::of_file(opened.dossier.key_ids());
        session.dossier = opened.dossier;
        session.user.clone_from(&self.session.user);
        session.notice = Some(Notice::Opened(name.clone(), opened.ignored));
        match origin {
            Origin::Given => {}
            Origin::Opened(Some(handle)) => session.storage = Some(handle),
            Origin::Opened(None) => session.notice = Some(Notice::WriteRefused(name)),
        }
        self.replace(session);
        if let Some(bytes) = self.seal() {
            snapshot::keep(&bytes, &self.session.dossier.file_name());
        }
    }

    fn may_replace(&self) -> bool {
        let loses = self.session.safekeeping.is_unsaved() || self.running.is_some();
        !loses || page::confirm(&i18n::confirm_replace())
    }

    /// Another dossier: nothing that belongs to the one before may act on it.
    fn replace(&mut self, mut session: Session) {
        // The card is whose it is, whatever dossier it is compared with.
        session.card = self.state().card.take();
        session.learned = std::mem::take(&mut self.state().learned);
        session.readers = self.session.readers.clone();
        self.end_job(JobState::Idle);
        self.end_reading();
        self.autosave = None;
        self.dossiers += 1;
        self.session = Rc::new(session);
    }

    /// Starts a job, unless one is under way: what it makes would be lost.
    fn start(&mut self, ctx: &Context<Self>, job: &Job, files: Vec<web_sys::File>) {
        if self.running.is_some() {
            return;
        }
        self.making = None;
        self.jobs += 1;
        let number = self.jobs;
        let link = ctx.link().clone();
        match Running::start(job, files, move |message| {
            link.send_message(Message::Heard(number, message));
        }) {
            Ok(running) => {
                self.running = Some(running);
                self.state().job = JobState::Running {
                    stage: Stage::Starting,
                    since: clock::milliseconds(),
                };
            }
            Err(failure) => self.end_job(JobState::Failed(failure)),
        }
    }

    /// Ends the worker, done or not.
    fn end_job(&mut self, state: JobState) {
        self.running = None;
        self.jobs += 1;
        self.state().job = state;
    }

    fn hear(&mut self, ctx: &Context<Self>, message: worker::Message) {
        let Some(reply) = self.running.as_mut().map(|running| running.hear(message)) else {
            return;
        };
        match reply {
            Reply::Progress(stage) => {
                if let JobState::Running { stage: shown, .. } = &mut self.state().job {
                    *shown = stage;
                }
            }
            Reply::Failed(failure) => self.end_job(JobState::Failed(failure)),
            Reply::Made(made) => {
                self.end_job(JobState::Idle);
                self.state().renewing = None;
                for request in made {
                    self.add(request);
                }
                self.changed(ctx, 0);
            }
            Reply::Adopted(sealed_key) => {
                self.end_job(JobState::Idle);
                self.adopt(sealed_key);
                self.changed(ctx, 0);
            }
            Reply::Packed(files) => {
                self.end_job(JobState::Idle);
                if let Some(event) = self.show_made(files) {
                    self.log(event);
                    self.changed(ctx, 0);
                }
            }
            Reply::Read(_) => self.end_job(JobState::Idle),
            Reply::Resealed(keys) => {
                self.end_job(JobState::Idle);
                self.state().dossier.reseal(&keys);
                self.log(Event::PassphraseChanged);
                self.state().notice = Some(Notice::PassphraseChanged);
                self.changed(ctx, 0);
            }
        }
    }

    fn add(&mut self, made: Made) {
        let now = clock::now();
        let (product, key_id) = (made.product, made.key_id);
        let request = Request {
            key_id,
            made_at: now,
            sealed_key: made.sealed_key,
            csr: Some(made.csr),
            issued: Vec::new(),
        };
        self.state().dossier.order_mut(product).add(request);
        self.log(Event::RequestMade { product, key_id });
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
    Session {
        dossier: Dossier::new(clock::now()),
        safekeeping: Safekeeping::default(),
        storage: None,
        writing: false,
        saved_at: None,
        download: None,
        job: JobState::Idle,
        renewing: None,
        given: Vec::new(),
        reading: false,
        filed: Vec::new(),
        authorities: Rc::clone(authorities),
        learned: Vec::new(),
        made: None,
        card: None,
        readers: Readers::default(),
        notice: None,
        theme,
        user: String::new(),
    }
}
