//! What every check reports: the severity of a finding.

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

/// The first control character of a text, written as `U+0009`: it cannot be shown itself.
pub(crate) fn control_character(text: &str) -> Option<String> {
    let control = text.chars().find(|c| c.is_control())?;
    Some(format!("U+{:04X}", u32::from(control)))
}
