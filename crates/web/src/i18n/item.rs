//! The words for what may differ between two states of a dossier.

use certiroc_core::dossier::{Item, Value};
use certiroc_pki::key::KeyId;
use certiroc_pki::x509::{hexadecimal, spelled};

#[allow(clippy::wildcard_imports, reason = "every message, each a function")]
use super::*;
use crate::browser::clock;

/// What a thing is.
pub(crate) fn item(item: Item) -> String {
    match item {
        Item::CreatedAt => item_created_at(),
        Item::Establishment(field) => field_name(field),
        Item::ServiceName(product) => item_service_name(product.label()),
        Item::KeySize(product) => item_key_size(product.label()),
        Item::Key(product, key_id) => text!(item_key {
            product: product.label(),
            key: key_id.short()
        }),
        Item::Csr(product, key_id) => text!(item_csr {
            product: product.label(),
            key: key_id.short()
        }),
        Item::CurrentKey(product) => item_current_key(product.label()),
        Item::Certificate(product, key_id, _) => text!(item_certificate {
            product: product.label(),
            key: key_id.short()
        }),
        Item::Revocation(product, key_id, _) => text!(item_revocation {
            product: product.label(),
            key: key_id.short()
        }),
        Item::SealKey => item_seal_key(),
        Item::Authority(_) => item_authority(),
        Item::Compared(fingerprint) => item_compared(hexadecimal(&fingerprint)),
        Item::Refused(fingerprint) => item_refused(hexadecimal(&fingerprint)),
        Item::Journal => journal_title(),
        Item::Answer(question) => question_title(question),
        Item::Mark(task, mark) => format!("{} – {}", task_title(task), mark_set(mark)),
        Item::Person(role) => self::role(role),
        Item::Mail(role) => people_mail_of(self::role(role)),
        Item::RemindAfter => item_remind_after(),
    }
}

/// What it says of it; nothing where it is not there.
pub(crate) fn value(value: Option<&Value>) -> String {
    match value {
        None => value_none(),
        Some(Value::Text(text)) => spelled(text),
        Some(Value::Time(at)) => clock::local(*at),
        Some(Value::IdentifierKind(kind)) => identifier_kind(*kind),
        Some(Value::Environment(environment)) => self::environment(*environment),
        Some(Value::ContractLevel(level)) => contract_level(*level),
        Some(Value::KeySize(size)) => key_size_name(size.bits()),
        Some(Value::Key { made_at, .. }) => value_made(clock::local(*made_at)),
        Some(Value::KeyId(key_id)) => value_key(key_id.short()),
        Some(Value::Csr(csr)) => csr.subject.to_string(),
        Some(Value::Certificate(certificate, _)) => {
            format!("{} – SHA-256 {}", certificate.subject, certificate.sha256_text())
        }
        Some(Value::Revocation(revocation)) => self::revocation(revocation),
        Some(Value::Choice(choice)) => self::choice(*choice),
        Some(Value::Day(day)) => clock::day(*day),
        Some(Value::Days(days)) => value_days(*days),
        Some(Value::SealKey(key)) => value_key(KeyId::of(&key.public_key_info).short()),
        Some(Value::Yes) => value_yes(),
        Some(Value::Lines(lines)) => value_lines(*lines),
    }
}
