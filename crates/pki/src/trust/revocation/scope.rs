//! Which certificates a list is about, and for which reasons (RFC 5280, section 6.3.3, (b) and (d)).

use crate::crl::Crl;
use crate::x509::{
    Certificate, DistributionPoint, DistributionPointName, ExtensionValue, GeneralName, Name, Reasons,
};

/// The distribution points by which lists may be about a certificate: its own, and the one that stands for any other
/// list of its issuer.
pub(super) fn points(certificate: &Certificate) -> Vec<DistributionPoint> {
    let mut points = Vec::new();
    let mut issuer = vec![GeneralName::Directory(certificate.issuer.clone())];
    for extension in &certificate.extensions {
        match &extension.content {
            ExtensionValue::CrlDistributionPoints(own) => points.extend(own.iter().cloned()),
            ExtensionValue::IssuerAltName(names) => issuer.extend(names.iter().cloned()),
            _ => {}
        }
    }
    points.push(DistributionPoint {
        name: Some(DistributionPointName::Full(issuer)),
        ..DistributionPoint::default()
    });
    points
}

/// The reasons for which the list is about the certificate, by this distribution point; `None` where it is not about it.
pub(super) fn covers(crl: &Crl, certificate: &Certificate, point: &DistributionPoint) -> Option<Reasons> {
    let scope = crl.scope();
    let is_indirect = scope.is_some_and(|scope| scope.indirect);
    let signs_for_point = if point.crl_issuer.is_empty() {
        crl.issuer.matches(&certificate.issuer)
    } else {
        is_indirect && directory_names(&point.crl_issuer).any(|name| name.matches(&crl.issuer))
    };
    if !signs_for_point {
        return None;
    }
    let all = point.reasons.unwrap_or(Reasons::ALL);
    let Some(scope) = scope else { return Some(all) };
    let is_authority = certificate.authority().is_some();
    let of_other_kind =
        scope.only_attribute || scope.only_user && is_authority || scope.only_authorities && !is_authority;
    let is_there = scope.name.as_ref().is_none_or(|published| {
        let published = published.resolve(&crl.issuer);
        let named = match &point.name {
            // A relative name is relative to whoever signs the list.
            Some(name) => {
                let base = directory_names(&point.crl_issuer).next();
                name.resolve(base.unwrap_or(&certificate.issuer))
            }
            None => point.crl_issuer.clone(),
        };
        named
            .iter()
            .any(|name| published.iter().any(|other| name.matches(other)))
    });
    (!of_other_kind && is_there).then(|| all.and(scope.only_some_reasons.unwrap_or(Reasons::ALL)))
}

fn directory_names(names: &[GeneralName]) -> impl Iterator<Item = &Name> {
    names.iter().filter_map(|name| match name {
        GeneralName::Directory(name) => Some(name),
        _ => None,
    })
}
