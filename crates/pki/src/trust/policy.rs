//! Certificate policies along a path (RFC 5280, section 6.1, with the policy graph of RFC 9618, which is no larger than
//! the certificates).
//!
//! The user accepts any policy; only an authority can require one. So only the deepest level of the graph has to be
//! kept.

use std::collections::{BTreeMap, BTreeSet};

use super::Rule;
use crate::x509::{Certificate, ExtensionValue};

const ANY_POLICY: &str = "2.5.29.32.0";

/// A policy with which none but itself is expected. (`BTreeSet::from` would sort it.)
fn only(policy: &str) -> BTreeSet<&str> {
    let mut set = BTreeSet::new();
    set.insert(policy);
    set
}

/// The state variables of section 6.1.2.
pub(super) struct Policies<'a> {
    /// The valid policies at this depth, each with those expected one step below.
    level: BTreeMap<&'a str, BTreeSet<&'a str>>,
    explicit_policy: u32,
    policy_mapping: u32,
    inhibit_any_policy: u32,
}

impl<'a> Policies<'a> {
    /// For a path of `len` certificates below the trusted one, whose constraints count.
    pub(super) fn new(len: usize, anchor: &'a Certificate) -> Self {
        let beyond = u32::try_from(len).unwrap_or(u32::MAX).saturating_add(1);
        let mut policies = Self {
            level: BTreeMap::new(),
            explicit_policy: beyond,
            policy_mapping: beyond,
            inhibit_any_policy: beyond,
        };
        policies.level.insert(ANY_POLICY, only(ANY_POLICY));
        policies.constrain(anchor);
        policies
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
        let mut expected = BTreeSet::new();
        expected.extend(above.values().flatten().copied());
        for policy in stated.into_iter().flatten().map(String::as_str) {
            if policy != ANY_POLICY && (expected.contains(policy) || above.contains_key(ANY_POLICY)) {
                self.level.insert(policy, only(policy));
            }
        }
        let any = stated.is_some_and(|policies| policies.iter().any(|policy| policy == ANY_POLICY));
        if any && (self.inhibit_any_policy > 0 || !last && certificate.is_self_issued()) {
            for policy in expected {
                self.level.entry(policy).or_insert_with(|| only(policy));
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
            } else if self.level.contains_key(policy) || self.level.contains_key(ANY_POLICY) {
                self.level.insert(policy, expected);
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
