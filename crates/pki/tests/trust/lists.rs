//! RFC 5280, section 6.3.3: what lists say together of a certificate, each about some of them, for some reasons, or since
//! another list.

use certiroc_pki::crl::{Crl, CrlReader};
use certiroc_pki::trust::{RevocationQuestion, RevocationStatus, Unusable, revocation, status};
use certiroc_pki::x509::Certificate;
use proptest::prelude::*;
use time::{Duration, OffsetDateTime};

use crate::written::{
    AT, Authority, HOLD, KEY_COMPROMISE, List, NEXT_UPDATE, REMOVE_FROM_CRL, THIS_UPDATE, directory, full,
    points, rdn, reasons, relative, tlv, uri, usage,
};

/// What is said of a certificate: nothing of it, or the reason of its revocation.
pub type Verdict = Result<Option<u8>, Unusable>;

pub fn told(status: &Result<RevocationStatus, Unusable>) -> Verdict {
    match status {
        Ok(RevocationStatus::NotRevoked) => Ok(None),
        Ok(RevocationStatus::Revoked(entry)) => Ok(entry.reason),
        Err(unusable) => Err(unusable.clone()),
    }
}

/// Asks about the first certificate of a path.
pub fn ask_with(
    path: &[&Certificate],
    lists: &[List<'_>],
    others: &[&Certificate],
    at: OffsetDateTime,
) -> Verdict {
    let known: Vec<_> = path.iter().chain(others).copied().collect();
    let crls: Vec<Crl> = lists
        .iter()
        .map(|list| list.read(known.iter().copied()))
        .collect();
    let question = RevocationQuestion {
        path,
        crls: &crls,
        intermediates: others,
        at,
        conforming_authorities: false,
        budget: None,
    };
    let statuses = revocation(&question);
    assert_eq!(statuses.len(), path.len() - 1);
    told(&statuses[0])
}

fn ask(certificate: &Certificate, root: &Authority, lists: &[List<'_>]) -> Verdict {
    ask_with(&[certificate, &root.certificate], lists, &[], AT)
}

/// The same of one list alone, as the page asks.
fn ask_one(certificate: &Certificate, root: &Authority, list: &List<'_>) -> Verdict {
    let crl = list.read([certificate]);
    told(&status(&crl, certificate, &root.certificate, AT))
}

#[test]
fn a_relative_name_is_a_restriction_and_resolves_against_the_issuer() {
    let root = Authority::root("CA");
    let list = root.list().about(&[&relative("part 1")]);
    let cases: [(&str, Vec<Vec<u8>>, Verdict); 7] = [
        ("the same relative name", vec![relative("part 1")], Ok(None)),
        ("in another case", vec![relative("PART  1")], Ok(None)),
        ("another", vec![relative("part 2")], Err(Unusable::Scope)),
        ("its full name", vec![full(&[directory("CA/part 1")])], Ok(None)),
        (
            "one of several",
            vec![full(&[uri("http://crl.test/"), directory("CA/part 1")])],
            Ok(None),
        ),
        (
            "below another name",
            vec![full(&[directory("AC/part 1")])],
            Err(Unusable::Scope),
        ),
        (
            "an address",
            vec![full(&[uri("http://crl.test/")])],
            Err(Unusable::Scope),
        ),
    ];
    for (what, point, expected) in cases {
        let leaf = root.issue("leaf", &[2], vec![points(&[&point])]);
        assert_eq!(ask(&leaf, &root, std::slice::from_ref(&list)), expected, "{what}");
        assert_eq!(ask_one(&leaf, &root, &list), expected, "{what}");
    }
    // One that names no place is not on a list of a part.
    let leaf = root.issue("leaf", &[2], Vec::new());
    assert_eq!(ask_one(&leaf, &root, &list), Err(Unusable::Scope));
    // The place that stands for any other list of its issuer.
    let whole = root.list().about(&[&full(&[directory("CA")])]);
    assert_eq!(ask_one(&leaf, &root, &whole), Ok(None));
    // A relative name against a full one in the list.
    let full_name = root.list().about(&[&full(&[directory("CA/part 1")])]);
    let leaf = root.issue("leaf", &[2], vec![points(&[&[relative("part 1")]])]);
    assert_eq!(ask_one(&leaf, &root, &full_name), Ok(None));
}

#[test]
fn hosts_are_compared_in_any_case_and_paths_are_not() {
    let root = Authority::root("CA");
    let leaf = root.issue(
        "leaf",
        &[2],
        vec![points(&[&[full(&[uri("HTTP://CRL.test/a.crl")])]])],
    );
    let at = |address: &str| root.list().about(&[&full(&[uri(address)])]);
    assert_eq!(ask_one(&leaf, &root, &at("http://crl.TEST/a.crl")), Ok(None));
    for other in [
        "http://crl.test/A.crl",
        "http://crl.test",
        "ldap://crl.test/a.crl",
        "a.crl",
    ] {
        assert_eq!(ask_one(&leaf, &root, &at(other)), Err(Unusable::Scope), "{other}");
    }
}

/// What cannot be read of a scope is a restriction that nobody can hold: the list says nothing.
#[test]
fn a_scope_that_is_not_understood_makes_the_list_mute() {
    let root = Authority::root("CA");
    let leaf = root.issue("leaf", &[2], Vec::new());
    let malformed = Err(Unusable::Extension("2.5.29.28".to_owned()));
    let fields: [&[&[u8]]; 9] = [
        // A field that does not exist; twice; in the wrong order; a flag that is none; a choice that does not exist.
        &[&tlv(0x86, &[&[0xff]])],
        &[&tlv(0x81, &[&[0xff]]), &tlv(0x81, &[&[0xff]])],
        &[&tlv(0x82, &[&[0xff]]), &tlv(0x81, &[&[0]])],
        &[&tlv(0x81, &[&[1]])],
        &[&tlv(0xa0, &[&tlv(0xa2, &[&directory("CA")])])],
        // No names; a relative name as if the tag were another layer; what follows it; padding of more than a byte.
        &[&tlv(0xa0, &[&tlv(0xa0, &[])])],
        &[&tlv(0xa0, &[&tlv(0xa1, &[&tlv(0x31, &[&rdn("part 1")])])])],
        &[&tlv(
            0xa0,
            &[&tlv(0xa0, &[&directory("CA")]), &tlv(0xa0, &[&directory("CA")])],
        )],
        &[&tlv(0x83, &[&[8, 0]])],
    ];
    for fields in fields {
        assert_eq!(
            ask_one(&leaf, &root, &root.list().about(fields)),
            malformed,
            "{fields:02x?}"
        );
    }
    let twice = root.list().about(&[]).about(&[]);
    assert_eq!(ask_one(&leaf, &root, &twice), malformed);
    // Critical, and known, but not as an extension of lists.
    let stray = root.list().with(usage(true, true));
    assert_eq!(
        ask_one(&leaf, &root, &stray),
        Err(Unusable::Extension("2.5.29.15".to_owned()))
    );
}

#[test]
fn numbers_have_a_sign() {
    let root = Authority::root("CA");
    // -1, and 255.
    let numbers: [&[u8]; 2] = [&[0xff], &[0, 0xff]];
    for (index, serial) in numbers.iter().enumerate() {
        let leaf = root.issue("leaf", serial, Vec::new());
        assert_eq!(leaf.serial(), ["-01", "FF"][index]);
        for (other, listed) in numbers.iter().enumerate() {
            let list = root.list().entry(listed, KEY_COMPROMISE);
            let expected = Ok((index == other).then_some(KEY_COMPROMISE));
            assert_eq!(
                ask_one(&leaf, &root, &list),
                expected,
                "{serial:02x?} {listed:02x?}"
            );
            assert_eq!(ask(&leaf, &root, &[list]), expected);
        }
    }
}

#[test]
fn kinds_of_certificates() {
    let root = Authority::root("CA");
    let leaf = root.issue("leaf", &[2], Vec::new());
    let below = root.below("Below", &[3], Vec::new());
    let flag = |number: u8| root.list().about(&[&tlv(0x80 | number, &[&[0xff]])]);
    let scope = Err(Unusable::Scope);
    // onlyContainsUserCerts, onlyContainsCACerts, onlyContainsAttributeCerts
    let cases = [
        (1, Ok(None), scope.clone()),
        (2, scope.clone(), Ok(None)),
        (5, scope.clone(), scope),
    ];
    for (number, of_leaf, of_authority) in cases {
        assert_eq!(ask(&leaf, &root, &[flag(number)]), of_leaf, "{number}");
        assert_eq!(
            ask(&below.certificate, &root, &[flag(number)]),
            of_authority,
            "{number}"
        );
    }
}

/// `keyCompromise`, `cACompromise`, …: the numbers of the bits.
const SOME: [u32; 2] = [1, 2];
const OTHERS: [u32; 6] = [3, 4, 5, 6, 7, 8];

#[test]
fn lists_for_some_reasons_add_up() {
    let root = Authority::root("CA");
    let leaf = root.issue("leaf", &[2], Vec::new());
    let some = root.list().about(&[&reasons(0x83, &SOME)]);
    let others = root.list().about(&[&reasons(0x83, &OTHERS)]);
    let scope = Err(Unusable::Scope);
    assert_eq!(ask(&leaf, &root, std::slice::from_ref(&some)), scope);
    assert_eq!(ask(&leaf, &root, std::slice::from_ref(&others)), scope);
    assert_eq!(ask(&leaf, &root, &[some.clone(), some.clone()]), scope);
    assert_eq!(ask(&leaf, &root, &[some.clone(), others.clone()]), Ok(None));
    assert_eq!(ask(&leaf, &root, &[others.clone(), some.clone()]), Ok(None));
    // A revocation on one of them is one, whatever the others say, and alone.
    let revoked = some.clone().entry(&[2], KEY_COMPROMISE);
    for lists in [
        vec![revoked.clone()],
        vec![others.clone(), revoked.clone()],
        vec![revoked.clone(), others],
    ] {
        assert_eq!(ask(&leaf, &root, &lists), Ok(Some(KEY_COMPROMISE)));
    }
    assert_eq!(ask_one(&leaf, &root, &revoked), Ok(Some(KEY_COMPROMISE)));
    assert_eq!(ask_one(&leaf, &root, &some), scope);
    // One for no reason is about nothing.
    assert_eq!(
        ask(&leaf, &root, &[root.list().about(&[&reasons(0x83, &[])])]),
        scope
    );
}

#[test]
fn the_certificate_too_may_divide_its_lists_by_reason() {
    let root = Authority::root("CA");
    let part = |name: &str, bits: &[u32]| vec![full(&[uri(name)]), reasons(0x81, bits)];
    let leaf = root.issue(
        "leaf",
        &[2],
        vec![points(&[&part("a", &SOME), &part("b", &OTHERS)])],
    );
    let list = |name: &str| root.list().about(&[&full(&[uri(name)])]);
    let scope = Err(Unusable::Scope);
    assert_eq!(ask(&leaf, &root, &[list("a")]), scope);
    assert_eq!(ask(&leaf, &root, &[list("a"), list("b")]), Ok(None));
    // What both say is what both have in common.
    let narrow = root.list().about(&[&full(&[uri("b")]), &reasons(0x83, &[3, 4])]);
    assert_eq!(ask(&leaf, &root, &[list("a"), narrow]), scope);
    // A list of everything of its issuer needs no place.
    assert_eq!(ask(&leaf, &root, &[root.list()]), Ok(None));
}

fn newer(list: List<'_>, number: u8) -> List<'_> {
    List {
        number,
        this_update: THIS_UPDATE + Duration::HOUR,
        ..list
    }
}

#[test]
fn a_delta_list_adds_to_its_base() {
    let root = Authority::root("CA");
    let leaf = root.issue("leaf", &[2], Vec::new());
    let base = || List {
        number: 5,
        ..root.list()
    };
    let delta = || newer(root.list(), 7).delta_to(5);
    let pairs: [(&str, List<'_>, List<'_>, Verdict); 8] = [
        ("nothing", base(), delta(), Ok(None)),
        (
            "revoked since",
            base(),
            delta().entry(&[2], KEY_COMPROMISE),
            Ok(Some(KEY_COMPROMISE)),
        ),
        ("on hold since", base(), delta().entry(&[2], HOLD), Ok(Some(HOLD))),
        ("on hold still", base().entry(&[2], HOLD), delta(), Ok(Some(HOLD))),
        (
            "released",
            base().entry(&[2], HOLD),
            delta().entry(&[2], REMOVE_FROM_CRL),
            Ok(None),
        ),
        (
            "revoked for good",
            base().entry(&[2], HOLD),
            delta().entry(&[2], KEY_COMPROMISE),
            Ok(Some(KEY_COMPROMISE)),
        ),
        (
            "revoked before",
            base().entry(&[2], KEY_COMPROMISE),
            delta(),
            Ok(Some(KEY_COMPROMISE)),
        ),
        ("another", base(), delta().entry(&[3], KEY_COMPROMISE), Ok(None)),
    ];
    for (what, base, delta, expected) in pairs {
        assert_eq!(
            ask(&leaf, &root, &[base.clone(), delta.clone()]),
            expected,
            "{what}"
        );
        assert_eq!(ask(&leaf, &root, &[delta, base]), expected, "{what}");
    }
    // The newest of several counts.
    let later = newer(root.list(), 8).delta_to(5).entry(&[2], REMOVE_FROM_CRL);
    let held = delta().entry(&[2], HOLD);
    for lists in [[base(), held.clone(), later.clone()], [later, held, base()]] {
        assert_eq!(ask(&leaf, &root, &lists), Ok(None));
    }
}

#[test]
fn a_delta_list_that_is_not_its_own_adds_nothing() {
    let root = Authority::root("CA");
    let other = Authority::root("CA");
    let leaf = root.issue("leaf", &[2], Vec::new());
    let base = List {
        number: 5,
        ..root.list()
    };
    let delta = || newer(root.list(), 7).entry(&[2], KEY_COMPROMISE);
    let cases = [
        ("a base after this one", delta().delta_to(6)),
        (
            "no newer than this one",
            List { number: 5, ..delta() }.delta_to(4),
        ),
        (
            "another scope",
            delta().delta_to(5).about(&[&tlv(0x81, &[&[0xff]])]),
        ),
        (
            "another key's",
            newer(other.list(), 7).entry(&[2], KEY_COMPROMISE).delta_to(5),
        ),
        (
            "not issued yet",
            List {
                this_update: AT + Duration::DAY,
                ..delta()
            }
            .delta_to(5),
        ),
    ];
    for (what, delta) in cases {
        assert_eq!(ask(&leaf, &root, &[base.clone(), delta]), Ok(None), "{what}");
    }
    // The same key, but said to be another.
    let disguised = List {
        key: &root.key,
        ..newer(other.list(), 7)
    };
    let disguised = disguised.entry(&[2], KEY_COMPROMISE).delta_to(5);
    assert_eq!(ask(&leaf, &root, &[base, disguised]), Ok(None));
    // Alone it is no list.
    assert_eq!(
        ask(&leaf, &root, &[delta().delta_to(5)]),
        Err(Unusable::OtherIssuer)
    );
}

/// With a delta list of today, yesterday's list is of today (section 5.2.4).
#[test]
fn a_delta_list_renews_its_base() {
    let root = Authority::root("CA");
    let leaf = root.issue("leaf", &[2], Vec::new());
    let base = List {
        number: 5,
        ..root.list()
    };
    let delta = List {
        next_update: NEXT_UPDATE + Duration::WEEK,
        ..newer(root.list(), 7)
    }
    .delta_to(5);
    let path = [&leaf, &root.certificate];
    let late = NEXT_UPDATE + Duration::DAY;
    assert_eq!(
        ask_with(&path, std::slice::from_ref(&base), &[], late),
        Err(Unusable::Stale(NEXT_UPDATE))
    );
    assert_eq!(ask_with(&path, &[base, delta], &[], late), Ok(None));
}

/// What a delta list says of a certificate it says by itself; where it names none, only its base could tell.
#[test]
fn a_delta_list_by_itself() {
    let root = Authority::root("CA");
    let leaf = root.issue("leaf", &[2], Vec::new());
    let delta = || newer(root.list(), 7).delta_to(5);
    assert_eq!(ask_one(&leaf, &root, &delta()), Err(Unusable::Delta));
    assert_eq!(
        ask_one(&leaf, &root, &delta().entry(&[3], HOLD)),
        Err(Unusable::Delta)
    );
    assert_eq!(ask_one(&leaf, &root, &delta().entry(&[2], HOLD)), Ok(Some(HOLD)));
    assert_eq!(
        ask_one(&leaf, &root, &delta().entry(&[2], KEY_COMPROMISE)),
        Ok(Some(KEY_COMPROMISE))
    );
    assert_eq!(
        ask_one(&leaf, &root, &delta().entry(&[2], REMOVE_FROM_CRL)),
        Ok(None)
    );
}

#[test]
fn the_newest_complete_list_counts() {
    let root = Authority::root("CA");
    let leaf = root.issue("leaf", &[2], Vec::new());
    let held = root.list().entry(&[2], HOLD);
    let released = newer(root.list(), 2);
    for lists in [[held.clone(), released.clone()], [released, held]] {
        assert_eq!(ask(&leaf, &root, &lists), Ok(None));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever byte of a scope, of reasons or of an entry's issuer is changed, the list is refused, or read and no longer
    /// its signer's.
    #[test]
    fn no_changed_byte_passes(at in any::<prop::sample::Index>(), change in 1..=255u8) {
        let root = Authority::root("CA");
        let leaf = root.issue("leaf", &[2], vec![points(&[&[relative("part 1")]])]);
        let scope: [&[u8]; 3] = [&relative("part 1"), &reasons(0x83, &SOME), &tlv(0x84, &[&[0xff]])];
        let list = root.list().about(&scope).delta_to(1).entry_of(&[2], HOLD, Some("CA"));
        let mut der = list.der();
        let index = at.index(der.len());
        der[index] ^= change;
        let mut reader = CrlReader::new([leaf.serial_number.clone()]);
        let read = reader.push(&der).and_then(|()| reader.finish());
        if let Ok(crl) = read {
            prop_assert!(status(&crl, &leaf, &root.certificate, AT).is_err());
        }
    }
}
