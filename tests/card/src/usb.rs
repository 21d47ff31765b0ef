//! What the reader says of itself over USB: its descriptors (USB 2.0, section 9.6; CCID 1.1, section 5.1).

/// How the reader exchanges with the card: bits 16 to 18 of dwFeatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Characters: nobody speaks to that.
    Character,
    /// TPDUs of T=0.
    Tpdu,
    /// Short APDUs.
    Short,
    /// Short and extended APDUs.
    Extended,
}

impl Level {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Character, Self::Tpdu, Self::Short, Self::Extended];

    /// The word for it in options.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Character => "character",
            Self::Tpdu => "tpdu",
            Self::Short => "short",
            Self::Extended => "extended",
        }
    }

    const fn features(self) -> u32 {
        match self {
            Self::Character => 0,
            Self::Tpdu => 0x1_0000,
            Self::Short => 0x2_0000,
            Self::Extended => 0x4_0000,
        }
    }
}

/// What kind of reader is wanted.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "readers differ in any combination")]
pub struct Settings {
    /// How it exchanges with the card.
    pub level: Level,
    /// The class of its interface: 0B, which browsers protect, or FF.
    pub class: u8,
    /// The size of its bulk packets: 8, 16, 32, 64 or 512.
    pub packet: u16,
    /// Whether a transfer that ends with a full packet is closed by an empty one.
    pub empty_packets: bool,
    /// How often it asks for more time before it answers a block.
    pub extensions: u8,
    /// Whether it sends an answer of some earlier command first.
    pub stale: bool,
    /// How many slots it has.
    pub slots: u8,
    /// The slot with the card.
    pub slot: u8,
    /// Whether every command finds the slot busy.
    pub busy: bool,
    /// Whether it chooses the voltage itself. If not, the card answers at 1.8 V alone.
    pub automatic_voltage: bool,
    /// Whether it sets the parameters of the protocol itself. If not, blocks are refused before
    /// `SetParameters`.
    pub automatic_parameters: bool,
    /// The most bytes of an answer's data in one message, where the level is extended APDU; the rest is chained.
    pub chained: Option<usize>,
}

impl Default for Settings {
    /// QEMU's reader.
    fn default() -> Self {
        Self {
            level: Level::Tpdu,
            class: 0x0b,
            packet: 64,
            empty_packets: true,
            extensions: 0,
            stale: false,
            slots: 1,
            slot: 0,
            busy: false,
            automatic_voltage: true,
            automatic_parameters: true,
            chained: None,
        }
    }
}

/// The vendor and the product: those of QEMU's reader, a Gemalto model.
pub const VENDOR: u16 = 0x08e6;
/// See [`VENDOR`].
pub const PRODUCT: u16 = 0x4433;
/// The product's name.
pub const PRODUCT_NAME: &str = "CCID simulator";
/// The endpoints: interrupt in, bulk in, bulk out.
pub const ENDPOINTS: [u8; 3] = [0x81, 0x82, 0x03];

impl Settings {
    /// dwFeatures.
    pub fn features(&self) -> u32 {
        // Automatic activation, clock, baud rate, negotiation, PPS and IFSD.
        let mut features = 0x0000_04f4 | self.level.features();
        if self.automatic_voltage {
            features |= 8;
        }
        if self.automatic_parameters {
            features |= 2;
        } else {
            features &= !0xf0;
        }
        features
    }

    /// dwMaxCCIDMessageLength: QEMU's, but for short APDUs the usual one.
    pub const fn max_message(&self) -> u32 {
        match self.level {
            Level::Short => 271,
            Level::Character | Level::Tpdu | Level::Extended => 65_554,
        }
    }

    /// The functional descriptor of the class.
    pub fn ccid_descriptor(&self) -> Vec<u8> {
        let mut bytes = vec![54, 0x21, 0x10, 0x01, self.slots.saturating_sub(1), 7];
        for number in [
            1, // dwProtocols: T=0
            4_000, 4_000, // clocks, kHz
        ] {
            bytes.extend(u32::to_le_bytes(number));
        }
        bytes.push(0);
        for number in [9_600, 115_200] {
            bytes.extend(u32::to_le_bytes(number));
        }
        bytes.push(0);
        for number in [254, 0, 0, self.features(), self.max_message()] {
            bytes.extend(u32::to_le_bytes(number));
        }
        // bClassGetResponse, bClassEnvelope, wLcdLayout, bPINSupport, bMaxCCIDBusySlots.
        bytes.extend([0xff, 0xff, 0, 0, 0, 1]);
        bytes
    }

    /// The whole configuration descriptor, as `GET_DESCRIPTOR` gives it.
    pub fn configuration_descriptor(&self) -> Vec<u8> {
        let endpoint = |address: u8, attributes: u8, size: u16, interval: u8| {
            let [low, high] = size.to_le_bytes();
            [7, 5, address, attributes, low, high, interval]
        };
        let mut body = vec![9, 4, 0, 0, 3, self.class, 0, 0, 0];
        body.extend(self.ccid_descriptor());
        let [interrupt, bulk_in, bulk_out] = ENDPOINTS;
        body.extend(endpoint(interrupt, 3, 64, 255));
        body.extend(endpoint(bulk_in, 2, self.packet, 0));
        body.extend(endpoint(bulk_out, 2, self.packet, 0));
        let [low, high] = u16::try_from(body.len() + 9).unwrap_or(u16::MAX).to_le_bytes();
        let mut bytes = vec![9, 2, low, high, 1, 1, 0, 0xe0, 50];
        bytes.append(&mut body);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;

    #[test]
    fn the_descriptor_is_qemus() {
        let settings = Settings::default();
        assert_eq!(settings.features(), 0x0001_04fe);
        assert_eq!(settings.ccid_descriptor().len(), 54);
        let configuration = settings.configuration_descriptor();
        assert_eq!(configuration.len(), 93);
        assert_eq!(configuration[2..4], [93, 0]);
        assert_eq!(settings.ccid_descriptor()[40..44], 0x0001_04fe_u32.to_le_bytes());
        assert_eq!(settings.ccid_descriptor()[44..48], 65_554_u32.to_le_bytes());
    }
}
