//! Whether a mouse button or a finger is down on the page.

use std::cell::RefCell;

use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;

use super::window;

type Act = Box<dyn FnOnce()>;

thread_local! {
    /// While something is down: what waits for its release.
    static WAITING: RefCell<Option<Vec<Act>>> = const { RefCell::new(None) };
}

/// Follows the pointer, as long as the listeners live.
pub fn watch() -> [EventListener; 3] {
    // Before the event reaches anything that it could make lose the focus.
    let listen = |name: &'static str, handler: fn()| {
        let options = EventListenerOptions::run_in_capture_phase();
        EventListener::new_with_options(&window(), name, options, move |_| handler())
    };
    let pressed = || WAITING.with_borrow_mut(|waiting| _ = waiting.get_or_insert_default());
    [
        listen("pointerdown", pressed),
        listen("pointerup", released),
        listen("pointercancel", released),
    ]
}

/// Acts when nothing is down: at once if the keyboard is used, else after the click that the press is
/// going to be. What moves the page under a press would make it miss what it is aimed at.
pub fn when_released(act: impl FnOnce() + 'static) {
    if WAITING.with_borrow(Option::is_none) {
        act();
    } else {
        WAITING.with_borrow_mut(|waiting| waiting.get_or_insert_default().push(Box::new(act)));
    }
}

fn released() {
    let waiting = WAITING.take().unwrap_or_default();
    // The click follows in the same task.
    Timeout::new(0, move || waiting.into_iter().for_each(|act| act())).forget();
}
