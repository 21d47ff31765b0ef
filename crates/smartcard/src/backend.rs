//! The ways to reach a card's public data, in the order in which they are tried, and why one is unavailable.

use super::apdu::{Link, LinkError};
use super::reading::{CardError, Reading, ReadingStage, read};

/// A way to give commands to a card.
#[allow(
    async_fn_in_trait,
    reason = "the page and the native program both have one thread"
)]
pub trait Backend {
    /// What carries them.
    type Link: Link;

    /// Gives the card power and connects to it.
    ///
    /// # Errors
    /// Why there is no communication with the card.
    async fn connect(&self) -> Result<Self::Link, LinkError>;

    /// Releases the reader, whatever happened before.
    async fn release(&self, link: Option<Self::Link>);
}

/// Reads a card and releases the reader.
///
/// # Errors
/// Why there is no card, or why it was not read.
pub async fn read_card<B: Backend>(
    backend: &B,
    progress: impl FnMut(ReadingStage),
) -> Result<Reading, CardError> {
    let mut link = match backend.connect().await {
        Ok(link) => link,
        Err(error) => {
            backend.release(None).await;
            return Err(error.into());
        }
    };
    let reading = read(&mut link, progress).await;
    backend.release(Some(link)).await;
    reading
}

/// A way to a card's public data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// `navigator.smartCard` (Web Smart Card API), which speaks to the system's PC/SC.
    SmartCard,
    /// WebUSB, and CCID over it.
    UsbCard,
    /// WebUSB, only to learn the reader's model.
    UsbReader,
    /// A file with the card's certificates.
    File,
    /// A made-up card.
    Demonstration,
}

impl Way {
    /// Every way, in the order in which they are tried.
    pub const ALL: [Self; 5] = [
        Self::SmartCard,
        Self::UsbCard,
        Self::UsbReader,
        Self::File,
        Self::Demonstration,
    ];

    /// Whether it is available, as far as the workstation shows.
    pub fn availability(self, workstation: &Workstation) -> Availability {
        match self {
            Self::SmartCard => workstation.smart_card(),
            Self::UsbCard if workstation.has_usb && workstation.usb_unrestricted => Availability::Ready,
            Self::UsbCard if workstation.has_usb => Availability::Absent(Absence::Protected),
            Self::UsbReader if workstation.has_usb => Availability::Ready,
            Self::UsbCard | Self::UsbReader => Availability::Absent(workstation.no_api()),
            Self::File | Self::Demonstration => Availability::Ready,
        }
    }
}

/// Whether a way is available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    /// It can be tried.
    Ready,
    /// It can be tried once everything is saved: it has been seen to end the page.
    Unsaved,
    /// It is not available, and why.
    Absent(Absence),
}

/// Why a way is not available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// The browser does not have it.
    NoApi,
    /// The browser offers it only to isolated web applications, and the page is not one.
    NotIsolated,
    /// The browser offers it only to secure origins, and the page came over plain http.
    Insecure,
    /// The browser keeps readers of the standard class to itself; those of a vendor-specific class can be tried.
    Protected,
}

/// Where the page comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageOrigin {
    /// A file.
    File,
    /// http, whether from this machine or another.
    Http,
    /// https.
    Https,
    /// An isolated web application.
    IsolatedApp,
    /// Something else.
    Other,
}

impl PageOrigin {
    /// The origin that a `location.protocol` stands for.
    pub fn of_protocol(protocol: &str) -> Self {
        match protocol {
            "file:" => Self::File,
            "http:" => Self::Http,
            "https:" => Self::Https,
            "isolated-app:" => Self::IsolatedApp,
            _ => Self::Other,
        }
    }
}

/// An operating system, as far as it makes a difference to card readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Windows.
    Windows,
    /// macOS.
    Mac,
    /// Linux.
    Linux,
    /// ChromeOS.
    ChromeOs,
    /// Something else.
    Other,
}

/// A family of browsers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chrome, Edge, Chromium and the like.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari.
    Safari,
    /// Something else.
    Other,
}

/// What a page can see of its environment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is what a browser answers, yes or no"
)]
pub struct Workstation {
    /// Where the page comes from.
    pub origin: PageOrigin,
    /// Whether the browser considers the page's context secure.
    pub is_secure: bool,
    /// Whether the page is isolated from every other (`crossOriginIsolated`).
    pub is_isolated: bool,
    /// Whether `navigator.smartCard` exists.
    pub has_smart_card: bool,
    /// Whether `navigator.usb` exists.
    pub has_usb: bool,
    /// Whether the page may use the feature `usb-unrestricted`.
    pub usb_unrestricted: bool,
    /// Whether `navigator.hid` exists.
    pub has_hid: bool,
    /// Whether something would be lost if the page ended.
    pub is_unsaved: bool,
    /// The browser's own name for itself.
    pub user_agent: String,
}

impl Workstation {
    /// The system on which the browser says it runs.
    pub fn system(&self) -> System {
        const MARKS: [(&str, System); 5] = [
            ("Windows", System::Windows),
            ("CrOS", System::ChromeOs),
            ("Mac OS X", System::Mac),
            // Android says Linux too, and has no readers that we can use.
            ("Android", System::Other),
            ("Linux", System::Linux),
        ];
        let mut marks = MARKS.iter();
        let found = marks.find(|(mark, _)| self.user_agent.contains(mark));
        found.map_or(System::Other, |(_, system)| *system)
    }

    /// The browser that it says it is.
    pub fn engine(&self) -> Engine {
        const MARKS: [(&str, Engine); 3] = [
            ("Firefox/", Engine::Firefox),
            ("Chrome/", Engine::Chromium),
            ("Safari/", Engine::Safari),
        ];
        let mut marks = MARKS.iter();
        let found = marks.find(|(mark, _)| self.user_agent.contains(mark));
        found.map_or(Engine::Other, |(_, engine)| *engine)
    }

    fn smart_card(&self) -> Availability {
        match (self.has_smart_card, self.is_isolated) {
            (true, true) if self.is_unsaved => Availability::Unsaved,
            (true, true) => Availability::Ready,
            // Chromium has it, but shows it only to isolated applications.
            (true, false) => Availability::Absent(Absence::NotIsolated),
            (false, false) if self.is_secure && self.engine() == Engine::Chromium => {
                Availability::Absent(Absence::NotIsolated)
            }
            (false, _) => Availability::Absent(self.no_api()),
        }
    }

    fn no_api(&self) -> Absence {
        if self.engine() == Engine::Chromium && !self.is_secure {
            Absence::Insecure
        } else {
            Absence::NoApi
        }
    }
}
