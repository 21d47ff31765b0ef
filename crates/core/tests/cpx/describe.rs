//! Which cards a reading describes.

use certiroc_core::cpx::{
    Agreement, Disagreement, Kind, MAX_CERTIFICATES, Remark, Usage, Verification, describe,
};
use certiroc_core::establishment::Environment;
use certiroc_pki::crl::Entry;
use certiroc_smartcard::reading::{Held, Reading};

use certiroc_pki::trust::{Mute, Status};
use pkcs8::der::Tag;
use time::Duration;

use super::{authority, card, reading};
use certiroc_test_support::cpx::{
    AT, CATEGORY, COMMON_NAME, FROM, KIND, Made, NUMBER, SURNAME, TO, integer, printable, tlv,
};

#[test]
fn the_certificates_of_one_card_are_one_card() {
    let made = Made::establishment();
    let held = vec![
        made.clone().signature().held("Certificat de Signature CPS"),
        made.held("Certificat d'Authentification CPS"),
        made.clone().without(NUMBER).held("Certificat Technique CPS"),
        // The same again.
        made.held("Certificat d'Authentification CPS"),
    ];
    let description = describe(&reading(held), &[], &[]);
    assert_eq!((description.cards.len(), &description.remarks), (1, &vec![]));
    let card = &description.cards[0];
    let usages: Vec<_> = card.certificates.iter().map(|held| held.says.usage).collect();
    assert_eq!(
        usages,
        [Usage::Signature, Usage::Authentication, Usage::Technical]
    );
    assert_eq!(card.says.kind, Some(Kind::Establishment));
    assert_eq!(card.says.number.as_deref(), Some("8025000001/2600301752"));
    assert_eq!(card.says.holder.name().as_deref(), Some("CHARLES DUPONT"));
    assert_eq!(card.findings, []);
    assert_eq!(card.environment(), Some(Environment::Production));
    assert_eq!(
        card.certificates[0].signature,
        Verification::NoAuthority(Some(authority("ACI-ST-PP")))
    );
}

#[test]
fn the_certificate_for_authentication_counts_first() {
    let mut signature = Made::establishment().signature().named(SURNAME, "DUPOND");
    (signature.from, signature.to) = (FROM - Duration::days(1), TO + Duration::days(1));
    let held = vec![signature.held(""), Made::establishment().held("")];
    let card = &describe(&reading(held), &[], &[]).cards[0];
    assert_eq!((card.says.not_before, card.says.not_after), (FROM, TO));
    assert_eq!(card.says.holder.surname.as_deref(), Some("DUPONT"));
    assert_eq!(card.findings, [Disagreement::Holders]);

    // Of two, the one that ends last: it replaced the other.
    let mut old = Made::establishment();
    (old.from, old.to) = (FROM - Duration::days(900), TO - Duration::days(900));
    for held in [[old.clone(), Made::establishment()], [Made::establishment(), old]] {
        let held = held.map(|made| made.held("")).to_vec();
        let card = &describe(&reading(held), &[], &[]).cards[0];
        assert_eq!((card.says.not_before, card.says.not_after), (FROM, TO));
    }
}

#[test]
fn cards_that_differ_are_told_apart() {
    let other = Made::establishment().with(NUMBER, printable("8025000001/2600301753"));
    let description = describe(
        &reading(vec![Made::establishment().held(""), other.held("")]),
        &[],
        &[],
    );
    assert_eq!(description.cards.len(), 2);
    // Two cards of one holder.
    assert_eq!(description.remarks, [Remark::SeveralCards(2)]);
    // One that names nobody is of no second holder.
    let mut nobody = other.clone();
    nobody.subject.clear();
    let description = describe(
        &reading(vec![Made::establishment().held(""), nobody.held("")]),
        &[],
        &[],
    );
    assert_eq!(description.remarks, [Remark::SeveralCards(2)]);
    let another = other
        .named(COMMON_NAME, "3210780581/DIR0002")
        .named(SURNAME, "DURAND");
    let description = describe(
        &reading(vec![Made::establishment().held(""), another.held("")]),
        &[],
        &[],
    );
    assert_eq!(
        description.remarks,
        [Remark::SeveralCards(2), Remark::SeveralHolders(2)]
    );
}

#[test]
fn what_does_not_agree_is_told() {
    let base = Made::establishment();
    let octets = |byte: u8| vec![4, 1, byte];
    for (other, finding) in [
        (base.clone().with(KIND, integer(0)), Disagreement::Kinds),
        (
            base.clone().with(CATEGORY, octets(0x80)),
            Disagreement::Categories,
        ),
        (
            base.clone().named(COMMON_NAME, "3210780581/DIR0002"),
            Disagreement::Holders,
        ),
    ] {
        let held = vec![base.held(""), other.signature().held("")];
        let card = &describe(&reading(held), &[], &[]).cards[0];
        assert_eq!(card.findings, [finding]);
    }
    // One of both says test.
    let held = vec![base.held(""), base.with(CATEGORY, octets(0x80)).held("")];
    let card = &describe(&reading(held), &[], &[]).cards[0];
    assert_eq!(card.environment(), Some(Environment::Test));
    // What the authority says counts more than what the certificate says of itself.
    let mut card = self::card(&Made::establishment());
    card.certificates[0].signature = Verification::Verified(authority("ACI-ST-PP-TEST"));
    assert_eq!(card.environment(), Some(Environment::Test));
    assert_eq!(
        Disagreement::between(&card.certificates),
        [Disagreement::Environment]
    );
    card.certificates[0].signature = Verification::Verified(authority("ACI-ST-PP"));
    assert_eq!(Disagreement::between(&card.certificates), []);
}

#[test]
fn the_number_is_held_against_the_chip() {
    let number = |text: &str| Made::establishment().with(NUMBER, printable(text));
    let usual = || number("8025000001/2600301752");
    let chip: &[u8] = b"\x80\x25\x00\x00\x01\x26\x00\x30\x17\x52";
    for (made, serial, agreement) in [
        (usual(), Some(chip), Agreement::Same),
        // What the last byte means is not sure.
        (
            usual(),
            Some(b"\x80\x25\x00\x00\x01\x26\x00\x30\x17\x0f"),
            Agreement::Same,
        ),
        (usual(), Some(&chip[..9]), Agreement::Same),
        (
            usual(),
            Some(b"\x80\x25\x00\x00\x01\x26\x00\x30\x18\x52"),
            Agreement::Different,
        ),
        (
            usual(),
            Some(b"\x80\x25\x00\x00\x02\x26\x00\x30\x17\x52"),
            Agreement::Different,
        ),
        (usual(), Some(&chip[..8]), Agreement::Unknown),
        (
            usual(),
            Some(b"\x80\x25\x00\x00\x01\x26\x00\x30\xff\x52"),
            Agreement::Unknown,
        ),
        (usual(), Some(b""), Agreement::Unknown),
        (usual(), None, Agreement::Unknown),
        (usual().without(NUMBER), Some(chip), Agreement::Unknown),
        (number("80250000012600301752"), Some(chip), Agreement::Unknown),
        (number("8025000001/2600301"), Some(chip), Agreement::Unknown),
        (number("8025000001/260030175x"), Some(chip), Agreement::Unknown),
        (number("/8025000001260030"), Some(chip), Agreement::Unknown),
    ] {
        let read = Reading {
            serial: serial.map(<[u8]>::to_vec),
            ..reading(vec![made.held("")])
        };
        let card = &describe(&read, &[], &[]).cards[0];
        assert_eq!(card.agreement, agreement, "{serial:?} {:?}", card.says.number);
    }
}

#[test]
fn what_lists_say_is_taken_the_worst_first() {
    let made = Made::establishment();
    let sha256 = made.certificate().sha256();
    let entry = |reason| Entry {
        serial_number: vec![1],
        revoked: AT,
        reason,
    };
    let revoked = Ok(Status::Revoked(entry(Some(1))));
    let hold = Ok(Status::Revoked(entry(Some(6))));
    let clear = Ok(Status::NotRevoked);
    let mute = Err(Mute::NoAuthority);
    let ranked = [mute, clear, hold, revoked];
    let told = |verdicts: &[_]| {
        let description = describe(&reading(vec![made.held("")]), &[], verdicts);
        description.cards[0].certificates[0].revocation.clone()
    };
    assert_eq!(told(&[]), None);
    for (rank, better) in ranked.iter().enumerate() {
        for worse in &ranked[rank..] {
            for pair in [[better, worse], [worse, better]] {
                let verdicts = pair.map(|verdict| (sha256, verdict.clone()));
                assert_eq!(told(&verdicts).as_ref(), Some(worse));
            }
        }
        // Of another certificate.
        assert_eq!(told(&[([0; 32], better.clone())]), None);
    }
}

#[test]
fn what_is_no_certificate_is_told() {
    let junk = Held {
        label: "EF".into(),
        der: vec![0x30, 3, 2],
    };
    let description = describe(&reading(vec![junk.clone()]), &[], &[]);
    assert_eq!(description.remarks, [Remark::NotACard]);
    assert_eq!(description.others[0].label, "EF");
    assert!(description.others[0].certificate.is_err());
    assert_eq!(
        describe(&Reading::default(), &[], &[]).remarks,
        [Remark::NotACard]
    );

    // An authority is no card, whatever else it bears.
    let basic_constraints = tlv(Tag::Sequence, &[vec![1, 1, 0xff]]);
    let authority = Made::establishment().with("2.5.29.19", basic_constraints);
    assert_eq!(
        describe(&reading(vec![authority.held("")]), &[], &[]).remarks,
        [Remark::NotACard]
    );

    let many = vec![junk; MAX_CERTIFICATES + 1];
    let description = describe(&reading(many), &[], &[]);
    assert_eq!(description.others.len(), MAX_CERTIFICATES);
    assert_eq!(
        description.remarks,
        [Remark::NotACard, Remark::TooMany(MAX_CERTIFICATES)]
    );
}
