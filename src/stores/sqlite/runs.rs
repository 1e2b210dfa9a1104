//! A run and its phase, and what that makes of its entry.

use rusqlite::Row;

use super::{rows::word, work::Work};
use crate::inbox::{EntryState, RunState, StoreError};

/// The key of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RunId {
    pub(super) delivery: i64,
    pub(super) handler: i64,
}

/// A run's state, with the times that belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Received,
    Retry { due: i64, set: i64 },
    Ended(RunState, i64),
}

impl Work<'_> {
    /// Brings a run into a phase.
    pub(super) fn put(&self, run: RunId, phase: Phase) -> Result<(), StoreError> {
        let (state, due, set, ended) = match phase {
            Phase::Received => (RunState::Received, None, None, None),
            Phase::Retry { due, set } => (RunState::Retry, Some(due), Some(set), None),
            Phase::Ended(state, at) => (state, None, None, Some(at)),
        };
        let mut put = self.db.prepare_cached(
            "UPDATE hookport_runs
             SET state = ?3, due_at = ?4, ended_at = ?5, claimed_at = NULL, lease_until = NULL,
                stops = 0, set_at = ?6
             WHERE delivery = ?1 AND handler = ?2",
        )?;
        put.execute((run.delivery, run.handler, state.as_str(), due, ended, set))?;
        Ok(())
    }

    /// Tells anew what became of an entry, after one of its runs has changed. Without any it stays
    /// unhandled since it came. While it stops its ordering key it has not ended.
    pub(super) fn sum_up(&self, delivery: i64) -> Result<(), StoreError> {
        let runs = self.runs_of(delivery)?;
        if runs.is_empty() {
            return Ok(());
        }
        let state = EntryState::of(runs.iter().map(|run| run.state));
        let ends = runs.iter().map(|run| run.ended_at.filter(|_| !run.stops));
        let ended = ends.reduce(|last, end| Some(last?.max(end?))).flatten();
        let mut tell = self.db.prepare_cached(SUM_UP)?;
        tell.execute((delivery, state.as_str(), ended))?;
        Ok(())
    }

    /// Takes back that a run was tried.
    pub(super) fn not_tried(&self, run: RunId) -> Result<(), StoreError> {
        let sql = "UPDATE hookport_runs SET tried = tried - 1 WHERE delivery = ?1 AND handler = ?2";
        self.db.prepare_cached(sql)?.execute((run.delivery, run.handler))?;
        Ok(())
    }

    /// Gives a run, and its attempts, to another handler. A run that this one has, and that has
    /// ended, gets the handler from which it comes.
    pub(super) fn give_to(&self, run: RunId, handler: i64) -> Result<(), StoreError> {
        let other = RunId { handler, ..run };
        let exchanges = self.has_run(other)?;
        if exchanges {
            self.move_to(other, NONE)?;
        }
        self.move_to(run, handler)?;
        if exchanges {
            self.move_to(RunId { handler: NONE, ..run }, run.handler)?;
        }
        Ok(())
    }

    fn move_to(&self, run: RunId, handler: i64) -> Result<(), StoreError> {
        for sql in MOVE_TO {
            self.db.prepare_cached(sql)?.execute((run.delivery, run.handler, handler))?;
        }
        Ok(())
    }

    /// Returns true if there is such a run.
    pub(super) fn has_run(&self, run: RunId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM hookport_runs WHERE delivery = ?1 AND handler = ?2";
        Ok(self.db.prepare_cached(sql)?.exists((run.delivery, run.handler))?)
    }

    /// Returns true if an entry has a run of a handler, under any of its names.
    pub(super) fn has_run_of(&self, delivery: i64, handler: i64) -> Result<bool, StoreError> {
        Ok(self.db.prepare_cached(HAS_RUN_OF)?.exists((delivery, handler))?)
    }

    /// Sorts runs by the names that they have.
    pub(super) fn by_name(
        &self,
        runs: Vec<KnownRun>,
    ) -> Result<Vec<(HandlerName, KnownRun)>, StoreError> {
        let mut named = Vec::new();
        for run in runs {
            let name = self.db.prepare_cached(NAME)?.query_row([run.handler], |row| {
                Ok(HandlerName { name: row.get(0)?, present: row.get(1)? })
            })?;
            named.push((name, run));
        }
        named.sort_unstable_by(|(one, _), (other, _)| one.name.cmp(&other.name));
        Ok(named)
    }

    /// An entry's runs.
    pub(super) fn runs_of(&self, delivery: i64) -> Result<Vec<KnownRun>, StoreError> {
        let mut runs = self.db.prepare_cached(RUNS_OF)?;
        runs.query_and_then([delivery], KnownRun::read)?.collect()
    }
}

/// The columns of a run that every change needs.
#[derive(Debug)]
pub(super) struct KnownRun {
    pub(super) handler: i64,
    pub(super) state: RunState,
    /// True if it is dead, and its ordering key waits for a person.
    pub(super) stops: bool,
    ended_at: Option<i64>,
}

impl KnownRun {
    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            handler: row.get(0)?,
            state: word(row, 1, RunState::from_word)?,
            stops: row.get(2)?,
            ended_at: row.get(3)?,
        })
    }
}

/// The name of a run's handler, and the handler that has this name now.
#[derive(Debug)]
pub(super) struct HandlerName {
    pub(super) name: String,
    pub(super) present: i64,
}

/// The number of no handler.
const NONE: i64 = 0;

const NAME: &str = "SELECT name, coalesce(same_as, id) FROM hookport_handlers WHERE id = ?1";

const HAS_RUN_OF: &str = "
    SELECT 1 FROM hookport_runs r CROSS JOIN hookport_handlers h ON h.id = r.handler
    WHERE r.delivery = ?1 AND coalesce(h.same_as, h.id) = ?2";

const MOVE_TO: [&str; 2] = [
    "UPDATE hookport_runs SET handler = ?3 WHERE delivery = ?1 AND handler = ?2",
    "UPDATE hookport_attempts SET handler = ?3 WHERE delivery = ?1 AND handler = ?2",
];

pub(super) const RUNS_OF: &str =
    "SELECT handler, state, stops, ended_at FROM hookport_runs WHERE delivery = ?1";

pub(super) const SUM_UP: &str = "
    UPDATE hookport_deliveries SET state = ?2, ended_at = ?3
    WHERE id = ?1 AND (state <> ?2 OR ended_at IS NOT ?3)";
