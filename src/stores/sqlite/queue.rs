//! The queue of runs that are open, dead or cancelled.

use super::{
    runs::{Phase, Run, RunId, Running},
    work::Work,
};
use crate::inbox::StoreError;

impl Work<'_> {
    /// Adds a run to the queue.
    pub(super) fn add(&self, run: &Run) -> Result<(), StoreError> {
        let Some((phase, at, time, set)) = run.phase.place() else { return Ok(()) };
        self.db.prepare_cached(ADD)?.execute((
            run.id.handler,
            phase,
            at,
            run.id.delivery,
            run.kind,
            run.endpoint,
            run.claims,
            run.tried,
            run.alone,
            run.versioned,
            &run.order_key,
            time,
            set,
        ))?;
        Ok(())
    }

    /// Takes a run out of the queue.
    pub(super) fn remove(&self, run: &Run) -> Result<(), StoreError> {
        let Some((phase, at, _, _)) = run.phase.place() else { return Ok(()) };
        let mut remove = self.db.prepare_cached(REMOVE)?;
        remove.execute((run.id.handler, phase, at, run.id.delivery))?;
        if let Phase::Running(Running { claim, .. }) = run.phase {
            self.touch(claim);
        }
        Ok(())
    }

    /// Puts one run in the place of another.
    pub(super) fn replace(&self, run: &Run, new: &Run) -> Result<(), StoreError> {
        self.remove(run)?;
        self.add(new)
    }

    /// Brings a run into a phase.
    pub(super) fn put(&self, run: &Run, phase: Phase) -> Result<(), StoreError> {
        self.replace(run, &Run { phase, ..run.clone() })
    }

    /// Gives a run, and its attempts, to another handler. A run that this one has, and that has
    /// ended, gets the handler from which it comes.
    pub(super) fn give_to(&self, run: &Run, handler: i64) -> Result<(), StoreError> {
        let runs = self.runs_of(run.id.delivery)?;
        let other = runs.iter().find(|other| other.id.handler == handler);
        self.remove(run)?;
        if let Some(other) = other {
            self.remove(other)?;
            self.move_attempts(other.id, NONE)?;
            self.add(&Run { id: run.id, ..other.clone() })?;
        }
        self.move_attempts(run.id, handler)?;
        if other.is_some() {
            self.move_attempts(RunId { handler: NONE, ..run.id }, run.id.handler)?;
        }
        self.add(&Run { id: RunId { handler, ..run.id }, ..run.clone() })
    }

    fn move_attempts(&self, run: RunId, handler: i64) -> Result<(), StoreError> {
        let mut change = self.db.prepare_cached(MOVE_ATTEMPTS)?;
        change.execute((run.delivery, run.handler, handler))?;
        Ok(())
    }

    /// Returns the handler that goes by the name of this one now.
    pub(super) fn present(&self, handler: i64) -> Result<i64, StoreError> {
        let sql = "SELECT coalesce(same_as, id) FROM hookport_handlers WHERE id = ?1";
        Ok(self.db.prepare_cached(sql)?.query_row([handler], |row| row.get(0))?)
    }

    /// Sorts runs by the names that they have.
    pub(super) fn by_name(&self, runs: Vec<Run>) -> Result<Vec<(HandlerName, Run)>, StoreError> {
        let mut named = Vec::new();
        for run in runs {
            let name = self.db.prepare_cached(NAME)?.query_row([run.id.handler], |row| {
                Ok(HandlerName { name: row.get(0)?, present: row.get(1)? })
            })?;
            named.push((name, run));
        }
        named.sort_unstable_by(|(one, _), (other, _)| one.name.cmp(&other.name));
        Ok(named)
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

/// In the order of the columns: the text is looked up each time.
const ADD: &str =
    "INSERT INTO hookport_queue VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";

pub(super) const REMOVE: &str = "
    DELETE FROM hookport_queue WHERE handler = ?1 AND phase = ?2 AND at = ?3 AND delivery = ?4";

const NAME: &str = "SELECT name, coalesce(same_as, id) FROM hookport_handlers WHERE id = ?1";

const MOVE_ATTEMPTS: &str =
    "UPDATE hookport_attempts SET handler = ?3 WHERE delivery = ?1 AND handler = ?2";
