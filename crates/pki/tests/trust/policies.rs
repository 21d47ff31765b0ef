//! RFC 5280, section 6.1, in matters of policies: its inputs, and what authorities say.

use certiroc_pki::trust::{InitialPolicies, PathQuestion, Rule, validate};
use certiroc_pki::x509::Certificate;
use proptest::prelude::*;

use crate::policy_tree;
use crate::written::{
    AT, Authority, Ext, authority_key, inhibit_any, key, mappings, policies, policy_constraints,
};

pub const ANY: &str = "2.5.29.32.0";
const A: &str = "1.2.3.1";
const B: &str = "1.2.3.2";
const C: &str = "1.2.3.3";

/// A path below a root: the extensions of each authority from the top, then of the end entity.
struct Path {
    root: Authority,
    authorities: Vec<Authority>,
    leaf: Certificate,
}

const NAMES: [&str; 4] = ["One", "Two", "Three", "Four"];

impl Path {
    fn new(authorities: &[Vec<Ext>], leaf: Vec<Ext>) -> Self {
        let root = Authority::root("Root");
        let mut made: Vec<Authority> = Vec::new();
        for (name, extensions) in NAMES.into_iter().zip(authorities) {
            let above = made.last().unwrap_or(&root);
            made.push(above.below(name, &[2], extensions.clone()));
        }
        let leaf = made.last().unwrap_or(&root).issue("leaf", &[3], leaf);
        Self {
            root,
            authorities: made,
            leaf,
        }
    }

    fn holds(&self, initial: InitialPolicies<'_>) -> bool {
        let between: Vec<_> = self
            .authorities
            .iter()
            .map(|authority| &authority.certificate)
            .collect();
        let anchors = [&self.root.certificate];
        let verdict = validate(&PathQuestion {
            policies: initial,
            ..PathQuestion::new(&self.leaf, &between, &anchors, AT)
        });
        match verdict {
            Ok(path) => {
                assert_eq!(path.len(), between.len() + 2);
                true
            }
            Err(failure) => {
                assert_eq!(failure.rule, Rule::Policy);
                false
            }
        }
    }
}

fn explicit(acceptable: &'static [&'static str]) -> InitialPolicies<'static> {
    InitialPolicies {
        acceptable: Some(acceptable),
        require_explicit: true,
        ..InitialPolicies::default()
    }
}

const REQUIRED: InitialPolicies<'static> = InitialPolicies {
    acceptable: None,
    require_explicit: true,
    inhibit_mapping: false,
    inhibit_any: false,
};

#[test]
fn a_policy_holds_from_end_to_end_or_not() {
    let path =
        |authority: &[&str], leaf: &[&str]| Path::new(&[vec![policies(authority)]], vec![policies(leaf)]);
    // Of the authority, of the end entity; whether any holds, whether A does, whether B does.
    let cases: [(&[&str], &[&str], [bool; 3]); 10] = [
        (&[A], &[A], [true, true, false]),
        (&[A], &[B], [false, false, false]),
        (&[A, B], &[A], [true, true, false]),
        (&[A, B], &[A, B], [true, true, true]),
        (&[ANY], &[A], [true, true, false]),
        (&[A], &[ANY], [true, true, false]),
        (&[ANY], &[ANY], [true, true, true]),
        (&[ANY, A], &[A], [true, true, false]),
        (&[ANY, A], &[B], [true, false, true]),
        (&[A], &[ANY, B], [true, true, false]),
    ];
    for (authority, leaf, [any, a, b]) in cases {
        let path = path(authority, leaf);
        let found = [
            path.holds(REQUIRED),
            path.holds(explicit(&[A])),
            path.holds(explicit(&[B])),
        ];
        assert_eq!(found, [any, a, b], "{authority:?} {leaf:?}");
        assert_eq!(path.holds(explicit(&[A, B])), any, "{authority:?} {leaf:?}");
        assert_eq!(path.holds(explicit(&[C, ANY])), any);
        assert_eq!(
            path.holds(explicit(&[C])),
            authority.contains(&ANY) && leaf.contains(&ANY)
        );
        assert!(!path.holds(explicit(&[])));
        // Where none is required, what is acceptable does not matter.
        assert!(path.holds(InitialPolicies::default()));
        assert!(path.holds(InitialPolicies {
            acceptable: Some(&[C]),
            ..InitialPolicies::default()
        }));
    }
    // Without policies there is none.
    for (authority, leaf) in [
        (vec![policies(&[A])], Vec::new()),
        (Vec::new(), vec![policies(&[A])]),
    ] {
        let path = Path::new(&[authority], leaf);
        assert!(!path.holds(REQUIRED));
        assert!(path.holds(InitialPolicies::default()));
    }
}

#[test]
fn any_policy_may_be_inhibited() {
    let inhibited = InitialPolicies {
        inhibit_any: true,
        ..REQUIRED
    };
    let path = Path::new(&[vec![policies(&[A])]], vec![policies(&[ANY])]);
    assert!(path.holds(REQUIRED) && !path.holds(inhibited));
    let path = Path::new(&[vec![policies(&[ANY])]], vec![policies(&[A])]);
    assert!(path.holds(REQUIRED) && !path.holds(inhibited));
    assert!(path.holds(InitialPolicies {
        require_explicit: false,
        ..inhibited
    }));
    let path = Path::new(&[vec![policies(&[A])]], vec![policies(&[A, ANY])]);
    assert!(path.holds(inhibited));
    // By an authority: after so many others.
    for (skip, holds) in [(0, false), (1, true), (2, true)] {
        let authorities = [vec![policies(&[A]), inhibit_any(skip)], vec![policies(&[ANY])]];
        assert_eq!(
            Path::new(&authorities, vec![policies(&[A])]).holds(REQUIRED),
            holds,
            "{skip}"
        );
        let authorities = [vec![policies(&[A]), inhibit_any(skip)], vec![policies(&[A])]];
        assert_eq!(
            Path::new(&authorities, vec![policies(&[ANY])]).holds(REQUIRED),
            skip == 2,
            "{skip}"
        );
    }
}

#[test]
fn a_policy_may_stand_for_another() {
    let path = Path::new(&[vec![policies(&[A]), mappings(&[(A, B)])]], vec![policies(&[B])]);
    assert!(path.holds(REQUIRED));
    // In the words of the trusted end.
    assert!(path.holds(explicit(&[A])));
    assert!(!path.holds(explicit(&[B])));
    assert!(!path.holds(InitialPolicies {
        inhibit_mapping: true,
        ..REQUIRED
    }));
    assert!(path.holds(InitialPolicies {
        inhibit_mapping: true,
        ..InitialPolicies::default()
    }));
    // What it stood for, it stands for no more.
    let path = Path::new(&[vec![policies(&[A]), mappings(&[(A, B)])]], vec![policies(&[A])]);
    assert!(!path.holds(REQUIRED));
    // Through anyPolicy.
    let path = Path::new(
        &[vec![policies(&[ANY]), mappings(&[(A, B)])]],
        vec![policies(&[B])],
    );
    assert!(path.holds(explicit(&[A])));
    assert!(!path.holds(explicit(&[B])) && !path.holds(explicit(&[C])));
    // One for several, several for one.
    let both = [vec![policies(&[A]), mappings(&[(A, B), (A, C)])]];
    for leaf in [B, C] {
        assert!(Path::new(&both, vec![policies(&[leaf])]).holds(explicit(&[A])));
    }
    let same = [vec![policies(&[A, B]), mappings(&[(A, C), (B, C)])]];
    let path = Path::new(&same, vec![policies(&[C])]);
    assert!(path.holds(explicit(&[A])) && path.holds(explicit(&[B])) && !path.holds(explicit(&[C])));
    // Twice; and the end entity's anyPolicy stands for what is expected.
    let twice = [
        vec![policies(&[A]), mappings(&[(A, B)])],
        vec![policies(&[B]), mappings(&[(B, C)])],
    ];
    for leaf in [C, ANY] {
        let path = Path::new(&twice, vec![policies(&[leaf])]);
        assert!(
            path.holds(explicit(&[A])) && !path.holds(explicit(&[C])),
            "{leaf}"
        );
    }
    // anyPolicy is no policy to map, in either place, whether or not one is required.
    for pair in [(ANY, A), (A, ANY)] {
        let path = Path::new(&[vec![policies(&[A]), mappings(&[pair])]], vec![policies(&[A])]);
        assert!(!path.holds(InitialPolicies::default()), "{pair:?}");
    }
}

#[test]
fn an_authority_may_require_a_policy_or_inhibit_mappings() {
    // The end of the path counts too (6.1.5 (a)).
    for (skip, holds) in [(0, false), (1, false), (2, false), (3, true)] {
        let authorities = [
            vec![policies(&[A]), policy_constraints(Some(skip), None)],
            vec![policies(&[A])],
        ];
        assert_eq!(
            Path::new(&authorities, vec![policies(&[B])]).holds(InitialPolicies::default()),
            holds,
            "{skip}"
        );
        assert!(Path::new(&authorities, vec![policies(&[A])]).holds(InitialPolicies::default()));
    }
    for (skip, holds) in [(0, false), (1, true)] {
        let authorities = [
            vec![policies(&[A]), policy_constraints(None, Some(skip))],
            vec![policies(&[A]), mappings(&[(A, B)])],
        ];
        assert_eq!(
            Path::new(&authorities, vec![policies(&[B])]).holds(REQUIRED),
            holds,
            "{skip}"
        );
    }
    // The end entity too may require one, now (6.1.5 (b)).
    for (skip, holds) in [(0, false), (1, true)] {
        let leaf = vec![policies(&[B]), policy_constraints(Some(skip), None)];
        assert_eq!(
            Path::new(&[vec![policies(&[A])]], leaf).holds(InitialPolicies::default()),
            holds,
            "{skip}"
        );
    }
}

/// An authority that certifies its own new key takes nothing from the counters, and its `anyPolicy` is never inhibited.
#[test]
fn self_issued_authorities_do_not_count() {
    let root = Authority::root("Root");
    let one = root.below(
        "One",
        &[2],
        vec![policies(&[A]), inhibit_any(0), policy_constraints(Some(1), None)],
    );
    let new_key = key();
    let renewed = |extensions: Vec<Ext>| {
        let of_authority = crate::written::of_authority(&new_key, &one.key);
        let written = crate::written::Written {
            subject: "One",
            issuer: "One",
            serial: &[4],
            extensions: [of_authority, extensions].concat(),
        };
        written.sign(&new_key, &one.key)
    };
    let leaf = |stated: &[&str]| {
        let written = crate::written::Written {
            subject: "leaf",
            issuer: "One",
            serial: &[3],
            extensions: vec![authority_key(&new_key), policies(stated)],
        };
        written.sign(&key(), &new_key)
    };
    let holds = |between: Vec<Ext>, stated: &[&str]| {
        let (leaf, renewed) = (leaf(stated), renewed(between));
        let (between, anchors) = ([&renewed, &one.certificate], [&root.certificate]);
        let verdict = validate(&PathQuestion::new(&leaf, &between, &anchors, AT));
        verdict.map(|path| path.len()).map_err(|failure| failure.rule)
    };
    assert_eq!(holds(vec![policies(&[ANY])], &[A]), Ok(4));
    assert_eq!(holds(vec![policies(&[A])], &[A]), Ok(4));
    assert_eq!(holds(vec![policies(&[B])], &[A]), Err(Rule::Policy));
    // requireExplicitPolicy of 1 would be used up by another authority.
    assert_eq!(holds(vec![policies(&[A])], &[B]), Err(Rule::Policy));
}

fn one_policy() -> impl Strategy<Value = &'static str> {
    prop_oneof![2 => Just(A), 2 => Just(B), 1 => Just(C)]
}

fn says() -> impl Strategy<Value = policy_tree::Says> {
    let policy = prop_oneof![3 => one_policy(), 1 => Just(ANY)];
    let skip = || prop_oneof![3 => Just(None), 1 => (0..3u8).prop_map(Some)];
    let list = proptest::collection::btree_set(policy, 0..4);
    let mapped = proptest::collection::btree_set((one_policy(), one_policy()), 0..3);
    (list, mapped, skip(), skip(), skip()).prop_map(
        |(policies, mappings, explicit, inhibit_mapping, inhibit_any)| policy_tree::Says {
            policies: policies.into_iter().collect(),
            mappings: mappings.into_iter().collect(),
            explicit,
            inhibit_mapping,
            inhibit_any,
        },
    )
}

fn extensions(says: &policy_tree::Says) -> Vec<Ext> {
    let mut list = Vec::new();
    if !says.policies.is_empty() {
        list.push(policies(&says.policies));
    }
    if !says.mappings.is_empty() {
        list.push(mappings(&says.mappings));
    }
    if says.explicit.is_some() || says.inhibit_mapping.is_some() {
        list.push(policy_constraints(says.explicit, says.inhibit_mapping));
    }
    list.extend(says.inhibit_any.map(inhibit_any));
    list
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// The graph, of which one level is kept, comes to what the tree does.
    #[test]
    fn the_graph_is_the_tree(
        path in proptest::collection::vec(says(), 1..5),
        acceptable in proptest::option::of(proptest::collection::btree_set(one_policy(), 0..3)),
        explicit: bool,
        inhibit_mapping: bool,
        inhibit_any: bool,
    ) {
        let acceptable: Option<Vec<_>> = acceptable.map(|set| set.into_iter().collect());
        let inputs = policy_tree::Inputs { acceptable: acceptable.as_deref(), explicit, inhibit_mapping, inhibit_any };
        let (leaf, authorities) = path.split_last().unwrap();
        let authorities: Vec<_> = authorities.iter().map(extensions).collect();
        // Only an authority may map; the end entity's mappings say nothing.
        let made = Path::new(&authorities, extensions(leaf));
        let initial = InitialPolicies {
            acceptable: inputs.acceptable,
            require_explicit: explicit,
            inhibit_mapping,
            inhibit_any,
        };
        prop_assert_eq!(made.holds(initial), policy_tree::holds(&path, inputs));
    }
}

/// Mappings of every policy onto every other, authority after authority: the tree would have 30 to the power of the
/// depth, the graph has 30 nodes.
#[test]
fn the_graph_does_not_grow() {
    let names: Vec<String> = (0..30).map(|number| format!("1.2.3.{number}")).collect();
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    let pairs: Vec<_> = all
        .iter()
        .flat_map(|one| all.iter().map(move |other| (*one, *other)))
        .collect();
    let authority = vec![policies(&all), mappings(&pairs)];
    let path = Path::new(&vec![authority; 4], vec![policies(&["1.2.3.29"])]);
    assert!(path.holds(explicit(&["1.2.3.0"])));
    assert!(!path.holds(explicit(&["1.2.4"])));
}
