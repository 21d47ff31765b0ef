//! Keys, and the requests made with them.

use certiroc_core::dossier::Event;
use certiroc_core::order::Request;
use yew::Context;

use super::App;
use crate::browser::clock;
use crate::state::Notice;
use crate::vault::protocol::{Made, MakeRequests, Reseal};

impl App {
    pub(super) fn make_requests(&mut self, ctx: &Context<Self>, job: MakeRequests) {
        self.start(ctx, job, Vec::new(), |app, ctx, made| {
            app.state().renewing = None;
            for request in made {
                app.add(request);
            }
            app.changed(ctx);
        });
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
        self.dossier().order_mut(product).add(request);
        self.log(Event::RequestMade { product, key_id });
    }

    pub(super) fn reseal(&mut self, ctx: &Context<Self>, job: Reseal) {
        self.start(ctx, job, Vec::new(), |app, ctx, keys| {
            app.dossier().reseal(&keys);
            app.log(Event::PassphraseChanged);
            app.state().notice = Some(Notice::PassphraseChanged);
            app.changed(ctx);
        });
    }
}
