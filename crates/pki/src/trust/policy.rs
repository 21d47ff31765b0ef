//! Certificate policies along a path (RFC 5280, section 6.1, with the policy graph of RFC 9618, which is no larger than
//! the certificates).
//!
//! Only the deepest level of the graph has to be kept: of each node there it is known whether it descends from a policy
//! that the user accepts, which is all that section 6.1.5 (g) asks of those above.

use std::collections::{BTreeMap, BTreeSet};

use super::{InitialPolicies, Rule};
use crate::x509::{Certificate, ExtensionValue};

const ANY_POLICY: &str = "2.5.29.32.0";

/// A policy with which none but itself is expected. (`BTreeSet::from` would sort it.)
fn only(policy: &str) -> BTreeSet<&str> {
    let mut set = BTreeSet::new();
    set.insert(policy);
    set
}

/// A valid policy of one depth.
struct Node<'a> {
    /// The policies expected in its stead one step below.
    expected: BTreeSet<&'a str>,
    /// Whether the user accepts the policy that it, or the first of those that it stands for, has where `anyPolicy` is all
    /// that is above: the domain of the trusted end's policies.
    is_acceptable: bool,
}

/// The state variables of section 6.1.2.
pub(super) struct Policies<'a> {
    /// The valid policies at this depth.
    level: BTreeMap<&'a str, Node<'a>>,
    /// `user-initial-policy-set`; `None`: any.
    acceptable: Option<&'a [&'a str]>,
    explicit_policy: u32,
    policy_mapping: u32,
    inhibit_any_policy: u32,
}

impl<'a> Policies<'a> {
    /// For a path of `len` certificates below the trusted one, whose constraints count.
    pub(super) fn new(len: usize, anchor: &'a Certificate, initial: &InitialPolicies<'a>) -> Self {
        let beyond = u32::try_from(len).unwrap_or(u32::MAX).saturating_add(1);
        let counter = |is_zero| if is_zero { 0 } else { beyond };
        let acceptable = initial.acceptable.filter(|set| !set.contains(&ANY_POLICY));
        let mut policies = Self {
            level: BTreeMap::new(),
            acceptable,
            explicit_policy: counter(initial.require_explicit),
            policy_mapping: counter(initial.inhibit_mapping),
            inhibit_any_policy: counter(initial.inhibit_any),
        };
        policies.level.insert(ANY_POLICY, policies.first(ANY_POLICY));
        policies.constrain(anchor);
        policies
    }

    /// A node below `anyPolicy`. (`anyPolicy` itself stands for each policy that the user accepts.)
    fn first(&self, policy: &'a str) -> Node<'a> {
        let is_accepted = |set: &[&str]| {
            if policy == ANY_POLICY {
                !set.is_empty()
            } else {
                set.contains(&policy)
            }
        };
        Node {
            expected: only(policy),
            is_acceptable: self.acceptable.is_none_or(is_accepted),
        }
    }

    /// Section 6.1.3 (d) to (f).
    pub(super) fn check(&mut self, certificate: &'a Certificate, last: bool) -> Result<(), Rule> {
        let stated = certificate
            .extensions
            .iter()
            .find_map(|extension| match &extension.content {
                ExtensionValue::CertificatePolicies(policies) => Some(policies.as_slice()),
                _ => None,
            });
        let above = core::mem::take(&mut self.level);
        // What is expected here, and whether the user accepts one of those that expect it.
        let mut expected: BTreeMap<&str, bool> = BTreeMap::new();
        for node in above.values() {
            for policy in node.expected.iter().copied() {
                *expected.entry(policy).or_default() |= node.is_acceptable;
            }
        }
        let below = |policy: &'a str, is_acceptable: bool| Node {
            expected: only(policy),
            is_acceptable,
        };
        for policy in stated.into_iter().flatten().map(String::as_str) {
            if policy == ANY_POLICY {
                continue;
            }
            if let Some(is_acceptable) = expected.get(policy) {
                self.level.insert(policy, below(policy, *is_acceptable));
            } else if above.contains_key(ANY_POLICY) {
                self.level.insert(policy, self.first(policy));
            }
        }
        let any = stated.is_some_and(|policies| policies.iter().any(|policy| policy == ANY_POLICY));
        if any && (self.inhibit_any_policy > 0 || !last && certificate.is_self_issued()) {
            for (policy, is_acceptable) in expected {
                self.level
                    .entry(policy)
                    .or_insert_with(|| below(policy, is_acceptable));
            }
        }
        self.required()
    }

    /// Section 6.1.4 (a), (b), (h) to (j): before the next certificate.
    pub(super) fn descend(&mut self, authority: &'a Certificate) -> Result<(), Rule> {
        let mappings = authority
            .extensions
            .iter()
            .find_map(|extension| match &extension.content {
                ExtensionValue::PolicyMappings(mappings) => Some(mappings.as_slice()),
                _ => None,
            });
        let mut mapped: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (issuer, subject) in mappings.into_iter().flatten() {
            if issuer == ANY_POLICY || subject == ANY_POLICY {
                return Err(Rule::Policy);
            }
            mapped.entry(issuer).or_default().insert(subject);
        }
        for (policy, expected) in mapped {
            if self.policy_mapping == 0 {
                self.level.remove(policy);
            } else if let Some(node) = self.level.get_mut(policy) {
                node.expected = expected;
            } else if self.level.contains_key(ANY_POLICY) {
                let first = self.first(policy);
                self.level.insert(policy, Node { expected, ..first });
            }
        }
        if !authority.is_self_issued() {
            for counter in [
                &mut self.explicit_policy,
                &mut self.policy_mapping,
                &mut self.inhibit_any_policy,
            ] {
                *counter = counter.saturating_sub(1);
            }
        }
        self.constrain(authority);
        Ok(())
    }

    /// Section 6.1.5 (a), (b), (g): after the last certificate.
    pub(super) fn conclude(&mut self, certificate: &Certificate) -> Result<(), Rule> {
        self.explicit_policy = self.explicit_policy.saturating_sub(1);
        let zero = |extension: &crate::x509::Extension| {
            matches!(
                extension.content,
                ExtensionValue::PolicyConstraints {
                    require_explicit: Some(0),
                    ..
                }
            )
        };
        if certificate.extensions.iter().any(zero) {
            self.explicit_policy = 0;
        }
        self.level.retain(|_, node| node.is_acceptable);
        self.required()
    }

    fn required(&self) -> Result<(), Rule> {
        if self.explicit_policy == 0 && self.level.is_empty() {
            return Err(Rule::Policy);
        }
        Ok(())
    }

    fn constrain(&mut self, authority: &Certificate) {
        let lower = |counter: &mut u32, to: Option<u32>| *counter = (*counter).min(to.unwrap_or(u32::MAX));
        for extension in &authority.extensions {
            match extension.content {
                ExtensionValue::PolicyConstraints {
                    require_explicit,
                    inhibit_mapping,
                } => {
                    lower(&mut self.explicit_policy, require_explicit);
                    lower(&mut self.policy_mapping, inhibit_mapping);
                }
                ExtensionValue::InhibitAnyPolicy(skip) => lower(&mut self.inhibit_any_policy, Some(skip)),
                _ => {}
            }
        }
    }
}
