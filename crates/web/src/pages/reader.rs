//! Cards: reading one in whatever way the browser allows, and saying why it does not allow more.

use std::rc::Rc;

use certiroc_core::card::apdu::LinkError;
use certiroc_core::card::backend::{Absence, Availability, System, Way, Workstation, read_card};
use certiroc_core::card::cpx::Says;
use certiroc_core::card::demonstration::Demonstration;
use certiroc_core::card::reading::{ReadError, Stage};
use certiroc_core::finding::Severity;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::reader::Reader;
use crate::browser::smart_card;
use crate::browser::usb::{self, Device, Slot};
use crate::browser::{clock, page, workstation};
use crate::components::card_view::{CARD_TITLE_ID, card};
use crate::components::copy::Copy;
use crate::components::given::given;
use crate::components::intake::intake;
use crate::components::notes::{Note, notes, paragraph};
use crate::components::station::{Seen, station};
use crate::i18n;
use crate::state::{Action, CardAction, CardSource, Context, Given, use_session};

/// What exports the certificates of cards from the user's store in Windows, one file each, to the desktop. The issuers
/// of persons' certificates end with that word.
const POWERSHELL: &str = r#"Get-ChildItem Cert:\CurrentUser\My | Where-Object Issuer -like '*IGC-SANTE*PERSONNES*' | ForEach-Object { Export-Certificate -Cert $_ -FilePath "$([Environment]::GetFolderPath('Desktop'))\carte-$($_.Thumbprint).cer" }"#;
/// The same by `pkcs11-tool` of `OpenSC`, where it can load the PKCS #11 module of the card.
const PKCS11_TOOL: &str = "pkcs11-tool --module MODULE --list-objects --type cert\npkcs11-tool --module MODULE --read-object --type cert --id ID --output-file carte.cer";

/// Where it is told how a reading ended.
const OUTCOME_ID: &str = "reader-outcome";

/// What was tried on this page, and what came of it.
struct Trial {
    /// How far a reading is; nothing where none is under way.
    stage: UseStateHandle<Option<Stage>>,
    /// How the last one failed.
    failure: UseStateHandle<Option<ReadError>>,
    /// The USB devices that were granted.
    devices: UseStateHandle<Vec<Device>>,
    /// The slots of the one that was asked for last.
    slots: UseStateHandle<Vec<Slot>>,
    /// The system's readers, once they were asked for.
    readers: UseStateHandle<Option<Vec<smart_card::Reader>>>,
    /// How to show a card.
    send: Callback<Action>,
}

/// The page of cards and readers.
#[component]
pub fn ReaderPage() -> Html {
    let context = use_session();
    let trial = Rc::new(Trial {
        stage: use_state(|| None),
        failure: use_state(|| None),
        devices: use_state(Vec::new),
        slots: use_state(Vec::new),
        readers: use_state(|| None),
        send: context.send.clone(),
    });
    let session = &context.session;
    let is_unsaved = session.safekeeping.is_unsaved() || context.is_busy();
    let workstation = workstation::workstation(is_unsaved);
    let system = workstation.system();
    {
        let devices = trial.devices.clone();
        use_effect_with((), move |()| {
            spawn_local(async move { devices.set(usb::granted(system).await) });
        });
    }
    // A card that was read takes the focus; one that was there before does not.
    let shown = session.card.as_ref().map(|card| Rc::as_ptr(&card.reading));
    let known = use_mut_ref(|| shown);
    use_effect_with(shown, move |shown| {
        if known.replace(*shown) != *shown && shown.is_some() {
            page::focus(CARD_TITLE_ID);
        }
    });
    // The button may stand far below.
    use_effect_with((*trial.failure).clone(), |failure| {
        if failure.is_some() {
            page::focus(OUTCOME_ID);
        }
    });
    let mut certificates = session.given.iter().flat_map(Given::certificates);
    let of_card = certificates.any(|certificate| Says::read(&certificate, "").is_of_a_card());
    let seen = Seen {
        slots: &trial.slots,
        failure: trial.failure.as_ref(),
    };
    let can_read = [Way::SmartCard, Way::UsbCard]
        .into_iter()
        .any(|way| way.availability(&workstation) == Availability::Ready);
    let direct = html! {
        <>
            { smart_card(&workstation, &trial) }
            { usb(&workstation, &trial) }
        </>
    };
    let file = file(&context, system);
    // There, the card's certificates are in files already, or nearly so.
    let file_first = system == System::Windows || !can_read;
    html! {
        <>
            <p class="no-print">{ i18n::reader_lead() }</p>
            if let Some(shown) = &session.card {
                { card(&context, shown) }
            }
            // A card's own certificates are told below its title.
            if !of_card {
                { given(&context, "reader-given") }
            }
            <section aria-labelledby="reader-read" class="no-print">
                <h2 id="reader-read">{ i18n::reader_read_title() }</h2>
                <div id={OUTCOME_ID} tabindex="-1">{ outcome(&trial) }</div>
                if file_first {
                    { file }
                    { direct }
                } else {
                    { direct }
                    { file }
                }
                { demonstration(&trial) }
            </section>
            { station(&workstation, &seen) }
        </>
    }
}

/// How the reading goes, or how it failed.
fn outcome(trial: &Rc<Trial>) -> Html {
    let stage = trial.stage.as_ref().map(|stage| i18n::card_stage(*stage));
    let failure = trial.failure.as_ref().map(|failure| Note {
        severity: match failure {
            ReadError::Link(LinkError::Cancelled) => Severity::Information,
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

/// Reads a card, and shows it.
fn attempt(trial: &Rc<Trial>, reader: Reader) {
    let source = match reader {
        Reader::System(_) | Reader::Usb(_) => CardSource::Reader,
        Reader::Demonstration(_) => CardSource::Demonstration,
    };
    trial.failure.set(None);
    trial.stage.set(Some(Stage::Connecting));
    let trial = Rc::clone(trial);
    spawn_local(async move {
        let read = read_card(&reader, |reached| trial.stage.set(Some(reached))).await;
        trial.stage.set(None);
        match read {
            Ok(reading) => trial.send.emit(Action::Card(CardAction::Show(reading, source))),
            Err(error) => trial.failure.set(Some(error)),
        }
    });
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

/// A button that starts something; none of them while a card is read.
fn button(trial: &Rc<Trial>, id: String, label: String, start: impl Fn(Rc<Trial>) + 'static) -> Html {
    let disabled = trial.stage.is_some();
    let trial = Rc::clone(trial);
    let onclick = Callback::from(move |_: MouseEvent| start(Rc::clone(&trial)));
    html! {
        <p><button type="button" {id} {disabled} {onclick}>{ label }</button></p>
    }
}

fn smart_card(workstation: &Workstation, trial: &Rc<Trial>) -> Html {
    let availability = Way::SmartCard.availability(workstation);
    let body = html! {
        <>
            { paragraph(i18n::availability(availability)) }
            if availability == Availability::Ready {
                { button(trial, "reader-smart-card".into(), i18n::reader_smart_card_list(), |trial| {
                    trial.failure.set(None);
                    spawn_local(async move {
                        match smart_card::readers().await {
                            Ok(readers) => trial.readers.set(Some(readers)),
                            Err(error) => trial.failure.set(Some(error.into())),
                        }
                    });
                }) }
                if let Some(readers) = trial.readers.as_ref() {
                    if readers.is_empty() {
                        <p role="status">{ i18n::reader_smart_card_none() }</p>
                    }
                    { for readers.iter().enumerate().map(|(index, reader)| {
                        let label = i18n::reader_smart_card_read(reader.name.clone());
                        let reader = reader.clone();
                        button(trial, format!("reader-smart-card-{index}"), label, move |trial| {
                            attempt(&trial, Reader::System(reader.clone()));
                        })
                    }) }
                }
            }
        </>
    };
    section("reader-smart-card-title", i18n::reader_smart_card_title(), body)
}

fn usb(workstation: &Workstation, trial: &Rc<Trial>) -> Html {
    let system = workstation.system();
    let lead = match Way::UsbCard.availability(workstation) {
        Availability::Ready => i18n::reader_usb_lead_card(),
        Availability::Absent(Absence::Protected) => i18n::reader_usb_lead_model(),
        other => i18n::availability(other),
    };
    let can_choose = Way::UsbReader.availability(workstation) == Availability::Ready;
    let body = html! {
        <>
            { paragraph(lead) }
            if can_choose {
                { button(trial, "reader-usb".into(), i18n::reader_usb_choose(), move |trial| {
                    trial.failure.set(None);
                    spawn_local(async move {
                        match usb::choose(system).await {
                            Ok(device) => {
                                let mut devices = (*trial.devices).clone();
                                if !devices.contains(&device) {
                                    devices.push(device.clone());
                                    trial.devices.set(devices);
                                }
                                look(&trial, device).await;
                            }
                            Err(error) => trial.failure.set(Some(error.into())),
                        }
                    });
                }) }
                { for trial.devices.iter().enumerate().map(|(index, device)| {
                    let device = device.clone();
                    button(trial, format!("reader-usb-{index}"), i18n::reader_usb_read(device.name()), move |trial| {
                        let device = device.clone();
                        trial.failure.set(None);
                        spawn_local(async move { look(&trial, device).await });
                    })
                }) }
                if trial.slots.len() > 1 {
                    { for trial.slots.iter().enumerate().map(|(index, slot)| {
                        let label = i18n::text!(reader_usb_slot { reader: slot.device.name(), slot: u32::from(slot.number) + 1 });
                        let slot = slot.clone();
                        button(trial, format!("reader-slot-{index}"), label, move |trial| {
                            attempt(&trial, Reader::Usb(slot.clone()));
                        })
                    }) }
                }
            }
        </>
    };
    section("reader-usb-title", i18n::reader_usb_title(), body)
}

/// Learns what a USB device is; reads the card of a reader that has one slot.
async fn look(trial: &Rc<Trial>, device: Device) {
    trial.stage.set(Some(Stage::Connecting));
    let slots = device.slots().await;
    trial.stage.set(None);
    trial.slots.set(slots.clone().unwrap_or_default());
    match slots.as_deref() {
        Ok([]) => trial.failure.set(Some(LinkError::NotAReader.into())),
        Ok([slot]) => attempt(trial, Reader::Usb(slot.clone())),
        Ok(_) => {}
        Err(error) => trial.failure.set(Some(error.clone().into())),
    }
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

fn demonstration(trial: &Rc<Trial>) -> Html {
    let show = button(
        trial,
        "reader-demonstration".into(),
        i18n::reader_demonstration(),
        |trial| attempt(&trial, Reader::Demonstration(Demonstration { at: clock::now() })),
    );
    section(
        "reader-demonstration-title",
        i18n::reader_demonstration_title(),
        show,
    )
}
