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
