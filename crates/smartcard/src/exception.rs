//! What the exceptions of the browser's card APIs mean, by the names that browsers give them. WebUSB's were observed
//! in Chromium; the Web Smart Card API's come from its draft.

use super::apdu::LinkError;
use super::backend::System;

/// What WebUSB was asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsbStep {
    /// Let the user choose a device.
    Choose,
    /// Open it.
    Open,
    /// Give its interface to the page.
    Claim,
    /// Transfer bytes.
    Transfer,
}

/// What an exception of WebUSB means: `name` is its name, `words` all that it says.
pub fn of_usb(step: UsbStep, name: &str, words: String, system: System) -> LinkError {
    use UsbStep::{Choose, Claim, Open};
    match (step, name) {
        (Choose, "NotFoundError") => LinkError::Cancelled,
        (_, "NotFoundError") => LinkError::ReaderRemoved,
        (Claim, "SecurityError") => LinkError::Protected(words),
        // There, the system's driver for such readers is attached to each.
        (Open | Claim, "NetworkError" | "SecurityError") if system == System::Windows => {
            LinkError::Driver(words)
        }
        (Open | Claim, "NetworkError" | "InvalidStateError") => LinkError::Busy,
        (Open | Choose, "SecurityError") => LinkError::Refused(words),
        _ => LinkError::Reader(words),
    }
}

/// What an exception of the Web Smart Card API means: `code` is the `responseCode` of a `SmartCardError`.
pub fn of_smart_card(code: Option<&str>, name: &str, words: String) -> LinkError {
    match (code, name) {
        (Some("no-smartcard"), _) => LinkError::NoCard,
        (Some("removed-card"), _) => LinkError::CardRemoved,
        (Some("sharing-violation" | "reset-card" | "server-too-busy"), _) => LinkError::Busy,
        (Some("no-service"), _) => LinkError::NoService,
        (Some("unresponsive-card" | "unpowered-card"), _) => LinkError::Mute,
        (Some("unknown-reader" | "reader-unavailable"), _) => LinkError::ReaderRemoved,
        (_, "NotAllowedError" | "SecurityError") => LinkError::Refused(words),
        (_, "AbortError") => LinkError::Cancelled,
        _ => LinkError::Reader(words),
    }
}
