//! Name constraints (RFC 5280, sections 4.2.1.10 and 6.1.4 (g)).

use super::Rule;
use crate::x509::{Certificate, ExtensionValue, GeneralName, Name, Subtree, is_host, mailbox};

/// How many comparisons of a name with a subtree are made, at most, for one path: honest ones need a few dozen.
const MAX_COMPARISONS: usize = 100_000;
/// The attribute of a subject that is treated as a mailbox.
const EMAIL_ADDRESS: &str = "1.2.840.113549.1.9.1";

/// The constraints of the authorities above a certificate.
#[derive(Default)]
pub(super) struct NameConstraints<'a> {
    /// One list for each authority: a name must be within one subtree of its kind in every list that has any.
    permitted: Vec<&'a [Subtree]>,
    excluded: Vec<&'a [Subtree]>,
    comparisons: usize,
}

impl<'a> NameConstraints<'a> {
    /// Adds those of an authority.
    pub(super) fn add(&mut self, authority: &'a Certificate) {
        for extension in &authority.extensions {
            if let ExtensionValue::NameConstraints { permitted, excluded } = &extension.content {
                self.permitted.extend(permitted.as_deref());
                self.excluded.extend(excluded.as_deref());
            }
        }
    }

    /// Checks every name of a certificate against them.
    pub(super) fn check(&mut self, certificate: &Certificate) -> Result<(), Rule> {
        if self.permitted.is_empty() && self.excluded.is_empty() {
            return Ok(());
        }
        let alternatives = certificate.alternative_names();
        let subject = GeneralName::Directory(certificate.subject.clone());
        let mails: Vec<_> = if alternatives
            .iter()
            .any(|name| matches!(name, GeneralName::Mail(_)))
        {
            Vec::new()
        } else {
            let values = certificate.subject.values_of(EMAIL_ADDRESS);
            values.map(|mail| GeneralName::Mail(mail.to_owned())).collect()
        };
        let subject = (!certificate.subject.is_empty()).then_some(&subject);
        for name in alternatives.iter().chain(subject).chain(&mails) {
            self.allow(name)?;
        }
        Ok(())
    }

    fn allow(&mut self, name: &GeneralName) -> Result<(), Rule> {
        let subtrees = self.permitted.iter().chain(&self.excluded).map(|list| list.len());
        self.comparisons += subtrees.sum::<usize>();
        if self.comparisons > MAX_COMPARISONS {
            return Err(Rule::TooComplex);
        }
        let permitted = self.permitted.iter().all(|list| {
            let mut same_kind = list.iter().filter_map(|base| within(name, base)).peekable();
            same_kind.peek().is_none() || same_kind.any(|relation| relation == Relation::Within)
        });
        let excluded = self.excluded.iter().copied().flatten();
        let excluded = excluded
            .filter_map(|base| within(name, base))
            .any(|relation| relation != Relation::Apart);
        if permitted && !excluded {
            Ok(())
        } else {
            Err(Rule::NameNotAllowed)
        }
    }
}

/// Where a name lies in relation to a subtree of its kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    Within,
    /// Partly inside, or we cannot tell: neither permitted nor free of an exclusion.
    Astride,
    Apart,
}

impl From<bool> for Relation {
    fn from(within: bool) -> Self {
        if within { Self::Within } else { Self::Apart }
    }
}

/// `None` if the subtree says nothing about names of this kind.
fn within(name: &GeneralName, base: &Subtree) -> Option<Relation> {
    match (name, base) {
        (GeneralName::Dns(host), Subtree::Dns(base)) => Some(dns(host, base)),
        (GeneralName::Mail(mail), Subtree::Mail(base)) => Some(mail_within(mail, base).into()),
        (GeneralName::Uri(uri), Subtree::Uri(base)) => {
            // There must be a host (4.2.1.10).
            Some(uri_host(uri).map_or(Relation::Astride, |host| host_within(host, base).into()))
        }
        (GeneralName::Ip(address), Subtree::Ip(base)) if base.len() == 2 * address.len() => {
            let (base, mask) = base.split_at(address.len());
            let mut bytes = address.iter().zip(base).zip(mask);
            Some(
                bytes
                    .all(|((address, base), mask)| address & mask == base & mask)
                    .into(),
            )
        }
        (GeneralName::Ip(_), Subtree::Ip(_)) => Some(Relation::Apart),
        (GeneralName::Directory(name), Subtree::Directory(base)) => Some(directory(name, base)),
        (GeneralName::RegisteredId(_), Subtree::RegisteredId(_))
        | (GeneralName::Other(_), Subtree::Other(_))
        | (GeneralName::Obsolete, Subtree::Obsolete) => Some(Relation::Astride),
        _ => None,
    }
}

fn directory(name: &Name, base: &Name) -> Relation {
    name.is_within(base).into()
}

/// A wildcard stands for every name with one label in its place.
fn dns(host: &str, base: &str) -> Relation {
    let below = |host: &str| host.eq_ignore_ascii_case(base) || has_suffix(host, base);
    match host.strip_prefix("*.") {
        Some(parent) if below(parent) => Relation::Within,
        Some(parent) => {
            let base_parent = base.split_once('.').map(|(_, parent)| parent);
            if base_parent.is_some_and(|base| base.eq_ignore_ascii_case(parent)) {
                Relation::Astride
            } else {
                Relation::Apart
            }
        }
        None => (base.is_empty() || below(host)).into(),
    }
}

/// Whether `host` is one label or more longer than `domain`, which is given without its leading period.
fn has_suffix(host: &str, domain: &str) -> bool {
    let split = host.len().checked_sub(domain.len());
    split.is_some_and(|split| {
        domain.is_empty()
            || split > 0
                && host.is_char_boundary(split)
                && host[split..].eq_ignore_ascii_case(domain)
                && host[..split].ends_with('.')
    })
}

/// A host, or with a leading period all hosts below it.
fn host_within(host: &str, base: &str) -> bool {
    match base.strip_prefix('.') {
        Some(domain) => has_suffix(host, domain),
        None => host.eq_ignore_ascii_case(base),
    }
}

fn mail_within(mail: &str, base: &str) -> bool {
    let Some((local, host)) = mailbox(mail) else {
        return false;
    };
    match base.split_once('@') {
        Some((base_local, base_host)) => local == base_local && host.eq_ignore_ascii_case(base_host),
        None => host_within(host, base),
    }
}

/// The host of `scheme://user@host:port/path`; `None` for an address or nothing.
fn uri_host(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    is_host(host).then_some(host)
}

/// Whether a subtree is written as section 4.2.1.10 says.
pub(super) fn is_well_formed(base: &Subtree) -> bool {
    let domain = |text: &str| is_host(text.strip_prefix('.').unwrap_or(text));
    match base {
        Subtree::Dns(host) => host.is_empty() || is_host(host),
        Subtree::Mail(mail) if mail.contains('@') => mailbox(mail).is_some(),
        Subtree::Mail(host) | Subtree::Uri(host) => domain(host),
        // An address and a mask whose ones come first (RFC 4632).
        Subtree::Ip(bytes) => {
            let (_, mask) = bytes.split_at(bytes.len() / 2);
            let ones: u32 = mask.iter().map(|byte| byte.count_ones()).sum();
            let full = mask.iter().take_while(|byte| **byte == 0xff);
            let leading = 8 * full.count();
            let next = mask.get(leading / 8).map_or(0, |byte| byte.leading_ones());
            matches!(bytes.len(), 8 | 32)
                && u32::try_from(leading).is_ok_and(|leading| leading + next == ones)
        }
        Subtree::Malformed => false,
        Subtree::Directory(_) | Subtree::RegisteredId(_) | Subtree::Other(_) | Subtree::Obsolete => true,
    }
}
