//! Cards and readers: what the application does with them.

use std::collections::BTreeMap;
use std::rc::Rc;

use certiroc_core::cpx;
use certiroc_core::intake::Received;
use certiroc_pki::intake::Entry;
use certiroc_smartcard::apdu::LinkError;
use certiroc_smartcard::backend::read_card;
use certiroc_smartcard::reading::{CardError, Reading, ReadingStage};
use yew::Context;

use super::{App, Message};
use crate::browser::reader::Reader;
use crate::browser::smart_card;
use crate::browser::usb::{self, Device, UsbSlot};
use crate::pages::reader::OUTCOME_ID;
use crate::pages::reader::card::CARD_TITLE_ID;
use crate::route::Route;
use crate::state::{CardAction, CardShown, CardSource};

/// What a reader, or the card in one, answers.
pub enum Answer {
    /// The USB devices that were granted before.
    Granted(Vec<Device>),
    /// The readers of the system.
    Listed(Result<Vec<smart_card::SystemReader>, LinkError>),
    /// The USB device that the user chose.
    Chosen(Result<Device, LinkError>),
    /// Its slots.
    Looked(Result<Vec<UsbSlot>, LinkError>),
    /// How far a reading is.
    Reached(ReadingStage),
    /// What was read.
    Read(Result<Reading, CardError>, CardSource),
}

impl App {
    /// What a page asks for. While a card is read, nothing else is asked of readers.
    pub(super) fn act_on_card(&mut self, ctx: &Context<Self>, action: CardAction) {
        match action {
            CardAction::State(place, stated) => {
                if let Some(card) = &mut self.state().cards.shown {
                    match stated {
                        Some(stated) => card.stated.insert(place, stated),
                        None => card.stated.remove(&place),
                    };
                }
            }
            CardAction::Remove => {
                // What is being read, or was given last, may hold its certificates too.
                self.end_readings();
                self.discard = self.session.cards.readers.stage.is_some();
                self.state().cards.shown = None;
                let files = self.files();
                files.given = Vec::new();
                files.filed = Vec::new();
                self.forget_devices(ctx);
            }
            _ if self.session.cards.readers.stage.is_some() => {}
            CardAction::ListReaders => {
                self.begin();
                answer(ctx, async { Answer::Listed(smart_card::readers().await) });
            }
            CardAction::ChooseDevice => {
                self.begin();
                answer(ctx, async { Answer::Chosen(usb::choose().await) });
            }
            CardAction::Look(device) => {
                self.begin();
                answer(ctx, async move { Answer::Looked(device.slots().await) });
            }
            CardAction::Read(reader) => {
                self.begin();
                let source = match reader {
                    Reader::System(_) | Reader::Usb(_) => CardSource::Reader,
                    Reader::Demonstration(_) => CardSource::Demonstration,
                };
                let reached = ctx
                    .link()
                    .callback(|stage| Message::Answered(Answer::Reached(stage)));
                answer(ctx, async move {
                    Answer::Read(read_card(&reader, |stage| reached.emit(stage)).await, source)
                });
            }
        }
    }

    pub(super) fn answered(&mut self, ctx: &Context<Self>, answer: Answer) {
        let discard = self.discard;
        let readers = &mut self.state().cards.readers;
        match answer {
            Answer::Granted(devices) => readers.devices = devices,
            Answer::Reached(stage) => readers.stage = Some(stage),
            // It goes no further; what was chosen meanwhile is not kept either.
            Answer::Chosen(_) if discard => {
                readers.stage = None;
                self.forget_devices(ctx);
            }
            _ if discard => readers.stage = None,
            Answer::Listed(Ok(system)) => {
                readers.stage = None;
                readers.system = Some(system);
            }
            Answer::Chosen(Ok(device)) => {
                readers.stage = None;
                if !readers.devices.contains(&device) {
                    readers.devices.push(device.clone());
                }
                self.act_on_card(ctx, CardAction::Look(device));
            }
            Answer::Looked(Ok(slots)) => {
                readers.stage = None;
                readers.slots.clone_from(&slots);
                match slots.as_slice() {
                    [] => self.failed(LinkError::NotAReader.into()),
                    [slot] => self.act_on_card(ctx, CardAction::Read(Reader::Usb(slot.clone()))),
                    _ => {}
                }
            }
            Answer::Read(Ok(reading), source) => {
                readers.stage = None;
                self.show_card(reading, source);
                self.focus = Some(CARD_TITLE_ID.into());
            }
            Answer::Read(Err(error), _) => self.failed(error),
            Answer::Listed(Err(error)) | Answer::Chosen(Err(error)) | Answer::Looked(Err(error)) => {
                self.failed(error.into());
            }
        }
    }

    /// Gives the USB devices back to the browser.
    fn forget_devices(&mut self, ctx: &Context<Self>) {
        let readers = &mut self.state().cards.readers;
        readers.devices = Vec::new();
        readers.slots = Vec::new();
        answer(ctx, async {
            usb::forget_all().await;
            Answer::Granted(usb::granted().await)
        });
    }

    fn begin(&mut self) {
        self.discard = false;
        let readers = &mut self.state().cards.readers;
        readers.failure = None;
        readers.stage = Some(ReadingStage::Connecting);
    }

    fn failed(&mut self, error: CardError) {
        let readers = &mut self.state().cards.readers;
        readers.stage = None;
        readers.failure = Some(error);
        // The button may stand far below.
        self.focus = Some(OUTCOME_ID.into());
    }

    fn show_card(&mut self, reading: Reading, source: CardSource) {
        self.state().cards.shown = Some(CardShown {
            reading: Rc::new(reading),
            source,
            stated: BTreeMap::new(),
            verdicts: Vec::new(),
        });
    }

    /// On the page of readers: which USB devices were granted before.
    pub(super) fn look_for_devices(&self, ctx: &Context<Self>) {
        if self.route == Route::Reader {
            answer(ctx, async { Answer::Granted(usb::granted().await) });
        }
    }

    /// Shows the card whose data are in files that were read, and learns what revocation lists say of it.
    pub(super) fn take_card(&mut self, files: &[Rc<Received>]) {
        // A file that is given elsewhere takes no place of a card that was read.
        let is_free = self
            .session
            .cards
            .shown
            .as_ref()
            .is_none_or(|card| card.source != CardSource::Reader);
        let read = cpx::in_files(files.iter().map(Rc::as_ref));
        if let Some(reading) = read.filter(|_| is_free || self.route == Route::Reader) {
            self.show_card(reading, CardSource::Files);
        }
        let Some(card) = &mut self.state().cards.shown else {
            return;
        };
        let rows = files.iter().flat_map(|received| &received.report.rows);
        let lists = rows.filter_map(|row| match &row.entry {
            Entry::Crl(crl) => Some(crl),
            _ => None,
        });
        for verdict in lists.flat_map(|list| &list.verdicts) {
            if !card.verdicts.contains(verdict) {
                card.verdicts.push(verdict.clone());
            }
        }
    }
}

fn answer(ctx: &Context<App>, answer: impl Future<Output = Answer> + 'static) {
    ctx.link()
        .send_future(async move { Message::Answered(answer.await) });
}
