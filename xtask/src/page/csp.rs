//! The page's Content Security Policy, which forbids everything except the very bytes of this file.

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

/// The policy for a page with these inline scripts (the ones that run) and this inline style.
///
/// Inert script elements, whose type is no JavaScript type, are not subject to it. The last two
/// directives refuse markup that comes as text: an element made that way could hold a window of its
/// own, in which `guard.js` has not run.
pub fn policy(scripts: &[&str], style: &str) -> String {
    let scripts: Vec<String> = scripts.iter().map(|script| source(script)).collect();
    format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {}; img-src data: blob:; \
         worker-src blob:; connect-src 'none'; form-action 'none'; base-uri 'none'; \
         require-trusted-types-for 'script'; trusted-types default",
        scripts.join(" "),
        source(style)
    )
}

/// A hash source (CSP level 3, 2.3.1) over the UTF-8 bytes between an element's tags.
fn source(text: &str) -> String {
    format!(
        "'sha256-{}'",
        BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}

#[cfg(test)]
mod tests {
    use super::{policy, source};

    #[test]
    fn a_source_is_the_hash_that_browsers_compute() {
        // The example of CSP level 3, section 8.3 ("alert('Hello, world.');").
        assert_eq!(
            source("alert('Hello, world.');"),
            "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
        );
    }

    #[test]
    fn nothing_else_is_allowed() {
        let policy = policy(&["a", "b"], "c");
        assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"));
        for forbidden in ["unsafe-inline", "unsafe-eval' ", "http:", "https:", "*", "'self'"] {
            assert!(
                !policy.replace("'wasm-unsafe-eval'", "").contains(forbidden),
                "{forbidden}"
            );
        }
    }
}
