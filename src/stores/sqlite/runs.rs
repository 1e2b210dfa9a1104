//! A run and its phase, and what that makes of its entry.

use rusqlite::Row;

use super::{rows::word, work::Work};
use crate::inbox::{EntryState, RunState, StoreError};

/// Which run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RunId {
    pub(super) delivery: i64,
    pub(super) handler: i64,
}

/// A run's state, with the times that belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Received,
    /// Behind another run of its line; due at this time if it has failed and let others pass.
    Held(Option<i64>),
    Retry(i64),
    Ended(RunState, i64),
}

impl Work<'_> {
    /// Brings a run into a phase.
    pub(super) fn put(&self, run: RunId, phase: Phase) -> Result<(), StoreError> {
        let (state, due, ended) = match phase {
            Phase::Received => (RunState::Received, None, None),
            Phase::Held(due) => (RunState::Held, due, None),
            Phase::Retry(due) => (RunState::Retry, Some(due), None),
            Phase::Ended(state, at) => (state, None, Some(at)),
        };
        let mut put = self.db.prepare_cached(
            "UPDATE hookport_runs
             SET state = ?3, due_at = ?4, ended_at = ?5, claimed_at = NULL, lease_until = NULL
             WHERE delivery = ?1 AND handler = ?2",
        )?;
        put.execute((run.delivery, run.handler, state.as_str(), due, ended))?;
        Ok(())
    }

    /// Tells anew what became of an entry, after one of its runs has changed. Without any it stays
    /// unhandled since it came.
    pub(super) fn sum_up(&self, delivery: i64) -> Result<(), StoreError> {
        let runs = self.runs_of(delivery)?;
        if runs.is_empty() {
            return Ok(());
        }
        let state = EntryState::of(runs.iter().map(|run| run.state));
        let ends = runs.iter().map(|run| run.ended_at);
        let ended = ends.reduce(|last, end| Some(last?.max(end?))).flatten();
        let mut tell = self.db.prepare_cached(SUM_UP)?;
        tell.execute((delivery, state.as_str(), ended))?;
        Ok(())
    }

    /// An entry's runs.
    pub(super) fn runs_of(&self, delivery: i64) -> Result<Vec<KnownRun>, StoreError> {
        let mut runs = self.db.prepare_cached(RUNS_OF)?;
        runs.query_and_then([delivery], KnownRun::read)?.collect()
    }
}

/// What is known of a run at first sight.
#[derive(Debug)]
pub(super) struct KnownRun {
    pub(super) handler: i64,
    pub(super) state: RunState,
    pub(super) order_key: Option<String>,
    ended_at: Option<i64>,
}

impl KnownRun {
    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            handler: row.get(0)?,
            state: word(row, 1, RunState::from_word)?,
            order_key: row.get(2)?,
            ended_at: row.get(3)?,
        })
    }
}

pub(super) const RUNS_OF: &str =
    "SELECT handler, state, order_key, ended_at FROM hookport_runs WHERE delivery = ?1";

pub(super) const SUM_UP: &str = "
    UPDATE hookport_deliveries SET state = ?2, ended_at = ?3
    WHERE id = ?1 AND (state <> ?2 OR ended_at IS NOT ?3)";
