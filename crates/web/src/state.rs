//! What the page shows, and what can be asked of it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use certiroc_core::dossier::{self, Dossier, Filed};
use certiroc_core::establishment::Draft;
use certiroc_core::intake::Received;
use certiroc_core::next_step::{self, NextStep};
use certiroc_core::order::{Issued, Request};
use certiroc_core::procedure::{Case, Choice, Mark, Person, Question, Role, Task};
use certiroc_core::product::Product;
use certiroc_core::safekeeping::Safekeeping;
use certiroc_core::suitability::Stated;
use certiroc_pki::intake::Entry;
use certiroc_pki::key::{KeyId, KeySize};
use certiroc_pki::trust::{Mute, Status};
use certiroc_pki::x509::Certificate;
use certiroc_smartcard::reading::{self, Reading};
use time::{Date, OffsetDateTime};
use yew::{AttrValue, Callback};

use crate::browser::clock;
use crate::browser::file::ReadError;
use crate::browser::file_system::FileHandle;
use crate::browser::preferences::Theme;
use crate::browser::reader::Reader;
use crate::browser::smart_card;
use crate::browser::usb::{Device, Slot};
use crate::i18n::Language;
use crate::route::Print;
use crate::vault::protocol::{Failure, Job, PackedFile, Secret, Stage};

/// Everything that the pages show.
#[derive(Clone)]
pub struct Session {
    /// The dossier, the only one that is open.
    pub dossier: Dossier,
    /// What of it is in a file.
    pub safekeeping: Safekeeping,
    /// Where it saves itself, if the browser can and the user said where.
    pub storage: Option<FileHandle>,
    /// Whether it is being written there.
    pub writing: bool,
    /// When it was last known to be in a file.
    pub saved_at: Option<OffsetDateTime>,
    /// A download that the user has not confirmed yet.
    pub download: Option<Download>,
    /// What the vault is doing, or how its last job failed.
    pub job: JobState,
    /// The order that is being renewed: its next key is proposed.
    pub renewing: Option<Product>,
    /// The files that were given last, and what is in them.
    pub given: Vec<Given>,
    /// Whether the vault reads some of them.
    pub reading: bool,
    /// What of them was put into the dossier.
    pub filed: Vec<Filed>,
    /// The certificates of authorities that this page carries.
    pub authorities: Rc<Vec<Certificate>>,
    /// Those of IGC-Santé that it was given: what they signed may be given later.
    pub learned: Vec<Certificate>,
    /// The files that the vault made last.
    pub made: Option<MadeFiles>,
    /// The card that was read last.
    pub card: Option<CardShown>,
    /// The readers that are known, and what came of them.
    pub readers: Readers,
    /// What the user must hear of the last action.
    pub notice: Option<Notice>,
    /// Light or dark.
    pub theme: Theme,
    /// Who uses the page, as typed: stands in the journal.
    pub user: String,
}

impl Session {
    /// The certificate of the dossier that an address names.
    pub fn issued(&self, print: Print) -> Option<(Product, &Request, &Issued)> {
        let orders = self.dossier.orders.iter();
        let mut issued = orders.flat_map(|order| {
            order
                .issued()
                .map(|(request, issued)| (order.product, request, issued))
        });
        issued.find(|(_, _, issued)| Print::of(&issued.certificate) == print)
    }

    /// The certificates of authorities at hand: the page's, the dossier's, IGC-Santé's among all files given, any in those
    /// given last.
    pub fn authorities_at_hand(&self) -> Vec<Certificate> {
        let given = self.given.iter().flat_map(Given::certificates);
        let given = given.filter(|certificate| certificate.authority().is_some());
        let kept = self
            .dossier
            .authorities
            .iter()
            .chain(self.authorities.iter())
            .chain(&self.learned);
        kept.cloned().chain(given).collect()
    }

    /// Whether a request of the dossier may be handed over: its key is in a saved dossier.
    pub fn is_handed_over(&self, product: Product) -> bool {
        let order = self.dossier.order(product);
        order
            .current()
            .is_some_and(|request| self.safekeeping.holds(&request.key_id))
    }
}

/// A dossier that was downloaded: what it will prove once it is known to be saved.
#[derive(Clone)]
pub struct Download {
    /// The state that it holds.
    pub revision: u64,
    /// The keys in it.
    pub keys: BTreeSet<KeyId>,
}

/// Files that the vault made, and for which form.
#[derive(Clone, PartialEq)]
pub struct MadeFiles {
    /// What the ids of the form begin with.
    pub form: AttrValue,
    /// The files.
    pub files: Vec<PackedFile>,
    /// The trust store beside them, once there is one.
    pub trust: Vec<PackedFile>,
}

/// The vault, seen from the page.
#[derive(Clone, PartialEq)]
pub enum JobState {
    /// Nothing under way.
    Idle,
    /// At work.
    Running {
        /// What it is doing.
        stage: Stage,
        /// When the job began, in milliseconds since 1970.
        since: f64,
    },
    /// The last job failed.
    Failed(Failure),
}

/// A file that was given, of which the page has read nothing.
#[derive(Clone)]
pub struct Given {
    /// The file, which the vault reads as often as need be.
    pub file: web_sys::File,
    /// What the vault found in it; nothing until it has read it.
    pub outcome: Option<Result<Received, Failure>>,
    /// Whether a password was tried on it.
    pub tried: bool,
}

impl Given {
    /// The certificates found in it.
    pub fn certificates(&self) -> impl Iterator<Item = Certificate> {
        let report = self.outcome.iter().flatten();
        let entries = report
            .flat_map(|received| &received.report.rows)
            .map(|row| &row.entry);
        entries.filter_map(|entry| match entry {
            Entry::Certificate(der) => Certificate::from_der(der).ok(),
            _ => None,
        })
    }
}

/// The readers that are known, and what came of them.
#[derive(Clone, Default)]
pub struct Readers {
    /// The USB devices that were granted.
    pub devices: Vec<Device>,
    /// The slots of the one that was looked at last.
    pub slots: Vec<Slot>,
    /// The system's readers, once they were asked for.
    pub system: Option<Vec<smart_card::Reader>>,
    /// How far a reading is; nothing where none is under way.
    pub stage: Option<reading::Stage>,
    /// How the last one failed.
    pub failure: Option<reading::ReadError>,
}

/// A card whose public data are on the page.
#[derive(Clone, PartialEq)]
pub struct CardShown {
    /// The data.
    pub reading: Rc<Reading>,
    /// Where they come from.
    pub source: CardSource,
    /// What the user says that a card of these is, by its place among them, where it cannot say so itself.
    pub stated: BTreeMap<usize, Stated>,
    /// What revocation lists say of its certificates, by their SHA-256.
    pub verdicts: Vec<([u8; 32], Result<Status, Mute>)>,
}

impl CardShown {
    /// Its certificates; what lies in their place and is none is left out.
    pub fn certificates(&self) -> impl Iterator<Item = Certificate> {
        let held = self.reading.certificates.iter();
        held.filter_map(|held| Certificate::from_der(&held.der).ok())
    }
}

/// Where the data of a card come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardSource {
    /// The card itself, in a reader.
    Reader,
    /// Files of certificates.
    Files,
    /// Nowhere.
    Demonstration,
}

/// What the user must hear of the last action.
#[derive(Clone, PartialEq)]
pub enum Notice {
    /// A file could not be read at all.
    Unreadable(ReadError),
    /// An archive could not be opened. What is on the page stays.
    OpenFailed(String, dossier::ReadError),
    /// A dossier was opened from the file of this name; members that are not its own were left out.
    Opened(String, Vec<String>),
    /// The file given back is the dossier that is open: its keys are safe.
    Verified(String),
    /// The file given back is the dossier that is open, before its last keys were made.
    EarlierState(String),
    /// The browser could not open or write a file, in its words.
    FileFailed(String),
    /// Writing again to the opened file was not allowed: downloads instead.
    WriteRefused(String),
    /// The archive could not be made.
    SealFailed(String),
    /// The passphrase was changed.
    PassphraseChanged,
}

/// What a page may ask for.
pub enum Action {
    /// Another language.
    SetLanguage(Language),
    /// Another theme.
    SetTheme(Theme),
    /// The establishment as typed.
    Describe(Draft),
    /// An order's service name and key size as typed.
    DescribeOrder(Product, String, KeySize),
    /// An answer to a question of the procedure.
    Answer(Question, Choice),
    /// A mark of a task set to a day, or taken away.
    Mark(Task, Mark, Option<Date>),
    /// Who plays a role, as typed.
    Name(Role, Person),
    /// After how many working days a reminder is proposed.
    RemindAfter(u32),
    /// Who uses the page, as typed.
    Introduce(String),
    /// A job for the vault.
    Start(Job),
    /// What is to be done with what came back.
    Certificate(CertificateAction),
    /// What is to be done with the card that is shown.
    Card(CardAction),
    /// The job's end, before it is done.
    CancelJob,
    /// Choosing a file and saving there, where the browser can; a download elsewhere.
    Save,
    /// A download, whatever the browser can.
    Download,
    /// The user's word that the download is saved.
    StateSaved,
    /// Choosing a file to open. Where the browser can, the page may then write it again.
    Open,
    /// A file dropped or chosen: what it is comes from its bytes.
    Take(Vec<web_sys::File>),
    /// What was pasted as text.
    TakeText(String),
    /// A dossier from nothing.
    New,
    /// The notice was read.
    DismissNotice,
}

/// What a page may ask for of files that were given, and of certificates.
pub enum CertificateAction {
    /// Files, or a trust store, to be made for the form whose ids begin so; of a file given, its number.
    Make(AttrValue, Option<usize>, Job),
    /// The file of this number read again: with passwords, or to look for serial numbers.
    ReadAgain(usize, Vec<Secret>, Vec<Vec<u8>>),
    /// The key of this id in the file of this number, for the order of this product: what opens the file, the
    /// dossier's passphrase.
    Adopt(usize, KeyId, Product, Vec<Secret>, Secret),
    /// The end of the reading, before it is done.
    CancelReading,
    /// The certificate of an authority that is to stay in the dossier.
    KeepAuthority(Box<Certificate>),
    /// One that is to stay there no more.
    DropAuthority(Box<Certificate>),
    /// A new key and a new request for an order that has its certificate.
    Renew(Product),
    /// The user's word that the certificate with this SHA-256 was revoked, or that it was not.
    StateRevoked([u8; 32], bool),
}

/// What a page may ask for of cards and readers.
pub enum CardAction {
    /// The system's readers listed.
    ListReaders,
    /// A USB reader chosen by the user, and its card read.
    ChooseDevice,
    /// The card in this USB device read; its slots shown, where it has several.
    Look(Device),
    /// The card in this reader read.
    Read(Reader),
    /// The user's word what the card in this place is.
    State(usize, Option<Stated>),
    /// Its data off the page.
    Remove,
}

/// What every page gets.
#[derive(Clone)]
pub struct Context {
    /// What to show.
    pub session: Rc<Session>,
    /// Where the hospital stands in the procedure.
    pub case: Rc<Case>,
    /// How to ask.
    pub send: Callback<Action>,
    /// The language that the texts are in.
    pub language: Language,
}

impl PartialEq for Context {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.session, &other.session) && self.language == other.language
    }
}

impl Context {
    /// How to ask for what is about files given, and certificates.
    pub fn certificates(&self) -> Callback<CertificateAction> {
        self.send.reform(Action::Certificate)
    }

    /// Whether the vault is at work: no other job can be started meanwhile.
    pub fn is_busy(&self) -> bool {
        matches!(self.session.job, JobState::Running { .. })
    }

    /// What is to be done now.
    pub fn next_step(&self) -> NextStep {
        next_step::next_step(
            &self.session.dossier,
            &self.session.safekeeping,
            &self.case,
            clock::now(),
        )
    }
}

/// The context of the component that calls. Every page stands below the application that gives it.
#[yew::hook]
pub fn use_session() -> Context {
    yew::use_context().expect("the application provides the context")
}
