//! Which path is built, how long it may be, and which failure is told where there is none.

use certiroc_pki::trust::{Budget, PathQuestion, Rule, validate};
use certiroc_pki::x509::Certificate;

use crate::written::{AT, Authority, Written, authority_key, basic, key, of_authority, usage};

/// A certificate's own limit counts those below it: one fewer for each.
#[test]
fn so_many_authorities_may_follow_as_each_one_says() {
    let root = Authority::root("Root");
    let first = root.below("First", &[2], vec![basic(true, Some(1))]);
    let second = first.below("Second", &[3], Vec::new());
    let third = second.below("Third", &[4], Vec::new());
    let anchors = [&root.certificate];
    let all = [&first.certificate, &second.certificate, &third.certificate];
    let verdict = |leaf: &Certificate| {
        let question = PathQuestion::new(leaf, &all, &anchors, AT);
        let path = validate(&question).map(|path| path.len());
        path.map_err(|failure| (failure.rule, failure.certificate == &third.certificate))
    };
    assert_eq!(verdict(&second.issue("leaf", &[5], Vec::new())), Ok(4));
    let leaf = third.issue("leaf", &[6], Vec::new());
    assert_eq!(verdict(&leaf), Err((Rule::PathTooLong, true)));
}

/// An issuer that bears no key identifier may be the one that is named; one that bears another is tried last.
#[test]
fn those_with_another_key_identifier_come_last() {
    let root = Authority::root("Root");
    let mut authority = root.below("CA", &[2], Vec::new());
    let leaf = authority.issue("leaf", &[3], Vec::new());
    authority
        .certificate
        .extensions
        .retain(|extension| extension.oid != "2.5.29.14");
    let others: Vec<_> = (10..30)
        .map(|serial| root.below("CA", &[serial], Vec::new()))
        .collect();
    let mut known: Vec<_> = others.iter().map(|other| &other.certificate).collect();
    known.push(&authority.certificate);
    let (anchors, budget) = ([&root.certificate], Budget::default());
    let question = PathQuestion {
        budget: Some(&budget),
        conforming_authorities: false,
        ..PathQuestion::new(&leaf, &known, &anchors, AT)
    };
    assert_eq!(validate(&question).unwrap().len(), 3);
    let spent = Budget::DEFAULT - budget.left();
    assert!(spent <= 5, "{spent}");
}

/// Of two paths that fail as far up, the first is told.
#[test]
fn the_first_of_several_failures_is_told() {
    let root = Authority::root("Root");
    let (own, signer) = (key(), &root.key);
    let authority = |serial: &[u8], unlike: Option<(&'static str, bool, Vec<u8>)>| {
        let mut extensions = of_authority(&own, signer);
        extensions.retain(|(dotted, ..)| unlike.as_ref().is_none_or(|other| *dotted != other.0));
        extensions.extend(unlike);
        let written = Written {
            subject: "CA",
            issuer: "Root",
            serial,
            extensions,
        };
        written.sign(&own, signer)
    };
    let lists = authority(&[2], Some(usage(false, true)));
    let no_authority = authority(&[3], Some(basic(false, None)));
    let leaf = Written {
        subject: "leaf",
        issuer: "CA",
        serial: &[4],
        extensions: vec![authority_key(&own)],
    };
    let leaf = leaf.sign(&key(), &own);
    let anchors = [&root.certificate];
    let rule = |known: &[&Certificate]| {
        let question = PathQuestion {
            conforming_authorities: false,
            ..PathQuestion::new(&leaf, known, &anchors, AT)
        };
        validate(&question).unwrap_err().rule
    };
    assert_eq!(rule(&[&lists, &no_authority]), Rule::KeyUsage);
    assert_eq!(rule(&[&no_authority, &lists]), Rule::NotAnAuthority);
}

/// Only version 3 has extensions; a certificate without any may be of any version.
#[test]
fn a_certificate_of_version_1_has_no_extensions() {
    let root = Authority::root("Root");
    let anchors = [&root.certificate];
    let mut leaf = root.issue("leaf", &[2], Vec::new());
    leaf.version = 1;
    let verdict = |leaf: &Certificate| {
        let question = PathQuestion {
            conforming_authorities: false,
            ..PathQuestion::new(leaf, &[], &anchors, AT)
        };
        validate(&question)
            .map(|path| path.len())
            .map_err(|failure| failure.rule)
    };
    assert_eq!(verdict(&leaf), Err(Rule::Version));
    leaf.extensions.clear();
    assert_eq!(verdict(&leaf), Ok(2));
}
