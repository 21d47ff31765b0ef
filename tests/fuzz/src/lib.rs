//! What must hold of every parser, whatever the bytes: no panic, no endless work, and what was read can be
//! written and read again. One function a target; `src/bin` gives each to libFuzzer.

#![allow(clippy::missing_panics_doc, reason = "a panic is what is looked for")]

use certiroc_core::csr::{self, Csr};
use certiroc_core::dossier::Dossier;
use certiroc_core::establishment::{ContractLevel, Draft, Environment, IdentifierKind};
use certiroc_core::key::{Kdf, KeySize, Passphrase, PrivateKey, SealedKey};
use certiroc_core::order::Request;
use certiroc_core::product::Product;
use rand_core::UnwrapErr;
use time::OffsetDateTime;

/// An archive that opens can be saved, and is then the same dossier.
pub fn dossier(bytes: &[u8]) {
    let Ok(opened) = Dossier::read(bytes) else { return };
    // Refused where the archive would be larger than any that is read.
    if let Ok(saved) = opened.dossier.write("", OffsetDateTime::UNIX_EPOCH) {
        let again = Dossier::read(&saved).expect("what was written is read");
        assert_eq!(again.dossier, opened.dossier);
    }
}

/// A request that is read is the same when it is read from its DER.
pub fn csr(bytes: &[u8]) {
    let Ok(csr) = Csr::from_pem_or_der(bytes) else {
        return;
    };
    let again = Csr::from_der(csr.der()).expect("its own DER is read");
    assert_eq!(again.key_id, csr.key_id);
}

/// A sealed key that is read is the same when it is read from its PEM text; one in clear is checked whole.
pub fn key(bytes: &[u8]) {
    let from_der = SealedKey::from_der(bytes.to_vec()).ok();
    let from_pem = str::from_utf8(bytes)
        .ok()
        .and_then(|text| SealedKey::from_pem(text).ok());
    for key in from_der.into_iter().chain(from_pem) {
        assert_eq!(SealedKey::from_pem(&key.to_pem()), Ok(key));
    }
    let _ = PrivateKey::from_pkcs8_der(bytes.to_vec().into());
}

/// What a form can hold is checked; what has no error has a name to ask for.
pub fn establishment(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut fields = text.split('\n');
    let mut field = || fields.next().unwrap_or_default().to_owned();
    let (name, department, identifier) = (field(), field(), field());
    for identifier_kind in IdentifierKind::ALL {
        for environment in Environment::ALL {
            let draft = Draft {
                name: name.clone(),
                department: department.clone(),
                identifier_kind: Some(identifier_kind),
                identifier: identifier.clone(),
                environment,
                contract_level: Some(ContractLevel::Ej),
            };
            if let Ok(establishment) = draft.establishment() {
                assert_eq!(establishment.subject("x"), draft.subject("x"));
            }
        }
    }
}

/// Good input for each target: its name, a number, the bytes.
pub fn seeds() -> Vec<(&'static str, usize, Vec<u8>)> {
    let mut rng = UnwrapErr(getrandom::SysRng);
    let key = PrivateKey::generate(KeySize::Rsa2048, &mut rng).expect("a key");
    let now = OffsetDateTime::UNIX_EPOCH;
    let mut dossier = Dossier::new(now);
    let draft = &mut dossier.establishment;
    draft.name = "Hospices civils de Lyon".into();
    draft.department = "69".into();
    draft.identifier_kind = Some(IdentifierKind::FinessEj);
    draft.identifier = "690781810".into();
    draft.contract_level = Some(ContractLevel::Ej);
    let request = csr::build(&key, &draft.subject("Client_ROC_Annuaire_AMC")).expect("a request");
    let kdf = Kdf::new(&mut rng, 1);
    let kek = kdf.derive(&Passphrase::generate(&mut rng));
    let sealed_key = SealedKey::seal(&key, &kdf, &kek, &mut rng);
    let empty = dossier.write("", now).expect("a dossier");
    let pem = sealed_key.to_pem();
    let sealed = sealed_key.as_der().to_vec();
    dossier.order_mut(Product::OrgSign).requests.push(Request {
        key_id: key.id(),
        made_at: now,
        csr: request.clone(),
        sealed_key,
    });
    let full = dossier.write("", now).expect("a dossier");
    vec![
        ("dossier", 1, empty),
        ("dossier", 2, full),
        ("csr", 1, request),
        ("key", 1, pem.into_bytes()),
        ("key", 2, sealed),
        ("key", 3, key.pkcs8_der().to_vec()),
        (
            "establishment",
            1,
            b"Hospices civils de Lyon\n69\n690781810".to_vec(),
        ),
        ("establishment", 2, "L'Île-d'Été\n2A\n35600000000048".into()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_takes_its_seeds() {
        let targets = [
            ("dossier", dossier as fn(&[u8])),
            ("csr", csr),
            ("key", key),
            ("establishment", establishment),
        ];
        for (target, _, seed) in seeds() {
            let (_, run) = targets
                .iter()
                .find(|(name, _)| *name == target)
                .expect("a target");
            run(&seed);
        }
    }
}
