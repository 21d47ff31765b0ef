//! Where what a task asks for is sent.

use super::reference::Address;

/// Whom a task writes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// A mail address of the ANS.
    Mail(Address),
    /// The address printed on the form; the document gives none. Questions and reminders go to the mail
    /// address.
    OnForm(Address),
    /// The hospital's software vendor.
    Vendor,
}

impl Recipient {
    /// The address for questions and reminders, if the document gives one.
    pub const fn desk(self) -> Option<Address> {
        match self {
            Self::Mail(desk) | Self::OnForm(desk) => Some(desk),
            Self::Vendor => None,
        }
    }
}
