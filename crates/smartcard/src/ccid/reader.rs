//! A reader's slot: power, and commands to its card (CCID 1.1, section 6).

use super::descriptor::{Interface, Level, ReaderDescriptor, Voltage};
use super::exchange::Exchanger;
use super::message::{CardState, Command, Outcome, ReaderAnswer, error_name};
use super::parameters;
use super::pipe::Pipe;
use crate::apdu::{Apdu, LinkError};

/// The most bytes of an answer to a short command: 256, and the two status bytes.
const MAX_RESPONSE: usize = 256 + 2;
/// The length that an answer to reset may have, in bytes: TS and T0, and 31 more (ISO/IEC 7816-3, section 8).
const ATR_LEN: std::ops::RangeInclusive<usize> = 2..=33;
/// `bError` of a card that does not answer, or is not there.
const ICC_MUTE: u8 = 0xfe;

/// A slot of a reader.
///
/// Each operation takes a bounded number of messages, whatever the reader answers.
pub struct CcidReader<P> {
    exchanger: Exchanger<P>,
    descriptor: ReaderDescriptor,
    level: Level,
    /// Whether a card in this slot has answered: if it is absent from then on, it was taken out.
    has_answered: bool,
}

impl<P: Pipe> CcidReader<P> {
    /// Slot `slot`, the first being 0, of the reader that has this interface. Nothing is sent.
    ///
    /// # Errors
    /// [`LinkError::CharacterLevel`] for a reader that cannot be used, [`LinkError::Reader`] for a slot that it does
    /// not have, or for a TPDU-level reader without T=0.
    pub fn new(pipe: P, interface: &Interface, slot: u8) -> Result<Self, LinkError> {
        let descriptor = interface.reader;
        let level = descriptor.level();
        if level == Level::Character {
            return Err(LinkError::CharacterLevel);
        }
        if slot > descriptor.max_slot_index {
            return Err(LinkError::Reader(format!("no slot {slot}")));
        }
        if level == Level::Tpdu && !descriptor.speaks(0) {
            return Err(LinkError::Reader("no T=0".into()));
        }
        Ok(Self {
            exchanger: Exchanger::new(pipe, interface, slot),
            descriptor,
            level,
            has_answered: false,
        })
    }

    /// Whether there is a card, and whether it has power.
    ///
    /// # Errors
    /// What the pipe or the reader says.
    pub async fn slot_status(&mut self) -> Result<CardState, LinkError> {
        let answer = self.exchanger.exchange(&Command::GetSlotStatus).await?;
        match answer.outcome {
            // Some readers report a missing or mute card as a failure.
            Outcome::Failed(error) if error != ICC_MUTE && answer.card != CardState::Absent => {
                Err(self.failure(answer.card, error))
            }
            _ => Ok(answer.card),
        }
    }

    /// Gives the card power, and sets the protocol at TPDU level. Returns the answer to reset.
    ///
    /// If the reader does not choose the voltage, those that it declares are tried from 5 V down, and the first failure
    /// is the one returned.
    ///
    /// # Errors
    /// [`LinkError::NoCard`], [`LinkError::Mute`], or whatever else the pipe, the reader or the card says. At TPDU
    /// level, a card with which the reader cannot use T=0 is refused (`LinkError::Card("T=1 only")`).
    pub async fn power_on(&mut self) -> Result<Vec<u8>, LinkError> {
        let atr = self.activate().await?;
        if self.level == Level::Tpdu {
            self.set_parameters(&atr).await?;
        }
        Ok(atr)
    }

    async fn activate(&mut self) -> Result<Vec<u8>, LinkError> {
        let mut voltages: Vec<Option<Voltage>> = self.descriptor.voltages().map(Some).collect();
        if self.descriptor.chooses_voltage() || voltages.is_empty() {
            voltages = vec![None];
        }
        let mut first = None;
        for voltage in voltages {
            if first.is_some() {
                // Power is cut before another voltage is tried (ISO/IEC 7816-3, section 6.2).
                self.exchanger.exchange(&Command::IccPowerOff).await?;
            }
            let answer = self.exchanger.exchange(&Command::IccPowerOn(voltage)).await?;
            let refused = match self.accept(answer) {
                Ok(answer) if ATR_LEN.contains(&answer.data.len()) => {
                    self.has_answered = true;
                    return Ok(answer.data);
                }
                Ok(answer) => LinkError::Card(format!("an answer to reset of {} bytes", answer.data.len())),
                Err(error @ (LinkError::NoCard | LinkError::CardRemoved | LinkError::Busy)) => {
                    return Err(error);
                }
                Err(error) => error,
            };
            first.get_or_insert(refused);
        }
        Err(first.unwrap_or(LinkError::Mute))
    }

    /// Makes the reader use T=0 with the card.
    async fn set_parameters(&mut self, atr: &[u8]) -> Result<(), LinkError> {
        let (t0, has_others) = parameters::of_card(atr, &self.descriptor)
            .map_err(|unsuitable| LinkError::Card(unsuitable.to_string()))?;
        if self.descriptor.negotiates() {
            // It has chosen already, and can have chosen T=1 only if the card offers it.
            if !has_others {
                return Ok(());
            }
            let answer = self.exchanger.exchange(&Command::GetParameters).await?;
            if self.accept(answer)?.specific == 0 {
                return Ok(());
            }
        }
        let answer = self.exchanger.exchange(&Command::SetParameters(t0)).await?;
        self.accept(answer).map(|_| ())
    }

    /// Sends the card a command. Returns its answer: at most 256 bytes, then the two status bytes.
    ///
    /// At TPDU level, a command with data is sent without the number of bytes wanted, and a T=0 card that has some
    /// answers `61xx` or `6Cxx`: the caller asks for them, as with any other link. NULL procedure bytes (60) are left
    /// to the reader.
    ///
    /// # Errors
    /// [`LinkError::CardRemoved`], [`LinkError::Mute`], or whatever else the pipe, the reader or the card says.
    pub async fn transmit(&mut self, command: &Apdu) -> Result<Vec<u8>, LinkError> {
        let block = match self.level {
            Level::Tpdu => tpdu(command),
            _ => command.clone(),
        };
        let answer = self.exchanger.exchange(&Command::XfrBlock(block)).await?;
        let mut answer = self.accept(answer)?;
        let mut response = std::mem::take(&mut answer.data);
        // bChainParameter: 1 begins an answer, 3 continues it, 2 ends it. The other levels do not use it.
        while self.level == Level::ExtendedApdu && answer.specific != 0 && answer.specific != 2 {
            if !matches!(answer.specific, 1 | 3) {
                return Err(LinkError::Reader(format!("bChainParameter {}", answer.specific)));
            }
            let next = self.exchanger.exchange(&Command::XfrBlockNext).await?;
            answer = self.accept(next)?;
            if answer.data.is_empty() || response.len() + answer.data.len() > MAX_RESPONSE {
                return Err(LinkError::Reader("an answer in parts that do not end".into()));
            }
            response.append(&mut answer.data);
        }
        if (2..=MAX_RESPONSE).contains(&response.len()) {
            Ok(response)
        } else {
            Err(LinkError::Card(format!("an answer of {} bytes", response.len())))
        }
    }

    /// Cuts the card's power.
    ///
    /// # Errors
    /// What the pipe says. If the reader fails, there is nothing more to say to it.
    pub async fn power_off(&mut self) -> Result<(), LinkError> {
        self.exchanger.exchange(&Command::IccPowerOff).await.map(|_| ())
    }

    /// Returns the pipe, and leaves the card as it is.
    pub fn into_pipe(self) -> P {
        self.exchanger.pipe
    }

    /// The answer, if it comes from a card and is not a failure.
    fn accept(&self, answer: ReaderAnswer) -> Result<ReaderAnswer, LinkError> {
        match answer.outcome {
            Outcome::Failed(error) => Err(self.failure(answer.card, error)),
            _ if answer.card == CardState::Absent => Err(self.failure(CardState::Absent, 0)),
            _ => Ok(answer),
        }
    }

    /// What a failure means (CCID 1.1, table 6.2-2).
    fn failure(&self, card: CardState, error: u8) -> LinkError {
        match (card, error) {
            (CardState::Absent, _) if self.has_answered => LinkError::CardRemoved,
            (CardState::Absent, _) => LinkError::NoCard,
            // The second: the reader is powering the card by itself at this moment.
            (_, 0xe0 | 0xf2) => LinkError::Busy,
            (_, ICC_MUTE) => LinkError::Mute,
            (_, 0xfc | 0xfb) => LinkError::Reader(error_name(error)),
            // Taken out and put back in, it has lost its power.
            (CardState::Inactive, _) if self.has_answered => LinkError::CardRemoved,
            (_, 0xf3..=0xfd) => LinkError::Card(error_name(error)),
            _ => LinkError::Reader(error_name(error)),
        }
    }
}

/// The command in the form for T=0 (ISO/IEC 7816-3, section 12.2): at least five bytes, and no expected length after
/// data.
fn tpdu(command: &Apdu) -> Apdu {
    match command.bytes().len() {
        // With no data either way, P3 is 0, which also stands for 256.
        ..=4 => command.expecting(256),
        _ => command.without_expected(),
    }
}
