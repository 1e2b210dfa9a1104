//! Whose turn it is among the deliveries of one ordering key.

use rusqlite::OptionalExtension;

use super::{
    runs::{Phase, RunId},
    work::Work,
};
use crate::inbox::{RunState, StoreError};

/// The deliveries to one endpoint with one ordering key.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    endpoint: i64,
    key: &'a str,
}

impl Work<'_> {
    /// Finds out whose turn it is in the line of a delivery, after something of it has changed.
    pub(super) fn advance(
        &self,
        endpoint: i64,
        order_key: Option<&str>,
        now: i64,
    ) -> Result<(), StoreError> {
        let Some(key) = order_key else { return Ok(()) };
        let line = Line { endpoint, key };
        let Some(next) = self.next(line, now)? else { return Ok(()) };
        for delivery in self.step_back(line, next)? {
            self.sum_up(delivery)?;
        }
        if !self.another_runs(line, next)? && self.step_forward(next)? {
            self.sum_up(next)?;
        }
        Ok(())
    }

    /// Ends a run as dead. It stops the key of its delivery, if that says so.
    pub(super) fn bury(&self, run: RunId, at: i64) -> Result<(), StoreError> {
        self.put(run, Phase::Ended(RunState::Dead, at))?;
        self.db.prepare_cached(STOP)?.execute((run.delivery, run.handler))?;
        Ok(())
    }

    /// Lets the key of a delivery go on that its dead runs stop. Tells how many these are.
    pub(super) fn resume_key(&self, delivery: i64, now: i64) -> Result<u64, StoreError> {
        let resumed = self.db.prepare_cached(RESUME)?.execute([delivery])?;
        if resumed > 0 {
            self.sum_up(delivery)?;
            self.advance_line_of(delivery, now)?;
        }
        Ok(resumed as u64)
    }

    /// Finds out whose turn it is in the line of this delivery.
    pub(super) fn advance_line_of(&self, delivery: i64, now: i64) -> Result<(), StoreError> {
        let sql = "SELECT endpoint, order_key FROM hookport_deliveries WHERE id = ?1";
        let mut find = self.db.prepare_cached(sql)?;
        let line: Option<(i64, Option<String>)> =
            find.query_row([delivery], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((endpoint, key)) = line else { return Ok(()) };
        self.advance(endpoint, key.as_deref(), now)
    }

    /// The first delivery that does not let others pass, or the one that is due first.
    fn next(&self, line: Line<'_>, now: i64) -> Result<Option<i64>, StoreError> {
        let mut first = self.db.prepare_cached(FIRST)?;
        let first = first.query_row((line.endpoint, line.key, now), |row| row.get(0)).optional()?;
        if first.is_some() {
            return Ok(first);
        }
        let mut due = self.db.prepare_cached(DUE_FIRST)?;
        Ok(due.query_row((line.endpoint, line.key), |row| row.get(0)).optional()?)
    }

    /// Holds what does not run of all deliveries but one, and returns which these were.
    fn step_back(&self, line: Line<'_>, next: i64) -> Result<Vec<i64>, StoreError> {
        let mut step_back = self.db.prepare_cached(STEP_BACK)?;
        let held = step_back.query_map((line.endpoint, line.key, next), |row| row.get(0))?;
        Ok(held.collect::<Result<_, _>>()?)
    }

    /// Returns true if something runs of another delivery than this one.
    fn another_runs(&self, line: Line<'_>, next: i64) -> Result<bool, StoreError> {
        let mut find = self.db.prepare_cached(ANOTHER_RUNS)?;
        Ok(find.exists((line.endpoint, line.key, next))?)
    }

    /// Gives a delivery its turn, and tells whether it did not have it.
    fn step_forward(&self, delivery: i64) -> Result<bool, StoreError> {
        Ok(self.db.prepare_cached(STEP_FORWARD)?.execute([delivery])? > 0)
    }
}

/// A delivery lets others pass while all its runs are due later.
pub(super) const FIRST: &str = "
    SELECT delivery FROM hookport_runs r
    WHERE endpoint = ?1 AND order_key = ?2 AND (ended_at IS NULL OR stops = 1)
        AND (due_at IS NULL OR due_at <= ?3 OR set_at > ?3 + 600000
            OR EXISTS (SELECT 1 FROM hookport_deliveries d WHERE d.id = r.delivery AND d.lets_pass = 0))
    ORDER BY delivery LIMIT 1";

pub(super) const DUE_FIRST: &str = "
    SELECT delivery FROM hookport_runs
    WHERE endpoint = ?1 AND order_key = ?2 AND (ended_at IS NULL OR stops = 1)
    ORDER BY due_at, delivery LIMIT 1";

pub(super) const STEP_BACK: &str = "
    UPDATE hookport_runs INDEXED BY hookport_runs_in_turn SET state = 'held'
    WHERE endpoint = ?1 AND order_key = ?2 AND ended_at IS NULL AND state <> 'held'
        AND state <> 'running' AND delivery <> ?3
    RETURNING delivery";

pub(super) const ANOTHER_RUNS: &str = "
    SELECT 1 FROM hookport_runs INDEXED BY hookport_runs_in_turn
    WHERE endpoint = ?1 AND order_key = ?2 AND ended_at IS NULL AND state <> 'held'
        AND state = 'running' AND delivery <> ?3";

pub(super) const STEP_FORWARD: &str = "
    UPDATE hookport_runs SET state = iif(due_at IS NULL, 'received', 'retry')
    WHERE delivery = ?1 AND state = 'held'";

pub(super) const STOP: &str = "
    UPDATE hookport_runs SET stops = 1
    WHERE delivery = ?1 AND handler = ?2 AND order_key IS NOT NULL
        AND EXISTS (SELECT 1 FROM hookport_deliveries WHERE id = ?1 AND stops = 1)";

const RESUME: &str = "UPDATE hookport_runs SET stops = 0 WHERE delivery = ?1 AND stops = 1";
