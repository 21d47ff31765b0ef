//! A request in words and as text, to copy or download.

use certiroc_pki::csr::Csr;
use certiroc_pki::x509::AttributeType;
use certiroc_pki::x509::Signature;
use yew::prelude::*;

use crate::browser::{clipboard, file};
use crate::i18n;

/// Properties of [`CsrView`].
#[derive(Properties)]
pub struct CsrViewProps {
    /// What the ids on the page begin with.
    pub id: AttrValue,
    /// The name of the downloads, without their ending.
    pub stem: String,
    /// The request.
    pub csr: Csr,
}

impl PartialEq for CsrViewProps {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.stem == other.stem && self.csr.der() == other.csr.der()
    }
}

/// A request whose key is safe, or that the user brought.
#[component]
pub fn CsrView(props: &CsrViewProps) -> Html {
    let CsrViewProps { id, stem, csr } = props;
    let pem = csr.to_pem();
    let raw_id = format!("{id}-raw");
    let copied = use_state(|| None::<bool>);
    let oncopy = {
        let (raw_id, pem, copied) = (raw_id.clone(), pem.clone(), copied.clone());
        move |_: MouseEvent| {
            let (raw_id, pem, copied) = (raw_id.clone(), pem.clone(), copied.clone());
            yew::platform::spawn_local(async move { copied.set(Some(clipboard::copy(&raw_id, &pem).await)) });
        }
    };
    let onpem = {
        let (name, pem) = (format!("{stem}.csr"), pem.clone());
        move |_: MouseEvent| file::download(&name, "application/pkcs10", pem.as_bytes())
    };
    let onder = {
        let (name, der) = (format!("{stem}.csr.der"), csr.der().to_vec());
        move |_: MouseEvent| file::download(&name, "application/pkcs10", &der)
    };
    html! {
        <div class="csr">
            <div class="beside">
                { csr_table(csr) }
                <pre id={raw_id} class="raw" tabindex="0" aria-label={i18n::csr_raw()}>{ &pem }</pre>
            </div>
            <div class="actions">
                <button type="button" id={format!("{id}-copy")} class="primary" onclick={oncopy}>{ i18n::csr_copy() }</button>
                <button type="button" id={format!("{id}-pem")} onclick={onpem}>{ i18n::csr_download_pem() }</button>
                <button type="button" id={format!("{id}-der")} onclick={onder}>{ i18n::csr_download_der() }</button>
            </div>
            <p role="status">
                { match *copied {
                    Some(true) => i18n::csr_copied(),
                    Some(false) => i18n::csr_not_copied(),
                    None => String::new(),
                } }
            </p>
        </div>
    }
}

/// A request in words.
pub fn csr_table(csr: &Csr) -> Html {
    let row = |name: String, value: Html| html! { <tr><th scope="row">{ name }</th><td>{ value }</td></tr> };
    let subject = csr.subject.attributes.iter().map(|attribute| {
        let name = attribute
            .short_name
            .map_or_else(|| attribute.oid.clone(), str::to_owned);
        row(
            i18n::csr_subject_row(name),
            html! { { i18n::shown(&attribute.value) } },
        )
    });
    html! {
        <table>
            <caption>{ i18n::csr_caption() }</caption>
            <tbody>
                { for subject }
                { row(i18n::csr_key(), html! { { key(csr) } }) }
                { row(i18n::csr_key_id(), html! { <code>{ csr.key_id.to_string() }</code> }) }
                { row(i18n::csr_signature(), html! { { i18n::algorithm(&csr.signature_algorithm) } }) }
                { row(i18n::csr_signature_state(), html! { { signature(csr) } }) }
            </tbody>
        </table>
    }
}

fn key(csr: &Csr) -> String {
    let name = csr.public_key.algorithm.to_string();
    csr.public_key.bits.map_or_else(
        || name.clone(),
        |bits| {
            i18n::text!(csr_key_value {
                algorithm: name.clone(),
                bits
            })
        },
    )
}

fn signature(csr: &Csr) -> String {
    match csr.signature {
        Signature::Valid => i18n::csr_signature_valid(),
        Signature::Invalid => i18n::csr_signature_invalid(),
        Signature::Unverifiable => i18n::csr_signature_unverifiable(),
    }
}

/// An attribute's name in words, with its short name.
pub fn attribute_name(attribute: AttributeType) -> String {
    let words = match attribute {
        AttributeType::Country => i18n::attribute_country(),
        AttributeType::State => i18n::attribute_state(),
        AttributeType::Organization => i18n::attribute_organization(),
        AttributeType::OrganizationalUnit => i18n::attribute_organizational_unit(),
        AttributeType::CommonName => i18n::attribute_common_name(),
    };
    format!("{} ({})", words, attribute.short_name())
}
