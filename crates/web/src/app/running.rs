//! What goes on beside the application, and ends with whatever holds it.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::Poll;

use yew::Context;
use yew::html::Scope;
use yew::platform::spawn_local;

use super::{App, Message};

/// A future under way. Dropping it drops the future at once, and what it had told and was not heard yet.
pub(super) struct RunningJob(#[expect(dead_code, reason = "held, not read")] Rc<Shared>);

type Shared = RefCell<Pin<Box<dyn Future<Output = ()>>>>;

/// What a job has the application do.
type Step = Box<dyn FnOnce(&mut App, &Context<App>)>;

/// How a job tells the application how far it is.
#[derive(Clone)]
pub(super) struct Teller {
    link: Scope<App>,
    job: Weak<Shared>,
}

/// A step of a job that may have been dropped since.
pub struct Heard {
    step: Step,
    job: Weak<Shared>,
}

impl RunningJob {
    /// Starts the future that `make` makes.
    pub(super) fn start<F: Future<Output = ()> + 'static>(
        ctx: &Context<App>,
        make: impl FnOnce(Teller) -> F,
    ) -> Self {
        let link = ctx.link().clone();
        let future = Rc::new_cyclic(|job| {
            let teller = Teller {
                link,
                job: Weak::clone(job),
            };
            let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(make(teller));
            RefCell::new(future)
        });
        let job = Rc::downgrade(&future);
        spawn_local(poll_fn(move |cx| match job.upgrade() {
            Some(future) => future.borrow_mut().as_mut().poll(cx),
            None => Poll::Ready(()),
        }));
        Self(future)
    }
}

impl Teller {
    /// Has the application take a step, unless the job is dropped before.
    pub(super) fn tell(&self, step: impl FnOnce(&mut App, &Context<App>) + 'static) {
        self.link.send_message(Message::Heard(Heard {
            step: Box::new(step),
            job: Weak::clone(&self.job),
        }));
    }
}

impl Heard {
    /// The step; none of a job that was dropped.
    pub(super) fn step(self) -> Option<Step> {
        (self.job.strong_count() > 0).then_some(self.step)
    }
}
