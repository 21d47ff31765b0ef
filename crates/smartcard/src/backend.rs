//! The ways to reach a card's public data, in the order in which they are tried, and why one is
//! unavailable.

use super::apdu::{Link, LinkError};
use super::reading::{ReadError, Reading, Stage, read};

/// What gives commands to a card.
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
    /// Why the card cannot be spoken to.
    async fn connect(&self) -> Result<Self::Link, LinkError>;

    /// Gives the reader back, whatever happened before.
    async fn release(&self, link: Option<Self::Link>);
}

/// Reads a card and gives the reader back.
///
/// # Errors
/// Why there is no card, or why it was not read.
pub async fn read_card<B: Backend>(backend: &B, progress: impl FnMut(Stage)) -> Result<Reading, ReadError> {
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
    /// WebUSB, to learn the reader's model alone.
    UsbReader,
    /// A file with the card's certificates.
    File,
    /// A card that is none.
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

    /// Whether it is there, as far as the workstation shows.
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

/// Whether a way is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    /// It can be tried.
    Ready,
    /// It could be tried once nothing is unsaved: it has been seen to end the page.
    Unsaved,
    /// It is not there, and why.
    Absent(Absence),
}

/// Why a way is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// The browser does not have it.
    NoApi,
    /// The browser has it for isolated web applications alone, and the page is none.
    NotIsolated,
    /// The browser gives it to secure origins alone, and the page comes by plain http.
    Insecure,
    /// The browser keeps readers of the standard class to itself; those of a class of their maker's can be tried.
    Protected,
}

/// Where the page comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
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

impl Origin {
    /// That of a `location.protocol`.
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

/// A system, as far as its card readers are another matter.
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

/// The browsers, by what they share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chrome, Edge, Chromium and their like.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari.
    Safari,
    /// Something else.
    Other,
}

/// What a page sees of where it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is what a browser answers, yes or no"
)]
pub struct Workstation {
    /// Where the page comes from.
    pub origin: Origin,
    /// Whether the browser calls the page's context secure.
    pub is_secure: bool,
    /// Whether the page is isolated from every other (`crossOriginIsolated`).
    pub is_isolated: bool,
    /// Whether `navigator.smartCard` is there.
    pub has_smart_card: bool,
    /// Whether `navigator.usb` is there.
    pub has_usb: bool,
    /// Whether the page may use the feature `usb-unrestricted`.
    pub usb_unrestricted: bool,
    /// Whether `navigator.hid` is there.
    pub has_hid: bool,
    /// Whether something on the page would be lost with it.
    pub is_unsaved: bool,
    /// The browser's own name for itself.
    pub user_agent: String,
}

impl Workstation {
    /// The system that the browser says it runs on.
    pub fn system(&self) -> System {
        const MARKS: [(&str, System); 5] = [
            ("Windows", System::Windows),
            ("CrOS", System::ChromeOs),
            ("Mac OS X", System::Mac),
            // Android says Linux too, and has no reader for us.
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
            // Chromium has it, and shows it to isolated applications alone.
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
