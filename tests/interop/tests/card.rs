//! A card that `certiroc-card` reads over PC/SC, and `OpenSC` on the same card: two readers that share no code.
//!
//! The card is made up (tests/card); the service, the driver's interface and `OpenSC` are not.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use certiroc_card_simulator::card::{Card, Exchange};
use certiroc_card_simulator::hex;
use certiroc_card_simulator::profile::{Faults, Generation, Kind, Profile};
use certiroc_interop::OPENSSL;
use certiroc_interop::reader::{
    Inserted, SLOT, Service, certiroc_card, certiroc_card_without_service, opensc,
};
use certiroc_pki::x509::Certificate;
use certiroc_smartcard::apdu::Instruction;
use certiroc_smartcard::reading::Reading;
use pcsc::{Context, Protocols, Scope, ShareMode};
use tempfile::TempDir;
use time::OffsetDateTime;

fn insert(service: &Service, profile: &Profile) -> (Inserted, Card) {
    let card = Card::new(profile, OffsetDateTime::now_utc());
    (Inserted::new(service, card.clone()), card)
}

/// What `OpenSC` needs to read a card that it does not know: a driver that is content with the files of ISO/IEC
/// 7816-15.
fn configuration(folder: &TempDir) -> PathBuf {
    let atrs = Generation::FAMILY.map(|generation| {
        let bytes: Vec<String> = generation
            .make()
            .atr
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!(
            "card_atr {} {{ driver = \"itacns\"; type = \"1\"; }}\n",
            bytes.join(":")
        )
    });
    let text = format!(
        "app default {{\ncard_drivers = itacns;\n{}framework pkcs15 {{ use_file_caching = no; enable_pkcs15_emulation = no; }}\n}}\n",
        atrs.concat()
    );
    let path = folder.path().join("opensc.conf");
    fs::write(&path, text).unwrap();
    path
}

/// Only what reads ever left for the card: nothing that verifies, computes or writes.
fn only_reads(log: &[Exchange]) {
    assert!(!log.is_empty());
    for exchange in log {
        let instruction = exchange.command.get(1);
        assert!(
            Instruction::ALL
                .iter()
                .any(|allowed| Some(&allowed.byte()) == instruction),
            "{}",
            hex::write(&exchange.command)
        );
    }
}

#[test]
fn opensc_finds_the_same_on_the_same_card() {
    let service = Service::start();
    let folder = tempfile::tempdir().unwrap();
    let configuration = configuration(&folder);
    for (generation, kind, real) in [
        (Generation::Cps3, Kind::Cps, false),
        (Generation::Cps3, Kind::Cde, true),
        (Generation::Cps3Contactless, Kind::Cpe, false),
        (Generation::Cps4, Kind::Service, false),
        (Generation::Cps4, Kind::Cpf, true),
        (Generation::Unheard, Kind::Cda, false),
    ] {
        let profile = Profile {
            generation,
            kind,
            real,
            ..Profile::default()
        };
        let (inserted, card) = insert(&service, &profile);
        let path = folder.path().join(format!("{generation:?}-{kind:?}.pem"));
        inserted.take_log();
        let start = Instant::now();
        let answer = certiroc_card([OsStr::new("-o"), path.as_os_str()]);
        let time = start.elapsed();
        assert!(answer.success, "{profile:?}: {}", answer.text);
        let log = inserted.take_log();
        only_reads(&log);
        let reading = Reading::from_text(&fs::read(&path).unwrap()).expect("the program's own file");

        // The answer to reset.
        let atr = opensc("opensc-tool", &configuration, &["-a"]).text;
        let atr = atr
            .lines()
            .find(|line| line.starts_with("3b:"))
            .expect("an answer to reset");
        assert_eq!(hex::read(&atr.replace(':', "")).unwrap(), reading.atr);
        inserted.take_log();

        // The name of the card, and what it calls its certificates.
        let start = Instant::now();
        let dump = opensc("pkcs15-tool", &configuration, &["--dump"]).text;
        let label = reading.label.as_deref().unwrap();
        assert!(dump.contains(&format!("PKCS#15 Card [{label}]:")), "{dump}");
        let labels: Vec<&str> = dump
            .lines()
            .filter_map(|line| line.strip_prefix("X.509 Certificate [")?.strip_suffix(']'))
            .collect();
        assert!(
            reading
                .certificates
                .iter()
                .map(|held| held.label.as_str())
                .eq(labels),
            "{dump}"
        );
        let ids = dump
            .lines()
            .filter_map(|line| line.trim().strip_prefix("ID             : "));

        // The certificates, to the last byte, and OpenSSL reads our file.
        let mut commands = inserted.take_log().len();
        assert_eq!(ids.clone().count(), reading.certificates.len());
        for (id, held) in ids.zip(&reading.certificates) {
            let pem = opensc("pkcs15-tool", &configuration, &["--read-certificate", id]).stdout;
            assert_eq!(Certificate::from_pem(&pem).unwrap().der(), held.der);
            commands += inserted.take_log().len();
        }
        let opensc_time = start.elapsed();
        let made: Vec<&[u8]> = card
            .certificates()
            .iter()
            .map(|held| held.der.as_slice())
            .collect();
        let read: Vec<&[u8]> = reading
            .certificates
            .iter()
            .map(|held| held.der.as_slice())
            .collect();
        assert_eq!(read, made);
        let first = OPENSSL.run([
            OsStr::new("x509"),
            "-noout".as_ref(),
            "-in".as_ref(),
            path.as_os_str(),
        ]);
        assert!(first.success, "{}", first.text);
        println!(
            "{generation:?} {kind:?}: certiroc-card {} commands in {time:?}; OpenSC {commands} in {opensc_time:?}",
            log.len()
        );
    }
}

#[test]
fn every_kind_is_read_and_summed_up() {
    let service = Service::start();
    for kind in Kind::ALL {
        for generation in [Generation::Cps3, Generation::Cps4] {
            let (inserted, card) = insert(
                &service,
                &Profile {
                    generation,
                    kind,
                    ..Profile::default()
                },
            );
            inserted.take_log();
            let answer = certiroc_card(["-o", "-", "--lang", "en"]);
            assert!(answer.success, "{kind:?} {generation:?}: {}", answer.text);
            only_reads(&inserted.take_log());
            let reading = Reading::from_text(&answer.stdout).expect("the program's own file");
            assert_eq!(reading.certificates.len(), card.certificates().len());
            for held in card.certificates() {
                assert!(answer.text.contains(&held.label), "{}", answer.text);
            }
            assert!(answer.text.contains("2900995235"), "{}", answer.text);
        }
    }
}

#[test]
fn each_failure_has_its_message_and_its_code() {
    let service = Service::start();
    let says = |arguments: &[&str], code: i32, words: &str| {
        let answer = certiroc_card(["-o", "-"].iter().chain(arguments));
        assert_eq!(answer.code, Some(code), "{}", answer.text);
        assert!(answer.stdout.is_empty());
        assert!(answer.text.contains(words), "{words}: {}", answer.text);
    };
    says(&[], 6, "pas de carte dans le lecteur");
    says(&["--lang", "en"], 6, "there is no card in the reader");
    says(&["nobody's reader"], 4, "aucun lecteur ne porte ce nom");
    says(&["Virtual"], 5, "plusieurs lecteurs");
    says(&["--pin", "1234"], 2, "--help");
    let faults = |faults: Faults| Profile {
        faults,
        ..Profile::default()
    };
    let cards = [
        (
            Profile {
                generation: Generation::Vitale,
                ..Profile::default()
            },
            9,
            "carte Vitale",
        ),
        (
            Profile {
                generation: Generation::Other,
                ..Profile::default()
            },
            10,
            "n’est pas de la famille CPS",
        ),
        (
            faults(Faults {
                without_certificates: true,
                ..Faults::default()
            }),
            11,
            "aucun certificat n’y est lisible",
        ),
        (
            faults(Faults {
                removed_after: Some(5),
                ..Faults::default()
            }),
            12,
            "retirée pendant la lecture",
        ),
    ];
    for (profile, code, words) in cards {
        let (_inserted, _) = insert(&service, &profile);
        says(&[], code, words);
    }
    let (_inserted, _) = insert(&service, &Profile::default());
    let context = Context::establish(Scope::User).unwrap();
    let name = std::ffi::CString::new(SLOT).unwrap();
    let held = context
        .connect(&name, ShareMode::Exclusive, Protocols::ANY)
        .unwrap();
    says(&[], 8, "prise par un autre programme");
    drop(held);
    assert!(certiroc_card(["-o", "-"]).success);
}

#[test]
fn a_file_is_never_replaced_unasked() {
    let service = Service::start();
    let (_inserted, _) = insert(&service, &Profile::default());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carte.pem");
    let arguments = [OsStr::new("-o"), path.as_os_str()];
    assert!(certiroc_card(arguments).success);
    fs::write(&path, "something else").unwrap();
    assert_eq!(certiroc_card(arguments).code, Some(13));
    assert_eq!(fs::read_to_string(&path).unwrap(), "something else");
    assert!(certiroc_card(arguments.iter().chain(&[OsStr::new("--force")])).success);
    assert!(Reading::from_text(&fs::read(&path).unwrap()).is_some());
    let nowhere = folder.path().join("none/carte.pem");
    assert_eq!(
        certiroc_card([OsStr::new("-o"), nowhere.as_os_str()]).code,
        Some(1)
    );
}

#[test]
fn without_the_service_the_message_says_so() {
    let answer = certiroc_card_without_service();
    assert_eq!(answer.code, Some(3), "{}", answer.text);
    assert!(answer.text.contains("pcscd"), "{}", answer.text);
}
