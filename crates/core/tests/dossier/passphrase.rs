//! The passphrase that was lost: what stays, and what the next one opens.

use certiroc_core::dossier::{Dossier, Event};
use certiroc_core::product::Product;

use crate::fixtures::{NOTICE, NOW, REQUESTS, dossier};

#[test]
fn what_a_lost_passphrase_sealed_stays_and_is_no_longer_asked_for() {
    let before = dossier();
    let mut dossier = before.clone();
    dossier.lose_passphrase(NOW, "Camille Martin");
    assert_eq!(dossier.key_ids(), before.key_ids());
    assert_eq!(dossier.sealed_keys(), []);
    assert_eq!(dossier.journal.last().unwrap().event, Event::PassphraseLost);
    assert!(dossier.is_life_of(&before));

    // What is made next is under another passphrase, and changes it alone.
    dossier.order_mut(Product::OrgSign).add(REQUESTS[2].clone());
    assert_eq!(dossier.sealed_keys(), [REQUESTS[2].sealed_key.clone()]);
    let old = dossier.sealed_keys();
    assert!(dossier.reseal(&old, &[REQUESTS[0].sealed_key.clone()]));
    let sealed = |product| {
        dossier
            .order(product)
            .requests
            .iter()
            .map(|r| &r.sealed_key)
            .collect::<Vec<_>>()
    };
    assert_eq!(sealed(Product::OrgAuthCli), [&REQUESTS[0].sealed_key]);
    assert_eq!(
        sealed(Product::OrgSign),
        [&REQUESTS[1].sealed_key, &REQUESTS[0].sealed_key]
    );
    // Another key came in while the passphrase was changed: nothing changes.
    let found = dossier.clone();
    assert!(!dossier.reseal(&old, &[REQUESTS[2].sealed_key.clone()]));
    assert_eq!(dossier, found);
    let old = dossier.sealed_keys();
    assert!(dossier.reseal(&old, &[REQUESTS[2].sealed_key.clone()]));
    assert_eq!(
        Dossier::read(&dossier.write(NOTICE, NOW).unwrap())
            .unwrap()
            .dossier,
        dossier
    );
}
