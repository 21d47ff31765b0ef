//! Where each task stands, and what to do now.

use time::Date;

use super::calendar::working_days_after;
use super::fiche::FICHES;
use super::question::{Answers, Choice, Question};
use super::record::{Record, Records};
use super::task::{Proof, Task};

/// What the dossier itself shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The establishment's description has no error.
    pub establishment: bool,
    /// Each order has a request with the present name, whose key is saved.
    pub requests: bool,
    /// Each order has a certificate that is not revoked.
    pub certificates: bool,
}

/// What a task waits for before it can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocker {
    /// A question without an answer decides whether the task applies.
    Question(Question),
    /// Another task comes first.
    Task(Task),
}

/// Where a task stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskStatus {
    /// This hospital need not do it.
    DoesNotApply,
    /// It cannot be done before these; never empty.
    Blocked(Vec<Blocker>),
    /// It can be done.
    ToDo,
    /// It was begun on that day.
    InProgress(Date),
    /// It was sent on that day, and no answer was recorded.
    Waiting(Date),
    /// It is done, since that day where the day was recorded.
    Done(Option<Date>),
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Answer this question.
    Answer(Question),
    /// Do this task.
    Do(Task),
    /// Nothing but wait for the answer to this task.
    Await(Task),
    /// Nothing: all is done.
    Finished,
}

/// What an answer would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// The tasks that it makes necessary.
    pub needed: Vec<Task>,
    /// The tasks that it spares.
    pub spared: Vec<Task>,
}

/// A hospital on its way through the procedure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// What it has answered.
    pub answers: Answers,
    /// What its dossier shows.
    pub evidence: Evidence,
    /// What it has recorded.
    pub records: Records,
}

impl Case {
    /// Where the task stands.
    ///
    /// What was recorded counts more than what should come first: the user knows what he has sent. A
    /// record of a task that no longer applies is kept, and counts again when it does.
    pub fn status(&self, task: Task) -> TaskStatus {
        let mut record = self.records.get(&task).copied().unwrap_or_default();
        match task.applies(&self.answers, record != Record::default()) {
            Err(question) => return TaskStatus::Blocked(vec![Blocker::Question(question)]),
            Ok(false) => return TaskStatus::DoesNotApply,
            Ok(true) => {}
        }
        match task.fiche().proof {
            Proof::Answers(questions) => {
                let open = questions
                    .iter()
                    .copied()
                    .filter(|q| self.answers.get(*q).is_none());
                return match open.map(Blocker::Question).collect::<Vec<_>>() {
                    none if none.is_empty() => TaskStatus::Done(None),
                    blockers => TaskStatus::Blocked(blockers),
                };
            }
            Proof::Establishment if self.evidence.establishment => return TaskStatus::Done(None),
            Proof::Requests if self.evidence.requests => return TaskStatus::Done(None),
            Proof::Certificates if self.evidence.certificates => return TaskStatus::Done(None),
            // What the dossier does not show is not done, whatever was recorded.
            Proof::Establishment | Proof::Requests => record = Record { done: None, ..record },
            Proof::Certificates | Proof::Reply | Proof::Statement => {}
        }
        let blockers = || {
            let first = task.fiche().needs.iter().copied();
            let open = first.filter(|task| !self.is_settled(*task));
            open.map(Blocker::Task).collect::<Vec<_>>()
        };
        match record {
            Record { done: Some(day), .. } => TaskStatus::Done(Some(day)),
            Record { sent: Some(day), .. } => TaskStatus::Waiting(day),
            Record { begun: Some(day), .. } => TaskStatus::InProgress(day),
            Record { .. } => match blockers() {
                none if none.is_empty() => TaskStatus::ToDo,
                blockers => TaskStatus::Blocked(blockers),
            },
        }
    }

    /// What to do now: a question before a task, a task before waiting, each in the procedure's order.
    pub fn next(&self) -> Next {
        if let Some(question) = self.answers.next_question() {
            return Next::Answer(question);
        }
        let tasks = || FICHES.iter().map(|fiche| (fiche.task, self.status(fiche.task)));
        let to_do =
            tasks().find(|(_, status)| matches!(status, TaskStatus::ToDo | TaskStatus::InProgress(_)));
        let waiting = || tasks().find(|(_, status)| matches!(status, TaskStatus::Waiting(_)));
        match (to_do, waiting()) {
            (Some((task, _)), _) => Next::Do(task),
            (None, Some((task, _))) => Next::Await(task),
            (None, None) => Next::Finished,
        }
    }

    /// What this answer would change of the tasks that apply, those that it decides included.
    pub fn effect(&self, question: Question, choice: Choice) -> Effect {
        let mut answers = self.answers.clone();
        answers.set(question, choice);
        let mut effect = Effect::default();
        for task in FICHES.iter().map(|fiche| fiche.task) {
            let begun = self.records.contains_key(&task);
            match (task.applies(&self.answers, begun), task.applies(&answers, begun)) {
                (Err(_) | Ok(false), Ok(true)) => effect.needed.push(task),
                (Err(_) | Ok(true), Ok(false)) => effect.spared.push(task),
                _ => {}
            }
        }
        effect
    }

    /// The day from which a reminder is proposed for a task that waits: `working_days` (see
    /// [`REMIND_AFTER`](super::REMIND_AFTER)) after the sending or the last reminder.
    pub fn remind_on(&self, task: Task, working_days: u32) -> Option<Date> {
        let TaskStatus::Waiting(sent) = self.status(task) else {
            return None;
        };
        let reminded = self.records.get(&task).and_then(|record| record.reminded);
        Some(working_days_after(reminded.unwrap_or(sent), working_days))
    }

    fn is_settled(&self, task: Task) -> bool {
        matches!(self.status(task), TaskStatus::DoesNotApply | TaskStatus::Done(_))
    }
}
