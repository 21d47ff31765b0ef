//! How USB describes a device: its raw configuration descriptor, read (USB 2.0, section 9.6; CCID 1.1, section 5.1).
//!
//! `GET_DESCRIPTOR` needs no claim on the device, so a reader can be described even if its card is out of reach.

/// An interface of the device that speaks CCID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// `bConfigurationValue` of the configuration it belongs to.
    pub configuration: u8,
    /// `bInterfaceNumber`.
    pub number: u8,
    /// `bAlternateSetting`.
    pub alternate: u8,
    /// The class it declares.
    pub class: Class,
    /// Where answers come from.
    pub bulk_in: Endpoint,
    /// Where commands go.
    pub bulk_out: Endpoint,
    /// Where the reader announces that a card came or went, if it does.
    pub interrupt_in: Option<Endpoint>,
    /// What the reader can do.
    pub reader: ReaderDescriptor,
}

/// The class that an interface declares, which decides who may claim it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// 0B, smart card: browsers keep it from web pages.
    SmartCard,
    /// FF, vendor-specific, but with the descriptor of a reader.
    Vendor,
}

/// An endpoint of an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Its number, without the direction bit.
    pub number: u8,
    /// The most bytes in a packet; never 0.
    pub packet_size: u16,
}

/// The smart card functional descriptor (CCID 1.1, section 5.1), as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReaderDescriptor {
    /// `bcdCCID`: the release of CCID, such as 0x0110.
    pub release: u16,
    /// `bMaxSlotIndex`: the last slot, the first being 0.
    pub max_slot_index: u8,
    /// `bVoltageSupport`, as it is.
    pub voltage_support: u8,
    /// `dwProtocols`, as it is.
    pub protocols: u32,
    /// `dwDefaultClock`: the card's clock, in kHz.
    pub default_clock: u32,
    /// `dwMaxDataRate`, in bits a second.
    pub max_data_rate: u32,
    /// `dwFeatures`, as it is.
    pub features: u32,
    /// `dwMaxCCIDMessageLength`, in bytes, the header's ten included.
    pub max_message_length: u32,
    /// `bMaxCCIDBusySlots`: how many slots may work at the same time.
    pub max_busy_slots: u8,
}

/// What a reader exchanges with its host (`dwFeatures`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Characters: the host would have to keep the card's own time.
    Character,
    /// TPDUs: the host runs the transmission protocol.
    Tpdu,
    /// Short APDUs.
    ShortApdu,
    /// Short and extended APDUs.
    ExtendedApdu,
}

/// A voltage at which a card may be powered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voltage {
    /// Class A, 5 V.
    V5,
    /// Class B, 3 V.
    V3,
    /// Class C, 1.8 V.
    V1_8,
}

impl Voltage {
    /// All, in the order in which they are tried.
    pub const ALL: [Self; 3] = [Self::V5, Self::V3, Self::V1_8];

    /// Its bit of `bVoltageSupport`.
    const fn bit(self) -> u8 {
        match self {
            Self::V5 => 0x01,
            Self::V3 => 0x02,
            Self::V1_8 => 0x04,
        }
    }
}

const FUNCTIONAL_LEN: usize = 54;

impl ReaderDescriptor {
    /// Reads the descriptor, which includes its first two bytes, the length and the type.
    fn from_bytes(bytes: &[u8; FUNCTIONAL_LEN]) -> Self {
        let long = |at: usize| u32::from_le_bytes(std::array::from_fn(|byte| bytes[at + byte]));
        Self {
            release: u16::from_le_bytes([bytes[2], bytes[3]]),
            max_slot_index: bytes[4],
            voltage_support: bytes[5],
            protocols: long(6),
            default_clock: long(10),
            max_data_rate: long(23),
            features: long(40),
            max_message_length: long(44),
            max_busy_slots: bytes[53],
        }
    }

    /// What it exchanges: the highest level, if it declares several.
    pub fn level(&self) -> Level {
        match self.features >> 16 & 7 {
            0 => Level::Character,
            1 => Level::Tpdu,
            2 | 3 => Level::ShortApdu,
            _ => Level::ExtendedApdu,
        }
    }

    /// Whether it speaks the protocol T=`number`, 0 or 1.
    pub fn speaks(&self, number: u8) -> bool {
        number < 2 && self.protocols & 1 << number != 0
    }

    /// The voltages that it declares.
    pub fn voltages(&self) -> impl Iterator<Item = Voltage> {
        let support = self.voltage_support;
        Voltage::ALL
            .into_iter()
            .filter(move |voltage| support & voltage.bit() != 0)
    }

    /// Whether it sets its parameters according to the answer to reset.
    pub fn sets_parameters(&self) -> bool {
        self.features & 0x02 != 0
    }

    /// Whether it powers a card as soon as it is inserted.
    pub fn activates(&self) -> bool {
        self.features & 0x04 != 0
    }

    /// Whether it chooses the voltage.
    pub fn chooses_voltage(&self) -> bool {
        self.features & 0x08 != 0
    }

    /// Whether it agrees with the card on protocol and speed by itself, in its own way.
    pub fn negotiates(&self) -> bool {
        self.features & 0x40 != 0
    }

    /// Whether it agrees with the card on the parameters that the host sets (PPS, ISO/IEC 7816-3, section 9).
    pub fn negotiates_what_is_set(&self) -> bool {
        self.features & 0x80 != 0
    }
}

/// Why no reader can be described.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DescriptorError {
    /// The bytes do not begin with a configuration descriptor.
    #[error("no configuration descriptor")]
    NotAConfiguration,
    /// The bytes end before the configuration does: it has this many (`wTotalLength`), and may be asked for again.
    #[error("the configuration has {0} bytes, more than are given")]
    Truncated(u16),
    /// A descriptor states a length that it cannot have.
    #[error("a wrong length at byte {0}")]
    Length(usize),
    /// No interface of a reader.
    #[error("no interface of a smart card reader")]
    NoReader,
    /// An interface of the class of readers that lacks the descriptor of a reader.
    #[error("a smart card interface without the descriptor of a reader")]
    NoFunctional,
    /// A reader that lacks a bulk endpoint: a device that uses only control transfers (ICCD) is not CCID.
    #[error("a reader without its bulk endpoints")]
    NoBulk,
}

/// Configuration, interface, endpoint: `bDescriptorType` (USB 2.0, table 9-5).
const CONFIGURATION: u8 = 0x02;
const INTERFACE: u8 = 0x04;
const ENDPOINT: u8 = 0x05;
/// The class-specific one (CCID 1.1, section 5.1).
const FUNCTIONAL: u8 = 0x21;

/// The interfaces of readers in a configuration, as `GET_DESCRIPTOR` returns it, one for each alternate setting.
///
/// Bytes after `wTotalLength` are ignored. So are interfaces of the device that are not readers, and a broken one if
/// another is whole.
///
/// # Errors
/// If there is none: what is wrong with the first that is broken, or [`DescriptorError::NoReader`].
pub fn interfaces(configuration: &[u8]) -> Result<Vec<Interface>, DescriptorError> {
    let [_, CONFIGURATION, low, high, _, value, ..] = *configuration else {
        return Err(DescriptorError::NotAConfiguration);
    };
    let total = u16::from_le_bytes([low, high]);
    let bytes = configuration
        .get(..usize::from(total))
        .ok_or(DescriptorError::Truncated(total))?;

    let mut drafts: Vec<Draft> = Vec::new();
    let mut rest = bytes;
    while let [len, kind, ..] = *rest {
        let offset = bytes.len() - rest.len();
        let len = usize::from(len);
        let (descriptor, after) = rest
            .split_at_checked(len)
            .filter(|_| len >= 2)
            .ok_or(DescriptorError::Length(offset))?;
        rest = after;
        match (kind, descriptor) {
            (INTERFACE, [_, _, number, alternate, _, class, ..]) => drafts.push(Draft {
                number: *number,
                alternate: *alternate,
                class: *class,
                ..Draft::default()
            }),
            // Some readers have it after their endpoints.
            (FUNCTIONAL, _) => {
                if let (Some(draft), Ok(functional)) = (drafts.last_mut(), descriptor.try_into()) {
                    draft.reader = Some(ReaderDescriptor::from_bytes(functional));
                }
            }
            (ENDPOINT, [_, _, address, attributes, low, high, ..]) => {
                if let Some(draft) = drafts.last_mut() {
                    draft.endpoint(*address, *attributes, u16::from_le_bytes([*low, *high]));
                }
            }
            (INTERFACE | ENDPOINT, _) => return Err(DescriptorError::Length(offset)),
            _ => {}
        }
    }

    let found: Vec<_> = drafts
        .into_iter()
        .filter_map(|draft| draft.finish(value))
        .collect();
    let whole: Vec<_> = found.iter().flatten().cloned().collect();
    match found.into_iter().find_map(Result::err) {
        _ if !whole.is_empty() => Ok(whole),
        error => Err(error.unwrap_or(DescriptorError::NoReader)),
    }
}

/// An interface, as far as it is read.
#[derive(Default)]
struct Draft {
    number: u8,
    alternate: u8,
    class: u8,
    reader: Option<ReaderDescriptor>,
    bulk_in: Option<Endpoint>,
    bulk_out: Option<Endpoint>,
    interrupt_in: Option<Endpoint>,
}

impl Draft {
    /// Takes an endpoint: the first of each kind counts; one without room for a byte is ignored.
    fn endpoint(&mut self, address: u8, attributes: u8, max_packet_size: u16) {
        // Bit 7 of the address is set for what goes to the host; the attributes' low bits say 2 for bulk and 3 for
        // interrupt (USB 2.0, table 9-13).
        let place = match (address & 0x80 != 0, attributes & 3) {
            (true, 2) => &mut self.bulk_in,
            (false, 2) => &mut self.bulk_out,
            (true, 3) => &mut self.interrupt_in,
            _ => return,
        };
        let packet_size = max_packet_size & 0x7ff;
        if packet_size > 0 {
            place.get_or_insert(Endpoint {
                number: address & 0x0f,
                packet_size,
            });
        }
    }

    /// The interface of a reader; `None` if it belongs to something else.
    fn finish(self, configuration: u8) -> Option<Result<Interface, DescriptorError>> {
        let class = match (self.class, self.reader) {
            (0x0b, _) => Class::SmartCard,
            (0xff, Some(_)) => Class::Vendor,
            _ => return None,
        };
        let Some(reader) = self.reader else {
            return Some(Err(DescriptorError::NoFunctional));
        };
        let (Some(bulk_in), Some(bulk_out)) = (self.bulk_in, self.bulk_out) else {
            return Some(Err(DescriptorError::NoBulk));
        };
        Some(Ok(Interface {
            configuration,
            number: self.number,
            alternate: self.alternate,
            class,
            bulk_in,
            bulk_out,
            interrupt_in: self.interrupt_in,
            reader,
        }))
    }
}
