//! Where what a task asks for is sent.

use super::reference::Address;
use super::task::Task;

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

impl Task {
    /// Whom it writes to; `None` where nothing is sent.
    ///
    /// For cards that are lost, codes and holders' data the document gives no address: the customer
    /// service that it names for all information stands there.
    pub const fn recipient(self) -> Option<Recipient> {
        match self {
            Self::CheckIdentification
            | Self::Authorise
            | Self::ChangeAdministrators
            | Self::OpposeCard
            | Self::ReissueCode
            | Self::UpdateHolder => Some(Recipient::Mail(Address::CertificatesDesk)),
            Self::UpdateRepresentative => Some(Recipient::Mail(Address::CardsDesk)),
            Self::ContractAndCard
            | Self::MandataireCard
            | Self::DesignateMandataire
            | Self::AdministratorCard
            | Self::ChangeMandataires => Some(Recipient::OnForm(Address::CardsDesk)),
            Self::AskFormat => Some(Recipient::Vendor),
            Self::ChooseContractLevel
            | Self::DescribeEstablishment
            | Self::ChooseAdministrator
            | Self::CheckAuthorisation
            | Self::PrepareWorkstation
            | Self::MakeRequests
            | Self::OrderCertificates
            | Self::AddIntermediate
            | Self::Install
            | Self::Revoke
            | Self::Renew => None,
        }
    }
}
