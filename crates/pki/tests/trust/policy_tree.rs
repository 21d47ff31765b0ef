//! The tree of RFC 5280, section 6.1, as it is written there, node by node: what the graph must come to.

use std::collections::BTreeMap;

use crate::policies::ANY;

#[derive(Clone)]
struct Node {
    policy: &'static str,
    expected: Vec<&'static str>,
    children: Vec<Node>,
}

/// What one certificate says.
#[derive(Clone, Debug, Default)]
pub struct Says {
    pub policies: Vec<&'static str>,
    pub mappings: Vec<(&'static str, &'static str)>,
    pub explicit: Option<u8>,
    pub inhibit_mapping: Option<u8>,
    pub inhibit_any: Option<u8>,
}

#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    pub acceptable: Option<&'a [&'static str]>,
    pub explicit: bool,
    pub inhibit_mapping: bool,
    pub inhibit_any: bool,
}

fn at_depth(node: &mut Node, depth: usize, act: &mut dyn FnMut(&mut Node)) {
    if depth == 0 {
        act(node);
    } else {
        for child in &mut node.children {
            at_depth(child, depth - 1, act);
        }
    }
}

/// Deletes nodes above `depth` without children; whether the node itself stays.
fn prune(node: &mut Node, depth: usize) -> bool {
    if depth == 0 {
        return true;
    }
    node.children.retain_mut(|child| prune(child, depth - 1));
    !node.children.is_empty()
}

/// Deletes, of the nodes whose parent is `anyPolicy`, those that the user does not accept.
fn cut(node: &mut Node, acceptable: &[&str]) {
    if node.policy != ANY {
        return;
    }
    node.children
        .retain(|child| child.policy == ANY || acceptable.contains(&child.policy));
    for child in &mut node.children {
        cut(child, acceptable);
    }
}

fn new(policy: &'static str) -> Node {
    Node {
        policy,
        expected: vec![policy],
        children: Vec::new(),
    }
}

#[expect(clippy::too_many_lines, reason = "the standard's steps, in their order")]
pub fn holds(path: &[Says], inputs: Inputs<'_>) -> bool {
    let n = path.len();
    let counter = |is_zero| if is_zero { 0 } else { n + 1 };
    let mut explicit = counter(inputs.explicit);
    let mut mapping = counter(inputs.inhibit_mapping);
    let mut any = counter(inputs.inhibit_any);
    let mut tree = Some(new(ANY));
    for (index, says) in path.iter().enumerate() {
        let last = index + 1 == n;
        let states_any = says.policies.contains(&ANY);
        if let Some(tree) = &mut tree {
            for policy in says.policies.iter().copied().filter(|policy| *policy != ANY) {
                let mut matched = false;
                at_depth(tree, index, &mut |node| {
                    if node.expected.contains(&policy) {
                        node.children.push(new(policy));
                        matched = true;
                    }
                });
                if !matched {
                    at_depth(tree, index, &mut |node| {
                        if node.policy == ANY {
                            node.children.push(new(policy));
                        }
                    });
                }
            }
            if states_any && any > 0 {
                at_depth(tree, index, &mut |node| {
                    for policy in node.expected.clone() {
                        if node.children.iter().all(|child| child.policy != policy) {
                            node.children.push(new(policy));
                        }
                    }
                });
            }
        }
        tree = tree.filter(|_| !says.policies.is_empty());
        tree = tree.and_then(|mut tree| prune(&mut tree, index + 1).then_some(tree));
        if explicit == 0 && tree.is_none() {
            return false;
        }
        if last {
            break;
        }
        let mut mapped: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
        for (issuer, subject) in &says.mappings {
            mapped.entry(issuer).or_default().push(subject);
        }
        for (issuer, subjects) in mapped {
            let Some(whole) = &mut tree else { break };
            if mapping == 0 {
                at_depth(whole, index, &mut |node| {
                    node.children.retain(|child| child.policy != issuer);
                });
                tree = tree.and_then(|mut tree| prune(&mut tree, index + 1).then_some(tree));
                continue;
            }
            let mut matched = false;
            at_depth(whole, index + 1, &mut |node| {
                if node.policy == issuer {
                    node.expected.clone_from(&subjects);
                    matched = true;
                }
            });
            if !matched {
                at_depth(whole, index, &mut |node| {
                    if node.policy == ANY && node.children.iter().any(|child| child.policy == ANY) {
                        node.children.push(Node {
                            policy: issuer,
                            expected: subjects.clone(),
                            children: Vec::new(),
                        });
                    }
                });
            }
        }
        for counter in [&mut explicit, &mut mapping, &mut any] {
            *counter = counter.saturating_sub(1);
        }
        let lower = |counter: &mut usize, to: Option<u8>| {
            *counter = (*counter).min(to.map_or(usize::MAX, usize::from));
        };
        lower(&mut explicit, says.explicit);
        lower(&mut mapping, says.inhibit_mapping);
        lower(&mut any, says.inhibit_any);
    }
    explicit = explicit.saturating_sub(1);
    if path.last().is_some_and(|last| last.explicit == Some(0)) {
        explicit = 0;
    }
    // 6.1.5 (g)
    if let (Some(whole), Some(acceptable)) = (&mut tree, inputs.acceptable.filter(|set| !set.contains(&ANY)))
    {
        let mut first = Vec::new();
        for depth in 0..n {
            at_depth(whole, depth, &mut |node| {
                if node.policy == ANY {
                    first.extend(node.children.iter().map(|child| child.policy));
                }
            });
        }
        cut(whole, acceptable);
        at_depth(whole, n - 1, &mut |node| {
            if node.policy == ANY && node.children.iter().any(|child| child.policy == ANY) {
                node.children.retain(|child| child.policy != ANY);
                let added = acceptable.iter().filter(|policy| !first.contains(policy));
                node.children.extend(added.map(|policy| new(policy)));
            }
        });
        tree = tree.and_then(|mut tree| prune(&mut tree, n).then_some(tree));
    }
    explicit > 0 || tree.is_some()
}
