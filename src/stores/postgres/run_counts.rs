//! The number of runs by handler and state.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use sqlx::PgConnection;

use super::{
    rows::{name, run_state_column, unsigned, word},
    sql::Schema,
};
use crate::inbox::{RunCount, RunState, StoreError};

/// The last counts, if there were many runs.
#[derive(Debug, Default)]
pub(super) struct RunCounts(Mutex<Option<Counted>>);

#[derive(Debug)]
struct Counted {
    runs: Vec<RunCount>,
    until: Instant,
}

impl RunCounts {
    /// Counts all runs, or tells what was counted a short time ago. Each receiver asks once a second, and to
    /// count a million runs takes a good part of that.
    pub(super) async fn get(
        &self,
        db: &mut PgConnection,
        schema: Schema,
    ) -> Result<Vec<RunCount>, StoreError> {
        let start = Instant::now();
        if let Some(counted) = self.counted().as_ref().filter(|counted| start < counted.until) {
            return Ok(counted.runs.clone());
        }
        let runs = count(db, schema).await?;
        let are_many = runs.iter().map(|of_one| of_one.count).sum::<u64>() >= MANY;
        let until = start + start.elapsed().min(LONGEST) * 10;
        *self.counted() = are_many.then(|| Counted { runs: runs.clone(), until });
        Ok(runs)
    }

    fn counted(&self) -> MutexGuard<'_, Option<Counted>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn count(db: &mut PgConnection, schema: Schema) -> Result<Vec<RunCount>, StoreError> {
    let mut runs = Vec::new();
    for row in schema.query(RUN_COUNTS).fetch_all(db).await? {
        let state = word(&row, 2, RunState::from_word)?;
        runs.push(RunCount::new(name(&row, 0)?, name(&row, 1)?, state, unsigned(&row, 3)?));
    }
    runs.sort_unstable();
    Ok(runs)
}

const MANY: u64 = 100_000;

/// No count is told for more than ten times as long.
const LONGEST: Duration = Duration::from_secs(3);

const RUN_COUNTS: &str = concat!(
    "SELECT e.name, h.name, ",
    run_state_column!(),
    ", sum(q.runs)::bigint
    FROM (SELECT handler, phase, count(*) AS runs FROM hookport.queue
          WHERE phase <> 6 GROUP BY handler, phase) q
    JOIN hookport.handlers h ON h.id = q.handler
    JOIN hookport.endpoints e ON e.id = h.endpoint
    GROUP BY 1, 2, 3"
);
