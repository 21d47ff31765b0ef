//! WebUSB: readers that the user grants to the page, and CCID's bulk transfers with them.
//!
//! Chromium offers it in secure contexts. Ordinary pages may not claim an interface of the card reader class; what the
//! reader is can be read without claiming.

use certiroc_smartcard::apdu::LinkError;
use certiroc_smartcard::backend::Backend;
use certiroc_smartcard::ccid::descriptor::{Interface, interfaces};
use certiroc_smartcard::ccid::{CcidLink, Pipe};
use certiroc_smartcard::exception::{UsbStep, of_usb};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::workstation::workstation;
use super::{describe, name_of, set};

/// The class of readers that speak CCID (USB device class `0B`), and the one for what only their maker knows, which
/// some of those readers bear.
const CLASSES: [u8; 2] = [0x0b, 0xff];
/// `GET_DESCRIPTOR` of the first configuration (USB 2.0, section 9.4.3).
const GET_DESCRIPTOR: u8 = 6;
const CONFIGURATION: u16 = 0x0200;
/// The longest descriptor that is asked for. That of a reader takes about 93 bytes, more where it is a keyboard too.
const MAX_DESCRIPTOR: u16 = 1024;
/// The last slot that is offered, whatever the reader says.
const LAST_SLOT: u8 = 7;

#[wasm_bindgen]
extern "C" {
    type Usb;
    #[wasm_bindgen(method, catch, js_name = getDevices)]
    async fn get_devices(this: &Usb) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = requestDevice)]
    async fn request_device(this: &Usb, options: &JsValue) -> Result<JsValue, JsValue>;

    /// A `USBDevice`.
    #[derive(Clone, Debug, PartialEq)]
    type UsbDevice;
    #[wasm_bindgen(method, getter, js_name = vendorId)]
    fn vendor_id(this: &UsbDevice) -> u16;
    #[wasm_bindgen(method, getter, js_name = productId)]
    fn product_id(this: &UsbDevice) -> u16;
    #[wasm_bindgen(method, getter, js_name = productName)]
    fn product_name(this: &UsbDevice) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = manufacturerName)]
    fn manufacturer_name(this: &UsbDevice) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn configuration(this: &UsbDevice) -> JsValue;
    #[wasm_bindgen(method, catch)]
    async fn open(this: &UsbDevice) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn close(this: &UsbDevice) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn forget(this: &UsbDevice) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = selectConfiguration)]
    async fn select_configuration(this: &UsbDevice, value: u8) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = claimInterface)]
    async fn claim_interface(this: &UsbDevice, number: u8) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = controlTransferIn)]
    async fn control_transfer_in(this: &UsbDevice, setup: &JsValue, length: u16) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = transferOut)]
    fn transfer_out(this: &UsbDevice, endpoint: u8, data: &Uint8Array) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = transferIn)]
    fn transfer_in(this: &UsbDevice, endpoint: u8, length: u32) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = clearHalt)]
    async fn clear_halt(this: &UsbDevice, direction: &str, endpoint: u8) -> Result<JsValue, JsValue>;

    /// A `USBInTransferResult` or a `USBOutTransferResult`.
    type Transferred;
    #[wasm_bindgen(method, getter)]
    fn status(this: &Transferred) -> String;
    #[wasm_bindgen(method, getter)]
    fn data(this: &Transferred) -> Option<js_sys::DataView>;
}

/// A device that the user granted.
#[derive(Clone, Debug, PartialEq)]
pub struct Device(UsbDevice);

/// What an exception means.
fn failure(step: UsbStep, error: &JsValue) -> LinkError {
    of_usb(
        step,
        &name_of(error),
        describe(error),
        workstation(false).system(),
    )
}

fn usb() -> Option<Usb> {
    let usb = Reflect::get(&super::window().navigator(), &"usb".into()).ok()?;
    usb.is_object().then(|| usb.unchecked_into())
}

/// The devices that were granted before, and are there.
pub async fn granted() -> Vec<Device> {
    let Some(usb) = usb() else { return Vec::new() };
    let devices = usb.get_devices().await.unwrap_or_default();
    let devices = Array::from(&devices).into_iter();
    devices.map(|device| Device(device.unchecked_into())).collect()
}

/// Gives back what the user granted, now or on an earlier visit: the browser asks again before a page of this origin sees
/// a reader. A reader that is open is closed.
pub async fn forget_all() {
    for Device(device) in granted().await {
        // Chromium before 101 has no such call, and keeps the grant.
        let _ = device.forget().await;
    }
}

/// Has the user choose a reader. Must follow a click.
///
/// # Errors
/// [`LinkError::Cancelled`], or why the browser shows no choice.
pub async fn choose() -> Result<Device, LinkError> {
    let usb = usb().ok_or(LinkError::Cancelled)?;
    let filters: Array = CLASSES
        .into_iter()
        .map(|class| {
            let filter = Object::new();
            set(&filter, "classCode", &class.into());
            filter
        })
        .collect();
    let options = Object::new();
    set(&options, "filters", &filters);
    let device = usb.request_device(&options).await;
    let device = device.map_err(|error| failure(UsbStep::Choose, &error))?;
    Ok(Device(device.unchecked_into()))
}

impl Device {
    /// What it calls itself, with its numbers: `Gemalto USB SmartCard Reader (08E6:4433)`.
    pub fn name(&self) -> String {
        let product = self.0.product_name().unwrap_or_default();
        let maker = self.0.manufacturer_name().unwrap_or_default();
        let (vendor_id, product_id) = (self.0.vendor_id(), self.0.product_id());
        // Many products begin with their maker's name.
        let name = if product.starts_with(&maker) {
            product
        } else {
            format!("{maker} {product}")
        };
        format!("{} ({vendor_id:04X}:{product_id:04X})", name.trim())
    }

    /// Its slots, as it describes itself: none where it is no card reader. The browser grants this to every page.
    ///
    /// # Errors
    /// Why it cannot be opened.
    pub async fn slots(&self) -> Result<Vec<UsbSlot>, LinkError> {
        self.open().await?;
        let setup = Object::new();
        set(&setup, "requestType", &"standard".into());
        set(&setup, "recipient", &"device".into());
        set(&setup, "request", &GET_DESCRIPTOR.into());
        set(&setup, "value", &CONFIGURATION.into());
        set(&setup, "index", &0.into());
        let read = self.0.control_transfer_in(&setup, MAX_DESCRIPTOR).await;
        self.close().await;
        let read = read.map_err(|error| failure(UsbStep::Transfer, &error))?;
        let interfaces = interfaces(&bytes(read.unchecked_ref())).map_err(|_| LinkError::NotAReader)?;
        let slots = |interface: &Interface| 0..=interface.reader.max_slot_index.min(LAST_SLOT);
        Ok(interfaces
            .iter()
            // The setting that an interface has when it is claimed.
            .filter(|interface| interface.alternate == 0)
            .flat_map(|interface| slots(interface).map(|number| (interface.clone(), number)))
            .map(|(interface, number)| UsbSlot {
                device: self.clone(),
                interface,
                number,
            })
            .collect())
    }

    async fn open(&self) -> Result<(), LinkError> {
        let opened = self.0.open().await;
        opened.map(drop).map_err(|error| failure(UsbStep::Open, &error))
    }

    async fn close(&self) {
        // What is unplugged is closed already.
        let _ = self.0.close().await;
    }
}

/// A slot of a reader, to be connected to.
#[derive(Clone, Debug, PartialEq)]
pub struct UsbSlot {
    /// The reader.
    pub device: Device,
    /// The interface that speaks CCID.
    pub interface: Interface,
    /// The slot's number, from 0.
    pub number: u8,
}

impl Backend for UsbSlot {
    type Link = CcidLink<Bulk>;

    async fn connect(&self) -> Result<Self::Link, LinkError> {
        self.device.open().await?;
        let usb = &self.device.0;
        let claim = async {
            if usb.configuration().is_null() {
                usb.select_configuration(self.interface.configuration).await?;
            }
            usb.claim_interface(self.interface.number).await
        };
        let claimed = claim.await;
        claimed.map_err(|error| failure(UsbStep::Claim, &error))?;
        let pipe = Bulk {
            device: self.device.clone(),
            endpoint_in: self.interface.bulk_in.number,
            endpoint_out: self.interface.bulk_out.number,
            is_stuck: false,
        };
        CcidLink::connect(pipe, &self.interface, self.number).await
    }

    async fn release(&self, link: Option<Self::Link>) {
        if let Some(link) = link {
            link.close().await;
        }
        // Which gives its interfaces back.
        self.device.close().await;
    }
}

/// The bulk endpoints of a reader that is the page's.
pub struct Bulk {
    device: Device,
    endpoint_in: u8,
    endpoint_out: u8,
    /// A transfer never came to its end, and would take the next one's answer.
    is_stuck: bool,
}

impl Pipe for Bulk {
    async fn send(&mut self, bytes: &[u8]) -> Result<(), LinkError> {
        self.go_on()?;
        let sent = self.device.0.transfer_out(self.endpoint_out, &bytes.into());
        self.finish(sent, "out", 1).await.map(drop)
    }

    async fn receive(&mut self, len: usize, patience: u8) -> Result<Vec<u8>, LinkError> {
        self.go_on()?;
        let len = u32::try_from(len).unwrap_or(u32::MAX);
        let received = self.device.0.transfer_in(self.endpoint_in, len);
        let result = self.finish(received, "in", patience).await?;
        Ok(bytes(&result))
    }
}

impl Bulk {
    fn go_on(&self) -> Result<(), LinkError> {
        if self.is_stuck {
            Err(LinkError::Reader("no answer".to_owned()))
        } else {
            Ok(())
        }
    }

    async fn finish(
        &mut self,
        transfer: Result<Promise, JsValue>,
        direction: &str,
        patience: u8,
    ) -> Result<Transferred, LinkError> {
        let failure = |error: JsValue| failure(UsbStep::Transfer, &error);
        let timeout = timeout(i32::from(patience.clamp(1, MAX_PATIENCE)) * PATIENCE_MS);
        let transfer: JsValue = transfer.map_err(failure)?.into();
        let first = Promise::race(&Array::of2(&transfer, &timeout));
        let first = JsFuture::from(first).await.map_err(failure)?;
        if !first.is_object() {
            self.is_stuck = true;
            return Err(LinkError::Reader("no answer".to_owned()));
        }
        let result: Transferred = first.unchecked_into();
        match result.status().as_str() {
            "ok" => Ok(result),
            status => {
                let endpoint = if direction == "in" {
                    self.endpoint_in
                } else {
                    self.endpoint_out
                };
                // The error is told below; the endpoint is to be of use to whoever is next.
                let _ = self.device.0.clear_halt(direction, endpoint).await;
                Err(LinkError::Reader(status.to_owned()))
            }
        }
    }
}

/// How long an answer may take, in milliseconds, where the reader asks for no more time. WebUSB itself waits for ever.
const PATIENCE_MS: i32 = 5000;
/// How many times as long, where it does ask.
const MAX_PATIENCE: u8 = 12;

/// Resolves with nothing after so many milliseconds.
fn timeout(milliseconds: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        // A window always takes a timer.
        let _ = super::window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    })
}

fn bytes(result: &Transferred) -> Vec<u8> {
    result.data().map_or_else(Vec::new, |view| {
        let (offset, len) = (view.byte_offset(), view.byte_length());
        let (offset, len) = (offset.try_into().unwrap_or(0), len.try_into().unwrap_or(0));
        Uint8Array::new_with_byte_offset_and_length(&view.buffer(), offset, len).to_vec()
    })
}
