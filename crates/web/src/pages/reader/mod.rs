//! Cards: reading one in whatever way the browser allows, and saying why it does not allow more.

pub mod card;
mod station;

use certiroc_core::cpx::Says;
use certiroc_core::finding::Severity;
use certiroc_smartcard::apdu::LinkError;
use certiroc_smartcard::backend::{Absence, Availability, System, Way, Workstation};
use certiroc_smartcard::demonstration::Demonstration;
use certiroc_smartcard::reading::CardError;
use yew::prelude::*;

use card::card;
use station::station;

use crate::browser::reader::Reader;
use crate::browser::{clock, workstation};
use crate::components::copy::Copy;
use crate::components::given::given;
use crate::components::intake::intake;
use crate::components::notes::{Note, notes, paragraph};
use crate::i18n;
use crate::state::{Action, CardAction, Context, Readers};

/// What exports the certificates of cards from the user's store in Windows, one file each, to his folder, by nothing that a locked down PowerShell refuses. The issuers
/// of persons' certificates end with that word.
const POWERSHELL: &str = r#"Get-ChildItem Cert:\CurrentUser\My | Where-Object Issuer -like '*IGC-SANTE*PERSONNES*' | ForEach-Object { Export-Certificate -Cert $_ -FilePath "$HOME\carte-$($_.Thumbprint).cer" }"#;
/// The same by `pkcs11-tool` of `OpenSC`, where it can load the PKCS #11 module of the card.
const PKCS11_TOOL: &str = "pkcs11-tool --module MODULE --list-objects --type cert\npkcs11-tool --module MODULE --read-object --type cert --id ID --output-file carte.cer";

/// Where it is told how a reading ended.
pub const OUTCOME_ID: &str = "reader-outcome";

/// The page of cards and readers.
pub fn reader(context: &Context) -> Html {
    let session = &context.session;
    let is_unsaved = session.saving.safekeeping.is_unsaved() || context.is_busy();
    let workstation = workstation::workstation(is_unsaved);
    let system = workstation.system();
    let mut certificates = session.files.certificates();
    let of_card = certificates.any(|certificate| Says::read(certificate, "").is_of_a_card());
    let can_read = [Way::SmartCard, Way::UsbCard]
        .into_iter()
        .any(|way| way.availability(&workstation) == Availability::Ready);
    let direct = html! {
        <>
            { smart_card(context, &workstation) }
            { usb(context, &workstation) }
        </>
    };
    let file = file(context, system);
    // There, the card's certificates are in files already, or nearly so.
    let file_first = system == System::Windows || !can_read;
    html! {
        <>
            <p class="no-print">{ i18n::reader_lead() }</p>
            if let Some(shown) = &session.cards.shown {
                { card(context, shown) }
            }
            // A card's own certificates are told below its title.
            if !of_card {
                { given(context, "reader-given") }
            }
            <section aria-labelledby="reader-read" class="no-print">
                <h2 id="reader-read">{ i18n::reader_read_title() }</h2>
                <div id={OUTCOME_ID} tabindex="-1">{ outcome(&session.cards.readers) }</div>
                if file_first {
                    { file }
                    { direct }
                } else {
                    { direct }
                    { file }
                }
                { demonstration(context) }
            </section>
            { station(&workstation, &session.cards.readers) }
        </>
    }
}

/// How the reading goes, or how it failed.
fn outcome(readers: &Readers) -> Html {
    let stage = readers.stage.map(i18n::card_stage);
    let failure = readers.failure.as_ref().map(|failure| Note {
        severity: match failure {
            CardError::Link(LinkError::Cancelled) => Severity::Information,
            _ => Severity::Error,
        },
        text: i18n::read_error(failure),
    });
    html! {
        <>
            <p role="status">{ stage }</p>
            <div role="alert">
                if let Some(failure) = failure {
                    { notes(None, &[failure]) }
                }
            </div>
        </>
    }
}

/// A way to a card, under its title.
fn section(id: &'static str, title: String, body: Html) -> Html {
    html! {
        <section aria-labelledby={id}>
            <h3 {id}>{ title }</h3>
            { body }
        </section>
    }
}

/// A button that asks for something; none of them while a card is read.
fn button(context: &Context, id: String, label: String, ask: impl Fn() -> CardAction + 'static) -> Html {
    let disabled = context.session.cards.readers.stage.is_some();
    let onclick = context.send.reform(move |_: MouseEvent| Action::Card(ask()));
    html! {
        <p><button type="button" {id} {disabled} {onclick}>{ label }</button></p>
    }
}

/// A button that reads the card in a reader.
fn read_button(context: &Context, id: String, label: String, reader: Reader) -> Html {
    button(context, id, label, move || CardAction::Read(reader.clone()))
}

fn smart_card(context: &Context, workstation: &Workstation) -> Html {
    let availability = Way::SmartCard.availability(workstation);
    let readers = context.session.cards.readers.system.as_deref();
    let known = readers.unwrap_or_default().iter().enumerate();
    let body = html! {
        <>
            { paragraph(i18n::availability(availability)) }
            if availability == Availability::Ready {
                { button(context, "reader-smart-card".into(), i18n::reader_smart_card_list(), || CardAction::ListReaders) }
                if readers.is_some_and(<[_]>::is_empty) {
                    <p role="status">{ i18n::reader_smart_card_none() }</p>
                }
                { for known.map(|(index, reader)| {
                    let label = i18n::reader_smart_card_read(reader.name.as_str());
                    let id = format!("reader-smart-card-{index}");
                    read_button(context, id, label, Reader::System(reader.clone()))
                }) }
            }
        </>
    };
    section("reader-smart-card-title", i18n::reader_smart_card_title(), body)
}

fn usb(context: &Context, workstation: &Workstation) -> Html {
    let readers = &context.session.cards.readers;
    let lead = match Way::UsbCard.availability(workstation) {
        Availability::Ready => i18n::reader_usb_lead_card(),
        Availability::Absent(Absence::Protected) => i18n::reader_usb_lead_model(),
        other => i18n::availability(other),
    };
    let can_choose = Way::UsbReader.availability(workstation) == Availability::Ready;
    // One slot is the reader itself.
    let slots = Some(&readers.slots).filter(|slots| slots.len() > 1);
    let body = html! {
        <>
            { paragraph(lead) }
            if can_choose {
                { button(context, "reader-usb".into(), i18n::reader_usb_choose(), || CardAction::ChooseDevice) }
                { for readers.devices.iter().enumerate().map(|(index, device)| {
                    let label = i18n::reader_usb_read(device.name());
                    let device = device.clone();
                    button(context, format!("reader-usb-{index}"), label, move || CardAction::Look(device.clone()))
                }) }
                { for slots.into_iter().flatten().enumerate().map(|(index, slot)| {
                    let label = i18n::text!(reader_usb_slot {
                        reader: slot.device.name(),
                        slot: u32::from(slot.number) + 1
                    });
                    read_button(context, format!("reader-slot-{index}"), label, Reader::Usb(slot.clone()))
                }) }
            }
        </>
    };
    section("reader-usb-title", i18n::reader_usb_title(), body)
}

fn file(context: &Context, system: System) -> Html {
    let command = |id: &'static str, label: String, text: &'static str| {
        html! { <Copy {id} {label} {text} typed=true /> }
    };
    let windows = command("reader-powershell", i18n::reader_file_windows_label(), POWERSHELL);
    let linux = command("reader-pkcs11", i18n::reader_file_linux_label(), PKCS11_TOOL);
    // How the certificates come out of each store: the title, the way, a command.
    let stores = [
        (
            i18n::reader_file_windows(),
            i18n::reader_file_windows_lead(),
            windows,
        ),
        (
            i18n::reader_file_firefox(),
            i18n::reader_file_firefox_steps(),
            Html::default(),
        ),
        (
            i18n::reader_file_mac(),
            i18n::reader_file_mac_steps(),
            Html::default(),
        ),
        (i18n::reader_file_linux(), i18n::reader_file_linux_lead(), linux),
    ];
    let stores = stores
        .into_iter()
        .enumerate()
        .map(|(index, (title, way, command))| {
            html! {
                <details open={index == 0 && system == System::Windows}>
                    <summary>{ title }</summary>
                    { paragraph(way) }
                    { command }
                    <p class="hint">{ i18n::reader_file_untried() }</p>
                </details>
            }
        });
    let body = html! {
        <>
            { paragraph(i18n::reader_file_lead()) }
            { intake(context, "reader-file", i18n::reader_file_input(), true) }
            { for stores }
            { paragraph(i18n::reader_file_program()) }
        </>
    };
    section("reader-file-title", i18n::reader_file_title(), body)
}

fn demonstration(context: &Context) -> Html {
    let reader = Reader::Demonstration(Demonstration { at: clock::now() });
    let show = read_button(
        context,
        "reader-demonstration".into(),
        i18n::reader_demonstration(),
        reader,
    );
    section(
        "reader-demonstration-title",
        i18n::reader_demonstration_title(),
        show,
    )
}
