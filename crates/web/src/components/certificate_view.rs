//! A certificate in words, and in full detail; how a PKCS #12 file is built.

use certiroc_core::appraisal::Broken;
use certiroc_core::conformity::CertificateKind;
use certiroc_core::status_check::status_check;
use certiroc_pki::pkcs12::Part;
use certiroc_pki::x509::Certificate;
use yew::prelude::*;

use super::notes::Note;
use crate::browser::{clock, file};
use crate::i18n;

/// What a certificate is, whose, how long. `heading` is the element of its title, such as `h3`.
#[allow(
    clippy::ignored_unit_patterns,
    reason = "what the macro makes of an element without attributes"
)]
pub fn identity(certificate: &Certificate, heading: &'static str) -> Html {
    let name = if certificate.subject.is_empty() {
        html! { i18n::certificates_no_subject() }
    } else {
        html! { <code>{ certificate.display_name() }</code> }
    };
    html! {
        <>
            <@{heading}>{ i18n::kind(CertificateKind::of(certificate)) }{ i18n::colon() }{ name }</@>
            <p>{ certificate.subject.to_string() }</p>
            <p>
                { i18n::text!(row_validity {
                    from: i18n::moment(certificate.not_before),
                    to: i18n::date_and_days(certificate.not_after),
                    serial: certificate.serial(),
                }) }
            </p>
        </>
    }
}

/// What is to be known of a certificate whatever it is for: that its signature is weak.
pub fn weakness(certificate: &Certificate) -> Option<Note> {
    let algorithm = &certificate.signature_algorithm;
    algorithm
        .weak
        .then(|| Note::warning(i18n::signature_weak(algorithm.to_string())))
}

/// Everything that a certificate says, folded. `id` is what the ids of its parts begin with.
pub fn certificate_details(id: &str, certificate: &Certificate) -> Html {
    let row =
        |name: String, value: String| html! { <tr><th scope="row">{ name }</th><td>{ value }</td></tr> };
    let hexadecimal = |bytes: &[u8]| {
        let pairs: Vec<_> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        pairs.join(":")
    };
    let key = &certificate.public_key;
    let bits = key.bits.map(|bits| format!(" {bits} bits")).unwrap_or_default();
    let extensions = certificate.extensions.iter().map(|extension| {
        let critical = extension
            .critical
            .then(|| format!(" ({})", i18n::detail_critical()));
        row(
            format!("{}{}", extension.name(), critical.unwrap_or_default()),
            extension.text(),
        )
    });
    let download = {
        let (name, der) = (
            format!("{}.cer", certificate.serial()),
            certificate.der().to_vec(),
        );
        move |_: MouseEvent| file::download(&name, "application/pkix-cert", &der)
    };
    html! {
        <details id={format!("{id}-details")}>
            <summary>{ i18n::certificates_details() }</summary>
            <table>
                <caption>{ i18n::detail_caption() }</caption>
                <tbody>
                    { row(i18n::detail_version(), certificate.version.to_string()) }
                    { row(i18n::detail_serial(), certificate.serial()) }
                    { row(i18n::detail_subject(), certificate.subject.to_string()) }
                    { row(i18n::detail_issuer(), certificate.issuer.to_string()) }
                    { row(i18n::detail_from(), clock::local(certificate.not_before)) }
                    { row(i18n::detail_to(), clock::local(certificate.not_after)) }
                    { row(i18n::detail_key(), format!("{}{bits}", key.algorithm)) }
                    { row(i18n::detail_key_id(), certificate.key_id.to_string()) }
                    { row(i18n::detail_signature(), i18n::algorithm(&certificate.signature_algorithm)) }
                    { for extensions }
                    { row(i18n::detail_fingerprint("SHA-256"), hexadecimal(&certificate.sha256())) }
                    { row(i18n::detail_fingerprint("SHA-1"), hexadecimal(&certificate.sha1())) }
                </tbody>
            </table>
            <pre class="raw" tabindex="0" aria-label={i18n::detail_raw()}>{ certificate.to_pem() }</pre>
            <button type="button" onclick={download}>{ i18n::detail_download() }</button>
        </details>
    }
}

/// What to type on a machine that has a network to learn whether the certificate is revoked; nothing but why not, where no
/// path leads from it to a root of IGC-Santé.
pub fn online(certificate: &Certificate, path: &Result<Vec<Certificate>, Broken>) -> Html {
    let (lists, responders) = certificate.status_addresses();
    let check = path.as_ref().ok().map(|path| status_check(path));
    let is_empty = match &check {
        Some(check) => check.commands.is_empty(),
        None => lists.is_empty() && responders.is_empty(),
    };
    if is_empty {
        return Html::default();
    }
    let body = match check {
        Some(check) => html! {
            <>
                <p>{ i18n::revocation_check_lead() }</p>
                { for check.files.into_iter().map(|(name, pem)| {
                    let words = i18n::text!(delivery_file { name: name.clone(), size: pem.len() });
                    let download = move |_: MouseEvent| file::download(&name, "application/x-pem-file", pem.as_bytes());
                    html! { <p><button type="button" onclick={download}>{ words }</button></p> }
                }) }
                <pre class="raw" tabindex="0">{ check.commands.join("\n") }</pre>
            </>
        },
        None => html! { <p>{ i18n::revocation_check_unverified() }</p> },
    };
    html! {
        <details class="status-check no-print">
            <summary>{ i18n::revocation_check_title() }</summary>
            { body }
        </details>
    }
}

/// The parts of a PKCS #12 file; nothing for another.
pub fn layout_table(parts: &[Part]) -> Html {
    if parts.is_empty() {
        return Html::default();
    }
    html! {
        <details>
            <summary>{ i18n::layout_caption() }</summary>
            <table>
                <caption>{ i18n::layout_caption() }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ i18n::layout_part() }</th>
                        <th scope="col">{ i18n::layout_algorithm() }</th>
                        <th scope="col">{ i18n::layout_rounds() }</th>
                    </tr>
                </thead>
                <tbody>
                    { for parts.iter().map(|part| html! {
                        <tr>
                            <td>{ indent(part.depth) }{ i18n::part(part.kind) }</td>
                            <td>{ &part.algorithm }</td>
                            <td>{ (part.rounds > 0).then(|| part.rounds.to_string()) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </details>
    }
}

/// What shows how deep a part lies.
fn indent(depth: u8) -> String {
    "\u{2003}".repeat(depth.into())
}
