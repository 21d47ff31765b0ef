//! Name constraints: for each kind of name, what is within a subtree and what is not (RFC 5280, section 4.2.1.10).

use certiroc_pki::trust::{PathQuestion, Rule, validate};

use crate::written::{AT, Authority, Ext, tlv};

/// `rfc822Name`
const MAIL: u8 = 0x81;
/// `dNSName`
const DNS: u8 = 0x82;
/// `uniformResourceIdentifier`
const URI: u8 = 0x86;
/// `iPAddress`
const IP: u8 = 0x87;
/// The fields of `NameConstraints`.
const PERMITTED: u8 = 0xa0;
const EXCLUDED: u8 = 0xa1;

fn constraints(field: u8, kind: u8, base: &[u8]) -> Ext {
    let subtree = tlv(0x30, &[&tlv(kind, &[base])]);
    ("2.5.29.30", true, tlv(0x30, &[&tlv(field, &[&subtree])]))
}

/// What a certificate with this name is worth below an authority with this subtree.
fn verdict(root: &Authority, field: u8, kind: u8, base: &[u8], name: &[u8]) -> Result<(), Rule> {
    let authority = root.below("Authority", &[2], vec![constraints(field, kind, base)]);
    let names = ("2.5.29.17", false, tlv(0x30, &[&tlv(kind, &[name])]));
    let leaf = authority.issue("leaf", &[3], vec![names]);
    let (between, anchors) = ([&authority.certificate], [&root.certificate]);
    let question = PathQuestion::new(&leaf, &between, &anchors, AT);
    validate(&question).map(drop).map_err(|failure| failure.rule)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lies {
    Within,
    /// Partly, or nobody can tell: neither permitted, nor free where it is excluded.
    Astride,
    Apart,
}
use Lies::{Apart, Astride, Within};

/// A subtree, by its kind and value, and names of the same kind.
type Row = (u8, &'static [u8], &'static [(&'static [u8], Lies)]);

const ROWS: &[Row] = &[
    (
        DNS,
        b"a.test",
        &[
            (b"a.test", Within),
            (b"A.Test", Within),
            (b"www.a.test", Within),
            (b"x.www.a.test", Within),
            (b"*.a.test", Within),
            (b"wwwa.test", Apart),
            (b"a.test.b", Apart),
            (b"test", Apart),
            (b"b.test", Apart),
            (b"*.test", Astride),
            (b"*.b.test", Apart),
        ],
    ),
    (DNS, b"", &[(b"a.test", Within), (b"*.a.test", Within)]),
    (
        MAIL,
        b"a.test",
        &[
            (b"x@a.test", Within),
            (b"X@A.TEST", Within),
            (b"x@b.a.test", Apart),
            (b"x@aa.test", Apart),
        ],
    ),
    (
        MAIL,
        b".a.test",
        &[
            (b"x@b.a.test", Within),
            (b"x@c.b.a.test", Within),
            (b"x@a.test", Apart),
            (b"x@ba.test", Apart),
        ],
    ),
    (
        MAIL,
        b"x@a.test",
        &[
            (b"x@a.test", Within),
            (b"x@A.test", Within),
            (b"X@a.test", Apart),
            (b"y@a.test", Apart),
            (b"x@b.test", Apart),
        ],
    ),
    (
        URI,
        b"a.test",
        &[
            (b"http://a.test", Within),
            (b"ldap://A.TEST/cn=x?y", Within),
            (b"https://x:y@a.test:8443?z#b.test", Within),
            (b"http://www.a.test/", Apart),
            (b"http://b.test/a.test", Apart),
            (b"http://a.test@b.test/", Apart),
            // No host: there must be one.
            (b"urn:a.test", Astride),
            (b"http:///a.test", Astride),
            (b"http://10.0.0.1/", Astride),
        ],
    ),
    (
        URI,
        b".a.test",
        &[
            (b"http://www.a.test/", Within),
            (b"http://x.www.a.test:80", Within),
            (b"http://a.test/", Apart),
            (b"http://wwwa.test/", Apart),
        ],
    ),
    (
        IP,
        &[10, 0, 0, 0, 255, 0, 0, 0],
        &[
            (&[10, 0, 0, 0], Within),
            (&[10, 255, 1, 2], Within),
            (&[11, 0, 0, 0], Apart),
            (&[10; 16], Apart),
        ],
    ),
    (
        IP,
        &[10, 0, 0, 128, 255, 255, 255, 192],
        &[
            (&[10, 0, 0, 128], Within),
            (&[10, 0, 0, 191], Within),
            (&[10, 0, 0, 192], Apart),
            (&[10, 0, 0, 127], Apart),
        ],
    ),
];

#[test]
fn a_name_lies_within_a_subtree_or_apart() {
    let root = Authority::root("Root");
    for (kind, base, names) in ROWS {
        for (name, lies) in *names {
            let (base_text, text) = (String::from_utf8_lossy(base), String::from_utf8_lossy(name));
            let permitted = verdict(&root, PERMITTED, *kind, base, name);
            assert_eq!(
                permitted.is_ok(),
                *lies == Within,
                "{text} in {base_text}: {permitted:?}"
            );
            let excluded = verdict(&root, EXCLUDED, *kind, base, name);
            assert_eq!(
                excluded.is_ok(),
                *lies == Apart,
                "{text} without {base_text}: {excluded:?}"
            );
            for refused in [permitted, excluded].into_iter().filter_map(Result::err) {
                assert_eq!(refused, Rule::NameNotAllowed, "{text} and {base_text}");
            }
        }
    }
}

#[test]
fn a_subtree_that_is_none_is_refused() {
    let root = Authority::root("Root");
    let right: &[(u8, &[u8])] = &[
        (IP, &[10, 0, 0, 0, 255, 255, 255, 255]),
        (IP, &[10, 0, 0, 0, 255, 254, 0, 0]),
        (IP, &[0; 8]),
        (IP, &[0; 32]),
        (MAIL, b".a.test"),
        (URI, b"a.test"),
    ];
    for (kind, base) in right {
        let verdict = verdict(&root, PERMITTED, *kind, base, b"");
        assert_ne!(
            verdict,
            Err(Rule::ExtensionMalformed("2.5.29.30".to_owned())),
            "{base:?}"
        );
    }
    let wrong: &[(u8, &[u8])] = &[
        // A mask whose ones do not all come first, in one byte and across two.
        (IP, &[10, 0, 0, 0, 255, 0, 255, 0]),
        (IP, &[10, 0, 0, 0, 253, 0, 0, 0]),
        (IP, &[10, 0, 0, 0, 254, 128, 0, 0]),
        (IP, &[10, 0, 0, 0, 0, 0, 0, 1]),
        // Neither eight bytes nor 32.
        (IP, &[10, 255]),
        (IP, &[0; 16]),
        (IP, &[]),
        (MAIL, b"a..test"),
        (MAIL, b"@a.test"),
        (MAIL, b"x@a@b.test"),
        (URI, b""),
        (URI, b"http://a.test"),
        (DNS, b".a.test"),
    ];
    for (kind, base) in wrong {
        let verdict = verdict(&root, PERMITTED, *kind, base, b"");
        assert_eq!(
            verdict,
            Err(Rule::ExtensionMalformed("2.5.29.30".to_owned())),
            "{base:?}"
        );
    }
}
