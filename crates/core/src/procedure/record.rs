//! What a dossier keeps of the procedure: answers, dates, people.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::day;
use super::question::Answers;
use super::task::{Role, Task};

/// After how many working days without an answer a reminder is proposed. The ANS gives no such figure.
pub const REMIND_AFTER: u32 = 10;

/// What a dossier keeps of the procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Course {
    /// What was answered, the contract's level aside: the establishment has it.
    pub answers: Answers,
    /// What was recorded of the tasks.
    pub records: Records,
    /// Who does what.
    pub people: People,
    /// After how many working days a reminder is proposed.
    pub remind_after: u32,
}

impl Default for Course {
    fn default() -> Self {
        Self {
            answers: Answers::default(),
            records: Records::new(),
            people: People::new(),
            remind_after: REMIND_AFTER,
        }
    }
}

/// Who plays a role, as typed. Several persons may share the field, separated by commas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Person {
    /// Given name and family name.
    pub name: String,
    /// Where to write to.
    pub mail: String,
}

/// The people, by role. A role that nobody was named for is not there.
pub type People = BTreeMap<Role, Person>;

/// What was recorded, by task. A task without a record is not there.
pub type Records = BTreeMap<Task, Record>;

/// Something that happens to a task on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// It was begun.
    Begun,
    /// What it asks for was sent.
    Sent,
    /// The last reminder was sent.
    Reminded,
    /// It is done: answered, where something was sent.
    Done,
}

impl Mark {
    /// Every mark, in the order in which they come.
    pub const ALL: [Self; 4] = [Self::Begun, Self::Sent, Self::Reminded, Self::Done];

    /// The word for it in files and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Sent => "sent",
            Self::Reminded => "reminded",
            Self::Done => "done",
        }
    }
}

/// What was recorded of a task. Dates are the user's, in local time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Record {
    /// [`Mark::Begun`].
    #[serde(with = "day::option", skip_serializing_if = "Option::is_none")]
    pub begun: Option<Date>,
    /// [`Mark::Sent`].
    #[serde(with = "day::option", skip_serializing_if = "Option::is_none")]
    pub sent: Option<Date>,
    /// [`Mark::Reminded`].
    #[serde(with = "day::option", skip_serializing_if = "Option::is_none")]
    pub reminded: Option<Date>,
    /// [`Mark::Done`].
    #[serde(with = "day::option", skip_serializing_if = "Option::is_none")]
    pub done: Option<Date>,
}

impl Record {
    /// The day of a mark.
    pub fn day(&self, mark: Mark) -> Option<Date> {
        match mark {
            Mark::Begun => self.begun,
            Mark::Sent => self.sent,
            Mark::Reminded => self.reminded,
            Mark::Done => self.done,
        }
    }

    /// Sets a mark, or takes it away.
    pub fn set(&mut self, mark: Mark, day: Option<Date>) {
        let place = match mark {
            Mark::Begun => &mut self.begun,
            Mark::Sent => &mut self.sent,
            Mark::Reminded => &mut self.reminded,
            Mark::Done => &mut self.done,
        };
        *place = day;
    }
}
