//! What the page shows, and what can be asked of it, by subject.

mod card;
mod derived;
mod files;
mod notice;
mod saving;
mod vault;

use std::rc::Rc;
use std::sync::Arc;

use certiroc_core::authority::Environment;
use certiroc_core::dossier::{Change, Difference, Dossier, Proof, Sealing};
use certiroc_core::establishment::Draft;
use certiroc_core::order::{Issued, Request};
use certiroc_core::procedure::{Choice, Mark, Person, Question, Role, Task};
use certiroc_core::product::Product;
use certiroc_pki::key::{KeyId, KeySize};
use certiroc_pki::x509::Certificate;
use time::Date;
use yew::{AttrValue, Callback};

pub use card::{CardAction, CardShown, CardSource, Cards, Readers};
pub use derived::Derived;
pub use files::{CertificateAction, Files, Given, MadeFiles};
pub use notice::Notice;
pub use saving::{Held, SaveFailure, Saving, Side, Storage};
pub use vault::JobState;

use crate::browser::location;
use crate::browser::preferences::Theme;
use crate::i18n::Language;
use crate::route::Print;
use crate::vault::protocol::Secret;

/// Everything that the pages show.
#[derive(Clone)]
pub struct Session {
    /// The dossier, the only one that is open.
    pub dossier: Arc<Dossier>,
    /// What of it is in a file.
    pub saving: Saving,
    /// Who answers for what it holds.
    pub sealing: Rc<Sealing>,
    /// The order that is being renewed: its next key is proposed.
    pub renewing: Option<Product>,
    /// Files that were given or made.
    pub files: Rc<Files>,
    /// The card, and the readers.
    pub cards: Cards,
    /// What the vault is doing, or how its last job failed.
    pub job: JobState,
    /// The field that the dossier's passphrase was last taken from: where a wrong one is told.
    pub asked: AttrValue,
    /// The field that the password of a file was last read from, for a job: where a wrong one is told.
    pub asked_of_file: AttrValue,
    /// How often keys were sealed: what was typed to that end is then done with.
    pub sealings: u32,
    /// Which keys of the dossier the passphrase that was checked last opens.
    pub checked: Option<Vec<(KeyId, Proof)>>,
    /// Whether the passphrase is about to be changed.
    pub changing: bool,
    /// Whether the passphrase is lost: the next keys are made under another one.
    pub passphrase_lost: bool,
    /// Whether the user has said that production keys are made although the page came over plain http.
    pub accepts_http: bool,
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
        let given = self
            .files
            .certificates()
            .filter(|certificate| certificate.authority().is_some());
        let kept = self
            .dossier
            .authorities
            .iter()
            .chain(self.files.authorities.iter())
            .chain(&self.files.learned);
        kept.chain(given).cloned().collect()
    }

    /// Whether no key is made before the user has said that the page came over plain http: production keys are at stake.
    pub fn is_http_to_be_accepted(&self) -> bool {
        let is_production = self.dossier.establishment.environment == Environment::Production;
        is_production && !self.accepts_http && location::is_plain_http()
    }

    /// Whether a request of the dossier may be handed over: its key is in a saved dossier.
    pub fn is_handed_over(&self, product: Product) -> bool {
        let order = self.dossier.order(product);
        order
            .current()
            .is_some_and(|request| self.saving.safekeeping.holds(&request.key_id))
    }
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
    /// Production keys made on a page that came over plain http, in these words.
    AcceptHttp(String),
    /// Requests made for these products with these keys, of what the dossier then says, and the dossier's passphrase.
    MakeRequests(Vec<(Product, KeyPlan)>, Secret),
    /// What is to be done with the dossier's passphrase.
    Passphrase(PassphraseAction),
    /// What is to be done with what differs from the seal.
    Seal(SealAction),
    /// What is to be done with what came back.
    Certificate(CertificateAction),
    /// What is to be done with the card that is shown.
    Card(CardAction),
    /// The job's end, before it is done.
    CancelJob,
    /// Choosing a file and saving there, where the browser can; a download elsewhere.
    Save,
    /// Another try to write to the file that was chosen.
    SaveAgain,
    /// Whose change counts, where somebody else changed the same thing.
    Settle(Box<Difference>, Side),
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
    /// A person erased from the dossier, by name.
    Erase(String),
    /// A dossier from nothing.
    New,
    /// The notice was read.
    DismissNotice,
}

/// The key of a request that is to be made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum KeyPlan {
    /// The one of the present request.
    Same,
    /// A new one.
    New,
}

/// What a page may ask for of the dossier's passphrase.
pub enum PassphraseAction {
    /// It was taken from this field, for the job that follows.
    Ask(AttrValue),
    /// The password of a file was read from this field, for the job that follows.
    AskOfFile(AttrValue),
    /// Another one is being typed: the old error is done with.
    TypeAgain,
    /// One tried on every key of the dossier.
    Check(Secret),
    /// The fields for another one shown, or not.
    Change(bool),
    /// The keys sealed under another one: what opens them, what shall.
    Reseal(Secret, Secret),
    /// The user's word that nobody knows it any more, or that it was found.
    Lose(bool),
}

/// What a page may ask for of the seal.
pub enum SealAction {
    /// The dossier verified with its passphrase.
    Verify(Secret),
    /// These changes accepted, as they were shown.
    Accept(Vec<Change>),
    /// What is in this change put back as it was sealed.
    Restore(Box<Change>),
    /// All put back that is an alarm.
    RestoreAlarms,
    /// What is wrong with the seals was read.
    DismissAlarm,
}

/// What every page gets.
#[derive(Clone)]
pub struct Context {
    /// What to show.
    pub session: Rc<Session>,
    /// What follows from it.
    pub derived: Rc<Derived>,
    /// How to ask.
    pub send: Callback<Action>,
    /// The language that the texts are in.
    pub language: Language,
}

impl PartialEq for Context {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.session, &other.session)
            && Rc::ptr_eq(&self.derived, &other.derived)
            && self.language == other.language
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
}

/// The context of the component that calls. Every page stands below the application that gives it.
#[yew::hook]
pub fn use_session() -> Context {
    yew::use_context().expect("the application provides the context")
}
