//! What the workstation offers for card readers, in words for a helpdesk.

use certiroc_smartcard::backend::{PageOrigin, Way, Workstation};
use certiroc_smartcard::ccid::descriptor::{Class, Level};
use yew::prelude::*;

use crate::browser::page;
use crate::browser::usb::UsbSlot;
use crate::components::copy::Copy;
use crate::i18n;
use crate::state::Readers;

/// The diagnosis, to be printed or copied.
pub fn station(workstation: &Workstation, readers: &Readers) -> Html {
    let print = |_: MouseEvent| page::print();
    html! {
        <section aria-labelledby="station-title" id="station">
            <h2 id="station-title">{ i18n::station_title() }</h2>
            <p class="no-print">{ i18n::station_lead() }</p>
            <Copy id="station-text" label={i18n::station_label()} text={lines(workstation, readers).join("\n")} typed=true />
            <p class="no-print"><button type="button" id="station-print" onclick={print}>{ i18n::station_print() }</button></p>
        </section>
    }
}

fn lines(workstation: &Workstation, readers: &Readers) -> Vec<String> {
    let origin = match workstation.origin {
        PageOrigin::File => i18n::origin_file(),
        PageOrigin::Http => i18n::origin_http(),
        PageOrigin::Https => i18n::origin_https(),
        PageOrigin::IsolatedApp => i18n::origin_isolated(),
        PageOrigin::Other => i18n::origin_other(),
    };
    let yes = |yes: bool| if yes { i18n::about_yes() } else { i18n::about_no() };
    let there = |is_there: bool| {
        if is_there {
            i18n::station_present()
        } else {
            i18n::station_absent()
        }
    };
    let way = |way: Way| i18n::availability(way.availability(workstation));
    let mut lines = vec![
        i18n::station_origin(origin),
        i18n::station_secure(yes(workstation.is_secure)),
        i18n::station_isolated(yes(workstation.is_isolated)),
        i18n::station_smart_card(there(workstation.has_smart_card)),
        i18n::station_usb(there(workstation.has_usb)),
        i18n::station_unrestricted(yes(workstation.usb_unrestricted)),
        i18n::station_hid(there(workstation.has_hid)),
        i18n::station_way_smart_card(way(Way::SmartCard)),
        i18n::station_way_usb(way(Way::UsbCard)),
        i18n::station_way_model(way(Way::UsbReader)),
        i18n::station_way_file(),
    ];
    lines.extend(
        readers
            .slots
            .first()
            .map(|slot| i18n::station_reader(reader(slot))),
    );
    if readers.slots.is_empty() {
        lines.push(i18n::station_no_reader());
    }
    lines.extend(
        readers
            .failure
            .as_ref()
            .map(|failure| i18n::station_last(i18n::read_error(failure))),
    );
    lines.push(i18n::station_browser(workstation.user_agent.as_str()));
    lines
}

/// A reader as it describes itself.
fn reader(slot: &UsbSlot) -> String {
    let reader = &slot.interface.reader;
    let level = match reader.level() {
        Level::Character => i18n::level_character(),
        Level::Tpdu => i18n::level_tpdu(),
        Level::ShortApdu => i18n::level_short(),
        Level::ExtendedApdu => i18n::level_extended(),
    };
    let class = match slot.interface.class {
        Class::SmartCard => i18n::class_smart_card(),
        Class::Vendor => i18n::class_vendor(),
    };
    let protocols = [0, 1].into_iter().filter(|number| reader.speaks(*number));
    let protocols: Vec<_> = protocols.map(|number| format!("T={number}")).collect();
    i18n::text!(station_reader_facts {
        model: slot.device.name(),
        class,
        level,
        protocols: protocols.join(", "),
        slots: u32::from(reader.max_slot_index) + 1,
    })
}
