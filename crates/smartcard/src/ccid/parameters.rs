//! How to use T=0 with a card, according to its answer to reset (ISO/IEC 7816-3, section 8): the parameters to give a
//! TPDU-level reader.

use super::descriptor::ReaderDescriptor;
use super::message::T0Parameters;
use crate::atr::Atr;

/// Fi 372 and Di 1, which every card accepts until something else is agreed.
const DEFAULT_SPEED: u8 = 0x11;
/// WI if there is no TC2.
const DEFAULT_WAITING_INTEGER: u8 = 10;

/// Why T=0 cannot be used with a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unsuitable {
    /// The answer to reset ends within its interface bytes, or does not begin with a TS.
    #[error("malformed answer to reset")]
    Malformed,
    /// The card speaks only T=1, or would have to be switched from it by a PPS that the reader does not perform.
    #[error("T=1 only")]
    OtherProtocol,
}

/// Whether the reader can use this speed with the card: the rate that results from its clock, Fi and Di.
fn keeps_up(reader: &ReaderDescriptor, findex_dindex: u8) -> bool {
    const F: [u32; 16] = [
        372, 372, 558, 744, 1116, 1488, 1860, 0, 0, 512, 768, 1024, 1536, 2048, 0, 0,
    ];
    const D: [u32; 16] = [0, 1, 2, 4, 8, 16, 32, 64, 12, 20, 0, 0, 0, 0, 0, 0];
    let f = F[usize::from(findex_dindex >> 4)];
    let d = D[usize::from(findex_dindex & 0x0f)];
    let rate = (u64::from(reader.default_clock) * 1000 * u64::from(d)).checked_div(u64::from(f));
    // 0 is reserved in both.
    d > 0 && rate.is_some_and(|rate| rate <= u64::from(reader.max_data_rate))
}

/// The parameters to give a TPDU-level reader for a card, and whether the card offers other protocols as well, of which
/// a reader that negotiates by itself may have chosen one.
///
/// The host sends no PPS: only an [`Apdu`](crate::apdu::Apdu) goes to a card. So a card that has not fixed its speed
/// keeps the default one, unless the reader performs the PPS by itself and is fast enough.
pub(super) fn of_card(atr: &[u8], reader: &ReaderDescriptor) -> Result<(T0Parameters, bool), Unsuitable> {
    let bytes = Atr::parse(atr).ok_or(Unsuitable::Malformed)?;
    let offered = bytes.ta1.unwrap_or(DEFAULT_SPEED);
    let first = bytes.protocols.first().copied().unwrap_or(0);
    let makes_pps = reader.negotiates() || reader.negotiates_what_is_set();
    let (protocol, takes_offer) = if let Some(ta2) = bytes.ta2 {
        // Specific mode: one protocol, at one speed, which bit 5 declares to be known by other means.
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
