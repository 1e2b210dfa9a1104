//! The work of handlers on a delivery.

use std::time::SystemTime;

use serde::Serialize;

use super::Time;
use crate::inbox::{Attempt, Run};

/// The work of one handler on a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RunView {
    /// The name of the handler.
    pub handler: String,
    /// The state: `received`, `held`, `running`, `retry`, `done`, `stale`, `dead` or `cancelled`.
    pub state: &'static str,
    /// The time of the next attempt, if the run waits for one.
    pub due_at: Option<Time>,
    /// True if its ordering key waits until a person replays, cancels or resumes it.
    pub stops_key: bool,
    /// The attempts that have ended, the first one first.
    pub attempts: Vec<AttemptView>,
}

/// An attempt that has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AttemptView {
    /// Its number, counted from 1.
    pub number: u32,
    /// The time of its start.
    pub started_at: Time,
    /// The time of its end.
    pub ended_at: Time,
    /// The time that it took, in milliseconds.
    pub took_ms: u64,
    /// The result: `done`, `stale`, `retry`, `dead` or `lost`.
    pub result: &'static str,
    /// The error with its causes; `None` if there is none.
    pub error: Option<String>,
}

impl RunView {
    /// Returns true if it failed and waits for its next attempt: until that is due, or until its turn.
    pub(crate) fn waits(&self, now: SystemTime) -> bool {
        let failed = self.attempts.last().is_some_and(|last| last.result == "retry");
        match self.due_at {
            Some(due) => due.get() > now,
            None => self.state == "held" && failed,
        }
    }
}

impl From<Run> for RunView {
    fn from(run: Run) -> Self {
        Self {
            handler: run.handler.to_string(),
            state: run.state.as_str(),
            due_at: run.due.map(Time::from),
            stops_key: run.stops_key,
            attempts: run.attempts.into_iter().map(AttemptView::from).collect(),
        }
    }
}

impl From<Attempt> for AttemptView {
    fn from(attempt: Attempt) -> Self {
        let took = attempt.ended_at.duration_since(attempt.started_at).unwrap_or_default();
        Self {
            number: attempt.number,
            started_at: attempt.started_at.into(),
            ended_at: attempt.ended_at.into(),
            took_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            result: attempt.result.as_str(),
            error: attempt.error,
        }
    }
}
