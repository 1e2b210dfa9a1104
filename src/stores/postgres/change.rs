//! Changing many rows at once.

use super::{entries::Entry, order::Turns, replay::replay, rows::row_of, runs::Phase, work::Work};
use crate::inbox::{Change, EntryId, StoreError};

/// Changes the runs of entries, and returns how many were changed; `None` if it is another change.
pub(super) async fn change_runs(
    work: &mut Work<'_>,
    change: &Change,
) -> Result<Option<u64>, StoreError> {
    let (ids, at) = match change {
        Change::Replay { entries, at, .. }
        | Change::Cancel { entries, at }
        | Change::ResumeKeys { entries, at } => (entries, work.shift.to_database(*at)),
        _ => return Ok(None),
    };
    let rows: Vec<_> = ids.iter().copied().map(row_of).collect();
    let mut entries = work.entries(&rows).await?;
    let mut turns = Turns::default();
    let mut changed = 0;
    for id in ids {
        let Some(entry) = entry_of(&mut entries, *id) else { continue };
        changed += match change {
            Change::Replay { runs, served, .. } => replay(work, entry, *runs, served, at)?,
            Change::Cancel { .. } => cancel(entry, at),
            _ => resume_key(entry),
        };
        turns.add(entry.line.as_deref(), at);
    }
    work.wakes = true;
    work.write(&entries, turns).await?;
    Ok(Some(changed))
}

fn entry_of(entries: &mut [Entry], id: EntryId) -> Option<&mut Entry> {
    entries.iter_mut().find(|entry| entry.id == row_of(id))
}

fn cancel(entry: &mut Entry, at: i64) -> u64 {
    let mut cancelled = 0;
    for run in 0..entry.runs.len() {
        if entry.runs[run].is_open() || entry.runs[run].stops() {
            entry.cancel(run, at);
            cancelled += 1;
        }
    }
    cancelled
}

/// Lets the key of an entry go on that its dead runs stop. Returns how many these are.
fn resume_key(entry: &mut Entry) -> u64 {
    let mut resumed = 0;
    for run in &mut entry.runs {
        if let Phase::Dead { at, stops: true } = run.phase {
            run.phase = Phase::Dead { at, stops: false };
            resumed += 1;
        }
    }
    entry.is_changed |= resumed > 0;
    resumed
}

impl Work<'_> {
    /// Pauses or resumes an endpoint.
    pub(super) async fn pause(&mut self, endpoint: i32, paused: bool) -> Result<u64, StoreError> {
        self.wakes = true;
        let pause = self.schema.query(PAUSE).bind(endpoint).bind(paused);
        Ok(pause.execute(&mut *self.db).await?.rows_affected())
    }

    /// Writes as much as a long delivery takes. The filling is random, so that it cannot be packed.
    pub(super) async fn probe(&mut self) -> Result<u64, StoreError> {
        let filling: Vec<u8> =
            std::iter::repeat_with(|| fastrand::u8(..)).take(PROBE_BYTES).collect();
        self.schema.query(PROBE).bind(filling).execute(&mut *self.db).await?;
        Ok(0)
    }
}

/// Nearly all deliveries are shorter.
const PROBE_BYTES: usize = 128 * 1024;

const PAUSE: &str = "UPDATE hookport.endpoints SET paused = $2 WHERE id = $1 AND paused <> $2";

const PROBE: &str = "
    INSERT INTO hookport.probe AS p (id, number, filling) VALUES (1, 1, $1)
    ON CONFLICT (id) DO UPDATE SET number = (p.number + 1) % 1000, filling = excluded.filling";
