//! Whose turn it is among the deliveries of one ordering key.

use rusqlite::OptionalExtension;

use super::{
    runs::{Phase, Run, run_columns},
    work::Work,
};
use crate::inbox::StoreError;

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
        self.step_back(line, next)?;
        if !self.another_runs(line, next)? {
            self.step_forward(line, next)?;
        }
        Ok(())
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

    /// The phase of a run that is dead from now on. It stops the key of its delivery, if that says
    /// so.
    pub(super) fn dead(&self, run: &Run, at: i64) -> Result<Phase, StoreError> {
        let stops = run.order_key.is_some() && {
            let sql = "SELECT 1 FROM hookport_deliveries WHERE id = ?1 AND stops = 1";
            self.db.prepare_cached(sql)?.exists([run.id.delivery])?
        };
        Ok(Phase::Dead { at, stops })
    }

    /// Lets the key of a delivery go on that its dead runs stop. Tells how many these are.
    pub(super) fn resume_key(&self, delivery: i64, now: i64) -> Result<u64, StoreError> {
        let resumed = self.changing(delivery, || {
            let mut resumed = 0;
            for run in self.runs_of(delivery)? {
                if let Phase::Dead { at, stops: true } = run.phase {
                    self.put(&run, Phase::Dead { at, stops: false })?;
                    resumed += 1;
                }
            }
            Ok(resumed)
        })?;
        self.advance_line_of(delivery, now)?;
        Ok(resumed)
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

    /// Holds what does not run of all deliveries but one.
    fn step_back(&self, line: Line<'_>, next: i64) -> Result<(), StoreError> {
        for run in self.in_line(IN_TURN, line, next)? {
            let wait = if let Phase::Retry(wait) = run.phase { Some(wait) } else { None };
            self.put(&run, Phase::Held(wait))?;
        }
        Ok(())
    }

    /// Returns true if something runs of another delivery than this one.
    fn another_runs(&self, line: Line<'_>, next: i64) -> Result<bool, StoreError> {
        let mut find = self.db.prepare_cached(ANOTHER_RUNS)?;
        Ok(find.exists((line.endpoint, line.key, next))?)
    }

    /// Gives a delivery its turn.
    fn step_forward(&self, line: Line<'_>, next: i64) -> Result<(), StoreError> {
        for run in self.in_line(HELD, line, next)? {
            if let Phase::Held(wait) = run.phase {
                self.put(&run, wait.map_or(Phase::Received, Phase::Retry))?;
            }
        }
        Ok(())
    }

    fn in_line(&self, sql: &str, line: Line<'_>, delivery: i64) -> Result<Vec<Run>, StoreError> {
        let mut find = self.db.prepare_cached(sql)?;
        let found =
            find.query_and_then((line.endpoint, line.key, delivery), |row| Run::read(row, 0))?;
        found.collect()
    }
}

/// The runs of other deliveries that are neither running nor held.
pub(super) const IN_TURN: &str = concat!(
    "SELECT ",
    run_columns!(),
    " FROM hookport_queue q INDEXED BY hookport_queue_in_turn
    WHERE q.endpoint = ?1 AND q.order_key = ?2 AND q.phase <= 2 AND q.delivery <> ?3
        AND (q.phase = 0 OR q.phase = 2)"
);

pub(super) const HELD: &str = concat!(
    "SELECT ",
    run_columns!(),
    " FROM hookport_queue q INDEXED BY hookport_queue_in_line
    WHERE q.endpoint = ?1 AND q.order_key = ?2 AND q.phase <= 4 AND q.delivery = ?3 AND q.phase = 3"
);

/// A delivery lets others pass while all its runs are due later.
pub(super) const FIRST: &str = "
    SELECT q.delivery FROM hookport_queue q INDEXED BY hookport_queue_in_line
    WHERE q.endpoint = ?1 AND q.order_key = ?2 AND q.phase <= 4
        AND (coalesce(CASE q.phase WHEN 2 THEN q.at WHEN 3 THEN q.time END <= ?3, true)
            OR q.set_at > ?3 + 600000
            OR EXISTS (SELECT 1 FROM hookport_deliveries d WHERE d.id = q.delivery AND d.lets_pass = 0))
    ORDER BY q.delivery LIMIT 1";

pub(super) const DUE_FIRST: &str = "
    SELECT q.delivery FROM hookport_queue q INDEXED BY hookport_queue_in_line
    WHERE q.endpoint = ?1 AND q.order_key = ?2 AND q.phase <= 4
    ORDER BY CASE q.phase WHEN 2 THEN q.at ELSE q.time END, q.delivery LIMIT 1";

pub(super) const ANOTHER_RUNS: &str = "
    SELECT 1 FROM hookport_queue q INDEXED BY hookport_queue_in_turn
    WHERE q.endpoint = ?1 AND q.order_key = ?2 AND q.phase <= 2 AND q.phase = 1 AND q.delivery <> ?3";
