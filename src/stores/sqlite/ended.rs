//! The ends of entries, which retention goes by.

use rusqlite::OptionalExtension;

use super::{
    runs::{Phase, Run},
    work::Work,
};
use crate::inbox::{EntryState, RunState, StoreError};

/// The end of an entry of which nothing is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    dead: bool,
    at: i64,
}

impl End {
    /// The end of an entry that has a single run in this phase.
    pub(super) fn of_one(phase: Phase) -> Option<Self> {
        Some(Self { dead: phase.state() == RunState::Dead, at: phase.ended_at()? })
    }

    fn of(runs: &[Run]) -> Option<Self> {
        let ends = runs.iter().map(|run| run.phase.ended_at());
        let at = ends.reduce(|last, end| Some(last?.max(end?))).flatten()?;
        let state = EntryState::of(runs.iter().map(Run::state));
        Some(Self { dead: state == EntryState::Dead, at })
    }
}

impl Work<'_> {
    /// Returns when an entry ended. Without any run it has been so since it came.
    pub(super) fn end(&self, delivery: i64) -> Result<Option<End>, StoreError> {
        let runs = self.runs_of(delivery)?;
        if !runs.is_empty() {
            return Ok(End::of(&runs));
        }
        let sql = "SELECT received_at FROM hookport_deliveries WHERE id = ?1";
        let mut find = self.db.prepare_cached(sql)?;
        Ok(find.query_row([delivery], |row| Ok(End { dead: false, at: row.get(0)? })).optional()?)
    }

    /// Notes that an entry has ended, after what was noted before.
    pub(super) fn note_end(
        &self,
        delivery: i64,
        before: Option<End>,
        after: Option<End>,
    ) -> Result<(), StoreError> {
        if before == after {
            return Ok(());
        }
        for (end, sql) in [(before, FORGET_END), (after, NOTE_END)] {
            if let Some(End { dead, at }) = end {
                self.db.prepare_cached(sql)?.execute((dead, at, delivery))?;
            }
        }
        Ok(())
    }

    /// Changes the runs of an entry, and notes when it ended if that is not as before.
    pub(super) fn changing<T>(
        &self,
        delivery: i64,
        change: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let before = self.end(delivery)?;
        let changed = change()?;
        self.note_end(delivery, before, self.end(delivery)?)?;
        Ok(changed)
    }
}

const NOTE_END: &str = "
    INSERT INTO hookport_ended (dead, at, delivery) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";

pub(super) const FORGET_END: &str =
    "DELETE FROM hookport_ended WHERE dead = ?1 AND at = ?2 AND delivery = ?3";
