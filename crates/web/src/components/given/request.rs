//! How a request compares with the orders.

use certiroc_core::compare::{Comparison, RequestCode};
use certiroc_core::finding::Finding;
use certiroc_core::finding::Severity;
use certiroc_core::order::Joined;

use crate::components::csr_view::attribute_name;
use crate::components::notes::Note;
use crate::i18n;

/// Which order it belongs to.
pub fn joined_words(comparison: &Comparison) -> String {
    let worst = comparison
        .findings
        .iter()
        .map(|finding| finding.code.severity())
        .max();
    match comparison.joined {
        Joined::Current(product) if worst < Some(Severity::Warning) => i18n::joined_good(product.label()),
        Joined::Current(product) => i18n::joined_current(product.label()),
        Joined::Earlier(product, _) => i18n::joined_earlier(product.label()),
        Joined::Unknown => i18n::joined_unknown(),
    }
}

/// What was found of it.
pub fn notes_of(comparison: &Comparison) -> Vec<Note> {
    let note = |finding: &Finding<RequestCode>| Note {
        severity: finding.code.severity(),
        text: words(finding),
    };
    comparison.findings.iter().map(note).collect()
}

fn words(finding: &Finding<RequestCode>) -> String {
    let (found, expected) = (finding.found.clone(), finding.expected.clone());
    match finding.code {
        RequestCode::SignatureInvalid => i18n::compare_signature_invalid(),
        RequestCode::AlgorithmWeak => i18n::text!(compare_weak { found, expected }),
        RequestCode::AlgorithmUnexpected => i18n::text!(compare_algorithm { found, expected }),
        RequestCode::KeyNotRsa => i18n::compare_not_rsa(found),
        RequestCode::KeyTooShort => i18n::text!(compare_key_too_short { found, expected }),
        RequestCode::KeySizeUnexpected => i18n::text!(compare_key_size { found, expected }),
        RequestCode::AttributeMissing { attr } => i18n::attribute_missing(attr, expected),
        RequestCode::AttributeDiffers { attr } if expected.is_empty() => {
            i18n::text!(compare_unknown_service {
                attribute: attribute_name(attr),
                found: i18n::shown(&found)
            })
        }
        RequestCode::AttributeDiffers { attr } => i18n::attribute_differs(attr, &found, &expected),
        RequestCode::AttributeEquivalent { attr } => i18n::attribute_equivalent(attr, &found, &expected),
        RequestCode::AttributeUnexpected => i18n::compare_unexpected(found),
        RequestCode::StringType { attr } => i18n::text!(compare_string_type {
            attribute: attribute_name(attr),
            found,
            expected
        }),
        RequestCode::OrderOfAttributes => i18n::text!(compare_order { found, expected }),
        RequestCode::RequestAttributes => i18n::compare_request_attributes(found),
        RequestCode::NotTheSameFile => i18n::compare_not_the_same(),
    }
}
