//! What the dossier keeps of the procedure.

use certiroc_core::dossier::{Dossier, DossierError, Event};
use certiroc_core::establishment::ContractLevel;
use certiroc_core::next_step::{self, NextStep};
use certiroc_core::package::Target;
use certiroc_core::procedure::{Choice, Course, Mark, Next, Question, Task};
use certiroc_core::product::Product;
use certiroc_core::safekeeping::Safekeeping;
use certiroc_pki::key::{Kdf, KeySize, Passphrase, PrivateKey, SealedKey};
use rand_core::UnwrapErr;
use time::Duration;
use time::macros::date;
use zip::CompressionMethod::Stored;

use crate::fixtures::{NOTICE, NOW, REQUESTS, certificate_until, dossier, pack, unpack};

/// The archive of `dossier` with its `dossier.json` changed.
fn with_json(dossier: &Dossier, change: impl Fn(&mut serde_json::Value)) -> Vec<u8> {
    let mut members = unpack(&dossier.write(NOTICE, NOW).unwrap());
    let mut json = serde_json::from_slice(&members[1].1).unwrap();
    change(&mut json);
    members[1].1 = serde_json::to_vec(&json).unwrap();
    pack(&members, Stored)
}

/// As CertiROC 0.1 wrote it before it knew what happens to a passphrase and to people.
fn format_3(json: &mut serde_json::Value) {
    json["format"] = 3.into();
}

/// As CertiROC 0.1 wrote it before certificates came back.
fn format_2(json: &mut serde_json::Value) {
    json["format"] = 2.into();
    json.as_object_mut().unwrap().remove("authorities");
}

/// As CertiROC 0.1 wrote it before it knew the procedure.
fn format_1(json: &mut serde_json::Value) {
    format_2(json);
    json["format"] = 1.into();
    json.as_object_mut().unwrap().remove("course");
    for entry in json["journal"].as_array_mut().unwrap() {
        entry.as_object_mut().unwrap().remove("by");
    }
}

#[test]
fn a_dossier_of_format_1_opens() {
    let dossier = dossier();
    let opened = Dossier::read(&with_json(&dossier, format_1)).unwrap().dossier;
    assert_eq!(opened.course, Course::default());
    assert_eq!(opened.establishment, dossier.establishment);
    assert_eq!(opened.orders, dossier.orders);
    assert!(opened.journal.iter().all(|entry| entry.by.is_empty()));
}

#[test]
fn a_dossier_of_format_3_opens() {
    let mut dossier = dossier();
    dossier.record(
        NOW,
        "",
        Event::Packaged {
            product: Some(Product::OrgSign),
            key_id: REQUESTS[1].key_id,
            target: Target::Java11,
            short_password: false,
        },
    );
    let archive = with_json(&dossier, |json| {
        format_3(json);
        let text = json.to_string();
        assert!(
            !text.contains("short-password") && !text.contains("passphrase-lost"),
            "{text}"
        );
    });
    assert_eq!(Dossier::read(&archive).unwrap().dossier, dossier);
}

#[test]
fn a_dossier_of_format_2_opens() {
    let mut dossier = dossier();
    dossier.answer(Question::Contract, Choice::Yes);
    let opened = Dossier::read(&with_json(&dossier, format_2)).unwrap().dossier;
    assert_eq!(opened, dossier);
}

#[test]
fn what_the_course_does_not_hold_is_refused() {
    let mut dossier = dossier();
    dossier.answer(Question::Contract, Choice::Yes);
    dossier.mark(Task::Authorise, Mark::Sent, Some(date!(2026 - 11 - 24)));
    assert!(Dossier::read(&with_json(&dossier, |_| {})).is_ok());
    let changes: [fn(&mut serde_json::Value); 9] = [
        |json| json["format"] = 1.into(),
        |json| _ = json.as_object_mut().unwrap().remove("course"),
        |json| json["course"]["answers"]["contract"] = "vendor".into(),
        |json| json["course"]["answers"]["weather"] = "yes".into(),
        |json| json["course"]["records"]["authorise"]["sent"] = "2026-02-30".into(),
        |json| json["course"]["records"]["authorise"]["sent"] = "24/11/2026".into(),
        |json| json["course"]["records"]["rest"] = serde_json::json!({}),
        |json| json["course"]["people"]["king"] = serde_json::json!({"name": "", "mail": ""}),
        |json| json["course"]["remind-after"] = (-1).into(),
    ];
    for (index, change) in changes.into_iter().enumerate() {
        let outcome = Dossier::read(&with_json(&dossier, change));
        assert!(
            matches!(outcome, Err(DossierError::Invalid { .. })),
            "{index}: {outcome:?}"
        );
    }
}

#[test]
fn the_contract_s_level_is_the_establishment_s() {
    let mut dossier = dossier();
    assert_eq!(dossier.answers().get(Question::ContractLevel), None);
    for (choice, level) in [(Choice::Ej, ContractLevel::Ej), (Choice::Eg, ContractLevel::Eg)] {
        dossier.answer(Question::ContractLevel, choice);
        assert_eq!(dossier.establishment.contract_level, Some(level));
        assert_eq!(dossier.answers().get(Question::ContractLevel), Some(choice));
    }
    dossier.answer(Question::ContractLevel, Choice::Yes);
    assert_eq!(dossier.answers().get(Question::ContractLevel), Some(Choice::Eg));
    dossier.establishment.contract_level = None;
    assert_eq!(dossier.answers().get(Question::ContractLevel), None);
}

#[test]
fn a_mark_taken_away_leaves_no_trace_in_the_course() {
    let mut dossier = dossier();
    let before = dossier.clone();
    dossier.mark(Task::Authorise, Mark::Begun, Some(date!(2026 - 11 - 24)));
    assert!(!dossier.is_same_state(&before));
    dossier.mark(Task::Authorise, Mark::Begun, None);
    assert_eq!(dossier, before);
}

#[test]
fn a_key_that_could_be_lost_comes_first() {
    let dossier = dossier();
    let next = |safekeeping: &Safekeeping| {
        next_step::next_step(
            &dossier,
            safekeeping,
            &next_step::case(&dossier, safekeeping),
            NOW,
        )
    };
    assert_eq!(next(&Safekeeping::default()), NextStep::SaveDossier);
    assert_eq!(
        next(&Safekeeping::of_file(dossier.key_ids())),
        NextStep::Procedure(Next::Answer(Question::Contract))
    );
}

#[test]
fn a_certificate_that_comes_to_its_end_is_the_next_step_until_a_new_key_is_there() {
    let mut dossier = dossier();
    let key = PrivateKey::generate(KeySize::Rsa2048, &mut UnwrapErr(getrandom::SysRng)).unwrap();
    let kdf = Kdf::new(&mut UnwrapErr(getrandom::SysRng), 1);
    let kek = kdf.derive(&Passphrase::parse("motdepasse-de-test").unwrap());
    let sealed = SealedKey::seal(&key, &kdf, &kek, &mut UnwrapErr(getrandom::SysRng));
    let end = NOW + Duration::days(90);
    dossier.adopt(Product::OrgSign, sealed, certificate_until(&key, end), NOW, "");
    let next = |dossier: &Dossier, now| {
        let safekeeping = Safekeeping::of_file(dossier.key_ids());
        next_step::next_step(
            dossier,
            &safekeeping,
            &next_step::case(dossier, &safekeeping),
            now,
        )
    };
    let renew = NextStep::Renew(Product::OrgSign, end.date());
    assert_ne!(next(&dossier, NOW - Duration::days(1)), renew);
    assert_eq!(next(&dossier, NOW), renew);
    assert_eq!(next(&dossier, end - Duration::seconds(1)), renew);
    // Too late: what is over is ordered anew.
    assert_ne!(next(&dossier, end + Duration::days(1)), renew);
    // The renewal is under way: its certificate is awaited.
    let request = REQUESTS[1].clone();
    dossier.order_mut(Product::OrgSign).add(request);
    assert_ne!(next(&dossier, NOW), renew);
}
