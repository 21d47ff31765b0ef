//! What hostile certificates cost: steps are counted, not time.

use certiroc_pki::trust::{Budget, PathQuestion, Rule, validate};
use certiroc_pki::x509::Certificate;
use rcgen::PublicKeyData;

use crate::written::{
    AT, Authority, Written, authority_key, basic, key, key_id, of_authority, subject_key, tlv, usage,
};

/// Authorities of this name, each with another key that nobody has; they claim the key identifier `claimed`.
fn impostors(name: &str, count: u32, claimed: &[u8]) -> Vec<Certificate> {
    let made_by = key();
    let template = Written {
        subject: name,
        issuer: name,
        serial: &[9],
        extensions: vec![
            basic(true, None),
            usage(true, true),
            ("2.5.29.14", false, tlv(4, &[claimed])),
            authority_key(&made_by),
        ],
    };
    let info = made_by.subject_public_key_info();
    let made = (0..count).map(|number| {
        let mut info = info.clone();
        let at = info.len() - 4;
        info[at..].copy_from_slice(&number.to_be_bytes());
        template.der(&info, &made_by)
    });
    made.map(|der| Certificate::from_der(&der).unwrap()).collect()
}

/// Ten thousand certificates in the issuer's name cost as much as a hundred, whoever comes first; the right one is found
/// among them where it comes first or is named by its key.
#[test]
fn ten_thousand_namesakes_cost_no_more_than_the_budget() {
    let root = Authority::root("Root");
    let authority = root.below("CA", &[2], Vec::new());
    let leaf = authority.issue("leaf", &[3], Vec::new());
    let anchors = [&root.certificate];
    let ask = |leaf: &Certificate, others: &[&Certificate]| {
        let budget = Budget::default();
        let question = PathQuestion {
            budget: Some(&budget),
            ..PathQuestion::new(leaf, others, &anchors, AT)
        };
        let verdict = validate(&question)
            .map(|path| path.len())
            .map_err(|failure| failure.rule);
        (verdict, Budget::DEFAULT - budget.left())
    };
    // They claim its key identifier.
    let impostors = impostors("CA", 10_000, &key_id(&authority.key));
    let mut others: Vec<_> = impostors.iter().collect();
    assert_eq!(ask(&leaf, &others), (Err(Rule::TooComplex), Budget::DEFAULT));
    others.insert(0, &authority.certificate);
    let (verdict, spent) = ask(&leaf, &others);
    assert_eq!(verdict, Ok(3));
    assert!(spent <= 5, "{spent}");
    // It comes last, and has another key identifier than the others.
    let impostors = self::impostors("CA", 10_000, b"another");
    let mut others: Vec<_> = impostors.iter().collect();
    others.push(&authority.certificate);
    let (verdict, spent) = ask(&leaf, &others);
    assert_eq!(verdict, Ok(3));
    assert!(spent <= 5, "{spent}");
    // A trusted one comes before them all.
    let direct = root.issue("leaf", &[4], Vec::new());
    let of_root = self::impostors("Root", 10_000, &key_id(&root.key));
    let (verdict, spent) = ask(&direct, &of_root.iter().collect::<Vec<_>>());
    assert_eq!(verdict, Ok(2));
    assert!(spent <= 3, "{spent}");
}

/// Copies of one certificate, and certificates of one key, cost one signature.
#[test]
fn a_key_is_tried_once() {
    let root = Authority::root("Root");
    let authority = root.below("CA", &[2], Vec::new());
    let leaf = authority.issue("leaf", &[3], Vec::new());
    // Another key of the name, certified over and over, and copied.
    let other = key();
    let certified: Vec<_> = (1..=50)
        .map(|serial| {
            let written = Written {
                subject: "CA",
                issuer: "Root",
                serial: &[serial],
                extensions: of_authority(&other, &root.key),
            };
            written.sign(&other, &root.key)
        })
        .collect();
    let mut others: Vec<_> = certified.iter().chain(&certified).collect();
    others.extend([&authority.certificate; 50]);
    let budget = Budget::default();
    let anchors = [&root.certificate];
    let question = PathQuestion {
        budget: Some(&budget),
        ..PathQuestion::new(&leaf, &others, &anchors, AT)
    };
    assert_eq!(validate(&question).unwrap().len(), 3);
    let spent = Budget::DEFAULT - budget.left();
    assert!(spent <= 6, "{spent}");
    // Where nothing is trusted, fifty copies are one way.
    let budget = Budget::default();
    let question = PathQuestion {
        budget: Some(&budget),
        anchors: &[],
        ..question
    };
    let failure = validate(&PathQuestion {
        budget: Some(&budget),
        ..question
    })
    .unwrap_err();
    assert_eq!(failure.rule, Rule::IssuerUnknown);
    assert!(Budget::DEFAULT - budget.left() <= 6);
}

/// Authorities that certify each other make more paths than there are certificates: the search ends all the same, and says
/// that it did not come to an end.
#[test]
fn a_maze_is_given_up() {
    let made: Vec<_> = ["A", "B", "C", "D", "E", "F", "G"]
        .map(Authority::root)
        .into_iter()
        .collect();
    let mut crossed = Vec::new();
    for one in &made {
        for other in made.iter().filter(|other| other.name != one.name) {
            let written = Written {
                subject: other.name,
                issuer: one.name,
                serial: &[2],
                extensions: vec![
                    basic(true, None),
                    usage(true, true),
                    subject_key(&other.key),
                    authority_key(&one.key),
                ],
            };
            crossed.push(written.sign(&other.key, &one.key));
        }
    }
    let leaf = made[0].issue("leaf", &[3], Vec::new());
    let others: Vec<_> = crossed.iter().collect();
    let trusted = Authority::root("Root");
    let ask = |anchors: &[&Certificate]| {
        let budget = Budget::default();
        let question = PathQuestion {
            budget: Some(&budget),
            ..PathQuestion::new(&leaf, &others, anchors, AT)
        };
        validate(&question)
            .map(|path| path.len())
            .map_err(|failure| failure.rule)
    };
    assert_eq!(ask(&[&trusted.certificate]), Err(Rule::TooComplex));
    // And one of them trusted is found.
    assert!(ask(&[&made[6].certificate]).is_ok());
}

/// Several questions may share what there is.
#[test]
fn a_budget_is_shared() {
    let root = Authority::root("Root");
    let leaf = root.issue("leaf", &[3], Vec::new());
    let budget = Budget::new(5);
    let anchors = [&root.certificate];
    let question = PathQuestion {
        budget: Some(&budget),
        ..PathQuestion::new(&leaf, &[], &anchors, AT)
    };
    let rule = || validate(&question).map(drop).map_err(|failure| failure.rule);
    // A step and a signature each.
    assert_eq!((rule(), budget.left()), (Ok(()), 3));
    assert_eq!((rule(), budget.left()), (Ok(()), 1));
    assert_eq!((rule(), budget.left()), (Err(Rule::TooComplex), 0));
}
