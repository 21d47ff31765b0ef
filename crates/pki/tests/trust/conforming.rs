//! What RFC 5280 demands of conforming authorities only: refused, unless the question says that it does not count.

use certiroc_pki::trust::{PathQuestion, Rule, validate};
use certiroc_pki::x509::Certificate;

use crate::written::{
    AT, Authority, Ext, Written, authority_key, basic, directory, inhibit_any, key, name, of_authority,
    policies, policy_constraints, subject_key, tlv, uri, usage,
};

/// An extension that is marked as it ought not to be.
fn otherwise((dotted, critical, value): Ext) -> Ext {
    (dotted, !critical, value)
}

fn name_constraints(path: &str) -> Ext {
    let subtrees = tlv(0xa0, &[&tlv(0x30, &[&directory(path)])]);
    ("2.5.29.30", true, tlv(0x30, &[&subtrees]))
}

fn access() -> Ext {
    let description = tlv(
        0x30,
        &[&crate::written::oid("1.3.6.1.5.5.7.48.2"), &uri("http://a.test/")],
    );
    ("1.3.6.1.5.5.7.1.1", false, tlv(0x30, &[&description]))
}

/// What an authority and an end entity below it have in the place of what they ought to.
struct Departure {
    what: &'static str,
    authority: Vec<Ext>,
    without: &'static [&'static str],
    leaf: Vec<Ext>,
    leaf_serial: &'static [u8],
    rule: Rule,
}

impl Departure {
    fn of(what: &'static str, rule: Rule) -> Self {
        Self {
            what,
            authority: Vec::new(),
            without: &[],
            leaf: Vec::new(),
            leaf_serial: &[3],
            rule,
        }
    }

    fn authority(what: &'static str, extension: Ext, rule: Rule) -> Self {
        Self {
            authority: vec![extension],
            ..Self::of(what, rule)
        }
    }

    fn leaf(what: &'static str, extension: Ext, rule: Rule) -> Self {
        Self {
            leaf: vec![extension],
            ..Self::of(what, rule)
        }
    }
}

fn departures() -> Vec<Departure> {
    let not_critical = |dotted: &str| Rule::NotCritical(dotted.to_owned());
    let critical = |dotted: &str| Rule::Critical(dotted.to_owned());
    let some_key = key();
    vec![
        Departure::authority(
            "basic constraints",
            otherwise(basic(true, None)),
            not_critical("2.5.29.19"),
        ),
        Departure::authority(
            "policy constraints",
            otherwise(policy_constraints(Some(5), None)),
            not_critical("2.5.29.36"),
        ),
        Departure::authority(
            "inhibit any policy",
            otherwise(inhibit_any(5)),
            not_critical("2.5.29.54"),
        ),
        Departure::authority(
            "name constraints",
            otherwise(name_constraints("leaf")),
            not_critical("2.5.29.30"),
        ),
        Departure::authority(
            "key identifier",
            otherwise(subject_key(&some_key)),
            critical("2.5.29.14"),
        ),
        Departure::leaf(
            "key identifier of the issuer",
            otherwise(authority_key(&some_key)),
            critical("2.5.29.35"),
        ),
        Departure::leaf("access", otherwise(access()), critical("1.3.6.1.5.5.7.1.1")),
        Departure {
            without: &["2.5.29.14"],
            ..Departure::of("no key identifier", Rule::NoSubjectKeyIdentifier)
        },
        Departure {
            without: &["2.5.29.35"],
            ..Departure::of("none of the issuer", Rule::NoAuthorityKeyIdentifier)
        },
        Departure {
            leaf_serial: &[0xff],
            ..Departure::of("a negative number", Rule::SerialNumber)
        },
        Departure {
            leaf_serial: &[0],
            ..Departure::of("zero", Rule::SerialNumber)
        },
        Departure {
            leaf_serial: &[1; 21],
            ..Departure::of("a long number", Rule::SerialNumber)
        },
        Departure::leaf(
            "a policy twice",
            policies(&["1.2.3", "1.2.4", "1.2.3"]),
            Rule::ExtensionMalformed("2.5.29.32".to_owned()),
        ),
        Departure::authority(
            "constraints of nothing",
            policy_constraints(None, None),
            Rule::ExtensionMalformed("2.5.29.36".to_owned()),
        ),
        Departure::leaf(
            "a use of authorities",
            usage(true, false),
            Rule::KeyUsageWithoutAuthority,
        ),
        Departure::leaf(
            "constraints of nobody",
            name_constraints("x"),
            Rule::ConstraintsOnEndEntity,
        ),
    ]
}

#[test]
fn each_demand_counts_unless_the_question_says_not() {
    let root = Authority::root("Root");
    let authority_key_pair = key();
    for departure in departures() {
        let replace = |mut list: Vec<Ext>, more: &[Ext]| {
            for extension in more {
                list.retain(|(dotted, ..)| *dotted != extension.0);
                list.push(extension.clone());
            }
            list
        };
        let mut extensions = replace(of_authority(&authority_key_pair, &root.key), &departure.authority);
        extensions.retain(|(dotted, ..)| !departure.without.contains(dotted));
        let authority = Written {
            subject: "CA",
            issuer: "Root",
            serial: &[2],
            extensions,
        };
        let authority = authority.sign(&authority_key_pair, &root.key);
        let leaf = Written {
            subject: "leaf",
            issuer: "CA",
            serial: departure.leaf_serial,
            extensions: replace(vec![authority_key(&authority_key_pair)], &departure.leaf),
        };
        let leaf = leaf.sign(&key(), &authority_key_pair);
        assert_eq!(
            verdict(&leaf, &authority, &root, true),
            Err(departure.rule),
            "{}",
            departure.what
        );
        assert_eq!(
            verdict(&leaf, &authority, &root, false),
            Ok(3),
            "{}",
            departure.what
        );
    }
}

fn verdict(
    leaf: &Certificate,
    authority: &Certificate,
    root: &Authority,
    conforming: bool,
) -> Result<usize, Rule> {
    let (between, anchors) = ([authority], [&root.certificate]);
    let verdict = validate(&PathQuestion {
        conforming_authorities: conforming,
        ..PathQuestion::new(leaf, &between, &anchors, AT)
    });
    verdict.map(|path| path.len()).map_err(|failure| failure.rule)
}

/// What section 6 has checked is checked whatever the question says, also where it is not marked as it ought to be.
#[test]
fn what_validation_asks_for_always_counts() {
    let root = Authority::root("Root");
    let below = |more: Vec<Ext>| root.below("CA", &[2], more);
    let refused: [(&str, Authority, Vec<Ext>, Rule); 6] = [
        (
            "no authority",
            below(vec![basic(false, None)]),
            Vec::new(),
            Rule::NotAnAuthority,
        ),
        (
            "no right to sign",
            below(vec![usage(false, true)]),
            Vec::new(),
            Rule::KeyUsage,
        ),
        (
            "a name outside",
            below(vec![otherwise(name_constraints("another"))]),
            Vec::new(),
            Rule::NameNotAllowed,
        ),
        (
            "a policy required",
            below(vec![
                policies(&["1.2.3"]),
                otherwise(policy_constraints(Some(0), None)),
            ]),
            Vec::new(),
            Rule::Policy,
        ),
        (
            "any policy inhibited",
            below(vec![
                policies(&["1.2.3"]),
                otherwise(policy_constraints(Some(0), None)),
                otherwise(inhibit_any(0)),
            ]),
            vec![policies(&["2.5.29.32.0"])],
            Rule::Policy,
        ),
        (
            "an unknown extension",
            below(Vec::new()),
            vec![("1.2.3.4", true, name("x"))],
            Rule::ExtensionUnknown("1.2.3.4".to_owned()),
        ),
    ];
    for (what, authority, leaf, rule) in refused {
        let leaf = authority.issue("leaf", &[3], leaf);
        assert_eq!(
            verdict(&leaf, &authority.certificate, &root, false),
            Err(rule),
            "{what}"
        );
    }
    let short = below(vec![otherwise(basic(true, Some(0)))]);
    let lower = short.below("Lower", &[3], Vec::new());
    let leaf = lower.issue("leaf", &[4], Vec::new());
    let (between, anchors) = ([&lower.certificate, &short.certificate], [&root.certificate]);
    let question = PathQuestion {
        conforming_authorities: false,
        ..PathQuestion::new(&leaf, &between, &anchors, AT)
    };
    assert_eq!(validate(&question).unwrap_err().rule, Rule::PathTooLong);
}

/// An authority that only signs lists is one, of whom nobody asks the right to sign certificates as long as it signs none;
/// but it is an unusual one.
#[test]
fn an_authority_at_the_end_of_a_path_need_not_sign_certificates() {
    let root = Authority::root("Root");
    let lists = root.below("Lists", &[2], vec![usage(false, true)]);
    let anchors = [&root.certificate];
    let question = PathQuestion::new(&lists.certificate, &[], &anchors, AT);
    assert_eq!(validate(&question).unwrap_err().rule, Rule::KeyUsage);
    let question = PathQuestion {
        conforming_authorities: false,
        ..question
    };
    assert_eq!(validate(&question).unwrap().len(), 2);
}
