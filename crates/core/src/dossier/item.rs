//! A dossier as the things that may differ one by one: what two states of it are compared, merged and restored by.
//!
//! The journal is not among them: it only grows.

use time::{Date, OffsetDateTime};

use super::{Dossier, SealKey};
use crate::establishment::{ContractLevel, Environment, Field, IdentifierKind};
use crate::order::{Issued, Request, Revocation};
use crate::procedure::{Choice, Mark, Question, Role, Task};
use crate::product::Product;
use certiroc_pki::csr::Csr;
use certiroc_pki::key::{KeyId, KeySize, SealedKey};
use certiroc_pki::x509::Certificate;

/// The SHA-256 of a certificate.
pub type Fingerprint = [u8; 32];

/// The name of one thing in a dossier. They are in the order in which a dossier can be built of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// When the dossier was begun: what tells it from another.
    CreatedAt,
    /// A field of the establishment.
    Establishment(Field),
    /// The name of the service.
    ServiceName(Product),
    /// The size of the next key.
    KeySize(Product),
    /// The key that seals the dossier.
    SealKey,
    /// A private key, sealed.
    Key(Product, KeyId),
    /// The request made with it.
    Csr(Product, KeyId),
    /// Which key is the current one.
    CurrentKey(Product),
    /// A certificate that came back.
    Certificate(Product, KeyId, Fingerprint),
    /// Whether it is revoked.
    Revocation(Product, KeyId, Fingerprint),
    /// The certificate of an authority.
    Authority(Fingerprint),
    /// Whether its SHA-256 was compared with another source.
    Compared(Fingerprint),
    /// Whether it is not wanted here.
    Refused(Fingerprint),
    /// An answer.
    Answer(Question),
    /// The day of a mark.
    Mark(Task, Mark),
    /// Who plays a role.
    Person(Role),
    /// Where to write to whoever plays it: what changes a name answers for no address.
    Mail(Role),
    /// After how many working days a reminder is proposed.
    RemindAfter,
    /// The journal, as a whole: only a seal is compared by it.
    Journal,
}

/// What an [`Item`] is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text as typed.
    Text(String),
    /// A moment.
    Time(OffsetDateTime),
    /// Which number the identifier is.
    IdentifierKind(IdentifierKind),
    /// Which of the two IGC-Santé.
    Environment(Environment),
    /// Who signed the contract.
    ContractLevel(ContractLevel),
    /// The size of a key.
    KeySize(KeySize),
    /// The key that seals the dossier.
    SealKey(SealKey),
    /// That it is so.
    Yes,
    /// A sealed key.
    Key {
        /// The key.
        sealed_key: SealedKey,
        /// When it was made.
        made_at: OffsetDateTime,
        /// Whether nobody knows its passphrase any more.
        passphrase_lost: bool,
    },
    /// The id of a key.
    KeyId(KeyId),
    /// A request.
    Csr(Csr),
    /// A certificate, and when it was received; none of an authority.
    Certificate(Certificate, Option<OffsetDateTime>),
    /// What is known of a revocation.
    Revocation(Revocation),
    /// An answer.
    Choice(Choice),
    /// A day.
    Day(Date),
    /// A number of days.
    Days(u32),
    /// So many lines of the journal.
    Lines(usize),
}

/// The things of a dossier by their names, in their order, each once. What is empty is not there.
pub type Items = Vec<(Item, Value)>;

/// A thing that is not the same in two states of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub item: Item,
    /// What it is in the first.
    pub old: Option<Value>,
    /// What it is in the second.
    pub new: Option<Value>,
}

impl Item {
    /// Whether it is a key, a request, or what came of one: nobody has reason to change it without the passphrase.
    pub const fn is_proof(&self) -> bool {
        matches!(
            self,
            Self::CreatedAt
                | Self::SealKey
                | Self::Key(..)
                | Self::Csr(..)
                | Self::CurrentKey(_)
                | Self::Certificate(..)
        )
    }

    /// Whether it never vanishes: that a state does not have it says only that the state is older.
    pub const fn is_permanent(&self) -> bool {
        self.is_proof() || matches!(self, Self::Revocation(..))
    }
}

impl Dossier {
    /// Those of these conflicts that are still to be decided in this state: `old` is what it has now, `new` what another has.
    /// Each once.
    pub fn undecided(&self, conflicts: impl IntoIterator<Item = Difference>) -> Vec<Difference> {
        let present = self.items();
        let mut undecided: Vec<Difference> = Vec::new();
        for conflict in conflicts {
            let old = value_of(&present, conflict.item).cloned();
            let conflict = Difference { old, ..conflict };
            if conflict.old != conflict.new && !undecided.contains(&conflict) {
                undecided.push(conflict);
            }
        }
        undecided
    }

    /// Everything in it, the journal aside.
    pub fn items(&self) -> Items {
        let mut items = vec![(Item::CreatedAt, Value::Time(self.created_at))];
        for field in Field::ALL {
            put(&mut items, Item::Establishment(field), self.field(field));
        }
        let seal_key = self.seal_key.clone().map(Value::SealKey);
        put(&mut items, Item::SealKey, seal_key);
        for order in &self.orders {
            let product = order.product;
            put(&mut items, Item::ServiceName(product), text(&order.service_name));
            put(
                &mut items,
                Item::KeySize(product),
                Some(Value::KeySize(order.key_size)),
            );
            let current = order.current().map(|request| Value::KeyId(request.key_id));
            put(&mut items, Item::CurrentKey(product), current);
            for request in &order.requests {
                request_items(&mut items, product, request);
            }
        }
        for authority in &self.authorities {
            let value = Value::Certificate(authority.clone(), None);
            put(&mut items, Item::Authority(authority.sha256()), Some(value));
        }
        for fingerprint in &self.compared {
            put(&mut items, Item::Compared(*fingerprint), Some(Value::Yes));
        }
        for fingerprint in &self.refused {
            put(&mut items, Item::Refused(*fingerprint), Some(Value::Yes));
        }
        for (question, choice) in self.course.answers.iter() {
            put(&mut items, Item::Answer(question), Some(Value::Choice(choice)));
        }
        for (task, record) in &self.course.records {
            for mark in Mark::ALL {
                put(
                    &mut items,
                    Item::Mark(*task, mark),
                    record.day(mark).map(Value::Day),
                );
            }
        }
        for (role, person) in &self.course.people {
            put(&mut items, Item::Person(*role), text(&person.name));
            put(&mut items, Item::Mail(*role), text(&person.mail));
        }
        let days = Value::Days(self.course.remind_after);
        put(&mut items, Item::RemindAfter, Some(days));
        items
    }

    fn field(&self, field: Field) -> Option<Value> {
        let establishment = &self.establishment;
        match field {
            Field::Name => text(&establishment.name),
            Field::Department => text(&establishment.department),
            Field::IdentifierKind => establishment.identifier_kind.map(Value::IdentifierKind),
            Field::Identifier => text(&establishment.identifier),
            Field::Environment => Some(Value::Environment(establishment.environment)),
            Field::ContractLevel => establishment.contract_level.map(Value::ContractLevel),
        }
    }

    /// Makes an item what `value` says. What cannot be, such as a certificate of a key that is not there, changes
    /// nothing.
    pub fn put(&mut self, item: Item, value: Option<Value>) {
        match item {
            Item::CreatedAt => {
                if let Some(Value::Time(at)) = value {
                    self.created_at = at;
                }
            }
            Item::Establishment(field) => self.put_field(field, value),
            Item::ServiceName(product) => self.order_mut(product).service_name = into_text(value),
            Item::KeySize(product) => {
                if let Some(Value::KeySize(size)) = value {
                    self.order_mut(product).key_size = size;
                }
            }
            Item::Key(..) | Item::Csr(..) | Item::CurrentKey(_) => self.put_request(item, value),
            Item::Certificate(..) | Item::Revocation(..) => self.put_issued(item, value),
            Item::SealKey => {
                self.seal_key = match value {
                    Some(Value::SealKey(seal_key)) => Some(seal_key),
                    _ => None,
                }
            }
            Item::Compared(fingerprint) => put_fingerprint(&mut self.compared, fingerprint, value.is_some()),
            Item::Refused(fingerprint) => put_fingerprint(&mut self.refused, fingerprint, value.is_some()),
            Item::Authority(fingerprint) => {
                self.authorities.retain(|known| known.sha256() != fingerprint);
                if let Some(Value::Certificate(authority, _)) = value {
                    self.authorities.push(authority);
                }
            }
            Item::Answer(question) => match value {
                Some(Value::Choice(choice)) => self.course.answers.set(question, choice),
                _ => self.course.answers.forget(question),
            },
            Item::Mark(task, mark) => {
                let day = match value {
                    Some(Value::Day(day)) => Some(day),
                    _ => None,
                };
                self.mark(task, mark, day);
            }
            Item::Person(role) => self.name(role, |person| person.name = into_text(value)),
            Item::Mail(role) => self.name(role, |person| person.mail = into_text(value)),
            Item::RemindAfter => {
                if let Some(Value::Days(days)) = value {
                    self.course.remind_after = days;
                }
            }
            Item::Journal => {}
        }
    }

    /// Makes each of these what is said of it. A key that comes in is the current one only where that is said, once all keys
    /// are there.
    pub(super) fn put_all(&mut self, items: impl IntoIterator<Item = (Item, Option<Value>)>) {
        let mut current = Product::ALL.map(|product| {
            let current = self.order(product).current();
            let key_id = current.map(|request| Value::KeyId(request.key_id));
            (Item::CurrentKey(product), key_id)
        });
        for (item, value) in items {
            match current.iter_mut().find(|(known, _)| *known == item) {
                Some((_, key_id)) => *key_id = value,
                None => self.put(item, value),
            }
        }
        for (item, value) in current {
            self.put(item, value);
        }
    }

    fn put_field(&mut self, field: Field, value: Option<Value>) {
        let establishment = &mut self.establishment;
        match (field, value) {
            (Field::Name, value) => establishment.name = into_text(value),
            (Field::Department, value) => establishment.department = into_text(value),
            (Field::Identifier, value) => establishment.identifier = into_text(value),
            (Field::IdentifierKind, Some(Value::IdentifierKind(kind))) => {
                establishment.identifier_kind = Some(kind);
            }
            (Field::IdentifierKind, _) => establishment.identifier_kind = None,
            (Field::Environment, Some(Value::Environment(environment))) => {
                establishment.environment = environment;
            }
            (Field::Environment, _) => {}
            (Field::ContractLevel, Some(Value::ContractLevel(level))) => {
                establishment.contract_level = Some(level);
            }
            (Field::ContractLevel, _) => establishment.contract_level = None,
        }
    }

    fn put_request(&mut self, item: Item, value: Option<Value>) {
        match (item, value) {
            (
                Item::Key(product, key_id),
                Some(Value::Key {
                    sealed_key,
                    made_at,
                    passphrase_lost,
                }),
            ) => {
                let order = self.order_mut(product);
                match order.request_mut(key_id) {
                    Some(request) => {
                        request.sealed_key = sealed_key;
                        request.made_at = made_at;
                        request.passphrase_lost = passphrase_lost;
                    }
                    None => order.requests.push(Request {
                        key_id,
                        made_at,
                        sealed_key,
                        passphrase_lost,
                        csr: None,
                        issued: Vec::new(),
                    }),
                }
            }
            (Item::Key(product, key_id), _) => {
                self.order_mut(product)
                    .requests
                    .retain(|request| request.key_id != key_id);
            }
            (Item::Csr(product, key_id), value) => {
                if let Some(request) = self.order_mut(product).request_mut(key_id) {
                    request.csr = match value {
                        Some(Value::Csr(csr)) => Some(csr),
                        _ => None,
                    };
                }
            }
            (Item::CurrentKey(product), Some(Value::KeyId(key_id))) => {
                let requests = &mut self.order_mut(product).requests;
                if let Some(place) = requests.iter().rposition(|request| request.key_id == key_id) {
                    let current = requests.remove(place);
                    requests.push(current);
                }
            }
            _ => {}
        }
    }

    fn put_issued(&mut self, item: Item, value: Option<Value>) {
        let (Item::Certificate(product, key_id, fingerprint)
        | Item::Revocation(product, key_id, fingerprint)) = item
        else {
            return;
        };
        let Some(request) = self.order_mut(product).request_mut(key_id) else {
            return;
        };
        match (item, value) {
            (Item::Certificate(..), Some(Value::Certificate(certificate, Some(received_at)))) => {
                request.receive(Issued {
                    certificate,
                    received_at,
                    revocation: Revocation::default(),
                });
            }
            (Item::Certificate(..), _) => request
                .issued
                .retain(|issued| issued.certificate.sha256() != fingerprint),
            (_, value) => {
                let mut issued = request.issued.iter_mut();
                if let Some(issued) = issued.find(|issued| issued.certificate.sha256() == fingerprint) {
                    issued.revocation = match value {
                        Some(Value::Revocation(revocation)) => revocation,
                        _ => Revocation::default(),
                    };
                }
            }
        }
    }
}

fn request_items(items: &mut Items, product: Product, request: &Request) {
    let key_id = request.key_id;
    let key = Value::Key {
        sealed_key: request.sealed_key.clone(),
        made_at: request.made_at,
        passphrase_lost: request.passphrase_lost,
    };
    put(items, Item::Key(product, key_id), Some(key));
    let csr = request.csr.clone().map(Value::Csr);
    put(items, Item::Csr(product, key_id), csr);
    for issued in &request.issued {
        let fingerprint = issued.certificate.sha256();
        let certificate = Value::Certificate(issued.certificate.clone(), Some(issued.received_at));
        let item = Item::Certificate(product, key_id, fingerprint);
        put(items, item, Some(certificate));
        let revocation = issued.revocation.clone();
        let revocation = (revocation != Revocation::Unknown).then_some(Value::Revocation(revocation));
        put(items, Item::Revocation(product, key_id, fingerprint), revocation);
    }
}

/// What an item is in a state.
pub fn value_of(items: &Items, item: Item) -> Option<&Value> {
    items
        .iter()
        .find(|(name, _)| *name == item)
        .map(|(_, value)| value)
}

/// What differs between two states: what the first has, then what the second has alone.
pub fn differences(old: &Items, new: &Items) -> Vec<Difference> {
    let alone = new.iter().filter(|(item, _)| value_of(old, *item).is_none());
    let pairs = old.iter().chain(alone).map(|(item, _)| Difference {
        item: *item,
        old: value_of(old, *item).cloned(),
        new: value_of(new, *item).cloned(),
    });
    pairs.filter(|pair| pair.old != pair.new).collect()
}

fn put(items: &mut Items, item: Item, value: Option<Value>) {
    if let Some(value) = value {
        items.push((item, value));
    }
}

/// Makes a list hold a fingerprint, once, or not.
pub(super) fn put_fingerprint(list: &mut Vec<Fingerprint>, fingerprint: Fingerprint, is_there: bool) {
    list.retain(|other| *other != fingerprint);
    if is_there {
        list.push(fingerprint);
    }
}

fn text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::Text(text.to_owned()))
}

fn into_text(value: Option<Value>) -> String {
    match value {
        Some(Value::Text(text)) => text,
        _ => String::new(),
    }
}
