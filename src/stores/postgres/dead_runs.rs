//! Dead runs, with what went wrong.

use super::{
    database::Database,
    rows::{get, name, optional_text, signed, unsigned},
};
use crate::inbox::{DeadRun, EntryId, StoreError};

/// The dead runs of the newest entries.
pub(super) async fn dead_runs(
    database: &Database,
    at_most: usize,
) -> Result<Vec<DeadRun>, StoreError> {
    let list = database.schema.query(DEAD_RUNS).bind(signed(at_most));
    let rows = list.fetch_all(&mut *database.hold().await?).await?;
    rows.iter()
        .map(|row| {
            Ok(DeadRun {
                entry: EntryId::new(unsigned(row, 0)?),
                endpoint: name(row, 1)?,
                handler: name(row, 2)?,
                event: optional_text(row, 3)?.map(Into::into),
                since: database.shift().to_here(get(row, 4)?),
                error: optional_text(row, 5)?,
            })
        })
        .collect()
}

/// The dead runs of both phases lie in one index, each in the order of their deliveries.
const DEAD_RUNS: &str = "
    SELECT q.delivery, e.name, h.name, coalesce(k.event, d.event), q.time, a.error
    FROM (
        (SELECT * FROM hookport.queue WHERE phase >= 2 AND phase = 4 ORDER BY delivery DESC LIMIT $1)
        UNION ALL
        (SELECT * FROM hookport.queue WHERE phase >= 2 AND phase = 5 ORDER BY delivery DESC LIMIT $1)) q
    JOIN hookport.handlers h ON h.id = q.handler
    JOIN hookport.endpoints e ON e.id = q.endpoint
    JOIN hookport.kinds k ON k.id = q.kind
    JOIN hookport.deliveries d ON d.id = q.delivery
    LEFT JOIN hookport.attempts a
        ON a.delivery = q.delivery AND a.handler = q.handler AND a.number = q.claims
    ORDER BY q.delivery DESC, h.name LIMIT $1";
