//! The subject name that will be asked for, attribute by attribute.

use certiroc_core::subject::Subject;
use yew::prelude::*;

use super::csr_view::attribute_name;
use crate::i18n;

/// Properties of [`SubjectTable`].
#[derive(Properties, PartialEq)]
pub struct SubjectTableProps {
    /// The element's id.
    pub id: AttrValue,
    /// The table's title.
    pub caption: String,
    /// The name; what is not known yet is empty.
    pub subject: Subject,
}

/// The name as a table and in one line (RFC 4514).
#[component]
pub fn SubjectTable(props: &SubjectTableProps) -> Html {
    html! {
        <div class="subject" id={&props.id}>
            <table>
                <caption>{ &props.caption }</caption>
                <tbody>
                    { for props.subject.attributes().into_iter().map(|(attribute, value)| html! {
                        <tr>
                            <th scope="row">{ attribute_name(attribute) }</th>
                            <td>
                                if value.is_empty() { <em>{ i18n::subject_unknown() }</em> } else { { value } }
                            </td>
                        </tr>
                    }) }
                </tbody>
            </table>
            <p class="dn"><code>{ props.subject.to_string() }</code></p>
        </div>
    }
}
