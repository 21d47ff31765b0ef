//! Keys, and the requests made with them.

use certiroc_core::dossier::Event;
use certiroc_core::order::Request;
use certiroc_core::product::Product;
use yew::Context;

use super::App;
use crate::browser::{clock, location};
use crate::pages::dossier::{CHECKED_ID, OLD_ID};
use crate::route::Route;
use crate::state::{KeyPlan, Notice, PassphraseAction};
use crate::vault::protocol::{CheckPassphrase, Item, KeySource, Made, MakeRequests, Reseal, Secret};

impl App {
    pub(super) fn act_on_passphrase(&mut self, ctx: &Context<Self>, action: PassphraseAction) {
        match action {
            PassphraseAction::Ask(field) => self.state().asked = field,
            PassphraseAction::AskOfFile(field) => self.state().asked_of_file = field,
            PassphraseAction::TypeAgain => self.forget_failure(),
            PassphraseAction::Check(passphrase) => self.check_passphrase(ctx, passphrase),
            PassphraseAction::Change(changing) => {
                self.state().changing = changing;
                self.focus = changing.then_some(OLD_ID.into());
            }
            PassphraseAction::Reseal(old, new) => self.reseal(ctx, old, new),
            PassphraseAction::Lose(is_lost) => {
                self.state().passphrase_lost = is_lost;
                if is_lost {
                    location::go(&Route::Requests.href());
                }
            }
        }
    }

    pub(super) fn make_requests(
        &mut self,
        ctx: &Context<Self>,
        plans: Vec<(Product, KeyPlan)>,
        passphrase: Secret,
    ) {
        // Where the passphrase is lost, new keys are made that rest on none of the old. All else waits for it.
        if self.session.passphrase_lost {
            return self.make_verified(ctx, &plans, passphrase);
        }
        let typed = passphrase.clone();
        self.once_verified(ctx, &typed, move |app, ctx| {
            app.make_verified(ctx, &plans, passphrase);
        });
    }

    /// What the requests say is what the dossier says now: while the passphrase was tried, another state may have come in.
    fn make_verified(&mut self, ctx: &Context<Self>, plans: &[(Product, KeyPlan)], passphrase: Secret) {
        let is_lost = self.session.passphrase_lost;
        let dossier = &self.session.dossier;
        // Such a one is told on the page.
        if dossier.establishment.establishment().is_err() {
            return;
        }
        let item = |(product, plan): &(Product, KeyPlan)| {
            let order = dossier.order(*product);
            let same = order.current().filter(|_| *plan == KeyPlan::Same);
            let new = KeySource::New(order.key_size);
            Item {
                product: *product,
                subject: dossier.establishment.subject(&order.service_name),
                key: same.map_or(new, |request| KeySource::Sealed(request.sealed_key.clone())),
            }
        };
        let job = MakeRequests {
            items: plans.iter().map(item).collect(),
            check: dossier.sealed_keys().into_iter().next().filter(|_| !is_lost),
            passphrase,
        };
        let first = job.check.is_none().then(|| job.passphrase.clone());
        self.start(ctx, job, Vec::new(), move |app, ctx, made| {
            let state = app.state();
            state.renewing = None;
            if is_lost {
                state.passphrase_lost = false;
                let user = state.user.clone();
                app.dossier().lose_passphrase(clock::now(), &user);
                app.lose_seal();
            }
            for request in made {
                app.add(request);
            }
            app.sealed(ctx, first);
        });
    }

    /// After keys were sealed: the first one brings the seal key, under the same passphrase.
    pub(super) fn sealed(&mut self, ctx: &Context<Self>, first: Option<Secret>) {
        self.state().sealings += 1;
        self.changed(ctx);
        if let Some(passphrase) = first {
            self.open_seal(ctx, passphrase, Box::new(|_, _| ()));
            self.seal.comes = true;
        }
    }

    fn add(&mut self, made: Made) {
        let now = clock::now();
        let (product, key_id) = (made.product, made.key_id);
        let request = Request {
            key_id,
            made_at: now,
            sealed_key: made.sealed_key,
            passphrase_lost: false,
            csr: Some(made.csr),
            issued: Vec::new(),
        };
        self.dossier().order_mut(product).add(request);
        self.log(Event::RequestMade { product, key_id });
    }

    fn reseal(&mut self, ctx: &Context<Self>, old: Secret, new: Secret) {
        let typed = old.clone();
        self.once_verified(ctx, &typed, |app, ctx| app.reseal_verified(ctx, old, new));
    }

    fn reseal_verified(&mut self, ctx: &Context<Self>, old: Secret, new: Secret) {
        let keys = self.session.dossier.sealed_keys();
        let job = Reseal {
            keys: keys.clone(),
            old,
            new,
        };
        self.start(ctx, job, Vec::new(), move |app, ctx, resealed| {
            if !app.dossier().reseal(&keys, &resealed) {
                app.state().notice = Some(Notice::PassphraseKept);
                return;
            }
            app.log(Event::PassphraseChanged);
            let state = app.state();
            state.changing = false;
            state.notice = Some(Notice::PassphraseChanged);
            app.sealed(ctx, None);
        });
    }

    /// Tries a passphrase on every key, those of a lost one too: it may have been found.
    fn check_passphrase(&mut self, ctx: &Context<Self>, passphrase: Secret) {
        let orders = self.session.dossier.orders.iter();
        let requests = orders.flat_map(|order| &order.requests);
        let keys = requests.map(|request| (request.key_id, request.sealed_key.clone()));
        let keys = keys.collect();
        self.state().checked = None;
        let job = CheckPassphrase { keys, passphrase };
        self.start(ctx, job, Vec::new(), |app, _, opens| {
            app.state().checked = Some(opens);
            app.focus = Some(CHECKED_ID.into());
        });
    }
}
