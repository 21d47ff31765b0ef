//! What goes on beside the application, and ends with what holds it.

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

/// What a task has the application do.
type Step = Box<dyn FnOnce(&mut App, &Context<App>)>;

/// How a task tells the application how far it is.
#[derive(Clone)]
pub(super) struct Teller {
    link: Scope<App>,
    task: Weak<Shared>,
}

/// A step of a task that may have been dropped since.
pub struct Heard {
    step: Step,
    task: Weak<Shared>,
}

impl RunningJob {
    /// Starts the future that `make` makes.
    pub(super) fn start<F: Future<Output = ()> + 'static>(
        ctx: &Context<App>,
        make: impl FnOnce(Teller) -> F,
    ) -> Self {
        let link = ctx.link().clone();
        let future = Rc::new_cyclic(|task| {
            let teller = Teller {
                link,
                task: Weak::clone(task),
            };
            let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(make(teller));
            RefCell::new(future)
        });
        let task = Rc::downgrade(&future);
        spawn_local(poll_fn(move |cx| match task.upgrade() {
            Some(future) => future.borrow_mut().as_mut().poll(cx),
            None => Poll::Ready(()),
        }));
        Self(future)
    }
}

impl Teller {
    /// Has the application take a step, unless the task is dropped before.
    pub(super) fn tell(&self, step: impl FnOnce(&mut App, &Context<App>) + 'static) {
        self.link.send_message(Message::Heard(Heard {
            step: Box::new(step),
            task: Weak::clone(&self.task),
        }));
    }
}

impl Heard {
    /// The step; none of a task that was dropped.
    pub(super) fn step(self) -> Option<Step> {
        (self.task.strong_count() > 0).then_some(self.step)
    }
}
