//! Cards: what leaves for them, what comes back, what it says.

mod backend;
mod cpx;
