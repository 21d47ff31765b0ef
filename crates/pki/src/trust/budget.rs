//! A limit to the work that hostile certificates can cause.

use core::cell::Cell;

/// How much may be spent on questions: each signature checked, and each certificate from which the search goes on, takes
/// one from it. Several questions may share one.
#[derive(Debug)]
pub struct Budget(Cell<u32>);

impl Budget {
    /// What one question has: no hierarchy in use needs a tenth of it.
    pub const DEFAULT: u32 = 100;

    /// A budget of so many steps.
    pub const fn new(steps: u32) -> Self {
        Self(Cell::new(steps))
    }

    /// What is left.
    pub const fn left(&self) -> u32 {
        self.0.get()
    }

    /// Takes one; whether there was one left.
    pub(crate) fn spend(&self) -> bool {
        let left = self.left().checked_sub(1);
        self.0.set(left.unwrap_or(0));
        left.is_some()
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new(Self::DEFAULT)
    }
}
