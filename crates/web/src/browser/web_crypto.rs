//! WebCrypto, in the vault: RSA keys and PBKDF2 by the browser's own code.
//!
//! `crypto.subtle` exists on https, localhost and `file://`, and is absent on plain http.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, CryptoKeyPair, Pbkdf2Params, SubtleCrypto};
use zeroize::Zeroizing;

/// `SubtleCrypto` where the browser has it.
pub struct WebCrypto(SubtleCrypto);

impl WebCrypto {
    /// Finds it, on the page as in a worker.
    pub fn find() -> Option<Self> {
        let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok()?;
        let subtle = Reflect::get(&crypto, &"subtle".into()).ok()?;
        subtle.is_object().then(|| Self(subtle.unchecked_into()))
    }

    /// A new RSA key, e = 65537, as a DER PKCS#8 `PrivateKeyInfo`.
    pub async fn generate_rsa(&self, bits: u32) -> Result<Zeroizing<Vec<u8>>, JsValue> {
        let parameters = Object::new();
        Reflect::set(&parameters, &"name".into(), &"RSASSA-PKCS1-v1_5".into())?;
        Reflect::set(&parameters, &"hash".into(), &"SHA-256".into())?;
        Reflect::set(&parameters, &"modulusLength".into(), &bits.into())?;
        Reflect::set(
            &parameters,
            &"publicExponent".into(),
            &Uint8Array::from(&[1_u8, 0, 1][..]),
        )?;
        let usages = Array::of1(&"sign".into());
        let promise = self.0.generate_key_with_object(&parameters, true, &usages)?;
        let pair: CryptoKeyPair = JsFuture::from(promise).await?.unchecked_into();
        let exported = JsFuture::from(self.0.export_key("pkcs8", &pair.get_private_key())?).await?;
        let exported = Uint8Array::new(&exported);
        let der = Zeroizing::new(exported.to_vec());
        exported.fill(0, 0, exported.length());
        Ok(der)
    }

    /// PBKDF2-HMAC-SHA-256 (RFC 8018) to 32 bytes.
    pub async fn pbkdf2(
        &self,
        passphrase: &[u8],
        salt: &[u8],
        rounds: u32,
    ) -> Result<Zeroizing<[u8; 32]>, JsValue> {
        let raw = Uint8Array::from(passphrase);
        let usages = Array::of1(&"deriveBits".into());
        let imported = self.0.import_key_with_str("raw", &raw, "PBKDF2", false, &usages);
        let key: CryptoKey = JsFuture::from(imported?).await?.unchecked_into();
        raw.fill(0, 0, raw.length());
        let hash = JsValue::from_str("SHA-256");
        let parameters = Pbkdf2Params::new(
            "PBKDF2",
            hash.unchecked_ref(),
            rounds,
            Uint8Array::from(salt).unchecked_ref::<Object>(),
        );
        let bits = JsFuture::from(self.0.derive_bits_with_object(&parameters, &key, 256)?).await?;
        let bits = Uint8Array::new(&bits);
        let mut derived = Zeroizing::new([0; 32]);
        if bits.length() == 32 {
            bits.copy_to(&mut derived[..]);
            bits.fill(0, 0, 32);
            return Ok(derived);
        }
        Err("PBKDF2 gave another length".into())
    }
}
