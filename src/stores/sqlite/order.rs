//! Whose turn it is among the runs of one ordering key.

use rusqlite::OptionalExtension;

use super::{
    runs::{Phase, RunId},
    work::Work,
};
use crate::inbox::StoreError;

/// Runs of one handler with one ordering key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) handler: i64,
    pub(super) key: &'a str,
}

impl Work<'_> {
    /// Lets a run in: it is received, or behind the others of its line.
    pub(super) fn enter(
        &self,
        run: RunId,
        order_key: Option<&str>,
        now: Option<i64>,
    ) -> Result<(), StoreError> {
        self.put(run, order_key.map_or(Phase::Received, |_| Phase::Held(None)))?;
        self.advance(run.handler, order_key, now)
    }

    /// Finds out whose turn it is in the line of a run, after something in it has changed. Without
    /// a time nothing is due.
    pub(super) fn advance(
        &self,
        handler: i64,
        order_key: Option<&str>,
        now: Option<i64>,
    ) -> Result<(), StoreError> {
        let Some(key) = order_key else { return Ok(()) };
        let line = Line { handler, key };
        if let Some(head) = self.head(line)? {
            let Some(due) = self.lets_pass(head)? else { return Ok(()) };
            self.put(head, Phase::Held(Some(due)))?;
            self.sum_up(head.delivery)?;
        }
        let Some((delivery, phase)) = self.next(line, now)? else { return Ok(()) };
        self.put(RunId { delivery, handler }, phase)?;
        self.sum_up(delivery)
    }

    /// The run whose turn it is.
    pub(super) fn head(&self, line: Line<'_>) -> Result<Option<RunId>, StoreError> {
        let delivery = self.first(HEAD, line)?;
        Ok(delivery.map(|delivery| RunId { delivery, handler: line.handler }))
    }

    /// Returns when this run is due, if it waits and lets others pass.
    fn lets_pass(&self, run: RunId) -> Result<Option<i64>, StoreError> {
        let mut find = self.db.prepare_cached(LETS_PASS)?;
        Ok(find.query_row((run.delivery, run.handler), |row| row.get(0)).optional()?)
    }

    /// Returns the next run of the line, and its new phase.
    fn next(&self, line: Line<'_>, now: Option<i64>) -> Result<Option<(i64, Phase)>, StoreError> {
        let untried = self.first(UNTRIED, line)?.map(|delivery| (delivery, Phase::Received));
        let due = self.first_due(line, now)?;
        let ready = [untried, due].into_iter().flatten().min_by_key(|(delivery, _)| *delivery);
        ready.map_or_else(|| self.due_first(line), |ready| Ok(Some(ready)))
    }

    /// Of those that let others pass and are due now, the one that came first.
    fn first_due(
        &self,
        line: Line<'_>,
        now: Option<i64>,
    ) -> Result<Option<(i64, Phase)>, StoreError> {
        let Some(now) = now else { return Ok(None) };
        let mut find = self.db.prepare_cached(FIRST_DUE)?;
        let found = find.query_row((line.handler, line.key, now), |row| {
            Ok((row.get(0)?, Phase::Retry(row.get(1)?)))
        });
        Ok(found.optional()?)
    }

    /// Of those that let others pass, the one that is due first.
    fn due_first(&self, line: Line<'_>) -> Result<Option<(i64, Phase)>, StoreError> {
        let mut find = self.db.prepare_cached(DUE_FIRST)?;
        let found = find.query_row((line.handler, line.key), |row| {
            Ok((row.get(0)?, Phase::Retry(row.get(1)?)))
        });
        Ok(found.optional()?)
    }

    fn first(&self, sql: &str, line: Line<'_>) -> Result<Option<i64>, StoreError> {
        let mut find = self.db.prepare_cached(sql)?;
        Ok(find.query_row((line.handler, line.key), |row| row.get(0)).optional()?)
    }
}

pub(super) const HEAD: &str = "
    SELECT delivery FROM hookport_runs
    WHERE handler = ?1 AND order_key = ?2 AND ended_at IS NULL AND state <> 'held'
    LIMIT 1";

pub(super) const LETS_PASS: &str = "
    SELECT r.due_at FROM hookport_runs r CROSS JOIN hookport_deliveries d ON d.id = r.delivery
    WHERE r.delivery = ?1 AND r.handler = ?2 AND r.state = 'retry' AND d.lets_pass = 1";

pub(super) const UNTRIED: &str = "
    SELECT delivery FROM hookport_runs
    WHERE handler = ?1 AND order_key = ?2 AND state = 'held' AND due_at IS NULL
    ORDER BY delivery LIMIT 1";

pub(super) const FIRST_DUE: &str = "
    SELECT delivery, due_at FROM hookport_runs
    WHERE handler = ?1 AND order_key = ?2 AND state = 'held' AND due_at <= ?3
    ORDER BY delivery LIMIT 1";

pub(super) const DUE_FIRST: &str = "
    SELECT delivery, due_at FROM hookport_runs
    WHERE handler = ?1 AND order_key = ?2 AND state = 'held' AND due_at > -9223372036854775808
    ORDER BY due_at, delivery LIMIT 1";
