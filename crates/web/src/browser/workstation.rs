//! What the browser offers for card readers, and where the page comes from.

use certiroc_smartcard::backend::{PageOrigin, Workstation};
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use super::{location, page, window};

#[wasm_bindgen]
extern "C" {
    /// The `FeaturePolicy` of the document: Chromium has it.
    type FeaturePolicy;
    #[wasm_bindgen(method, catch, js_name = allowsFeature)]
    fn allows_feature(this: &FeaturePolicy, name: &str) -> Result<bool, JsValue>;
}

/// What the browser answers now. `is_unsaved`: whether something on the page would be lost with it.
pub fn workstation(is_unsaved: bool) -> Workstation {
    let window = window();
    let navigator = window.navigator();
    let has = |name: &str| Reflect::get(&navigator, &name.into()).is_ok_and(|api| api.is_object());
    let is = |name: &str| Reflect::get(&window, &name.into()).is_ok_and(|answer| answer == true);
    Workstation {
        origin: PageOrigin::of_protocol(&location::scheme()),
        is_secure: is("isSecureContext"),
        is_isolated: is("crossOriginIsolated"),
        has_smart_card: has("smartCard"),
        has_usb: has("usb"),
        usb_unrestricted: allows("usb-unrestricted"),
        has_hid: has("hid"),
        is_unsaved,
        user_agent: page::user_agent(),
    }
}

fn allows(feature: &str) -> bool {
    let policy = Reflect::get(&super::document(), &"featurePolicy".into());
    policy
        .ok()
        .filter(JsValue::is_object)
        .is_some_and(|policy| policy.unchecked_into::<FeaturePolicy>().allows_feature(feature) == Ok(true))
}
