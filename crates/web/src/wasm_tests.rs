//! The vault and the browser bindings, in a real browser.

use std::cell::RefCell;
use std::sync::Arc;

use certiroc_core::dossier::{Dossier, DossierId, Proof, Seal, SealKey, Sealing};
use certiroc_core::product::Product;
use certiroc_core::subject::Subject;
use certiroc_pki::key::{Kdf, KeyId, KeySize, Passphrase, PrivateKey, SealedKey, is_signed};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use crate::browser::file_system::{FileHandle, Replaced};
use crate::browser::preferences::{self, Theme};
use crate::browser::web_crypto::WebCrypto;
use crate::browser::{clock, file, random};
use crate::i18n::{self, Language};
use crate::vault::protocol::{
    CheckPassphrase, Item, JobFailure, KeySource, Made, MakeRequests, OpenSeal, Reseal, Secret, Sign, Stage,
};
use crate::vault::worker::{Perform, Vault};

wasm_bindgen_test_configure!(run_in_browser);

const PASSPHRASE: &str = "correct horse battery";

fn item(product: Product, key: KeySource) -> Item {
    let subject = Subject {
        state: "Rhône (69)".into(),
        organization: "Hôpital d'essai".into(),
        organizational_unit: "1690000001".into(),
        common_name: product.recommended_service_name().into(),
    };
    Item {
        product,
        subject,
        key,
    }
}

fn make(items: Vec<Item>, passphrase: &str, check: Option<SealedKey>) -> MakeRequests {
    MakeRequests {
        items,
        passphrase: Secret::new(passphrase.into()),
        check,
    }
}

/// Does a job as a vault does, without its worker.
async fn run<J: Perform>(job: J, progress: &dyn Fn(Stage)) -> Result<J::Done, JobFailure> {
    run_in(&RefCell::new(None), job, progress).await
}

/// The same, in a vault that may have a seal key open.
async fn run_in<J: Perform>(
    seal_key: &RefCell<Option<PrivateKey>>,
    job: J,
    progress: &dyn Fn(Stage),
) -> Result<J::Done, JobFailure> {
    let vault = Vault {
        web_crypto: WebCrypto::find(),
        files: &[],
        seal_key,
        progress,
    };
    job.perform(&vault).await
}

async fn made(job: MakeRequests) -> Vec<Made> {
    run(job, &|_| ()).await.unwrap()
}

async fn open(sealed: &SealedKey, passphrase: &str) -> bool {
    let passphrase = Passphrase::parse(passphrase).unwrap();
    let web_crypto = WebCrypto::find().unwrap();
    let derived = web_crypto.pbkdf2(
        passphrase.as_str().as_bytes(),
        sealed.kdf().salt(),
        sealed.kdf().rounds(),
    );
    sealed
        .open(&certiroc_pki::key::Kek::from_bytes(derived.await.unwrap()))
        .is_ok()
}

#[wasm_bindgen_test]
async fn makes_two_keys_and_requests_and_tells_each_stage() {
    let items = Product::ALL.map(|product| item(product, KeySource::New(KeySize::Rsa2048)));
    let stages = RefCell::new(Vec::new());
    let made = run(make(items.to_vec(), PASSPHRASE, None), &|stage| {
        stages.borrow_mut().push(stage);
    })
    .await
    .unwrap();
    for (made, product) in made.iter().zip(Product::ALL) {
        assert!(made.csr.signature_valid());
        assert_eq!((made.product, made.csr.key_id), (product, made.key_id));
        assert!(open(&made.sealed_key, PASSPHRASE).await);
        assert!(!open(&made.sealed_key, "another passphrase").await);
    }
    let expected = Product::ALL.map(|product| {
        [
            Stage::GeneratingKey(product, KeySize::Rsa2048),
            Stage::SealingKey(product),
            Stage::SigningRequest(product),
        ]
    });
    assert_eq!(stages.into_inner(), expected.concat());
}

#[wasm_bindgen_test]
async fn a_wrong_passphrase_makes_nothing() {
    let first = made(make(
        vec![item(Product::OrgSign, KeySource::New(KeySize::Rsa2048))],
        PASSPHRASE,
        None,
    ))
    .await;
    let check = Some(first[0].sealed_key.clone());
    for wrong in ["another passphrase", "short", ""] {
        let again = vec![item(Product::OrgSign, KeySource::New(KeySize::Rsa2048))];
        let end = run(make(again, wrong, check.clone()), &|_| ()).await;
        assert_eq!(end, Err(JobFailure::WrongPassphrase), "{wrong:?}");
    }
}

#[wasm_bindgen_test]
async fn signs_again_with_a_sealed_key_and_reseals_it() {
    let first = made(make(
        vec![item(Product::OrgSign, KeySource::New(KeySize::Rsa2048))],
        PASSPHRASE,
        None,
    ))
    .await;
    let sealed = first[0].sealed_key.clone();
    let again = vec![item(Product::OrgSign, KeySource::Sealed(sealed.clone()))];
    let again = made(make(again, PASSPHRASE, Some(sealed.clone()))).await;
    assert_eq!(
        (again[0].key_id, &again[0].sealed_key),
        (first[0].key_id, &sealed)
    );

    let job = Reseal {
        keys: vec![sealed],
        old: Secret::new(PASSPHRASE.into()),
        new: Secret::new("another passphrase".into()),
    };
    let resealed = run(job, &|_| ()).await.unwrap();
    assert!(open(&resealed[0], "another passphrase").await && !open(&resealed[0], PASSPHRASE).await);
}

#[wasm_bindgen_test]
async fn tells_which_keys_a_passphrase_opens() {
    let items = vec![item(Product::OrgSign, KeySource::New(KeySize::Rsa2048))];
    let ours = made(make(items.clone(), PASSPHRASE, None)).await;
    let older = made(make(items, "another passphrase", None)).await;
    let key_of = |made: &Made| (made.key_id, made.sealed_key.clone());
    let keys = [key_of(&older[0]), key_of(&ours[0])];
    let check = |keys: &[(KeyId, SealedKey)], passphrase: &str| CheckPassphrase {
        keys: keys.to_vec(),
        passphrase: Secret::new(passphrase.into()),
    };
    assert_eq!(
        run(check(&keys, PASSPHRASE), &|_| ()).await,
        Ok(vec![(keys[0].0, Proof::Closed), (keys[1].0, Proof::Proven)])
    );
    // The hospital's key under the id of another.
    let swapped = [(keys[0].0, keys[1].1.clone())];
    assert_eq!(
        run(check(&swapped, PASSPHRASE), &|_| ()).await,
        Ok(vec![(keys[0].0, Proof::OtherKey)])
    );
    for wrong in ["yet another one", "short"] {
        let end = run(check(&keys, wrong), &|_| ()).await;
        assert_eq!(end, Err(JobFailure::WrongPassphrase), "{wrong:?}");
    }
    let stages = RefCell::new(Vec::new());
    run(check(&keys[..1], "another passphrase"), &|stage| {
        stages.borrow_mut().push(stage)
    })
    .await
    .unwrap();
    assert_eq!(stages.into_inner(), [Stage::CheckingPassphrase]);
}

#[wasm_bindgen_test]
async fn makes_a_seal_key_opens_it_again_and_signs() {
    let items = vec![item(Product::OrgSign, KeySource::New(KeySize::Rsa2048))];
    let first = made(make(items, PASSPHRASE, None)).await;
    let keys = vec![(first[0].key_id, first[0].sealed_key.clone())];
    // A file with these seals, in which this key stands as the seal key.
    let open_seal = |key: Option<&SealedKey>, seals: &[Seal], passphrase: &str| {
        let mut dossier = Dossier::new(clock::now());
        dossier.seal_key = key.map(|sealed| SealKey {
            sealed: sealed.clone(),
            public_key_info: Vec::new(),
        });
        let sealing = Sealing::read(Arc::new(dossier.clone()), seals.to_vec(), None);
        OpenSeal {
            keys: keys.clone(),
            seal_keys: sealing.seal_keys(&dossier),
            passphrase: Secret::new(passphrase.into()),
        }
    };
    let statement = b"what is sealed".to_vec();
    let sign = || Sign {
        statement: statement.clone(),
    };
    let vault = RefCell::new(None);
    assert!(run_in(&vault, sign(), &|_| ()).await.is_err());
    let wrong = run_in(&vault, open_seal(None, &[], "another passphrase"), &|_| ()).await;
    assert_eq!(wrong, Err(JobFailure::WrongPassphrase));
    assert!(vault.borrow().is_none());

    let made = run_in(&vault, open_seal(None, &[], PASSPHRASE), &|_| ())
        .await
        .unwrap();
    assert_eq!(made.proofs, [(first[0].key_id, Proof::Proven)]);
    assert!(open(&made.seal_key, PASSPHRASE).await);
    let signature = run_in(&vault, sign(), &|_| ()).await.unwrap();
    assert!(is_signed(&statement, &signature, &made.public_key_info));

    let mut state = Dossier::new(clock::now());
    state.seal_key = Some(SealKey {
        sealed: made.seal_key.clone(),
        public_key_info: made.public_key_info.clone(),
    });
    let state = Arc::new(state);
    let mut sealing = Sealing::begun(Arc::clone(&state));
    sealing.verify(&state, made.public_key_info.clone(), &[], &|_| false);
    let id = DossierId::new([0; 16]);
    let unsigned = sealing.unsigned("", id, clock::now()).unwrap().unwrap();
    let statement = unsigned.bytes().to_vec();
    let signature = run_in(&vault, Sign { statement }, &|_| ()).await.unwrap();
    let seals = [unsigned.signed(signature)];

    // Of the keys in its place, the one that sealed is it; where there is no seal, none is.
    let again = RefCell::new(None);
    let of_hospital = Some(&first[0].sealed_key);
    let opened = run_in(&again, open_seal(of_hospital, &seals, PASSPHRASE), &|_| ()).await;
    assert_eq!(opened, Ok(made.clone()));
    for sealed in [&first[0].sealed_key, &made.seal_key] {
        let opened = run_in(&again, open_seal(Some(sealed), &[], PASSPHRASE), &|_| ()).await;
        let opened = opened.unwrap();
        assert_ne!(opened.seal_key, *sealed);
        assert_ne!(KeyId::of(&opened.public_key_info), first[0].key_id);
    }
}

#[wasm_bindgen_test]
async fn web_crypto_derives_what_the_core_derives() {
    let passphrase = Passphrase::generate(&mut random::rng());
    let kdf = Kdf::new(&mut random::rng(), 1000);
    let bytes = passphrase.as_str().as_bytes();
    let derived = WebCrypto::find()
        .unwrap()
        .pbkdf2(bytes, kdf.salt(), kdf.rounds())
        .await
        .unwrap();
    let key = certiroc_pki::key::PrivateKey::from_pkcs8_der(
        WebCrypto::find().unwrap().generate_rsa(2048).await.unwrap(),
    );
    let sealed = SealedKey::seal(&key.unwrap(), &kdf, &kdf.derive(&passphrase), &mut random::rng());
    assert!(sealed.open(&certiroc_pki::key::Kek::from_bytes(derived)).is_ok());
}

#[wasm_bindgen_test]
async fn replaces_what_it_last_wrote_and_nothing_else() {
    let root = JsFuture::from(web_sys::window().unwrap().navigator().storage().get_directory())
        .await
        .unwrap();
    let root: web_sys::FileSystemDirectoryHandle = root.unchecked_into();
    let options = web_sys::FileSystemGetFileOptions::new();
    options.set_create(true);
    let handle = JsFuture::from(root.get_file_handle_with_options("essai.zip", &options))
        .await
        .unwrap();
    let handle: FileHandle = handle.unchecked_into();
    assert_eq!(handle.file_name(), "essai.zip");
    let (first, second) = (&b"first, and longer"[..], &b"second"[..]);
    for (known, content) in [(None, first), (Some(first), second)] {
        assert_eq!(handle.replace(known, content).await, Ok(Replaced::Yes));
        let standard: &web_sys::FileSystemFileHandle = AsRef::<JsValue>::as_ref(&handle).unchecked_ref();
        let written: web_sys::File = JsFuture::from(standard.get_file())
            .await
            .unwrap()
            .unchecked_into();
        let read = file::read(written).await.unwrap();
        assert_eq!(
            (read.name.as_str(), read.bytes.as_slice()),
            ("essai.zip", content)
        );
    }
    for known in [None, Some(first)] {
        let outcome = handle.replace(known, b"third").await;
        assert_eq!(outcome, Ok(Replaced::No(second.to_vec())));
    }
}

#[wasm_bindgen_test]
fn keeps_language_and_theme() {
    preferences::set_language(Language::En);
    preferences::set_theme(Theme::Dark);
    assert_eq!(
        (preferences::language(), preferences::theme()),
        (Language::En, Theme::Dark)
    );
    preferences::set_language(Language::Fr);
    assert_eq!(preferences::language(), Language::Fr);
}

#[wasm_bindgen_test]
fn tells_the_time_in_the_reader_s_language() {
    let at = time::macros::datetime!(2026-11-23 12:00 UTC);
    i18n::set_language(Language::Fr);
    assert!(clock::local(at).starts_with("23/11/2026"), "{}", clock::local(at));
    assert!(clock::now().year() >= 2026);
}
