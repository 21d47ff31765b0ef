//! Which task remedies what was found about a certificate.

use super::task::Task;
use crate::conformity::Remedy;

impl Remedy {
    /// The task that mends it; `None` where there is nothing to do but to know, to ask, or to wait. For a certificate
    /// that bears errors the procedure has it revoked, which is final, and ordered again.
    pub const fn task(self) -> Option<Task> {
        match self {
            Self::None | Self::Ask | Self::Wait => None,
            Self::Support => Some(Task::Revoke),
            Self::Order => Some(Task::OrderCertificates),
            Self::Renew => Some(Task::Renew),
        }
    }
}
