//! The subject name that will be asked for, attribute by attribute.

use certiroc_core::subject::Subject;
use certiroc_pki::x509::visible;
use yew::prelude::*;

use super::csr_view::attribute_name;
use crate::i18n;

/// The name as a table and in one line (RFC 4514); what is not known yet is empty in it.
pub fn subject_table(id: String, caption: String, subject: &Subject) -> Html {
    html! {
        <div class="subject" {id}>
            <table>
                <caption>{ caption }</caption>
                <tbody>
                    { for subject.attributes().into_iter().map(|(attribute, value)| html! {
                        <tr>
                            <th scope="row">{ attribute_name(attribute) }</th>
                            <td>
                                if value.is_empty() { <em>{ i18n::subject_unknown() }</em> } else { { visible(value) } }
                            </td>
                        </tr>
                    }) }
                </tbody>
            </table>
            <p class="dn"><code>{ visible(&subject.to_string()) }</code></p>
        </div>
    }
}
