//! Keys, and the requests made with them.

use certiroc_core::dossier::Event;
use certiroc_core::order::Request;
use yew::Context;

use super::App;
use crate::browser::{clock, location};
use crate::pages::dossier::{CHECKED_ID, OLD_ID};
use crate::route::Route;
use crate::state::{Notice, PassphraseAction};
use crate::vault::protocol::{CheckPassphrase, Made, MakeRequests, Reseal, Secret};

impl App {
    pub(super) fn act_on_passphrase(&mut self, ctx: &Context<Self>, action: PassphraseAction) {
        match action {
            PassphraseAction::Ask(field) => self.state().asked = field,
            PassphraseAction::TypeAgain => self.forget_failure(),
            PassphraseAction::Check(passphrase) => self.check_passphrase(ctx, passphrase),
            PassphraseAction::Change(changing) => {
                self.state().changing = changing;
                self.focus = changing.then_some(OLD_ID.into());
            }
            PassphraseAction::Reseal(job) => self.reseal(ctx, job),
            PassphraseAction::Lose(is_lost) => {
                self.state().passphrase_lost = is_lost;
                if is_lost {
                    location::go(&Route::Requests.href());
                }
            }
        }
    }

    pub(super) fn make_requests(&mut self, ctx: &Context<Self>, job: MakeRequests) {
        let is_lost = self.session.passphrase_lost;
        self.start(ctx, job, Vec::new(), move |app, ctx, made| {
            let state = app.state();
            state.renewing = None;
            if is_lost {
                state.passphrase_lost = false;
                let user = state.user.clone();
                app.dossier().lose_passphrase(clock::now(), &user);
            }
            for request in made {
                app.add(request);
            }
            app.sealed(ctx);
        });
    }

    /// After keys were sealed.
    pub(super) fn sealed(&mut self, ctx: &Context<Self>) {
        self.state().sealings += 1;
        self.changed(ctx);
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

    fn reseal(&mut self, ctx: &Context<Self>, job: Reseal) {
        self.start(ctx, job, Vec::new(), |app, ctx, keys| {
            app.dossier().reseal(&keys);
            app.log(Event::PassphraseChanged);
            let state = app.state();
            state.changing = false;
            state.notice = Some(Notice::PassphraseChanged);
            app.sealed(ctx);
        });
    }

    /// Tries a passphrase on every key, those of a lost one too: it may have been found.
    fn check_passphrase(&mut self, ctx: &Context<Self>, passphrase: Secret) {
        let requests = self
            .session
            .dossier
            .orders
            .iter()
            .flat_map(|order| &order.requests);
        let keys = requests.map(|request| request.sealed_key.clone()).collect();
        self.state().checked = None;
        let job = CheckPassphrase { keys, passphrase };
        self.start(ctx, job, Vec::new(), |app, _, opens| {
            app.state().checked = Some(opens);
            app.focus = Some(CHECKED_ID.into());
        });
    }
}
