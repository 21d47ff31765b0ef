//! What every check reports: the severity of a finding.

use certiroc_pki::x509::{is_combining, is_hidden};

/// The weight of a finding. Only [`Severity::Error`] blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know; nothing to do.
    Information,
    /// Probably a mistake, or will not come out as typed; the user may go on.
    Warning,
    /// The job cannot go on as it is.
    Error,
}

/// One thing that a check found, with its evidence. What the evidence is, the code says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding<C> {
    /// What was found.
    pub code: C,
    /// The evidence; empty when there is nothing to show.
    pub found: String,
    /// What should stand there; empty when there is nothing to show.
    pub expected: String,
}

impl<C> Finding<C> {
    /// A finding with its evidence.
    pub fn new(code: C, found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            code,
            found: found.into(),
            expected: expected.into(),
        }
    }

    /// A finding that needs no evidence.
    pub fn bare(code: C) -> Self {
        Self::new(code, "", "")
    }
}

/// The first character of a name that shows nothing, or is an accent apart from its letter, written as `U+0009`.
pub(crate) fn hidden_character(name: &str) -> Option<String> {
    let hidden = name.chars().find(|c| is_hidden(*c) || is_combining(*c))?;
    Some(format!("U+{:04X}", u32::from(hidden)))
}
