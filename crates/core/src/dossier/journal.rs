//! What happened to a dossier, and when.

use core::ops::Not;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::package::Target;
use crate::procedure::{Choice, Mark, Question, Task, day};
use crate::product::Product;
use certiroc_pki::key::KeyId;

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct JournalEntry {
    /// When it happened.
    #[serde(with = "crate::utc")]
    pub at: OffsetDateTime,
    /// Who did it, as typed; empty where nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// What happened.
    pub event: Event,
}

impl JournalEntry {
    /// What makes two lines the same, whether or not one of them still says who did it.
    pub(super) fn key(&self) -> (OffsetDateTime, String) {
        (self.at, serde_json::to_string(&self.event).unwrap_or_default())
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case",
    deny_unknown_fields
)]
pub enum Event {
    /// The dossier was begun.
    Created,
    /// A key and its CSR were made.
    RequestMade {
        /// For which certificate.
        product: Product,
        /// Which key.
        key_id: KeyId,
    },
    /// A key that the platform made came in with its certificate.
    KeyReceived {
        /// For which order.
        product: Product,
        /// Which key.
        key_id: KeyId,
    },
    /// A certificate came back.
    CertificateReceived {
        /// For which order.
        product: Product,
        /// Which key.
        key_id: KeyId,
        /// Its serial number, in hexadecimal.
        serial: String,
    },
    /// A file for a target was made.
    Packaged {
        /// Of which order; of none where the key is not in the dossier, which is told only of a short password.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        product: Option<Product>,
        /// Which key.
        key_id: KeyId,
        /// What it was made for.
        target: Target,
        /// Whether its password is shorter than the file's form calls for: the user said that the target imposes it.
        #[serde(default, skip_serializing_if = "Not::not")]
        short_password: bool,
    },
    /// A certificate was found revoked, or the user said so.
    Revoked {
        /// Of which order.
        product: Product,
        /// Which key.
        key_id: KeyId,
    },
    /// The user took back his word that a certificate was revoked.
    NotRevoked {
        /// Of which order.
        product: Product,
        /// Which key.
        key_id: KeyId,
    },
    /// The user said that production keys are made although the page came over plain http, where it can have been changed
    /// on its way.
    PlainHttpAccepted {
        /// In which words: those that the user was shown, and said yes to.
        words: String,
    },
    /// Every key was sealed anew under another passphrase.
    PassphraseChanged,
    /// The user said that nobody knows the passphrase any more: new keys were made under another one.
    PassphraseLost,
    /// The name and address of a person were erased, here and in the lines before.
    PersonErased,
    /// The user stated that the file with these keys is saved.
    SavedAsStated {
        /// The keys in that file.
        key_ids: BTreeSet<KeyId>,
    },
    /// The file with these keys was seen saved: written through the browser, or dropped back.
    SavedVerified {
        /// The keys in that file.
        key_ids: BTreeSet<KeyId>,
    },
    /// A question of the procedure was answered.
    Answered {
        /// Which.
        question: Question,
        /// How.
        choice: Choice,
    },
    /// Something happened to a task of the procedure.
    Marked {
        /// Which task.
        task: Task,
        /// What.
        mark: Mark,
        /// On which day, in the user's words.
        #[serde(with = "day")]
        on: Date,
    },
    /// Such a mark was taken away.
    Unmarked {
        /// Which task.
        task: Task,
        /// What.
        mark: Mark,
    },
}
