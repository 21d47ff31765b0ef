//! The people whom a dossier names, and how one of them is erased.

use std::collections::BTreeSet;
use std::sync::Arc;

use time::OffsetDateTime;

use super::{Dossier, Event};
use crate::procedure::{Person, Role};

impl Dossier {
    /// Everybody whom it names, each once: the roles' first, then the journal's. A person without a name goes by the mail
    /// address.
    pub fn named(&self) -> Vec<String> {
        let roles = Role::ALL.iter().filter_map(|role| self.course.people.get(role));
        let journal = self.journal.iter().map(|entry| entry.by.as_str());
        let (mut known, mut named) = (BTreeSet::new(), Vec::new());
        for name in roles.map(who).chain(journal).flat_map(parts) {
            if known.insert(name.to_ascii_lowercase()) {
                named.push(name.to_owned());
            }
        }
        named
    }

    /// Notes who plays a role, or where to write to him; nobody where neither is there then.
    pub fn name(&mut self, role: Role, note: impl FnOnce(&mut Person)) {
        let people = &mut self.course.people;
        note(people.entry(role).or_default());
        people.retain(|_, person| *person != Person::default());
    }

    /// Erases a person: from the roles, and from the lines of the journal, which keep what happened. The addresses of a
    /// role go with its first person: whose they are is not known.
    pub fn erase(&mut self, name: &str, now: OffsetDateTime, by: &str) {
        for role in Role::ALL {
            let person = self.course.people.get(&role);
            let Some((person, left)) = person.and_then(|person| Some((person, without(who(person), name)?)))
            else {
                continue;
            };
            let person = if person.name.trim().is_empty() {
                Person {
                    name: String::new(),
                    mail: left,
                }
            } else {
                Person {
                    name: left,
                    mail: String::new(),
                }
            };
            self.name(role, |known| *known = person);
        }
        for entry in Arc::make_mut(&mut self.journal) {
            forget(&mut entry.by, name);
        }
        let left = without(by, name);
        self.record(now, left.as_deref().unwrap_or(by), Event::PersonErased);
    }

    /// How many people were erased.
    pub(super) fn erasures(&self) -> usize {
        let events = self.journal.iter().map(|entry| &entry.event);
        events.filter(|event| **event == Event::PersonErased).count()
    }
}

/// Whether two spellings, which may differ in capitals, are one person's.
pub fn is_same_name(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

/// The name, or the mail address where there is none.
fn who(person: &Person) -> &str {
    if person.name.trim().is_empty() {
        &person.mail
    } else {
        &person.name
    }
}

/// Those who share a field.
fn parts(field: &str) -> impl Iterator<Item = &str> {
    field.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// Whether the field names that person.
fn names(field: &str, name: &str) -> bool {
    parts(field).any(|part| is_same_name(part, name))
}

/// Those of the field of whom that is true, as they stand there: it never grows.
fn only(field: &str, stays: impl Fn(&str) -> bool) -> String {
    let parts = field.split(',').filter(|part| !part.trim().is_empty());
    let left = parts.filter(|part| stays(part.trim()));
    left.collect::<Vec<_>>().join(",").trim().to_owned()
}

/// The field without one of them; nothing where it does not name him.
fn without(field: &str, name: &str) -> Option<String> {
    names(field, name).then(|| only(field, |part| !is_same_name(part, name)))
}

/// Those who stand in a field no more.
pub(super) fn gone<'a>(was: &'a str, is: &str) -> impl Iterator<Item = &'a str> {
    parts(was).filter(move |part| was != is && !names(is, part))
}

/// Takes a name out of a field, where it is there.
pub(super) fn forget(field: &mut String, name: &str) {
    if let Some(left) = without(field, name) {
        *field = left;
    }
}

/// Of the names in a field, keeps those that stand in `other` as well.
pub(super) fn keep_common(field: &mut String, other: &str) {
    if field != other {
        *field = only(field, |part| names(other, part));
    }
}
