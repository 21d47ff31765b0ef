//! The passwords of a file that was given.

use yew::prelude::*;

use super::fields::secret_field;
use crate::browser::page;
use crate::i18n;
use crate::vault::protocol::Secret;

/// The fields for the password of a file, and of a key in it where that is another.
pub fn password_fields(id: &str) -> Html {
    html! {
        <>
            { secret_field(id.to_owned(), i18n::unlock_label(), i18n::unlock_hint(), None) }
            <details>
                <summary>{ i18n::unlock_second() }</summary>
                { secret_field(format!("{id}-second"), i18n::unlock_second(), i18n::unlock_accent(), None) }
            </details>
        </>
    }
}

/// What was typed there; the fields are emptied. The empty password is one too.
pub fn passwords(id: &str) -> Vec<Secret> {
    let first = Secret::new(page::take_input(id));
    let second = page::take_input(&format!("{id}-second"));
    let second = (!second.is_empty()).then(|| Secret::new(second));
    core::iter::once(first).chain(second).collect()
}
