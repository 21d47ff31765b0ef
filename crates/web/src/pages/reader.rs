//! Cards: reading one in whatever way the browser allows, and saying why it does not allow more.

use certiroc_core::card::apdu::LinkError;
use certiroc_core::card::backend::{Absence, Availability, Backend, System, Way, Workstation, read_card};
use certiroc_core::card::cpx::Says;
use certiroc_core::card::demonstration::Demonstration;
use certiroc_core::card::reading::{ReadError, Stage};
use certiroc_core::finding::Severity;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::smart_card::{self, Reader};
use crate::browser::usb::{self, Device, Slot};
use crate::browser::{clock, page, workstation};
use crate::components::card_view::{CARD_TITLE_ID, card};
use crate::components::copy::Copy;
use crate::components::given::given;
use crate::components::intake::intake;
use crate::components::notes::{Note, notes};
use crate::components::station::{Seen, station};
use crate::i18n;
use crate::state::{Action, CardAction, CardSource, Context, Given, use_session};

/// What exports the certificates of cards from the user's store in Windows, one file each, to the desktop. The issuers
/// of persons' certificates end with that word.
const POWERSHELL: &str = r#"Get-ChildItem Cert:\CurrentUser\My | Where-Object Issuer -like '*IGC-SANTE*PERSONNES*' | ForEach-Object { Export-Certificate -Cert $_ -FilePath "$([Environment]::GetFolderPath('Desktop'))\carte-$($_.Thumbprint).cer" }"#;
/// The same by `pkcs11-tool` of `OpenSC`, where it can load the PKCS #11 module of the card.
const PKCS11_TOOL: &str = "pkcs11-tool --module MODULE --list-objects --type cert\npkcs11-tool --module MODULE --read-object --type cert --id ID --output-file carte.cer";

/// What was tried on this page, and what came of it.
#[derive(Clone, PartialEq)]
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
    readers: UseStateHandle<Option<Vec<Reader>>>,
    /// How to show a card.
    send: Callback<Action>,
}

/// The page of cards and readers.
#[component]
pub fn ReaderPage() -> Html {
    let context = use_session();
    let trial = Trial {
        stage: use_state(|| None),
        failure: use_state(|| None),
        devices: use_state(Vec::new),
        slots: use_state(Vec::new),
        readers: use_state(|| None),
        send: context.send.clone(),
    };
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
    let shown = session
        .card
        .as_ref()
        .map(|card| std::rc::Rc::as_ptr(&card.reading));
    let known = use_mut_ref(|| shown);
    use_effect_with(shown, move |shown| {
        if known.replace(*shown) != *shown && shown.is_some() {
            page::focus(CARD_TITLE_ID);
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
                <div id="reader-outcome">{ outcome(&trial) }</div>
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
fn outcome(trial: &Trial) -> Html {
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
fn attempt(trial: &Trial, backend: impl Backend + 'static, source: CardSource) {
    let Trial {
        stage, failure, send, ..
    } = trial.clone();
    failure.set(None);
    stage.set(Some(Stage::Connecting));
    spawn_local(async move {
        let read = read_card(&backend, |reached| stage.set(Some(reached))).await;
        stage.set(None);
        match read {
            Ok(reading) => send.emit(Action::Card(CardAction::Show(reading, source))),
            Err(error) => failure.set(Some(error)),
        }
    });
}

/// A button that starts something; none of them while a card is read.
fn button(trial: &Trial, id: String, label: String, start: impl Fn(Trial) + 'static) -> Html {
    let disabled = trial.stage.is_some();
    let trial = trial.clone();
    html! {
        <p><button type="button" {id} {disabled} onclick={move |_: MouseEvent| start(trial.clone())}>{ label }</button></p>
    }
}

fn smart_card(workstation: &Workstation, trial: &Trial) -> Html {
    let availability = Way::SmartCard.availability(workstation);
    html! {
        <section aria-labelledby="reader-smart-card-title">
            <h3 id="reader-smart-card-title">{ i18n::reader_smart_card_title() }</h3>
            <p>{ i18n::availability(availability) }</p>
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
                            attempt(&trial, reader.clone(), CardSource::Reader);
                        })
                    }) }
                }
            }
        </section>
    }
}

fn usb(workstation: &Workstation, trial: &Trial) -> Html {
    let system = workstation.system();
    let lead = match Way::UsbCard.availability(workstation) {
        Availability::Ready => i18n::reader_usb_lead_card(),
        Availability::Absent(Absence::Protected) => i18n::reader_usb_lead_model(),
        other => i18n::availability(other),
    };
    let can_choose = Way::UsbReader.availability(workstation) == Availability::Ready;
    html! {
        <section aria-labelledby="reader-usb-title">
            <h3 id="reader-usb-title">{ i18n::reader_usb_title() }</h3>
            <p>{ lead }</p>
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
                            attempt(&trial, slot.clone(), CardSource::Reader);
                        })
                    }) }
                }
            }
        </section>
    }
}

/// Learns what a USB device is; reads the card of a reader that has one slot.
async fn look(trial: &Trial, device: Device) {
    match device.slots().await {
        Ok(slots) => {
            trial.slots.set(slots.clone());
            match slots.as_slice() {
                [] => trial.failure.set(Some(LinkError::NotAReader.into())),
                [slot] => attempt(trial, slot.clone(), CardSource::Reader),
                _ => {}
            }
        }
        Err(error) => trial.failure.set(Some(error.into())),
    }
}

fn file(context: &Context, system: System) -> Html {
    let untried = html! { <p class="hint">{ i18n::reader_file_untried() }</p> };
    html! {
        <section aria-labelledby="reader-file-title">
            <h3 id="reader-file-title">{ i18n::reader_file_title() }</h3>
            <p>{ i18n::reader_file_lead() }</p>
            { intake(context, "reader-file", i18n::reader_file_input(), true) }
            <details open={system == System::Windows}>
                <summary>{ i18n::reader_file_windows() }</summary>
                <p>{ i18n::reader_file_windows_lead() }</p>
                <Copy id="reader-powershell" label={i18n::reader_file_windows_label()} text={POWERSHELL} typed=true />
                { untried.clone() }
            </details>
            <details>
                <summary>{ i18n::reader_file_firefox() }</summary>
                <p>{ i18n::reader_file_firefox_steps() }</p>
                { untried.clone() }
            </details>
            <details>
                <summary>{ i18n::reader_file_mac() }</summary>
                <p>{ i18n::reader_file_mac_steps() }</p>
                { untried.clone() }
            </details>
            <details>
                <summary>{ i18n::reader_file_linux() }</summary>
                <p>{ i18n::reader_file_linux_lead() }</p>
                <Copy id="reader-pkcs11" label={i18n::reader_file_linux_label()} text={PKCS11_TOOL} typed=true />
                { untried }
            </details>
            <p>{ i18n::reader_file_program() }</p>
        </section>
    }
}

fn demonstration(trial: &Trial) -> Html {
    html! {
        <section aria-labelledby="reader-demonstration-title">
            <h3 id="reader-demonstration-title">{ i18n::reader_demonstration_title() }</h3>
            { button(trial, "reader-demonstration".into(), i18n::reader_demonstration(), |trial| {
                attempt(&trial, Demonstration { at: clock::now() }, CardSource::Demonstration);
            }) }
        </section>
    }
}
