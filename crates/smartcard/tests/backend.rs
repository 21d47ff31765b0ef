//! The ways to reach a card: which are available, why the others are not; and the demonstration card.

use certiroc_smartcard::apdu::LinkError;
use certiroc_smartcard::backend::{
    Absence, Availability, Backend, Engine, Origin, System, Way, Workstation, read_card,
};
use certiroc_smartcard::demonstration::Demonstration;
use certiroc_smartcard::exception::{UsbStep, of_smart_card, of_usb};
use pollster::block_on;
use time::macros::datetime;

const CHROMIUM: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const EDGE: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const SAFARI: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15";
const CHROMEBOOK: &str = "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

/// An ordinary page in a browser that has nothing.
fn page(origin: Origin, user_agent: &str) -> Workstation {
    Workstation {
        origin,
        is_secure: origin != Origin::Http,
        is_isolated: false,
        has_smart_card: false,
        has_usb: false,
        usb_unrestricted: false,
        has_hid: false,
        is_unsaved: false,
        user_agent: user_agent.to_owned(),
    }
}

#[test]
fn each_page_is_told_why() {
    use Availability::{Absent, Ready, Unsaved};
    let chromium = Workstation {
        has_usb: true,
        has_hid: true,
        ..page(Origin::File, CHROMIUM)
    };
    let isolated = Workstation {
        is_isolated: true,
        usb_unrestricted: true,
        ..chromium.clone()
    };
    let chromebook = Workstation {
        has_smart_card: true,
        user_agent: CHROMEBOOK.to_owned(),
        ..isolated.clone()
    };
    let unsaved = Workstation {
        is_unsaved: true,
        ..chromebook.clone()
    };
    let switched_on = Workstation {
        has_smart_card: true,
        ..chromium.clone()
    };
    let not_isolated = Absent(Absence::NotIsolated);
    let protected = Absent(Absence::Protected);
    let (no_api, insecure) = (Absent(Absence::NoApi), Absent(Absence::Insecure));
    for (what, workstation, expected) in [
        ("Chromium", chromium, [not_isolated, protected, Ready]),
        ("isolated", isolated, [no_api, Ready, Ready]),
        ("Chromebook", chromebook, [Ready, Ready, Ready]),
        ("unsaved", unsaved, [Unsaved, Ready, Ready]),
        ("switched on", switched_on, [not_isolated, protected, Ready]),
        ("http", page(Origin::Http, EDGE), [insecure; 3]),
        ("Firefox", page(Origin::File, FIREFOX), [no_api; 3]),
        ("Firefox, http", page(Origin::Http, FIREFOX), [no_api; 3]),
        ("Safari", page(Origin::Https, SAFARI), [no_api; 3]),
    ] {
        let found = [Way::SmartCard, Way::UsbCard, Way::UsbReader].map(|way| way.availability(&workstation));
        assert_eq!(found, expected, "{what}");
        for always in [Way::File, Way::Demonstration] {
            assert_eq!(always.availability(&workstation), Ready, "{what}");
        }
    }
}

#[test]
fn systems_and_browsers_are_known_by_their_names() {
    for (user_agent, system, engine) in [
        (CHROMIUM, System::Linux, Engine::Chromium),
        (EDGE, System::Windows, Engine::Chromium),
        (FIREFOX, System::Linux, Engine::Firefox),
        (SAFARI, System::Mac, Engine::Safari),
        (CHROMEBOOK, System::ChromeOs, Engine::Chromium),
        ("", System::Other, Engine::Other),
    ] {
        let workstation = page(Origin::File, user_agent);
        assert_eq!((workstation.system(), workstation.engine()), (system, engine));
    }
    for (protocol, origin) in [
        ("file:", Origin::File),
        ("http:", Origin::Http),
        ("https:", Origin::Https),
        ("isolated-app:", Origin::IsolatedApp),
        ("blob:", Origin::Other),
    ] {
        assert_eq!(Origin::of_protocol(protocol), origin);
    }
}

#[test]
fn each_refusal_of_usb_has_its_cause() {
    use UsbStep::{Choose, Claim, Open, Transfer};
    let words = || "words".to_owned();
    for (step, name, system, expected) in [
        (Choose, "NotFoundError", System::Linux, LinkError::Cancelled),
        (
            Choose,
            "SecurityError",
            System::Linux,
            LinkError::Refused(words()),
        ),
        (Open, "SecurityError", System::Linux, LinkError::Refused(words())),
        (Open, "SecurityError", System::Windows, LinkError::Driver(words())),
        (Open, "NotFoundError", System::Linux, LinkError::ReaderRemoved),
        // As measured, on Linux: an ordinary page; and an isolated one while pcscd has the reader.
        (
            Claim,
            "SecurityError",
            System::Linux,
            LinkError::Protected(words()),
        ),
        (Claim, "NetworkError", System::Linux, LinkError::Busy),
        // A page is refused for its class before the driver counts.
        (
            Claim,
            "SecurityError",
            System::Windows,
            LinkError::Protected(words()),
        ),
        (Claim, "NetworkError", System::Windows, LinkError::Driver(words())),
        (Transfer, "NotFoundError", System::Linux, LinkError::ReaderRemoved),
        (
            Transfer,
            "NetworkError",
            System::Linux,
            LinkError::Reader(words()),
        ),
    ] {
        assert_eq!(
            of_usb(step, name, words(), system),
            expected,
            "{step:?} {name} {system:?}"
        );
    }
}

#[test]
fn each_refusal_of_the_smart_card_api_has_its_cause() {
    let words = || "words".to_owned();
    for (code, name, expected) in [
        (Some("no-smartcard"), "SmartCardError", LinkError::NoCard),
        (Some("removed-card"), "SmartCardError", LinkError::CardRemoved),
        (Some("sharing-violation"), "SmartCardError", LinkError::Busy),
        (Some("unresponsive-card"), "SmartCardError", LinkError::Mute),
        (Some("unknown-reader"), "SmartCardError", LinkError::ReaderRemoved),
        (None, "NotAllowedError", LinkError::Refused(words())),
        (None, "AbortError", LinkError::Cancelled),
        (Some("no-service"), "SmartCardError", LinkError::NoService),
        (Some("reset-card"), "SmartCardError", LinkError::Busy),
        (Some("comm-error"), "SmartCardError", LinkError::Reader(words())),
    ] {
        assert_eq!(of_smart_card(code, name, words()), expected, "{code:?} {name}");
    }
}

#[test]
fn the_demonstration_is_read_as_a_card_is() {
    let demonstration = Demonstration {
        at: datetime!(2026-11-25 12:00 UTC),
    };
    let reading = block_on(read_card(&demonstration, |_| ())).unwrap();
    assert_eq!(reading.label.as_deref(), Some("CPS3v3-0000000000"));
    assert_eq!(
        reading.serial.as_deref(),
        Some(&[0x80, 0x25, 0, 0, 1, 0, 0, 0, 0, 0][..])
    );
    assert_eq!(reading.certificates.len(), 2);
    assert!(reading.commands > 0);
}

/// A reader whose card does not answer, and which notes whether it was given back.
struct Mute(std::cell::Cell<u32>);

impl Backend for Mute {
    type Link = certiroc_smartcard::demonstration::Files;

    async fn connect(&self) -> Result<Self::Link, LinkError> {
        Err(LinkError::Mute)
    }

    async fn release(&self, link: Option<Self::Link>) {
        assert!(link.is_none());
        self.0.set(self.0.get() + 1);
    }
}

#[test]
fn a_reader_is_given_back_where_the_card_fails() {
    let mute = Mute(std::cell::Cell::new(0));
    assert_eq!(block_on(read_card(&mute, |_| ())), Err(LinkError::Mute.into()));
    assert_eq!(mute.0.get(), 1);
}
