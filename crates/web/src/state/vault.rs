//! The vault, seen from the page.

use crate::vault::protocol::{JobFailure, Stage};

/// Its job.
#[derive(Clone, PartialEq)]
pub enum JobState {
    /// Nothing under way.
    Idle,
    /// At work.
    Running {
        /// What it is doing.
        stage: Stage,
        /// When the job began, in milliseconds since 1970.
        since: f64,
    },
    /// The last job failed.
    Failed(JobFailure),
}
