//! Opening gives back exactly what was saved.

use std::collections::BTreeSet;
use std::sync::Arc;

use certiroc_core::dossier::{Dossier, DossierError, DossierWriteError, Event, JournalEntry, SealKey};
use certiroc_core::establishment::{ContractLevel, Draft, Environment, IdentifierKind};
use certiroc_core::order::{Order, Request, Revocation};
use certiroc_core::package::Target;
use certiroc_core::procedure::{Answers, Choice, Course, FICHES, Mark, Person, Question, Record, Role, Task};
use certiroc_core::product::Product;
use certiroc_pki::key::KeySize;
use certiroc_pki::x509::Certificate;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;
use time::{Date, OffsetDateTime, UtcOffset};

use crate::fixtures::{NOTICE, NOW, REQUESTS, dossier, unpack};

/// Years 0 to 9999, to the nanosecond, written in any offset.
fn times() -> impl Strategy<Value = OffsetDateTime> {
    (
        -62_167_219_200i64..253_402_300_800,
        0..1_000_000_000i64,
        -86_399..86_400i32,
    )
        .prop_map(|(second, nano, offset)| {
            let time =
                OffsetDateTime::from_unix_timestamp(second).unwrap() + time::Duration::nanoseconds(nano);
            time.checked_to_offset(UtcOffset::from_whole_seconds(offset).unwrap())
                .unwrap_or(time)
        })
}

fn drafts() -> impl Strategy<Value = Draft> {
    (
        any::<[String; 3]>(),
        proptest::option::of(select(&IdentifierKind::ALL[..])),
        select(&Environment::ALL[..]),
        proptest::option::of(select(&ContractLevel::ALL[..])),
    )
        .prop_map(
            |([name, department, identifier], identifier_kind, environment, contract_level)| Draft {
                name,
                department,
                identifier_kind,
                identifier,
                environment,
                contract_level,
            },
        )
}

fn revocations() -> impl Strategy<Value = Revocation> {
    prop_oneof![
        Just(Revocation::Unknown),
        (times(), times()).prop_map(|(this_update, next_update)| Revocation::NotListed {
            this_update,
            next_update
        }),
        (times(), proptest::option::of(any::<u8>()))
            .prop_map(|(since, reason)| Revocation::Listed { since, reason }),
        times().prop_map(|at| Revocation::Stated { at }),
    ]
}

/// Among them a key that is used again.
fn orders(product: Product) -> impl Strategy<Value = Order> {
    let requests = (
        select(&REQUESTS[..]),
        times(),
        times(),
        revocations(),
        any::<bool>(),
    );
    let requests = requests.prop_map(
        |(mut request, made_at, received_at, revocation, passphrase_lost)| {
            for issued in &mut request.issued {
                issued.received_at = received_at;
                issued.revocation = revocation.clone();
            }
            Request {
                made_at,
                passphrase_lost,
                ..request
            }
        },
    );
    (any::<String>(), select(&KeySize::ALL[..]), vec(requests, 0..4)).prop_map(
        move |(service_name, key_size, requests)| {
            let mut order = Order {
                product,
                service_name,
                key_size,
                requests: Vec::new(),
            };
            for request in requests {
                order.add(request);
            }
            order
        },
    )
}

fn events() -> impl Strategy<Value = Event> {
    let key_ids = || select(&REQUESTS[..]).prop_map(|request| request.key_id);
    prop_oneof![
        Just(Event::Created),
        (select(&Product::ALL[..]), key_ids())
            .prop_map(|(product, key_id)| Event::RequestMade { product, key_id }),
        (select(&Product::ALL[..]), key_ids(), any::<String>()).prop_map(|(product, key_id, serial)| {
            Event::CertificateReceived {
                product,
                key_id,
                serial,
            }
        }),
        (
            prop::option::of(select(&Product::ALL[..])),
            key_ids(),
            select(&Target::ALL[..]),
            any::<bool>()
        )
            .prop_map(|(product, key_id, target, short_password)| Event::Packaged {
                product,
                key_id,
                target,
                short_password,
            }),
        (select(&Product::ALL[..]), key_ids())
            .prop_map(|(product, key_id)| Event::KeyReceived { product, key_id }),
        (select(&Product::ALL[..]), key_ids())
            .prop_map(|(product, key_id)| Event::Revoked { product, key_id }),
        (select(&Product::ALL[..]), key_ids())
            .prop_map(|(product, key_id)| Event::NotRevoked { product, key_id }),
        ".{0,20}".prop_map(|words| Event::PlainHttpAccepted { words }),
        Just(Event::PassphraseChanged),
        Just(Event::PassphraseLost),
        Just(Event::PersonErased),
        btree_set(key_ids(), 0..3).prop_map(|key_ids| Event::SavedAsStated { key_ids }),
        btree_set(key_ids(), 0..3).prop_map(|key_ids| Event::SavedVerified { key_ids }),
        answers().prop_map(|(question, choice)| Event::Answered { question, choice }),
        (tasks(), select(&Mark::ALL[..]), days()).prop_map(|(task, mark, on)| Event::Marked {
            task,
            mark,
            on
        }),
        (tasks(), select(&Mark::ALL[..])).prop_map(|(task, mark)| Event::Unmarked { task, mark }),
    ]
}

fn tasks() -> impl Strategy<Value = Task> {
    select(&FICHES[..]).prop_map(|fiche| fiche.task)
}

fn days() -> impl Strategy<Value = Date> {
    (-719_528..2_932_896_i64).prop_map(|day| OffsetDateTime::UNIX_EPOCH.date() + time::Duration::days(day))
}

fn answers() -> impl Strategy<Value = (Question, Choice)> {
    select(&Question::ALL[..])
        .prop_flat_map(|question| select(question.choices()).prop_map(move |choice| (question, choice)))
}

fn courses() -> impl Strategy<Value = Course> {
    let records = btree_map(
        tasks(),
        proptest::array::uniform4(proptest::option::of(days())).prop_map(|[begun, sent, reminded, done]| {
            Record {
                begun,
                sent,
                reminded,
                done,
            }
        }),
        0..5,
    );
    let people = btree_map(
        select(&Role::ALL[..]),
        any::<[String; 2]>().prop_map(|[name, mail]| Person { name, mail }),
        0..4,
    );
    (vec(answers(), 0..12), records, people, any::<u32>()).prop_map(
        |(given, records, people, remind_after)| {
            let mut answers = Answers::default();
            for (question, choice) in given {
                answers.set(question, choice);
            }
            Course {
                answers,
                records,
                people,
                remind_after,
            }
        },
    )
}

fn seal_keys() -> impl Strategy<Value = Option<SealKey>> {
    let seal_key = SealKey {
        sealed: REQUESTS[0].sealed_key.clone(),
        public_key_info: REQUESTS[2].issued[0].certificate.public_key_info().to_vec(),
    };
    proptest::option::of(Just(seal_key))
}

fn dossiers() -> impl Strategy<Value = Dossier> {
    let journal = vec(
        (times(), any::<String>(), events()).prop_map(|(at, by, event)| JournalEntry { at, by, event }),
        0..6,
    );
    let authorities = vec(select(vec![REQUESTS[2].issued[0].certificate.clone()]), 0..2);
    let whole = (
        times(),
        drafts(),
        Product::ALL.map(orders),
        courses(),
        authorities,
        journal,
    );
    let fingerprints = vec(any::<[u8; 32]>(), 0..3);
    let whole = (whole, any::<bool>(), fingerprints, seal_keys());
    whole.prop_map(
        |(
            (created_at, establishment, orders, course, authorities, journal),
            is_compared,
            refused,
            seal_key,
        )| {
            let compared = authorities.iter().filter(|_| is_compared && seal_key.is_some());
            Dossier {
                created_at,
                establishment,
                orders,
                course,
                compared: compared.map(Certificate::sha256).collect(),
                refused,
                authorities,
                seal_key,
                journal: Arc::new(journal),
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_saved_opens_again(dossier in dossiers(), notice in any::<String>(), now in times()) {
        let archive = dossier.write(&notice, now).unwrap();
        let opened = Dossier::read(&archive).unwrap();
        prop_assert_eq!(&opened.dossier, &dossier);
        prop_assert_eq!(opened.ignored, Vec::<String>::new());
        prop_assert_eq!(opened.dossier.write(&notice, now).unwrap(), archive);
        prop_assert!(dossier.file_name().is_ascii());
    }
}

/// The fields whose values are words, and those whose members have words for names.
const WORDS: [&str; 10] = [
    "type",
    "product",
    "target",
    "question",
    "choice",
    "task",
    "mark",
    "environment",
    "identifier-kind",
    "contract-level",
];

/// What stands there that docs/dossier.md must name.
fn words(value: &serde_json::Value, words: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Array(values) => values.iter().for_each(|value| self::words(value, words)),
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                words.insert(name.clone());
                match value {
                    serde_json::Value::String(word) if WORDS.contains(&name.as_str()) => {
                        words.insert(word.clone());
                    }
                    value => self::words(value, words),
                }
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_field_and_word_of_it_is_documented(dossier in dossiers()) {
        let documented = include_str!("../../../../docs/dossier.md");
        let archive = dossier.write("", OffsetDateTime::UNIX_EPOCH).unwrap();
        let (_, bytes) = unpack(&archive).into_iter().find(|(name, _)| name == "dossier.json").unwrap();
        let mut found = BTreeSet::new();
        words(&serde_json::from_slice(&bytes).unwrap(), &mut found);
        let missing: Vec<_> = found.iter().filter(|word| !documented.contains(&format!("`{word}`"))).collect();
        prop_assert!(missing.is_empty(), "{missing:?}");
    }
}

#[test]
fn the_archive_holds_standard_files() {
    let dossier = dossier();
    let [first, second, _] = &*REQUESTS;
    let members = unpack(&dossier.write(NOTICE, NOW).unwrap());
    let [auth_cli, sign] = [("org-auth-cli", first), ("org-sign", second)]
        .map(|(slug, r)| format!("{slug}-{}", r.key_id.short()));
    let names: Vec<_> = members.iter().map(|member| member.0.as_str()).collect();
    assert_eq!(
        names,
        [
            "LISEZMOI.txt",
            "dossier.json",
            &format!("cles/{auth_cli}.key.pem"),
            &format!("csr/{auth_cli}.csr.pem"),
            &format!("cles/{sign}.key.pem"),
            &format!("csr/{sign}.csr.pem"),
        ]
    );
    let texts: Vec<_> = members
        .into_iter()
        .map(|member| String::from_utf8(member.1).unwrap())
        .collect();
    assert_eq!(texts[0], "Ce dossier…\r\nEt la suite.\r\n");
    assert!(texts[2].starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    assert!(texts[3].starts_with("-----BEGIN CERTIFICATE REQUEST-----\n"));
    let json: serde_json::Value = serde_json::from_str(&texts[1]).unwrap();
    assert_eq!(json["format"], 4);
    assert_eq!(json["created-at"], "2026-11-23T14:05:07.25Z");
    assert_eq!(json["establishment"]["identifier-kind"], serde_json::Value::Null);
    assert_eq!(json["orders"][0]["key-size"], 2048);
    assert_eq!(
        json["orders"][1]["requests"][0]["key"]["name"],
        format!("cles/{sign}.key.pem")
    );
    assert_eq!(json["journal"][2]["event"]["type"], "request-made");
    assert_eq!(json["journal"][2]["event"]["key-id"], second.key_id.to_string());
    assert!(texts[1].contains("\n  \"establishment\": {\n"), "not pretty");
}

#[test]
fn what_could_not_be_opened_is_not_written() {
    let mut time = dossier();
    time.created_at = OffsetDateTime::UNIX_EPOCH.replace_year(-1).unwrap();
    assert_eq!(time.write(NOTICE, NOW), Err(DossierWriteError::Time));

    let mut mixed_up = dossier();
    mixed_up.orders[0].requests[0].csr.clone_from(&REQUESTS[1].csr);
    let error = mixed_up.write(NOTICE, NOW).unwrap_err();
    assert!(
        matches!(error, DossierWriteError::Unreadable(DossierError::Invalid { .. })),
        "{error:?}"
    );

    let error = dossier().write(&"é".repeat(4 << 20), NOW).unwrap_err();
    assert_eq!(
        error,
        DossierWriteError::Unreadable(DossierError::TooLarge { limit: 4 << 20 })
    );

    let mut many = dossier();
    many.orders[0].requests = vec![REQUESTS[0].clone(); 500];
    let error = many.write(NOTICE, NOW).unwrap_err();
    assert_eq!(
        error,
        DossierWriteError::Unreadable(DossierError::TooManyMembers { limit: 1000 })
    );
}

#[test]
fn key_ids_include_the_earlier_ones() {
    let mut dossier = dossier();
    dossier
        .order_mut(Product::OrgSign)
        .requests
        .push(REQUESTS[2].clone());
    assert_eq!(
        dossier.key_ids(),
        REQUESTS.iter().map(|request| request.key_id).collect()
    );
    assert_eq!(
        dossier.order(Product::OrgSign).current().unwrap().key_id,
        REQUESTS[2].key_id
    );
}
