//! How to speak T=0 to a card, according to its answer to reset (ISO/IEC 7816-3, section 8): what a TPDU-level reader
//! has to be told.

use super::descriptor::ReaderDescriptor;
use super::message::T0Parameters;
use crate::atr::Atr;

/// Fi 372 and Di 1, which every card takes until something else is agreed.
const DEFAULT_SPEED: u8 = 0x11;
/// WI where there is no TC2.
const DEFAULT_WAITING_INTEGER: u8 = 10;

/// Why T=0 cannot be spoken to a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unsuitable {
    /// The answer to reset ends within its interface bytes, or begins with no TS.
    #[error("malformed answer to reset")]
    Malformed,
    /// The card speaks T=1 alone, or would have to be talked out of it by a PPS that the reader does not make.
    #[error("T=1 only")]
    OtherProtocol,
}

/// Whether the reader can tell the card this speed: the rate that Fi and Di make of its clock.
fn keeps_up(reader: &ReaderDescriptor, findex_dindex: u8) -> bool {
    const F: [u32; 16] = [
        372, 372, 558, 744, 1116, 1488, 1860, 0, 0, 512, 768, 1024, 1536, 2048, 0, 0,
    ];
    const D: [u32; 16] = [0, 1, 2, 4, 8, 16, 32, 64, 12, 20, 0, 0, 0, 0, 0, 0];
    let f = F[usize::from(findex_dindex >> 4)];
    let d = D[usize::from(findex_dindex & 0x0f)];
    let rate = (u64::from(reader.default_clock) * 1000 * u64::from(d)).checked_div(u64::from(f));
    // 0 is reserved, of both.
    d > 0 && rate.is_some_and(|rate| rate <= u64::from(reader.max_data_rate))
}

/// What to tell a reader of the TPDU level of a card; whether the card offers other protocols as well, so that a reader
/// that negotiates by itself may have chosen another.
///
/// The host sends no PPS: no command but an [`Apdu`](crate::apdu::Apdu) goes to a card. So a card that has not
/// fixed its speed keeps the default one, unless the reader makes the PPS by itself and is fast enough.
pub(super) fn of_card(atr: &[u8], reader: &ReaderDescriptor) -> Result<(T0Parameters, bool), Unsuitable> {
    let bytes = Atr::parse(atr).ok_or(Unsuitable::Malformed)?;
    let offered = bytes.ta1.unwrap_or(DEFAULT_SPEED);
    let first = bytes.protocols.first().copied().unwrap_or(0);
    let makes_pps = reader.negotiates() || reader.negotiates_what_is_set();
    let (protocol, takes_offer) = if let Some(ta2) = bytes.ta2 {
        // Specific mode: one protocol, at one speed, which bit 5 says to be known otherwise.
        (ta2 & 0x0f, ta2 & 0x10 == 0)
    } else {
        let chosen = if makes_pps && bytes.protocols.contains(&0) {
            0
        } else {
            first
        };
        (
            chosen,
            reader.negotiates_what_is_set() && keeps_up(reader, offered),
        )
    };
    if protocol != 0 {
        return Err(Unsuitable::OtherProtocol);
    }
    let parameters = T0Parameters {
        findex_dindex: if takes_offer { offered } else { DEFAULT_SPEED },
        inverse: bytes.inverse,
        guard_time: bytes.tc1.unwrap_or(0),
        waiting_integer: bytes.tc2.unwrap_or(DEFAULT_WAITING_INTEGER),
    };
    Ok((parameters, bytes.protocols.iter().any(|t| *t != 0)))
}
