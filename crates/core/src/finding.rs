//! What every check answers with: how much a finding weighs.

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

/// The first control character of a text, written as `U+0009`: it cannot be shown itself.
pub(crate) fn control_character(text: &str) -> Option<String> {
    let control = text.chars().find(|c| c.is_control())?;
    Some(format!("U+{:04X}", u32::from(control)))
}
