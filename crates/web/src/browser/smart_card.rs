//! The Web Smart Card API: the system's card readers, by PC/SC.
//!
//! Chromium offers it only in isolated applications. Switched on by a flag elsewhere it has been seen to crash the
//! page, so it is not touched while anything is unsaved.

use certiroc_smartcard::apdu::{Apdu, Link, LinkError};
use certiroc_smartcard::backend::Backend;
use certiroc_smartcard::exception::of_smart_card;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use super::{describe, name_of, set};

#[wasm_bindgen]
extern "C" {
    type Manager;
    #[wasm_bindgen(method, catch, js_name = establishContext)]
    async fn establish_context(this: &Manager) -> Result<JsValue, JsValue>;

    /// A `SmartCardContext`.
    #[derive(Clone, Debug, PartialEq)]
    type CardContext;
    #[wasm_bindgen(method, catch, js_name = listReaders)]
    async fn list_readers(this: &CardContext) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn connect(
        this: &CardContext,
        reader: &str,
        access: &str,
        options: &JsValue,
    ) -> Result<JsValue, JsValue>;

    /// A `SmartCardConnection`.
    type Connection;
    #[wasm_bindgen(method, catch)]
    async fn status(this: &Connection) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn transmit(this: &Connection, command: &Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn disconnect(this: &Connection, disposition: &str) -> Result<JsValue, JsValue>;
}

/// A reader of the system.
#[derive(Clone, Debug, PartialEq)]
pub struct Reader {
    context: CardContext,
    /// Its name there.
    pub name: String,
}

/// The readers of the system.
///
/// # Errors
/// Why they cannot be listed.
pub async fn readers() -> Result<Vec<Reader>, LinkError> {
    let manager = Reflect::get(&super::window().navigator(), &"smartCard".into());
    let manager: Manager = manager.map_err(failure)?.unchecked_into();
    let context: CardContext = manager
        .establish_context()
        .await
        .map_err(failure)?
        .unchecked_into();
    let names = context.list_readers().await.map_err(failure)?;
    let names = Array::from(&names)
        .into_iter()
        .filter_map(|name| name.as_string());
    let reader = |name| Reader {
        context: context.clone(),
        name,
    };
    Ok(names.map(reader).collect())
}

impl Backend for Reader {
    type Link = Connected;

    async fn connect(&self) -> Result<Connected, LinkError> {
        let options = Object::new();
        let protocols = Array::of2(&"t0".into(), &"t1".into());
        set(&options, "preferredProtocols", &protocols);
        let result = self.context.connect(&self.name, "shared", &options).await;
        let result = result.map_err(failure)?;
        let connection: Connection = get(&result, "connection").unchecked_into();
        let atr = match connection.status().await {
            Ok(status) => bytes(&get(&status, "answerToReset")),
            Err(_) => Vec::new(),
        };
        let is_t0 = get(&result, "activeProtocol") == "t0";
        Ok(Connected {
            connection,
            atr,
            is_t0,
        })
    }

    async fn release(&self, link: Option<Connected>) {
        if let Some(link) = link {
            // A card that is gone is disconnected.
            let _ = link.connection.disconnect("leave").await;
        }
    }
}

/// A card of such a reader.
pub struct Connected {
    connection: Connection,
    atr: Vec<u8>,
    is_t0: bool,
}

impl Link for Connected {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    async fn transmit(&mut self, command: &Apdu) -> Result<Vec<u8>, LinkError> {
        // PC/SC passes on what it is given, and some drivers refuse data and a wanted length in one.
        let command = if self.is_t0 {
            command.without_expected()
        } else {
            command.clone()
        };
        let answer = self.connection.transmit(&command.bytes().into()).await;
        answer.map(|answer| bytes(&answer)).map_err(failure)
    }
}

#[allow(clippy::needless_pass_by_value, reason = "what `map_err` gives")]
fn failure(error: JsValue) -> LinkError {
    let code = get(&error, "responseCode").as_string();
    of_smart_card(code.as_deref(), &name_of(&error), describe(&error))
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or_default()
}

/// The bytes of an `ArrayBuffer`; none of anything else.
fn bytes(buffer: &JsValue) -> Vec<u8> {
    if buffer.is_instance_of::<js_sys::ArrayBuffer>() {
        Uint8Array::new(buffer).to_vec()
    } else {
        Vec::new()
    }
}
